"""Charts are tested by their artists, their words and their SVG, never by pixels."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from nkreport import charts, tables
from nkreport.charts.svg import INKS
from nkreport.charts.troops import ARROW, LEFT_ARROW, WAVES

DAY = dt.date(2024, 10, 18)
FIGURE: dict[str, Any] = {
    "figure_id": "a-f0001",
    "article_id": "a",
    "start": 6,
    "end": 11,
    "text": "1,500",
    "value": 1500.0,
    "low": 1500.0,
    "high": 1500.0,
    "bound": "exact",
    "modifier": None,
    "counted": "soldiers",
    "kind": "troops",
    "party": "North Korea",
    "status": "occurred",
    "polarity": "affirmed",
    "basis": "unspecified",
    "additional": False,
    "place": None,
    "event_start": None,
    "event_end": None,
    "claim_start": DAY,
    "claim_end": DAY,
    "source": ["NIS"],
    "source_text": "the agency",
    "via": [],
    "certainty": "certain",
    "sentence": "About 1,500 soldiers came.",
    "sentence_start": 0,
    "rule": "r",
}
ASSERTION: dict[str, Any] = {
    "assertion_id": "a-a0001",
    "article_id": "a",
    "start": 0,
    "end": 5,
    "text": "It is",
    "cue": "denied",
    "cue_start": 6,
    "cue_end": 12,
    "source": ["Russia"],
    "source_text": "Moscow",
    "via": [],
    "act": "denies",
    "topic": "deployment",
    "polarity": "denied",
    "certainty": "certain",
    "quote": "indirect",
    "claim_start": DAY,
    "claim_end": DAY,
    "sentence": "It is denied.",
    "sentence_start": 0,
    "rule": "r",
}


def blank(table: tables.Table) -> dict[str, Any]:
    """A row without values, for the columns that a chart does not read."""
    return {column.name: [] if column.kind == "list" else None for column in table.columns}


def figures(*changes: dict[str, Any]) -> pd.DataFrame:
    rows = [
        blank(tables.FIGURES) | FIGURE | {"figure_id": f"a-f{number:04d}"} | change
        for number, change in enumerate(changes)
    ]
    return tables.to_frame(tables.FIGURES, rows)


def assertions(*changes: dict[str, Any]) -> pd.DataFrame:
    rows = [
        blank(tables.ASSERTIONS) | ASSERTION | {"assertion_id": f"a-a{number:04d}"} | change
        for number, change in enumerate(changes)
    ]
    return tables.to_frame(tables.ASSERTIONS, rows)


def lines(axes: Axes) -> dict[str, Line2D]:
    return {str(line.get_gid()): line for line in axes.lines if line.get_gid()}


def places(line: Line2D) -> list[float]:
    return [float(place) for place in np.asarray(line.get_xdata())]


LOWER = {
    "bound": "lower",
    "value": 1000.0,
    "low": 1000.0,
    "high": None,
    "text": "1,000",
    "modifier": "more than",
    "sentence": "There are more than 1,000 of them.",
}
UPPER = {
    "bound": "upper",
    "value": 3000.0,
    "low": None,
    "high": 3000.0,
    "text": "3,000",
    "modifier": "up to",
    "sentence": "There are up to 3,000.",
}
ABOUT = {
    "bound": "approximate",
    "low": None,
    "high": None,
    "modifier": "about",
    "sentence": "There are about 1,500.",
}
RANGE = {"bound": "range", "value": 11000.0, "low": 10000.0, "high": 12000.0, "text": "10,000 to 12,000"}
VAGUE = {"bound": "vague", "value": None, "low": 200.0, "high": None, "text": "hundreds"}


@pytest.mark.parametrize(
    ("change", "expected", "stroke"),
    [
        ({}, [1500.0], None),
        (LOWER, [1000.0], ARROW),
        (UPPER, [3000.0], LEFT_ARROW),
        (ABOUT, [1500.0], WAVES),
        (RANGE, [10000.0, 12000.0], "whisker"),
        (VAGUE, [200.0], ARROW),
    ],
)
def test_a_mark_stands_at_its_number_and_shows_its_bound(
    change: Any, expected: list[float], stroke: Any
) -> None:
    found = lines(charts.plot_troops(figures(change)))
    assert places(found["a-f0000"]) == expected
    assert found["a-f0000"].get_label() == (change.get("bound") or "exact")
    if stroke is None:
        assert "a-f0000 stroke" not in found
    elif stroke == "whisker":
        assert places(found["a-f0000 stroke"]) == expected
    else:
        assert found["a-f0000 stroke"].get_marker() is stroke
        assert places(found["a-f0000 stroke"]) == expected


def test_an_arrow_of_a_lower_bound_points_to_more_and_of_an_upper_one_to_less() -> None:
    more, less = (np.asarray(path.vertices)[:, 0] for path in (ARROW, LEFT_ARROW))
    assert more.min() > 0
    assert less.max() < 0


def test_what_is_only_expected_is_hollow_and_apart() -> None:
    axes = charts.plot_troops(figures({}, {"status": "expected"}))
    happened, expected = lines(axes)["a-f0000"], lines(axes)["a-f0001"]
    assert to_hex(happened.get_markerfacecolor()) == INKS["blue"]
    assert to_hex(expected.get_markerfacecolor()) == INKS["paper"]
    headings = [text.get_text() for text in axes.texts if text.get_fontweight() == "bold"]
    assert headings == [
        "Troops stated as having happened, or as so",
        "Troops only expected, planned or possible",
    ]


@pytest.mark.parametrize(
    ("change", "heading"),
    [
        ({"basis": "rate"}, "Troops rates per day or week: not on a scale with the others"),
        ({"polarity": "negated"}, "Troops denied or negated"),
        ({"kind": "killed"}, "Killed stated as having happened, or as so"),
    ],
)
def test_what_is_of_another_nature_has_a_heading_of_its_own(change: dict[str, Any], heading: str) -> None:
    axes = charts.plot_troops(figures({}, change))
    assert heading in [text.get_text() for text in axes.texts]


def test_the_marks_differ_without_colour() -> None:
    axes = charts.plot_troops(figures({}, {"additional": True}, {"basis": "rate"}, {"polarity": "negated"}))
    shapes = [str(line.get_marker()) for gid, line in lines(axes).items() if "stroke" not in gid]
    assert sorted(shapes) == ["P", "X", "o", "s"]
    acts = [charts.plot_assertions(assertions({"act": act})).lines for act in tables.columns.ACTS]
    looks = {
        (str(line.get_marker()), to_hex(line.get_markerfacecolor()) == INKS["paper"])
        for found in acts
        for line in found
        if line.get_gid()
    }
    assert len(looks) == len(tables.columns.ACTS)


def test_an_addition_is_marked_as_such_in_its_label() -> None:
    axes = charts.plot_troops(figures({"additional": True} | LOWER))
    assert "+ more than 1,000" in [text.get_text() for text in axes.texts]


def test_a_claim_that_an_article_repeats_is_one_row() -> None:
    axes = charts.plot_troops(figures({}, {"start": 90}, {"article_id": "b"}))
    assert len([gid for gid in lines(axes) if "stroke" not in gid]) == 2
    assert "1,500 (stated 2×)" in [text.get_text() for text in axes.texts]


def test_numbers_far_apart_stand_on_a_marked_logarithmic_scale() -> None:
    near = charts.plot_troops(figures({}, LOWER))
    far = charts.plot_troops(
        figures({}, {"value": 1_000_000.0, "low": 1e6, "high": 1e6, "text": "a million"})
    )
    assert (near.get_xscale(), near.get_xlim()[0], far.get_xscale()) == ("linear", 0, "log")
    assert any("logarithmic" in text.get_text() for text in far.texts)


def test_axes_that_are_given_are_used() -> None:
    given = Figure().add_subplot()
    assert charts.plot_troops(figures({}), ax=given) is given
    assert charts.plot_assertions(assertions({}), ax=given) is given


def test_a_table_is_left_as_it_was() -> None:
    table = figures({}, LOWER)
    before = table.copy(deep=True)
    charts.troop_chart(table)
    pd.testing.assert_frame_equal(table, before)


@pytest.mark.parametrize(
    "chart",
    [
        charts.troop_chart(figures()),
        charts.assertion_chart(assertions()),
        charts.coverage_chart(figures(), tables.articles_table()),
    ],
    ids=["troops", "acts", "coverage"],
)
def test_an_empty_table_gives_an_empty_chart_that_says_so(chart: charts.Chart) -> None:
    assert ET.fromstring(chart.svg).tag.endswith("svg")
    assert "empty" in chart.alt or "0 figures" in chart.alt


def test_the_words_for_a_chart_hold_its_numbers_days_and_sources() -> None:
    alt = charts.describe_troops(
        figures({}, LOWER | {"additional": True}, {"status": "expected", "certainty": "possible"})
    )
    assert alt == (
        "Chart of 3 stated numbers from 1 source by the day of the claim, 18 Oct 2024. "
        "18 Oct 2024, NIS: 1,500 troops. "
        "18 Oct 2024, NIS: more than 1,000 troops on top of an earlier number. "
        "18 Oct 2024, NIS: 1,500 troops, only expected, possible."
    )


def test_the_words_for_the_statements_count_them() -> None:
    alt = charts.describe_assertions(
        assertions({}, {}, {"act": "confirms", "source": ["Pentagon"], "polarity": "affirmed"})
    )
    assert alt.startswith("Chart of 3 statements by 2 sources: 2 denials and 1 confirmation. ")
    assert "18 Oct 2024, Russia: 2 denials on deployment." in alt


def test_statements_stand_in_the_column_of_their_day_and_the_row_of_their_source() -> None:
    later = DAY + dt.timedelta(days=30)
    axes = charts.plot_assertions(
        assertions({}, {"claim_start": later, "claim_end": later}, {"source": ["Pentagon"]})
    )
    found = lines(axes)
    assert [places(found[gid]) for gid in ("a-a0000", "a-a0001", "a-a0002")] == [[0.0], [1.0], [0.0]]
    rows = [float(np.asarray(found[gid].get_ydata())[0]) for gid in ("a-a0000", "a-a0001", "a-a0002")]
    assert rows[0] == rows[1] != rows[2]


def test_many_days_become_weeks_and_very_many_become_months() -> None:
    days = [DAY + dt.timedelta(days=number * step) for step in (1, 12) for number in range(60)]
    for some, unit in ((days[:5], "day"), (days[:60], "week from"), (days, "month")):
        axes = charts.plot_assertions(assertions(*({"claim_start": day, "claim_end": day} for day in some)))
        assert unit in [text.get_text() for text in axes.texts]


def test_marks_of_one_source_and_day_never_cover_each_other() -> None:
    axes = charts.plot_assertions(assertions(*({"act": act} for act in tables.columns.ACTS)))
    transforms = [tuple(line.get_transform().transform((0, 0)).round(1)) for gid, line in lines(axes).items()]
    assert len(set(transforms)) == len(tables.columns.ACTS)


def svg(chart: charts.Chart) -> ET.Element:
    return ET.fromstring(chart.svg)


def test_a_picture_has_a_text_alternative_titles_and_links() -> None:
    chart = charts.troop_chart(figures(LOWER))
    root = svg(chart)
    title = root.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert title.text == chart.alt
    assert root.get("aria-labelledby") == title.get("id")
    links = {node.get("href"): node.get("aria-label") for node in root.iter("{http://www.w3.org/2000/svg}a")}
    assert links == {"articles/a.html#a-f0000": "18 Oct 2024, NIS: more than 1,000 troops"}


def test_a_picture_holds_no_time_no_repeated_id_and_no_fixed_ink() -> None:
    chart = charts.troop_chart(figures({}, LOWER, UPPER, ABOUT, RANGE, VAGUE))
    ids = [node.get("id") for node in svg(chart).iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert all(str(identifier).startswith("troops-") for identifier in ids)
    assert "metadata" not in chart.svg
    assert f"fill: {INKS['blue']}" not in chart.svg
    assert f"var(--blue, {INKS['blue']})" in chart.svg


def test_a_decoration_keeps_no_link_and_no_voice() -> None:
    small = charts.thumbnail(charts.troop_chart(figures({}, LOWER)).svg, name="small")
    root = ET.fromstring(small)
    assert root.get("aria-hidden") == "true"
    assert not list(root.iter("{http://www.w3.org/2000/svg}a"))
    assert "title" not in small


def test_what_an_article_says_is_text_in_a_picture_never_markup() -> None:
    hostile = {"source": ["<script>alert(1)</script>"], "text": "$x_2$", "party": "]]>"}
    chart = charts.troop_chart(figures(hostile))
    assert "<script" not in chart.svg
    texts = ["".join(node.itertext()) for node in svg(chart).iter("{http://www.w3.org/2000/svg}text")]
    assert "$x_2$" in texts


def test_another_process_draws_the_same_bytes() -> None:
    code = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "import matplotlib\n"
        "matplotlib.rcParams.update({'font.size': 30, 'svg.fonttype': 'path', 'savefig.dpi': 300})\n"
        "from test_charts import *\n"
        "sys.stdout.write(charts.troop_chart(figures({}, LOWER, UPPER, ABOUT, RANGE, VAGUE)).svg)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert run.stdout == charts.troop_chart(figures({}, LOWER, UPPER, ABOUT, RANGE, VAGUE)).svg


def test_one_moved_point_changes_the_picture() -> None:
    moved = {"value": 1510.0, "low": 1510.0, "high": 1510.0}
    assert charts.troop_chart(figures(moved, LOWER)).svg != charts.troop_chart(figures({}, LOWER)).svg


def test_a_notebook_shows_the_picture_and_without_pictures_its_words() -> None:
    chart = charts.troop_chart(figures({}))
    data, told = chart._repr_mimebundle_()
    assert data == {"image/svg+xml": chart.svg, "text/plain": chart.alt}
    assert told["image/svg+xml"]["alt"] == chart.alt == repr(chart)
