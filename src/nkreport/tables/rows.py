"""Records → rows: dicts of plain Python values with the columns of their table, and stable ids."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any

from nkreport.records import (
    Article,
    Assertion,
    DeclaredUnknown,
    Furniture,
    Place,
    Problem,
    StatedFigure,
)
from nkreport.tables.columns import ASSERTIONS, FIGURES, TABLES, UNKNOWNS, Column, Table

LONGEST_ANCHOR = 100  # signs; an id may be an address, and every row of its article begins with it
Row = dict[str, Any]
Rows = Mapping[str, Sequence[Row]]


def article_rows(articles: Iterable[Article]) -> list[Row]:
    """One row for each article."""
    names, lists, fetch = _layout("articles")
    return [{"article_id": article.id} | _row(names, lists, fetch(article)) for article in articles]


def figure_rows(figures: Iterable[StatedFigure]) -> list[Row]:
    """One row for each stated figure, with an id from article and offset."""
    return _rows(FIGURES, figures, "f", attrgetter("start"))


def assertion_rows(assertions: Iterable[Assertion]) -> list[Row]:
    """One row for each assertion, with an id from article and cue; two sources of one cue count up."""
    return _rows(ASSERTIONS, assertions, "a", attrgetter("cue_start"))


def unknown_rows(unknowns: Iterable[DeclaredUnknown]) -> list[Row]:
    """One row for each declared unknown."""
    return _rows(UNKNOWNS, unknowns, "u", attrgetter("start"))


def furniture_rows(article: Article, furniture: Iterable[Furniture]) -> list[Row]:
    """One row for each span of page furniture of an article, with its words."""
    stem = anchor(article.id)
    return [{"furniture_id": f"{stem}-p{span.start:04d}", "article_id": article.id, "start": span.start,
             "end": span.end, "text": article.text[span.start:span.end], "reason": span.reason}
            for span in furniture]


def place_rows(places: Iterable[Place], *, first: int = 1) -> list[Row]:
    """One row for each place of an article, in the order of reading; `first` is the number of the first."""
    names, lists, fetch = _layout("places")
    return [{"place_id": f"l{number:04d}"} | _row(names, lists, fetch(place))
            for number, place in enumerate(places, start=first)]


def problem_rows(problems: Iterable[Problem], *, first: int = 1) -> list[Row]:
    """One row for each problem, in the order in which they were met; `first` is the number of the first."""
    return [{"problem_id": f"p{number:04d}", "article_id": problem.article_id, "place": problem.place,
             "what": problem.what, "remedy": problem.remedy}
            for number, problem in enumerate(problems, start=first)]


@lru_cache(1024)
def anchor(identity: str) -> str:
    """An article id as it can stand in an HTML id and a link; two ids never give the same anchor.

    >>> anchor("000_37d5"), anchor("a b")
    ('000_37d5', 'a-b-c8687a08')
    """
    plain = identity.replace("-", "").replace("_", "")
    if len(identity) <= LONGEST_ANCHOR and plain.isascii() and plain.isalnum():
        return identity
    plain = "".join(sign if (sign.isascii() and sign.isalnum()) or sign in "-_" else "-" for sign in identity)
    return f"{plain[:60]}-{hashlib.sha256(identity.encode()).hexdigest()[:8]}"


def _rows(table: Table, records: Iterable[Any], mark: str, place: Callable[[Any], int]) -> list[Row]:
    names, lists, fetch = _layout(table.name)
    seen: dict[str, int] = {}
    rows = []
    for record in records:
        stem = f"{anchor(record.article_id)}-{mark}{place(record):04d}"
        times = seen[stem] = seen.get(stem, 0) + 1
        row: Row = {table.key: stem if times == 1 else f"{stem}-{times}"}
        row |= _row(names, lists, fetch(record))
        rows.append(row)
    return rows


def _row(names: tuple[str, ...], lists: tuple[str, ...], values: tuple[Any, ...]) -> Row:
    row = dict(zip(names, values, strict=True))
    for name in lists:
        row[name] = list(row[name])
    return row


@cache
def _layout(name: str) -> tuple[tuple[str, ...], tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """The columns of a table that its records hold, those that are lists, and what fetches them at once."""
    table = TABLES[name]
    names = tuple(name for name in table.names if name != table.key)
    lists = tuple(column.name for column in table.columns if column.kind == "list")
    return names, lists, attrgetter(*names)


def row_faults(rows: Rows) -> list[str]:
    """What rows hold that their columns do not allow: null where a value is due, a value not listed.

    >>> row_faults({"problems": [{"problem_id": "p1", "article_id": None, "place": "x", "what": "y",
    ...                           "remedy": None}]})
    ['p1: remedy is null']
    """
    return [f"{row[TABLES[name].key]}: {fault}" for name, found in rows.items()
            for row in found for fault in _value_faults(row, TABLES[name])]


def _value_faults(row: Row, table: Table) -> Iterator[str]:
    due, limited = _demands(table)
    for name in due:
        if row[name] is None or row[name] == "":
            yield f"{name} is null"
    for column in limited:
        value = row[column.name]
        if value is not None and value not in column.allowed:
            yield f"{column.name} is {value!r}"


@cache
def _demands(table: Table) -> tuple[tuple[str, ...], tuple[Column, ...]]:
    """The columns that must not be null, and those whose values are listed."""
    return (tuple(column.name for column in table.columns if not column.null),
            tuple(column for column in table.columns if column.allowed))


def span_faults(rows: Rows) -> list[str]:
    """The ids of rows whose span does not give back their text, or that name no article.

    >>> span_faults({"articles": [], "figures": [{"figure_id": "a-f0000", "article_id": "a"}]})
    ['a-f0000']
    """
    texts = {row["article_id"]: row["text"] for row in rows["articles"]}
    return [row[table.key] for name, table in TABLES.items() if "start" in table.names
            for row in rows.get(name, ()) if not _gives_back(row, texts.get(row["article_id"]))]


def _gives_back(row: Row, text: str | None) -> bool:
    spans = [("start", "end", "text"), ("cue_start", "cue_end", "cue")]
    return text is not None and all(text[row[first]:row[last]] == row[words]
                                    for first, last, words in spans if row.get(first) is not None)
