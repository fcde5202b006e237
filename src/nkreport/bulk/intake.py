"""Everything that an input holds, in order: articles once each, the places they lie in, and problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from nkreport.articles import Catalogue, Seen, admit, documents, known, parse_document, unused
from nkreport.bulk.workers import Crew, Task, in_order
from nkreport.limits import Limits
from nkreport.records import Article, InputDocument, Place, Problem

Paths = str | Path | Sequence[str | Path]
Found = tuple[Article, Place] | Problem
Record = tuple[Article | Place | Problem, int]

TOGETHER = 200  # documents that are parsed at once
SUGGESTED = 1_000  # ids among which the one is looked for that an entry of the catalogue may have meant
COSTLY = frozenset({"html", "feed"})  # formats whose parsing is worth the way to another process


@dataclass(frozen=True, slots=True)
class Chunk:
    """Documents that are parsed together, among what could not be read on the way to them."""

    documents: tuple[InputDocument | Problem, ...]
    consumed: int

    @property
    def costly(self) -> bool:
        return any(isinstance(each, InputDocument) and each.format in COSTLY for each in self.documents)


def records(
    paths: Paths, catalogue: Catalogue | None, crew: Crew, *, limits: Limits, but: Path,
) -> Iterator[Record]:
    """Every article, place and problem of an input, each with the bytes consumed up to it.

    A text that was met before gives a place and no article. What lies in the folder `but` is no input.
    """
    seen = Seen()
    met: set[str] = set()
    consumed = 0
    for found, consumed in _parsed(documents(paths, limits=limits, but=but), crew, limits):
        if isinstance(found, Problem):
            _meet(met, found.article_id, catalogue)
            yield found, consumed
            continue
        article, place, problems = admit(*found, seen)
        _meet(met, place.supplied_id or place.article_id, catalogue)
        yield from ((problem, consumed) for problem in problems)
        if article is not None:
            yield known(article, (catalogue or {}).get(article.id)), consumed
        if not problems:
            yield place, consumed
    if catalogue is not None:
        yield from ((problem, consumed) for problem in unused(catalogue, met))


def _meet(met: set[str], identity: str | None, catalogue: Catalogue | None) -> None:
    """Keep an id that the catalogue names, and some others for what an entry may have meant."""
    if identity and catalogue is not None and (identity in catalogue or len(met) < SUGGESTED):
        met.add(identity)


def _parsed(
    read: Iterable[InputDocument | Problem], crew: Crew, limits: Limits,
) -> Iterator[tuple[Found, int]]:
    """What each document holds, with the bytes consumed; web pages and feeds are parsed by the workers."""
    task = Task(partial(_parse, limits), _alone, _joined, partial(_lost, limits))
    for chunk, found in in_order(_for_costly_chunks(crew), task, _chunks(read, limits), limits=limits):
        yield from ((each, chunk.consumed) for each in found)


def _chunks(found: Iterable[InputDocument | Problem], limits: Limits) -> Iterator[Chunk]:
    chunk: list[InputDocument | Problem] = []
    size = consumed = 0
    for each in found:
        chunk.append(each)
        if isinstance(each, InputDocument):
            size, consumed = size + len(each.content), each.consumed
        if size >= limits.batch_chars or len(chunk) >= TOGETHER:
            yield Chunk(tuple(chunk), consumed)
            chunk, size = [], 0
    if chunk:
        yield Chunk(tuple(chunk), consumed)


def _for_costly_chunks(crew: Crew) -> Crew:
    """The crew for chunks that are worth the way to it; the others are parsed here at once."""
    if crew.submit is None:
        return crew

    def submit(work: Callable[[Chunk], list[Found]], chunk: Chunk) -> Any:
        if chunk.costly and crew.submit is not None:
            return crew.submit(work, chunk)
        here: Future[list[Found]] = Future()
        here.set_result(work(chunk))
        return here

    return replace(crew, submit=submit)


def _parse(limits: Limits, chunk: Chunk) -> list[Found]:
    found: list[Found] = []
    for each in chunk.documents:
        if isinstance(each, Problem):
            found.append(each)
        else:
            found += parse_document(each, limits=limits)
    return found


def _alone(chunk: Chunk) -> list[Chunk]:
    return [replace(chunk, documents=(each,)) for each in chunk.documents]


def _joined(found: Sequence[list[Found]]) -> list[Found]:
    return [each for part in found for each in part]


def _lost(limits: Limits, chunk: Chunk) -> list[Found]:
    told = f"{limits.worker_deaths} workers died while they opened it, perhaps for want of memory"
    return [each if isinstance(each, Problem)
            else Problem(None, each.place, told, "please report it; the document was left out")
            for each in chunk.documents]
