"""Parquet → frames: one file or a folder of parts, and of them no more than is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nkreport.errors import TableError
from nkreport.tables.columns import TABLES, Table
from nkreport.tables.frames import DTYPES, check

if TYPE_CHECKING:
    import pandas as pd


def read_tables(
    folder: str | Path,
    *,
    since: str = "",
    until: str = "",
    kinds: Sequence[str] = (),
    party: Sequence[str] = (),
    acts: Sequence[str] = (),
    topics: Sequence[str] = (),
    trusted: bool = False,
) -> dict[str, pd.DataFrame]:
    """Read the tables of a folder, each from a Parquet file or a folder of parts, and check their schemas.

    `since` and `until` are the first and the last day of the claim, in ISO form; a row without a day is
    wanted too. `kinds` narrow figures and unknowns, `party` figures, `acts` and `topics` assertions; what
    is empty narrows nothing. Of an archive no more is read than that: with days, articles are those that
    can have been published between them or that a row names, with their furniture and places. With
    `trusted`, schemas are not checked again: for files that are known to be as `write_tables` wrote them.
    """
    def read(name: str, where: Any = None) -> pd.DataFrame:
        return read_table(Path(folder) / f"{name}.parquet", where=where, trusted=trusted)

    def claimed(chosen: Mapping[str, Sequence[str]]) -> Any:
        return within("claim_start", "claim_end", since=since, until=until, chosen=chosen)

    frames = {
        "figures": read("figures", claimed({"kind": kinds, "party": party})),
        "assertions": read("assertions", claimed({"act": acts, "topic": topics})),
        "unknowns": read("unknowns", claimed({"kind": kinds})),
    }
    published = within("published", "published_latest", since=since, until=until)
    if published is None:
        frames |= {name: read(name) for name in ("articles", "furniture", "places")}
    else:
        named = set().union(*(frame["article_id"] for frame in frames.values()))
        frames["articles"] = read("articles", published | among("article_id", named))
        wanted = among("article_id", frames["articles"]["article_id"])
        frames |= {name: read(name, wanted) for name in ("furniture", "places")}
    frames["problems"] = read("problems")
    return {name: frames[name] for name in TABLES}


def among(column: str, values: Iterable[str]) -> Any:
    """The rows whose column holds one of some values, as a pyarrow expression for `read_table`."""
    from pyarrow import array, compute, string

    return compute.field(column).isin(array(sorted(set(values)), type=string()))


def read_table(path: str | Path, *, where: Any = None, trusted: bool = False) -> pd.DataFrame:
    """Read one table from a Parquet file or a folder of parts; its name tells which table it is.

    >>> read_table("no/figures.parquet")
    Traceback (most recent call last):
    ...
    nkreport.errors.TableError: no/figures.parquet: the table is not there; build the tables first
    """
    from pyarrow import dataset

    path = Path(path)
    table = TABLES[path.stem]
    try:
        parts = dataset.dataset(_files(path), format="parquet", partitioning=None)
        if parts.schema.names != table.names:
            raise TableError(f"its columns are {', '.join(parts.schema.names)}", where=path,
                             remedy="build the tables anew")
        found = parts.to_table(filter=where)
    except FileNotFoundError as error:
        raise TableError("the table is not there", where=path, remedy="build the tables first") from error
    except (OSError, ValueError) as error:
        raise TableError(f"not readable as Parquet ({error})", where=path,
                         remedy="build the tables anew") from error
    result = _frame(table, found)
    if not trusted:
        check(table, result, where=path)
    return result


def _files(path: Path) -> str | list[str]:
    """The file, or the parts of a folder in their order."""
    if not path.is_dir():
        return str(path)
    parts = sorted(str(part) for part in path.glob("*.parquet"))
    if not parts:
        raise FileNotFoundError(path)
    return parts


def _frame(table: Table, content: Any) -> pd.DataFrame:
    """An Arrow table as a frame with the dtypes of the table."""
    import pandas as pd

    return pd.DataFrame({
        column.name: pd.Series(content[column.name].to_pylist(), dtype=DTYPES[column.kind])
        for column in table.columns
    })


def within(
    first: str, last: str, *, since: str = "", until: str = "",
    chosen: Mapping[str, Sequence[str]] | None = None,
) -> Any:
    """The rows whose interval of days can fall between two days, and whose columns hold one of some values.

    `first` and `last` are the columns of the interval; a row without a day is kept. `since` and `until` are
    days in ISO form; they and an empty list of values narrow nothing. Returns a pyarrow expression, or None
    where every row is wanted.
    """
    from pyarrow import compute

    wanted = []
    if since:
        column = compute.field(last)
        wanted.append(column.is_null() | (column >= dt.date.fromisoformat(since)))
    if until:
        column = compute.field(first)
        wanted.append(column.is_null() | (column <= dt.date.fromisoformat(until)))
    wanted += [among(name, values) for name, values in (chosen or {}).items() if values]
    found = None
    for each in wanted:
        found = each if found is None else found & each
    return found
