"""One article as the finders read it, each looked up once and shared by figures and assertions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from nkreport.attribution import find_attributions
from nkreport.dates import find_dates
from nkreport.dates.belonging import (
    continues,
    goes_on,
    is_occasion,
    later_that_day,
    occasions_in,
    stated_days,
)
from nkreport.dates.calendar import Days
from nkreport.quantities import find_quantities
from nkreport.records import Article, Attribution, DateExpression, Quantity, Span
from nkreport.sources import Cast, read_cast, resolve, split_chain, spoken_for
from nkreport.text import Document, Sentence, kept, read_document

RECENT = 8  # claims back that are looked at for those of the speaker's own body
OCCASION_REACH = 2  # and within which they are of an occasion that was told of
CONTINUATION_REACH = 3  # sentences within which words may go on with a source's last statement


@dataclass(frozen=True, slots=True)
class Claim:
    """An attribution with its speakers resolved and its days known.

    `sources` and `via` are canonical names, the former empty where the speaker cannot be resolved;
    `low` and `high` are the first and last day on which it may have been said.
    """

    attribution: Attribution
    sentence: Sentence
    sources: tuple[str, ...]
    source_text: str | None
    via: tuple[str, ...]
    low: dt.date | None
    high: dt.date | None


class Reading:
    """An article, its document and what the finders see in it, computed when first asked for."""

    def __init__(self, article: Article, document: Document | None = None) -> None:
        self.article = article
        self.document = document or read_document(article.text)
        self._occasions: dict[int, list[tuple[Span, Days]]] = {}
        self._media: set[tuple[str, ...]] = set()

    @kept
    def quantities(self) -> tuple[Quantity, ...]:
        """The quantities in order."""
        return tuple(find_quantities(self.document))

    @kept
    def dates(self) -> tuple[DateExpression, ...]:
        """The expressions for days in order, resolved against the day of publication."""
        return tuple(find_dates(self.document, reference=self.article.published))

    @kept
    def attributions(self) -> tuple[Attribution, ...]:
        """Who says what, in order of the cues."""
        return tuple(find_attributions(self.document))

    @kept
    def cast(self) -> Cast:
        """Those who are named in the article."""
        return read_cast(
            self.document, published=self.article.published, title=self.article.title,
            attributions=self.attributions,
        )

    @kept
    def claims(self) -> tuple[Claim, ...]:
        """Every attribution whose cue stands in a sentence, with speakers and days, in order of the cues.

        Words that go on with a source's last statement ("he added") were said on its day.
        """
        found: list[Claim] = []
        last: dict[tuple[str, ...], Claim] = {}
        for attribution in self.attributions:
            sentence = self.document.sentence_at(attribution.cue[0])
            if sentence is not None:
                claim = self._claim(attribution, sentence, last, found[-RECENT:])
                found.append(claim)
                last[claim.sources] = claim
        return tuple(found)

    def _claim(
        self,
        attribution: Attribution,
        sentence: Sentence,
        last: dict[tuple[str, ...], Claim],
        recent: list[Claim],
    ) -> Claim:
        chain = split_chain(self.cast, attribution)
        sources = tuple(one.name for one in chain.sources)
        published, cue = self.article.published, attribution.cue
        days = (
            stated_days(self.document, sentence, cue, published, self.dates, content=attribution.content)
            or self._shared(attribution, sentence, sources, recent)
        )
        if days is None and sources:
            days = self._earlier(sentence, cue, sources, last.get(sources), recent)
        low, high = days or (published, published)
        if high is not None and high == self.article.published:
            high = self.article.published_latest or high
        words = self.document.text[slice(*attribution.source)] if attribution.source else None
        vias = tuple(one.name for one in chain.vias)
        if [one.kind for one in chain.sources] == ["medium"]:
            self._media.add(sources)
        elif sources and not vias:
            vias = self._reported_by(attribution, sentence, recent)
        return Claim(attribution, sentence, sources, words, vias, low, high)

    def _reported_by(
        self, attribution: Attribution, sentence: Sentence, recent: list[Claim]
    ) -> tuple[str, ...]:
        """The medium inside whose report a statement stands: "the paper wrote that *officials think* …"."""
        for claim in reversed(recent):
            inside = any(start <= attribution.cue[0] < end for start, end in claim.attribution.content)
            if claim.sentence is sentence and inside and claim.sources in self._media:
                return claim.sources
        return ()

    def _shared(
        self, attribution: Attribution, sentence: Sentence, sources: tuple[str, ...], recent: list[Claim]
    ) -> Days | None:
        """The days that another statement of the sentence was made on, where this one shares them.

        "Said *in May* that it had left and warned of more", "said *in May* that Oslo expected more"; and of
        the statement before in "said *hours later*".
        """
        for claim in reversed(recent):
            if claim.low is None or claim.low == self.article.published:
                continue
            if claim.sentence is not sentence:
                near = sentence.index - claim.sentence.index <= OCCASION_REACH
                return (claim.low, claim.high) if near and later_that_day(sentence, attribution.cue) else None
            inside = any(start <= attribution.cue[0] < end for start, end in claim.attribution.content)
            same = bool(sources) and claim.sources == sources
            if (inside or same) and goes_on(sentence, attribution.cue, inside=inside):
                return claim.low, claim.high
        return None

    def _earlier(
        self,
        sentence: Sentence,
        cue: Span,
        sources: tuple[str, ...],
        before: Claim | None,
        recent: list[Claim],
    ) -> Days | None:
        """The days of the occasion that a speaker goes on with, where it was another than the article's."""
        if before is None or sentence.index - before.sentence.index > CONTINUATION_REACH:
            before = self._of_own_body(sentence, sources, recent)
        if before is None:
            days = self._occasion(sentence, cue, sources)
        elif before.low == self.article.published:
            return None
        else:
            days = (before.low, before.high) if continues(sentence, cue) else None
        return days if days is not None and is_occasion(days) else None

    def _of_own_body(
        self, sentence: Sentence, sources: tuple[str, ...], recent: list[Claim]
    ) -> Claim | None:
        """What the body said just before for which a spokesperson goes on speaking."""
        near = [
            claim
            for claim in recent
            if claim.low != self.article.published and sentence.index - claim.sentence.index <= OCCASION_REACH
        ]
        if not near or len(sources) != 1:
            return None
        body = (spoken_for(self.cast, sources[0]),)
        return next((claim for claim in reversed(near) if claim.sources == body), None)

    def _occasion(self, sentence: Sentence, cue: Span, sources: tuple[str, ...]) -> Days | None:
        """The days of the occasion on which, by one of the sentences before, the speaker spoke."""
        for index in range(sentence.index - 1, max(-1, sentence.index - 1 - OCCASION_REACH), -1):
            occasions = self._occasions_in(index)
            if not (occasions and continues(sentence, cue)):
                continue
            for subject, days in occasions:
                if tuple(one.name for one in resolve(self.cast, subject)) == sources:
                    return days
        return None

    def _occasions_in(self, index: int) -> list[tuple[Span, Days]]:
        if index not in self._occasions:
            self._occasions[index] = occasions_in(
                self.document.sentences[index], self.dates, self.article.published
            )
        return self._occasions[index]
