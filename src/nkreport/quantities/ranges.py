"""Ranges, bounds that close a range together, and so many out of so many."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from nkreport.quantities import bounds, outside, units
from nkreport.quantities.amounts import Amount, amount_of
from nkreport.quantities.counted import counted_after, counted_before
from nkreport.quantities.fractions import digits_at
from nkreport.quantities.lexicon import alternatives, cased, lexicon
from nkreport.quantities.numerals import GAP
from nkreport.quantities.spelled import word_numeral
from nkreport.quantities.words import words_at
from nkreport.records import Quantity, Span


@cache
def join_pattern() -> re.Pattern[str]:
    """What stands between the two numbers of a range, a round word and a currency sign included."""
    joins = lexicon().joins
    worded = alternatives([j for j in joins if j[0].isalpha() and j != "between"])
    return re.compile(
        r"(?:-?(?:"
        + GAP
        + r"|\n)(?P<word>"
        + worded
        + r"|and)"
        + GAP
        + r"|(?P<dash>"
        + GAP
        + r"?[-–~‑−—]"
        + GAP
        + r"?))"
        r"(?:(?:about|around|nearly|almost|roughly|approximately|some|perhaps|even|possibly|maybe|as many as)"
        + GAP
        + r"){0,2}"
        r"(?P<sign>(?:US|A|C|NZ|HK)?[$€£¥₩₴₽]" + GAP + r"?)?(?P<minus>[-−](?=[0-9]))?(?=[A-Za-z0-9])"
    )


BETWEEN = re.compile(
    r"(?i:\bbetween)"
    r"(?: (?:about|around|some|roughly|approximately|an estimated|perhaps|the|at least))?[ \u00a0\n]\Z"
)
FROM = re.compile(r"(?i:\bfrom)(?: (?:about|around|some|roughly|nearly|almost))?[ \u00a0\n](?:[$€£])?\Z")


def split_between(text: str, amount: Amount) -> Amount:
    """`between a hundred and two hundred thousand`: the "and" belongs to "between" unless another follows."""
    numeral = amount.numeral
    if re.match(r"[ \u00a0]and[ \u00a0]", text[numeral.end : numeral.end + 5]):
        return amount
    cut = text.index(" and ", numeral.start)
    head = word_numeral(text[:cut], numeral.start) or words_at(text[:cut], numeral.start)
    if head is None and text[numeral.start : numeral.start + 2].lower() == "a ":
        head = word_numeral(text[:cut], numeral.start + 2)
    return amount if head is None else Amount(head, head.start, head.end, head.end)


def second_of(text: str, match: re.Match[str]) -> Amount | None:
    """The second number of a range, read where the first one's joining words end."""
    start = match.end()
    if text[start].isdigit():
        if not text[start].isascii() or outside.NO_NUMBER.match(text, start):
            return None
        numeral = digits_at(text, start)
    else:
        if not _number_word(text, start):
            return None
        numeral = word_numeral(text, start)
        if numeral is None and (after := re.match(r"(?:an?|half an?) ", text[start : start + 7])):
            numeral = word_numeral(text, start + after.end())
    if numeral is None or numeral.start != start or numeral.value is None:
        return None
    amount = amount_of(text, numeral)
    return amount._replace(start=start) if not match["sign"] else amount._replace(sign=True)


@cache
def _number_words() -> re.Pattern[str]:
    words = cased([*lexicon().numbers, *lexicon().fractions])
    return re.compile(r"(?:an? |half an? )?(?:" + alternatives(words) + r")(?![A-Za-z0-9])")


def _number_word(text: str, start: int) -> bool:
    return _number_words().match(text, start) is not None


def joined(
    text: str, a: Amount, b: Amount, match: re.Match[str], between: bool
) -> tuple[list[Quantity], int] | None:
    """The range of two numbers; an empty list for a score or years; None where they stand apart."""
    word = (match["word"] or "").lower()
    if (word == "and" and not between) or (match["dash"] and not _dash_joins(match["dash"], a, b)):
        return None
    if a.dimension != "count" and b.dimension != "count" and (a.dimension, a.unit) != (b.dimension, b.unit):
        return None
    if a.dimension == "count" and b.dimension != "count" and word and b.sign and not a.sign:
        return None
    bare = a.dimension == b.dimension == "count"
    if (
        bare
        and outside.looks_like_year(a.numeral)
        and (outside.looks_like_year(b.numeral) or (match["dash"] and b.value < 100))
    ) and _years(text, a, b):
        return [], b.end
    low, high = _scaled_ends(a, b)
    plain = bare and a.numeral.make == b.numeral.make == "plain" and abs(high) < 200
    if (
        plain
        and match["dash"]
        and match["dash"].strip() == match["dash"]
        and (low >= high or outside.near_score(text, a.start, b.end))
    ):
        return [], b.end
    if word in ("to", "through") and _is_change(text, a):
        return None
    if (low > high and between) or (low > high and low < 0):
        low, high = high, low
    if not low < high or (word.startswith("or") and (high > 20 * low or low < 1)):
        return None
    return _range(text, a, b, low, high, match, between)


def _dash_joins(dash: str, a: Amount, b: Amount) -> bool:
    """Whether a dash can join the two: a spaced long one is a break, and words need a spaced or no dash."""
    spaced = dash.strip() != dash
    if "—" in dash and spaced:
        return False
    return (
        not spaced
        or dash[0] == dash[-1]
        or (dash.strip() in "–-~" and dash[:1].isspace() == dash[-1:].isspace())
    )


def _years(text: str, a: Amount, b: Amount) -> bool:
    if bounds.bound_before(text, a.start, a.value) is not None and b.value < 1900:
        return False
    following = outside.NEXT_WORD.match(text, b.end)
    return not (following and following[1] in lexicon().sets["counted_not_dated"])


def _scaled_ends(a: Amount, b: Amount) -> tuple[float, float]:
    """Both ends, the first with the second's scale where it has none: `9 to 10,000`, `$3 to $4 billion`."""
    low, high = a.value, b.value
    scale = b.numeral.scale
    if (
        scale > 1
        and a.numeral.scale == 1
        and low < high
        and (low * scale < high or (b.numeral.mantissa is not None and low < b.numeral.mantissa))
    ):
        return low * scale, high
    grouped = b.numeral.make in ("comma", "space") and high >= 1000 and high % 1000 == 0
    if grouped and a.numeral.scale == 1 and 1 <= low < 1000 and low * 1000 < high <= low * 5000:
        return low * 1000, high
    return low, high


def _is_change(text: str, a: Amount) -> bool:
    """`rose from 3,000 to 10,000` names two numbers."""
    window = text[max(0, a.start - 64) : a.start]
    found = FROM.search(window)
    if found is None:
        return False
    return any(
        word.lower() in lexicon().sets["change"]
        for word in re.findall(r"[A-Za-z]+", window[: found.start()])[-6:]
    )


def _range(
    text: str, a: Amount, b: Amount, low: float, high: float, match: re.Match[str], between: bool
) -> tuple[list[Quantity], int]:
    word = (match["word"] or match["dash"].strip()).lower()
    rule = "range-between" if between else lexicon().joins.get(word, "range-to")
    dimension, unit = (b.dimension, b.unit) if b.dimension != "count" else (a.dimension, a.unit)
    head = BETWEEN.search(text[max(0, a.start - 40) : a.start]) if between else None
    opening = head or FROM.search(text[max(0, a.start - 40) : a.start])
    lead = a.start - len(opening.group()) if opening else a.start
    if dimension == "count" and outside.is_age(text, lead, b.end, 30.0, outside.word_before(text, lead)):
        return [], b.end
    found = bounds.bound_before(text, a.start, low)
    modifier = text[found.start : found.phrase_end] if found else None
    if head:
        modifier = head.group().split()[0]
    counted = counted_of(text, a.start, b.end, dimension, b)
    ends = b.end if dimension == "money" and not b.sign else b.stop
    quantity = Quantity(
        a.start,
        ends,
        text[a.start : ends],
        (low + high) / 2,
        low,
        high,
        "range",
        modifier,
        text[slice(*counted)] if counted else None,
        counted,
        unit,
        dimension,
        rule,
    )
    if dimension == "count" and hyphened(text, b.numeral.end):
        return [], b.end
    return [quantity], max(b.end, ends)


RUN_TOGETHER = re.compile(r"[0-9]{3},[0-9]{3}")


def run_together(text: str, amount: Amount) -> Quantity | None:
    """`about 300,400 men` for 300 to 400: neighbouring hundreds after a round word."""
    numeral = amount.numeral
    if (
        numeral.make != "comma"
        or amount.dimension != "count"
        or numeral.scale != 1
        or not RUN_TOGETHER.fullmatch(text, numeral.start, numeral.end)
    ):
        return None
    low, high = (float(part) for part in text[numeral.start : numeral.end].split(","))
    if low % 100 or high - low != 100:
        return None
    found = bounds.bound_before(text, amount.start, low)
    if found is None or found.bound.bound != "approximate":
        return None
    counted = counted_after(text, amount.end)
    return Quantity(
        amount.start,
        amount.stop,
        text[amount.start : amount.stop],
        (low + high) / 2,
        low,
        high,
        "range",
        text[found.start : found.phrase_end],
        text[slice(*counted)] if counted else None,
        counted,
        None,
        "count",
        "range-run-together",
    )


def counted_of(text: str, start: int, end: int, dimension: str, amount: Amount) -> Span | None:
    if dimension == "ratio" or dimension == "percent":
        return (
            counted_after(text, end, measured=True) if text.startswith((" of ", "\u00a0of "), end) else None
        )
    if dimension == "money":
        return counted_after(text, end, measured=True)
    if dimension != "count":
        return counted_after(text, end, measured=True)
    return counted_after(text, end, single=amount.value == 1) or counted_before(text, start)


def hyphened(text: str, end: int) -> bool:
    """Whether a hyphen and a word follow: `two-state`, which counts nothing that can be told."""
    return text[end : end + 1] in ("-", "‑") and text[end + 1 : end + 2].isalpha()


BRIDGE = re.compile(
    r"(?:,[ \u00a0]|,?[ \u00a0](?:and|but|yet|or)[ \u00a0])(?:probably |perhaps |possibly )?\Z"
)


def two_bounds(text: str, first: Quantity, second: Quantity) -> Quantity | None:
    """`at least 20 but no more than 40`: one range."""
    if {first.bound, second.bound} != {"lower", "upper"} or second.modifier is None or first.modifier is None:
        return None
    if second.start - first.end > 48 or (
        first.dimension != second.dimension and "count" not in (first.dimension, second.dimension)
    ):
        return None
    gap = text[first.end : second.start]
    cut = gap.find(second.modifier)
    if cut < 0 or not BRIDGE.fullmatch(gap[:cut]):
        return None
    low, high = (first.low, second.high) if first.bound == "lower" else (second.low, first.high)
    if low is None or high is None or not low < high:
        return None
    return replace(
        second,
        start=first.start,
        text=text[first.start : second.end],
        value=(low + high) / 2,
        low=low,
        high=high,
        bound="range",
        modifier=first.modifier,
        rule="range-two-bounds",
    )


RATIO = re.compile(r"[ \u00a0](?P<word>in|out of|over)(?: every)?[ \u00a0](?=[A-Za-z0-9])")


def ratio_of(text: str, amount: Amount) -> Amount | None:
    """`one in five`, `two out of three`: both small, the second round, neither with a unit."""
    numeral = amount.numeral
    if (
        amount.dimension != "count"
        or numeral.form not in ("digits", "words")
        or numeral.scale != 1
        or not 1 <= amount.value <= 20
    ):
        return None
    if text[amount.end + 1 : amount.end + 2] not in ("i", "o"):
        return None
    match = RATIO.match(text, amount.end)
    if match is None:
        return None
    start = match.end()
    other = (
        digits_at(text, start)
        if text[start].isdigit()
        else word_numeral(text, start)
        if _number_word(text, start)
        else None
    )
    if other is None or other.value is None or other.start != start or other.form == "ratio":
        return None
    a, b = amount.value, other.value
    if not a < b or outside.NO_NUMBER.match(text, start) or units.unit_after(text, other) is not None:
        return None
    if not _rounds(match["word"], a, b) or (
        text[other.end : other.end + 1] in "-,." and text[other.end + 1 : other.end + 2].isalnum()
    ):
        return None
    if match["word"] == "over" and not re.match(r"\s*(?:[.?!]|\Z)", text[other.end : other.end + 3]):
        return None
    joined = numeral._replace(end=other.end, value=a / b, form="ratio")
    return Amount(joined, amount.start, other.end, other.end, None, "ratio")


def _rounds(word: str, a: float, b: float) -> bool:
    if word == "over":
        return a == 1
    if word == "in":
        return (a == 1 and b < 1900) or (b in (3, 4, 5, 10, 20, 100, 1000) and a <= 10)
    return b <= 10 or b in (20, 100) or (a <= 5 and b % 100 == 0 and b <= 1000)
