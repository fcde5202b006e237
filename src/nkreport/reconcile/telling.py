"""What fell and what changed, as text for a screen and as JSON for a program."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from nkreport import tables
from nkreport.reconcile.claims import Row
from nkreport.reconcile.whatif import Fallen
from nkreport.tables.derived import CHANGES

if TYPE_CHECKING:
    import pandas as pd


def fallen_text(fallen: Fallen) -> str:
    """What falls without an origin, under headings; one without anything is left out."""
    parts = {
        f"Without {fallen.without} these claims fall": [_claim(row) for row in fallen.claims],
        "These stances fall": [
            f"{row['source']}: {row['stance']} on {row['topic']}{_day(row)}" for row in fallen.stances
        ],
        "These conclusions fall, or no longer read so": list(fallen.conclusions),
        "These ranges change": [
            f"{before}\n    → {after or 'nothing is left'}" for before, after in fallen.ranges
        ],
        "These stay, but may go back to it: they state the same number without a named origin": [
            _claim(row) for row in fallen.shaken
        ],
        "These bodies lean on it": list(fallen.dependents),
    }
    return "\n\n".join(_part(head, lines) for head, lines in parts.items() if lines) or "Nothing falls."


def _part(head: str, lines: Iterable[str]) -> str:
    return "\n".join([f"{head}:", *(f"  - {line}" for line in lines)])


def _claim(row: Mapping[str, Any]) -> str:
    plan = ", only expected" if row["status"] == "expected" else ""
    count = f"{row['articles']} article{'' if row['articles'] == 1 else 's'}"
    return (
        f"{row['origin'] or 'the article itself'}: {row['stated']} {row['kind']}{plan}{_day(row)} ({count})"
    )


def _day(row: Mapping[str, Any]) -> str:
    return f", {row['claim_start']}" if row["claim_start"] else ""


def fallen_json(fallen: Fallen) -> str:
    """The same as JSON, by the names of the fields; a range is a pair, before and after."""
    return json.dumps(asdict(fallen), ensure_ascii=False, indent=1, default=dt.date.isoformat)


def changes_text(changes: pd.DataFrame) -> str:
    """The differences between two builds, by kind."""
    rows = tables.to_rows(CHANGES, changes)
    if not rows:
        return "Nothing changed."
    kinds = dict.fromkeys(row["change"] for row in rows)
    return "\n\n".join(
        _part(f"{kind} ({sum(row['change'] == kind for row in rows)})", _lines(rows, kind)) for kind in kinds
    )


def _lines(rows: Iterable[Row], kind: str) -> Iterator[str]:
    for row in rows:
        if row["change"] == kind:
            what = " → ".join(part for part in (row["before"], row["after"]) if part)
            yield f"{row['table']}, {row['row_id']}, “{row['text']}”: {what}"


def changes_json(changes: pd.DataFrame) -> str:
    """The differences between two builds as a JSON list of rows."""
    return json.dumps(tables.to_rows(CHANGES, changes), ensure_ascii=False, indent=1)
