"""Parquet → rows, some at a time, and only the columns that are known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from nkreport.articles.mapping import may_be_read, may_hold_text
from nkreport.articles.sources import Source, UnreadableError
from nkreport.articles.unpacking import bomb
from nkreport.articles.words import cut, printable, short
from nkreport.limits import Limits
from nkreport.records import InputDocument

BATCH = 64  # rows held at once: even of the longest articles they take little
REMEDY = "ask for a whole copy of it; the rest of it was left out"


def rows(source: Source, file: BinaryIO, limits: Limits) -> Iterator[InputDocument]:
    """Every row as a document whose fields are the columns; UnreadableError where the file is damaged."""
    import pyarrow as pa
    from pyarrow import parquet

    try:
        table = parquet.ParquetFile(file, buffer_size=1 << 20, pre_buffer=False)
        batches = table.iter_batches(BATCH, columns=_columns(table.schema_arrow.names))
        yield from _documents(source, batches, table.metadata.num_rows, limits)
    except (pa.ArrowException, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableError(f"the Parquet data are damaged ({short(error)})", REMEDY) from error


def _documents(source: Source, batches: Iterator[Any], total: int, limits: Limits) -> Iterator[InputDocument]:
    number = taken = 0
    for batch in batches:
        taken += batch.nbytes
        if taken > limits.archive_ratio * source.size:
            raise bomb(source.size, limits)
        for fields in batch.to_pylist():
            number += 1
            yield InputDocument(
                f"{source.place} row {number}",
                f"{source.name}#{number}",
                "row",
                fields=fields,
                consumed=source.position(),
            )


def _columns(names: list[str]) -> list[str]:
    """The columns to read, by name; UnreadableError where none holds the text."""
    wanted = [name for name in names if may_be_read(name)]
    if not any(map(may_hold_text, wanted)):
        raise UnreadableError(
            f"no column holds the text; the columns are {printable(cut(', '.join(names), 200))}",
            "call the column of the text “text”; docs/inputs.md lists other names that are known",
        )
    return wanted
