"""What happens to those whom a figure counts: killed, wounded, captured, lost."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from nkreport import grammar, rules
from nkreport.figures.mentions import Mention, forms_of, lexicon_words
from nkreport.figures.nouns import HARM, Known, forms_in, lookup, singular, words_of
from nkreport.grammar import VerbGroup


@cache
def _harm_verbs() -> dict[str, list[tuple[str, str, str]]]:
    """Verb form → (affects, kind, rule)."""
    table: dict[str, list[tuple[str, str, str]]] = {}
    for rule in rules.load("kinds").rules:
        for base in rule.fields.get("verbs", ()):
            for form in forms_of(base):
                table.setdefault(form, []).append((rule.fields["affects"], rule.fields["kind"], rule.id))
    return table


@cache
def _harm_phrases() -> list[tuple[str, str, str]]:
    return [
        (f" {phrase} ", rule.fields["kind"], rule.id)
        for rule in rules.load("kinds").rules
        for phrase in rule.fields.get("phrases", ())
    ]


def harm_to(mention: Mention, earlier: Sequence[Known], noun: str) -> tuple[str, str] | None:
    """What is done to those counted, with the rule: killed, wounded, casualties, captured, or other."""
    pair = _noun_like_participle(mention) or _predicate(mention)
    if pair:
        return pair
    for group, relation in (
        (mention.before if _is_another(mention) else None, "object"),
        (mention.attached, "subject"),
        (mention.behind, "subject"),
        (mention.before, "object"),
    ):
        if (
            group is None
            or (relation == "object" and not mention.direct)
            or (group is mention.behind and _is_part(mention))
            or (group is mention.attached and _is_of_some(mention, group))
        ):
            continue
        found = _by_group(mention, group, relation, noun)
        if found:
            return found
    return (
        _of_harm(mention) or _by_phrase(mention) or _by_measure(mention) or _by_list(mention, earlier, noun)
    )


SOME = frozenset(("most", "some", "many", "several", "few", "half", "none", "third", "quarter", "majority"))


def _is_of_some(mention: Mention, group: VerbGroup) -> bool:
    """Whether a relative clause tells of a part only: "280 men, *most of whom* surrendered"."""
    between = mention.words(mention.last, group.first)
    return "whom" in between and not SOME.isdisjoint(between)


def _is_another(mention: Mention) -> bool:
    """Whether the participle behind belongs to a second number: "killed 21 gunners and 40 more wounded"."""
    group = mention.attached
    return group is not None and "CD" in grammar.tags(mention.sentence)[mention.last : group.first]


def _predicate(mention: Mention) -> tuple[str, str] | None:
    """ "Of the 900 casualties, 600 were deaths", "some 900 are dead or wounded"."""
    group, lower = mention.behind, mention.sentence.lower
    if group is None or group.last >= len(lower):
        return None
    if lower[group.head] not in grammar.auxiliary("be") and lower[group.head] not in ("become", "became"):
        return None
    if group.first > mention.last + 1:
        return None
    known = lookup(lower[group.last : group.last + 1])
    if known is None or known[0] not in HARM:
        return None
    return paired(mention, group.last, *known)


HARM_NOUNS = {
    "killing": "killed",
    "killings": "killed",
    "wounding": "wounded",
    "capture": "captured",
    "execution": "killed",
    "murder": "killed",
}


def _of_harm(mention: Mention) -> tuple[str, str] | None:
    """ "The bodies of 70 people", "the killing of two men": the noun over the figure."""
    lower, at = mention.sentence.lower, mention.first - 1
    if at < 1 or lower[at] != "of":
        return None
    if lower[at - 1] in HARM_NOUNS:
        return HARM_NOUNS[lower[at - 1]], f"kind.{HARM_NOUNS[lower[at - 1]]}.noun"
    known = lookup(lower[max(0, at - 3) : at])
    return known if known and known[0] in HARM else None


def _is_part(mention: Mention) -> bool:
    """Whether the phrase only completes another: "of the 900 sent, 40 died", "40 of a force of 900 died"."""
    lower, at = mention.sentence.lower, mention.first - 1
    while at > 0 and grammar.tags(mention.sentence)[at] in ("JJ", "VBG", "DT"):
        at -= 1
    if at < 0 or lower[at] not in ("of", "from", "among") or lower[at - 1] in ("north", "excess", "upwards"):
        return False
    counts = words_of("count_nouns")
    return at == 0 or singular(lower[at - 1]) not in counts


# How many tokens before its verb "losses" may stand, and before a verb whose subject is "which".
MEASURE_REACH, RELATIVE_REACH = 12, 20


def _counts_harmed(lower: Sequence[str], group: VerbGroup) -> bool:
    """Whether a participle ends "the number of troops *killed*"."""
    before = lower[max(0, group.first - 5) : group.first]
    return "of" in before and any(
        singular(word) in words_of("count_nouns") for word in before[: before.index("of")]
    )


def _by_measure(mention: Mention) -> tuple[str, str] | None:
    """The noun before the verb or behind it.

    "Losses exceeded 900 people", "the toll has reached 900", "put the dead at 900".
    """
    group = mention.before
    if group is None:
        return None
    tags, lower = grammar.tags(mention.sentence), mention.sentence.lower
    if group.first and singular(lower[group.first - 1]) in words_of("count_nouns") and not mention.direct:
        for _, kind, rule in _harm_verbs().get(lower[group.head], ()):
            if kind in HARM:
                return kind, rule  # "the number killed at 900"
    if group.form == "VBN" and not mention.direct and _counts_harmed(lower, group):
        for _, kind, rule in _harm_verbs().get(lower[group.head], ()):
            if kind in HARM:
                return kind, rule  # "put the number of troops killed in the raid at 900"
    if group.form == "VBN" and group.first and lower[group.first - 1] == "of":
        return lookup(lower[group.head : group.head + 1])  # "put the number of wounded at 900"
    given = lower[group.head] in forms_in("giving_verbs") and lower[mention.first - 1] in ("as", "at")
    measures = given or lower[group.head] in forms_in("measure_verbs")
    if not measures or "among" in lower[group.last : mention.first]:
        return None  # "counted 40 dead among the 900 men"
    reach = RELATIVE_REACH if "which" in lower[max(0, group.first - 8) : group.first] else MEASURE_REACH
    for index in range(mention.first - 1, max(-1, group.first - reach), -1):
        if (
            tags[index] in ("NNS", "NN")
            or lower[index] in ("dead", "wounded", "fallen")
            or (
                tags[index] in ("VBN", "VBD")
                and not group.first <= index < group.last
                and lower[index] in ("killed", "wounded", "injured", "captured", "fallen")
            )
        ):
            known = lookup(lower[max(0, index - 2) : index + 1]) or (
                ("killed", "kind.killed.noun") if lower[index] == "toll" else None
            )
            if known and known[0] in HARM:
                return known
    return None


def _noun_like_participle(mention: Mention) -> tuple[str, str] | None:
    """ "300 killed", "2,700 wounded", "50 dead": the word right behind the number or its noun."""
    lower = mention.sentence.lower
    for at in (mention.after, mention.last):
        index = at
        while index < len(lower) and lower[index] in (
            "have",
            "had",
            "been",
            "were",
            "was",
            "are",
            "of",
            "them",
            "being",
            "more",
            "others",
            "reportedly",
            "also",
        ):
            index += 1
        if index < len(lower):
            known = _harm_verbs().get(lower[index]) if index == at or not _is_part(mention) else None
            if known and (
                lower[index].endswith(("ed", "n", "t"))
                and known[0][0] == "object"
                or index > at
                and known[0][0] == "subject"
            ):
                if known[0][1] == "casualties" or (
                    index == at
                    and grammar.tags(mention.sentence)[index] == "VBD"
                    and _object_follows(mention, index)
                ):
                    continue
                return paired(mention, index, known[0][1], known[0][2])
            if lower[index] in ("dead", "wounded", "injured", "missing") and index == at:
                kind = {"dead": "killed", "missing": "other"}.get(lower[index], "wounded")
                return paired(mention, index, kind, f"kind.{kind}.noun" if kind != "other" else "kind.other")
    return None


def _takes_object(mention: Mention, group: VerbGroup) -> bool:
    """Whether what looks like a lone participle has an object.

    Then it is a past tense ("the blast killed six men").
    """
    return group.first == group.head and _object_follows(mention, group.head)


def _object_follows(mention: Mention, index: int) -> bool:
    """Whether a noun phrase follows a verb: then those before it did it."""
    tags = grammar.tags(mention.sentence)
    return index + 1 < len(tags) and (
        tags[index + 1] in ("DT", "CD", "NNS", "NNP", "NN", "PRP", "PRP$", "JJ")
        or mention.sentence.lower[index + 1] in ("about", "over", "around", "at", "up")
        and "CD" in tags[index + 2 : index + 4]
    )


DESTROYED = [("object", "killed", "kind.killed.verb")]


def _by_group(mention: Mention, group: VerbGroup, relation: str, noun: str) -> tuple[str, str] | None:
    head = mention.sentence.lower[group.head]
    people = noun in ("people", "troops") and head in forms_in("destroying")
    for affects, kind, rule in DESTROYED if people else _harm_verbs().get(head, ()):
        passive = (group.passive or group.form == "VBN") and not _takes_object(mention, group)
        if affects == "subject":
            hit = relation == "subject"
        else:
            hit = passive if relation == "subject" else not passive
        if hit:
            return paired(mention, group.head, kind, rule)
    return None


def paired(mention: Mention, index: int, kind: str, rule: str) -> tuple[str, str]:
    """ "killed or wounded", "dead and wounded", "killed, wounded or captured": casualties."""
    lower = mention.sentence.lower
    kinds = {kind} | {entry[1] for entry in _harm_verbs().get(lower[index], ()) if entry[0] == "object"}
    for step in (1, -1):
        at = index + step
        while 0 <= at < len(lower) and (
            lower[at]
            in (",", "or", "and", "and/or", "/", "seriously", "severely", "badly", "captured", "missing")
        ):
            at += step
        if abs(at - index) > 1 and 0 <= at < len(lower):
            kinds |= {
                entry[1]
                for entry in _harm_verbs().get(lower[at], ())
                if entry[0] == "object" and not _opens_own(mention, at)
            }
            if lower[at] == "dead":
                kinds.add("killed")
    if len(kinds & {"killed", "wounded", "captured"}) > 1 or "casualties" in kinds and kind != "casualties":
        return "casualties", "kind.casualties.noun"
    return kind, rule


def _opens_own(mention: Mention, at: int) -> bool:
    """Whether the other verb has a number of its own behind it ("killed 3 and wounded 20") or an
    auxiliary before it.
    """
    tags, lower = grammar.tags(mention.sentence), mention.sentence.lower
    counted = "CD" in tags[at + 1 : at + 5] and tags[at] in ("VBD", "VBG", "VB")
    return counted or (at > 0 and lower[at - 1] in ("were", "was", "been"))


def _by_phrase(mention: Mention) -> tuple[str, str] | None:
    part = mention.part
    text = " " + " ".join(mention.words(mention.last, min(part.last, mention.last + 12))) + " "
    before = " " + " ".join(mention.words(max(part.first, mention.first - 3), mention.first)) + " "
    for phrase, kind, rule in _harm_phrases():
        if phrase in text or phrase in before:
            return kind, rule
    return None


def _by_list(mention: Mention, earlier: Sequence[Known], noun: str) -> tuple[str, str] | None:
    """A part of, or an addition to, the figure right before it in the sentence shares what happened to it."""
    if (
        not earlier
        or earlier[-1].mention.sentence is not mention.sentence
        or noun == "other"
        and earlier[-1].kind.kind not in HARM
    ):
        return None
    last = earlier[-1]
    if last.kind.kind not in HARM:
        return None
    between = mention.words(last.mention.last, mention.first)
    aside = mention.words(mention.after, mention.after + 2) in (["of", "them"], ["of", "whom"])
    listed = len(between) <= 4 and (
        any(word in ("and", "including", "or", ",") for word in between)
        or ("among" in between and "them" in between)
    )
    inside = (
        any(word in ("including", "whom") for word in between)
        or aside
        or any(word in ("among", "amongst") for word in mention.words(mention.last, mention.last + 2))
    )
    opened = mention.sentence.lower[last.mention.part.first] == "among" and between in (["were"], ["are"])
    if (
        inside
        or opened
        or listed
        and last.kind.noun in ("troops", "people", "elided", "workers")
        and mention.behind is None
        and all(word in lexicon_words("inclusive") for word in between)
    ):
        return last.kind.kind, last.kind.rule
    return None
