"""Who holds the words: the source of a cue, from the grammar around it."""

from __future__ import annotations

from dataclasses import dataclass

from nkreport.attribution.lexicon import cues, words
from nkreport.attribution.reading import (
    CLOSERS,
    DAYS,
    ENDS,
    FINITE,
    OPENERS,
    VERBS,
    Reading,
    noun_chain_after,
)
from nkreport.grammar import NounPhrase

QUANTIFIERS = frozenset(
    """
    few many some most several others all both half one another each %
    """.split()
)
RELATIVES = frozenset(("who", "which", "that", "whom"))
PARENTHESIS_OPENERS = frozenset(
    """
    DT PRP$ NN NNP JJ JJS WP VBN VBG CD WDT IN NNS WRB TO RB VBD
    """.split()
)
NO_CHAIN = frozenset(
    """
    as that if because although though while whilst than unless whereas whether when where since until
    before after like despite amid
    """.split()
)


# Words that stand between a subject and its verb and belong to neither.
FLOATING = frozenset("both all each first jointly itself himself herself themselves".split())
REFLEXIVE = frozenset(("himself", "herself", "itself", "themselves"))
MONTHS = frozenset(
    """
    january february march april may june july august september october november december
    jan. feb. aug. sept. oct. nov. dec.
    """.split()
)


@dataclass(slots=True)
class Holder:
    """A source as tokens `[first, last)`, and how it was found.

    `cores` are its conjuncts without appositions, or what a relative pronoun stands for.
    """

    first: int
    last: int
    cores: tuple[tuple[int, int], ...]
    how: str
    via: tuple[int, int] | None = None


def over_adverbials(reading: Reading, at: int) -> int:
    """The token before the adverbs, days and floating "both" between a subject and its verb."""
    while at >= 0:
        if reading.lower[at] == "part" and at > 2 and reading.lower[at - 2] == "for":
            at -= 3 - (reading.tags[at - 1] != "PRP$")
            continue
        floats = reading.lower[at] in FLOATING
        if reading.tags[at] == "RB" or (
            floats and at > 0 and (at in reading.by_last or reading.lower[at - 1] in RELATIVES)
        ):
            at -= 1
            continue
        phrase = reading.by_last.get(at + 1)
        if phrase is None or not reading.is_temporal(phrase) or phrase.first == 0:
            return at
        before = phrase.first - 1
        preposition = (
            reading.tags[before] in ("IN", "TO")
            and reading.lower[before] not in NO_CHAIN
            and reading.lower[before] != "of"
        )
        if preposition and _can_end_subject(reading, before):
            at = before - 1
        elif (
            reading.lower[phrase.first] in DAYS | {"last", "this", "earlier", "next"}
            and phrase.last - phrase.first <= 2
            and (phrase.first in reading.by_last or reading.tags[before] in ("VBN", "VBD", "RB", ","))
        ):
            at = before
        else:
            return at
    return at


def _can_end_subject(reading: Reading, end: int) -> bool:
    return (
        end in reading.by_last
        or reading.word(end - 1) in RELATIVES
        or reading.tag(end - 1) in ("RB", ",", "CC", "VBN", "VBD")
    )


def holder_before(reading: Reading, first: int) -> Holder | None:
    """The subject before the verb group that begins at `first`."""
    at = over_adverbials(reading, first - 1)
    word, tag = reading.word(at), reading.tag(at)
    if word in RELATIVES and tag in ("WP", "WDT"):
        return _relative(reading, at)
    if at + 1 in reading.by_last:
        holder = _chain_before(reading, at + 1)
        if holder is not None and not opens_clause(reading, holder.first - 1):
            holder = _over_restriction(reading, holder) or holder
        return holder
    if word in (",", ")", "—", "–", "-") and at > 0:
        return _over_parenthesis(reading, at)
    if at > 0 and reading.words[at] in CLOSERS and at in reading.by_last:
        return _quoted_name(reading, at)
    if word in QUANTIFIERS and at >= 0:
        return Holder(at, at + 1, ((at, at + 1),), "subject")
    return _over_verb(reading, at, first) if tag in VERBS or at < first - 1 else None


def _quoted_name(reading: Reading, at: int) -> Holder | None:
    """A name in quotation marks with the noun before it (the movement "Light" says)."""
    opening = reading.by_last[at].first - 1
    if opening < 0 or reading.words[opening] not in OPENERS:
        return None
    outer = reading.by_last.get(opening)
    first = outer.first if outer else opening
    return Holder(first, at + 1, ((first, at + 1),), "subject")


def _over_verb(reading: Reading, at: int, last: int) -> Holder | None:
    """The subject whose describing clause ends in a verb or a day ("*a poll released Saturday* found")."""
    for index in range(at, max(0, at - 16), -1):
        tag = reading.tags[index]
        if reading.lower[index] in (",", ";", ":"):
            return None
        relative = tag in ("WP", "WDT", "WP$") or reading.lower[index] == "whose"
        if index in reading.by_last and (relative or (tag in ("VBN", "VBD") and index >= at - 3)):
            outer = _chain_before(reading, index)
            if outer is not None and opens_clause(reading, outer.first - 1):
                return Holder(outer.first, last, outer.cores, "subject")
    return None


def _over_restriction(reading: Reading, inner: Holder) -> Holder | None:
    """The subject that a clause without commas restricts ("*advisers who ran the numbers* argue")."""
    for index in range(inner.first - 1, max(0, inner.first - 26), -1):
        tag = reading.tags[index]
        if reading.lower[index] in (",", ";", ":"):
            return None
        relative = tag in ("WP", "WDT", "VBN", "VBG") or reading.lower[index] == "whose"
        if _behind_noun(reading, index) and relative:
            outer = _chain_before(reading, _noun_end(reading, index))
            if outer is not None and opens_clause(reading, outer.first - 1):
                return Holder(
                    outer.first, inner.last, outer.cores, "subject", _relayed_by(reading, index, inner)
                )
    return None


def _noun_end(reading: Reading, index: int) -> int:
    """Where the noun phrase before a participle ends, adverbs between them left out."""
    while index > 0 and reading.tags[index - 1] == "RB" and index not in reading.by_last:
        index -= 1
    return index


def _behind_noun(reading: Reading, index: int) -> bool:
    return _noun_end(reading, index) in reading.by_last


def _relayed_by(reading: Reading, participle: int, inner: Holder) -> tuple[int, int] | None:
    """Who relays it, in "sources *cited by the paper* say"."""
    known = any(entry.rule == "quote-other" for entry in cues("verbs").get(reading.lower[participle], ()))
    return (
        (inner.first, inner.last)
        if known and reading.word(participle + 1) == "by" and inner.first == participle + 2
        else None
    )


def _relative(reading: Reading, at: int) -> Holder:
    end = at
    while end > 0 and reading.lower[end - 1] in (
        ",",
        "—",
        "–",
        "-",
        ")",
        "of",
        "all",
        "both",
        "some",
        "many",
    ):
        end -= 1
    antecedent = _chain_before(reading, end) if end in reading.by_last else None
    return Holder(at, at + 1, antecedent.cores if antecedent else (), "relative")


def _chain_before(reading: Reading, end: int) -> Holder | None:
    """The noun phrase that ends before token `end`, with the phrases before it that belong to it."""
    phrase = reading.by_last[end]
    first = _without_day(reading, phrase)
    if reading.lower[phrase.head] in DAYS and phrase.last - first == 1:
        return None
    start, core = first, (first, end)
    cores = [core]
    while start >= 2 and (before := reading.by_last.get(start - 1)) is not None:
        joint, tag = reading.lower[start - 1], reading.tags[start - 1]
        if (
            tag == "IN"
            and joint not in NO_CHAIN
            and (
                not reading.is_temporal(reading.phrases[_number(reading, start)])
                or reading.lower[start : start + 3] == ["the", "time", "of"]
            )
        ):
            start = _without_day(reading, before)
            cores[-1] = (start, cores[-1][1])
        elif tag == "TO" and reading.tags[before.head] in ("NN", "NNS"):
            start = before.first
            cores[-1] = (start, cores[-1][1])
        elif joint in ("and", "or", "nor", "&") and _may_coordinate(reading, before):
            start = _without_day(reading, before)
            cores.append((start, start + before.last - start))
        elif joint in ("and", "&") and _is_one_name(reading, before, start):
            start = before.first
            cores[-1] = (start, cores[-1][1])
        elif joint == "," and len(cores) > 1 and _may_coordinate(reading, before):
            start = before.first
            cores.append((start, before.last))
        else:
            break
    while start > 0 and reading.lower[start - 1] in ("both", "either", "neither"):
        start -= 1
    if (
        len(cores) == 1
        and start != first
        and reading.tag(start - 1) in ("IN",)
        and reading.word(start - 1) not in NO_CHAIN
    ):
        start, cores = first, [core]
    return Holder(start, end, tuple(reversed(cores)), "subject")


def _is_one_name(reading: Reading, before: NounPhrase, behind: int) -> bool:
    """Whether "and" joins two words of one name behind a preposition: "at the Trade and Labour Council"."""
    return (
        reading.tag(before.first - 1) in ("IN", "TO")
        and reading.tags[before.last - 1] == "NNP"
        and reading.tags[behind] == "NNP"
        and reading.lower[before.first] in ("the", "its", "their")
    )


def _number(reading: Reading, first: int) -> int:
    return next(
        i for i, phrase in enumerate(reading.phrases) if phrase.first >= first - 1 and phrase.last > first
    )


def _without_day(reading: Reading, phrase: NounPhrase) -> int:
    """The first token of a phrase without a day that stands before it ("On Monday *officials* said")."""
    first = phrase.first
    while first < phrase.head and reading.lower[first] in DAYS and reading.word(first + 1) not in ("'s", "'"):
        first += 1
    named = first < phrase.head and reading.lower[first] in MONTHS and reading.tags[first + 1] == "NNP"
    if named and reading.tag(first - 1) == "IN" and reading.lower[phrase.head] not in MONTHS:
        first += 1
    return first


def _may_coordinate(reading: Reading, before: NounPhrase) -> bool:
    """Whether the phrase before "and" can be a subject too, not the object of what stands before it."""
    at = before.first - 1
    while at > 0 and reading.tags[at] in ("RB",) or reading.word(at) in ("both", "either", "neither"):
        at -= 1
    tag, word = reading.tag(at), reading.word(at)
    if tag in VERBS:
        return (
            any("clause" in entry.takes for entry in cues("verbs").get(word, ()))
            and reading.lower[before.head] not in DAYS
        )
    return (
        tag in ("^", ",", "CC", "IN-that", ":", ";", "—", "–", '"', "WRB", "(", "DT")
        or word in NO_CHAIN
        or word == "by"
    )


def _over_parenthesis(reading: Reading, at: int) -> Holder | None:
    """The noun phrase before a parenthesis that closes at `at` ("*Ann Smith, the mayor,* said")."""
    opening = {")": "(", "—": "—", "–": "–", "-": "-"}.get(reading.lower[at], ",")
    for index in range(at - 1, max(0, at - 60), -1):
        word = reading.lower[index]
        if (
            word in (";", ":")
            or reading.words[index] in CLOSERS
            and opening == ","
            and reading.words[index] not in ("'", "’")
            and index == at - 1
        ):
            break
        if (
            word != opening
            or index not in reading.by_last
            or not _opens_parenthesis(reading, index, at, opening)
        ):
            continue
        holder = _chain_before(reading, index)
        if holder is None:
            continue
        if opens_clause(reading, holder.first - 1):
            holder = _explained(reading, holder) or holder
            return _with_partner(reading, Holder(holder.first, at + 1, holder.cores, "apposition"))
    return None


def _explained(reading: Reading, description: Holder) -> Holder | None:
    """The name that a description explains which has an aside itself.

    "*Ann Lee*, an adviser to the mayor, Bo Smith, said".
    """
    comma, name = description.first - 1, reading.by_last.get(description.first - 1)
    if reading.word(comma) != "," or name is None or name.last - name.first < 2:
        return None
    plain = all(tag == "NNP" for tag in reading.tags[name.first : name.last])
    if reading.tags[description.first] != "DT" or not plain or not opens_clause(reading, name.first - 1):
        return None
    return Holder(name.first, name.last, ((name.first, name.last),), "apposition")


def _with_partner(reading: Reading, holder: Holder) -> Holder:
    """A source with the one before "and" with its own parenthesis ("*the mayor, Ann Lee, and* the chief")."""
    if (
        reading.word(holder.first - 1) == "and"
        and reading.word(holder.first - 2) == ","
        and (partner := _over_parenthesis(reading, holder.first - 2)) is not None
    ):
        return Holder(partner.first, holder.last, partner.cores + holder.cores, "apposition")
    return holder


def _opens_parenthesis(reading: Reading, index: int, at: int, opening: str) -> bool:
    if opening != ",":
        return True
    if index + 1 >= at or (
        reading.tags[index + 1] not in PARENTHESIS_OPENERS
        and reading.lower[index + 1] not in REFLEXIVE | {"whose"}
    ):
        return False
    relative = reading.tags[index + 1] in ("WP", "WDT", "WRB", "WP$") or reading.lower[index + 1] == "whose"
    inner = reading.tags[index + 1 : at]
    finite = sum(tag in FINITE for tag in inner[1:]) + (inner[0] in ("VBZ", "VBP", "MD"))
    relatives = sum(tag in ("WP", "WDT", "WRB", "IN-that") for tag in inner)
    if inner[0] == "IN":  # "in an interview *broadcast* on Monday": a participle that looks like a past tense
        finite -= sum(reading.tags[at] in ("VBD", "VBP") and at in reading.by_last for at in range(index, at))
    return finite <= relatives * 2 if not relative else finite <= relatives + 2


def opens_clause(reading: Reading, before: int) -> bool:
    """Whether a clause may open behind this token."""
    while before >= 0 and reading.tags[before] == "RB":
        before -= 1
    tag, word = reading.tag(before), reading.word(before)
    if (
        tag in ("^", ",", "CC", "IN-that", ":", ";", "—", "–", '"', "WRB", "WP", "WDT", "(", ".", "?", "!")
        or word in NO_CHAIN
    ):
        return True
    phrase = reading.by_last.get(before + 1)
    if phrase is not None and reading.is_temporal(phrase):
        return phrase.first == 0 or reading.tags[phrase.first - 1] in ("IN", ",", "CC", "IN-that", '"')
    return tag in VERBS - {"VB"} and any(
        "clause" in entry.takes and "addressee" not in entry.takes for entry in cues("verbs").get(word, ())
    )


def holder_after(reading: Reading, at: int) -> Holder | None:
    """The subject behind an inverted cue ("said *Ann Smith, the mayor of the town*")."""
    phrase = reading.by_first.get(at)
    if phrase is None:
        return None
    last = noun_chain_after(reading, at, owner=True)
    if reading.tag(last) in FINITE and reading.words[last] not in CLOSERS:
        return None
    return Holder(at, with_apposition(reading, last), conjuncts(reading, at, last), "inverted")


def conjuncts(reading: Reading, first: int, last: int) -> tuple[tuple[int, int], ...]:
    """The coordinated phrases of a chain of noun phrases."""
    cores, start = [], first
    for index in range(first, last):
        if (
            reading.lower[index] in ("and", "or", "nor", "&")
            and index + 1 in reading.by_first
            and index in reading.by_last
        ):
            cores.append((start, index))
            start = index + 1
    return (*cores, (start, last))


def with_apposition(reading: Reading, last: int) -> int:
    """The end of a source with the apposition or relative clause behind it, up to its comma."""
    if reading.word(last) == "(":
        close = next(
            (i for i in range(last, min(last + 12, reading.size)) if reading.lower[i] == ")"), last - 1
        )
        last = close + 1
    while reading.word(last) == "," and _is_apposition(reading, last + 1):
        end = last + 1
        while end < reading.size and not _ends_apposition(reading, end):
            end += 1
        if end >= reading.body_end() or reading.words[end] in ENDS:
            return min(end, reading.body_end())
        last = end
    return last


def _is_apposition(reading: Reading, at: int) -> bool:
    tag = reading.tag(at)
    if tag in ("WP", "WDT") or reading.word(at) in ("who", "whose", "which", "himself", "herself"):
        return True
    if tag in ("DT", "NN", "NNP", "NNS", "PRP$", "JJ", "CD"):
        phrase = reading.by_first.get(at)
        return phrase is not None and not reading.is_temporal(phrase)
    return False


def _ends_apposition(reading: Reading, at: int) -> bool:
    word = reading.lower[at]
    if word in (";", ":", "—", "–") or reading.words[at] in OPENERS and word != "'":
        return True
    return word == "," and (
        reading.tag(at + 1) in ("VBG", "IN", "CC", "PRP", "RB", "VBD", "DT", "WP", "WDT", '"', "NNP", "NN")
        or reading.word(at + 1) in OPENERS
    )


def possessor(reading: Reading, noun: int) -> Holder | None:
    """The possessor of a noun ("*the minister's* appeal", "*his* appeal")."""
    phrase = reading.phrase_over(noun)
    if phrase is None:
        return None
    for index in range(noun - 1, phrase.first - 1, -1):
        tag = reading.tags[index]
        if tag == "PRP$":
            return Holder(index, index + 1, ((index, index + 1),), "possessive")
        if tag == "POS" or reading.words[index] in ("'", "’") and index > phrase.first:
            first = _without_day(reading, phrase)
            return Holder(first, index + 1, ((first, index),), "possessive")
        if tag not in ("JJ", "NN", "NNS", "NNP", "VBN", "VBG", "CD", "JJS", "JJR", "RB"):
            return None
    return None


def agent_after(
    reading: Reading, at: int, *, limit: int = 14, prepositions: tuple[str, ...] = ("by",)
) -> Holder | None:
    """The agent behind "by" ("rejected *by the court*")."""
    for index in range(at, min(reading.size - 1, at + limit)):
        word = reading.lower[index]
        if word in prepositions and index + 1 in reading.by_first:
            phrase = reading.by_first[index + 1]
            if reading.is_temporal(phrase) or reading.tags[phrase.head] == "CD":
                continue
            last = noun_chain_after(reading, index + 1, owner=True)
            return Holder(index + 1, last, conjuncts(reading, index + 1, last), "agent")
        if (
            word in (",", ";", ":", ".", "—")
            or reading.tags[index] in FINITE
            or reading.tags[index] in ("IN-that", "WP", "WDT")
        ):
            return None
    return None


def is_document(reading: Reading, holder: Holder) -> bool:
    """Whether the source is a report, poll or text rather than somebody."""
    return any(
        reading.lower[index] in words("sources.documents") for index in range(holder.first, holder.last)
    )


ABSTRACT = (
    "tion",
    "sion",
    "ment",
    "ness",
    "ity",
    "ence",
    "ance",
    "ism",
    "ing",
    "ship",
    "ure",
    "al",
    "sis",
    "hood",
    "th",
)


def _head(reading: Reading, holder: Holder) -> int:
    first, last = holder.cores[0] if holder.cores else (holder.first, holder.last)
    phrase = reading.by_first.get(first) or reading.phrase_over(first)
    return phrase.head if phrase is not None and phrase.head < last else first


def is_listed_thing(reading: Reading, holder: Holder) -> bool:
    """Whether the source is one of the things that the rules list ("no *deaths* reported")."""
    return reading.lower[_head(reading, holder)].removesuffix("s") in words("sources.things")


def is_thing(reading: Reading, holder: Holder) -> bool:
    """Whether the source is no speaker and no text but a thing or an event ("the *deployment* suggests")."""
    head = _head(reading, holder)
    word = reading.lower[head]
    if (
        reading.tags[head] not in ("NN", "NNS")
        or word in words("sources.documents")
        or word in words("sources.bodies")
    ):
        return False
    single = word.removesuffix("s")
    if single in words("sources.bodies"):
        return False
    return single in words("sources.things") or (len(word) > 5 and single.endswith(ABSTRACT))
