"""What a matched form means: the first and the last day, resolved against the day of publication."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from nkreport.dates import calendar as cal
from nkreport.dates.calendar import Days, Interval
from nkreport.dates.patterns import holidays, named_events, words
from nkreport.dates.scene import (
    FUTURE_WAYS,
    PAST_WAYS,
    Match,
    Scene,
    count,
    cut,
    month_number,
    ordinal,
    placed,
    stated_year,
    unit_days,
)
from nkreport.dates.units import (
    ago,
    before_named,
    calendar_unit,
    comparison,
    half,
    quarter,
    quarter_of_year,
    span,
    the_quarter,
    the_unit,
    unit_end,
)


def numeric_day(match: Match, scene: Scene) -> Days | None:
    year, month, number = int(match["y"]), int(match["m"]), int(match["d"])
    if year < 100:
        year += 2000 if year < 50 else 1900
    return cal.day(year, month, number) or (cal.day(year, number, month) if month > 12 else None)


def named_day(match: Match, scene: Scene) -> Days | None:
    month, first = month_number(match["month"].rstrip(".")), ordinal(match["day"])
    last = ordinal(match["last"]) if match["last"] else first
    if last < first:
        return None

    def make(year: int) -> Interval | None:
        low, high = cal.day(year, month, first), cal.day(year, month, last)
        return (low[0], high[1]) if low and high else None

    year = stated_year(match, scene)
    return make(year) if year else placed(scene, match, make)


def part_of_month(match: Match, scene: Scene) -> Days | None:
    sub, nth = match["sub"], match["nth"]
    many = count(match["count"])

    def piece(interval: Interval) -> Interval | None:
        low, high = interval
        if sub == "half":
            middle = low.replace(day=15)
            return (low, middle) if nth == "first" else (middle + cal.ONE_DAY, high)
        length = {"week": 7, "day": 1, "weekend": 7}[sub] * many
        if nth in ("last", "final", "closing"):
            return high - dt.timedelta(days=length - 1), high
        number = 1 if nth == "opening" else words("ordinals")[nth]
        start = low + dt.timedelta(days=(number - 1) * length)
        return (start, min(high, start + dt.timedelta(days=length - 1))) if start <= high else None

    if match["which"]:
        whole = unit_days(scene, "month", match["which"], match)
        return piece((whole[0], whole[1])) if whole and whole[0] and whole[1] else whole
    month = month_number(match["month"].rstrip("."))
    year = stated_year(match, scene)
    return (
        piece(cal.month(year, month)) if year else placed(scene, match, lambda y: piece(cal.month(y, month)))
    )


def week_of(match: Match, scene: Scene) -> Days | None:
    month = month_number((match["month"] or match["month2"]).rstrip("."))
    number = ordinal(match["day"] or match["day2"])
    year = stated_year(match, scene)
    found = (
        cal.day(year, month, number) if year else placed(scene, match, lambda y: cal.day(y, month, number))
    )
    return cal.week(found[0]) if found and found[0] else found


def named_month(match: Match, scene: Scene) -> Days | None:
    number = month_number(match["month"].rstrip("."))

    def make(year: int) -> Interval:
        return cut(match, cal.month(year, number))

    year = stated_year(match, scene)
    if year:
        return make(year)
    if match["which"] in ("that", "same") and scene.year:
        return make(scene.year[1][0].year)
    return placed(scene, match, make, match["which"] or "")


def weekday(match: Match, scene: Scene) -> Days | None:
    reference = scene.reference
    if reference is None:
        return cal.NOWHERE
    number, which = words("weekdays")[match["weekday"]], match["which"] or ""
    if match["weekof"]:
        monday = cal.week(reference, {"last": -1, "this": 0, "next": 1}[match["weekof"]])[0]
        found = monday + dt.timedelta(days=number)
        return found, found
    back = (reference.weekday() - number) % 7
    if which in ("previous", "same", "that", "following") and scene.day:
        return _around(scene.day[1][0], number, which)
    if which in PAST_WAYS:
        found = reference - dt.timedelta(days=back or 7)
    elif which in FUTURE_WAYS:
        found = reference + dt.timedelta(days=7 - back)
    elif scene.tense(match) > 0 or (which == "this" and scene.tense(match) >= 0):
        found = reference + dt.timedelta(days=-back % 7)
    else:
        found = reference - dt.timedelta(days=back)
    return found, found


def _around(day: dt.date, number: int, which: str) -> Interval:
    """The weekday before or after a day that was named."""
    back = (day.weekday() - number) % 7
    if which == "following":
        found = day + dt.timedelta(days=7 - back)
    else:
        found = day - dt.timedelta(days=back or (7 if which == "previous" else 0))
    return found, found


def deictic(match: Match, scene: Scene) -> Days | None:
    if scene.reference is None:
        return cal.NOWHERE
    word, off = match["word"], match["off"]
    shift = {"yesterday": -1, "tomorrow": 1, "overnight": 0}.get(word, 0)
    if off:
        shift += -1 if off.endswith("before") else 1
    found = scene.reference + dt.timedelta(days=shift)
    return (found - cal.ONE_DAY if word == "overnight" else found), found


def part_of_day(match: Match, scene: Scene) -> Days | None:
    if scene.reference is None:
        return cal.NOWHERE
    found = scene.reference - (cal.ONE_DAY if match["which"] == "last" else dt.timedelta(0))
    return found, found


def decade(match: Match, scene: Scene) -> Days | None:
    digits = match["digits"].lstrip("'")
    first = int(digits) if len(digits) == 4 else (1900 if int(digits) > 20 else 2000) + int(digits)
    low, high = cal.decade(first)
    if part := match["part"]:
        cuts = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}[part]
        return dt.date(first + cuts[0], 1, 1), dt.date(first + cuts[1], 12, 31)
    return low, high


def season(match: Match, scene: Scene) -> Days | None:
    first = words("seasons")[match["season"]]
    which = (match["which"] or "").removeprefix("the ")

    def make(year: int) -> Interval:
        return cut(match, cal.season(year, first))

    year = stated_year(match, scene)
    if year:
        return make(year)
    if which in ("that", "same") and scene.last:
        low, high = scene.last[1]
        return make(low.year - 1 if first == 12 and low.month < 3 and high.month < 6 else low.year)
    return placed(scene, match, make, which)


def plain_year(match: Match, scene: Scene) -> Days | None:
    first = int(match["y"])
    if last := match["last"]:
        end = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
        return (dt.date(first, 1, 1), dt.date(end, 12, 31)) if first < end <= cal.LAST_YEAR else None
    return cut(match, cal.year(first))


TENS = {
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}


def spoken_year(match: Match, scene: Scene) -> Days | None:
    if not match["century"]:
        return cal.year(2000) if "year" in match.group() else None
    return cal.year(
        {"nineteen": 1900, "twenty": 2000}[match["century"]]
        + TENS[match["tens"]]
        + (words("numbers")[match["ones"]] if match["ones"] else 0)
    )


def named_event(match: Match, scene: Scene) -> Days | None:
    return named_events()[match["event"]] if scene.role in ("since", "after", "before", "until") else None


def holiday(match: Match, scene: Scene) -> Days | None:
    month, number = holidays()[match["holiday"]]
    if match["year"]:
        return cal.day(int(match["year"]), month, number)
    return placed(scene, match, lambda year: cal.day(year, month, number), match["which"] or "")


MEANINGS: dict[str, Callable[[Match, Scene], Days | None]] = {
    "iso-day": numeric_day,
    "dotted-day": numeric_day,
    "slashed-day": numeric_day,
    "month-day": named_day,
    "day-month": named_day,
    "part-of-month": part_of_month,
    "week-of": week_of,
    "month": named_month,
    "weekday": weekday,
    "deictic": deictic,
    "part-of-day": part_of_day,
    "ago": ago,
    "before-named": before_named,
    "span": span,
    "comparison": comparison,
    "quarter": quarter,
    "half": half,
    "quarter-of-year": quarter_of_year,
    "the-quarter": the_quarter,
    "calendar-unit": calendar_unit,
    "the-unit": the_unit,
    "unit-end": unit_end,
    "decade": decade,
    "season": season,
    "year": plain_year,
    "spoken-year": spoken_year,
    "named-event": named_event,
    "holiday": holiday,
}
