"""Numbers in words, read one word after another: two hundred and two thousand."""

from __future__ import annotations

import math
import re
from functools import cache

from nkreport.quantities.lexicon import HUNDRED, PACK, SCALE, TEN, UNIT, alternatives, cased, lexicon
from nkreport.quantities.numerals import GAP, Numeral

MOST_WORDS = 16  # words of one numeral; the longest sensible one has about a dozen


@cache
def word_token() -> re.Pattern[str]:
    """One more word of a numeral: `-two`, ` and thirty`, `, two hundred`, ` 300`."""
    words = alternatives(cased(lexicon().numbers))
    return re.compile(
        r"(?P<sep>" + GAP + r"{0,3}[-‑]" + GAP + r"?|" + GAP + r"{1,3}|" + GAP + r"?\n|"
        r"(?P<and>" + GAP + r"{1,3}(?:and|&|AND)" + GAP + r"{1,3}|-and-)|(?P<comma>," + GAP + r"))?"
        r"(?:(?P<word>"
        + words
        + r")(?![A-Za-z0-9])|(?P<digits>[0-9]{1,3}(?:\.[0-9]{1,3})?)(?![0-9A-Za-z.,:%/]*[0-9A-Za-z%/]))"
    )


def words_at(text: str, start: int) -> Numeral | None:
    """The numeral in words that starts here, mixed with digits where they are: `3 hundred and 21`.

    >>> words_at("two hundred and two thousand men", 0).value
    202000.0
    >>> words_at("three hundred and two hundred", 0).value
    300.0
    """
    reader = _WordReader(text, start)
    return reader.read()


class _WordReader:
    """Adds up one numeral word by word; `safe` is the state before the last "and", to fall back upon."""

    __slots__ = (
        "chunk",
        "end",
        "floor",
        "hundred",
        "last",
        "pieces",
        "safe",
        "scale",
        "start",
        "text",
        "total",
    )

    def __init__(self, text: str, start: int) -> None:
        self.text, self.start, self.end = text, start, start
        self.total = 0.0
        self.chunk: float | None = None
        self.floor = math.inf
        self.hundred = False
        self.last = ""
        self.scale = 1.0
        self.pieces = 0
        self.safe: tuple[int, float] | None = None

    def value(self) -> float:
        return self.total + (self.chunk or 0.0)

    def read(self) -> Numeral | None:
        token = word_token()
        for _ in range(MOST_WORDS):
            match = token.match(self.text, self.end)
            if match is None or not self._may_join(match):
                break
            if match["and"] or match["comma"]:
                self.safe = (self.end, self.value())
            if not self._add(match):
                break
            self.end = match.end()
            if self.last == PACK:
                break
        if self.end == self.start:
            return None
        simple = (self.pieces == 1 and self.chunk is None) or (self.total == 0 and self.last == HUNDRED)
        value = self.value()
        form = "digits" if self.text[self.start].isdigit() else "words"
        return Numeral(
            self.start,
            self.end,
            value,
            form,
            scale=self.scale if simple else 1.0,
            mantissa=value / self.scale if simple else value,
            make=self.last,
        )

    def _may_join(self, match: re.Match[str]) -> bool:
        """Whether what stands between this word and the ones before can stand inside a numeral."""
        if not self.last:
            return not match["sep"]
        if not match["sep"]:
            return False
        if match["and"]:
            return self.last in (HUNDRED, SCALE)
        if match["comma"]:
            return self.last == SCALE and _hundred_follows(
                self.text, match.start("word") if match["word"] else match.end()
            )
        return True

    def _add(self, match: re.Match[str]) -> bool:
        if match["digits"]:
            kind, value = "d", float(match["digits"])
        else:
            kind, value = lexicon().numbers[match["word"].lower()]
        if kind == HUNDRED:
            return self._hundred()
        if kind == SCALE:
            return self._scale(value)
        if kind == PACK:
            return self._pack(value)
        return self._small(kind, value)

    def _small(self, kind: str, value: float) -> bool:
        if self.chunk is None:
            if value >= self.floor or (kind == "d" and self.last == "d"):
                return False
            self.chunk = value
        elif (self.last == TEN and kind == UNIT and value > 0) or (self.last == HUNDRED and 0 < value < 100):
            self.chunk += value
        else:
            return False
        self.last = kind
        return True

    def _hundred(self) -> bool:
        if self.hundred:
            return self._fall_back()
        if self.chunk is None:
            if self.last:
                return False
            self.chunk = 1.0
        self.chunk *= 100
        self.hundred, self.last, self.scale = True, HUNDRED, 100.0
        return True

    def _scale(self, value: float) -> bool:
        if self.chunk is None and self.last == SCALE and self.pieces == 1:
            self.total *= value  # "three lakh crore", "a thousand million"
            self.scale *= value
        elif self.chunk is None and self.last:
            return False
        elif value < self.floor:
            self.total += (1.0 if self.chunk is None else self.chunk) * value
            self.pieces += 1
            self.scale = value
        else:
            return self._fall_back()
        self.chunk, self.floor, self.hundred, self.last = None, value, False, SCALE
        return True

    def _pack(self, value: float) -> bool:
        if self.chunk is None and self.last:
            return False
        apart = self.safe[1] - self.total if self.safe and self.hundred else 0.0
        self.total += apart + ((1.0 if self.chunk is None else self.chunk) - apart) * value
        self.chunk, self.last, self.scale = None, PACK, value
        self.pieces += 1
        return True

    def _fall_back(self) -> bool:
        """Give back what followed the last "and": it began another numeral."""
        if self.safe:
            self.end, self.total = self.safe
            self.chunk, self.safe = None, None
            self.pieces = 2
        return False


def _hundred_follows(text: str, start: int) -> bool:
    return bool(re.match(r"(?:[A-Za-z]{3,9}|[0-9]{1,2})[ -]hundred", text[start : start + 24]))
