"""`make clean`: what a build wrote goes, what anybody else wrote stays."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

TOOL = Path(__file__).parent.parent / "tools" / "clean.py"


def write(path: Path, content: str) -> str:
    """Write a file; returns its hash, as a record of a build holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return hashlib.sha256(content.encode()).hexdigest()


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A project after a build in which one briefing failed."""
    tables = {name: write(tmp_path / name, name) for name in ("data/tables/a.csv", "data/tables/a.parquet")}
    write(tmp_path / ".cache" / "tables.json", json.dumps({"files": tables}))
    files = {name: write(tmp_path / "reports" / name, name) for name in ("index.html", "data/a.csv")}
    pages = {"good": {"page": write(tmp_path / "reports" / "good.html", "good")},
             "bad": {"page": write(tmp_path / "reports" / "bad.html", "stale"), "error": "boom", "cell": 1}}
    write(tmp_path / "reports" / "failed" / "bad.ipynb", "{}")
    write(tmp_path / "reports" / ".build.json", json.dumps({"files": files, "pages": pages}))
    write(tmp_path / "src" / "__pycache__" / "a.pyc", "")
    write(tmp_path / "reports" / ".gitkeep", "")
    return tmp_path


def clean(project: Path) -> str:
    run = subprocess.run([sys.executable, str(TOOL)], cwd=project, capture_output=True, text=True, check=True)
    assert run.stderr == ""
    return run.stdout


def left(project: Path) -> list[str]:
    return sorted(path.relative_to(project).as_posix() for path in project.rglob("*") if path.is_file())


def test_what_was_built_goes(built: Path) -> None:
    assert clean(built) == "removed 7 built files, and the caches\n"
    assert left(built) == ["reports/.gitkeep"]
    assert not (built / "data" / "tables").exists()


@pytest.mark.parametrize(
    "mine",
    ["reports/notes.html", "reports/data/mine.csv", "reports/failed/keep.ipynb", "data/tables/mine.csv",
     "data/articles.toml", "seeds/new.txt", "notebooks/mine.ipynb"],
)
def test_what_is_yours_stays(built: Path, mine: str) -> None:
    write(built / mine, "mine")
    clean(built)
    assert left(built) == sorted(["reports/.gitkeep", mine])


def test_a_page_that_was_changed_by_hand_stays_and_is_named(built: Path) -> None:
    write(built / "reports" / "good.html", "good, with a remark of mine")
    assert "kept reports/good.html: it was changed after it was built" in clean(built)
    assert left(built) == ["reports/.gitkeep", "reports/good.html"]


def test_a_second_time_or_a_torn_record_removes_nothing(built: Path) -> None:
    write(built / "reports" / ".build.json", '{"files": {')
    assert clean(built) == "removed 2 built files, and the caches\n"  # the tables, whose record is whole
    assert clean(built) == "removed 0 built files, and the caches\n"
    assert "reports/good.html" in left(built)
