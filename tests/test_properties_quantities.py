"""Whatever the text: no exception, spans that give back their text, finite numbers, the same twice."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from nkreport.quantities import find_quantities
from nkreport.quantities.finder import quantities_of
from nkreport.records import Quantity
from nkreport.text import plain_digits

PIECES = st.sampled_from(
    [
        "1",
        "23",
        "400",
        "1,500",
        "12 000",
        "2024",
        "0.5",
        "½",
        "one",
        "two",
        "twenty",
        "hundred",
        "thousand",
        "million",
        "dozen",
        "dozens",
        "hundreds",
        "tens of",
        "several",
        "a few",
        "half",
        "a",
        "third",
        "quarters",
        "and",
        "or",
        "to",
        "between",
        "from",
        "-",
        "–",
        "/",
        ",",
        ".",
        "%",
        "$",
        "€",
        "km",
        "years",
        "per cent",
        "dollars",
        "more than",
        "up to",
        "about",
        "at least",
        "or more",
        "plus",
        "+",
        "~",
        ">",
        "<=",
        "men",
        "soldiers",
        "of",
        "the",
        "of them",
        "strong",
        "Oct.",
        "May",
        "[",
        "]",
        "(",
        ")",
        "e9",
        "^",
        "x10",
        "mm",
        "m",
        "bn",
        "'s",
        "th",
        "point",
        "in",
        "out of",
        "minus",
        "−",
        "\n",
        "\u00a0",
        "٣",
        "۵",
        "³",
        "①",
        "𝟙",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(PIECES, max_size=14).map(" ".join),
    st.lists(PIECES, max_size=14).map("".join),
)


def numbers(quantity: Quantity) -> list[float]:
    return [number for number in (quantity.value, quantity.low, quantity.high) if number is not None]


@settings(max_examples=250)
@given(TEXTS)
@example("0$ 0")
@example("9" * 400)
@example("1e999 2^999 9e-999")
@example("1\u00a0000\u202f000 \ud7ff 1/0 0/0 1^-1 0^-1")
def test_any_text_gives_spans_that_give_back_their_text(text: str) -> None:
    found = list(quantities_of(text))
    for quantity in found:
        assert text[quantity.start : quantity.end] == quantity.text != ""
        assert all(math.isfinite(number) for number in numbers(quantity))
        assert quantity.counted is None or text[slice(*quantity.counted_span or (0, 0))] == quantity.counted
        assert quantity.modifier is None or quantity.modifier in text
        assert quantity.rule
    assert all(first.end <= second.start for first, second in itertools.pairwise(found))
    assert found == list(quantities_of(text))


@settings(max_examples=120)
@given(TEXTS)
def test_the_bound_decides_which_ends_are_known(text: str) -> None:
    for quantity in find_quantities(text):
        value, low, high = quantity.value, quantity.low, quantity.high
        expected = {
            "exact": value == low == high is not None,
            "approximate": value is not None and low is None and high is None,
            "lower": value == low is not None and high is None,
            "upper": value == high is not None and low is None,
            "range": low is not None and high is not None and low < high,
            "vague": value is None and low is not None and high is None,
        }
        assert expected[quantity.bound]


SCRIPTS = ["٠", "۰", "०", "๐", "０", "𝟎"]  # their zeros


@settings(max_examples=120)
@given(TEXTS.filter(str.isprintable), st.sampled_from(SCRIPTS))
@example("up to 1,500–2,000 men, $3bn or 12%", "٠")
def test_digits_of_every_script_are_read_alike(text: str, zero: str) -> None:
    printed = text.translate({ord("0") + number: chr(ord(zero) + number) for number in range(10)})

    def read(found: str) -> list[Quantity]:
        return [replace(quantity, text="", modifier=None, counted=None) for quantity in quantities_of(found)]

    assert read(printed) == read(plain_digits(text))


@settings(max_examples=100, deadline=None)
@given(st.integers(min_value=1, max_value=10**15 - 1))
def test_grouped_digits_are_read_as_the_number(number: int) -> None:
    for printed in (f"{number:,}", str(number), f"{number:,}".replace(",", "\u202f")):
        first = next(find_quantities(f"They sold more than {printed} tulips."))
        assert (first.value, first.low, first.counted) == (float(number), float(number), "tulips")


@settings(max_examples=150, deadline=None)
@given(st.integers(min_value=1, max_value=999_999))
def test_number_words_are_read_as_the_number(number: int) -> None:
    first = next(find_quantities(f"At most {in_words(number)} tulips were sold."))
    assert (first.high, first.text) == (float(number), in_words(number))


SMALL = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def in_words(number: int) -> str:
    """A number below a million in British words."""
    if number < 20:
        return SMALL[number]
    if number < 100:
        return TENS[number // 10] + (f"-{SMALL[number % 10]}" if number % 10 else "")
    if number < 1000:
        rest = f" and {in_words(number % 100)}" if number % 100 else ""
        return f"{SMALL[number // 100]} hundred{rest}"
    below = number % 1000
    join = "" if not below else " and " if below < 100 else " "
    return f"{in_words(number // 1000)} thousand{join}{in_words(below) if below else ''}"
