"""What stated years and weekdays tell of an article's day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from nkreport import grammar
from nkreport.dates.finding import find_dates
from nkreport.dates.hosting import host_of
from nkreport.dating.evidence import (
    EARLIEST,
    HAS_YEAR,
    LATEST,
    Constraint,
    Reading,
    constraint,
)
from nkreport.records import DateExpression
from nkreport.text import Sentence


def of_years(reading: Reading) -> Iterator[Constraint]:
    """ "Since August 2023", "invaded in February 2022": what has been is not ahead of the article."""
    for sentence, expressions in reading.with_year:
        for one in expressions:
            if one.low and one.low > EARLIEST and HAS_YEAR.search(one.text) and _has_been(sentence, one):
                yield Constraint(
                    "year",
                    one.start,
                    one.end,
                    one.text,
                    ((one.low, LATEST),),
                    f"{one.text}, of what has been: not before {one.low}",
                    True,
                )


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
    return (
        group.form == "finite"
        and (group.tense == "past" or group.perfect)
        and group.modal is None
        and (group.first < sentence.token_at(one.start) or one.start - sentence.start < 12)
    )


WEEKDAY = re.compile(r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? (?:the )?", re.IGNORECASE)


def of_weekdays(reading: Reading) -> Iterator[Constraint]:
    """ "Thursday, October 24" without a year: only years whose 24 October is a Thursday."""
    for sentence, plain in zip(reading.document.sentences, reading.plain, strict=True):
        if "day" not in plain:
            continue
        for match in WEEKDAY.finditer(sentence.text):
            found = next(
                iter(
                    find_dates(sentence.text[match.end() : match.end() + 16], reference=dt.date(2024, 7, 1))
                ),
                None,
            )
            if (
                found is None
                or found.start > 0
                or found.rule not in ("month-day", "day-month")
                or HAS_YEAR.search(found.text)
                or not found.low
            ):
                continue
            wanted = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun").index(match.group(1).lower())
            days = [
                found.low.replace(
                    year=year, day=min(found.low.day, 28) if found.low.month == 2 else found.low.day
                )
                for year in range(2005, 2035)
            ]
            near = tuple(
                (day - dt.timedelta(days=180), day + dt.timedelta(days=185))
                for day in days
                if day.weekday() == wanted
            )
            words = sentence.text[match.start() : match.end() + found.end]
            yield constraint(
                "weekday",
                sentence,
                words,
                near,
                f"{words}: only in {', '.join(str(day.year) for day in days if day.weekday() == wanted)}",
                firm=False,
            )


def wrong_weekdays(reading: Reading) -> Iterator[str]:
    """ "Thursday, October 25, 2024", which was a Friday."""
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    for one in (one for _, expressions in reading.with_year for one in expressions):
        words = one.text.replace(",", " ").split()
        if (
            one.low
            and one.low == one.high
            and words
            and words[0].title() in names
            and HAS_YEAR.search(one.text)
        ):
            if one.low.weekday() != names.index(words[0].title()):
                yield f"“{one.text}”: {one.low} was a {names[one.low.weekday()]}"
