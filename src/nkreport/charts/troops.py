"""Stated numbers by day and source: a row for each claim, a mark that shows what kind of number it is.

A point is an exact number, a point with waves about that number, two joined points a range, a point
with one arrow a bound that is open on that side, a bar with a dotted arrow a vague word. Hollow marks
are only expected. A plus is on top of an earlier number. What is expected, what is a rate and what is
denied stand under headings of their own, never among what happened.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.path import Path
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator
from matplotlib.transforms import blended_transform_factory

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
from nkreport.charts.places import row_place
from nkreport.charts.svg import INKS

ROW, HEADING, KEY_ROW = 25.0, 37.0, 20.0  # points of height
KEY_COLUMNS = 4
MARGINS = Margins(left=296, right=200, top=4, bottom=54)
DAY_AT, SOURCE_AT = -294, -176  # points from the axes' left edge
GROUPS = ("occurred", "expected", "rate", "negated")
TITLES = {
    "occurred": "stated as having happened, or as so",
    "expected": "only expected, planned or possible",
    "rate": "rates per day or week: not on a scale with the others",
    "negated": "denied or negated",
}
INK = {
    "occurred": INKS["blue"],
    "expected": INKS["vermillion"],
    "rate": INKS["green"],
    "negated": INKS["grey"],
}
LABEL_ROOM = 25  # characters right of the scale
LOG_FROM = 40  # a largest number this many times the smallest is no longer readable on a linear scale

# Marks in points around the number's place.
ARROW = Path([(5, 0), (34, 0), (27, 4.2), (34, 0), (27, -4.2)], [1, 2, 1, 2, 2])
LEFT_ARROW = Path([(-5, 0), (-34, 0), (-27, 4.2), (-34, 0), (-27, -4.2)], [1, 2, 1, 2, 2])
WAVES = Path(
    [
        (-21, 0),
        (-18.5, 4.6),
        (-15, 4.6),
        (-12.5, 0),
        (-10.5, -3.6),
        (-8, -3.6),
        (-6, -1),
        (6, 1),
        (8, 3.6),
        (10.5, 3.6),
        (12.5, 0),
        (15, -4.6),
        (18.5, -4.6),
        (21, 0),
    ],
    [1, 4, 4, 4, 4, 4, 4, 1, 4, 4, 4, 4, 4, 4],
)
BAR = Path([(0, -6), (0, 6)], [1, 2])


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the chart, or the heading of a group (then `row` is None)."""

    y: float
    group: str
    heading: str = ""
    row: Any = None
    again: int = 1


def plot_troops(figures: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the figures of the table `figures` (columns of the codebook), one row for each claim.

    Rows are grouped by kind and by what kind of statement it is, then ordered by the day of the claim.
    The mark of a row has the row's `figure_id` as its gid and its bound as its label.
    """
    lines, height = _lines(figures)
    with style():
        ax = ax or blank(height, replace(MARGINS, bottom=MARGINS.bottom + KEY_ROW * _key_rows(lines)))
        ax.set_ylim(height, 0)
        _scale(ax, [line.row for line in lines if line.row is not None])
        for line in lines:
            _heading(ax, line) if line.row is None else _draw(ax, line)
        label_ticks(ax)
        unit = "number stated (logarithmic scale)" if ax.get_xscale() == "log" else "number stated"
        write(ax, unit, x=0, y=height, size=SMALL, color=INKS["muted"], rise=-36)
        _key(ax, lines, height)
    return ax


def troop_chart(figures: pd.DataFrame, *, name: str = "troops") -> Chart:
    """The finished chart, each mark linked to its place on the page of its article."""
    axes = plot_troops(figures)
    rows = [line.row for line in _lines(figures)[0] if line.row is not None]
    titles = {str(row.figure_id): sentence(row) for row in rows}
    links = {str(row.figure_id): row_place(row) for row in rows}
    labels = {f"{identifier} label": title for identifier, title in titles.items()}
    return picture(
        axes,
        name=name,
        alt=describe_troops(figures),
        caption=_caption(figures),
        titles=titles | labels,
        links=links,
    )


def describe_troops(figures: pd.DataFrame, *, most: int = 12) -> str:
    """What the chart shows, in words with its numbers.

    At most `most` claims are worded in full; the others are counted.
    """
    rows = [line.row for line in _lines(figures)[0] if line.row is not None]
    if not rows:
        return "No figure falls within these parameters, so the chart is empty."
    sources = len({wording.told(row) for row in rows})
    head = (
        f"Chart of {wording.plural(len(rows), 'stated number')} from {wording.plural(sources, 'source')} "
        f"by the day of the claim, {wording.days(*_reach(rows))}."
    )
    more = f" {wording.plural(len(rows) - most, 'more number')} in the table." if len(rows) > most else ""
    return " ".join([head] + [sentence(row) + "." for row in rows[:most]]) + more


def sentence(row: Any) -> str:
    """One claim in words: day, source, number, bound and what hedges it."""
    what = f"{wording.stated(row)} {row.kind}"
    if row.additional:
        what += " on top of an earlier number"
    hedges = {"rate": "as a rate", "expected": "only expected", "negated": "denied", "occurred": ""}
    planned = "only expected" if row.status == "expected" and group(row) != "expected" else ""
    extras = [hedges[group(row)], planned, "" if row.certainty == "certain" else str(row.certainty)]
    tail = "".join(f", {extra}" for extra in extras if extra)
    via = f" via {wording.relayed(row)}" if wording.relayed(row) else ""
    days = wording.days(row.claim_start, row.claim_end) or "no day"
    return f"{days}, {wording.told(row)}{via}: {what}{tail}"


def group(row: Any) -> str:
    """Which heading a figure belongs under: `occurred`, `expected`, `rate` or `negated`."""
    if row.polarity == "negated":
        return "negated"
    return "rate" if row.basis == "rate" else str(row.status)


def claims(figures: pd.DataFrame) -> list[tuple[Any, int]]:
    """The distinct claims in the order of the chart, each with how often its article states it."""
    seen: dict[tuple[Any, ...], list[Any]] = {}
    for row in figures.itertuples(index=False):
        key = (
            row.article_id,
            row.kind,
            group(row),
            row.bound,
            _filled(row.value),
            _filled(row.low),
            _filled(row.high),
            bool(row.additional),
            tuple(wording.names(row.source)),
            str(row.claim_start),
        )
        seen.setdefault(key, []).append(row)
    kinds = list(dict.fromkeys(str(kind) for kind in figures["kind"]))
    return sorted(
        ((rows[0], len(rows)) for rows in seen.values()),
        key=lambda item: (
            kinds.index(item[0].kind),
            GROUPS.index(group(item[0])),
            str(item[0].claim_start),
            wording.told(item[0]),
            str(item[0].figure_id),
        ),
    )


def _filled(value: Any) -> float | None:
    return None if wording.missing(value) else float(value)


def _lines(figures: pd.DataFrame) -> tuple[list[Line], float]:
    lines: list[Line] = []
    y, last = 0.0, None
    for row, again in claims(figures):
        here = (str(row.kind), group(row))
        if here != last:
            lines.append(Line(y + HEADING - 12, here[1], heading=f"{here[0].capitalize()} {TITLES[here[1]]}"))
            y, last = y + HEADING, here
        lines.append(Line(y + ROW / 2, here[1], row=row, again=again))
        y += ROW
    return lines, y + 8


def _places(row: Any) -> list[float]:
    """The numbers at which a row has a mark: both ends of a range, else one; none where nothing is stated."""
    if row.bound == "range":
        ends = [row.low, row.high]
    else:
        ends = [{"lower": row.low, "upper": row.high, "vague": row.low}.get(row.bound, row.value)]
        ends = [row.value] if wording.missing(ends[0]) else ends
    return [float(end) for end in ends if not wording.missing(end)]


def _scale(ax: Axes, rows: Iterable[Any]) -> None:
    values = [value for row in rows for value in _places(row)]
    top = max(values, default=1.0)
    low = min((value for value in values if value > 0), default=1.0)
    if top / low > LOG_FROM:
        ax.set_xscale("log")
        ax.set_xlim(low / 1.6, top * 1.6)
        ax.xaxis.set_major_locator(LogLocator(base=10, subs=(1.0,), numticks=6))
        ax.xaxis.set_minor_locator(NullLocator())
    else:
        ax.set_xlim(0, top * 1.1)
        ax.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: wording.number(value) or "0"))
    ax.grid(axis="x", color=INKS["grid"], linewidth=0.8)
    ax.set_axisbelow(True)


def _heading(ax: Axes, line: Line) -> None:
    write(ax, line.heading, x=DAY_AT, y=line.y, weight="bold", color=INK[line.group], rise=-4.5)


def _draw(ax: Axes, line: Line) -> None:
    row, ink = line.row, INK[line.group]
    claimed = shorten(wording.days(row.claim_start, row.claim_end), 20)
    write(ax, claimed, x=DAY_AT, y=line.y, color=INKS["muted"], size=SMALL)
    whole = f"{wording.told(row)} via {wording.relayed(row)}" if wording.relayed(row) else wording.told(row)
    # Who relayed it is in the mark's title and in the table; half a name would be worse than none.
    write(ax, whole if len(whole) <= 25 else shorten(wording.told(row), 25), x=SOURCE_AT, y=line.y)
    _mark(ax, line, ink)
    again = f" (stated {line.again}×)" if line.again > 1 else ""
    plus = "+ " if row.additional else ""
    hedge = "" if row.certainty == "certain" else f", {row.certainty}"
    label = plus + wording.stated(row) + again
    apart = len(label) + len(hedge) > LABEL_ROOM
    label = shorten(label if apart else label + hedge, LABEL_ROOM)
    rise = 0.8 if apart else -4.5
    write(ax, label, x=12, y=line.y, across=False, gid=f"{row.figure_id} label", rise=rise)
    if apart and hedge:
        small = SMALL - 0.5
        write(ax, hedge[2:], x=12, y=line.y, across=False, size=small, color=INKS["muted"], rise=-10.8)


def _mark(ax: Axes, line: Line, ink: str) -> None:
    """The mark of one row: its stroke (arrow, waves, whisker) below, its point above."""
    row, places = line.row, _places(line.row)
    if not places:
        return
    face = ink if line.group in ("occurred", "rate") else INKS["paper"]
    dashed = (0, (3, 2)) if line.group == "expected" else "-"
    strokes = {"lower": ARROW, "upper": LEFT_ARROW, "approximate": WAVES, "vague": ARROW}
    if row.bound in strokes:
        ax.plot(
            places[:1],
            [line.y],
            linestyle="none",
            marker=strokes[row.bound],
            fillstyle="none",
            markersize=_size(strokes[row.bound]),
            markeredgecolor=ink,
            markeredgewidth=1.6,
            clip_on=False,
            zorder=3,
            gid=f"{row.figure_id} stroke",
            label=f"{row.bound} stroke",
        )
    elif row.bound == "range":
        ax.plot(
            places,
            [line.y] * len(places),
            color=ink,
            linewidth=2.4,
            linestyle=dashed,
            zorder=3,
            gid=f"{row.figure_id} stroke",
            label="whisker",
        )
    shape: Any = (
        BAR
        if row.bound == "vague"
        else "P"
        if row.additional
        else "X"
        if line.group == "negated"
        else ("s" if line.group == "rate" else "o")
    )
    size = _size(BAR) if row.bound == "vague" else 11 if shape in ("P", "X") else 9
    ax.plot(
        places,
        [line.y] * len(places),
        linestyle="none",
        marker=shape,
        markersize=size,
        markerfacecolor=face,
        markeredgecolor=ink,
        markeredgewidth=1.7,
        clip_on=False,
        zorder=4,
        gid=str(row.figure_id),
        label=str(row.bound),
    )


def _size(path: Path) -> float:
    """The marker size at which matplotlib draws a path in points (it scales a path to its largest number)."""
    return float(2 * np.abs(np.asarray(path.vertices)).max())


KEYS: tuple[tuple[str, str], ...] = (
    ("exact", "exact number"),
    ("approximate", "about"),
    ("lower", "at least"),
    ("upper", "at most"),
    ("range", "from … to"),
    ("vague", "vague word: at least"),
    ("hollow", "hollow: only expected"),
    ("additional", "on top of an earlier one"),
    ("negated", "denied"),
    ("rate", "rate"),
)


def _used(lines: list[Line]) -> list[tuple[str, str]]:
    rows = [line.row for line in lines if line.row is not None]
    used = {str(row.bound) for row in rows} | {group(row) for row in rows}
    used |= {"hollow"} if "expected" in used else set()
    used |= {"additional"} if any(row.additional for row in rows) else set()
    return [key for key in KEYS if key[0] in used]


def _key_rows(lines: list[Line]) -> int:
    return -(-len(_used(lines)) // KEY_COLUMNS)


def _key(ax: Axes, lines: list[Line], height: float) -> None:
    """The key to the marks that the chart uses, below its scale."""
    used = _used(lines)
    step = MARGINS.width / KEY_COLUMNS
    for position, (name, text) in enumerate(used):
        x = -MARGINS.left + 26 + step * (position % KEY_COLUMNS)
        y = -58 - KEY_ROW * (position // KEY_COLUMNS)
        _sample(ax, name, height, x, y)
        write(ax, text, x=x + 30, y=height, size=SMALL, color=INKS["muted"], rise=y - 4)


def _sample(ax: Axes, name: str, height: float, x: float, y: float) -> None:
    base = blended_transform_factory(ax.transAxes, ax.transData)
    strokes = {"lower": ARROW, "vague": ARROW, "upper": LEFT_ARROW, "approximate": WAVES}
    shapes: dict[str, Any] = {"vague": BAR, "additional": "P", "negated": "X", "rate": "s"}
    ink = INKS["muted"]
    nudge = {"lower": -10.0, "vague": -10.0, "upper": 16.0}.get(name, 0.0)
    place = shifted(ax, x=x + nudge, y=y, base=base)
    if name in strokes:
        ax.plot(
            [0],
            [height],
            transform=place,
            linestyle="none",
            marker=strokes[name],
            fillstyle="none",
            clip_on=False,
            markersize=_size(strokes[name]),
            markeredgecolor=ink,
            markeredgewidth=1.6,
            label="_key",
        )
    if name == "range":
        for side in (-12.0, 12.0):
            _point(ax, height, shifted(ax, x=x + side, y=y, base=base), "o", ink, ink)
        ax.plot(
            [0],
            [height],
            transform=place,
            linestyle="none",
            marker=Path([(-12, 0), (12, 0)], [1, 2]),
            markersize=24,
            markeredgecolor=ink,
            markeredgewidth=2.4,
            clip_on=False,
            label="_key",
        )
        return
    _point(ax, height, place, shapes.get(name, "o"), INKS["paper"] if name == "hollow" else ink, ink)


def _point(ax: Axes, height: float, place: Any, shape: Any, face: str, edge: str) -> None:
    size = _size(shape) if isinstance(shape, Path) else 10 if shape in ("P", "X") else 8
    ax.plot(
        [0],
        [height],
        transform=place,
        linestyle="none",
        marker=shape,
        markersize=size,
        markerfacecolor=face,
        markeredgecolor=edge,
        markeredgewidth=1.6,
        clip_on=False,
        label="_key",
    )


def _reach(rows: list[Any]) -> tuple[Any, Any]:
    starts = [day for row in rows if (day := wording.as_day(row.claim_start))]
    return (min(starts), max(starts)) if starts else (None, None)


def _caption(figures: pd.DataFrame) -> str:
    rows = [line.row for line in _lines(figures)[0] if line.row is not None]
    if not rows:
        return "No figure falls within these parameters."
    counted = wording.plural(len(rows), "claim")
    return f"{counted}, by the day on which the source made it. Each mark leads to its sentence."
