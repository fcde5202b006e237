"""A page for each article: its whole text with marks and labels, and what was read from it, row by row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from nkreport.briefing.evidence import by_article, marked, reason_of, short, stretches
from nkreport.briefing.listing import Cell, Line, Listing, Marked, Part
from nkreport.briefing.show import claimed, firmness, sourced, status_of
from nkreport.briefing.site import markup
from nkreport.charts import wording
from nkreport.charts.coverage import named
from nkreport.charts.places import article_file

if TYPE_CHECKING:
    import pandas as pd

KEYS = {"figures": "figure_id", "assertions": "assertion_id", "unknowns": "unknown_id"}


def article_pages(
    frames: Mapping[str, pd.DataFrame], shown_on: Mapping[str, Sequence[tuple[str, str]]]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The file and the contents of each article's page, for the template `article.html.j2`.

    `shown_on` maps the id of a row to the pages that show it, file and title, for the way back.
    """
    rows = {name: by_article(frames[name]) for name in (*KEYS, "furniture")}
    for article in frames["articles"].itertuples(index=False):
        own = {name: found.get(str(article.article_id), []) for name, found in rows.items()}
        yield article_file(article.article_id), _contents(article, own, shown_on)


def _contents(article: Any, rows: Mapping[str, Sequence[Any]], shown_on: Mapping[str, Any]) -> dict[str, Any]:
    counts = {
        "figure": len(rows["figures"]),
        "statement": len(rows["assertions"]),
        "declared unknown": len(rows["unknowns"]),
        "passage left out": len(rows["furniture"]),
    }
    headline = "" if wording.missing(article.title) else " ".join(str(article.title).split())
    return {
        "title": headline or f"Article {short(article)}",
        "name": named(article),
        "facts": _facts(article),
        "reasons": wording.names(article.reasons),
        "text": markup(marked(str(article.text), list(stretches(rows)))),
        "counts": [
            wording.plural(count, name, "passages left out" if name == "passage left out" else None)
            for name, count in counts.items()
        ],
        "tables": [
            (anchor, heading, markup(listing.html()))
            for anchor, heading, listing in (
                ("figures", "The figures", _table("figure", rows["figures"], shown_on)),
                ("statements", "The statements", _table("statement", rows["assertions"], shown_on)),
                ("unknowns", "What is said not to be known", _table("unknown", rows["unknowns"], shown_on)),
                ("left-out", "What was left out", _left_out(rows["furniture"])),
            )
        ],
    }


def _facts(article: Any) -> dict[str, str]:
    told = {
        "Id": article.article_id,
        "Outlet": article.outlet,
        "Author": article.author,
        "Address": article.url,
        "Published": wording.days(article.published, article.published_latest) or None,
    }
    facts = {name: str(value) for name, value in told.items() if not wording.missing(value)}
    if "Published" in facts and not wording.missing(article.published_basis):
        facts["Published"] += f" ({article.published_basis})"
    return facts


COLUMNS = {
    "figure": ("Number", "Of what", "Stated as", "Source", "Claimed", "Firmness", "Rules", "Shown in"),
    "statement": ("Act", "Source", "On", "What is asserted", "Stated", "Firmness", "Rules", "Shown in"),
    "unknown": ("Words", "Number of", "Source", "Stated", "Rules", "Shown in"),
}


def _table(noun: str, found: Sequence[Any], shown_on: Mapping[str, Any]) -> Listing:
    read = {"figure": _figure, "statement": _statement, "unknown": _unknown}[noun]
    key = {"figure": "figure_id", "statement": "assertion_id", "unknown": "unknown_id"}[noun]
    lines = []
    for row in found:
        identity = str(getattr(row, key))
        back = Cell(
            "", links=tuple((title, f"../{file}#{identity}") for file, title in shown_on.get(identity, ()))
        )
        rules = Cell(" ".join(str(row.rule).split()), look="rules")
        lines.append(Line(f"row-{identity}", (*read(row), rules, back)))
    return Listing(
        wording.plural(len(lines), noun), COLUMNS[noun], tuple(lines), empty=f"No {noun} was read from it."
    )


def _figure(row: Any) -> tuple[Part, ...]:
    number = ("+ " if row.additional else "") + wording.stated(row)
    return (
        Cell(number, f"#{row.figure_id}", look="number"),
        Cell(str(row.kind), note=_text(row.party)),
        status_of(row),
        sourced(row),
        claimed(row),
        firmness(row),
    )


def _statement(row: Any) -> tuple[Part, ...]:
    return (
        Cell(str(row.act), f"#{row.assertion_id}", look="act"),
        sourced(row),
        Cell(str(row.topic)),
        Marked(_text(row.text), -1, -1),
        claimed(row),
        firmness(row),
    )


def _unknown(row: Any) -> tuple[Part, ...]:
    return (
        Cell(_text(row.text), f"#{row.unknown_id}", look="quoted"),
        Cell(str(row.kind), note=_text(row.party)),
        sourced(row),
        claimed(row),
    )


def _left_out(found: Sequence[Any]) -> Listing:
    lines = tuple(
        Line(
            f"row-{row.furniture_id}",
            (Cell(reason_of(row), f"#{row.furniture_id}"), Marked(_text(row.text), -1, -1)),
        )
        for row in found
    )
    return Listing(
        wording.plural(len(lines), "passage of page furniture", "passages of page furniture"),
        ("Reason", "Words"),
        lines,
        empty="Nothing was left out.",
    )


def _text(value: Any) -> str:
    return "" if wording.missing(value) else str(value)


def rows_shown(pages: Mapping[str, tuple[str, str]]) -> dict[str, list[tuple[str, str]]]:
    """Row id → the pages with a table row of that id; `pages` maps a file to its title and its text."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for file, (title, text) in pages.items():
        for piece in text.split('<tr id="')[1:]:
            found[piece[: piece.index('"')]].append((file, title))
    return dict(found)
