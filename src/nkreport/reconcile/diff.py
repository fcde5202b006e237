"""What changed between two builds: new, withdrawn, bound moved, status moved, re-dated, source changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from nkreport import tables
from nkreport.corrections import SPANS
from nkreport.reconcile.claims import Row, identity
from nkreport.tables.derived import CHANGES

if TYPE_CHECKING:
    import pandas as pd

# Which columns tell of which change, in the order in which a reader wants to know.
ASPECTS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "figures": {
        "bound moved": ("bound", "value", "low", "high"),
        "status moved": ("status", "polarity", "basis", "kind", "party", "certainty"),
        "re-dated": ("event_start", "event_end", "claim_start", "claim_end"),
        "source changed": ("source", "via"),
        "reworded": ("sentence", "correction"),
    },
    "assertions": {
        "status moved": ("act", "polarity", "topic", "certainty"),
        "re-dated": ("claim_start", "claim_end"),
        "source changed": ("source", "via"),
        "reworded": ("text", "correction"),
    },
    "unknowns": {
        "status moved": ("kind", "party"),
        "re-dated": ("claim_start", "claim_end"),
        "source changed": ("source", "via"),
        "reworded": ("sentence", "correction"),
    },
}


def diff(old: Mapping[str, pd.DataFrame], new: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """The differences between the tables of two builds, one row each; the same tables give none.

    Rows are matched by article and words in order of appearance, so that a sentence put before them
    makes no difference.
    """
    found: list[Row] = []
    for name in ASPECTS:
        table = tables.TABLES[name]
        before, after = (tables.to_rows(table, frames[name]) for frames in (old, new))
        for one, other in _matched(name, before, after):
            found += _changes(table, one, other)
    return tables.to_frame(CHANGES, found)


Pair = tuple[Row | None, Row | None]


def _matched(name: str, before: Sequence[Row], after: Sequence[Row]) -> Iterator[Pair]:
    """Rows of the same words in an article, the first with the first; what is left over is new or gone."""
    olds, news = _by_words(name, before), _by_words(name, after)
    for key in sorted({*olds, *news}):
        yield from _paired(tables.TABLES[name].key, olds.get(key, []), news.get(key, []))


def _by_words(name: str, rows: Sequence[Row]) -> dict[tuple[Any, ...], list[Row]]:
    first, _, words = SPANS[name]
    found: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row[first], row[tables.TABLES[name].key])):
        found[row["article_id"], row[words]].append(row)
    return found


def _paired(key: str, old: list[Row], new: list[Row]) -> Iterator[Pair]:
    """Rows with the same id first, then in order."""
    same = {row[key] for row in old} & {row[key] for row in new}
    ids = {row[key]: row for row in new}
    yield from ((row, ids[row[key]]) for row in old if row[key] in same)
    olds, news = ([row for row in rows if row[key] not in same] for rows in (old, new))
    for position in range(max(len(olds), len(news))):
        yield (
            olds[position] if position < len(olds) else None,
            news[position] if position < len(news) else None,
        )


def _changes(table: tables.Table, one: Row | None, other: Row | None) -> Iterator[Row]:
    if one is None or other is None:
        row = other or one or {}
        state = "new" if one is None else "withdrawn"
        yield _change(
            table, row, state, None if one is None else _whole(one), None if other is None else _whole(other)
        )
        return
    for aspect, names in ASPECTS[table.name].items():
        moved = [name for name in names if one[name] != other[name]]
        if moved:
            yield _change(table, other, aspect, _values(one, moved), _values(other, moved))


def _change(table: tables.Table, row: Row, change: str, before: str | None, after: str | None) -> Row:
    words = row[SPANS[table.name][2]]
    return {
        "change_id": identity("k", table.name, row[table.key], change),
        "table": table.name,
        "row_id": row[table.key],
        "article_id": row["article_id"],
        "change": change,
        "text": words,
        "before": before,
        "after": after,
    }


def _whole(row: Row) -> str:
    return str(row["sentence"]).strip() or str(row["article_id"])


def _values(row: Row, names: Sequence[str]) -> str:
    return ", ".join(f"{name} {_shown(row[name])}" for name in names)


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(value) or "nobody"
    return "unknown" if value is None else f"{value:,.10g}" if isinstance(value, float) else str(value)
