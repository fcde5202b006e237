"""Words and marks, found by one pattern and remembered by piece."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import chain
from typing import Generic, TypeVar

from nkreport import rules

Form = TypeVar("Form")

# Inside a word: a hyphen, an apostrophe that is no possessive, or a point, comma or colon before a digit.
INNER = r"(?:(?:[-‑](?=\w)|['’](?!s\b|S\b)(?=\w)|[.,:](?=\d))\w+)*"

# Each alternative begins with a letter class or a letter, so that most are passed over at one look.
TOKEN_PARTS = {
    "time": r"[ap]\.m\.(?!\w)",
    "lower-case word": r"[a-z]\w*" + INNER,
    "initials": r"[A-Z]\.(?:(?:[A-Z]\.)+(?:[A-Z](?!\w))?|(?=\s[A-Z]))",
    "abbreviations": "",
    "word": r"\w+" + INNER,
    "possessive": r"['’][sS]\b",
    "dots": r"\.\.\.",
    "mark": r"''|``|[^\w\s]",
}


class Memo(dict[str, Form], Generic[Form]):
    """What is made of a word, once a word; emptied when it has grown large, so that memory stays flat."""

    LIMIT = 100_000
    LONGEST = 40  # characters: what is longer hardly ever comes twice

    def __init__(self, compute: Callable[[str], Form]) -> None:
        super().__init__()
        self.compute = compute

    def __missing__(self, word: str) -> Form:
        if len(word) > self.LONGEST:
            return self.compute(word)
        if len(self) >= self.LIMIT:
            self.clear()
        form = self[word] = self.compute(word)
        return form


LOWER = Memo(lambda word: word.lower().replace("’", "'"))


@cache
def _token_pattern() -> re.Pattern[str]:
    lexicon = rules.load("text").lexicon["sentences"]
    known = sorted(
        {word for word in lexicon["titles"] + lexicon["others"] if len(word) > 1 and word[0].isupper()}
    )
    endings: dict[str, list[str]] = {}
    for word in known:
        endings.setdefault(word[0], []).append(word[1:])
    abbreviations = "|".join(rf"{letter}(?:{'|'.join(tails)})\." for letter, tails in endings.items())
    return re.compile("|".join((TOKEN_PARTS | {"abbreviations": abbreviations}).values()))


def tokens(text: str, start: int, end: int) -> list[str]:
    """The tokens of a stretch of text.

    Most are known from what stood between white space before; the others are read by the pattern.
    """
    stretch = text[start:end]
    pieces = stretch.split()
    if " ".join(pieces) == stretch:
        known = list(map(PIECES.__getitem__, pieces))
        if None not in known:
            return list(chain.from_iterable(known))  # type: ignore[arg-type]  # none of them is None
    return _token_pattern().findall(stretch)


def token_starts(text: str, words: list[str], start: int) -> list[int]:
    """Where each token starts: only white space stands between two."""
    starts: list[int] = []
    find = text.find
    for word in words:
        at = find(word, start)
        starts.append(at)
        start = at + len(word)
    return starts


def _tokens_of_piece(piece: str) -> tuple[str, ...] | None:
    """The tokens of what stands between white space; None where the next word has a say.

    >>> _tokens_of_piece("(U.S.)"), _tokens_of_piece("J.")
    (('(', 'U.S.', ')'), None)
    """
    if piece.isalpha():
        return (piece,)
    tokens = tuple(_token_pattern().findall(piece))
    may_be_initial = len(tokens) > 1 and tokens[-1] == "." and len(tokens[-2]) == 1 and tokens[-2].isupper()
    return None if may_be_initial else tokens


PIECES = Memo(_tokens_of_piece)
