"""Where our time goes, stage by stage, on articles whose day is known."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from bench import texts
from bench.printing import Told, head, row
from bench.wanted import Wanted

ARTICLES = 200
WARM = 30  # articles that are read before the clock runs, as rules and memories are made then
ROUNDS = 3
PUBLISHED = dt.date(2024, 11, 1)


def told(wanted: Wanted) -> Iterator[Told]:
    articles = texts.supplied(wanted.texts)[:ARTICLES] if wanted.texts else texts.articles(ARTICLES)
    yield from table(articles)


def table(articles: Sequence[str], clock: Callable[[], float] = time.process_time) -> Iterator[Told]:
    """Processor milliseconds a megabyte for each stage, of the quickest round."""
    size = sum(len(text.encode()) for text in articles) / texts.MEGABYTE
    one_round(articles[:WARM], clock)
    best = min((one_round(articles, clock) for _ in range(ROUNDS)), key=lambda taken: sum(taken.values()))
    whole = max(sum(best.values()), 1e-9)
    yield from head(
        f"Profile: {len(articles)} articles, best of {ROUNDS} rounds", "stage", "ms a MB", "share"
    )
    for name, spent in best.items():
        yield row(name, f"{1000 * spent / size:,.0f}", f"{100 * spent / whole:.0f} %")
    yield row("all", f"{1000 * whole / size:,.0f}", f"{size * 1000 / whole:,.0f} kB/s")


def one_round(articles: Sequence[str], clock: Callable[[], float]) -> dict[str, float]:
    """Seconds of each stage on all articles."""
    taken = {name: 0.0 for name, _ in stages()}
    for text in articles:
        staged(text, clock, taken)
    return taken


def staged(text: str, clock: Callable[[], float], taken: dict[str, float]) -> None:
    """Add the seconds of each stage on one article."""
    from nkreport.records import Article

    state: dict[str, Any] = {"article": Article("bench", text, published=PUBLISHED)}
    for name, work in stages():
        start = clock()
        work(state)
        taken[name] += clock() - start


def stages() -> tuple[tuple[str, Callable[[dict[str, Any]], Any]], ...]:
    """The stages in an order in which each finds ready what it needs of the others."""
    from nkreport.assertions import assertions_of
    from nkreport.figures import figures_of
    from nkreport.reading import Reading
    from nkreport.unknowns import unknowns_of

    def begun(state: dict[str, Any]) -> None:
        state["reading"] = Reading(state["article"])
        _ = state["reading"].document.sentences

    def figures(state: dict[str, Any]) -> None:
        state["figures"] = figures_of(state["reading"])

    return (
        ("sentences", begun),
        ("tokens", lambda state: [one.lower for one in state["reading"].document.sentences]),
        ("quantities", lambda state: state["reading"].quantities),
        ("dates", lambda state: state["reading"].dates),
        ("quotations", lambda state: state["reading"].document.quotations),
        ("attributions", lambda state: state["reading"].attributions),
        ("cast", lambda state: state["reading"].cast),
        ("claims", lambda state: state["reading"].claims),
        ("figures", figures),
        ("assertions", lambda state: assertions_of(state["reading"])),
        ("unknowns", lambda state: unknowns_of(state["reading"], state["figures"])),
    )
