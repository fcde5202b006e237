"""The whole way: articles → tables → notebooks → pages → index; only what changed is built again."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nkreport import __version__, tradecraft
from nkreport.briefing import history
from nkreport.briefing.inputs import (
    PACKAGE,
    articles_hash,
    file_hash,
    find_root,
    page_key,
    read_json,
    rules_hash,
    tables_key,
    write_whole,
)
from nkreport.briefing.load import PREVIOUS, TRUSTED, refresh_tables
from nkreport.briefing.parameters import checked, declared
from nkreport.briefing.site import Site, as_of, markup, render_plain, site
from nkreport.errors import BriefingError, InputError, ParameterError, TradecraftError

RECORD = ".build.json"
TOGETHER = 2  # notebooks that run side by side; a kernel is a process of its own


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
class BuildResult:
    """What a build did: the pages built, those that needed no building, those that failed, and the index."""

    index: Path
    built: tuple[str, ...]
    fresh: tuple[str, ...]
    failed: tuple[Failure, ...]
    problems: int

    @property
    def complete(self) -> bool:
        return not self.failed


@dataclass(frozen=True, slots=True)
class Plan:
    """One briefing to build: its notebook, its parameters, and the key of all it depends on."""

    name: str
    notebook: Path
    title: str
    parameters: Mapping[str, Any]
    key: str


def build(
    root: str | Path,
    parameters: Mapping[str, str] | None = None,
    *,
    seeds: str | Path | None = None,
    only: Sequence[str] = (),
    keep: bool = False,
) -> BuildResult:
    """Build every briefing of a project whose inputs changed, and the index over all of them.

    `parameters` are as given on the command line; `only` names briefings; `keep` puts the pages as they
    stand into `reports/history/` before others take their place. A wrong parameter raises
    ParameterError before anything runs. A notebook that fails leaves its last good page in place.
    """
    folder = find_root(root)
    source = Path(seeds) if seeds else folder / "seeds"
    if not source.exists():
        raise InputError("there is no such folder or file", where=source, remedy="check the path")
    plans = _plans(folder, source, parameters or {})
    unknown = sorted(set(only) - {plan.name for plan in plans})
    if unknown:
        raise ParameterError(
            f"there is no briefing {unknown[0]}", remedy=f"choose from {', '.join(p.name for p in plans)}"
        )
    record = read_json(folder / "reports" / RECORD)
    chosen = [plan for plan in plans if not only or plan.name in only]
    stale = [plan for plan in chosen if not _fresh(folder, plan, record)]
    fresh = tuple(plan.name for plan in chosen if plan not in stale)
    index = folder / "reports" / "index.html"
    if not stale and _index_fresh(folder, plans, record):
        return BuildResult(index, (), fresh, (), int(record["problems"]))
    with _alone(folder):
        if keep and stale:
            history.keep(folder / "reports", RECORD)
        data = _data(folder, source, plans, refresh_tables(folder, seeds=source))
        tables = data.record
        pages = dict(record.get("pages", {}))
        failed = _publish(folder, data, stale, pages)
        failed += _finish(folder, data, pages)
    return BuildResult(
        index,
        tuple(p.name for p in stale if p.name not in {f.page for f in failed}),
        fresh,
        tuple(failed),
        int(tables["counts"]["problems"]),
    )


def _plans(root: Path, seeds: Path, given: Mapping[str, str]) -> list[Plan]:
    notebooks = sorted((root / "notebooks").glob("*.ipynb"), key=_order)
    if not notebooks:
        raise InputError(
            "there is no notebook", where=root / "notebooks", remedy="a briefing is a notebook; add one"
        )
    contents = {path: _read_notebook(path) for path in notebooks}
    values = checked(
        given, {path.stem: declared(content, where=path.name) for path, content in contents.items()}
    )
    tables = tables_key(root, seeds)
    return [
        Plan(
            path.stem,
            path,
            _title(content),
            values[path.stem],
            page_key(tables, path.read_bytes(), values[path.stem]),
        )
        for path, content in contents.items()
    ]


def _order(path: Path) -> tuple[int, str]:
    """Our own briefings in the order of reading, the evidence last; others between, by name."""
    place = {name: position for position, name in enumerate(("troop_estimates", "assertions"))}
    return (99 if path.stem == "evidence" else place.get(path.stem, 50), path.stem)


def _read_notebook(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BriefingError(
            f"not readable as a notebook: {error}", where=path, remedy="restore the file"
        ) from error
    return found


def _title(content: Mapping[str, Any]) -> str:
    from nkreport.briefing.page import title_of

    return title_of(content)


def _fresh(root: Path, plan: Plan, record: Mapping[str, Any]) -> bool:
    """Whether the page of a plan stands as it was built from the same inputs."""
    known = record.get("pages", {}).get(plan.name, {})
    return (
        known.get("key") == plan.key
        and not known.get("error")
        and file_hash(root / "reports" / f"{plan.name}.html") == known.get("page")
    )


def _index_fresh(root: Path, plans: Sequence[Plan], record: Mapping[str, Any]) -> bool:
    """Whether the index and the downloads stand as they were written for these briefings."""
    files = record.get("files", {})
    return (
        record.get("briefings") == [plan.name for plan in plans]
        and record.get("history") == history.names(root / "reports")
        and bool(files)
        and all(file_hash(root / "reports" / name) == value for name, value in files.items())
    )


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Only one build at a time: two would publish halves of each other."""
    try:
        import fcntl
    except ImportError:  # a system without file locks
        yield
        return
    place = root / ".cache" / "build.lock"
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BriefingError(
                "another build is running", where=root, remedy="wait for it to end"
            ) from error
        yield


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


def _data(root: Path, seeds: Path, plans: Sequence[Plan], record: Mapping[str, Any]) -> Data:
    from nkreport.briefing.checking import evidence
    from nkreport.tables import read_tables

    frames = read_tables(root / "data" / "tables")
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


def _publish(root: Path, data: Data, stale: Sequence[Plan], pages: dict[str, Any]) -> list[Failure]:
    """Run and publish each stale briefing; `pages` gets what became of it."""
    failed = []
    for plan, run in zip(stale, _runs(root, stale), strict=True):
        failure = _failure(root, plan, run) if run.error else _page(root, data, plan, run, pages)
        if failure:
            failed.append(failure)
            known = pages.get(plan.name, {})
            pages[plan.name] = known | {"error": failure.error, "cell": failure.cell, "title": plan.title}
            _mark(root, plan, failure, pages)
    return failed


def _runs(root: Path, stale: Sequence[Plan]) -> Iterator[Any]:
    from concurrent.futures import ThreadPoolExecutor

    from nkreport.briefing.run import run_notebook

    if not stale:
        return
    with _environment(root), ThreadPoolExecutor(TOGETHER) as pool:
        yield from pool.map(lambda plan: run_notebook(plan.notebook, _changed(plan)), stale)


def _changed(plan: Plan) -> dict[str, Any]:
    """The parameters that differ from the notebook's own, which alone need a cell of their own."""
    own = declared(_read_notebook(plan.notebook))
    return {name: value for name, value in plan.parameters.items() if value != own[name].default}


@contextmanager
def _environment(root: Path) -> Iterator[None]:
    """Kernels trust the tables that were just built, share the font cache, and read this very package."""
    wanted = {TRUSTED: "1"}
    if "MPLCONFIGDIR" not in os.environ:
        wanted["MPLCONFIGDIR"] = str(root / ".cache" / "matplotlib")
    if PACKAGE.parent.name not in ("site-packages", "dist-packages"):
        # A relative PYTHONPATH would mean another folder to a kernel, which runs beside its notebook.
        wanted["PYTHONPATH"] = os.pathsep.join(
            filter(None, [str(PACKAGE.parent), os.environ.get("PYTHONPATH")])
        )
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


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


def short(name: str) -> str:
    """A briefing's name in the links between pages.

    >>> short("troop_estimates")
    'Troop estimates'
    """
    return name.replace("_", " ").capitalize()


def _mark(root: Path, plan: Plan, failure: Failure, pages: dict[str, Any]) -> None:
    """Write on the last good page that it is stale."""
    from nkreport.briefing.page import read_page, stale_note

    path = root / "reports" / f"{plan.name}.html"
    text = read_page(path)
    if text:
        place = f"Cell {failure.cell}: " if failure.cell else ""
        write_whole(path, stale_note(text, place + failure.error))
        pages[plan.name]["page"] = file_hash(path)


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


def _finish(root: Path, data: Data, pages: Mapping[str, Any]) -> list[Failure]:
    """The articles' pages, downloads, codebook, index and record; pages of notebooks that are gone go too."""
    from nkreport.briefing.downloads import write_downloads
    from nkreport.briefing.page import first_picture, read_page, render_index
    from nkreport.briefing.site import codebook_page

    reports = root / "reports"
    names = [plan.name for plan in data.plans]
    for gone in set(pages) - set(names):
        (reports / f"{gone}.html").unlink(missing_ok=True)
    texts = {plan.name: read_page(reports / f"{plan.name}.html") for plan in data.plans}
    files = [
        f"data/{name}" for name in write_downloads(root / "data" / "tables", reports / "data", data.frames)
    ]
    failed = _articles(reports, data, texts, files)
    contents = {"codebook.html": codebook_page(data.site("codebook.html", reports=reports), data.facts)}
    listed = [
        _entry(plan, pages.get(plan.name, {}), picture=first_picture(text), there=bool(text))
        for plan, text in zip(data.plans, texts.values(), strict=True)
    ]
    contents["index.html"] = render_index(listed, _index(reports, data))
    for name, text in contents.items():
        _write_changed(reports / name, text)
    record = {
        "briefings": names,
        "problems": data.record["counts"]["problems"],
        "asof": data.asof,
        "history": history.names(reports),
        "files": {
            name: file_hash(reports / name) for name in [*contents, *files] if (reports / name).is_file()
        },
        "pages": {name: pages[name] for name in names if name in pages},
    }
    _forget(reports, record)
    write_whole(reports / RECORD, json.dumps(record, indent=1, ensure_ascii=False) + "\n")
    return failed


def _index(reports: Path, data: Data) -> dict[str, Any]:
    from nkreport.charts.coverage import named
    from nkreport.charts.places import article_file
    from nkreport.charts.wording import missing

    articles = [
        (article_file(row.article_id), f"Article {named(row)}", "" if missing(row.title) else str(row.title))
        for row in data.frames["articles"].itertuples(index=False)
    ]
    return {
        "facts": data.facts,
        "site": data.site("index.html", reports=reports),
        "changes": markup(data.changes),
        "articles": articles,
        "history": history.entries(reports, RECORD, data.frames),
    }


def _articles(reports: Path, data: Data, texts: Mapping[str, str], files: list[str]) -> list[Failure]:
    """Write the page of each article; `files` gets their names. A page that breaks a rule is a failure."""
    from nkreport.briefing.article import article_pages, rows_shown
    from nkreport.briefing.checking import approved

    shown_on = rows_shown({f"{name}.html": (short(name), text) for name, text in texts.items()})
    failed = []
    for file, contents in article_pages(data.frames, shown_on):
        shared = {"site": data.site(file, root="../", reports=reports), "made": data.facts}
        try:
            text = approved(render_plain("article.html.j2", contents | shared), data.evidence, where=file)
        except TradecraftError as error:
            failed.append(Failure(file, None, str(error), None))
            continue
        _write_changed(reports / file, text)
        files.append(file)
    return failed


def _write_changed(path: Path, text: str) -> None:
    """Write a page whose bytes are others than those that stand there."""
    if file_hash(path) != hashlib.sha256(text.encode("utf-8")).hexdigest():
        write_whole(path, text)


def _forget(reports: Path, record: Mapping[str, Any]) -> None:
    """Remove pages and downloads of the last build that this one no longer has and nobody changed."""
    for name, known in read_json(reports / RECORD).get("files", {}).items():
        if name not in record["files"] and file_hash(reports / name) == known:
            (reports / name).unlink()


def _entry(plan: Plan, known: Mapping[str, Any], *, picture: str, there: bool) -> dict[str, Any]:
    from nkreport.briefing.page import shown

    return {
        "file": f"{plan.name}.html" if there else "",
        "title": known.get("title", plan.title),
        "picture": picture,
        "parameters": shown(known.get("parameters", {})),
        "error": known.get("error", ""),
        "cell": known.get("cell"),
        "kept": f"failed/{plan.name}.ipynb" if known.get("error") else "",
    }


def refresh_notebooks(root: str | Path, *, only: Sequence[str] = ()) -> list[Path]:
    """Execute the notebooks with their own parameters and save their outputs; returns the files that changed.

    Where `docs/` holds a picture of a notebook (`docs/NAME.svg`), its first chart goes there too.

    The same tables give the same files. A run that is not whole raises BriefingError and changes nothing.
    """
    import nbformat

    folder = find_root(root)
    refresh_tables(folder)
    plans = [plan for plan in _plans(folder, folder / "seeds", {}) if not only or plan.name in only]
    runs = list(_runs(folder, plans))
    faults = [f"{run.name}, cell {run.cell}: {run.error}" for run in runs if run.error]
    if faults:
        raise BriefingError("; ".join(faults), remedy="mend the cell; no notebook was changed")
    changed = []
    for plan, run in zip(plans, runs, strict=True):
        files = {plan.notebook: nbformat.writes(run.notebook) + "\n"}
        picture = folder / "docs" / f"{plan.name}.svg"
        if picture.exists():
            files[picture] = _picture(run.notebook)
        for path, text in files.items():
            if path.read_text(encoding="utf-8") != text:
                write_whole(path, text)
                changed.append(path)
    return changed


def _picture(notebook: Any) -> str:
    """The first chart of an executed notebook, for the README."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    pictures = [
        output.data["image/svg+xml"] for output in outputs if "image/svg+xml" in output.get("data", {})
    ]
    return "".join(pictures[0]) + "\n" if pictures else ""
