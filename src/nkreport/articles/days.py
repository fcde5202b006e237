"""A day as files write it → the day; what could be two days is none."""

from __future__ import annotations

import datetime as dt
from email.utils import parsedate_to_datetime
from typing import Any

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
YEARS = range(1500, 2100)  # those that the finder of dates knows
LONGEST = 60  # signs; a day with its time and zone has fewer


def day_of(value: Any) -> dt.date | None:
    """The day of a day or time, whatever its zone; None for anything else, and for days in two orders.

    ISO forms, RFC 2822 forms, year first with slashes or dots, and English with the month's name are read.
    A number could count seconds or be a day; 18/10/2024 and 10/12/2024 mean a day in one country only. A year
    that no newspaper has (0001 and 9999 are what programs write for "unknown") is no day either.

    >>> day_of("2024-10-18T23:30:00-05:00"), day_of("Fri, 18 Oct 2024 10:00:00 GMT"), day_of("10/12/2024")
    (datetime.date(2024, 10, 18), datetime.date(2024, 10, 18), None)
    """
    found = _read(value)
    return found if found is not None and found.year in YEARS else None


def _read(value: Any) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if not isinstance(value, str) or len(value) > LONGEST:
        return None
    written = value.strip().removesuffix(" UTC").removesuffix(" GMT")
    return _iso(written) or _year_first(written) or _named_month(written) or _mail(value.strip())


def _iso(written: str) -> dt.date | None:
    if "W" in written:  # a week has seven days
        return None
    try:
        return dt.datetime.fromisoformat(written).date()
    except ValueError:
        return None


def _year_first(written: str) -> dt.date | None:
    """A day such as 2024/10/18 or 2024.10.18, with or without a time behind it."""
    parts = written.split()[0].replace(".", "/").split("/") if written else []
    if len(parts) == 3 and [len(part) for part in parts] in ([4, 2, 2], [4, 1, 2], [4, 2, 1], [4, 1, 1]):
        return _day(*parts)
    return None


def _named_month(written: str) -> dt.date | None:
    """A day such as 18 October 2024, October 18, 2024 or Fri Oct 18 2024, with no time behind it."""
    words = written.lower().replace(",", " ").replace(".", " ").split()
    if words and _unique(words[0], WEEKDAYS) is not None:
        words = words[1:]
    if len(words) != 3 or len(words[2]) != 4:
        return None
    for name, number in ((words[0], words[1]), (words[1], words[0])):
        month = _unique(name, MONTHS)
        if month is not None:
            return _day(words[2], str(month + 1), number.rstrip("stndrh"))
    return None


def _mail(written: str) -> dt.date | None:
    """A day as mail and feeds write it: Fri, 18 Oct 2024 10:00:00 GMT."""
    if not any(sign.isalpha() for sign in written) or ":" not in written:
        return None
    try:
        return parsedate_to_datetime(written).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _unique(word: str, names: tuple[str, ...]) -> int | None:
    """Which name a word is or shortens; three letters tell them apart."""
    found = [at for at, name in enumerate(names) if len(word) >= 3 and name.startswith(word)]
    return found[0] if len(found) == 1 else None


def _day(year: str, month: str, day: str) -> dt.date | None:
    if not all(part.isascii() and part.isdigit() and len(part) <= 4 for part in (year, month, day)):
        return None
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
