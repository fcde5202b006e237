"""Reads the quantities of a text from left to right: numeral, unit, range, bound, counted noun."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from nkreport.quantities import bounds, outside, units
from nkreport.quantities.amounts import Amount, amount_of
from nkreport.quantities.counted import counted_after
from nkreport.quantities.fractions import digits_at
from nkreport.quantities.lexicon import Bound, alternatives, cased, lexicon
from nkreport.quantities.numerals import GLYPHS, Numeral
from nkreport.quantities.ranges import (
    BETWEEN,
    counted_of,
    hyphened,
    join_pattern,
    joined,
    ratio_of,
    run_together,
    second_of,
    split_between,
    two_bounds,
)
from nkreport.quantities.spelled import word_numeral
from nkreport.records import Quantity, Span
from nkreport.text import plain_digits

DIGIT_ANCHOR = re.compile("[0-9" + "".join(GLYPHS) + "][0-9]*+")


EXACT = Bound("", "exact", 0)


@cache
def word_anchor() -> re.Pattern[str]:
    """A number word after anything but a letter; the first character is looked up as a set, which is fast."""
    lex = lexicon()
    words = cased([*lex.numbers, *lex.vague_plurals, "tens", *lex.few, *lex.pairs, *lex.fractions])
    first = "".join(sorted({word[0] for word in words}))
    return re.compile(r"[^A-Za-z0-9](?=[" + first + r"])(" + alternatives(words) + r")(?![A-Za-z0-9])")


def anchors(text: str) -> list[int]:
    """Where digits, fraction signs and number words begin, in order."""
    found = [match.start() for match in DIGIT_ANCHOR.finditer(text)]
    pattern = word_anchor()
    if first := pattern.match(" " + text[:16]):
        found.append(first.start(1) - 1)
    found += [match.start(1) for match in pattern.finditer(text)]
    found.sort()
    return found


def quantities_of(text: str) -> Iterator[Quantity]:
    """Every quantity of a text in order; the public verb leaves out page furniture.

    >>> [(q.text, q.value, q.counted) for q in quantities_of("Some １，５００ boats and ٣٤ rafts sank.")]
    [('１，５００', 1500.0, 'boats'), ('٣٤', 34.0, 'rafts')]
    """
    plain = plain_digits(text)
    found = _quantities_of(plain)
    return found if plain is text else (_as_printed(quantity, text, plain) for quantity in found)


def _as_printed(quantity: Quantity, text: str, plain: str) -> Quantity:
    """A quantity that was read in plain digits, with the words as they stand in the text."""
    modifier, counted = quantity.modifier, quantity.counted_span
    if modifier is not None and modifier not in text:
        at = plain.rfind(modifier, 0, quantity.start)
        at = at if at >= 0 else plain.find(modifier, quantity.start)
        modifier = text[at : at + len(modifier)]
    return replace(quantity, text=text[quantity.start : quantity.end], modifier=modifier,
                   counted=text[slice(*counted)] if counted else quantity.counted)


def _quantities_of(text: str) -> Iterator[Quantity]:
    pending: Quantity | None = None
    position = 0
    for start in anchors(text):
        if start < position:
            continue
        found, position = _read(text, start, position)
        for quantity in found:
            if pending is not None:
                merged = two_bounds(text, pending, quantity)
                if merged is not None:
                    quantity = merged
                else:
                    yield pending
            pending = quantity
    if pending is not None:
        yield pending


def _read(text: str, start: int, floor: int) -> tuple[list[Quantity], int]:
    """The quantities that begin with the numeral here (none where it is none), and where to read on."""
    first = text[start]
    if text[start - 2 : start] in ("<>", "=>", "=<"):
        return [], start + 1
    if first.isascii() and first.isdigit():
        skipped = outside.skipped_digits(text, start)
        if skipped:
            return [], skipped
        if start and text[start - 1] == "." and not text[max(0, start - 2) : start - 1].strip("( <>=-−$€£~"):
            numeral = _leading_point(text, start)
        else:
            numeral = digits_at(text, start)
    elif first in GLYPHS:
        numeral = Numeral(start, start + 1, GLYPHS[first], "ratio", mantissa=GLYPHS[first], make="glyph")
    else:
        if start and text[start - 1] in "-‑'’" and text[start - 2 : start - 1].isalnum():
            return [], start + 1
        numeral = word_numeral(text, start)
    if numeral is None or numeral.start < floor:
        return [], max(start + 1, _word_end(text, start))
    return _with_range(text, numeral, floor)


RUN = re.compile(r"[A-Za-z]+|[0-9]++")


def _word_end(text: str, start: int) -> int:
    match = RUN.match(text, start)
    return match.end() if match else start + 1


def _leading_point(text: str, start: int) -> Numeral | None:
    """`.08`, whose point stands before the anchor."""
    numeral = digits_at(text, start)
    if numeral is None or not re.fullmatch(r"[0-9]+", text[start : numeral.end]):
        return None
    value = float("0." + text[start : numeral.end])
    return Numeral(start - 1, numeral.end, value, "digits", mantissa=value, make="decimal")


def _with_range(text: str, numeral: Numeral, floor: int) -> tuple[list[Quantity], int]:
    amount = amount_of(text, numeral, floor)
    window = text[max(0, amount.start - 24) : amount.start]
    between = "etween" in window and BETWEEN.search(window) is not None
    if between and numeral.form == "words" and " and " in text[numeral.start : numeral.end]:
        amount = split_between(text, amount)
    if amount.dimension == "count" and (name := _name_end(text, amount)):
        return [], name
    if (ratio := ratio_of(text, amount)) is not None:
        return _finished(text, ratio)
    match = join_pattern().match(text, amount.end)
    if match is None and amount.end > amount.numeral.end:
        match = join_pattern().match(text, amount.numeral.end)
    if match is not None and amount.numeral.form not in ("vague", "few"):
        second = second_of(text, match)
        if second is not None:
            verdict = joined(text, amount, second, match, between)
            if verdict is not None:
                return verdict
    if (listed := run_together(text, amount)) is not None:
        return [listed], amount.end
    return _finished(text, amount)


def _name_end(text: str, amount: Amount) -> int:
    """Where a name that the number is part of ends, with the numbers that share it; 0 where it is none."""
    word = outside.word_before(text, amount.start)
    if not outside.is_designation(text, amount.start, amount.end, amount.numeral, word):
        return 0
    return outside.designations_end(text, amount.end)


HYPHEN_ORDINAL = re.compile(
    r"[-‑ ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b", re.IGNORECASE
)
AGE_WORDS = re.compile(r"[-‑](?:year|month|week|day)s?[-‑]olds?\b", re.IGNORECASE)


CLOCK = re.compile(r" ?(?:o['’]clock|[ap]\.m\.|[ap]m\b)")


def _finished(text: str, amount: Amount) -> tuple[list[Quantity], int]:
    """The quantity of one number, or nothing where it is part of a name, a date, an age or an idiom."""
    word = outside.word_before(text, amount.start)
    resume = _not_counting(text, amount, word)
    if resume:
        return [], resume
    before = bounds.bound_before(text, amount.start, amount.value, word)
    strong = amount.dimension != "count" or (
        before is not None
        and before.bound.bound in ("lower", "upper")
        and (word.lower() not in lexicon().sets["year_prepositions"])
    )
    if (
        not strong
        and outside.looks_like_year(amount.numeral)
        and outside.is_year(text, amount.start, amount.stop, amount.value, word)
    ):
        return [], amount.end
    after = bounds.bound_after(text, amount.stop) or (
        bounds.bound_after(text, amount.end) if amount.end > amount.stop else None
    )
    if (
        after
        and amount.dimension == "count"
        and (measured := units.unit_after(text, amount.numeral._replace(end=after.end)))
    ):
        amount = amount._replace(
            end=measured.end,
            unit=measured.unit.name,
            dimension=measured.unit.dimension,
            rule=measured.unit.rule,
        )
        after = after._replace(end=measured.end, phrase_end=after.end)
    compound = _compound(text, amount)
    if compound is None and hyphened(text, amount.end) and after is None and amount.dimension == "count":
        return [], amount.end
    end = after.end if after else amount.end
    counted = compound or counted_of(text, amount.start, end, amount.dimension, amount)
    if (
        after is None
        and counted
        and not compound
        and (late := bounds.bound_after(text, counted[1]))
        and _late(text, late)
    ):
        after = late
    return [_quantity(text, amount, before, after, counted, compound is not None)], max(
        amount.end, amount.stop
    )


def _late(text: str, found: bounds.Found) -> bool:
    """Bounds that may stand after the counted noun: `20 cows at most`, `300 men or more`."""
    return text[found.start : found.phrase_end].lower() in (
        "at most",
        "at the most",
        "at the very most",
        "at least",
        "at the least",
        "or more",
        "or so",
        "or fewer",
        "or less",
        "tops",
        "or thereabouts",
        "and counting",
    )


def _not_counting(text: str, amount: Amount, before: str) -> int:
    """Where to read on when the number counts nothing; 0 where it does."""
    numeral, end = amount.numeral, amount.end
    following = text[end : end + 1]
    if amount.dimension == "count" and numeral.form == "digits" and (following.isalpha() or following == "_"):
        return max(end, outside.code_end(text, end))
    if following == "(" and amount.dimension == "count" and text[end + 1 : end + 3][1:] == ")":
        return outside.code_end(text, end)
    if following == "/" and text[end + 1 : end + 2].isdigit():
        return outside.code_end(text, end)
    if (
        following in "-‑ "
        and numeral.form == "words"
        and numeral.make == "t"
        and HYPHEN_ORDINAL.match(text, end)
    ):
        return end + 1
    if following in "-‑" and (age := AGE_WORDS.match(text, numeral.end)):
        return age.end()
    if (
        following in "-‑"
        and text[end - 1].isalpha()
        and (age := re.match(r"[-‑]olds?\b", text[end : end + 6]))
    ):
        return end + age.end()
    if amount.dimension != "count":
        return 0
    if numeral.form == "words" and (clock := CLOCK.match(text, end)):
        return clock.end()
    if (
        text[numeral.start : numeral.end].lower() == "one"
        and amount.value > 0
        and outside.is_pronoun_one(text, numeral.start, end, before)
    ):
        return end
    if (
        numeral.form == "vague"
        and text[numeral.start : numeral.end].lower() == "scores"
        and not text.startswith(" of ", end)
    ):
        return end
    if outside.is_age(text, amount.start, end, amount.value, before):
        return outside.designations_end(text, end)
    return 0


COMPOUND = re.compile(r"([-‑]| (?=strong\b))([A-Za-z]+)")


def _compound(text: str, amount: Amount) -> Span | None:
    """The noun of `a 12,000-strong contingent`, `an 8,000-man force`; "strong" needs no hyphen."""
    if amount.dimension != "count":
        return None
    if text[amount.end : amount.end + 1] not in ("-", "‑") and not text.startswith(" strong", amount.end):
        return None
    match = COMPOUND.match(text, amount.end)
    if match is None or match[2].lower() not in lexicon().sets["compounds"]:
        return None
    end = match.end()
    if match[1] == " ":
        article = re.search(r"(?i:\ban?|the|its|their) \Z", text[max(0, amount.start - 6) : amount.start])
        if article is None and text[end : end + 1] not in ".,; ":
            return None
    return counted_after(text, end) or (amount.end + 1, end)


def _quantity(
    text: str,
    amount: Amount,
    before: bounds.Found | None,
    after: bounds.Found | None,
    counted: Span | None,
    compound: bool,
) -> Quantity:
    numeral = amount.numeral
    found = _stronger(before, after)
    bound = found.bound if found else EXACT
    dimension = "ratio" if numeral.form == "ratio" and amount.dimension == "count" else amount.dimension
    vague = numeral.value is None
    kind = "vague" if vague else bound.bound
    low, high = _ends(kind, numeral)
    rule = (
        numeral.form
        if vague
        else bound.rule
        or amount.rule
        or ("compound" if compound else dimension if dimension == "ratio" else numeral.form)
    )
    return Quantity(
        amount.start,
        amount.stop,
        text[amount.start : amount.stop],
        numeral.value,
        low,
        high,
        kind,
        text[found.start : found.phrase_end] if found else None,
        text[slice(*counted)] if counted else None,
        counted,
        amount.unit,
        dimension,
        rule,
    )


def _ends(kind: str, numeral: Numeral) -> tuple[float | None, float | None]:
    """What the text states about the lower and the upper end."""
    if kind == "vague":
        return numeral.low, None
    if kind == "lower":
        return numeral.value, None
    if kind == "upper":
        return None, numeral.value
    return (None, None) if kind == "approximate" else (numeral.value, numeral.value)


def _stronger(before: bounds.Found | None, after: bounds.Found | None) -> bounds.Found | None:
    """The bound that holds: "about 500 or more" is a floor."""
    if before is None or after is None:
        return before or after
    return after if before.bound.bound == "approximate" else before
