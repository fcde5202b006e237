"""What dated events tell of an article's day."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from nkreport import rules
from nkreport.dates import calendar as cal
from nkreport.dating.evidence import (
    EARLIEST,
    HAS_YEAR,
    LATEST,
    Alternatives,
    Constraint,
    Event,
    Interval,
    Reading,
    alternatives_present,
    constraint,
    find_word,
    knows,
    tells,
)
from nkreport.records import DateExpression

# How long after an event its day may be given so: "last month" for a while, "in October" for a year.
LONGEST_LOOK_BACK, LONGEST_LOOK_AHEAD = dt.timedelta(days=370), dt.timedelta(days=40)
SHORT_LOOK_BACK = dt.timedelta(days=62)
YEARLY_RULES = frozenset(("month", "month-day", "day-month", "ago", "span"))
# How many sentences from the one that tells of an occasion its speaker's words still belong to it.
NEAR_SENTENCES = 4
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


def of_events(reading: Reading, events: tuple[Event, ...]) -> Iterator[Constraint]:
    for event, awaited_by, known_by, told_by in alternatives_present(reading, events):
        yield from _of_event(reading, event, awaited_by, known_by, told_by)


def _of_event(
    reading: Reading, event: Event, awaited_by: Alternatives, known_by: Alternatives, told_by: Alternatives
) -> Iterator[Constraint]:
    """What an event tells, given those of its words that stand in the article."""
    if awaited_by or known_by:
        awaited = _telling(reading, awaited_by)
        for index in awaited:
            yield _of_sentence(
                reading,
                index,
                event,
                ((EARLIEST, event.last),),
                f"still awaits that {event.says} ({event.last})",
                firm=False,
            )
        known = []
        if known_by:
            known = [index for index, plain in enumerate(reading.plain) if knows(plain, known_by)]
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
    if told_by:
        yield from _told(reading, event, _telling(reading, told_by))


def _telling(reading: Reading, alternatives: Alternatives) -> list[int]:
    """The sentences in which all the words of one alternative stand."""
    if not alternatives:
        return []
    return [index for index, plain in enumerate(reading.plain) if tells(plain, alternatives)]


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


def _told(reading: Reading, event: Event, told: list[int]) -> Iterator[Constraint]:
    """Sentences that tell of the event and give its day relative to the article's."""
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
    if (event.last - event.first).days > 3:
        wanted -= WEEKDAY_RULES  # a weekday tells nothing of an event of many days
    found = _without_year(reading, index, event.last, wanted)
    if not found:
        return
    yearly = any(one.rule in YEARLY_RULES for one in found)
    look_back = LONGEST_LOOK_BACK if yearly else SHORT_LOOK_BACK
    days = [day for turn in _turns(event) for day in _fitting(reading, index, wanted, turn, look_back)]
    if days:
        when = f"{event.first:%d %B}" if event.yearly else event.first.isoformat()
        says = f"“{'”, “'.join(one.text for one in found)}” of {event.says} ({when})"
        yield constraint(f"event {event.id}", sentence, found[0].text, _runs(days), says, firm=False)


def _without_year(
    reading: Reading, index: int, day: dt.date, wanted: frozenset[str]
) -> list[DateExpression]:
    return [
        one
        for one in reading.dates(index, day)
        if one.rule in wanted and not HAS_YEAR.search(one.text)
    ]


def _turns(event: Event) -> list[Interval]:
    if not event.yearly:
        return [(event.first, event.last)]
    return [
        (cal.shifted(event.first, "year", years), cal.shifted(event.last, "year", years))
        for years in range(max(0, EARLIEST.year - event.first.year), LATEST.year - 5 - event.first.year)
    ]


def _fitting(
    reading: Reading, index: int, wanted: frozenset[str], turn: Interval, look_back: dt.timedelta
) -> list[dt.date]:
    """The days of publication on which a sentence's expressions would mean the event's days.

    What an expression means moves on with the day of publication, never back: the days on which it is
    one of the event's lie between two that are found by halving.
    """
    first, last = turn
    start = first - LONGEST_LOOK_AHEAD
    days = range((last + look_back - start).days + 1)
    fits: set[dt.date] = set()
    for place, one in enumerate(_without_year(reading, index, last, wanted)):

        def meant(day: int, place: int = place) -> DateExpression | None:
            found = _without_year(reading, index, start + dt.timedelta(days=day), wanted)
            return found[place] if place < len(found) else None

        begin = bisect_left(days, True, key=lambda day: _reaches(meant(day), first))
        end = bisect_left(days, True, key=lambda day: _is_past(meant(day), last))
        found = [start + dt.timedelta(days=day) for day in range(begin, end)]
        fits.update(found)
        if "week" in one.text.lower():  # for those whose week begins on Sunday
            fits.update(day - dt.timedelta(days=1) for day in found if day.weekday() == 0)
    return sorted(fits)


def _reaches(one: DateExpression | None, first: dt.date) -> bool:
    return one is not None and one.high is not None and one.high >= first


def _is_past(one: DateExpression | None, last: dt.date) -> bool:
    return one is None or one.low is None or one.low > last


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
