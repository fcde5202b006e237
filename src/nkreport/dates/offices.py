"""Who held an office on a day: the dated roster of rules/offices.toml, read both ways."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from nkreport import rules


@dataclass(frozen=True, slots=True)
class Term:
    """One person's term in one office; `last` is None where it had not ended when the roster was made.

    `bare` holds the titles in lower case, with and without their country; `alone` those that need no country.
    """

    office: str
    country: str
    plain: str
    titles: tuple[str, ...]
    name: str
    first: dt.date
    last: dt.date | None
    bare: frozenset[str] = frozenset()
    alone: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Roster:
    """All terms in order, and the words that tell offices and countries apart.

    `country_words` are the names of every country with their possessives, the longest first.
    """

    terms: tuple[Term, ...]
    as_of: dt.date
    not_in_office: tuple[str, ...]
    spellings: Mapping[str, str]
    countries: Mapping[str, tuple[str, ...]]
    leaders: Mapping[str, str]
    country_words: tuple[tuple[str, str], ...]


@cache
def shipped_roster() -> Roster:
    """The roster that comes with the package."""
    lexicon = rules.load("offices").lexicon
    countries = {country: tuple(names) for country, names in lexicon["countries"].items()}
    words = _country_words(countries)
    return Roster(
        tuple(term for office in lexicon["offices"] for term in _terms(office, words)),
        lexicon["as_of"],
        tuple(lexicon["not_in_office"]),
        lexicon["spellings"],
        countries,
        lexicon["leaders"],
        words,
    )


def with_offices(
    roster: Roster, offices: Sequence[Mapping[str, Any]], *, as_of: dt.date | None = None
) -> Roster:
    """A roster with an analyst's offices added, or put in the place of those with the same id."""
    given = {office["id"] for office in offices}
    kept = tuple(term for term in roster.terms if term.office not in given)
    added = tuple(term for office in offices for term in _terms(office, roster.country_words))
    return replace(roster, terms=kept + added, as_of=as_of or roster.as_of)


def _terms(office: Mapping[str, Any], country_words: tuple[tuple[str, str], ...]) -> list[Term]:
    """The terms of one office; a term without an end lasts until the next one begins."""
    bare = _plain_titles(office["titles"], country_words)
    alone = _plain_titles([title for title in office["titles"] if title[0].isupper()], country_words)
    holders = sorted(office["holders"], key=lambda holder: holder["from"])
    ends = [
        holder.get("to") or (holders[place + 1]["from"] if place + 1 < len(holders) else None)
        for place, holder in enumerate(holders)
    ]
    return [
        Term(
            office["id"],
            office["country"],
            office["plain"],
            tuple(office["titles"]),
            holder["name"],
            holder["from"],
            end,
            bare,
            alone,
        )
        for holder, end in zip(holders, ends, strict=True)
    ]


def office_holder(
    office: str, day: dt.date, *, country: str = "", roster: Roster | None = None
) -> str | None:
    """The person who held an office on a day; None where the roster does not say, or names two.

    `office` is an id, a title, with or without its country, or the plain name that goes with a `country`
    ("foreign minister", "defence minister", "president", "leader", "prime minister", "chancellor").

    >>> day = dt.date(2024, 11, 14)
    >>> later = dt.date(2025, 2, 27)
    >>> office_holder("the Secretary of State", day), office_holder("secretary of state", later)
    ('Antony Blinken', 'Marco Rubio')
    >>> office_holder("South Korean president", day), office_holder("foreign minister", day, country="France")
    ('Yoon Suk Yeol', 'Jean-Noël Barrot')
    >>> office_holder("president", day) is None
    True
    """
    roster = roster or shipped_roster()
    if day > roster.as_of:
        return None
    title, named_country = split_title(office, roster)
    country = country or named_country
    if title in ("leader", "head of state"):
        title = roster.leaders.get(country, title)
    found = {
        term.name
        for term in roster.terms
        if (not country or term.country == country)
        and (
            office == term.office
            or (country and title == term.plain)
            or title in (term.bare if country else term.alone)
        )
        and _holds(term, day)
    }
    return found.pop() if len(found) == 1 else None


def _holds(term: Term, day: dt.date) -> bool:
    return term.first <= day and (term.last is None or day < term.last)


def _split(text: str, words: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    for name, country in words:
        if text.startswith(name + " "):
            return text[len(name) + 1 :], country
        for tail in (f" of {name}", f" of the {name}"):
            if text.endswith(tail) and not text.endswith("chiefs of staff"):
                return text[: -len(tail)], country
    return text, ""


def split_title(office: str, roster: Roster) -> tuple[str, str]:
    """A title in lower case without its article and country, and the country.

    >>> split_title("the President of Ukraine", shipped_roster())
    ('president', 'Ukraine')
    """
    return _split(_folded(office), roster.country_words)


def _folded(office: str) -> str:
    return " ".join(office.lower().replace("’", "'").split()).removeprefix("the ")


def _country_words(countries: Mapping[str, Sequence[str]]) -> tuple[tuple[str, str], ...]:
    """Every name of every country with its possessive, the longest first."""
    names = {
        form: country
        for country, names in countries.items()
        for name in names
        for form in (name.lower(), name.lower() + "'s", name.lower() + "'")
    }
    return tuple(sorted(names.items(), key=lambda item: -len(item[0])))


def _plain_titles(titles: Sequence[str], country_words: tuple[tuple[str, str], ...]) -> frozenset[str]:
    """Titles in lower case, with and without their country."""
    return frozenset(
        form for title in titles for form in (title.lower(), _split(_folded(title), country_words)[0])
    )
