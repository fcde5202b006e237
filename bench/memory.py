"""The most memory that `nkreport extract --format parquet` takes, on more and more articles of 3 kB."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench import bounds, texts
from bench.bounds import Judged
from bench.commands import Run, run
from bench.printing import Told, head, megabytes, row, seconds
from bench.wanted import Wanted

SIZES = (2000, 8000)
LARGE_SIZES = (2000, 8000, 100_000)  # as the bound says; a quarter of an hour


def told(wanted: Wanted) -> Iterator[Told]:
    with tempfile.TemporaryDirectory() as scratch:
        yield from table(Path(scratch), LARGE_SIZES if wanted.large else SIZES)


def table(scratch: Path, sizes: Sequence[int], run: Run = run) -> Iterator[Told]:
    """A line for each number of articles; the largest is judged."""
    title = "Memory: nkreport extract --format parquet, one worker, articles of 3 kB"
    yield from head(title, "articles", "text", "wall", "most memory")
    most: float | None = None
    for count in sizes:
        path = scratch / f"{count}.jsonl"
        size = texts.write_lines(path, texts.sized(count, seed=count))
        ran = run([sys.executable, "-m", "nkreport", "extract", str(path), "-o", str(scratch / f"{count}"),
                   "--format", "parquet"], watch=True)
        if ran.own is not None:
            most = max(most or 0.0, ran.own, *ran.others)
        yield row(f"{count:,}", f"{size / 1e6:.1f} MB", seconds(ran.seconds), megabytes(ran.own))
    yield Judged(bounds.MEMORY, most, "no /proc here")
