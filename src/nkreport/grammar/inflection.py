"""The forms of regular English verbs and nouns."""

from __future__ import annotations

import re

VOWELS = "aeiou"


def third_person(base: str) -> str:
    """The -s form of a regular verb or noun.

    >>> third_person("deny"), third_person("dispatch"), third_person("say")
    ('denies', 'dispatches', 'says')
    """
    if base.endswith("y") and base[-2] not in VOWELS:
        return base[:-1] + "ies"
    if base.endswith(("s", "x", "z", "ch", "sh")) or base in ("go", "do", "echo", "veto", "undergo"):
        return base + "es"
    return base + "s"


def past_form(base: str) -> str:
    """The -ed form of a regular verb.

    >>> past_form("deny"), past_form("admit"), past_form("report"), past_form("state")
    ('denied', 'admitted', 'reported', 'stated')
    """
    return _suffixed(base, "ed")


def ing_form(base: str) -> str:
    """The -ing form of a verb.

    >>> ing_form("lie"), ing_form("stop"), ing_form("make"), ing_form("see")
    ('lying', 'stopping', 'making', 'seeing')
    """
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith(("ee", "ye", "oe")) or base == "be":
        return base + "ing"
    return _suffixed(base, "ing")


def _suffixed(base: str, suffix: str) -> str:
    if base.endswith("e"):
        return base[:-1] + suffix
    if suffix == "ed" and base.endswith("y") and base[-2] not in VOWELS:
        return base[:-1] + "ied"
    return base + (base[-1] if _doubles(base) else "") + suffix


# Verbs of more than one syllable whose stress on the last doubles its consonant.
STRESSED_LAST = re.compile(
    r"(?:.*(?:mit|fer|pel|cur|bel|quip|ban|stop|plan|trol|net|gret|but|lot|cel|vel|bel|nul)|admit|outfit|kidnap|worship|program|handicap)$"
)
NO_DOUBLE = re.compile(
    r".*(?:offer|suffer|differ|benefit|visit|limit|exit|edit|credit|profit|budget|target|pocket|cover|market|ticket|permeat)$"
)


def _doubles(base: str) -> bool:
    closed = (
        len(base) > 2 and base[-1] not in VOWELS + "wxyh" and base[-2] in VOWELS and base[-3] not in VOWELS
    )
    if not closed or NO_DOUBLE.match(base):
        return False
    syllables = len(re.findall(r"[aeiouy]+", base))
    return syllables == 1 or bool(STRESSED_LAST.match(base))
