"""The tables of a project for a notebook: built when they are missing or stale, then read and narrowed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nkreport.briefing.inputs import file_hash, find_root, read_json, tables_key, write_whole
from nkreport.briefing.parameters import split
from nkreport.briefing.turns import alone

if TYPE_CHECKING:
    import pandas as pd

TRUSTED = "NKREPORT_TABLES_ARE_BUILT"  # set for the kernels of a build, which has just built the tables


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables within a briefing's parameters, and the folder that they were read from."""

    articles: pd.DataFrame
    figures: pd.DataFrame
    assertions: pd.DataFrame
    unknowns: pd.DataFrame
    furniture: pd.DataFrame
    places: pd.DataFrame
    problems: pd.DataFrame
    folder: Path

    def __repr__(self) -> str:
        return (
            f"{len(self.articles)} articles, {len(self.figures)} figures, {len(self.assertions)} assertions, "
            f"{len(self.unknowns)} unknowns, {len(self.problems)} problems"
        )


def load_tables(
    *,
    since: str = "",
    until: str = "",
    kinds: str = "",
    party: str = "",
    acts: str = "",
    topics: str = "",
    root: str | Path | None = None,
    folder: str | Path | None = None,
) -> Tables:
    """The tables of the project, with the rows that these parameters ask for.

    `since` and `until` are the first and last day of the claim, in ISO form; a row without a day is
    kept. `kinds` and `party` narrow figures, `kinds` unknowns too, `acts` and `topics` narrow assertions;
    each lists names with commas, and an empty string narrows nothing. Builds the tables where they are
    missing or older than the articles, the rules or the package. `folder` names tables that lie elsewhere,
    as `nkreport extract --format parquet` wrote them; of an archive only what is asked for is read.
    """
    from nkreport.tables import read_tables

    trusted = folder is None and bool(os.environ.get(TRUSTED))
    if folder is None:
        project = find_root(root)
        folder = project / "data" / "tables"
        if not trusted and not _record(project, project / "seeds"):
            with alone(project):
                refresh_tables(project)
    frames = read_tables(folder, since=since, until=until, kinds=split(kinds), party=split(party),
                         acts=split(acts), topics=split(topics), trusted=trusted)
    return Tables(**frames, folder=Path(folder))


def refresh_tables(root: Path, *, seeds: Path | None = None) -> dict[str, Any]:
    """Build `data/tables` where it is missing, altered or stale; returns the record of the build.

    The record (`.cache/tables.json`) holds the key of the inputs, the hashes of the files, the counts
    of rows and the days of the articles.
    """
    seeds = seeds or root / "seeds"
    return _record(root, seeds) or _build(root, seeds, tables_key(root, seeds))


def _record(root: Path, seeds: Path) -> dict[str, Any]:
    """The record of the tables, or nothing where they are missing, altered or stale."""
    record = read_json(root / ".cache" / "tables.json")
    fresh = record.get("key") == tables_key(root, seeds) and _unaltered(root, record)
    return record if fresh else {}


def _unaltered(root: Path, record: Mapping[str, Any]) -> bool:
    files = record.get("files", {})
    return bool(files) and all(file_hash(root / name) == value for name, value in files.items())


def _build(root: Path, seeds: Path, key: str) -> dict[str, Any]:
    from nkreport import extract, tables
    from nkreport.analyst import read_corrections
    from nkreport.articles import read_articles, read_catalogue

    known = root / "data" / "articles.toml"
    read = read_articles(seeds, catalogue=read_catalogue(known) if known.is_file() else None)
    articles, problems = read.articles, read.problems
    changes = root / "data" / "corrections.toml"
    corrections = read_corrections(changes) if changes.is_file() else ()
    frames = extract.extract_tables(articles, problems, corrections, read.places)
    before = _contents(root)
    written = tables.write_tables(frames, root / "data" / "tables")
    _keep_previous(root, before)
    first = [article.published for article in articles if article.published]
    last = [article.published_latest or article.published for article in articles if article.published]
    record = {
        "key": key,
        "files": {path.relative_to(root).as_posix(): file_hash(path) for path in written},
        "counts": {name: len(frame) for name, frame in frames.items()},
        "first": min(first).isoformat() if first else None,
        "last": max(day for day in last if day).isoformat() if last else None,
    }
    write_whole(root / ".cache" / "tables.json", _json(record))
    return record


PREVIOUS = Path(".cache") / "previous"  # the tables of the last build whose rows were others


def _contents(root: Path) -> dict[str, bytes]:
    """The Parquet files of the last build, where they still are as it wrote them."""
    record = read_json(root / ".cache" / "tables.json")
    if not _unaltered(root, record):
        return {}
    return {name: (root / name).read_bytes() for name in record["files"] if name.endswith(".parquet")}


def _keep_previous(root: Path, before: Mapping[str, bytes]) -> None:
    """Keep the tables of the last build to compare with, where this one gave others."""
    if any((root / name).read_bytes() != content for name, content in before.items()):
        for name, content in before.items():
            write_whole(root / PREVIOUS / Path(name).name, content)


def _json(record: Mapping[str, Any]) -> str:
    import json

    return json.dumps(record, indent=1, ensure_ascii=False) + "\n"
