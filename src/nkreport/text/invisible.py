"""Signs that nobody sees, taken out for reading, and the way back to where the words stand.

Soft hyphens, zero-width spaces and joiners, marks of direction and variation come into news text with the
page that it was copied from. A reader sees "1,500"; a pattern would see "1,5" and "00".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from nkreport.records import Span

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e0fff]"
)


@dataclass(frozen=True, slots=True)
class Visible:
    """A text without its invisible signs; `gaps` are the places in it where each of them stood."""

    text: str
    gaps: tuple[int, ...] = ()

    def printed(self, start: int, end: int) -> Span:
        """A span of this text as one of the text with all its signs."""
        if start >= end:
            return self._before(start), self._before(start)
        return self._before(start), self._before(end - 1) + 1

    def _before(self, offset: int) -> int:
        return offset + bisect_right(self.gaps, offset)


def visible(text: str) -> Visible:
    r"""The text as a reader sees it, with the way back.

    >>> seen = visible("some 1,5\u200b00 sol\u00addiers")
    >>> seen.text, seen.printed(5, 10)
    ('some 1,500 soldiers', (5, 11))
    """
    if text.isascii():
        return Visible(text)
    places = [match.start() for match in INVISIBLE.finditer(text)]
    if not places:
        return Visible(text)
    return Visible(INVISIBLE.sub("", text), tuple(place - number for number, place in enumerate(places)))
