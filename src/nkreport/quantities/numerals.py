"""Numbers in digits with every grouping, fraction and exponent."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import NamedTuple

LONGEST = 24  # digits of a number that anybody counts with; longer runs are keys and codes


GAP = r"[ \t\u00a0\u2009\u202f]"


GLYPHS = {
    "½": 1 / 2,
    "⅓": 1 / 3,
    "⅔": 2 / 3,
    "¼": 1 / 4,
    "¾": 3 / 4,
    "⅕": 1 / 5,
    "⅖": 2 / 5,
    "⅗": 3 / 5,
    "⅘": 4 / 5,
    "⅙": 1 / 6,
    "⅚": 5 / 6,
    "⅛": 1 / 8,
    "⅜": 3 / 8,
    "⅝": 5 / 8,
    "⅞": 7 / 8,
}


# 1,500 · 12,34,567.89 · 12 000 · 1'500 · 1.111.111 · 1.111,11 · 1,3 · 1500.25
DIGITS = re.compile(
    r"(?P<comma>[0-9]{1,3}(?:,[0-9]{3}){1,7}(?![0-9]|,[0-9])(?:\.[0-9]{1,12}(?![0-9]))?)"
    r"|(?P<indian>[0-9]{1,2}(?:,[0-9]{2}){1,5},[0-9]{3}(?![0-9]|,[0-9])(?:\.[0-9]{1,12}(?![0-9]))?)"
    r"|(?P<space>[0-9]{1,3}(?:(?P<sep>[ \u00a0\u2009\u202f'’])[0-9]{3}(?:(?P=sep)[0-9]{3}){0,5})"
    r"(?![0-9]|[ -]?mm\b)"
    r"(?:[.,][0-9]{1,4}(?![0-9]))?)"
    r"|(?P<dots>[0-9]{1,3}(?:(?:\.[0-9]{3}){2,6}(?![0-9.])|(?:\.[0-9]{3}){1,6},[0-9]{1,2}(?![0-9])))"
    r"|(?P<decimal>(?<![0-9],)[0-9]{1,9},[0-9]{1,2}(?![0-9,]))"
    r"|(?P<plain>[0-9]{1,24}(?:\.[0-9]{1,12})?(?![0-9]))"
)


NOT_DIGIT = re.compile(r"[^0-9.]")


EXPONENT = re.compile(
    r"[eE](?P<e>[-−+]?[0-9]{1,3})\b|\s?[x×·]\s?10\^?(?P<x>[-−+]{0,2}[0-9]{1,3})\b"
    r"|\s?[x×]\s?(?P<base>[0-9]{1,3})\^(?P<power>[-−+]{0,2}[0-9]{1,3})\b|\^(?P<p>[-−+]{0,2}[0-9]{1,3})\b"
)


SLASH = re.compile(r"(?:(?<=[0-9])" + GAP + r"{1,2}([0-9]{1,2}))?/([0-9]{1,3})(?![0-9/]|,[0-9]|\.[0-9])")


GLYPH = re.compile(GAP + r"?([" + "".join(GLYPHS) + "])")


class Numeral(NamedTuple):
    """A numeral as it stands: its span, its value (None where vague, with `low` in its place), its make.

    `scale` is the last scale word's worth (1e6 in "eight million"), `mantissa` what stood before it;
    `form` is digits, words, vague, few or ratio.
    """

    start: int
    end: int
    value: float | None
    form: str
    low: float | None = None
    scale: float = 1.0
    mantissa: float | None = None
    make: str = ""


def to_float(digits: str) -> float | None:
    """The number of an ASCII string of digits, or None where no finite float holds it."""
    try:
        value = float(digits)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def bare_digits(text: str, start: int) -> Numeral | None:
    """The numeral in digits that starts here with its fraction or exponent; None for codes.

    >>> bare_digits("12\u202f000 carts", 0).value
    12000.0
    """
    match = DIGITS.match(text, start)
    value = _digits_value(match) if match else None
    if match is None or value is None:
        return None
    return _fractioned(
        text, Numeral(start, match.end(), value, "digits", mantissa=value, make=str(match.lastgroup))
    )


def _digits_value(match: re.Match[str]) -> float | None:
    make, printed = match.lastgroup, match.group()
    if make == "plain":
        return to_float(printed)
    if make in ("comma", "indian"):
        return to_float(printed.replace(",", ""))
    if make == "decimal":
        return to_float(printed.replace(",", "."))
    if make == "dots":
        return to_float(printed.replace(".", "").replace(",", "."))
    whole, *rest = re.split(r"[.,]", printed)
    return to_float(NOT_DIGIT.sub("", whole) + ("." + rest[0] if rest else ""))


def _fractioned(text: str, numeral: Numeral) -> Numeral:
    """The numeral with an exponent, a fraction in digits or a fraction sign that follows it."""
    assert numeral.value is not None
    following = text[numeral.end : numeral.end + 1]
    if not following or following not in SPECIAL:
        return numeral
    if following in "eE^x×·" or (
        following in GAP and text[numeral.end + 1 : numeral.end + 2] in ("x", "×", "·")
    ):
        return _with_power(text, numeral)
    if following == "/" or (following in GAP and "/" in text[numeral.end : numeral.end + 5]):
        slash = SLASH.match(text, numeral.end)
        if slash and (value := _slashed(numeral.value, slash)) is not None:
            return numeral._replace(
                end=slash.end(),
                value=value,
                mantissa=value,
                make="slash",
                form="digits" if slash[1] else "ratio",
            )
    if (glyph := GLYPH.match(text, numeral.end)) and numeral.value == int(numeral.value):
        value = numeral.value + GLYPHS[glyph[1]]
        return numeral._replace(end=glyph.end(), value=value, mantissa=value)
    return numeral


SPECIAL = frozenset("eE^x×·/ \t\u00a0\u2009\u202f" + "".join(GLYPHS))


def _with_power(text: str, numeral: Numeral) -> Numeral:
    power = EXPONENT.match(text, numeral.end)
    value = _raised(numeral.value, power) if power and numeral.value is not None else None
    return (
        numeral
        if power is None or value is None
        else numeral._replace(end=power.end(), value=value, make="power")
    )


def _slashed(value: float, slash: re.Match[str]) -> float | None:
    """1/2 and 2 1/2, but not 24/7, 9/11 or 5/17."""
    bottom = int(slash[2])
    top = int(slash[1]) if slash[1] else value
    if not 0 < top < bottom or top != int(top) or (top, bottom) == (9, 11) or (bottom in (7, 15) and top > 9):
        return None
    return value + top / bottom if slash[1] else top / bottom


def _raised(value: float, power: re.Match[str]) -> float | None:
    def exponent(name: str) -> int:
        printed = power[name].replace("−", "-").replace("+", "")
        return int(printed.replace("--", ""))

    try:
        if power["p"]:
            raised = value ** exponent("p")
        elif power["base"]:
            raised = value * float(power["base"]) ** exponent("power")
        else:
            # Exact, as printed; Python itself may print the value with an exponent (1.1e-09).
            raised = float(Decimal(repr(value)).scaleb(exponent("e" if power["e"] else "x")))
    except (OverflowError, ZeroDivisionError):
        return None
    return raised if isinstance(raised, float) and math.isfinite(raised) else None
