"""A coordinated phrase taken apart: "both Russia and North Korea", "Ukrainian and U.S. officials"."""

from __future__ import annotations

from nkreport.sources.phrases import COUNTRIES, Item, Phrase, items, read_phrase
from nkreport.text import Sentence

Part = tuple[
    int, int, tuple[int, int] | None
]  # tokens [first, last), and the noun that stands behind another part
SPEAKERS = frozenset(("person", "body", "medium", "country", "role", "group", "name", "pronoun"))
NAMED = frozenset(("person", "body", "medium", "country", "name", "pronoun"))
PAIRING = frozenset(("and", "or", "nor", "&"))


def conjuncts(sentence: Sentence, first: int, last: int) -> list[Part]:
    """The parts of a phrase that speak each for itself; the whole where it cannot be taken apart."""
    if not PAIRING.intersection(sentence.lower[first:last]):
        return [(first, last, None)]
    found = items(sentence, first, last)
    joint = _joint(sentence, found)
    if joint is None:
        return [(first, last, None)]
    before, after = found[:joint], found[joint + 1 :]
    if not before or not after:
        return [(first, last, None)]
    left, right = (before[0].first, before[-1].last), (after[0].first, after[-1].last)
    shared = _shared_head(before, after)
    if shared:
        return [(*left, shared), (*right, None)]
    one, other = read_phrase(sentence, *left), read_phrase(sentence, *right)
    if (
        one.kind == "body"
        and not one.rule
        and one.country
        and other.kind in ("name", "person")
        and not other.classes
    ):
        return [(first, last, None)]  # "U.S. Lands and Border Protection": one name
    if (
        one.kind == "person"
        and other.kind not in NAMED
        and before[-1].last > one.last + 1
        and sentence.lower[one.last] == ","
    ):
        return [(first, last, None)]  # "Ann Example, a defector and senior researcher"
    if one.kind in ("body", "name") and _is_one_name(sentence, before, after):
        return [(first, last, None)]
    if not _both_speak(sentence, before, one, other, right):
        return [(first, last, None)]
    if other.kind in ("role", "group") and other.determiner in ("its", "their") and one.kind in NAMED:
        return [(*left, None)]
    return [(*part, None) for part in _listed(sentence, before)] + conjuncts(sentence, *right)


def _is_one_name(sentence: Sentence, before: list[Item], after: list[Item]) -> bool:
    """Whether "and" stands in a name behind "at the": "the Tide Centre *at the Trade and Labour Council*"."""
    at = next((index for index in range(len(before) - 1, 0, -1) if before[index].label == "preposition"), 0)
    named = at and all(sentence.words[item.first][0].isupper() for item in (before[-1], after[0]))
    return bool(named) and "the" in sentence.lower[before[at].first : before[-1].first]


def _joint(sentence: Sentence, found: list[Item]) -> int | None:
    """The index of the first "and" outside a relative clause; "as well as" and "along with" count as one."""
    for index, item in enumerate(found):
        if item.label == "relative" or item.label == "bracket":
            return None
        if item.label == "and" and sentence.lower[item.first] in PAIRING:
            return index
    return None


def _shared_head(before: list[Item], after: list[Item]) -> tuple[int, int] | None:
    """The noun behind the second of two peoples, that the first shares."""
    words = [item for item in before if item.label not in ("low", "mark")]
    if len(words) != 1 or words[0].label not in ("people", "country") or words[0] is not before[-1]:
        return None
    opening = [item for item in after if item.label not in ("mark",)]
    if len(opening) < 2 or opening[0].label not in ("people", "cap"):
        return None
    heads = [item for item in opening[1:] if item.label in ("role", "roles", "group")]
    stop = next(
        (item for item in opening[1:] if item.label in ("comma", "relative", "bracket", "preposition")), None
    )
    if not heads or (stop and stop.first < heads[0].first):
        return None
    return opening[1].first, heads[-1].last if not stop or heads[-1].first < stop.first else heads[0].last


def _both_speak(
    sentence: Sentence, before: list[Item], one: Phrase, other: Phrase, right: tuple[int, int]
) -> bool:
    if one.kind not in SPEAKERS or other.kind not in SPEAKERS:
        return (
            one.kind in NAMED
            and other.kind == "description"
            and bool(other.country or other.noun)
            or (other.kind in NAMED and one.kind == "description" and bool(one.country or one.noun))
        )
    if (
        one.kind in ("role", "group")
        and other.kind in ("role", "group")
        and not (one.country or one.owner or other.country or other.owner)
    ):
        return False
    attached = any(item.label == "preposition" for item in before)
    if (
        attached
        and other.kind in ("name", "body")
        and not other.rule
        and one.kind in ("body", "name", "medium", "description")
        and not one.rule
    ):
        return False
    return not (attached and one.kind in ("role", "group") and other.kind in ("country", "name", "body"))


def _listed(sentence: Sentence, before: list[Item]) -> list[tuple[int, int]]:
    """The parts of "A, B" in "A, B and C"; a role behind a comma belongs to the name before it."""
    parts: list[tuple[int, int]] = []
    start = before[0].first
    bounds = [item for item in before if item.label == "comma"]
    for bound in [*bounds, None]:
        end = bound.first if bound else before[-1].last
        if end > start:
            phrase = read_phrase(sentence, start, end)
            if parts and phrase.kind not in NAMED:
                parts[-1] = (parts[-1][0], end)
            else:
                parts.append((start, end))
        start = bound.last if bound else end
    return parts or [(before[0].first, before[-1].last)]


def is_country(item: Item) -> bool:
    """Whether an item names a country, its capital or its people."""
    return item.label in COUNTRIES
