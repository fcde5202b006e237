"""Bytes → lines of a bounded length, whatever marks their ends and their encoding."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from nkreport.articles.charsets import MARKS, NAMES, told
from nkreport.articles.sources import HEAD, Source

MARK = b'"'


def lines(chunks: Iterable[bytes], longest: int) -> Iterator[bytes | int]:
    r"""Every line without its line feed; of one with more bytes only the number of its quotation marks.

    No more than `longest` bytes and one chunk are held.

    >>> list(lines([b"one\ntw", b"o\n", b'far too long"\nend'], 5))
    [b'one', b'two', 1, b'end']
    """
    held: list[bytes] = []
    length = marks = 0
    for chunk in chunks:
        first, *others = chunk.split(b"\n")
        held.append(first)
        length += len(first)
        if length > longest:
            marks += sum(part.count(MARK) for part in held)
            held.clear()
        if others:
            yield b"".join(held) if length <= longest else marks
            yield from (line if len(line) <= longest else line.count(MARK) for line in others[:-1])
            held, length, marks = [others[-1]], len(others[-1]), 0
    if length > longest:
        yield marks + sum(part.count(MARK) for part in held)
    elif length:
        yield b"".join(held)


def linewise(source: Source) -> tuple[Source, str | None]:
    """The stream with its lines ended by line feeds and without its mark; its codec where it is not UTF-8.

    UTF-16 and UTF-32 are turned into UTF-8, as their line feeds are no single bytes.
    """
    mark, codec = next((mark for mark in MARKS if source.head.startswith(mark[0])), (b"", ""))
    first = next(source.chunks, b"")
    while len(first) < len(mark) and (more := next(source.chunks, b"")):
        first += more
    chunks: Iterator[bytes] = chain([first[len(mark) :]], source.chunks)
    head = source.head[len(mark) :]
    if codec.startswith(("utf-16", "utf-32")):
        chunks = _transcoded(chunks, codec)
        first = next(chunks, b"")
        head, chunks = first[:HEAD], chain([first], chunks)
    if b"\r" in head and b"\n" not in head:
        head = head.replace(b"\r", b"\n")
        chunks = (chunk.replace(b"\r", b"\n") for chunk in chunks)
    return replace(source, head=head, chunks=chunks), codec if codec != "utf-8" and codec else codec_of(head)


def _transcoded(chunks: Iterable[bytes], codec: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(codec)("surrogatepass")
    for chunk in chunks:
        yield decoder.decode(chunk).encode("utf-8", "surrogatepass")


def codec_of(head: bytes) -> str | None:
    r"""The codec of lines that are not UTF-8, as their first ones tell; None for UTF-8.

    >>> codec_of("Café".encode()) is None, codec_of(b"caf\xe9 au lait")
    (True, 'cp1252')
    """
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)  # the head may end within a character
    except UnicodeDecodeError:
        return told(head)
    return None


def charset_name(codec: str | None) -> str:
    """A codec as the tables name it."""
    return NAMES.get(codec, codec) if codec else "utf-8"
