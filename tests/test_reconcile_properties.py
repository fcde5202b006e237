"""What must hold for any claims: copies add nothing, removal never narrows, order is nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_up import article, assertion, each, figure, frames

from nkreport import reconcile
from nkreport.records import StatedFigure

SOURCES = [
    "NIS",
    "South Korea",
    "GUR",
    "Pentagon",
    "Lloyd Austin",
    "Reuters",
    "military sources",
    "Zenda",
    "",
]
DAYS = [dt.date(2030, 1, 1) + dt.timedelta(days=5 * step) for step in range(12)]
SPAN: dict[str, Any] = {"since": "2030-01-01", "until": "2030-02-28"}

a_figure = st.builds(
    figure,
    st.sampled_from([100, 1000, 1500, 3000]),
    st.sampled_from(["exact", "lower", "upper", "approximate"]),
    article_id=st.sampled_from(["a", "b", "c"]),
    kind=st.sampled_from(["troops", "killed"]),
    status=st.sampled_from(["occurred", "occurred", "expected"]),
    basis=st.sampled_from(["unspecified", "stock", "increment", "cumulative"]),
    certainty=st.sampled_from(["certain", "certain", "possible"]),
    source=st.sampled_from(SOURCES),
    claim_start=st.sampled_from(DAYS),
    event_start=st.sampled_from([None, None, dt.date(2030, 1, 1), dt.date(2030, 2, 1)]),
)
some_figures = st.lists(a_figure, min_size=1, max_size=14)
quick = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def derived(rows: list[StatedFigure]) -> dict[str, pd.DataFrame]:
    known = [article(name, f"{name}.example", DAYS[-1]) for name in sorted({row.article_id for row in rows})]
    made = frames(rows, articles=known)
    claims = reconcile.claims(made["figures"], made["articles"])
    return {"ranges": reconcile.ranges(claims, **SPAN), "origins": reconcile.origins(claims)}


def ends(found: dict[str, pd.DataFrame]) -> dict[tuple[Any, ...], tuple[float, float, bool, bool]]:
    """The ends of each range by its measure; an open end is infinite."""
    return {
        (row.kind, row.status, row.basis): (
            float("-inf") if pd.isna(row.low) else row.low,
            float("inf") if pd.isna(row.high) else row.high,
            bool(row.low_open),
            bool(row.high_open),
        )
        for row in each(found["ranges"])
    }


def counts(found: dict[str, pd.DataFrame]) -> dict[str, tuple[list[str], int]]:
    return {row.number_id: (row.origins, row.independent) for row in each(found["origins"])}


@quick
@given(some_figures)
def test_a_copied_article_changes_no_range_and_no_origin_count(rows: list[StatedFigure]) -> None:
    copied = [replace(row, article_id="copy") for row in rows if row.article_id == rows[0].article_id]
    before, after = derived(rows), derived([*rows, *copied])
    assert ends(before) == ends(after)
    assert counts(before) == counts(after)


@quick
@given(some_figures, st.sampled_from(SOURCES))
def test_removing_an_origin_never_narrows_a_range(rows: list[StatedFigure], name: str) -> None:
    left = [row for row in rows if row.source != ((name,) if name else ())]
    before, after = ends(derived(rows)), ends(derived(left)) if left else {}
    for measure, (low, high, low_open, high_open) in after.items():
        was = before[measure]
        assert (low, low_open) <= (was[0], was[2])
        assert (high, not high_open) >= (was[1], not was[3])


@settings(quick, max_examples=12)
@given(some_figures, st.randoms())
def test_the_order_of_the_articles_changes_nothing(rows: list[StatedFigure], dice: Any) -> None:
    made = frames(
        rows, [assertion(), assertion("denies", source="Russia")], [article(name) for name in "abc"]
    )
    shuffled = {name: _shuffled(frame, dice) for name, frame in made.items()}
    one, other = reconcile.reconcile(made), reconcile.reconcile(shuffled)
    for name in one:
        pd.testing.assert_frame_equal(_sorted(one[name]), _sorted(other[name]))


def _shuffled(frame: pd.DataFrame, dice: Any) -> pd.DataFrame:
    places = list(range(len(frame)))
    dice.shuffle(places)
    return frame.iloc[places].reset_index(drop=True)


def _sorted(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values(frame.columns[0], kind="stable").reset_index(drop=True)
