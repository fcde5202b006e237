"""CSV and its kin → rows, streamed: the delimiter and the charset are told by the first lines."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from nkreport.articles.lines import charset_name, lines, linewise
from nkreport.articles.mapping import is_known_name, is_text_name
from nkreport.articles.sources import Source, UnreadableError
from nkreport.articles.words import cut, not_utf8, printable, short, size
from nkreport.limits import Limits
from nkreport.records import InputDocument, Problem

DELIMITERS = ",;\t|"
MARK = '"'
LONGEST_HEADER = 2000  # signs of the first line of a table whose name does not say that it is one


@dataclass(frozen=True, slots=True)
class Header:
    """The names of the columns, and what stands between cells."""

    names: tuple[str, ...]
    delimiter: str
    quoted: bool

    @property
    def quoting(self) -> Literal[0, 3]:
        return csv.QUOTE_MINIMAL if self.quoted else csv.QUOTE_NONE


@dataclass(slots=True)
class _Meter:
    """What the row that is being read has taken so far: bytes, quotation marks, a fault in its bytes."""

    length: int = 0
    marks: int = 0
    fault: str | None = None
    ended: bool = False


class _TooLongError(Exception):
    """A row with more bytes than are allowed."""


def header_of(head: str) -> Header | None:
    r"""The header in the first line, with the delimiter that gives a column of text; None where none does.

    >>> header_of("id;Headline;Body\n1;Rain;It rains.").names
    ('id', 'Headline', 'Body')
    """
    first = _first_line(head)
    found = [
        header
        for header in (_header(first, head, sign) for sign in DELIMITERS if sign in first)
        if any(map(is_text_name, header.names))
    ]
    if not found and is_text_name(first.strip('"')):
        return _header(first, head, ",")
    return max(found, key=lambda header: sum(map(is_known_name, header.names)), default=None)


def looks_delimited(head: str) -> bool:
    """Whether text of any name is a table: a header of short names, two of them known, and a row below it."""
    first = _first_line(head)
    if len(first) > LONGEST_HEADER:
        return False
    header = header_of(head)
    return (
        header is not None
        and sum(map(is_known_name, header.names)) > 1
        and len(set(header.names)) == len(header.names)
        and header.delimiter in _first_line(head.partition("\n")[2])
    )


def _first_line(head: str) -> str:
    return head.partition("\n")[0].strip("\r")


def _header(first: str, head: str, delimiter: str) -> Header:
    # A tab needs no quotation marks around a cell, so that those in the text mean nothing.
    quoted = delimiter != "\t" or head.startswith(MARK) or '\t"' in head or '"\t' in head
    header = Header((), delimiter, quoted)
    try:
        cells = next(csv.reader([first], delimiter=delimiter, quoting=header.quoting), [])
    except csv.Error:
        return header
    return replace(header, names=tuple(cell.strip() for cell in cells))


def rows(source: Source, limits: Limits) -> Iterator[InputDocument | Problem]:
    """Every row as a document whose fields are the columns; what is wrong with a row leaves it out."""
    source, codec = linewise(source)
    head = source.head.decode(_bytes(codec), "replace")
    header = header_of(head)
    if header is None:
        raise _no_text_column(head)
    number = -1
    for cells, fault in _cells(lines(source.chunks, limits.line_bytes), header, codec, limits):
        number += bool(cells) or fault is not None
        if number < 1 or not (cells or fault):
            continue
        place = f"{source.place} row {number}"
        fault = fault or _shape_fault(cells, header)
        if fault:
            yield Problem(None, place, fault, "mend the row; it was left out")
            continue
        yield InputDocument(
            place,
            f"{source.name}#{number}",
            "row",
            charset=charset_name(codec),
            fields=dict(zip(header.names, cells, strict=False)),
            consumed=source.position(),
        )


def _bytes(codec: str | None) -> str:
    """What the bytes are in: those of UTF-16 have been turned into UTF-8."""
    return "utf-8" if codec is None or codec.startswith("utf") else codec


def _cells(
    physical: Iterator[bytes | int], header: Header, codec: str | None, limits: Limits
) -> Iterator[tuple[list[str], str | None]]:
    """The cells of each row with what is wrong with its bytes; a row that cannot be read has no cells."""
    csv.field_size_limit(limits.line_bytes)
    meter = _Meter()
    reader = _reader(physical, header, codec, meter, limits)
    while True:
        meter.length, meter.marks, meter.fault = 0, 0, None
        cells: list[str] = []
        try:
            cells = next(reader)
            if meter.ended:  # csv asked for another line: the last cell is still open
                meter.fault = "a quotation mark is never closed, so that the rows behind it are in it"
        except StopIteration:
            return
        except _TooLongError:
            meter.fault = (
                f"is longer than {size(limits.line_bytes)}, or a quotation mark in it is never closed"
            )
            _pass_over(physical, header, meter)
            reader = _reader(physical, header, codec, meter, limits)
        except csv.Error as error:
            meter.fault = f"not readable as CSV: {short(error)}"
        yield cells, meter.fault


def _reader(
    physical: Iterator[bytes | int], header: Header, codec: str | None, meter: _Meter, limits: Limits
) -> Iterator[list[str]]:
    return csv.reader(
        _metered(physical, codec, meter, limits), delimiter=header.delimiter, quoting=header.quoting
    )


def _metered(
    physical: Iterator[bytes | int], codec: str | None, meter: _Meter, limits: Limits
) -> Iterator[str]:
    """The lines as text, counted into the row that they belong to."""
    for line in physical:
        meter.marks += line if isinstance(line, int) else line.count(MARK.encode())
        if isinstance(line, int) or meter.length + len(line) > limits.line_bytes:
            raise _TooLongError
        meter.length += len(line) + 1
        try:
            yield line.decode(_bytes(codec)) + "\n"
        except UnicodeDecodeError as error:
            meter.fault = not_utf8(error) if codec is None else f"not {charset_name(codec)}"
            yield line.decode(_bytes(codec), "replace") + "\n"
    meter.ended = True


def _pass_over(physical: Iterator[bytes | int], header: Header, meter: _Meter) -> None:
    """Pass over what is left of a row that is too long: to the line in which its quotation mark is closed."""
    if not header.quoted or meter.marks % 2 == 0:
        return
    for line in physical:
        if (line if isinstance(line, int) else line.count(MARK.encode())) % 2:
            return


def _shape_fault(cells: list[str], header: Header) -> str | None:
    if len(cells) > len(header.names):
        return f"has {len(cells)} cells where the header has {len(header.names)}"
    return None


def _no_text_column(head: str) -> UnreadableError:
    first = _first_line(head)
    if not head.strip():
        return UnreadableError("the file is empty", "add a row for each article, or remove it")
    return UnreadableError(
        f"no column holds the text; the columns are {printable(cut(first, 200))}",
        "call the column of the text “text”; docs/inputs.md lists other names that are known",
    )
