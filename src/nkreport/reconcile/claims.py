"""Rows → claims → numbers: one claim an origin however many articles carry it, and who is behind a number.

Counting articles as witnesses is the oldest trap of the trade: several articles repeat one agency. So a
row is traced to the first origin that its text names; rows with the same measure, basis, party, number,
origin and days are one claim; a number then has as many origins as claims name, and a medium that
names no source has none (NATO AJP-2.1 on circular reporting; ICD 206 on sourcing).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from nkreport import tables
from nkreport.reconcile.who import ITSELF, Circle, circle_of
from nkreport.tables.derived import CLAIMS, DEPENDENCES, ORIGINS

if TYPE_CHECKING:
    import pandas as pd

    from nkreport.analyst import Knowledge

Row = dict[str, Any]

# A day that is only the day of publication says "not after"; news is repeated for about a week.
REPEATED_DAYS = 7
FIRMNESS = ("unconfirmed", "possible", "probable", "certain")
# English, not this subject: which words leave the number itself out. "At least" and "up to" do not.
STRICT_LOWER = (
    "more than",
    "over",
    "above",
    "exceed",
    "upward",
    "north of",
    "greater",
    "past",
    "pass",
    "top",
    "beyond",
    "well over",
    "plus",
    "surpass",
    "higher than",
    "in excess of",
)
STRICT_UPPER = (
    "fewer than",
    "less than",
    "under",
    "below",
    "nearly",
    "almost",
    "close to",
    "closer to",
    "approaching",
    "just short of",
    "not quite",
    "shy of",
)
UNLIKE = ("other", "money")  # kinds that hold unlike things: a sum of pay is no treaty, a village no ship
MEASURES = {"increment": "increment", "rate": "rate", "capacity": "capacity"}


def claims(
    figures: pd.DataFrame,
    articles: pd.DataFrame | None = None,
    *,
    assertions: pd.DataFrame | None = None,
    knowledge: Knowledge | Circle | None = None,
) -> pd.DataFrame:
    """The claims of the table `figures`: one row an origin and number, whatever the number of articles.

    `articles` gives outlets and days of publication; `assertions` are read for what bodies say of working
    together. Several sources of one figure make a claim each. Sorting makes it n log n.
    """
    circle = circle_between(assertions, knowledge)
    return tables.to_frame(CLAIMS, claim_rows(figures, articles, circle))


def origins(
    claimed: pd.DataFrame,
    *,
    assertions: pd.DataFrame | None = None,
    knowledge: Knowledge | Circle | None = None,
) -> pd.DataFrame:
    """Who stands behind each stated number: articles, outlets, named origins and how many are independent."""
    circle = circle_between(assertions, knowledge)
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in tables.to_rows(CLAIMS, claimed):
        groups[row["number_id"]].append(row)
    found = [_number(group, circle) for group in groups.values()]
    return tables.to_frame(
        ORIGINS, sorted(found, key=lambda row: (row["kind"], -row["articles"], row["number_id"]))
    )


def dependences(assertions: pd.DataFrame, *, knowledge: Knowledge | Circle | None = None) -> pd.DataFrame:
    """Which bodies are not independent of each other, by their own words or the analyst's."""
    circle = circle_between(assertions, knowledge)
    return tables.to_frame(
        DEPENDENCES,
        [
            {
                "dependence_id": identity("d", tie.body, tie.on, tie.told_by),
                "body": tie.body,
                "on": tie.on,
                "told_by": tie.told_by,
                "reason": tie.reason,
                "rows": list(tie.rows),
            }
            for tie in circle.dependences
        ],
    )


def circle_between(assertions: pd.DataFrame | None, knowledge: Knowledge | Circle | None) -> Circle:
    """What is known of the sources, from a frame of assertions and the analyst; a circle stays as it is."""
    if isinstance(knowledge, Circle):
        return knowledge
    rows = [] if assertions is None else tables.to_rows(tables.ASSERTIONS, assertions)
    return circle_of(rows, knowledge)


def claim_rows(figures: pd.DataFrame, articles: pd.DataFrame | None, circle: Circle) -> list[Row]:
    """The claims as rows, in order of kind, day and id."""
    known = published(articles)
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in tables.to_rows(tables.FIGURES, figures):
        for name in row["source"] or [None]:
            groups[_key(row, name)].append(_dated(row, known.get(row["article_id"])))
    found = [_claim(key, part, circle) for key, group in groups.items() for part in _by_days(group)]
    return sorted(found, key=lambda row: (row["kind"], str(row["claim_start"]), row["claim_id"]))


def published(articles: pd.DataFrame | None) -> dict[str, Row]:
    """Outlet and days of each article."""
    rows = [] if articles is None else tables.to_rows(tables.ARTICLES, articles)
    return {row["article_id"]: row for row in rows}


def measure(basis: str) -> str:
    """Which numbers may be compared: stocks, cumulative ones and those not told apart are totals."""
    return MEASURES.get(basis, "total")


def _key(row: Row, name: str | None) -> tuple[Any, ...]:
    """What makes rows one claim, but for their days."""
    number = row["value"] if row["value"] is not None else (row["low"], row["high"])
    measured = measure(row["basis"])
    thing = (row["counted"] or row["figure_id"]).lower() if row["kind"] in UNLIKE else row["kind"]
    return (row["kind"], row["party"], row["status"], row["polarity"], measured, number, thing, name)


def _dated(row: Row, article: Row | None) -> Row:
    """The row with its outlet, and the span of days in which its claim can have been made first."""
    start, end = row["claim_start"], row["claim_end"]
    own = article is None or start is None or start != article["published"]
    first = start if own or start is None else start - dt.timedelta(days=REPEATED_DAYS)
    return row | {
        "outlet": article and article["outlet"],
        "first": first or dt.date.min,
        "last": end or start or dt.date.max,
    }


def _by_days(group: Sequence[Row]) -> Iterable[list[Row]]:
    """Rows whose days hang together: a sweep over spans in order, which does not ask who came first."""
    part: list[Row] = []
    until = dt.date.min
    for row in sorted(group, key=lambda row: (row["first"], row["last"], row["figure_id"])):
        if part and row["first"] > until and row["first"] != dt.date.min:
            yield part
            part, until = [], dt.date.min
        part.append(row)
        until = max(until, row["last"])
    yield part


def _claim(key: tuple[Any, ...], rows: Sequence[Row], circle: Circle) -> Row:
    kind, party, status, polarity, measured, number, thing, name = key
    origin = circle.origin(name)
    ends = [row for row in rows if row["claim_start"]]
    found: Row = {
        "number_id": identity("n", kind, party, status, polarity, measured, number, thing),
        "kind": kind,
        "party": party,
        "status": status,
        "polarity": polarity,
        "basis": _basis(rows),
        "value": rows[0]["value"],
        "bounds": sorted({row["bound"] for row in rows}),
        "origin": origin.name,
        "origin_kind": origin.kind,
        "house": origin.house,
        "event_start": min((row["event_start"] for row in rows if row["event_start"]), default=None),
        "event_end": max((row["event_end"] for row in rows if row["event_end"]), default=None),
        "claim_start": min((row["claim_start"] for row in ends), default=None),
        "claim_end": min((row["claim_end"] for row in ends if row["claim_end"]), default=None),
        "certainty": min((row["certainty"] for row in rows), key=FIRMNESS.index),
        "additional": any(row["additional"] for row in rows),
        "stated": words_of(min(rows, key=lambda row: (str(row["claim_start"]), row["figure_id"]))),
        "article_ids": sorted({row["article_id"] for row in rows}),
        "outlet_names": sorted({row["outlet"] for row in rows if row["outlet"]}),
        "rows": sorted({row["figure_id"] for row in rows}),
        "corrected": any(row["correction"] for row in rows),
    }
    found |= _ends(rows)
    found |= {"articles": len(found["article_ids"]), "outlets": len(found["outlet_names"])}
    if found["claim_end"] and found["claim_end"] < found["claim_start"]:
        found["claim_end"] = found["claim_start"]
    day = found["claim_start"] if found["claim_start"] else ""
    return found | {"claim_id": identity("c", *map(str, key), str(day))}


def _basis(rows: Sequence[Row]) -> str:
    """The basis that the rows name; where two name different ones it is not known."""
    named = {row["basis"] for row in rows} - {"unspecified"}
    return named.pop() if len(named) == 1 else "unspecified"


def _ends(rows: Sequence[Row]) -> Row:
    """The weakest of what the rows state: a relay that drops "more than" must not make the number firm."""
    lows = [(row["low"], strict(row, "lower")) for row in rows]
    highs = [(row["high"], strict(row, "upper")) for row in rows]
    low = min(lows) if all(value is not None for value, _ in lows) else (None, False)
    high = (
        max(highs, key=lambda end: (end[0], not end[1]))
        if all(value is not None for value, _ in highs)
        else (None, False)
    )
    return {"low": low[0], "low_open": low[1], "high": high[0], "high_open": high[1]}


def strict(row: Mapping[str, Any], bound: str) -> bool:
    """Whether the words of a bound leave the number itself out.

    >>> strict({"bound": "lower", "modifier": "more than"}, "lower")
    True
    >>> strict({"bound": "lower", "modifier": "at least"}, "lower")
    False
    """
    words = (row["modifier"] or "").lower()
    return row["bound"] == bound and words.startswith(STRICT_LOWER if bound == "lower" else STRICT_UPPER)


def words_of(row: Mapping[str, Any]) -> str:
    """A number with its bound, in few words."""
    words = str(row["modifier"] or "").lower()
    text = str(row["text"])
    if not words or words in text.lower():
        return text
    behind = words in ("or so", "or more", "or fewer", "or less", "at most", "at least", "plus", "+")
    sentence = str(row["sentence"]).lower()
    return f"{text} {words}" if behind and f"{text.lower()} {words}" in sentence else f"{words} {text}"


def _number(group: Sequence[Row], circle: Circle) -> Row:
    first = min(group, key=lambda row: (str(row["claim_start"]), row["claim_id"]))
    rows = sorted({row for claim in group for row in claim["rows"]})
    named = sorted({row["origin"] for row in group if row["origin_kind"] == "named"})
    return {
        "number_id": first["number_id"],
        "kind": first["kind"],
        "party": first["party"],
        "status": first["status"],
        "polarity": first["polarity"],
        "measure": measure(first["basis"]),
        "value": first["value"],
        "stated": first["stated"],
        "articles": len({name for row in group for name in row["article_ids"]}),
        "outlets": len({name for row in group for name in row["outlet_names"]}),
        "origins": named,
        "unnamed": sorted({row["origin"] for row in group if row["origin_kind"] == "unnamed"}),
        "unknown": sorted(
            {row["origin"] or ITSELF for row in group if row["origin_kind"] in ("medium", "none")}
        ),
        "independent": circle.independent(named),
        "claims": sorted(row["claim_id"] for row in group),
        "rows": rows,
    }


def identity(mark: str, *parts: Any) -> str:
    """A short id from what a row is, the same at every run."""
    return f"{mark}-{hashlib.sha256(repr(parts).encode()).hexdigest()[:10]}"
