"""How reading grows: tiny articles by the hundred thousand, with rate and memory: `python bench/inputs.py`.

Each format is read in a process of its own, half of it and all of it, so that twice the time and the same
memory, beside what `Seen` keeps, are linear and flat. A number as argument gives another size.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from nkreport.articles import Seen, admit, documents, parse_document
from nkreport.records import Problem

MANY = 1_000_000
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
    print(json.dumps([count, taken, most_held() / 1024]))


def most_held() -> int:
    """The most memory that this process held, in kB: `getrusage` would count its parent's too."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1])
    raise SystemExit("the kernel does not tell how much memory a process held")


def main(arguments: list[str]) -> None:
    many = int(arguments[0]) if arguments else MANY
    print(f"{'format':10} {'articles':>10} {'seconds':>8} {'a second':>9} {'MB':>6}")
    with tempfile.TemporaryDirectory() as folder:
        for form in FORMS:
            share = 10 if form == "zip" else 1  # the list of an archive is held in memory, up to a limit
            for number in (many // share // 2, many // share):
                path = Path(folder) / f"tiny.{form}"
                write(path, form, number)
                run = subprocess.run(
                    [sys.executable, __file__, "--read", path], capture_output=True, text=True, check=True
                )
                count, taken, most = json.loads(run.stdout)
                print(f"{form:10} {count:10,} {taken:8.1f} {count / taken:9,.0f} {most:6.0f}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--read"]:
        read(Path(sys.argv[2]))
    else:
        main(sys.argv[1:])
