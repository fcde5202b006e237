"""What the dating of an article is made of: events, constraints, and sentences in plain words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from nkreport import rules
from nkreport.dates.offices import Roster
from nkreport.text import Document, Sentence

# Outside of these days nothing is known to the roster and the events.
EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2035, 12, 31)
# A person may bear a title in print some days before taking office.
GRACE = dt.timedelta(days=3)
HAS_YEAR = re.compile(r"\d{4}")

Interval = tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event and the words that tell of it; see rules/events.toml for what each list means."""

    id: str
    says: str
    first: dt.date
    last: dt.date
    told: tuple[tuple[str, ...], ...]
    known: tuple[tuple[str, ...], ...]
    awaited: tuple[tuple[str, ...], ...]
    speaker: str | None
    yearly: bool


@dataclass(frozen=True, slots=True)
class Constraint:
    """What some words say of the article's day: the days that they allow, as intervals in order.

    `firm` constraints hold whatever else is said; the others give way where they would leave no day.
    """

    kind: str
    start: int
    end: int
    text: str
    allowed: tuple[Interval, ...]
    says: str
    firm: bool


@dataclass(frozen=True, slots=True)
class Dating:
    """The days between which an article was published; None where its words do not tell."""

    low: dt.date | None
    high: dt.date | None
    basis: str
    constraints: tuple[Constraint, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with its sentences in plain lower case."""

    document: Document
    plain: list[str]
    whole: str


@cache
def shipped_events() -> tuple[Event, ...]:
    """The events that come with the package."""
    return tuple(read_event(entry) for entry in rules.load("events").lexicon["events"])


def with_events(events: Sequence[Event], entries: Sequence[Mapping[str, Any]]) -> tuple[Event, ...]:
    """Events with an analyst's added, or put in the place of those with the same id."""
    added = tuple(read_event(entry) for entry in entries)
    return tuple(event for event in events if event.id not in {one.id for one in added}) + added


def read_event(entry: Mapping[str, Any]) -> Event:
    """An event from its entry in an events file."""
    lists = {key: tuple(tuple(words) for words in entry.get(key, ())) for key in ("told", "known", "awaited")}
    return Event(
        entry["id"],
        entry["says"],
        entry["first"],
        entry.get("last", entry["first"]),
        **lists,
        speaker=entry.get("speaker"),
        yearly=entry.get("yearly", False),
    )


def plain_words(text: str, roster: Roster) -> str:
    """Lower case, one spelling of names, no quotation marks; the length may change."""
    plain = " " + text.lower().replace("’", "'").replace("u.s.", "us").replace("u.n.", "un").replace(
        "u.k.", "uk"
    )
    for mark in '“”"()[]':
        plain = plain.replace(mark, " ")
    for odd, usual in roster.spellings.items():
        if odd in plain:
            plain = plain.replace(odd, usual)
    return " ".join(plain.split())


@cache
def _plain_word(word: str) -> str:
    return word.replace("u.s.", "us").replace("u.n.", "un")


@cache
def _word_pattern(word: str) -> re.Pattern[str]:
    plain = _plain_word(word)
    return re.compile(r"(?<![\w,.])" + re.escape(plain) + (r"(?![,.]?\d)" if plain[-1].isdigit() else ""))


def find_word(plain: str, word: str) -> re.Match[str] | None:
    """A word at its beginning; its end may be open ("prepar"), but not that of a number."""
    return _word_pattern(word).search(plain) if _plain_word(word) in plain else None


def may_tell(plain: str, alternatives: Sequence[Sequence[str]]) -> bool:
    """Whether all the words of one alternative stand somewhere in a text: a quick look before a close one."""
    return any(all(_plain_word(word) in plain for word in words) for words in alternatives)


def tells(plain: str, alternatives: Sequence[Sequence[str]]) -> bool:
    """Whether all the words of one alternative stand in a sentence."""
    return any(all(find_word(plain, word) for word in words) for words in alternatives)


# What stands before an event's words where they speak of what is still to come.
TO_COME = (
    "before",
    "ahead of",
    "upcoming",
    "planned",
    "possible",
    "potential",
    "next",
    "awaiting",
    "expected",
    "if",
    "will",
    "would",
    "could",
)


def knows(plain: str, alternatives: Sequence[Sequence[str]]) -> bool:
    """Whether a sentence knows of an event: its words stand there, and none before them awaits it."""
    for words in alternatives:
        found = [find_word(plain, word) for word in words]
        if all(found):
            start = min(match.start() for match in found if match)
            if not any(f" {word} " in f" {plain[max(0, start - 32) : start]} " for word in TO_COME):
                return True
    return False


def constraint(
    kind: str, sentence: Sentence, words: str, allowed: Sequence[Interval], says: str, *, firm: bool
) -> Constraint:
    text = sentence.text
    at = text.find(words)
    start, end = (
        (sentence.start + at, sentence.start + at + len(words)) if at >= 0 else (sentence.start, sentence.end)
    )
    return Constraint(kind, start, end, sentence.document.text[start:end], tuple(allowed), says, firm)
