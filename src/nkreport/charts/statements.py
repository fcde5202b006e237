"""Who confirmed, denied or doubted what, by day: a panel for each topic, a row for each source.

Every day on which something was said has a column of its own, in order; where the days are too many,
a column is a week or a month. The shape of a mark is the act, so that colour is only an addition.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
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
from nkreport.charts.svg import INKS

ROW, MORE, HEADING = 24.0, 17.0, 38.0
MARGINS = Margins(left=212, right=16, top=34, bottom=66)
MOST_COLUMNS = 26  # days that fit side by side with a label each
STEP = 18.0  # points between two marks of one source in one column
TOPICS = (
    "deployment",
    "training",
    "combat",
    "casualties",
    "withdrawal",
    "arms",
    "exchange",
    "relations",
    "response",
    "other",
)
# act: marker, ink, filled, its word in the key
MARKS: dict[str, tuple[str, str, bool, str]] = {
    "confirms": ("^", "blue", True, "confirms"),
    "says": ("o", "blue", True, "says"),
    "claims": ("s", "blue", False, "claims"),
    "assesses": ("o", "blue", False, "assesses"),
    "denies": ("X", "vermillion", True, "denies"),
    "doubts": ("D", "purple", False, "doubts"),
    "declines": ("_", "grey", True, "declines to comment"),
    "warns": ("v", "green", True, "warns"),
    "urges": (">", "green", False, "urges"),
    "condemns": ("*", "vermillion", True, "condemns"),
    "commits": ("P", "green", True, "commits itself"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One act of one source on one topic in one column, with the rows of the table behind it."""

    topic: str
    source: str
    column: int
    act: str
    rows: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Marks with the height of their rows: `rows` holds (topic, source, y), `headings` (topic, y).

    `columns` are the labels of the columns, `starts` their first days, `unit` what one column is.
    """

    columns: tuple[str, ...]
    starts: tuple[dt.date, ...]
    unit: str
    marks: tuple[Mark, ...]
    rows: tuple[tuple[str, str, float], ...]
    headings: tuple[tuple[str, float], ...]
    height: float


def plot_assertions(assertions: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the table `assertions` (columns of the codebook): acts by source, topic and day.

    A mark stands for all rows of one source, topic, act and column; its gid is the first row's
    `assertion_id`, its label the act.
    """
    layout = arrange(assertions)
    with style():
        ax = ax or blank(layout.height, MARGINS)
        ax.set_ylim(layout.height, 0)
        ax.set_xlim(-0.5, max(len(layout.columns), 4) - 0.5)
        _columns(ax, layout)
        places = {(topic, source): y for topic, source, y in layout.rows}
        for topic, y in layout.headings:
            write(ax, topic.capitalize(), x=-MARGINS.left + 2, y=y, weight="bold", rise=-4.5)
            ax.axhline(y + 9, color=INKS["grid"], linewidth=0.8, xmin=0)
        for (_, source), y in places.items():
            write(ax, shorten(source, 28), x=-MARGINS.left + 2, y=y)
        _marks(ax, layout, places)
        _key(ax, layout)
    return ax


def assertion_chart(assertions: pd.DataFrame, *, name: str = "acts", page: str = "") -> Chart:
    """The finished chart; each mark leads to the first of its rows on `page` (default: the same page)."""
    axes = plot_assertions(assertions)
    marks = arrange(assertions).marks
    titles = {str(mark.rows[0].assertion_id): _sentence(mark) for mark in marks}
    links = {identifier: f"{page}#{identifier}" for identifier in titles}
    caption = (
        f"{wording.plural(sum(len(mark.rows) for mark in marks), 'statement')} by source, topic and day of "
        "the statement. The shape tells the act. Each mark leads to its row."
    )
    return picture(
        axes, name=name, alt=describe_assertions(assertions), caption=caption, titles=titles, links=links
    )


def describe_assertions(assertions: pd.DataFrame, *, most: int = 14) -> str:
    """What the chart shows, in words with its numbers; denials and doubts are worded first."""
    marks = arrange(assertions).marks
    if not marks:
        return "No statement falls within these parameters, so the chart is empty."
    acts = Counter(str(row.act) for mark in marks for row in mark.rows)
    sources = {mark.source for mark in marks}
    counted = wording.joined(
        f"{wording.plural(acts[act], word, many)}" for act, word, many in NOUNS if acts[act]
    )
    head = (
        f"Chart of {wording.plural(sum(acts.values()), 'statement')} by "
        f"{wording.plural(len(sources), 'source')}: "
        f"{counted}."
    )
    weight = list(STANCES)
    ordered = sorted(marks, key=lambda mark: weight.index(mark.act) if mark.act in weight else len(weight))
    more = f" {wording.plural(len(marks) - most, 'more mark')} in the table." if len(marks) > most else ""
    return " ".join([head] + [_sentence(mark) + "." for mark in ordered[:most]]) + more


STANCES = ("denies", "doubts", "declines", "confirms", "claims", "assesses", "says")
NOUNS = (
    ("denies", "denial", "denials"),
    ("doubts", "doubt", "doubts"),
    ("declines", "refusal to comment", "refusals to comment"),
    ("confirms", "confirmation", "confirmations"),
    ("claims", "claim", "claims"),
    ("assesses", "assessment", "assessments"),
    ("says", "plain statement", "plain statements"),
    ("warns", "warning", "warnings"),
    ("urges", "appeal", "appeals"),
    ("condemns", "condemnation", "condemnations"),
    ("commits", "commitment", "commitments"),
)


def arrange(assertions: pd.DataFrame) -> Layout:
    """Where every mark goes. Rows without a day of the claim cannot be placed and are left to the table."""
    rows = [
        row
        for row in assertions.itertuples(index=False)
        if wording.as_day(row.claim_start) and row.act in MARKS
    ]
    starts, labels, unit = _calendar([row.claim_start for row in rows])
    groups: dict[tuple[str, str, int, str], list[Any]] = {}
    for row in rows:
        column = _column(starts, wording.as_day(row.claim_start))
        groups.setdefault(
            (str(row.topic), wording.told(row, nobody="source not resolved"), column, str(row.act)), []
        ).append(row)
    order = list(MARKS)
    marks = tuple(
        Mark(*key, tuple(found))
        for key, found in sorted(
            groups.items(),
            key=lambda item: (_rank(item[0][0]), item[0][1], item[0][2], order.index(item[0][3])),
        )
    )
    return _stack(marks, tuple(labels), tuple(starts), unit)


def _rank(topic: str) -> int:
    return TOPICS.index(topic) if topic in TOPICS else len(TOPICS)


def _stack(marks: Sequence[Mark], labels: tuple[str, ...], starts: tuple[dt.date, ...], unit: str) -> Layout:
    """Give each topic a heading and each of its sources a row, those who spoke first on top."""
    rows: list[tuple[str, str, float]] = []
    headings = []
    y = 0.0
    for topic in dict.fromkeys(mark.topic for mark in marks):
        headings.append((topic, y + HEADING - 16))
        y += HEADING
        own = [mark for mark in marks if mark.topic == topic]
        first = {
            source: min(mark.column for mark in own if mark.source == source)
            for source in {m.source for m in own}
        }
        for source in sorted(first, key=lambda name: (first[name], name)):
            rows.append((topic, source, y + ROW / 2))
            most = max(Counter(mark.column for mark in own if mark.source == source).values())
            y += ROW + MORE * ((most - 1) // _abreast(len(labels)))
    return Layout(labels, starts, unit, tuple(marks), tuple(rows), tuple(headings), y + 6)


def _calendar(days: Sequence[Any]) -> tuple[list[dt.date], list[str], str]:
    """The first day of every column, its label, and what a column is: a day, else a week, else a month."""
    dates = sorted({date for value in days if (date := wording.as_day(value))})
    for start in (_itself, _monday, _first):
        starts = sorted({start(date) for date in dates})
        if len(starts) <= MOST_COLUMNS:
            break
    return starts, [_label(date, start) for date in starts], UNITS[start.__name__]


def _abreast(columns: int) -> int:
    """How many marks fit side by side in one column; more go to a line below."""
    room = (MARGINS.width - MARGINS.left - MARGINS.right) / max(columns, 4)
    return max(1, int(room // STEP))


UNITS = {"_itself": "day", "_monday": "week from", "_first": "month"}


def _itself(date: dt.date) -> dt.date:
    return date


def _monday(date: dt.date) -> dt.date:
    return date - dt.timedelta(days=date.weekday())


def _first(date: dt.date) -> dt.date:
    return date.replace(day=1)


def _label(date: dt.date, start: Any) -> str:
    return wording.MONTHS[date.month - 1] if start is _first else str(date.day)


def _column(starts: Sequence[dt.date], date: dt.date | None) -> int:
    return sum(start <= date for start in starts) - 1 if date else 0


def _columns(ax: Axes, layout: Layout) -> None:
    """Light columns; the labels stand above the first panel, month and year above their first day."""
    ax.set_xticks(range(len(layout.columns)), [])
    ax.tick_params(axis="x", length=0)
    ax.spines["bottom"].set_visible(False)
    ax.grid(axis="x", color=INKS["grid"], linewidth=0.8)
    ax.set_axisbelow(True)
    label_ticks(ax)
    ax.tick_params(axis="x", length=0)
    for column, text in enumerate(layout.columns):
        ax.text(
            column,
            0,
            text,
            transform=shifted(ax, y=6),
            ha="center",
            va="baseline",
            size=SMALL,
            color=INKS["muted"],
        )
    write(ax, layout.unit, x=-MARGINS.left + 2, y=0, size=SMALL, color=INKS["muted"], rise=6)
    for column, text in _months(layout):
        ax.text(
            column,
            0,
            text,
            transform=shifted(ax, x=-5, y=21),
            ha="left",
            va="baseline",
            size=SMALL,
            weight="bold",
            color=INKS["muted"],
        )


def _months(layout: Layout) -> list[tuple[int, str]]:
    """Month and year, or the year alone, for its first column, where there is room for it."""
    room = (MARGINS.width - MARGINS.left - MARGINS.right) / max(len(layout.columns), 4)
    placed: list[tuple[int, str]] = []
    last = ""
    for column, date in enumerate(layout.starts):
        text = str(date.year) if layout.unit == "month" else f"{wording.MONTHS[date.month - 1]} {date.year}"
        if text != last and (not placed or (column - placed[-1][0]) * room > MONTH_ROOM):
            placed.append((column, text))
        last = text
    return placed


MONTH_ROOM = 62  # points that a month with its year takes


def _marks(ax: Axes, layout: Layout, places: dict[tuple[str, str], float]) -> None:
    cells: dict[tuple[str, str, int], list[Mark]] = {}
    for mark in layout.marks:
        cells.setdefault((mark.topic, mark.source, mark.column), []).append(mark)
    for (topic, source, column), marks in cells.items():
        for position, mark in enumerate(marks):
            abreast = _abreast(len(layout.columns))
            line = position // abreast
            beside = min(abreast, len(marks) - line * abreast)
            x = STEP * (position % abreast - (beside - 1) / 2)
            place = shifted(ax, x=x, y=-MORE * line)
            y = places[topic, source]
            _draw(ax, mark.act, column, y, place, gid=str(mark.rows[0].assertion_id), label=mark.act)
            if len(mark.rows) > 1:
                ax.text(
                    column,
                    y,
                    str(len(mark.rows)),
                    transform=shifted(ax, x=x + 6, y=3 - MORE * line),
                    ha="left",
                    va="baseline",
                    size=SMALL - 2,
                    color=INKS["muted"],
                )


def _draw(ax: Axes, act: str, x: float, y: float, place: Any, **options: Any) -> None:
    marker, ink, filled, _ = MARKS[act]
    colour = INKS[ink]
    size = {"_": 10, "*": 13, "X": 10, "P": 10, "D": 7.5, "s": 8}.get(marker, 9)
    ax.plot(
        [x],
        [y],
        linestyle="none",
        transform=place,
        marker=marker,
        markersize=size,
        markeredgecolor=colour,
        clip_on=False,
        markerfacecolor=colour if filled else INKS["paper"],
        markeredgewidth=3 if marker == "_" else 1.6,
        zorder=4,
        **options,
    )


def _key(ax: Axes, layout: Layout) -> None:
    used = [act for act in MARKS if any(mark.act == act for mark in layout.marks)]
    columns = min(max(len(used), 1), 6)
    base = blended_transform_factory(ax.transAxes, ax.transData)
    for position, act in enumerate(used):
        x = -MARGINS.left + 10 + (MARGINS.width - 10) / max(columns, 4) * (position % columns)
        rise = -28 - 20 * (position // columns)
        _draw(ax, act, 0, layout.height, shifted(ax, x=x, y=rise, base=base), label="_key")
        write(ax, MARKS[act][3], x=x + 13, y=layout.height, size=SMALL, color=INKS["muted"], rise=rise - 4)


def _sentence(mark: Mark) -> str:
    row = mark.rows[0]
    noun = next(((one, many) for act, one, many in NOUNS if act == mark.act), ("statement", "statements"))
    return (
        f"{wording.days(row.claim_start, row.claim_end)}, {mark.source}: "
        f"{wording.plural(len(mark.rows), *noun)} "
        f"on {mark.topic}"
    )
