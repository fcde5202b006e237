"""Speed and growth of the whole extraction, beside other tools on the same texts in the same run.

    make bench                      both tables
    make bench ARGS='--large'       growth up to 10 MB of prose
    make bench ARGS='--texts FILE'  speed on articles of your own
    make bench ARGS='--check'       exit code 1 where a bound of the project is not kept

The texts are made from the five articles in seeds/ with fixed random seeds. Times are processor seconds of
one process; the best of several rounds, in which the tools take turns and no text comes twice. Another
tool that needs more than its patience on a text is stopped and shown as such.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
ARTICLES = 200
ROUNDS = 3
LEAST_SPEED = 1.0  # times spaCy's tokenizer
MOST_GROWTH = 2.2  # times, for a text twice as long
NEW_WORDS = 0.5  # of the longer words of an article
SYLLABLES = [first + vowel for first in "bdfgklmnprstvz" for vowel in "aeiou"]
SLOW_ARTICLES = 20  # for tools that would need minutes for all of them
PATIENCE = 10  # seconds that another tool gets for one awkward text
OWN_PATIENCE = 180  # seconds that we get for all rounds of one: nine times the text in all
GRAIN = 0.01  # seconds below which the clock decides, not the text
MEGABYTE = 1_000_000

Reader = Callable[[str], Any]


# --- texts ---

def seeds() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt"))]


def articles(count: int = ARTICLES, seed: int = 1) -> list[str]:
    """Articles of the seeds' paragraphs in other orders, with other names and rare words in each.

    Five articles repeat a small vocabulary, which a tokenizer that remembers words would know by heart;
    in 500 kB of real news about one word in five is a new one, and so it is here.
    """
    dice = random.Random(seed)
    paragraphs = [part for text in seeds() for part in text.split("\n") if is_prose(part)]
    usual = len(paragraphs) // len(seeds())
    chosen = [dice.sample(paragraphs, usual) for _ in range(count)]
    return ["\n\n".join(reworded(part, dice) for part in parts) for parts in chosen]


def is_prose(part: str) -> bool:
    """Whether a line is a paragraph: a menu or a teaser would have all that follows left unread."""
    return len(part) > 80 and part.rstrip().endswith((".", "”", '"'))


def reworded(text: str, dice: random.Random) -> str:
    """The text with half of its longer words replaced by words that do not exist, of the same shape."""
    return " ".join(
        invented(word, dice) if len(word) > 5 and word.isalpha() and dice.random() < NEW_WORDS else word
        for word in text.split(" ")
    )


def invented(word: str, dice: random.Random) -> str:
    made = "".join(dice.choice(SYLLABLES) for _ in range(len(word) // 2))
    return made.capitalize() if word[0].isupper() else made


def supplied(path: Path) -> list[str]:
    """The texts of a folder of .txt files or of a .jsonl file."""
    if path.is_dir():
        return [file.read_text(encoding="utf-8") for file in sorted(path.glob("*.txt"))]
    lines = path.read_text(encoding="utf-8").split("\n")
    return [json.loads(line)["text"] for line in lines if line.strip()]


def prose(length: int, joint: str) -> str:
    parts: list[str] = []
    size = 0
    for text in articles(length // 1000 + 1):
        parts.append(" ".join(text.split()) if joint == " " else text)
        size += len(parts[-1]) + len(joint)
        if size >= length:
            break
    return joint.join(parts)[:length]


def awkward(large: bool) -> dict[str, Callable[[int], str]]:
    """Name → a text of that kind, by a factor on its usual length."""
    whole = 5 * MEGABYTE if large else MEGABYTE // 4
    return {
        "prose": lambda factor: prose(factor * whole, "\n\n"),
        "prose on one line": lambda factor: prose(factor * whole, " "),
        "100,000 digits": lambda factor: "7" * (100_000 * factor),
        "“one hundred and ” × 20,000": lambda factor: "one hundred and " * (20_000 * factor),
        "50,000 brackets": lambda factor: "(" * (25_000 * factor) + ")" * (25_000 * factor),
        "quotation marks": lambda factor: "“he said " * (10_000 * factor),
        "“said that” nested": lambda factor: "he said that " * (10_000 * factor) + "it rained.",
        "“10 to ” × 20,000": lambda factor: "10 to " * (20_000 * factor),
    }


# --- tools ---

def nkreport_reader() -> Reader:
    from nkreport.extract import extract_article
    from nkreport.records import Article

    return lambda text: extract_article(Article("bench", text))


def spacy_reader() -> Reader:
    import spacy

    tokenizer: Reader = spacy.blank("en").tokenizer
    return tokenizer


def quantulum3_reader() -> Reader:
    warnings.filterwarnings("ignore", message="Classifier dependencies")  # numbers need none
    from quantulum3 import parser

    parse: Reader = parser.parse
    return parse


READERS = {
    "nkreport, whole extraction": nkreport_reader,
    "spaCy, blank English tokenizer": spacy_reader,
    "quantulum3, quantities": quantulum3_reader,
}
OURS, TOKENIZER, SLOW = READERS


# --- measuring ---

def seconds(read: Reader, texts: Sequence[str]) -> float:
    start = time.process_time()
    for text in texts:
        read(text)
    return time.process_time() - start


def speeds(rounds: Sequence[Sequence[str]]) -> dict[str, float]:
    """Articles a second for each tool that is installed: its best round. No round repeats a text."""
    readers = {name: reader for name in READERS if (reader := installed(name))}
    best: dict[str, float] = {}
    for texts in rounds:
        for name, read in readers.items():
            sample = texts[:SLOW_ARTICLES] if name == SLOW else texts
            best[name] = min(best.get(name, float("inf")), seconds(read, sample) / len(sample))
    return {name: 1 / each for name, each in best.items()}


def installed(name: str) -> Reader | None:
    try:
        read = READERS[name]()
    except ImportError:
        print(f"  {name}: not installed; run `make bench`")
        return None
    read(seeds()[0])  # rules, caches and tables are loaded once in a life
    return read


def growth(read: Reader, once: str, twice: str) -> tuple[float, float]:
    """Seconds for a text and for one twice as long: the best of the rounds, none of which repeats a text."""
    pairs = [(seconds(read, [once + " " * n]), seconds(read, [twice + " " * n])) for n in range(ROUNDS)]
    return min(first for first, _ in pairs), min(second for _, second in pairs)


def patiently(name: str, texts: Sequence[str], patience: int) -> str | tuple[float, ...]:
    """Seconds that a tool needs for a text (or, for two, their growth), in a process that can be stopped."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    worker = context.Process(target=_measure, args=(name, texts, theirs))
    worker.start()
    theirs.close()
    try:
        ours.recv()  # loaded and ready
        if not ours.poll(patience):
            return f"> {patience} s"
        answer: str | tuple[float, ...] = ours.recv()
        return answer
    except EOFError:
        return "FAILED: the process died"
    finally:
        worker.kill()
        worker.join()


def _measure(name: str, texts: Sequence[str], answer: Any) -> None:
    read = READERS[name]()
    read(seeds()[0])
    answer.send("ready")
    try:
        answer.send(growth(read, *texts) if len(texts) == 2 else (seconds(read, texts),))
    except Exception as error:  # told in the table; the other texts are measured all the same
        answer.send(f"FAILED: {type(error).__name__}: {error}")


# --- printing ---

def print_speeds(path: Path | None) -> bool:
    """The given texts in as many parts as there are rounds, or articles of our own making."""
    given = supplied(path) if path else []
    rounds = [given[n::ROUNDS] for n in range(ROUNDS)] if given else [articles(seed=n) for n in range(ROUNDS)]
    size = sum(len(text) for texts in rounds for text in texts) / sum(map(len, rounds))
    each = f"{len(rounds[0])} articles of {size / 1000:.1f} kB on average"
    print(f"Speed: {ROUNDS} × {each}, one core, best round\n")
    found = speeds(rounds)
    for name, rate in found.items():
        print(f"  {name:32} {rate:8.0f} articles/s {rate * size / 1000:8.0f} kB/s")
    if TOKENIZER not in found:
        return True
    ratio = found[OURS] / found[TOKENIZER]
    kept = ratio >= LEAST_SPEED
    print(f"\n  nkreport ÷ spaCy: {ratio:.2f} × (at least {LEAST_SPEED} wanted): {verdict(kept)}\n")
    return kept


def print_growth(large: bool, peers: bool) -> bool:
    print(f"Growth: seconds for a text and for one twice as long (at most {MOST_GROWTH} × wanted)\n")
    print(f"  {'':28} {'size':>8} {'once':>8} {'twice':>8} {'ratio':>7}   beside it, once: quantulum3, spaCy")
    kept = True
    for name, make in awkward(large).items():
        text = make(1)
        ours = patiently(OURS, [text, make(2)], OWN_PATIENCE * (5 if large else 1))
        beside = [patiently(peer, [text], PATIENCE) for peer in (SLOW, TOKENIZER)] if peers else []
        good, told = judged(ours)
        kept = kept and good
        others = ", ".join(other if isinstance(other, str) else f"{other[0]:.2f} s" for other in beside)
        print(f"  {name:28} {len(text) / 1000:5.0f} kB {told}; {others}", flush=True)
    return kept


def judged(taken: str | tuple[float, ...]) -> tuple[bool, str]:
    """Whether the bound on growth is kept, and the line that says so."""
    if isinstance(taken, str):
        return False, taken
    once, twice = taken
    good = twice < GRAIN or twice / once <= MOST_GROWTH
    return good, f"{once:8.3f} {twice:8.3f} {twice / once:5.2f} ×   {verdict(good)}"


def verdict(kept: bool) -> str:
    return "kept" if kept else "NOT KEPT"


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--texts", metavar="PATH", type=Path, help="speed on a folder of .txt or a .jsonl")
    options.add_argument("--large", action="store_true", help="growth from 5 to 10 MB of prose")
    options.add_argument("--alone", action="store_true", help="growth without the other tools")
    options.add_argument("--check", action="store_true", help="exit code 1 where a bound is not kept")
    arguments = options.parse_args()
    fast = print_speeds(arguments.texts)
    steady = print_growth(arguments.large, peers=not arguments.alone)
    return 1 if arguments.check and not (fast and steady) else 0


if __name__ == "__main__":
    raise SystemExit(main())
