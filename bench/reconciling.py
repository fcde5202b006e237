"""How the time to reconcile claims grows with their number: it must stay within n log n.

The rows are made with a fixed random seed: many sources, days, numbers and articles, and one crowded
measure that half of all rows share, which is the worst case for comparing claims with each other.
"""

from __future__ import annotations

import datetime as dt
import gc
import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from bench import bounds
from bench.bounds import Judged
from bench.printing import Told, head, row, seconds
from bench.wanted import Wanted
from nkreport import tables

if TYPE_CHECKING:
    import pandas as pd

SIZES = (12_500, 25_000, 50_000, 100_000)
WARM = 1000  # claims by which lexicons and libraries are loaded before the clock runs
FIRST = dt.date(2024, 1, 1)
NAMES = (
    "NIS",
    "South Korea",
    "GUR",
    "Pentagon",
    "White House",
    "Reuters",
    "military sources",
    "Lloyd Austin",
)


def frames(size: int) -> dict[str, pd.DataFrame]:
    """So many figures, each a claim of its own, a fifth as many statements, and their articles."""
    dice = random.Random(size)
    empty = dict.fromkeys(tables.FIGURES.names)
    figures = [empty | figure(number, dice) for number in range(size)]
    statements = [
        dict.fromkeys(tables.ASSERTIONS.names) | statement(number, dice) for number in range(size // 5)
    ]
    return {
        "articles": tables.articles_table(),
        "figures": tables.to_frame(tables.FIGURES, figures),
        "assertions": tables.to_frame(tables.ASSERTIONS, statements),
    }


def figure(number: int, dice: random.Random) -> dict[str, Any]:
    value = float(number)  # no two rows are one claim
    bound = dice.choice(("exact", "lower", "upper", "approximate"))
    crowded = number % 2 == 0
    day = FIRST + dt.timedelta(days=dice.randrange(2000))
    return {
        "figure_id": f"a{number}-f0001",
        "article_id": f"a{number // 3}",
        "start": 1,
        "end": 2,
        "text": str(number),
        "value": value,
        "low": value if bound in ("exact", "lower") else None,
        "high": value if bound in ("exact", "upper") else None,
        "bound": bound,
        "kind": "troops" if crowded else dice.choice(tables.columns.KINDS),
        "party": "A" if crowded else f"P{number % 97}",
        "status": "occurred",
        "polarity": "affirmed",
        "basis": "unspecified",
        "additional": False,
        "claim_start": day,
        "claim_end": day,
        "source": [dice.choice(NAMES) if crowded else f"Body {number % 5003}"],
        "via": [],
        "certainty": "certain",
        "sentence": "So many came.",
        "sentence_start": 0,
        "rule": "bench",
    }


def statement(number: int, dice: random.Random) -> dict[str, Any]:
    day = FIRST + dt.timedelta(days=dice.randrange(2000))
    act, polarity = dice.choice(
        (("says", "affirmed"), ("denies", "denied"), ("doubts", "unknown"), ("confirms", "affirmed"))
    )
    return {
        "assertion_id": f"a{number}-a0001",
        "article_id": f"a{number // 3}",
        "cue": act,
        "cue_start": 0,
        "cue_end": 4,
        "source": [f"Body {number % 5003}"],
        "via": [],
        "act": act,
        "topic": "deployment",
        "polarity": polarity,
        "certainty": "certain",
        "quote": "indirect",
        "claim_start": day,
        "claim_end": day,
        "sentence": "They said so.",
        "sentence_start": 0,
        "rule": "bench",
    }


def told(wanted: Wanted) -> Iterator[Told]:
    yield from table(SIZES)


def table(
    sizes: Sequence[int], clock: Callable[[], float] = time.process_time, *, warm: int = WARM
) -> Iterator[Told]:
    """A line for each number of claims; how much more than n log n the largest took is judged."""
    yield from head("Reconciling: processor seconds", "claims", "seconds", "each")
    taken_for(warm, clock)
    taken = {}
    for size in sizes:
        taken[size], claims = taken_for(size, clock)
        yield row(f"{claims:,}", seconds(taken[size]), f"{1e6 * taken[size] / claims:.0f} µs")
    small, large = sizes[0], sizes[-1]
    expected = large * math.log(large) / (small * math.log(small))
    yield Judged(bounds.RECONCILING, taken[large] / taken[small] / expected)


def taken_for(size: int, clock: Callable[[], float]) -> tuple[float, int]:
    """Processor seconds to reconcile so many claims, and how many claims there were."""
    from nkreport import reconcile

    made = frames(size)
    gc.collect()
    start = clock()
    found = reconcile.reconcile(made)
    return clock() - start, len(found["claims"])
