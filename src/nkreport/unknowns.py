"""A reading → declared unknowns: numbers that a source says it does not know or will not give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from nkreport import grammar, rules
from nkreport.figures.kinds import HARM, lookup
from nkreport.reading import Claim, Reading
from nkreport.records import Article, DeclaredUnknown, Span, StatedFigure
from nkreport.sources import party_of
from nkreport.text import Document, Sentence

WIDEST_GAP = 60  # characters between the question of number and what leaves it open
COUNTED_TAGS = frozenset(("NN", "NNS", "NNP", "JJ", "VBN", "POS"))
LINKING = frozenset(
    ("of", "the", "a", "an", "its", "their", "his", "her", "such", "these", "those", "additional", "more")
)


def declared_unknowns(article: Article, document: Document | None = None) -> list[DeclaredUnknown]:
    """The declared unknowns of an article, in order.

    >>> article = Article("a", "The ministry declined to say how many shells had been sold.")
    >>> [(row.text, row.kind) for row in declared_unknowns(article)]
    [('declined to say how many shells', 'munitions')]
    """
    return unknowns_of(Reading(article, document), ())


def unknowns_of(reading: Reading, figures: Sequence[StatedFigure]) -> list[DeclaredUnknown]:
    """The declared unknowns of a reading; a question without a noun is about what the last figure counted."""
    return list(_unknowns(reading, figures))


def _unknowns(reading: Reading, figures: Sequence[StatedFigure]) -> Iterator[DeclaredUnknown]:
    for sentence, claims in _claims_by_sentence(reading):
        if _asking_words().isdisjoint(sentence.lower):
            continue
        read_until = sentence.start
        for question in _questions().finditer(reading.document.text, sentence.start, sentence.end):
            row = _unknown(reading, sentence, claims, question.span(), figures)
            if row and question.start() >= read_until:
                read_until = row.end
                yield row


def _unknown(
    reading: Reading,
    sentence: Sentence,
    claims: Sequence[Claim],
    question: Span,
    figures: Sequence[StatedFigure],
) -> DeclaredUnknown | None:
    text = reading.document.text
    found = _gap_near(text, sentence, question)
    claim = _claim_over(claims, question, found[0]) if found else None
    if found is None or claim is None:
        return None
    gap, rule = found
    counted = _counted(sentence, question)
    span = (min(gap[0], question[0]), max(gap[1], counted[1]))
    kind, party = _kind_and_party(
        reading, sentence, counted, [row for row in figures if row.end <= question[0]]
    )
    return DeclaredUnknown(
        reading.article.id,
        *span,
        text=text[slice(*span)],
        kind=kind,
        party=party,
        source=claim.sources,
        via=claim.via,
        claim_start=claim.low,
        claim_end=claim.high,
        sentence=sentence.text,
        sentence_start=sentence.start,
        rule=rule,
    )


def _claims_by_sentence(reading: Reading) -> list[tuple[Sentence, list[Claim]]]:
    """The sentences in which somebody claims something, in order, each with its claims."""
    by_start: dict[int, tuple[Sentence, list[Claim]]] = {}
    for claim in reading.claims:
        for offset in {claim.attribution.cue[0], *(start for start, _ in claim.attribution.content)}:
            sentence = reading.document.sentence_at(offset)
            if sentence is not None:
                claims = by_start.setdefault(sentence.start, (sentence, []))[1]
                if claim not in claims:
                    claims.append(claim)
    return [by_start[start] for start in sorted(by_start)]


@cache
def _asking_words() -> frozenset[str]:
    return frozenset(
        words.rsplit(" ", 1)[-1] for words in rules.load("unknowns").lexicon["questions"]["words"]
    )


@cache
def _questions() -> re.Pattern[str]:
    return _any_of(rules.load("unknowns").lexicon["questions"]["words"])


@cache
def _gaps() -> tuple[re.Pattern[str], dict[str, str]]:
    """What leaves a number open, as one pattern, and the rule of each of its words."""
    by_words = {word: rule.id for rule in rules.load("unknowns").rules for word in rule.fields["words"]}
    return _any_of(list(by_words)), by_words


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)


def _gap_near(text: str, sentence: Sentence, question: Span) -> tuple[Span, str] | None:
    """The nearest words in the sentence that leave the question open, with their rule."""
    pattern, by_words = _gaps()
    nearest: tuple[int, Span, str] | None = None
    for match in pattern.finditer(text, sentence.start, sentence.end):
        distance = max(match.start() - question[1], question[0] - match.end())
        words = match.group().lower()
        if 0 <= distance <= WIDEST_GAP and _leaves_open(text, match.span(), words, question):
            candidate = (distance, match.span(), by_words[words])
            nearest = min(nearest, candidate) if nearest else candidate
    return nearest and nearest[1:]


def _leaves_open(text: str, gap: Span, words: str, question: Span) -> bool:
    if words in rules.load("unknowns").lexicon["empty"]["words"]:
        return gap[1] <= question[0] and text[gap[1] : question[1]].split()[:1] == ["no"]
    asked = text[slice(*question)].lower()
    return not asked.startswith("no ") or gap[1] <= question[0]


def _claim_over(claims: Sequence[Claim], question: Span, gap: Span) -> Claim | None:
    """The claim whose cue leaves the number open, else the innermost whose content holds the question."""
    by_cue = [
        claim for claim in claims if claim.attribution.cue[0] < gap[1] and gap[0] < claim.attribution.cue[1]
    ]
    over = [
        claim for claim in claims for start, end in claim.attribution.content if start <= question[0] < end
    ]
    return next(iter(by_cue or over[-1:]), None)


def _counted(sentence: Sentence, question: Span) -> Span:
    """The question with what it asks about ("how many *soldiers*", "the number *of the dead*")."""
    first = last = sentence.token_at(question[1])
    found = grammar.tags(sentence)
    for index in range(first, len(found)):
        if found[index] in COUNTED_TAGS and not (found[index] == "NNP" and found[last - 1] in ("NN", "NNS")):
            last = index + 1
        elif sentence.lower[index] not in LINKING:
            break
    return (question[1], sentence.ends[last - 1] if last > first else question[1])


def _kind_and_party(
    reading: Reading, sentence: Sentence, counted: Span, earlier: Sequence[StatedFigure]
) -> tuple[str, str | None]:
    first, last = sentence.token_at(counted[0]), sentence.token_at(counted[1])
    words = [word for word in sentence.lower[first:last] if word not in LINKING]
    harmed = next((kind for word in words if (kind := lookup([word])) and kind[0] in HARM), None)
    known = harmed or lookup(words)
    if known:
        return known[0] if known[0] != "people" else "troops", party_of(reading.cast, counted)
    counted_before = [row for row in earlier if row.kind != "money"]
    if words or not counted_before:
        return "other", None
    return counted_before[-1].kind, counted_before[-1].party
