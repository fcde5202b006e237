"""Tables ↔ files: JSON Lines, CSV and Parquet, whole or not at all, the same bytes every time."""

from __future__ import annotations

import datetime as dt
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nkreport.errors import ParameterError, TableError
from nkreport.tables.columns import TABLES, Table
from nkreport.tables.derived import DERIVED
from nkreport.tables.frames import check, to_rows
from nkreport.tables.rows import Row, Rows, span_faults

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow

FORMATS = ("jsonl", "csv", "parquet")


def write_tables(
    tables: Mapping[str, pd.DataFrame], folder: str | Path, *, formats: Sequence[str] = ("parquet", "csv"),
) -> list[Path]:
    """Check each frame against its schema, then write it in each format; returns the files.

    The same tables give the same bytes. Files appear whole or not at all: all are written under
    temporary names first, then renamed.
    """
    plain = {}
    for name, table_frame in tables.items():
        check(TABLES[name], table_frame)
        plain[name] = to_rows(TABLES[name], table_frame)
    faults = span_faults(plain) if "articles" in plain else []
    if faults:
        raise TableError(f"spans that do not give back their text: {', '.join(faults[:10])}",
                         remedy="this is a fault of a finder; please report it")
    return write_rows(plain, folder, formats=formats)


def write_rows(tables: Rows, folder: str | Path, *, formats: Sequence[str] = ("jsonl",)) -> list[Path]:
    """Write rows of tables, derived ones too, without pandas; returns the files."""
    folder = ready_folder(folder)
    written: list[tuple[Path, Path]] = []
    try:
        for name, table_rows in tables.items():
            for ending in formats:
                path = folder / f"{name}.{ending}"
                written.append((_temporary(path), path))
                WRITERS[ending]((TABLES | DERIVED)[name], table_rows, written[-1][0])
        for temporary, path in written:
            temporary.replace(path)
    except UnicodeEncodeError as error:
        raise TableError("a row holds half a character (a lone surrogate)", where=folder,
                         remedy="leave its article out, as the readers of files do") from error
    except OSError as error:
        raise TableError(f"the tables cannot be written ({error.strerror})", where=folder,
                         remedy="give a folder that can be written to, with room on its disk") from error
    finally:
        for temporary, _ in written:
            temporary.unlink(missing_ok=True)
    return [path for _, path in written]


def ready_folder(folder: str | Path) -> Path:
    """The folder, made where it is missing; ParameterError where tables could not be written to it."""
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise ParameterError("is a file, not a folder", where=folder, remedy="give a folder") from error
    except ValueError as error:  # NUL, or half a character
        raise ParameterError(f"is no path ({error})", where=repr(str(folder)),
                             remedy="give a folder") from error
    except OSError as error:
        raise ParameterError(f"the folder cannot be made ({error.strerror})", where=folder,
                         remedy="give a folder that can be written to") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ParameterError("the folder cannot be written to", where=folder,
                         remedy="give another, or change its rights")
    return folder


def _temporary(path: Path) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    # mkstemp gives files to their owner alone; tables are for whoever may read the folder.
    mask = os.umask(0)
    os.umask(mask)
    os.chmod(name, 0o666 & ~mask)
    return Path(name)


def _write_jsonl(table: Table, rows: Sequence[Row], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(jsonl(table, rows))


def jsonl(table: Table, rows: Iterable[Row]) -> Iterator[str]:
    r"""Rows as lines of JSON: lists as lists, unknown as null, days in ISO form.

    Line and paragraph separators inside a string are escaped, because some readers end a line there.

    >>> row = dict.fromkeys(TABLES["problems"].names) | {"what": "an odd\u2028sign"}
    >>> print(*jsonl(TABLES["problems"], [row]), end="")
    {"problem_id": null, "article_id": null, "place": null, "what": "an odd\u2028sign", "remedy": null}
    """
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, default=dt.date.isoformat).encode
    numbers = [column.name for column in table.columns if column.kind == "number"]
    for row in rows:
        if numbers:
            row = row | {name: _number(row[name]) for name in numbers}
        line = encode(row)
        if not line.isascii():
            for sign in SEPARATORS:
                line = line.replace(sign, f"\\u{ord(sign):04x}")
        yield line + "\n"


SEPARATORS = "\x85\u2028\u2029"


def _write_csv(table: Table, rows: Sequence[Row], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(csv_head(table))
        file.writelines(csv_lines(table, rows))


def csv_head(table: Table) -> str:
    """The line of CSV that names the columns."""
    return ",".join(table.names) + "\n"


def csv_lines(table: Table, rows: Iterable[Row]) -> Iterator[str]:
    """Lines of CSV after RFC 4180; the standard module leaves a lone carriage return without quotes."""
    kinds = [column.kind for column in table.columns]
    for row in rows:
        cells = [_cell(row[name], kind) for name, kind in zip(table.names, kinds, strict=True)]
        yield ",".join(map(_quoted, cells)) + "\n"


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if QUOTED.intersection(cell) else cell


QUOTED = frozenset(',"\r\n')


def _cell(value: Any, kind: str) -> str:
    if value is None:
        return ""
    if kind in ("text", "choice"):
        return harmless(value)
    if kind == "list":
        return "; ".join(harmless(item) for item in value)
    if kind == "truth":
        return "true" if value else "false"
    return str(_number(value) if kind == "number" else value)


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it as a formula.

    That is where it begins with `=`, `+`, `-` or `@` (also in full width, also after white space) or
    with a tab or a line break. Numbers are columns of their own and stay as they are.

    >>> harmless('=HYPERLINK("x")'), harmless("+1,500"), harmless("1,500")
    ('\\'=HYPERLINK("x")', "'+1,500", '1,500')
    """
    return f"'{text}" if text[:1] in LEADING_BREAKS or text.lstrip()[:1] in FORMULA_SIGNS else text


FORMULA_SIGNS = frozenset("=+-@＝＋－＠")
LEADING_BREAKS = frozenset("\t\r\n")


def _number(value: float | None) -> float | int | None:
    """A whole number without its `.0`, so that 1500 reads as it was meant."""
    return int(value) if value is not None and float(value).is_integer() and abs(value) < 2**53 else value


def _write_parquet(table: Table, rows: Sequence[Row], path: Path) -> None:
    import pyarrow
    from pyarrow import parquet

    content = pyarrow.Table.from_pylist(list(rows), schema=arrow_schema(table))
    parquet.write_table(content, path, compression="zstd", store_schema=False)


def arrow_schema(table: Table) -> pyarrow.Schema:
    """The Arrow types of a table's columns."""
    import pyarrow as arrow

    types = {"text": arrow.string(), "choice": arrow.string(), "integer": arrow.int64(),
             "number": arrow.float64(), "truth": arrow.bool_(), "day": arrow.date32(),
             "list": arrow.list_(arrow.string())}
    return arrow.schema([arrow.field(column.name, types[column.kind]) for column in table.columns])


WRITERS: Mapping[str, Callable[[Table, Sequence[Row], Path], None]] = {
    "jsonl": _write_jsonl, "csv": _write_csv, "parquet": _write_parquet,
}
