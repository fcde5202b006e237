"""A run over an input of any size: in batches, in flat memory, and to be gone on with when it was killed."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from nkreport import tables
from nkreport.analyst import Correction
from nkreport.articles import Catalogue
from nkreport.bulk import staging
from nkreport.bulk.batches import (
    OWN_ROWS,
    Batch,
    Order,
    Result,
    batches,
    by_article,
    digest,
    engine,
    parted,
    task,
)
from nkreport.bulk.intake import Paths, Record, records
from nkreport.bulk.workers import HERE, Crew, in_order
from nkreport.corrections import apply, refuse
from nkreport.errors import ParameterError, WorkerError
from nkreport.limits import DEFAULT, Limits
from nkreport.records import Place, Problem

SHOWN = 10  # problems of a part that are kept at hand, to be told at the end

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run wrote: files or folders, the rows of each table, the first problems, the parts.

    `resumed` is the number of parts that an interrupted run had left.
    """

    files: tuple[Path, ...]
    counts: dict[str, int]
    problems: tuple[Problem, ...]
    parts: int
    resumed: int


def extract_dataset(
    paths: Paths,
    folder: str | Path,
    *,
    form: str = "parquet",
    catalogue: Catalogue | None = None,
    corrections: Sequence[Correction] = (),
    crew: Crew = HERE,
    resume: bool = False,
    restart: bool = False,
    limits: Limits = DEFAULT,
    tell: Tell | None = None,
) -> Outcome:
    """Read everything below the paths and write the tables to a folder: lines in a file, or Parquet in parts.

    Memory stays flat, whatever the size of the input. The same input gives the same bytes, whoever works and
    however often the run was killed and resumed. What stood in the folder is replaced when the run is
    complete. `tell` is called with the bytes consumed and the articles read so far. A correction that does
    not fit, an unfinished run of another input, or a folder that cannot be written to is one error.
    """
    found = _begun(records(paths, catalogue, crew, limits=limits, but=Path(folder)))
    folder = tables.ready_folder(folder)
    described = _description(paths, form, catalogue, corrections, limits)
    with staging.alone_in(folder):
        done = staging.begin(folder, described, resume=resume, restart=restart)
        cut = parted(batches(found, limits=limits), limits=limits)
        order = Order(form, by_article(corrections))
        ahead = _after(cut, list(staging.parts(folder)))
        parts = _Parts(folder, form, tell or _silent, list(staging.parts(folder)))
        for batch, result in in_order(crew, task(order, limits=limits), ahead, limits=limits):
            parts.take(batch, result)
        parts.finish(corrections)
        files = staging.publish(folder, form)
    problems = [Problem(*told) for part in parts.written for told in part["problems"]]
    return Outcome(tuple(files), parts.counts, tuple(problems), len(parts.written), done)


def _begun(found: Iterator[Record]) -> Iterator[Record]:
    """The records, the first of them read: a wrong input is told before anything is made."""
    first = next(found, None)
    return found if first is None else chain([first], found)


def _silent(consumed: int, articles: int) -> None:
    """Tell nobody."""


def _description(
    paths: Paths, form: str, catalogue: Catalogue | None, corrections: Sequence[Correction], limits: Limits,
) -> dict[str, Any]:
    """What must be the same for a run to be gone on with; the input itself is compared as it is read."""
    named = [paths] if isinstance(paths, str | Path) else paths
    return {
        "input": [str(Path(path).absolute()) for path in named],
        "format": form,
        "catalogue": _hash(sorted((catalogue or {}).items())),
        "corrections": _hash(corrections),
        "limits": asdict(limits),
        "nkreport": engine(),
    }


def _hash(value: Any) -> str:
    return hashlib.sha256(repr(value).encode("utf-8", "surrogatepass")).hexdigest()


def _after(cut: Iterable[Batch], done: Sequence[dict[str, Any]]) -> Iterator[Batch]:
    """The batches of the parts that are not done; those of the others must be as they were."""
    part, hashed = 0, hashlib.sha256()
    for batch in cut:
        if batch.part != part and part < len(done):
            _compare(hashed.hexdigest(), done[part], part)
            part, hashed = batch.part, hashlib.sha256()
        if batch.part >= len(done):
            yield batch
        else:
            hashed.update(digest(batch))
    if part < len(done):
        _compare(hashed.hexdigest(), done[part], part)
    if part + 1 < len(done):
        _compare("the input ends before", done[part + 1], part + 1)


def _compare(found: str, known: dict[str, Any], part: int) -> None:
    if found != known["input"]:
        raise ParameterError(f"the input has changed since part {part} was made of it",
                             remedy="begin anew with --restart")


@dataclass(slots=True)
class _Parts:
    """Gathers what batches give into parts, and writes each when its last batch has come."""

    folder: Path
    form: str
    tell: Tell
    written: list[dict[str, Any]]
    counts: Counter[str] = field(default_factory=Counter)
    gathered: list[tuple[Batch, Result]] = field(default_factory=list)
    corrected: set[str] = field(default_factory=set)
    articles: int = 0

    def __post_init__(self) -> None:
        for part in self.written:
            self._count(part)
        self.articles = self.counts["articles"]

    def take(self, batch: Batch, result: Result) -> None:
        if result.engine != engine():
            raise WorkerError(f"a worker has nkreport {result.engine}; here it is {engine()}",
                              remedy="install the same on all machines")
        self.gathered.append((batch, result))
        self.articles += result.counts["articles"]
        self.tell(batch.consumed, self.articles)
        if batch.closes:
            self._write()

    def finish(self, corrections: Sequence[Correction]) -> None:
        """Write the last part, and refuse corrections of articles that never came."""
        if self.gathered or not self.written:
            self._write()
        left = [entry for entry in corrections if entry.article not in self.corrected]
        refuse(apply({name: [] for name in tables.TABLES}, left)[1])

    def _write(self) -> None:
        refuse([fault for _, result in self.gathered for fault in result.faults])
        places = [place for batch, _ in self.gathered for place in batch.places]
        problems = [problem for batch, result in self.gathered
                    for problem in (*batch.problems, *result.problems)]
        counts = Counter({"places": len(places), "problems": len(problems)})
        for _, result in self.gathered:
            counts.update(result.counts)
        hashed = hashlib.sha256(b"".join(digest(batch) for batch, _ in self.gathered))
        known = {
            "input": hashed.hexdigest(),
            "counts": dict(counts),
            "corrected": sorted({name for _, result in self.gathered for name in result.corrected}),
            "problems": [[each.article_id, each.place, each.what, each.remedy] for each in problems[:SHOWN]],
        }
        staging.write_part(self.folder, len(self.written), self._pieces(places, problems), self.form, known)
        self._count(known)
        self.written.append(known)
        self.gathered.clear()

    def _count(self, part: dict[str, Any]) -> None:
        self.counts.update(part["counts"])
        self.corrected.update(part["corrected"])

    def _pieces(self, places: Sequence[Place], problems: Sequence[Problem]) -> dict[str, list[bytes]]:
        rows = {
            "places": tables.place_rows(places, first=self.counts["places"] + 1),
            "problems": tables.problem_rows(problems, first=self.counts["problems"] + 1),
        }
        own = {name: [tables.encoded(tables.TABLES[name], rows[name], self.form)] for name in OWN_ROWS}
        return own | {
            name: [piece for _, result in self.gathered for piece in result.pieces[name]]
            for name in tables.TABLES if name not in OWN_ROWS
        }
