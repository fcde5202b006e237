"""Speed and memory of the whole extraction and of other tools, each in a process, on the same articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass

from bench import bounds, texts
from bench.apart import Ask, Taken, apart
from bench.bounds import Bound, Judged
from bench.printing import Told, head, megabytes, row, times
from bench.tools import OURS, PYTHON, QUANTULUM3, SPACY, TOOLS, Tool
from bench.wanted import Wanted

ARTICLES = 200  # of a round
ROUNDS = 3
PATIENCE = 300  # seconds that a tool gets for its articles of a round
KILOBYTE = 1000

Open = Callable[[Tool], AbstractContextManager[Ask]]


@dataclass(frozen=True, slots=True)
class Speed:
    """The best round of a tool: articles and kB a second, and its memory in MB after all rounds."""

    articles: float
    kilobytes: float
    peak: float


def told(wanted: Wanted) -> Iterator[Told]:
    """The given texts in as many parts as there are rounds, or articles of our own making."""
    given = texts.supplied(wanted.texts) if wanted.texts else []
    rounds = [given[n::ROUNDS] for n in range(ROUNDS)] if given else [
        texts.articles(ARTICLES, seed=n) for n in range(ROUNDS)
    ]
    yield from table(rounds, (OURS, PYTHON) if wanted.alone else TOOLS)


def table(rounds: Sequence[Sequence[str]], tools: Sequence[Tool], open_tool: Open = apart) -> Iterator[Told]:
    """A line for each tool, then our ratios to those that a bound names."""
    each = sum(len(text) for articles in rounds for text in articles) / sum(map(len, rounds)) / KILOBYTE
    title = (
        f"Speed: {len(rounds)} rounds of {len(rounds[0])} articles of {each:.1f} kB, one core, "
        "processor seconds, best round"
    )
    yield from head(title, "tool", "articles", "articles/s", "kB/s", "ours ÷ it", "memory")
    found = speeds(rounds, tools, open_tool)
    ours = found.get(OURS.name)
    for tool in tools:
        yield line(tool, found[tool.name], ours, min(tool.articles or len(rounds[0]), len(rounds[0])))
    for bound, tool in ((bounds.SPACY, SPACY), (bounds.QUANTULUM3, QUANTULUM3)):
        yield judged(bound, ours, found.get(tool.name, "left out"))


def speeds(rounds: Sequence[Sequence[str]], tools: Sequence[Tool], open_tool: Open) -> dict[str, Speed | str]:
    """The best round of each tool, or why there is none. The tools take turns; no round repeats a text."""
    best: dict[str, Speed | str] = {}
    with ExitStack() as stack:
        asks = {tool: stack.enter_context(open_tool(tool)) for tool in tools}
        for articles in rounds:
            for tool, ask in asks.items():
                sample = articles[: tool.articles]
                best[tool.name] = better(best.get(tool.name), ask(sample, PATIENCE), sample)
    return best


def better(before: Speed | str | None, taken: Taken | str, sample: Sequence[str]) -> Speed | str:
    if isinstance(taken, str) or isinstance(before, str):
        return before if isinstance(before, str) else str(taken)
    took = max(taken.seconds, 1e-9)
    size = sum(len(text.encode()) for text in sample) / KILOBYTE
    now = Speed(len(sample) / took, size / took, taken.peak)
    if before is None:
        return now
    return Speed(*(max(pair) for pair in (
        (before.articles, now.articles), (before.kilobytes, now.kilobytes), (before.peak, now.peak),
    )))


def line(tool: Tool, found: Speed | str, ours: Speed | str | None, articles: int) -> str:
    if isinstance(found, str):
        return row(tool.name, f"{articles}", found)
    if tool is PYTHON:
        return row(tool.name, "", "", "", "", megabytes(found.peak))
    ratio = times(ours.kilobytes / found.kilobytes) if isinstance(ours, Speed) else ""
    rate = f"{found.articles:,.{0 if found.articles >= 10 else 1}f}"
    return row(tool.name, f"{articles}", rate, f"{found.kilobytes:,.0f}", ratio, megabytes(found.peak))


def judged(bound: Bound, ours: Speed | str | None, theirs: Speed | str) -> Judged:
    """Our kB a second as times theirs: tools that get fewer articles may get shorter ones."""
    for found in (ours, theirs):
        if not isinstance(found, Speed):
            return Judged(bound, None, found or "left out")
    assert isinstance(ours, Speed)
    assert isinstance(theirs, Speed)
    return Judged(bound, ours.kilobytes / theirs.kilobytes)
