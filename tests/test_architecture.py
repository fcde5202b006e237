"""The habits of the house that a machine can see: who imports whom, who prints, who touches files."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "src" / "nkreport"

# A module imports only from those before it: the way of the data, from text to page.
ORDER = (
    "errors", "records", "limits", "rules", "articles", "analyst", "text", "grammar", "quantities", "dates",
    "sources", "dependence", "attribution", "hedging", "topics", "reading", "figures", "assertions",
    "unknowns", "tradecraft", "dating", "tables", "corrections", "extract", "bulk", "reconcile", "charts",
    "briefing", "cli",
)
ENTRANCES = ("__init__", "__main__")  # they name what others made, and hold nothing themselves
PRINTERS = {"cli"}
FILE_HANDLERS = {"analyst", "articles", "rules", "tables", "extract", "bulk", "briefing", "cli"}
TEXT_SIDE = set(ORDER[: ORDER.index("tables")]) - {"articles"}
LONGEST_MODULE = 550  # lines; "about 500" in the design
LONG_FUNCTION = 20

FILE_CALLS = {
    "open", "read_text", "write_text", "read_bytes", "write_bytes", "mkdir", "makedirs", "unlink", "rmdir",
    "rmtree", "touch", "iterdir", "glob", "rglob", "rename", "to_csv", "to_parquet", "read_csv",
    "read_parquet", "write_table", "copyfile", "copytree", "NamedTemporaryFile", "mkstemp", "mkdtemp",
}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def owner(path: Path) -> str:
    """The name in ORDER that a file belongs to: a package's files all belong to the package."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def package_of(path: Path) -> list[str]:
    return ["nkreport", *path.relative_to(PACKAGE).parent.parts]


def imports(path: Path, source: ast.Module | None = None) -> Iterator[str]:
    """Every dotted name that a file imports, wherever in the file it does so."""
    for node in ast.walk(source or tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = package_of(path)[: -(node.level - 1) or None] if node.level else []
            base = ".".join([*parts, *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def siblings(path: Path) -> set[str]:
    """The modules of the package that a file imports, by their names in ORDER."""
    names = {name.split(".")[1] for name in imports(path) if name.startswith("nkreport.")}
    return names & set(ORDER) - {owner(path)}


def calls(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            function = node.func
            name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
            yield name, node.lineno


each_module = pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))


def test_the_checks_see_what_they_are_for() -> None:
    source = ast.parse("import re\ndef f():\n    from . import tables\n    from ..cli import main")
    found = set(imports(PACKAGE / "charts" / "canvas.py", source))
    assert {"re", "nkreport.charts.tables", "nkreport.cli.main"} <= found


@each_module
def test_every_module_has_its_place_in_the_order(path: Path) -> None:
    assert owner(path) in (*ORDER, *ENTRANCES)


@each_module
def test_a_module_imports_only_from_those_before_it(path: Path) -> None:
    if owner(path) in ENTRANCES:
        return
    later = set(ORDER[ORDER.index(owner(path)) :])
    assert not siblings(path) & later


@each_module
def test_text_and_tables_are_kept_apart(path: Path) -> None:
    roots = {name.split(".")[0] for name in imports(path)}
    assert not {"re", "pandas"} <= roots
    if owner(path) in TEXT_SIDE:
        assert not {"pandas", "pyarrow", "pandera", "numpy"} & roots


@each_module
def test_only_the_command_line_prints(path: Path) -> None:
    if owner(path) in PRINTERS:
        return
    assert [line for name, line in calls(path) if name == "print"] == []
    streams = [
        node.lineno for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in ("stdout", "stderr")
        and isinstance(node.value, ast.Name) and node.value.id == "sys"
    ]
    assert owner(path) == "briefing" or streams == []  # a briefing's run catches what its cells write


@each_module
def test_only_the_borders_touch_files(path: Path) -> None:
    if owner(path) in FILE_HANDLERS:
        return
    assert [(name, line) for name, line in calls(path) if name in FILE_CALLS] == []


@each_module
def test_a_module_is_short_enough_to_read(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@each_module
def test_a_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(tree(path))


@each_module
def test_no_name_that_says_nothing(path: Path) -> None:
    assert not {"utils", "util", "helpers", "common", "manager", "process", "misc"} & set(
        path.relative_to(PACKAGE).with_suffix("").parts
    )


@each_module
def test_no_fault_is_swallowed(path: Path) -> None:
    silent = [
        node.lineno for node in ast.walk(tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in ("Exception", "BaseException"))
        and all(isinstance(step, ast.Pass | ast.Continue) for step in node.body)
    ]
    assert silent == []


def test_most_functions_are_short() -> None:
    lengths = [
        (node.end_lineno or 0) - (node.body[_after_docstring(node)].lineno) + 1
        for path in modules() for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and len(node.body) > _after_docstring(node)
    ]
    assert sum(length < LONG_FUNCTION for length in lengths) > 0.8 * len(lengths)


def _after_docstring(node: ast.FunctionDef) -> int:
    return 1 if ast.get_docstring(node) is not None else 0


def test_no_class_hierarchy() -> None:
    """Records and errors, and functions over them: no class of ours inherits from another but the errors."""
    classes = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for path in modules() if owner(path) != "errors"
        for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)
    }
    assert {name: bases for name, bases in classes.items() if bases & set(classes)} == {}


@pytest.mark.parametrize("arguments", [["--help"], ["--version"]])
def test_the_command_line_answers_before_pandas_is_there(arguments: list[str]) -> None:
    code = (
        "import sys\nfrom nkreport.cli import main\n"
        f"try:\n    code = main({arguments!r})\nexcept SystemExit as end:\n    code = end.code\n"
        "assert not code, code\n"
        "heavy = {'pandas', 'numpy', 'matplotlib', 'pyarrow', 'nbconvert', 'papermill'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
