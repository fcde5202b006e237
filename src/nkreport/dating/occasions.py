"""What dated events tell of an article's day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from nkreport import rules
from nkreport.dates.finding import find_dates
from nkreport.dating.evidence import (
    EARLIEST,
    HAS_YEAR,
    LATEST,
    Constraint,
    Event,
    Interval,
    Reading,
    constraint,
    find_word,
    knows,
    may_tell,
    tells,
)
from nkreport.records import DateExpression
from nkreport.text import Document, read_document

# How long after an event its day may be given so: "last month" for a while, "in October" for a year.
LONGEST_LOOK_BACK, LONGEST_LOOK_AHEAD = dt.timedelta(days=370), dt.timedelta(days=40)
SHORT_LOOK_BACK = dt.timedelta(days=62)
YEARLY_RULES = frozenset(("month", "month-day", "day-month", "ago", "span"))
# How many sentences from the one that tells of an occasion its speaker's words still belong to it.
NEAR_SENTENCES = 4
LONGEST_SENTENCE = 600  # characters: what stands further on does not date what a sentence opens with
RELATIVE_RULES = frozenset(
    (
        "weekday",
        "calendar-unit",
        "deictic",
        "part-of-day",
        "the-unit",
        "month",
        "month-day",
        "day-month",
        "ago",
        "span",
    )
)
WEEKDAY_RULES = frozenset(("weekday", "deictic", "part-of-day"))


def of_events(reading: Reading, events: Sequence[Event]) -> Iterator[Constraint]:
    for event in events:
        if not may_tell(reading.whole, (*event.awaited, *event.known, *event.told)):
            continue
        awaited = [index for index, plain in enumerate(reading.plain) if tells(plain, event.awaited)]
        for index in awaited:
            yield _of_sentence(
                reading,
                index,
                event,
                ((EARLIEST, event.last),),
                f"still awaits that {event.says} ({event.last})",
                firm=False,
            )
        known = [index for index, plain in enumerate(reading.plain) if knows(plain, event.known)]
        if known and not awaited:
            yield _of_sentence(
                reading,
                known[0],
                event,
                ((event.first, LATEST),),
                f"knows that {event.says} ({event.first})",
                firm=True,
            )
        yield from _soon_after(reading, event, known)
        yield from _told(reading, event)


def _of_sentence(
    reading: Reading, index: int, event: Event, allowed: Sequence[Interval], says: str, *, firm: bool
) -> Constraint:
    sentence = reading.document.sentences[index]
    return Constraint(
        f"event {event.id}", sentence.start, sentence.end, sentence.text, tuple(allowed), says, firm
    )


def _soon_after(reading: Reading, event: Event, known: Sequence[int]) -> Iterator[Constraint]:
    """What "comes shortly after the re-election of …" is news; plain "shortly after …" may look far back."""
    for index in known:
        plain = reading.plain[index]
        for words, days in rules.load("events").lexicon["soon"].items():
            at = max(plain.find(f"{come} {words} ") for come in ("comes", "come", "coming"))
            if at >= 0 and tells(plain[at:], event.known):
                last = event.last + dt.timedelta(days=days)
                yield _of_sentence(
                    reading,
                    index,
                    event,
                    ((event.first, last),),
                    f"“{words}” {event.says}: not after {last}",
                    firm=False,
                )


def _told(reading: Reading, event: Event) -> Iterator[Constraint]:
    """Sentences that tell of the event and give its day relative to the article's."""
    told = [index for index, plain in enumerate(reading.plain) if tells(plain, event.told)]
    for index in told:
        yield from _relative(reading, index, event, RELATIVE_RULES)
    if not told or not event.speaker:
        return
    for index, plain in enumerate(reading.plain):
        if (
            index not in told
            and min(abs(index - one) for one in told) <= NEAR_SENTENCES
            and find_word(plain, event.speaker)
        ):
            yield from _relative(reading, index, event, WEEKDAY_RULES)


def _relative(reading: Reading, index: int, event: Event, wanted: frozenset[str]) -> Iterator[Constraint]:
    sentence = reading.document.sentences[index]
    document = read_document(sentence.text[:LONGEST_SENTENCE])
    if (event.last - event.first).days > 3:
        wanted -= WEEKDAY_RULES  # a weekday tells nothing of an event of many days
    found = _without_year(document, event.last, wanted)
    if not found:
        return
    yearly = any(one.rule in YEARLY_RULES for one in found)
    look_back = LONGEST_LOOK_BACK if yearly else SHORT_LOOK_BACK
    days = [day for turn in _turns(event) for day in _fitting(document, wanted, turn, look_back)]
    if days:
        when = f"{event.first:%d %B}" if event.yearly else event.first.isoformat()
        says = f"“{'”, “'.join(one.text for one in found)}” of {event.says} ({when})"
        yield constraint(f"event {event.id}", sentence, found[0].text, _runs(days), says, firm=False)


def _without_year(document: Document, reference: dt.date, wanted: frozenset[str]) -> list[DateExpression]:
    return [
        one
        for one in find_dates(document, reference=reference)
        if one.rule in wanted and not HAS_YEAR.search(one.text)
    ]


def _turns(event: Event) -> list[Interval]:
    if not event.yearly:
        return [(event.first, event.last)]
    return [
        (event.first.replace(year=year), event.last.replace(year=year))
        for year in range(event.first.year, LATEST.year - 5)
    ]


def _fitting(
    document: Document, wanted: frozenset[str], turn: Interval, look_back: dt.timedelta
) -> list[dt.date]:
    """The days of publication on which a sentence's expressions would mean the event's days."""
    first, last = turn
    day, end, fits = first - LONGEST_LOOK_AHEAD, last + look_back, set()
    while day <= end:
        for one in _without_year(document, day, wanted):
            if one.low and one.high and one.low <= last and first <= one.high:
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
