"""The forms of date expressions as patterns, built from the word lists of rules/dates.toml.

Every pattern reads folded text (lower case, straight apostrophes, one kind of dash) and is tried only
at the few words before an anchor (a month, a weekday, a unit …), so that no text is scanned twice.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from nkreport import rules

SPACE = "(?: {1,4})"
Tree = dict[str, Any]
# A day of the month in digits: 8, 08, 8th.
DIGITS_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
YEAR = r"(?:1[5-9]\d\d|20\d\d)"
NOT_A_COUNT = r"(?![\d%]|[.,:-]\d| (?:percent|per cent|million|billion|thousand|hundred)\b)"


@dataclass(frozen=True, slots=True)
class Form:
    """One rule's pattern."""

    id: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The anchors to look for, the forms to try at each kind of anchor, and the words that may lead to one.

    `bare` holds the forms that may start with their anchor: "week of" does, "last week" does not.
    """

    anchors: re.Pattern[str]
    kinds: Mapping[str, str]
    forms: Mapping[str, tuple[Form, ...]]
    bare: Mapping[str, tuple[Form, ...]]
    links: frozenset[str]


def one_of(words: Iterable[str]) -> str:
    """A group of alternatives, the longest first, so that no word hides a longer one."""
    return (
        "(?:"
        + "|".join(re.escape(word).replace(r"\ ", SPACE) for word in sorted(words, key=len, reverse=True))
        + ")"
    )


def trie(words: Iterable[str]) -> str:
    """Alternatives folded into a tree by their letters, three times as fast to search for as a plain list.

    >>> trie(["may", "march"])
    'ma(?:rch|y)'
    """
    tree: Tree = {}
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _branches(tree)


def _branches(tree: Tree) -> str:
    options = [re.escape(letter) + _branches(rest) for letter, rest in sorted(tree.items()) if letter]
    if not options:
        return ""
    group = f"(?:{'|'.join(options)})" if len(options) > 1 or "" in tree else options[0]
    return group + ("?" if "" in tree else "")


@cache
def words(name: str) -> Mapping[str, int]:
    """A word list of rules/dates.toml: words with their numbers."""
    found: Mapping[str, int] = rules.load("dates").lexicon[name]
    return found


@cache
def holidays() -> Mapping[str, tuple[int, int]]:
    """Feasts that keep their day, with month and day."""
    return {name: (month, day) for name, (month, day) in rules.load("dates").lexicon["holidays"].items()}


@cache
def listed(name: str) -> tuple[str, ...]:
    """One of the plain lists under `[lexicon.words]`."""
    return tuple(rules.load("dates").lexicon["words"][name])


@cache
def word_set(name: str) -> frozenset[str]:
    """The same as a set, for looking words up."""
    return frozenset(listed(name))


@cache
def named_events() -> Mapping[str, tuple[dt.date, dt.date]]:
    """Phrases of rules/events.toml that stand for a dated event, with its first and last day."""
    events = rules.load("events").lexicon["events"]
    return {
        name: (event["first"], event.get("last", event["first"]))
        for event in events
        for name in event.get("names", ())
    }


def _parts() -> dict[str, str]:
    """The named parts that the forms below are written with."""
    month_names = rf"(?:{one_of(words('months'))}\b|{one_of(words('month_abbreviations'))}\b\.?)"
    weekdays = one_of(words("weekdays"))
    ordinals = one_of(words("ordinals"))
    number = rf"(?:\d{{1,3}}|{one_of(words('numbers'))})"
    edge = one_of(listed("beginning") + listed("end") + listed("mid") + listed("rest"))
    which = one_of(listed("before") + listed("this") + listed("after") + ("that", "same", "latest"))
    known = f"the{SPACE}(?:same|previous|following)"
    relative = rf"(?:of{SPACE})?(?P<rel>last|this|next|that|{known}){SPACE}year"
    named_days = one_of([*words("weekdays"), *words("weekday_abbreviations")])
    return {
        "S": SPACE,
        "Y": YEAR,
        "D": rf"(?:{DIGITS_DAY}\b|{ordinals}\b)",
        "COUNTLESS": NOT_A_COUNT,
        "MONTH": rf"(?P<month>{month_names})",
        "MONTH2": rf"(?P<month2>{month_names})",
        "WEEKDAY": rf"(?P<weekday>{weekdays})\b",
        "LEAD": rf"(?:{named_days}\b\.?,?{SPACE}(?:the{SPACE})?)?",
        "OF_YEAR": rf"(?:,?{SPACE}(?:of{SPACE}|in{SPACE})?(?P<year>{YEAR})\b(?!,\d|\.\d)|{SPACE}{relative})?",
        "NUMBER": number,
        "ORDINAL": ordinals,
        "EDGE": edge,
        "WHICH": which,
        "UNIT": one_of(listed("units")),
        "UNITS": rf"(?P<unit>{one_of(listed('counted_units'))})s?\b",
        "SEASON": rf"(?P<season>{one_of(words('seasons'))})\b",
        "HOLIDAY": one_of(holidays()),
        "EVENT": one_of(named_events()),
        "ROUGHLY": one_of(listed("roughly")),
        "PART": rf"(?P<part>early|mid|late)(?:{SPACE}?-{SPACE}?to-?{SPACE}?(?P<part2>mid|late))?"
        rf"(?:-|{SPACE})",
        "THE": rf"(?:the{SPACE})?",
        "DAYPART": r"(?:morning|afternoon|evening|night|midday|noon)",
    }


# Each form is headed by an expression that it reads; {NAMES} are the parts above.
FORMS: tuple[tuple[str, str, str], ...] = (
    # 2024-10-18
    ("iso-day", "numeric", r"(?P<y>\d{{4}})-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)"),
    # 26.10.2024
    ("dotted-day", "numeric", r"(?P<d>\d{{1,2}})\.(?P<m>\d{{1,2}})\.(?P<y>\d{{4}}|\d\d)(?![\d.]*\d)"),
    # 8/13/1998
    ("slashed-day", "numeric", r"(?P<m>\d{{1,2}})/(?P<d>\d{{1,2}})/(?P<y>\d{{4}}|\d\d)(?![\d/])"),
    # Saturday, Oct. 18, 2024 · October 8-13 · January 20 of next year
    (
        "month-day",
        "month weekday weekday_abbr",
        r"(?:this coming{S}|this{S}|next{S}|last{S})?{LEAD}{MONTH}{S}(?P<day>{D})(?!\d|[.,:]\d)"
        r"(?:(?:{S}?-{S}?|{S}(?:to|through|thru){S})(?P<last>{D}))?{COUNTLESS}{OF_YEAR}",
    ),
    # 18 October 2024 · the 8th to the 13th of October
    (
        "day-month",
        "month weekday weekday_abbr",
        r"{LEAD}(?:the{S})?(?P<day>{D})(?:(?:{S}?-{S}?|{S}(?:to|through|thru){S}(?:the{S})?)(?P<last>{D}))?"
        r"(?:{S}of)?{S}{MONTH}{OF_YEAR}",
    ),
    # the first week of February · the second half of last month
    (
        "part-of-month",
        "month unit",
        r"{THE}(?:{ROUGHLY}{S})?(?P<nth>{ORDINAL}|last|final|opening|closing){S}(?P<count>{NUMBER}{S})?"
        r"(?P<sub>week|half|day|weekend)s?{S}(?:of|in){S}(?:{MONTH}|{THE}(?P<which>{WHICH}){S}month){OF_YEAR}",
    ),
    # late last week · the week of October 14
    (
        "week-of",
        "unit",
        r"{THE}week{S}(?:of|beginning|starting|ending){S}(?:{MONTH}{S}(?P<day>{D})|(?P<day2>{D}){S}(?:of{S})?{MONTH2}){OF_YEAR}",
    ),
    # late December · the end of October 2024 · last April · January this year
    (
        "month",
        "month",
        r"(?:{PART}(?:in{S})?|{THE}(?P<edge>{EDGE}){S}of{S}{THE}(?:month{S}of{S})?)?"
        r"(?:{THE}(?P<which>{WHICH}){S})?{MONTH}{OF_YEAR}",
    ),
    # last Friday · early Tuesday · Thursday night · Friday of last week
    (
        "weekday",
        "weekday",
        r"(?:(?P<time>early|earlier|late|later){S})?(?:{THE}(?P<which>{WHICH}|this{S}past|this{S}coming){S})?{WEEKDAY}"
        r"(?:{S}{DAYPART}\b)?(?:{S}(?:of{S})?(?P<weekof>last|this|next){S}week\b)?",
    ),
    # the day before yesterday · late yesterday · tonight
    (
        "deictic",
        "deictic",
        r"(?:(?P<off>{THE}day{S}(?:before|after)){S}|(?:early|earlier|late|later|only|just){S})?(?P<word>today|yesterday|tomorrow|tonight|overnight)\b"
        r"(?:{S}{DAYPART}\b)?(?:'s\b)?",
    ),
    # this morning · last night
    (
        "part-of-day",
        "daypart",
        r"(?:early{S}|late{S}|earlier{S}|later{S})?(?P<which>this|last){S}{DAYPART}\b",
    ),
    # a year earlier · two weeks ago · six months later
    (
        "ago",
        "unit",
        r"(?:{ROUGHLY}{S})?(?P<count>{NUMBER}){S}(?:or{S}(?:so|more|two){S})?{UNITS}(?:{S}or{S}(?:so|two|more))?"
        r"{S}(?P<way>ago|earlier|previously|from{S}now|hence)\b",
    ),
    # the day before · a night earlier · the month beforehand
    (
        "before-named",
        "unit daypart",
        r"(?:the|a){S}(?P<unit>day|night|evening|morning|week|month|year){S}before(?:hand\b|(?=[,.;:)\"'\v]|$|{S}(?:had|was|were|have|in|at|that|said|when)\b))",
    ),
    # the past week · over the last two days · in the next 24 hours
    (
        "span",
        "unit",
        r"the{S}(?:(?P<way>last|past|previous|next|coming|following){S})(?:{ROUGHLY}{S})?(?P<count>{NUMBER}{S}(?:of{S})?)?"
        r"(?P<unit>{UNIT}|hour)s?\b(?:{S}or{S}so)?(?!-)",
    ),
    # year-ago quarter · the year-earlier period
    (
        "comparison",
        "unit",
        r"(?:{THE}(?:comparable|corresponding|same|like){S})?{THE}year-(?:ago|earlier)\b(?:{S}(?:{ORDINAL}{S})?(?:quarter|period|month|third)\b)?",
    ),
    # this year's third quarter · the fiscal first quarter of 1990 · Q3 2024 · third-quarter
    (
        "quarter",
        "quarter unit",
        r"(?:{THE}(?P<poss>last|this|next){S}year's{S}|(?P<y>{Y})(?:'s)?{S}|{THE}(?P<y2>{Y}){S}|"
        r"{THE}fiscal(?:{S}year's)?{S}|{THE})?(?:fiscal[- ])?"
        r"(?:(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th|last|final)(?:-|{S})(?:fiscal{S})?quarter|q(?P<q>[1-4]))(?:{S}of(?:{S}fiscal)?{S}(?P<y3>{Y})|{S}(?P<y4>{Y})|{S}(?:of{S})?(?P<rel>last|this|next){S}year)?\b",
    ),
    # the first half of this year · the second half of 2024
    (
        "half",
        "quarter",
        r"{THE}(?P<nth>first|second|last|latter|other){S}half{S}(?:of{S})(?:{THE}(?P<rel>last|this|next|the){S}year|(?P<y>{Y}))\b",
    ),
    # the 1988 quarter · the 1988 period
    (
        "quarter-of-year",
        "year",
        r"{THE}(?P<y>{Y}){S}(?:(?P<nth>first|second|third|fourth){S})?(?:quarter|period)\b",
    ),
    # the latest quarter · last year's quarter · the quarter
    (
        "the-quarter",
        "quarter unit",
        r"(?:the(?:{S}(?P<which>latest|current|same|recent|recently{S}ended|just-ended))?|(?P<this>this)|(?P<last>last)|(?P<poss>last{S}year's)|(?P<that>that)){S}(?:quarter|period)(?P<ago>{S}(?:a{S}year{S}(?:ago|earlier)|last{S}year))?\b",
    ),
    # the end of last year · early this month · so far this year · last week
    (
        "calendar-unit",
        "unit",
        r"(?:(?:early|earlier|mid|sometime|so{S}far|thus{S}far|later|(?P<late>late)|around|only|just)(?:-|{S}|,{S}))?"
        r"(?:{THE}(?P<edge>{EDGE}|first{S}half|second{S}half){S}of{S})?"
        r"(?P<which>last|this{S}past|this{S}coming|this|next|the{S}current|current|the{S}previous|the{S}following|the{S}same|that|the{S}latest)"
        r"(?:{S}(?P<fiscal>fiscal))?{S}(?P<unit>{UNIT})\b(?!-)",
    ),
    # by the end of the year · for the year · earlier in the month · the full year
    (
        "the-unit",
        "unit",
        r"(?:(?:(?P<time>early|earlier|late|later|mid){S}in|{THE}(?P<edge>{EDGE}){S}of)(?:{S}the)?{S}(?:fiscal{S})?|the{S}(?:full{S}|whole{S}|entire{S})?)(?P<unit>week|weekend|month|year|fiscal{S}year|day)\b(?!-)",
    ),
    # year-end · year's end · month-end
    ("unit-end", "unit", r"{THE}(?P<unit>year|month|quarter|week)(?:'s|-|{S}){S}?(?:end)\b"),
    # in the 1990s · the early '90s
    (
        "decade",
        "decade",
        r"{THE}(?:(?P<part>early|mid|late)(?:-|{S}))?(?P<digits>(?:1[5-9]|20)\d0|'[1-9]0)'?s\b",
    ),
    # the autumn of 2024 · last summer · spring 2025
    (
        "season",
        "season",
        r"(?:{PART})?(?:{THE}(?P<edge>{EDGE}){S}of{S})?(?:{THE}(?P<which>{WHICH}|this{S}past|this{S}coming|the){S})?{SEASON}{OF_YEAR}",
    ),
    # early 2025 · the end of 1990 · mid-1996 · the year 2000 · 2014-2016
    (
        "year",
        "year",
        r"(?:{PART}|{THE}(?P<edge>{EDGE}){S}of{S}{THE}(?:year{S})?)?(?:{THE}(?:calendar{S}|fiscal{S})?year{S}|fiscal{S}(?:year{S})?)?"
        r"(?P<y>{Y})\b(?:{S}?-{S}?(?P<last>{Y}|\d\d)\b(?![-\d]))?(?!\.\d|,\d|%)",
    ),
    # nineteen ninety-six · the year two thousand
    (
        "spoken-year",
        "spoken unit",
        r"{THE}(?:year{S})?(?:(?P<century>nineteen|twenty)[- ]{{1,2}}"
        r"(?P<tens>ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
        r"(?:[- ]{{1,2}}(?P<ones>one|two|three|four|five|six|seven|eight|nine))?\b"
        r"(?!{S}(?:men|people|soldiers|troops))|two{S}thousand\b)",
    ),
    # since the start of Russia's full-scale invasion
    (
        "named-event",
        "event",
        r"(?:{THE}(?:start|beginning|launch|launching|outset|onset){S}of{S})?(?:the{S}|its{S}|their{S}|[a-z]{{2,20}}'s?{S})?(?P<event>{EVENT})\b",
    ),
    # Christmas Day 2024
    (
        "holiday",
        "holiday",
        r"(?:(?P<which>last|this|next){S})?(?P<holiday>{HOLIDAY})\b(?:,?{S}(?:of{S})?(?P<year>{Y}))?",
    ),
)

# Forms that never start with their anchor; they need not be tried where no leading word stands.
LEADING = frozenset(
    {
        "part-of-month",
        "ago",
        "span",
        "half",
        "the-quarter",
        "calendar-unit",
        "the-unit",
        "part-of-day",
        "day-month",
    }
)


@cache
def grammar() -> Grammar:
    """The compiled grammar, made once from the shipped word lists."""
    parts = _parts()
    forms: dict[str, list[Form]] = {}
    for rule, of_kinds, pattern in FORMS:
        form = Form(rule, re.compile(pattern.format(**parts)))
        for kind in of_kinds.split():
            forms.setdefault(kind, []).append(form)
    kinds = _kinds()
    # Every alternative opens with one character or class, which the engine checks before it enters it.
    digits = r"\d\d?[./]\d\d?[./]\d\d(?:\d\d)?|\d\d\d\d-\d\d-\d\d|1[5-9]\d\d(?:'?s)?|20\d\d(?:'?s)?|[1-9]0'?s"
    heads = "".join(sorted({word[0] for word in kinds}))
    anchors = re.compile(rf"\b(?=[{heads}\d])(?:{trie([*kinds, 'q1', 'q2', 'q3', 'q4'])}|{digits})\b")
    bare = {
        kind: tuple(form for form in found if form.id not in LEADING or kind == "weekday")
        for kind, found in forms.items()
    }
    return Grammar(anchors, kinds, {kind: tuple(found) for kind, found in forms.items()}, bare, _links())


def _kinds() -> dict[str, str]:
    """Every word that may be the anchor of an expression, with its kind."""
    kinds = dict.fromkeys(["nineteen"], "spoken")
    kinds |= dict.fromkeys([unit + s for unit in listed("counted_units") for s in ("", "s")], "unit")
    kinds |= dict.fromkeys(["weekend", "weekends"], "unit")
    kinds |= dict.fromkeys(["quarter", "half", "period"], "quarter")
    kinds |= dict.fromkeys(["today", "yesterday", "tomorrow", "tonight", "overnight"], "deictic")
    kinds |= dict.fromkeys(["morning", "afternoon", "evening", "night"], "daypart")
    kinds |= dict.fromkeys(words("seasons"), "season")
    kinds |= dict.fromkeys(["christmas", "new year's"], "holiday")
    kinds |= dict.fromkeys(named_events(), "event")
    kinds |= dict.fromkeys(words("weekday_abbreviations"), "weekday_abbr")
    kinds |= dict.fromkeys(words("weekdays"), "weekday")
    kinds |= dict.fromkeys([*words("month_abbreviations"), *words("months")], "month")
    return kinds


def _links() -> frozenset[str]:
    plain = [
        word
        for name in (
            "early",
            "mid",
            "late",
            "beginning",
            "end",
            "rest",
            "before",
            "this",
            "after",
            "roughly",
            "inside",
        )
        for phrase in listed(name)
        for word in phrase.split()
    ]
    return frozenset(plain) | frozenset(words("numbers")) | frozenset(words("ordinals"))
