"""Whether the words around an expression speak of what has been or of what is to come."""

from __future__ import annotations

from functools import cache

from nkreport.dates.patterns import listed, word_set

# How many characters before and after an expression are looked at, inside its sentence.
BEFORE, AFTER = 110, 70
HAD_OR_MODAL = frozenset(("had", "will", "would", "may", "might", "could", "should", "to"))
CLOSERS = "\"'”’)]»"


@cache
def _verbs() -> dict[str, int]:
    """Words and pairs of words that tell, with 1 for what is to come and -1 for what has been."""
    return dict.fromkeys(listed("past"), -1) | dict.fromkeys(listed("future"), 1)


def direction(folded: str, start: int, end: int) -> int:
    """1 where the nearest verb speaks of what is to come, -1 where of what has been, 0 where none stands.

    The verb before the expression decides ("will visit on Friday"), else the one after it.

    >>> text = "he is set to visit the city on friday, she said"
    >>> direction(text, text.index("friday"), text.index("friday") + 6)
    1
    """
    before = folded[max(0, start - BEFORE) : start]
    return _nearest(before[before.rfind("\v") + 1 :].split()[::-1], backward=True) or _nearest(
        folded[end : end + AFTER].partition("\v")[0].split(), backward=False
    )


def has_been(folded: str, start: int, end: int) -> bool:
    """Whether a pluperfect stands around an expression: "had reached the town by Monday"."""
    before = folded[max(0, start - BEFORE) : start]
    words = before[before.rfind("\v") + 1 :].split()
    at = next((index for index in range(len(words) - 1, -1, -1) if words[index] in HAD_OR_MODAL), None)
    if at is None:
        words = folded[end : end + AFTER].partition("\v")[0].split()
        at = next((index for index, word in enumerate(words) if word in HAD_OR_MODAL), None)
    return at is not None and words[at] == "had"


def _nearest(words: list[str], *, backward: bool) -> int:
    verbs = _verbs()
    for index, word in enumerate(words):
        bare = word.strip(CLOSERS + ",:")
        stops = len(bare) > 2 and bare[-1] in ".!?;" and "." not in bare[:-1]
        if backward and stops:
            return 0
        bare = bare.rstrip(".!?;")
        beside = words[index + 1] if index + 1 < len(words) else ""
        told = (
            verbs.get(f"{beside} {bare}" if backward else f"{bare} {beside}")
            or verbs.get(bare)
            or _by_ending(bare)
        )
        if told or stops:
            return told
    return 0


def _by_ending(word: str) -> int:
    if word.endswith("ed") and len(word) > 4 and "-" not in word and word not in word_set("not_past"):
        return -1
    return 1 if word.endswith("'ll") else 0
