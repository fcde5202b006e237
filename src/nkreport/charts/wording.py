"""How a figure, a day and a source are worded, in charts, tables and text alternatives alike."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from typing import Any

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def missing(value: Any) -> bool:
    """Whether a cell is null: None, NaN, NaT or pd.NA.

    >>> missing(None), missing(float("nan")), missing(0), missing("")
    (True, True, False, False)
    """
    if value is None or type(value).__name__ in ("NaTType", "NAType"):
        return True
    return isinstance(value, float) and math.isnan(value)


def names(value: Any) -> list[str]:
    """The names in a cell, whether it holds a list, an array or text joined by semicolons.

    >>> names(["NIS"]), names("NIS; Yonhap"), names(None)
    (['NIS'], ['NIS', 'Yonhap'], [])
    """
    if isinstance(value, str):
        return [name for name in value.split("; ") if name]
    if not isinstance(value, Iterable):
        return []
    return [str(name) for name in value]


def number(value: Any) -> str:
    """A number as one reads it: thousands separated, no needless decimals; millions in words.

    >>> number(1500.0), number(2.5), number(5e11), number(8_000_000), number(None)
    ('1,500', '2.5', '500 billion', '8 million', '')
    """
    if missing(value):
        return ""
    for unit, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(value) >= unit:
            return f"{value / unit:,.3f}".rstrip("0").rstrip(".") + f" {word}"
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def day(value: Any) -> str:
    """A day without ambiguity, or an empty string.

    >>> day(dt.date(2024, 10, 8)), day("2024-10-08"), day(None)
    ('8 Oct 2024', '8 Oct 2024', '')
    """
    date = as_day(value)
    return "" if date is None else f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def days(first: Any, last: Any) -> str:
    """A span of days, or one day where both are the same.

    >>> days("2024-10-14", "2024-10-20"), days("2024-12-14", "2025-01-02"), days("2024-10-08", "2024-10-08")
    ('14–20 Oct 2024', '14 Dec 2024 – 2 Jan 2025', '8 Oct 2024')
    >>> days("2024-10-01", "2024-10-31")
    'Oct 2024'
    >>> days(None, "2024-12-31"), days("2024-12-01", None), days(None, None)
    ('until 31 Dec 2024', 'since 1 Dec 2024', '')
    """
    start, end = as_day(first), as_day(last)
    if start is None or end is None:
        return f"until {day(end)}" if end else f"since {day(start)}" if start else ""
    if start == end:
        return day(start)
    if (start.year, start.month) == (end.year, end.month):
        whole = start.day == 1 and (end + dt.timedelta(days=1)).day == 1
        return f"{MONTHS[start.month - 1]} {start.year}" if whole else f"{start.day}–{day(end)}"
    if start.year == end.year:
        return f"{start.day} {MONTHS[start.month - 1]} – {day(end)}"
    return f"{day(start)} – {day(end)}"


def as_day(value: Any) -> dt.date | None:
    """The day in a cell, whether it is a date, a timestamp or ISO text; None where there is none."""
    if missing(value) or value == "":
        return None
    if isinstance(value, str):
        return dt.date.fromisoformat(value[:10])
    if isinstance(value, dt.datetime):
        return value.date()
    if not isinstance(value, dt.date):
        raise TypeError(f"not a day: {value!r}")
    return value


def joined(words: Iterable[str], *, word: str = "and") -> str:
    """A list in a sentence.

    >>> joined(["Russia"]), joined(["Russia", "China", "Iran"])
    ('Russia', 'Russia, China and Iran')
    """
    parts = list(words)
    if len(parts) < 2:
        return "".join(parts)
    return ", ".join(parts[:-1]) + f" {word} {parts[-1]}"


def stated(row: Any) -> str:
    """A figure's number with its bound, in the article's words where these stand together.

    `row` has the fields `text`, `modifier`, `sentence`, `bound`, `value`, `low` and `high`.
    """
    text, modifier = str(row.text), "" if missing(row.modifier) else str(row.modifier)
    sentence = "" if missing(row.sentence) else str(row.sentence)
    if not modifier or modifier in text:
        return text if row.bound in ("exact", "range", "vague") or modifier else bounded(row)
    for words in (f"{modifier} {text}", f"{text} {modifier}", f"{text}{modifier}"):
        if words in sentence:
            return words[0].lower() + words[1:] if words[0].isupper() and words[1:2].islower() else words
    return bounded(row)


def bounded(row: Any) -> str:
    """A figure's number with its bound in our own words: "at least 1,000", "up to 3,000"."""
    ways = {"lower": ("at least", row.low), "upper": ("up to", row.high), "approximate": ("about", row.value)}
    word, value = ways.get(row.bound, ("", row.value))
    return f"{word} {number(value) or row.text}".strip()


def told(row: Any, *, nobody: str = "the article itself") -> str:
    """Whose claim a row is: the sources, or the article itself."""
    return joined(names(row.source)) or nobody


def relayed(row: Any) -> str:
    """Who relayed a claim, or an empty string."""
    return joined(names(row.via), word="via")


def plural(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun.

    >>> plural(1, "figure"), plural(0, "figure"), plural(2, "body", "bodies")
    ('1 figure', '0 figures', '2 bodies')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def each(frame: Any) -> list[Any]:
    """The rows of a frame, with a field for each column."""
    return list(frame.itertuples(index=False))
