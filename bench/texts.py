"""The texts that are measured on: news made from the five seeds, and texts that are awkward to read."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

from bench.wanted import PROJECT

SEEDS = PROJECT / "seeds"
NEW_WORDS = 0.5  # of the longer words of an article
SYLLABLES = [first + vowel for first in "bdfgklmnprstvz" for vowel in "aeiou"]
LEAST_PROSE = 80  # characters of a paragraph; what is shorter may be a menu or a teaser
MEGABYTE = 1_000_000
ARTICLE_CHARS = 3000  # of the articles that whole runs are measured on, as in the bound on memory


@cache
def seeds() -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8") for path in sorted(SEEDS.glob("*.txt")))


@cache
def paragraphs() -> tuple[str, ...]:
    """The paragraphs of the seeds, without what would have all that follows left unread."""
    return tuple(part for text in seeds() for part in text.split("\n") if is_prose(part))


def is_prose(part: str) -> bool:
    return len(part) > LEAST_PROSE and part.rstrip().endswith((".", "”", '"'))


def articles(count: int, seed: int = 1) -> list[str]:
    """Articles of the seeds' paragraphs in other orders, with other names and rare words in each.

    Five articles repeat a small vocabulary, which a tokenizer that remembers words would know by heart;
    in 500 kB of real news about one word in five is a new one, and so it is here.
    """
    dice = random.Random(seed)
    usual = len(paragraphs()) // len(seeds())
    chosen = [dice.sample(paragraphs(), usual) for _ in range(count)]
    return ["\n\n".join(reworded(part, dice) for part in parts) for parts in chosen]


def sized(count: int, *, chars: int = ARTICLE_CHARS, seed: int = 1) -> Iterator[str]:
    """Such articles one after the other, each of so many characters but for a part of a paragraph."""
    dice = random.Random(seed)
    for _ in range(count):
        parts: list[str] = []
        for part in dice.sample(paragraphs(), len(paragraphs())):
            if sum(map(len, parts)) + len(part) > chars and parts:
                break
            parts.append(part)
        yield "\n\n".join(reworded(part, dice) for part in parts)


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


def write_lines(path: Path, texts: Iterable[str]) -> int:
    """Write articles as JSON Lines; returns the bytes of their texts."""
    size = 0
    with path.open("w", encoding="utf-8") as lines:
        for number, text in enumerate(texts):
            lines.write(json.dumps({"id": f"a{number}", "text": text}) + "\n")
            size += len(text.encode())
    return size


def prose(length: int, joint: str) -> str:
    parts: list[str] = []
    size = 0
    for text in articles(length // 1000 + 1):
        parts.append(" ".join(text.split()) if joint == " " else text)
        size += len(parts[-1]) + len(joint)
        if size >= length:
            break
    return joint.join(parts)[:length]


def awkward(*, large: bool = False) -> dict[str, Callable[[int], str]]:
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
