"""Rows ↔ pieces of a file: what a worker hands back, and the parts of a dataset that are made of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from nkreport.tables.columns import Table
from nkreport.tables.files import arrow_schema, csv_head, csv_lines, jsonl
from nkreport.tables.rows import Row


def encoded(table: Table, rows: Sequence[Row], form: str) -> bytes:
    r"""Rows as bytes that can be put one after the other: lines of JSON or CSV, or an Arrow stream.

    >>> from nkreport.tables import PROBLEMS
    >>> row = {"problem_id": "p1", "article_id": None, "place": "a.txt", "what": "empty", "remedy": "fill it"}
    >>> encoded(PROBLEMS, [row], "csv")
    b'p1,,a.txt,empty,fill it\n'
    """
    if form == "jsonl":
        return "".join(jsonl(table, rows)).encode()
    if form == "csv":
        return "".join(csv_lines(table, rows)).encode()
    return _arrow_stream(table, rows)


def header(table: Table, form: str) -> bytes:
    """What stands before the first row of a file."""
    return csv_head(table).encode() if form == "csv" else b""


def write_part(table: Table, pieces: Iterable[bytes], form: str, path: Path) -> None:
    """Write pieces that `encoded` gave to one file: lines without a header, or a Parquet file."""
    if form == "parquet":
        _write_arrow(table, pieces, path)
        return
    with path.open("wb") as file:
        file.writelines(pieces)


def _arrow_stream(table: Table, rows: Sequence[Row]) -> bytes:
    import pyarrow
    from pyarrow import ipc

    sink = pyarrow.BufferOutputStream()
    content = pyarrow.Table.from_pylist(list(rows), schema=arrow_schema(table))
    with ipc.new_stream(sink, content.schema) as stream:
        stream.write_table(content)
    found: bytes = sink.getvalue().to_pybytes()
    return found


def _write_arrow(table: Table, pieces: Iterable[bytes], path: Path) -> None:
    import pyarrow
    from pyarrow import ipc, parquet

    found = [ipc.open_stream(piece).read_all() for piece in pieces]
    content = pyarrow.concat_tables([arrow_schema(table).empty_table(), *found]).combine_chunks()
    parquet.write_table(content, path, compression="zstd", store_schema=False)
