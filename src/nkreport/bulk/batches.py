"""Batches: what a worker takes at once, and the pure function that it runs on it."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial

from nkreport import __version__, rules, tables
from nkreport.analyst import Correction
from nkreport.bulk.workers import Task
from nkreport.corrections import apply
from nkreport.extract import rows_or_problem
from nkreport.limits import Limits
from nkreport.records import Article, Place, Problem

# Batches and parts of nothing but tiny articles, places or problems end after so many of them.
MOST_RECORDS = 2_000
MOST_RECORDS_OF_A_PART = 100_000
OWN_ROWS = ("places", "problems")  # tables whose rows the run itself numbers


@dataclass(frozen=True, slots=True)
class Batch:
    """Articles in the order of the input, and what was met on the way to them.

    `consumed` counts the bytes of the input that have been read up to the last of them. `part` is the part of
    the dataset that its rows belong to, and `closes` is True for the last batch of a full part.
    """

    articles: tuple[Article, ...]
    places: tuple[Place, ...] = ()
    problems: tuple[Problem, ...] = ()
    consumed: int = 0
    part: int = 0
    closes: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made of every batch: the format, and the analyst's corrections by article."""

    form: str
    corrections: Mapping[str, tuple[Correction, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """What a batch gave: pieces of the tables' files, the number of rows of each, and what went wrong.

    `corrected` names the articles that had corrections, `faults` are those that do not fit; `engine` tells
    which version and which rules read it.
    """

    pieces: Mapping[str, tuple[bytes, ...]]
    counts: Mapping[str, int]
    problems: tuple[Problem, ...] = ()
    corrected: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    engine: str = ""


def by_article(corrections: Sequence[Correction]) -> dict[str, tuple[Correction, ...]]:
    """The corrections of each article, in their order."""
    found: dict[str, list[Correction]] = {}
    for correction in corrections:
        found.setdefault(correction.article, []).append(correction)
    return {article: tuple(entries) for article, entries in found.items()}


def engine() -> str:
    """Which version and which rules read the articles here.

    >>> engine().startswith(__version__)
    True
    """
    return f"{__version__}, rules {rules.fingerprint()}"


def parted(found: Iterable[Batch], *, limits: Limits) -> Iterator[Batch]:
    """The batches with the parts that they belong to: a part is full when its articles reach its size."""
    part = size = records = 0
    for batch in found:
        size += sum(len(article.text) for article in batch.articles)
        records += len(batch.articles) + len(batch.places) + len(batch.problems)
        full = size >= limits.part_chars or records >= MOST_RECORDS_OF_A_PART
        yield replace(batch, part=part, closes=full)
        if full:
            part, size, records = part + 1, 0, 0


def batches(records: Iterable[tuple[Article | Place | Problem, int]], *, limits: Limits) -> Iterator[Batch]:
    """Cut what is read into batches; each record comes with the bytes of the input consumed up to it."""
    articles: list[Article] = []
    places: list[Place] = []
    problems: list[Problem] = []
    size = consumed = 0
    for record, consumed in records:
        if isinstance(record, Article):
            articles.append(record)
            size += len(record.text)
        elif isinstance(record, Place):
            places.append(record)
        else:
            problems.append(record)
        if size >= limits.batch_chars or len(articles) + len(places) + len(problems) >= MOST_RECORDS:
            yield Batch(tuple(articles), tuple(places), tuple(problems), consumed)
            articles, places, problems, size = [], [], [], 0
    if articles or places or problems:
        yield Batch(tuple(articles), tuple(places), tuple(problems), consumed)


def extract_batch(batch: Batch, order: Order) -> Result:
    """Read the articles of a batch: the same batch and order give the same bytes, wherever it is done."""
    rows: dict[str, list[tables.Row]] = {name: [] for name in tables.TABLES if name not in OWN_ROWS}
    problems: list[Problem] = []
    with _garbage_collected_once():
        for article in batch.articles:
            found = rows_or_problem(article)
            if isinstance(found, Problem):
                problems.append(found)
                continue
            for name, more in found.items():
                rows[name] += more
    corrected = tuple(article.id for article in batch.articles if article.id in order.corrections)
    wanted = [entry for name in corrected for entry in order.corrections[name]]
    rows, faults = apply(rows, wanted) if wanted else (rows, [])
    pieces = {name: (tables.encoded(tables.TABLES[name], found, order.form),) for name, found in rows.items()}
    counts = {name: len(found) for name, found in rows.items()}
    return Result(pieces, counts, tuple(problems), corrected, tuple(faults), engine())


@contextmanager
def _garbage_collected_once() -> Iterator[None]:
    """Documents are soon gone; looking for cycles among them while they are read costs a tenth."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
            gc.collect(0)  # everything that the batch made is in the youngest generation


def task(order: Order, *, limits: Limits) -> Task[Batch, Result]:
    """The reading of batches as a task for workers; an article that kills them becomes a problem."""
    told = f"{limits.worker_deaths} workers died while they read it, perhaps for want of memory"
    return Task(partial(_extract, order), _alone, _joined, partial(_unread, order, told))


def _extract(order: Order, batch: Batch) -> Result:
    return extract_batch(batch, order)


def _alone(batch: Batch) -> list[Batch]:
    """A batch for each article of a batch."""
    return [replace(batch, articles=(article,)) for article in batch.articles]


def _joined(results: Sequence[Result]) -> Result:
    """The results of batches as that of one."""
    names = results[0].pieces
    return Result(
        {name: tuple(piece for result in results for piece in result.pieces[name]) for name in names},
        {name: sum(result.counts[name] for result in results) for name in names},
        tuple(problem for result in results for problem in result.problems),
        tuple(name for result in results for name in result.corrected),
        tuple(fault for result in results for fault in result.faults),
        results[0].engine,
    )


def _unread(order: Order, told: str, batch: Batch) -> Result:
    """The result of a batch that could not be read: a problem for each of its articles."""
    problems = tuple(Problem(article.id, article.id, told, "please report it; the article was left out")
                     for article in batch.articles)
    return replace(extract_batch(Batch(()), order), problems=problems)


def digest(batch: Batch) -> bytes:
    """A hash over everything in a batch, to tell whether the input is still the same."""
    whole = hashlib.sha256()
    for record in (*batch.articles, *batch.places, *batch.problems):
        whole.update(repr(record).encode("utf-8", "surrogatepass"))
    return whole.digest()
