"""A build of all briefings against papermill's and nbconvert's own commands over the same notebooks.

Each way has a copy of the project to itself. Before every timed run its tables and pages are removed, so
that both read the articles, write the tables and make every page; matplotlib's list of fonts and the byte
code of all modules are there for both, from one run of each that is not timed. The commands run one after
the other, as somebody would write them in a Makefile; they make neither an index nor the articles' pages.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench import bounds
from bench.bounds import Judged
from bench.commands import FailedError, Ran, Run, run
from bench.printing import Told, head, row, seconds, times
from bench.wanted import PROJECT, Wanted

ROUNDS = 2
PARTS = ("seeds", "notebooks", "data", "src")
BUILT = ("__pycache__", "*.egg-info", ".*")  # not copied
FONTS = "matplotlib"  # what stays in .cache

Steps = dict[str, Ran]


def told(wanted: Wanted) -> Iterator[Told]:
    with tempfile.TemporaryDirectory() as scratch:
        yield from table(Path(scratch))


def table(scratch: Path, project: Path = PROJECT, run: Run = run, rounds: int = ROUNDS) -> Iterator[Told]:
    """A line for each way, and for the two halves of the commands; the best round of each, in turns."""
    ways: dict[str, Callable[[Path, Run], Steps]] = {"report": report, "commands": commands}
    folders = {name: copy(project, scratch / name) for name in ways}
    notebooks = len(list((project / "notebooks").glob("*.ipynb")))
    title = f"Pages: a fresh build of {notebooks} notebooks, caches warm, best of {rounds} in turns"
    yield from head(title, "", "wall", "processor")
    found: dict[str, list[Steps]] = {name: [] for name in ways}
    for number in range(rounds + 1):
        for name, build in ways.items():
            unbuilt(folders[name])
            steps = build(folders[name], run)
            if number:  # the first fills the caches
                found[name].append(steps)
    quickest = {name: min(all_of, key=total) for name, all_of in found.items()}
    for steps in quickest.values():
        for name, ran in steps.items():
            yield row(name, seconds(ran.seconds), seconds(ran.processor))
    ours, theirs = quickest["report"], quickest["commands"]
    yield row("both commands", seconds(total(theirs)), seconds(processor(theirs)))
    yield row("report ÷ commands, processor", times(processor(ours) / processor(theirs)))
    yield Judged(bounds.PAGES, total(ours) / total(theirs))


def total(steps: Steps) -> float:
    return sum(ran.seconds for ran in steps.values())


def processor(steps: Steps) -> float:
    return sum(ran.processor for ran in steps.values())


def copy(project: Path, folder: Path) -> Path:
    """The project's own files, nothing that was built."""
    for name in PARTS:
        shutil.copytree(project / name, folder / name, ignore=shutil.ignore_patterns(*BUILT))
    unbuilt(folder)
    return folder


def unbuilt(folder: Path) -> None:
    """Remove the tables, the pages and the records of the last build; keep the list of fonts."""
    for path in (folder / "data" / "tables", folder / "reports", folder / "out"):
        shutil.rmtree(path, ignore_errors=True)
    for path in (folder / ".cache").glob("*"):
        if path.is_dir() and path.name != FONTS:
            shutil.rmtree(path)
        elif path.is_file():
            path.unlink()


def report(folder: Path, run: Run) -> Steps:
    ran = run([sys.executable, "-m", "nkreport", "report"], folder=folder, settings=settings(folder))
    return {"nkreport report": ran}


def commands(folder: Path, run: Run) -> Steps:
    """papermill and then nbconvert over one notebook after the other."""
    (folder / "out").mkdir()
    steps: dict[str, list[Ran]] = {"papermill": [], "jupyter nbconvert": []}
    for notebook in sorted((folder / "notebooks").glob("*.ipynb")):
        done = f"out/{notebook.name}"
        papermill = [program("papermill"), f"notebooks/{notebook.name}", done, "--no-progress-bar"]
        nbconvert = [program("jupyter"), "nbconvert", "--to", "html", done]
        for name, command in zip(steps, (papermill, nbconvert), strict=True):
            steps[name].append(run(command, folder=folder, settings=settings(folder)))
    return {name: added(runs) for name, runs in steps.items()}


def added(runs: Sequence[Ran]) -> Ran:
    return Ran(sum(ran.seconds for ran in runs), sum(ran.processor for ran in runs))


def settings(folder: Path) -> dict[str, str]:
    """What the Makefile sets, for both ways alike."""
    return {
        "PYTHONPATH": str(folder / "src"),
        "MPLCONFIGDIR": str(folder / ".cache" / FONTS),
        "IPYTHONDIR": str(folder / ".cache" / "ipython"),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "PYTHONSTARTUP": "",
    }


def program(name: str) -> str:
    """A command of the environment that runs the bench."""
    path = Path(sys.executable).with_name(name)
    if not path.exists():
        raise FailedError(f"{path} is not there; `make bench` installs it")
    return str(path)
