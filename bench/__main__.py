"""Time and memory of the project beside other tools, on the same texts in the same run.

The texts are made from the five articles in seeds/ with fixed random seeds. Figures are to be compared
within one run alone: another machine, or another hour, gives others.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

from bench.bounds import BOUNDS, Judged
from bench.commands import FailedError
from bench.printing import Told, verdict
from bench.wanted import Wanted

# Each is a module of this package whose `told` gives lines and judgements.
TABLES = {
    "speed": "whole extraction beside five tools, one core, each in its own process, with memory",
    "workers": "nkreport extract with one worker and with two",
    "memory": "nkreport extract on more and more articles",
    "pages": "nkreport report against papermill's and nbconvert's commands",
    "starting": "nkreport --help against a Python that does nothing",
    "growth": "texts twice as long, and awkward ones",
    "inputs": "reading tiny articles from each kind of file, half as many and all",
    "reconciling": "12,500 to 100,000 claims",
    "profile": "where our time goes, by stage",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables as they are measured; 1 where one failed, or with --check a bound is not kept."""
    asked = arguments().parse_args(argv)
    wanted = Wanted(asked.texts, asked.large, asked.alone)
    found: list[Judged] = []
    failed = False
    for name in asked.only or TABLES:
        print(conditions(), end="\n\n", flush=True)
        try:
            found += shown(import_module(f"bench.{name}").told(wanted))
        except FailedError as error:
            failed = True
            print(f"\n  {name} FAILED: {error}\n", flush=True)
    return exit_code(found, failed=failed, check=asked.check)


def conditions() -> str:
    """What the figures depend on beside us: where other work takes a core, the wall clock counts it too."""
    load = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "load not known"
    return f"Python {platform.python_version()}, {os.cpu_count()} cores, {load}"


def shown(lines: Iterator[Told]) -> list[Judged]:
    """Print what a table tells; returns its judgements."""
    found = []
    for line in lines:
        if isinstance(line, Judged):
            found.append(line)
        else:
            print(line, flush=True)
    print("".join(f"\n{verdict(judged)}" for judged in found), end="\n\n", flush=True)
    return found


def exit_code(found: Sequence[Judged], *, failed: bool, check: bool) -> int:
    return 1 if failed or (check and not all(judged.kept for judged in found)) else 0


def arguments() -> argparse.ArgumentParser:
    tables = [f"  {name:12} {says}" for name, says in TABLES.items()]
    bounds = [f"  {bound.of}: {bound.words}\n      {bound.reason}" for bound in BOUNDS]
    options = argparse.ArgumentParser(
        prog="make bench", usage="make bench ARGS='[OPTION ...]'", description=__doc__,
        epilog="\n".join(["tables:", *tables, "", "bounds:", *bounds]),
        formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False,
    )
    options.add_argument("--only", metavar="NAME", action="append", choices=tuple(TABLES),
                         help="measure this table alone; may be given several times")
    options.add_argument("--texts", metavar="PATH", type=Path,
                         help="speed and profile on your own articles: a folder of .txt or a .jsonl file")
    options.add_argument("--large", action="store_true",
                         help="sizes that take an hour: 100,000 articles, 10 MB of prose")
    options.add_argument("--alone", action="store_true", help="speed and growth without the other tools")
    options.add_argument("--check", action="store_true", help="exit code 1 where a bound is not kept")
    return options


if __name__ == "__main__":
    sys.exit(main())
