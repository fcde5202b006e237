"""Each tool in a process of its own, which tells its time and its memory and can be stopped."""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.texts import seeds
from bench.tools import Reader, Tool

LOADING = 120  # seconds in which a tool must have read its first text: it makes its tables then
STATUS = Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class Taken:
    """Processor seconds for some texts, and the most memory (MB) that the process has had so far."""

    seconds: float
    peak: float


# Texts and patience in seconds → what they took, or why that is not known.
Ask = Callable[[Sequence[str], float], Taken | str]


@contextmanager
def apart(tool: Tool) -> Iterator[Ask]:
    """A tool in a process of its own, as a function of texts; after a fault it answers no more."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    worker = context.Process(target=_serve, args=(tool, theirs), daemon=True)
    worker.start()
    theirs.close()
    fault = _answer(ours, LOADING)

    def ask(texts: Sequence[str], patience: float) -> Taken | str:
        nonlocal fault
        if isinstance(fault, str):
            return fault
        try:
            ours.send(list(texts))
        except BrokenPipeError:
            fault = DIED
            return fault
        answer: Taken | str = _answer(ours, patience)
        fault = answer if isinstance(answer, str) else None
        return answer

    try:
        yield ask
    finally:
        worker.kill()
        worker.join()
        ours.close()


DIED = "its process died"


def _answer(ours: Any, patience: float) -> Any:
    try:
        return ours.recv() if ours.poll(patience) else f"> {patience:g} s"
    except EOFError:
        return DIED


def _serve(tool: Tool, answers: Any) -> None:
    warnings.simplefilter("ignore")  # the syntax of old packages; they are measured as they are
    try:
        read = tool.reader()
        read(seeds()[0])  # rules, caches and tables are made once in a life
        answers.send(None)
        while True:
            answers.send(taken(read, answers.recv()))
    except ImportError as error:
        answers.send(f"not installed ({error.name})")
    except EOFError:  # nobody asks any more
        return
    except Exception as error:  # told in the table; the other tools are measured all the same
        answers.send(f"FAILED: {type(error).__name__}: {error}")


def taken(read: Reader, texts: Sequence[str], clock: Callable[[], float] = time.process_time) -> Taken:
    start = clock()
    for text in texts:
        read(text)
    return Taken(clock() - start, peak())


def peak() -> float:
    """The most memory (MB) that this process has had.

    Linux counts what a process inherited before it became this one into `ru_maxrss`; its own mark does not.
    """
    if STATUS.exists():
        found = [line for line in STATUS.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM")]
        if found:
            return int(found[0].split()[1]) / 1000
    usage = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return usage / (1_000_000 if sys.platform == "darwin" else 1000)
