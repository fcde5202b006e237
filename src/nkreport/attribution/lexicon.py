"""The cues of `rules/cues.toml`, inflected and keyed by the word that a sentence is searched for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from nkreport import grammar, rules
from nkreport.errors import RuleError, RuleFault

KINDS = ("verbs", "nouns", "phrases", "accounts", "marks")
TAKES = frozenset(
    (
        "quote",
        "clause",
        "that",
        "whether",
        "object",
        "infinitive",
        "gerund",
        "person_to",
        "person_of",
        "as",
        "addressee",
        "nothing",
        "number",
        "document",
    )
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One cue: its lemma, the words that must follow the word searched for, and its rule's properties.

    `inflection` is base, third, past, participle, ing (verbs), noun or phrase; a past form that is also
    the participle is `past`. A copular cue ("be confident") is searched for by its adjective, a phrase by its
    longest word, which stands `offset` words behind its first.
    """

    lemma: str
    rest: tuple[str, ...]
    inflection: str
    rule: str
    act: str
    takes: frozenset[str]
    acts: Mapping[str, str]
    negated: str | None
    refused: str | None
    scope: str
    copular: bool = False
    nested: bool = True
    offset: int = 0


@cache
def cues(kind: str) -> dict[str, tuple[Entry, ...]]:
    """The entries of a kind by their first word in lower case, longest first."""
    table: dict[str, list[Entry]] = {}
    for rule in _file().rules:
        for cue in rule.fields.get(kind, ()):
            for first, entry in _inflected(kind, cue, rule):
                table.setdefault(first, []).append(entry)
    return {
        first: tuple(sorted(entries, key=lambda entry: -len(entry.rest))) for first, entries in table.items()
    }


@cache
def openings() -> dict[str, frozenset[str]]:
    """For a verb that is a cue only with further words ("make clear"): the words one of which must follow."""
    verbs = cues("verbs")
    return {
        first: frozenset(entry.rest[0] for entry in entries)
        for first, entries in verbs.items()
        if all(entry.rest and not entry.copular and "*" not in entry.rest for entry in entries)
    }


@cache
def companions() -> dict[str, frozenset[str] | None]:
    """The words at which a cue is looked for, each with those of which its sentence must hold one too.

    That is None where the word alone may be a cue; else the longest further word of each of its cues, for "be
    confident" the forms of "be".
    """
    table: dict[str, set[str] | None] = {}
    for kind in KINDS:
        for word, entries in cues(kind).items():
            beside = table.setdefault(word, set())
            for entry in entries:
                if beside is not None:
                    also = _companions(word, entry)
                    beside = table[word] = beside | also if also else None
    return {word: beside if beside is None else frozenset(beside) for word, beside in table.items()}


def _companions(word: str, entry: Entry) -> frozenset[str]:
    others = [other for other in entry.lemma.split()[1:] if other not in (word, "*")]
    if entry.copular and not others:
        return grammar.auxiliary("be")
    if entry.inflection == "phrase" and entry.offset:
        others = [other for other in entry.lemma.split() if other != word]
    return frozenset((max(others, key=len),)) if others else frozenset()


@cache
def words(name: str) -> frozenset[str]:
    """A plain word list of the file's lexicon, such as `sources.media`."""
    section, key = name.split(".")
    return frozenset(_file().lexicon[section][key])


@cache
def _file() -> rules.RuleFile:
    file = rules.load("cues")
    faults = [fault for rule in file.rules for fault in _rule_faults(rule)] + _repeats(file)
    if faults:
        raise RuleError(faults)
    return file


def _rule_faults(rule: rules.Rule) -> list[RuleFault]:
    faults = [
        RuleFault("cues.toml", rule.id, "takes", f"unknown: {take}; allowed are {', '.join(sorted(TAKES))}")
        for take in rule.fields.get("takes", ())
        if take not in TAKES
    ]
    if not any(kind in rule.fields for kind in KINDS):
        faults.append(RuleFault("cues.toml", rule.id, "", f"holds no cue; give one of {', '.join(KINDS)}"))
    return faults


def _repeats(file: rules.RuleFile) -> list[RuleFault]:
    seen: dict[tuple[str, str], str] = {}
    faults = []
    for rule in file.rules:
        for kind in KINDS:
            for cue in rule.fields.get(kind, ()):
                if (kind, cue) in seen:
                    faults.append(
                        RuleFault(
                            "cues.toml", rule.id, kind, f"{cue!r} stands twice; first in {seen[kind, cue]}"
                        )
                    )
                seen.setdefault((kind, cue), rule.id)
    return faults


def verb_forms(base: str) -> tuple[tuple[str, str], ...]:
    """The printed forms of a verb with their names.

    >>> verb_forms("speak")
    (('speak', 'base'), ('speaks', 'third'), ('speaking', 'ing'), ('spoke', 'past'), ('spoken', 'participle'))
    """
    pasts, participles = _irregular().get(base, ((grammar.past_form(base),), ()))
    forms = {base: "base", grammar.third_person(base): "third", grammar.ing_form(base): "ing"}
    for names, form in ((pasts, "past"), (participles, "participle")):
        for name in names:
            forms.setdefault(name, form)
    return tuple(forms.items())


@cache
def _irregular() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    entries = rules.load("english").lexicon["irregular"]["forms"].replace("\n", "").split(";")
    return {
        base: (tuple(past.split("/")), tuple(participle.split("/")))
        for base, past, participle in map(str.split, entries)
    }


def _inflected(kind: str, cue: str, rule: rules.Rule) -> list[tuple[str, Entry]]:
    """A cue's printed first words, each with its entry."""
    first, *rest = cue.split()
    fields: dict[str, Any] = rule.fields  # type: ignore[assignment]
    if kind == "verbs" and first == "be":
        return [(rest[0], _entry(cue, rest[1:], "base", rule.id, fields, copular=True))]
    if kind == "verbs":
        return [(form, _entry(cue, rest, name, rule.id, fields)) for form, name in verb_forms(first)]
    if kind == "nouns":
        forms = (first, first if first.endswith("s") else grammar.third_person(first))
        return [(form, _entry(cue, rest, "noun", rule.id, fields)) for form in dict.fromkeys(forms)]
    key = max(cue.split(), key=len) if kind == "phrases" else first
    entry = _entry(cue, rest, "phrase", rule.id, fields)
    return [(key, replace(entry, offset=cue.split().index(key)))]


def _entry(
    cue: str, rest: list[str], inflection: str, rule: str, fields: dict[str, Any], *, copular: bool = False
) -> Entry:
    act = fields.get("acts", {}).get(cue, fields["act"])
    return Entry(
        cue,
        tuple(rest),
        inflection,
        rule,
        act,
        frozenset(fields["takes"]),
        fields.get("acts", {}),
        fields.get("negated"),
        fields.get("refused"),
        fields.get("scope", "speech"),
        copular,
        fields.get("nested", True),
    )
