"""The lexicon of sources, read once: names by their tokens, roles, groups and the rules for descriptions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from nkreport import rules
from nkreport.text import Sentence, read_document

Tokens = tuple[str, ...]

MEDIA_KINDS = frozenset(("news-agency", "newspaper", "broadcaster", "site", "media"))
IRREGULAR = {
    "man": "men",
    "woman": "women",
    "person": "people",
    "wife": "wives",
    "chief of staff": "chiefs of staff",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A name, role or group noun of the lexicon.

    `label` is country, capital, people, peoples, short, body, medium, person, role, roles or group;
    `printed` holds the tokens as they must be printed where a lower-case form would mean another word.
    """

    tokens: Tokens
    printed: Tokens
    label: str
    name: str
    kind: str = ""
    country: str = ""
    gender: str = ""
    exact: bool = False
    office: tuple[str, ...] = ()
    capitals: tuple[int, ...] = ()  # which tokens are printed with one


@dataclass(frozen=True, slots=True)
class Description:
    """A rule for descriptions of a body: what its head phrase means for each country."""

    rule: str
    names: dict[str, str]
    means: str
    noun: str


@dataclass(slots=True)
class Lexicon:
    """All tables of `rules/sources.toml` in the form in which they are looked up."""

    entries: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    people: dict[str, Entry] = field(default_factory=dict)  # by canonical name
    bodies: dict[str, Entry] = field(default_factory=dict)  # by canonical name
    lone: dict[str, str] = field(default_factory=dict)  # surname -> canonical name
    speaking: frozenset[str] = frozenset()  # last words of roles, groups and descriptions
    descriptions: dict[Tokens, Description] = field(default_factory=dict)
    kinds_of: dict[str, frozenset[str]] = field(default_factory=dict)  # "agency" -> kinds of bodies
    offices: dict[Tokens, str] = field(default_factory=dict)
    body_offices: dict[str, tuple[str, str]] = field(default_factory=dict)
    places: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    ranks: dict[str, str] = field(default_factory=dict)
    short_people: dict[str, str] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)  # given name -> m or f


@cache
def tokens_of(words: str) -> Tokens:
    """A name as the tokens that the text's own tokenizer makes of it, as printed.

    >>> tokens_of("South Korea's U.N. envoy")
    ('South', 'Korea', "'s", 'U.N.', 'envoy')
    """
    return tuple(Sentence(read_document(words), 0, len(words), 0, 0).words)


@cache
def lexicon() -> Lexicon:
    """The lexicon of sources, built at its first use."""
    tables = rules.load("sources").lexicon
    built = Lexicon()
    entries = list(_countries(tables)) + list(_bodies(tables)) + list(_people(tables)) + list(_nouns(tables))
    built.entries = _by_first(entries)
    built.people = {entry.name: entry for entry in entries if entry.label == "person"}
    built.bodies = {entry.name: entry for entry in entries if entry.label in ("body", "medium")}
    built.lone = {name: person for person, facts in tables["people"].items() for name in facts["lone"]}
    built.descriptions = dict(_descriptions())
    built.speaking = frozenset(
        entry.tokens[-1] for entry in entries if entry.label in ("role", "roles", "group")
    ) | frozenset(words[-1] for words in built.descriptions)
    built.kinds_of = _kinds_of(tables["kinds"])
    built.offices = {_lower(tokens_of(words)): office for words, office in tables["offices"].items()}
    built.body_offices = {body: (plain, country) for body, (plain, country) in tables["body_offices"].items()}
    built.places = _by_first(
        [_entry(place, "place", place, country=country) for place, country in tables["places"].items()]
    )
    built.words = _word_sets(tables)
    built.short_people = tables["short_people"]
    built.ranks = tables["role_words"]["ranks"]
    built.given = {name: gender[0] for gender in ("female", "male") for name in tables["given_names"][gender]}
    return built


def longest(
    table: dict[str, tuple[Entry, ...]], words: list[str], lower: list[str], at: int, end: int
) -> Entry | None:
    """The longest entry of a table that stands at a token, as printed where that matters."""
    for entry in table.get(lower[at], ()):
        size = len(entry.tokens)
        if (
            at + size <= end
            and (size == 1 or tuple(lower[at : at + size]) == entry.tokens)
            and _as_printed(entry, words, at)
        ):
            return entry
    return None


def _as_printed(entry: Entry, words: list[str], at: int) -> bool:
    if entry.exact:
        return tuple(words[at : at + len(entry.tokens)]) == entry.printed
    return not [index for index in entry.capitals if not words[at + index][0].isupper()]


def _entry(
    words: str,
    label: str,
    name: str,
    *,
    kind: str = "",
    country: str = "",
    gender: str = "",
    office: str = "",
) -> Entry:
    printed = tokens_of(words)
    letters = words.replace(".", "")
    exact = letters.isupper() and len(printed) == 1 and len(letters) <= 5 and label != "role"
    capitals = tuple(index for index, token in enumerate(printed) if token[0].isupper())
    return Entry(
        _lower(printed), printed, label, name, kind, country, gender, exact, tuple(office.split()), capitals
    )


def _lower(tokens: Iterable[str]) -> Tokens:
    return tuple(token.lower().replace("’", "'") for token in tokens)


def _by_first(entries: list[Entry]) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.tokens[0], []).append(entry)
    return {first: tuple(sorted(same, key=lambda entry: -len(entry.tokens))) for first, same in found.items()}


def _countries(tables: Any) -> Iterator[Entry]:
    for country, facts in tables["countries"].items():
        for name in [country, *facts.get("also", [])]:
            yield _entry(name, "country", country, country=country)
        for name in facts["capital"]:
            yield _entry(name, "capital", country, country=country)
        for name in facts["people"]:
            yield _entry(name, "people", country, country=country)
            if not name.endswith(("se", "sh", "ch", "men", "ic", "S", "S.", "K", "ss")):
                plural = name[:-3] + "men" if name.endswith(("hman", "hwoman")) else name + "s"
                if plural not in facts["people"] and plural not in tables["countries"]:
                    yield _entry(plural, "peoples", country, country=country)
    for name, country in tables["short_names"].items():
        yield _entry(name, "short", country, country=country)


def _bodies(tables: Any) -> Iterator[Entry]:
    for group in tables["bodies"]:
        label = "medium" if group["kind"] in MEDIA_KINDS else "body"
        for name, country, *aliases in group["entries"]:
            forms = [alias.removeprefix("The ") for alias in aliases if len(alias.split()) > 2]
            for form in dict.fromkeys([name, *aliases, *forms]):
                if form:
                    yield _entry(form, label, name, kind=group["kind"], country=country)


def _people(tables: Any) -> Iterator[Entry]:
    for name, facts in tables["people"].items():
        for alias in [name, *facts["aliases"]]:
            yield _entry(
                alias,
                "person",
                name,
                kind=facts["role"],
                country=facts["country"],
                gender=facts["gender"],
                office=facts.get("office", ""),
            )


def _nouns(tables: Any) -> Iterator[Entry]:
    for kind, nouns in tables["roles"].items():
        for noun in nouns:
            yield _entry(noun, "role", noun, kind=kind)
            yield _entry(_plural(noun), "roles", noun, kind=kind)
    for kind, nouns in tables["groups"].items():
        for noun in nouns:
            yield _entry(noun, "group", noun, kind=kind)


def _plural(noun: str) -> str:
    """The plural of a role noun.

    >>> _plural("spokesman"), _plural("deputy"), _plural("secretary of state"), _plural("witness")
    ('spokesmen', 'deputies', 'secretaries of state', 'witnesses')
    """
    first, of, rest = noun.partition(" of ")
    stem, _, last = first.rpartition(" ")
    head = next((last[: -len(one)] + many for one, many in IRREGULAR.items() if last.endswith(one)), "")
    if not head:
        head = (
            last[:-1] + "ies"
            if last.endswith("y")
            else last + "es"
            if last.endswith(("s", "ch", "sh"))
            else last + "s"
        )
    return f"{stem} {head}".strip() + of + rest


def _descriptions() -> Iterator[tuple[Tokens, Description]]:
    for rule in rules.load("sources").rules:
        fields = rule.fields
        description = Description(rule.id, dict(fields["names"]), fields["means"], fields["noun"])
        for words in fields["words"]:
            yield _lower(tokens_of(words)), description


def _kinds_of(kinds: dict[str, list[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for kind, nouns in kinds.items():
        for noun in nouns:
            found.setdefault(noun, set()).add(kind)
    return {noun: frozenset(same) for noun, same in found.items()}


def _word_sets(tables: Any) -> dict[str, frozenset[str]]:
    found = {name: frozenset(words) for name, words in tables["words"].items()}
    found |= {name: frozenset(words) for name, words in tables["role_words"].items() if name != "ranks"}
    found |= {f"{name}_name": frozenset(words) for name, words in tables["name_words"].items()}
    found |= {f"{name}_relays": frozenset(words) for name, words in tables["relays"].items()}
    found["not_the_office"] = frozenset(tables["not_the_office"]["words"])
    found |= {f"place_{name}": frozenset(words) for name, words in tables["place_words"].items()}
    return found
