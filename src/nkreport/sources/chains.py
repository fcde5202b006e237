"""Who relayed a statement: "military sources cited by Yonhap", "told AFP", a lawmaker after a briefing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from nkreport import grammar
from nkreport.records import Attribution, Span
from nkreport.sources.cast import Cast, Mention, described
from nkreport.sources.lexicon import lexicon
from nkreport.sources.resolving import Resolved, mentions_meant, recorded
from nkreport.text import Sentence

RELAY_WINDOW = 14  # tokens behind a source in which its relay must begin
CITING_WINDOW = 40  # tokens behind a cue in which ", citing …" must begin
LONGEST_RELAY = 4  # tokens: "in an interview with"
BRIEFING_REACH = 4  # sentences around a lawmaker's words in which the briefing is told of
AGENCY_REACH = 8  # sentences back to the agency that gave it


@dataclass(frozen=True, slots=True)
class Chain:
    """The sources of a statement and those who relayed it, from nearest to the source outward."""

    sources: tuple[Resolved, ...]
    vias: tuple[Resolved, ...]


def split_chain(cast: Cast, attribution: Attribution) -> Chain:
    """The source and the relays of an attribution, by its spans and the words around them.

    >>> from nkreport.records import Attribution
    >>> from nkreport.sources import read_cast
    >>> text = "Military sources cited by Yonhap estimate that 50 left."
    >>> chain = split_chain(read_cast(text), Attribution((0, 32), (33, 41), ((42, 54),)))
    >>> [found.name for found in chain.sources], [found.name for found in chain.vias]
    (['military sources'], ['Yonhap'])
    """
    if attribution.source is None:
        return _unsaid(cast, attribution)
    relays = recorded(_told(cast, attribution))
    sentence = cast.document.sentence_at(attribution.source[0])
    if sentence is None:
        return Chain((), ())
    source, relay, active = _split(sentence, attribution)
    speakers, others = mentions_meant(cast, source), mentions_meant(cast, relay) if relay else []
    if active and others and all(map(_is_evidence, others)):
        others = []
    elif active and others:
        speakers, others = others, speakers
    elif others and any(mention.phrase.noun == "documents" for mention in speakers):
        speakers, others = others, []
    if not active:
        others = [
            mention for mention in others if mention.phrase.kind == "medium" or mention.phrase.noun == "media"
        ]
    vias = recorded(others) + relays
    if attribution.quote == "direct" and all(one.phrase.kind == "person" for one in speakers):
        return Chain(recorded(speakers), _distinct(vias))  # in quotation marks are the speaker's own words
    return _briefed(cast, sentence, speakers, _distinct(vias))


def _is_evidence(mention: Mention) -> bool:
    """Whether what is cited is no speaker but what one goes by: "citing newly declassified intelligence"."""
    phrase = mention.phrase
    return (
        phrase.kind in ("description", "group")
        and not (phrase.country or phrase.owner)
        and phrase.head.split()[-1:] != []
        and phrase.head.split()[-1] in lexicon().words["evidence_relays"]
    )


def _distinct(found: tuple[Resolved, ...]) -> tuple[Resolved, ...]:
    return tuple({one.name: one for one in found}.values())


# --- relays in the words around ------------------------------------------------------------------------


def _split(sentence: Sentence, attribution: Attribution) -> tuple[Span, Span | None, bool]:
    """The span of the first party in the sentence, that of the other, and whether the first one relays."""
    assert attribution.source is not None
    first = sentence.token_at(attribution.source[0])
    last = sentence.token_at(attribution.source[1] - 1) + 1
    cue = sentence.token_at(attribution.cue[0]) if attribution.cue[0] >= sentence.start else last
    openings, lower = _relay_openings(), sentence.lower
    for start in [
        *range(first + 1, min(last + 2, first + RELAY_WINDOW, len(lower))),
        *_behind_cue(sentence, attribution),
    ]:
        if lower[start] not in openings:
            continue
        kind, size = _relay_at(sentence, start)
        if kind and not (
            kind == "active"
            and start >= last
            and lower[start] in ("according", "cited", "quoted", "cites", "quotes")
        ):
            end = _phrase_end(sentence, start + size, last if start < last else len(sentence.words), cue)
            if end > start + size:
                before = (attribution.source[0], min(attribution.source[1], sentence.ends[start - 1]))
                return before, (sentence.starts[start + size], sentence.ends[end - 1]), kind == "active"
    return attribution.source, None, False


def _behind_cue(sentence: Sentence, attribution: Attribution) -> list[int]:
    """Where ", citing …" or "in an interview with …" stands behind a cue of the same sentence."""
    if not sentence.start <= attribution.cue[0] < sentence.end:
        return []
    after = sentence.token_at(attribution.cue[1] - 1) + 1
    lower = sentence.lower
    found = []
    if "citing" in lower or "quoting" in lower:
        found = [
            index
            for index in range(after + 1, min(after + CITING_WINDOW, len(lower)))
            if lower[index] in ("citing", "quoting") and lower[index - 1] == ","
        ]
    return found + [index for index in range(after, min(after + 3, len(lower))) if lower[index] == "in"]


def _relay_at(sentence: Sentence, at: int) -> tuple[str, int]:
    """Which relay stands at a token, and its length; ("", 0) where there is none."""
    lower = sentence.lower
    for size in range(min(LONGEST_RELAY, len(lower) - at), 0, -1):
        kind = _relays().get(tuple(lower[at : at + size]))
        if kind:
            return kind, size
    return "", 0


@cache
def _relays() -> dict[tuple[str, ...], str]:
    return {
        tuple(words.split()): kind
        for kind in ("passive", "active")
        for words in lexicon().words[f"{kind}_relays"]
    }


@cache
def _relay_openings() -> frozenset[str]:
    return frozenset(words[0] for words in _relays())


def _phrase_end(sentence: Sentence, first: int, stop: int, cue: int) -> int:
    """Where the phrase behind a relay ends: at a comma, a relative, the cue or the stop."""
    relatives = lexicon().words["relatives"]
    for index in range(first, min(stop, len(sentence.words))):
        if (
            index == cue
            or sentence.lower[index] in relatives
            or sentence.lower[index] in (",", ".", ";", ":", "(", "”", '"')
        ):
            return index
    return min(stop, len(sentence.words))


def _told(cast: Cast, attribution: Attribution) -> list[Mention]:
    """The relays among the attribution's own, and whom the cue addresses; of addressees only the media."""
    told, found = lexicon().words["told_relays"], []
    for span in dict.fromkeys((*attribution.via, *_addressee(cast, attribution))):
        words = cast.document.text[max(0, span[0] - 24) : span[0]].lower().split()
        addressee = any(word in told for word in words[-2:])
        found += [
            mention
            for mention in mentions_meant(cast, span)
            if _is_medium(cast, mention) or (not addressee and mention.phrase.kind in RELAYERS)
        ]
    return found


RELAYERS = frozenset(("person", "role"))


def _addressee(cast: Cast, attribution: Attribution) -> list[Span]:
    """The noun phrase right behind "told", behind "by" in a passive, or before a passive "was told"."""
    sentence = cast.document.sentence_at(attribution.cue[0])
    if sentence is None:
        return []
    first, last = sentence.token_at(attribution.cue[0]), sentence.token_at(attribution.cue[1] - 1) + 1
    lower = sentence.lower
    spoken = lower[first:last]
    if TELLING.isdisjoint(spoken):
        return []
    start = last + (last < len(lower) and lower[last] in ("to", "by"))
    passive = "was" in spoken or "were" in spoken
    return [
        (sentence.starts[phrase.first], sentence.ends[phrase.last - 1])
        for phrase in grammar.noun_phrases(sentence)
        if phrase.first == start or (passive and phrase.last == first)
    ]


TELLING = frozenset(
    ("told", "tell", "tells", "telling", "quoted", "cited", "informed", "confirmed", "explained")
)


def _is_medium(cast: Cast, mention: Mention) -> bool:
    """Whether an addressee is a medium: a known one, one by its own words, or an unknown name in capitals."""
    phrase = mention.phrase
    return phrase.kind == "medium" or (
        phrase.kind == "name" and phrase.name.isupper() and len(phrase.name) > 2
    )


# --- lawmakers after a briefing -------------------------------------------------------------------------


def _briefed(cast: Cast, sentence: Sentence, speakers: list[Mention], vias: tuple[Resolved, ...]) -> Chain:
    """The chain, with the agency as the source where a lawmaker reports its briefing."""
    agency = _briefing_agency(cast, sentence, speakers)
    if agency is None:
        return Chain(recorded(speakers), vias)
    return Chain(recorded([agency]), _distinct(recorded(speakers) + vias))


def _unsaid(cast: Cast, attribution: Attribution) -> Chain:
    """The chain where the speaker is left out: the agency, where lawmakers "were told" at a briefing."""
    sentence = cast.document.sentence_at(attribution.cue[0])
    spans = (*attribution.via, *_addressee(cast, attribution))
    addressed = [mention for span in spans for mention in mentions_meant(cast, span)]
    agency = _briefing_agency(cast, sentence, addressed) if sentence else None
    if agency:
        return Chain(recorded([agency]), ())
    return Chain((), _distinct(recorded(_told(cast, attribution))))


def _is_lawmaker(cast: Cast, mention: Mention) -> bool:
    phrase = mention.phrase
    if phrase.kind == "person" and " " in phrase.name:
        classes = phrase.classes | described(cast, phrase.name).classes
        return "lawmaker" in classes or (not classes and _speaks_of_briefing(cast, phrase.name))
    return phrase.kind in ("role", "person") and "lawmaker" in phrase.classes


def _speaks_of_briefing(cast: Cast, name: str) -> bool:
    """Whether somebody of no known office is named where a briefing is told of."""
    return any(
        mention.phrase.name == name and mention.subject
        for index in cast.briefings or ()
        for mention in cast.mentions(index)
    )


def _briefing_agency(cast: Cast, sentence: Sentence, people: list[Mention]) -> Mention | None:
    """The intelligence body that briefed the lawmakers, where the sentences around tell of a briefing."""
    if not _briefing_near(cast, sentence) or any(one.phrase.kind not in ("person", "role") for one in people):
        return None
    if not any(_is_lawmaker(cast, mention) for mention in people):
        return None
    sentences = cast.document.sentences
    for index in range(
        min(sentence.index + 1, len(sentences) - 1), max(-1, sentence.index - AGENCY_REACH), -1
    ):
        for mention in reversed(cast.mentions(index)):
            if mention.phrase.kind == "body" and mention.phrase.noun == "intelligence":
                return mention
    return None


def _briefing_near(cast: Cast, sentence: Sentence) -> bool:
    """Whether one of the sentences around tells of a briefing of parliament."""
    if cast.briefings is None:
        words = lexicon().words
        briefing, parliament = words["briefing_relays"], words["parliament_relays"]
        sentences = cast.document.sentences
        seats = {one.index for one in sentences if not parliament.isdisjoint(one.lower)}
        cast.briefings = [
            one.index
            for one in sentences
            if not briefing.isdisjoint(one.lower) and seats & {one.index - 1, one.index, one.index + 1}
        ]
    return any(abs(index - sentence.index) <= BRIEFING_REACH for index in cast.briefings)
