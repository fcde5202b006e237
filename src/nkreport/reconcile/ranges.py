"""Feasible ranges: what all bounds that stand leave possible; a point only where enough origins identify it.

A range is an intersection, so that each end has the claims that set it (interval censoring: Turnbull
1976, with every report a censored observation of one number). For what is counted over days a lower
bound holds for every longer span and an upper bound for every shorter one; so a lower bound stands
where its days lie within the span that is asked for, and an upper bound where its days cover it. A
total as of a day may have grown afterwards: its upper bound stands only at the end of the span, and so
does the lower bound of a stock, which may have shrunk.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from nkreport import tables
from nkreport.errors import ParameterError
from nkreport.reconcile.claims import UNLIKE, Row, circle_between, identity
from nkreport.reconcile.model import NOISE, estimate
from nkreport.reconcile.who import Circle
from nkreport.tables.derived import CLAIMS, RANGES

if TYPE_CHECKING:
    import pandas as pd

    from nkreport.analyst import Knowledge

AT_LEAST = 3  # independent named origins that identify a point
SLACK = dt.timedelta(days=7)  # days by which the ends of two spans may differ and still be meant to be one
HEDGED = ("possible", "unconfirmed")
COUNTED_OVER_DAYS = ("increment", "cumulative")
AS_OF = ("stock", "cumulative", "unspecified")  # totals as of a day
Span = tuple[dt.date, dt.date]
WORDS = {
    "increment": "on top of earlier numbers",
    "stock": "present",
    "cumulative": "so far in all",
    "rate": "as a rate",
    "capacity": "of capacity",
    "unspecified": "",
}


def ranges(
    claimed: pd.DataFrame,
    *,
    since: str = "",
    until: str = "",
    at_least: int = AT_LEAST,
    assertions: pd.DataFrame | None = None,
    knowledge: Knowledge | Circle | None = None,
) -> pd.DataFrame:
    """One range for each measure (kind, party, status, basis) and span of days of the table `claims`.

    With `since` and `until` (ISO days) the span is the one asked for; without them, spans are those whose
    claims' days hang together. Denied numbers bound nothing; kinds that hold unlike things (`other`,
    `money`) have no range. A point needs `at_least` independent origins.
    """
    circle = circle_between(assertions, knowledge)
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in tables.to_rows(CLAIMS, claimed):
        if row["polarity"] == "affirmed" and row["kind"] not in UNLIKE:
            groups[row["kind"], row["party"], row["status"], row["basis"]].append(row)
    asked = _asked(since, until)
    found = [
        _range(key, span, members, circle, at_least)
        for key, group in groups.items()
        for span, members in ([(asked, _within(group, asked))] if asked else _spans(group))
        if members
    ]
    return tables.to_frame(
        RANGES, sorted(found, key=lambda row: (row["kind"], str(row["start"]), row["range_id"]))
    )


def _asked(since: str, until: str) -> Span | None:
    if not since and not until:
        return None
    try:
        first = dt.date.fromisoformat(since) if since else dt.date.min
        last = dt.date.fromisoformat(until) if until else dt.date.max
    except ValueError as error:
        raise ParameterError(f"not a day: {error}", remedy="write days as 2025-01-31") from error
    if last < first:
        raise ParameterError(f"until {until} lies before since {since}", remedy="change them round")
    return first, last


def days_of(claim: Mapping[str, Any]) -> Span | None:
    """The days that a claim is about: those of the event, at most until the claim itself, else the claim's.

    What is only expected may lie after the claim.
    """
    start, end = claim["event_start"], claim["event_end"]
    if start is None and end is None:
        start, end = claim["claim_start"], claim["claim_end"]
        return (start, end or start) if start else None
    said = claim["claim_end"] or claim["claim_start"]
    if end is None or (said and end > said and claim["status"] == "occurred"):
        end = said or start
    start = start or min(end, claim["claim_start"] or end)
    return (min(start, end), end)


def _spans(group: Sequence[Row]) -> Iterator[tuple[Span | None, list[Row]]]:
    """The spans whose claims' days hang together, by a sweep; claims without any day stand by themselves."""
    dated = [(days, row) for row in group if (days := days_of(row))]
    undated = [row for row in group if not days_of(row)]
    part: list[Row] = []
    first = last = dt.date.min
    for (start, end), row in sorted(dated, key=lambda item: (item[0], item[1]["claim_id"])):
        if part and start > last:
            yield (first, last), part
            part = []
        first, last = (start, end) if not part else (first, max(last, end))
        part.append(row)
    if part:
        yield (first, last), part
    if undated:
        yield None, undated


def _within(group: Sequence[Row], span: Span) -> list[Row]:
    return [row for row in group if (days := days_of(row)) and days[0] <= span[1] and span[0] <= days[1]]


def _range(
    key: tuple[Any, ...], span: Span | None, members: Sequence[Row], circle: Circle, at_least: int
) -> Row:
    kind, party, status, basis = key
    gone = _superseded(members)
    standing = [row for row in members if row["claim_id"] not in gone and row["certainty"] not in HEDGED]
    lows = [row for row in standing if row["low"] is not None and _bounds_below(row, span)]
    highs = [row for row in standing if row["high"] is not None and _bounds_above(row, span)]
    named = sorted({row["origin"] for row in standing if row["origin_kind"] == "named"})
    used = {row["claim_id"] for row in (*lows, *highs)}
    vague = {row["claim_id"] for row in standing if row["low"] is None and row["high"] is None}
    found: Row = {
        "range_id": identity("g", *key, span and span[0], span and span[1]),
        "kind": kind,
        "party": party,
        "status": status,
        "basis": basis,
        "start": _open_day(span and span[0]),
        "end": _open_day(span and span[1]),
        **_low(lows),
        **_high(highs),
        "claims": sorted(row["claim_id"] for row in members),
        "set_aside": sorted(row["claim_id"] for row in members if row["claim_id"] not in used | vague),
        "origins": named,
        "independent": circle.independent(named),
    }
    found["state"] = _state(found)
    found |= _point(found, standing, circle, at_least)
    return found | {"wording": wording(found)}


def _open_day(day: dt.date | None) -> dt.date | None:
    return None if day in (dt.date.min, dt.date.max) else day


def _bounds_below(claim: Row, span: Span | None) -> bool:
    days = days_of(claim)
    if span is None or days is None:
        return True
    if not _over_days(claim):
        return claim["basis"] != "stock" or _minus(span[1]) <= days[1]
    return _minus(span[0]) <= days[0] and days[1] <= _plus(span[1])


def _bounds_above(claim: Row, span: Span | None) -> bool:
    days = days_of(claim)
    if span is None or days is None:
        return True
    if not _over_days(claim):
        return claim["basis"] not in AS_OF or _minus(span[1]) <= days[1]
    return days[0] <= _plus(span[0]) and _minus(span[1]) <= days[1]


def _over_days(claim: Row) -> bool:
    return claim["basis"] in COUNTED_OVER_DAYS and claim["event_start"] is not None


def _minus(day: dt.date) -> dt.date:
    return day if day < dt.date.min + SLACK else day - SLACK


def _plus(day: dt.date) -> dt.date:
    return day if day > dt.date.max - SLACK else day + SLACK


def _superseded(members: Sequence[Row]) -> set[str]:
    """Claims that the same origin replaced later by another number about the same days."""
    latest: dict[tuple[Any, ...], Row] = {}
    gone = set()
    for row in sorted(members, key=lambda row: (str(row["claim_start"]), row["claim_id"])):
        if row["origin_kind"] != "named" or row["claim_start"] is None or row["certainty"] in HEDGED:
            continue
        key = (row["origin"], row["event_start"], row["event_end"])
        before = latest.get(key)
        if before and (before["claim_end"] or before["claim_start"]) < row["claim_start"]:
            gone.add(before["claim_id"])
        latest[key] = row
    return gone


def _low(claims: Sequence[Row]) -> Row:
    """The greatest lower bound; where two are equal the open one is the narrower."""
    if not claims:
        return {"low": None, "low_open": False, "low_claims": []}
    end = max((row["low"], row["low_open"]) for row in claims)
    setters = sorted(row["claim_id"] for row in claims if (row["low"], row["low_open"]) == end)
    return {"low": end[0], "low_open": end[1], "low_claims": setters}


def _high(claims: Sequence[Row]) -> Row:
    if not claims:
        return {"high": None, "high_open": False, "high_claims": []}
    end = min((row["high"], not row["high_open"]) for row in claims)
    setters = sorted(row["claim_id"] for row in claims if (row["high"], not row["high_open"]) == end)
    return {"high": end[0], "high_open": not end[1], "high_claims": setters}


def _state(found: Row) -> str:
    low, high = found["low"], found["high"]
    if low is None or high is None:
        return "no bound" if low is high is None else "open above" if high is None else "open below"
    empty = low > high or (low == high and (found["low_open"] or found["high_open"]))
    return "contradictory" if empty else "bounded"


def _point(found: Row, standing: Sequence[Row], circle: Circle, at_least: int) -> Row:
    """A point estimate, or the reason why there is none."""
    refusal = _refusal(found, standing, at_least)
    modelled = None if refusal else estimate(standing, root=circle.root)
    if modelled is None:
        why = refusal or "no number is likely by all reports"
    elif not _within_ends(modelled.median, found):
        why = "the model's number lies outside the bounds"
    else:
        return {"point": modelled.median, "method": modelled.label(), "refusal": None}
    return {"point": None, "method": None, "refusal": f"no point estimate: {why}"}


def _refusal(found: Row, standing: Sequence[Row], at_least: int) -> str | None:
    """Why no point can be identified; None where one can."""
    if found["independent"] < at_least:
        noun = "origin" if found["independent"] == 1 else "origins"
        named = ", ".join(found["origins"]) or "none"
        return f"{found['independent']} independent named {noun} ({named}), {at_least} needed"
    if found["state"] == "contradictory":
        return "the bounds contradict each other"
    if found["basis"] in ("rate", "capacity"):
        return f"a {found['basis']} is no number of things that are there"
    days = [span for row in standing if not _over_days(row) and (span := days_of(row))]
    if days and max(end for _, end in days) - min(start for start, _ in days) > SLACK:
        return "the number may have changed within these days"
    return None


def _within_ends(value: float, found: Row) -> bool:
    """Whether a modelled number lies within the bounds, up to the model's own noise."""
    low, high = found["low"], found["high"]
    above = low is None or value >= low * (1 - NOISE)
    return above and (high is None or value <= high * (1 + NOISE))


def wording(row: Mapping[str, Any]) -> str:
    """A range in words; a contradiction is told as such and never as a number.

    >>> wording({"low": 1000.0, "low_open": True, "high": 3000.0, "high_open": False, "state": "bounded",
    ...          "kind": "troops", "basis": "increment", "status": "occurred", "independent": 0})
    'more than 1,000 and at most 3,000 troops on top of earlier numbers'
    """
    low, high = _number(row["low"]), _number(row["high"])
    least = f"{'more than' if row['low_open'] else 'at least'} {low}" if low else ""
    most = f"{'fewer than' if row['high_open'] else 'at most'} {high}" if high else ""
    tail = " ".join(
        filter(
            None, [row["kind"], WORDS[row["basis"]], "only expected" if row["status"] == "expected" else ""]
        )
    )
    if row["state"] == "contradictory":
        return f"contradictory: {least}, yet {most} {tail}"
    if row["state"] == "bounded" and low == high:
        return f"{low} {tail}, as stated"
    return f"{' and '.join(filter(None, [least, most])) or 'no bound is stated for'} {tail}"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.2f}".rstrip("0").rstrip(".")


__all__ = ["AT_LEAST", "NOISE", "days_of", "ranges", "wording"]
