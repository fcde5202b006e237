"""An article → rows of figures: every count of people, materiel and money that it states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from nkreport import hedging
from nkreport.dates import claim_expression, event_days
from nkreport.dates.hosting import in_sentence
from nkreport.figures.claims import Owner, claims_over, owner_of
from nkreport.figures.kinds import Kind, Known, kind_of
from nkreport.figures.mentions import Mention, mention_of
from nkreport.figures.parties import Party, party_of, place_of
from nkreport.figures.status import Setting, is_strength, setting_of
from nkreport.reading import Claim, Reading
from nkreport.records import Article, DateExpression, Quantity, StatedFigure
from nkreport.text import Document, Sentence, as_document

__all__ = ["Found", "figures_of", "find_readings", "stated_figures"]

# So many figures back a later one may refer; an article has fewer, and a longer text stays linear.
MEMORY = 40
SCOPE = frozenset(("count", "money"))


def stated_figures(article: Article, document: Document) -> list[StatedFigure]:
    """The figures that an article states, in order of appearance.

    >>> article = Article("a", "Seoul said on Monday that the North had sent 1,500 soldiers to Russia.")
    >>> rows = stated_figures(article, as_document(article.text))
    >>> [(row.text, row.kind, row.party, row.source) for row in rows]
    [('1,500', 'troops', 'North Korea', ('South Korea',))]
    """
    return figures_of(Reading(article, document))


def figures_of(reading: Reading) -> list[StatedFigure]:
    """The same from a reading that is shared with the other finders."""
    known: list[Known] = []
    settings: list[Setting] = []
    owners: list[Owner] = []
    parties: list[Party] = []
    rows = []
    for mention in mentions_of(reading.document, reading.quantities):
        near = known[-MEMORY:]
        kind = kind_of(mention, near)
        setting = setting_of(mention, kind, near, settings[-MEMORY:])
        owner = owner_of(mention, reading, near, owners[-MEMORY:])
        party = party_of(mention, kind, parties[-MEMORY:], reading)
        rows.append(_row(reading, mention, kind, setting, owner, party))
        known.append(Known(mention, kind))
        settings.append(setting)
        owners.append(owner)
        parties.append(Party(mention, kind, party))
    return rows


def mentions_of(document: Document, quantities: Iterable[Quantity]) -> Iterator[Mention]:
    """The counts and sums that stand in a sentence of the article."""
    for quantity in quantities:
        if quantity.dimension not in SCOPE:
            continue
        sentence = document.sentence_at(quantity.start)
        if sentence is not None:
            yield mention_of(sentence, quantity)


def _row(
    reading: Reading, mention: Mention, kind: Kind, setting: Setting, owner: Owner, party: str | None
) -> StatedFigure:
    quantity, sentence = mention.quantity, mention.sentence
    event = event_of(reading, mention, owner)
    negated = setting.polarity == "negated" or owner.negates
    return StatedFigure(
        article_id=reading.article.id,
        start=quantity.start,
        end=quantity.end,
        text=quantity.text,
        value=quantity.value,
        low=quantity.low,
        high=quantity.high,
        bound=quantity.bound,
        modifier=quantity.modifier,
        counted=quantity.counted,
        kind=kind.kind,
        party=party,
        status=setting.status,
        polarity="negated" if negated else "affirmed",
        basis=setting.basis,
        additional=setting.additional,
        place=place_of(mention),
        event_start=event[0],
        event_end=event[1],
        claim_start=owner.days[0],
        claim_end=owner.days[1],
        source=owner.source,
        source_text=owner.source_text,
        via=owner.via,
        certainty=certainty_of(mention),
        sentence=sentence.text,
        sentence_start=sentence.start,
        rule="; ".join((kind.rule, *setting.rules)),
    )


def certainty_of(mention: Mention) -> str:
    """How the text hedges the figure; the size of a body is no part of what is said of it."""
    if is_strength(mention):
        return "certain"
    return hedging.certainty(
        mention.sentence.document, mention.sentence, mention.quantity.start, mention.quantity.end
    )


def event_of(reading: Reading, mention: Mention, owner: Owner) -> tuple[dt.date | None, dt.date | None]:
    """The days of what the figure is about."""
    content = owner.claim.attribution.content if owner.claim else ()
    expressions = in_sentence(mention.sentence, reading.dates)
    if not expressions:
        return None, None
    claims = [claim for claim in claims_over(reading, mention.sentence) if claim.sentence is mention.sentence]
    days = event_days(
        reading.document,
        mention.sentence,
        (mention.quantity.start, mention.quantity.end),
        content,
        reading.article.published,
        owner.days,
        reading.dates,
        claimed=_claimed(reading, mention.sentence, claims),
        cues=[claim.attribution.cue for claim in claims],
    )
    if owner.claim is None and owner.source and days == owner.days:
        return None, None  # the day on which somebody put the number, not that of what is counted
    return days


def _claimed(reading: Reading, sentence: Sentence, claims: Sequence[Claim]) -> list[DateExpression]:
    """The expressions that tell when the sentence's claims were made, looked for once a sentence."""
    kept: dict[int, list[DateExpression]] = reading.__dict__.setdefault("claimed_by_sentence", {})
    if sentence.index not in kept:
        found = [
            claim_expression(
                reading.document,
                sentence,
                claim.attribution.cue,
                reading.dates,
                content=claim.attribution.content,
                reference=reading.article.published,
            )
            for claim in claims
        ]
        kept[sentence.index] = [one for one in found if one]
    return kept[sentence.index]


# --- the rules' own examples ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Found:
    """What one rule decided of one figure, for the rules' own examples."""

    start: int
    end: int
    text: str
    value: str
    rule: str


def find_readings(text: str, reference: dt.date | None = None) -> Iterator[Found]:
    """Every rule that decided a column of a figure of the text, with what it decided."""
    known: list[Known] = []
    settings: list[Setting] = []
    document = as_document(text)
    reading = Reading(Article("example", text, published=reference), document)
    for mention in mentions_of(document, reading.quantities):
        kind = kind_of(mention, known)
        setting = setting_of(mention, kind, known, settings)
        known.append(Known(mention, kind))
        settings.append(setting)
        quantity = mention.quantity
        yield Found(quantity.start, quantity.end, quantity.text, kind.kind, kind.rule)
        for rule in setting.rules:
            column = rule.split(".")[0]
            value = {
                "status": setting.status,
                "polarity": setting.polarity,
                "basis": setting.basis,
                "additional": "true",
            }[column]
            yield Found(quantity.start, quantity.end, quantity.text, value, rule)
