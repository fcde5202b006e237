"""One proven run → one page: converted, checked, written whole; what fails leaves the last good page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nkreport import __version__, tradecraft
from nkreport.briefing import history
from nkreport.briefing.inputs import articles_hash, file_hash, rules_hash, write_whole
from nkreport.briefing.load import PREVIOUS
from nkreport.briefing.plans import Plan, short
from nkreport.briefing.site import Site, as_of, site
from nkreport.errors import TradecraftError


@dataclass(frozen=True, slots=True)
class Failure:
    """A briefing that could not be published: which cell (from 1) and why, and where its run is kept."""

    page: str
    cell: int | None
    error: str
    kept: Path | None

    def __str__(self) -> str:
        place = f", cell {self.cell}" if self.cell else ""
        kept = f" (its run is kept in {self.kept})" if self.kept else ""
        return f"{self.page}{place}: {self.error}{kept}"


@dataclass(frozen=True, slots=True)
class Data:
    """What every page of a build is made from: the plans, the record and the frames of the tables.

    `facts` is what a page says of its making, `evidence` what the linter compares it with, `changes`
    what differs from the build before: a sentence and its markup.
    """

    seeds: Path
    plans: tuple[Plan, ...]
    record: Mapping[str, Any]
    frames: Mapping[str, Any]
    facts: Mapping[str, str]
    asof: str
    evidence: tradecraft.Evidence
    changes: str

    def site(self, file: str, *, root: str = "", reports: Path | None = None) -> Site:
        """The shared part of a page; with `reports`, only briefings that have a page there are linked."""
        briefings = [
            (f"{plan.name}.html", short(plan.name))
            for plan in self.plans
            if reports is None or (reports / f"{plan.name}.html").is_file()
        ]
        return site(asof=self.asof, briefings=briefings, tables=tuple(self.frames), file=file, root=root)


def gather(root: Path, seeds: Path, plans: Sequence[Plan], record: Mapping[str, Any]) -> Data:
    from nkreport.briefing.checking import evidence
    from nkreport.tables import read_tables

    frames = read_tables(root / "data" / "tables", trusted=True)  # just built, or compared by their hashes
    sentence, changed = history.changes_between(root / PREVIOUS, frames)
    told = facts(root, seeds, record)
    made = [told["Made by"], f"rules {told['Rules']}", f"articles {told['Articles’ hash']}"]
    return Data(
        seeds,
        tuple(plans),
        record,
        frames,
        told,
        as_of(record["last"], made),
        evidence(frames),
        history.show_changes(sentence, changed),
    )


def facts(root: Path, seeds: Path, tables: Mapping[str, Any]) -> dict[str, str]:
    """What a page says of its making: nothing of it depends on the hour or the machine."""
    from nkreport.charts import wording

    counts = tables["counts"]
    return {
        "Made by": f"nkreport {__version__}",
        "Rules": rules_hash(),
        "Articles": f"{counts['articles']}",
        "Articles’ hash": articles_hash(root, seeds)[:12],
        "Figures": f"{counts['figures']}",
        "Assertions": f"{counts['assertions']}",
        "Declared unknowns": f"{counts['unknowns']}",
        "Problems": f"{counts['problems']}",
        "Published": wording.days(tables["first"], tables["last"]) or "unknown",
    }


def publish(
    root: Path, data: Data, stale: Sequence[Plan], runs: Iterable[Any], pages: dict[str, Any]
) -> list[Failure]:
    """Publish the run of each stale briefing; `pages` gets what became of it."""
    failed = []
    for plan, run in zip(stale, runs, strict=True):
        failure = _failure(root, plan, run) if run.error else _page(root, data, plan, run, pages)
        if failure:
            failed.append(failure)
            known = pages.get(plan.name, {})
            pages[plan.name] = known | {"error": failure.error, "cell": failure.cell, "title": plan.title}
            _mark(root, plan, failure, pages)
    return failed


def _failure(root: Path, plan: Plan, run: Any) -> Failure:
    from nkreport.briefing.run import keep

    kept = keep(run, root / "reports" / "failed")
    return Failure(plan.name, run.cell, run.error, kept)


def _page(root: Path, data: Data, plan: Plan, run: Any, pages: dict[str, Any]) -> Failure | None:
    """Convert, check and publish one proven run; what cannot be published is a failure too."""
    from nkreport.briefing.checking import approved
    from nkreport.briefing.page import render

    file = f"{plan.name}.html"
    try:
        text = render(
            run.notebook,
            name=plan.name,
            facts=data.facts,
            parameters=plan.parameters,
            shared=data.site(file),
            changes=data.changes,
        )
        write_whole(root / "reports" / file, approved(text, data.evidence, where=file))
    except Exception as error:  # the last good page stays, whatever went wrong
        told = str(error) if isinstance(error, TradecraftError) else f"{type(error).__name__}: {error}"
        return Failure(plan.name, None, told, None)
    (root / "reports" / "failed" / f"{plan.name}.ipynb").unlink(missing_ok=True)
    pages[plan.name] = {
        "key": plan.key,
        "title": plan.title,
        "parameters": dict(plan.parameters),
        "page": file_hash(root / "reports" / file),
    }
    return None


def _mark(root: Path, plan: Plan, failure: Failure, pages: dict[str, Any]) -> None:
    """Write on the last good page that it is stale."""
    from nkreport.briefing.page import read_page, stale_note

    path = root / "reports" / f"{plan.name}.html"
    text = read_page(path)
    if text:
        place = f"Cell {failure.cell}: " if failure.cell else ""
        write_whole(path, stale_note(text, place + failure.error))
        pages[plan.name]["page"] = file_hash(path)
