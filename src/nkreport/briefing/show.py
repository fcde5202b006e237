"""What a notebook shows of the tables: numbers, statements, unknowns, articles, problems, provenance."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from nkreport.briefing.listing import Cell, Line, Listing, Marked, Part, Passage, Points, sequence
from nkreport.charts import wording
from nkreport.charts.places import article_file, row_place
from nkreport.charts.troops import claims, group
from nkreport.tables.rows import anchor

if TYPE_CHECKING:
    import pandas as pd

    from nkreport.briefing.load import Tables

STATUS = {"occurred": "happened or is so", "expected": "only expected", "rate": "a rate", "negated": "denied"}
MOST = 6  # items that a sentence of the summary lists


def show_figures(figures: pd.DataFrame) -> Listing:
    """Every figure with its bounds, its status, its source and a link to its sentence."""
    columns = ("Number", "Of what", "Bounds", "Stated as", "Where and when", "Claimed", "Source", "Firmness")
    lines = tuple(Line(str(row.figure_id), _figure(row), _firm(row)) for row in rows(figures))
    return Listing(
        f"{wording.plural(len(lines), 'figure')} by day of the claim",
        columns,
        lines,
        empty="No figure falls within these parameters.",
        table="figures",
    )


def _firm(row: Any) -> tuple[int, ...]:
    """Of figures, what is so tells more than what is expected, the certain more than the hedged."""
    return (tuple(STATUS).index(group(row)), int(row.certainty != "certain"))


def _figure(row: Any) -> tuple[Part, ...]:
    number = ("+ " if row.additional else "") + wording.stated(row)
    place = _text(row.place)
    when = wording.days(row.event_start, row.event_end)
    return (
        Cell(number, row_place(row), look="number", order=_amount(row)),
        _counted(row),
        Cell(bounds(row), look="bounds"),
        status_of(row),
        Cell(place or when, note=when if place else "", look="words"),
        claimed(row),
        sourced(row),
        firmness(row),
    )


def status_of(row: Any) -> Cell:
    """Whether a figure is so or a plan, a rate or denied, with its basis in small print."""
    basis = "" if row.basis in ("unspecified", group(row)) else str(row.basis)
    return Cell(STATUS[group(row)], note=basis, look=group(row))


def firmness(row: Any) -> Cell:
    """How the words hedge; a row that an analyst corrected says so here, with the reason."""
    correction = _text(row.correction)
    return Cell(str(row.certainty), note=f"corrected: {correction}" if correction else "")


def _counted(row: Any) -> Cell:
    """What is counted, in the article's words; kind and party only where these do not tell."""
    words = _text(row.counted) or str(row.kind)
    notes = [part for part in (str(row.kind), _text(row.party)) if part and part.lower() not in words.lower()]
    return Cell(words, note=", ".join(notes), look="words")


def bounds(row: Any) -> str:
    """The interval that a text states; an end that it leaves open is `open`."""
    low, high = wording.number(row.low), wording.number(row.high)
    if not low and not high:
        return "not stated"
    return low if low == high else f"{low or 'open'} – {high or 'open'}"


def show_assertions(
    assertions: pd.DataFrame,
    *,
    acts: Iterable[str] = (),
    topics: Iterable[str] = (),
    but_acts: Iterable[str] = (),
) -> Listing:
    """Every statement of these acts and topics (all where none is named), by day, with its own words."""
    chosen = [
        row
        for row in rows(assertions)
        if (not tuple(acts) or row.act in tuple(acts))
        and (not tuple(topics) or row.topic in tuple(topics))
        and row.act not in tuple(but_acts)
    ]
    lines = tuple(Line(str(row.assertion_id), _assertion(row), _committed(row)) for row in chosen)
    about = wording.joined(acts, word="or") or ("all other acts" if tuple(but_acts) else "all acts")
    on = f", on {wording.joined(topics, word='or')}" if tuple(topics) else ""
    return Listing(
        f"{wording.plural(len(lines), 'statement')} by day: {about}{on}",
        ("Source", "Act, as printed", "On", "In the article", "Stated", "Firmness"),
        lines,
        empty="No such statement within these parameters.",
        table="assertions",
    )


def _committed(row: Any) -> tuple[int, ...]:
    """Of statements, a stance tells more than a plain word, and a named source more than none."""
    acts = (*STANCES, "assesses", "claims")
    return (acts.index(row.act) if row.act in acts else len(acts), int(not wording.names(row.source)))


def _assertion(row: Any) -> tuple[Part, ...]:
    stance = "" if row.act in STANCES or row.polarity == "affirmed" else str(row.polarity)
    return (
        sourced(row),
        Cell(str(row.act), row_place(row, key="assertion_id"), note=f"“{row.cue}”", look="act"),
        Cell(str(row.topic), note=stance),
        _said(row),
        claimed(row),
        firmness(row),
    )


def _said(row: Any) -> Marked:
    """The sentence with what is asserted marked, or its cue where no such words stand in the sentence."""
    first, last = int(row.sentence_start), int(row.sentence_start) + len(str(row.sentence))
    if not wording.missing(row.start) and first <= int(row.start) < int(row.end) <= last:
        return Marked(str(row.sentence), int(row.start) - first, int(row.end) - first)
    return Marked(str(row.sentence), int(row.cue_start) - first, int(row.cue_end) - first)


def show_unknowns(unknowns: pd.DataFrame) -> Listing:
    """Who said that a number is not known, or would not give it."""
    lines = tuple(
        Line(
            str(row.unknown_id),
            (
                sourced(row),
                Cell(str(row.kind), note=_text(row.party)),
                _within(row),
                claimed(row),
                Cell(_short(row.article_id), row_place(row, key="unknown_id")),
            ),
        )
        for row in rows(unknowns)
    )
    return Listing(
        f"{wording.plural(len(lines), 'declared unknown')}",
        ("Source", "Number of", "Sentence", "Stated", "Article"),
        lines,
        empty="No source says within these parameters that a number is not known.",
        table="unknowns",
    )


def show_articles(articles: pd.DataFrame, places: pd.DataFrame | None = None) -> Listing:
    """The articles: where each was found, when it can have been published, and how that is known.

    With `places`, an article whose text lies in several is shown with the others.
    """
    elsewhere = _elsewhere(places)
    lines = tuple(
        Line(
            f"about-{anchor(str(row.article_id))}",
            (
                Cell(
                    _short(row.article_id),
                    article_file(row.article_id),
                    note=_text(row.title),
                    look="words",
                ),
                Cell(
                    _text(row.outlet) or "not known",
                    note=OUTLETS.get(_text(row.outlet_basis), ""),
                    look="words",
                ),
                Cell(
                    wording.days(row.published, row.published_latest),
                    note=_text(row.published_basis),
                    look="day",
                ),
                Cell(
                    " ".join(wording.names(row.reasons)),
                    note=elsewhere.get(str(row.article_id), ""),
                    look="reasons",
                ),
            ),
        )
        for row in articles.itertuples(index=False)
    )
    return Listing(
        f"{wording.plural(len(lines), 'article')}",
        ("Article", "Outlet", "Published", "How that is known"),
        lines,
        empty="No article was read.",
        table="articles",
    )


def _elsewhere(places: pd.DataFrame | None) -> dict[str, str]:
    """By article, the further places where its very text lies; one origin however many there are."""
    found: dict[str, list[str]] = {}
    for row in () if places is None else places.itertuples(index=False):
        outlet = f" ({_text(row.outlet)})" if _text(row.outlet) else ""
        found.setdefault(str(row.article_id), []).append(f"{row.place}{outlet}")
    return {name: f"the same text lies in {', '.join(rest)}" for name, (_, *rest) in found.items() if rest}


OUTLETS = {"copy": "a copy was found there", "url": "from its address", "stated": "stated"}


def show_problems(problems: pd.DataFrame) -> Listing:
    """What could not be read, and what to do about it."""
    lines = tuple(
        Line(
            str(row.problem_id),
            tuple(Cell(str(words), look="words") for words in (row.place, row.what, row.remedy)),
        )
        for row in problems.itertuples(index=False)
    )
    return Listing(
        f"{wording.plural(len(lines), 'problem')} in the input",
        ("Place", "What is wrong", "Remedy"),
        lines,
        empty="Every article was read without a problem.",
        table="problems",
    )


def show_summary(figures: pd.DataFrame) -> Points:
    """What the figures say in a few sentences; every number leads to its sentence in the article."""
    found = [row for row, _ in claims(figures)]
    sentences: list[list[str | Cell]] = []
    if not found:
        return Points(())
    sentences.append(
        [
            f"{wording.plural(len(found), 'number')} from "
            f"{wording.plural(len({wording.told(row) for row in found}), 'source')} in "
            f"{wording.plural(len({row.article_id for row in found}), 'article')}; "
            f"{sum(row.bound != 'exact' for row in found)} of them are bounds, estimates or vague words, and "
            f"{sum(row.certainty != 'certain' for row in found) or 'none'} hedged in certainty."
        ]
    )
    for kind in dict.fromkeys(str(row.kind) for row in found):
        sentences += _summary([row for row in found if row.kind == kind], kind)
    return Points(tuple(tuple(sentence) for sentence in sentences))


def _summary(found: list[Any], kind: str) -> list[list[str | Cell]]:
    """Sentences about one kind: what is so, what came on top, what is expected, a rate or denied."""
    so = [row for row in found if group(row) == "occurred"]
    whole = [row for row in so if not row.additional]
    parts = {
        f"{kind.capitalize()} stated as having happened or as so: ": whole,
        f"{kind.capitalize()} on top of an earlier number, which must not be added without knowing which: ": [
            row for row in so if row.additional
        ],
        f"{kind.capitalize()} only expected, planned or possible: ": [
            row for row in found if group(row) == "expected"
        ],
        f"{kind.capitalize()} as a rate: ": [row for row in found if group(row) == "rate"],
        f"{kind.capitalize()} in statements that were denied: ": [
            row for row in found if group(row) == "negated"
        ],
    }
    return [[head, *_listed(chosen), "."] for head, chosen in parts.items() if chosen]


def _listed(found: list[Any]) -> list[str | Cell]:
    ordered = sorted(found, key=lambda row: str(row.claim_start))
    parts: list[list[str | Cell]] = [
        [
            Cell(wording.stated(row), row_place(row)),
            f" ({wording.told(row)}, {wording.days(row.claim_start, row.claim_end) or 'no day'}"
            f"{_planned(row)})",
        ]
        for row in ordered[:MOST]
    ]
    if len(ordered) > MOST:
        parts.append([f"{len(ordered) - MOST} more in the table"])
    return sequence(parts)


def _planned(row: Any) -> str:
    """What must be said of a plan that stands among rates or denied numbers."""
    return ", only expected" if row.status == "expected" and group(row) != "expected" else ""


def show_stances(assertions: pd.DataFrame) -> Points:
    """Who denied, doubted, declined and confirmed, in a few sentences that lead to the statements."""
    found = list(rows(assertions))
    sentences = []
    for act, words in STANCES.items():
        chosen = [row for row in found if row.act == act]
        parts: dict[tuple[str, str], Any] = {}
        for row in chosen:
            parts.setdefault(
                (wording.told(row, nobody="a source that the text does not resolve"), str(row.topic)), row
            )
        if parts:
            listed: list[list[str | Cell]] = [
                [
                    Cell(name, f"#{row.assertion_id}"),
                    f" ({topic}, {wording.days(row.claim_start, row.claim_end) or 'no day'})",
                ]
                for (name, topic), row in list(parts.items())[:MOST]
            ]
            listed += [[f"{len(parts) - MOST} more"]] if len(parts) > MOST else []
            sentences.append((words, *sequence(listed), "."))
    return Points(tuple(sentences))


STANCES = {
    "denies": "Denied by ",
    "doubts": "Doubted, or not confirmed, by ",
    "declines": "No comment from ",
    "confirms": "Confirmed by ",
}


def show_turns(assertions: pd.DataFrame) -> Listing:
    """Sources whose stance on a topic differs from one day to a later one, with each turn."""
    groups: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows(assertions):
        if wording.names(row.source) and wording.as_day(row.claim_start):
            days = groups.setdefault((wording.told(row), str(row.topic)), {})
            kept = days.setdefault(_dated(row), row)
            days[_dated(row)] = min(kept, row, key=lambda one: STRENGTH.index(_stance(one)))
    lines = []
    for (name, topic), days in groups.items():
        steps = _turns(list(days.values()))
        if len(steps) > 1:
            parts = [f"{row.act} ({wording.days(row.claim_start, row.claim_end)})" for row in steps]
            link = f"#{steps[0].assertion_id}"
            lines.append(Line("", (Cell(name), Cell(topic), Cell(" → ".join(parts), link))))
    return Listing(
        f"{wording.plural(len(lines), 'source')} with a change of stance",
        ("Source", "On", "Stances by day"),
        tuple(lines),
        empty="No source changes its stance on a topic within these parameters.",
    )


# Of several statements on one day the most telling counts.
STRENGTH = ("denied", "unknown", "confirmed", "affirmed")


def _turns(days: list[Any]) -> list[Any]:
    """Of one statement for each day, the first and each whose stance differs from the one before."""
    return days[:1] + [row for before, row in pairwise(days) if _stance(row) != _stance(before)]


def _stance(row: Any) -> str:
    """Denied, left open, or affirmed; a confirmation is a stance of its own beside plain statements."""
    return "confirmed" if row.act == "confirms" else str(row.polarity)


def show_provenance(tables: Tables) -> Passage:
    """How many articles and rows stand behind the page, and where the files are."""
    first = min(
        (day for value in tables.articles["published"] if (day := wording.as_day(value))), default=None
    )
    last = max(
        (day for value in tables.articles["published_latest"] if (day := wording.as_day(value))), default=None
    )
    facts = {
        "Articles": f"{len(tables.articles)}" + (f", published {wording.days(first, last)}" if first else ""),
        "Rows within the parameters": f"{len(tables.figures)} figures, {len(tables.assertions)} assertions, "
        f"{wording.plural(len(tables.unknowns), 'declared unknown')}",
        "Page furniture left out": wording.plural(len(tables.furniture), "passage"),
        "Problems in the input": f"{len(tables.problems)}",
    }
    items = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in facts.items())
    return Passage(
        f'<dl class="facts">{items}</dl>', "\n".join(f"{name}: {value}" for name, value in facts.items())
    )


def rows(frame: pd.DataFrame) -> list[Any]:
    """The rows of a table by the day of the claim, then by article and place; those without a day last."""
    found = list(frame.itertuples(index=False))
    return sorted(
        found, key=lambda row: (_dated(row), row.article_id, getattr(row, "cue_start", None) or row.start)
    )


def _dated(row: Any) -> str:
    day = wording.as_day(row.claim_start)
    return day.isoformat() if day else "9999"


def sourced(row: Any) -> Cell:
    """Whose claim a row is, with those who relayed it in small print."""
    via = wording.relayed(row)
    return Cell(
        wording.told(row, nobody="the article itself" if hasattr(row, "figure_id") else "not resolved"),
        note=f"via {via}" if via else "",
        look="source",
    )


def claimed(row: Any) -> Cell:
    """The days of a claim, which sort by the first of them."""
    first = wording.as_day(row.claim_start)
    return Cell(
        wording.days(row.claim_start, row.claim_end), look="day", order=first.isoformat() if first else ""
    )


def _amount(row: Any) -> str:
    """What a number sorts by: its value, or a bound where it is vague."""
    known = [value for value in (row.value, row.low, row.high) if not wording.missing(value)]
    return f"{float(known[0]):.12g}" if known else ""


def _within(row: Any) -> Marked:
    start = int(row.start) - int(row.sentence_start)
    return Marked(str(row.sentence), start, int(row.end) - int(row.sentence_start))


def _text(value: Any) -> str:
    return "" if wording.missing(value) else str(value)


def _short(article_id: Any) -> str:
    """An article's number as its file name gives it: what stands before the underscore."""
    return str(article_id).split("_")[0]
