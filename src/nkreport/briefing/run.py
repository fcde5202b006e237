"""One notebook through papermill: in a kernel of its own (the reference), or in this process, made for it."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nkreport.briefing.inputs import write_whole
from nkreport.briefing.proof import Run, concluded, with_last_words
from nkreport.limits import DEFAULT, Limits

START_TIMEOUT = 60  # seconds for a kernel to answer on a busy machine; three are usual
QUIET = "--log-level=CRITICAL"  # a kernel that is told to stop complains of it on our screen
# The longest name of a socket (macOS), what a kernel adds to its folder, and its folder to ours.
SOCKET_PATH, SOCKET_ROOM, FOLDER_ROOM = 104, 12, 24
SAVED = "run.ipynb"
STREAMS = ("stdout", "stderr")


def run_notebook(
    path: Path, parameters: Mapping[str, Any], *, scratch: Path | None = None, limits: Limits = DEFAULT
) -> Run:
    """Execute a notebook in a kernel of its own, in its own folder, with parameters that were checked before.

    The notebook on disk is not touched. Parameters that equal the notebook's defaults are left to it.
    """
    place = scratch if scratch and len(str(scratch)) + FOLDER_ROOM < SOCKET_PATH else None
    with tempfile.TemporaryDirectory(prefix="nk", dir=place) as folder:
        error, stopped = execute(path, parameters, Path(folder), **_kernel(folder, limits))
        return result(path, Path(folder), error, stopped=stopped)


def _kernel(folder: str, limits: Limits) -> dict[str, Any]:
    """Papermill's options for a kernel."""
    return {
        "start_timeout": START_TIMEOUT,
        "execution_timeout": limits.cell_seconds,
        "config": _kernel_config(folder),
        "extra_arguments": [QUIET],
    }


def _kernel_config(folder: str) -> Any:
    """Sockets in a folder of our own instead of open TCP ports, where the system has such sockets."""
    from traitlets.config import Config

    if sys.platform == "win32" or len(folder) + SOCKET_ROOM > SOCKET_PATH:
        return Config()
    # The address is named in full: by itself it is relative, and the kernel runs in another folder.
    return Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/kernel"}})


def execute(path: Path, parameters: Mapping[str, Any], folder: Path, **options: Any) -> tuple[str, bool]:
    """Run it, leaving the executed copy in `folder`; returns the error, and whether it ended the run.

    `options` choose papermill's engine and are handed to it.
    """
    import nbformat
    import papermill
    from papermill.exceptions import PapermillExecutionError

    try:
        papermill.execute_notebook(
            with_last_words(nbformat.read(path, as_version=4)),
            # Papermill would fill in what stands in braces.
            str(folder / SAVED).replace("{", "{{").replace("}", "}}"),
            parameters=dict(parameters),
            kernel_name="python3",
            progress_bar=False,
            resources={"metadata": {"path": str(path.parent)}},
            **options,
        )
    except PapermillExecutionError as error:
        return f"{error.ename}: {error.evalue}", False
    except Exception as error:  # whatever stops a run is told on the index, and never published
        return f"{type(error).__name__}: {(str(error).strip().splitlines() or ['no message'])[0]}", True
    return "", False


def result(path: Path, folder: Path, error: str, *, stopped: bool) -> Run:
    """What a run came to that left its executed copy in `folder`; a torn copy counts as none."""
    import nbformat

    original = nbformat.read(path, as_version=4)
    try:
        executed = nbformat.read(folder / SAVED, as_version=4)
    except (OSError, ValueError):
        executed = with_last_words(original)
        error = error or "the run left no notebook"
    return concluded(path.stem, executed, original, error=error, stopped=stopped)


def keep(run: Run, folder: Path) -> Path:
    """Keep the executed copy of a failed run, whole or not at all."""
    import nbformat

    path = folder / f"{run.name}.ipynb"
    write_whole(path, nbformat.writes(run.notebook) + "\n")
    return path
