"""How reading grows: tiny articles by the hundred thousand, with rate and memory.

Each format is read in a process of its own, half of it and all of it, so that a ratio of 2 in time and of 1
in memory (beside what `Seen` keeps) is linear and flat.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from bench.apart import peak
from bench.commands import FailedError
from bench.printing import Told, head, megabytes, row, seconds
from bench.wanted import PROJECT, Wanted
from nkreport.articles import Seen, admit, documents, parse_document
from nkreport.records import Problem

MANY = 100_000
LARGE_MANY = 1_000_000
FORMS = ("jsonl.gz", "csv", "parquet", "zip")


def texts(many: int) -> Iterator[dict[str, str]]:
    for number in range(many):
        yield {
            "id": f"a{number}",
            "text": f"Boat {number} left the harbour with {number % 97} men, the pilot said.",
        }


def write(path: Path, form: str, many: int) -> None:
    if form == "jsonl.gz":
        with gzip.open(path, "wt", compresslevel=1, encoding="utf-8") as file:
            file.writelines(json.dumps(record) + "\n" for record in texts(many))
    elif form == "csv":
        with path.open("w", encoding="utf-8") as plain:
            plain.write("id,text\n")
            plain.writelines(f'{record["id"]},"{record["text"]}"\n' for record in texts(many))
    elif form == "parquet":
        write_parquet(path, many)
    else:
        with zipfile.ZipFile(path, "w") as archive:
            for record in texts(many):
                archive.writestr(f"{record['id']}.txt", record["text"])


def write_parquet(path: Path, many: int) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    table = pa.Table.from_pylist(list(texts(1)))
    with parquet.ParquetWriter(path, table.schema) as writer:
        records = texts(many)
        while some := list(islice(records, 50_000)):
            writer.write_table(pa.Table.from_pylist(some))


def read(path: Path) -> None:
    """Read everything once, and print articles, seconds of the processor and the most memory held, in MB."""
    seen, count, begun = Seen(), 0, time.process_time()
    for item in documents(path):
        if isinstance(item, Problem):
            raise SystemExit(f"{item.place}: {item.what}")
        for found in parse_document(item):
            if isinstance(found, Problem):
                raise SystemExit(f"{found.place}: {found.what}")
            count += admit(*found, seen)[0] is not None
    taken = time.process_time() - begun
    print(json.dumps([count, taken, peak()]))


def read_apart(path: Path) -> Sequence[float]:
    """What `read` prints, from a process of its own."""
    run = subprocess.run(
        [sys.executable, "-m", "bench.inputs", str(path)], cwd=PROJECT, capture_output=True, text=True,
        check=False,
    )
    if run.returncode:
        raise FailedError(run.stderr.strip())
    found: list[float] = json.loads(run.stdout)
    return found


def told(wanted: Wanted) -> Iterator[Told]:
    yield from table(LARGE_MANY if wanted.large else MANY)


def table(many: int, reading: Callable[[Path], Sequence[float]] = read_apart) -> Iterator[Told]:
    """A line for each format, half of it and all of it."""
    title = "Inputs: reading tiny articles, processor seconds"
    yield from head(title, "format", "articles", "seconds", "a second", "memory")
    with tempfile.TemporaryDirectory() as folder:
        for form in FORMS:
            share = 10 if form == "zip" else 1  # the list of an archive is held in memory, up to a limit
            for number in (many // share // 2, many // share):
                path = Path(folder) / f"tiny.{form}"
                write(path, form, number)
                count, taken, most = reading(path)
                rate = f"{count / max(taken, 1e-9):,.0f}"
                yield row(form, f"{count:,.0f}", seconds(taken), rate, megabytes(most))


if __name__ == "__main__":
    read(Path(sys.argv[1]))
