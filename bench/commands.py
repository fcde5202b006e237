"""A command as a user would run it: its seconds, those of the processor, and the memory of its processes."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bench.wanted import PROJECT

LOOK = 0.5  # seconds between two looks at the processes of a command
PROC = Path("/proc")
TICK = os.sysconf("SC_CLK_TCK")
SHOWN = 800  # characters of what a command said that are told when it fails


@dataclass(frozen=True, slots=True)
class Ran:
    """Seconds on the wall and of the processor; the most memory (MB) of the command, and of what it started.

    These are known only where they were watched, on Linux; the greatest of the others come first. `busiest`
    are the processor seconds of the process that took most of them.
    """

    seconds: float
    processor: float
    own: float | None = None
    others: tuple[float, ...] = ()
    busiest: float | None = None


class FailedError(RuntimeError):
    """A command that did not do what it was to be measured on."""


Run = Callable[..., Ran]


def run(
    command: Sequence[str], *, folder: Path = PROJECT, settings: Mapping[str, str] | None = None,
    watch: bool = False,
) -> Ran:
    """Run a command to its end; `watch` looks at the memory and time of all its processes, twice a second."""
    before, start = _children_seconds(), time.perf_counter()
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **(settings or {})}, stdin=subprocess.DEVNULL,
            stdout=said, stderr=subprocess.STDOUT, start_new_session=True,
        )
        try:
            seen = _watched(child) if watch else {}
            code = child.wait()
        except BaseException:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
            raise
        took = time.perf_counter() - start
        if code:
            said.seek(0)
            words = said.read().decode(errors="replace").strip()[-SHOWN:]
            raise FailedError(f"{' '.join(command)}\n  exit code {code}: {words}")
    processor = sum(each for _, each in seen.values()) if seen else _children_seconds() - before
    busiest = max((each for _, each in seen.values()), default=None)
    own, _ = seen.pop(child.pid, (None, 0.0))
    others = tuple(sorted((peak for peak, _ in seen.values()), reverse=True))
    return Ran(took, processor, own, others, busiest)


def _children_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _watched(child: subprocess.Popen[bytes]) -> dict[int, tuple[float, float]]:
    """Process → the most memory (MB) that it had, and its processor seconds, when it was last looked at."""
    seen: dict[int, tuple[float, float]] = {}
    while True:
        try:
            child.wait(LOOK)
            return seen
        except subprocess.TimeoutExpired:
            for process in _session(child.pid):
                with suppress(OSError, ValueError, IndexError):  # it ended meanwhile
                    seen[process] = _of(process)


def _session(leader: int) -> list[int]:
    """The processes of a session, whoever their parents are."""
    found = []
    for path in PROC.glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(_fields(path)[3]) == leader:
                found.append(int(path.parent.name))
    return found


def _fields(path: Path) -> list[str]:
    """What follows the name of the process, which may hold anything: state, parent, group, session …"""
    return path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()


def _of(process: int) -> tuple[float, float]:
    fields = _fields(PROC / f"{process}" / "stat")
    status = (PROC / f"{process}" / "status").read_text(encoding="utf-8", errors="replace")
    peak = int(status.partition("VmHWM:")[2].split()[0]) / 1000
    return peak, (int(fields[11]) + int(fields[12])) / TICK
