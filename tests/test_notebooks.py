"""Whether a wrong output in a committed notebook would be noticed; nbval itself runs over `notebooks/`."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from nkreport.briefing import proof, refresh_notebooks, saving
from nkreport.errors import BriefingError


def shown(notebook: dict[str, Any], kind: str) -> dict[int, dict[str, Any]]:
    """The outputs of a kind, by the number of their cell as nbval counts, from 0."""
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return {
        number: output["data"]
        for number, cell in enumerate(code)
        for output in cell["outputs"]
        if kind in output.get("data", {})
    }


def spoil(data: dict[str, Any], kind: str, pattern: str) -> None:
    """Change one digit of a number in an output."""
    text = "".join(data[kind])
    found = re.search(pattern, text)
    assert found, f"nothing like {pattern} in {kind}"
    digit = str((int(found[1]) + 1) % 10)
    data[kind] = text[: found.start(1)] + digit + text[found.end(1) :]


@pytest.mark.parametrize("name", ["troop_estimates"])
def test_one_moved_point_and_one_changed_number_are_noticed(project: Path, tmp_path: Path, name: str) -> None:
    for folder in ("seeds", "data"):
        shutil.copytree(project / folder, tmp_path / folder, ignore=shutil.ignore_patterns("tables"))
    notebook = json.loads((project / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))
    charts, listings = shown(notebook, "image/svg+xml"), shown(notebook, "text/html")
    chart, listing = (
        min(charts),
        max(number for number, data in listings.items() if "<table" in "".join(data["text/html"])),
    )
    spoil(charts[chart], "image/svg+xml", r'<use [^>]*x="\d*(\d)')
    spoil(listings[listing], "text/html", r'<th scope="row"[^>]*><a [^>]*>[^<]*?(\d)')
    copy = tmp_path / "notebooks" / f"{name}.ipynb"
    copy.parent.mkdir()
    copy.write_text(json.dumps(notebook), encoding="utf-8")

    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    result = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "--nbval",
            "-q",
            "--no-header",
            "-rf",
            "-c",
            "pytest.ini",
            "-p",
            "no:cacheprovider",
            str(copy),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )

    failed = {
        int(number) for number in re.findall(r"^FAILED .*::Cell (\d+)", result.stdout, flags=re.MULTILINE)
    }
    assert failed == {chart, listing}, result.stdout[-3000:]
    assert result.returncode == 1


def test_a_saved_notebook_is_the_same_at_every_run_and_a_failing_one_is_left_alone(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from test_briefing import executed, notebook, write

    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "one.txt").write_text("Nothing.\n", encoding="utf-8")
    path = write(tmp_path / "notebooks" / "one.ipynb", notebook("1 + 1"))

    @contextmanager
    def running(_: Path, jobs: Any, **__: Any) -> Iterator[Any]:
        yield [run(path) for path, _ in jobs]

    def run(path: Path) -> proof.Run:
        done = proof.proven(path.stem, executed(notebook("1 + 1")), notebook("1 + 1"))
        return proof.Run(done.name, proof.without_traces(done.notebook), None, done.error or fault)

    fault = ""
    monkeypatch.setattr(saving, "running", running)
    assert refresh_notebooks(tmp_path) == [path]
    saved = path.read_bytes()
    assert refresh_notebooks(tmp_path) == []
    assert path.read_bytes() == saved
    fault = "ValueError: odd"
    with pytest.raises(BriefingError, match="odd"):
        refresh_notebooks(tmp_path)
    assert path.read_bytes() == saved
