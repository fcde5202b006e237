"""Paths → documents: every file opened, its format told by its content, and streamed as documents."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import BinaryIO

from nkreport.articles.finding import Found, Paths, Root, find, roots
from nkreport.articles.lines import lines
from nkreport.articles.sniffing import sniff
from nkreport.articles.sources import Source, UnreadableError, file_chunks, peeked, whole
from nkreport.articles.words import short, size
from nkreport.errors import InputError
from nkreport.limits import DEFAULT, Limits
from nkreport.records import InputDocument, Problem

Item = InputDocument | Problem
BOM = b"\xef\xbb\xbf"


def documents(paths: Paths, *, limits: Limits = DEFAULT) -> Iterator[Item]:
    """Every document of a file, a folder, a pattern, or several of them, as a stream in a fixed order.

    What cannot be read of it is a Problem at its place in the stream; a path that is not there, that
    holds nothing, or that is one file of an unknown format, is one InputError.

    >>> next(documents("no/such/folder"))
    Traceback (most recent call last):
    ...
    nkreport.errors.InputError: no/such/folder: there is no such file or folder; check the path
    """
    return _documents(roots(paths), limits)


def input_bytes(paths: Paths) -> int | None:
    """The bytes of everything that `documents` would read; None where a file does not tell its size."""
    total = 0
    for found in find(roots(paths)):
        if isinstance(found, Found):
            try:
                total += os.stat(found.path).st_size
            except OSError:
                return None
    return total


def _documents(given: list[Root], limits: Limits) -> Iterator[Item]:
    alone = len(given) == 1 and given[0].is_file
    before = 0
    for found in find(given):
        if isinstance(found, Problem):
            yield found
            continue
        try:
            with open(found.path, "rb", buffering=0) as file:
                length = os.fstat(file.fileno()).st_size
                yield from _file(found, file, length, before, limits)
                before += length
        except UnknownFormatError as error:
            if alone:
                raise InputError(error.what, where=found.path, remedy=error.remedy) from error
            yield Problem(None, found.name, error.what, f"{error.remedy}; it was left out")
        except OSError as error:
            what = f"cannot be read ({error.strerror or short(error)})"
            if alone:
                raise InputError(what, where=found.path, remedy="check its rights") from error
            yield Problem(None, found.name, what, "check its rights; it was left out")


def _file(found: Found, file: BinaryIO, length: int, before: int, limits: Limits) -> Iterator[Item]:
    source = Source(found.name, found.name, length, lambda: before + file.tell(), file_chunks(file), file=file)
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
        yield Problem(None, source.place, "holds no article", "add one, or remove the file")


def _content(source: Source, limits: Limits) -> Iterator[Item]:
    head, chunks = peeked(source.chunks)
    source = replace(source, head=head, chunks=chunks)
    kind = sniff(head, source.name)
    reader = READERS.get(kind)
    if reader is None:
        raise UnknownFormatError(f"the format is not known ({kind})", REMEDY)
    return reader(source, limits)


class UnknownFormatError(Exception):
    """A file of a format that is not read, with its remedy."""

    def __init__(self, what: str, remedy: str) -> None:
        self.what, self.remedy = what, remedy
        super().__init__(what, remedy)


REMEDY = "docs/inputs.md lists the formats; convert or remove it"


def _text(source: Source, limits: Limits) -> Iterator[Item]:
    yield InputDocument(source.place, stem(source.name), "text", whole(source, limits),
                        consumed=source.position())


def _json_lines(source: Source, limits: Limits) -> Iterator[Item]:
    if not source.head.removeprefix(BOM).strip():
        yield Problem(None, source.place, "the file is empty", "add one article a line, as JSON")
        return
    for number, line in enumerate(lines(source.chunks, limits.line_bytes), start=1):
        place = f"{source.place} line {number}"
        if line is None:
            yield Problem(None, place, f"is longer than {size(limits.line_bytes)}",
                          "divide it, or set the limit line_bytes; it was left out")
            continue
        content = line.removeprefix(BOM) if number == 1 else line
        if content.strip():
            yield InputDocument(place, f"{source.name}#{number}", "json", content, consumed=source.position())


def stem(name: str) -> str:
    """What an id is made from: the name without `.txt`.

    >>> stem("2024/a.b.txt"), stem("page.html")
    ('2024/a.b', 'page.html')
    """
    return name[:-4] if name.lower().endswith(".txt") else name


READERS: Mapping[str, Callable[[Source, Limits], Iterator[Item]]] = {
    "text": _text,
    "jsonl": _json_lines,
}
