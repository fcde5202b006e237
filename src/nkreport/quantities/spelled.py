"""Numerals that begin with a word: articles, halves, vague plurals, words for a few."""

from __future__ import annotations

import re

from nkreport.quantities.fractions import fraction_after, scale_tail, scaled
from nkreport.quantities.lexicon import HUNDRED, PACK, SCALE, lexicon
from nkreport.quantities.numerals import GAP, Numeral
from nkreport.quantities.words import words_at

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
    numeral = _with_article(text, fraction_after(text, numeral))
    return fraction_after(text, numeral) if numeral.start < start and numeral.form == "words" else numeral


WORD = re.compile(r"[A-Za-z]+")


ARTICLED = "hHtTmMbBdDlLcCqQ"


ARTICLED_WORD = re.compile(r"(?i:hundred|thousand|million|billion|trillion|dozen|lakh|crore|quadrillion)")


def _with_article(text: str, numeral: Numeral) -> Numeral:
    """The numeral with its article in front, where it is one that takes an article."""
    if numeral.value is None or numeral.form != "words":
        return numeral
    if text[numeral.start : numeral.start + 1] not in ARTICLED or not ARTICLED_WORD.match(
        text, numeral.start
    ):
        return numeral
    article = article_before(text, numeral.start)
    if article is None:
        return numeral
    start = numeral.start - (len(article.group()))
    word = article[1].lower()
    if word in ("a", "an"):
        return numeral._replace(start=start)
    part = 0.25 if word == "quarter" else 0.5
    if word == "quarter" and (outer := re.search(r"(?i:\ban?[ -])\Z", text[max(0, start - 3) : start])):
        start -= len(outer.group())
    value = numeral.value * part
    return numeral._replace(start=start, value=value, mantissa=(numeral.mantissa or 1.0) * part)


VAGUE_OF = re.compile(GAP + r"{1,3}(?:of|or)" + GAP + r"{1,3}([A-Za-z]{4,9})")


def _vague_plural(text: str, start: int, word: str) -> Numeral | None:
    """`hundreds`, `tens of thousands`: twice the unit as a floor."""
    lex = lexicon()
    end = start + len(word)
    of = VAGUE_OF.match(text, end)
    if (
        of
        and of.group().split()[0] == "of"
        and word in lex.vague_heads
        and of[1].lower() in lex.vague_plurals
    ):
        second = of[1].lower()
        if second in ("hundreds", "thousands", "millions", "billions", "trillions", "lakhs", "crores"):
            return Numeral(
                start, of.end(), None, "vague", low=lex.vague_heads[word] * lex.vague_plurals[second] / 2
            )
    if word == "tens":
        return None
    return Numeral(start, end, None, "vague", low=lex.vague_plurals[word])


FEW_BEFORE = re.compile(
    r"(?i:\b(?:a|an|some|the|last|past|next|first|every|just|in|these|those|quite|good)" + GAP + r"{1,2})\Z"
)


FEW_SCALE = re.compile(
    r"(?:" + GAP + r"{1,2}(?:of" + GAP + r"{1,2})?|-)([A-Za-z]{4,9})(?:[ -]([A-Za-z]{4,9}))?"
)


def _few(text: str, start: int, word: str) -> Numeral | None:
    """`several thousand`, `a few hundred`, `a couple of dozen`, and the words for a few by themselves."""
    lex = lexicon()
    times, end = lex.few[word], start + len(word)
    head = FEW_BEFORE.search(text[max(0, start - 10) : start])
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
    if word in ("handful", "couple") and not (article and text[end : end + 4] == " of "):
        return None
    if word == "few" and not article:
        return None
    if scale and scale[1].lower() in lex.sets["few_not_before"]:
        return None
    return Numeral(begin, end, None, "few", low=times)


def _pair(text: str, start: int, end: int, word: str) -> Numeral | None:
    """`a pair of`: two, exactly."""
    if text[end : end + 4] != " of " or text[max(0, start - 2) : start].lower() != "a ":
        return None
    return Numeral(start - 2, end, lexicon().pairs[word], "words", mantissa=2.0)


HALF_OF = re.compile(GAP + r"{1,2}(?:of|the|its|their|his|her|our|your|my|a|an|that|those|all|people)\b")


def _bare_fraction(text: str, start: int, end: int, word: str) -> Numeral | None:
    """`half of`, `a third of`, `a hundredth`: fractions with an article or with nothing before them."""
    lex = lexicon()
    article = article_before(text, start)
    value = 1 / lex.fractions[word]
    begin = start
    if (
        article is not None
        and text[max(0, start - len(article.group()) - 4) : start - len(article.group())] == "and "
    ):
        return None
    if article is not None and article[1].lower() in ("a", "an"):
        begin = start - len(article.group())
    elif word != "half" and not (article is None and word == "quarter" and scale_tail().match(text, end)):
        return None
    if word.endswith("s") or word == "halves":
        return None
    if text[start].isupper() and begin < start:  # "a Fourth of July parade"
        return None
    if word == "half" and begin == start and _is_part(text, start):
        return None
    numeral = Numeral(begin, end, value, "ratio", mantissa=value)
    whole = scaled(text, numeral)
    if whole.end > end:
        return whole
    compound = re.match(r"[-‑][A-Za-z]", text[end : end + 2])
    if compound or (word == "half" and begin == start and not (HALF_OF.match(text, end) or end == len(text))):
        return None if compound or not _fraction_bounded(text, begin) else numeral
    if begin < start and not re.match(
        r"\s*(?:of\b|[.,;:!?)\"”]|\Z)|\s(?:mile|hour|inch|million|century)", text[end : end + 9]
    ):
        return None
    return numeral


def _is_part(text: str, start: int) -> bool:
    """`the first half of January`: half names a part."""
    words = text[max(0, start - 14) : start].lower().split()
    return bool(words) and words[-1] in lexicon().sets["half_not_after"]


def _fraction_bounded(text: str, start: int) -> bool:
    """Whether a bound stands before a bare "half": "more than half", "nearly half"."""
    before = text[max(0, start - 16) : start].rstrip().lower()
    return before.endswith(
        (
            "than",
            "nearly",
            "almost",
            "about",
            "around",
            "roughly",
            "over",
            "under",
            "least",
            "by",
            "some",
            "approximately",
            "below",
            "above",
        )
    )
