"""The command `nkreport extract` with one worker and with two: seconds on the wall, and memory."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import bounds, texts
from bench.bounds import Judged
from bench.commands import Ran, Run, run
from bench.printing import Told, head, megabytes, row, seconds, times
from bench.wanted import Wanted

ARTICLES = 1000  # of 3 kB: 30 batches, so that the last of them counts little
LARGE_ARTICLES = 10_000
ROUNDS = 2
CREWS = (1, 2)


def told(wanted: Wanted) -> Iterator[Told]:
    with tempfile.TemporaryDirectory() as scratch:
        yield from table(Path(scratch), LARGE_ARTICLES if wanted.large else ARTICLES)


def table(scratch: Path, count: int, run: Run = run) -> Iterator[Told]:
    """A line for each number of workers; the ratios with start-up, without it, and of separate commands."""
    paths = [scratch / name for name in ("articles.jsonl", "one.jsonl", "first.jsonl", "second.jsonl")]
    articles = list(texts.sized(count))
    halves = (articles[::2], articles[1::2])
    parts = (articles, articles[:1], *halves)
    size, *_ = [texts.write_lines(path, part) for path, part in zip(paths, parts, strict=True)]
    title = (
        f"Workers: nkreport extract --format jsonl on {count:,} articles, {size / 1e6:.1f} MB, "
        f"seconds on the wall, best of {ROUNDS} in turns"
    )
    yield from head(title, "", "wall", "processor", "start-up", "kB/s", "command", "each process")
    whole = best(paths[0], run)
    starts = best(paths[1], run)
    for workers in CREWS:
        yield line(workers, whole[workers], starts[workers].seconds, size)
    one, two = (whole[workers].seconds for workers in CREWS)
    yield row("two ÷ one, start-up counted", times(one / two))
    yield row("two commands at once, half each", times(one / side_by_side(paths[2:], run)))
    if whole[2].busiest:
        yield row("one ÷ busiest of two, processor", times(whole[1].processor / whole[2].busiest))
    yield Judged(bounds.WORKERS, (one - starts[1].seconds) / max(two - starts[2].seconds, 1e-9))


def best(path: Path, run: Run) -> dict[int, Ran]:
    """The quickest run for each number of workers, which take turns."""
    runs = [(workers, run(command(path, workers), watch=True)) for _ in range(ROUNDS) for workers in CREWS]
    return {
        workers: min((ran for crew, ran in runs if crew == workers), key=lambda ran: ran.seconds)
        for workers in CREWS
    }


def command(path: Path, workers: int) -> list[str]:
    target = path.with_suffix(f".{workers}")
    return [sys.executable, "-m", "nkreport", "extract", str(path), "-o", str(target), "--format", "jsonl",
            "--workers", str(workers)]


def side_by_side(halves: list[Path], run: Run) -> float:
    """Seconds for two commands of one worker each at once: what this machine's two cores have to give."""
    from concurrent.futures import ThreadPoolExecutor

    def slower() -> float:
        with ThreadPoolExecutor(2) as pool:
            return max(ran.seconds for ran in pool.map(lambda path: run(command(path, 1)), halves))

    return min(slower() for _ in range(ROUNDS))


def line(workers: int, ran: Ran, start: float, size: int) -> str:
    others = ", ".join(f"{peak:,.0f}" for peak in ran.others)
    return row(f"{workers} worker{'s' if workers > 1 else ''}", seconds(ran.seconds), seconds(ran.processor),
               seconds(start), f"{size / 1000 / ran.seconds:,.0f}", megabytes(ran.own),
               f"{others} MB" if others else "–")
