"""Notebooks in forks of the build: the same pages as from kernels, and each failure stays one notebook's."""

from __future__ import annotations

import builtins
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
from test_briefing import notebook, reports, write

from nkreport import briefing
from nkreport.briefing import forked, proof, run, running
from nkreport.limits import DEFAULT

LINUX = sys.platform.startswith("linux")
SHORT = replace(DEFAULT, cell_seconds=3)


def runs(root: Path, jobs: Sequence[tuple[Path, Mapping[str, Any]]], **options: Any) -> list[proof.Run]:
    with running.running(root, jobs, **options) as found:
        return list(found)


# --- every way in which a run can fail ---

FAILURES = {
    "an error": (["1 / 0"], 2, "ZeroDivisionError: division by zero"),
    "a fault of syntax": (["1 +"], 2, "SyntaxError"),
    "exit": (["import sys; sys.exit(0)", "'after'"], 2, "SystemExit: 0"),
    "a shell told to go": (["exit()"], 2, "DeadKernelError"),
    "ended in the middle": (["'before'", "import os; os._exit(0)", "'after'"], 3, "died (exit code 0)"),
    "killed": (["import os; os.kill(os.getpid(), 9)"], 2, "died (signal 9)"),
    "killed, with a child": (
        ["import os, time\nif os.fork() == 0:\n    time.sleep(99)\n    os._exit(0)",
         "os.kill(os.getpid(), 9)"],
        3,
        "died (signal 9)",
    ),
    "too long": (["import time; time.sleep(99)"], 2, "CellTimeoutError: A cell ran for more than 3 seconds"),
    "too long, deaf to signals": (
        ["import signal, time\nfor one in (2, 15): signal.signal(one, signal.SIG_IGN)\ntime.sleep(99)"],
        2,
        "CellTimeoutError",
    ),
    "a complaint": (["import sys; print('odd', file=sys.stderr)"], 2, "wrote to stderr: odd"),
    "a complaint past Python": (["import os; os.write(2, b'odd')"], 2, "wrote to stderr: odd"),
    "a complaining command": (["import os; os.system('echo odd >&2')"], 2, "wrote to stderr: odd"),
    "a warning": (["import warnings; warnings.warn('odd')"], 2, "wrote to stderr"),
    "a thread that fails": (
        ["import threading\nt = threading.Thread(target=lambda: 1 / 0)\nt.start(); t.join()"],
        2,
        "wrote to stderr: ZeroDivisionError",
    ),
    "a thread left behind": (
        ["import threading, time\nthreading.Thread(target=time.sleep, args=(99,), daemon=True).start()"],
        None,
        "leaves behind a running thread",
    ),
    "a process left behind": (
        ["import subprocess\nchild = subprocess.Popen(['sleep', '99'])"],
        None,
        "leaves behind a running process",
    ),
    "script": (["from IPython.display import HTML\nHTML('<script>1</script>')"], 2, "holds <script>"),
    "no chart any more": (["'chart'"], 2, "shows no image/svg+xml"),
}


@pytest.fixture(scope="module")
def failed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, proof.Run]:
    """All of these, and a whole run between them, in one build."""
    root = tmp_path_factory.mktemp("failing")
    jobs: list[tuple[Path, Any]] = []
    for number, case in enumerate([*FAILURES, "whole"]):
        made = notebook(*(FAILURES[case][0] if case in FAILURES else ["1 + 1"]))
        if case == "no chart any more":
            made.cells[2].outputs = [
                nbformat.v4.new_output("display_data", data={"image/svg+xml": "<svg/>", "text/plain": "x"})
            ]
        jobs.append((write(root / "notebooks" / f"n{number}.ipynb", made), {}))
    found = runs(root, jobs, limits=SHORT)
    assert list((root / ".cache" / "runs").iterdir()) == []
    return dict(zip([*FAILURES, "whole"], found, strict=True))


@pytest.mark.parametrize("case", FAILURES, ids=list(FAILURES))
def test_a_run_that_is_not_whole_is_not_proven(case: str, failed: Mapping[str, proof.Run]) -> None:
    _, cell, words = FAILURES[case]
    assert words in failed[case].error
    assert failed[case].cell == cell


def test_the_failure_of_one_is_no_failure_of_another(failed: Mapping[str, proof.Run]) -> None:
    assert failed["whole"].error == ""
    assert failed["whole"].notebook.cells[2].outputs[0].data["text/plain"] == "2"


def test_what_ran_before_the_end_is_kept(failed: Mapping[str, proof.Run]) -> None:
    cells = failed["ended in the middle"].notebook.cells
    assert cells[2].outputs[0].data["text/plain"] == "'before'"
    assert cells[4].execution_count is None


@pytest.mark.skipif(not LINUX, reason="only Linux hands orphans to the nearest parent that asks for them")
def test_nothing_outlives_its_run(failed: Mapping[str, proof.Run], tmp_path: Path) -> None:
    left = "import subprocess\nsubprocess.run('setsid sleep 98 &', shell=True)"
    (found,) = runs(tmp_path, [(write(tmp_path / "a.ipynb", notebook(left)), {})])
    assert "leaves behind a running process" in found.error
    commands = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
    assert [command for command in commands if command in (b"sleep\x0098\x00", b"sleep\x0099\x00")] == []


def test_a_build_that_is_killed_takes_its_runs_with_it(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    cell = (f"import pathlib, time\nmark = pathlib.Path({str(mark)!r})\n"
            "while True:\n    mark.write_text(str(time.time()))\n    time.sleep(0.05)")
    path = write(tmp_path / "a.ipynb", notebook(cell))
    code = ("import pathlib, sys\nfrom nkreport.briefing import running\n"
            "root, path = map(pathlib.Path, sys.argv[1:])\n"
            "with running.running(root, [(path, {})]) as runs: list(runs)")
    build = subprocess.Popen([sys.executable, "-c", code, str(tmp_path), str(path)])
    try:
        wait_for(mark.exists)
    finally:
        build.kill()
        build.wait()

    def still() -> bool:
        before = mark.read_bytes()
        time.sleep(0.5)
        return mark.read_bytes() == before

    wait_for(still)


def wait_for(true: Any, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.05)


# --- the same as from a kernel ---

KINDS = {
    "text": "1 + 1",
    "markup": "from IPython.display import HTML, Markdown, Latex, JSON, SVG, display\nHTML('<b>bold</b>')",
    "several": "display(Markdown('*x*'), Latex('$x$')); JSON({'a': (1, None)})",
    "a picture": "SVG(data='<svg xmlns=\"http://www.w3.org/2000/svg\"><title>x</title></svg>')",
    "a plot": "import matplotlib.pyplot as plt\nplt.plot([1, 2, 4]); plt.title('A plot');",
    "a frame": "import pandas as pd\npd.DataFrame({'a': [1, None], 'b': ['<i>', 'é']})",
    "printed": "print('one', flush=True)\nprint('two')\ndisplay('between')\nprint('three', end='')",
    "by a command": "import subprocess\nsubprocess.run(['echo', 'told']);",
    "changed later": "handle = display('first', display_id='x')\nhandle.update('second')",
    "cleared": "from IPython.display import clear_output\nprint('gone')\nclear_output()\nprint('stays')",
    "awaited": "import asyncio\nawait asyncio.sleep(0, 'awaited')",
    "magic": "%who_ls str",
    "counted": "_, __name__, len(In)",
    "the last one": "_",
    "the folder": "import os\nos.path.basename(os.getcwd())",
    "the surroundings": "[os.environ.get(name) for name in ('NKREPORT_TABLES_ARE_BUILT', 'PYTHONSTARTUP')]",
    "numbers": "float('nan'), 10**30, 1e300, b'\\x00', '\\ud800'.encode('utf8', 'replace')",
    "nothing": "None",
    "a comment": "# nothing",
    "an expected error": "1 / 1",
}


def test_both_ways_give_the_same_outputs_counts_and_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Kernels that are started by a test leave the output of commands alone, and this is no backend of theirs.
    monkeypatch.delenv("PYTEST_CURRENT_TEST")
    monkeypatch.delenv("MPLBACKEND")
    monkeypatch.setattr(builtins, "_", ["left by an example before"], raising=False)
    path = write(tmp_path / "notebooks" / "kinds.ipynb", notebook(*KINDS.values()))
    jobs = [(path, {"since": 'x"; import os #'})]
    (kernel,), (fork,) = (runs(tmp_path, jobs, kernels=kernels) for kernels in (True, False))
    assert (kernel.error, fork.error) == ("", "")
    for name, one, other in zip(["parameters", "injected", *KINDS], code(kernel), code(fork), strict=True):
        assert one == other, name
    assert nbformat.writes(kernel.notebook) == nbformat.writes(fork.notebook)


def code(found: proof.Run) -> list[Any]:
    return [cell for cell in found.notebook.cells if cell.cell_type == "code"]


def test_both_ways_give_the_same_pages(project: Path, tmp_path: Path) -> None:
    roots = [tmp_path / "kernels", tmp_path / "forks"]
    for root in roots:
        for folder in ("seeds", "data", "notebooks"):
            shutil.copytree(project / folder, root / folder, ignore=shutil.ignore_patterns("tables", ".*"))
        result = briefing.build(root, {"since": "2024-10-01"}, kernels=root.name == "kernels")
        assert result.failed == ()
        assert len(result.built) == len(list((root / "notebooks").glob("*.ipynb")))
    assert reports(roots[0]) == reports(roots[1])
    assert {path.name for path in (tmp_path / "forks" / ".cache").iterdir()} <= {
        "build.lock", "matplotlib", "runs", "tables.json"}


# --- when forks are not taken, and how ---

@pytest.mark.parametrize("why", ["no fork", "another thread", "macOS"])
def test_kernels_are_taken_where_this_process_cannot_be_forked(
    why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if why == "no fork":
        monkeypatch.delattr(os, "fork", raising=False)
    elif why == "macOS":
        monkeypatch.setattr(sys, "platform", "darwin")
    else:
        monkeypatch.setattr("threading.active_count", lambda: 2)
    assert not forked.possible()
    monkeypatch.setattr(run, "run_notebook", lambda path, *_, **__: proof.Run(path.stem, None))
    assert [one.name for one in runs(tmp_path, [(tmp_path / "a.ipynb", {})])] == ["a"]


@pytest.mark.skipif(not LINUX, reason="threads are counted in /proc")
def test_a_build_forks_while_it_has_one_thread(tmp_path: Path) -> None:
    """Not even a library's own thread: its locks would be copied as they are."""
    for folder in ("seeds", "notebooks"):
        (tmp_path / folder).mkdir()
    (tmp_path / "seeds" / "one.txt").write_text("NIS said 1,500 soldiers came.\n", encoding="utf-8")
    for name in ("first", "second"):
        write(tmp_path / "notebooks" / f"{name}.ipynb", notebook("1 + 1"))
    code = (
        "import os, sys\nwhole = os.fork\n"
        "def fork():\n"
        "    with open(sys.argv[2], 'a') as seen: print(len(os.listdir('/proc/self/task')), file=seen)\n"
        "    return whole()\n"
        "os.fork = fork\n"
        "from nkreport.briefing import build\nprint(build(sys.argv[1]).built)"
    )
    seen = tmp_path / "seen"
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path), str(seen)], capture_output=True,
                          text=True, check=False)
    assert (done.stdout, done.stderr) == ("('first', 'second')\n", "")
    assert seen.read_text().split() == ["1"] * 3


def test_no_more_notebooks_run_at_once_than_the_limit_says(tmp_path: Path) -> None:
    cell = (f"import os, time, pathlib\nhere = pathlib.Path({str(tmp_path)!r})\n"
            "mine = here / f'at-{os.getpid()}'\nmine.touch()\ntime.sleep(0.2)\n"
            "count = len(list(here.glob('at-*')))\nmine.unlink()\ncount")
    paths = [write(tmp_path / f"n{number}.ipynb", notebook(cell)) for number in range(4)]
    found = runs(tmp_path, [(path, {}) for path in paths], limits=replace(DEFAULT, notebooks_at_once=1))
    assert [one.notebook.cells[2].outputs[0].data["text/plain"] for one in found] == ["1"] * 4


def test_a_run_that_ends_between_two_looks_is_not_taken_for_dead(tmp_path: Path) -> None:
    """The nursery listens, then the fork tells how it ended and goes, then the nursery looks after it."""
    for _ in range(3):
        reads, writes = os.pipe()
        os.set_blocking(reads, False)
        process = os.fork()
        if process == 0:
            os.write(writes, b'{"cell": 1}\n{"error": "", "stopped": false}\n')
            os._exit(0)
        os.close(writes)
        os.waitid(os.P_PID, process, os.WEXITED | os.WNOWAIT)
        fork = forked._Fork(0, process, reads, time.monotonic() + 60)
        nursery = forked._Nursery((), (), DEFAULT, -1, -1)
        assert nursery._over(fork)
        os.close(reads)
        assert (fork.error, fork.stopped, fork.ended) == ("", False, True)
