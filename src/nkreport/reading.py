"""One article as the finders read it, each looked up once and shared by figures and assertions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from nkreport.attribution import find_attributions
from nkreport.dates import claim_days, find_dates
from nkreport.quantities import find_quantities
from nkreport.records import Article, Attribution, DateExpression, Quantity, Span
from nkreport.sources import Cast, read_cast, split_chain
from nkreport.text import Document, Sentence, read_document


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

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """The quantities in order."""
        return tuple(find_quantities(self.document))

    @cached_property
    def dates(self) -> tuple[DateExpression, ...]:
        """The expressions for days in order, resolved against the day of publication."""
        return tuple(find_dates(self.document, reference=self.article.published))

    @cached_property
    def attributions(self) -> tuple[Attribution, ...]:
        """Who says what, in order of the cues."""
        return tuple(find_attributions(self.document))

    @cached_property
    def cast(self) -> Cast:
        """Those who are named in the article."""
        return read_cast(self.document, published=self.article.published, title=self.article.title)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """Every attribution whose cue stands in a sentence, with speakers and days, in order of the cues."""
        return tuple(claim for attribution in self.attributions if (claim := self._claim(attribution)))

    def _claim(self, attribution: Attribution) -> Claim | None:
        sentence = self.document.sentence_at(attribution.cue[0])
        if sentence is None:
            return None
        sources, via = split_chain(self.cast, attribution)
        low, high = claim_days(self.document, sentence, attribution.cue, self.article.published, self.dates)
        return Claim(attribution, sentence, sources, self._words(attribution.source), via, low, high)

    def _words(self, span: Span | None) -> str | None:
        return self.document.text[span[0] : span[1]] if span else None
