"""The quotations of a document as the attribution finder asks for them."""

from __future__ import annotations

from bisect import bisect_left

from nkreport.records import Quotation, Span
from nkreport.text import Document


class Quotes:
    """The quotations of a document by where they open and close."""

    __slots__ = ("by_end", "by_start", "document", "order")

    def __init__(self, document: Document) -> None:
        self.document = document
        self.order = [quotation.start for quotation in document.quotations]
        self.by_start = {quotation.start: quotation for quotation in document.quotations}
        self.by_end = {quotation.end: quotation for quotation in document.quotations}

    def inside(self, offset: int) -> Quotation | None:
        """The quotation around an offset."""
        return self.document.quotation_at(offset) if self.order else None

    def within(self, start: int, end: int) -> list[Quotation]:
        """The quotations that open in `[start, end)`."""
        return list(self.document.quotations[bisect_left(self.order, start) : bisect_left(self.order, end)])

    def opening_at(self, offset: int) -> Quotation | None:
        """The quotation that opens behind an offset, with nothing but spaces of one paragraph between."""
        at = bisect_left(self.order, offset)
        if at >= len(self.order):
            return None
        quotation = self.document.quotations[at]
        gap = self.document.text[offset : marked(self.document.text, quotation)[0]]
        return quotation if not gap.strip() and "\n" not in gap else None


def marked(text: str, quotation: Quotation) -> Span:
    """A quotation with its marks."""
    start, end = quotation.start, quotation.end
    width = (
        2 if text[start - 2 : start] in ("''", "``") else 1 if start and text[start - 1] in "“\"‘'«„" else 0
    )
    return start - width, end + ((2 if text[end : end + 2] == "''" else 1) if quotation.closed else 0)


def next_paragraphs(quotation: Quotation, quotes: Quotes) -> list[Span]:
    """The further paragraphs of a quotation that stays open at the end of its paragraph."""
    found: list[Span] = []
    text, order = quotes.document.text, quotes.document.quotations
    at = bisect_left(quotes.order, quotation.start)
    while not quotation.closed and at + 1 < len(order) and len(found) < 20:
        follower = order[at + 1]
        start, end = marked(text, follower)
        if text[quotation.end : start].strip():
            break
        found.append((start, end))
        quotation, at = follower, at + 1
    return found


def earlier_paragraphs(quotation: Quotation, quotes: Quotes) -> list[Span]:
    """The paragraphs before that a quotation goes on from: each opened, none closed."""
    found: list[Span] = []
    text, order = quotes.document.text, quotes.document.quotations
    at = bisect_left(quotes.order, quotation.start) - 1
    while at >= 0 and not order[at].closed and len(found) < 20:
        if text[order[at].end : marked(text, quotation)[0]].strip():
            break
        quotation = order[at]
        found.append(marked(text, quotation))
        at -= 1
    return found[::-1]
