"""Numerals: digits with every grouping and scale, number words, vague plurals, fractions.

`numerals_at(text, start)` reads the one numeral that begins there; what surrounds it is others' work.
"""

from __future__ import annotations

import math
import re
from functools import cache
from typing import NamedTuple

from nkreport.quantities.lexicon import HUNDRED, PACK, SCALE, TEN, UNIT, alternatives, cased, lexicon

LONGEST = 24        # digits of a number that anybody counts with; longer runs are keys and codes
MOST_WORDS = 16     # words of one numeral; the longest sensible one has about a dozen

GAP = r"[ \t\u00a0\u2009\u202f]"
GLYPHS = {"½": 1 / 2, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 1 / 4, "¾": 3 / 4, "⅕": 1 / 5, "⅖": 2 / 5, "⅗": 3 / 5, "⅘": 4 / 5,
          "⅙": 1 / 6, "⅚": 5 / 6, "⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8, "⅞": 7 / 8}

# 1,500 · 12,34,567.89 · 12 000 · 1'500 · 1.111.111 · 1.111,11 · 1,3 · 1500.25
DIGITS = re.compile(
    r"(?P<comma>[0-9]{1,3}(?:,[0-9]{3}){1,7}(?![0-9]|,[0-9])(?:\.[0-9]{1,12}(?![0-9]))?)"
    r"|(?P<indian>[0-9]{1,2}(?:,[0-9]{2}){1,5},[0-9]{3}(?![0-9]|,[0-9])(?:\.[0-9]{1,12}(?![0-9]))?)"
    r"|(?P<space>[0-9]{1,3}(?:(?P<sep>[ \u00a0\u2009\u202f'’])[0-9]{3}(?:(?P=sep)[0-9]{3}){0,5})(?![0-9]|[ -]?mm\b)"
    r"(?:[.,][0-9]{1,4}(?![0-9]))?)"
    r"|(?P<dots>[0-9]{1,3}(?:(?:\.[0-9]{3}){2,6}(?![0-9.])|(?:\.[0-9]{3}){1,6},[0-9]{1,2}(?![0-9])))"
    r"|(?P<decimal>(?<![0-9],)[0-9]{1,9},[0-9]{1,2}(?![0-9,]))"
    r"|(?P<plain>[0-9]{1,24}(?:\.[0-9]{1,12})?(?![0-9]))"
)
NOT_DIGIT = re.compile(r"[^0-9.]")
EXPONENT = re.compile(r"[eE](?P<e>[-−+]?[0-9]{1,3})\b|\s?[x×·]\s?10\^?(?P<x>[-−+]{0,2}[0-9]{1,3})\b"
                      r"|\s?[x×]\s?(?P<base>[0-9]{1,3})\^(?P<power>[-−+]{0,2}[0-9]{1,3})\b|\^(?P<p>[-−+]{0,2}[0-9]{1,3})\b")
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


@cache
def word_token() -> re.Pattern[str]:
    """One more word of a numeral: `-two`, ` and thirty`, `, two hundred`, ` 300`."""
    words = alternatives(cased(lexicon().numbers))
    return re.compile(
        r"(?P<sep>" + GAP + r"{0,3}[-‑]" + GAP + r"?|" + GAP + r"{1,3}|" + GAP + r"?\n|"
        r"(?P<and>" + GAP + r"{1,3}(?:and|&|AND)" + GAP + r"{1,3}|-and-)|(?P<comma>," + GAP + r"))?"
        r"(?:(?P<word>" + words + r")(?![A-Za-z0-9])|(?P<digits>[0-9]{1,3}(?:\.[0-9]{1,3})?)(?![0-9A-Za-z.,:%/]*[0-9A-Za-z%/]))"
    )


@cache
def fraction_tail() -> re.Pattern[str]:
    """What makes a fraction of, or adds one to, the numeral before it: ` and a half`, `-thirds`, ` point five`."""
    numerators = alternatives([w for w, (kind, _) in lexicon().numbers.items() if kind in "uet"])
    parts = alternatives(lexicon().fractions)
    tens = alternatives([w for w, (kind, _) in lexicon().numbers.items() if kind == "t"])
    ends = alternatives([end + s for end in lexicon().ordinals for s in ("", "s")])
    return re.compile(
        r"(?:(?P<sep>" + GAP + r"{1,3}(?:and|&)" + GAP + r"{1,3}|-and-)(?P<top>an?|[0-9]{1,2}|(?:(?:" + tens + ")-)?" + numerators + r")"
        r"(?:" + GAP + r"{1,3}|" + GAP + r"?-" + GAP + r"?)|" + GAP + r"{1,3}|" + GAP + r"?-" + GAP + r"?)"
        r"(?:(?P<ten>" + tens + r")[- ](?P<compound>" + parts + "|" + ends + r")|(?P<part>" + parts + r"))(?![A-Za-z0-9])",
        re.IGNORECASE)


POINT = re.compile(GAP + r"point((?:" + GAP + r"[a-z-]{2,13}){1,8})", re.IGNORECASE)


@cache
def scale_tail() -> re.Pattern[str]:
    """A scale after a number: ` million`, `-hundred`, `bn`; after a fraction also ` of a million`."""
    words = alternatives(cased([w for w, (kind, _) in lexicon().numbers.items() if kind in "hsp"]))
    close, apart = (alternatives(table) for table in (lexicon().close, lexicon().apart))
    return re.compile(
        r"(?:" + GAP + r"{0,3}[-‑]?" + GAP + r"?\n?|(?P<of>" + GAP + r"{1,2}(?:of" + GAP + r"(?:an?|one)|an?)" + GAP + r"{1,3}))"
        r"(?P<word>" + words + r")(?![A-Za-z0-9])"
        r"|(?P<close>" + close + r")(?![A-Za-z0-9²³^])|" + GAP + r"{1,3}(?P<apart>" + apart + r")(?![A-Za-z0-9²³^/'’])")


def to_float(digits: str) -> float | None:
    """The number of an ASCII string of digits, or None where no finite float holds it."""
    try:
        value = float(digits)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def digits_at(text: str, start: int) -> Numeral | None:
    """The numeral in digits that starts here, its scale and exponent included; None for codes.

    >>> digits_at("1.3million-strong", 0).value
    1300000.0
    """
    match = DIGITS.match(text, start)
    if match is None:
        return None
    value = _digits_value(match)
    if value is None:
        return None
    numeral = Numeral(start, match.end(), value, "digits", mantissa=value, make=str(match.lastgroup))
    return _scaled(text, _fractioned(text, numeral))


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
    following = text[numeral.end:numeral.end + 1]
    if not following or following not in SPECIAL:
        return numeral
    if following in "eE^x×·" or following in GAP and text[numeral.end + 1:numeral.end + 2] in ("x", "×", "·"):
        return _with_power(text, numeral)
    if following == "/" or following in GAP and "/" in text[numeral.end:numeral.end + 5]:
        slash = SLASH.match(text, numeral.end)
        if slash and (value := _slashed(numeral.value, slash)) is not None:
            return numeral._replace(end=slash.end(), value=value, mantissa=value, make="slash",
                           form="digits" if slash[1] else "ratio")
    if (glyph := GLYPH.match(text, numeral.end)) and numeral.value == int(numeral.value):
        value = numeral.value + GLYPHS[glyph[1]]
        return numeral._replace(end=glyph.end(), value=value, mantissa=value)
    return numeral


SPECIAL = frozenset("eE^x×·/ \t\u00a0\u2009\u202f" + "".join(GLYPHS))


def _with_power(text: str, numeral: Numeral) -> Numeral:
    power = EXPONENT.match(text, numeral.end)
    value = _raised(numeral.value, power) if power and numeral.value is not None else None
    return numeral if power is None or value is None else numeral._replace(end=power.end(), value=value, make="power")


def _slashed(value: float, slash: re.Match[str]) -> float | None:
    """1/2 and 2 1/2, but not 24/7, 9/11 or 5/17."""
    bottom = int(slash[2])
    top = int(slash[1]) if slash[1] else value
    if not 0 < top < bottom or top != int(top) or (top, bottom) == (9, 11) or bottom in (7, 15) and top > 9:
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
            raised = float(f"{value!r}e{exponent('e' if power['e'] else 'x')}")
    except (OverflowError, ZeroDivisionError):
        return None
    return raised if isinstance(raised, float) and math.isfinite(raised) else None


def _scaled(text: str, numeral: Numeral) -> Numeral:
    """The numeral with the scale words that follow it: `1.5m`, `15-hundred`, `4 thousand 3 hundred and 21`."""
    match = scale_tail().match(text, numeral.end)
    if match is None or match["of"] and numeral.form != "ratio":
        return numeral
    assert numeral.value is not None
    if match["word"]:
        if numeral.make == "plain" and (mixed := words_at(text, numeral.start)) and mixed.end >= match.end():
            return _fraction_after(text, mixed)
        scale = lexicon().numbers[match["word"].lower()][1]
    elif match["close"]:
        scale = lexicon().close[match["close"]]
        if match["close"] == "G" and numeral.value < 7:     # 5G is a network
            return numeral
    else:
        scale = lexicon().apart[match["apart"]]
    value = numeral.value * scale
    if not math.isfinite(value):
        return numeral
    return numeral._replace(end=match.end(), value=value, mantissa=numeral.value, scale=scale,
                   form="words" if numeral.form == "ratio" and numeral.make not in ("slash", "glyph") else "digits")


def words_at(text: str, start: int) -> Numeral | None:
    """The numeral in words that starts here, mixed with digits where they are: `3 hundred and 21`.

    >>> words_at("two hundred and two thousand men", 0).value
    202000.0
    >>> words_at("three hundred and two hundred", 0).value
    300.0
    """
    reader = _WordReader(text, start)
    return reader.read()


class _WordReader:
    """Adds up one numeral word by word; `safe` is the state before the last "and", to fall back upon."""

    __slots__ = ("chunk", "end", "floor", "hundred", "last", "pieces", "safe", "scale", "start", "text", "total")

    def __init__(self, text: str, start: int) -> None:
        self.text, self.start, self.end = text, start, start
        self.total = 0.0
        self.chunk: float | None = None
        self.floor = math.inf
        self.hundred = False
        self.last = ""
        self.scale = 1.0
        self.pieces = 0
        self.safe: tuple[int, float] | None = None

    def value(self) -> float:
        return self.total + (self.chunk or 0.0)

    def read(self) -> Numeral | None:
        token = word_token()
        for _ in range(MOST_WORDS):
            match = token.match(self.text, self.end)
            if match is None or not self._may_join(match):
                break
            if match["and"] or match["comma"]:
                self.safe = (self.end, self.value())
            if not self._add(match):
                break
            self.end = match.end()
            if self.last == PACK:
                break
        if self.end == self.start:
            return None
        simple = self.pieces == 1 and self.chunk is None or self.total == 0 and self.last == HUNDRED
        value = self.value()
        form = "digits" if self.text[self.start].isdigit() else "words"
        return Numeral(self.start, self.end, value, form, scale=self.scale if simple else 1.0,
                       mantissa=value / self.scale if simple else value, make=self.last)

    def _may_join(self, match: re.Match[str]) -> bool:
        """Whether what stands between this word and the ones before can stand inside a numeral."""
        if not self.last:
            return not match["sep"]
        if not match["sep"]:
            return False
        if match["and"]:
            return self.last in (HUNDRED, SCALE)
        if match["comma"]:
            return self.last == SCALE and _hundred_follows(self.text, match.start("word") if match["word"] else match.end())
        return True

    def _add(self, match: re.Match[str]) -> bool:
        if match["digits"]:
            kind, value = "d", float(match["digits"])
        else:
            kind, value = lexicon().numbers[match["word"].lower()]
        if kind == HUNDRED:
            return self._hundred()
        if kind == SCALE:
            return self._scale(value)
        if kind == PACK:
            return self._pack(value)
        return self._small(kind, value)

    def _small(self, kind: str, value: float) -> bool:
        if self.chunk is None:
            if value >= self.floor or kind == "d" and self.last == "d":
                return False
            self.chunk = value
        elif self.last == TEN and kind == UNIT and value > 0 or self.last == HUNDRED and 0 < value < 100:
            self.chunk += value
        else:
            return False
        self.last = kind
        return True

    def _hundred(self) -> bool:
        if self.hundred:
            return self._fall_back()
        if self.chunk is None:
            if self.last:
                return False
            self.chunk = 1.0
        self.chunk *= 100
        self.hundred, self.last, self.scale = True, HUNDRED, 100.0
        return True

    def _scale(self, value: float) -> bool:
        if self.chunk is None and self.last == SCALE and self.pieces == 1:
            self.total *= value             # "three lakh crore", "a thousand million"
            self.scale *= value
        elif self.chunk is None and self.last:
            return False
        elif value < self.floor:
            self.total += (1.0 if self.chunk is None else self.chunk) * value
            self.pieces += 1
            self.scale = value
        else:
            return self._fall_back()
        self.chunk, self.floor, self.hundred, self.last = None, value, False, SCALE
        return True

    def _pack(self, value: float) -> bool:
        if self.chunk is None and self.last:
            return False
        apart = self.safe[1] - self.total if self.safe and self.hundred else 0.0
        self.total += apart + ((1.0 if self.chunk is None else self.chunk) - apart) * value
        self.chunk, self.last, self.scale = None, PACK, value
        self.pieces += 1
        return True

    def _fall_back(self) -> bool:
        """Give back what followed the last "and": it began another numeral."""
        if self.safe:
            self.end, self.total = self.safe
            self.chunk, self.safe = None, None
            self.pieces = 2
        return False


def _hundred_follows(text: str, start: int) -> bool:
    return bool(re.match(r"(?:[A-Za-z]{3,9}|[0-9]{1,2})[ -]hundred", text[start:start + 24]))


def _fraction_after(text: str, numeral: Numeral) -> Numeral:
    """The numeral with a fraction in words behind it: `two thirds`, `three and a half`, `a million and a half`."""
    if numeral.value is None:
        return numeral
    if (point := POINT.match(text, numeral.end)) and (decimal := _decimals(point)):
        end, places = decimal
        numeral = numeral._replace(end=end, value=numeral.value + places, mantissa=numeral.value + places)
        return _scaled(text, numeral)
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
    """Where the words after "point" end, and what they are worth: "zero three" is 0.03, "seventy-one" 0.71."""
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
    if re.match(r"[ -](?:final|back|master|century)", text[match.end():match.end() + 8]) or numeral.form != "words":
        return numeral
    head, top, unit = _parted(text, numeral)
    if head and top >= bottom:
        head, top, unit = 0.0, numeral.value, 1.0
    if numeral.make == TEN and not match["ten"] and not plural:
        return numeral
    if numeral.make == TEN and not head and match["sep"] is None and top > (ten := top % 100) and " and " not in text[numeral.start:numeral.end]:
        top, bottom = top - ten, ten + bottom       # "one hundred thirty-fifths"
    if plural == (top == 1) or bottom >= 1e6 or bottom == 2 and top == 2:
        return numeral
    ratio = Numeral(numeral.start, match.end(), head + top / bottom * unit, "words" if head else "ratio", mantissa=head + top / bottom)
    return ratio if head and unit > 1 and not _small_scale(text, match.end()) else _scaled_fraction(text, ratio, head, top / bottom)


def _parted(text: str, numeral: Numeral) -> tuple[float, float, float]:
    """A numeral before a denominator as whole, numerator, and the scale that the fraction is of.

    "one hundred and three quarters" is 100 and 3 quarters; "six million and two thirds" 2 thirds of a million more.
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
    return ratio if head else _scaled(text, ratio)


ARTICLE = re.compile(r"(?i:\b(half" + GAP + r"{1,3}an?|an?|half|quarter)[ \u00a0\t-]{1,3})\Z")


def article_before(text: str, start: int) -> re.Match[str] | None:
    """An article that is part of the numeral: the `a` of "a hundred", the `half a` of "half a dozen"."""
    window = max(0, start - 12)
    return ARTICLE.search(text[window:start])


def word_numeral(text: str, start: int) -> Numeral | None:
    """The numeral in words at a number word, its article, fraction and scale included; vague ones too.

    >>> word_numeral("half a million", 7)
    Numeral(start=0, end=14, value=500000.0, form='words', low=None, scale=1000000.0, mantissa=0.5, make='s')
    """
    word = WORD.match(text, start)
    if word is None:
        return None
    lower = word.group().lower()
    lex = lexicon()
    if lower in lex.vague_plurals or lower == "tens":
        return _vague_plural(text, start, lower)
    if lower in lex.few:
        return _few(text, start, lower)
    if lower in lex.pairs:
        return _pair(text, start, word.end(), lower)
    if lower in lex.fractions:
        return _bare_fraction(text, start, word.end(), lower)
    numeral = words_at(text, start)
    if numeral is None:
        return None
    numeral = _with_article(text, _fraction_after(text, numeral))
    return _fraction_after(text, numeral) if numeral.start < start and numeral.form == "words" else numeral


WORD = re.compile(r"[A-Za-z]+")


ARTICLED = "hHtTmMbBdDlLcCqQ"
ARTICLED_WORD = re.compile(r"(?i:hundred|thousand|million|billion|trillion|dozen|lakh|crore|quadrillion)")


def _with_article(text: str, numeral: Numeral) -> Numeral:
    """The numeral with its article in front, where it is one that takes an article."""
    if numeral.value is None or numeral.form != "words":
        return numeral
    if text[numeral.start:numeral.start + 1] not in ARTICLED or not ARTICLED_WORD.match(text, numeral.start):
        return numeral
    article = article_before(text, numeral.start)
    if article is None:
        return numeral
    start = numeral.start - (len(article.group()))
    word = article[1].lower()
    if word in ("a", "an"):
        return numeral._replace(start=start)
    part = 0.25 if word == "quarter" else 0.5
    if word == "quarter" and (outer := re.search(r"(?i:\ban?[ -])\Z", text[max(0, start - 3):start])):
        start -= len(outer.group())
    value = numeral.value * part
    return numeral._replace(start=start, value=value, mantissa=(numeral.mantissa or 1.0) * part)


VAGUE_OF = re.compile(GAP + r"{1,3}(?:of|or)" + GAP + r"{1,3}([A-Za-z]{4,9})")


def _vague_plural(text: str, start: int, word: str) -> Numeral | None:
    """`hundreds`, `tens of thousands`: twice the unit as a floor."""
    lex = lexicon()
    end = start + len(word)
    of = VAGUE_OF.match(text, end)
    if of and of.group().split()[0] == "of" and word in lex.vague_heads and of[1].lower() in lex.vague_plurals:
        second = of[1].lower()
        if second in ("hundreds", "thousands", "millions", "billions", "trillions", "lakhs", "crores"):
            return Numeral(start, of.end(), None, "vague", low=lex.vague_heads[word] * lex.vague_plurals[second] / 2)
    if word == "tens":
        return None
    return Numeral(start, end, None, "vague", low=lex.vague_plurals[word])


FEW_BEFORE = re.compile(r"(?i:\b(?:a|an|some|the|last|past|next|first|every|just|in|these|those|quite|good)" + GAP + r"{1,2})\Z")
FEW_SCALE = re.compile(r"(?:" + GAP + r"{1,2}(?:of" + GAP + r"{1,2})?|-)([A-Za-z]{4,9})(?:[ -]([A-Za-z]{4,9}))?")


def _few(text: str, start: int, word: str) -> Numeral | None:
    """`several thousand`, `a few hundred`, `a couple of dozen`, and the words for a few by themselves."""
    lex = lexicon()
    times, end = lex.few[word], start + len(word)
    head = FEW_BEFORE.search(text[max(0, start - 10):start])
    article = head is not None and head.group().split()[0].lower() in ("a", "an")
    begin = start - len(head.group()) if head is not None and article else start
    scale = FEW_SCALE.match(text, end)
    unit = lex.numbers.get(scale[1].lower()) if scale else None
    if scale and unit and unit[0] in (HUNDRED, SCALE, PACK):
        low, end = times * unit[1], scale.end(1)
        more = lex.numbers.get(scale[2].lower()) if scale[2] else None
        if more and more[0] == SCALE and more[1] > unit[1]:
            low, end = low * more[1], scale.end(2)
        return Numeral(begin, end, None, "vague", low=low)
    if word in ("handful", "couple") and not (article and text[end:end + 4] == " of "):
        return None
    if word == "few" and not article:
        return None
    if scale and scale[1].lower() in lex.sets["few_not_before"]:
        return None
    return Numeral(begin, end, None, "few", low=times)


def _pair(text: str, start: int, end: int, word: str) -> Numeral | None:
    """`a pair of`: two, exactly."""
    if text[end:end + 4] != " of " or text[max(0, start - 2):start].lower() != "a ":
        return None
    return Numeral(start - 2, end, lexicon().pairs[word], "words", mantissa=2.0)


HALF_OF = re.compile(GAP + r"{1,2}(?:of|the|its|their|his|her|our|your|my|a|an|that|those|all|people)\b")


def _bare_fraction(text: str, start: int, end: int, word: str) -> Numeral | None:
    """`half of`, `a third of`, `a hundredth`: fractions with an article or with nothing before them."""
    lex = lexicon()
    article = article_before(text, start)
    value = 1 / lex.fractions[word]
    begin = start
    if article is not None and text[max(0, start - len(article.group()) - 4):start - len(article.group())] == "and ":
        return None
    if article is not None and article[1].lower() in ("a", "an"):
        begin = start - len(article.group())
    elif word != "half" and not (article is None and word == "quarter" and scale_tail().match(text, end)):
        return None
    if word.endswith("s") or word == "halves":
        return None
    numeral = Numeral(begin, end, value, "ratio", mantissa=value)
    scaled = _scaled(text, numeral)
    if scaled.end > end:
        return scaled
    compound = re.match(r"[-‑][A-Za-z]", text[end:end + 2])
    if compound or word == "half" and begin == start and not (HALF_OF.match(text, end) or end == len(text)):
        return None if compound or not _fraction_bounded(text, begin) else numeral
    if begin < start and not re.match(r"\s*(?:of\b|[.,;:!?)\"”]|\Z)|\s(?:mile|hour|inch|million|century)", text[end:end + 9]):
        return None
    return numeral


def _fraction_bounded(text: str, start: int) -> bool:
    """Whether a bound stands before a bare "half": "more than half", "nearly half"."""
    before = text[max(0, start - 16):start].rstrip().lower()
    return before.endswith(("than", "nearly", "almost", "about", "around", "roughly", "over", "under", "least", "by", "some", "approximately", "below", "above"))
