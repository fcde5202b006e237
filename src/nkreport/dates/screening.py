"""Tells dates from what only looks like one: "may", "march", counts of four digits, springs and falls."""

from __future__ import annotations

import re

from nkreport.dates.patterns import words

Match = re.Match[str]

# Month names that are words or first names too: they need a number, a capital and a preposition.
DOUBTFUL_MONTHS = {"may", "march", "april", "june", "august"}
PREPOSITIONS = frozenset(
    "in since until till by from during before after through for of and or between to on last this next "
    "early late mid "
    "every each late-".split()
)
COUNT_BEFORE = frozenset(
    "about around some nearly over than least most approximately roughly exactly only "
    "no number flight "
    "room route highway "
    "page pages channel area sum total up to of at × x ~ $ £ € # no. nr. nos.".split()
)
YEAR_BEFORE = frozenset(
    "in since until till by from during before after through for early late mid year fiscal spring summer "
    "autumn "
    "fall winter "
    "the and or between circa last of election budget end beginning start to".split()
)
YEAR_ONLY_BEFORE = frozenset("in since during until till by early late fiscal year mid circa from".split())
DETERMINERS = frozenset("the a an its his her their our that this these those last".split())
SINGULAR_UNITS = re.compile(
    r" {1,2}(?:people|points?|feet|miles?|km|kilomet(?:er|re)s?|kg|tons?|tonnes?|barrels?|dollars?|"
    r"p\.m|a\.m|hours?|hrs|gmt|utc|local)\b"
)
AMOUNT_BEFORE = re.compile(
    r"(?:total|number|sum|average|rate|price|value|force|strength|rose|fell|up|down|closed?|tune|group|crowd)"
    r" (?:[a-z]{1,12} ){0,2}(?:of|to) $"
)
FREE_AFTER = re.compile(r"[ ,.;:)?!'\"”’\v]|$")
PLURAL_UNITS = re.compile(
    r" {1,3}(?:[a-z][a-z'-]{1,20} ){0,2}?(?:people|men|women|children|troops|percent|per cent|"
    r"feet|[a-z-]{2,}(?<![su])s)\b"
)
NOT_PLURAL = re.compile(
    r" {1,3}(?:was|is|has|as|does|his|its|this|thus|[a-z]+ous|[a-z]+ss|elections|sanctions|"
    r"talks|games|agreements|results|figures|levels)\b"
)


# What may follow "the summer" where it is the season itself, not part of a name ("the winter war").
SEASON_AFTER = re.compile(
    r"[^ a-z]|$| (?:of|and|or|to|in|on|at|when|as|while|but|with|for|by|from|before|after|is|was|has|"
    r"had|will|would|he|she|they|it|the|"
    r"that|which|months|offensive|campaign|season|fighting)\b"
)


def is_a_date(rule: str, match: Match, text: str, role: str) -> bool:
    """Whether a form that matched stands for days here."""
    check = CHECKS.get(rule)
    return check is None or check(match, text, role)


def _previous_word(match: Match) -> str:
    before = match.string[max(0, match.start() - 24) : match.start()].rstrip(" ")
    return before[max(before.rfind(" "), before.rfind("\v")) + 1 :]


def _month(match: Match, text: str, role: str) -> bool:
    name = match["month"].rstrip(".")
    start, end = match.span("month")
    if match.start() != start and match.group("which") is None and _modified(match):
        return True
    if match["year"] or match.groupdict().get("rel"):
        return True
    if re.match(r"-[a-z]", match.string[match.end() : match.end() + 2]) and name in words(
        "month_abbreviations"
    ):
        return False
    if name in words("month_abbreviations"):
        return text[start].isupper() and (
            match["month"].endswith(".") or _previous_word(match) in PREPOSITIONS
        )
    if match["which"]:
        return text[start].isupper()
    if name not in DOUBTFUL_MONTHS:
        return True
    return text[start].isupper() and _is_doubtful_month(match, text, name, end)


def _modified(match: Match) -> bool:
    return bool(match.groupdict().get("part") or match.groupdict().get("edge"))


def _is_doubtful_month(match: Match, text: str, name: str, end: int) -> bool:
    previous = _previous_word(match).strip("(\"'")
    following = text[end : end + 20]
    if previous in PREPOSITIONS and not re.match(r" [A-Z][a-z]", following):
        return not (name == "may" and previous in ("and", "or"))
    if name == "may":
        return False
    # "March's", "April was", "June:" at the head of a clause; not "March on", "April Jones", "Augusta".
    return (
        bool(
            re.match(
                r"'s|’s|,? (?:was|is|saw|has|had|will|when|report|data|figures|sales)\b|[:–,;)]", following
            )
        )
        and not previous[:1].isalpha()
    )


def _month_day(match: Match, text: str, role: str) -> bool:
    start = match.start("month")
    name = match["month"].rstrip(".")
    if not text[start].isupper() and name in DOUBTFUL_MONTHS | {"mar", "sep", "dec", "jan", "jun"}:
        return False
    spelled = not match["day"][0].isdigit()
    if spelled and (match["day"] == "second" or name == "may") and not text[start].isupper():
        return False
    if match["year"] or match["last"]:
        return True
    if (
        _previous_word(match) == "in"
        and PLURAL_UNITS.match(match.string, match.end())
        and not match["day"].endswith(("th", "st", "nd", "rd"))
    ):
        return False
    return not (name == "may" and spelled)


def _day_month(match: Match, text: str, role: str) -> bool:
    start = match.start("month")
    name = match["month"].rstrip(".")
    if not text[start].isupper() and (name in DOUBTFUL_MONTHS or name in words("month_abbreviations")):
        return False
    if re.match(r" (?:be|have|not|also|well)\b", match.string[match.end() : match.end() + 6]):
        return False
    return text[match.start("day") - 1 : match.start("day")] not in (",", ".", "-", "$", "£")


def _year(match: Match, text: str, role: str) -> bool:
    start, end = match.span()
    number_start = match.start("y")
    before_char = text[number_start - 1 : number_start]
    if (
        before_char
        and before_char in "$£€#,.-/×"
        and not (before_char == "-" and match.group().startswith("mid"))
    ):
        return False
    if before_char in ("–", "—") and text[number_start - 2 : number_start - 1].isdigit():
        return False
    if text[end : end + 1] in ("-", "–", "/") and text[end + 1 : end + 2].isdigit():
        return False
    if start != number_start and not match.group().startswith("the ") or match["last"]:
        return True
    previous = _previous_word(match)
    return _is_year_number(previous.strip("(\"'"), match, text)


def _is_year_number(previous: str, match: Match, text: str) -> bool:
    """Whether four digits are a year: by the word before, and by whether what follows is counted."""
    following = match.string[match.end() : match.end() + 40]
    value = int(match["y"])
    plural = bool(PLURAL_UNITS.match(following)) and not NOT_PLURAL.match(following)
    if SINGULAR_UNITS.match(following) or (value < 1800 and previous not in YEAR_ONLY_BEFORE):
        return False
    if previous in YEAR_ONLY_BEFORE:
        return not plural
    if value < 1900:
        return False
    if previous in DETERMINERS or previous.endswith(("'s", "s'")):
        return not plural or value % 100 != 0 or text[match.end() + 1 : match.end() + 2].isupper()
    if previous in ("of", "to"):
        return not plural and not AMOUNT_BEFORE.search(
            match.string, max(0, match.start() - 40), match.start()
        )
    if plural or (previous in COUNT_BEFORE and previous not in YEAR_BEFORE):
        return False
    return FREE_AFTER.match(following) is not None


def _season(match: Match, text: str, role: str) -> bool:
    if match["year"] or match["rel"] or match["part"] or match["edge"]:
        return True
    which = match["which"]
    name = match["season"]
    following = match.string[match.end() : match.end() + 14]
    if re.match(
        r"[- ](?:olympics?|games|palace|coat|clothes|guard|house|camp|school|break|sport|"
        r"uniform|gear|kit|equipment|tyres|of)\b",
        following,
    ) or following.startswith(("-", "'s")):
        return which in ("last", "this", "next", "that") and not following.startswith("-")
    if which and which not in ("the",):
        return not (
            name in ("fall", "spring") and which in ("that", "same", "latest", "following", "previous")
        )
    previous = _previous_word(match)
    if which == "the" and not SEASON_AFTER.match(match.string, match.end()):
        return False
    if previous in (
        "in",
        "during",
        "since",
        "by",
        "until",
        "over",
        "before",
        "after",
        "through",
        "throughout",
    ):
        return name != "fall" or which == "the"
    return False


def _deictic(match: Match, text: str, role: str) -> bool:
    """Not the age ("the men of today"), nor the name of a paper in capitals."""
    return _previous_word(match) != "of" and not text[match.start("word") : match.end("word")].isupper()


def _holiday(match: Match, text: str, role: str) -> bool:
    """A day only with its year, as "Day" or "Eve", or behind a preposition and before no noun."""
    if match["year"] or match["which"] or match["holiday"].endswith((" day", " eve")):
        return True
    free = re.match(
        r"[,.;:!?)\v\"]|$| (?:and|or|to|in|at|with|of|as|but|when|while)\b", match.string[match.end() :]
    )
    return role != "on" or (bool(free) and _previous_word(match) in ("at", "on", "around"))


def _calendar_unit(match: Match, text: str, role: str) -> bool:
    """Not the name of a programme or paper: "This Week"."""
    start = match.start("unit")
    return not text[start].isupper() or text[start : start + 2].isupper()


def _weekday(match: Match, text: str, role: str) -> bool:
    start = match.start("weekday")
    if match["weekday"] == "sunday" and re.match(
        r" (?:times|telegraph|mirror|express|mail|post)\b", match.string[match.end() : match.end() + 12]
    ):
        return False
    return text[start].isupper() or text.islower()


def _ago(match: Match, text: str, role: str) -> bool:
    return not (match["way"] == "earlier" and match.string[match.end() : match.end() + 5] == " than")


def _slashed(match: Match, text: str, role: str) -> bool:
    return (
        text[match.start() - 1 : match.start()] not in ("/", ".", "-", "$")
        and text[match.start() - 1 : match.start()].isdigit() is False
    )


def _spoken(match: Match, text: str, role: str) -> bool:
    return bool(match["century"] == "nineteen" or "year" in match.group())


CHECKS = {
    "month": _month,
    "month-day": _month_day,
    "day-month": _day_month,
    "year": _year,
    "season": _season,
    "weekday": _weekday,
    "ago": _ago,
    "iso-day": _slashed,
    "dotted-day": _slashed,
    "slashed-day": _slashed,
    "spoken-year": _spoken,
    "deictic": _deictic,
    "holiday": _holiday,
    "calendar-unit": _calendar_unit,
}
