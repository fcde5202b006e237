"""The day of an article that states none, narrowed from its own words.

Every constraint is kept with the words that gave it. Footers and days of crawling are no evidence:
page furniture is left out of the document before anything is read.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from nkreport import grammar, rules
from nkreport.dates.belonging import host_of, in_sentence
from nkreport.dates.finding import find_dates
from nkreport.dates.offices import Roster, Term, shipped_roster
from nkreport.records import Article, DateExpression
from nkreport.text import Document, Sentence, read_document

# Outside of these days nothing is known to the roster and the events.
EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2035, 12, 31)
# A person may bear a title in print some days before taking office.
GRACE = dt.timedelta(days=3)
# "On Friday", "last week", "in October": how long after an event its day may be given so.
LONGEST_LOOK_BACK, LONGEST_LOOK_AHEAD = dt.timedelta(days=370), dt.timedelta(days=40)
# How many sentences from the one that tells of an occasion its speaker's words still belong to it.
NEAR_SENTENCES = 4
HAS_YEAR = re.compile(r"\d{4}")
RELATIVE_RULES = frozenset(("weekday", "calendar-unit", "deictic", "part-of-day", "the-unit", "month", "month-day", "day-month", "ago", "span"))
WEEKDAY_RULES = frozenset(("weekday", "deictic", "part-of-day"))
COMMON_SURNAMES = frozenset(("kim", "lee", "cho", "park", "han", "shin", "wang", "li", "ri", "no", "choi", "jin", "ahn", "xi", "moon", "brown"))

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


def date_article(article: Article, *, roster: Roster | None = None, events: Sequence[Event] | None = None) -> Dating:
    """Narrow an article's day from its own words, and check a recorded day against them.

    >>> text = "Secretary of State Marco Rubio spoke before the summit in Alaska."
    >>> dating = date_article(Article("a", text))
    >>> dating.low.isoformat(), dating.basis, dating.constraints[0].text
    ('2025-01-18', 'inferred', 'Secretary of State Marco Rubio')
    """
    document = read_document(article.text)
    roster = roster or shipped_roster()
    reading = Reading(document, [_plain(sentence.text, roster) for sentence in document.sentences])
    found = [*_of_offices(reading, roster), *_of_years(reading), *_of_weekdays(reading),
             *_of_events(reading, shipped_events() if events is None else events)]
    kept, left_out = _agreeing(list({(one.says, one.kind): one for one in found[::-1]}.values())[::-1])
    allowed = _meet_all(kept)
    low, high = allowed[0][0], allowed[-1][1]
    warnings = [f"left out, as it contradicts the rest: {one.says}" for one in left_out]
    warnings += _contradictions(article, kept, allowed) + list(_wrong_weekdays(reading))
    return Dating(None if low == EARLIEST else low, None if high == LATEST else high,
                  "inferred" if kept else "not decidable", tuple(kept), tuple(warnings))


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with its sentences in plain lower case."""

    document: Document
    plain: list[str]


# --- data --------------------------------------------------------------------------------------------

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
    return Event(entry["id"], entry["says"], entry["first"], entry.get("last", entry["first"]), **lists,
                 speaker=entry.get("speaker"), yearly=entry.get("yearly", False))


def _plain(text: str, roster: Roster) -> str:
    """Lower case, one spelling of names, no quotation marks; the length may change."""
    plain = " " + text.lower().replace("’", "'").replace("u.s.", "us").replace("u.n.", "un").replace("u.k.", "uk")
    for mark in "“”\"()[]":
        plain = plain.replace(mark, " ")
    for odd, usual in roster.spellings.items():
        if odd in plain:
            plain = plain.replace(odd, usual)
    return " ".join(plain.split())


@cache
def _word(word: str) -> re.Pattern[str]:
    """A word at its beginning; its end may be open ("prepar"), but not that of a number."""
    plain = word.replace("u.s.", "us").replace("u.n.", "un")
    return re.compile(r"(?<![\w,.])" + re.escape(plain) + (r"(?![,.]?\d)" if plain[-1].isdigit() else ""))


def _tells(plain: str, alternatives: Sequence[Sequence[str]]) -> bool:
    return any(all(_word(word).search(plain) for word in words) for words in alternatives)


# What stands before an event's words where they speak of what is still to come.
TO_COME = ("before", "ahead of", "upcoming", "planned", "possible", "potential", "next", "awaiting", "expected", "if", "will", "would", "could")


def _knows(plain: str, alternatives: Sequence[Sequence[str]]) -> bool:
    """Whether a sentence knows of an event: its words stand there, and nothing before them says that it is to come."""
    for words in alternatives:
        found = [_word(word).search(plain) for word in words]
        if all(found):
            start = min(match.start() for match in found if match)
            if not any(f" {word} " in f" {plain[max(0, start - 32):start]} " for word in TO_COME):
                return True
    return False


# --- offices -----------------------------------------------------------------------------------------

def _of_offices(reading: Reading, roster: Roster) -> Iterator[Constraint]:
    """"Secretary of State Marco Rubio": not before the term began, and not after it ended."""
    by_name = _by_name(roster)
    for sentence, plain in zip(reading.document.sentences, reading.plain, strict=True):
        for name, terms in by_name.items():
            at = plain.find(name)
            if at >= 0:
                yield from _of_person(sentence, plain, at, at + len(name), terms, roster)


@cache
def _names_cached(terms: tuple[Term, ...]) -> dict[str, tuple[Term, ...]]:
    found: dict[str, list[Term]] = {}
    for term in terms:
        parts = term.name.lower().split()
        eastern = term.country in ("South Korea", "North Korea", "China")
        for form in {term.name.lower(), parts[0] if eastern else parts[-1]} - COMMON_SURNAMES:
            found.setdefault(form, []).append(term)
    return {name: tuple(terms) for name, terms in found.items()}


def _by_name(roster: Roster) -> dict[str, tuple[Term, ...]]:
    return _names_cached(roster.terms)


def _of_person(sentence: Sentence, plain: str, start: int, end: int, terms: tuple[Term, ...], roster: Roster) -> Iterator[Constraint]:
    titles: dict[str, list[Term]] = {}
    for term in terms:
        title = _title_beside(plain, start, end, term, roster)
        if title:
            titles.setdefault(title, []).append(term)
    if not titles:
        return
    title = max(titles, key=len)
    held = titles[title]
    before = plain[:plain.rfind(title, 0, start) if title in plain[:start] else start].split()[-3:]
    word = next((one for one in before if one.rstrip("-,") in roster.not_in_office or one in roster.not_in_office), "")
    words = _printed(sentence, title, plain[start:end])
    if word in ("former", "ex-", "ousted", "jailed", "previous"):
        yield _constraint("office", sentence, f"{word} {words}", _outside(held), f"{word} {words}", firm=True)
    elif not word and not _then(plain, end):
        yield from _in_office(sentence, words, held)


def _then(plain: str, end: int) -> bool:
    return bool(re.match(r",? (?:who was )?(?:then|at the time|a former|the former|former)\b", plain[end:end + 30]))


def _in_office(sentence: Sentence, words: str, held: list[Term]) -> Iterator[Constraint]:
    first = min(term.first for term in held) - GRACE
    yield _constraint("office", sentence, words, ((first, LATEST),), f"{words}: not before {first + GRACE}", firm=True)
    last = max(term.last or LATEST for term in held)
    if last != LATEST and _speaks(sentence, words):
        allowed = ((first, last + GRACE),)
        yield _constraint("office", sentence, words, allowed, f"{words}, who speaks: not after {last}", firm=False)


def _speaks(sentence: Sentence, words: str) -> bool:
    """Whether a person acts in the sentence: one who is only named may have left office long ago."""
    if HAS_YEAR.search(sentence.text):
        return False
    at = sentence.text.find(words)
    first, last = sentence.token_at(sentence.start + at), sentence.token_at(sentence.start + at + len(words) - 1)
    return at >= 0 and any(clause.subject and clause.subject[0] <= last and first < clause.subject[1] and clause.group.form == "finite"
                           for clause in grammar.clauses(sentence))


def _outside(held: list[Term]) -> tuple[Interval, ...]:
    """The days after the first term that lie in no term."""
    gaps, end = [], None
    for term in held:
        if end is not None and end < term.first:
            gaps.append((end - GRACE, term.first + GRACE))
        end = term.last
    return tuple(gaps) + (((end - GRACE, LATEST),) if end is not None else ())


def _title_beside(plain: str, start: int, end: int, term: Term, roster: Roster) -> str:
    """The title of a term that stands right before or after a name, or ""."""
    before, after = plain[max(0, start - 90):start].rstrip(" ,"), plain[end:end + 90].lstrip(" ,")
    countries = [name.lower() for name in roster.countries.get(term.country, ())]
    for of in [f" of {name}" for name in countries] + [f" of the {name}" for name in countries]:
        before = before.removesuffix(of)
    full = end - start == len(term.name)
    for title in sorted({title.lower() for title in term.titles}, key=len, reverse=True):
        if before.endswith(title) and before[-len(title) - 1:-len(title)] in ("", " ", "-"):
            return title
        if full and _follows(after, title, countries):
            return title
    return ""


def _follows(after: str, title: str, countries: list[str]) -> bool:
    after = after.removeprefix("the ")
    for name in sorted(countries, key=len, reverse=True):
        if after.startswith(name):
            after = after[len(name):].removeprefix("'s").removeprefix("'").lstrip()
            break
    return after.startswith(title) and not after[len(title):len(title) + 1].isalpha()


def _printed(sentence: Sentence, title: str, name: str) -> str:
    """The words as the article prints them, from the title to the name or the other way round."""
    text, folded = sentence.text, sentence.text.lower()
    tail, surname = title.split()[-1], name.split()[-1][:5]
    at = folded.find(surname)
    before, after = folded.rfind(tail, max(0, at - 60), at), folded.find(tail, at, at + 90)
    if at < 0 or (before < 0 and after < 0):
        return f"{title} {name}"
    low = max(0, before + len(tail) - len(title)) if before >= 0 else at
    high = at + len(surname) if before >= 0 else after + len(tail)
    while low > 0 and not text[low - 1].isspace():
        low -= 1
    while high < len(text) and text[high].isalpha():
        high += 1
    return text[low:high]


def _constraint(kind: str, sentence: Sentence, words: str, allowed: Sequence[Interval], says: str, *, firm: bool) -> Constraint:
    text = sentence.text
    at = text.find(words)
    start, end = (sentence.start + at, sentence.start + at + len(words)) if at >= 0 else (sentence.start, sentence.end)
    return Constraint(kind, start, end, sentence.document.text[start:end], tuple(allowed), says, firm)


# --- years and weekdays ------------------------------------------------------------------------------

def _of_years(reading: Reading) -> Iterator[Constraint]:
    """"Since August 2023", "invaded in February 2022": what has been is not ahead of the article."""
    expressions = list(find_dates(reading.document))
    for sentence in reading.document.sentences:
        for one in in_sentence(sentence, expressions):
            if one.low and one.low > EARLIEST and HAS_YEAR.search(one.text) and _has_been(sentence, one):
                yield Constraint("year", one.start, one.end, one.text, ((one.low, LATEST),), f"{one.text}, of what has been: not before {one.low}", True)


def _has_been(sentence: Sentence, one: DateExpression) -> bool:
    before = sentence.lower[max(0, sentence.token_at(one.start) - 1)]
    if one.role in ("by", "until", "before") or before not in ("in", "on", "since", "during"):
        return False
    if one.role == "since":
        return before == "since"
    host = host_of(sentence, one).host
    if host is None:
        return False
    group = grammar.verb_groups(sentence)[host]
    return group.form == "finite" and (group.tense == "past" or group.perfect) and group.modal is None and (
        group.first < sentence.token_at(one.start) or one.start - sentence.start < 12)


def _of_weekdays(reading: Reading) -> Iterator[Constraint]:
    """"Thursday, October 24" without a year: only years whose 24 October is a Thursday."""
    pattern = re.compile(r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? (?:the )?", re.IGNORECASE)
    for sentence in reading.document.sentences:
        for match in pattern.finditer(sentence.text):
            found = next(iter(find_dates(sentence.text[match.end():match.end() + 16], reference=dt.date(2024, 7, 1))), None)
            if found is None or found.start > 0 or found.rule not in ("month-day", "day-month") or HAS_YEAR.search(found.text) or not found.low:
                continue
            wanted = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun").index(match.group(1).lower())
            days = [found.low.replace(year=year, day=min(found.low.day, 28) if found.low.month == 2 else found.low.day) for year in range(2005, 2035)]
            near = tuple((day - dt.timedelta(days=180), day + dt.timedelta(days=185)) for day in days if day.weekday() == wanted)
            words = sentence.text[match.start():match.end() + found.end]
            yield _constraint("weekday", sentence, words, near, f"{words}: only in {', '.join(str(day.year) for day in days if day.weekday() == wanted)}", firm=False)


def _wrong_weekdays(reading: Reading) -> Iterator[str]:
    """"Thursday, October 25, 2024", which was a Friday."""
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    for one in find_dates(reading.document):
        words = one.text.replace(",", " ").split()
        if one.low and one.low == one.high and words and words[0].title() in names and HAS_YEAR.search(one.text):
            if one.low.weekday() != names.index(words[0].title()):
                yield f"“{one.text}”: {one.low} was a {names[one.low.weekday()]}"


# --- events ------------------------------------------------------------------------------------------

def _of_events(reading: Reading, events: Sequence[Event]) -> Iterator[Constraint]:
    for event in events:
        awaited = [index for index, plain in enumerate(reading.plain) if _tells(plain, event.awaited)]
        for index in awaited:
            yield _of_sentence(reading, index, event, ((EARLIEST, event.last),), f"still awaits that {event.says} ({event.last})", firm=False)
        known = [index for index, plain in enumerate(reading.plain) if _knows(plain, event.known)]
        if known and not awaited:
            yield _of_sentence(reading, known[0], event, ((event.first, LATEST),), f"knows that {event.says} ({event.first})", firm=True)
        yield from _soon_after(reading, event, known)
        yield from _told(reading, event)


def _of_sentence(reading: Reading, index: int, event: Event, allowed: Sequence[Interval], says: str, *, firm: bool) -> Constraint:
    sentence = reading.document.sentences[index]
    return Constraint(f"event {event.id}", sentence.start, sentence.end, sentence.text, tuple(allowed), says, firm)


def _soon_after(reading: Reading, event: Event, known: Sequence[int]) -> Iterator[Constraint]:
    """"What "comes shortly after the re-election of …" is news; plain "shortly after …" may look far back."""
    for index in known:
        plain = reading.plain[index]
        for words, days in rules.load("events").lexicon["soon"].items():
            at = max(plain.find(f"{come} {words} ") for come in ("comes", "come", "coming"))
            if at >= 0 and _tells(plain[at:], event.known):
                last = event.last + dt.timedelta(days=days)
                yield _of_sentence(reading, index, event, ((event.first, last),), f"“{words}” {event.says}: not after {last}", firm=False)


def _told(reading: Reading, event: Event) -> Iterator[Constraint]:
    """Sentences that tell of the event and give its day relative to the article's."""
    told = [index for index, plain in enumerate(reading.plain) if _tells(plain, event.told)]
    for index in told:
        yield from _relative(reading, index, event, RELATIVE_RULES)
    if not told or not event.speaker:
        return
    for index, plain in enumerate(reading.plain):
        if index not in told and min(abs(index - one) for one in told) <= NEAR_SENTENCES and _word(event.speaker).search(plain):
            yield from _relative(reading, index, event, WEEKDAY_RULES)


def _relative(reading: Reading, index: int, event: Event, wanted: frozenset[str]) -> Iterator[Constraint]:
    sentence = reading.document.sentences[index]
    text = sentence.text[:600]
    if (event.last - event.first).days > 3:
        wanted -= WEEKDAY_RULES  # a weekday tells nothing of an event of many days
    found = [place for place, one in enumerate(find_dates(text, reference=event.last)) if one.rule in wanted and not HAS_YEAR.search(one.text)]
    if not found:
        return
    words = [one.text for one in find_dates(text, reference=event.last) if one.rule in wanted and not HAS_YEAR.search(one.text)]
    days = [day for first, last in _turns(event) for day in _fitting(text, wanted, first, last)]
    if days:
        says = f"“{'”, “'.join(words)}” of {event.says} ({event.first if not event.yearly else f'{event.first:%d %B}'})"
        yield _constraint(f"event {event.id}", sentence, words[0], _runs(days), says, firm=False)


def _turns(event: Event) -> list[Interval]:
    if not event.yearly:
        return [(event.first, event.last)]
    return [(event.first.replace(year=year), event.last.replace(year=year)) for year in range(event.first.year, LATEST.year - 5)]


def _fitting(text: str, wanted: frozenset[str], first: dt.date, last: dt.date) -> list[dt.date]:
    """The days of publication on which a sentence's expressions would mean the event's days."""
    day, end, fits = first - LONGEST_LOOK_AHEAD, last + LONGEST_LOOK_BACK, set()
    while day <= end:
        for one in find_dates(text, reference=day):
            if one.rule in wanted and one.low and one.high and one.low <= last and first <= one.high and not HAS_YEAR.search(one.text):
                fits.add(day)
                if day.weekday() == 0 and "week" in one.text.lower():
                    fits.add(day - dt.timedelta(days=1))  # for those whose week begins on Sunday
        day += dt.timedelta(days=1)
    return sorted(fits)


def _runs(days: Sequence[dt.date]) -> tuple[Interval, ...]:
    """Days as intervals.

    >>> days = [dt.date(2024, 1, 1), dt.date(2024, 1, 2), dt.date(2024, 1, 5)]
    >>> [(low.day, high.day) for low, high in _runs(days)]
    [(1, 2), (5, 5)]
    """
    runs: list[Interval] = []
    for day in days:
        if runs and day - runs[-1][1] == dt.timedelta(days=1):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return tuple(runs)


# --- together ----------------------------------------------------------------------------------------

def _meet(one: Sequence[Interval], other: Sequence[Interval]) -> tuple[Interval, ...]:
    """The days in both."""
    met = [(max(a, c), min(b, d)) for a, b in one for c, d in other if max(a, c) <= min(b, d)]
    return tuple(sorted(met))


def _meet_all(constraints: Sequence[Constraint]) -> tuple[Interval, ...]:
    allowed: tuple[Interval, ...] = ((EARLIEST, LATEST),)
    for one in constraints:
        allowed = _meet(allowed, one.allowed)
    return allowed


def _agreeing(found: Sequence[Constraint]) -> tuple[list[Constraint], list[Constraint]]:
    """The constraints that hold together; firm ones first, then those that leave the latest days.

    An article may look back on what others awaited, but it cannot look back from before: where two
    contradict each other, the one that asks for earlier days gives way.
    """
    firm = sorted((one for one in found if one.firm), key=lambda one: one.start)
    others = sorted((one for one in found if not one.firm), key=lambda one: (-one.allowed[-1][1].toordinal() if one.allowed else 0, one.start))
    allowed: tuple[Interval, ...] = ((EARLIEST, LATEST),)
    kept, left_out = [], []
    for one in firm + others:
        narrowed = _meet(allowed, one.allowed)
        if narrowed:
            allowed = narrowed
            kept.append(one)
        else:
            left_out.append(one)
    return sorted(kept, key=lambda one: one.start), left_out


def _contradictions(article: Article, kept: Sequence[Constraint], allowed: Sequence[Interval]) -> list[str]:
    """A recorded day that the article's own words exclude."""
    if article.published is None:
        return []
    recorded = ((article.published, article.published_latest or article.published),)
    if _meet(recorded, allowed):
        return []
    against = [one.says for one in kept if not _meet(recorded, one.allowed)]
    return [f"recorded as {article.published}, but {says}" for says in against] or [f"recorded as {article.published}, which its words together exclude"]
