"""Executed notebooks back to their files: the outputs that are committed and that the tests compare."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from nkreport.briefing.inputs import find_root, write_whole
from nkreport.briefing.load import refresh_tables
from nkreport.briefing.plans import Plan, plan_all
from nkreport.briefing.proof import Run
from nkreport.briefing.running import import_shared, running
from nkreport.briefing.turns import alone, quietly
from nkreport.errors import BriefingError
from nkreport.limits import DEFAULT, Limits


def refresh_notebooks(
    root: str | Path, *, only: Sequence[str] = (), kernels: bool = False, limits: Limits = DEFAULT,
    say: Callable[[str], None] = quietly,
) -> list[Path]:
    """Execute the notebooks with their own parameters and save their outputs; returns the files that changed.

    Where `docs/` holds a picture of a notebook (`docs/NAME.svg`), its first chart goes there too.

    The same tables give the same files. A run that is not whole raises BriefingError and changes nothing.
    """
    folder = find_root(root)
    with alone(folder, limits=limits, say=say):
        import_shared(folder)
        refresh_tables(folder)
        plans = plan_all(folder, folder / "seeds", {}, limits=limits)
        plans = [plan for plan in plans if not only or plan.name in only]
        with running(folder, [(p.notebook, {}) for p in plans], kernels=kernels, limits=limits) as runs:
            return _save(folder, plans, list(runs))


def _save(root: Path, plans: Sequence[Plan], runs: Sequence[Run]) -> list[Path]:
    """Write what has changed, when every run is whole."""
    import nbformat

    faults = [f"{run.name}, cell {run.cell}: {run.error}" for run in runs if run.error]
    if faults:
        raise BriefingError("; ".join(faults), remedy="mend the cell; no notebook was changed")
    changed = []
    for plan, run in zip(plans, runs, strict=True):
        files = {plan.notebook: nbformat.writes(run.notebook) + "\n"}
        picture = root / "docs" / f"{plan.name}.svg"
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
