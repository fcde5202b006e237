"""Reads the quantities of a text from left to right: numeral, unit, range, bound, counted noun."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from nkreport.quantities import bounds, outside, units
from nkreport.quantities.counted import counted_after, counted_before
from nkreport.quantities.lexicon import Bound, alternatives, cased, lexicon
from nkreport.quantities.numerals import GAP, GLYPHS, NOT_DIGIT, Numeral, digits_at, word_numeral, words_at
from nkreport.records import Quantity, Span

DIGIT_ANCHOR = re.compile("[0-9" + "".join(GLYPHS) + "][0-9]*+")
MINUS = "-−"
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
    """Every quantity of a text in order; the public verb leaves out page furniture."""
    pending: Quantity | None = None
    position = 0
    for start in anchors(text):
        if start < position:
            continue
        found, position = _read(text, start, position)
        for quantity in found:
            if pending is not None:
                merged = _two_bounds(text, pending, quantity)
                if merged is not None:
                    quantity = merged
                else:
                    yield pending
            pending = quantity
    if pending is not None:
        yield pending


class _Amount(NamedTuple):
    """A numeral with its currency or unit, before its bounds are read; `end` is the end of its unit's word."""

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


def _read(text: str, start: int, floor: int) -> tuple[list[Quantity], int]:
    """The quantities that begin with the numeral here (none where it is none), and where to read on."""
    first = text[start]
    if text[start - 2:start] in ("<>", "=>", "=<"):
        return [], start + 1
    if first.isascii() and first.isdigit():
        skipped = outside.skipped_digits(text, start)
        if skipped:
            return [], skipped
        if start and text[start - 1] == "." and not text[max(0, start - 2):start - 1].strip("( <>=-−$€£~"):
            numeral = _leading_point(text, start)
        else:
            numeral = digits_at(text, start)
    elif first in GLYPHS:
        numeral = Numeral(start, start + 1, GLYPHS[first], "ratio", mantissa=GLYPHS[first], make="glyph")
    else:
        if start and text[start - 1] in "-‑'’" and text[start - 2:start - 1].isalnum():
            return [], start + 1
        numeral = word_numeral(text, start)
    if numeral is None or numeral.start < floor:
        return [], max(start + 1, _word_end(text, start))
    return _with_range(text, numeral)


RUN = re.compile(r"[A-Za-z]+|[0-9]++")


def _word_end(text: str, start: int) -> int:
    match = RUN.match(text, start)
    return match.end() if match else start + 1


def _leading_point(text: str, start: int) -> Numeral | None:
    """`.08`, whose point stands before the anchor."""
    numeral = digits_at(text, start)
    if numeral is None or not re.fullmatch(r"[0-9]+", text[start:numeral.end]):
        return None
    value = float("0." + text[start:numeral.end])
    return Numeral(start - 1, numeral.end, value, "digits", mantissa=value, make="decimal")


def _amount(text: str, numeral: Numeral) -> _Amount:
    """The numeral with the currency before it or the unit after it, and its sign."""
    start, numeral, negative = _sign(text, numeral)
    money = units.money_before(text, start) if numeral.form != "ratio" else None
    if money is None and negative:
        money = units.money_before(text, start + 1)
    if money is not None:
        begin = money[0]
        if begin and text[begin - 1] in MINUS and not negative and text[max(0, begin - 2):begin - 1] in (" ", "(", ""):
            begin, numeral = begin - 1, _negated(numeral)
        return _Amount(numeral, min(begin, start), numeral.end, numeral.end, money[1], "money", "money-before", True)
    measured = units.unit_after(text, numeral)
    if measured is None and numeral.value is None and text.startswith(" of ", numeral.end):
        measured = units.unit_after(text, numeral._replace(end=numeral.end + 3))    # "billions of dollars"
    if measured is None:
        return _Amount(numeral, start, numeral.end, numeral.end)
    unit = measured.unit
    if unit.name == "pound" and units.pounds_are_money(text, numeral, measured.end):
        return _Amount(numeral, start, measured.end, measured.end, "GBP", "money", "money-after")
    if unit is units.METRE and measured.end == numeral.end and numeral.scale == 1e6:
        numeral = numeral._replace(value=numeral.mantissa, scale=1.0)
        return _Amount(numeral, start, measured.end - 1, measured.end, unit.name, unit.dimension, unit.rule)
    stop = measured.end if unit.dimension == "money" else numeral.end
    return _Amount(numeral, start, stop, measured.end, unit.name, unit.dimension, unit.rule)


def _sign(text: str, numeral: Numeral) -> tuple[int, Numeral, bool]:
    """The numeral made negative where a minus stands right before it; its start with the minus."""
    start = numeral.start
    before = text[start - 1:start]
    if before and before in MINUS and numeral.form in ("digits", "ratio"):
        second = text[start - 2:start - 1]
        if not second or second in " (<>=\u00a0\n$€£^~" and not text[max(0, start - 4):start - 2].rstrip()[-1:].isdigit():
            return start - 1, _negated(numeral), True
    if before == " " and text[start - 3:start - 1] in ("us", "ve") and (word := outside.word_before(text, start)) and word.lower() in ("minus", "negative"):
        return start - len(word) - 1, _negated(numeral), True
    return start, numeral, False


def _negated(numeral: Numeral) -> Numeral:
    value = None if numeral.value is None else -numeral.value
    return numeral._replace(value=value, mantissa=None if numeral.mantissa is None else -numeral.mantissa)


# ---- ranges

@cache
def _join() -> re.Pattern[str]:
    """What stands between the two numbers of a range, with a round word and a currency sign before the second."""
    joins = lexicon().joins
    worded = alternatives([j for j in joins if j[0].isalpha() and j != "between"])
    return re.compile(
        r"(?:-?(?:" + GAP + r"|\n)(?P<word>" + worded + r"|and)" + GAP + r"|(?P<dash>" + GAP + r"?[-–~‑−—]" + GAP + r"?))"
        r"(?:(?:about|around|nearly|almost|roughly|approximately|some|perhaps|even|possibly|maybe|as many as)" + GAP + r"){0,2}"
        r"(?P<sign>(?:US|A|C|NZ|HK)?[$€£¥₩₴₽]" + GAP + r"?)?(?P<minus>[-−](?=[0-9]))?(?=[A-Za-z0-9])")


BETWEEN = re.compile(r"(?i:\bbetween)(?: (?:about|around|some|roughly|approximately|an estimated|perhaps|the|at least))?[ \u00a0\n]\Z")
FROM = re.compile(r"(?i:\bfrom)(?: (?:about|around|some|roughly|nearly|almost))?[ \u00a0\n](?:[$€£])?\Z")


def _with_range(text: str, numeral: Numeral) -> tuple[list[Quantity], int]:
    amount = _amount(text, numeral)
    window = text[max(0, amount.start - 24):amount.start]
    between = "etween" in window and BETWEEN.search(window) is not None
    if between and numeral.form == "words" and " and " in text[numeral.start:numeral.end]:
        amount = _split_between(text, amount)
    if (ratio := _ratio(text, amount)) is not None:
        return _finished(text, ratio)
    match = _join().match(text, amount.end)
    if match is None and amount.end > amount.numeral.end:
        match = _join().match(text, amount.numeral.end)
    if match is not None and amount.numeral.form not in ("vague", "few"):
        second = _second(text, match)
        if second is not None:
            verdict = _joined(text, amount, second, match, between)
            if verdict is not None:
                return verdict
    if (run_together := _run_together(text, amount)) is not None:
        return [run_together], amount.end
    return _finished(text, amount)


def _split_between(text: str, amount: _Amount) -> _Amount:
    """`between a hundred and two hundred thousand`: the "and" belongs to "between" unless another follows."""
    numeral = amount.numeral
    if re.match(r"[ \u00a0]and[ \u00a0]", text[numeral.end:numeral.end + 5]):
        return amount
    cut = text.index(" and ", numeral.start)
    head = word_numeral(text[:cut], numeral.start) or words_at(text[:cut], numeral.start)
    if head is None and text[numeral.start:numeral.start + 2].lower() == "a ":
        head = word_numeral(text[:cut], numeral.start + 2)
    return amount if head is None else _Amount(head, head.start, head.end, head.end)


def _second(text: str, match: re.Match[str]) -> _Amount | None:
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
        if numeral is None and (after := re.match(r"(?:an?|half an?) ", text[start:start + 7])):
            numeral = word_numeral(text, start + after.end())
    if numeral is None or numeral.start != start or numeral.value is None:
        return None
    amount = _amount(text, numeral)
    return amount._replace(start=start) if not match["sign"] else amount._replace(sign=True)


@cache
def _number_words() -> re.Pattern[str]:
    words = cased([*lexicon().numbers, *lexicon().fractions])
    return re.compile(r"(?:an? |half an? )?(?:" + alternatives(words) + r")(?![A-Za-z0-9])")


def _number_word(text: str, start: int) -> bool:
    return _number_words().match(text, start) is not None


def _joined(text: str, a: _Amount, b: _Amount, match: re.Match[str], between: bool) -> tuple[list[Quantity], int] | None:
    """The range of two numbers; an empty list where they are a score or years; None where they stand apart."""
    word = (match["word"] or "").lower()
    if word == "and" and not between or match["dash"] and not _dash_joins(match["dash"], a, b):
        return None
    if a.dimension != "count" and b.dimension != "count" and (a.dimension, a.unit) != (b.dimension, b.unit):
        return None
    if a.dimension == "count" and b.dimension != "count" and word and b.sign and not a.sign:
        return None
    bare = a.dimension == b.dimension == "count"
    if bare and outside.looks_like_year(a.numeral) and (outside.looks_like_year(b.numeral) or match["dash"] and b.value < 100):
        if _years(text, a, b):
            return [], b.end
    low, high = _scaled_ends(a, b)
    plain = bare and a.numeral.make == b.numeral.make == "plain" and abs(high) < 200
    if plain and match["dash"] and match["dash"].strip() == match["dash"] and (
            low >= high or outside.near_score(text, a.start, b.end)):
        return [], b.end
    if word in ("to", "through") and _is_change(text, a):
        return None
    if low > high and between or low > high and low < 0:
        low, high = high, low
    if not low < high or word.startswith("or") and (high > 20 * low or low < 1):
        return None
    return _range(text, a, b, low, high, match, between)


def _dash_joins(dash: str, a: _Amount, b: _Amount) -> bool:
    """Whether a dash can join the two: a spaced long one is a break, and words need a spaced or no dash."""
    spaced = dash.strip() != dash
    if "—" in dash and spaced:
        return False
    return not spaced or dash[0] == dash[-1] or dash.strip() in "–-~" and dash[:1].isspace() == dash[-1:].isspace()


def _years(text: str, a: _Amount, b: _Amount) -> bool:
    if bounds.bound_before(text, a.start, a.value) is not None and b.value < 1900:
        return False
    following = outside.NEXT_WORD.match(text, b.end)
    return not (following and following[1] in lexicon().sets["counted_not_dated"])


def _scaled_ends(a: _Amount, b: _Amount) -> tuple[float, float]:
    """Both ends, the first with the second's scale where it has none: `9 to 10,000`, `$3 to $4 billion`."""
    low, high = a.value, b.value
    scale = b.numeral.scale
    if scale > 1 and a.numeral.scale == 1 and low < high and (low * scale < high or b.numeral.mantissa is not None and low < b.numeral.mantissa):
        return low * scale, high
    grouped = b.numeral.make in ("comma", "space") and high >= 1000 and high % 1000 == 0
    if grouped and a.numeral.scale == 1 and 1 <= low < 1000 and low * 1000 < high <= low * 5000:
        return low * 1000, high
    return low, high


def _is_change(text: str, a: _Amount) -> bool:
    """`rose from 3,000 to 10,000` names two numbers."""
    window = text[max(0, a.start - 64):a.start]
    found = FROM.search(window)
    if found is None:
        return False
    return any(word.lower() in lexicon().sets["change"] for word in re.findall(r"[A-Za-z]+", window[:found.start()])[-6:])


def _range(text: str, a: _Amount, b: _Amount, low: float, high: float, match: re.Match[str], between: bool) -> tuple[list[Quantity], int]:
    word = (match["word"] or match["dash"].strip()).lower()
    rule = "range-between" if between else lexicon().joins.get(word, "range-to")
    dimension, unit = (b.dimension, b.unit) if b.dimension != "count" else (a.dimension, a.unit)
    head = BETWEEN.search(text[max(0, a.start - 40):a.start]) if between else None
    lead = a.start - len(head.group()) if head else a.start
    if dimension == "count" and outside.is_age(text, lead, b.end, 30.0, outside.word_before(text, lead)):
        return [], b.end
    found = bounds.bound_before(text, a.start, low)
    modifier = text[found.start:found.phrase_end] if found else None
    if head:
        modifier = head.group().split()[0]
    counted = _counted(text, a.start, b.end, dimension, b)
    ends = (b.end if dimension == "money" and not b.sign else b.stop)
    quantity = Quantity(a.start, ends, text[a.start:ends], (low + high) / 2, low, high, "range", modifier,
                        text[slice(*counted)] if counted else None, counted, unit, dimension, rule)
    if dimension == "count" and _compound_stop(text, b.numeral.end):
        return [], b.end
    return [quantity], max(b.end, ends)


def _run_together(text: str, amount: _Amount) -> Quantity | None:
    """`about 300,400 men` for 300 to 400: neighbouring hundreds after a round word."""
    numeral = amount.numeral
    if numeral.make != "comma" or amount.dimension != "count" or numeral.end - numeral.start != 7 or numeral.scale != 1:
        return None
    low, high = (float(part) for part in text[numeral.start:numeral.end].split(","))
    if low % 100 or high - low != 100:
        return None
    found = bounds.bound_before(text, amount.start, low)
    if found is None or found.bound.bound != "approximate":
        return None
    counted = counted_after(text, amount.end)
    return Quantity(amount.start, amount.stop, text[amount.start:amount.stop], (low + high) / 2, low, high, "range",
                    text[found.start:found.phrase_end], text[slice(*counted)] if counted else None, counted,
                    None, "count", "range-run-together")


# ---- ratios

RATIO = re.compile(r"[ \u00a0](?P<word>in|out of|over)(?: every)?[ \u00a0](?=[A-Za-z0-9])")


def _ratio(text: str, amount: _Amount) -> _Amount | None:
    """`one in five`, `two out of three`: both small, the second round, neither with a unit."""
    numeral = amount.numeral
    if amount.dimension != "count" or numeral.form not in ("digits", "words") or numeral.scale != 1 or not 1 <= amount.value <= 20:
        return None
    if text[amount.end + 1:amount.end + 2] not in ("i", "o"):
        return None
    match = RATIO.match(text, amount.end)
    if match is None:
        return None
    start = match.end()
    other = digits_at(text, start) if text[start].isdigit() else word_numeral(text, start) if _number_word(text, start) else None
    if other is None or other.value is None or other.start != start or other.form == "ratio":
        return None
    a, b = amount.value, other.value
    if not a < b or outside.NO_NUMBER.match(text, start) or units.unit_after(text, other) is not None:
        return None
    if not _rounds(match["word"], a, b) or text[other.end:other.end + 1] in "-,." and text[other.end + 1:other.end + 2].isalnum():
        return None
    if match["word"] == "over" and not re.match(r"\s*(?:[.?!]|\Z)", text[other.end:other.end + 3]):
        return None
    joined = numeral._replace(end=other.end, value=a / b, form="ratio")
    return _Amount(joined, amount.start, other.end, other.end, None, "ratio")


def _rounds(word: str, a: float, b: float) -> bool:
    if word == "over":
        return a == 1
    if word == "in":
        return a == 1 and b < 1900 or b in (3, 4, 5, 10, 20, 100, 1000) and a <= 10
    return b <= 10 or b in (20, 100) or a <= 5 and b % 100 == 0 and b <= 1000


# ---- one number

HYPHEN_ORDINAL = re.compile(r"[-‑ ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b", re.IGNORECASE)
AGE_WORDS = re.compile(r"[-‑](?:year|month|week|day)s?[-‑]olds?\b", re.IGNORECASE)
CLOCK = re.compile(r" ?(?:o['’]clock|[ap]\.m\.|[ap]m\b)")


def _finished(text: str, amount: _Amount) -> tuple[list[Quantity], int]:
    """The quantity of one number, or nothing where it is part of a name, a date, an age or an idiom."""
    word = outside.word_before(text, amount.start)
    resume = _not_counting(text, amount, word)
    if resume:
        return [], resume
    before = bounds.bound_before(text, amount.start, amount.value, word)
    strong = amount.dimension != "count" or before is not None and before.bound.bound in ("lower", "upper") and (
        word.lower() not in lexicon().sets["year_prepositions"])
    if not strong and outside.looks_like_year(amount.numeral) and outside.is_year(text, amount.start, amount.stop, amount.value, word):
        return [], amount.end
    after = bounds.bound_after(text, amount.stop) or (bounds.bound_after(text, amount.end) if amount.end > amount.stop else None)
    if after and amount.dimension == "count" and (measured := units.unit_after(text, amount.numeral._replace(end=after.end))):
        amount = amount._replace(end=measured.end, unit=measured.unit.name, dimension=measured.unit.dimension, rule=measured.unit.rule)
        after = after._replace(end=measured.end, phrase_end=after.end)
    compound = _compound(text, amount)
    if compound is None and _compound_stop(text, amount.end) and after is None and amount.dimension == "count":
        return [], amount.end
    end = after.end if after else amount.end
    counted = compound or _counted(text, amount.start, end, amount.dimension, amount)
    if after is None and counted and not compound and (late := bounds.bound_after(text, counted[1])) and _late(text, late):
        after = late
    return [_quantity(text, amount, before, after, counted, compound is not None)], max(amount.end, amount.stop)


def _late(text: str, found: bounds.Found) -> bool:
    """Bounds that may stand after the counted noun: `20 cows at most`, `300 men or more`."""
    return text[found.start:found.phrase_end].lower() in (
        "at most", "at the most", "at the very most", "at least", "at the least", "or more", "or so", "or fewer", "or less", "tops", "or thereabouts", "and counting")


def _not_counting(text: str, amount: _Amount, before: str) -> int:
    """Where to read on when the number counts nothing; 0 where it does."""
    numeral, end = amount.numeral, amount.end
    following = text[end:end + 1]
    if amount.dimension == "count" and numeral.form == "digits" and (following.isalpha() or following == "_") :
        return max(end, outside.code_end(text, end))
    if following == "(" and amount.dimension == "count" and text[end + 1:end + 3][1:] == ")":
        return outside.code_end(text, end)
    if following == "/" and text[end + 1:end + 2].isdigit():
        return outside.code_end(text, end)
    if following in "-‑ " and numeral.form == "words" and numeral.make == "t" and HYPHEN_ORDINAL.match(text, end):
        return end + 1
    if following in "-‑" and (age := AGE_WORDS.match(text, numeral.end)):
        return age.end()
    if following in "-‑" and text[end - 1].isalpha() and (age := re.match(r"[-‑]olds?\b", text[end:end + 6])):
        return end + age.end()
    if amount.dimension != "count":
        return 0
    if numeral.form == "words" and (clock := CLOCK.match(text, end)):
        return clock.end()
    if text[numeral.start:numeral.end].lower() == "one" and amount.value > 0 and outside.is_pronoun_one(text, numeral.start, end, before):
        return end
    if numeral.form == "vague" and text[numeral.start:numeral.end].lower() == "scores" and not text.startswith(" of ", end):
        return end
    if outside.is_designation(text, amount.start, end, numeral, before):
        return outside.designations_end(text, end)
    if outside.is_age(text, amount.start, end, amount.value, before):
        return outside.designations_end(text, end)
    return 0


def _compound_stop(text: str, end: int) -> bool:
    """Whether a hyphen and a word follow: `two-state`, which counts nothing that can be told."""
    return text[end:end + 1] in ("-", "‑") and text[end + 1:end + 2].isalpha()


COMPOUND = re.compile(r"([-‑]| (?=strong\b))([A-Za-z]+)")


def _compound(text: str, amount: _Amount) -> Span | None:
    """The noun of `a 12,000-strong contingent`, `an 8,000-man force`; the hyphen may be a space before "strong"."""
    if amount.dimension != "count":
        return None
    if text[amount.end:amount.end + 1] not in ("-", "‑") and not text.startswith(" strong", amount.end):
        return None
    match = COMPOUND.match(text, amount.end)
    if match is None or match[2].lower() not in lexicon().sets["compounds"]:
        return None
    end = match.end()
    if match[1] == " ":
        article = re.search(r"(?i:\ban?|the|its|their) \Z", text[max(0, amount.start - 6):amount.start])
        if article is None and text[end:end + 1] not in ".,; ":
            return None
    return counted_after(text, end) or (amount.end + 1, end)


def _counted(text: str, start: int, end: int, dimension: str, amount: _Amount) -> Span | None:
    if dimension == "ratio" or dimension == "percent":
        return counted_after(text, end, measured=True) if text.startswith((" of ", "\u00a0of "), end) else None
    if dimension == "money":
        return counted_after(text, end, measured=True)
    if dimension != "count":
        return counted_after(text, end, measured=True)
    return counted_after(text, end, single=amount.value == 1) or counted_before(text, start)


def _quantity(text: str, amount: _Amount, before: bounds.Found | None, after: bounds.Found | None,
              counted: Span | None, compound: bool) -> Quantity:
    numeral = amount.numeral
    found = _stronger(before, after)
    bound = found.bound if found else EXACT
    dimension = "ratio" if numeral.form == "ratio" and amount.dimension == "count" else amount.dimension
    vague = numeral.value is None
    kind = "vague" if vague else bound.bound
    low, high = _ends(kind, numeral)
    rule = numeral.form if vague else bound.rule or amount.rule or ("compound" if compound else dimension if dimension == "ratio" else numeral.form)
    return Quantity(
        amount.start, amount.stop, text[amount.start:amount.stop], numeral.value, low, high, kind,
        text[found.start:found.phrase_end] if found else None, text[slice(*counted)] if counted else None, counted,
        amount.unit, dimension, rule)


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


BRIDGE = re.compile(r"[ \u00a0]?,?[ \u00a0](?:(?:and|but|yet|or)[ \u00a0])?(?:probably |perhaps |possibly )?\Z")


def _two_bounds(text: str, first: Quantity, second: Quantity) -> Quantity | None:
    """`at least 20 but no more than 40`: one range."""
    if {first.bound, second.bound} != {"lower", "upper"} or second.modifier is None or first.modifier is None:
        return None
    if second.start - first.end > 48 or first.dimension != second.dimension and "count" not in (first.dimension, second.dimension):
        return None
    gap = text[first.end:second.start]
    cut = gap.find(second.modifier)
    if cut < 0 or not BRIDGE.fullmatch(gap[:cut]):
        return None
    low, high = (first.low, second.high) if first.bound == "lower" else (second.low, first.high)
    if low is None or high is None or not low < high:
        return None
    return replace(second, start=first.start, text=text[first.start:second.end], value=(low + high) / 2, low=low, high=high,
                   bound="range", modifier=first.modifier, rule="range-two-bounds")


__all__ = ["NOT_DIGIT", "quantities_of"]
