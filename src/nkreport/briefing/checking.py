"""The tables → what the linter must know; a page → the page with its pass list, or an error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from nkreport import tradecraft
from nkreport.briefing.site import with_checks
from nkreport.charts import wording
from nkreport.errors import TradecraftError

if TYPE_CHECKING:
    import pandas as pd

KEYS = {"figures": "figure_id", "assertions": "assertion_id", "unknowns": "unknown_id"}
SHOWN = 5  # breaches that an error names; mending these often mends the others


def evidence(frames: Mapping[str, pd.DataFrame]) -> tradecraft.Evidence:
    """The rows of the tables, as far as their wording is checked, and the texts of the articles."""
    superseded = _superseded(frames)
    rows = {
        str(getattr(row, key)): tradecraft.RowFacts(
            name,
            tuple(wording.names(row.source)),
            _text(row, "kind"),
            _text(row, "status"),
            _text(row, "act"),
            _text(row, "text"),
            str(getattr(row, key)) in superseded,
        )
        for name, key in KEYS.items()
        for row in frames[name].itertuples(index=False)
    }
    return tradecraft.Evidence(rows, tuple(str(text) for text in frames["articles"]["text"]))


def _superseded(frames: Mapping[str, pd.DataFrame]) -> frozenset[str]:
    """The rows of claims and stances that a later one of the same source replaced."""
    from nkreport import reconcile

    figures, assertions, articles = (frames[name] for name in ("figures", "assertions", "articles"))
    found = {
        "claims": reconcile.claims(figures, articles, assertions=assertions),
        "stances": reconcile.stances(assertions, articles),
    }
    found["relations"] = reconcile.relations(found["claims"], found["stances"])
    replaced = set(found["relations"].query("relation == 'supersedes'")["earlier"])
    behind = {
        str(row[0]): wording.names(row.rows)
        for name in ("claims", "stances")
        for row in found[name].itertuples(index=False)
    }
    return frozenset(name for identity in replaced for name in behind.get(identity, ()))


def _text(row: Any, name: str) -> str:
    value = getattr(row, name, None)
    return "" if wording.missing(value) else str(value)


def approved(page: str, known: tradecraft.Evidence, *, where: str) -> str:
    """The page with the list of the checks that it passed; TradecraftError where it breaks one."""
    found = tradecraft.breaches(page, known)
    if found:
        told = "; ".join(str(breach) for breach in found[:SHOWN])
        more = f"; and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        raise TradecraftError(
            told + more, where=where, remedy="reword what makes it; the rules are in rules/tradecraft.toml"
        )
    return with_checks(page, tradecraft.passed())
