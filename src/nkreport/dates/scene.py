"""A text while it is read, and what its forms share: small numbers, stated years, turns of a name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from nkreport.dates import calendar as cal
from nkreport.dates.calendar import Days, Interval
from nkreport.dates.patterns import words
from nkreport.dates.tense import direction, has_been

Match = re.Match[str]

# How far back, in characters, a quarter or a day that was named serves "a year earlier" or "a day earlier".
MEMORY = 600
FUTURE_WAYS = ("next", "coming", "following", "upcoming", "this coming")
PAST_WAYS = ("last", "past", "previous", "preceding", "prior", "this past")


@dataclass(slots=True)
class Scene:
    """A text while it is read: the day of publication, and the last quarter, day and year that were named."""

    text: str
    folded: str
    reference: dt.date | None
    quarter: tuple[int, Interval] | None = None
    day: tuple[int, Interval] | None = None
    year: tuple[int, Interval] | None = None
    month: tuple[int, Interval] | None = None
    last: tuple[int, Interval] | None = None
    role: str = field(default="on")

    def __post_init__(self) -> None:
        # A day of no newspaper is none: counting from it would leave the calendar of `datetime`.
        if self.reference and not cal.FIRST_YEAR <= self.reference.year <= cal.LAST_YEAR:
            self.reference = None

    def tense(self, match: Match) -> int:
        """Whether the words nearby speak of what is to come (1; 2 is sure), has been (-1), or do not tell."""
        told = direction(self.folded, match.start(), match.end())
        if self.role in ("by", "until", "before"):
            if self.role == "by" and told < 0 and has_been(self.folded, match.start(), match.end()):
                return told
            return 2 if self.role == "by" or told > 0 else 0
        return told


def ordinal(text: str) -> int:
    """A day's number from digits or words: "8th", "eighth"."""
    digits = re.match(r"\d+", text)
    return int(digits.group()) if digits else words("ordinals")[text]


def count(text: str | None) -> int:
    """A small number from digits or words; 1 where none stands."""
    if not text:
        return 1
    text = text.strip()
    return (
        int(text)
        if text.isdigit()
        else words("numbers").get(text, words("numbers").get(text.removesuffix(" of"), 1))
    )


def month_number(text: str) -> int:
    """1 to 12, from a name or an abbreviation without its full stop."""
    return words("months").get(text) or words("month_abbreviations")[text]


def group(match: Match, name: str) -> str | None:
    return match.groupdict().get(name)


def stated_year(match: Match, scene: Scene) -> int | None:
    """The year that an expression itself gives: "2024", "of last year"."""
    if stated := group(match, "year"):
        return int(stated)
    relative = group(match, "rel")
    if not relative or not scene.reference:
        return None
    if relative in ("that", "the same", "the previous", "the following"):
        base = scene.year[1][0].year if scene.year else scene.reference.year
        return base + {"the previous": -1, "the following": 1}.get(relative, 0)
    return scene.reference.year + {"last": -1, "this": 0, "next": 1}[relative]


def placed(
    scene: Scene,
    match: Match,
    make: Callable[[int], Interval | None],
    which: str = "",
) -> Days | None:
    """A part of the year whose year is not given, put into the year that the words nearby call for."""
    reference = scene.reference
    if reference is None:
        return cal.NOWHERE
    around = [made for number in (-1, 0, 1) if (made := make(reference.year + number))]
    if not around:
        return None
    past = [one for one in around if one[0] <= reference]
    future = [one for one in around if one[1] >= reference]
    if which in PAST_WAYS:
        past = [one for one in past if one[1] < reference]
        return past[-1] if past else None
    if which in FUTURE_WAYS:
        future = [one for one in future if one[0] > reference]
        return future[0] if future else None
    if which in ("this", "current"):
        return make(reference.year)
    if not past or not future:
        return (past or future)[-1 if past else 0]
    return cal.nearest(past[-1], future[0], reference, scene.tense(match))


def recalled(named: tuple[int, Interval] | None, match: Match) -> Interval | None:
    return named[1] if named and match.start() - named[0] <= MEMORY else None


def cut(match: Match, interval: Interval) -> Interval:
    """Early, mid, late; the beginning or the end of; nothing said: the whole."""
    part, part2, side = group(match, "part"), group(match, "part2"), group(match, "edge")
    if part:
        first = cal.third(interval, PARTS[part])
        return (first[0], cal.third(interval, PARTS[part2])[1]) if part2 else first
    return cal.edge(interval, EDGES[side]) if side in EDGES else interval


PARTS = {"early": 1, "mid": 2, "late": 3}
EDGES = {
    "beginning": 1,
    "start": 1,
    "outset": 1,
    "turn": 1,
    "first days": 1,
    "first weeks": 1,
    "middle": 2,
    "mid": 2,
    "end": 3,
    "close": 3,
    "final days": 3,
    "last days": 3,
    "closing days": 3,
}


def unit_days(scene: Scene, unit: str, which: str, match: Match) -> Days | None:
    """Last, this or next week, month, year …; "that year" is the one named before."""
    reference = scene.reference
    if reference is None:
        return cal.NOWHERE
    if unit == "day" or which in ("that", "same", "previous", "following"):
        named = {
            "day": scene.day,
            "month": scene.month,
            "year": scene.year,
            "week": scene.day,
            "quarter": scene.quarter,
        }.get(unit)
        if which in ("that", "same", "previous", "following") and named:
            return cal.whole(named[1][0], unit, {"previous": -1, "following": 1}.get(which, 0))
        if which == "previous":
            return cal.whole(reference, unit, -1)
        return None
    shift = -1 if which in PAST_WAYS else 1 if which in FUTURE_WAYS else 0
    if unit == "weekend":
        return weekend_days(reference, which, scene, match)
    return cal.whole(reference, unit, shift)


def weekend_days(reference: dt.date, which: str, scene: Scene, match: Match) -> Days:
    """The last one that has begun, or the coming one where the words speak of what is to come."""
    if which in FUTURE_WAYS or (which in ("the", "this") and scene.tense(match) > 0):
        return cal.weekend(reference, 0 if reference.weekday() < 5 else 1 if which in FUTURE_WAYS else 0)
    return cal.weekend(reference, 0 if reference.weekday() >= 5 and which not in ("last", "previous") else -1)
