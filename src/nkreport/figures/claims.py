"""Whose claim a figure is, who relayed it, and when it was made."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from nkreport import grammar, rules
from nkreport.dates import claim_days
from nkreport.figures.mentions import Mention, forms_of
from nkreport.figures.nouns import Known
from nkreport.reading import Claim, Reading
from nkreport.sources import resolve, speaker_of_turn
from nkreport.text import Sentence

# Acts that take up another's number instead of giving one.
ANSWERS = frozenset(("denies", "doubts", "declines"))
# How many tokens before its number "reports of some" may stand.
NOUN_REACH = 5
SPEAKERS = ("person", "body", "medium", "country", "unnamed")
Days = tuple[dt.date | None, dt.date | None]


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose claim a figure is.

    Canonical names, the words, the relays, the days, and the claim that told it.
    """

    source: tuple[str, ...]
    source_text: str | None
    via: tuple[str, ...]
    days: Days
    claim: Claim | None
    negates: bool = False


def owner_of(mention: Mention, reading: Reading, earlier: Sequence[Known], owners: Sequence[Owner]) -> Owner:
    """The owner of a figure's claim; nobody's where the article itself speaks."""
    claim = covering(mention, reading)
    if claim is not None and claim.attribution.act in ANSWERS and _is_thing(mention, claim):
        claim = None
    if claim is not None and claim.attribution.act in ANSWERS:
        return _answered(mention, claim, reading, earlier, owners)
    if claim is not None:
        owner = _owner(claim, reading, negates=_called_false(mention))
        return (
            owner if owner.source else _by_speech(mention, reading) or _in_brackets(mention, reading) or owner
        )
    named = _by_verb(mention, reading) or _by_noun(mention, reading, mention.part.first)
    if named is None and (claim := _in_same_sentence(mention, reading)) is not None:
        return _owner(claim, reading, negates=_called_false(mention))
    return (
        named
        or _by_speech(mention, reading)
        or _in_brackets(mention, reading)
        or _told_behind(mention, reading)
        or _in_turn(mention, reading)
        or _in_loose_quotation(mention, reading)
        or _continued(mention, earlier, owners)
        or _unclaimed(reading)
    )


def _called_false(mention: Mention) -> bool:
    """Whether the words call the report of the number untrue: "no truth in reports of 900 dead"."""
    lower = mention.sentence.lower
    before = lower[max(0, mention.first - NOUN_REACH) : mention.first]
    return not _words("reports").isdisjoint(before) and not _words("false").isdisjoint(lower)


def _is_thing(mention: Mention, claim: Claim) -> bool:
    """Whether the counted things themselves are refused: "rejected 300 requests", not "rejected the 300"."""
    group, lower = mention.before, mention.sentence.lower
    if group is None or not mention.direct or lower[mention.first] in ("the", "that", "this"):
        return False
    start, end = mention.sentence.starts[group.first], mention.sentence.ends[group.last - 1]
    return start <= claim.attribution.cue[0] < end


def _owner(claim: Claim, reading: Reading, *, negates: bool = False) -> Owner:
    days = (claim.low, claim.high)
    if not claim.sources and (teller := _teller(claim, reading)) is not None:
        return Owner(teller.sources, teller.source_text, teller.via, days, claim, negates)
    return Owner(claim.sources, claim.source_text, claim.via, days, claim, negates)


def _teller(claim: Claim, reading: Reading) -> Claim | None:
    """Who told where the text only says that somebody was told: the last speaker before."""
    words = reading.document.text[slice(*claim.attribution.cue)].lower().split()
    if not words or words[0] not in grammar.auxiliary("be"):
        return None
    for other in claims_over(reading, claim.sentence):
        told = " ".join(reading.document.text[low:high] for low, high in other.attribution.content).lower()
        if other.sources and told == "this" and other.attribution.cue[0] > claim.attribution.cue[0]:
            return other  # "It was reported that 900 left — this was stated by the mayor"
    order = bisect_left(reading.claims, claim.attribution.cue[0], key=lambda other: other.attribution.cue[0])
    return next((other for other in reading.claims[max(0, order - 4) : order][::-1] if other.sources), None)


def _in_turn(mention: Mention, reading: Reading) -> Owner | None:
    """The speaker whose turn it is in a transcript."""
    speaker = speaker_of_turn(reading.cast, mention.quantity.start)
    if speaker is None:
        return None
    published = reading.article.published
    days = (published, reading.article.published_latest or published)
    return Owner((speaker.name,), None, (), days, None)


def _in_loose_quotation(mention: Mention, reading: Reading) -> Owner | None:
    """The speaker of the sentence before a quotation without one: "Ann Lee doubts it. *“900 came.”*"."""
    quotation = reading.document.quotation_at(mention.quantity.start)
    if quotation is None:
        return None
    first = reading.document.sentence_at(quotation.start)
    if first is None or first.index == 0 or first.start < quotation.start - 2:
        return None
    before = reading.document.sentences[first.index - 1]
    if "\n" in reading.document.text[before.end : first.start]:
        return None
    near = [claim for claim in claims_over(reading, before) if claim.sentence is before and claim.sources]
    return _owner(near[-1], reading) if near and near[-1].attribution.scope == "speech" else None


def _continued(mention: Mention, earlier: Sequence[Known], owners: Sequence[Owner]) -> Owner | None:
    """The owner of the count that a sentence goes on with: "Some 40 died, Oslo says. *Some 90 are hurt*."

    Only a bare number at its start plainly goes on; anything else may be what the paper knows.
    """
    if not owners or not owners[-1].source or mention.quantity.counted is not None or mention.first:
        return None
    before = earlier[-1].mention
    text = mention.sentence.document.text[before.quantity.end : mention.quantity.start]
    adjacent = mention.sentence.index - before.sentence.index == 1 and "\n" not in text
    return owners[-1] if adjacent else None


def _unclaimed(reading: Reading) -> Owner:
    return Owner(
        (),
        None,
        (),
        (reading.article.published, reading.article.published_latest or reading.article.published),
        None,
    )


def _answered(
    mention: Mention, claim: Claim, reading: Reading, earlier: Sequence[Known], owners: Sequence[Owner]
) -> Owner:
    """A number that is denied, doubted or not confirmed.

    Its owner's where it has one, else the denier's, negated.
    """
    named = _by_noun(mention, reading, mention.sentence.token_at(claim.attribution.cue[0]))
    if named is not None:
        return named
    value = mention.quantity.value
    for known, owner in zip(reversed(earlier), reversed(owners), strict=True):
        if owner.source and value is not None and known.mention.quantity.value == value:
            return owner
    return _owner(claim, reading, negates=claim.attribution.act == "denies")


# --- the claim whose content covers the numeral ---------------------------------------------------


def covering(mention: Mention, reading: Reading) -> Claim | None:
    """The innermost claim whose content covers the figure, else the one that its clause or sentence
    goes on with.
    """
    start, end = mention.quantity.start, mention.quantity.end
    near = [claim for claim in claims_over(reading, mention.sentence) if _speaks(mention, claim)]
    over = [
        (high - low, order, claim)
        for order, claim in enumerate(near)
        for low, high in claim.attribution.content
        if low <= start and end <= high
    ]
    over.sort(key=lambda one: (one[0], -one[1]))
    named = [one[2] for one in over if not _is_evidence(one[2])] or [one[2] for one in over]
    return named[0] if named else _by_cue(mention, near)


def _speaks(mention: Mention, claim: Claim) -> bool:
    """Whether a cue claims something.

    Not one of wanting or pressing, nor the verb of what boxes could hold.
    """
    document = mention.sentence.document
    words = document.text[slice(*claim.attribution.cue)].lower().split()
    return not (words and words[-1] in _intends()) and not _is_capacity(mention, claim)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(rules.load("figures").lexicon["claims"][name])


@cache
def _intends() -> frozenset[str]:
    return frozenset().union(*(forms_of(base) for base in _words("intends")))


def _is_evidence(claim: Claim) -> bool:
    """Whether the source is no speaker but what a speaker goes by: "intelligence", "satellite images"."""
    words = (claim.source_text or "").lower().split()
    lone = [
        word
        for word in words
        if word not in ("the", "a", "some", "its", "their", "new", "recent", "available")
    ]
    return bool(lone) and _words("evidence").issuperset(lone)


def _is_capacity(mention: Mention, claim: Claim) -> bool:
    """Whether the cue is the verb of what boxes could hold."""
    group = mention.before
    if group is None or group.modal not in ("could", "may", "might", "can"):
        return False
    return (
        mention.sentence.starts[group.first]
        <= claim.attribution.cue[0]
        < mention.sentence.ends[group.last - 1]
    )


def _by_cue(mention: Mention, near: Sequence[Claim]) -> Claim | None:
    """The claim whose cue is the verb over the figure, where its content was not found."""
    for group in (mention.before, mention.behind):
        if group is None:
            continue
        start, end = mention.sentence.starts[group.first], mention.sentence.ends[group.last - 1]
        for claim in near:
            cue = claim.attribution.cue
            if start <= cue[0] < end and group.modal not in ("could", "may", "might", "can"):
                return claim
    return None


STATES = frozenset(("says", "confirms", "claims", "assesses", "warns", "commits", "urges"))


def _in_same_sentence(mention: Mention, reading: Reading) -> Claim | None:
    """The last claim before the figure in its sentence.

    "…, Seoul said, up from 900 in May", "… wrote that two died; three were hurt".
    """
    sentence = mention.sentence
    found = None
    for claim in claims_over(reading, sentence):
        if not _speaks(mention, claim):
            continue
        cue = claim.attribution.cue
        if (
            sentence.start <= cue[0] < mention.quantity.start
            and claim.sources
            and claim.attribution.act in STATES
        ):
            found = claim
    return found


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


# --- nouns that stand for a claim -----------------------------------------------------------------


def _by_noun(mention: Mention, reading: Reading, since: int) -> Owner | None:
    """The owner of the noun.

    "The agency's estimate was around 10,000", "rejected Seoul's statement that 900 left".
    """
    sentence = mention.sentence
    tags = grammar.tags(sentence)
    nouns = _words("nouns")
    if nouns.isdisjoint(sentence.lower):
        return None
    for phrase in grammar.noun_phrases(sentence):
        if phrase.first < since or phrase.last > mention.first:
            continue
        if sentence.lower[phrase.head] in nouns and "POS" in tags[phrase.first : phrase.head]:
            until = max(at for at in range(phrase.first, phrase.head) if tags[at] == "POS")
            return _resolved(mention, reading, (phrase.first, until), (phrase.first, phrase.last))
    return None


def _by_verb(mention: Mention, reading: Reading) -> Owner | None:
    """The subject of the verb.

    "Raised its estimate to 900", "the 900 that Seoul had named", "expects 900 to come".
    """
    groups = [group for group in (mention.attached, mention.before) if group is not None]
    by_head = {clause.group.head: clause for clause in grammar.clauses(mention.sentence)} if groups else {}
    for group in groups:
        clause = by_head[group.head]
        if clause.subject is None or group.passive or not _counts(mention, clause):
            continue
        kinds: Sequence[str] = SPEAKERS
        if mention.sentence.lower[group.head] in COUNTS:
            kinds = ("person", "body", "medium", "unnamed")  # a country "counts" soldiers of its own
        return _resolved(mention, reading, clause.subject, (group.first, group.last), kinds=kinds)
    return None


HAVING = frozenset(("has", "have", "had"))
COUNTS = frozenset(("count", "counts", "counted"))


def _counts(mention: Mention, clause: grammar.Clause) -> bool:
    """Whether a verb puts a number: by itself, or with "the figure" or "its estimate" as its object."""
    lower = mention.sentence.lower
    if lower[clause.group.head] in _counting("verbs"):
        return True
    if lower[mention.first - 1] in ("as", "at") and lower[clause.group.head] in _counting("changes"):
        return mention.first > 0  # "gave the dead as 900"
    if lower[clause.group.head] in HAVING and clause.object is not None:
        return lower[clause.object.head] in ("figure", "estimate", "tally")  # "has a lower figure: 900"
    return (
        lower[clause.group.head] in _counting("changes")
        and clause.object is not None
        and lower[clause.object.head] in _words("nouns")
    )


@cache
def _counting(name: str) -> frozenset[str]:
    return frozenset().union(*(forms_of(base) for base in _words(name)))


def _by_speech(mention: Mention, reading: Reading) -> Owner | None:
    """The subject of a verb of speech before the figure, where no claim was found in the sentence."""
    sentence = mention.sentence
    found = None
    for clause in grammar.clauses(sentence):
        group = clause.group
        if group.last > mention.first or group.form != "finite" or group.passive or group.negated:
            continue
        toll = not {"life", "lives", "victims"}.isdisjoint(sentence.lower[group.last : group.last + 2])
        if sentence.lower[group.head] in _counting("speaks") and clause.subject is not None and not toll:
            found = _resolved(mention, reading, clause.subject, (group.first, group.last)) or found
    return found


def _in_brackets(mention: Mention, reading: Reading) -> Owner | None:
    """A source in brackets behind the figure: "losses exceeded 900 (General Staff)"."""
    lower, words = mention.sentence.lower, mention.sentence.words
    if "(" not in lower[mention.last : mention.last + 6]:
        return None
    opened = lower.index("(", mention.last)
    closed = lower.index(")", opened) if ")" in lower[opened:] else len(lower)
    if not 1 < closed - opened < 8 or not words[opened + 1][0].isupper():
        return None
    return _resolved(
        mention, reading, (opened + 1, closed), (opened + 1, closed), kinds=("body", "medium", "unnamed")
    )


def _told_behind(mention: Mention, reading: Reading) -> Owner | None:
    """The next sentence tells who said it: "This was reported by a source in the army"."""
    following = mention.sentence.index + 1
    sentences = reading.document.sentences
    if following >= len(sentences) or "this" not in sentences[following].lower[:6]:
        return None
    for claim in claims_over(reading, sentences[following]):
        words = (
            " ".join(reading.document.text[low:high] for low, high in claim.attribution.content)
            .lower()
            .split()
        )
        inside = sentences[following].start <= claim.attribution.cue[0]
        told = reading.document.text[slice(*claim.attribution.cue)].lower().startswith(("was ", "were "))
        if inside and claim.sources and (told or words in ([], ["this"], ["about", "this"])):
            return _owner(claim, reading)
    return None


def _resolved(
    mention: Mention,
    reading: Reading,
    source: tuple[int, int],
    cue: tuple[int, int],
    *,
    kinds: Sequence[str] = SPEAKERS,
) -> Owner | None:
    """The owner that some tokens of the figure's sentence name, with the days of the cue's tokens."""
    sentence = mention.sentence
    span = (sentence.starts[source[0]], sentence.ends[source[1] - 1])
    found = [one for one in resolve(reading.cast, span) if one.kind in kinds]
    if not found:
        return None
    words = (sentence.starts[cue[0]], sentence.ends[cue[1] - 1])
    days = claim_days(reading.document, sentence, words, reading.article.published, reading.dates)
    return Owner(tuple(one.name for one in found), reading.document.text[span[0] : span[1]], (), days, None)
