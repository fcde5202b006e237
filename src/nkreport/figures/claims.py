"""Whose claim a figure is, who relayed it, and when it was made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from nkreport import grammar
from nkreport.figures.kinds import Known
from nkreport.figures.mentions import Mention
from nkreport.reading import Claim, Reading
from nkreport.records import Span
from nkreport.sources import resolve
from nkreport.text import Sentence

# Acts that take up another's number instead of giving one.
ANSWERS = frozenset(("denies", "doubts", "declines"))
Days = tuple[dt.date | None, dt.date | None]


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose claim a figure is: canonical names, the words, the relays, the days, and the claim that told it."""

    source: tuple[str, ...]
    source_text: str | None
    via: tuple[str, ...]
    days: Days
    claim: Claim | None
    negates: bool = False


def owner_of(mention: Mention, reading: Reading, earlier: Sequence[Known], owners: Sequence[Owner]) -> Owner:
    """The owner of a figure's claim; nobody's where the article itself speaks."""
    claim = covering(mention, reading)
    if claim is not None and claim.attribution.act in ANSWERS:
        return _answered(mention, claim, earlier, owners)
    if claim is not None:
        return _owner(claim)
    return _by_noun(mention, reading) or _unclaimed(reading)


def _owner(claim: Claim, *, negates: bool = False) -> Owner:
    return Owner(claim.sources, claim.source_text, claim.via, (claim.low, claim.high), claim, negates)


def _unclaimed(reading: Reading) -> Owner:
    return Owner((), None, (), (reading.article.published, reading.article.published_latest or reading.article.published), None)


def _answered(mention: Mention, claim: Claim, earlier: Sequence[Known], owners: Sequence[Owner]) -> Owner:
    """A number that is denied, doubted or not confirmed: its owner's where it has one, else the denier's, negated."""
    value = mention.quantity.value
    for known, owner in zip(reversed(earlier), reversed(owners), strict=True):
        if owner.source and value is not None and known.mention.quantity.value == value:
            return owner
    return _owner(claim, negates=claim.attribution.act == "denies")


# --- the claim whose content covers the numeral --------------------------------------------------------------

def covering(mention: Mention, reading: Reading) -> Claim | None:
    """The innermost claim whose content covers the figure, or whose cue governs it."""
    start, end = mention.quantity.start, mention.quantity.end
    near = claims_over(reading, mention.sentence)
    best: tuple[int, int, Claim] | None = None
    for order, claim in enumerate(near):
        for low, high in claim.attribution.content:
            if low <= start and end <= high:
                size = high - low
                if best is None or size <= best[0]:
                    best = (size, order, claim)
    if best is not None:
        return best[2]
    return _by_cue(mention, near)


def _by_cue(mention: Mention, near: Sequence[Claim]) -> Claim | None:
    """The claim whose cue is the verb over the figure, where its content was not found."""
    for group in (mention.before, mention.behind):
        if group is None:
            continue
        start, end = mention.sentence.starts[group.first], mention.sentence.ends[group.last - 1]
        for claim in near:
            cue = claim.attribution.cue
            if start <= cue[0] < end and not claim.attribution.content:
                return claim
    return None


def claims_over(reading: Reading, sentence: Sentence) -> list[Claim]:
    """The claims whose cue or content touches a sentence; the index is kept on the reading."""
    index: dict[int, list[Claim]] | None = reading.__dict__.get("claims_by_sentence")
    if index is None:
        index = reading.__dict__["claims_by_sentence"] = {}
        for claim in reading.claims:
            for number in _touched(reading, claim):
                index.setdefault(number, []).append(claim)
    return index.get(sentence.index, [])


def _touched(reading: Reading, claim: Claim) -> set[int]:
    """The sentences that a claim's cue and content stand in."""
    touched = {claim.sentence.index}
    sentences = reading.document.sentences
    for low, high in claim.attribution.content:
        first = reading.document.sentence_at(low)
        index = first.index if first else claim.sentence.index
        while index < len(sentences) and sentences[index].start < high:
            touched.add(index)
            index += 1
    return touched


# --- nouns that stand for a claim ------------------------------------------------------------------------------

CLAIM_NOUNS = frozenset(("estimate", "estimates", "count", "tally", "figure", "figures", "assessment", "number", "numbers", "report", "statement", "data", "reckoning", "calculations"))


def _by_noun(mention: Mention, reading: Reading) -> Owner | None:
    """"The agency's estimate was around 10,000": the owner of the estimate in the figure's clause."""
    sentence, part = mention.sentence, mention.part
    tags = grammar.tags(sentence)
    for index in range(part.first, min(mention.first, part.last)):
        if sentence.lower[index] in CLAIM_NOUNS and index and "POS" in tags[max(part.first, index - 3):index]:
            owner = next((phrase for phrase in grammar.noun_phrases(sentence) if phrase.first <= index < phrase.last), None)
            if owner is None:
                continue
            until = max(at for at in range(owner.first, index) if tags[at] == "POS") if "POS" in tags[owner.first:index] else None
            if until is None:
                continue
            return _resolved(reading, (sentence.starts[owner.first], sentence.ends[until - 1]))
    return None


def _resolved(reading: Reading, span: Span) -> Owner | None:
    found = resolve(reading.cast, span)
    if not found:
        return None
    day = (reading.article.published, reading.article.published_latest or reading.article.published)
    return Owner(tuple(one.name for one in found), reading.document.text[span[0]:span[1]], (), day, None)
