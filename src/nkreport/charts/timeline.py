"""Statements on a scale of days: a row for each source, a bar where its day is known only as a span.

The scale is true to time, so that a gap of months shows as one; `charts.assertion_chart` has a column
for each day instead. Crowded marks of one source keep their place and are told apart by their row.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from nkreport.charts import wording
from nkreport.charts.canvas import Chart, Margins, blank, label_ticks, picture, shorten, style, write
from nkreport.charts.relations import SHAPES, told
from nkreport.charts.svg import INKS

ROW, HEADING = 24.0, 40.0
MARGINS = Margins(left=232, right=24, top=8, bottom=34)
ROOM = dt.timedelta(days=7)  # before the first and after the last day
MOST_TICKS = 8


def plot_timeline(stances: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the table `stances` on a scale of days; a mark's gid is its `stance_id`, its label the stance."""
    rows, places, headings, height = _layout(stances)
    with style():
        ax = ax or blank(height, MARGINS)
        ax.set_ylim(height, 0)
        _scale(ax, rows)
        for topic, y in headings:
            write(ax, topic.capitalize(), x=-MARGINS.left + 2, y=y, weight="bold", rise=-4.5)
        for (_, source), y in places.items():
            write(ax, shorten(source, 32), x=-MARGINS.left + 2, y=y)
        for row in rows:
            _draw(ax, row, places[row.topic, row.source])
        label_ticks(ax)
    return ax


def timeline_chart(stances: pd.DataFrame, *, name: str = "timeline") -> Chart:
    """The finished timeline; each mark tells itself in words."""
    titles = {str(row.stance_id): told(row) for row in wording.each(stances)}
    caption = "A bar is a span within which the view was stated; hollow marks are superseded."
    axes = plot_timeline(stances)
    return picture(axes, name=name, alt=describe_timeline(stances), titles=titles, caption=caption)


def describe_timeline(stances: pd.DataFrame, *, most: int = 20) -> str:
    """The views in the order of their days."""
    rows = sorted((row for row in wording.each(stances) if wording.as_day(row.claim_start)), key=_when)
    if not rows:
        return "No view falls within these parameters, so the timeline is empty."
    more = f" {len(rows) - most} more in the table." if len(rows) > most else ""
    head = f"Timeline of {wording.plural(len(rows), 'view')}."
    return " ".join([head, *(f"{told(row)}." for row in rows[:most])]) + more


def _when(row: Any) -> tuple[str, str]:
    return (str(row.claim_start), str(row.stance_id))


Places = dict[tuple[str, str], float]


def _layout(stances: pd.DataFrame) -> tuple[list[Any], Places, list[tuple[str, float]], float]:
    """The dated rows; sources stand in the order in which they first spoke."""
    rows = sorted((row for row in wording.each(stances) if wording.as_day(row.claim_start)), key=_when)
    places: Places = {}
    headings = []
    y = 0.0
    for topic in sorted({str(row.topic) for row in rows}):
        headings.append((topic, y + HEADING - 14))
        y += HEADING
        for source in dict.fromkeys(str(row.source) for row in rows if row.topic == topic):
            places[topic, source] = y + ROW / 2
            y += ROW
    return rows, places, headings, y + 8


def _scale(ax: Axes, rows: list[Any]) -> None:
    days = [
        day for row in rows for value in (row.claim_start, row.claim_end) if (day := wording.as_day(value))
    ]
    first, last = min(days, default=dt.date(2000, 1, 1)) - ROOM, max(days, default=dt.date(2000, 1, 1)) + ROOM
    ax.set_xlim(first.toordinal(), last.toordinal())
    months = _months(first, last)
    step = -(-len(months) // MOST_TICKS) or 1
    shown = months[::step]
    ax.set_xticks(
        [day.toordinal() for day in shown], labels=[wording.days(day, _month_end(day)) for day in shown]
    )
    ax.grid(axis="x", color=INKS["grid"], linewidth=0.8)
    ax.set_axisbelow(True)


def _months(first: dt.date, last: dt.date) -> list[dt.date]:
    """The first days of the months within a span; of one within a month its first day."""
    found = []
    day = first.replace(day=1)
    while day <= last:
        found += [day] if day >= first else []
        day = _month_end(day) + dt.timedelta(days=1)
    return found or [first]


def _month_end(day: dt.date) -> dt.date:
    return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)


def _draw(ax: Axes, row: Any, y: float) -> None:
    start = wording.as_day(row.claim_start) or dt.date.min
    end = wording.as_day(row.claim_end) or start
    shape, ink = SHAPES[row.stance]
    colour, middle = INKS[ink], (start.toordinal() + end.toordinal()) / 2
    if end > start:
        ax.plot(
            [start.toordinal(), end.toordinal()],
            [y, y],
            color=colour,
            linewidth=2.2,
            zorder=2,
            label="span",
            solid_capstyle="butt",
        )
    ax.plot(
        [middle],
        [y],
        linestyle="none",
        marker=shape,
        markersize=10,
        markeredgecolor=colour,
        markeredgewidth=1.6,
        markerfacecolor=colour if row.current else INKS["paper"],
        gid=str(row.stance_id),
        label=str(row.stance),
        clip_on=False,
        zorder=3,
    )
