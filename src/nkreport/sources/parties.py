"""Whose people or materiel, and where: countries, organisations and places in the words around a count."""

from __future__ import annotations

from nkreport.records import Span
from nkreport.sources.cast import Cast
from nkreport.sources.coreference import antecedent, fits_pronoun
from nkreport.sources.lexicon import lexicon, longest, tokens_of
from nkreport.sources.phrases import COUNTRIES, Item, Phrase, items
from nkreport.text import Document, Sentence, read_document

PARTY_KINDS = frozenset(("militants", "alliance", "union"))  # bodies that have troops of their own
OWNED_BY = frozenset(("of", "from", "by", "belonging"))
PLACE_WINDOW = 25  # tokens on either side of a count in which its place is looked for


def country_of(word: str) -> str | None:
    """The country that a word names as country, capital or people; None for any other word.

    >>> country_of("Seoul"), country_of("DPRK"), country_of("Ukrainians"), country_of("Lyon")
    ('South Korea', 'North Korea', 'Ukraine', None)
    """
    printed = list(tokens_of(word))
    lower = [token.lower().replace("’", "'") for token in printed]
    entry = longest(lexicon().entries, printed, lower, 0, len(printed)) if printed else None
    if entry is None or len(entry.tokens) != len(printed):
        return None
    return entry.country or None


def party_of(cast: Cast | None, words: str | Span) -> str | None:
    """The country or organisation whose people or things the words name; None where they do not tell.

    >>> party_of(None, "North Korean soldiers"), party_of(None, "men of Wagner")
    ('North Korea', 'Wagner')
    >>> party_of(None, "Russian rifles for Kyiv's troops"), party_of(None, "soldiers in Russia")
    ('Russia', None)
    """
    sentence, first, last = _tokens(cast, words)
    if sentence is None or last <= first:
        return None
    found = items(sentence, first, last)
    bound = next(
        (index for index, item in enumerate(found) if item.label in ("preposition", "relative", "comma")),
        len(found),
    )
    for item in found[:bound]:
        if party := _party(sentence, item):
            return party
    for index in range(bound, len(found)):
        if found[index].label == "preposition" and sentence.lower[found[index].first] in OWNED_BY:
            return _behind(sentence, found[index + 1 :])
    return _its(cast, sentence, found[0]) if cast and found else None


def _tokens(cast: Cast | None, words: str | Span) -> tuple[Sentence | None, int, int]:
    if isinstance(words, str):
        sentence = Sentence(read_document(words), 0, len(words), 0, 0)
        return sentence, 0, len(sentence.words)
    found = cast.document.sentence_at(words[0]) if cast else None
    if found is None:
        return None, 0, 0
    return found, found.token_at(words[0]), min(len(found.words), found.token_at(words[1] - 1) + 1)


def _party(sentence: Sentence, item: Item) -> str:
    """The party that one item names, or ""."""
    if item.entry is None:
        word = sentence.words[item.first]
        person = lexicon().lone.get(word)
        return lexicon().short_people.get(word, "") or (lexicon().people[person].country if person else "")
    if item.label in COUNTRIES or item.label == "person":
        return item.entry.country
    if item.label == "body":
        return item.entry.name if item.entry.kind in PARTY_KINDS else item.entry.country
    return ""


def _behind(sentence: Sentence, found: list[Item]) -> str | None:
    """The party behind "of" or "from", before the next preposition."""
    for item in found:
        if item.label in ("preposition", "relative", "comma"):
            return None
        if party := _party(sentence, item):
            return party
    return None


def _its(cast: Cast, sentence: Sentence, opening: Item) -> str | None:
    """The party that "its" or "their" at the phrase's start takes up."""
    if sentence.lower[opening.first] not in ("its", "their"):
        return None
    pronoun = Phrase("pronoun", opening.first, opening.last, noun="thing")
    found = antecedent(cast, sentence, sentence.starts[opening.first], fits_pronoun(pronoun), reach=3)
    return (found.phrase.country or None) if found else None


# --- places ----------------------------------------------------------------------------------------------


def find_place(document: str | Document, sentence: Sentence, span: Span) -> str | None:
    """The place nearest to a count that a preposition leads to, first behind it; None where none is named.

    >>> document = read_document("Some 50 men were sent to the Kursk region of Russia, not to Minsk.")
    >>> find_place(document, document.sentences[0], (5, 7))
    'Kursk'
    """
    at, lower, leading = sentence.token_at(span[0]), sentence.lower, lexicon().words["place_before"]
    around = [
        *range(at, min(len(lower), at + PLACE_WINDOW)),
        *range(min(at, len(lower) - 1), max(-1, at - PLACE_WINDOW), -1),
    ]
    for index in [index for index in around if lower[index] in leading]:
        if place := _place_at(sentence, index):
            return place
    return None


def _place_at(sentence: Sentence, at: int) -> str | None:
    """The place that the preposition at a token leads to, or None."""
    lower, words = sentence.lower, sentence.words
    if lower[at] not in lexicon().words["place_before"] or at + 1 >= len(words):
        return None
    first = at + 1 + (lower[at + 1] in ("the", "russia's", "its"))
    while first < len(words) and lower[first] in (
        "eastern",
        "western",
        "southern",
        "northern",
        "central",
        "occupied",
        "nearby",
    ):
        first += 1
    if first >= len(words) or not words[first][0].isupper():
        return None
    return _named_place(sentence, first, lower[at])


def _named_place(sentence: Sentence, first: int, preposition: str) -> str | None:
    lower, words = sentence.lower, sentence.words
    known = longest(lexicon().places, words, lower, first, len(words))
    if known:
        return known.name
    entry = longest(lexicon().entries, words, lower, first, len(words))
    end = first + (len(entry.tokens) if entry else 1)
    if entry and entry.label == "country":
        owned = end + 1 < len(words) and lower[end] in ("'s",)
        inner = (
            _named_place(sentence, end + 1, preposition) if owned and words[end + 1][0].isupper() else None
        )
        return inner or (entry.name if preposition not in ("of", "for", "on") and not owned else None)
    while end < len(words) and words[end][0].isupper():
        end += 1
    if entry is None and end < len(words) and lower[end] in lexicon().words["place_region"]:
        return " ".join(words[first:end])
    return None
