"""What was published survives a full disk, a folder that bears no writing, kill -9, two builds at once."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import test_briefing
from test_briefing import notebook, reports, write

from nkreport import briefing
from nkreport.briefing.turns import UNFINISHED, alone
from nkreport.errors import NkReportError
from nkreport.limits import DEFAULT

small = test_briefing.place  # a project of two briefings whose runs are made up


def pages(root: Path) -> Mapping[str, bytes]:
    """What readers see: everything published but the record and the notes on failures."""
    return {
        name: content
        for name, content in reports(root).items()
        if name.endswith((".html", ".csv", ".parquet"))
    }


def unfinished(root: Path) -> list[Path]:
    left = [path for path in root.rglob("*") if UNFINISHED.fullmatch(path.name)]
    runs = root / ".cache" / "runs"
    return left + (list(runs.iterdir()) if runs.is_dir() else [])


def change(root: Path) -> None:
    (root / "seeds" / "one.txt").write_text("NIS said 3,000 soldiers came.\n" * 50, encoding="utf-8")


# --- a full disk ---


@contextmanager
def full(folder: Path) -> Iterator[None]:
    """A disk without room: a small one that is mounted where this may be done, else a bound on every file."""
    if os.geteuid() == 0 and _mounted(folder):
        try:
            _fill(folder / "filler")
            yield
        finally:
            subprocess.run(["umount", "-l", str(folder)], check=True)
    else:
        import resource

        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, before[1]))
        told = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            signal.signal(signal.SIGXFSZ, told)


def _mounted(folder: Path) -> bool:
    """Whether a small disk now holds what the folder held."""
    keep = folder.parent / "kept"
    shutil.copytree(folder, keep)
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    tried = subprocess.run(command, capture_output=True, check=False)
    if tried.returncode == 0:
        shutil.copytree(keep, folder, dirs_exist_ok=True)
    shutil.rmtree(keep)
    return tried.returncode == 0


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * 4096)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="neither mounts nor bounds on files")
@pytest.mark.parametrize("folder", ["reports", "data"])
def test_a_full_disk_loses_nothing(small: Path, folder: str) -> None:
    assert briefing.build(small).complete
    change(small)
    with full(small / folder):
        before = pages(small)
        with pytest.raises(
            NkReportError, match=r"cannot be written .*(No space left on device|File too large)"
        ):
            briefing.build(small)
        for name, content in pages(small).items():
            assert content == before.get(name, content) or content.startswith(b"<!DOCTYPE html>"), name
            assert not name.endswith(".html") or content.rstrip().endswith(b"</html>"), name
        assert unfinished(small) == []
    assert briefing.build(small).complete


# --- a folder that cannot be written to ---


@pytest.mark.parametrize("name", ["reports", "data", ".cache"])
def test_a_folder_that_cannot_be_written_to_is_told(small: Path, name: str) -> None:
    """A file stands where the folder should be: not even root can write into that."""
    (small / name).write_text("mine", encoding="utf-8")
    with pytest.raises(NkReportError) as caught:
        briefing.build(small)
    assert name in str(caught.value)
    assert re_remedy(str(caught.value))
    assert (small / name).read_text(encoding="utf-8") == "mine"
    (small / name).unlink()
    assert briefing.build(small).complete


def re_remedy(text: str) -> bool:
    return any(word in text for word in ("give", "make room", "remove"))


# --- kill -9 ---

STEPS = ("figures.parquet", "one.html", ".build.json")  # whose renaming is never reached
KILL = """import os, sys
step, root = sys.argv[1:]
whole = os.replace
def replace(source, target):
    if os.path.basename(str(target)) == step: os.kill(os.getpid(), 9)
    whole(source, target)
os.replace = replace
import pathlib
pathlib.Path.replace = lambda self, target: replace(self, target) or target
from nkreport.briefing import build
print(build(root).built)
"""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with one notebook, built once."""
    root = tmp_path_factory.mktemp("published")
    (root / "seeds").mkdir()
    (root / "seeds" / "one.txt").write_text("NIS said 1,500 soldiers came.\n", encoding="utf-8")
    write(
        root / "notebooks" / "one.ipynb",
        notebook("print('said')", "from nkreport import briefing\nbriefing.load_tables()"),
    )
    assert briefing.build(root).built == ("one",)
    return root


@pytest.mark.parametrize("step", STEPS)
def test_a_build_that_is_killed_loses_nothing_and_the_next_one_cleans_up(
    step: str, published: Path, tmp_path: Path
) -> None:
    root = tmp_path / "project"
    shutil.copytree(published, root)
    before = pages(root)
    change(root)
    done = subprocess.run(
        [sys.executable, "-c", KILL, step, str(root)], capture_output=True, text=True, check=False
    )
    assert done.returncode == -signal.SIGKILL, done
    for name, content in before.items():
        now = (root / "reports" / name).read_bytes()
        assert (
            now == content or (name.endswith(".html") and now.rstrip().endswith(b"</html>")) or len(now) > 100
        ), name
    briefing.build(root)
    assert unfinished(root) == []
    assert briefing.build(root).built == ()
    assert set(reports(root)) == set(reports(published))


# --- two at once ---

BUILD = "import sys\nfrom nkreport.cli import main\nsys.exit(main(['report', '--root', sys.argv[1]]))"


def test_of_two_builds_at_once_the_second_waits_and_finds_all_done(published: Path, tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(published, root)
    change(root)
    with alone(root):  # neither begins before both have asked
        builds = [
            subprocess.Popen(
                [sys.executable, "-c", BUILD, str(root)],
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        waiting = [build.stderr.readline() for build in builds if build.stderr]
    ended = sorted(build.communicate()[0].splitlines()[0] for build in builds)
    assert [build.returncode for build in builds] == [0, 0]
    assert all("another build is running; waiting up to 60 seconds" in line for line in waiting)
    assert ended == ["built one", "nothing has changed for one"]
    assert unfinished(root) == []


def test_a_build_that_waited_too_long_says_what_to_do(small: Path) -> None:
    patience: Any = replace(DEFAULT, build_wait_seconds=1)
    with alone(small), pytest.raises(NkReportError, match="set the limit build_wait_seconds"):
        briefing.build(small, limits=patience)


def test_a_lock_of_a_build_that_is_gone_holds_nobody(small: Path) -> None:
    (small / ".cache").mkdir()
    (small / ".cache" / "build.lock").write_text("", encoding="utf-8")
    said: list[str] = []
    say: Callable[[str], None] = said.append
    assert briefing.build(small, say=say).complete
    assert said == []
