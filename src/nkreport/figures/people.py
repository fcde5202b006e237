"""People, men and nationals: soldiers where the clause, or the figure before, is about soldiers."""

from __future__ import annotations

from collections.abc import Sequence

from nkreport.figures.mentions import Mention, chain, lexicon_words
from nkreport.figures.nouns import Kind, Known, counted_words, forms_in, is_demonym, singular, words_of
from nkreport.hedging import segments
from nkreport.text import Document

# Sentences within which people are still those of the troops counted last; nationals further than others.
CLOSE, CLOSE_NATIONALS = 3, 6
# Smaller numbers are repeated by chance.
LARGE = 200


def people_kind(mention: Mention, earlier: Sequence[Known], rule: str) -> Kind:
    """People, men, nationals: troops where the sentence or the figure before is about troops."""
    words = counted_words(mention)
    head = singular(words[-1]) if words else ""
    if _is_sent_to_work(mention):
        return Kind("workers", "people", "kind.workers")
    value = mention.quantity.value or mention.quantity.low or 0
    if any(known.kind.kind == "troops" and _same_value(known, mention) for known in earlier) or _is_sent(
        mention
    ):
        return Kind("troops", "people", rule)
    clause = clause_words(mention)
    if not words_of("civil_words").isdisjoint(clause):
        return Kind("other", "people", "kind.other")
    reach = CLOSE_NATIONALS if is_demonym(mention, words) else CLOSE
    near = (
        bool(earlier)
        and earlier[-1].kind.kind == "troops"
        and mention.sentence.index - earlier[-1].mention.sentence.index <= reach
    )
    military = not words_of("military_words").isdisjoint(clause) or _signs_up(clause)
    many = head == "man" and value >= 100
    nationals = is_demonym(mention, words) and value <= 100_000 and (
        _does_as_soldiers(mention) or _is_of_the_war(mention, words)
    )
    if near or military or many or nationals or (value <= 100_000 and _soldiers_here(mention, words)):
        return Kind("troops", "people", rule)
    return Kind("other", "people", "kind.other")


def _is_sent_to_work(mention: Mention) -> bool:
    """Whether people are sent, brought or hired *to work*: they are no soldiers."""
    part = segments(mention.sentence)[mention.segment]
    behind = mention.words(mention.last, min(part.last, mention.last + WORK_REACH))
    return any(behind[at : at + 2] == ["to", "work"] for at in range(len(behind)))


WORK_REACH = 10  # tokens behind people in which it is told what they are sent for


def _is_sent(mention: Mention) -> bool:
    """Whether a verb over the figure does to people what is done to soldiers: sends, deploys, trains them."""
    return any(mention.sentence.lower[group.head] in forms_in("troop_verbs") for group in chain(mention))


def _signs_up(clause: Sequence[str]) -> bool:
    """Whether people sign contracts: they enlist."""
    contracts = not {"contract", "contracts"}.isdisjoint(clause)
    return contracts and not {"sign", "signed", "signing"}.isdisjoint(clause)


# So many different words for soldiers make a text one about a war.
WAR_WORDS = 3


def _is_of_the_war(mention: Mention, words: Sequence[str]) -> bool:
    """Whether nationals are those of a text about a war whose soldiers are named by their nation only once.

    "Of the 900 *Finns* in the town", where Finns are said to fight, to be deployed, to be sent.
    """
    text = lowered(mention.sentence.document)
    known: dict[str, bool] = mention.sentence.document.__dict__.setdefault("at_war", {})
    nation = words[-1][:-1]
    if nation not in known:
        named = any(f"{nation} {noun}" in text for noun in lexicon_words("soldiers") | {"general", "army"})
        told = sum(f" {word}" in text for word in words_of("military_words"))
        known[nation] = named and told >= WAR_WORDS
    return known[nation]


def _does_as_soldiers(mention: Mention) -> bool:
    """Whether nationals do what soldiers do, in a text that speaks of soldiers: "900 Finns *arrived*"."""
    verbs = forms_in("soldierly_verbs")
    if not any(mention.sentence.lower[group.head] in verbs for group in chain(mention)):
        return False
    return any(noun in lowered(mention.sentence.document) for noun in ("soldiers", "troops", "servicemen"))


def _same_value(known: Known, mention: Mention) -> bool:
    value = mention.quantity.value
    return value is not None and value >= LARGE and known.mention.quantity.value == value


# An article that names a nation's soldiers so often means them by the nation's name too.
OFTEN = 3


def _soldiers_here(mention: Mention, words: Sequence[str]) -> bool:
    """Whether the article speaks of soldiers of the nation named.

    "3,000 North Koreans" where "North Korean troops" stand.
    """
    if not words or not words[-1].endswith("s"):
        return False
    stem = " ".join([word for word in words[-2:-1] if word in ("north", "south")] + [words[-1][:-1]])
    counts: dict[str, int] = mention.sentence.document.__dict__.setdefault("soldiers_of", {})
    if stem not in counts:
        text = lowered(mention.sentence.document)
        counts[stem] = sum(text.count(f"{stem} {noun}") for noun in lexicon_words("soldiers"))
    return counts[stem] >= OFTEN


def lowered(document: Document) -> str:
    kept: str | None = document.__dict__.get("lowered")
    if kept is None:
        kept = document.__dict__["lowered"] = document.text[:50_000].lower()
    return kept


def clause_words(mention: Mention) -> list[str]:
    """The tokens of the stretch of the sentence that the mention stands in, in lower case."""
    part = segments(mention.sentence)[mention.segment]
    return mention.words(part.first, part.last)
