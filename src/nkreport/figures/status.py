"""Whether a count has happened, is denied, comes on top of another, and what kind of number it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from nkreport import grammar, rules
from nkreport.figures.mentions import Mention, chain, forms_of, head_word, lexicon_words
from nkreport.figures.nouns import HARM, PEOPLE, Kind, Known
from nkreport.grammar import VerbGroup
from nkreport.hedging import segments


@dataclass(frozen=True, slots=True)
class Setting:
    """The columns that the clause decides, with the rules that decided."""

    status: str
    polarity: str
    basis: str
    additional: bool
    rules: tuple[str, ...]


@cache
def _rule(name: str) -> rules.Rule:
    return next(rule for rule in rules.load("figures").rules if rule.id == name)


@cache
def _verbs(name: str) -> frozenset[str]:
    return frozenset().union(*(forms_of(base) for base in _rule(name).fields.get("verbs", ())))


@cache
def _cues(name: str) -> frozenset[str]:
    return frozenset(_rule(name).fields.get("cues", ()))


@cache
def _lexicon(name: str) -> frozenset[str]:
    """The verbs of a list of the clause lexicon, in every form."""
    return frozenset().union(*(forms_of(base) for base in rules.load("figures").lexicon["clause"][name]))


def setting_of(
    mention: Mention, kind: Kind, earlier: Sequence[Known], settings: Sequence[Setting]
) -> Setting:
    """Status, polarity, basis and addition of a mention; `settings` are those of the earlier figures."""
    status, why = _status(mention, kind, earlier, settings)
    polarity = "negated" if _is_negated(mention) else "affirmed"
    additional, addition_rule = _additional(mention, kind, earlier, settings)
    basis, basis_rule = ("increment", "") if additional else _basis(mention, status)
    fired = tuple(
        rule
        for rule in (why, "polarity.negated" if polarity == "negated" else "", addition_rule, basis_rule)
        if rule
    )
    return Setting(status, polarity, basis, additional, fired)


# --- status -----------------------------------------------------------------------------------------------


def _status(
    mention: Mention, kind: Kind, earlier: Sequence[Known], settings: Sequence[Setting]
) -> tuple[str, str]:
    groups = list(chain(mention))
    if is_strength(mention):
        return "occurred", ""
    if mention.attached is not None and mention.attached.form == "VBN":
        lower = mention.sentence.lower
        if lower[mention.attached.head] in _verbs("status.planned") and kind.kind != "money":
            return "expected", "status.planned"
        if lower[mention.attached.head] not in ("expected", "estimated", "said", "put"):
            if not _is_purpose_after(mention, mention.attached):
                return "occurred", ""
    if (
        mention.attached is not None
        and mention.attached.form == "finite"
        and not mention.direct
        and _is_contact(mention)
    ):
        return (
            ("expected", "status.future")
            if mention.attached.modal in _cues("status.future")
            else ("occurred", "")
        )
    if _is_condition(mention):
        return "expected", "status.future"
    if kind.kind in HARM and mention.attached is not None and mention.attached.form == "finite":
        groups = [group for group in groups if group is not mention.attached]  # "killed ten who sought aid"
    for group in groups:
        verdict = _verdict(mention, group)
        if verdict == "occurred":
            return "occurred", ""
        if verdict:
            return "expected", verdict
    if _phrase_before(mention):
        return "expected", "status.planned"
    if _only_named(mention, groups):
        referent = _referent(mention, kind, earlier)
        if referent is not None:
            return settings[referent].status, ""
    return "occurred", ""


def _is_condition(mention: Mention) -> bool:
    """Whether the figure is the subject of a condition that has not come: "if 900 more follow"."""
    group, part = mention.behind, mention.part
    if group is None or group.tense != "present" or group.perfect or group.head != group.first:
        return False
    head = head_word(mention, group)
    return mention.sentence.lower[part.first] == "if" and head not in _lexicon("stative")


def _is_contact(mention: Mention) -> bool:
    """Whether a clause without a pronoun follows the noun: "the 900 troops it sent"."""
    tags = grammar.tags(mention.sentence)
    return tags[mention.last : mention.last + 1] in (["PRP"], ["DT"], ["NNP"]) and mention.behind is None


def is_strength(mention: Mention) -> bool:
    """Whether the number only says how strong a body is: "its 40,000-strong army"."""
    return any("strong" in word for word in mention.words(mention.numeral, mention.after + 1))


def _is_purpose_after(mention: Mention, group: VerbGroup) -> bool:
    """Whether "to be" precedes the participle."""
    return mention.sentence.lower[max(0, group.first - 2) : group.first] == ["to", "be"]


def _verdict(mention: Mention, group: VerbGroup) -> str | None:
    """What one verb group says of the status.

    `occurred`, the rule for `expected`, or None where it says nothing.
    """
    lower = mention.sentence.lower
    head = head_word(mention, group)
    stative = head in _lexicon("stative")
    if head in _lexicon("speaking") or (group.negated and head in _lexicon("checked")):
        return None  # "will say only that 900 fell", "900 men, which could not be verified"
    if group.modal in ("would", "'d") and head in ("put", "say", "guess", "estimate"):
        return None  # "I would put it at 900"
    if group.modal in _cues("status.future"):
        guess = group.modal in ("could", "may", "might", "should") or (
            group.modal == "would" and (group.perfect or group is not mention.behind)
        )
        if guess and (
            group.perfect
            or (stative and lexicon_words("later").isdisjoint(lower[group.first : group.last + 2]))
        ):
            return "occurred"
        return "status.future"
    if mention.first and lower[mention.first - 1] == "for" and head in _lexicon("asking"):
        return "status.planned"  # "asked the North for 900 more"
    if head in _verbs("status.planned"):
        return _planned(mention, group, head)
    if group.form == "infinitive":
        return _infinitive(mention, group, stative)
    if group is mention.behind:
        return _complement(mention, group)
    if group.form in ("VBG", "VBN") and group is not mention.attached:
        return None
    return None


def _complement(mention: Mention, group: VerbGroup) -> str | None:
    """An infinitive behind the verb of the clause.

    "are to go", "are due to arrive", "are expected to arrive".
    """
    lower = mention.sentence.lower
    at = group.last
    tags = grammar.tags(mention.sentence)
    while at < len(tags) and tags[at] == "RB":
        at += 1
    if at < len(lower) and lower[at] in _cues("status.planned") and "to" in lower[at + 1 : at + 2]:
        return "status.planned"
    if lower[at : at + 1] == ["to"] and tags[at + 1 : at + 2] == ["VB"]:
        if lower[group.head] in grammar.auxiliary("be") or lower[group.head] in _verbs("status.planned"):
            return "status.future"
    return None


def _planned(mention: Mention, group: VerbGroup, head: str) -> str | None:
    """A verb of planning over the figure; what was already pledged, or "asked about", is no plan."""
    lower = mention.sentence.lower
    following = lower[group.last : group.last + 1]
    if "already" in lower[max(0, group.first - 1) : group.last]:
        return None
    if group is mention.behind and group.passive:
        return "status.planned"
    if following in (["about"], ["by"], ["for"]) and head not in (
        "prepared",
        "preparing",
        "prepare",
        "brace",
        "asked-for",
    ):
        return None
    if head in forms_of("decide") | forms_of("agree") | forms_of("need") | forms_of("require") | forms_of(
        "ask"
    ) and following != ["to"]:
        return None
    if group is mention.behind and following == ["to"] and group.tense == "past":
        return "status.planned"  # "900 soldiers expected to follow"
    if group is mention.behind and not group.passive and group.form != "VBN":
        return None
    return "status.planned"


def _infinitive(mention: Mention, group: VerbGroup, stative: bool) -> str | None:
    """An infinitive.

    To come, unless it is perfect, stative, or governed by a verb that tells of what is so.
    """
    if group.perfect:
        return "occurred"
    lower = mention.sentence.lower
    if group is mention.attached:
        done = (
            mention.direct
            and mention.before is not None
            and mention.before.form != "infinitive"
            and not mention.before.modal
        )
        return "status.future" if not done and (not stative or group.passive) else None
    before = lower[group.first - 1] if group.first else ""
    if before in _cues("status.planned") or " ".join(lower[max(0, group.first - 2) : group.first]) in _cues(
        "status.planned"
    ):
        return "status.planned"
    if _governor_word(mention, group) in grammar.auxiliary("be"):
        return "status.future"
    if f"{before} to" in _cues("status.planned"):
        return "status.planned"
    return None


def _governor_word(mention: Mention, group: VerbGroup) -> str:
    at = group.first - 1
    tags = grammar.tags(mention.sentence)
    while at > 0 and tags[at] == "RB":
        at -= 1
    return mention.sentence.lower[at] if at >= 0 else ""


def _phrase_before(mention: Mention) -> bool:
    """Whether a phrase of planning stands over the figure.

    "on their way", "plans for 300 men", "300 men due in May".
    """
    part = mention.part
    before = " " + " ".join(mention.words(max(part.first, mention.first - 12), mention.first)) + " "
    following = mention.words(mention.last, min(part.last, mention.last + 8))
    behind = " " + " ".join(following[: following.index(",")] if "," in following else following) + " "
    governing = _any_in(_spaced_cues("status.planned", longer=True), before)
    coming, readied = _any_in(_phrases("coming"), behind), _any_in(_phrases("readied"), before)
    made = " getting " in before and " ready " in behind
    return governing or coming or readied or made


def _any_in(phrases: Sequence[str], words: str) -> bool:
    return True in [phrase in words for phrase in phrases]


@cache
def _phrases(name: str) -> tuple[str, ...]:
    """Phrases between spaces, as they are looked for in words between spaces."""
    return tuple(f" {phrase} " for phrase in rules.load("figures").lexicon["phrases"][name])


@cache
def _spaced_cues(name: str, *, longer: bool = False) -> tuple[str, ...]:
    """A rule's cues between spaces, or only those of more than one word."""
    return tuple(f" {cue} " for cue in sorted(_cues(name)) if " " in cue or not longer)


def _only_named(mention: Mention, groups: Sequence[VerbGroup]) -> bool:
    """Whether the figure's own clause tells nothing of it: a bare number that is only named."""
    if mention.quantity.counted and mention.sentence.lower[max(0, mention.first)] != "the":
        return False
    lower = mention.sentence.lower
    if mention.before is not None and mention.direct:
        return lower[mention.before.head] in _lexicon("naming")
    return all(lower[group.head] in _lexicon("naming") for group in groups)


def _referent(mention: Mention, kind: Kind, earlier: Sequence[Known]) -> int | None:
    """The index of the earlier figure that a named number refers to.

    The same number, else the last of its kind.
    """
    value = mention.quantity.value
    for index in range(len(earlier) - 1, -1, -1):
        if (
            value is not None
            and earlier[index].mention.quantity.value == value
            and earlier[index].kind.kind == kind.kind
        ):
            return index
    last = len(earlier) - 1
    if (
        last >= 0
        and not mention.quantity.counted
        and earlier[last].kind.kind == kind.kind
        and mention.sentence.index - earlier[last].mention.sentence.index <= 2
    ):
        return last
    return None


# --- polarity ---------------------------------------------------------------------------------------------


def _is_negated(mention: Mention) -> bool:
    lower, first = mention.sentence.lower, mention.first
    before = lower[first - 1] if first else ""
    inside = mention.words(first, mention.numeral)
    if (before in ("no", "nor") or "no" in inside) and not {"fewer", "less", "more"} & set(
        mention.words(first - 1, mention.numeral + 1)
    ):
        return True
    if before == "not" or (inside[:1] == ["not"] and "than" not in inside):
        return True
    group = mention.before if mention.direct else mention.behind
    if (
        group is not None
        and group.negated
        and not {"hardly", "barely", "scarcely", "neither"} & set(lower[group.first : group.last])
        and not _excluded(mention, group)
    ):
        return group is not mention.behind or mention.before is None
    return False


@cache
def _not_denials() -> frozenset[str]:
    return frozenset().union(*(forms_of(base) for base in lexicon_words("not_denials")))


def _excluded(mention: Mention, group: VerbGroup) -> bool:
    return mention.sentence.lower[group.head] in _not_denials()


# --- on top of what came before ----------------------------------------------------------------------------


def _additional(
    mention: Mention, kind: Kind, earlier: Sequence[Known], settings: Sequence[Setting]
) -> tuple[bool, str]:
    phrase = mention.words(mention.first - 1, mention.last + 3)
    joined = " ".join(phrase)
    for index, word in enumerate(phrase):
        if word in _cues("additional.phrase") and _adds(phrase, index, mention):
            return True, "additional.phrase"
    if any(
        words in joined and f"not {words}" not in joined
        for words in _cues("additional.phrase")
        if " " in words
    ):
        return True, "additional.phrase"
    return (
        (True, "additional.before")
        if kind.kind in PEOPLE and _continues_addition(mention, earlier)
        else (False, "")
    )


def _adds(phrase: Sequence[str], index: int, mention: Mention) -> bool:
    """Whether a word of the phrase adds.

    "more" behind the number or before its noun, not "more than", "or more", "no more".
    """
    at = index + mention.first - 1
    if at >= mention.last and phrase[index] in ("another", "further", "extra", "additional"):
        return False
    if phrase[index] != "more":
        return True
    following = phrase[index + 1] if index + 1 < len(phrase) else ""
    before = phrase[index - 1] if index else ""
    if following == "than" or before in ("or", "no", "and", "any", "once", "even") or at < mention.numeral:
        return False
    return at <= mention.last


def _continues_addition(mention: Mention, earlier: Sequence[Known]) -> bool:
    """Whether more troops were told of just before, without a number, and this is their count."""
    lower = mention.sentence.lower
    if _adds_nouns(lower[max(0, mention.first - 8) : mention.first]) and _apposed(mention):
        return True
    if mention.sentence.index == 0 or (earlier and earlier[-1].mention.sentence is mention.sentence):
        return False
    before = mention.sentence.document.sentences[mention.sentence.index - 1]
    if earlier and earlier[-1].mention.sentence is before:
        return False
    deployed = any(lower[group.head] in lexicon_words("sending") for group in chain(mention))
    return deployed and _adds_nouns(before.lower)


def _apposed(mention: Mention) -> bool:
    return mention.first > 0 and mention.sentence.words[mention.first - 1] in (
        ",",
        "—",
        "–",
        ":",
        "(",
        "of",
        "-",
    )


def _adds_nouns(lower: Sequence[str]) -> bool:
    """Whether the tokens tell of additional troops.

    "more North Korean soldiers", "a second wave of troops".
    """
    for index, word in enumerate(lower):
        window = lower[index + 1 : index + 6]
        if word in _cues("additional.before") and not lexicon_words("troop_nouns").isdisjoint(window):
            if word == "more" and (
                "than" in window[:1] or (index and lower[index - 1] in ("once", "no", "any"))
            ):
                continue
            return True
        if word in lexicon_words("later_ones") and not lexicon_words("parties").isdisjoint(window[:3]):
            return True
        if word == "reinforcements":
            return True
    return False


# --- basis ------------------------------------------------------------------------------------------------


def _basis(mention: Mention, status: str) -> tuple[str, str]:
    part = segments(mention.sentence)[mention.segment]
    behind = " " + " ".join(mention.words(mention.after, mention.last + 8)) + " "
    if _any_in(_spaced_cues("basis.rate"), behind):
        return "rate", "basis.rate"
    before = mention.before
    lower = mention.sentence.lower
    if (
        before
        and mention.direct
        and lower[before.head] in _verbs("basis.capacity")
        and before.modal in _cues("basis.capacity")
    ):
        return "capacity", "basis.capacity"
    clause = " " + " ".join(mention.words(part.first, part.last)) + " "
    if status == "occurred" and _any_in(_spaced_cues("basis.cumulative"), clause):
        return "cumulative", "basis.cumulative"
    group = mention.behind or (before if mention.direct else None) or mention.attached
    if group and status == "occurred" and lower[group.head] in _verbs("basis.stock"):
        return "stock", "basis.stock"
    return "unspecified", ""
