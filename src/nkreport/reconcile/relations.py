"""How claims and stances on one proposition stand to each other, by day.

A number is compared with the latest number of each of the houses that spoke last, not with all before
it, so that the work grows with n log n; what an earlier number of a house said is superseded anyway.
A topic stands for the proposition that it is so: troops were deployed, were in combat. That is coarse;
topics that are no proposition (what others should do, ties between states) are left out.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from nkreport import tables
from nkreport.reconcile.claims import UNLIKE, Row, circle_between, identity, measure, published
from nkreport.reconcile.model import ABOUT
from nkreport.reconcile.ranges import days_of
from nkreport.reconcile.who import Circle
from nkreport.tables.derived import CLAIMS, RELATION_TABLE, STANCE_TABLE

if TYPE_CHECKING:
    import pandas as pd

    from nkreport.analyst import Knowledge

NOT_PROPOSITIONS = ("response", "relations", "other")
GROWING = ("cumulative", "unspecified")  # totals of which a later one may be larger
LOOK_BACK = 8  # houses whose latest word a new one is compared with
# Acts that say how things are; the others (urge, warn, condemn, promise) take no stance on a fact.
FACTUAL = {
    "says": "affirmed",
    "claims": "affirmed",
    "assesses": "affirmed",
    "confirms": "confirmed",
    "denies": "denied",
    "doubts": "could not confirm",
    "declines": "no comment",
}
# "Has not commented" says that nothing was said so far; "declined to comment" is an answer of its own.
NEVER_YET = frozenset(("not", "n't", "never", "yet", "silent", "silence", "no"))
STRENGTH = (
    "denied",
    "confirmed",
    "could not confirm",
    "affirmed",
    "no comment",
)  # the most telling of one day
SIDES = {
    "denied": "against",
    "confirmed": "for",
    "affirmed": "for",
    "could not confirm": "open",
    "no comment": "none",
}
OPPOSED = {"for", "against"}


# --- stances ---


def stances(
    assertions: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    knowledge: Knowledge | Circle | None = None,
) -> pd.DataFrame:
    """Who held what on which topic on which days, each once however many articles carry it.

    `current` marks the latest view of those for whom a source speaks: an official's doubt is not current
    once his government has confirmed. No comment never replaces a view.
    """
    circle = circle_between(assertions, knowledge)
    groups: dict[tuple[str, str, str, bool], list[Row]] = defaultdict(list)
    known = published(articles)
    for row in tables.to_rows(tables.ASSERTIONS, assertions):
        stance = stance_of(row)
        if stance and row["source"]:
            silent = stance == "no comment" and not NEVER_YET.isdisjoint(row["cue"].lower().split())
            outlet = known.get(row["article_id"], {}).get("outlet")
            groups[row["topic"], row["source"][0], stance, silent].append(row | {"outlet": outlet})
    found = [_stance(key, part, circle) for key, group in groups.items() for part in _hanging_together(group)]
    found.sort(key=lambda row: (row["topic"], str(row["claim_start"]), row["stance_id"]))
    return tables.to_frame(STANCE_TABLE, _with_current(found))


def stance_of(row: Mapping[str, Any]) -> str | None:
    """Where a statement stands on its topic; None where it takes no stance on a fact."""
    if row["topic"] in NOT_PROPOSITIONS or row["act"] not in FACTUAL:
        return None
    if row["polarity"] == "denied":
        return "denied"
    if row["polarity"] == "unknown" and row["act"] != "declines":
        return "could not confirm"
    return FACTUAL[row["act"]]


def _hanging_together(group: Sequence[Row]) -> Iterator[list[Row]]:
    part: list[Row] = []
    until = dt.date.min
    for row in sorted(group, key=lambda row: (row["claim_start"] or dt.date.min, row["assertion_id"])):
        start = row["claim_start"] or dt.date.min
        if part and start > until:
            yield part
            part, until = [], dt.date.min
        part.append(row)
        until = max(until, row["claim_end"] or start)
    yield part


def _stance(key: tuple[str, str, str, bool], rows: Sequence[Row], circle: Circle) -> Row:
    topic, source, stance, silent = key
    start = min((row["claim_start"] for row in rows if row["claim_start"]), default=None)
    end = max((row["claim_end"] for row in rows if row["claim_end"]), default=None)
    return {
        "stance_id": identity("s", *key, start),
        "topic": topic,
        "source": source,
        "house": circle.origin(source).house,
        "stance": stance,
        "claim_start": start,
        "claim_end": end,
        "current": True,
        "silent": silent,
        "articles": len({row["article_id"] for row in rows}),
        "outlets": len({row["outlet"] for row in rows if row["outlet"]}),
        "rows": sorted(row["assertion_id"] for row in rows),
    }


def _with_current(found: Sequence[Row]) -> list[Row]:
    """Marks what a house has held since it last changed sides; silence counts only where there is no view."""
    houses: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in found:
        houses[row["topic"], row["house"] or row["source"]].append(row)
    current = {row["stance_id"] for rows in houses.values() for row in _held(rows)}
    return [row | {"current": row["stance_id"] in current} for row in found]


def _held(rows: Sequence[Row]) -> list[Row]:
    """The rows of one house since its last change of side; of one day the most telling side counts.

    Only an outright act (to confirm, deny or doubt) changes sides: a plain statement on the topic may be
    about something else.
    """
    views = [row for row in rows if row["stance"] != "no comment"]
    days: dict[str, list[Row]] = defaultdict(list)
    for row in views or rows:
        days[str(row["claim_end"] or row["claim_start"] or "")].append(row)
    held: list[Row] = []
    for _, group in sorted(days.items()):
        side = SIDES[min((row["stance"] for row in group), key=STRENGTH.index)]
        same = [row for row in group if SIDES[row["stance"]] == side]
        if held and SIDES[held[0]["stance"]] != side and all(row["stance"] == "affirmed" for row in same):
            continue
        held = [*held, *same] if held and SIDES[held[0]["stance"]] == side else same
    return held


# --- relations ---


def relations(claimed: pd.DataFrame, stanced: pd.DataFrame | None = None) -> pd.DataFrame:
    """How each claim (and each stance of the table `stances`) stands to those before it."""
    found = list(_of_claims(tables.to_rows(CLAIMS, claimed)))
    if stanced is not None:
        found += _of_stances(tables.to_rows(STANCE_TABLE, stanced))
    rows = [
        {"relation_id": identity("x", *pair[:2]), **dict(zip(RELATION_TABLE.names[1:], pair, strict=True))}
        for pair in found
    ]
    return tables.to_frame(
        RELATION_TABLE, sorted(rows, key=lambda row: (row["proposition"], row["relation_id"]))
    )


Pair = tuple[str, str, str, str, str]


def _of_claims(rows: Iterable[Row]) -> Iterator[Pair]:
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if row["kind"] not in UNLIKE:
            groups[row["kind"], row["party"], row["status"], measure(row["basis"])].append(row)
    for key, group in groups.items():
        proposition = " · ".join(str(part) for part in key if part)
        for earlier, later in _neighbours(group, "claim_id"):
            if _within(earlier, later) and not _within(later, earlier) and not _after(later, earlier):
                earlier, later = later, earlier  # neither came first: the narrower refines the wider
            found = _compared(earlier, later)
            if found:
                yield earlier["claim_id"], later["claim_id"], found[0], proposition, found[1]


def _within(one: Row, other: Row) -> bool:
    """Whether all that one number leaves possible lies within what the other does."""
    inner, outer = _interval(one), _interval(other)
    lower = (inner[0], inner[1]) >= (outer[0], outer[1])
    return lower and (inner[2], not inner[3]) <= (outer[2], not outer[3])


def _house(row: Row) -> str:
    return str(row["house"] or row.get("origin") or row.get("source") or row.get("claim_id"))


def _neighbours(group: Sequence[Row], key: str) -> Iterator[tuple[Row, Row]]:
    """Each row with the latest rows of its own house, and the latest of each other house that spoke last."""
    kin: dict[str, OrderedDict[Any, Row]] = defaultdict(OrderedDict)
    others: OrderedDict[str, Row] = OrderedDict()
    for row in sorted(
        group, key=lambda row: (str(row["claim_start"] or ""), str(row["claim_end"] or ""), row[key])
    ):
        house = _house(row)
        yield from ((earlier, row) for earlier in kin[house].values())
        yield from ((earlier, row) for name, earlier in others.items() if name != house)
        _remember(kin[house], row.get("stance") and (row["source"], row["stance"]) or "number", row)
        if row.get("stance") != "no comment":
            _remember(others, house, row)


def _remember(latest: OrderedDict[Any, Row], key: Any, row: Row) -> None:
    """Put a row last, and let go of the one that spoke longest ago."""
    latest[key] = row
    latest.move_to_end(key)
    if len(latest) > LOOK_BACK:
        latest.popitem(last=False)


def _compared(earlier: Row, later: Row) -> tuple[str, str] | None:
    """How two numbers stand; None where they are about different days."""
    names = (
        f"{earlier['origin'] or 'an article'}: {earlier['stated']}; "
        f"{later['origin'] or 'an article'}: {later['stated']}"
    )
    one, other = _interval(earlier), _interval(later)
    if _kin(earlier, later) and _after(later, earlier):
        if earlier["polarity"] != later["polarity"] or one != other:
            return "supersedes", f"{names}; the later word of the same house"
        return "same", names
    if not _meet(earlier, later):
        return None
    if earlier["polarity"] != later["polarity"]:
        return "contradicts", f"{names}; one of them is denied"
    return _by_interval(
        one, other, names, simultaneous=not _may_have_grown(earlier, later), within=_within(later, earlier)
    )


def _kin(one: Row, other: Row) -> bool:
    return (one["house"] or one["origin"]) is not None and (one["house"] or one["origin"]) == (
        other["house"] or other["origin"]
    )


def _after(later: Row, earlier: Row) -> bool:
    end = earlier["claim_end"] or earlier["claim_start"]
    return end is not None and later["claim_start"] is not None and later["claim_start"] > end


def _meet(one: Row, other: Row) -> bool:
    """Whether two numbers can be about the same days."""
    first, second = days_of(one), days_of(other)
    return first is None or second is None or (first[0] <= second[1] and second[0] <= first[1])


def _may_have_grown(one: Row, other: Row) -> bool:
    """Whether the larger of two totals can have been told on a later day than the smaller."""
    if any(
        row["basis"] not in GROWING or row["event_start"] or not row["claim_start"] for row in (one, other)
    ):
        return False
    small, large = sorted((one, other), key=_interval)
    return bool((large["claim_end"] or large["claim_start"]) > small["claim_start"])


Interval = tuple[float, bool, float, bool]


def _interval(row: Row) -> Interval:
    """What a number leaves possible; "about" it a fifth to either side, which tells far from near."""
    low, high, value = row["low"], row["high"], row["value"]
    if low is None and high is None and value is not None:
        return (value * (1 - ABOUT), False, value * (1 + ABOUT), False)
    return (
        float("-inf") if low is None else low,
        row["low_open"],
        float("inf") if high is None else high,
        row["high_open"],
    )


def _by_interval(
    one: Interval, other: Interval, names: str, *, simultaneous: bool, within: bool
) -> tuple[str, str]:
    if one == other:
        return "same", names
    low, high = max(one[0], other[0]), min(one[2], other[2])
    touching = (
        (low == one[0] and one[1])
        or (low == other[0] and other[1])
        or (high == one[2] and one[3])
        or (high == other[2] and other[3])
    )
    if (low > high or (low == high and touching)) and not simultaneous:
        return "compatible", f"{names}; the larger may have been reached after the smaller was told"
    if low > high or (low == high and touching):
        return "contradicts", f"{names}; no number satisfies both"
    if within:
        return "refines", f"{names}; the later lies within the earlier"
    return "compatible", f"{names}; both can be so"


def _of_stances(rows: Iterable[Row]) -> Iterator[Pair]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["topic"]].append(row)
    for topic, group in groups.items():
        for earlier, later in _neighbours(group, "stance_id"):
            found = _opposed(earlier, later)
            if found:
                yield earlier["stance_id"], later["stance_id"], found[0], topic, found[1]
        yield from _silences(group, topic)


def _opposed(earlier: Row, later: Row) -> tuple[str, str] | None:
    names = f"{earlier['source']}: {earlier['stance']}; {later['source']}: {later['stance']}"
    kin = (earlier["house"] or earlier["source"]) == (later["house"] or later["source"])
    if later["silent"] and kin:
        return None  # compared with every word of the house, in `_silences`
    if {SIDES[earlier["stance"]], SIDES[later["stance"]]} == OPPOSED and not kin:
        return "contradicts", names
    turned = SIDES[earlier["stance"]] != SIDES[later["stance"]] and later["stance"] != "affirmed"
    if kin and turned and _after(later, earlier) and "no comment" not in (later["stance"], earlier["stance"]):
        return "supersedes", f"{names}; the later word of the same house"
    if kin and earlier["stance"] == later["stance"] and earlier["source"] != later["source"]:
        return "same", names
    return None


def _silences(group: Sequence[Row], topic: str) -> Iterator[Pair]:
    """A word on record contradicts the later statement that its house has not commented."""
    spoke: dict[str, Row] = {}
    for row in sorted(group, key=lambda row: (str(row["claim_start"] or ""), row["stance_id"])):
        house = row["house"] or row["source"]
        before = spoke.get(house)
        if row["silent"] and before and _after(row, before):
            why = f"{before['source']}: {before['stance']}; yet {row['source']} is said not to have commented"
            yield before["stance_id"], row["stance_id"], "contradicts", topic, why
        if row["stance"] != "no comment" and (before is None or _says_more(row, before)):
            spoke[house] = row


def _says_more(row: Row, before: Row) -> bool:
    return STRENGTH.index(row["stance"]) <= STRENGTH.index(before["stance"])
