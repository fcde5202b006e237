"""The words that an unnamed source keeps: no capital of the sentence, no seat, and none without a noun."""

from __future__ import annotations

from nkreport import grammar
from nkreport.sources.lexicon import lexicon
from nkreport.sources.phrases import Phrase, words_of
from nkreport.text import Sentence

# participles without which a source's words say nothing
TELLING = frozenset("briefed informed involved based named called known authorised authorized".split())
NO_HEADS = frozenset("JJ JJR JJS RB CD IN TO VB VBD VBZ VBP VBN MD DT".split())  # tags that name nobody


def in_lower_case(sentence: Sentence, phrase: Phrase) -> Phrase:
    """An unnamed source without the capital that only the sentence gave it: "Military sources"."""
    word = sentence.words[0]
    plain = grammar.tags(sentence)[0] in ("JJ", "NN", "NNS") and word[1:].islower()
    if not plain or not phrase.name.startswith(word) or phrase.country or word.endswith("ern"):
        return phrase
    return phrase._replace(name=word.lower() + phrase.name[len(word) :])


def is_fragment(sentence: Sentence, phrase: Phrase) -> bool:
    """Whether what was taken for a name is headed by no noun: "two of those *present*", "the *40*"."""
    if phrase.kind != "description" or phrase.noun or phrase.last - phrase.first > 1:
        return False
    return grammar.tags(sentence)[phrase.first] in NO_HEADS and phrase.head not in lexicon().kinds_of


def without_place(sentence: Sentence, phrase: Phrase) -> Phrase:
    """A body's words without the place where it sits: "the presidential office in Seoul"."""
    for index in range(phrase.first + 1, phrase.last):
        if sentence.lower[index] == "in" and phrase.head == sentence.lower[index - 1]:
            return phrase._replace(name=words_of(sentence, phrase.first, index))
    return phrase


def before_relative(sentence: Sentence, at: int) -> tuple[int, int] | None:
    """The tokens of the phrase that a relative pronoun at `at` stands for: the one that ends before it."""
    parted = at > 0 and sentence.lower[at - 1] == ","
    end = before_denied(sentence, at - parted)
    first = phrase_ending(sentence, end)
    if first is None:
        return None
    links = ("of", "for", "at", "from", "to") if parted else ("of",)
    while first > 1 and sentence.lower[first - 1] in links:
        before = phrase_ending(sentence, first - 1)
        if before is None:
            break
        first = before
    if parted and (named := explained_name(sentence, first)) is not None:
        return named, first - 1
    return first, end


def phrase_ending(sentence: Sentence, end: int) -> int | None:
    """Where the base noun phrase begins that ends before a token, or None."""
    return next((phrase.first for phrase in grammar.noun_phrases(sentence) if phrase.last == end), None)


def explained_name(sentence: Sentence, first: int) -> int | None:
    """Where the name begins that the description behind its comma explains: "*Ann Lee*, a friend of Bo"."""
    if first < 3 or sentence.lower[first - 1] != "," or sentence.lower[first] not in ("the", "a", "an"):
        return None
    name, tags = phrase_ending(sentence, first - 1), grammar.tags(sentence)
    named = name is not None and first - 1 - name >= 2
    return name if named and set(tags[name : first - 1]) == {"NNP"} else None


def before_denied(sentence: Sentence, end: int) -> int:
    """The end of the phrase before one that is only denied: "it was *Ann Lee*, not Bo Smith, who said so"."""
    first = phrase_ending(sentence, end)
    if first is None or first < 3 or sentence.lower[first - 2 : first] != [",", "not"]:
        return end
    return first - 2


def before_participle(sentence: Sentence, first: int, last: int) -> int:
    """Where an unnamed source ends that a participle describes: "the *forces* allied with the army"."""
    tags = grammar.tags(sentence)
    for at in range(first + 1, last - 1):
        if tags[at] in ("VBN", "VBD") and sentence.lower[at] not in TELLING and sentence.words[at].islower():
            behind = at - (tags[at - 1] == "RB")
            return behind if tags[behind - 1] in grammar.NOUNS and behind > first else last
    return last


ONE_OF = (["one", "of"], ["another", "of"])


def named_one(sentence: Sentence, first: int, last: int) -> tuple[int, int] | None:
    """Where one of several is named: "one of them, *Ann Lee*,"; of a kind, the kind; else nobody for sure."""
    lower = sentence.lower[first:last]
    if lower[2:3] not in (["them"], ["those"], ["these"]):
        return (first + 2, last) if last > first + 2 else None
    at = first + lower.index(",") + 1 if "," in lower else last
    return (at, last) if at < last else None
