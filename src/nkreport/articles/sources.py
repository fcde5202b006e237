"""What a reader of a format is given: a stream of bytes with its place, and how a fault in it is told."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import BinaryIO

from nkreport.articles.words import size
from nkreport.limits import Limits

CHUNK = 1 << 16  # bytes read at once: large enough to cost nothing, small enough to hold nothing back
HEAD = 1 << 17  # bytes that are looked at to tell a format: the first lines, even of long articles


class UnreadableError(Exception):
    """What keeps the rest of a file from being read, with its remedy; it becomes a row in `problems`."""

    def __init__(self, what: str, remedy: str) -> None:
        self.what, self.remedy = what, remedy
        super().__init__(what, remedy)


@dataclass(frozen=True, slots=True)
class Source:
    """A stream with its name for ids, its place for messages, its first bytes, and where on the disk it is.

    `size` is the number of bytes that it has where it lies, `packed` what it was unpacked from,
    `file` the file itself where it is not packed, for formats that are not read from the front.
    """

    name: str
    place: str
    size: int
    position: Callable[[], int]
    chunks: Iterator[bytes] = field(default_factory=lambda: iter(()))
    head: bytes = b""
    packed: str = ""
    file: BinaryIO | None = None


def file_chunks(file: BinaryIO) -> Iterator[bytes]:
    """The bytes of a file, some at a time."""
    while chunk := file.read(CHUNK):
        yield chunk


def peeked(chunks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """The first bytes of a stream, and the stream as if they were not taken; a fault comes where it lies."""
    held: list[bytes] = []
    length = 0
    try:
        while length < HEAD and (chunk := next(chunks, b"")):
            held.append(chunk)
            length += len(chunk)
    except UnreadableError as error:
        chunks = _raising(error)
    return b"".join(held)[:HEAD], chain(held, chunks)


def _raising(error: UnreadableError) -> Iterator[bytes]:
    yield from ()
    raise error


def whole(source: Source, limits: Limits) -> bytes:
    """All bytes of a stream that is read whole; UnreadableError where they are too many."""
    held: list[bytes] = []
    length = 0
    for chunk in source.chunks:
        held.append(chunk)
        length += len(chunk)
        if length > limits.file_bytes:
            raise UnreadableError(
                f"is longer than {size(limits.file_bytes)}",
                "divide it, make JSON Lines of it, or set the limit file_bytes; it was left out",
            )
    return b"".join(held)


class Stream(io.RawIOBase):
    """Chunks of bytes as a file, for libraries that want one."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = memoryview(chunk)
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count
