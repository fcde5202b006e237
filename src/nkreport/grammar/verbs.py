"""Verbs with their auxiliaries."""

from __future__ import annotations

from typing import NamedTuple

from nkreport.grammar.lexicon import auxiliary
from nkreport.grammar.phrases import PREMODIFIERS
from nkreport.grammar.tags import NOUNS, VERBAL, tags
from nkreport.text import Sentence

# What may stand between a verb and the infinitive that complements it.
COMPLEMENT_GAP = NOUNS | PREMODIFIERS | {"CD", "PRP", "RB"}


class VerbGroup(NamedTuple):
    """A verb with its auxiliaries as token indices `[first, last)`; `head` is the lexical verb.

    `form` is finite, infinitive, VBG or VBN; `tense` past, present or future for finite groups.
    `governor` is the head of the group that an infinitive or participle complements ("plans *to send*").
    """

    first: int
    last: int
    head: int
    form: str
    tense: str | None
    modal: str | None
    negated: bool
    passive: bool
    perfect: bool
    progressive: bool
    governor: int | None


def verb_groups(sentence: Sentence) -> list[VerbGroup]:
    """Verbs with their auxiliaries, in order.

    >>> from nkreport.text import read_document
    >>> sentence = read_document("They could not have been sent and plan to leave.").sentences[0]
    >>> for group in verb_groups(sentence):
    ...     print(" ".join(sentence.words[group.first:group.last]), group.form, group.negated, group.passive)
    could not have been sent finite True True
    plan finite False False
    to leave infinitive False False
    """
    kept: list[VerbGroup] | None = sentence.__dict__.get("verb_groups")
    if kept is None:
        kept = sentence.__dict__["verb_groups"] = _verb_groups(tags(sentence), sentence.lower)
    return kept


def _verb_groups(found: list[str], lower: list[str]) -> list[VerbGroup]:
    groups: list[VerbGroup] = []
    index, size = 0, len(found)
    while index < size:
        tag = found[index]
        if tag in VERBAL or (tag == "TO" and _opens_infinitive(index, found)):
            group = _group_from(index, found, lower, groups)
            groups.append(group)
            index = group.last
        else:
            index += 1
    return groups


def _opens_infinitive(index: int, found: list[str]) -> bool:
    index += 1
    while index < len(found) and found[index] == "RB":
        index += 1
    return index < len(found) and found[index] == "VB"


def _group_from(first: int, found: list[str], lower: list[str], groups: list[VerbGroup]) -> VerbGroup:
    index, head, size = first, first, len(found)
    last = first + 1
    while index < size:
        tag = found[index]
        if tag in VERBAL:
            if index > first and not _joins(index, head, found, lower):
                break
            head, last = index, index + 1
        elif not (tag == "RB" or index == first or _question_subject(index, head, first, found, lower)):
            break
        index += 1
    return _described(first, last, head, found, lower, groups)


def _question_subject(index: int, head: int, first: int, found: list[str], lower: list[str]) -> bool:
    """Whether a pronoun stands between auxiliary and verb ("did they say", "has he been seen")."""
    return (
        found[index] == "PRP"
        and head == index - 1
        and index + 1 < len(found)
        and found[index + 1] in ("VB", "VBN", "VBG")
        and first == head
        and (found[head] == "MD" or lower[head] in auxiliary("do") or lower[head] in auxiliary("have"))
    )


def _joins(index: int, head: int, found: list[str], lower: list[str]) -> bool:
    """Whether a verb continues the group of the auxiliary before it."""
    tag, before = found[index], lower[head]
    if found[head] in ("MD", "TO"):
        return tag == "VB"
    if before in auxiliary("have"):
        return tag in ("VBN", "VBD")
    if before in auxiliary("be") or before in ("get", "got", "getting"):
        return tag in ("VBN", "VBG", "VBD")
    return before in auxiliary("do") and tag == "VB"


def _described(
    first: int, last: int, head: int, found: list[str], lower: list[str], groups: list[VerbGroup]
) -> VerbGroup:
    opening = found[first]
    form = "infinitive" if opening == "TO" else opening if opening in ("VBG", "VBN") else "finite"
    modal = lower[first] if opening == "MD" else None
    inside = lower[first:last]
    negated = (first > 0 and lower[first - 1] in ("never", "not")) or not auxiliary("negations").isdisjoint(
        inside
    )
    inside.pop()
    be = have = False
    if inside:
        be, have = not auxiliary("be").isdisjoint(inside), not auxiliary("have").isdisjoint(inside)
    return VerbGroup(
        first,
        last,
        head,
        form,
        _tense(form, opening, modal),
        modal,
        negated,
        passive=(be and found[head] in ("VBN", "VBD")) or form == "VBN",
        perfect=have,
        progressive=be and found[head] == "VBG",
        governor=_governor(first, form, found, groups),
    )


def _tense(form: str, opening: str, modal: str | None) -> str | None:
    if form != "finite":
        return None
    if modal in ("will", "'ll", "shall", "won't"):
        return "future"
    return "past" if opening == "VBD" else "present"


def _governor(first: int, form: str, found: list[str], groups: list[VerbGroup]) -> int | None:
    """The head of the group that this one complements: only a noun phrase may stand between."""
    if form == "finite" or not groups:
        return None
    before = groups[-1]
    return before.head if COMPLEMENT_GAP.issuperset(found[before.last : first]) else None
