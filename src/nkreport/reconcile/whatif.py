"""What falls when an origin is taken away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from nkreport import tables
from nkreport.analyst import Knowledge
from nkreport.errors import ParameterError
from nkreport.reconcile.claims import Row, circle_between
from nkreport.reconcile.judgements import judgements
from nkreport.reconcile.whole import reconcile
from nkreport.tables.derived import CLAIMS, ORIGINS, RANGES, STANCE_TABLE

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Fallen:
    """What is gone without an origin: claims, stances, conclusions; and what leans on it and stays."""

    without: str
    claims: tuple[Row, ...]
    stances: tuple[Row, ...]
    numbers: tuple[Row, ...]
    conclusions: tuple[str, ...]
    ranges: tuple[tuple[str, str], ...]
    shaken: tuple[Row, ...]
    dependents: tuple[str, ...]


def without(
    frames: Mapping[str, pd.DataFrame],
    name: str,
    *,
    knowledge: Knowledge | None = None,
) -> Fallen:
    """What falls when nothing of an origin (a name as `source` spells it) or relayed by it is believed.

    `frames` are the tables `articles`, `figures` and `assertions`. `shaken` are claims without a named
    origin that state the same number as a fallen one: they may go back to it.
    """
    _known(frames, name)
    before = reconcile(frames, knowledge=knowledge)
    after_frames = {table: _left(frame, name) for table, frame in frames.items()}
    after = reconcile(after_frames, knowledge=knowledge)
    kept = set(after["claims"]["claim_id"])
    gone = [row for row in tables.to_rows(CLAIMS, before["claims"]) if row["claim_id"] not in kept]
    numbers = {row["number_id"] for row in gone}
    left = {judgement.text for judgement in judgements(after)}
    return Fallen(
        without=name,
        claims=tuple(gone),
        stances=_gone(before, after, "stances", STANCE_TABLE),
        numbers=_gone(before, after, "origins", ORIGINS),
        conclusions=tuple(one.text for one in judgements(before) if one.text not in left),
        ranges=_moved(before, after),
        shaken=tuple(
            row
            for row in tables.to_rows(CLAIMS, after["claims"])
            if row["number_id"] in numbers and row["origin_kind"] != "named"
        ),
        dependents=_dependents(frames, name, knowledge),
    )


def _known(frames: Mapping[str, pd.DataFrame], name: str) -> None:
    names = {
        one
        for table in ("figures", "assertions")
        for column in ("source", "via")
        for cell in frames[table][column]
        for one in cell
    }
    if name not in names:
        near = get_close_matches(name, sorted(names), n=3, cutoff=0.5)
        raise ParameterError(
            f"no row has the source {name!r}",
            remedy=f"did you mean {' or '.join(near)}?" if near else "see the column source",
        )


def _left(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The rows that do not come from an origin, nor through it; of several sources of a row it alone goes."""
    if "source" not in frame:
        return frame
    alone = frame["source"].map(lambda names: name in names and len(names) == 1)
    relayed = frame["via"].map(lambda names: name in names)
    kept = frame[~(alone | relayed).astype(bool)].reset_index(drop=True)
    return kept.assign(source=kept["source"].map(lambda names: [one for one in names if one != name]))


def _gone(
    before: Mapping[str, pd.DataFrame], after: Mapping[str, pd.DataFrame], name: str, table: tables.Table
) -> tuple[Row, ...]:
    kept = set(after[name][table.key])
    return tuple(row for row in tables.to_rows(table, before[name]) if row[table.key] not in kept)


def _moved(
    before: Mapping[str, pd.DataFrame], after: Mapping[str, pd.DataFrame]
) -> tuple[tuple[str, str], ...]:
    """Ranges whose wording changes, before and after; an empty text where nothing is left."""
    words = [
        {_measure(row): row["wording"] for row in tables.to_rows(RANGES, found["ranges"])}
        for found in (before, after)
    ]
    return tuple(
        (text, words[1].get(key, "")) for key, text in words[0].items() if words[1].get(key, "") != text
    )


def _measure(row: Row) -> tuple[str, ...]:
    return tuple(str(row[name]) for name in ("kind", "party", "status", "basis", "start", "end"))


def _dependents(
    frames: Mapping[str, pd.DataFrame], name: str, knowledge: Knowledge | None
) -> tuple[str, ...]:
    """Bodies that lean on the origin, by their own words or the analyst's: they are weaker without it."""
    circle = circle_between(frames["assertions"], knowledge)
    return tuple(sorted({tie.body for tie in circle.dependences if tie.on == name}))
