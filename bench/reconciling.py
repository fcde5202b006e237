"""How the time to reconcile claims grows with their number: it must stay within n log n.

    python bench/reconcile.py                 12,500 to 100,000 claims
    python bench/reconcile.py --check         exit code 1 where growth is not kept

The rows are made with a fixed random seed: many sources, days, numbers and articles, and one crowded
measure that half of all rows share, which is the worst case for comparing claims with each other.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import math
import random
import time
from typing import Any

import pandas as pd

from nkreport import reconcile, tables

SIZES = (12_500, 25_000, 50_000, 100_000)
MOST = 1.35  # times n log n, from the smallest to the largest: room for caches and noise
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


def seconds(size: int) -> tuple[float, int]:
    """Processor seconds to reconcile so many claims, and how many claims there were."""
    made = frames(size)
    gc.collect()
    start = time.process_time()
    found = reconcile.reconcile(made)
    return time.process_time() - start, len(found["claims"])


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--check", action="store_true", help="exit code 1 where growth is not kept")
    arguments = options.parse_args()
    seconds(1000)  # lexicons and libraries are loaded before the clock runs
    taken = {}
    for size in SIZES:
        taken[size], claims = seconds(size)
        print(
            f"{claims:8,} claims {taken[size]:7.2f} s {1e6 * taken[size] / claims:7.0f} µs each", flush=True
        )
    small, large = SIZES[0], SIZES[-1]
    growth = (taken[large] / taken[small]) / (large * math.log(large) / (small * math.log(small)))
    print(f"growth ÷ n log n: {growth:.2f} (at most {MOST}): {'kept' if growth <= MOST else 'NOT KEPT'}")
    return 1 if arguments.check and growth > MOST else 0


if __name__ == "__main__":
    raise SystemExit(main())
