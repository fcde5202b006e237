"""Rows as an analyst corrects them: one changed, left out or added, each with its reason in the row.

A correction names its row by article and words, and says what the row must still hold. One that
matches nothing, matches several rows, or no longer finds what it expected is an error with its place:
a correction that silently does nothing is worse than none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from nkreport.analyst import Correction
from nkreport.errors import InputError
from nkreport.tables.columns import TABLES, Column, Table
from nkreport.tables.rows import Row, anchor

SPANS = {
    "figures": ("start", "end", "text"),
    "assertions": ("cue_start", "cue_end", "cue"),
    "unknowns": ("start", "end", "text"),
}
MARKS = {"figures": "f", "assertions": "a", "unknowns": "u"}
FIXED = ("article_id", "correction", "sentence_start")
NULL = "none"  # how a TOML file says null
TYPES: Mapping[str, type | tuple[type, ...]] = {
    "text": str,
    "choice": str,
    "integer": int,
    "number": (int, float),
    "truth": bool,
    "day": dt.date,
    "list": list,
}


def corrected(
    rows: Mapping[str, Sequence[Row]],
    corrections: Sequence[Correction],
) -> dict[str, list[Row]]:
    """The rows of all tables with the corrections applied; the rows given are left as they are.

    Every fault of every correction is raised at once as one InputError.

    >>> corrected({"articles": [], "figures": []}, [])
    {'articles': [], 'figures': []}
    """
    result, faults = apply(rows, corrections)
    refuse(faults)
    return result


def apply(
    rows: Mapping[str, Sequence[Row]], corrections: Sequence[Correction],
) -> tuple[dict[str, list[Row]], list[str]]:
    """The rows with the corrections that fit, and why the others do not."""
    result = {name: list(found) for name, found in rows.items()}
    faults: list[str] = []
    for correction in corrections:
        try:
            result[correction.table] = _applied(result, correction)
        except MisfitError as misfit:
            faults.append(f"{correction.place}: {misfit}")
    return result, faults


def refuse(faults: Sequence[str]) -> None:
    """One InputError with every correction that does not fit; nothing where all of them do."""
    if faults:
        raise InputError(
            "\n  ".join([f"{len(faults)} correction(s) cannot be applied:", *faults]),
            remedy="mend the entries, or remove those that are no longer needed",
        )


class MisfitError(Exception):
    """A correction that does not fit the rows."""


def _applied(rows: Mapping[str, Sequence[Row]], correction: Correction) -> list[Row]:
    table = TABLES[correction.table]
    found = list(rows[correction.table])
    for fault in _value_faults(table, correction):
        raise MisfitError(fault)
    if correction.action == "add":
        return _with(found, table, _added(rows, table, correction))
    position = _position(found, correction)
    _expect(found[position], correction)
    if correction.action == "drop":
        return found[:position] + found[position + 1 :]
    changed = found[position] | {name: _value(value) for name, value in (correction.set or {}).items()}
    return [
        *found[:position],
        changed | {"correction": _mark(found[position], correction)},
        *found[position + 1 :],
    ]


def _mark(row: Row, correction: Correction) -> str:
    """What was changed and why, as the row will say it."""
    steps = [
        f"{name} {_shown(row[name])} → {_shown(_value(value))}"
        for name, value in (correction.set or {}).items()
    ]
    return f"{'; '.join(steps)}: {correction.reason}"


def _position(rows: Sequence[Row], correction: Correction) -> int:
    first, _, words = SPANS[correction.table]
    places = [
        position
        for position, row in enumerate(rows)
        if row["article_id"] == correction.article
        and row[words] == correction.text
        and correction.start in (None, row[first])
    ]
    if not places:
        raise MisfitError(
            f"no row of {correction.table} in article {correction.article} reads “{correction.text}”"
            + ("" if correction.start is None else f" at {correction.start}")
        )
    if len(places) > 1:
        starts = ", ".join(str(rows[place][first]) for place in places)
        raise MisfitError(f"“{correction.text}” stands {len(places)} times; add start, one of {starts}")
    return places[0]


def _expect(row: Row, correction: Correction) -> None:
    for name, value in (correction.expect or {}).items():
        if row[name] != _value(value):
            raise MisfitError(f"expected {name} {_shown(_value(value))}, found {_shown(row[name])}")


def _value_faults(table: Table, correction: Correction) -> Iterator[str]:
    columns = {column.name: column for column in table.columns}
    for part, values in (("expect", correction.expect), ("set", correction.set)):
        for name, value in (values or {}).items():
            if name not in columns:
                yield f"{part} › {name}: {table.name} has no such column"
            elif part == "set" and name in (*FIXED, table.key, *_span_names(correction)):
                yield f"{part} › {name}: a correction cannot change it"
            elif not _fits(columns[name], value):
                yield f"{part} › {name}: {value!r} is no value of it"


def _span_names(correction: Correction) -> tuple[str, ...]:
    return SPANS[correction.table]


def _fits(column: Column, value: Any) -> bool:
    if value == NULL:
        return column.null or value in column.allowed
    if isinstance(value, bool) and column.kind != "truth":
        return False
    return isinstance(value, TYPES[column.kind]) and (not column.allowed or value in column.allowed)


def _value(value: Any) -> Any:
    return None if value == NULL else float(value) if type(value) is int else value


def _shown(value: Any) -> str:
    if value is None:
        return NULL
    return (
        "; ".join(value) or "nobody"
        if isinstance(value, list)
        else f"{value:g}"
        if isinstance(value, float)
        else str(value)
    )


def _added(rows: Mapping[str, Sequence[Row]], table: Table, correction: Correction) -> Row:
    """A row of the analyst's own, whose words stand in the article."""
    start, text = _place(rows, correction)
    row: Row = {column.name: _default(column) for column in table.columns}
    row |= {name: _value(value) for name, value in (correction.set or {}).items()}
    first, last, words = SPANS[table.name]
    row |= {
        first: start,
        last: start + len(correction.text),
        words: correction.text,
        "rule": "correction",
        "article_id": correction.article,
        "correction": f"added: {correction.reason}",
        table.key: f"{anchor(correction.article)}-{MARKS[table.name]}{start:04d}-added",
    }
    row |= _line(text, start)
    missing = [column.name for column in table.columns if row[column.name] is None and not column.null]
    if missing:
        raise MisfitError(f"set › {missing[0]}: missing; a row that is added needs {', '.join(missing)}")
    return row


def _place(rows: Mapping[str, Sequence[Row]], correction: Correction) -> tuple[int, str]:
    text = next((row["text"] for row in rows["articles"] if row["article_id"] == correction.article), None)
    if text is None:
        raise MisfitError(f"there is no article {correction.article}")
    start = text.find(correction.text) if correction.start is None else correction.start
    if start < 0 or text[start : start + len(correction.text)] != correction.text:
        raise MisfitError(f"article {correction.article} does not read “{correction.text}” there")
    if correction.start is None and text.find(correction.text, start + 1) >= 0:
        raise MisfitError(f"“{correction.text}” stands several times in the article; add start")
    return start, text


def _line(text: str, start: int) -> Row:
    """The line of the article in which the words stand, as their sentence."""
    begin = text.rfind("\n", 0, start) + 1
    end = text.find("\n", start)
    return {"sentence": text[begin:] if end < 0 else text[begin:end], "sentence_start": begin}


def _default(column: Column) -> Any:
    return {"list": [], "truth": False}.get(column.kind)


def _with(rows: Sequence[Row], table: Table, row: Row) -> list[Row]:
    """The rows with one more, among those of its article in order of appearance."""
    if any(other[table.key] == row[table.key] for other in rows):
        raise MisfitError("the same row is added twice")
    first = SPANS[table.name][0]
    after = [
        position
        for position, other in enumerate(rows)
        if other["article_id"] == row["article_id"] and other[first] <= row[first]
    ]
    before = [position for position, other in enumerate(rows) if other["article_id"] == row["article_id"]]
    place = after[-1] + 1 if after else before[0] if before else len(rows)
    return [*rows[:place], row, *rows[place:]]
