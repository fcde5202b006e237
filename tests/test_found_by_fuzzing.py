"""What fuzzing found, each as a test of its own; docs/fuzzing.md tells how a finding comes here."""

from __future__ import annotations

import datetime as dt

import pytest

from nkreport.dates import find_dates
from nkreport.dating import date_article
from nkreport.extract import extract_article
from nkreport.quantities import find_quantities
from nkreport.records import Article

# --- digits of other scripts: read like plain ones, or a part of a number would be taken for all of it ---

DIGITS = [
    ("Seoul counted ٣٤ boats.", "٣٤", 34, "Arabic-Indic"),
    ("Seoul counted ۱۲۳ boats.", "۱۲۳", 123, "Persian"),
    ("Seoul counted ३४ boats.", "३४", 34, "Devanagari"),
    ("Seoul counted １，５００ boats.", "１，５００", 1500, "full width, with its own comma"),
    ("Seoul counted ٣٬٥٠٠ boats.", "٣٬٥٠٠", 3500, "Arabic thousands separator"),
    ("Seoul counted 1٣ boats.", "1٣", 13, "two scripts in one number: never the 1 alone"),
    ("Seoul counted 12 ٠٠٠ boats.", "12 ٠٠٠", 12000, "two scripts in groups of three"),
    ("Seoul counted more than ٣ thousand boats.", "٣ thousand", 3000, "never the thousand alone"),
    ("Seoul paid ＄３ million.", "＄３ million", 3e6, "never the million alone"),
]


@pytest.mark.parametrize(("text", "numeral", "value", "reason"), DIGITS, ids=[case[3] for case in DIGITS])
def test_digits_of_other_scripts_are_read(text: str, numeral: str, value: float, reason: str) -> None:
    [found] = find_quantities(text)
    assert (found.text, found.value) == (numeral, value)
    assert text[found.start : found.end] == numeral


def test_words_beside_digits_of_other_scripts_stay_as_printed() -> None:
    text = "At least １，５００ boats of １２ metres sank，they said."
    found = next(find_quantities(text))
    assert (found.modifier, found.counted) == ("At least", "boats")
    assert text[slice(*found.counted_span or (0, 0))] == "boats"


@pytest.mark.parametrize("text", ["Area: 5 m² of ①", "² boats", "Ⅻ boats"])
def test_signs_that_are_no_decimal_digits_stay_unread(text: str) -> None:
    assert [quantity.text for quantity in find_quantities(text) if not quantity.text.isascii()] == []


@pytest.mark.parametrize("text", ["on ٨ October ２０２４", "on ٨.١٠.٢٠٢٤", "on 2024-10-０８"])
def test_days_in_digits_of_other_scripts(text: str) -> None:
    [found] = find_dates(text)
    assert (found.low, found.high) == (dt.date(2024, 10, 8), dt.date(2024, 10, 8))


# --- a day of publication at the end of the calendar: nothing can be counted from it ---

EDGES = [dt.date.min, dt.date(1, 1, 31), dt.date(1499, 12, 31), dt.date(2100, 1, 1), dt.date(9999, 12, 1),
         dt.date.max]
COUNTED = ("last week", "on Thursday", "next month", "yesterday", "overnight", "in Q3", "two days ago",
           "over the coming days", "since January", "by the end of the year", "the day before",
           "last century")


@pytest.mark.parametrize("published", EDGES, ids=str)
def test_a_day_of_publication_that_no_newspaper_has_is_no_day_to_count_from(published: dt.date) -> None:
    text = " ".join(f"Kyiv said {day} that 300 soldiers had been killed {day}." for day in COUNTED)
    article = Article("a", text, published=published, published_latest=published)
    assert {(one.low, one.high) for one in find_dates(text, reference=published)} == {(None, None)}
    assert {(row.event_start, row.event_end) for row in extract_article(article).figures} == {(None, None)}
    assert date_article(article).low is None
