"""How long `nkreport --help` takes beside a Python that does nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from bench import bounds
from bench.bounds import Judged
from bench.commands import Run, run
from bench.printing import Told, head, middle, row, seconds, times
from bench.wanted import Wanted

ROUNDS = 15
NOTHING = "python -c pass"
MODULE = "python -m nkreport --help"
SCRIPT = "nkreport --help"


def told(wanted: Wanted) -> Iterator[Told]:
    yield from table()


def table(run: Run = run, rounds: int = ROUNDS) -> Iterator[Told]:
    """The median of each command, which take turns; the slower of our two is judged."""
    yield from head(f"Starting: medians of {rounds}, in turns", "command", "wall", "÷ nothing")
    taken: dict[str, list[float]] = {name: [] for name in commands()}
    for _ in range(rounds):
        for name, command in commands().items():
            taken[name].append(run(command).seconds)
    nothing = middle(taken[NOTHING])
    ratios = {name: middle(values) / nothing for name, values in taken.items()}
    for name, values in taken.items():
        yield row(name, seconds(middle(values)), times(ratios[name]))
    yield Judged(bounds.HELP, max(ratio for name, ratio in ratios.items() if name != NOTHING))


def commands() -> dict[str, list[str]]:
    """The commands by name; the console script where it is installed."""
    script = Path(sys.executable).with_name("nkreport")
    found = {
        NOTHING: [sys.executable, "-c", "pass"],
        MODULE: [sys.executable, "-m", "nkreport", "--help"],
    }
    return found | ({SCRIPT: [str(script), "--help"]} if script.exists() else {})
