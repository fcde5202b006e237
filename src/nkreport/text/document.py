"""A text with its sentences, quotations and furniture, each found when it is first asked for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from operator import add

from nkreport.records import Furniture, Quotation
from nkreport.text.furniture import page_furniture
from nkreport.text.kept import kept
from nkreport.text.quotations import paragraph_quotations
from nkreport.text.splitting import (
    joined_lines,
    of_bounded_length,
    sentence_spans,
    stripped,
)
from nkreport.text.tokens import LOWER, token_starts, tokens

LINE = re.compile(r"[^\r\n\u2028\u2029\v\f]+")


class Sentence:
    """One sentence of a document: its span, the number of its paragraph, and its tokens as parallel lists."""

    __slots__ = ("__dict__", "document", "end", "index", "paragraph", "start")

    def __init__(self, document: Document, start: int, end: int, paragraph: int, index: int) -> None:
        self.document, self.start, self.end = document, start, end
        self.paragraph, self.index = paragraph, index

    @property
    def text(self) -> str:
        """The sentence, verbatim."""
        return self.document.text[self.start : self.end]

    @kept
    def words(self) -> list[str]:
        """The tokens as printed."""
        return tokens(self.document.text, self.start, self.end)

    @kept
    def lower(self) -> list[str]:
        """The tokens in lower case, with curly apostrophes made straight."""
        return list(map(LOWER.__getitem__, self.words))

    @kept
    def starts(self) -> list[int]:
        """Where each token starts in the document."""
        return token_starts(self.document.text, self.words, self.start)

    @kept
    def ends(self) -> list[int]:
        """Where each token ends in the document."""
        return list(map(add, self.starts, map(len, self.words)))

    def token_at(self, offset: int) -> int:
        """The index of the token that covers the offset, or of the next one; `len(words)` past the last."""
        starts = self.starts
        index = bisect_right(starts, offset) - 1
        return index if index >= 0 and offset < starts[index] + len(self.words[index]) else index + 1


class Document:
    """A text with what was found in it; everything is computed when it is first asked for, and then kept."""

    def __init__(self, text: str) -> None:
        self.text = text

    @kept
    def lines(self) -> list[tuple[int, int]]:
        """The spans of the lines that hold more than white space, stripped."""
        return [span for match in LINE.finditer(self.text) if (span := stripped(self.text, *match.span()))]

    @kept
    def furniture(self) -> tuple[Furniture, ...]:
        """Spans of the page that are no part of the article, with the reason."""
        return tuple(page_furniture(self.text, self.lines))

    @kept
    def paragraphs(self) -> tuple[tuple[int, int], ...]:
        """The spans of the article's paragraphs, furniture left out."""
        left_out = {span.start for span in self.furniture}
        kept = [line for line in self.lines if line[0] not in left_out]
        return tuple(joined_lines(self.text, kept))

    @kept
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of the article in order."""
        spans = [
            (start, end, number)
            for number, paragraph in enumerate(self.paragraphs)
            for sentence in sentence_spans(self.text, *paragraph)
            for start, end in of_bounded_length(self.text, *sentence)
        ]
        return tuple(Sentence(self, *span, index) for index, span in enumerate(spans))

    @kept
    def quotations(self) -> tuple[Quotation, ...]:
        """What stands between quotation marks, in order of its start."""
        return tuple(
            quotation
            for start, end in self.paragraphs
            for quotation in paragraph_quotations(self.text, start, end)
        )

    @kept
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that covers the offset, or None in furniture and between sentences."""
        index = bisect_right(self._sentence_starts, offset) - 1
        if index >= 0 and offset < self.sentences[index].end:
            return self.sentences[index]
        return None

    @kept
    def _quotation_starts(self) -> list[int]:
        return [quotation.start for quotation in self.quotations]

    def quotation_at(self, offset: int) -> Quotation | None:
        """The innermost quotation that covers the offset, or None.

        >>> document = read_document('He said "we go" and left.')
        >>> document.text[document.quotation_at(10).start:document.quotation_at(10).end]
        'we go'
        """
        if not self.quotations:
            return None
        index = bisect_right(self._quotation_starts, offset) - 1
        for quotation in self.quotations[max(0, index - 2) : index + 1][::-1]:
            if offset < quotation.end:
                return quotation
        return None


def read_document(text: str) -> Document:
    """Read a text; nothing is computed before it is asked for.

    >>> [sentence.text for sentence in read_document("He left. The U.S. Senate met.").sentences]
    ['He left.', 'The U.S. Senate met.']
    """
    return Document(text)


def as_document(text: str | Document) -> Document:
    """The document itself, or the one read from a text: what every finder begins with."""
    return text if isinstance(text, Document) else read_document(text)


def find_furniture(text: str) -> Iterator[FurnitureFound]:
    """Page furniture with the rule that found it, for the rules' own examples."""
    for span in read_document(text).furniture:
        yield FurnitureFound(span)


class FurnitureFound:
    """A furniture span whose reason is the id of its rule."""

    def __init__(self, span: Furniture) -> None:
        self.start, self.end, self.rule = span.start, span.end, span.reason
