"""What weeks, months, quarters and years counted from a day mean."""

from __future__ import annotations

from nkreport.dates import calendar as cal
from nkreport.dates.calendar import Days
from nkreport.dates.scene import (
    FUTURE_WAYS,
    MEMORY,
    Match,
    Scene,
    count,
    cut,
    placed,
    recalled,
    unit_days,
    weekend_days,
)


def ago(match: Match, scene: Scene) -> Days | None:
    if match["count"].endswith("few"):
        return None
    if scene.reference is None:
        return cal.NOWHERE
    way, unit, many = match["way"], match["unit"], count(match["count"])
    if unit == "hour":
        many, unit = round(many / 24), "day"
    forward = way in ("from now", "hence")
    if unit == "year" and not forward and many == 1 and (named := recalled(scene.quarter, match)):
        return cal.whole(named[0], "quarter", -4)
    base = scene.reference
    if (
        way in ("earlier", "previously")
        and unit == "day"
        and (named := recalled(scene.day, match))
        or (
            way in ("earlier", "previously")
            and unit == "year"
            and many > 1
            and (named := recalled(scene.year, match))
        )
    ):
        base = named[0]
    return cal.whole(base, unit, many if forward else -many)


def before_named(match: Match, scene: Scene) -> Days | None:
    """ "The day before": before the day that was named last, else before the day of publication."""
    if scene.reference is None:
        return cal.NOWHERE
    unit = match["unit"] if match["unit"] in ("week", "month", "year") else "day"
    named = recalled(scene.day if unit in ("day", "week") else scene.month, match)
    return cal.whole(named[0] if named else scene.reference, unit, -1)


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
            return unit_days(scene, unit, way, match)
        if way == "last" and not _is_counted_back(scene, match):
            return None if unit in ("day", "decade") else unit_days(scene, unit, way, match)
    if unit == "weekend":
        return None
    if way in FUTURE_WAYS:
        return scene.reference, cal.shifted(scene.reference, unit, many)
    if many == 1 and unit == "year" and way == "past":
        return cal.shifted(scene.reference, unit, -1), scene.reference
    return cal.shifted(scene.reference, unit, -many), scene.reference


def _is_counted_back(scene: Scene, match: Match) -> bool:
    return (
        scene.folded[max(0, match.start() - 8) : match.start()]
        .rstrip()
        .endswith((" in", "over", "during", "within", " for"))
    )


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
    return cal.whole(
        scene.reference,
        "quarter" if "quarter" in match.group() else "year",
        -5 if "quarter" in match.group() else -1,
    )


NTH = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "last": 4,
    "final": 4,
    "latter": 2,
    "other": 2,
}


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
    if scene.folded[match.start() :].startswith("the year-"):
        return None
    return placed(scene, match, lambda year: cal.quarter(year, number))


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
    if match["which"] in LATEST and (
        named[1] >= scene.reference or named[1] < cal.shifted(scene.reference, "month", -9)
    ):
        named = cal.whole(scene.reference, "quarter", -1)
    back = -4 if match["poss"] or match["ago"] else 0
    return cal.whole(named[0], "quarter", back)


def calendar_unit(match: Match, scene: Scene) -> Days | None:
    found = unit_days(scene, match["unit"], match["which"].removeprefix("the "), match)
    side = match["edge"]
    if not found or not found[0] or not found[1] or not side:
        return found
    if side.endswith("half"):
        return (
            cal.half(found[0].year, 1 if side.startswith("first") else 2)
            if match["unit"] == "year"
            else found
        )
    return cut(match, (found[0], found[1]))


def the_unit(match: Match, scene: Scene) -> Days | None:
    unit, reference = match["unit"].split()[-1], scene.reference
    part = match["time"] or match["edge"]
    if (part and unit == "day") or not (part or unit == "weekend" or _is_this_year(match, scene, unit)):
        return None
    if reference is None:
        return cal.NOWHERE
    if unit == "weekend":
        return weekend_days(reference, "the", scene, match)
    return cut(match, cal.whole(reference, unit))


def _is_this_year(match: Match, scene: Scene, unit: str) -> bool:
    """ "For the year", "in the full year", not "in the year of the flood"."""
    before = scene.folded[max(0, match.start() - 8) : match.start()].split()
    following = scene.folded[match.end() : match.end() + 12].split()
    return (
        unit == "year" and before[-1:] in (["for"], ["in"], ["during"]) and following[:1] not in YEAR_GOES_ON
    )


YEAR_GOES_ON = [
    [word]
    for word in ("of", "ended", "ending", "before", "after", "to", "since", "that", "when", "he", "she")
]


def unit_end(match: Match, scene: Scene) -> Days | None:
    if scene.reference is None:
        return cal.NOWHERE
    low, high = cal.whole(scene.reference, match["unit"])
    return (high, high) if match["unit"] != "year" else cal.edge((low, high), 3)
