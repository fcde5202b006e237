"""What a matched form means: the first and the last day, resolved against the day of publication."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from nkreport.dates import calendar as cal
from nkreport.dates.calendar import Days, Interval
from nkreport.dates.patterns import words
from nkreport.dates.tense import direction

Match = re.Match[str]

# How far back, in characters, a quarter or a day that was named serves "a year earlier" or "a day earlier".
MEMORY = 600
FUTURE_WAYS = ("next", "coming", "following", "upcoming", "this coming")
PAST_WAYS = ("last", "past", "previous", "preceding", "prior", "this past")


@dataclass(slots=True)
class Scene:
    """A text while it is read: the day of publication, and the last quarter, day and year that were named."""

    text: str
    folded: str
    reference: dt.date | None
    quarter: tuple[int, Interval] | None = None
    day: tuple[int, Interval] | None = None
    year: tuple[int, Interval] | None = None
    month: tuple[int, Interval] | None = None
    last: tuple[int, Interval] | None = None
    role: str = field(default="on")

    def tense(self, match: Match) -> int:
        """Whether the words nearby speak of what is to come (1), of what has been (-1), or do not tell (0)."""
        if self.role in ("by", "until", "before"):
            return max(direction(self.folded, match.start(), match.end()), 0) or (1 if self.role == "by" else 0)
        return direction(self.folded, match.start(), match.end())


def ordinal(text: str) -> int:
    """A day's number from digits or words: "8th", "eighth"."""
    digits = re.match(r"\d+", text)
    return int(digits.group()) if digits else words("ordinals")[text]


def count(text: str | None) -> int:
    """A small number from digits or words; 1 where none stands."""
    if not text:
        return 1
    text = text.strip()
    return int(text) if text.isdigit() else words("numbers").get(text, words("numbers").get(text.removesuffix(" of"), 1))


def month_number(text: str) -> int:
    """1 to 12, from a name or an abbreviation without its full stop."""
    return words("months").get(text) or words("month_abbreviations")[text]


def _group(match: Match, name: str) -> str | None:
    return match.groupdict().get(name)


def _stated_year(match: Match, scene: Scene) -> int | None:
    """The year that an expression itself gives: "2024", "of last year"."""
    if stated := _group(match, "year"):
        return int(stated)
    relative = _group(match, "rel")
    if not relative or not scene.reference:
        return None
    if relative in ("that", "the same", "the previous", "the following"):
        base = scene.year[1][0].year if scene.year else scene.reference.year
        return base + {"the previous": -1, "the following": 1}.get(relative, 0)
    return scene.reference.year + {"last": -1, "this": 0, "next": 1}[relative]


def _placed(scene: Scene, match: Match, make: Callable[[int], Interval | None], which: str = "") -> Days | None:
    """A part of the year whose year is not given, put into the year that the words nearby call for."""
    reference = scene.reference
    if reference is None:
        return cal.NOWHERE
    around = [made for number in (-1, 0, 1) if (made := make(reference.year + number))]
    if not around:
        return None
    past = [one for one in around if one[0] <= reference]
    future = [one for one in around if one[1] >= reference]
    if which in PAST_WAYS:
        past = [one for one in past if one[1] < reference]
        return past[-1] if past else None
    if which in FUTURE_WAYS:
        future = [one for one in future if one[0] > reference]
        return future[0] if future else None
    if which in ("this", "current"):
        return make(reference.year)
    if not past or not future:
        return (past or future)[-1 if past else 0]
    return cal.nearest(past[-1], future[0], reference, scene.tense(match))


# --- forms -------------------------------------------------------------------------------------------

def numeric_day(match: Match, scene: Scene) -> Days | None:
    year, month, number = int(match["y"]), int(match["m"]), int(match["d"])
    if year < 100:
        year += 2000 if year < 50 else 1900
    return cal.day(year, month, number) or (cal.day(year, number, month) if month > 12 else None)


def named_day(match: Match, scene: Scene) -> Days | None:
    month, first = month_number(match["month"].rstrip(".")), ordinal(match["day"])
    last = ordinal(match["last"]) if match["last"] else first
    if last < first:
        return None

    def make(year: int) -> Interval | None:
        low, high = cal.day(year, month, first), cal.day(year, month, last)
        return (low[0], high[1]) if low and high else None

    year = _stated_year(match, scene)
    return make(year) if year else _placed(scene, match, make)


def part_of_month(match: Match, scene: Scene) -> Days | None:
    sub, nth = match["sub"], match["nth"]
    many = count(match["count"])

    def cut(interval: Interval) -> Interval | None:
        low, high = interval
        if sub == "half":
            middle = low.replace(day=15)
            return (low, middle) if nth == "first" else (middle + cal.ONE_DAY, high)
        length = {"week": 7, "day": 1, "weekend": 7}[sub] * many
        if nth in ("last", "final", "closing"):
            return high - dt.timedelta(days=length - 1), high
        number = 1 if nth == "opening" else words("ordinals")[nth]
        start = low + dt.timedelta(days=(number - 1) * length)
        return (start, min(high, start + dt.timedelta(days=length - 1))) if start <= high else None

    if match["which"]:
        whole = _unit(scene, "month", match["which"], match)
        return cut((whole[0], whole[1])) if whole and whole[0] and whole[1] else whole
    month = month_number(match["month"].rstrip("."))
    year = _stated_year(match, scene)
    return cut(cal.month(year, month)) if year else _placed(scene, match, lambda y: cut(cal.month(y, month)))


def week_of(match: Match, scene: Scene) -> Days | None:
    month = month_number((match["month"] or match["month2"]).rstrip("."))
    number = ordinal(match["day"] or match["day2"])
    year = _stated_year(match, scene)
    found = cal.day(year, month, number) if year else _placed(scene, match, lambda y: cal.day(y, month, number))
    return cal.week(found[0]) if found and found[0] else found


def _cut(match: Match, interval: Interval) -> Interval:
    """Early, mid, late; the beginning or the end of; nothing said: the whole."""
    part, part2, side = _group(match, "part"), _group(match, "part2"), _group(match, "edge")
    if part:
        first = cal.third(interval, PARTS[part])
        return (first[0], cal.third(interval, PARTS[part2])[1]) if part2 else first
    return cal.edge(interval, EDGES[side]) if side in EDGES else interval


PARTS = {"early": 1, "mid": 2, "late": 3}
EDGES = {"beginning": 1, "start": 1, "outset": 1, "turn": 1, "first days": 1, "first weeks": 1, "middle": 2, "mid": 2,
         "end": 3, "close": 3, "final days": 3, "last days": 3, "closing days": 3}


def named_month(match: Match, scene: Scene) -> Days | None:
    number = month_number(match["month"].rstrip("."))

    def make(year: int) -> Interval:
        return _cut(match, cal.month(year, number))

    year = _stated_year(match, scene)
    if year:
        return make(year)
    if match["which"] in ("that", "same") and scene.year:
        return make(scene.year[1][0].year)
    return _placed(scene, match, make, match["which"] or "")


def weekday(match: Match, scene: Scene) -> Days | None:
    reference = scene.reference
    if reference is None:
        return cal.NOWHERE
    number, which = words("weekdays")[match["weekday"]], match["which"] or ""
    if match["weekof"]:
        monday = cal.week(reference, {"last": -1, "this": 0, "next": 1}[match["weekof"]])[0]
        found = monday + dt.timedelta(days=number)
        return found, found
    back = (reference.weekday() - number) % 7
    if which in ("previous", "same", "that", "following") and scene.day:
        return _around(scene.day[1][0], number, which)
    if which in PAST_WAYS:
        found = reference - dt.timedelta(days=back or 7)
    elif which in FUTURE_WAYS:
        found = reference + dt.timedelta(days=7 - back)
    elif scene.tense(match) > 0 or (which == "this" and scene.tense(match) >= 0):
        found = reference + dt.timedelta(days=-back % 7)
    else:
        found = reference - dt.timedelta(days=back)
    return found, found


def _around(day: dt.date, number: int, which: str) -> Interval:
    """The weekday before or after a day that was named."""
    back = (day.weekday() - number) % 7
    if which == "following":
        found = day + dt.timedelta(days=7 - back)
    else:
        found = day - dt.timedelta(days=back or (7 if which == "previous" else 0))
    return found, found


def deictic(match: Match, scene: Scene) -> Days | None:
    if scene.reference is None:
        return cal.NOWHERE
    word, off = match["word"], match["off"]
    shift = {"yesterday": -1, "tomorrow": 1, "overnight": 0}.get(word, 0)
    if off:
        shift += -1 if off.endswith("before") else 1
    found = scene.reference + dt.timedelta(days=shift)
    return (found - cal.ONE_DAY if word == "overnight" else found), found


def part_of_day(match: Match, scene: Scene) -> Days | None:
    if scene.reference is None:
        return cal.NOWHERE
    found = scene.reference - (cal.ONE_DAY if match["which"] == "last" else dt.timedelta(0))
    return found, found


def ago(match: Match, scene: Scene) -> Days | None:
    if match["count"].endswith("few"):
        return None
    if scene.reference is None:
        return cal.NOWHERE
    way, unit, many = match["way"], match["unit"], count(match["count"])
    if unit == "hour":
        many, unit = round(many / 24), "day"
    forward = way in ("from now", "hence")
    if unit == "year" and not forward and many == 1 and (named := _recalled(scene.quarter, match)):
        return cal.whole(named[0], "quarter", -4)
    base = scene.reference
    if way in ("earlier", "previously") and unit == "day" and (named := _recalled(scene.day, match)):
        base = named[0]
    elif way in ("earlier", "previously") and unit == "year" and many > 1 and (named := _recalled(scene.year, match)):
        base = named[0]
    return cal.whole(base, unit, many if forward else -many)


def before_named(match: Match, scene: Scene) -> Days | None:
    """"The day before": before the day that was named last, else before the day of publication."""
    if scene.reference is None:
        return cal.NOWHERE
    unit = match["unit"] if match["unit"] in ("week", "month", "year") else "day"
    named = _recalled(scene.day if unit in ("day", "week") else scene.month, match)
    return cal.whole(named[0] if named else scene.reference, unit, -1)


def _recalled(named: tuple[int, Interval] | None, match: Match) -> Interval | None:
    return named[1] if named and match.start() - named[0] <= MEMORY else None


def span(match: Match, scene: Scene) -> Days | None:
    if scene.reference is None:
        return cal.NOWHERE
    way, unit, many = match["way"], match["unit"], count(match["count"])
    if unit == "hour":
        many, unit = -(-many // 24), "day"
    if not match["count"] and match.group().endswith("s") and unit != "hour":
        return None  # "the coming days": no days can be given
    if not match["count"]:
        if unit == "day" and way in ("next", "following", "previous"):
            return _neighbour(scene, match, unit, way)
        if unit == "weekend" or way in ("following", "previous") or unit == "quarter":
            return _unit(scene, unit, way, match)
        if way == "last" and not _is_counted_back(scene, match):
            return None if unit in ("day", "decade") else _unit(scene, unit, way, match)
    if unit == "weekend":
        return None
    if way in FUTURE_WAYS:
        return scene.reference, cal.shifted(scene.reference, unit, many)
    if many == 1 and unit == "year" and way == "past":
        return cal.shifted(scene.reference, unit, -1), scene.reference
    return cal.shifted(scene.reference, unit, -many), scene.reference


def _is_counted_back(scene: Scene, match: Match) -> bool:
    return scene.folded[max(0, match.start() - 8):match.start()].rstrip().endswith((" in", "over", "during", "within", " for"))


def _neighbour(scene: Scene, match: Match, unit: str, way: str) -> Days | None:
    """The next or the previous day, month or year, from the one that was named last."""
    named = {"day": scene.day, "month": scene.month, "year": scene.year}.get(unit)
    base = named[1][0] if named and match.start() - named[0] <= MEMORY else scene.reference
    if base is None or (base == scene.reference and way != "previous"):
        return None
    return cal.whole(base, unit, -1 if way == "previous" else 1)


def comparison(match: Match, scene: Scene) -> Days | None:
    if scene.reference is None:
        return cal.NOWHERE
    if scene.quarter:
        return cal.whole(scene.quarter[1][0], "quarter", -4)
    return cal.whole(scene.reference, "quarter" if "quarter" in match.group() else "year", -5 if "quarter" in match.group() else -1)


NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "last": 4, "final": 4,
       "latter": 2, "other": 2}


def quarter(match: Match, scene: Scene) -> Days | None:
    number = int(match["q"]) if match["q"] else NTH[match["nth"]]
    stated = match["y"] or match["y2"] or match["y3"] or match["y4"]
    if not stated and match["nth"] in ("last", "final") and not (match["poss"] or match["rel"]):
        return None
    if stated:
        return cal.quarter(int(stated), number)
    if scene.reference is None:
        return cal.NOWHERE
    relative = match["poss"] or match["rel"]
    if relative:
        return cal.quarter(scene.reference.year + {"last": -1, "this": 0, "next": 1}[relative], number)
    if scene.folded[match.start():].startswith("the year-"):
        return None
    return _placed(scene, match, lambda year: cal.quarter(year, number))


def half(match: Match, scene: Scene) -> Days | None:
    number = 1 if match["nth"] == "first" else 2
    if match["y"]:
        return cal.half(int(match["y"]), number)
    if scene.reference is None:
        return cal.NOWHERE
    return cal.half(scene.reference.year + {"last": -1, "next": 1}.get(match["rel"], 0), number)


def quarter_of_year(match: Match, scene: Scene) -> Days | None:
    year = int(match["y"])
    if match["nth"]:
        return cal.quarter(year, NTH[match["nth"]])
    if scene.quarter:
        return cal.quarter(year, (scene.quarter[1][0].month + 2) // 3)
    return cal.year(year)


LATEST = ("latest", "recent", "recently ended", "just-ended")


def the_quarter(match: Match, scene: Scene) -> Days | None:
    is_quarter = "quarter" in match.group()
    named_otherwise = match["this"] or match["last"] or match["which"] in (*LATEST, "current")
    if not scene.quarter and not (is_quarter and named_otherwise):
        return None
    if scene.reference is None:
        return cal.NOWHERE
    if match["this"] or match["which"] == "current":
        return cal.whole(scene.reference, "quarter") if is_quarter else None
    if match["last"]:
        return cal.whole(scene.reference, "quarter", -1) if is_quarter else None
    if not scene.quarter and match["which"] in LATEST and is_quarter:
        return cal.whole(scene.reference, "quarter", -1)
    if not scene.quarter or (not is_quarter and not match["which"] and not match["poss"]):
        return None
    named = scene.quarter[1]
    if match["which"] in LATEST and (named[1] >= scene.reference or named[1] < cal.shifted(scene.reference, "month", -9)):
        named = cal.whole(scene.reference, "quarter", -1)
    back = -4 if match["poss"] or match["ago"] else 0
    return cal.whole(named[0], "quarter", back)


def calendar_unit(match: Match, scene: Scene) -> Days | None:
    found = _unit(scene, match["unit"], match["which"].removeprefix("the "), match)
    side = match["edge"]
    if not found or not found[0] or not found[1] or not side:
        return found
    if side.endswith("half"):
        return cal.half(found[0].year, 1 if side.startswith("first") else 2) if match["unit"] == "year" else found
    return _cut(match, (found[0], found[1]))


def _unit(scene: Scene, unit: str, which: str, match: Match) -> Days | None:
    """Last, this or next week, month, year …; "that year" is the one named before."""
    reference = scene.reference
    if reference is None:
        return cal.NOWHERE
    if unit == "day" or which in ("that", "same", "previous", "following"):
        named = {"day": scene.day, "month": scene.month, "year": scene.year, "week": scene.day, "quarter": scene.quarter}.get(unit)
        if which in ("that", "same", "previous", "following") and named:
            return cal.whole(named[1][0], unit, {"previous": -1, "following": 1}.get(which, 0))
        if which == "previous":
            return cal.whole(reference, unit, -1)
        return None
    shift = -1 if which in PAST_WAYS else 1 if which in FUTURE_WAYS else 0
    if unit == "weekend":
        return _weekend(reference, which, scene, match)
    return cal.whole(reference, unit, shift)


def _weekend(reference: dt.date, which: str, scene: Scene, match: Match) -> Days:
    """The last one that has begun, or the coming one where the words speak of what is to come."""
    if which in FUTURE_WAYS or (which in ("the", "this") and scene.tense(match) > 0):
        return cal.weekend(reference, 0 if reference.weekday() < 5 else 1 if which in FUTURE_WAYS else 0)
    return cal.weekend(reference, 0 if reference.weekday() >= 5 and which not in ("last", "previous") else -1)


def the_unit(match: Match, scene: Scene) -> Days | None:
    unit, reference = match["unit"].split()[-1], scene.reference
    part = match["time"] or match["edge"]
    if (part and unit == "day") or not (part or unit == "weekend" or _is_this_year(match, scene, unit)):
        return None
    if reference is None:
        return cal.NOWHERE
    if unit == "weekend":
        return _weekend(reference, "the", scene, match)
    return _cut(match, cal.whole(reference, unit))


def _is_this_year(match: Match, scene: Scene, unit: str) -> bool:
    """"For the year", "in the full year", not "in the year of the flood"."""
    before = scene.folded[max(0, match.start() - 8):match.start()].split()
    following = scene.folded[match.end():match.end() + 12].split()
    return unit == "year" and before[-1:] in (["for"], ["in"], ["during"]) and following[:1] not in YEAR_GOES_ON


YEAR_GOES_ON = [[word] for word in ("of", "ended", "ending", "before", "after", "to", "since", "that", "when", "he", "she")]


def unit_end(match: Match, scene: Scene) -> Days | None:
    if scene.reference is None:
        return cal.NOWHERE
    low, high = cal.whole(scene.reference, match["unit"])
    return (high, high) if match["unit"] != "year" else cal.edge((low, high), 3)


def decade(match: Match, scene: Scene) -> Days | None:
    digits = match["digits"].lstrip("'")
    first = int(digits) if len(digits) == 4 else (1900 if int(digits) > 20 else 2000) + int(digits)
    low, high = cal.decade(first)
    if part := match["part"]:
        cuts = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}[part]
        return dt.date(first + cuts[0], 1, 1), dt.date(first + cuts[1], 12, 31)
    return low, high


def season(match: Match, scene: Scene) -> Days | None:
    first = words("seasons")[match["season"]]
    which = (match["which"] or "").removeprefix("the ")

    def make(year: int) -> Interval:
        return _cut(match, cal.season(year, first))

    year = _stated_year(match, scene)
    if year:
        return make(year)
    if which in ("that", "same") and scene.last:
        low, high = scene.last[1]
        return make(low.year - 1 if first == 12 and low.month < 3 and high.month < 6 else low.year)
    return _placed(scene, match, make, which)


def plain_year(match: Match, scene: Scene) -> Days | None:
    first = int(match["y"])
    if last := match["last"]:
        end = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
        return (dt.date(first, 1, 1), dt.date(end, 12, 31)) if first < end <= cal.LAST_YEAR else None
    return _cut(match, cal.year(first))


TENS = {"ten": 10, "eleven": 11, "twelve": 12, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
        "seventy": 70, "eighty": 80, "ninety": 90}


def spoken_year(match: Match, scene: Scene) -> Days | None:
    if not match["century"]:
        return cal.year(2000) if "year" in match.group() else None
    return cal.year({"nineteen": 1900, "twenty": 2000}[match["century"]] + TENS[match["tens"]] + (words("numbers")[match["ones"]] if match["ones"] else 0))


def holiday(match: Match, scene: Scene) -> Days | None:
    month, number = words("holidays")[match["holiday"]]  # type: ignore[misc]
    if match["year"]:
        return cal.day(int(match["year"]), month, number)
    return _placed(scene, match, lambda year: cal.day(year, month, number), match["which"] or "")


MEANINGS: dict[str, Callable[[Match, Scene], Days | None]] = {
    "iso-day": numeric_day, "dotted-day": numeric_day, "slashed-day": numeric_day, "month-day": named_day,
    "day-month": named_day, "part-of-month": part_of_month, "week-of": week_of, "month": named_month, "weekday": weekday,
    "deictic": deictic, "part-of-day": part_of_day, "ago": ago, "before-named": before_named, "span": span, "comparison": comparison,
    "quarter": quarter, "half": half, "quarter-of-year": quarter_of_year, "the-quarter": the_quarter,
    "calendar-unit": calendar_unit, "the-unit": the_unit, "unit-end": unit_end, "decade": decade, "season": season,
    "year": plain_year, "spoken-year": spoken_year, "holiday": holiday,
}
