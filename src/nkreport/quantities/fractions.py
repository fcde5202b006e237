"""Scales and fractions behind a number: 1.5m, two thirds, three and a half thousand, point five."""

from __future__ import annotations

import math
import re
from functools import cache

from nkreport.quantities.lexicon import SCALE, TEN, alternatives, cased, lexicon
from nkreport.quantities.numerals import GAP, Numeral, bare_digits
from nkreport.quantities.words import words_at


@cache
def fraction_tail() -> re.Pattern[str]:
    """What makes a fraction of, or adds one to, the numeral before it: ` and a half`, `-thirds`."""
    numerators = alternatives([w for w, (kind, _) in lexicon().numbers.items() if kind in "uet"])
    parts = alternatives(lexicon().fractions)
    tens = alternatives([w for w, (kind, _) in lexicon().numbers.items() if kind == "t"])
    ends = alternatives([end + s for end in lexicon().ordinals for s in ("", "s")])
    return re.compile(
        r"(?:(?P<sep>"
        + GAP
        + r"{1,3}(?:and|&)"
        + GAP
        + r"{1,3}|-and-)(?P<top>an?|[0-9]{1,2}|(?:(?:"
        + tens
        + ")-)?"
        + numerators
        + r")"
        r"(?:" + GAP + r"{1,3}|" + GAP + r"?-" + GAP + r"?)|" + GAP + r"{1,3}|" + GAP + r"?-" + GAP + r"?)"
        r"(?:(?P<ten>"
        + tens
        + r")[- ](?P<compound>"
        + parts
        + "|"
        + ends
        + r")|(?P<part>"
        + parts
        + r"))(?![A-Za-z0-9])",
        re.IGNORECASE,
    )


POINT = re.compile(GAP + r"point((?:" + GAP + r"[a-z-]{2,13}){1,8})", re.IGNORECASE)


@cache
def scale_tail() -> re.Pattern[str]:
    """A scale after a number: ` million`, `-hundred`, `bn`; after a fraction also ` of a million`."""
    words = alternatives(cased([w for w, (kind, _) in lexicon().numbers.items() if kind in "hsp"]))
    close, apart = (alternatives(table) for table in (lexicon().close, lexicon().apart))
    return re.compile(
        r"(?:"
        + GAP
        + r"{0,3}[-‑]?"
        + GAP
        + r"?\n?|(?P<of>"
        + GAP
        + r"{1,2}(?:of"
        + GAP
        + r"(?:an?|one)|an?)"
        + GAP
        + r"{1,3}))"
        r"(?P<word>" + words + r")(?![A-Za-z0-9])"
        r"|(?P<close>"
        + close
        + r")(?![A-Za-z0-9²³^])|"
        + GAP
        + r"{1,3}(?P<apart>"
        + apart
        + r")(?![A-Za-z0-9²³^/'’])"
    )


def digits_at(text: str, start: int) -> Numeral | None:
    """The numeral in digits that starts here, its scale and exponent included; None for codes.

    >>> digits_at("1.3million-strong", 0).value
    1300000.0
    """
    numeral = bare_digits(text, start)
    return scaled(text, numeral) if numeral else None


def scaled(text: str, numeral: Numeral) -> Numeral:
    """The numeral with the scale words that follow it: `1.5m`, `15-hundred`, `4 thousand and 21`."""
    match = scale_tail().match(text, numeral.end)
    if match is None or (match["of"] and numeral.form != "ratio"):
        return numeral
    assert numeral.value is not None
    if match["word"]:
        if numeral.make == "plain" and (mixed := words_at(text, numeral.start)) and mixed.end >= match.end():
            return fraction_after(text, mixed)
        scale = lexicon().numbers[match["word"].lower()][1]
    elif match["close"]:
        scale = lexicon().close[match["close"]]
        if match["close"] == "G" and numeral.value < 7:  # 5G is a network
            return numeral
    else:
        scale = lexicon().apart[match["apart"]]
    value = numeral.value * scale
    if not math.isfinite(value):
        return numeral
    return numeral._replace(
        end=match.end(),
        value=value,
        mantissa=numeral.value,
        scale=scale,
        form="words" if numeral.form == "ratio" and numeral.make not in ("slash", "glyph") else "digits",
    )


def fraction_after(text: str, numeral: Numeral) -> Numeral:
    """The numeral with a fraction in words behind it: `two thirds`, `a million and a half`."""
    if numeral.value is None:
        return numeral
    if (point := POINT.match(text, numeral.end)) and (decimal := _decimals(point)):
        end, places = decimal
        numeral = numeral._replace(end=end, value=numeral.value + places, mantissa=numeral.value + places)
        return scaled(text, numeral)
    match = fraction_tail().match(text, numeral.end)
    if match is None:
        return numeral
    if match["top"]:
        return _with_fraction(text, numeral, match)
    return _denominated(text, numeral, match)


def _bottom(match: re.Match[str]) -> tuple[float, bool]:
    """The denominator of a fraction in words, and whether it stands in the plural."""
    part = (match["part"] or match["compound"]).lower()
    lex = lexicon()
    small = lex.fractions.get(part) or lex.ordinals[part.removesuffix("s")]
    bottom = small + (lex.numbers[match["ten"].lower()][1] if match["ten"] else 0.0)
    return bottom, part.endswith("s")


def _decimals(point: re.Match[str]) -> tuple[int, float] | None:
    """Where the words after "point" end, and what they are worth: "zero three" is 0.03."""
    digits, end = "", point.start(1)
    for word in re.finditer(r"[ \u00a0]([a-z-]+)", point[1], re.IGNORECASE):
        parts = [lexicon().numbers.get(part) for part in word[1].lower().split("-")]
        if not all(part and part[0] in "uet" for part in parts):
            break
        digits += str(int(sum(part[1] for part in parts if part)))
        end = point.start(1) + word.end()
    return (end, float("0." + digits)) if digits else None


def _numerator(word: str) -> float:
    if word.lower() in ("a", "an"):
        return 1.0
    if word.isascii() and word.isdigit():
        return float(word)
    return sum(lexicon().numbers[part][1] for part in word.lower().split("-"))


def _with_fraction(text: str, numeral: Numeral, match: re.Match[str]) -> Numeral:
    """A fraction added: of the last scale where the numeral ends in one ("a million and a half")."""
    assert numeral.value is not None
    bottom, plural = _bottom(match)
    top = _numerator(match["top"])
    if plural == (top == 1):
        return numeral
    fraction = top / bottom
    tail = scale_tail().match(text, match.end())
    if tail and tail["word"] and not tail["of"]:
        scale = lexicon().numbers[tail["word"].lower()][1]
        whole = numeral.value if numeral.scale > scale else numeral.value * scale
        value, end = whole + fraction * scale, tail.end()
        return numeral._replace(end=end, value=value, scale=scale, mantissa=value / scale)
    unit = numeral.scale if numeral.make == SCALE else 1.0
    value = numeral.value + fraction * unit
    return numeral._replace(end=match.end(), value=value, mantissa=value / numeral.scale)


def _denominated(text: str, numeral: Numeral, match: re.Match[str]) -> Numeral:
    """The numeral as a numerator: "two thirds", "one-eighth", "six million and two thirds"."""
    assert numeral.value is not None
    bottom, plural = _bottom(match)
    if (
        re.match(r"[ -](?:final|back|master|century)", text[match.end() : match.end() + 8])
        or numeral.form != "words"
    ):
        return numeral
    head, top, unit = _parted(text, numeral)
    if head and top >= bottom:
        head, top, unit = 0.0, numeral.value, 1.0
    if numeral.make == TEN and not match["ten"] and not plural:
        return numeral
    if (
        numeral.make == TEN
        and not head
        and match["sep"] is None
        and top > (ten := top % 100)
        and " and " not in text[numeral.start : numeral.end]
    ):
        top, bottom = top - ten, ten + bottom  # "one hundred thirty-fifths"
    if bottom == 4 and top > 3 and (match["part"] or "").lower() == "quarters":  # coins, terms
        return numeral
    if plural == (top == 1) or bottom >= 1e6 or (bottom == 2 and top == 2):
        return numeral
    ratio = Numeral(
        numeral.start,
        match.end(),
        head + top / bottom * unit,
        "words" if head else "ratio",
        mantissa=head + top / bottom,
    )
    return (
        ratio
        if head and unit > 1 and not _small_scale(text, match.end())
        else _scaled_fraction(text, ratio, head, top / bottom)
    )


def _parted(text: str, numeral: Numeral) -> tuple[float, float, float]:
    """A numeral before a denominator as whole, numerator, and the scale that the fraction is of.

    "one hundred and three quarters" is 100 and 3 quarters; "six million and two thirds" is of a million.
    """
    assert numeral.value is not None
    cut = text.rfind(" and ", numeral.start, numeral.end)
    if cut < 0:
        return 0.0, numeral.value, 1.0
    whole, rest = words_at(text[:cut], numeral.start), words_at(text, cut + 5)
    if whole is None or rest is None or whole.value is None or rest.value is None or rest.end != numeral.end:
        return 0.0, numeral.value, 1.0
    return whole.value, rest.value, whole.scale if whole.make == SCALE else 1.0


def _small_scale(text: str, end: int) -> re.Match[str] | None:
    match = scale_tail().match(text, end)
    return match if match and match["word"] and not match["of"] else None


def _scaled_fraction(text: str, ratio: Numeral, head: float, part: float) -> Numeral:
    """The fraction with a scale of its own behind it: "one billion and three quarters million"."""
    scale = _small_scale(text, ratio.end)
    if head and scale:
        value = head + part * lexicon().numbers[scale["word"].lower()][1]
        return ratio._replace(end=scale.end(), value=value, mantissa=value)
    return ratio if head else scaled(text, ratio)
