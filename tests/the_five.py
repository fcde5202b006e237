"""The rows of the five articles as annotated by hand: what they add up to does not hang on rules."""

from __future__ import annotations

import datetime as dt

import pandas as pd
from made_up import article, assertion, figure, frames

from nkreport.records import Assertion, StatedFigure

PUBLISHED = {
    "000": "2025-02-27",
    "001": "2024-10-18",
    "002": "2025-02-27",
    "003": "2024-11-14",
    "004": "2024-10-21",
}
OUTLETS = {"000": "rks.news", "001": "tngtimes.com", "003": "crunchmarkets.com", "004": "clamreport.com"}
NK = "North Korea"
WORKING_TOGETHER = (
    "The NIS told the news agency Reuters that they have been collaborating with Ukrainian "
    "intelligence services."
)


def figures() -> list[StatedFigure]:
    early = {"event_start": "2025-01-01", "basis": "increment", "additional": True, "party": NK}
    return [
        figure(
            1000,
            "lower",
            **early,
            event_end="2025-02-28",
            source="military sources",
            via="Yonhap",
            article_id="000",
            claim_start="2025-02-27",
        ),
        figure(
            500e9,
            kind="money",
            party=None,
            status="expected",
            source="",
            certainty="unconfirmed",
            article_id="000",
            claim_start="2025-02-27",
        ),
        figure(
            1500,
            "approximate",
            party=NK,
            source="South Korean media",
            article_id="001",
            claim_start="2024-10-18",
        ),
        figure(
            12000,
            party=NK,
            status="expected",
            basis="increment",
            additional=True,
            source="South Korean media",
            article_id="001",
            claim_start="2024-10-18",
            sentence="An additional 12,000 are expected to follow.",
        ),
        figure(
            10000,
            "approximate",
            party=NK,
            status="expected",
            certainty="possible",
            source="Volodymyr Zelensky",
            article_id="001",
            claim_start="2024-10-18",
        ),
        figure(
            13000,
            "lower",
            kind="containers",
            party=NK,
            basis="cumulative",
            event_start="2023-08-01",
            event_end="2024-10-18",
            article_id="001",
            claim_start="2024-10-18",
        ),
        figure(
            8e6,
            "upper",
            kind="munitions",
            party=NK,
            source="South Korea",
            article_id="001",
            claim_start="2024-10-18",
        ),
        figure(
            10000,
            "approximate",
            party=NK,
            source="United States",
            article_id="002",
            claim_start="2024-10-01",
            claim_end="2024-10-31",
        ),
        figure(
            1000,
            "lower",
            kind="casualties",
            party=NK,
            basis="rate",
            source="White House",
            article_id="002",
            event_start="2024-12-14",
            event_end="2024-12-31",
            claim_start="2024-12-21",
            claim_end="2024-12-31",
        ),
        figure(
            3000,
            "upper",
            **early,
            event_end="2025-02-27",
            source="JoongAng",
            via="Associated Press",
            article_id="002",
            claim_start="2025-02-27",
        ),
        figure(10000, "lower", party=NK, source="United States", article_id="003", claim_start="2024-11-14"),
        figure(24, "lower", kind="other", party=None, source="", article_id="003", claim_start="2024-11-14"),
        figure(
            10000,
            party=NK,
            status="expected",
            source="Volodymyr Zelensky",
            article_id="004",
            claim_start="2024-10-14",
            claim_end="2024-10-20",
        ),
        figure(1500, party=NK, article_id="004", claim_start="2024-10-21"),
    ]


def assertions() -> list[Assertion]:
    return [
        assertion(article_id="000", claim_start="2025-02-27"),
        assertion(
            "assesses", source="military sources", via="Yonhap", article_id="000", claim_start="2025-02-27"
        ),
        assertion(source="South Korean media", article_id="001", claim_start="2024-10-18"),
        assertion(
            "claims",
            source="Volodymyr Zelensky",
            certainty="possible",
            article_id="001",
            claim_start="2024-10-18",
        ),
        assertion(
            topic="combat",
            via="Reuters",
            sentence=WORKING_TOGETHER,
            article_id="001",
            claim_start="2024-10-18",
        ),
        assertion(source="United States", article_id="002", claim_start="2024-10-01", claim_end="2024-10-31"),
        assertion("assesses", topic="combat", article_id="002", claim_start="2025-02-27"),
        assertion(
            "declines", cue="not commented", source="Kremlin", article_id="003", claim_start="2024-11-14"
        ),
        assertion("confirms", source="United States", article_id="003", claim_start="2024-11-14"),
        assertion("confirms", topic="combat", article_id="003", claim_start="2024-11-14"),
        assertion(article_id="004", claim_start="2024-10-21"),
        assertion(
            "doubts",
            cue="could not confirm",
            source="Lloyd Austin",
            article_id="004",
            claim_start="2024-10-21",
        ),
        assertion(
            "doubts", cue="no evidence", source="Mark Rutte", article_id="004", claim_start="2024-10-21"
        ),
        assertion("denies", cue="denied", source="Russia", article_id="004", claim_start="2024-10-21"),
        assertion("denies", cue="denied", source="North Korea", article_id="004", claim_start="2024-10-21"),
        assertion(
            "denies", cue="dismissing", source="Dmitry Peskov", article_id="004", claim_start="2024-10-21"
        ),
    ]


def tables() -> dict[str, pd.DataFrame]:
    articles = [
        article(name, OUTLETS.get(name), dt.date.fromisoformat(day)) for name, day in PUBLISHED.items()
    ]
    return frames(figures(), assertions(), articles)
