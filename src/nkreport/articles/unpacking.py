"""Compressed bytes → bytes, as a stream: gzip and zstd with all their members, never more than is allowed."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator

from nkreport.articles.sources import CHUNK, Stream, UnreadableError
from nkreport.articles.words import short
from nkreport.limits import Limits

FED = 1 << 13  # bytes that zlib gets at once: what is behind the end of a member is copied, each time
GZIP = 16 + zlib.MAX_WBITS  # zlib's way to say that a gzip header is expected
DAMAGED = "get a whole copy of it; what was read before the damage was kept"


def unpacked(kind: str, chunks: Iterator[bytes], size: int, limits: Limits) -> Iterator[bytes]:
    """The bytes of a gzip or zstd stream of that size; UnreadableError where it is damaged or a bomb."""
    return bounded((_gunzip if kind == "gzip" else _unzstd)(chunks), size, limits)


def bounded(chunks: Iterator[bytes], size: int, limits: Limits) -> Iterator[bytes]:
    """The bytes, as long as they are at most `archive_ratio` times those that they were packed in."""
    length = 0
    for chunk in chunks:
        length += len(chunk)
        if length > limits.archive_ratio * size:
            raise bomb(size, limits)
        yield chunk


def bomb(size: int, limits: Limits) -> UnreadableError:
    """The fault of what unpacks to more than is allowed."""
    return UnreadableError(
        f"unpacks to more than {limits.archive_ratio:,} times its {size:,} bytes, as a bomb does",
        "set the limit archive_ratio where that is right; the rest of it was left out",
    )


def _gunzip(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """All members of a gzip stream, one after the other; zeros between and behind them are padding."""
    member = None
    for data in (chunk[at : at + FED] for chunk in chunks for at in range(0, len(chunk), FED)):
        while data := data if member else data.lstrip(b"\0"):
            member = member or zlib.decompressobj(GZIP)
            yield from _inflated(member, data)
            if not member.eof:
                break
            data, member = member.unused_data, None
    if member is not None:
        raise UnreadableError("the gzip data end too early", DAMAGED)


def _inflated(member: zlib._Decompress, data: bytes) -> Iterator[bytes]:
    full = True
    while (data or full) and not member.eof:
        try:
            out = member.decompress(data, CHUNK)
        except zlib.error as error:
            raise UnreadableError(f"the gzip data are damaged ({short(error)})", DAMAGED) from error
        data, full = member.unconsumed_tail, len(out) == CHUNK
        if out:
            yield out


def _unzstd(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """All frames of a zstd stream; pyarrow, which is there anyway, reads them."""
    import pyarrow as pa

    packed = pa.PythonFile(io.BufferedReader(Stream(chunks), CHUNK), mode="r")
    try:
        stream = pa.CompressedInputStream(packed, "zstd")
        while chunk := stream.read(CHUNK):
            yield chunk
    except (OSError, ValueError, pa.ArrowException) as error:
        early = "Truncated" in str(error)
        what = "the zstd data end too early" if early else f"the zstd data are damaged ({short(error)})"
        raise UnreadableError(what, DAMAGED) from error
