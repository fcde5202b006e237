"""Charts and listings of what the claims add up to: what stands where, read from the artists."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from made_up import assertion, figure, frames
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from nkreport import charts, reconcile

SPAN = {"basis": "increment", "event_start": "2030-01-01", "event_end": "2030-02-28"}


@pytest.fixture(scope="module")
def found() -> dict[str, pd.DataFrame]:
    figures = [
        figure(1000, "lower", source="GUR", **SPAN),
        figure(3000, "upper", source="Reuters", **SPAN),
        figure(9000, status="expected"),
        figure(
            9000, "approximate", status="expected", source="reports", certainty="possible", article_id="b"
        ),
    ]
    said = [
        assertion("denies", source="Dmitry Peskov", claim_start="2030-05-01"),
        assertion("declines", cue="has not commented", source="Kremlin", claim_start="2030-06-01"),
        assertion("doubts", source="Lloyd Austin", claim_start="2030-05-01"),
        assertion("confirms", source="United States", claim_start="2030-06-01"),
    ]
    return reconcile.reconcile(frames(figures, said))


def artists(axes: Axes) -> dict[str, Any]:
    """The artists of an axes by gid."""
    return {str(one.get_gid()): one for one in (*axes.lines, *axes.patches) if one.get_gid()}


def test_a_band_spans_what_the_bounds_leave_possible(found: dict[str, pd.DataFrame]) -> None:
    table = found["ranges"]
    drawn = artists(charts.plot_estimates(table, found["claims"]))
    early = drawn[table.loc[table["basis"] == "increment", "range_id"].item()]
    assert (early.get_x(), early.get_x() + early.get_width()) == (1000, 3000)


def test_plans_are_hollow_and_bounds_are_open_on_their_side(found: dict[str, pd.DataFrame]) -> None:
    claims = found["claims"].set_index("claim_id")
    drawn = artists(charts.plot_estimates(found["ranges"], found["claims"]))
    for name, row in claims.iterrows():
        mark = drawn[str(name)]
        hollow = mark.get_markerfacecolor() != mark.get_markeredgecolor()
        assert hollow == (row["status"] == "expected")
    labels = {row["stated"]: drawn[str(name)].get_label() for name, row in claims.iterrows()}
    assert labels["more than 1,000"] == "lower"
    assert labels["up to 3,000"] == "upper"


def test_claims_of_unknown_origin_stand_last(found: dict[str, pd.DataFrame]) -> None:
    drawn = artists(charts.plot_estimates(found["ranges"], found["claims"]))
    claims = found["claims"].set_index("origin")["claim_id"]
    assert drawn[claims["GUR"]].get_ydata()[0] < drawn[claims["Reuters"]].get_ydata()[0]


def test_a_superseded_view_is_hollow(found: dict[str, pd.DataFrame]) -> None:
    stances = found["stances"].set_index("source")["stance_id"]
    drawn = artists(charts.plot_relations(found["stances"], found["relations"]))
    paper = drawn[stances["Lloyd Austin"]].get_markerfacecolor()
    assert drawn[stances["Lloyd Austin"]].get_label() == "could not confirm"
    assert drawn[stances["United States"]].get_markerfacecolor() != paper


def test_a_contradiction_within_a_house_is_a_line(found: dict[str, pd.DataFrame]) -> None:
    axes = charts.plot_relations(found["stances"], found["relations"])
    lines: list[Any] = [
        one for one in axes.lines if isinstance(one, Line2D) and one.get_label() == "contradicts"
    ]
    assert [list(one.get_xdata()) for one in lines] == [[0.0, 1.0]]


def test_a_likely_hop_is_dashed(found: dict[str, pd.DataFrame]) -> None:
    axes = charts.plot_lineage(found["lineage"], found["claims"])
    hops = found["lineage"].set_index("hop_id")["certain"]
    drawn = {name: one for name, one in artists(axes).items() if name in hops.index}
    assert {name: one.get_label() == "certain" for name, one in drawn.items()} == hops.to_dict()
    assert not hops.all()


def test_a_timeline_is_true_to_its_days(found: dict[str, pd.DataFrame]) -> None:
    stances = found["stances"].set_index("source")["stance_id"]
    drawn = artists(charts.plot_timeline(found["stances"]))
    apart = drawn[stances["United States"]].get_xdata()[0] - drawn[stances["Lloyd Austin"]].get_xdata()[0]
    assert apart == 31
    wide = reconcile.stances(frames(assertions=[assertion(claim_end="2030-05-20")])["assertions"])
    spans: list[Any] = [one for one in charts.plot_timeline(wide).lines if one.get_label() == "span"]
    assert [one.get_xdata()[1] - one.get_xdata()[0] for one in spans] == [10]


def test_text_alternatives_tell_what_is_drawn(found: dict[str, pd.DataFrame]) -> None:
    words = charts.estimate_chart(found["ranges"], found["claims"]).alt
    assert "more than 1,000 and at most 3,000 troops" in words
    assert "no point estimate" in words
    words = charts.relation_chart(found["stances"], found["relations"]).alt
    assert "No longer: Lloyd Austin on deployment: could not confirm" in words
    assert "yet Kremlin is said not to have commented" in words
    assert "anonymity: named → no origin" in charts.lineage_chart(found["lineage"], found["claims"]).alt


def test_empty_tables_make_empty_charts() -> None:
    nothing = reconcile.reconcile(frames())
    for chart in (
        charts.estimate_chart(nothing["ranges"], nothing["claims"]),
        charts.relation_chart(nothing["stances"], nothing["relations"]),
        charts.lineage_chart(nothing["lineage"], nothing["claims"]),
        charts.timeline_chart(nothing["stances"]),
    ):
        assert "empty" in chart.alt


def test_the_same_tables_give_the_same_picture(found: dict[str, pd.DataFrame]) -> None:
    one, other = (charts.estimate_chart(found["ranges"], found["claims"]).svg for _ in range(2))
    assert one == other
