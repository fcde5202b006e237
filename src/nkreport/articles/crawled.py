"""WARC → pages: what a crawl got from the web, with address, charset and day, by warcio."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

from nkreport.articles.charsets import declared_in
from nkreport.articles.days import day_of
from nkreport.articles.sources import CHUNK, Source, Stream, UnreadableError
from nkreport.articles.words import cut, printable, short, size
from nkreport.limits import Limits
from nkreport.records import InputDocument, Problem

FORMATS = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}
KINDS = ("response", "resource", "conversion")  # what was got, and text that was made from it
PACKINGS = ("", "identity", "gzip", "x-gzip", "deflate")  # of answers; brotli where a module for it is there
REMEDY = "ask for a whole copy of it; the rest of it was left out"
ODD_LENGTH = ("its length is not what its header says", "ask for a whole copy of it; what it has was read")


def pages(source: Source, limits: Limits) -> Iterator[InputDocument | Problem]:
    """Every page or text of a crawl as a document; whatever else was got is passed over.

    Answers that are no page (errors, moves, images) are what a crawl is full of, and no problem.
    """
    from warcio.archiveiterator import ArchiveIterator

    allowance = _Allowance(limits.line_bytes)
    stream = io.BufferedReader(Stream(allowance.counted(source.chunks)), CHUNK)
    records = ArchiveIterator(stream)
    number = 0
    try:
        while True:
            allowance.renew()
            record, odd = _next(records)
            if odd:
                yield Problem(None, f"{source.place} record {number}", *ODD_LENGTH)
            if record is None:
                return
            number += 1
            allowance.lift()
            found = _document(record, number, source, limits)
            _pass_over(record)
            if found is not None:
                yield found
    except UnreadableError:
        raise
    except Exception as error:  # warcio meets bytes that its authors did not think of
        raise UnreadableError(
            f"the WARC data are damaged ({type(error).__name__}: {short(error)})", REMEDY
        ) from error


def _next(records: Any) -> tuple[Any, bool]:
    """The next record, and whether warcio says, on stderr, that the one before had another length."""
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        record = next(records, None)
    return record, "Content-Length" in said.getvalue()


def _document(record: Any, number: int, source: Source, limits: Limits) -> InputDocument | Problem | None:
    """The page or text of a record; None where it holds neither."""
    headers = record.http_headers or record.rec_headers
    kind, _, rest = (headers.get_header("Content-Type") or "").partition(";")
    form = FORMATS.get(kind.strip().lower())
    if form is None or record.rec_type not in KINDS or not _succeeded(record):
        return None
    place = f"{source.place} record {number}"
    packing = (headers.get_header("Content-Encoding") or "").strip().lower()
    if packing not in PACKINGS and not (packing == "br" and find_spec("brotli")):
        return Problem(
            None,
            place,
            f"the answer is packed as {printable(cut(packing))}",
            "that is not read; it was left out",
        )
    try:
        content = record.content_stream().read(limits.file_bytes + 1)
    except Exception as error:  # what a server called gzip or chunked may be neither
        return Problem(
            None,
            place,
            f"the answer is damaged ({type(error).__name__}: {short(error)})",
            "get the page again; it was left out",
        )
    if len(content) > limits.file_bytes:
        return Problem(
            None,
            place,
            f"is longer than {size(limits.file_bytes)}",
            "set the limit file_bytes; it was left out",
        )
    url = record.rec_headers.get_header("WARC-Target-URI")
    return InputDocument(
        place,
        f"{source.name}#{number}",
        form,
        content,
        charset=declared_in(rest.encode()),
        url=printable(url.strip("<> ")) if url else None,
        day=_day(record),
        consumed=source.position(),
    )


def _succeeded(record: Any) -> bool:
    return record.http_headers is None or (record.http_headers.get_statuscode() or "").startswith("2")


def _day(record: Any) -> dt.date | None:
    """The day on which the page was got."""
    return day_of(record.rec_headers.get_header("WARC-Date"))


def _pass_over(record: Any) -> None:
    """Read a record to its end; UnreadableError where the file ends first."""
    while record.raw_stream.read(CHUNK):
        pass
    if getattr(record.raw_stream, "limit", 0) > 0:
        raise UnreadableError("the WARC data end too early", REMEDY)


class _Allowance:
    """How many bytes may be read before a record has begun: its header is held, its content is not."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._left: float = length

    def renew(self) -> None:
        self._left = self._length

    def lift(self) -> None:
        self._left = float("inf")

    def counted(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self._left -= len(chunk)
            if self._left < 0:
                raise UnreadableError(f"the header of a record is longer than {size(self._length)}", REMEDY)
            yield chunk
