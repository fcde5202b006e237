"""Reliability of the source and credibility of the claim: two grades, apart, after the Admiralty code.

NATO AJP-2.1 grades a source A to F by its record and an item 1 to 6 by what confirms it, each without
regard to the other. The first is a judgement and belongs to the analyst; it is F until
`data/sources.toml` assigns it. The second is computed here, with its computation shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from nkreport import tables
from nkreport.reconcile.claims import Row, circle_between
from nkreport.reconcile.who import Circle
from nkreport.tables.derived import CLAIMS, GRADES, RELATION_TABLE

if TYPE_CHECKING:
    import pandas as pd

    from nkreport.analyst import Knowledge

AGREE = ("same", "refines", "compatible")


def grades(
    claimed: pd.DataFrame,
    related: pd.DataFrame,
    *,
    assertions: pd.DataFrame | None = None,
    knowledge: Knowledge | Circle | None = None,
) -> pd.DataFrame:
    """Both grades of every claim; `related` is the table `relations`.

    Support is another origin's claim of the same number, or one whose interval states the same; that two
    bounds are merely compatible supports nothing. Unknown and unnamed origins neither support nor deny.
    """
    circle = circle_between(assertions, knowledge)
    rows = {row["claim_id"]: row for row in tables.to_rows(CLAIMS, claimed)}
    support, against = _sides(rows, tables.to_rows(RELATION_TABLE, related))
    known = {source.name: source for source in circle.knowledge.sources}
    found = []
    for claim_id, row in rows.items():
        source = known.get(row["origin"] or "")
        grade, computation = _credibility(row, support[claim_id], against[claim_id], circle)
        found.append(
            {
                "claim_id": claim_id,
                "reliability": source.reliability if source and source.reliability else "F",
                "reliability_reason": source.reason if source and source.reliability else None,
                "credibility": grade,
                "computation": computation,
            }
        )
    return tables.to_frame(GRADES, found)


Sides = Mapping[str, set[str]]


def _sides(rows: Mapping[str, Row], related: Sequence[Row]) -> tuple[Sides, Sides]:
    """The named origins that state the same as a claim, and those that contradict it."""
    support: dict[str, set[str]] = defaultdict(set)
    against: dict[str, set[str]] = defaultdict(set)
    numbers: dict[str, set[str]] = defaultdict(set)
    for row in rows.values():
        if row["origin_kind"] == "named":
            numbers[row["number_id"]].add(row["origin"])
    for claim_id, row in rows.items():
        support[claim_id] |= numbers[row["number_id"]] - {row["origin"]}
    for relation in related:
        pair = [rows.get(relation["earlier"]), rows.get(relation["later"])]
        if None in pair or relation["relation"] not in ("same", "contradicts"):
            continue
        side = support if relation["relation"] == "same" else against
        for one, other in (pair, pair[::-1]):
            if one and other and other["origin_kind"] == "named":
                side[one["claim_id"]].add(other["origin"])
    return support, against


def _credibility(row: Row, support: set[str], against: set[str], circle: Circle) -> tuple[str, str]:
    if row["origin_kind"] in ("none", "medium"):
        return "6", "6: no origin is named, so that there is nothing to judge"
    own = row["origin"]
    apart = sorted(name for name in support if own is None or circle.root(name) != circle.root(own))
    opposed = sorted(name for name in against if own is None or circle.root(name) != circle.root(own))
    if apart:
        return _confirmed(row, apart, opposed, circle)
    if len({circle.root(name) for name in opposed}) > 1:
        return "5", f"5: contradicted by {', '.join(opposed)}, and nobody else says it"
    if opposed:
        return "4", f"4: contradicted by {', '.join(opposed)}, and nobody else says it"
    kin = sorted(support)
    also = f"; {', '.join(kin)} depends on {own} and counts for nothing" if kin else ""
    return "3", f"3: one origin ({own}), nobody else confirms it and nobody contradicts it{also}"


def _confirmed(row: Row, apart: Sequence[str], opposed: Sequence[str], circle: Circle) -> tuple[str, str]:
    own = row["origin"]
    yet = f"; contradicted by {', '.join(opposed)}" if opposed else ""
    if row["origin_kind"] == "named" and any(circle.certain(own, name) for name in apart) and not opposed:
        return (
            "1",
            f"1: {', '.join(apart)} states it too, and the analyst is certain of the independence from {own}",
        )
    grade = "3" if opposed else "2"
    unsure = (
        "an unnamed source cannot be told apart from it"
        if row["origin_kind"] == "unnamed"
        else ("the independence of both cannot be guaranteed")
    )
    return grade, f"{grade}: {', '.join(apart)} states it too; {unsure}{yet}"
