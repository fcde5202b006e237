"""Articles → tables: the only bridge between text and tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nkreport import rules, tables
from nkreport.errors import RuleError, RuleFault
from nkreport.records import Article, Assertion, DeclaredUnknown, Furniture, Problem, StatedFigure
from nkreport.text import find_furniture, read_document

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one article states, and what of its page was left out."""

    figures: tuple[StatedFigure, ...]
    assertions: tuple[Assertion, ...]
    unknowns: tuple[DeclaredUnknown, ...]
    furniture: tuple[Furniture, ...]


def extract_article(article: Article) -> Extraction:
    """Read one article: every figure, assertion and declared unknown, in order of appearance."""
    document = read_document(article.text)
    return Extraction(
        tuple(_finder("figures", "stated_figures")(article, document)),
        tuple(_finder("assertions", "stated_assertions")(article, document)),
        tuple(_finder("assertions", "declared_unknowns")(article, document)),
        document.furniture,
    )


def extract_rows(
    articles: Iterable[Article], problems: Iterable[Problem] = (),
) -> dict[str, list[tables.Row]]:
    """The rows of every table, as plain values; pandas is not imported."""
    rows: dict[str, list[tables.Row]] = {name: [] for name in tables.TABLES}
    for article in articles:
        found = extract_article(article)
        rows["articles"] += tables.article_rows([article])
        rows["figures"] += tables.figure_rows(found.figures)
        rows["assertions"] += tables.assertion_rows(found.assertions)
        rows["unknowns"] += tables.unknown_rows(found.unknowns)
        rows["furniture"] += tables.furniture_rows(article, found.furniture)
    rows["problems"] += tables.problem_rows(problems)
    return rows


def extract_tables(
    articles: Iterable[Article], problems: Iterable[Problem] = (),
) -> dict[str, pd.DataFrame]:
    """The tables as frames, by name: articles, figures, assertions, unknowns, furniture, problems.

    >>> {name: len(frame) for name, frame in extract_tables([Article("a", "Nothing.")]).items()}
    {'articles': 1, 'figures': 0, 'assertions': 0, 'unknowns': 0, 'furniture': 0, 'problems': 0}
    """
    rows = extract_rows(articles, problems)
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


def _example(text: str, reference: dt.date | None) -> Article:
    """A rule's example as an article; its day is the example's `reference`."""
    return Article("example", text, published=reference, published_latest=reference,
                   published_basis="stated" if reference else None)


def _article_reader(module: str, verb: str) -> rules.Finder:
    def read(text: str, reference: dt.date | None) -> Iterable[Any]:
        records: Iterable[Any] = _finder(module, verb)(_example(text, reference), read_document(text))
        return records
    return read


def _finder(module: str, verb: str) -> Callable[..., Iterable[Any]]:
    from importlib import import_module

    try:
        finder: Callable[..., Iterable[Any]] = getattr(import_module(f"nkreport.{module}"), verb)
    except (ImportError, AttributeError):
        return lambda *_: ()
    return finder


# The finder of each rule file: text and day → records with `rule`, as `rules.example_faults` wants.
RULE_READERS: Mapping[str, rules.Finder] = {
    "text": lambda text, _: find_furniture(text),
    "quantities": lambda text, _: _finder("quantities", "find_quantities")(text),
    "dates": lambda text, reference: _finder("dates", "find_dates")(text, reference=reference),
    "sources": _article_reader("assertions", "stated_assertions"),
    "cues": lambda text, _: _finder("attribution", "find_attributions")(text),
    "hedges": lambda text, _: _finder("hedging", "find_hedges")(text),
    "topics": lambda text, _: _finder("topics", "find_topic")(text),
    "kinds": _article_reader("figures", "stated_figures"),
    "figures": _article_reader("figures", "stated_figures"),
    "assertions": _article_reader("assertions", "stated_assertions"),
    "unknowns": _article_reader("assertions", "declared_unknowns"),
}
