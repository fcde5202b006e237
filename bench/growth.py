"""How the time for a text grows with its length, on prose and on texts that are awkward to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from bench import bounds, texts
from bench.apart import Taken, apart
from bench.bounds import Judged
from bench.printing import Told, head, row, seconds, times
from bench.speed import Open
from bench.tools import OURS, QUANTULUM3, SPACY, Tool
from bench.wanted import Wanted

ROUNDS = 3
PATIENCE = 10  # seconds that another tool gets for one awkward text
OWN_PATIENCE = 180  # seconds on the wall that we get, where other work may take most of them
LARGE_PATIENCE = 300  # seconds that we get for texts of megabytes
GRAIN = 0.01  # seconds below which the clock decides, not the text

Kinds = Mapping[str, Callable[[int], str]]


def told(wanted: Wanted) -> Iterator[Told]:
    patience = LARGE_PATIENCE if wanted.large else OWN_PATIENCE
    peers = () if wanted.alone else (QUANTULUM3, SPACY)
    yield from table(texts.awkward(large=wanted.large), peers, patience=patience)


def table(
    kinds: Kinds, peers: Sequence[Tool], open_tool: Open = apart, *, patience: float = OWN_PATIENCE
) -> Iterator[Told]:
    """A line for each kind of text: ours for it and for one twice as long, and the peers' for it once."""
    title = f"Growth: processor seconds for a text and for one twice as long, best of {ROUNDS}"
    peer_names = (tool.name.split(",")[0] for tool in peers)
    yield from head(title, "text", "size", "once", "twice", "ratio", *peer_names)
    worst, why = 0.0, ""
    for name, make in kinds.items():
        text = make(1)
        beside = [once(peer, text, open_tool) for peer in peers]
        pair = grown(text, make(2), open_tool, patience)
        if isinstance(pair, str):
            why = f"{name}: {pair}"
            yield row(name, f"{len(text) / 1000:.0f} kB", pair, "", "", *beside)
            continue
        short, long = pair
        ratio = long / short if long >= GRAIN else 0.0
        worst = max(worst, ratio)
        shown = times(ratio) if ratio else "–"
        yield row(name, f"{len(text) / 1000:.0f} kB", seconds(short), seconds(long), shown, *beside)
    yield Judged(bounds.GROWTH, None if why else worst, why)


def once(tool: Tool, text: str, open_tool: Open) -> str:
    with open_tool(tool) as ask:
        taken = ask([text], PATIENCE)
    return taken if isinstance(taken, str) else seconds(taken.seconds)


def grown(short: str, long: str, open_tool: Open, patience: float) -> tuple[float, float] | str:
    """Seconds for both: the best of the rounds, none of which repeats a text."""
    best = [float("inf"), float("inf")]
    with open_tool(OURS) as ask:
        for number in range(ROUNDS):
            for place, text in enumerate((short, long)):
                taken = ask([text + " " * number], patience)
                if not isinstance(taken, Taken):
                    return taken
                best[place] = min(best[place], taken.seconds)
    return best[0], best[1]
