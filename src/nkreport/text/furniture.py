"""Page furniture: lines that are no part of the article."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from nkreport import rules
from nkreport.records import Furniture


class FurnitureWords(NamedTuple):
    """The words of the furniture rules by kind, each with its rule; `starts` by the first two characters."""

    lines: dict[str, str]
    starts: dict[str, list[tuple[str, str]]]
    insides: list[tuple[str, str]]
    ends: list[tuple[str, str]]
    tails: dict[str, str]


def page_furniture(text: str, lines: list[tuple[int, int]]) -> Iterator[Furniture]:
    whole, starts, insides, ends, tails = _furniture_words()
    in_tail = ""
    for start, end in lines:
        line = _behind_marks(text[start : min(end, start + 400)].lower().replace("’", "'"))
        bare = line.rstrip(":.!… ")
        if in_tail and not _is_body(text, start, end):
            yield Furniture(start, end, in_tail)
            continue
        in_tail = tails.get(bare, "")
        reason = in_tail or whole.get(bare) or _start_reason(text, start, end, line, starts)
        if not reason and end - start < 200:
            reason = next((rule for word, rule in insides if word in line), "") or next(
                (rule for word, rule in ends if line.endswith(word)), ""
            )
        if reason:
            yield Furniture(start, end, reason)


def _behind_marks(line: str) -> str:
    """A line without the bullets and pictograms before its first word: "📌 read also: …".

    >>> _behind_marks("• watch: the talks"), _behind_marks("(reporting by ann lee)"), _behind_marks("* * *")
    ('watch: the talks', '(reporting by ann lee)', '* * *')
    """
    bare = line.lstrip(MARKS_BEFORE)
    while bare and ord(bare[0]) > LAST_LETTER:
        bare = bare[1:].lstrip(MARKS_BEFORE)
    return bare or line


MARKS_BEFORE = " \t\xa0•·▪▸►→➡︎️–—-*>|"
LAST_LETTER = 0x1F000  # pictograms begin here; the letters of the world's scripts in use stand before


def _is_body(text: str, start: int, end: int) -> bool:
    """Whether a line after a teaser heading is the article's own again: long, and ended by a full stop."""
    long_enough = rules.load("text").lexicon["furniture"]["body_paragraph"]
    return end - start >= long_enough and text[end - 1] in ".!?\"”'’)"


def _start_reason(
    text: str, start: int, end: int, line: str, starts: dict[str, list[tuple[str, str]]]
) -> str:
    for words, rule in starts.get(line[:2], ()):
        if line.startswith(words) and (
            not words[-1].isalpha() or not line[len(words) : len(words) + 1].isalnum()
        ):
            if words == "by " and not _is_byline(text[start:end]):
                continue
            if (
                words.rstrip("…")[-1] not in ":©"
                and words != "by "
                and not _is_prompt(text, start, end, words)
            ):
                continue
            return rule
    return ""


LONGEST_BYLINE = 120  # characters
BYLINE_LINKS = frozenset(("and", "for", "of", "in", "at", "the", "de", "van", "von", "bin", "al"))


def _is_byline(line: str) -> bool:
    """Whether a line that begins with "By" holds nothing but names and offices.

    >>> _is_byline("By Ann Example, Foreign Correspondent"), _is_byline("By December, 400 men had left.")
    (True, False)
    """
    if len(line) > LONGEST_BYLINE or line.endswith(".") or any(character.isdigit() for character in line):
        return False
    return all(word[0].isupper() or word in BYLINE_LINKS for word in line.split())


def _is_prompt(text: str, start: int, end: int, words: str) -> bool:
    """Whether a line that opens like a prompt is one: short, or in brackets; no plain sentence."""
    if words[0] in "[(":
        return text[end - 1] in ")]"
    return end - start < 160 and (text[end - 1] != "." or end - start < 90)


@cache
def _furniture_words() -> FurnitureWords:
    by_kind: dict[str, dict[str, str]] = {kind: {} for kind in ("line", "start", "inside", "end", "tail")}
    for rule in rules.load("text").rules:
        by_kind[rule.fields["kind"]].update(dict.fromkeys(rule.fields["words"], rule.id))
    starts: dict[str, list[tuple[str, str]]] = {}
    for words, reason in by_kind["start"].items():
        starts.setdefault(words[:2], []).append((words, reason))
    return FurnitureWords(
        by_kind["line"],
        starts,
        list(by_kind["inside"].items()),
        list(by_kind["end"].items()),
        by_kind["tail"],
    )
