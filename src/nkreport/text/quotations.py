"""Quotations: marks are paired by their type, within a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nkreport.records import Quotation

# One class in front, so that the search knows which characters can begin a match: a mark that only quotes,
# a doubled one, an apostrophe that opens before a word, one that closes behind it.
MARK = re.compile(r"[“”„«»\"'‘’`](?:(?<=[“”„«»\"])|(?<=')'|(?<=`)`|(?<=['‘])(?<!\w.)(?=\w)|(?<=['’])(?!\w))")
CLOSES = {"''": "''", "``": "''", "“": "”", "„": "“”", "«": "»", '"': '"', "‘": "’", "'": "'"}


def paragraph_quotations(text: str, start: int, end: int) -> Iterator[Quotation]:
    found: list[Quotation] = []
    opened: list[tuple[str, int]] = []
    for match in MARK.finditer(text, start, end):
        mark, at = match.group(), match.start()
        if opened and mark in CLOSES[opened[-1][0]] and not _reopens(text, mark, at, start):
            found.append(Quotation(opened.pop()[1], at))
        elif mark in "”»" or (
            mark in ('"', "''")
            and not opened
            and at > start
            and not text[at - 1].isspace()
            and text[at - 1] not in "([—–-"
        ):
            while opened and opened[-1][0] in "'‘":
                opened.pop()
            if opened and mark in CLOSES[opened[-1][0]]:
                found.append(Quotation(opened.pop()[1], at))
            elif not opened and mark != "»":
                found.append(
                    Quotation(max([start] + [quotation.end + 1 for quotation in found]), at, closed=False)
                )
        elif mark in CLOSES and (mark not in "'‘" or _opens_single(text, at)):
            opened.append((mark, match.end()))
    found += [Quotation(at, end, closed=False) for mark, at in opened if mark not in "'‘"]
    yield from sorted((q for q in found if q.end > q.start), key=lambda quotation: quotation.start)


def _opens_single(text: str, at: int) -> bool:
    """Whether a single mark opens: behind a letter it is a possessive, before a digit a decade."""
    return text[at + 1 : at + 2].isalpha() and not text[at - 1 : at].isalnum()


def _reopens(text: str, mark: str, at: int, start: int) -> bool:
    """Whether a straight mark opens a quotation although one is open: the last one lost its end."""
    return (
        mark in ('"', "''")
        and at > start
        and text[at - 1].isspace()
        and text[at + len(mark) : at + len(mark) + 1].strip() != ""
    )
