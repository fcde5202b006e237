"""A number without its noun: what it counts is told by the words or the figure before it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from nkreport import grammar
from nkreport.figures.mentions import Mention, chain, forms_of, head_word, lexicon_words
from nkreport.figures.nouns import HARM, MATERIEL, Kind, Known, forms_in, lookup, singular, words_of
from nkreport.figures.people import lowered
from nkreport.text import Sentence

# A small number without a noun is a count of what was counted before only close by; a large one further on.
LARGE, FAR, BETWEEN, NEAR = 200, 12, 6, 2


def elided_kind(mention: Mention, earlier: Sequence[Known]) -> Kind:
    """A bare number.

    What a noun before it in the sentence names, else the same number, else the last figure.
    """
    value = mention.quantity.value if mention.quantity.value is not None else mention.quantity.low
    if _is_no_count(mention, value):
        return Kind("other", "elided", "kind.other")
    if _is_strength_of(mention) or _is_size_of_groups(mention):
        return Kind("troops", "elided", "kind.elided")
    for known in reversed(earlier):
        other = known.mention.quantity
        if (
            value
            and value == (other.value if other.value is not None else other.low)
            and value > 12
            and known.kind.kind != "other"
        ):
            return Kind(known.kind.kind, known.kind.noun, "kind.elided")
    if (gapped := _gapped(mention, earlier)) is not None:
        return gapped
    if (again := _another_count(mention, earlier)) is not None:
        return again
    same = [
        known
        for known in earlier
        if known.mention.sentence is mention.sentence and known.kind.kind not in ("other", "money")
    ]
    local = _nearest_noun(mention.sentence, mention.first, skip="containers" if _would_fit(mention) else "")
    if local and local[0] == "other":
        return Kind("other", "elided", "kind.other")
    if (
        value is not None
        and value <= 3
        and mention.first < mention.numeral
        and mention.sentence.lower[mention.first] == "the"
    ):
        return Kind("other", "elided", "kind.other")
    if _would_fit(mention):
        same = [known for known in same if known.kind.kind != "containers"]
    if same and (local is None or local[1] < same[-1].mention.first):
        return _as_before(same[-1], mention)
    if local:
        return Kind(local[0], local[0], "kind.elided")
    recent = [known for known in earlier if known.kind.kind not in ("other", "money")]
    if recent and _within_reach(mention, value, recent[-1]):
        return _as_before(recent[-1], mention)
    if _fights(mention) or _is_known_force(mention, value):
        return Kind("troops", "elided", "kind.elided")
    return _ahead(mention) if not recent else Kind("other", "elided", "kind.other")


# What may be so many strong and is no army.
NO_FORCES = frozenset("crowd rally audience workforce congregation membership choir staff".split())
# Tokens before a number in which its force is looked for.
FORCE_REACH = 8


def _is_strength_of(mention: Mention) -> bool:
    """Whether a bare number is the strength of a force: "the guard, on paper 30,000 *strong*"."""
    if mention.sentence.lower[mention.after : mention.after + 1] != ["strong"]:
        return False
    return NO_FORCES.isdisjoint(mention.words(mention.first - FORCE_REACH, mention.first))


def _is_size_of_groups(mention: Mention) -> bool:
    """Whether soldiers come in so many at a time: "in *waves of* 30", in a text that speaks of soldiers."""
    before = mention.words(mention.first - 2, mention.first)
    if before[1:] != ["of"] or before[0] not in ("waves", "squads", "packs", "teams"):
        return False
    return _speaks_of_soldiers(mention)


def _speaks_of_soldiers(mention: Mention) -> bool:
    return any(noun in lowered(mention.sentence.document) for noun in ("soldiers", "troops", "servicemen"))


def _another_count(mention: Mention, earlier: Sequence[Known]) -> Kind | None:
    """ "Gave an *estimate of* 900", "put the *figure at* 900": of what was counted last."""
    lower, at = mention.sentence.lower, mention.first - 1
    if at < 1 or lower[at] not in ("of", "at") or singular(lower[at - 1]) not in COUNTS or not earlier:
        return None
    last = earlier[-1]
    if mention.sentence.index - last.mention.sentence.index > 1 or last.kind.kind in ("other", "money"):
        return None
    return Kind(last.kind.kind, last.kind.noun, "kind.elided")


COUNTS = frozenset(("estimate", "figure", "toll", "count", "tally", "total"))


def _is_known_force(mention: Mention, value: float | None) -> bool:
    """Whether a large number with "the" is of the soldiers that the text is about: "half of *the 9,000*"."""
    large = value is not None and value >= LARGE
    defined = "the" in mention.words(mention.first - 1, mention.numeral)
    return large and defined and _speaks_of_soldiers(mention)


def _fights(mention: Mention) -> bool:
    """Whether those counted do what soldiers do: "fewer than 900 are fit to fight"."""
    verbs = forms_in("fighting_verbs")
    if any(mention.sentence.lower[group.head] in verbs for group in chain(mention)):
        return True
    following = mention.words(mention.behind.last, mention.behind.last + 3) if mention.behind else []
    return following[1:2] == ["to"] and following[-1] in verbs


LIST_REACH = 8  # tokens behind the colon of a list's number in which its noun stands


def listed_kind(mention: Mention) -> Kind | None:
    """The kind of a number that opens a line of a list: "900: gunners sent in May", "60: killed there"."""
    lower = mention.sentence.lower
    if mention.first or lower[mention.after : mention.after + 1] != [":"]:
        return None
    behind = lower[mention.after + 1 : mention.after + 1 + LIST_REACH]
    found = [known for at in range(len(behind)) if (known := lookup(behind[max(0, at - 1) : at + 1]))]
    harmed = {kind for kind, _ in found} & {"killed", "wounded"}
    if len(harmed) > 1:
        return Kind("casualties", "casualties", "kind.casualties.noun")
    return Kind(found[0][0], found[0][0], found[0][1]) if found and found[0][0] != "people" else None


def is_deployed(mention: Mention) -> bool:
    """Whether a bare number is of those deployed: "half of the 9,000 *deployed*" were killed."""
    group = mention.attached
    if group is None or group.form != "VBN":
        return False
    head = mention.sentence.lower[group.head]
    if head in forms_of("send") and mention.words(mention.first - 2, mention.first) == ["out", "of"]:
        return True  # "600 dead out of some 15,000 sent"
    if head not in forms_in("deploying"):
        return False
    return "the" in mention.words(mention.first - 1, mention.numeral)


def part_of_materiel(mention: Mention, earlier: Sequence[Known]) -> Kind | None:
    """ "30 of the 42 drones", "40 tanks, 12 of them": what happens to wares does not change what they are."""
    lower, at = mention.sentence.lower, mention.after
    if lower[at : at + 1] != ["of"] or _would_fit(mention):
        return None
    if lower[at + 1 : at + 2] and lower[at + 1] in ("them", "these", "those", "which"):
        last = earlier[-1] if earlier else None
        if last is None or mention.sentence.index - last.mention.sentence.index > 1:
            return None
        return Kind(last.kind.kind, last.kind.noun, "kind.elided") if last.kind.noun in MATERIEL else None
    for phrase in grammar.noun_phrases(mention.sentence):
        if phrase.first == at + 1:
            known = lookup(lower[max(phrase.first, phrase.last - 3) : phrase.last])
            return Kind(known[0], known[0], "kind.elided") if known and known[0] in MATERIEL else None
    return None


def _within_reach(mention: Mention, value: float | None, known: Known) -> bool:
    distance = mention.sentence.index - known.mention.sentence.index
    marked = mention.quantity.modifier is not None or (
        mention.attached is not None and mention.attached.form == "finite"
    )
    return distance <= (FAR if value is not None and value >= LARGE else BETWEEN if marked else NEAR)


def _is_no_count(mention: Mention, value: float | None) -> bool:
    """Whether a bare number is an age or a score: no whole number, or said of one person."""
    if value is not None and value != int(value) and mention.quantity.bound != "range":
        return True
    lower, group = mention.sentence.lower, mention.before
    if value is None or value >= 120:
        return False
    aged = not {"age", "aged", "turned", "turns", "turning", "old"}.isdisjoint(
        mention.words(mention.first - 3, mention.last + 2)
    )
    person = (
        group is not None
        and mention.direct
        and lower[group.head] in ("be", "is", "was")
        and not mention.quantity.modifier
    )
    return aged or (
        person
        and group is not None
        and group.first > 0
        and grammar.tags(mention.sentence)[group.first - 1] in ("PRP", "NNP")
    )


def _as_before(known: Known, mention: Mention) -> Kind:
    """What the earlier figure counts by its noun: what happened to those need not have happened to these."""
    noun = known.kind.noun
    if noun in HARM and mention.words(mention.after, mention.after + 2) == ["of", "them"]:
        noun = "people"  # "2,700 wounded … hundreds of them came back"
    kind = (
        noun if noun not in ("elided", "people") else "other" if known.kind.kind in HARM else known.kind.kind
    )
    return Kind(kind, noun, "kind.elided")


# A count of nations, days or villages is small; a number behind it is of something else.
SMALL = 20


def _gapped(mention: Mention, earlier: Sequence[Known]) -> Kind | None:
    """A number that shares the verb and the noun of the one before it.

    "600 were killed in May and 2,000 in June".
    """
    if not earlier or earlier[-1].mention.sentence is not mention.sentence or mention.behind is not None:
        return None
    last = earlier[-1]
    groups = grammar.verb_groups(mention.sentence)
    if any(
        last.mention.after <= group.first < mention.first
        and group not in (last.mention.attached, last.mention.behind)
        for group in groups
    ):
        return None
    if last.kind.kind == "other" and (last.mention.quantity.value or SMALL) < SMALL:
        return None
    if _nearest_noun(mention.sentence, mention.first, last.mention.last + 1) is not None:
        return None
    return Kind(last.kind.kind, last.kind.noun, last.kind.rule)


def _would_fit(mention: Mention) -> bool:
    """Whether the number says how many would go in: then it does not count the boxes."""
    group = mention.before
    if group is None or not mention.direct:
        return False
    return head_word(mention, group) in forms_in("holding_verbs")


def _nearest_noun(sentence: Sentence, until: int, since: int = 0, skip: str = "") -> tuple[str, int] | None:
    """The kind of the nearest plural or collective noun to the left, with its index."""
    lower, several = sentence.lower, _several(sentence)
    for index in several[bisect_left(several, since) : bisect_left(several, until)][::-1]:
        known = lookup(lower[max(0, index - 2) : index + 1])
        if known and known[0] not in ("other", "people", skip):
            return known[0], index
        if "of" in lower[max(0, index - 6) : index] and not words_of("count_nouns").isdisjoint(
            lower[max(0, index - 8) : index - 1]
        ):
            return "other", index
    return None


def _several(sentence: Sentence) -> list[int]:
    """The plural and collective nouns of a sentence that modify no other noun; kept on it."""
    kept: list[int] | None = sentence.__dict__.get("several")
    if kept is None:
        tags, lower = grammar.tags(sentence), sentence.lower
        kept = sentence.__dict__["several"] = [
            index
            for index, tag in enumerate(tags)
            if (tag in grammar.NOUNS or (lower[index] in HURT and lower[index - 1] == "the"))
            and (lower[index] != singular(lower[index]) or lower[index] in COLLECTIVES)
            and not (index + 1 < len(tags) and tags[index + 1] in ("NN", "NNS", "NNP", "POS"))
        ]
    return kept


HURT = frozenset(("dead", "wounded", "injured", "killed"))
COLLECTIVES = HURT | frozenset(("contingent", "force", "army", "toll", "intake", "strength", "manpower"))


def _plurals(sentence: Sentence) -> list[int]:
    """Where plural nouns stand; kept on the sentence."""
    kept: list[int] | None = sentence.__dict__.get("plurals")
    if kept is None:
        found = grammar.tags(sentence)
        kept = sentence.__dict__["plurals"] = [index for index, tag in enumerate(found) if tag == "NNS"]
    return kept


def _ahead(mention: Mention) -> Kind:
    """With nothing before it: a noun that follows in the sentence."""
    lower, plurals = mention.sentence.lower, _plurals(mention.sentence)
    for index in plurals[bisect_left(plurals, mention.last) :]:
        known = lookup(lower[max(0, index - 2) : index + 1])
        if known and known[0] not in ("other", "people"):
            return Kind(known[0], known[0], "kind.elided")
    return _from_text_before(mention)


def _from_text_before(mention: Mention) -> Kind:
    """With no figure before it: the last noun of the two sentences before."""
    sentences = mention.sentence.document.sentences
    for index in range(mention.sentence.index - 1, max(-1, mention.sentence.index - 3), -1):
        known = _nearest_noun(sentences[index], len(sentences[index].lower))
        if known:
            return Kind(known[0], known[0], "kind.elided")
        if _demonyms(sentences[index]) and any(
            noun in lowered(mention.sentence.document) for noun in lexicon_words("soldiers")
        ):
            return Kind("troops", "people", "kind.elided")
    return Kind("other", "elided", "kind.other")


def _demonyms(sentence: Sentence) -> list[int]:
    """Where the plurals of nationals end: "North Koreans"."""
    kept: list[int] | None = sentence.__dict__.get("demonyms")
    if kept is None:
        kept = sentence.__dict__["demonyms"] = [
            index + 1
            for index, word in enumerate(sentence.words)
            if word.endswith("ans") and word[0].isupper()
        ]
    return kept
