"""Base noun phrases."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from nkreport.grammar.tags import NOUNS, tags
from nkreport.text import Sentence

PREMODIFIERS = frozenset(
    ("DT", "PRP$", "CD", "JJ", "JJR", "JJS", "NN", "NNS", "NNP", "POS", "VBG", "VBN", "$")
)


OPENERS = PREMODIFIERS - {"POS"}
HEADS = NOUNS | {"CD", "$"}
# What may stand anywhere in a phrase; of the other classes the neighbours decide.
INSIDE = frozenset(("JJ", "JJR", "JJS", "POS"))

GOING_ON = HEADS | INSIDE | {"VBG", "VBN", "RB"}  # what may follow a noun in its phrase


ONE_WORD = OPENERS - {"VBG", "VBN"}  # what may stand before a noun whatever the neighbours
PRONOUNS = frozenset(("PRP", "EX"))


class NounPhrase(NamedTuple):
    """A base noun phrase as token indices `[first, last)`; `head` is its last noun."""

    first: int
    last: int
    head: int


_phrase = partial(tuple.__new__, NounPhrase)  # half the time of the class's own call; there are many


def noun_phrases(sentence: Sentence) -> list[NounPhrase]:
    """The base noun phrases in order: determiners and modifiers up to the last noun, possessors included.

    >>> from nkreport.text import read_document
    >>> text = "Seoul's main spy agency said 1,500 elite troops left on Monday."
    >>> sentence = read_document(text).sentences[0]
    >>> [" ".join(sentence.words[phrase.first:phrase.last]) for phrase in noun_phrases(sentence)]
    ["Seoul 's main spy agency", '1,500 elite troops', 'Monday']
    """
    kept: list[NounPhrase] | None = sentence.__dict__.get("noun_phrases")
    if kept is None:
        found = tags(sentence)
        if "last" in sentence.lower or "next" in sentence.lower:
            found = _with_times_apart(found, sentence.lower)
        kept = sentence.__dict__["noun_phrases"] = _noun_phrases(found)
    return kept


TIMES = frozenset("week weekend month year night summer autumn winter spring day days weeks months".split())


def _with_times_apart(found: list[str], lower: list[str]) -> list[str]:
    """The tags with "last" as a determiner where a time follows it: "the man *last week*" is two phrases."""
    apart = list(found)
    for index in range(1, len(lower) - 1):
        timed = lower[index] in ("last", "next") and lower[index + 1] in TIMES
        if timed and found[index - 1] in BEFORE_TIMES:
            apart[index] = "DT"
    return apart


BEFORE_TIMES = HEADS | {"CD"}


def phrases_by_first(sentence: Sentence) -> dict[int, NounPhrase]:
    """The base noun phrases by their first token."""
    kept: dict[int, NounPhrase] | None = sentence.__dict__.get("phrases_by_first")
    if kept is None:
        kept = {phrase[0]: phrase for phrase in noun_phrases(sentence)}
        sentence.__dict__["phrases_by_first"] = kept
    return kept


def phrases_by_last(sentence: Sentence) -> dict[int, NounPhrase]:
    """The base noun phrases by the token behind their last."""
    kept: dict[int, NounPhrase] | None = sentence.__dict__.get("phrases_by_last")
    if kept is None:
        kept = {phrase[1]: phrase for phrase in noun_phrases(sentence)}
        sentence.__dict__["phrases_by_last"] = kept
    return kept


def _noun_phrases(found: list[str]) -> list[NounPhrase]:
    phrases: list[NounPhrase] = []
    index, size = 0, len(found)
    ahead = [*found, "", ""]  # so that two tokens may be looked at behind each
    while index < size:
        tag = ahead[index]
        if tag in OPENERS:
            following = ahead[index + 1]
            if tag in HEADS and following not in GOING_ON:  # most phrases are a name or a noun alone,
                phrases.append(_phrase((index, index + 1, index)))
                index += 1
            elif following in HEADS and tag in ONE_WORD and ahead[index + 2] not in GOING_ON:
                phrases.append(_phrase((index, index + 2, index + 1)))  # or a noun with one word before it
                index += 2
            else:
                phrase, index = _phrase_from(index, found)
                if phrase:
                    phrases.append(phrase)
        else:
            if tag in PRONOUNS:
                phrases.append(_phrase((index, index + 1, index)))
            index += 1
    return phrases


def _phrase_from(index: int, found: list[str]) -> tuple[NounPhrase | None, int]:
    """The base phrase that opens here, and where to look on."""
    first, head, size = index, -1, len(found)
    while index < size:
        tag = found[index]
        if tag in HEADS:
            head = index
        elif tag in INSIDE:
            pass
        elif tag == "DT":
            if index > first and found[index - 1] != "DT":
                break
        elif tag == "VBG" or tag == "VBN":
            if not _modifies(index, first, found):
                break
        elif tag == "RB":
            if not _adverb_inside(index, first, found):
                break
        elif tag != "PRP$" or (index > first and found[index - 1] != "DT"):
            break
        index += 1
    if head < 0:
        return _headless(first, index, found), max(index, first + 1)
    return _phrase((first, head + 1, head)), max(head + 1, first + 1)


def _headless(first: int, last: int, found: list[str]) -> NounPhrase | None:
    """A phrase without a noun: a determiner alone ("those"), or with an adjective ("the first of them")."""
    if found[first] in ("DT", "JJR", "JJS") and (last <= first + 1 or found[last - 1] == "JJ"):
        return NounPhrase(first, max(last, first + 1), max(last, first + 1) - 1)
    return None


def _modifies(index: int, first: int, found: list[str]) -> bool:
    """Whether a participle stands before its noun: behind a determiner, with a noun to come."""
    follows = found[index + 1] if index + 1 < len(found) else "."
    opened = index > first and found[index - 1] in ("DT", "PRP$", "CD", "JJ", "POS", "RB", "VBN", "VBG")
    behind_verb = index > 0 and found[index - 1] in ("VBD", "VBZ", "VBP", "VB", "MD", "VBN", "RB")
    alone = index == first and follows in ("NNS", "NN") and found[index] == "VBN" and not behind_verb
    return follows in ("NN", "NNS", "NNP", "JJ", "VBN", "VBG") and (opened or alone)


def _adverb_inside(index: int, first: int, found: list[str]) -> bool:
    """Whether an adverb stands inside a phrase ("a highly trained force")."""
    follows = found[index + 1] if index + 1 < len(found) else "."
    return (
        index > first and found[index - 1] in ("DT", "PRP$", "CD") and follows in ("JJ", "VBN", "VBG", "CD")
    )
