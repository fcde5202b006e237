"""Remove what was built and nothing else: python3 tools/clean.py [PROJECT]

A page or a table is removed when a record of a build names it and it is still as that build wrote it.
What the records do not name is somebody's own, wherever it lies. Runs in any Python from 3.7.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from pathlib import Path
from typing import Any

CACHES = (".cache", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis")
CODE = ("src", "tests", "tools", "bench")


def recorded(root: Path) -> dict[Path, str | None]:
    """Every built file with its hash, as the records of the tables and of the pages name them."""
    tables = _read(root / ".cache" / "tables.json")
    pages = _read(root / "reports" / ".build.json")
    built = {root / name: value for name, value in tables.get("files", {}).items()}
    built.update({root / "reports" / name: value for name, value in pages.get("files", {}).items()})
    for name, page in pages.get("pages", {}).items():
        built[root / "reports" / (name + ".html")] = page.get("page")
    return built


def failed_runs(root: Path) -> list[Path]:
    """The kept copies of failed runs."""
    pages = _read(root / "reports" / ".build.json").get("pages", {})
    folder = root / "reports" / "failed"
    return [folder / (name + ".ipynb") for name, page in pages.items() if page.get("error")]


def clean(root: Path) -> tuple[int, list[Path]]:
    """Remove it; returns how many files went, and those that were changed since and therefore stay."""
    built = recorded(root)
    there = [path for path in built if path.is_file()]
    changed = [path for path in there if hashlib.sha256(path.read_bytes()).hexdigest() != built[path]]
    gone = [path for path in there if path not in changed]
    gone += [path for path in failed_runs(root) if path.is_file()]
    for path in gone:
        path.unlink()
    record = root / "reports" / ".build.json"
    if record.is_file():
        record.unlink()
    for folder in {path.parent for path in gone} - {root / "reports"}:
        if not any(folder.iterdir()):
            folder.rmdir()
    for name in CACHES:
        shutil.rmtree(str(root / name), ignore_errors=True)
    for name in CODE:
        for folder in sorted((root / name).rglob("__pycache__")):
            shutil.rmtree(str(folder), ignore_errors=True)
    return len(gone), changed


def _read(path: Path) -> dict[str, Any]:
    """A record, or nothing where there is none or a torn one."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def main(root: str = ".") -> None:
    removed, kept = clean(Path(root))
    print(f"removed {removed} built files, and the caches")
    for path in kept:
        print(f"kept {path}: it was changed after it was built")


if __name__ == "__main__":
    main(*sys.argv[1:])
