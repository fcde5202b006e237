"""All derived tables at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from nkreport.analyst import Decision, Knowledge
from nkreport.reconcile.addition import readings
from nkreport.reconcile.claims import circle_between, claims, dependences, origins
from nkreport.reconcile.grading import grades
from nkreport.reconcile.lineage import lineage
from nkreport.reconcile.ranges import AT_LEAST, ranges
from nkreport.reconcile.relations import relations, stances

if TYPE_CHECKING:
    import pandas as pd


def reconcile(
    frames: Mapping[str, pd.DataFrame],
    *,
    since: str = "",
    until: str = "",
    at_least: int = AT_LEAST,
    knowledge: Knowledge | None = None,
    decisions: Sequence[Decision] = (),
) -> dict[str, pd.DataFrame]:
    """Every derived table by name, from the tables `articles`, `figures` and `assertions`.

    `since` and `until` ask for one span of days in `ranges`. The frames given are left as they are.
    """
    figures, assertions, articles = frames["figures"], frames["assertions"], frames.get("articles")
    circle = circle_between(assertions, knowledge)  # once, because every sentence is read for it
    claimed = claims(figures, articles, knowledge=circle)
    stanced = stances(assertions, articles, knowledge=circle)
    related = relations(claimed, stanced)
    return {
        "claims": claimed,
        "origins": origins(claimed, knowledge=circle),
        "readings": readings(figures, decisions),
        "ranges": ranges(claimed, since=since, until=until, at_least=at_least, knowledge=circle),
        "stances": stanced,
        "relations": related,
        "grades": grades(claimed, related, knowledge=circle),
        "lineage": lineage(claimed, figures, articles),
        "dependences": dependences(assertions, knowledge=circle),
    }
