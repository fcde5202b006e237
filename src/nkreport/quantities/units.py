"""Currencies before and after a number, and the units that make it something other than a count."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from nkreport.quantities.lexicon import Unit, alternatives, cased, lexicon
from nkreport.quantities.numerals import GAP, Numeral
from nkreport.quantities.outside import currency_ends

METRE = Unit("metre", "length", "unit-length")
CALIBRE = Unit("millimetre", "calibre", "unit-calibre")


@dataclass(frozen=True, slots=True)
class Measured:
    """The unit found after a number, and where its word ends."""

    unit: Unit
    end: int
    hyphen: bool


@cache
def _spellings() -> dict[str, Unit]:
    """Every spelling, with capitals where it is a word, to its unit."""
    table: dict[str, Unit] = {}
    for spelling, unit in lexicon().units.items():
        forms = cased([spelling]) if len(spelling) > 3 and spelling.islower() else [spelling]
        table |= {form: unit for form in forms if form not in table}
    return table


@cache
def unit_pattern() -> re.Pattern[str]:
    """A unit directly after a number: `km`, ` per cent`, `-day`, ` Canadian dollars`."""
    money = [form for form, unit in _spellings().items() if unit.dimension == "money" and form[:1].islower()]
    return re.compile(
        r"(?P<sep>"
        + GAP
        + r"{0,2}|[-‑]|"
        + GAP
        + r"?\n)(?P<article>(?<=[ \u00a0])an?"
        + GAP
        + r")?(?P<unit>"
        + alternatives(_spellings())
        + r")(?![A-Za-z0-9²³])(?![ -]?\^)"
        r"|" + GAP + r"(?:[A-Z][a-z]+" + GAP + r"){1,2}(?P<money>" + alternatives(money) + r")(?![A-Za-z0-9])"
    )


def unit_after(text: str, numeral: Numeral) -> Measured | None:
    """The unit that follows the number, or None where it counts something.

    >>> from nkreport.quantities.fractions import digits_at
    >>> unit_after("30 km away", digits_at("30 km away", 0)).unit.name
    'kilometre'
    """
    match = unit_pattern().match(text, numeral.end)
    if match is None:
        return _metres(text, numeral)
    spelling = match["unit"] or match["money"]
    unit = _spellings()[spelling]
    hyphen = (match["sep"] or "") in ("-", "‑")
    if (match["article"] and numeral.form != "ratio") or not _fits(text, numeral, spelling, hyphen, match):
        return None
    if unit.name == "millimetre" and _is_calibre(text, numeral, match.end(), hyphen):
        unit = CALIBRE
    return Measured(unit, match.end(), hyphen)


def _fits(text: str, numeral: Numeral, spelling: str, hyphen: bool, match: re.Match[str]) -> bool:
    """Whether a spelling that also means something else is the unit here."""
    value = numeral.value or numeral.low or 0.0
    if spelling == "in":
        return bool(
            re.match(
                r" (?:thick|long|wide|high|tall|deep|in diameter)\b|\.?\s*\Z",
                text[match.end() : match.end() + 14],
            )
        )
    if spelling in ("won", "rand"):
        return value >= 50
    if spelling == "second":
        return hyphen
    if spelling == "m" and match["sep"]:
        return not hyphen
    if spelling in ("s", "h", "t", "C", "F", "V", "W", "J", "L", "l", "g", "cal", "pc", "ha", "mi"):
        return (
            numeral.form == "digits" and text[match.end() : match.end() + 1] not in ("'", "’", ".")
        ) or text[match.end() : match.end() + 3].strip() in ("", ".")
    if spelling in ("pound", "pounds"):
        return True
    return True


def _metres(text: str, numeral: Numeral) -> Measured | None:
    """`50m apart`: the letter was read as a million."""
    if not (numeral.scale == 1e6 and text[numeral.end - 1] == "m" and numeral.form == "digits"):
        return None
    after = re.match(r"[ -]?\(?([a-z0-9,]+)", text[numeral.end : numeral.end + 14])
    if after is None:
        return None
    if after[1] in lexicon().sets["metre_cues"] or re.match(
        r"[0-9,]+ ?f", after[1] + " f" if "(" in after.group() else after[1]
    ):
        return Measured(METRE, numeral.end, False)
    return None


def _is_calibre(text: str, numeral: Numeral, end: int, hyphen: bool) -> bool:
    lex = lexicon()
    following = re.findall(r"[A-Za-z-]+", text[end : end + 32])[:3]
    before = re.findall(r"[A-Za-z]+", text[max(0, numeral.start - 28) : numeral.start])[-3:]
    if any(word.lower() in lex.sets["calibre_cues"] for word in following + before):
        return True
    return hyphen and numeral.value in lex.calibres


def money_before(text: str, start: int) -> tuple[int, str] | None:
    """Where the currency before the number starts, and its code."""
    match = currency_ends(text, start)
    if match is None:
        return None
    sign = match.group()[::-1].rstrip(" \u00a0")
    at = start - len(match.group())
    if sign[0].isalpha() and at and text[at - 1].isalpha():
        return None
    return at, lexicon().currencies[sign]


POUNDS_AS_MONEY = re.compile(
    r"fine|cash|prize|pay|cost|worth|price|salary|sterling|budget|debt|bill|wage|loan|grant|tax|fee|spen|charge|earn"
)


def pounds_are_money(text: str, numeral: Numeral, end: int) -> bool:
    """Whether "pounds" are money: with a scale, or beside a word of payment."""
    if text[end : end + 4] == " of " or text[end : end + 9].startswith((" of", "-")):
        return False
    near = text[max(0, numeral.start - 40) : numeral.start].lower() + text[end : end + 12].lower()
    return numeral.scale >= 1e6 or bool(POUNDS_AS_MONEY.search(near))
