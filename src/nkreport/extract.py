"""Articles → tables: the only bridge between text and tables."""

from __future__ import annotations

import datetime as dt
import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from nkreport import rules, tables
from nkreport.analyst import Correction
from nkreport.articles.mapping import find_fields
from nkreport.assertions import assertions_of
from nkreport.attribution import find_attributions
from nkreport.corrections import corrected
from nkreport.dates import find_dates
from nkreport.dating import date_article
from nkreport.dependence import find_leanings
from nkreport.errors import FinderError, RuleError, RuleFault
from nkreport.figures import figures_of, find_readings
from nkreport.hedging import find_hedges
from nkreport.quantities import find_quantities
from nkreport.reading import Reading
from nkreport.records import Article, Assertion, DeclaredUnknown, Furniture, Place, Problem, StatedFigure
from nkreport.sources import find_sources
from nkreport.text import Document, Visible, find_furniture, read_document, visible
from nkreport.topics import find_topic
from nkreport.tradecraft import find_examples
from nkreport.unknowns import declared_unknowns, unknowns_of

if TYPE_CHECKING:
    import pandas as pd


# A week: over more days than that, "Thursday" could be two of them.
WIDEST_DATING = dt.timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one article states, and what of its page was left out."""

    figures: tuple[StatedFigure, ...]
    assertions: tuple[Assertion, ...]
    unknowns: tuple[DeclaredUnknown, ...]
    furniture: tuple[Furniture, ...]


def extract_article(article: Article) -> Extraction:
    """Read one article: every figure, assertion and declared unknown, in order of appearance."""
    return _extraction(article)[1]


def _extraction(supplied: Article) -> tuple[Article, Extraction]:
    """The article with its days, and what it states, read as it is seen and told as it is printed."""
    seen = visible(supplied.text)
    if not seen.gaps:
        return _read(supplied)
    article, found = _read(replace(supplied, text=seen.text))
    return replace(article, text=supplied.text), Extraction(
        tuple(_printed(figure, seen, supplied.text) for figure in found.figures),
        tuple(_printed(assertion, seen, supplied.text) for assertion in found.assertions),
        tuple(_printed(unknown, seen, supplied.text) for unknown in found.unknowns),
        tuple(Furniture(*seen.printed(span.start, span.end), span.reason) for span in found.furniture),
    )


Stated = TypeVar("Stated", StatedFigure, Assertion, DeclaredUnknown)
SPANS = (("start", "end", "text"), ("cue_start", "cue_end", "cue"))


def _printed(row: Stated, seen: Visible, text: str) -> Stated:
    """A row of the visible text as one of the printed text, invisible signs within its words included."""
    first, end = seen.printed(row.sentence_start, row.sentence_start + len(row.sentence))
    changes: dict[str, Any] = {"sentence_start": first, "sentence": text[first:end]}
    for low, high, words in SPANS:
        if getattr(row, low, None) is not None:
            start, stop = seen.printed(getattr(row, low), getattr(row, high))
            changes |= {low: start, high: stop, words: text[start:stop]}
    return replace(row, **changes)


def _read(article: Article) -> tuple[Article, Extraction]:
    """The article with its days, and what it states: the document is read once for both."""
    document = read_document(article.text)
    article = dated(article, document)
    reading = Reading(article, document)
    figures = figures_of(reading)
    return article, Extraction(
        tuple(figures),
        tuple(assertions_of(reading)),
        tuple(unknowns_of(reading, figures)),
        document.furniture,
    )


def dated(article: Article, document: Document | None = None) -> Article:
    """The article with its days narrowed from its own words, where it states none and they suffice.

    >>> text = "Secretary of State Marco Rubio spoke in the capital."
    >>> dated(Article("a", text)).published is None
    True
    """
    if article.published is not None:
        return article
    dating = date_article(article, document=document)
    if dating.low is None or dating.high is None or dating.high - dating.low > WIDEST_DATING:
        return article
    return replace(article, published=dating.low, published_latest=dating.high, published_basis="inferred")


def rows_of(supplied: Article) -> dict[str, list[tables.Row]]:
    """The rows that one article gives, by table; FinderError where one is not what it promises."""
    article, found = _extraction(supplied)
    rows = {
        "articles": tables.article_rows([article]),
        "figures": tables.figure_rows(found.figures),
        "assertions": tables.assertion_rows(found.assertions),
        "unknowns": tables.unknown_rows(found.unknowns),
        "furniture": tables.furniture_rows(article, found.furniture),
    }
    faults = [f"{key} does not give back its text" for key in tables.span_faults(rows)]
    faults += tables.row_faults(rows)
    if faults:
        raise FinderError("; ".join(faults[:3]))
    return rows


def rows_or_problem(article: Article) -> dict[str, list[tables.Row]] | Problem:
    """The rows of one article, or the Problem that its reading failed."""
    try:
        return rows_of(article)
    except Exception as error:  # a fault of ours, whatever it is, must cost one article and not the run
        place = traceback.extract_tb(error.__traceback__)[-1]
        told = " ".join(f"{type(error).__name__}: {error}".split())[:200].encode("ascii", "backslashreplace")
        what = f"its reading failed in {Path(place.filename).name}, line {place.lineno}: {told.decode()}"
        return Problem(article.id, article.id, what, "please report it; the article was left out")


def extract_rows(
    articles: Iterable[Article],
    problems: Iterable[Problem] = (),
    corrections: Sequence[Correction] = (),
    places: Iterable[Place] = (),
) -> dict[str, list[tables.Row]]:
    """The rows of every table, as plain values and with an analyst's corrections; pandas is not imported.

    An article whose reading fails is a problem, after those that are given.
    """
    rows: dict[str, list[tables.Row]] = {name: [] for name in tables.TABLES}
    failed: list[Problem] = []
    for article in articles:
        found = rows_or_problem(article)
        if isinstance(found, Problem):
            failed.append(found)
            continue
        for name, more in found.items():
            rows[name] += more
    rows["places"] += tables.place_rows(places)
    rows["problems"] += tables.problem_rows([*problems, *failed])
    return corrected(rows, corrections) if corrections else rows


def extract_tables(
    articles: Iterable[Article],
    problems: Iterable[Problem] = (),
    corrections: Sequence[Correction] = (),
    places: Iterable[Place] = (),
) -> dict[str, pd.DataFrame]:
    """The tables as frames, by name: articles, figures, assertions, unknowns, furniture, places, problems.

    >>> frames = extract_tables([Article("a", "Nothing.")])
    >>> {name: len(frame) for name, frame in frames.items() if len(frame)}
    {'articles': 1}
    """
    rows = extract_rows(articles, problems, corrections, places)
    return {name: tables.to_frame(tables.TABLES[name], found) for name, found in rows.items()}


# --- the rules' own examples ---


def check_rules() -> list[RuleFault]:
    """Every fault of every rule file: of its form, of its examples, of its not being read."""
    faults: list[RuleFault] = []
    for name in rules.names():
        try:
            file = rules.load(name)
        except RuleError as error:
            faults += error.faults
            continue
        if name in RULE_READERS:
            faults += rules.example_faults(file, RULE_READERS[name])
        elif file.rules:
            faults.append(RuleFault(f"{name}.toml", "", "", "no finder reads its rules; see RULE_READERS"))
    return faults


def _unknowns(text: str, reference: dt.date | None) -> list[DeclaredUnknown]:
    return declared_unknowns(Article("example", text, published=reference))


# The finder of each rule file: text and day → records with `rule`, as `rules.example_faults` wants.
RULE_READERS: Mapping[str, rules.Finder] = {
    "fields": lambda text, _: find_fields(text),
    "text": lambda text, _: find_furniture(text),
    "quantities": lambda text, _: find_quantities(text),
    "dates": lambda text, reference: find_dates(text, reference=reference),
    "sources": find_sources,
    "dependence": lambda text, _: find_leanings(text),
    "cues": lambda text, _: find_attributions(text),
    "hedges": lambda text, _: find_hedges(text),
    "topics": lambda text, _: find_topic(text),
    "kinds": find_readings,
    "tradecraft": lambda text, _: find_examples(text),
    "figures": find_readings,
    "unknowns": _unknowns,
}
