"""Parquet → frames: one file or a folder of parts, and of them no more than is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nkreport.errors import TableError
from nkreport.tables.columns import TABLES, Table
from nkreport.tables.frames import DTYPES, check

if TYPE_CHECKING:
    import pandas as pd


def read_tables(folder: str | Path, *, where: Mapping[str, Any] | None = None) -> dict[str, pd.DataFrame]:
    """Read the tables of a folder, each from a Parquet file or a folder of parts, and check their schemas.

    `where` gives, by the name of a table, the rows that are wanted of it, as a pyarrow expression such as
    `within` makes; whatever else a file holds is not read.
    """
    chosen = where or {}
    return {name: read_table(Path(folder) / f"{name}.parquet", where=chosen.get(name)) for name in TABLES}


def read_table(path: str | Path, *, where: Any = None) -> pd.DataFrame:
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
    among: Mapping[str, Sequence[str]] | None = None,
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
    wanted += [compute.field(name).isin(list(values)) for name, values in (among or {}).items() if values]
    found = None
    for each in wanted:
        found = each if found is None else found & each
    return found
