"""`tools/setup.sh`: which Python is taken, when an environment is made anew, what is said when it cannot be.

No package is installed here: a stand-in for Python notes how it was called and does what it is told to.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent

STAND_IN = """#!/bin/sh
echo "$@" >>"$LOG"
case "$*" in
*'sys.version_info[:3]'*) [ -n "${VERSION-3.12.1}" ] && echo "${VERSION-3.12.1}" ;;
*'< (3, 11)'*) case ${VERSION-3.12.1} in 3.9.*) exit 1 ;; esac ;;
*'import venv, ensurepip'*) [ -z "${NO_VENV-}" ] ;;
'-m venv '*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" && exit ${VENV_CODE-0} ;;
*'pip install'*) exit ${PIP_CODE-0} ;;
*'dependencies.py missing'*) [ -z "${LACKS-}" ] || { echo "$LACKS"; exit 1; } ;;
esac
"""

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A project with locks, and a folder of programs in which the only Python is the stand-in."""
    project = tmp_path / "a project"
    (project / "tools").mkdir(parents=True)
    shutil.copy(PROJECT / "tools" / "setup.sh", project / "tools")
    for name in ("requirements.lock", "requirements-test.lock"):
        (project / name).write_text("one==1\n", encoding="utf-8")
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("sh", "cat", "cmp", "cp", "mkdir", "rm"):
        (programs / name).symlink_to(shutil.which(name) or name)
    stand_in(programs / "python3")
    return project


def stand_in(path: Path) -> None:
    path.write_text(STAND_IN, encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def setup(place: Path) -> Run:
    def run(lock: str = "requirements.lock", **settings: str) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": str(place.parent / "bin"), "LOG": str(place.parent / "log")} | settings
        return subprocess.run(["sh", "tools/setup.sh", ".venv", lock], cwd=place, env=environment,
                              capture_output=True, text=True, check=False)
    return run


def calls(place: Path, what: str) -> list[str]:
    """The calls of Python since the last look that hold these words."""
    log = place.parent / "log"
    found = [line for line in log.read_text(encoding="utf-8").splitlines() if what in line]
    log.write_text("", encoding="utf-8")
    return found


def test_made_once_and_never_again(setup: Run, place: Path) -> None:
    first = setup()
    assert (first.returncode, first.stdout) == (0, ".venv/bin/python\n")
    assert "Setting up .venv from requirements.lock with Python 3.12.1" in first.stderr
    locked, editable = calls(place, "pip install")
    assert "--require-hashes --no-deps --requirement requirements.lock" in locked
    assert "--no-deps --no-build-isolation --no-index --editable ." in editable
    second = setup()
    assert (second.stdout, second.stderr) == (".venv/bin/python\n", "")
    assert calls(place, "pip install") == []


def test_made_anew_when_the_lock_changes(setup: Run, place: Path) -> None:
    setup()
    (place / "requirements.lock").write_text("one==2\n", encoding="utf-8")
    (place / ".venv" / "left over").touch()
    assert "Setting up" in setup().stderr
    assert not (place / ".venv" / "left over").exists()
    assert "Setting up" not in setup().stderr


def test_an_interrupted_installation_is_made_anew(setup: Run, place: Path) -> None:
    broken = setup(PIP_CODE="1")
    assert broken.returncode == 1
    assert broken.stdout == ""
    assert "the packages of requirements.lock could not be installed" in broken.stderr
    (place / ".venv" / "half a package").touch()
    assert setup().returncode == 0
    assert not (place / ".venv" / "half a package").exists()


@pytest.mark.parametrize("damage", ["bin/python", "made-in", "requirements.lock"])
def test_a_damaged_environment_is_made_anew(setup: Run, place: Path, damage: str) -> None:
    setup()
    (place / ".venv" / damage).unlink()
    assert "Setting up" in setup().stderr
    assert (place / ".venv" / damage).exists()


def test_a_project_that_was_moved_is_set_up_where_it_is_now(setup: Run, place: Path) -> None:
    setup()
    (place / ".venv" / "made-in").write_text("elsewhere", encoding="utf-8")
    assert "Setting up" in setup().stderr


def test_the_tests_add_to_what_a_report_installed(setup: Run, place: Path) -> None:
    setup()
    calls(place, "")
    added = setup("requirements-test.lock")
    assert "Adding the packages of requirements-test.lock" in added.stderr
    assert calls(place, "-m venv") == []
    assert setup("requirements-test.lock").stderr == ""
    assert setup("requirements.lock").stderr == ""


def test_the_tests_may_come_first(setup: Run, place: Path) -> None:
    assert "Setting up" in setup("requirements-test.lock").stderr
    assert setup("requirements.lock").stderr == ""


def test_an_interrupted_addition_is_made_anew(setup: Run, place: Path) -> None:
    setup()
    setup("requirements-test.lock", PIP_CODE="1")
    calls(place, "")
    assert "Setting up" in setup("requirements-test.lock").stderr
    assert len(calls(place, "-m venv")) == 1


def test_another_interpreter_that_is_asked_for_is_used(setup: Run, place: Path) -> None:
    setup()
    other = place.parent / "another python"
    stand_in(other)
    other.write_text(STAND_IN.replace("3.12.1", "3.13.0"), encoding="utf-8")
    assert "with Python 3.13.0" in setup(PYTHON=str(other)).stderr
    assert setup(PYTHON=str(other)).stderr == ""


def test_the_first_that_is_new_enough_is_taken(setup: Run, place: Path) -> None:
    programs = place.parent / "bin"
    (programs / "python3").write_text(STAND_IN.replace("3.12.1", "3.9.18"), encoding="utf-8")
    (programs / "python3.13").write_text("#!/bin/sh\nexit 127\n", encoding="utf-8")
    (programs / "python3.13").chmod(0o755)
    stand_in(programs / "python3.12")
    assert "with Python 3.12.1" in setup().stderr


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({"VERSION": "3.9.18"}, "Python 3.11 or newer is needed, this is 3.9.18 ("),
        ({"VERSION": ""}, "Python 3.11 or newer is needed, and python3 is not there; "),
        ({"PYTHON": "python9"}, "Python 3.11 or newer is needed, and python9 is not there; "),
        ({"NO_VENV": "1"}, "has no venv module; on Debian and Ubuntu: apt install python3-venv; "),
    ],
)
def test_what_is_missing_is_one_line_with_the_remedy(
    setup: Run, place: Path, settings: dict[str, str], line: str
) -> None:
    run = setup(**settings)
    assert (run.returncode, run.stdout) == (1, "")
    (said,) = run.stderr.splitlines()
    assert line in said
    assert "make PYTHON=/path/to/python3.12" in said
    assert not (place / ".venv").exists()


def test_no_half_made_environment_is_left(setup: Run, place: Path) -> None:
    run = setup(VENV_CODE="1")
    assert run.returncode == 1
    assert "could not make .venv" in run.stderr.splitlines()[-1]
    assert not (place / ".venv").exists()


def test_a_conda_environment_that_has_everything_is_used(setup: Run, place: Path) -> None:
    conda = place.parent / "conda"
    (conda / "bin").mkdir(parents=True)
    stand_in(conda / "bin" / "python")
    run = setup(CONDA_PREFIX=str(conda), CONDA_DEFAULT_ENV="nkreport")
    assert (run.returncode, run.stdout, run.stderr) == (0, f"{conda}/bin/python\n", "")
    assert not (place / ".venv").exists()
    asked = setup(CONDA_PREFIX=str(conda), CONDA_DEFAULT_ENV="nkreport", PYTHON="python3")
    assert asked.stdout == ".venv/bin/python\n"


@pytest.mark.parametrize(("name", "said"), [("science", True), ("base", False)])
def test_a_conda_environment_that_lacks_something_is_left_alone(
    setup: Run, place: Path, name: str, said: bool
) -> None:
    conda = place.parent / "conda"
    (conda / "bin").mkdir(parents=True)
    stand_in(conda / "bin" / "python")
    run = setup(CONDA_PREFIX=str(conda), CONDA_DEFAULT_ENV=name, LACKS="papermill>=2.7")
    assert run.stdout == ".venv/bin/python\n"
    assert ("lacks papermill>=2.7; using .venv" in run.stderr) == said
