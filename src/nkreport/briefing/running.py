"""The notebooks of a build, run side by side: in forks of this process, or each in a kernel of its own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from nkreport.briefing.inputs import PACKAGE
from nkreport.briefing.listing import ROOM
from nkreport.briefing.load import TRUSTED
from nkreport.briefing.turns import RUNS
from nkreport.limits import DEFAULT, Limits

Job = tuple[Path, Mapping[str, Any]]


@contextmanager
def running(
    root: Path, jobs: Sequence[Job], *, kernels: bool = False, limits: Limits = DEFAULT
) -> Iterator[Iterator[Any]]:
    """The runs of notebooks with their parameters, in order; with `kernels`, in kernels as JupyterLab's.

    Both ways give the same runs. Kernels are also taken where this process cannot be forked.
    """
    from nkreport.briefing import forked

    if not jobs:
        yield iter(())
        return
    (root / RUNS).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root / RUNS) as scratch, environment(root, Path(scratch), limits):
        if kernels or not forked.possible():
            yield _in_kernels(jobs, Path(scratch), limits)
        else:
            with forked.forked(jobs, Path(scratch), limits=limits) as runs:
                yield runs


def _in_kernels(jobs: Sequence[Job], scratch: Path, limits: Limits) -> Iterator[Any]:
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    from nkreport.briefing.run import run_notebook

    def run(job: Job) -> Any:
        try:
            return run_notebook(*job, scratch=scratch, limits=limits)
        finally:
            with suppress(RuntimeError):  # there is no loop where the run did not come to start one
                asyncio.get_event_loop().close()

    with ThreadPoolExecutor(limits.notebooks_at_once) as pool:
        yield from pool.map(run, jobs)


def import_shared(root: Path) -> None:
    """Import what the notebooks and the pages both need, once, before the fork."""
    with _set(UNTHREADED | _drawing(root)):
        for name in SHARED:
            import_module(name)


# Two libraries start a thread when they are imported; a fork is taken from a process that has one.
UNTHREADED: dict[str, str | None] = {
    "OPENBLAS_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}
SHARED = (
    "numpy", "pyarrow.parquet", "pandas", "matplotlib.backends.backend_svg", "nbformat", "nbclient",
    "nkreport.tables", "nkreport.charts", "nkreport.reconcile",
    "nkreport.briefing.evidence", "nkreport.briefing.findings", "nkreport.briefing.show",
)


@contextmanager
def environment(root: Path, scratch: Path, limits: Limits = DEFAULT) -> Iterator[None]:
    """What notebooks find: tables to trust, this very package, and nobody's own start-up files and paths."""
    wanted: dict[str, str | None] = {
        TRUSTED: "1",
        ROOM: str(limits.table_rows),
        "IPYTHONDIR": str(scratch),
        "JUPYTER_PREFER_ENV_PATH": "1",  # kernels and templates of this environment before a user's own
        "PYTHONSAFEPATH": "1",  # no module is imported from the folder of the notebook
        "PYTHONSTARTUP": None,
        "JUPYTER_RUNTIME_DIR": str(scratch),
        **_drawing(root),
    }
    # A relative path would mean another folder to a kernel, which runs beside its notebook.
    paths = [os.path.abspath(path) for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
    if PACKAGE.parent.name not in ("site-packages", "dist-packages"):
        paths.insert(0, str(PACKAGE.parent))
    wanted["PYTHONPATH"] = os.pathsep.join(paths) or None
    with _set(wanted):
        yield


def _drawing(root: Path) -> dict[str, str | None]:
    """Nobody's own style; the list of fonts, which takes a second to make, is kept with the project."""
    place = os.environ.get("MPLCONFIGDIR") or str(root / ".cache" / "matplotlib")
    return {"MATPLOTLIBRC": None, "MPLCONFIGDIR": place}


@contextmanager
def _set(wanted: Mapping[str, str | None]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in wanted}
    _put(wanted)
    try:
        yield
    finally:
        _put(before)


def _put(values: Mapping[str, str | None]) -> None:
    for name, value in values.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
