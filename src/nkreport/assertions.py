"""A reading → assertions: who said what, how firmly and about what; and what sources say they do not know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nkreport import grammar
from nkreport.attribution.lexicon import words
from nkreport.hedging import LEVELS, certainty
from nkreport.reading import Claim, Reading
from nkreport.records import Article, Assertion, Span
from nkreport.text import Document, Sentence
from nkreport.topics import Subject, topic_of

QUOTATION_MARKS = frozenset("“”\"„«»‘’")
POLARITY_OF_ACT = {"denies": "denied", "doubts": "unknown", "declines": "unknown"}


def stated_assertions(article: Article, document: Document | None = None) -> list[Assertion]:
    """The assertions of an article: one row for each attributed statement and each of its sources.

    >>> article = Article("a", "Kyiv could not confirm the losses, a spokesman said.")
    >>> [(row.act, row.polarity) for row in stated_assertions(article) if row.act == "doubts"]
    [('doubts', 'unknown')]
    """
    return assertions_of(Reading(article, document))


def assertions_of(reading: Reading) -> list[Assertion]:
    """The assertions of an article that was read already, in order of their cues."""
    rows: list[Assertion] = []
    subject = Subject(reading.document, reading.article.title)
    for claim in reading.claims:
        if claim.attribution.scope != "speech" or _is_form_of_another(claim, reading.claims):
            continue
        if claim.attribution.act == "urges" and _is_anonymity(reading.document, claim):
            continue
        if claim.attribution.lemma == "remind" and (claim.source_text or "").lower() == "we":
            continue  # "We remind you that it fell": the paper speaks
        content = main_content(reading.document, claim)
        stretch = _tokens(reading.document, content) if content else _without_speaker(claim)
        topic = topic_of(*stretch, act=claim.attribution.act, usual=subject.shares())
        subject.add(topic)
        rows += _rows(reading, claim, content, topic.topic)
    return rows


def _is_form_of_another(claim: Claim, claims: Sequence[Claim]) -> bool:
    """Whether a claim only tells in what form another one came ("…, *according to a statement*")."""
    if claim.attribution.rule != "according-to" or not claim.source_text:
        return False
    of_a_text = claim.source_text.lower().split()[-1] in words("sources.documents")
    return of_a_text and any(
        other.sentence is claim.sentence and other.attribution.scope == "speech" and other.sources
        for other in claims
        if other is not claim
    )


UNNAMED = ("not to be", "not be", "that he not", "that she not", "that they not", "anonymity", "to remain")


def _is_anonymity(document: Document, claim: Claim) -> bool:
    """Whether somebody only asks to stay unnamed ("asked not to be identified"): no act about the matter."""
    for start, end in claim.attribution.content:
        words_of = document.text[start:end].lower()
        if words_of.startswith(UNNAMED) and any(
            word in words_of for word in ("named", "identified", "quoted", "anonym")
        ):
            return True
    return False


def main_content(document: Document, claim: Claim) -> Span | None:
    """The longest stretch of what is asserted, without "that" and the marks around it.

    A statement that its cue interrupts stands in several stretches.
    """
    longest = max(claim.attribution.content, key=lambda span: span[1] - span[0], default=None)
    return longest and _bare(document.text, *longest)


def _bare(text: str, start: int, end: int) -> Span:
    """A content without its opening "that", or without the quotation marks around the whole of it.

    >>> [text[slice(*_bare(text, 0, len(text)))] for text in ("that it fell", "“It fell,”", "a “fall.”")]
    ['it fell', 'It fell', 'a “fall.”']
    """
    if text.startswith(("that ", "That "), start) and end - start > len("that "):
        return start + len("that "), end
    inside = text[start + 1 : end - 1]
    quoted = text[start : start + 1] in QUOTATION_MARKS and text[end - 1 : end] in QUOTATION_MARKS
    if quoted and inside and not QUOTATION_MARKS.intersection(inside):
        return start + 1, start + 1 + len(inside.rstrip(", "))
    return start, end


def _rows(reading: Reading, claim: Claim, content: Span | None, topic: str) -> Iterator[Assertion]:
    attribution, text = claim.attribution, reading.document.text
    start, end = content or (None, None)
    for source in claim.sources or (None,):
        yield Assertion(
            article_id=reading.article.id,
            start=start,
            end=end,
            text=text[start:end] if content else None,
            cue=text[slice(*attribution.cue)],
            cue_start=attribution.cue[0],
            cue_end=attribution.cue[1],
            source=(source,) if source else (),
            source_text=claim.source_text,
            via=claim.via,
            act=attribution.act,
            topic=topic,
            polarity=POLARITY_OF_ACT.get(attribution.act, "affirmed"),
            certainty=_certainty(reading.document, claim, content),
            quote=attribution.quote,
            claim_start=claim.low,
            claim_end=claim.high,
            sentence=claim.sentence.text,
            sentence_start=claim.sentence.start,
            rule=attribution.rule,
        )


def _certainty(document: Document, claim: Claim, content: Span | None) -> str:
    """The weakest hedge over the content's sentences; a direct quotation is hedged by its own words only."""
    if content is None:
        return "certain"
    found = [
        certainty(document, sentence, max(start, sentence.start), min(end, sentence.end))
        for start, end in claim.attribution.content
        for sentence in _sentences_within(document, start, end)
    ]
    return max(found, key=LEVELS.index, default="certain")


def _sentences_within(document: Document, start: int, end: int) -> Iterator[Sentence]:
    sentence = document.sentence_at(start)
    while sentence is not None and sentence.start < end:
        yield sentence
        following = sentence.index + 1
        sentence = document.sentences[following] if following < len(document.sentences) else None


def _tokens(document: Document, span: Span) -> tuple[list[str], list[str]]:
    """The tokens of a span, which may go over several sentences, in lower case, and their tags."""
    lower: list[str] = []
    tags: list[str] = []
    for sentence in _sentences_within(document, *span):
        first, last = sentence.token_at(span[0]), sentence.token_at(span[1])
        lower += sentence.lower[first:last]
        tags += grammar.tags(sentence)[first:last]
    return lower, tags


def _without_speaker(claim: Claim) -> tuple[list[str], list[str]]:
    """The tokens from the cue on: what a statement without content of its own is about."""
    sentence = claim.sentence
    first = sentence.token_at(claim.attribution.cue[0])
    return sentence.lower[first:], grammar.tags(sentence)[first:]
