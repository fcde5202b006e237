"""The words of a phrase with what the lexicon knows of each, and the record of what a phrase says."""

from __future__ import annotations

from typing import NamedTuple

from nkreport.sources.lexicon import Entry, lexicon, longest
from nkreport.text import LOWER, Memo, Sentence

COUNTRIES = frozenset(("country", "capital", "people", "short", "peoples"))
BODIES = frozenset(("body", "medium"))
OWNERS = COUNTRIES | BODIES
BREAKS = frozenset(("comma", "relative", "bracket"))
SURNAMES_TOO = frozenset(
    ("witness", "cleric", "journalist", "leader", "lawyer")
)  # "Stephen King", "Son Heung-min"


class Item(NamedTuple):
    """A word, or several that are one entry of the lexicon: token indices `[first, last)` and what it is."""

    label: str
    first: int
    last: int
    entry: Entry | None = None


class Phrase(NamedTuple):
    """What a noun phrase says of whom it means; `name` is canonical where the words alone decide it.

    `kind` is pronoun, person, name, body, medium, country, role, group, description or none.
    `[first, last)` are the tokens without determiner and without what follows a comma.
    """

    kind: str
    first: int
    last: int
    name: str = ""
    head: str = ""
    classes: frozenset[str] = frozenset()
    country: str = ""
    owner: str = ""
    gender: str = ""
    plural: bool = False
    definite: bool = False
    determiner: str = ""
    noun: str = ""
    modifiers: tuple[str, ...] = ()
    rule: str = ""


NOTHING = Phrase("none", 0, 0)


def items(sentence: Sentence, first: int, last: int) -> list[Item]:
    """The words of a phrase with what the lexicon knows of each; the longest entry wins."""
    words, lower, at = sentence.words, sentence.lower, first
    found: list[Item] = []
    table = lexicon().entries
    while at < last:
        entry = longest(table, words, lower, at, last) if lower[at] in table else None
        if entry and _fits(entry, sentence, at, found, last):
            found.append(Item(entry.label, at, at + len(entry.tokens), entry))
            at += len(entry.tokens)
        else:
            found.append(Item(LABELS[words[at]], at, at + 1))
            at += 1
    return found


def _fits(entry: Entry, sentence: Sentence, at: int, before: list[Item], last: int) -> bool:
    """Whether the words around allow the entry: "the North" but not "the North Atlantic"."""
    words, end = sentence.words, at + len(entry.tokens)
    if entry.label == "short":
        return (end == len(words) or not words[end][0].isupper()) and entry.name in sentence.document.text
    if (
        entry.label == "role"
        and words[at][0].isupper()
        and before
        and before[-1].label == "cap"
        and names_a_body(entry.tokens[-1])
    ):
        return False
    if entry.label == "role" and words[at][0].isupper() and entry.kind in SURNAMES_TOO:
        follows = bool(before) and before[-1].label == "cap"
        if entry.kind == "leader":
            return not (follows and words[at - 1] in lexicon().given)
        return not follows and not (entry.kind == "witness" and end < last and words[end][0].isupper())
    return True


def names_a_body(lower: str) -> bool:
    sets = lexicon().words
    return lower in sets["medium_name"] or lower in sets["body_name"]


def _label(word: str) -> str:
    sets, lower = lexicon().words, LOWER[word]
    if lower in ("'s", "'"):
        return "possessive"
    if lower in (",", ";", "–", "—", "-", ":"):
        return "comma"
    if lower in ("(", "[", ")", "]"):
        return "bracket"
    if lower in ("and", "or", "&", "nor"):
        return "and"
    if lower in sets["titles"] and word[0].isupper() and (lower[-1] == "." or len(lower) <= 4):
        return "title"
    if lower in sets["relatives"]:
        return "relative"
    if lower in sets["prepositions"]:
        return "preposition"
    if (
        word[0].isupper()
        and lower not in sets["articles"]
        and lower.partition("'")[0] not in sets["first_person"]
    ):
        return "cap"
    return "mark" if not word[0].isalnum() else "low"


LABELS = Memo(_label)


def until(found: list[Item], labels: frozenset[str]) -> list[Item]:
    for index, item in enumerate(found):
        if item.label in labels:
            return found[:index]
    return found


def is_number(lower: str) -> bool:
    return lower[0].isdigit() or lower in (
        "eleven",
        "twelve",
        "fifteen",
        "twenty",
        "dozen",
        "hundred",
        "about",
        "around",
        "several",
    )


def words_of(sentence: Sentence, first: int, last: int) -> str:
    """The tokens as printed, without the marks around them and with single spaces."""
    text = sentence.document.text[sentence.starts[first] : sentence.ends[last - 1]]
    return " ".join(text.split()).strip('"“”«»‘ ')
