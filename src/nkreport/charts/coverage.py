"""What each article gave: a row for each article, a column for each kind of figure, the count in its disc."""

from __future__ import annotations

from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from nkreport.charts import wording
from nkreport.charts.canvas import SMALL, Chart, Margins, blank, picture, shifted, shorten, style, write
from nkreport.charts.svg import INKS

ROW = 30.0
MARGINS = Margins(left=300, right=20, top=34, bottom=8)
KINDS = (
    "troops",
    "killed",
    "wounded",
    "casualties",
    "captured",
    "workers",
    "munitions",
    "missiles",
    "containers",
    "weapons",
    "money",
    "other",
)


def plot_coverage(figures: pd.DataFrame, articles: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw how many figures of each kind every article states; a disc's label is its count."""
    kinds = _kinds(figures)
    counts = _counts(figures)
    height = ROW * max(len(articles), 1)
    with style():
        ax = ax or blank(height, MARGINS)
        ax.set_ylim(height, 0)
        ax.set_xlim(-0.5, max(len(kinds), 4) - 0.5)
        ax.spines["bottom"].set_visible(False)
        ax.set_xticks([])
        ax.set_yticks([])
        for column, kind in enumerate(kinds):
            ax.text(
                column,
                0,
                kind,
                transform=shifted(ax, y=9),
                ha="center",
                va="baseline",
                size=SMALL,
                color=INKS["muted"],
            )
        for position, row in enumerate(articles.itertuples(index=False)):
            y = ROW * (position + 0.5)
            ax.axhline(y + ROW / 2, color=INKS["grid"], linewidth=0.8)
            write(ax, shorten(named(row), 46), x=-MARGINS.left + 2, y=y)
            for column, kind in enumerate(kinds):
                _disc(ax, column, y, counts.get((str(row.article_id), kind), 0))
    return ax


def coverage_chart(figures: pd.DataFrame, articles: pd.DataFrame, *, name: str = "coverage") -> Chart:
    """The finished chart."""
    alt = describe_coverage(figures, articles)
    caption = "Figures by article and kind. A dot without a number means none."
    return picture(plot_coverage(figures, articles), name=name, alt=alt, caption=caption)


def describe_coverage(figures: pd.DataFrame, articles: pd.DataFrame) -> str:
    """What the chart shows, in words with its numbers."""
    counts = _counts(figures)
    parts = []
    for row in articles.itertuples(index=False):
        own = [
            f"{kind} {counts[str(row.article_id), kind]}"
            for kind in _kinds(figures)
            if (str(row.article_id), kind) in counts
        ]
        parts.append(f"{named(row)}: {wording.joined(own) or 'none'}.")
    counted = wording.plural(len(figures), "figure")
    head = f"Chart of {counted} in {wording.plural(len(articles), 'article')} by kind."
    return " ".join([head, *parts])


def named(row: Any) -> str:
    """An article's short name: its number and outlet, with its day where known."""
    parts = [str(row.article_id).split("_")[0]]
    outlet, published = getattr(row, "outlet", None), getattr(row, "published", None)
    parts += [] if wording.missing(outlet) else [str(outlet)]
    parts += [] if wording.missing(published) else [wording.day(published)]
    return " · ".join(parts)


def _kinds(figures: pd.DataFrame) -> list[str]:
    present = {str(kind) for kind in figures["kind"]}
    return [kind for kind in KINDS if kind in present]


def _counts(figures: pd.DataFrame) -> dict[tuple[str, str], int]:
    counts: dict[tuple[str, str], int] = {}
    for row in figures.itertuples(index=False):
        key = (str(row.article_id), str(row.kind))
        counts[key] = counts.get(key, 0) + 1
    return counts


def _disc(ax: Axes, column: int, y: float, count: int) -> None:
    size = 21 if count else 3
    ax.plot(
        [column],
        [y],
        linestyle="none",
        marker="o",
        markersize=size,
        markeredgewidth=0,
        markerfacecolor=INKS["blue"] if count else INKS["muted"],
        clip_on=False,
        label=str(count),
    )
    if count:
        ax.text(
            column,
            y,
            str(count),
            transform=shifted(ax, y=-4.2),
            ha="center",
            va="baseline",
            size=SMALL + 0.5,
            color=INKS["paper"],
            weight="bold",
        )
