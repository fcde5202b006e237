"""What bounds leave possible: a band for each measure and span, the claims that set its ends beneath it.

A bound is an arrow that is open on its side, a plan is hollow, and claims of one origin stand together.
No point is drawn where none is identified: the band is all that is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator

from nkreport.charts import wording
from nkreport.charts.canvas import SMALL, Chart, Margins, blank, label_ticks, picture, shorten, style, write
from nkreport.charts.svg import INKS
from nkreport.charts.troops import ARROW, LEFT_ARROW, WAVES, _size

ROW, HEADING = 24.0, 44.0
MARGINS = Margins(left=300, right=170, top=6, bottom=46)
LOG_FROM = 40
UNKNOWN = "origin unknown"


@dataclass(frozen=True, slots=True)
class Entry:
    """A heading (`claim` is None) or a claim of a range, with its height."""

    y: float
    band: Any
    claim: Any = None


def plot_estimates(ranges: pd.DataFrame, claims: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the table `ranges` with the claims of `claims` behind each.

    The band's gid is the `range_id`, that of a mark the `claim_id`; a mark's label is its bound.
    """
    entries, height = arrange(ranges, claims)
    with style():
        ax = ax or blank(height, MARGINS)
        ax.set_ylim(height, 0)
        _scale(ax, entries)
        for entry in entries:
            _heading(ax, entry, entries) if entry.claim is None else _claim(ax, entry)
        label_ticks(ax)
        unit = "number (logarithmic scale)" if ax.get_xscale() == "log" else "number"
        write(
            ax,
            f"{unit}; band: what all bounds leave possible",
            x=0,
            y=height,
            size=SMALL,
            color=INKS["muted"],
            rise=-36,
        )
    return ax


def estimate_chart(ranges: pd.DataFrame, claims: pd.DataFrame, *, name: str = "estimates") -> Chart:
    """The finished chart; each band and each mark tells itself in words."""
    entries, _ = arrange(ranges, claims)
    titles = {
        str(entry.band.range_id if entry.claim is None else entry.claim.claim_id): str(entry.band.wording)
        if entry.claim is None
        else told(entry.claim)
        for entry in entries
    }
    return picture(
        plot_estimates(ranges, claims),
        name=name,
        alt=describe_estimates(ranges),
        titles=titles,
        caption="The band is what the bounds leave possible; an open side has no bound. It is no estimate.",
    )


def describe_estimates(ranges: pd.DataFrame, *, most: int = 10) -> str:
    """The ranges in words, with the reason where there is no point estimate."""
    rows = [row for row in wording.each(ranges) if row.state != "no bound"]
    if not rows:
        return "No bound falls within these parameters, so the chart is empty."
    parts = [
        f"{wording.days(row.start, row.end) or 'No day'}: {row.wording}{_point(row)}." for row in rows[:most]
    ]
    more = f" {len(rows) - most} more in the table." if len(rows) > most else ""
    return " ".join([f"Chart of {wording.plural(len(rows), 'range')}.", *parts]) + more


def _point(row: Any) -> str:
    return (
        f"; {row.refusal}"
        if wording.missing(row.point)
        else f"; point {wording.number(row.point)}, {row.method}"
    )


def told(claim: Any) -> str:
    """A claim in words."""
    plan = ", only expected" if claim.status == "expected" else ""
    days = wording.days(claim.claim_start, claim.claim_end)
    return f"{_origin(claim)}: {claim.stated} {claim.kind}{plan}{f', {days}' if days else ''}"


def _origin(claim: Any) -> str:
    if claim.origin_kind == "none":
        return UNKNOWN
    return f"{claim.origin} ({UNKNOWN})" if claim.origin_kind == "medium" else str(claim.origin)


def arrange(ranges: pd.DataFrame, claims: pd.DataFrame) -> tuple[list[Entry], float]:
    """Ranges by kind and day, each with its claims by origin; those without any bound are left out."""
    known = {row.claim_id: row for row in wording.each(claims)}
    entries: list[Entry] = []
    y = 0.0
    for band in wording.each(ranges):
        if band.state == "no bound":
            continue
        entries.append(Entry(y + HEADING - 14, band))
        y += HEADING
        for claim in sorted((known[name] for name in band.claims), key=_by_origin):
            entries.append(Entry(y + ROW / 2, band, claim))
            y += ROW
    return entries, y + 8


def _by_origin(claim: Any) -> tuple[bool, str, str]:
    return (claim.origin_kind in ("medium", "none"), _origin(claim), str(claim.claim_start))


def _value(claim: Any) -> float | None:
    """Where a claim's mark stands."""
    for value in (claim.value, claim.low, claim.high):
        if not wording.missing(value):
            return float(value)
    return None


def _scale(ax: Axes, entries: list[Entry]) -> None:
    values = [value for entry in entries if entry.claim is not None and (value := _value(entry.claim))]
    top, low = max(values, default=1.0), min(values, default=1.0)
    if top / low > LOG_FROM:
        ax.set_xscale("log")
        ax.set_xlim(low / 2, top * 2)
        ax.xaxis.set_major_locator(LogLocator(base=10, subs=(1.0,), numticks=6))
        ax.xaxis.set_minor_locator(NullLocator())
    else:
        ax.set_xlim(0, top * 1.25)
        ax.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: wording.number(value) or "0"))
    ax.grid(axis="x", color=INKS["grid"], linewidth=0.8)
    ax.set_axisbelow(True)


def _heading(ax: Axes, entry: Entry, entries: list[Entry]) -> None:
    """The range in words, and its band behind its claims."""
    band = entry.band
    days = wording.days(band.start, band.end)
    ink = INKS["vermillion"] if band.status == "expected" else INKS["ink"]
    write(
        ax,
        shorten(f"{days}: {band.wording}" if days else band.wording, 104),
        x=-298,
        y=entry.y,
        weight="bold",
        color=ink,
        rise=-2,
    )
    own = [other for other in entries if other.claim is not None and other.band.range_id == band.range_id]
    if not own or band.state == "contradictory":
        return
    left, right = ax.get_xlim()
    low = left if wording.missing(band.low) else float(band.low)
    high = right if wording.missing(band.high) else float(band.high)
    width = max(high - low, (right - left) * 0.004)
    shape = Rectangle(
        (low, own[0].y - ROW / 2),
        width,
        ROW * len(own),
        facecolor=INKS["band"],
        edgecolor=INKS["grey"],
        linewidth=0.8,
        linestyle="--" if band.status == "expected" else "-",
        zorder=1,
    )
    shape.set_gid(str(band.range_id))
    shape.set_label(str(band.state))
    ax.add_patch(shape)


STROKES: Mapping[str, Any] = {"lower": ARROW, "upper": LEFT_ARROW, "approximate": WAVES}


def _claim(ax: Axes, entry: Entry) -> None:
    claim = entry.claim
    ink = (
        INKS["vermillion"]
        if claim.status == "expected"
        else INKS["grey"]
        if claim.origin_kind in ("medium", "none")
        else INKS["blue"]
    )
    write(ax, shorten(_origin(claim), 42), x=-286, y=entry.y)
    corrected = ", corrected" if claim.corrected else ""
    write(ax, shorten(f"{claim.stated}{corrected}", 26), x=12, y=entry.y, across=False)
    value = _value(claim)
    if value is None:
        return
    bound = _bound(claim)
    if bound in STROKES:
        ax.plot(
            [value],
            [entry.y],
            linestyle="none",
            marker=STROKES[bound],
            fillstyle="none",
            clip_on=False,
            markersize=_size(STROKES[bound]),
            markeredgecolor=ink,
            markeredgewidth=1.6,
            zorder=3,
            label=f"{bound} stroke",
        )
    ax.plot(
        [value],
        [entry.y],
        linestyle="none",
        marker="o",
        markersize=9,
        markeredgecolor=ink,
        markeredgewidth=1.7,
        markerfacecolor=INKS["paper"] if claim.status == "expected" else ink,
        clip_on=False,
        zorder=4,
        gid=str(claim.claim_id),
        label=bound,
    )


def _bound(claim: Any) -> str:
    """How a claim bounds: by its ends, which are the weakest of its rows."""
    low, high = wording.missing(claim.low), wording.missing(claim.high)
    if low and high:
        return "approximate"
    return "lower" if high else "upper" if low else "exact" if claim.low == claim.high else "range"
