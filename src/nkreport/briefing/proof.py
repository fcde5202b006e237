"""The proof that a run is whole, whichever way the notebook was run, and the notebook without its traces.

Papermill alone does not tell: a killed kernel, `sys.exit(0)`, a timeout and an error in a thread can
all leave a notebook that says "completed". A page is published only when nothing is wrong with its run.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from typing import Any

from nkreport.briefing.harmless import SHOWN, markup_faults
from nkreport.briefing.remains import LAST_WORDS, LEAVES

UNRUN = "was not executed"
LAST_CELL = "last-words"
INJECTED = "injected-parameters"


@dataclass(frozen=True, slots=True)
class Run:
    """An executed notebook, and what is wrong with its run: an empty `error` means that it is proven whole.

    `cell` counts the code cells from 1; it is None where no cell is to blame.
    """

    name: str
    notebook: Any
    cell: int | None = None
    error: str = ""


def with_last_words(original: Any) -> Any:
    """A copy without outputs and with a last cell, which only a run that is still alive can answer."""
    import nbformat

    notebook = copy.deepcopy(original)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    last = nbformat.v4.new_code_cell("from nkreport.briefing.remains import last_words\nprint(last_words())")
    last["id"] = LAST_CELL
    notebook.cells.append(last)
    return notebook


def concluded(name: str, executed: Any, original: Any, *, error: str, stopped: bool) -> Run:
    """What a run came to: proven or not; `stopped` tells that `error` ended it in the cell begun last."""
    run = proven(name, executed, original)
    if error and (stopped or run.cell is None):
        run = replace(run, cell=_last(executed), error=error)
    return replace(run, notebook=without_traces(run.notebook))


def proven(name: str, executed: Any, original: Any) -> Run:
    """Whether a run is whole: every cell was executed, none failed or complained, and all is shown."""
    notebook = copy.deepcopy(executed)
    last = notebook.cells.pop() if notebook.cells and notebook.cells[-1].get("id") == LAST_CELL else None
    code = _code(notebook)
    before = [cell for cell in original.cells if cell.cell_type == "code"]
    for number, cell in enumerate(code, start=1):
        reference = before[number - 1] if number <= len(before) else None
        fault = _fault(cell, reference)
        if fault:
            return Run(name, notebook, number, fault)
    return Run(name, notebook, None, _ending(last))


def _ending(last: Any) -> str:
    """What is wrong with the end of a run: no last words, or something that it leaves behind."""
    outputs = last.outputs if last is not None else []
    complaint = next((output.text for output in outputs if output.get("name") == "stderr"), "")
    if complaint:
        return f"wrote to stderr after its last cell: {_last_line(complaint)}"
    words = "".join(output.get("text", "") for output in outputs).strip()
    if words.startswith(LEAVES):
        return words
    return "" if LAST_WORDS in words else "the kernel did not live to the end of the run"


def _fault(cell: Any, reference: Any) -> str:
    """What is wrong with one executed cell."""
    for output in cell.outputs:
        if output.output_type == "error":
            return f"{output.ename}: {output.evalue}"
        if output.output_type == "stream" and output.name == "stderr":
            return f"wrote to stderr: {_last_line(output.text)}"
    if cell.execution_count is None:
        return UNRUN
    missing = _shown(reference) - _shown(cell) if reference is not None else set()
    if missing:
        return f"shows no {' and no '.join(sorted(missing))}, which the notebook as committed shows"
    return next((fault for output in cell.outputs for fault in markup_faults(output.get("data", {}))), "")


def _last_line(text: str) -> str:
    return text.strip().splitlines()[-1] if text.strip() else ""


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
            cell.outputs = _joined(cell.outputs)
            for output in cell.outputs:
                if "execution_count" in output:
                    output["execution_count"] = cell.execution_count
    return notebook


def _joined(outputs: list[Any]) -> list[Any]:
    """Outputs with the pieces of one stream as one: where a kernel cuts it is a matter of time."""
    joined: list[Any] = []
    for output in outputs:
        before = joined[-1] if joined else None
        if output.output_type == "stream" and before is not None and before.get("name") == output.name:
            before.text += output.text
        else:
            joined.append(output)
    return joined
