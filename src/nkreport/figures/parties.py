"""Whose people or materiel a figure counts, and where they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from nkreport import grammar, rules
from nkreport.figures.mentions import Mention, forms_of, lexicon_words
from nkreport.figures.nouns import HARM, PEOPLE, Kind, singular
from nkreport.grammar import VerbGroup
from nkreport.hedging import segments
from nkreport.reading import Reading
from nkreport.sources import country_of, find_place, resolve
from nkreport.sources import party_of as counted_party
from nkreport.sources.lexicon import lexicon, longest
from nkreport.text import Sentence, read_document

NATIONS = frozenset(("country", "capital", "people", "peoples", "short"))
ARMED = frozenset(("militants", "military"))
OWNING = frozenset(("its", "their"))
# How many tokens from a count of wares "from North Korea" may stand.
REACH = 20
# Sentences within which those who suffer are still those of the figure before.
HARM_REACH = 2
# Sentences of an article's opening whose troops are what the article is about.
OPENING = 12


@dataclass(frozen=True, slots=True)
class Party:
    """Whose an earlier figure was."""

    mention: Mention
    kind: Kind
    name: str | None


@dataclass(frozen=True, slots=True)
class Side:
    """A nation or armed body as tokens `[first, last)` of a sentence, with its canonical name."""

    first: int
    last: int
    name: str


def sides(sentence: Sentence) -> list[Side]:
    """The nations and armed bodies that a sentence names, in order; kept on it."""
    kept: list[Side] | None = sentence.__dict__.get("sides")
    if kept is None:
        kept = sentence.__dict__["sides"] = list(_sides(sentence))
    return kept


def _sides(sentence: Sentence) -> Iterator[Side]:
    words, lower, table, after = sentence.words, sentence.lower, lexicon().entries, 0
    for at, word in enumerate(words):
        if at < after or not word[0].isupper() or lower[at] not in table:
            continue
        entry = longest(table, words, lower, at, len(words))
        if entry is None:
            continue
        after = at + len(entry.tokens)
        if entry.label == "body" and entry.kind in ARMED:
            yield Side(at, after, entry.country or entry.name)
        elif entry.label in NATIONS and (entry.label != "short" or _is_short(sentence, after, entry.name)):
            yield Side(at, after, entry.name)


def _is_short(sentence: Sentence, after: int, name: str) -> bool:
    """Whether "the North" is the country: no other name goes on, and the article names it in full."""
    if after < len(sentence.words) and sentence.words[after][0].isupper():
        return False
    named: dict[str, bool] = sentence.document.__dict__.setdefault("names_in_full", {})
    if name not in named:
        named[name] = name in sentence.document.text
    return named[name]


def party_of(mention: Mention, kind: Kind, before: Sequence[Party], reading: Reading) -> str | None:
    """The side whose people or materiel are counted, or None; `before` are the figures read earlier."""
    if kind.kind == "money":
        return None
    own = _in_phrase(mention, reading)
    if own:
        return own
    if kind.kind in HARM:
        found = _sufferer(mention, reading)
    elif kind.kind in PEOPLE or kind.kind == "weapons":
        found = _sender(mention, reading) or _agent(mention) or _put_at(mention)
    else:
        found = _from(mention) or _sender(mention, reading)
    if found:
        return found
    found = _as_before(mention, kind, before)
    if found and kind.kind in HARM and found in _doers(mention):
        return None
    if found or kind.kind == "other" or (kind.kind in HARM and kind.noun == "people"):
        return found
    return _topic(reading, kind)


def _in_phrase(mention: Mention, reading: Reading) -> str | None:
    """ "North Korean soldiers", "servicemen of the DPRK", "Russia's 40 tanks", "six of them Russian
    officers".
    """
    sentence = mention.sentence
    phrase = next(
        (one for one in grammar.noun_phrases(sentence) if one.first <= mention.numeral < one.last), None
    )
    owned = phrase is not None and "POS" in grammar.tags(sentence)[phrase.first : mention.numeral]
    first = phrase.first if phrase and owned else mention.numeral
    last = mention.last
    if sentence.lower[last : last + 1] in (["of"], ["from"]) or sentence.lower[last - 1] in ("them", "whom"):
        last = next(
            (
                one.last
                for one in grammar.noun_phrases(sentence)
                if one.first > last - 1 and one.first <= last + 1
            ),
            last,
        )
    last = min(max(last, phrase.last if phrase else last), len(sentence.words))
    if (
        not any(word[0].isupper() for word in sentence.words[first:last])
        and OWNING.isdisjoint(sentence.lower[first:last])
    ):
        return None
    return counted_party(reading.cast, (sentence.starts[first], sentence.ends[last - 1]))


def _subject(sentence: Sentence, group: VerbGroup) -> tuple[int, int] | None:
    """The subject's tokens of a verb group, or of the group that governs it."""
    by_head = {clause.group.head: clause for clause in grammar.clauses(sentence)}
    seen = 0
    clause = by_head[group.head]
    while clause.group.form != "finite" and clause.group.governor is not None and seen < 4:
        clause = by_head[clause.group.governor]
        seen += 1
    if clause.subject is None:
        part = next(part for part in segments(sentence) if part.first <= group.first < part.last)
        if part.group is not None and part.group is not clause.group:
            clause = by_head[part.group.head]
            if (
                clause.object
                and clause.object.last <= group.first
                and sentence.lower[clause.object.last] in ("of", "to")
            ):
                return clause.object.first, clause.object.last  # "accused the North of sending 400 men"
    return clause.subject


def _side_in(sentence: Sentence, span: tuple[int, int] | None, reading: Reading) -> str | None:
    """The side that a subject names or, where it is a pronoun or a description, means."""
    if span is None:
        return None
    offsets = (sentence.starts[span[0]], sentence.ends[span[1] - 1])
    named = counted_party(reading.cast, offsets)
    if named:
        return named
    found = resolve(reading.cast, offsets)
    return country_of(found[0].name) if len(found) == 1 else None


@cache
def _verbs(name: str) -> frozenset[str]:
    return frozenset().union(*(forms_of(base) for base in rules.load("kinds").lexicon["sides"][name]))


def _sufferer(mention: Mention, reading: Reading) -> str | None:
    """The side that lost: the subject of "lost", the owner of the losses, never who did the killing."""
    group, sentence = mention.before, mention.sentence
    if group is not None and sentence.lower[group.head] in _verbs("suffers"):
        found = _side_in(sentence, _subject(sentence, group), reading)
        if found:
            return found
    for side in reversed(
        _not_doing(mention, [side for side in sides(sentence) if side.last <= mention.first])
    ):
        following = sentence.lower[side.last : side.last + 4]
        if any(
            singular(word)
            in ("loss", "casualty", "death", "toll", "soldier", "troop", "force", "army", "personnel")
            for word in following
        ):
            return side.name
        of_loss = sentence.lower[max(0, side.first - 3) : side.first]
        if "of" in of_loss and not {"losses", "casualties", "deaths"}.isdisjoint(of_loss):
            return side.name
    return None


def _doers(mention: Mention) -> set[str]:
    """The sides that did the harm."""
    every = sides(mention.sentence)
    return {side.name for side in every} - {side.name for side in _not_doing(mention, every)}


def _not_doing(mention: Mention, found: list[Side]) -> list[Side]:
    """The sides without the one that did the harm: the subject of the verb over the figure."""
    group, sentence = mention.before, mention.sentence
    active = group is not None and not group.passive and mention.direct
    measures = group is not None and sentence.lower[group.head] in _verbs("measures")
    doer = _subject(sentence, group) if group is not None and active and not measures else None
    return [side for side in found if doer is None or not doer[0] <= side.first < doer[1]]


def _sender(mention: Mention, reading: Reading) -> str | None:
    """The subject of the verb of sending, keeping, losing or supplying over the figure."""
    group, sentence = mention.before, mention.sentence
    if group is None or group.passive or sentence.lower[group.head] not in _verbs("owns"):
        return None
    if group.form == "VBG" and (absolute := _absolute(sentence, group)):
        return absolute
    return _side_in(sentence, _subject(sentence, group), reading)


def _put_at(mention: Mention) -> str | None:
    """The side whose strength is put: "put *the militia* at 900"."""
    sentence, group = mention.sentence, mention.before
    if group is None or sentence.lower[mention.first - 1] != "at":
        return None
    found = [side for side in sides(sentence) if group.last <= side.first and side.last == mention.first - 1]
    return found[-1].name if found else None


def _absolute(sentence: Sentence, group: VerbGroup) -> str | None:
    """The side of "with the North going further and sending 900 men"."""
    behind = [side for side in sides(sentence) if side.last <= group.first]
    return (
        behind[-1].name
        if behind and "with" in sentence.lower[max(0, behind[-1].first - 2) : behind[-1].first]
        else None
    )


def _agent(mention: Mention) -> str | None:
    """ "10,000 soldiers sent by Pyongyang"."""
    sentence, group = mention.sentence, mention.attached or mention.behind
    if group is None or not group.passive or sentence.lower[group.last : group.last + 1] != ["by"]:
        return None
    return next((side.name for side in sides(sentence) if group.last < side.first < group.last + 4), None)


def _from(mention: Mention) -> str | None:
    """ "Shells from North Korea", "to Russia from the North"."""
    sentence = mention.sentence
    for side in sides(sentence):
        before = sentence.lower[max(0, side.first - 3) : side.first]
        apart = "," in sentence.lower[mention.last : side.first]
        if "from" in before and abs(side.first - mention.numeral) < REACH and not apart:
            return side.name
    return None


GOODS = frozenset(("munitions", "missiles", "containers", "weapons"))


def _family(kind: str) -> str:
    return "goods" if kind in GOODS else "people" if kind in PEOPLE else kind


def _as_before(mention: Mention, kind: Kind, before: Sequence[Party]) -> str | None:
    """The party of the figure with the same value, else of the last one of the same family."""
    if kind.kind in HARM:
        before = [one for one in before if mention.sentence.index - one.mention.sentence.index <= HARM_REACH]
    family = [one for one in before if _family(one.kind.kind) == _family(kind.kind) and one.name]
    value = mention.quantity.value
    same = [one for one in family if value is not None and one.mention.quantity.value == value]
    return (same or family)[-1].name if family else None


def _topic(reading: Reading, kind: Kind) -> str | None:
    """The side whose soldiers or wares the title and the article's opening name most."""
    wares = kind.kind in GOODS
    topics: dict[bool, str | None] = reading.__dict__.setdefault("topic_sides", {})
    if wares not in topics:
        topics[wares] = _main_side(reading, lexicon_words("topic_wares"), wares=True) if wares else None
        topics[wares] = topics[wares] or _main_side(reading, lexicon_words("topic_troops"), wares=False)
    return topics[wares]


def _main_side(reading: Reading, nouns: frozenset[str], *, wares: bool) -> str | None:
    counts: Counter[str] = Counter()
    opening = list(reading.document.sentences[:OPENING])
    if reading.article.title:
        opening += read_document(reading.article.title).sentences
    for sentence in opening:
        if not sides(sentence):
            continue
        senders = {
            clause.subject[0]: clause.subject[1]
            for clause in grammar.clauses(sentence)
            if clause.subject and sentence.lower[clause.group.head] in _verbs("sends")
        }
        for side in sides(sentence):
            if sentence.lower[max(0, side.first - 1)] in ("to", "against", "into", "for", "in"):
                continue
            counts[side.name] += 2 * (not nouns.isdisjoint(sentence.lower[side.last : side.last + 3]))
            counts[side.name] += 3 * any(first <= side.first < last for first, last in senders.items())
            counts[side.name] += (
                wares
                and sentence.lower[max(0, side.first - 1)] == "from"
                and not nouns.isdisjoint(sentence.lower[: side.first])
            )
            counts[side.name] += not wares and sentence.words[side.last - 1].endswith(("ns", "ans"))
    best = counts.most_common(1)
    return best[0][0] if best and best[0][1] > (2 if wares else 0) else None


def place_of(mention: Mention) -> str | None:
    """Where the counted thing is or is sent."""
    return find_place(
        mention.sentence.document, mention.sentence, (mention.quantity.start, mention.quantity.end)
    )
