"""What a notebook shows of what the claims add up to; all of it leads to the rows behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nkreport.briefing.inputs import find_root
from nkreport.briefing.listing import Cell, Line, Listing, Points
from nkreport.charts import wording
from nkreport.charts.places import article_file

if TYPE_CHECKING:
    import pandas as pd

    from nkreport.briefing.load import Tables
    from nkreport.reconcile import Fallen

Found = Mapping[str, "pd.DataFrame"]
MOST_LINKS = 6


def reconciled(tables: Tables, *, root: str | Path | None = None) -> dict[str, pd.DataFrame]:
    """Every derived table of these rows, with what the analyst's files say of sources and readings.

    Decisions are checked against all figures of their articles, not only those within the parameters.
    """
    from nkreport.analyst import read_decisions, read_sources
    from nkreport.reconcile import readings, reconcile
    from nkreport.tables import among, read_table

    data = Path(root or find_root()) / "data"
    frames = {"articles": tables.articles, "figures": tables.figures, "assertions": tables.assertions}
    found = reconcile(frames, knowledge=read_sources(data / "sources.toml"))
    decisions = read_decisions(data / "decisions.toml")
    wanted = among("article_id", {*tables.figures["article_id"], *(each.article for each in decisions)})
    whole = readings(read_table(tables.folder / "figures.parquet", where=wanted), decisions)
    within = whole["figure_id"].isin(tables.figures["figure_id"])
    return found | {"readings": whole[within].reset_index(drop=True)}


def show_judgements(tables: Tables, found: Found, *, about: Sequence[str] = ()) -> Points:
    """The key judgements with links to their rows; `about` chooses: origins, range, readings, stances."""
    from nkreport.reconcile import judgements

    homes, tellers = _homes(tables), _tellers(tables)
    return Points(
        tuple(
            (f"{one.text} ", *_links(one.rows, homes, tellers))
            for one in judgements(found)
            if not about or one.about in about
        )
    )


def _tellers(tables: Tables) -> dict[str, str]:
    """Whose word each row is, by which its link is named."""
    rows = [*wording.each(tables.figures), *wording.each(tables.assertions)]
    return {getattr(row, "figure_id", None) or row.assertion_id: wording.told(row) for row in rows}


def _homes(tables: Tables) -> dict[str, str]:
    """The place of each row on the pages."""
    pairs = [
        *zip(tables.figures["figure_id"], tables.figures["article_id"], strict=True),
        *zip(tables.assertions["assertion_id"], tables.assertions["article_id"], strict=True),
    ]
    return {row: f"{article_file(article)}#{row}" for row, article in pairs}


def _links(rows: Sequence[str], homes: Mapping[str, str], tellers: Mapping[str, str]) -> list[str | Cell]:
    """Links to rows by whose word each is; those past the sixth are counted."""
    known = [row for row in rows if row in homes]
    parts: list[str | Cell] = ["["]
    for number, row in enumerate(known[:MOST_LINKS]):
        parts += ["; "] if number else []
        parts.append(Cell(tellers[row], homes[row]))
    more = len(known) - MOST_LINKS
    return [*parts, f" and {more} more]" if more > 0 else "]"] if known else []


def show_origins(tables: Tables, found: Found) -> Listing:
    """Each stated number with the articles, outlets and origins behind it."""
    homes = _homes(tables)
    lines = tuple(
        Line(
            "",
            (
                Cell(_number(row), homes.get(row.rows[0], ""), note=_plan(row), look="number"),
                Cell(str(row.kind), note="" if wording.missing(row.party) else str(row.party)),
                Cell(str(row.articles)),
                Cell(str(row.outlets)),
                Cell(wording.joined(row.origins) or "none"),
                Cell(str(row.independent)),
                Cell(wording.joined([*row.unnamed, *row.unknown]) or "none"),
            ),
            (-int(row.independent), -int(row.articles)),
        )
        for row in wording.each(found["origins"])
    )
    columns = (
        "Number",
        "Of what",
        "Articles",
        "Outlets",
        "Named origins",
        "Independent",
        "Unnamed or unknown",
    )
    caption = f"{wording.plural(len(lines), 'stated number')} with their origins"
    return Listing(caption, columns, lines, table="origins")


def _number(row: Any) -> str:
    return str(row.stated) if wording.missing(row.value) else wording.number(row.value)


def _plan(row: Any) -> str:
    measure = "" if row.measure == "total" else str(row.measure)
    return ", ".join(filter(None, ["only expected" if row.status == "expected" else "", measure]))


def show_ranges(found: Found) -> Listing:
    """What the bounds leave possible for each measure and span, with the claims that set each end."""
    origins = dict(zip(found["claims"]["claim_id"], found["claims"]["origin"], strict=True))
    lines = tuple(
        Line(
            str(row.range_id),
            (
                Cell(wording.days(row.start, row.end) or "no day", look="day"),
                Cell(str(row.wording)),
                Cell(_setters(row.low_claims, origins)),
                Cell(_setters(row.high_claims, origins)),
                Cell(
                    "none" if wording.missing(row.point) else wording.number(row.point),
                    note=str(row.refusal if wording.missing(row.point) else row.method),
                ),
            ),
            (int(wording.missing(row.point)), int(wording.missing(row.low)) + int(wording.missing(row.high))),
        )
        for row in wording.each(found["ranges"])
        if row.state != "no bound"
    )
    return Listing(
        f"{wording.plural(len(lines), 'range')} by kind and day",
        ("Days", "Feasible", "Lower end by", "Upper end by", "Point estimate"),
        lines,
        empty="No bound falls within these parameters.",
        table="ranges",
    )


def _setters(claims: Sequence[str], origins: Mapping[str, Any]) -> str:
    names = dict.fromkeys(
        "an article without a source" if wording.missing(origins[one]) else origins[one] for one in claims
    )
    return wording.joined(names) or "open"


def show_readings(tables: Tables, found: Found) -> Listing:
    """Both readings of each additional number, with what speaks for each and what was decided."""
    homes = _homes(tables)
    lines = tuple(
        Line(
            str(row.reading_id),
            (
                Cell(str(row.reading), homes.get(row.figure_id, "")),
                Cell(_total(row), note="only expected" if row.status == "expected" else "", look="number"),
                Cell("; ".join(row.speaks_for), look="quoted"),
                Cell(str(row.decided), note="" if wording.missing(row.reason) else str(row.reason)),
            ),
        )
        for row in wording.each(found["readings"])
    )
    return Listing(
        f"{wording.plural(len(lines), 'reading')} of additional numbers",
        ("Reading", "The whole would be", "What speaks for it", "Decided"),
        lines,
        empty="No number has two readings within these parameters.",
        table="readings",
    )


def _total(row: Any) -> str:
    exact = not wording.missing(row.low) and row.low == row.high
    return f"{'' if exact else 'about '}{wording.number(row.total)}"


def show_relations(
    found: Found, *, relations: Sequence[str] = ("supersedes", "contradicts", "compatible", "refines", "same")
) -> Listing:
    """How later numbers stand to earlier ones; stances are in the matrix."""
    claims = set(found["claims"]["claim_id"])
    rows = [
        row for row in wording.each(found["relations"]) if row.relation in relations and row.later in claims
    ]
    lines = tuple(
        Line(
            "",
            (Cell(str(row.relation)), Cell(str(row.proposition)), Cell(str(row.why))),
            (TELLING.index(row.relation),),
        )
        for row in rows
    )
    return Listing(
        wording.plural(len(lines), "relation between numbers", "relations between numbers"),
        ("Relation", "On", "Why"),
        lines,
        empty="No two numbers speak to one proposition.",
        table="relations",
    )


TELLING = ("contradicts", "supersedes", "refines", "compatible", "same")  # relations, the most telling first


def show_grades(tables: Tables, found: Found) -> Listing:
    """Reliability of the source and credibility of each claim, apart, with the computation."""
    homes = _homes(tables)
    merged = found["claims"].merge(found["grades"], on="claim_id")
    lines = tuple(
        Line(
            str(row.claim_id),
            (
                Cell("the article itself" if wording.missing(row.origin) else str(row.origin)),
                Cell(
                    f"{row.stated} {row.kind}",
                    homes.get(row.rows[0], ""),
                    note="corrected" if row.corrected else "",
                ),
                Cell(
                    str(row.reliability),
                    note="" if wording.missing(row.reliability_reason) else str(row.reliability_reason),
                ),
                Cell(str(row.credibility), note=str(row.computation)[3:]),
            ),
            (int(row.credibility) if str(row.credibility).isdigit() else 9,),
        )
        for row in wording.each(merged)
    )
    return Listing(
        f"{wording.plural(len(lines), 'claim')} with two grades",
        ("Origin", "Claim", "Source A–F", "Claim 1–6"),
        lines,
        table="grades",
    )


def show_dependences(tables: Tables, found: Found) -> Listing:
    """Which bodies are not independent, and the words or the reason that say so."""
    homes = _homes(tables)
    lines = tuple(
        Line(
            str(row.dependence_id),
            (
                Cell(str(row.body)),
                Cell(str(row.on)),
                Cell(
                    str(row.reason).strip(),
                    homes.get(next(iter(row.rows), ""), ""),
                    note=f"told by the {row.told_by}",
                    look="quoted",
                ),
            ),
        )
        for row in wording.each(found["dependences"])
    )
    return Listing(
        wording.plural(len(lines), "declared dependence"),
        ("Body", "Leans on", "By what"),
        lines,
        empty="No text and no analyst says that two bodies depend on each other.",
        table="dependences",
    )


def show_what_if(tables: Tables, *, most: int = 12) -> Listing:
    """What falls when each named origin in turn is not believed, those first on which most hangs."""
    from nkreport.reconcile import without
    from nkreport.reconcile.who import origin_of

    frames = {"articles": tables.articles, "figures": tables.figures, "assertions": tables.assertions}
    names = sorted(
        {name for cell in tables.figures["source"] for name in cell if origin_of(name).kind == "named"}
    )
    fallen = sorted(
        (without(frames, name) for name in names), key=lambda one: (-len(one.claims), one.without)
    )
    homes = _homes(tables)
    lines = tuple(Line("", (Cell(one.without), *_fallen(one, homes))) for one in fallen[:most])
    return Listing(
        f"{wording.plural(len(lines), 'origin')} taken away in turn",
        (
            "Without",
            "Claims that fall",
            "Claims that may go back to it",
            "Conclusions that fall",
            "Who leans on it",
        ),
        lines,
        empty="No number has a named origin within these parameters.",
    )


def _fallen(one: Fallen, homes: Mapping[str, str]) -> tuple[Cell, ...]:
    first = one.claims[0]["rows"][0] if one.claims else ""
    told = "; ".join(f"{row['stated']} {row['kind']}" for row in one.claims)
    shaken = "; ".join(
        f"{row['stated']} {row['kind']} ({row['origin'] or 'the article itself'})" for row in one.shaken
    )
    return (
        Cell(told or "none", homes.get(first, "")),
        Cell(shaken or "none"),
        Cell(" ".join(one.conclusions) or "none"),
        Cell(wording.joined(one.dependents) or "nobody"),
    )
