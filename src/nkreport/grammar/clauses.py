"""Verb groups with their subjects and objects, as far as the order of words tells."""

from __future__ import annotations

from typing import NamedTuple

from nkreport.grammar.phrases import NounPhrase, phrases_by_first, phrases_by_last
from nkreport.grammar.tags import NOUNS, tags
from nkreport.grammar.verbs import VerbGroup, verb_groups
from nkreport.text import Sentence

# What an apposition may stand behind, and how it may open.
DESCRIBED = NOUNS | {"PRP", ")"}
DESCRIBING = NOUNS | frozenset(
    ("DT", "PRP$", "JJ", "JJS", "WP", "VBN", "VBG", "CD", "WDT", "IN", "VBD", "WRB")
)
NO_PREPOSITIONS = frozenset(("as", "that", "if", "because", "although", "while", "than"))


class Clause(NamedTuple):
    """A verb group with its subject (the whole phrase's token indices, and its head) and its object."""

    group: VerbGroup
    subject: tuple[int, int] | None
    subject_head: int | None
    object: NounPhrase | None


def clauses(sentence: Sentence) -> list[Clause]:
    """Each verb group with its subject and its object, as far as the order of words tells.

    >>> from nkreport.text import read_document
    >>> text = "Vadym Koval, deputy head of the agency, said Russia had lost 300 men."
    >>> sentence = read_document(text).sentences[0]
    >>> [" ".join(sentence.words[slice(*clause.subject)]) for clause in clauses(sentence)]
    ['Vadym Koval , deputy head of the agency ,', 'Russia']
    """
    kept: list[Clause] | None = sentence.__dict__.get("clauses")
    if kept is None:
        kept = sentence.__dict__["clauses"] = [_clause(sentence, group) for group in verb_groups(sentence)]
    return kept


def _clause(sentence: Sentence, group: VerbGroup) -> Clause:
    subject = subject_of(sentence, group)
    return Clause(group, subject and subject[:2], subject[2] if subject else None, object_of(sentence, group))


def object_of(sentence: Sentence, group: VerbGroup) -> NounPhrase | None:
    """The base noun phrase right behind a verb group, adverbs passed over."""
    found, index = tags(sentence), group.last
    while index < len(found) and found[index] == "RB":
        index += 1
    return phrases_by_first(sentence).get(index)


def subject_of(sentence: Sentence, group: VerbGroup) -> tuple[int, int, int] | None:
    """The subject before a verb group as token indices (first, last, head), appositions included."""
    found, lower = tags(sentence), sentence.lower
    at = group.first - 1
    while at >= 0 and (found[at] == "RB" or found[at] in ("–", "—")):
        at -= 1
    if at > 0 and lower[at] in TIMES:
        at = _over_time(sentence, at)
    if at >= 0 and found[at] in ("WDT", "WP", "WRB"):
        return _antecedent(sentence, at)
    if at >= 0 and found[at] == ",":
        opened = _opening_comma(at, found, lower)
        if opened is None:
            return None
        outer = _phrase_ending(sentence, opened)
        return outer and (outer[0], at + 1, outer[2])
    return _phrase_ending(sentence, at + 1) if at >= 0 else None


TIMES = frozenset(
    """
    week weekend month year weeks months years days monday tuesday wednesday thursday friday saturday
    sunday yesterday today
    """.split()
)
# A time that is no subject begins with one of these, or with a day.
BEFORE_TIMES = frozenset(("last", "this", "the", "late", "early")) | TIMES


def _over_time(sentence: Sentence, at: int) -> int:
    """The token before the time that ends at `at`, with its preposition and the participle before it.

    "A report *published over the weekend* said", "the envoy *Monday* said", "who *two weeks ago* said".
    """
    found, lower = tags(sentence), sentence.lower
    phrase = _ending_at(sentence, at + 1)
    if phrase is None or phrase.first == 0:
        return at
    past = lower[at + 1 : at + 2] in (["ago"], ["earlier"], ["later"])
    if not past and lower[phrase.first] not in BEFORE_TIMES:
        return at
    before = phrase.first - 1
    if found[before] == "IN" and lower[before] != "of":
        before -= 1
    elif found[before] not in (",", "NN", "NNP", "NNS", "VBN", "VBD", "WP", "WDT"):
        return at
    if before > 0 and found[before] in ("VBN", "VBD") and found[before - 1] in ("NN", "NNS", "NNP"):
        before -= 1
    return before if before >= 0 else at


def _antecedent(sentence: Sentence, at: int) -> tuple[int, int, int] | None:
    """The noun phrase that a relative pronoun stands for."""
    found = tags(sentence)
    end = at
    while end > 0 and found[end - 1] in (",", "IN", '"'):
        end -= 1
    return _phrase_ending(sentence, end) if end else None


def _opening_comma(at: int, found: list[str], lower: list[str]) -> int | None:
    """The index of the comma that opens the parenthesis which the comma at `at` closes."""
    for index in range(at - 1, max(-1, at - 40), -1):
        if found[index] == "," and index + 1 < at and _may_open(index, found, lower):
            return index
        if found[index] in (";", ":", '"'):
            return None
    return None


def _may_open(index: int, found: list[str], lower: list[str]) -> bool:
    """Whether a comma may open an apposition: behind a noun, before a phrase that can describe it."""
    return found[index - 1] in DESCRIBED and found[index + 1] in DESCRIBING


def _phrase_ending(sentence: Sentence, end: int) -> tuple[int, int, int] | None:
    """The noun phrase that ends before token `end`, with the phrases and conjuncts that belong to it."""
    ending = _ending_at(sentence, end)
    if ending is None:
        return None
    found = tags(sentence)
    first, head = ending.first, ending.head
    while first >= 2:
        joint = found[first - 1]
        before = _ending_at(sentence, first - 1)
        if (
            joint == "IN"
            and before
            and sentence.lower[first - 1] not in NO_PREPOSITIONS
        ):
            first, head = before.first, before.head
        elif joint == "CC" and before and sentence.lower[first - 1] in ("and", "or", "nor", "&"):
            first = before.first
        elif joint == "TO" and before and found[before.head] == "NN":
            first, head = before.first, before.head
        else:
            break
    return first, end, head


def _ending_at(sentence: Sentence, end: int) -> NounPhrase | None:
    return phrases_by_last(sentence).get(end)
