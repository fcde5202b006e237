"""Who holds what on each topic, by day: a row for each source, a column for each day, the view in its shape.

Current views are filled, superseded ones hollow; a line joins two of one house that contradict each other.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from nkreport.charts import wording
from nkreport.charts.canvas import (
    SMALL,
    Chart,
    Margins,
    blank,
    label_ticks,
    picture,
    shifted,
    shorten,
    style,
    write,
)
from nkreport.charts.svg import INKS

ROW, HEADING, KEY = 24.0, 40.0, 26.0
MARGINS = Margins(left=232, right=16, top=8, bottom=56)
SHAPES = {
    "confirmed": ("^", "blue"),
    "affirmed": ("o", "blue"),
    "could not confirm": ("D", "purple"),
    "no comment": ("_", "grey"),
    "denied": ("X", "vermillion"),
}
APART = 9.0  # points between two views of one source on one day


def plot_relations(stances: pd.DataFrame, relations: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the table `stances` as a matrix of propositions and sources by day.

    A mark's gid is its `stance_id`, its label the stance; contradictions are lines labelled `contradicts`.
    """
    places, headings, days, height = _layout(stances)
    with style():
        ax = ax or blank(height + KEY, MARGINS)
        ax.set_ylim(height + KEY, 0)
        ax.set_xlim(-0.5, max(len(days), 4) - 0.5)
        for topic, y in headings:
            write(ax, topic.capitalize(), x=-MARGINS.left + 2, y=y, weight="bold", rise=-4.5)
        for (_, source), y in places.items():
            write(ax, shorten(source, 32), x=-MARGINS.left + 2, y=y)
            ax.axhline(y + ROW / 2, color=INKS["grid"], linewidth=0.6)
        _marks(ax, stances, places, days)
        _lines(ax, stances, relations, places, days)
        ax.set_xticks(
            range(len(days)),
            labels=[wording.day(day)[:-5] if len(days) > 8 else wording.day(day) for day in days],
        )
        label_ticks(ax)
        _key(ax, stances, height)
    return ax


def relation_chart(stances: pd.DataFrame, relations: pd.DataFrame, *, name: str = "relations") -> Chart:
    """The finished matrix; each mark tells itself in words."""
    titles = {str(row.stance_id): told(row) for row in wording.each(stances)}
    return picture(
        plot_relations(stances, relations),
        name=name,
        alt=describe_relations(stances, relations),
        titles=titles,
        caption="Views by source and day. Filled: the current view of those for whom the source speaks. "
        "Hollow: no "
        "longer. A line joins a word on record and the later report that there was none.",
    )


def describe_relations(stances: pd.DataFrame, relations: pd.DataFrame, *, most: int = 16) -> str:
    """The current views in words, then what was superseded and what contradicts itself."""
    rows = wording.each(stances)
    if not rows:
        return "No view falls within these parameters, so the matrix is empty."
    current = [f"{told(row)}." for row in rows if row.current]
    gone = [f"No longer: {told(row)}." for row in rows if not row.current]
    lines = [f"{row.why}." for row in _within_house(stances, relations)]
    more = f" {len(current) - most} more in the table." if len(current) > most else ""
    head = f"Matrix of {wording.plural(len(rows), 'view')} by source and day."
    return " ".join([head, *current[:most]]) + more + "".join(f" {part}" for part in (*gone[:most], *lines))


def told(row: Any) -> str:
    """A view in words."""
    days = wording.days(row.claim_start, row.claim_end) or "no day"
    return f"{row.source} on {row.topic}: {row.stance} ({days})"


Places = dict[tuple[str, str], float]


def _layout(stances: pd.DataFrame) -> tuple[Places, list[tuple[str, float]], list[Any], float]:
    places: Places = {}
    headings = []
    y, last = 0.0, ""
    rows = sorted(wording.each(stances), key=lambda row: (row.topic, str(row.house), row.source))
    for row in rows:
        if row.topic != last:
            headings.append((str(row.topic), y + HEADING - 14))
            y, last = y + HEADING, str(row.topic)
        if (row.topic, row.source) not in places:
            places[row.topic, row.source] = y + ROW / 2
            y += ROW
    days = sorted({day for row in rows if (day := wording.as_day(row.claim_start))})
    return places, headings, days, y + 6


def _where(row: Any, days: list[Any]) -> float | None:
    day = wording.as_day(row.claim_start)
    return None if day is None else float(days.index(day))


def _marks(ax: Axes, stances: pd.DataFrame, places: Places, days: list[Any]) -> None:
    crowd: dict[tuple[str, str, float], int] = {}
    for row in wording.each(stances):
        x = _where(row, days)
        if x is None:
            continue
        key = (row.topic, row.source, x)
        crowd[key] = crowd.get(key, -1) + 1
        shape, ink = SHAPES[row.stance]
        ax.plot(
            [x],
            [places[row.topic, row.source]],
            transform=shifted(ax, x=APART * 2 * crowd[key]),
            linestyle="none",
            marker=shape,
            markersize=11,
            markeredgecolor=INKS[ink],
            markeredgewidth=1.7,
            clip_on=False,
            markerfacecolor=INKS[ink] if row.current else INKS["paper"],
            gid=str(row.stance_id),
            label=row.stance,
            zorder=3,
        )


def _within_house(stances: pd.DataFrame, relations: pd.DataFrame) -> list[Any]:
    """Contradictions between two views of one house."""
    houses = {
        row.stance_id: row.house if isinstance(row.house, str) else row.source
        for row in wording.each(stances)
    }
    return [
        row
        for row in wording.each(relations)
        if row.relation == "contradicts"
        and row.earlier in houses
        and houses[row.earlier] == houses.get(row.later)
    ]


def _lines(ax: Axes, stances: pd.DataFrame, relations: pd.DataFrame, places: Places, days: list[Any]) -> None:
    known = {row.stance_id: row for row in wording.each(stances)}
    for relation in _within_house(stances, relations):
        ends = [known[relation.earlier], known[relation.later]]
        xs = [x for row in ends if (x := _where(row, days)) is not None]
        if len(xs) == len(ends):
            ax.plot(
                xs,
                [places[row.topic, row.source] for row in ends],
                color=INKS["vermillion"],
                linewidth=1.4,
                linestyle=(0, (4, 3)),
                zorder=2,
                label="contradicts",
                gid=str(relation.relation_id),
            )


def _key(ax: Axes, stances: pd.DataFrame, height: float) -> None:
    used = [stance for stance in SHAPES if (stances["stance"] == stance).any()]
    for position, stance in enumerate(used):
        shape, ink = SHAPES[stance]
        x = 14 + 132 * position - MARGINS.left / 2
        base = shifted(ax, x=x, y=-MARGINS.bottom + 12)
        ax.plot(
            [-0.5],
            [height + KEY],
            transform=base,
            linestyle="none",
            marker=shape,
            markersize=9,
            markeredgewidth=1.6,
            markeredgecolor=INKS[ink],
            markerfacecolor=INKS[ink],
            clip_on=False,
            label="_key",
        )
        write(ax, stance, x=x + 12, y=height + KEY, size=SMALL, color=INKS["muted"], rise=-MARGINS.bottom + 8)
