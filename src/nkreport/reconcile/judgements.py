"""Key judgements: what the claims add up to in a few sentences, each with the rows behind it.

Every sentence is made from the derived tables; none holds a number that no row states, but for the two
readings of an additional number, which are told as readings. Words of likelihood are left to analysts
(ICD 203): a sentence says who stands behind a number and what bounds it, never how likely it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nkreport import tables
from nkreport.reconcile.claims import Row
from nkreport.tables.derived import CLAIMS, DERIVED

if TYPE_CHECKING:
    import pandas as pd

WANTED = 3


@dataclass(frozen=True, slots=True)
class Judgement:
    """One sentence, the rows of figures and assertions that it rests on, and what kind of finding it is."""

    about: str
    text: str
    rows: tuple[str, ...]


def judgements(found: Mapping[str, pd.DataFrame]) -> list[Judgement]:
    """The key judgements from the derived tables, by name, as `reconcile` gives them."""
    rows = {name: tables.to_rows(DERIVED[name], frame) for name, frame in found.items() if name in DERIVED}
    claims = {row["claim_id"]: row for row in tables.to_rows(CLAIMS, found["claims"])}
    return [
        *_of_origins(rows["origins"]),
        *_none_identified(rows["origins"]),
        *_of_ranges(rows["ranges"], claims),
        *_of_readings(rows["readings"]),
        *_of_stances(rows["relations"], rows["stances"]),
    ]


def _of_origins(found: Sequence[Row]) -> Iterator[Judgement]:
    for row in found:
        if row["articles"] > 1:
            yield Judgement("origins", f"{_what(row)}: {_standing(row)}.", tuple(row["rows"]))


def _what(row: Mapping[str, Any]) -> str:
    tail = {"occurred": "", "expected": ", only expected"}[row["status"]]
    denied = ", denied" if row["polarity"] == "negated" else ""
    number = row["stated"] if row["value"] is None else f"{row['value']:,.0f}"
    party = f" of {row['party']}" if row["party"] else ""
    return f"{number} {row['kind']}{party}{tail}{denied}"


def _standing(row: Mapping[str, Any]) -> str:
    named = f"{_count(len(row['origins']), 'named origin')}" + (
        f" ({', '.join(row['origins'])})" if row["origins"] else ""
    )
    parts = [f"{_count(row['articles'], 'article')}, {named}"]
    if len(row["origins"]) > 1:
        parts.append(f"{row['independent']} when those that depend on each other count once")
    if row["unnamed"]:
        parts.append(f"unnamed: {', '.join(row['unnamed'])}")
    if row["unknown"]:
        parts.append(
            f"one of unknown origin ({', '.join(row['unknown'])})"
            if len(row["unknown"]) == 1
            else f"{len(row['unknown'])} of unknown origin ({', '.join(row['unknown'])})"
        )
    return "; ".join(parts)


def _none_identified(found: Sequence[Row]) -> Iterator[Judgement]:
    most = max((row["independent"] for row in found), default=0)
    if found and most < WANTED:
        words = {
            0: "no named origin",
            1: "more than one independent named origin",
            2: "three independent named origins",
        }
        text = (
            f"No stated number, told as so or only expected, has "
            f"{words[most] if most else 'a named origin'}; therefore no point "
            f"estimate is given."
        )
        rows = tuple(sorted(name for row in found for name in row["rows"] if row["independent"] == most))
        yield Judgement("origins", text, rows)


def _of_ranges(found: Sequence[Row], claims: Mapping[str, Row]) -> Iterator[Judgement]:
    for row in found:
        setters = [*row["low_claims"], *row["high_claims"]]
        if row["state"] == "contradictory" or (
            row["state"] == "bounded" and set(row["low_claims"]) != set(row["high_claims"])
        ):
            rows = tuple(sorted({name for claim in setters for name in claims[claim]["rows"]}))
            ends = (
                f"the lower end by {_by(row['low_claims'], claims)}, the upper by "
                f"{_by(row['high_claims'], claims)}"
            )
            point = row["refusal"] or f"{row['point']:,.0f} by a model, which the table explains"
            span = f"From {row['start']} to {row['end']}: " if row["start"] else ""
            yield Judgement("range", f"{span}{row['wording']}; {ends}; {point}.", rows)


def _by(names: Sequence[str], claims: Mapping[str, Row]) -> str:
    return " and ".join(
        dict.fromkeys(claims[name]["origin"] or "an article that names no source" for name in names)
    )


def _of_readings(found: Sequence[Row]) -> Iterator[Judgement]:
    pairs: dict[str, list[Row]] = {}
    for row in found:
        pairs.setdefault(row["figure_id"], []).append(row)
    for figure, pair in pairs.items():
        words = [f"{row['reading']}, {_total(row)}" for row in pair if row["total"] is not None]
        chosen = [row for row in pair if row["decided"] == "chosen"]
        state = (
            f"the analyst holds to the reading {chosen[0]['reading']}: {chosen[0]['reason']}"
            if chosen
            else "undecided"
        )
        if words:
            status = "only expected" if pair[0]["status"] == "expected" else "stated as so"
            text = (
                f"A number that is called additional ({status}) can be read two ways: "
                f"{' or '.join(words)}; {state}."
            )
            yield Judgement("readings", text, (figure, pair[0]["base_id"]))


def _total(row: Row) -> str:
    return (
        f"{row['total']:,.0f}" if row["low"] == row["high"] == row["total"] else f"about {row['total']:,.0f}"
    )


def _of_stances(related: Sequence[Row], found: Sequence[Row]) -> Iterator[Judgement]:
    stances = {row["stance_id"]: row for row in found}
    pairs = [
        (relation, stances.get(relation["earlier"]), stances.get(relation["later"])) for relation in related
    ]
    told: set[tuple[str, str]] = set()
    for relation, earlier, later in sorted(pairs, key=lambda pair: _when(pair[2])):
        if earlier is None or later is None or not _of_one_house(earlier, later):
            continue
        key = (relation["relation"], earlier["stance_id"])
        turn = relation["relation"] == "supersedes" and later["current"]
        if (turn or relation["relation"] == "contradicts") and key not in told:
            told.add(key)  # the first later word is enough
            verb = {"supersedes": "is superseded by", "contradicts": "contradicts"}[relation["relation"]]
            text = f"On {relation['proposition']}, {_said(earlier)} {verb} {_said(later)}."
            yield Judgement("stances", text, tuple(sorted({*earlier["rows"], *later["rows"]})))


def _when(row: Row | None) -> tuple[str, str]:
    return (str(row["claim_start"]), row["stance_id"]) if row else ("", "")


def _of_one_house(one: Row, other: Row) -> bool:
    return bool((one["house"] or one["source"]) == (other["house"] or other["source"]))


def _said(row: Row) -> str:
    day = f", {row['claim_start']}" if row["claim_start"] else ""
    silent = "is said not to have commented" if row["silent"] else row["stance"]
    return f"{row['source']} ({silent}{day})"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
