"""Bytes → lines of a bounded length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def lines(chunks: Iterable[bytes], longest: int) -> Iterator[bytes | None]:
    r"""Every line without its line feed; None for one with more bytes, of which no more than that is held.

    >>> list(lines([b"one\ntw", b"o\n", b"far too long\nend"], 5))
    [b'one', b'two', None, b'end']
    """
    held: list[bytes] = []
    length = 0
    for chunk in chunks:
        first, *others = chunk.split(b"\n")
        held.append(first)
        length += len(first)
        if length > longest:
            held.clear()
        if others:
            yield b"".join(held) if length <= longest else None
            yield from (line if len(line) <= longest else None for line in others[:-1])
            held, length = [others[-1]], len(others[-1])
    if length > longest:
        yield None
    elif length:
        yield b"".join(held)
