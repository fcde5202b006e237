"""Who relayed whom, hop by hop, and what changed at each hop."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from nkreport import tables
from nkreport.reconcile.claims import Row, identity, published
from nkreport.reconcile.who import ITSELF, origin_of
from nkreport.tables.derived import CLAIMS, LINEAGE

if TYPE_CHECKING:
    import pandas as pd

MOST_LIKELY_ORIGINS = 3  # named origins of a number that a claim without an origin is linked with


def lineage(
    claimed: pd.DataFrame,
    figures: pd.DataFrame,
    articles: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The hops of every claim from its origin through those who passed it on to the article.

    At the hop into an article `changed` tells what differs from the article that stands nearest to the
    origin. A claim without an origin is linked to the named origins of the same number by a hop that is
    not certain, with what changed on that way.
    """
    rows = {row["figure_id"]: row for row in tables.to_rows(tables.FIGURES, figures)}
    known = published(articles)
    numbers: dict[str, list[Row]] = defaultdict(list)
    claims = tables.to_rows(CLAIMS, claimed)
    for claim in claims:
        if claim["origin_kind"] == "named":
            numbers[claim["number_id"]].append(claim)
    found = [hop for claim in claims for hop in _hops(claim, rows, known, numbers)]
    return tables.to_frame(LINEAGE, found)


def _hops(
    claim: Row,
    rows: Mapping[str, Row],
    known: Mapping[str, Row],
    numbers: Mapping[str, Sequence[Row]],
) -> Iterator[Row]:
    carried = sorted(
        (rows[name] for name in claim["rows"]),
        key=lambda row: (len(row["via"]), str(row["claim_start"]), row["figure_id"]),
    )
    for row in carried:
        teller = claim["origin"] or ITSELF
        if claim["origin_kind"] != "named":
            for likely in numbers[claim["number_id"]][:MOST_LIKELY_ORIGINS]:
                source = rows[likely["rows"][0]]
                changed = _changed(source, row, origin_of(likely["origin"]).kind, claim["origin_kind"])
                yield _hop(claim, row, 0, likely["origin"], teller, changed, certain=False)
        for number, hearer in enumerate([*row["via"], _reader(row, known)], start=1):
            last = number == len(row["via"]) + 1
            changed = _changed(carried[0], row, claim["origin_kind"], claim["origin_kind"]) if last else []
            yield _hop(claim, row, number, teller, hearer, changed)
            teller = hearer


def _reader(row: Row, known: Mapping[str, Row]) -> str:
    """The outlet of an article, or the article where its outlet is not known."""
    outlet = known.get(row["article_id"], {}).get("outlet")
    return str(outlet or f"article {row['article_id'].split('_')[0]}")


def _hop(
    claim: Row, row: Row, number: int, teller: str, hearer: str, changed: list[str], *, certain: bool = True
) -> Row:
    return {
        "hop_id": identity("h", claim["claim_id"], row["figure_id"], number, teller, hearer),
        "claim_id": claim["claim_id"],
        "row_id": row["figure_id"],
        "hop": number,
        "teller": teller,
        "hearer": hearer,
        "certain": certain,
        "changed": changed,
    }


def _changed(one: Row, other: Row, before: str, after: str) -> list[str]:
    """What differs between two rows of one number: bound, hedge, kind, and whether the origin is named."""
    found = []
    if one["bound"] != other["bound"]:
        found.append(f"bound: {one['bound']} → {other['bound']}")
    if one["certainty"] != other["certainty"]:
        found.append(f"hedge: {one['certainty']} → {other['certainty']}")
    if one["basis"] != other["basis"]:
        found.append(f"kind: {one['basis']} → {other['basis']}")
    if before == "named" and after != "named":
        found.append(f"anonymity: named → {'unnamed' if after == 'unnamed' else 'no origin'}")
    return found
