"""Attributions without a plain verb: a name and a colon, "so did the other side", "no comment from"."""

from __future__ import annotations

from nkreport.attribution.contents import Act, fitted
from nkreport.attribution.cues import Cue
from nkreport.attribution.holders import Holder, holder_after, holder_before
from nkreport.attribution.lexicon import cues, words
from nkreport.attribution.quoting import Quotes, marked
from nkreport.attribution.reading import OPENERS, Reading, noun_chain_after

LONGEST_ELLIPSIS = 14  # tokens of a sentence that may repeat an act
AGREEING = frozenset(("too", "likewise", "so", "neither", "nor"))
LONGEST_NAME = 7  # tokens before a colon that may be a speaker's name and office
NAMES = frozenset(("NNP", "NN", "CC", "IN", "DT", "POS", "JJ", "NNS", ",", "("))


def without_verb(reading: Reading, quotes: Quotes) -> list[Act]:
    """The act of a sentence in which no plain cue was found."""
    return name_and_colon(reading, quotes) or about_this(reading) or no_reaction(reading)


def may_lack_verb(lower: list[str]) -> bool:
    """Whether a sentence holds a word that an act without a plain verb needs."""
    return ":" in lower or lower[0] == "about" or not REACTIONS.isdisjoint(lower)


def name_and_colon(reading: Reading, quotes: Quotes) -> list[Act]:
    """The act of a colon behind or before a name, where no other cue was found."""
    if ":" not in reading.lower:
        return []
    act = _name_before(reading, quotes) or _name_behind(reading)
    return [act] if act else []


REACTIONS = frozenset(("comment", "reaction", "response", "reply"))


def no_reaction(reading: Reading) -> list[Act]:
    """ "There was *no immediate comment* from the palace": it declines."""
    for at in [index for index, word in enumerate(reading.lower) if word in REACTIONS]:
        phrase = reading.phrase_over(at)
        source = reading.by_first.get(at + 2)
        if phrase is None or phrase.head != at or reading.lower[phrase.first] != "no" or source is None:
            continue
        before = reading.lower[max(0, phrase.first - 4) : phrase.first]
        if reading.word(at + 1) != "from" or "there" not in before:
            continue
        entry = next(entry for entry in cues("verbs")["kept"] if entry.rule == "no-comment")
        cue = Cue(entry, at, phrase.first, at + 1, at + 1, "mark", entry.act)
        last = noun_chain_after(reading, at + 2, owner=True)
        return [Act(cue, Holder(at + 2, last, ((at + 2, last),), "agent"), "agent", (phrase.first, last))]
    return []


def about_this(reading: Reading) -> list[Act]:
    """ "It fell. *About this the mayor informed*": what the sentence before says, as translations have it."""
    number = reading.sentence.index
    if number == 0 or reading.lower[:2] not in (["about", "this"], ["about", "it"]):
        return []
    told = reading.document.sentences[number - 1]
    for at in range(2, reading.size):
        entries = cues("verbs").get(reading.lower[at], ())
        entry = next((one for one in entries if one.rule in ("say", "tell", "state") and not one.rest), None)
        if entry is None or not (reading.tags[at].startswith("VB") or at == 2):
            continue
        holder = (_subject_from(reading, at) if at > 2 else None) or holder_after(reading, at + 1)
        if holder is None:
            return []
        cue = Cue(entry, at, at, at + 1, at + 1, "mark", entry.act)
        act = Act(cue, holder, "mark", (min(at, holder.first), max(at + 1, holder.last)))
        act.content = [(told.start, told.end - (reading.text[told.end - 1] == "."))]
        return [act]
    return []


def _subject_from(reading: Reading, at: int) -> Holder | None:
    """The subject before a verb, not counting the "about this" before it."""
    holder = holder_before(reading, at)
    if holder is None or holder.first >= 2:
        return holder
    cores = tuple((max(first, 2), last) for first, last in holder.cores)
    return Holder(2, holder.last, cores, holder.how, holder.via)


def may_be_ellipsis(lower: list[str]) -> bool:
    """Whether a sentence may repeat the act before it: short, with "too", "so", "neither" or the like."""
    return len(lower) <= LONGEST_ELLIPSIS and not AGREEING.isdisjoint(lower)


def _colon(reading: Reading, at: int, holder: Holder) -> Act:
    entry = cues("marks")[":"][0]
    return Act(Cue(entry, at, at, at + 1, at + 1, "mark", entry.act), holder, "mark", (holder.first, at + 1))


def _name_before(reading: Reading, quotes: Quotes) -> Act | None:
    """ "*Merkel:* We will manage it." """
    at = reading.lower.index(":")
    if not 0 < at <= LONGEST_NAME or at + 2 >= reading.size or not _is_name(reading, 0, at):
        return None
    act = _colon(reading, at, Holder(0, at, ((0, at),), "mark"))
    if reading.words[at + 1] in OPENERS and (quotation := quotes.by_start.get(reading.ends[at + 1])):
        act.content, act.quoted, act.frame = [marked(reading.text, quotation)], True, "quote"
        return act
    act.content = [fitted(reading, at + 1, reading.body_end(), quotes)]
    return act if act.content[0][1] > act.content[0][0] else None


def _name_behind(reading: Reading) -> Act | None:
    """ "Thousands flee the city: *mayor*", as headlines have it: no full stop, a short name at the end."""
    at = reading.size - 1 - reading.lower[::-1].index(":")
    name = range(at + 1, reading.size)
    if (
        at < 4
        or not 0 < len(name) <= 4
        or reading.words[-1] in ".!?"
        or not all(reading.tags[i] in NAMES for i in name)
    ):
        return None
    if not _is_name(reading, at + 1, reading.size) and reading.lower[at + 1] not in words(
        "sources.documents"
    ):
        return None
    act = _colon(reading, at, Holder(at + 1, reading.size, ((at + 1, reading.size),), "mark"))
    act.block, act.content = (at, reading.size), [reading.span(0, at)]
    return act


def _is_name(reading: Reading, first: int, last: int) -> bool:
    """Whether tokens look like the name of somebody who speaks: capitals, no label, no number."""
    if any(reading.lower[index] in words("sources.labels") for index in range(first, last)):
        return False
    inside = reading.tags[first:last]
    return (
        inside[-1] in ("NNP", ")") and all(tag in NAMES or tag == ")" for tag in inside) and inside[0] != "IN"
    )


def likewise(reading: Reading, last: Act) -> list[Act]:
    """ "The palace denied it. *The church did* too.": the act before it, with another source."""
    for index, word in enumerate(reading.lower):
        if word not in ("did", "does", "has", "have", "do", "was") or index + 1 >= reading.size:
            continue
        after = reading.lower[index + 1]
        if after in ("too", "likewise") and (holder := holder_before(reading, index)):
            return [_copy(last, holder, index, (holder.first, index + 1))]
        if reading.word(index - 1) in ("so", "as", "neither", "nor") and index + 1 in reading.by_first:
            end = noun_chain_after(reading, index + 1, owner=True)
            if end >= reading.body_end():
                behind = Holder(index + 1, end, ((index + 1, end),), "inverted")
                return [_copy(last, behind, index, (index, end))]
    return []


def _copy(act: Act, holder: Holder, at: int, block: tuple[int, int]) -> Act:
    cue = Cue(
        act.cue.entry, at, at, at + 1, at + 1, "ellipsis", act.cue.act, act.cue.negated, act.cue.refused
    )
    return Act(cue, holder, "ellipsis", block, list(act.content), act.frame)
