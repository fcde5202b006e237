"""Paths → documents: every file opened, its format told by its content, and streamed as documents."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from nkreport.articles import crawled, delimited
from nkreport.articles.charsets import MARKS
from nkreport.articles.finding import Found, Paths, Root, find, roots
from nkreport.articles.lines import charset_name, codec_of, lines, linewise
from nkreport.articles.sniffing import sniff
from nkreport.articles.sources import Source, UnreadableError, file_chunks, peeked, whole
from nkreport.articles.unpacking import unpacked
from nkreport.articles.words import short, size
from nkreport.articles.zips import members
from nkreport.errors import InputError
from nkreport.limits import DEFAULT, Limits
from nkreport.records import InputDocument, Problem

Item = InputDocument | Problem
PACKINGS = ("gzip", "zstd")


def documents(
    paths: Paths,
    *,
    limits: Limits = DEFAULT,
    but: str | Path | None = None,
) -> Iterator[Item]:
    """Every document of a file, a folder, a pattern, or several of them, as a stream in a fixed order.

    `but` is a folder that is passed over, such as the one that the tables go to.

    What cannot be read of it is a Problem at its place in the stream; a path that is not there, that
    holds nothing, or that is one file of an unknown format, is one InputError.

    >>> next(documents("no/such/folder"))
    Traceback (most recent call last):
    ...
    nkreport.errors.InputError: no/such/folder: there is no such file or folder; check the path
    """
    return _documents(roots(paths), limits, but)


def input_bytes(paths: Paths, *, but: str | Path | None = None) -> int | None:
    """The bytes of everything that `documents` would read; None where a file does not tell its size."""
    total = 0
    for found in find(roots(paths), but=but):
        if isinstance(found, Found):
            try:
                total += os.stat(found.path).st_size
            except OSError:
                return None
    return total


def _documents(given: list[Root], limits: Limits, but: str | Path | None) -> Iterator[Item]:
    alone = len(given) == 1 and given[0].is_file
    before = 0
    for found in find(given, but=but):
        if isinstance(found, Problem):
            yield found
            continue
        length = 0
        try:
            with open(found.path, "rb", buffering=0) as file:
                length = os.fstat(file.fileno()).st_size
                yield from _file(found, file, length, before, limits)
        except UnknownFormatError as error:
            if alone:
                raise InputError(error.what, where=found.path, remedy=error.remedy) from error
            yield Problem(None, found.name, error.what, f"{error.remedy}; it was left out")
        except OSError as error:
            what = f"cannot be read ({error.strerror or short(error)})"
            if alone:
                raise InputError(what, where=found.path, remedy="check its rights") from error
            yield Problem(None, found.name, what, "check its rights; it was left out")
        before += length


def _file(found: Found, file: BinaryIO, length: int, before: int, limits: Limits) -> Iterator[Item]:
    source = Source(
        found.name, found.name, length, lambda: before + file.tell(), file_chunks(file), file=file
    )
    yield from _guarded(source, limits)


def _guarded(source: Source, limits: Limits) -> Iterator[Item]:
    """The documents of a stream up to its first fault, which is told, or the fact that there are none."""
    nothing = True
    try:
        for item in _content(source, limits):
            nothing = False
            yield item
    except UnreadableError as error:
        yield Problem(None, source.place, error.what, error.remedy)
        return
    if nothing:
        yield Problem(None, source.place, "holds no article", "add one, or remove it")


def _content(source: Source, limits: Limits) -> Iterator[Item]:
    head, chunks = peeked(source.chunks)
    source = replace(source, head=head, chunks=chunks)
    kind = sniff(head, source.name)
    if kind not in READERS:
        raise UnknownFormatError(f"the format is not known ({kind})", REMEDY)
    return READERS[kind](source, limits)


class UnknownFormatError(Exception):
    """A file of a format that is not read, with its remedy."""

    def __init__(self, what: str, remedy: str) -> None:
        self.what, self.remedy = what, remedy
        super().__init__(what, remedy)


REMEDY = "docs/inputs.md lists the formats; convert or remove it"


# --- what holds other files ---


def _packed(source: Source, limits: Limits) -> Iterator[Item]:
    kind = sniff(source.head, source.name)
    if source.packed in PACKINGS:
        raise UnreadableError("is packed twice", "unpack it once; it was left out")
    bytes_of = unpacked(kind, source.chunks, source.size, limits)
    yield from _content(
        replace(source, name=_unpacked_name(source.name), chunks=bytes_of, packed=kind, file=None), limits
    )


def _unpacked_name(name: str) -> str:
    """The name without the ending of what packed it.

    >>> _unpacked_name("2024/a.jsonl.GZ"), _unpacked_name("pages.warc")
    ('2024/a.jsonl', 'pages.warc')
    """
    ending = next(
        (ending for ending in (".gz", ".gzip", ".zst", ".zstd") if name.lower().endswith(ending)), ""
    )
    return name[: len(name) - len(ending)]


def _archive(source: Source, limits: Limits) -> Iterator[Item]:
    if source.file is None:
        raise UnreadableError("is an archive within another", "unpack the outer one; it was left out")
    for member in members(source, source.file, limits):
        if isinstance(member, Problem):
            yield member
            continue
        try:
            yield from _guarded(member, limits)
        except UnknownFormatError as error:
            yield Problem(None, member.place, error.what, f"{error.remedy}; it was left out")


# --- what is read whole ---


def _read_whole(form: str) -> Callable[[Source, Limits], Iterator[Item]]:
    def read(source: Source, limits: Limits) -> Iterator[Item]:
        content = whole(source, limits)
        codec = codec_of(source.head) if form == "json" and not _marked(source.head) else None
        yield InputDocument(
            source.place,
            stem(source.name),
            form,
            content,
            charset=charset_name(codec) if codec else None,
            consumed=source.position(),
        )

    return read


def _marked(head: bytes) -> bool:
    return any(head.startswith(mark) for mark, _ in MARKS)


def stem(name: str) -> str:
    """What an id is made from: the name without `.txt`.

    >>> stem("2024/a.b.txt"), stem("page.html")
    ('2024/a.b', 'page.html')
    """
    return name[:-4] if name.lower().endswith(".txt") else name


# --- what is read piece by piece ---


def _json_lines(source: Source, limits: Limits) -> Iterator[Item]:
    source, codec = linewise(source)
    nothing = True
    for number, line in enumerate(lines(source.chunks, limits.line_bytes), start=1):
        place = f"{source.place} line {number}"
        if isinstance(line, int):
            nothing = False
            yield Problem(
                None,
                place,
                f"is longer than {size(limits.line_bytes)}",
                "divide it, or set the limit line_bytes; it was left out",
            )
        elif line.strip():
            nothing = False
            yield InputDocument(
                place,
                f"{source.name}#{number}",
                "json",
                line,
                charset=charset_name(codec) if codec else None,
                consumed=source.position(),
            )
    if nothing:
        yield Problem(None, source.place, "the file is empty", "add one article a line, as JSON")


def _parquet(source: Source, limits: Limits) -> Iterator[Item]:
    from nkreport.articles import columnar

    file = source.file or io.BytesIO(whole(source, limits))
    file.seek(0)
    return columnar.rows(source, file, limits)


READERS: Mapping[str, Callable[[Source, Limits], Iterator[Item]]] = {
    **{form: _read_whole(form) for form in ("text", "markdown", "html", "json", "feed")},
    **dict.fromkeys(PACKINGS, _packed),
    "zip": _archive,
    "jsonl": _json_lines,
    "csv": delimited.rows,
    "parquet": _parquet,
    "warc": crawled.pages,
}
