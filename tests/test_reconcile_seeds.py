"""What the five articles add up to: from their rows as annotated by hand, and from end to end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import the_five
from conftest import PROJECT
from made_up import each

from nkreport import extract, reconcile
from nkreport.articles import read_articles, read_catalogue

Frames = dict[str, pd.DataFrame]


def extracted() -> Frames:
    catalogue = read_catalogue(PROJECT / "data" / "articles.toml")
    read = read_articles(Path(PROJECT / "seeds"), catalogue=catalogue)
    return extract.extract_tables(read.articles)


@pytest.fixture(scope="module", params=["annotated", "extracted"])
def frames(request: pytest.FixtureRequest) -> Frames:
    return the_five.tables() if request.param == "annotated" else extracted()


@pytest.fixture(scope="module")
def found(frames: Frames) -> Frames:
    return reconcile.reconcile(frames)


ORIGINS = [
    (
        1500,
        "occurred",
        2,
        ["NIS"],
        ["South Korean media"],
        "two articles, one origin and one of unknown origin",
    ),
    (10000, "expected", 2, ["Volodymyr Zelensky"], [], "two articles, one origin"),
    (10000, "occurred", 2, ["United States"], [], "around and over: two articles, one origin"),
]


@pytest.mark.parametrize(("value", "status", "articles", "origins", "unknown", "reason"), ORIGINS)
def test_who_stands_behind_a_number(
    found: Frames,
    value: int,
    status: str,
    articles: int,
    origins: list[str],
    unknown: list[str],
    reason: str,
) -> None:
    table = found["origins"]
    (row,) = each(
        table[(table["value"] == value) & (table["status"] == status) & (table["kind"] == "troops")]
    )
    assert (row.articles, row.origins, row.unknown) == (articles, origins, unknown), reason


def test_nothing_has_three_independent_origins(found: Frames) -> None:
    assert found["origins"]["independent"].max() < 3
    assert found["ranges"]["point"].isna().all()
    assert found["ranges"]["refusal"].str.startswith("no point estimate: ").all()


def test_the_spy_agency_says_whom_it_works_with(found: Frames) -> None:
    assert ("NIS", "GUR") in set(zip(found["dependences"]["body"], found["dependences"]["on"], strict=True))


def early(found: Frames) -> Any:
    table = found["ranges"]
    (row,) = each(
        table[(table["kind"] == "troops") & (table["basis"] == "increment") & (table["status"] == "occurred")]
    )
    return row


def test_early_2025_is_a_range_and_no_point(frames: Frames, found: Frames) -> None:
    asked = reconcile.reconcile(frames, since="2025-01-01", until="2025-02-28")
    for row in (early(found), early(asked)):
        assert (row.low, row.low_open, row.high, row.high_open) == (1000, True, 3000, False)
        assert row.wording == "more than 1,000 and at most 3,000 troops on top of earlier numbers"
        assert pd.isna(row.point)


def numbers(table: pd.DataFrame, *columns: str) -> set[float]:
    return {number for column in columns for number in table[column].dropna()}


def test_no_sum_and_no_mean_is_ever_a_fact(frames: Frames, found: Frames) -> None:
    stated = numbers(frames["figures"], "value", "low", "high")
    ends = numbers(found["ranges"], "low", "high", "point") | numbers(found["claims"], "value", "low", "high")
    assert ends <= stated
    assert 13500 not in ends
    assert set(found["readings"].loc[found["readings"]["total"] == 13500, "status"]) == {"expected"}


def test_nobody_is_said_to_have_been_killed(found: Frames) -> None:
    assert not {"killed", "wounded"} & set(found["claims"]["kind"]) & set(found["ranges"]["kind"])
    assert (found["ranges"]["kind"] == "casualties").sum() == 1


def test_twelve_thousand_more_is_read_both_ways(found: Frames) -> None:
    rows = found["readings"]
    assert rows[["reading", "total", "decided"]].values.tolist() == [
        ["in all", 12000.0, "open"],
        ["on top", 13500.0, "open"],
    ]
    assert all(rows["speaks_for"])


def pairs(found: Frames) -> set[tuple[str, str, str, str]]:
    """The relations between stances: who held what, and how it stands to an earlier word."""
    who = found["stances"].set_index("stance_id")
    return {
        (who.source[row.later], row.relation, who.source[row.earlier], who.stance[row.earlier])
        for row in each(found["relations"])
        if row.later in who.index
    }


def test_an_october_doubt_is_not_the_current_view(found: Frames) -> None:
    assert ("United States", "supersedes", "Lloyd Austin", "could not confirm") in pairs(found)
    table = found["stances"]
    austin = table[(table["source"] == "Lloyd Austin") & (table["topic"] == "deployment")]
    confirmed = table[(table["source"] == "United States") & (table["stance"] == "confirmed")]
    assert not austin["current"].any()
    assert confirmed["current"].all()


def test_fake_news_contradicts_that_nobody_commented(found: Frames) -> None:
    assert ("Kremlin", "contradicts", "Dmitry Peskov", "denied") in pairs(found)


def test_more_than_1000_and_up_to_3000_are_compatible(found: Frames) -> None:
    claims = found["claims"].set_index("claim_id")
    related = found["relations"]
    relation = [
        row.relation
        for row in each(related)
        if row.earlier in claims.index
        and {claims.value[row.earlier], claims.value[row.later]} == {1000, 3000}
    ]
    assert relation == ["compatible"]


def test_every_source_is_f_until_an_analyst_says_otherwise(found: Frames) -> None:
    assert set(found["grades"]["reliability"]) == {"F"}
    assert not set(found["grades"]["credibility"]) & {"1", "2"}


def test_the_key_judgements_rest_on_rows(frames: Frames, found: Frames) -> None:
    told = reconcile.judgements(found)
    ids = set(frames["figures"]["figure_id"]) | set(frames["assertions"]["assertion_id"])
    assert all(one.rows and set(one.rows) <= ids for one in told)
    text = "\n".join(one.text for one in told)
    for words in (
        "1 named origin (NIS); one of unknown origin",
        "more than 1,000 and at most 3,000",
        "about 13,500; undecided",
        "Lloyd Austin (could not confirm",
    ):
        assert words in text


def test_without_the_spy_agency(frames: Frames) -> None:
    fallen = reconcile.without(frames, "NIS")
    assert {"1,500"} <= {row["stated"] for row in fallen.claims}
    assert [row["origin"] for row in fallen.shaken] == ["South Korean media"]
    assert any("1,500" in text for text in fallen.conclusions)
