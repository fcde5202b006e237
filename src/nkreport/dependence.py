"""What a text says of one body's knowledge leaning on another's: "they have been working with Kyiv"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nkreport import rules
from nkreport.sources import Cast, read_cast, resolve
from nkreport.text import Sentence

Words = tuple[str, ...]

SPEAKERS = frozenset(("they", "it", "we", "he", "she", "i"))  # the one who says it, in indirect speech
BETWEEN = frozenset(
    "has have had having is are was were been being be 's 've 're also closely now long already".split()
)  # words between a subject and its verb
REACH = 8  # tokens to either side in which the two names stand
STOPS = frozenset(", ; : . — – ( ) to on in for and since after before by over about that which who".split())


@dataclass(frozen=True, slots=True)
class Leaning:
    """The body that leans on another (None: the one who speaks), the other, and the words that say so."""

    start: int
    end: int
    body: str | None
    on: str
    rule: str


def find_leanings(text: str) -> Iterator[Leaning]:
    """Read a text for bodies that lean on each other, in order of appearance.

    >>> [(found.body, found.on) for found in find_leanings("It said it was working with the NIS on this.")]
    [(None, 'NIS')]
    """
    if not _may_say_so(text):
        return
    cast = read_cast(text)
    for sentence in cast.document.sentences:
        for at, word in enumerate(sentence.lower):
            for words, rule in _phrases().get(word, ()):
                if tuple(sentence.lower[at : at + len(words)]) == words:
                    yield from _leaning(cast, sentence, at, at + len(words), rule)
                    break


def _may_say_so(text: str) -> bool:
    """A cheap look before sentences are read: most texts say nothing of the kind."""
    return any(
        word in text for word in ("work", "llaborat", "oordinat", "operat", "ntelligence", "nformation")
    )


@cache
def _phrases() -> dict[str, list[tuple[Words, str]]]:
    """The phrases of the rules by their first word, longest first."""
    found: dict[str, list[tuple[Words, str]]] = {}
    for rule in rules.load("dependence").rules:
        for phrase in rule.fields["words"]:
            words = tuple(phrase.split())
            found.setdefault(words[0], []).append((words, rule.id))
    return {word: sorted(phrases, key=lambda item: -len(item[0])) for word, phrases in found.items()}


def _leaning(cast: Cast, sentence: Sentence, first: int, last: int, rule: str) -> Iterator[Leaning]:
    end = last
    while end < min(last + REACH, len(sentence.words)) and sentence.lower[end] not in STOPS:
        end += 1
    if end == last:
        return
    for found in resolve(cast, (sentence.starts[last], sentence.ends[end - 1])):
        if found.kind in ("body", "country"):
            subject = _subject(cast, sentence, first)
            if subject != "":
                yield Leaning(sentence.starts[first], sentence.ends[last - 1], subject, found.name, rule)


def _subject(cast: Cast, sentence: Sentence, at: int) -> str | None:
    """Who leans: None for the speaker, an empty string where it cannot be told."""
    end = at
    while end and sentence.lower[end - 1] in BETWEEN:
        end -= 1
    if end == 0 or sentence.lower[end - 1] in SPEAKERS:
        return None if end else ""
    start = end
    while start > max(0, end - REACH) and sentence.lower[start - 1] not in STOPS:
        start -= 1
    found = [
        one
        for one in resolve(cast, (sentence.starts[start], sentence.ends[end - 1]))
        if one.kind != "unnamed"
    ]
    return found[0].name if len(found) == 1 else ""
