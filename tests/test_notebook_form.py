"""What a committed notebook must be, before nbval runs it and compares its outputs.

nbval passes a notebook without outputs, and honours marks that switch it off; both are refused here.
"""

from __future__ import annotations

import ast
import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))
SWITCHES = {
    "nbval-skip", "nbval-ignore-output", "nbval-raises-exception", "raises-exception", "skip-execution",
}
LOGIC = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.If, ast.IfExp,
    ast.Try, ast.With, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp,
)
MOST_LINES = 4  # of one cell

Notebook = dict[str, Any]

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path: Path) -> Notebook:
    notebook: Notebook = json.loads(path.read_text(encoding="utf-8"))
    return notebook


def code(notebook: Notebook) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def shows_something(cell: dict[str, Any]) -> bool:
    """Whether a cell ends in an expression, whose value or chart is then its output."""
    return isinstance(ast.parse(source(cell)).body[-1], ast.Expr)


def stripped(notebook: Notebook) -> list[str]:
    """What is missing from the outputs of a notebook that is to be committed executed."""
    found = []
    for number, cell in enumerate(code(notebook), start=1):
        if cell["execution_count"] != number:
            found.append(f"cell {number} has the execution count {cell['execution_count']}")
        if shows_something(cell) and not cell["outputs"]:
            found.append(f"cell {number} shows nothing")
        if any(output["output_type"] in ("error", "stream") for output in cell["outputs"]):
            found.append(f"cell {number} fails, or prints")
    outputs = [output for cell in code(notebook) for output in cell["outputs"]]
    if not any("image/svg+xml" in output.get("data", {}) for output in outputs):
        found.append("no chart")
    return found


def test_there_are_notebooks() -> None:
    assert {path.stem for path in NOTEBOOKS} >= {"troop_estimates", "assertions", "evidence"}


@each_notebook
def test_a_notebook_is_committed_executed(path: Path) -> None:
    assert stripped(read(path)) == []


@each_notebook
def test_a_stripped_notebook_is_refused(path: Path) -> None:
    notebook = copy.deepcopy(read(path))
    for cell in code(notebook):
        cell["outputs"], cell["execution_count"] = [], None
    assert len(stripped(notebook)) > len(code(notebook))


@each_notebook
def test_one_cell_without_its_output_is_refused(path: Path) -> None:
    notebook = copy.deepcopy(read(path))
    next(cell for cell in code(notebook) if shows_something(cell))["outputs"] = []
    assert any(fault.endswith("shows nothing") for fault in stripped(notebook))


@each_notebook
def test_no_cell_switches_the_comparison_off(path: Path) -> None:
    for cell in code(read(path)):
        assert not SWITCHES & set(cell["metadata"].get("tags", []))
        assert not re.search(r"NBVAL_|PYTEST_VALIDATE", source(cell))


@each_notebook
def test_outputs_hold_nothing_of_one_machine_or_one_run(path: Path) -> None:
    outputs = json.dumps([cell["outputs"] for cell in code(read(path))])
    assert not re.search(r"0x[0-9a-f]{6,}|/(?:home|Users|tmp|root)/|<Axes|ipykernel_", outputs)


@each_notebook
def test_a_notebook_begins_with_a_question(path: Path) -> None:
    first = read(path)["cells"][0]
    assert first["cell_type"] == "markdown"
    assert re.match(r"# .+\?(\n|$)", source(first))


@each_notebook
def test_parameters_are_one_cell_of_annotated_literals(path: Path) -> None:
    (cell,) = (cell for cell in code(read(path)) if "parameters" in cell["metadata"].get("tags", []))
    for statement in ast.parse(source(cell)).body:
        assert isinstance(statement, ast.AnnAssign)
        assert statement.value is not None
        ast.literal_eval(statement.value)


@each_notebook
def test_logic_lives_in_the_package(path: Path) -> None:
    for cell in code(read(path)):
        assert not re.search(r"^\s*[%!]", source(cell), flags=re.MULTILINE)
        assert not [node for node in ast.walk(ast.parse(source(cell))) if isinstance(node, LOGIC)]
        assert len([line for line in source(cell).splitlines() if line.strip()]) <= MOST_LINES


@each_notebook
def test_the_reader_is_told_what_not_to_conclude_and_where_it_comes_from(path: Path) -> None:
    text = "\n".join(source(cell) for cell in read(path)["cells"])
    headings = re.findall(r"^## (.+)$", text, flags=re.MULTILINE)
    assert [heading for heading in headings if "conclude" in heading]
    assert "comes from" in headings[-1]
