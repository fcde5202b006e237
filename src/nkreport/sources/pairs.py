"""Exactly two at once: "both", "neither capital", "the two allies"."""

from __future__ import annotations

from itertools import pairwise

from nkreport.records import Span
from nkreport.sources.cast import Cast
from nkreport.sources.lexicon import lexicon
from nkreport.sources.phrases import Item, Phrase, items, read_phrase
from nkreport.text import Sentence

PAIR_REACH = 6  # sentences back to the two countries of "both" or "the two allies"


def is_pair(sentence: Sentence, phrase: Phrase, first: int) -> bool:
    """Whether exactly two are meant: "both", "neither capital", "the two allies"."""
    lower, pairs = sentence.lower, lexicon().words["pair_nouns"]
    if phrase.kind == "pronoun":
        return phrase.head in ("both", "neither", "either")
    opening, last_word = lower[first : phrase.first], lower[phrase.last - 1]
    two = any(word in ("both", "neither", "either") for word in opening) or (
        "two" in opening and opening[0] in ("the", "these", "those")
    )
    return (
        two
        and phrase.last - phrase.first == 1
        and (last_word in pairs or last_word in ("capital", "government", "side", "country"))
    )


def pair_before(cast: Cast, sentence: Sentence, offset: int, phrase: Phrase) -> list[Phrase]:
    """The last two countries joined by "and", else the two of this sentence or the last; or two people."""
    of_people = sentence.lower[phrase.last - 1] in ("leaders", "ministers", "presidents", "men")
    nearest: list[Phrase] = []
    for index in range(sentence.index, max(-1, sentence.index - PAIR_REACH - 1), -1):
        there = cast.document.sentences[index]
        named = _people_in(cast, index, offset) if of_people else _countries_in(there, offset)
        gaps = [
            sentence.document.text[end[1] : start[0]].lower().split()
            for (_, end), (_, start) in pairwise(named)
        ]
        for at, between in enumerate(gaps):
            one, other = named[at][0], named[at + 1][0]
            listed = at > 0 and gaps[at - 1] == [","]
            if one.name != other.name and "and" in between and len(between) <= 2 and not listed:
                return [one, other]
        distinct = list({one.name: one for one, _ in named}.values())
        if not nearest and index >= sentence.index - 1 and len(distinct) == 2:
            nearest = distinct
    return nearest


def _people_in(cast: Cast, index: int, offset: int) -> list[tuple[Phrase, Span]]:
    return [
        (mention.phrase, (mention.start, mention.end))
        for mention in cast.mentions(index)
        if mention.end <= offset and mention.phrase.kind == "person"
    ]


def _countries_in(sentence: Sentence, offset: int) -> list[tuple[Phrase, Span]]:
    end = sentence.token_at(offset) if offset < sentence.end else len(sentence.words)
    return [
        (
            read_phrase(sentence, item.first, item.last),
            (sentence.starts[item.first], sentence.ends[item.last - 1]),
        )
        for item in items(sentence, 0, end)
        if item.entry and _is_state(item)
    ]


def _is_state(item: Item) -> bool:
    """Whether an item is a country by its name or capital; "US" may be the noun or the adjective."""
    return item.label in ("country", "capital", "short") or (
        item.entry is not None and item.entry.name == "United States" and item.label == "people"
    )
