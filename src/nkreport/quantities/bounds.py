"""Bounds: the words before and after a number that say which side of it the truth lies on."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from nkreport.quantities.lexicon import Bound, alternatives, cased, lexicon

WINDOW = 64     # characters before a number in which its bounds can stand
PHRASE = 5      # words of the longest bounding phrase
WORD = re.compile(r"[^\s\u00a0]+")
QUOTES = "“”\"'‘’«»(["
# A bound may not reach over one of these.
BREAK = re.compile(r"[.;:!?]\s|\n\s*\n|[)\]]")


class Found(NamedTuple):
    """A bound with the span of its words; `end` is where reading goes on, a unit behind it included."""

    bound: Bound
    start: int
    end: int
    phrase_end: int


def bound_before(text: str, start: int, value: float, before: str = "") -> Found | None:
    """The bound before the number, stacked words and adverbs included: `at least some`, `well over`.

    `before` is the word that stands before the number, where the caller knows it.

    >>> found = bound_before("at least some 3,000 men", 14, 3000)
    >>> found.bound.bound, found.start
    ('lower', 0)
    """
    if start == 0:
        return None
    lex = lexicon()
    if before and before.isalpha() and (word := before.lower()) not in lex.before_last and word not in _filler_ends():
        return None
    window = text[max(0, start - WINDOW):start]
    last = window.rsplit(None, 1)
    if not last:
        return None
    tail = last[-1].strip(QUOTES).lower()
    if tail not in lex.before_last and tail not in _filler_ends() and tail[-1:] not in lex.before_symbol:
        return None
    if cut := [match.end() for match in BREAK.finditer(window) if match.end() < len(window)]:
        window = window[cut[-1]:]
    spans = [(match.start(), match.end()) for match in WORD.finditer(window)]
    words = [window[a:b].strip(QUOTES).lower().replace("’", "'") for a, b in spans]
    found = _stacked(words, value)
    if found is None:
        return None
    bound, first, after = found
    offset = start - len(window)
    begin = offset + spans[first][0] + len(window[slice(*spans[first])]) - len(window[slice(*spans[first])].lstrip(QUOTES))
    if len(words) and after == 0 and not words[-1][-1:].isalpha() and words[-1] not in lex.before:
        begin = start - len(_symbol(words[-1]))
    end = offset + spans[len(words) - 1 - after][1]
    return Found(bound, begin, end, end)


@cache
def _filler_ends() -> frozenset[str]:
    return frozenset(filler.split()[-1] for filler in lexicon().sets["fillers"])


def _symbol(word: str) -> str:
    match = re.search(r"(?:>=|<=|[<>≥≤~≈±]|\+/-)\Z", word)
    return match.group() if match else ""


def _stacked(words: list[str], value: float) -> tuple[Bound, int, int] | None:
    """The strongest bound of a chain that ends at the number: (bound, index of its first word, words skipped)."""
    lex = lexicon()
    end, skipped, best, first = len(words), 0, None, -1
    for size in (3, 2, 1):
        filler = " ".join(words[end - size:end]) if end >= size else ""
        if filler and filler in lex.sets["fillers"] and filler not in lex.before and _phrase(words, end - size, value):
            end, skipped = end - size, size
            break
    while end > 0:
        hit = _phrase(words, end, value)
        if hit is None:
            break
        bound, size = hit
        if bound.bound == "approximate" and words[end - 1] == "about" and end > 1 and words[end - 2] in lex.sets["topic"]:
            break
        if best is None or best.bound == "approximate":
            best = bound
        end -= size
        first = end
    if best is None:
        return None
    for size in (2, 1):
        adverb = " ".join(words[first - size:first]) if first >= size else ""
        if adverb in lex.sets["adverbs"]:
            first -= size
            break
    return best, first, skipped


def _phrase(words: list[str], end: int, value: float) -> tuple[Bound, int] | None:
    lex = lexicon()
    if end <= 0 or words[end - 1] not in lex.before_last and not _symbol(words[end - 1]):
        return None
    for size in range(min(PHRASE, end), 0, -1):
        bound = lex.before.get(" ".join(words[end - size:end]))
        if bound is not None:
            return (bound, size) if value >= bound.least else None
    symbol = _symbol(words[end - 1])
    bound = lex.before.get(symbol) if symbol and not re.search(r"<>|=>|=<", words[end - 1]) else None
    return (bound, 1) if bound else None


@cache
def after_pattern() -> re.Pattern[str]:
    """A bound directly after a number: ` or more`, `-plus`, `+`."""
    phrases = lexicon().after
    worded = alternatives(cased([phrase for phrase in phrases if phrase[0].isalpha()]))
    marked = alternatives([phrase for phrase in phrases if not phrase[0].isalpha()])
    return re.compile(r"[ \u00a0\n](?P<word>" + worded + r")(?![A-Za-z0-9])(?! (?:than )?[0-9$€£])"
                      r"|(?P<mark>" + marked + r")(?![A-Za-z0-9])")


def bound_after(text: str, end: int) -> Found | None:
    """The bound that stands directly after the offset.

    >>> bound_after("5,000-plus", 5).bound.bound
    'lower'
    """
    match = after_pattern().match(text, end)
    if match is None:
        return None
    phrase = match["word"] or match["mark"]
    bound = lexicon().after[phrase.lower()]
    return Found(bound, match.start("word") if match["word"] else match.start(), match.end(), match.end())
