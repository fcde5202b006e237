"""Runs a target on many inputs; keeps, shortens and tells what goes wrong."""

from __future__ import annotations

import gc
import mmap
import os
import random
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fuzz.checking import FaultError, Target
from fuzz.choices import Choices

STUCK = 30  # times as many seconds may pass on the clock, for others may be at work on the machine
MOST_GROWTH = 3.0  # times the calls that a doubled text may take
GROWTH_EVERY = 1000  # inputs
GROWTH_SIZE = 6000  # characters that a text is repeated to before it is doubled
SHORTENING = 10.0  # seconds that are given to making a finding smaller
LONG_EVERY = 100  # inputs; the others have the usual length
PACKAGE = f"{os.sep}nkreport{os.sep}"


class SlowError(BaseException):
    """The time of an input is over; no handler of exceptions may take it for one of its own."""


class GrowthError(AssertionError):
    """A doubled text takes more than its share."""


@dataclass(slots=True)
class Finding:
    """Something wrong: its kind and place, the input as it was met and as it could be shortened."""

    key: str
    what: str
    data: bytes
    shown: str
    times: int = 1
    path: str = ""


@dataclass(slots=True)
class Result:
    """What the runs of a target gave."""

    runs: int = 0
    seconds: float = 0.0
    findings: dict[str, Finding] = field(default_factory=dict)
    met: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, bytes, str] = (0.0, b"", "")


@contextmanager
def watched(seconds: float) -> Iterator[None]:
    """SlowError when the block computes, or waits, for too long; again and again, should it be swallowed."""

    def over(number: int, frame: Any) -> None:
        raise SlowError(f"over {seconds} s" if number == signal.SIGPROF else f"stuck for {STUCK * seconds} s")

    before = signal.signal(signal.SIGPROF, over), signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_PROF, seconds, 0.5)
    signal.setitimer(signal.ITIMER_REAL, STUCK * seconds, 0.5)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGPROF, before[0])
        signal.signal(signal.SIGALRM, before[1])


def attempt(target: Target, data: bytes, met: Counter[str] | None = None) -> tuple[str, str] | None:
    """One input: None where all is well, else the kind and place of the fault, and its words."""
    try:
        with watched(target.seconds):
            found = list(target.check(target.make(Choices(data))))
    except (Exception, SlowError) as error:
        return f"{type(error).__name__} in {place(error)}", str(error)[:300]
    if met is not None:
        met.update(set(found))
    return None


def place(error: BaseException) -> str:
    """The last line of ours that was at work; of a slow input only the module, as the line is chance."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if PACKAGE in frame.filename]
    if isinstance(error, FaultError) or not ours:
        told = " ".join("".join(sign if sign.isalpha() else " " for sign in str(error)[:50]).split()[:4])
        return f"{frames[-2 if isinstance(error, FaultError) else -1].name} {told}"
    name = ours[-1].filename.rsplit(PACKAGE, 1)[-1]
    return name if isinstance(error, SlowError) else f"{name}:{ours[-1].lineno}"


def growth(target: Target, data: bytes) -> tuple[str, str] | None:
    """A fault where a text, repeated and then doubled, takes much more than twice the calls."""
    value = target.make(Choices(data))
    text = target.text_of(value)
    if not text or not text.strip():
        return None
    text = (text + " ") * max(1, GROWTH_SIZE // len(text))
    try:
        with watched(30 * target.seconds):
            once = calls_made(lambda: check_text(target, value, text))
            twice = calls_made(lambda: check_text(target, value, text + text))
    except (Exception, SlowError) as error:
        return f"{type(error).__name__} in {place(error)} (repeated)", str(error)[:300]
    if twice > MOST_GROWTH * once:
        return f"growth of {target.name}", f"{len(text)} characters take {once} calls, twice as many {twice}"
    return None


def check_text(target: Target, value: Any, text: str) -> None:
    """The target's check with another text in its input."""
    from dataclasses import replace

    for _ in target.check((text, *value[1:]) if isinstance(value, tuple) else replace(value, text=text)):
        pass


def calls_made(work: Callable[[], object]) -> int:
    """The number of functions, of Python and of C, that are called while the work is done."""
    count = 0

    def counted(frame: Any, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    gc.collect()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


# --- many runs ---


class Run:
    """The runs of one target: counts them, keeps what is found."""

    def __init__(self, target: Target, keep: Path) -> None:
        self.target, self.keep, self.result = target, keep, Result()
        keep.mkdir(parents=True, exist_ok=True)
        self.current = _memory(keep / f"{target.name}.current")

    def one(self, data: bytes) -> None:
        """One input, and now and then what becomes of it when it is doubled."""
        self.current[:8] = len(data).to_bytes(8, "little")  # so that it is known even if the process dies
        self.current[8 : 8 + len(data)] = data
        result = self.result
        result.runs += 1
        begun = time.process_time()
        fault = attempt(self.target, data, result.met)
        took = time.process_time() - begun
        if took > result.slowest[0]:
            result.slowest = (took, data, shown(self.target, data))
        if fault:
            self.note(*fault, data, lambda less: attempt(self.target, less))
        elif result.runs % GROWTH_EVERY == 0 and (grown := growth(self.target, data)):
            self.note(*grown, data, lambda less: growth(self.target, less))

    def note(
        self, key: str, what: str, data: bytes, again: Callable[[bytes], tuple[str, str] | None]
    ) -> None:
        """Keep a finding, shortened; count it where it was found before."""
        if key in self.result.findings:
            self.result.findings[key].times += 1
            return
        data = shortened(data, lambda less: (fault := again(less)) is not None and fault[0] == key)
        finding = Finding(key, what, data, shown(self.target, data))
        path = self.keep / f"{self.target.name}-{''.join(c if c.isalnum() else '-' for c in key)[:60]}.input"
        path.write_bytes(data)
        finding.path = str(path)
        self.result.findings[key] = finding


def _memory(path: Path) -> mmap.mmap:
    with path.open("w+b") as file:
        file.truncate(1 << 16)
        return mmap.mmap(file.fileno(), 1 << 16)


def last_input(path: Path) -> bytes:
    """The input that a process which died was at."""
    content = path.read_bytes()
    return content[8 : 8 + int.from_bytes(content[:8], "little")]


def seeded_inputs(target: Target, runs: int, seed: int) -> Iterator[bytes]:
    """Inputs from a seed: the same for the same seed, target and number, whatever else is run."""
    source = random.Random(f"{seed} {target.name}")
    for number in range(runs):
        longest = target.longest if number % LONG_EVERY else 20 * target.longest
        yield source.randbytes(source.randrange(longest))


def warm(target: Target, runs: int = 100) -> None:
    """Some inputs before the first: what is imported and read once is no input's time."""
    for data in seeded_inputs(target, runs, 0):
        with suppress(Exception):  # it will be found again, and then be told
            list(target.check(target.make(Choices(data))))


def shortened(data: bytes, still: Callable[[bytes], bool]) -> bytes:
    """The input with every stretch left out, and every byte made zero, that the fault does not need."""
    deadline = time.monotonic() + SHORTENING
    size = max(1, len(data) // 2)
    while size:
        at = 0
        while at < len(data) and time.monotonic() < deadline:
            less = data[:at] + data[at + size :]
            if still(less):
                data = less
            else:
                at += size
        size //= 2
    for at in range(len(data)):
        plain = data[:at] + b"\0" + data[at + 1 :]
        if time.monotonic() < deadline and plain != data and still(plain):
            data = plain
    return data


def shown(target: Target, data: bytes, most: int = 1500) -> str:
    """The input as the target sees it."""
    words = ascii(target.make(Choices(data)))
    return words if len(words) <= most else f"{words[:most]}… ({len(words)} characters)"


def run_seeded(run: Run, runs: int, seed: int, progress: Callable[[Result], None]) -> Result:
    """So many inputs from a seed."""
    begun = time.monotonic()
    for data in seeded_inputs(run.target, runs, seed):
        run.one(data)
        if run.result.runs % 10_000 == 0:
            run.result.seconds = time.monotonic() - begun
            progress(run.result)
    run.result.seconds = time.monotonic() - begun
    return run.result


def run_guided(
    run: Run, runs: int, seed: int, progress: Callable[[Result], None], end: Callable[[], None]
) -> None:
    """So many inputs that atheris makes, guided by which code they reach; calls `end`, and never returns."""
    import atheris

    begun = time.monotonic()

    def one(data: bytes) -> None:
        run.one(data)
        if run.result.runs % 10_000 == 0 or run.result.runs >= runs:
            run.result.seconds = time.monotonic() - begun
            progress(run.result)
        if run.result.runs >= runs:
            end()
            os._exit(0)

    corpus = run.keep / "corpus" / run.target.name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(seeded_inputs(run.target, 200, seed)):
        (corpus / f"seeded-{number:03}").write_bytes(data)
    atheris.Setup(
        [
            sys.argv[0],
            str(corpus),
            f"-seed={seed % 2**32}",
            f"-max_len={8 * run.target.longest}",
            "-len_control=0",
            "-verbosity=0",
            "-print_final_stats=0",
            "-detect_leaks=0",
            "-timeout=120",
            "-rss_limit_mb=3000",
            f"-artifact_prefix={run.keep}{os.sep}",
        ],
        one,
    )
    atheris.Fuzz()
