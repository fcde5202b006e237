"""Who relayed whom: origins on the left, those who passed a number on between, what one reads on the right.

A dashed line is no more than likely: the number is the same, and the text names no origin.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from nkreport.charts import wording
from nkreport.charts.canvas import SMALL, Chart, Margins, blank, picture, shifted, shorten, style, write
from nkreport.charts.svg import INKS

ROW, LINE = 34.0, 15.0
MARGINS = Margins(left=8, right=8, top=30, bottom=8)
COLUMNS = 4  # origin, two that pass it on, what one reads
TITLES = ("Origin", "Passed on by", "", "Read in")
WIDTH = 816.0


def plot_lineage(lineage: pd.DataFrame, claims: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the table `lineage`, a row for each way of a claim to a reader.

    A hop's line has the `hop_id` as its gid and the label `certain` or `likely`.
    """
    ways, height = _ways(lineage, claims)
    with style():
        ax = ax or blank(height, MARGINS)
        ax.set_ylim(height, 0)
        ax.set_xlim(0, COLUMNS)
        ax.set_axis_off()
        for column, title in enumerate(TITLES):
            ax.text(
                column + 0.02,
                0,
                title,
                transform=shifted(ax, y=12),
                size=SMALL,
                va="baseline",
                color=INKS["muted"],
            )
        for y, number, hops in ways:
            _way(ax, y, number, hops)
    return ax


def lineage_chart(lineage: pd.DataFrame, claims: pd.DataFrame, *, name: str = "lineage") -> Chart:
    """The finished graph; each hop tells what changed on it."""
    titles = {str(row.hop_id): _told(row) for row in wording.each(lineage)}
    return picture(
        plot_lineage(lineage, claims),
        name=name,
        alt=describe_lineage(lineage, claims),
        titles=titles,
        caption="From the origin to the reader. Dashed: the same number, but the text names no origin.",
    )


def describe_lineage(lineage: pd.DataFrame, claims: pd.DataFrame, *, most: int = 16) -> str:
    """The ways in words, with what changed on each."""
    ways, _ = _ways(lineage, claims)
    if not ways:
        return "No number falls within these parameters, so the graph is empty."
    parts = [f"{number}: {'; '.join(_told(hop) for hop in hops)}." for _, number, hops in ways[:most]]
    more = f" {len(ways) - most} more in the table." if len(ways) > most else ""
    return " ".join([f"Graph of {wording.plural(len(ways), 'way')} from origin to reader.", *parts]) + more


def _told(hop: Any) -> str:
    changed = wording.names(hop.changed)
    tail = f" ({', '.join(changed)})" if changed else ""
    return f"{hop.teller} → {hop.hearer}{'' if hop.certain else ', perhaps'}{tail}"


def _ways(lineage: pd.DataFrame, claims: pd.DataFrame) -> tuple[list[tuple[float, str, list[Any]]], float]:
    """The hops of each row of figures, in order, grouped by number so that one number stands together."""
    known = {row.claim_id: row for row in wording.each(claims)}
    groups: dict[tuple[str, str], list[Any]] = {}
    for hop in wording.each(lineage):
        groups.setdefault((hop.claim_id, hop.row_id), []).append(hop)
    order = sorted(
        groups,
        key=lambda key: (known[key[0]].kind, known[key[0]].number_id, str(known[key[0]].claim_start), key),
    )
    ways, y = [], 0.0
    for key in order:
        hops = sorted(groups[key], key=lambda hop: (hop.hop, hop.teller))
        notes = max(sum(len(wording.names(hop.changed)) for hop in hops) - 1, 0)
        ways.append((y + ROW / 2, f"{known[key[0]].stated} {known[key[0]].kind}", hops))
        y += ROW + LINE * notes
    return ways, y + 4


def _way(ax: Axes, y: float, number: str, hops: Sequence[Any]) -> None:
    tellers = [hop.teller for hop in hops if hop.certain or not hop.hop]
    stations = [*dict.fromkeys([*tellers, hops[-1].hearer])]
    columns = _columns(len(stations))
    for column, name in zip(columns, stations, strict=True):
        ax.text(column + 0.02, y, shorten(str(name), 24), va="baseline", size=SMALL)
    write(ax, shorten(number, 30), x=0, y=y, size=SMALL - 1, color=INKS["muted"], rise=-15)
    for hop in hops:
        start, end = (
            columns[stations.index(hop.teller)],
            columns[stations.index(hop.hearer)] if hop.hearer in stations else columns[-1],
        )
        _hop(ax, y, start + 0.7, end - 0.03, hop)


def _columns(count: int) -> list[float]:
    """The first and the last at the ends, the others between."""
    if count <= 2:
        return [0.0, 3.0][:count]
    return [3.0 * position / (count - 1) for position in range(count)]


def _hop(ax: Axes, y: float, start: float, end: float, hop: Any) -> None:
    if end <= start:
        start, end = end - 0.1, end
    ink = INKS["blue"] if hop.certain else INKS["grey"]
    ax.plot(
        [start, end],
        [y, y],
        transform=shifted(ax, y=4),
        color=ink,
        linewidth=1.4,
        linestyle="-" if hop.certain else (0, (4, 3)),
        gid=str(hop.hop_id),
        label="certain" if hop.certain else "likely",
    )
    ax.plot(
        [end],
        [y],
        transform=shifted(ax, y=4),
        marker=">",
        markersize=6,
        color=ink,
        linestyle="none",
        label="_head",
    )
    for position, change in enumerate(wording.names(hop.changed)):
        ax.text(
            start,
            y,
            change,
            transform=shifted(ax, y=-9 - LINE * position),
            size=SMALL - 1.5,
            va="baseline",
            color=INKS["vermillion"],
        )
