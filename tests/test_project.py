"""The files around the package agree with each other: dependencies, locks, targets, documents."""

from __future__ import annotations

import argparse
import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import nkreport
from nkreport.cli import parser

PROJECT = Path(__file__).parent.parent
PYPROJECT: dict[str, Any] = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS: dict[str, list[str]] = PYPROJECT["dependency-groups"]
LOCKS = {
    "requirements.lock": ("setup",),
    "requirements-test.lock": ("setup", "test", "lint"),
    "requirements-pages.lock": ("setup", "test", "lint", "pages"),
    "requirements-lab.lock": ("setup", "lab"),
    "requirements-bench.lock": ("setup", "bench"),
    "requirements-fuzz.lock": ("setup", "fuzz"),
}

each_lock = pytest.mark.parametrize("lock", LOCKS)


def text(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


def wanted(*groups: str) -> list[Requirement]:
    lists = [PYPROJECT["project"]["dependencies"], *(GROUPS[group] for group in groups)]
    return [Requirement(line) for lines in lists for line in lines]


def locked(lock: str) -> dict[str, set[str]]:
    """Name → versions of a lock file; two versions where they differ between versions of Python."""
    versions: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([\w.+!]+)", text(lock), flags=re.MULTILINE):
        versions.setdefault(canonicalize_name(name), set()).add(version)
    return versions


# --- dependencies ---

@each_lock
def test_a_lock_holds_what_pyproject_asks_for(lock: str) -> None:
    versions = locked(lock)
    for requirement in wanted(*LOCKS[lock]):
        found = versions.get(canonicalize_name(requirement.name), set())
        assert found, f"{requirement} is not in {lock}; run make lock"
        assert all(requirement.specifier.contains(version) for version in found)


@each_lock
def test_a_lock_holds_versions_and_hashes_and_no_address(lock: str) -> None:
    entries = re.split(r"\n(?=[a-z0-9])", text(lock))
    assert len(entries) > 50
    form = r"[a-z0-9._-]+==[^ ]+( ; [^\\]+)? \\\n +--hash=sha256:[0-9a-f]{64}"
    assert [entry[:80] for entry in entries if not re.match(form, entry)] == []
    assert not re.search(r"://|--(extra-)?index|--find-links|\.(org|com|net|io)\b", text(lock))


@each_lock
def test_every_lock_holds_all_of_the_first_one(lock: str) -> None:
    """`make test` adds to what `make report` installed, so the versions must be the same."""
    theirs = locked(lock)
    assert {name: theirs.get(name) for name in locked("requirements.lock")} == locked("requirements.lock")


def test_jupyterlab_slows_only_its_own_environment() -> None:
    slow = {"jupyterlab", "jupyter-events", "rfc3987-syntax"}
    assert not slow & (set(locked("requirements.lock")) | set(locked("requirements-test.lock")))
    assert slow <= set(locked("requirements-lab.lock"))


def test_environment_yml_is_made_from_pyproject() -> None:
    made = subprocess.run([sys.executable, "tools/dependencies.py", "environment"], cwd=PROJECT,
                          capture_output=True, text=True, check=True)
    assert text("environment.yml") == made.stdout


def test_environment_yml_agrees_with_pyproject() -> None:
    """Read on its own, without the script that made it."""
    environment = yaml.safe_load(text("environment.yml"))
    assert environment["name"] == "nkreport"
    *specs, last = environment["dependencies"]
    assert last == {"pip": ["-e ."]}
    assert [spec for spec in specs if not re.fullmatch(r"[a-z0-9-]+((>=|<|==)[0-9.]+)?", spec)] == []
    assert set(specs) == {"pip", "python" + PYPROJECT["project"]["requires-python"]} | {
        str(requirement) for requirement in wanted("setup", "test", "lint", "lab")}


def test_what_is_imported_is_what_is_declared() -> None:
    found = set()
    for path in (PROJECT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add((node.module or "").split(".")[0])
    outside = found - set(sys.stdlib_module_names) - {"nkreport"}
    outside = {IMPORTED_AS.get(name, name) for name in outside}
    extras = PYPROJECT["project"]["optional-dependencies"].values()
    further = [Requirement(line) for lines in extras for line in lines]
    declared = {requirement.name.replace("-", "_") for requirement in [*wanted(), *further]}
    assert outside - declared == set()
    assert declared - outside == set()


IMPORTED_AS = {"IPython": "ipython", "yaml": "pyyaml"}


def test_one_version() -> None:
    assert nkreport.__version__ == PYPROJECT["project"]["version"]


# --- starting up ---

HELP = """import sys
before = set(sys.modules)
{start}
after = set(sys.modules) - before
print(len(after), *sorted(after & set({slow!r})), file=sys.stderr)
"""
SLOW = (
    "IPython", "dataclasses", "difflib", "inspect", "matplotlib", "nbconvert", "numpy", "pandas", "papermill",
    "pathlib", "pyarrow", "shutil", "tomllib", "typing",
)
STARTS = {
    "console script": "from nkreport.cli import main\ntry:\n    main(['--help'])\nexcept SystemExit: pass",
    "python -m": "import runpy\nsys.argv[:] = ['nkreport', '--help']\n"
                 "try:\n    runpy.run_module('nkreport', run_name='__main__')\nexcept SystemExit: pass",
}


@pytest.mark.parametrize("start", STARTS.values(), ids=list(STARTS))
def test_help_waits_for_few_modules(start: str) -> None:
    """What `nkreport --help` takes is what it imports: counted, as times differ from machine to machine."""
    done = subprocess.run([sys.executable, "-c", HELP.format(start=start, slow=SLOW)], cwd=PROJECT,
                          capture_output=True, text=True, check=True)
    assert "extract" in done.stdout
    count, *slow = done.stderr.split()
    assert slow == []
    assert int(count) < 80


# --- documents ---

def targets() -> dict[str, str]:
    return dict(re.findall(r"^([a-z-]+):.* ## (.+)$", text("Makefile"), flags=re.MULTILINE))


def commands() -> list[str]:
    (action,) = (action for action in parser()._actions if isinstance(action, argparse._SubParsersAction))
    return list(action.choices)


def test_make_alone_prints_every_target() -> None:
    run = subprocess.run(["make"], cwd=PROJECT, capture_output=True, text=True, check=True)
    for target, meaning in targets().items():
        assert re.search(rf"^  {target} +{re.escape(meaning)}$", run.stdout, flags=re.MULTILINE)
    phony = re.search(r"^\.PHONY: (.+)$", text("Makefile"), flags=re.MULTILINE)
    assert phony
    assert set(phony[1].split()) == set(targets())


@pytest.mark.parametrize("target", sorted(targets()))
def test_every_target_can_be_made(target: str) -> None:
    run = subprocess.run(["make", "--dry-run", target], cwd=PROJECT, capture_output=True, text=True,
                         check=False)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize("target", sorted(set(targets()) - {"help"}))
def test_readme_documents_every_target(target: str) -> None:
    assert f"| `make {target}` |" in text("README.md")


@pytest.mark.parametrize("command", commands())
def test_readme_documents_every_command(command: str) -> None:
    assert f"| `nkreport {command}" in text("README.md")


def test_readme_names_no_command_or_target_that_is_not_there() -> None:
    readme = text("README.md") + text("CONTRIBUTING.md") + text("docs/adding-a-rule.md")
    assert set(re.findall(r"(?:`|\$ )make ([a-z]+)", readme)) <= set(targets())
    assert set(re.findall(r"(?:`|\$ )nkreport ([a-z]+(?:-[a-z]+)*)", readme)) <= set(commands())


@pytest.mark.parametrize("path", sorted(PROJECT.glob("*.md")) + sorted(PROJECT.glob("docs/**/*.md")),
                         ids=lambda path: str(path.relative_to(PROJECT)))
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_an_unknown_parameter_of_make_is_refused() -> None:
    run = subprocess.run(["make", "help", "SINSE=2024-10-01"], cwd=PROJECT, capture_output=True, text=True,
                         check=False)
    assert run.returncode == 2
    assert "unknown parameter SINSE; allowed are PYTHON SINCE UNTIL KINDS KEEP CHROMIUM ARGS" in run.stderr


def test_ci_runs_make_test() -> None:
    assert re.search(r"^make test\b", text(".ci/run"), flags=re.MULTILINE)
    workflow = yaml.safe_load(text(".github/workflows/test.yml"))
    steps = workflow["jobs"]["test"]["steps"]
    assert [step["run"] for step in steps if "run" in step] == [".ci/run"]


# --- nothing of one machine ---

def committed() -> list[Path]:
    run = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=False)
    if run.returncode:  # unpacked from an archive
        return [path for path in (PROJECT / "src").rglob("*") if path.suffix in (".py", ".toml", ".j2")]
    return [PROJECT / name for name in run.stdout.split("\0") if name and (PROJECT / name).is_file()]


def test_no_path_of_a_machine() -> None:
    # Put together here, so that this file does not hold what it looks for.
    places = ["/" + name + "/" for name in ("work", "root", "tmp", "home", "Users", "opt")]
    pattern = re.compile(rb"(?<![\w./>])(" + "|".join(places).encode() + rb")\w")
    found = [
        str(path.relative_to(PROJECT)) for path in committed()
        if path.parent.name != "seeds" and pattern.search(path.read_bytes())
    ]
    assert found == []


def test_no_built_file_is_committed() -> None:
    endings = (".pyc", ".parquet", ".html")
    built = [path for path in committed() if path.suffix in endings or path.parent.name == "tables"]
    assert [path for path in built if not {"templates", "src"} & set(path.parts)] == []
