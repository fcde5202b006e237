"""Lines as paragraphs, and paragraphs as sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from nkreport import rules

# A full stop with what closes behind it, before white space and something that may open a sentence;
# or a full stop that has lost its space ("part.It was", "in 2019.The town"). The marks of notes behind it
# ("the river.[4][5] The") belong to no sentence.
# The first mark stands alone so that the search knows which characters can begin a match.
BOUNDARY = re.compile(
    r"(?P<stop>[.!?…][.!?…]{0,5})(?P<close>[\"”’»)\]']{0,4})(?P<notes>(?:\[\d{1,3}\]){0,9})"
    r"(?:(?=\s+(?P<next>[\"“‘«„(\[•'–—-]{0,3}\s?\w{0,16}))"
    r"|(?<=[a-z]{2}[.!?])(?=[A-Z][a-z])|(?<=\d\d[.!?])(?=[A-Z][a-z]{2}))"
)
# Characters: the longest sentences of news prose have about 1,500. What reads a sentence may then take
# time that grows faster than its length, and a text of any length is still read in linear time.
LONGEST_SENTENCE = 4_000
LAST_WORD = re.compile(r"[\w.]{1,24}$")
INITIALS = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]$")


@cache
def _abbreviations(kind: str) -> frozenset[str]:
    return frozenset(rules.load("text").lexicon["sentences"][kind])


def stripped(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    left, right = len(piece) - len(piece.lstrip()), len(piece.rstrip())
    return (start + left, start + right) if right else None


def joined_lines(text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Lines as paragraphs; in a text wrapped at a fixed width, adjacent lines are one paragraph."""
    wrapped = _is_wrapped(text, lines)
    current: tuple[int, int] | None = None
    for start, end in lines:
        if current and _continues(text, current, start, wrapped):
            current = (current[0], end)
        else:
            if current:
                yield current
            current = (start, end)
    if current:
        yield current


def _continues(text: str, before: tuple[int, int], start: int, wrapped: bool) -> bool:
    adjacent = start - before[1] <= 2 or text.count("\n", before[1], start) == 1
    return adjacent and (text[start].islower() or (wrapped and text[before[1] - 1] not in '.!?:"”'))


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether the text was wrapped at a fixed width: short lines, many opening in lower case."""
    lower = sum(text[start].islower() for start, _ in lines)
    return (
        len(lines) >= 6
        and lower * 3 >= len(lines)
        and sum(end - start < 100 for start, end in lines) * 10 >= len(lines) * 9
    )


def sentence_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of one paragraph as spans.

    >>> text = 'Gen. Kim left at 5 p.m. Friday. "Go!" he said.'
    >>> [text[a:b] for a, b in sentence_spans(text, 0, len(text))]
    ['Gen. Kim left at 5 p.m. Friday.', '"Go!" he said.']
    """
    first = start
    for match in BOUNDARY.finditer(text, start, end):
        if match.end() >= end or not _ends_sentence(match):
            continue
        yield first, match.start("notes")
        first = match.end()
        while first < end and text[first].isspace():
            first += 1
    if first < end:
        yield first, end


def of_bounded_length(text: str, start: int, end: int) -> Sequence[tuple[int, int]]:
    """A sentence, or, where it is longer than any sentence of prose, its pieces, cut at white space."""
    return ((start, end),) if end - start <= LONGEST_SENTENCE else list(_pieces(text, start, end))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST_SENTENCE:
        cut = text.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        cut = cut if cut > 0 else start + LONGEST_SENTENCE
        if piece := stripped(text, start, cut):
            yield piece
        start = cut
    if piece := stripped(text, start, end):
        yield piece


def _ends_sentence(match: re.Match[str]) -> bool:
    following = match.group("next")
    if following is None:
        return True
    opener = following.lstrip("\"“‘«„([•'–—- ")
    if opener[:1].islower():
        return False
    if match.group("stop") != "." or match.group("close") or match.group("notes"):
        return True
    before = LAST_WORD.search(match.string, max(0, match.start() - 24), match.start())
    last = before.group() if before else ""
    if last in _abbreviations("titles") or (len(last) == 1 and last.isupper() and last != "I"):
        return False
    if last.isupper() and opener.isupper() and last.title() in _abbreviations("titles"):
        return False  # "MR. EXAMPLE:", the label of a transcript
    if last in _abbreviations("others") or (INITIALS.match(last)):
        return opener in _abbreviations("openers")
    return True
