"""A body or a country in a phrase: by its name, or by a description that the rules know."""

from __future__ import annotations

from nkreport.sources.lexicon import Description, Entry, lexicon
from nkreport.sources.words import BODIES, COUNTRIES, Item, Phrase, until, words_of
from nkreport.text import Sentence

LONGEST_DESCRIPTION = 8  # tokens: "main directorate of intelligence of the ministry of …"


def read_description(sentence: Sentence, main: list[Item]) -> Phrase | None:
    """A description of a body: its country, any adjectives, and a head phrase of the rules."""
    country, rest = _country_and_rest(sentence, main)
    if not rest or rest[-1].label in ("role", "roles"):
        return None
    spelt = [sentence.lower[index] for item in rest for index in range(item.first, item.last)]
    for size in range(min(LONGEST_DESCRIPTION, len(spelt)), 0, -1):
        rule = lexicon().descriptions.get(tuple(spelt[-size:]))
        if rule and all(
            item.label in ("low", "cap", "body", "possessive", "person")
            for item in rest
            if item.last <= rest[-1].last - size
        ):
            return _meant(sentence, main, country or _country_of_owner(sentence, rest), rule, spelt[-size:])
    return None


def _country_of_owner(sentence: Sentence, rest: list[Item]) -> str:
    """The country of a person or body that stands before a head phrase ("the Biden administration")."""
    person = lexicon().lone.get(sentence.words[rest[0].first])
    if person:
        return lexicon().people[person].country
    return rest[0].entry.country if rest[0].label in ("person", "body") and rest[0].entry else ""


def _country_and_rest(sentence: Sentence, main: list[Item]) -> tuple[str, list[Item]]:
    """The country at the phrase's start ("Seoul's …") or end ("… in Seoul"), and the other items."""
    first, last = main[0], main[-1]
    if first.label in COUNTRIES and first.entry and len(main) > 1:
        return first.entry.country, main[2:] if main[1].label == "possessive" else main[1:]
    if last.label in COUNTRIES and last.entry and len(main) > 2:
        index = len(main) - 2 - (sentence.lower[main[-2].first] == "the")
        if index > 0 and main[index].label == "preposition":
            return last.entry.country, main[:index]
    return "", main


def _meant(
    sentence: Sentence, main: list[Item], country: str, rule: Description, head: list[str]
) -> Phrase | None:
    """The phrase that a rule makes of a description, with or without a country."""
    first, last = main[0].first, main[-1].last
    base = Phrase(
        "description",
        first,
        last,
        words_of(sentence, first, last),
        head=head[-1],
        country=country,
        noun=rule.noun,
        modifiers=tuple(head[:-1]),
    )
    if rule.means == "country":
        return (
            base._replace(kind="country", name=country, rule=rule.rule)
            if country
            else base._replace(definite=False)
        )
    name = rule.names.get(country) or rule.names.get("")
    return (
        base._replace(kind="body", name=name, rule=rule.rule)
        if name and (country or "" in rule.names)
        else base
    )


def read_body(sentence: Sentence, main: list[Item]) -> Phrase | None:
    """A named body or medium at the end of the phrase or before its first preposition."""
    core = until(main, frozenset(("preposition",)))
    last = core[-1] if core else main[-1]
    if last.label in BODIES and last.entry:
        return _named(last.entry, last.first, last.last)
    at = next((index for index in range(len(core) - 1, -1, -1) if core[index].label in BODIES), None)
    entry = core[at].entry if at is not None else None
    if at is None or entry is None or any(item.label != "low" for item in core[at + 1 :]):
        return None
    nouns = lexicon().kinds_of.get(sentence.lower[core[-1].last - 1], frozenset())
    return _named(entry, core[at].first, core[-1].last) if entry.kind in nouns else None


def _named(entry: Entry, first: int, last: int) -> Phrase:
    return Phrase(entry.label, first, last, entry.name, country=entry.country, noun=entry.kind, rule="name")


def read_country(sentence: Sentence, main: list[Item]) -> Phrase | None:
    first = main[0]
    if len(main) == 1 and first.label in COUNTRIES and first.entry:
        if first.label in ("people", "peoples") and first.entry.tokens[-1] not in ("us", "u.s.", "u.s"):
            words = words_of(sentence, first.first, first.last)
            return Phrase(
                "group",
                first.first,
                first.last,
                words,
                head=sentence.lower[first.last - 1],
                country=first.entry.country,
                plural=first.label == "peoples",
                noun="people",
            )
        return Phrase(
            "country",
            first.first,
            first.last,
            first.entry.country,
            country=first.entry.country,
            noun="government",
            rule="name",
        )
    return None
