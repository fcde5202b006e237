"""Finds date expressions: anchors first, then the forms at the few words that lead to each."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator

from nkreport.dates import calendar as cal
from nkreport.dates.calendar import Days
from nkreport.dates.meaning import MEANINGS
from nkreport.dates.patterns import Grammar, grammar, words
from nkreport.dates.scene import Scene
from nkreport.dates.screening import is_a_date
from nkreport.records import DateExpression
from nkreport.text import Document, as_document, plain_digits

# An expression has at most this many words before its anchor: "the first ten days of the month of".
MOST_LINKS = 8
REACH = 72
ROLES = {
    "since": "since",
    "from": "since",
    "until": "until",
    "till": "until",
    "til": "until",
    "through": "until",
    "by": "by",
    "before": "before",
    "after": "after",
    "following": "after",
    "for": "for",
    "over": "for",
    "during": "for",
    "within": "for",
    "throughout": "for",
}
PHRASES = {
    "as of": "until",
    "up to": "until",
    "late as": "until",
    "ahead of": "before",
    "prior to": "before",
    "later than": "by",
    "starting in": "since",
    "starting on": "since",
    "beginning in": "since",
    "beginning on": "since",
}
SKIPPED = frozenset({"in", "on", "the", "late", "early", "mid", "at", "about", "around"})


def find_dates(text: str | Document, *, reference: dt.date | None = None) -> Iterator[DateExpression]:
    """Find the expressions for days, months, years and the like, in order of appearance.

    `reference` is the day of publication; without it, what hangs on it has neither `low` nor `high`.
    Both are those of the period named, whatever `role` says: "since January" is the month, role `since`.

    >>> [found] = find_dates("He left in late October 2024.")
    >>> found.text, found.low.isoformat(), found.high.isoformat()
    ('late October 2024', '2024-10-21', '2024-10-31')
    >>> found = find_dates("since Monday, not until Friday", reference=dt.date(2024, 10, 21))
    >>> [one.role for one in found]
    ['since', 'until']
    """
    document = as_document(text)
    furniture = [(span.start, span.end) for span in document.furniture]
    for expression in dates_in_prose(document.text, reference=reference):
        if not any(start <= expression.start < end for start, end in furniture):
            yield expression


def dates_in_prose(text: str, *, reference: dt.date | None = None) -> Iterator[DateExpression]:
    """The same for a text that is known to hold no page furniture, such as one sentence."""
    return _joined(list(_found(text, reference)), text)


class Prose:
    """A stretch of prose read for one day of publication after another; its forms are matched once."""

    def __init__(self, text: str) -> None:
        self.text, self.folded = text, fold(text)
        self.anchors = list(grammar().anchors.finditer(self.folded))
        self._known: dict[tuple[int, int], list[Candidate]] = {}

    def dates(self, reference: dt.date) -> list[DateExpression]:
        """The expressions for days, as they are meant on a day of publication."""
        scene = Scene(self.text, self.folded, reference)
        return list(_joined(list(_read_anchors(scene, self.anchors, self._candidates)), self.text))

    def _candidates(self, scene: Scene, anchor: re.Match[str], done: int) -> list[Candidate]:
        key = anchor.start(), done
        if key not in self._known:
            self._known[key] = list(_candidates(scene, anchor, done))
        return self._known[key]


def fold(text: str) -> str:
    """Lower case with plain apostrophes, dashes, spaces and digits, every character in its place.

    >>> fold("Mid–January’s\\nend")
    "mid-january's end"
    """
    folded = text.lower() if text.isascii() else _lower(text)
    return folded.replace("\n\n", "\v\v").replace("\n", " ").replace("\t", " ").replace("\r", " ")


def _lower(text: str) -> str:
    text = plain_digits(text)
    folded = text.lower()
    if len(folded) != len(text):  # a capital that has no single small letter, as the Turkish dotted I
        folded = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    for odd, plain in (
        ("’", "'"),
        ("‘", "'"),
        ("–", "-"),
        ("—", "-"),
        ("‑", "-"),
        ("\xa0", " "),
        ("\u202f", " "),
    ):
        folded = folded.replace(odd, plain)
    return folded


def _found(text: str, reference: dt.date | None) -> Iterator[DateExpression]:
    scene = Scene(text, fold(text), reference)
    return _read_anchors(scene, grammar().anchors.finditer(scene.folded), _candidates)


def _read_anchors(
    scene: Scene,
    anchors: Iterable[re.Match[str]],
    candidates: Callable[[Scene, re.Match[str], int], Iterable[Candidate]],
) -> Iterator[DateExpression]:
    done = 0
    for anchor in anchors:
        if anchor.start() < done:
            continue
        reading = _meant(scene, candidates(scene, anchor, done))
        if reading:
            expression, done = reading, reading.end
            _remember(scene, expression)
            yield expression
            for further in _further_days(scene, expression):
                done = further.end
                yield further


# A form that stands somewhere, whatever the day of publication: its id, its match, and its role.
Candidate = tuple[str, re.Match[str], str]


def _candidates(scene: Scene, anchor: re.Match[str], done: int) -> Iterator[Candidate]:
    """The forms that stand around an anchor, in order of their beginning and then of the rules."""
    rules, word = grammar(), anchor.group()
    kind = rules.kinds.get(word) or _digit_kind(word)
    for start in _starts(rules, scene.folded, anchor.start(), done):
        for form in (rules.bare if start >= anchor.start() else rules.forms)[kind]:
            match = form.pattern.match(scene.folded, start)
            if match is None or match.end() < anchor.end():
                continue
            role = _role(scene.folded, start)
            if is_a_date(form.id, match, scene.text, role):
                yield form.id, match, role


def _meant(scene: Scene, candidates: Iterable[Candidate]) -> DateExpression | None:
    """The first form that means something on the day of publication."""
    for rule, match, scene.role in candidates:
        days = MEANINGS[rule](match, scene)
        if days is not None:
            return _expression(scene, match, days, rule)
    return None


# "Oct. 8 and 13", "October 8, 9 and 10": days that leave out their month.
FURTHER = re.compile(
    r"(?:,| and|, and| or| &) (?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
    r"(?![\d%:'/-]|[.,]\d| (?:[a-z-]+s|percent|per cent|p\.m|a\.m|people|men|women|other|more|of)\b)"
)


def _further_days(scene: Scene, first: DateExpression) -> Iterator[DateExpression]:
    if (
        first.rule != "month-day"
        or first.low is None
        or first.low != first.high
        or re.search(r"\d{4}", first.text)
    ):
        return
    end = first.end
    while match := FURTHER.match(scene.folded, end):
        following = scene.folded[match.end() : match.end() + 12]
        joined = "and" in match.group() or FURTHER.match(scene.folded, match.end())
        days = cal.day(first.low.year, first.low.month, int(match["day"]))
        if not joined or not days or days[0] <= first.low or re.match(r" \d", following):
            return
        end = match.end()
        yield DateExpression(
            match.start("day"), end, scene.text[match.start("day") : end], *days, first.role, first.rule
        )


def _digit_kind(word: str) -> str:
    if word[-1] == "s":
        return "decade"
    if word[0] == "q":
        return "quarter"
    return "year" if word.isdigit() else "numeric"


def _starts(rules: Grammar, folded: str, at: int, done: int) -> list[int]:
    """Where an expression with this anchor may start, the furthest first: over words that lead to anchors."""
    limit = max(done, at - REACH)
    starts = [at - 1 if folded[at : at + 1].isdigit() and folded[at - 1 : at] == "'" else at]
    while len(starts) <= MOST_LINKS:
        first = starts[-1]
        end = first
        while end > limit and folded[end - 1] in " -" and first - end < 4:
            end -= 1
        if end == first:
            break
        begin = max(folded.rfind(" ", limit, end), folded.rfind("\v", limit, end), limit - 1) + 1
        word = folded[begin:end].lstrip("(\"“'[")
        begin = end - len(word)
        if not (
            word in rules.links
            or word.endswith(("'s", "s'"))
            or word.rstrip(".,") in words("weekdays")
            or _is_day_number(word)
            or word in words("months")
        ):
            hyphen = word.rfind("-")
            if hyphen < 0 or word[hyphen + 1 :] not in rules.links:
                break
            starts.append(end - len(word) + hyphen + 1)
            break
        starts.append(begin)
    return starts[::-1]


def _is_day_number(word: str) -> bool:
    return (
        word[:1].isdigit()
        and len(word) <= 11
        and re.fullmatch(r"\d{1,4}(?:st|nd|rd|th|'s)?(?:-\d{1,2}(?:st|nd|rd|th)?)?", word) is not None
    )


def _role(folded: str, start: int) -> str:
    """What the words before an expression make of it."""
    words_before = folded[max(0, start - 28) : start].split()[-3:]
    while words_before:
        last = words_before.pop().lstrip("(\"“'-")
        if words_before and (role := PHRASES.get(f"{words_before[-1]} {last}")):
            return role
        if last in ROLES:
            return ROLES[last]
        if last not in SKIPPED:
            break
    return "on"


def _expression(scene: Scene, match: re.Match[str], days: Days, rule: str) -> DateExpression:
    start, end = match.span()
    while end > start and scene.folded[end - 1] in " ,":
        end -= 1
    return DateExpression(start, end, scene.text[start:end], days[0], days[1], scene.role, rule)


def _remember(scene: Scene, found: DateExpression) -> None:
    """Keep what later expressions may point back to: "a year earlier", "the previous day", "that winter"."""
    if found.low is None or found.high is None:
        return
    kept, length = (found.end, (found.low, found.high)), (found.high - found.low).days
    scene.last = kept
    if found.rule in ("quarter", "the-quarter") and length < 95:
        scene.quarter = kept
    if length == 0:
        scene.day = kept
    if length <= 31:
        scene.month = kept
    if found.rule not in ("span", "weekday", "deictic"):
        scene.year = (found.end, cal.year(found.low.year))


# --- two expressions as one: "between January and February", "from October to December 2024" ----------


def _joined(found: list[DateExpression], text: str) -> Iterator[DateExpression]:
    index = 0
    while index < len(found):
        first = found[index]
        if index + 1 < len(found) and (joined := _pair(first, found[index + 1], text)):
            yield joined
            index += 2
            continue
        yield first
        index += 1


def _pair(first: DateExpression, second: DateExpression, text: str) -> DateExpression | None:
    gap = text[first.end : second.start]
    if len(gap) > 16:
        return None
    between = gap.strip().lower()
    before = text[max(0, first.start - 14) : first.start].lower().split()
    opening = before[-1] if before else ""
    if opening in ("the", "in", "mid", "late", "early") and len(before) > 1:
        opening = before[-2]
    if between not in (
        "to",
        "through",
        "until",
        "till",
        "thru",
        "-",
        "–",
        "and",
        "to the",
        "and the",
        "until the",
        "to late",
        "to early",
    ):
        return None
    if between.startswith("and") and opening != "between":
        return None
    if between.startswith("to") and opening not in ("from", "between") and first.rule != second.rule:
        return None
    low, high = _aligned(first, second)
    if low and high and low > high:
        return None
    return DateExpression(first.start, second.end, text[first.start : second.end], low, high, "on", "range")


def _aligned(first: DateExpression, second: DateExpression) -> Days:
    """First and last day of a pair, a missing year taken from the side that has one."""
    low, high = first.low, second.high
    if high and not WITH_YEAR.search(first.text) and WITH_YEAR.search(second.text):
        with_year = next(_found(f"{first.text} {high.year}", None), first)
        low = with_year.low or low
    if low is None or high is None:
        return low, high
    if low > high and WITH_YEAR.search(first.text):
        return low, cal.shifted(
            high, "year", low.year - high.year + (cal.shifted(high, "year", low.year - high.year) < low)
        )
    return (cal.shifted(low, "year", -1) if low > high else low), high


WITH_YEAR = re.compile(r"\d{4}")
