"""What the dating of an article is made of: events, constraints, and sentences in plain words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import chain
from typing import Any

from nkreport import rules
from nkreport.dates.finding import Prose, dates_in_prose
from nkreport.dates.offices import Roster
from nkreport.records import DateExpression
from nkreport.text import Document, Memo, Sentence, kept

# Outside of these days nothing is known to the roster and the events.
EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2035, 12, 31)
# A person may bear a title in print some days before taking office.
GRACE = dt.timedelta(days=3)
HAS_YEAR = re.compile(r"\d{4}")
WORD = re.compile(r"\w+")
SHORT, LONG = 4, 6  # letters by which the words of events are looked up
LONGEST_SENTENCE = 600  # characters: what stands further on does not date what a sentence opens with

Interval = tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True, eq=False)
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


class Reading:
    """A document with its sentences in plain lower case, and what is asked of them more than once."""

    def __init__(self, document: Document, roster: Roster) -> None:
        self.document = document
        self.plain, self.words = _plain_sentences(document, roster)
        self.whole = "\n".join(self.plain)
        self._days: dict[tuple[int, dt.date], list[DateExpression]] = {}
        self._openings: dict[int, Prose] = {}

    @kept
    def with_year(self) -> list[tuple[Sentence, list[DateExpression]]]:
        """The sentences that name a year, each with its expressions for days."""
        years = HAS_YEAR.finditer(self.document.text)
        naming = dict.fromkeys(self.document.sentence_at(year.start()) for year in years)
        return [(sentence, _dates_of(sentence)) for sentence in naming if sentence is not None]

    def dates(self, index: int, day: dt.date) -> list[DateExpression]:
        """The expressions at the opening of a sentence, as they would be meant on a day of publication."""
        found = self._days.get((index, day))
        if found is None:
            if index not in self._openings:
                self._openings[index] = Prose(self.document.sentences[index].text[:LONGEST_SENTENCE])
            found = self._days[index, day] = self._openings[index].dates(day)
        return found


def _dates_of(sentence: Sentence) -> list[DateExpression]:
    found = dates_in_prose(sentence.text)
    return [replace(one, start=one.start + sentence.start, end=one.end + sentence.start) for one in found]


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


BETWEEN = "\0"  # stands between sentences while all of them are made plain at once
PARTS = Memo(lambda token: tuple(WORD.findall(token)))


def _plain_sentences(document: Document, roster: Roster) -> tuple[list[str], frozenset[str]]:
    """Each sentence in lower case, with one spelling of names and no quotation marks; and all their words."""
    sentences = document.sentences
    whole = BETWEEN.join([sentence.text.replace(BETWEEN, " ") for sentence in sentences])
    plain = " ".join(_without_marks(whole).split())
    tokens = set(chain.from_iterable([sentence.lower for sentence in sentences]))
    words = frozenset(chain.from_iterable(map(PARTS.__getitem__, tokens)))
    if spellings := _spellings_among(words, roster):
        for odd, usual in spellings:
            plain = plain.replace(odd, usual)
        words = frozenset(WORD.findall(plain))
    return [part.strip() for part in plain.split(BETWEEN)] if sentences else [], words


def _without_marks(text: str) -> str:
    plain = text.lower().replace("’", "'")
    for point, none in ((".s.", "u.s."), (".n.", "u.n."), (".k.", "u.k.")):
        if point in plain:
            plain = plain.replace(none, none.replace(".", ""))
    for mark in '“”"()[]':
        plain = plain.replace(mark, " ")
    return plain


def _spellings_among(words: frozenset[str], roster: Roster) -> list[tuple[str, str]]:
    """The odd spellings that a text may hold, with the usual ones: most texts hold none."""
    firsts = _spellings_by_first(roster)
    if firsts.keys().isdisjoint(words):
        return []
    return [pair for pair in roster.spellings.items() if WORD.findall(pair[0])[0] in words]


@lru_cache(maxsize=8)
def _spellings_by_first(roster: Roster) -> dict[str, str]:
    """The first word of each odd spelling."""
    return {WORD.findall(odd)[0]: odd for odd in roster.spellings}


Alternatives = list[tuple[str, ...]]
OPENING = Memo(lambda word: (word[:SHORT], word[:LONG]))


def alternatives_present(
    reading: Reading, events: tuple[Event, ...]
) -> list[tuple[Event, Alternatives, Alternatives, Alternatives]]:
    """The events that a text may speak of, each with its awaited, known and told words that stand there."""
    whole, by_opening = reading.whole, _alternatives_by_opening(events)
    openings = set(chain.from_iterable(map(OPENING.__getitem__, reading.words)))
    found: dict[int, tuple[Alternatives, Alternatives, Alternatives]] = {}
    for opening in by_opening.keys() & (openings | {""}):
        for number, kind, words in by_opening[opening]:
            if all(_plain_word(word) in whole for word in words):
                found.setdefault(number, ([], [], []))[kind].append(words)
    return [(events[number], *found[number]) for number in sorted(found)]


@lru_cache(maxsize=8)
def _alternatives_by_opening(
    events: tuple[Event, ...],
) -> dict[str, list[tuple[int, int, tuple[str, ...]]]]:
    """How the longest word of each alternative opens → the numbers of its event and its list, its words."""
    table: dict[str, list[tuple[int, int, tuple[str, ...]]]] = {}
    for number, event in enumerate(events):
        for kind, alternatives in enumerate((event.awaited, event.known, event.told)):
            for words in alternatives:
                longest = max(WORD.findall(" ".join(map(_plain_word, words))), key=len, default="")
                size = LONG if len(longest) >= LONG else SHORT if len(longest) >= SHORT else 0
                table.setdefault(longest[:size], []).append((number, kind, words))
    return table


@lru_cache(maxsize=4096)
def _plain_word(word: str) -> str:
    return word.replace("u.s.", "us").replace("u.n.", "un")


@lru_cache(maxsize=4096)
def _word_pattern(word: str) -> re.Pattern[str]:
    plain = _plain_word(word)
    return re.compile(r"(?<![\w,.])" + re.escape(plain) + (r"(?![,.]?\d)" if plain[-1].isdigit() else ""))


def find_word(plain: str, word: str) -> re.Match[str] | None:
    """A word at its beginning; its end may be open ("prepar"), but not that of a number."""
    return _word_pattern(word).search(plain) if _plain_word(word) in plain else None


def tells(plain: str, alternatives: Sequence[Sequence[str]]) -> bool:
    """Whether all the words of one alternative stand in a sentence."""
    for words in alternatives:
        for word in words:
            if find_word(plain, word) is None:
                break
        else:
            return True
    return False


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
        if not tells(plain, (words,)):
            continue
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
