"""A numeral with its sign, and with the currency or unit that stands beside it."""

from __future__ import annotations

from typing import NamedTuple

from nkreport.quantities import outside, units
from nkreport.quantities.numerals import Numeral

MINUS = "-−"


class Amount(NamedTuple):
    """A numeral with its currency or unit, without its bounds; `end` is the end of its unit's word."""

    numeral: Numeral
    start: int
    stop: int
    end: int
    unit: str | None = None
    dimension: str = "count"
    rule: str = ""
    sign: bool = False

    @property
    def value(self) -> float:
        return self.numeral.value if self.numeral.value is not None else self.numeral.low or 0.0


def amount_of(text: str, numeral: Numeral, floor: int = 0) -> Amount:
    """The numeral with its sign and the currency before it or the unit after it, none from before `floor`."""
    start, unsigned = numeral.start, numeral
    start, numeral, negative = _sign(text, numeral)
    if start < floor:
        start, numeral, negative = unsigned.start, unsigned, False
    money = units.money_before(text, start) if numeral.form != "ratio" else None
    if money is None and negative:
        money = units.money_before(text, start + 1)
    if money is not None and money[0] >= floor:
        begin = money[0]
        if (
            begin > floor
            and text[begin - 1] in MINUS
            and not negative
            and text[max(0, begin - 2) : begin - 1] in (" ", "(", "")
        ):
            begin, numeral = begin - 1, negated(numeral)
        return Amount(
            numeral, min(begin, start), numeral.end, numeral.end, money[1], "money", "money-before", True
        )
    measured = units.unit_after(text, numeral)
    if measured is None and numeral.value is None and text.startswith(" of ", numeral.end):
        measured = units.unit_after(text, numeral._replace(end=numeral.end + 3))  # "billions of dollars"
    if measured is None:
        return Amount(numeral, start, numeral.end, numeral.end)
    unit = measured.unit
    if unit.name == "pound" and units.pounds_are_money(text, numeral, measured.end):
        return Amount(numeral, start, measured.end, measured.end, "GBP", "money", "money-after")
    if unit is units.METRE and measured.end == numeral.end and numeral.scale == 1e6:
        numeral = numeral._replace(value=numeral.mantissa, scale=1.0)
        return Amount(numeral, start, measured.end - 1, measured.end, unit.name, unit.dimension, unit.rule)
    stop = measured.end if unit.dimension == "money" else numeral.end
    return Amount(numeral, start, stop, measured.end, unit.name, unit.dimension, unit.rule)


def _sign(text: str, numeral: Numeral) -> tuple[int, Numeral, bool]:
    """The numeral made negative where a minus stands right before it; its start with the minus."""
    start = numeral.start
    before = text[start - 1 : start]
    if before and before in MINUS and numeral.form in ("digits", "ratio"):
        second = text[start - 2 : start - 1]
        if not second or (
            second in " (<>=\u00a0\n$€£^~" and not text[max(0, start - 4) : start - 2].rstrip()[-1:].isdigit()
        ):
            return start - 1, negated(numeral), True
    if (
        before == " "
        and text[start - 3 : start - 1] in ("us", "ve")
        and (word := outside.word_before(text, start))
        and word.lower() in ("minus", "negative")
    ):
        return start - len(word) - 1, negated(numeral), True
    return start, numeral, False


def negated(numeral: Numeral) -> Numeral:
    value = None if numeral.value is None else -numeral.value
    return numeral._replace(value=value, mantissa=None if numeral.mantissa is None else -numeral.mantissa)
