"""Rows that tests make up: records with defaults, and the frames of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pandas as pd

from nkreport import tables
from nkreport.records import Article, Assertion, StatedFigure

DAY = dt.date(2030, 5, 10)

FIGURE = StatedFigure(
    article_id="a",
    start=0,
    end=3,
    text="100",
    value=100.0,
    low=100.0,
    high=100.0,
    bound="exact",
    modifier=None,
    counted="soldiers",
    kind="troops",
    party="Freedonia",
    status="occurred",
    polarity="affirmed",
    basis="unspecified",
    additional=False,
    place=None,
    event_start=None,
    event_end=None,
    claim_start=DAY,
    claim_end=DAY,
    source=("NIS",),
    source_text=None,
    via=(),
    certainty="certain",
    sentence="100 soldiers came.",
    sentence_start=0,
    rule="made.up",
)
ASSERTION = Assertion(
    article_id="a",
    start=None,
    end=None,
    text=None,
    cue="said",
    cue_start=0,
    cue_end=4,
    source=("NIS",),
    source_text=None,
    via=(),
    act="says",
    topic="deployment",
    polarity="affirmed",
    certainty="certain",
    quote="indirect",
    claim_start=DAY,
    claim_end=DAY,
    sentence="They said so.",
    sentence_start=0,
    rule="made.up",
)
WORDS = {"lower": "more than", "upper": "up to", "approximate": "about"}


def figure(value: float | None = 100, bound: str = "exact", **columns: Any) -> StatedFigure:
    """A figure whose bounds follow from its number, as the codebook has it; a source may be one name."""
    low = {"lower": value, "exact": value}.get(bound)
    high = {"upper": value, "exact": value}.get(bound)
    text = f"{value:,.0f}" if value is not None else "some"
    made = replace(FIGURE, value=value, low=low, high=high, bound=bound, modifier=WORDS.get(bound), text=text)
    return replace(made, **_listed(columns))


def assertion(act: str = "says", **columns: Any) -> Assertion:
    """A statement whose polarity follows from its act."""
    polarity = {"denies": "denied", "doubts": "unknown", "declines": "unknown"}.get(act, "affirmed")
    return replace(ASSERTION, act=act, polarity=polarity, **_listed(columns))


def _listed(columns: dict[str, Any]) -> dict[str, Any]:
    changed = dict(columns)
    for name in ("source", "via"):
        if isinstance(changed.get(name), str):
            changed[name] = (changed[name],) if changed[name] else ()
    for name in ("event_start", "event_end", "claim_start", "claim_end"):
        if isinstance(changed.get(name), str):
            changed[name] = dt.date.fromisoformat(changed[name])
    if "claim_start" in changed:
        changed.setdefault("claim_end", changed["claim_start"])
    return changed


def each(table: pd.DataFrame) -> list[Any]:
    """The rows of a table, with a field for each column."""
    return list(table.itertuples(index=False))


def article(identity: str, outlet: str | None = None, published: dt.date = DAY) -> Article:
    return Article(
        identity,
        "Text.",
        outlet=outlet,
        outlet_basis="stated" if outlet else None,
        published=published,
        published_latest=published,
        published_basis="stated",
    )


def frames(
    figures: Iterable[StatedFigure] = (),
    assertions: Iterable[Assertion] = (),
    articles: Iterable[Article] = (),
) -> dict[str, pd.DataFrame]:
    """The tables of such records; figures of one article get offsets of their own."""
    placed: list[Any] = [
        replace(row, start=position * 10, end=position * 10 + 3) for position, row in enumerate(figures)
    ]
    cued: list[Any] = [
        replace(row, cue_start=position * 10, cue_end=position * 10 + 4)
        for position, row in enumerate(assertions)
    ]
    return {
        "articles": tables.articles_table(articles),
        "figures": tables.figures_table(placed),
        "assertions": tables.assertions_table(cued),
        "unknowns": tables.unknowns_table(),
    }
