"""Intervals of whole days: months, weeks, quarters, seasons and what is counted from a day."""

from __future__ import annotations

import datetime as dt
from calendar import isleap

Days = tuple[dt.date | None, dt.date | None]
Interval = tuple[dt.date, dt.date]

NOWHERE: Days = (None, None)
ONE_DAY = dt.timedelta(days=1)
# Years outside of this range are counts, or no business of news text.
FIRST_YEAR, LAST_YEAR = 1500, 2099


LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def month_length(year: int, number: int) -> int:
    """The number of days of a month."""
    return 29 if number == 2 and isleap(year) else LENGTHS[number - 1]


def day(year: int, month: int, number: int) -> Interval | None:
    """One day, or None where the calendar has no such day.

    >>> day(2023, 2, 29) is None
    True
    """
    if not (
        FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= number <= month_length(year, month)
    ):
        return None
    date = dt.date(year, month, number)
    return date, date


def month(year: int, number: int) -> Interval:
    """A month; numbers beyond 1 to 12 count on into other years.

    >>> month(2024, 14)[0].isoformat(), month(2024, 0)[1].isoformat()
    ('2025-02-01', '2023-12-31')
    """
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return dt.date(year, number, 1), dt.date(year, number, month_length(year, number))


def months(year: int, first: int, last: int) -> Interval:
    """From the first of one month to the last of another of the same year."""
    return month(year, first)[0], month(year, last)[1]


def year(number: int) -> Interval:
    """A calendar year."""
    return months(number, 1, 12)


def quarter(year_number: int, number: int) -> Interval:
    """A quarter of a calendar year; numbers beyond 1 to 4 count on into other years."""
    return month(year_number, 3 * number - 2)[0], month(year_number, 3 * number)[1]


def half(year_number: int, number: int) -> Interval:
    """The first or the second half of a year."""
    return months(year_number, 6 * number - 5, 6 * number)


def season(year_number: int, first_month: int) -> Interval:
    """Three months from the first of one; a winter ends in the next year.

    >>> season(2024, 12)[1].isoformat()
    '2025-02-28'
    """
    return month(year_number, first_month)[0], month(year_number, first_month + 2)[1]


def week(date: dt.date, shift: int = 0) -> Interval:
    """The week from Monday to Sunday that holds the day, or one some weeks away.

    >>> [day.isoformat() for day in week(dt.date(2024, 10, 21), -1)]
    ['2024-10-14', '2024-10-20']
    """
    monday = date + dt.timedelta(days=7 * shift - date.weekday())
    return monday, monday + dt.timedelta(days=6)


def weekend(date: dt.date, shift: int = 0) -> Interval:
    """Saturday and Sunday of the week that holds the day, or of one some weeks away."""
    sunday = week(date, shift)[1]
    return sunday - ONE_DAY, sunday


def decade(first_year: int) -> Interval:
    """Ten years."""
    return dt.date(first_year, 1, 1), dt.date(first_year + 9, 12, 31)


def shifted(date: dt.date, unit: str, count: int) -> dt.date:
    """The day some units away, kept inside its month where the month is shorter.

    >>> shifted(dt.date(2024, 3, 31), "month", -1).isoformat()
    '2024-02-29'
    """
    if unit in ("day", "week"):
        return date + dt.timedelta(days=count * (7 if unit == "week" else 1))
    total = 12 * date.year + date.month - 1 + count * MONTHS_IN[unit]
    year_number, month_number = divmod(total, 12)
    return dt.date(year_number, month_number + 1, min(date.day, month_length(year_number, month_number + 1)))


MONTHS_IN = {"month": 1, "quarter": 3, "year": 12, "decade": 120}


def whole(date: dt.date, unit: str, shift: int = 0) -> Interval:
    """The calendar unit that holds the day, or one some units away.

    >>> [day.isoformat() for day in whole(dt.date(2025, 2, 27), "month", -1)]
    ['2025-01-01', '2025-01-31']
    """
    if unit == "week":
        return week(date, shift)
    if unit == "weekend":
        return weekend(date, shift)
    moved = shifted(date, unit, shift)
    if unit == "day":
        return moved, moved
    if unit == "month":
        return month(moved.year, moved.month)
    if unit == "quarter":
        return quarter(moved.year, (moved.month + 2) // 3)
    if unit == "decade":
        return decade(moved.year // 10 * 10)
    return year(moved.year)


def third(interval: Interval, part: int) -> Interval:
    """The early, middle or late part of a month (10 days each, after the codebook) or of something longer.

    >>> [day.isoformat() for day in third(month(2025, 1), 2)]
    ['2025-01-11', '2025-01-20']
    """
    low, high = interval
    length = (high - low).days + 1
    if length < 28:
        return interval
    if length <= 31:
        cuts = (low.replace(day=1), low.replace(day=11), low.replace(day=21), high + ONE_DAY)
    else:
        count = (high.year - low.year) * 12 + high.month - low.month + 1
        middle, late = (shifted(low, "month", round(count * part / 3)) for part in (1, 2))
        cuts = (low, middle, late, high + ONE_DAY)
    return cuts[part - 1], cuts[part] - ONE_DAY


def edge(interval: Interval, part: int) -> Interval:
    """The beginning (1) or end (3) of a unit: ten days of a month, a month of anything longer, else all.

    >>> [day.isoformat() for day in edge(year(2024), 3)]
    ['2024-12-01', '2024-12-31']
    """
    low, high = interval
    if part == 2 or (high - low).days <= 31:
        return third(interval, part)
    return month(low.year, low.month) if part == 1 else month(high.year, high.month)


# A name whose last turn is this long ago, and whose next is this near, means that one.
FAR, NEAR = dt.timedelta(days=240), dt.timedelta(days=62)


def nearest(past: Interval, future: Interval, reference: dt.date, direction: int) -> Interval:
    """Of two turns of a name ("January"), the one that tense means, unless it is far and the other near.

    Without tense the nearer one; the past is favoured two to one, as news tells of it more often.

    >>> november = dt.date(2024, 11, 14)
    >>> [day.isoformat() for day in nearest(day(2024, 1, 20), day(2025, 1, 20), november, -1)]
    ['2024-01-20', '2024-01-20']
    >>> [day.isoformat() for day in nearest(month(2023, 12), month(2024, 12), november, 0)]
    ['2024-12-01', '2024-12-31']
    """
    nothing = dt.timedelta(0)
    behind, ahead = max(nothing, reference - past[1]), max(nothing, future[0] - reference)
    if direction < 0:
        return future if behind > FAR and ahead < NEAR and behind > 5 * ahead else past
    if direction == 1 and ahead > FAR and behind < NEAR:
        return past
    if direction > 0:
        return future
    return future if 2 * ahead < behind else past
