"""A quantity in its clause: the verbs that govern it, and how.

A mention knows the verb before it of which it is the object, the verb behind it of which it is the
subject, and the participle, infinitive or relative clause that is attached to it ("1,500 men *sent* …").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nkreport import grammar, rules
from nkreport.grammar import VerbGroup
from nkreport.hedging import Segment, segments
from nkreport.records import Quantity
from nkreport.text import Sentence

# How far a participle may stand behind the phrase that it describes.
REACH = 8
PARTICLES = (["down"], ["up"], ["out"], ["off"], ["in"], ["back"], ["away"])
# "Or so" may stand between a number and its clause.
OR_SO = 2


@dataclass(frozen=True, slots=True)
class Mention:
    """A quantity with its place among the tokens of its sentence.

    `first` is the first token of the phrase, modifier included; `numeral` and `after` bound the numeral,
    `last` ends the counted phrase. `before` is the verb group to the left in the same clause,
    `behind` the finite one to the right whose subject it may be, `attached` what describes the phrase.
    """

    quantity: Quantity
    sentence: Sentence
    first: int
    numeral: int
    after: int
    last: int
    segment: int
    before: VerbGroup | None
    behind: VerbGroup | None
    attached: VerbGroup | None
    direct: bool

    def words(self, first: int, last: int) -> list[str]:
        """The tokens between two indices, in lower case."""
        return self.sentence.lower[max(first, 0) : last]

    @property
    def part(self) -> Segment:
        """The stretch of the sentence that it stands in."""
        return segments(self.sentence)[self.segment]


def mention_of(sentence: Sentence, quantity: Quantity) -> Mention:
    """The quantity with its clause."""
    size = len(sentence.words)
    numeral = min(sentence.token_at(quantity.start), size - 1)
    after = min(max(numeral + 1, sentence.token_at(quantity.end - 1) + 1), size)
    last = after
    if (
        quantity.counted_span
        and quantity.counted_span[0] >= quantity.end
        and quantity.counted_span[0] - quantity.end < 60
    ):
        last = min(max(after, sentence.token_at(quantity.counted_span[1] - 1) + 1), size)
    first = _first(sentence, numeral)
    parts = segments(sentence)
    ends = max(numeral, after - 1)  # "between 900 *and* 1,000 men left": no clause opens at "and"
    at = next((number for number, part in enumerate(parts) if part.first <= ends < part.last), len(parts) - 1)
    before = _before(sentence, parts, at, first)
    attached = _attached(sentence, parts, at, last)
    behind = _behind(sentence, parts, at, last, attached)
    direct = before is not None and _is_direct(sentence, before, first)
    return Mention(quantity, sentence, first, numeral, after, last, at, before, behind, attached, direct)


def _first(sentence: Sentence, numeral: int) -> int:
    """The first token of the phrase: what modifies the number belongs to it."""
    first, lower = numeral, sentence.lower
    while first > 0 and numeral - first < 6 and lower[first - 1] in lexicon_words("modifiers"):
        first -= 1
    while (
        first < numeral
        and lower[first] in ("to", "of", "from", "in", "at", "as", "between")
        and lower[first + 1] not in ("least", "most", "many", "much", "excess")
    ):
        first += 1
    return first


def _before(sentence: Sentence, parts: list[Segment], at: int, first: int) -> VerbGroup | None:
    """The last verb group before the phrase in its stretch."""
    found = None
    for group in grammar.verb_groups(sentence):
        if group.last > first:
            break
        if (
            group.first >= parts[at].first
            and not _is_modifier(sentence, group)
            and sentence.lower[group.head] != "including"
        ):
            found = group
    return found


def _is_modifier(sentence: Sentence, group: VerbGroup) -> bool:
    """Whether a participle stands inside a noun phrase ("the coming days", "captured soldiers")."""
    if group.form not in ("VBG", "VBN") or group.first == 0:
        return False
    tags = grammar.tags(sentence)
    follows = tags[group.last] if group.last < len(tags) else "."
    return tags[group.first - 1] in ("DT", "PRP$", "JJ", "POS", "CD") and follows in (
        "NN",
        "NNS",
        "NNP",
        "JJ",
    )


def _attached(sentence: Sentence, parts: list[Segment], at: int, last: int) -> VerbGroup | None:
    """The participle, infinitive or relative clause that is attached to the phrase."""
    tags, index = grammar.tags(sentence), last
    end = min(parts[at].last, last + REACH)
    while index < end and (
        tags[index] in ("RB", "IN", "DT", "JJ", "NN", "NNP", "POS", "NNS", "PRP", "CC", "CD", "(", '"')
        or sentence.lower[index] == "of"
    ):
        index += 1
    for group in grammar.verb_groups(sentence):
        if group.first < last or _is_modifier(sentence, group):
            continue
        if (
            group.first <= index < group.last
            and group.form in ("VBN", "VBG", "infinitive")
            and group.first < parts[at].last
        ):
            return None if tags[group.first - 1] == "IN" and group.form == "VBG" else group
        if group.first > index:
            break
    following = parts[at + 1] if at + 1 < len(parts) else None
    if following and following.joined == "relative" and following.first - last <= 2:
        return following.group
    if following and following.joined == "complement" and _describes(sentence, following, last):
        return following.group
    return _behind_parenthesis(sentence, last)


def _describes(sentence: Sentence, part: Segment, last: int) -> bool:
    """Whether a clause describes the phrase: "the 900 *it had sent*", "the 900 or so *that Seoul named*"."""
    contact = part.first == last and grammar.tags(sentence)[last] in ("PRP", "DT", "NNP")
    return contact or (sentence.lower[part.first] == "that" and part.first - last <= OR_SO)


def _behind_parenthesis(sentence: Sentence, last: int) -> VerbGroup | None:
    """The verb of "six men who, according to the press, *died*"."""
    tags, lower = grammar.tags(sentence), sentence.lower
    if tags[last : last + 2] != ["WP", ","] or "," not in lower[last + 2 : last + 18]:
        return None
    resumes = lower.index(",", last + 2) + 1
    return next((group for group in grammar.verb_groups(sentence) if group.first == resumes), None)


def _behind(
    sentence: Sentence, parts: list[Segment], at: int, last: int, attached: VerbGroup | None
) -> VerbGroup | None:
    """The finite verb group to the right whose subject the phrase may be."""
    group = parts[at].group
    if group and group.first >= last:
        return group
    if group is None:
        for part in parts[at + 1 :]:
            if part.joined == "continued" or (part.joined == "relative" and attached is None):
                return part.group
            if part.joined not in ("relative",):
                break
    return _over_aside(sentence, last)


LONGEST_ASIDE = 14


def _over_aside(sentence: Sentence, last: int) -> VerbGroup | None:
    """The verb behind who said it: "some 900 men, the report adds, *have been killed*"."""
    lower = sentence.lower
    if lower[last : last + 1] != [","] or "," not in lower[last + 1 : last + LONGEST_ASIDE]:
        return None
    resumes = lower.index(",", last + 1) + 1
    groups = grammar.verb_groups(sentence)
    told = any(last < group.first < resumes and group.form == "finite" for group in groups)
    return next(
        (group for group in groups if told and group.first == resumes and group.form == "finite"), None
    )


def _is_direct(sentence: Sentence, group: VerbGroup, first: int) -> bool:
    """Whether only a noun phrase or a list stands between a verb and the number: then it is its object."""
    tags, lower = grammar.tags(sentence), sentence.lower
    index = group.last + (lower[group.last : group.last + 1] in PARTICLES)
    while index < first:
        if lower[index] == "," and "," in lower[index + 1 : first]:
            index = lower.index(",", index + 1)
        elif tags[index] in ("IN", "TO") and not _in_bound(lower, index):
            return False
        index += 1
    return True


def _in_bound(lower: list[str], index: int) -> bool:
    """Whether a preposition belongs to a number: "at least", "up to", "a total of", "in excess of"."""
    word, before = lower[index], lower[index - 1] if index else ""
    if word == "at":
        return lower[index + 1] in ("least", "most")
    if word == "to":
        return before in ("up", "close", "nearer", "closer")
    if word == "of":
        return before in ("total", "upwards", "excess", "couple", "region", "order", "handful", "maximum")
    if word == "in":
        return lower[index + 1] in ("excess",) or lower[index + 2 : index + 3] == ["region"]
    return (
        word in lexicon_words("modifiers")
        and word != "from"
        or word == "from"
        and "to" in lower[index : index + 6]
    )


# --- words by name, verbs by their base form ------------------------------------------------------


@cache
def lexicon_words(name: str) -> frozenset[str]:
    """A word list of `rules/figures.toml`."""
    return frozenset(rules.load("figures").lexicon["words"][name].split())


@cache
def forms_of(base: str) -> frozenset[str]:
    """Every form of a verb, from its base; a hyphen joins a particle, which is left out.

    >>> sorted(forms_of("lose"))
    ['lose', 'loses', 'losing', 'lost']
    """
    base = base.split("-")[0]
    past = _irregular().get(base) or {grammar.past_form(base)}
    return frozenset({base, grammar.third_person(base), grammar.ing_form(base)} | past)


@cache
def _irregular() -> dict[str, set[str]]:
    entries = (
        entry.split()
        for entry in rules.load("english").lexicon["irregular"]["forms"].replace("\n", "").split(";")
        if entry.strip()
    )
    return {base: set(past.split("/")) | set(participle.split("/")) for base, past, participle in entries} | {
        "be": {"is", "are", "was", "were", "been", "am", "'s", "'re"},
        "have": {"has", "had"},
        "do": {"did", "done"},
    }


def chain(mention: Mention) -> Iterator[VerbGroup]:
    """The verb groups over a mention, from the nearest outward."""
    groups = {group.head: group for group in grammar.verb_groups(mention.sentence)}
    seen: set[int] = set()
    attached, relative = mention.attached, None
    if attached is not None and attached.form == "finite":
        attached, relative = None, attached
    inner = (mention.before, mention.behind) if mention.direct else (mention.behind, mention.before)
    for start in (attached, *inner, relative):
        group = start
        while group is not None and group.head not in seen:
            seen.add(group.head)
            yield group
            group = (
                groups.get(group.governor) if group.governor is not None else _host(mention.sentence, group)
            )


def _host(sentence: Sentence, group: VerbGroup) -> VerbGroup | None:
    """The verb group that an infinitive or participle without a governor leans on.

    The last one in its stretch.
    """
    if group.form == "finite":
        return None
    part = next(part for part in segments(sentence) if part.first <= group.first < part.last)
    if part.group and part.group.first < group.first:
        return part.group
    return None


def head_word(mention: Mention, group: VerbGroup) -> str:
    """The verb of a group; behind a lone modal the next word, which the tagger took for a noun."""
    at = group.head
    if group.modal == mention.sentence.lower[at]:
        tags = grammar.tags(mention.sentence)
        at += 1
        while at < len(tags) - 1 and tags[at] == "RB":
            at += 1
    return mention.sentence.lower[min(at, len(mention.sentence.lower) - 1)]
