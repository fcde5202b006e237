"""How claims and stances stand by day; what falls without an origin; what changed between builds."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from made_up import article, assertion, each, figure, frames

from nkreport import reconcile, tables
from nkreport.errors import ParameterError
from nkreport.records import Assertion, StatedFigure

# --- numbers ---


def related(one: StatedFigure, other: StatedFigure) -> str | None:
    """The relation of the second claim to the first."""
    claims = reconcile.claims(frames([one, other])["figures"])
    found = reconcile.relations(claims)["relation"].tolist()
    return found[0] if found else None


SPAN = {"event_start": "2030-01-01", "event_end": "2030-02-28"}
NUMBERS = [
    (
        figure(1000, "lower", **SPAN),
        figure(3000, "upper", source="GUR", **SPAN),
        "compatible",
        "both bounds can hold",
    ),
    (figure(), figure(source="GUR"), "same", "the same number"),
    (figure(1000, "lower"), figure(2000, "lower", source="GUR"), "refines", "the later is narrower"),
    (figure(1000), figure(2000, source="GUR"), "contradicts", "no number is both"),
    (figure(1000, "upper"), figure(2000, "lower", source="GUR"), "contradicts", "the bounds leave nothing"),
    (figure(1000), figure(1000, "lower", source="GUR"), "contradicts", "more than it and it exactly"),
    (figure(1000), figure(1100, "approximate", source="GUR"), "refines", "about it lies near"),
    (figure(1000), figure(9000, "approximate", source="GUR"), "contradicts", "about it lies far off"),
    (figure(1000), figure(2000, claim_start="2030-06-01"), "supersedes", "the same origin, later"),
    (
        figure(1000),
        figure(2000, source="South Korea", claim_start="2030-06-01"),
        "supersedes",
        "the same house, later",
    ),
    (figure(1000), figure(2000, source="GUR", claim_start="2030-06-01"), None, "another house on other days"),
    (figure(1000), figure(1000, source="GUR", polarity="negated"), "contradicts", "said and denied"),
    (
        figure(1000, claim_start="2030-05-10", claim_end="2030-05-20"),
        figure(9000, source="GUR", claim_start="2030-05-15"),
        "compatible",
        "a total may have grown in between",
    ),
    (
        figure(1000),
        figure(1000, status="expected", source="GUR"),
        None,
        "a plan and an arrival are no one proposition",
    ),
]


@pytest.mark.parametrize(("one", "other", "relation", "reason"), NUMBERS)
def test_how_two_numbers_stand(
    one: StatedFigure, other: StatedFigure, relation: str | None, reason: str
) -> None:
    assert related(one, other) == relation, reason


# --- stances ---


def stances(*rows: Assertion) -> pd.DataFrame:
    return reconcile.stances(frames(assertions=rows)["assertions"])


def turns(*rows: Assertion) -> list[tuple[str, str, str]]:
    """The relations of these statements: who, how, whom."""
    found = stances(*rows)
    who = found.set_index("stance_id")["source"]
    pairs = reconcile.relations(reconcile.claims(frames()["figures"]), found)
    return sorted((who[row.later], row.relation, who[row.earlier]) for row in each(pairs))


DOUBT = assertion("doubts", source="Lloyd Austin", claim_start="2030-05-01")
CONFIRMED = assertion("confirms", source="United States", claim_start="2030-06-01")
DENIED = assertion("denies", source="Dmitry Peskov", claim_start="2030-05-01")
SILENT = assertion("declines", cue="has not commented on", source="Kremlin", claim_start="2030-06-01")
DECLINED = assertion("declines", cue="declined to comment", source="Kremlin", claim_start="2030-06-01")


def test_a_house_that_confirms_supersedes_its_officials_doubt() -> None:
    assert turns(DOUBT, CONFIRMED) == [("United States", "supersedes", "Lloyd Austin")]
    found = stances(DOUBT, CONFIRMED).set_index("source")["current"]
    assert found.to_dict() == {"Lloyd Austin": False, "United States": True}


def test_a_plain_statement_does_not_replace_a_confirmation() -> None:
    later = assertion(source="United States", claim_start="2030-07-01")
    assert turns(CONFIRMED, later) == []
    assert stances(CONFIRMED, later)["current"].all()


def test_a_plain_statement_takes_no_denial_back() -> None:
    later = assertion(source="Russia", claim_start="2030-07-01")
    assert turns(DENIED, later) == []
    assert stances(DENIED, later).set_index("source")["current"].to_dict() == {
        "Dmitry Peskov": True,
        "Russia": False,
    }


def test_a_word_on_record_contradicts_that_there_was_none() -> None:
    assert turns(DENIED, SILENT) == [("Kremlin", "contradicts", "Dmitry Peskov")]
    assert turns(DENIED, DECLINED) == [], "to decline once is no contradiction"
    assert stances(DENIED, SILENT).set_index("source")["current"].to_dict() == {
        "Dmitry Peskov": True,
        "Kremlin": False,
    }


def test_a_denial_contradicts_what_others_say() -> None:
    assert turns(DENIED, CONFIRMED) == [("United States", "contradicts", "Dmitry Peskov")]


def test_a_doubt_contradicts_nobody() -> None:
    assert turns(DOUBT, assertion(source="GUR", claim_start="2030-05-02")) == []


STANCES = [
    (assertion("says"), "affirmed"),
    (assertion("assesses"), "affirmed"),
    (assertion("confirms"), "confirmed"),
    (assertion("denies"), "denied"),
    (assertion("doubts"), "could not confirm"),
    (assertion("declines"), "no comment"),
    (assertion("urges"), None),
    (assertion("warns"), None),
    (assertion("says", topic="response"), None),
    (assertion("says", source=""), None),
]


@pytest.mark.parametrize(("row", "stance"), STANCES)
def test_which_acts_take_which_stance(row: Assertion, stance: str | None) -> None:
    assert stances(row)["stance"].tolist() == ([stance] if stance else [])


# --- what if ---


def made() -> dict[str, pd.DataFrame]:
    figures = [
        figure(1500),
        figure(1500, "approximate", source="reports", article_id="b"),
        figure(900, "lower", kind="killed", source="GUR"),
        figure(2000, "upper", kind="killed", source="reports", via="NIS", article_id="b"),
    ]
    words = "GUR said it has been working with the NIS."
    rows = [assertion(), assertion("denies", source="Russia"), assertion(source="GUR", sentence=words)]
    return frames(figures, rows, [article("a"), article("b")])


def test_what_falls_without_an_origin() -> None:
    found = reconcile.without(made(), "NIS")
    assert sorted(row["stated"] for row in found.claims) == ["1,500", "up to 2,000"]
    assert [row["source"] for row in found.stances] == ["NIS"]
    assert [row["stated"] for row in found.shaken] == ["about 1,500"], "the reports may have it from there"
    assert found.dependents == ("GUR",)
    assert any("1,500" in text for text in found.conclusions)
    assert any("killed" in before and "2,000" not in after for before, after in found.ranges)


def test_an_origin_that_nobody_names_is_refused_with_the_nearest() -> None:
    with pytest.raises(ParameterError, match="did you mean NIS"):
        reconcile.without(made(), "NISS")


# --- differences ---

CHANGES: list[tuple[dict[str, Any], str, str, str]] = [
    ({"bound": "lower", "high": None}, "bound moved", "bound exact, high 100", "bound lower, high unknown"),
    ({"status": "expected"}, "status moved", "status occurred", "status expected"),
    (
        {"claim_start": "2030-05-09"},
        "re-dated",
        "claim_start 2030-05-10, claim_end 2030-05-10",
        "claim_start 2030-05-09, claim_end 2030-05-09",
    ),
    ({"source": ""}, "source changed", "source NIS", "source nobody"),
]


@pytest.mark.parametrize(("columns", "change", "before", "after"), CHANGES)
def test_what_changed_between_two_builds(
    columns: dict[str, Any], change: str, before: str, after: str
) -> None:
    (row,) = each(reconcile.diff(frames([figure()]), frames([figure(**columns)])))
    assert (row.change, row.before, row.after) == (change, before, after)


def test_rows_come_and_go() -> None:
    old, new = frames([figure(), figure(50)]), frames([figure(), figure(70)])
    found = reconcile.diff(old, new)
    assert sorted(zip(found["change"], found["text"], strict=True)) == [("new", "70"), ("withdrawn", "50")]


def test_a_row_that_only_moved_is_the_same() -> None:
    assert reconcile.diff(frames([figure(70)]), frames([figure(50), figure(70)]))["change"].tolist() == [
        "new"
    ]
    assert reconcile.diff(made(), made()).empty
    tables.check(tables.DERIVED["changes"], reconcile.diff(frames([figure()]), frames([figure(70)])))


def test_a_statement_that_turns_is_a_change_of_status() -> None:
    old, new = frames(assertions=[assertion()]), frames(assertions=[assertion("denies")])
    assert reconcile.diff(old, new)["change"].tolist() == ["status moved"]
