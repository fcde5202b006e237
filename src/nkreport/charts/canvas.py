"""A blank chart whose text needs no font metrics, and the finished picture of it.

Labels stand on baselines at fixed places, so that the same table gives the same SVG on every machine.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Transform, blended_transform_factory, offset_copy

from nkreport.charts.svg import INKS, finish

WIDTH = 832  # points; the page shows one point as one pixel
SIZE, SMALL = 12.5, 11.0
STYLE: dict[Any, Any] = {
    "svg.hashsalt": "nkreport",
    "svg.fonttype": "none",
    "font.family": "DejaVu Sans",
    "font.size": SIZE,
    "text.usetex": False,
    "text.parse_math": False,
    "axes.unicode_minus": True,
    "path.simplify": False,
    "figure.dpi": 72,
    "savefig.dpi": 72,
    "text.color": INKS["ink"],
    "axes.edgecolor": INKS["muted"],
    "axes.labelcolor": INKS["muted"],
    "xtick.color": INKS["muted"],
    "ytick.color": INKS["muted"],
    "figure.facecolor": INKS["paper"],
    "axes.facecolor": "none",
}


@dataclass(frozen=True, slots=True)
class Chart:
    """A finished picture: deterministic SVG, its text alternative and its caption.

    A notebook shows the picture; without pictures it shows the text alternative.
    """

    name: str
    svg: str
    alt: str
    caption: str = ""

    def __repr__(self) -> str:
        return self.alt

    def _repr_mimebundle_(
        self, include: Any = None, exclude: Any = None
    ) -> tuple[dict[str, str], dict[str, Any]]:
        data = {"image/svg+xml": self.svg, "text/plain": self.alt}
        return data, {"image/svg+xml": {"alt": self.alt, "caption": self.caption}}


@dataclass(frozen=True, slots=True)
class Margins:
    """The room around the axes, in points."""

    left: float
    right: float
    top: float
    bottom: float
    width: float = field(default=WIDTH)


@contextmanager
def style() -> Iterator[None]:
    """Matplotlib's settings for a chart of ours, whatever the reader's own settings are."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(STYLE)
        yield


def blank(height: float, margins: Margins) -> Axes:
    """Axes of `height` points with fixed margins, on a figure of their own that pyplot does not hold."""
    total = height + margins.top + margins.bottom
    figure = Figure(figsize=(margins.width / 72, total / 72))
    axes: Axes = figure.add_axes(
        (
            margins.left / margins.width,
            margins.bottom / total,
            (margins.width - margins.left - margins.right) / margins.width,
            height / total,
        )
    )
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)
    return axes


def write(axes: Axes, text: str, *, x: float, y: float, across: bool = True, **options: Any) -> Text:
    """Write at `x` points from the axes' left edge, or without `across` from their right edge.

    `y` is in data; `rise` moves the baseline by points.
    """
    edge = 0.0 if across else 1.0
    size = options.pop("size", SIZE)
    base = blended_transform_factory(axes.transAxes, axes.transData)
    place = shifted(axes, x=x, y=options.pop("rise", -0.36 * size), base=base)
    text = printable(text)
    return axes.text(edge, y, text, transform=place, size=size, va="baseline", clip_on=False, **options)


def shifted(axes: Axes, *, x: float = 0.0, y: float = 0.0, base: Transform | None = None) -> Transform:
    """Data coordinates moved by points."""
    return offset_copy(base or axes.transData, axes.get_figure(root=True), x=x, y=y, units="points")


def label_ticks(axes: Axes) -> None:
    """Set the labels of the x axis on a baseline, so that their place needs no font metrics."""
    axes.tick_params(axis="x", length=4, pad=4 + 0.8 * SMALL, labelsize=SMALL, width=0.8)
    axes.tick_params(axis="y", length=0, labelleft=False)
    for label in axes.get_xticklabels():
        label.set_verticalalignment("baseline")


def picture(
    axes: Axes,
    *,
    name: str,
    alt: str,
    caption: str = "",
    titles: Mapping[str, str] | None = None,
    links: Mapping[str, str] | None = None,
) -> Chart:
    """The finished chart of the figure that these axes stand in."""
    buffer = io.StringIO()
    figure = axes.get_figure(root=True)
    if figure is None:
        raise ValueError("these axes stand in no figure")
    with style(), warnings.catch_warnings():
        # Text stays text in the SVG: that matplotlib's own font lacks a sign is no matter.
        warnings.filterwarnings("ignore", message="Glyph ")
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    alt, told = printable(alt), {key: printable(title) for key, title in (titles or {}).items()}
    svg = finish(buffer.getvalue(), name=name, alt=alt, titles=told, links=links)
    return Chart(name, svg, alt, caption)


def printable(text: str) -> str:
    r"""Text without the signs that XML forbids, or that turn the writing of what stands beside it.

    >>> printable("a\x00b\u202ec"), printable("Київ, 서울")
    ('a b c', 'Київ, 서울')
    """
    return text if text.isprintable() else "".join(sign if sign.isprintable() else " " for sign in text)


def shorten(text: str, room: int) -> str:
    """At most `room` characters, cut between words where that is possible.

    >>> shorten("a senior administration official", 20)
    'a senior…'
    """
    if len(text) <= room:
        return text
    cut = text[: room - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,;") + "…"
