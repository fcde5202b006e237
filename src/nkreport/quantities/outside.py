"""Where a number is no quantity: dates, years, clock times, ages, designations, codes, scores, footnotes.

Each check looks at a bounded window around the number, never at the whole text.
"""

from __future__ import annotations

import re
from functools import cache

from nkreport.quantities.lexicon import alternatives, lexicon
from nkreport.quantities.numerals import LONGEST, Numeral

CODE_REST = re.compile(r"[A-Za-z0-9_]*+(?:[-/.=&?%+:~#][A-Za-z0-9_]++)*+")
DIGIT_RUN = re.compile(r"[0-9]++")

# Each begins at the first digit. 2024-10-18 · 2013-14 · 26.10.2024 · 5/17/2018 · 10:30 · 7.15pm · 0900 GMT ·
# 21st · 1990s · 888-555-0100 · 1.2.3 · 46-year-old · 35°01′N
NO_NUMBER = re.compile(
    r"(?:1[5-9]|20)[0-9]{2}-(?:0[1-9]|1[0-2])(?:-[0-3][0-9])?(?![0-9])"
    r"|(?:19|20)[0-9]{2}[-–/][0-9]{2}(?![0-9,%]|\.[0-9])"
    r"|[0-9]{1,2}(?P<s>[./-])[0-9]{1,2}(?P=s)(?:19|20)?[0-9]{2}(?![0-9,]|\.[0-9])"
    r"|[0-9]{1,2}(?::[0-9]{2}){1,2}(?![0-9])(?:\s?(?:[ap]\.m\b\.?|[apAP][mM]\b))?"
    r"|[0-9]{1,2}\.[0-5][0-9]\s?(?:[ap]\.m\b\.?|[apAP][mM]\b)"
    r"|[0-9]{1,2}(?:\s?[-–]\s?[0-9]{1,2}|\sto\s[0-9]{1,2})?\s?(?:[ap]\.m\b\.?|[apAP][mM]\b|[AP]\.M\.|o['’]clock)"
    r"|[0-2][0-9][0-5][0-9]\s?(?:GMT|UTC|hours\b|hrs\b|local time|E[SD]?T\b|CET|BST|MSK|KST|JST|IST|Z\b)"
    r"|[0-9]{1,3}(?:,[0-9]{3})*(?:st|nd|rd|th|ST|ND|RD|TH)(?![A-Za-z])"
    r"|[0-9]{2,4}['’]?s(?![A-Za-z])"
    r"|[0-9]{1,4}[-.][0-9]{2,4}[-.][0-9]{3,4}(?:[-/][0-9]{2,4})?(?![0-9])(?<!\.[0-9]{3})"
    r"|[0-9]{1,4}(?:\.[0-9]{1,4}){2,}(?![0-9])(?<!\.[0-9]{3})"
    r"|[0-9]{1,5}\.[0-9]{1,4}\.[0-9]{1,2}(?![0-9])"
    r"|[0-9]{1,3}(?:[-–][0-9]{1,3})?[-‑– ](?:year|month|week|day|yr)s?[-‑– ]olds?\b"
    r"(?<!years old)(?<!months old)"
    r"|(?:(?<=\))|(?<=\) ))[0-9]{3}-[0-9]{4}(?![0-9])"
    r"|(?<=\()[0-9]{3}\)[ -]?[0-9]{3}-[0-9]{4}(?![0-9])"
    r"|0[0-9]{1,6}(?:-[0-9]{1,9}){1,4}"
    r"|[0-9]{1,2}(?:-[0-9]{1,2}){2,8}(?![0-9])"
    r"|[0-9]{1,3}[°º][0-9 ]"
)
CODE_STEM = re.compile(r"(?:^|[^A-Za-z.])[A-Z]{1,3}\.\Z")
PHONE = re.compile(r"[0-9][0-9 ()/.-]{6,20}[0-9]")
FOOTNOTE = re.compile(r"[0-9]{1,3}(?:[,–-] ?[0-9]{1,3})*\]")
LIST_NUMBER = re.compile(r"[0-9]{1,2}(?:\.|\))[ \t\u00a0]+(?=[^\s0-9a-z])")
LINE_START = re.compile(r"(?:^|[\r\n])[ \t\u00a0(]*\Z")
LAST_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*\Z")
NAME_BEFORE = re.compile(r"[A-Z][\w'’-]+[,)]? \(?\Z")
AGE_OF = re.compile(r"\bages? of \Z")
NEXT_WORD = re.compile(r"[ \u00a0\n-]([A-Za-z][a-z’'-]*)")
HYPHENED_WORD = re.compile(r"[-‑]([A-Za-z]+)")


@cache
def date_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What follows a month's name (`8 and 13`, `25-26, 2016`), and a day before one (`8 to 10 October`)."""
    months = alternatives([word.capitalize() for word in lexicon().sets["months"]])
    months += "|" + alternatives([word.upper() for word in lexicon().sets["months"]])
    day = r"[0-3]?[0-9](?:st|nd|rd|th)?(?![0-9]|[,.][0-9]|%|[A-Za-z])"
    noun = r"(?! (?:more|other|of|people|men|women|children|killed|dead|wounded|injured|[a-z-]+[^s\W]s)\b)"
    rest = re.compile(
        r"(?:"
        + day
        + r"(?:(?: ?[-–—/] ?| (?:to|through|until) )"
        + day
        + r"|(?:,? (?:and|or|&) |, )"
        + day
        + noun
        + r"){0,5}(?:,? (?:1[5-9]|20)[0-9]{2}(?![0-9]|,[0-9]))?"
        r"|(?:1[5-9]|20)[0-9]{2}(?![0-9]|,[0-9]))"
    )
    before = re.compile(
        day + r"(?:(?: ?[-–—/] ?| (?:to|and|or|through|until) |, )" + day + r"){0,4}[ \u00a0-](?:of )?"
        r"(?:" + months + r")(?![A-Za-z])\.?(?:,? (?:19|20)[0-9]{2}(?![0-9]|,[0-9]))?"
    )
    return rest, before


def word_before(text: str, start: int) -> str:
    """The word that ends directly before the offset, as printed; empty where something else stands there."""
    window = text[max(0, start - 24) : start]
    bare = window.rstrip(" \u00a0\t,.\n")
    if len(window) - len(bare) > 4:
        return ""
    word = bare[bare.rfind(" ") + 1 :]
    if word.isalpha() and word.isascii():
        return word
    match = LAST_WORD.search(word)
    return match[0] if match else ""


def skipped_digits(text: str, start: int) -> int:
    """Where reading resumes when the digits here are no number by their own shape; 0 when they are.

    >>> skipped_digits("on 26.10.2024 in Kursk", 3)
    13
    >>> skipped_digits("12 carts", 0)
    0
    """
    run = DIGIT_RUN.match(text, start)
    assert run is not None
    if run.end() - start > LONGEST:
        return code_end(text, start)
    before = text[start - 1] if start else " "
    if before not in ' “"\u00a0\n' and (end := _skipped_by_left(text, start, before)):
        return end
    if match := NO_NUMBER.match(text, start):
        return match.end()
    return _skipped_date(text, start, run.end())


def code_end(text: str, start: int) -> int:
    match = CODE_REST.match(text, start)
    return match.end() if match and match.end() > start else start + 1


def _skipped_by_left(text: str, start: int, before: str) -> int:
    """Digits that go on from what stands left of them: `KN-23`, `/2024/`, `#5`, `[12]`, `+1-222`."""
    second = text[start - 2] if start > 1 else " "
    if before.isalpha() or before == "_" or before.isdigit():
        return 0 if currency_ends(text, start) else code_end(text, start)
    if before in "-‑/–−" and second.isalnum() and not (before == "–" and second.islower()):
        return code_end(text, start)
    if before == "." and CODE_STEM.search(text[max(0, start - 6) : start]):
        return code_end(text, start)
    if before in "#@§¶№=&^" or (before in ":." and second.isdigit()):
        return code_end(text, start)
    if before == "+" and (phone := PHONE.match(text, start)):
        return phone.end()
    if before == "(" and (second == ")" or second.isalnum()):
        return code_end(text, start)
    if before == "(" and (second == ")" or second.isalnum()):
        return code_end(text, start)
    if before == "[" and (note := FOOTNOTE.match(text, start)):
        inserted = second in " \n" and re.match(r" [a-z]", text[note.end() : note.end() + 2])
        return 0 if inserted else note.end()
    return 0


@cache
def _currency_end() -> re.Pattern[str]:
    signs = alternatives([sign[::-1] for sign in lexicon().currencies])
    return re.compile(r"[ \u00a0]?" + signs + r"(?![A-Za-z])")


@cache
def _currency_last() -> frozenset[str]:
    return frozenset(sign[-1] for sign in lexicon().currencies)


def currency_ends(text: str, start: int) -> re.Match[str] | None:
    """The currency sign or code that ends before the offset, matched on the reversed text."""
    window = text[max(0, start - 2) : start].rstrip(" \u00a0")
    if not window or window[-1] not in _currency_last():
        return None
    return _currency_end().match(text[max(0, start - 7) : start][::-1])


def _skipped_date(text: str, start: int, run_end: int) -> int:
    """Days and years beside a month's name, and a list's number at the beginning of a line."""
    if run_end - start > 4:
        return 0
    rest, day_first = date_patterns()
    if run_end - start <= 2 and (match := day_first.match(text, start)):
        return match.end()
    word = word_before(text, start)
    if (
        word
        and word[0].isupper()
        and word.lower() in lexicon().sets["months"]
        and (match := rest.match(text, start))
    ):
        return 0 if _counts_in_month(text, start, match) else match.end()
    if (
        run_end - start <= 2
        and (match := LIST_NUMBER.match(text, start))
        and LINE_START.search(text[max(0, start - 4) : start])
    ):
        return match.end()
    return 0


def _counts_in_month(text: str, start: int, match: re.Match[str]) -> bool:
    """`In December 12 soldiers fell`: the number counts what follows it."""
    following = NEXT_WORD.match(text, match.end())
    if following is None or not plural_noun(following[1]) or match.end() - start > 2:
        return False
    return bool(re.search(r"(?i:\b(?:in|during|since)) [A-Z][a-z]+\.? \Z", text[max(0, start - 22) : start]))


def plural_noun(word: str) -> bool:
    """Whether a lower-case word looks like a plural noun."""
    sets = lexicon().sets
    lower = word.lower().replace("’", "'")
    if lower in sets["plurals"]:
        return True
    return (
        len(lower) > 3
        and lower.endswith("s")
        and not lower.endswith(("ss", "'s", "ous", "us", "is"))
        and lower not in sets["not_plural"]
        and lower not in sets["stops"]
    )


def looks_like_year(numeral: Numeral) -> bool:
    """Whether a numeral could be a year by its shape."""
    return (
        numeral.make == "plain"
        and numeral.end - numeral.start == 4
        and numeral.scale == 1.0
        and numeral.value is not None
        and 1500 <= numeral.value <= 2100
    )


def is_year(text: str, start: int, end: int, value: float, before: str) -> bool:
    """Whether a four-digit number is a year where it stands."""
    sets = lexicon().sets
    following = NEXT_WORD.match(text, end)
    word = following[1].lower() if following else ""
    if word in sets["counted_not_dated"] and not text[max(0, start - 5) : start].lower().endswith(
        (" in ", "the ")
    ):
        return False
    if before.lower() in sets["year_before"] or (text[max(0, start - 1) : start] in "'’(" and start):
        return True
    if value % 100 == 0 and plural_noun(word):
        return False
    return 1900 <= value < 2060


def is_age(text: str, start: int, end: int, value: float, before: str) -> bool:
    """`Zelensky, 46,`, `aged 30`, `Kim (52)`."""
    if not 0 < value < 116 or value != int(value):
        return False
    if before.lower() in lexicon().sets["age_before"] or (
        before == "of" and AGE_OF.search(text[max(0, start - 10) : start])
    ):
        return True
    following = text[end : end + 1]
    if following not in (",", ")", "\n", ""):
        return False
    name = NAME_BEFORE.search(text[max(0, start - 24) : start])
    if name is None:
        return False
    return name.group().endswith((", ", " (")) and (following != ")") == name.group().endswith(", ")


def is_designation(text: str, start: int, end: int, numeral: Numeral, word: str) -> bool:
    """`Resolution 2270`, `No. 4`, `World War Two`: a number that is part of a name."""
    if (
        not word
        or numeral.scale != 1.0
        or numeral.make in ("comma", "space")
        or (numeral.value or 0) >= 100_000
    ):
        return False
    sets = lexicon().sets
    if word.lower() not in sets["designations"] and word not in sets["designations_capital"]:
        return False
    if text[start - 1 : start] == "," or text[start - 2 : start] == ", ":
        return False
    if word.lower() in ("no", "nos") and "." not in text[start - 3 : start]:
        return word[0] == "N" and text[max(0, start - 5) : start - 3].strip().isalpha()
    if word[0].isupper():
        return True
    following = NEXT_WORD.match(text, end)
    return not (following and plural_noun(following[1]) and following[1].islower())


MORE_NAMES = re.compile(
    r"(?: ?(?:,|and|or|&|to|[-–]) ?[0-9]{1,5}(?![0-9]|[,.][0-9]{3}| (?:[a-z]{3,}s|people|men)\b)){1,9}"
)


def designations_end(text: str, end: int) -> int:
    """Where a list of names goes on to: `Resolutions 1718, 1874 and 2270`."""
    match = MORE_NAMES.match(text, end)
    return match.end() if match else end


def is_pronoun_one(text: str, start: int, end: int, before: str) -> bool:
    """Whether "one" here is a pronoun or part of an idiom rather than a count."""
    sets = lexicon().sets
    before = before.lower().replace("’", "'")
    if before and (before in sets["one_not_after"] or before.endswith("'s")):
        return True
    if text[end : end + 1] in "-‑'’":
        return True
    following = NEXT_WORD.match(text, end)
    if following is None:
        return (
            bool(before)
            and text[end : end + 1] not in " \u00a0\n"
            and before not in ("minus", "negative", "is", "to", "than", "least")
        )
    return following[1].lower().replace("’", "'") in sets["one_not_before"]


SCORE_CUES = re.compile(r"[A-Za-z]+")


def near_score(text: str, start: int, end: int) -> bool:
    """Whether a word of games or votes stands within a few words of `3-5`."""
    cues = lexicon().sets["score_cues"]
    near = text[max(0, start - 40) : start] + " " + text[end : end + 20]
    return any(word.lower() in cues for word in SCORE_CUES.findall(near))
