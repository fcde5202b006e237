"""The cues of a sentence: which words carry an act, with their auxiliaries, negation and voice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from nkreport import grammar
from nkreport.attribution.lexicon import Entry, companions, cues, openings
from nkreport.attribution.reading import FINITE, VERBS, Reading

# Adverbs beside a verb that belong to the noun before it or to the sentence ("officials there said").
LOOSE_ADVERBS = frozenset(
    """
    there here yesterday today tomorrow tonight ago abroad overseas elsewhere too alone home away else
    far together apart however meanwhile moreover furthermore then so indeed out up down back instead
    therefore thus otherwise nevertheless well
    """.split()
)
# Verbs and adjectives that lend an infinitive their subject and tense ("went on to say", "was quick to add").
CATENATIVES = frozenset(
    """
    going go goes went gone on continue continues continued continuing begin begins began begun start
    starts started need needs needed used seem seems seemed appear appears appeared come came comes have
    has had having likely quick able careful happened tend tends tended expected set forced obliged
    compelled bound unlikely rushed proceeded managed dared ought due first keen scheduled poised
    supposed free loath 've tried trying tries try attempted attempting failed fails fail unable
    struggled positioned
    """.split()
)
NEGATING = frozenset(("fail", "fails", "failed", "unable", "yet", "unlikely", "loath", "struggled"))
BEGINNERS = frozenset(
    """
    began begins begin started starts start kept keeps keep stopped stop stops continued continues
    avoided avoids avoid
    """.split()
)
GERUND_OPENERS = frozenset(
    """
    by in after before without for of from when while with on despite instead through as to than
    """.split()
)
CONTENT_PARTICLES = frozenset(
    """
    at to as into aside off away out forward of be closer nearer between above below
    """.split()
)
PREPOSITIONS = frozenset(("on", "of", "for", "about", "at", "in", "to", "with", "against"))
NEGATIONS = grammar.auxiliary("negations") - {"neither", "nor", "hardly", "barely", "scarcely"} | {
    "hardly",
    "barely",
    "scarcely",
    "nobody",
    "none",
}
BE, HAVE, DO = (grammar.auxiliary(family) for family in ("be", "have", "do"))
AUXILIARIES = BE | HAVE | DO
VERB_TAGS = VERBS | {"JJ"}  # an adjective may be a cue with "be"
NOUNISH = frozenset(("NN", "NNS", "NNP"))
PHRASE_BREAKS = frozenset(
    """
    , ; : . ( ) — – " “ ”
    """.split()
)


@dataclass(slots=True)
class Cue:
    """A cue as token indices `[first, last)`; `head` is its trigger, its complement may begin at `after`.

    `form` is finite, ing, infinitive, passive, reduced (a participle behind its noun), noun or phrase.
    `clitic` tells that the first token also holds the subject ("they've").
    """

    entry: Entry
    head: int
    first: int
    last: int
    after: int
    form: str
    act: str
    negated: bool = False
    refused: bool = False
    clitic: bool = False


def find_cues(reading_words: list[str]) -> bool:
    """Whether a sentence, as lower-case tokens, holds a word that may be a cue."""
    table = companions()
    for word in table.keys() & reading_words:
        beside = table[word]
        if beside is None or not beside.isdisjoint(reading_words):
            return True
    return False


def tagged_cues(lower: list[str], tags: list[str]) -> list[int]:
    """The tokens of a sentence that may be cues by their tags: what need not be read any closer has none."""
    known = companions()
    verbs, nouns, phrases, accounts = _tables()
    found = []
    for index in [number for number, word in enumerate(lower) if word in known]:
        word, tag = lower[index], tags[index]
        beside = known[word]
        if (
            (tag in VERB_TAGS and word in verbs)
            or (tag in NOUNISH and word in nouns)
            or word in phrases
            or word in accounts
        ) and (beside is None or not beside.isdisjoint(lower)):
            found.append(index)
    return found


@cache
def _tables() -> tuple[dict[str, tuple[Entry, ...]], ...]:
    return tuple(cues(kind) for kind in ("verbs", "nouns", "phrases", "accounts"))


def sentence_cues(reading: Reading, places: list[int]) -> list[Cue]:
    """The cues of a sentence in order, none inside another, out of the tokens that may be one."""
    found: list[Cue] = []
    verbs, nouns, phrases, accounts = _tables()
    opening, taken, lower = openings(), 0, reading.lower
    for index in places:
        word = lower[index]
        if index < taken:
            continue
        tag, following = reading.tags[index], reading.tag(index + 1)
        if word in opening and reading.word(index + 1) not in opening[word] and following != "RB":
            if word not in nouns:
                continue
        cue = (
            (word in phrases and _first(_phrase_cue, reading, index, phrases[word]))
            or (word in accounts and _first(_account_cue, reading, index, accounts[word]))
            or (
                word in verbs
                and tag in VERB_TAGS
                and _first(_verb_cue, reading, index, verbs[word])
            )
            or (word in nouns and tag in NOUNISH and _first(_noun_cue, reading, index, nouns[word]))
            or None
        )
        if cue:
            found.append(cue)
            taken = max(cue.last, index + 1)
    return found


Builder = Callable[[Reading, int, Entry], Cue | None]


def _first(build: Builder, reading: Reading, index: int, entries: tuple[Entry, ...]) -> Cue | None:
    following, adverb = reading.word(index + 1), reading.tag(index + 1) == "RB"
    for entry in entries:
        rest = entry.rest
        if rest and not entry.offset and not entry.copular and rest[0] != following and not adverb:
            if rest[0] != "*" or rest[-1] not in reading.lower:
                continue
        if (cue := build(reading, index, entry)) is not None:
            return cue
    return None


def _match_rest(reading: Reading, index: int, rest: tuple[str, ...]) -> tuple[int, int] | None:
    """Where the further words of a cue end, and where the gap of its `*` begins (or -1)."""
    at, gap, wild = index + 1, -1, False
    for word in rest:
        if word == "*":
            gap, wild = at, True
            continue
        limit = at + 12 if wild else at + 3
        while at < min(limit, reading.size) and reading.lower[at] != word:
            if (
                (reading.lower[at] in PHRASE_BREAKS and not (wild and reading.tags[at] == '"'))
                or (not wild and reading.tags[at] != "RB")
                or reading.tags[at] in FINITE
            ):
                return None
            at += 1
        if at >= min(limit, reading.size) or (wild and at == gap and word not in ("chance",)):
            return None
        at, wild = at + 1, False
    return at, gap


# --- verbs ---------------------------------------------------------------------------------------------


def _verb_cue(reading: Reading, index: int, entry: Entry) -> Cue | None:
    if entry.copular:
        return _copular_cue(reading, index, entry)
    if reading.tags[index] not in VERBS or (
        reading.words[index][0].isupper() and not _may_be_capital(reading, index, entry)
    ):
        return None
    matched = _match_rest(reading, index, entry.rest)
    if matched is None:
        return None
    last, gap = matched
    if (
        entry.rest
        and entry.rest[-1] in PREPOSITIONS
        and (behind := reading.by_first.get(last))
        and reading.is_temporal(behind)
    ):
        return None
    if reading.word(index - 1) == "neither" and reading.word(index + 1) == "nor":
        return _neither_nor(reading, index, entry)
    cue = _group(reading, index, entry)
    if cue is None:
        return None
    if entry.rest and entry.rest[-1] == "that":
        last -= 1
    if gap >= 0 and entry.rest[-1] in CONTENT_PARTICLES:
        cue.last, cue.after = index + 1, gap
    else:
        cue.last = cue.after = last
    return cue


def _neither_nor(reading: Reading, index: int, entry: Entry) -> Cue:
    """ "Neither confirmed nor denied" and its like: one cue, which declines."""
    first = _auxiliaries_before(reading, index - 1)[0]
    last = min(index + 3, reading.size)
    return Cue(entry, index, first, last, last, "finite", "declines", negated=True)


def _may_be_capital(reading: Reading, index: int, entry: Entry) -> bool:
    """Whether a verb with a capital can be one: in a title, or as a participle that opens a sentence."""
    if index == 0 or reading.words[index - 1] in PHRASE_BREAKS:
        return entry.inflection == "ing"
    return grammar.is_headline(reading.words)


def _copular_cue(reading: Reading, index: int, entry: Entry) -> Cue | None:
    at = index - 1
    while at >= 0 and reading.tags[at] == "RB":
        at -= 1
    if (
        at < 0
        or reading.lower[at] not in BE
        or (matched := _match_rest(reading, index, entry.rest)) is None
    ):
        return None
    cue = _group(reading, at, entry)
    if cue is None or cue.form in ("infinitive", "passive"):
        return None
    cue.head, cue.last, cue.after, cue.form = index, matched[0], matched[0], "finite"
    return cue


def _group(reading: Reading, head: int, entry: Entry) -> Cue | None:
    """The verb group around a head, or None where the verb has no subject of its own to speak."""
    tag, inflection = reading.tags[head], entry.inflection
    first, auxiliaries, to = _auxiliaries_before(reading, head)
    governed = False
    if to:
        first, auxiliaries, governed = _through_infinitive(reading, first, auxiliaries)
    form = _form(reading, head, tag, inflection, auxiliaries, to)
    if form is None or governed:
        return None
    if tag == "VBN" and not auxiliaries and form == "finite":
        first = _far_have(reading, head) or first
    if form == "ing" and reading.word(first - 1) in BEGINNERS and reading.tag(first - 1) in VERBS:
        outer, more, _ = _auxiliaries_before(reading, first - 1)
        first, auxiliaries, form = outer, auxiliaries + more, "finite"
    while first < head and reading.lower[first] in LOOSE_ADVERBS:
        first += 1
    negated = any(word in NEGATIONS or word in NEGATING for word in auxiliaries + reading.lower[first:head])
    negated = negated or reading.word(first - 1) == "nor"
    refused = negated and any(
        word in ("would", "wouldn't", "will", "won't", "'d", "'ll") for word in auxiliaries
    )
    opening = reading.lower[first]
    clitic = (
        first < head
        and "'" in opening[1:]
        and opening
        in AUXILIARIES | {"he'd", "she'd", "they'd", "i'd", "we'd", "you'd", "he'll", "she'll", "they'll"}
        and opening[0] != "'"
        and not opening.endswith("n't")
    )
    return Cue(
        entry,
        head,
        first,
        head + 1,
        head + 1,
        form,
        act_of(entry, negated, refused),
        negated,
        refused,
        clitic,
    )


def act_of(entry: Entry, negated: bool, refused: bool) -> str:
    """The act of a cue, after its negation."""
    if refused and entry.refused:
        return entry.refused
    return entry.negated if negated and entry.negated else entry.act


def _auxiliaries_before(reading: Reading, head: int) -> tuple[int, list[str], bool]:
    """The first token of a verb's auxiliaries and adverbs, the auxiliaries, and whether "to" opens them."""
    at, found = head, []
    while at > 0:
        tag, word = reading.tags[at - 1], reading.lower[at - 1]
        if tag == "MD" or word in AUXILIARIES:
            found.append(word)
        elif (
            tag == "TO"
            and reading.tags[head] == "VB"
            or word == "to"
            and found
            and found[-1] in ("be", "have")
        ):
            return at - 1, found, True
        elif (
            tag != "RB"
            and not (
                word in ("more", "less", "most")
                and found == []
                and reading.lower[at] in ("likely", "quick", "careful", "willing", "inclined")
            )
            and not (
                word in ("both", "all", "each")
                and at - 2 >= 0
                and (reading.tags[at - 2] == "MD" or reading.lower[at - 2] in AUXILIARIES)
            )
        ):
            break
        at -= 1
    while at < head and reading.lower[at] in LOOSE_ADVERBS:
        at += 1
    return at, found, False


def _through_infinitive(reading: Reading, first: int, auxiliaries: list[str]) -> tuple[int, list[str], bool]:
    """Follow "to" back to a verb that lends its subject; last, whether a cue governs the infinitive."""
    at = first - 1
    while at >= 0 and reading.tags[at] == "RB" and reading.lower[at] not in CATENATIVES:
        at -= 1
    word = reading.word(at)
    if word == "yet" and reading.word(at - 1) in HAVE | BE:
        outer, more, _ = _auxiliaries_before(reading, at)
        return outer, [*auxiliaries, "yet", *more], False
    if word == "position" and reading.word(at - 2) == "in":
        outer, more, _ = _auxiliaries_before(reading, at - 2)
        return outer, auxiliaries + more, False
    if word in CATENATIVES and not (word in ("on", "first") and reading.tag(at - 1) not in VERBS):
        inner = at - 1 if word == "on" else at
        outer, more, to = _auxiliaries_before(reading, inner)
        if to:
            return _through_infinitive(reading, outer, [*auxiliaries, word, *more])
        return outer, [*auxiliaries, word, *more], False
    return first, auxiliaries, _is_governed(reading, at)


def _is_governed(reading: Reading, at: int) -> bool:
    """Whether the infinitive behind this token is what another cue is about ("declined *to say*")."""
    verbs = cues("verbs")
    for index in range(at, max(-1, at - 8), -1):
        if reading.lower[index] in PHRASE_BREAKS:
            return False
        if reading.tags[index] in VERBS:
            entries = verbs.get(reading.lower[index], ())
            return any(entry.takes & {"infinitive", "person_to"} for entry in entries)
    return False


def _form(
    reading: Reading, head: int, tag: str, inflection: str, auxiliaries: list[str], to: bool
) -> str | None:
    be = bool(auxiliaries) and any(word in BE for word in auxiliaries[:1])
    have = any(word in HAVE for word in auxiliaries[:1])
    participle = inflection in ("past", "participle") or (inflection == "base" and tag == "VBN")
    if (
        auxiliaries
        and participle
        and auxiliaries[0] in ("'s", "'d", "he's", "she's", "it's", "who's", "that's")
    ):
        be, have = False, True
    if be and participle:
        return "passive"
    if inflection == "ing":
        return "finite" if be else "ing"
    if to and not (set(auxiliaries) & (CATENATIVES | BE)):
        return "infinitive"
    if have and participle:
        return "finite"
    if tag == "VB":
        return "finite" if auxiliaries else None
    if tag == "VBN" and not auxiliaries:
        return "finite" if _far_have(reading, head) is not None else "reduced"
    return "finite"


def _far_have(reading: Reading, head: int) -> int | None:
    """The token of a "have" that stands a phrase away ("*have* for months accused")."""
    for index in range(head - 1, max(-1, head - 6), -1):
        if reading.lower[index] in HAVE:
            return index
        if reading.tags[index] in VERBS or (
            reading.lower[index] in PHRASE_BREAKS and reading.lower[index] != ","
        ):
            return None
    return None


# --- nouns, phrases ------------------------------------------------------------------------------------


def _noun_cue(reading: Reading, index: int, entry: Entry) -> Cue | None:
    matched = _match_rest(reading, index, entry.rest)
    if matched is None:
        return None
    return Cue(entry, index, index, matched[0], matched[0], "noun", entry.act)


def _phrase_cue(reading: Reading, index: int, entry: Entry) -> Cue | None:
    first = index - entry.offset
    last = after = first + 1 + len(entry.rest)
    if first < 0 or " ".join(reading.lower[first:last]) != entry.lemma:
        return None
    while reading.tag(after) == "RB":
        after += 1
    if after not in reading.by_first and not (reading.tag(after) == "VBN" and after + 1 in reading.by_first):
        return None
    return Cue(entry, index, first, last, after, "phrase", entry.act)


def _account_cue(reading: Reading, index: int, entry: Entry) -> Cue | None:
    """ "By his account", "in the mayor's view": an adverbial with a possessor, at the edge of its clause."""
    phrase = reading.phrase_over(index)
    if (
        phrase is None
        or phrase.head != index
        or reading.word(phrase.first - 1) not in ("by", "in", "on", "to")
    ):
        return None
    first = phrase.first - 1
    if not any(tag in ("PRP$", "POS") for tag in reading.tags[phrase.first : index]):
        return None
    edges = (reading.tag(first - 1), reading.tag(index + 1))
    if edges[0] not in ("^", ",", "—", "–", "CC", "IN-that", '"') and edges[1] not in (",", ".", "$$"):
        return None
    return Cue(entry, index, first, index + 1, index + 1, "account", entry.act)
