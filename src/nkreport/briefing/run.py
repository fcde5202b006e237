"""Running a notebook with papermill, and the proof that a run is whole.

Papermill alone does not tell: a killed kernel, `sys.exit(0)`, a timeout and an error in a thread can
all leave a notebook that says "completed". A page is published only when nothing is wrong with its run.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

TIMEOUT = 300  # seconds for one cell; the slowest of ours takes three
START_TIMEOUT = 60  # seconds for a kernel to answer on a busy machine; three are usual
QUIET = "--log-level=CRITICAL"  # a kernel that is told to stop complains of it on our screen
LAST_WORDS = "the run reached its end"
UNRUN = "was not executed"
LAST_CELL = "last-words"
INJECTED = "injected-parameters"
SHOWN = ("image/svg+xml", "text/html")  # what a reader sees, and must therefore be there again
SOCKET_PATH, SOCKET_ROOM = (
    104,
    12,
)  # the longest name of a socket (macOS), and what a kernel adds to its folder


@dataclass(frozen=True, slots=True)
class Run:
    """An executed notebook, and what is wrong with its run: an empty `error` means that it is proven whole.

    `cell` counts the code cells from 1; it is None where no cell is to blame.
    """

    name: str
    notebook: Any
    cell: int | None = None
    error: str = ""


def run_notebook(path: Path, parameters: Mapping[str, Any], *, timeout: int = TIMEOUT) -> Run:
    """Execute a notebook in a kernel of its own, in its own folder, with parameters that were checked before.

    The notebook on disk is not touched. Parameters that equal the notebook's defaults are left to it.
    """
    import nbformat

    original = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory(prefix="nk") as folder:
        saved = Path(folder) / "run.ipynb"
        error, stopped = _execute(_with_last_words(original), saved, parameters, path.parent, folder, timeout)
        executed = nbformat.read(saved, as_version=4) if saved.exists() else original
    run = proven(path.stem, executed, original)
    if error and (stopped or run.cell is None):
        run = replace(run, cell=_last(executed), error=error)
    return replace(run, notebook=without_traces(run.notebook))


def _execute(
    notebook: Any, saved: Path, parameters: Mapping[str, Any], cwd: Path, folder: str, timeout: int
) -> tuple[str, bool]:
    """Run it, leaving the executed copy in `saved`; returns the error and whether it stopped the kernel."""
    import papermill
    from papermill.exceptions import PapermillExecutionError

    try:
        papermill.execute_notebook(
            notebook,
            str(saved),
            parameters=dict(parameters),
            kernel_name="python3",
            progress_bar=False,
            start_timeout=START_TIMEOUT,
            execution_timeout=timeout,
            config=_kernel_config(folder),
            extra_arguments=[QUIET],
            resources={"metadata": {"path": str(cwd)}},
        )
    except PapermillExecutionError as error:
        return f"{error.ename}: {error.evalue}", False
    except Exception as error:  # whatever stops a run is told on the index, and never published
        return f"{type(error).__name__}: {(str(error).strip().splitlines() or ['no message'])[0]}", True
    return "", False


def _kernel_config(folder: str) -> Any:
    """Sockets in a folder of our own instead of open TCP ports, where the system has such sockets."""
    from traitlets.config import Config

    if sys.platform == "win32" or len(folder) + SOCKET_ROOM > SOCKET_PATH:
        return Config()
    # The address is named in full: by itself it is relative, and the kernel runs in another folder.
    return Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/kernel"}})


def _with_last_words(original: Any) -> Any:
    """A copy without outputs and with a last cell, which only a kernel that is still alive can answer."""
    import copy

    import nbformat

    notebook = copy.deepcopy(original)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    last = nbformat.v4.new_code_cell(f"print({LAST_WORDS!r})")
    last["id"] = LAST_CELL
    notebook.cells.append(last)
    return notebook


def proven(name: str, executed: Any, original: Any) -> Run:
    """Whether a run is whole: every cell was executed, none failed or complained, and all is shown."""
    import copy

    notebook = copy.deepcopy(executed)
    last = notebook.cells.pop() if notebook.cells and notebook.cells[-1].get("id") == LAST_CELL else None
    code = _code(notebook)
    before = [cell for cell in original.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code, start=1):
        reference = before[number - 1] if number <= len(before) else None
        fault = _fault(cell, reference)
        if fault:
            return Run(name, notebook, number, fault)
    ended = last is not None and any(LAST_WORDS in output.get("text", "") for output in last.outputs)
    return Run(name, notebook, None, "" if ended else "the kernel did not live to the end of the run")


def _fault(cell: Any, reference: Any) -> str:
    """What is wrong with one executed cell."""
    for output in cell.outputs:
        if output.output_type == "error":
            return f"{output.ename}: {output.evalue}"
        if output.output_type == "stream" and output.name == "stderr":
            return f"wrote to stderr: {output.text.strip().splitlines()[-1] if output.text.strip() else ''}"
    if cell.execution_count is None:
        return UNRUN
    missing = _shown(reference) - _shown(cell) if reference is not None else set()
    if missing:
        return f"shows no {' and no '.join(sorted(missing))}, which the notebook as committed shows"
    return next((fault for output in cell.outputs for fault in markup_faults(output.get("data", {}))), "")


def _shown(cell: Any) -> set[str]:
    return {kind for output in cell.outputs for kind in output.get("data", {}) if kind in SHOWN}


def _last(notebook: Any) -> int | None:
    """The last code cell that was begun, counted from 1: a run that was stopped was stopped there.

    Papermill notes when it begins a cell; the count that a kernel gives may be lost with the kernel.
    """
    begun = [
        number
        for number, cell in enumerate(_code(notebook), start=1)
        if cell.metadata.get("papermill", {}).get("start_time")
    ]
    return begun[-1] if begun else None


def _code(notebook: Any) -> list[Any]:
    """The code cells that its author wrote."""
    return [
        cell
        for cell in notebook.cells
        if cell.cell_type == "code"
        and cell.get("id") != LAST_CELL
        and INJECTED not in cell.metadata.get("tags", [])
    ]


def without_traces(notebook: Any) -> Any:
    """The notebook without times, paths and random ids, so that the same run gives the same file."""
    notebook.cells = [cell for cell in notebook.cells if cell.get("id") != LAST_CELL]
    notebook.metadata = type(notebook.metadata)(
        {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    count = 0
    for cell in notebook.cells:
        tags = [tag for tag in cell.metadata.get("tags", []) if tag != "papermill-error-cell-tag"]
        cell.metadata = type(cell.metadata)({"tags": tags} if tags else {})
        if INJECTED in tags:
            cell["id"] = INJECTED
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count if cell.execution_count is not None else None
            for output in cell.outputs:
                if "execution_count" in output:
                    output["execution_count"] = cell.execution_count
    return notebook


def keep(run: Run, folder: Path) -> Path:
    """Keep the executed copy of a failed run, whole or not at all."""
    import nbformat

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{run.name}.ipynb"
    with tempfile.TemporaryDirectory(prefix="nk") as place:
        copied = Path(place) / path.name
        nbformat.write(run.notebook, copied)
        shutil.move(copied, path)
    return path


# --- markup that no page may hold ---

FORBIDDEN = {
    "script",
    "iframe",
    "object",
    "embed",
    "link",
    "meta",
    "base",
    "form",
    "frame",
    "frameset",
    "applet",
    "style",
}
LOADS = {"src", "srcset", "data", "poster", "background", "formaction", "action"}


class _Inspector(HTMLParser):
    """Collects what in a piece of markup would run or load something."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        plain = tag.rsplit(":", 1)[-1]
        if plain in FORBIDDEN and plain != "style":
            self.faults.append(f"holds <{plain}>")
        for name, value in attrs:
            if name.startswith("on"):
                self.faults.append(f"holds the attribute {name}")
            address = "".join((value or "").split()).lower()
            if name in LOADS and not address.startswith("data:image/"):
                self.faults.append(f"loads {(value or '')[:60]}")
            if name in ("href", "xlink:href") and not _harmless(address, plain):
                self.faults.append(f"links to {(value or '')[:60]}")


def _harmless(address: str, tag: str) -> bool:
    """A place on a page of ours, or, from a link that a reader must follow, a page of the web."""
    if address.startswith("#"):
        return True
    scheme = address.split("/")[0].split("#")[0].split("?")[0]
    if ":" in scheme:
        return tag == "a" and address.startswith(("http://", "https://"))
    return tag == "a" and not address.startswith("//")


def markup_faults(data: Mapping[str, Any]) -> list[str]:
    """What in the outputs of a cell would run or load something when the page is opened.

    >>> markup_faults({"text/html": "<p onclick='x()'><img src='https://example.org/a.png'>"})
    ['holds the attribute onclick', 'loads https://example.org/a.png']
    """
    inspector = _Inspector()
    for kind in SHOWN:
        inspector.feed("".join(data.get(kind, "")))
    inspector.close()
    faults = [f"gives {kind}" for kind in data if "javascript" in kind]
    return faults + inspector.faults
