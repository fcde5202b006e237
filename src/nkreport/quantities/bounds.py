"""Bounds: the words before and after a number that say which side of it the truth lies on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from nkreport.quantities.lexicon import Bound, alternatives, cased, lexicon

WINDOW = 72  # characters before a number in which its bounds can stand


# "He estimated at 900": who estimates gives the number as it is. Read backwards, as the window is.
SPEAKER = re.compile(r" (?:eh|ehs|yeht|ti|ew|I)(?![a-z])")


class Found(NamedTuple):
    """A bound with the span of its words; `end` is where reading goes on, a unit behind it included."""

    bound: Bound
    start: int
    end: int
    phrase_end: int


@cache
def _backwards() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Patterns of bounds, fillers, adverbs and topic words over the text before a number, read from its end.

    Read backwards, a phrase that must *end* at the number is an ordinary anchored match.
    """
    lex = lexicon()
    worded, marks = [p for p in lex.before if p[0].isalpha()], [p for p in lex.before if not p[0].isalpha()]
    gap = "[“”\"‘’'(\\[]{0,2}(?:  ?(?! ))?[“”\"‘’']?"

    def phrases(words: Iterable[str]) -> str:
        return alternatives([word[::-1] for word in words])

    bound = re.compile(
        gap + "(?:(?P<mark>" + phrases(marks) + ")|(?P<word>" + phrases(worded) + ")(?![a-z0-9'-]))"
    )
    filler, adverb, topic = (
        re.compile(gap + "(?:" + phrases(lex.sets[name]) + ")(?![a-z0-9'-])")
        for name in ("fillers", "adverbs", "topic")
    )
    return bound, filler, adverb, topic


@cache
def _last_words() -> frozenset[str]:
    lex = lexicon()
    return lex.before_last | {filler.split()[-1] for filler in lex.sets["fillers"]}


def _folded(window: str) -> str:
    return (
        window.replace("\n", " ")
        .replace("\u00a0", " ")
        .replace("\u202f", " ")
        .replace("\t", " ")
        .replace("’", "'")
    )


def bound_before(text: str, start: int, value: float, before: str = "") -> Found | None:
    """The bound before the number, stacked words and adverbs included: `at least some`, `well over`.

    `before` is the word that stands before the number, where the caller knows it.

    >>> found = bound_before("at least some 3,000 men", 14, 3000)
    >>> found.bound.bound, found.start
    ('lower', 0)
    """
    if start == 0 or (before and before.isalpha() and before.lower() not in _last_words()):
        return None
    low = max(0, start - WINDOW)
    window = _folded(text[low:start])
    lower = window.lower()
    window = (lower if len(lower) == len(window) else window)[::-1]  # "İ" in lower case is two characters
    bound, filler, adverb, topic = _backwards()
    skipped = filler.match(window) if bound.match(window) is None else None
    begin = skipped.end() if skipped else 0
    best: Bound | None = None
    first = last = begin
    while match := bound.match(window, first):
        hit = lexicon().before[(match["mark"] or match["word"])[::-1]]
        if value < hit.least or (match["word"] == "tuoba" and topic.match(window, match.end())):
            break
        if match["word"] == "ta detamitse" and SPEAKER.match(window, match.end()):
            break
        if best is None:
            last = match.start("mark") if match["mark"] else match.start("word")
        if best is None or best.bound == "approximate":
            best = hit
        first = match.end()
    if best is None:
        return None
    if match := adverb.match(window, first):
        first = match.end()
    return Found(best, start - first, start - last, start - last)


@cache
def after_pattern() -> re.Pattern[str]:
    """A bound directly after a number: ` or more`, `-plus`, `+`."""
    phrases = lexicon().after
    worded = alternatives(
        [
            form
            for phrase in phrases
            if phrase[0].isalpha()
            for form in (cased([phrase]) if " " in phrase else [phrase])
        ]
    )
    marked = alternatives([phrase for phrase in phrases if not phrase[0].isalpha()])
    return re.compile(
        r"[ \u00a0\n](?P<word>"
        + worded
        + r")(?![A-Za-z0-9])(?! (?:than )?[0-9$€£])(?<!and more(?= [a-hj-su-z]))"
        r"|(?P<mark>" + marked + r")(?![A-Za-z0-9])"
    )


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
