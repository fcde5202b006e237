"""Earlier builds: what changed since the last one, and the copies that were kept to compare with."""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nkreport.briefing.inputs import read_json, write_whole
from nkreport.briefing.listing import Cell, Line, Listing, Marked
from nkreport.errors import TableError

if TYPE_CHECKING:
    import pandas as pd

FOLDER = "history"
LEFT_OUT = (FOLDER, "failed")
SHOWN = 12  # kept builds that the index lists, and changes that a page lists; all are counted
MARKS = ("<!-- history -->", "<!-- /history -->")
NOTE = (
    '<p class="stale" role="note">This is an earlier build that was kept: see <a href="../../index.html">the '
    "present one</a>.</p>"
)


def changes_between(old: Path, new: Mapping[str, pd.DataFrame]) -> tuple[str, pd.DataFrame | None]:
    """A sentence on what changed since the tables in `old`, and the changes; None where it cannot be told."""
    from nkreport.reconcile import diff
    from nkreport.tables import read_tables

    if not (old / "figures.parquet").is_file():
        return "There is no earlier build to compare with.", None
    try:
        before = read_tables(old)
    except TableError:
        return "The build before had other columns, so that the two cannot be compared.", None
    found = diff(before, new)
    return summary(found, before, new), found


def summary(changes: pd.DataFrame, old: Mapping[str, pd.DataFrame], new: Mapping[str, pd.DataFrame]) -> str:
    """The changes counted by table and kind, and the articles that came or went."""
    from nkreport.charts import wording

    counts = Counter(zip(changes["table"], changes["change"], strict=True))
    parts = [f"in {table} {_counted(counts, table)}" for table in sorted({name for name, _ in counts})]
    before, after = (set(frames["articles"]["article_id"]) for frames in (old, new))
    for names, word in ((after - before, "new"), (before - after, "withdrawn")):
        parts += [f"{wording.plural(len(names), 'article')} {word}"] if names else []
    return "; ".join(parts) if parts else "no row has changed"


def _counted(counts: Mapping[tuple[str, str], int], table: str) -> str:
    return ", ".join(f"{count} {change}" for (name, change), count in sorted(counts.items()) if name == table)


def show_changes(sentence: str, changes: pd.DataFrame | None) -> str:
    """Markup: the sentence, and the first of the changes with the words of each."""
    from html import escape

    from nkreport.charts import wording

    words = escape(sentence[:1].upper() + sentence[1:].rstrip("."))
    told = f'<p class="about">{words}.</p>'
    if changes is None or changes.empty:
        return told
    rows = list(changes.itertuples(index=False))
    lines = tuple(Line(str(row.change_id), _change(row)) for row in rows[:SHOWN])
    more = f" (the first {SHOWN} of {len(rows)})" if len(rows) > SHOWN else ""
    listing = Listing(
        f"{wording.plural(len(rows), 'change')}{more}",
        ("Change", "Table", "Words as printed", "Before", "Now"),
        lines,
    )
    return f"{told}\n<details><summary>The changes, row by row</summary>\n{listing.html()}\n</details>"


def _change(row: Any) -> tuple[Any, ...]:
    from nkreport.charts import wording
    from nkreport.charts.places import article_file

    link = "" if row.change == "withdrawn" else f"{article_file(row.article_id)}#{row.row_id}"
    before, now = ("" if wording.missing(value) else str(value) for value in (row.before, row.after))
    return (
        Cell(str(row.change)),
        Cell(str(row.table)),
        Cell(str(row.text), link),
        Marked(before, -1, -1),
        Marked(now, -1, -1),
    )


def keep(reports: Path, record: str) -> Path | None:
    """Copy the pages as they stand to `history/`; None where there are none, or these are kept already."""
    built = reports / record
    if not built.is_file() or not (reports / "index.html").is_file():
        return None
    digest = hashlib.sha256(built.read_bytes()).hexdigest()[:12]
    before = kept(reports)
    if before and before[-1].name.endswith(digest):
        return None
    number = int(before[-1].name.split("-")[0]) + 1 if before else 1
    goal = reports / FOLDER / f"{number:04d}-{digest}"
    temporary = reports / FOLDER / f"new-{goal.name}"
    shutil.rmtree(temporary, ignore_errors=True)
    shutil.copytree(reports, temporary, ignore=shutil.ignore_patterns(*LEFT_OUT))
    index = (temporary / "index.html").read_text(encoding="utf-8")
    head, _, rest = index.partition(MARKS[0])
    write_whole(temporary / "index.html", head + NOTE + rest.partition(MARKS[1])[2])
    temporary.replace(goal)
    return goal


def kept(reports: Path) -> list[Path]:
    """The folders of the builds that were kept, the oldest first."""
    folder = reports / FOLDER
    return sorted(path for path in folder.iterdir() if path.name[:1].isdigit()) if folder.is_dir() else []


def entries(reports: Path, record: str, new: Mapping[str, pd.DataFrame]) -> list[dict[str, str]]:
    """What the index says of each kept build, the newest first: its number, its day, what changed since."""
    return [_entry(path, record, new) for path in reversed(kept(reports)[-SHOWN:])]


def _entry(path: Path, record: str, new: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    known = read_json(path / record)
    return {
        "file": f"{FOLDER}/{path.name}/index.html",
        "number": path.name.split("-")[0].lstrip("0"),
        "asof": str(known.get("asof", "")),
        "since": changes_between(path / "data", new)[0].rstrip("."),
    }


def names(reports: Path) -> Sequence[str]:
    """The names of the kept builds, by which an index knows whether it lists them all."""
    return [path.name for path in kept(reports)]
