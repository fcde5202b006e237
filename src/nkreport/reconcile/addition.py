"""What may be added to what: sums that hold, refusals that say why, and the readings that a text allows.

`basis` and `status` decide. A stock counts people who are there, so that two stocks of one party count
the same people twice; an increment comes on top of something; a rate has no total; a plan is no arrival.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from nkreport import tables
from nkreport.analyst import Decision
from nkreport.errors import AdditionError, InputError
from nkreport.reconcile.claims import Row, identity, measure, strict
from nkreport.tables.derived import READINGS

if TYPE_CHECKING:
    import pandas as pd

HARM = frozenset(("killed", "wounded"))  # may make up `casualties` together, where one source tells both
PEOPLE = frozenset(("troops", "killed", "wounded", "casualties", "captured", "workers"))
NOT_TOTALS = ("rate", "capacity")


def add(figures: pd.DataFrame) -> dict[str, Any]:
    """The sum of figures or claims (rows of `figures` or of `claims`), as ends that hold, with its kind.

    Gives `kind`, `party`, `status`, `value`, `low`, `low_open`, `high`, `high_open` and `rows`. An end is
    None where one of the numbers has none; `value` is None unless all are exact. Raises AdditionError, with
    the reason and a remedy, where the numbers may not be added: a plan to an arrival, a rate to a stock,
    casualties to troops, two totals, an increment to a number that may hold it already.
    """
    rows = [
        dict(zip(figures.columns, values, strict=True))
        for values in figures.itertuples(index=False, name=None)
    ]
    rows = [{name: None if _null(value) else value for name, value in row.items()} for row in rows]
    if len(rows) < 2:
        raise AdditionError(f"{len(rows)} number given", remedy="give two or more to add")
    for one, other in combinations(rows, 2):
        refused = next(_refusals(one, other), None)
        if refused:
            why, remedy = refused
            raise AdditionError(f"{_named(one)} and {_named(other)} may not be added: {why}", remedy=remedy)
    kinds = {row["kind"] for row in rows}
    return {
        "kind": kinds.pop() if len(kinds) == 1 else "casualties",
        "party": rows[0]["party"],
        "status": rows[0]["status"],
        "rows": [_id(row) for row in rows],
        **_sum(rows),
    }


def _null(value: Any) -> bool:
    return (
        value is None
        or (isinstance(value, float) and value != value)
        or type(value).__name__ in ("NaTType", "NAType")
    )


def _id(row: Row) -> str:
    return str(row.get("figure_id") or row.get("claim_id"))


def _named(row: Row) -> str:
    words = row.get("stated") or row.get("text") or _id(row)
    return f"“{words}” ({row['kind']}, {row['status']}, {row['basis']})"


def _refusals(one: Row, other: Row) -> Iterator[tuple[str, str]]:
    """Every reason why two numbers may not be added, each with what to do instead."""
    kinds = {one["kind"], other["kind"]}
    if "negated" in (one["polarity"], other["polarity"]):
        yield "one of them is denied", "leave the denied number out"
    if len(kinds) > 1 and kinds != HARM:
        yield f"{one['kind']} and {other['kind']} are different things", "add numbers of one kind"
    if one["party"] != other["party"]:
        yield (
            f"they are of {one['party'] or 'nobody named'} and of {other['party'] or 'nobody named'}",
            "add those of one party",
        )
    if one["status"] != other["status"]:
        yield "one is a plan and the other an arrival", "wait for a claim that the plan was carried out"
    bases = {one["basis"], other["basis"]}
    for basis in NOT_TOTALS:
        if basis in bases:
            yield f"a {basis} is no number of things that are there", f"leave the {basis} out"
    if kinds == HARM:
        yield from _apart(one, other)
    elif not bases & set(NOT_TOTALS):
        yield from _overlaps(one, other)


def _apart(one: Row, other: Row) -> Iterator[tuple[str, str]]:
    if (_source(one), _days(one)) != (_source(other), _days(other)):
        yield (
            "killed and wounded are told by different sources or of different days",
            "add those of one source and day",
        )


def _overlaps(one: Row, other: Row) -> Iterator[tuple[str, str]]:
    """Two totals count the same things; an increment may be held in a later total already."""
    first, second = sorted((one, other), key=lambda row: measure(row["basis"]) != "total")
    if measure(second["basis"]) == "total":
        yield "both are totals, which count the same twice", "compare them with reconcile.relations"
    elif measure(first["basis"]) == "increment":
        yield from _increments(first, second)
    elif first["basis"] == "unspecified":
        yield (
            "the text does not tell whether the one holds the other already",
            ("look at reconcile.readings, and decide in data/decisions.toml"),
        )
    elif _days(first)[1] is None or _days(second)[0] is None or _days(second)[0] <= _days(first)[1]:
        yield "the increment does not begin after the day of the total", "take a total from before it"


def _increments(one: Row, other: Row) -> Iterator[tuple[str, str]]:
    spans = [_days(one), _days(other)]
    if any(day is None for span in spans for day in span):
        yield "two increments without days of their own may be the same one", "decide which stands"
    elif spans[0][0] <= spans[1][1] and spans[1][0] <= spans[0][1]:
        yield "their days overlap, so that they count the same twice", "take one, or intersect their bounds"


def _source(row: Row) -> str:
    return str(row["origin"] if "origin" in row else row["source"])


def _days(row: Row) -> tuple[Any, Any]:
    """The days of what is counted; of a stock without such days those of the claim."""
    if row.get("event_start") is not None or row.get("event_end") is not None:
        return row["event_start"], row["event_end"]
    return (row["claim_start"], row["claim_end"]) if row["basis"] == "stock" else (None, None)


def _sum(rows: Sequence[Row]) -> Row:
    lows, highs = [row["low"] for row in rows], [row["high"] for row in rows]
    exact = all(row["low"] is not None and row["low"] == row["high"] for row in rows)
    return {
        "value": sum(lows) if exact else None,
        "low": None if None in lows else sum(lows),
        "low_open": any(_open(row, "low") for row in rows) and None not in lows,
        "high": None if None in highs else sum(highs),
        "high_open": any(_open(row, "high") for row in rows) and None not in highs,
    }


def _open(row: Row, end: str) -> bool:
    name = f"{end}_open"
    return bool(row[name]) if name in row else strict(row, "lower" if end == "low" else "upper")


# --- readings ---


def readings(figures: pd.DataFrame, decisions: Sequence[Decision] = ()) -> pd.DataFrame:
    """Both readings of each number that is said to be additional and has no days of its own.

    The earlier number is the nearest before it in the article, of the same kind and party and not itself
    additional. A total by either reading keeps the status of the additional number: a plan plus an arrival
    is a plan. A decision that matches no such number is an InputError.
    """
    rows = tables.to_rows(tables.FIGURES, figures)
    found = [reading for row, base in _ambiguous(rows) for reading in _both(row, base, rows)]
    return tables.to_frame(READINGS, _decided(found, rows, decisions))


def _ambiguous(rows: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """The additional numbers with the earlier number that each may be on top of."""
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row["article_id"], row["start"])):
        before = groups[row["article_id"], row["kind"], row["party"]]
        if not row["additional"]:
            before.append(row)
        elif before and row["event_start"] is None and row["polarity"] == "affirmed":
            yield row, before[-1]


def _both(row: Row, base: Row, rows: Sequence[Row]) -> Iterator[Row]:
    whole = {
        "low": row["low"],
        "low_open": strict(row, "lower"),
        "high": row["high"],
        "high_open": strict(row, "upper"),
    }
    lows, highs = (row["low"], base["low"]), (row["high"], base["high"])
    top = {
        "low": None if None in lows else sum(lows),
        "high": None if None in highs else sum(highs),
        "low_open": None not in lows and (strict(row, "lower") or strict(base, "lower")),
        "high_open": None not in highs and (strict(row, "upper") or strict(base, "upper")),
    }
    value, earlier = row["value"], base["value"]
    totals = {"in all": value, "on top": None if None in (value, earlier) else value + earlier}
    for reading, ends in (("in all", whole), ("on top", top)):
        yield {
            "reading_id": identity("r", row["figure_id"], reading),
            "figure_id": row["figure_id"],
            "base_id": base["figure_id"],
            "reading": reading,
            "status": row["status"],
            "total": totals[reading],
            **ends,
            "speaks_for": _reasons(row, base, reading, totals, rows),
            "decided": "open",
            "reason": None,
        }


def _reasons(row: Row, base: Row, reading: str, totals: Row, rows: Sequence[Row]) -> list[str]:
    """What in the texts speaks for a reading: their words, and others' numbers that lie nearer to it."""
    found = []
    if reading == "on top":
        found.append(f"the words of the text, which set it beside {base['text']}: {_quoted(row)}")
    for other in sorted(rows, key=lambda row: row["figure_id"]):
        if (other["kind"], other["party"], other["status"]) == (row["kind"], row["party"], row["status"]):
            if other["figure_id"] != row["figure_id"] and other["value"] and None not in totals.values():
                if min(totals, key=lambda name: abs(totals[name] - other["value"])) == reading:
                    found.append(
                        f"{', '.join(other['source']) or 'another text'}: {other['text']} in "
                        f"{other['article_id']}"
                    )
    return list(dict.fromkeys(found)) or ["nothing in these articles but that the text does not exclude it"]


def _quoted(row: Row) -> str:
    return f"“{row['sentence'].strip()}”"


def _decided(found: list[Row], rows: Sequence[Row], decisions: Sequence[Decision]) -> list[Row]:
    places = {row["figure_id"]: (row["article_id"], row["text"], row["start"]) for row in rows}
    for decision in decisions:
        meant = {row["figure_id"] for row in found if _means(decision, places[row["figure_id"]])}
        if len(meant) != 1:
            what = (
                "matches no number with two readings" if not meant else "matches several numbers; add start"
            )
            raise InputError(
                f"the decision on “{decision.text}” in {decision.article} {what}",
                where="data/decisions.toml",
                remedy="mend the entry, or remove it",
            )
        found = [_settled(row, decision) if row["figure_id"] in meant else row for row in found]
    return found


def _means(decision: Decision, place: tuple[str, str, int]) -> bool:
    article, text, start = place
    return (article, text) == (decision.article, decision.text) and decision.start in (None, start)


def _settled(row: Row, decision: Decision) -> Row:
    state = "chosen" if row["reading"] == decision.reading else "rejected"
    return row | {"decided": state, "reason": decision.reason}
