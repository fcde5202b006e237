"""Notebooks in forks of this process, two at a time: what they all import is imported once, before.

This process forks a nursery while it has a single thread, and goes on with its own work. The nursery
never starts a thread, so that each of its forks, one for a notebook, is clean. It watches over them: a
cell that runs too long, or a fork that dies, costs that notebook and no other. Nothing outlives the nursery.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nkreport.briefing.proof import Run
from nkreport.briefing.run import STREAMS, execute, result
from nkreport.limits import DEFAULT, Limits

Job = tuple[Path, Mapping[str, Any]]  # a notebook, and the parameters that differ from its own
LOOK = 0.1  # seconds after which the nursery looks whether a fork has died without a word
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36  # linux/prctl.h


def possible() -> bool:
    """Whether notebooks can run in forks of this process.

    Not where the system has no forks, where its own libraries do not bear them (macOS), and not from a
    process with other threads, whose locks a fork would inherit as they are.
    """
    return hasattr(os, "fork") and sys.platform != "darwin" and threading.active_count() == 1


@contextmanager
def forked(jobs: Sequence[Job], scratch: Path, *, limits: Limits = DEFAULT) -> Iterator[Iterator[Run]]:
    """The runs of these notebooks, in their order; they are under way when this returns."""
    folders = [scratch / f"{number}" for number in range(len(jobs))]
    for folder in folders:
        folder.mkdir()
    told, tells = os.pipe()
    alive, life = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    nursery = os.fork()
    if nursery == 0:
        os.close(told)
        os.close(life)
        _alone(lambda: _Nursery(jobs, folders, limits, tells, alive).run())
    os.close(tells)
    os.close(alive)
    try:
        with os.fdopen(told, "rb") as reports:
            yield _results(jobs, folders, reports)
    finally:
        os.close(life)  # by which the nursery knows that nobody waits for it any more
        os.waitpid(nursery, 0)


def _results(jobs: Sequence[Job], folders: Sequence[Path], reports: Any) -> Iterator[Run]:
    """Each run as soon as it and those before it have ended."""
    ended: dict[int, dict[str, Any]] = {}
    for number, (path, _) in enumerate(jobs):
        while number not in ended:
            line = reports.readline()
            report: dict[str, Any] = json.loads(line) if line else {"number": number, **LOST}
            ended[report["number"]] = report
        yield result(path, folders[number], ended[number]["error"], stopped=ended[number]["stopped"])


LOST = {"error": "the process that runs the notebooks died", "stopped": True}


def _alone(work: Callable[[], Any]) -> None:
    """Work in a fork that must never return into the code of its parent."""
    code = 1
    try:
        work()
        code = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(code)


@dataclass(slots=True)
class _Fork:
    """A notebook under way: its process, the pipe that it reports to, until when its cell may run."""

    number: int
    process: int
    reports: int
    until: float
    heard: bytes = b""
    error: str = ""
    stopped: bool = False
    ended: bool = False


@dataclass(slots=True)
class _Nursery:
    """What the nursery knows; it writes a line to `tells` for each notebook that has ended."""

    jobs: Sequence[Job]
    folders: Sequence[Path]
    limits: Limits
    tells: int
    alive: int

    def run(self) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is told, and lets go of us
        _bind(subreaper=True)
        _prepare()
        waiting = list(range(len(self.jobs)))
        under_way: list[_Fork] = []
        try:
            while waiting or under_way:
                while waiting and len(under_way) < self.limits.notebooks_at_once:
                    under_way.append(self._start(waiting.pop(0)))
                if not self._listen(under_way):
                    return
                for fork in [fork for fork in under_way if self._over(fork)]:
                    under_way.remove(fork)
                    self._report(fork)
        finally:
            for fork in under_way:
                _end(fork.process)
            _sweep()

    def _start(self, number: int) -> _Fork:
        reads, writes = os.pipe()
        process = os.fork()
        if process == 0:
            for descriptor in (reads, self.tells, self.alive):
                os.close(descriptor)
            _alone(lambda: _run(self.jobs[number], self.folders[number], writes))
        os.close(writes)
        os.set_blocking(reads, False)
        return _Fork(number, process, reads, time.monotonic() + self.limits.cell_seconds)

    def _listen(self, under_way: Sequence[_Fork]) -> bool:
        """Take in what the forks report; False where the parent is gone."""
        ready, _, _ = select.select([self.alive, *(fork.reports for fork in under_way)], [], [], LOOK)
        for fork in under_way:
            if fork.reports in ready:
                self._hear(fork)
        return self.alive not in ready

    def _hear(self, fork: _Fork) -> None:
        with contextlib.suppress(BlockingIOError):  # nothing, while a child of the fork holds the pipe open
            while heard := os.read(fork.reports, 65536):
                fork.heard += heard
        *lines, fork.heard = fork.heard.split(b"\n")
        for line in lines:
            report = json.loads(line)
            fork.until = time.monotonic() + self.limits.cell_seconds
            if "error" in report:
                fork.error, fork.stopped, fork.ended = report["error"], report["stopped"], True

    def _over(self, fork: _Fork) -> bool:
        """Whether a fork has ended: by itself, by a signal, or now, because its time is over."""
        if fork.ended:
            os.waitpid(fork.process, 0)
            return True
        ended, status = os.waitpid(fork.process, os.WNOHANG)
        if ended:
            self._hear(fork)  # it may have told how it ended since we listened last
            if not fork.ended:
                fork.error, fork.stopped = f"DeadKernelError: Kernel died ({_cause(status)})", True
            return True
        if time.monotonic() > fork.until:
            fork.error = f"CellTimeoutError: A cell ran for more than {self.limits.cell_seconds} seconds"
            fork.stopped = True
            _end(fork.process)
        return fork.stopped

    def _report(self, fork: _Fork) -> None:
        _end(fork.process, collected=True)
        os.close(fork.reports)
        told = {"number": fork.number, "error": fork.error, "stopped": fork.stopped}
        os.write(self.tells, json.dumps(told).encode() + b"\n")


def _cause(status: int) -> str:
    code = os.waitstatus_to_exitcode(status)
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def _end(process: int, *, collected: bool = False) -> None:
    """End a fork and all that stayed in its group."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process, signal.SIGKILL)
    if not collected:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)


def _sweep() -> None:
    """End what left the group of its notebook and was handed to the nursery."""
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    while children.exists() and (left := children.read_text().split()):
        for process in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(process), signal.SIGKILL)
            os.waitpid(int(process), 0)


def _bind(*, subreaper: bool = False) -> None:
    """Die with the parent, and take in the children of children (Linux; elsewhere the pipes must do)."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    control = ctypes.CDLL(None).prctl
    control(PR_SET_PDEATHSIG, signal.SIGKILL)
    if subreaper:
        control(PR_SET_CHILD_SUBREAPER, 1)


def _prepare() -> None:
    """Import what every notebook needs, and keep the collector from touching it in each fork."""
    import nkreport.briefing.session  # noqa: F401

    gc.collect()
    gc.freeze()


def _run(job: Job, folder: Path, writes: int) -> None:
    """In the fork: run the notebook, telling of each cell that begins, then how it ended."""
    def tell(**report: Any) -> None:
        os.write(writes, json.dumps(report).encode() + b"\n")

    try:
        _take_over(job[0].parent, folder)
        from nkreport.briefing.session import register

        error, stopped = execute(
            *job, folder, engine_name=register(), request_save_on_cell_execute=False, place=folder,
            begun=lambda cell: tell(cell=cell),
        )
    except Exception as fault:  # told on the index, as whatever else stops a run
        error, stopped = f"{type(fault).__name__}: {fault}", True
    tell(error=error, stopped=stopped)


def _take_over(home: Path, folder: Path) -> None:
    """Make this process the notebook's: its group, its streams, its folder, and no code from there."""
    os.setsid()
    _bind(subreaper=True)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for descriptor, path in enumerate([Path(os.devnull), *(folder / name for name in STREAMS)]):
        opened = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(opened, descriptor)
        os.close(opened)
    _forget_parent()
    here = os.path.realpath(home)
    sys.path[:] = [place for place in sys.path if place and os.path.realpath(place) != here]
    os.chdir(home)


def _forget_parent() -> None:
    """Complain as a new process would, whatever the one that was forked does with complaints."""
    warnings.resetwarnings()
    for category in (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning):
        warnings.simplefilter("ignore", category)
    warnings.showwarning = _warn
    sys.excepthook, sys.unraisablehook = sys.__excepthook__, sys.__unraisablehook__
    threading.excepthook = threading.__excepthook__


def _warn(
    message: Warning | str, category: type[Warning], filename: str, lineno: int, file: Any = None,
    line: str | None = None,
) -> None:
    (file or sys.stderr).write(warnings.formatwarning(message, category, filename, lineno, line))
