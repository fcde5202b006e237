"""How the words around a statement hedge it: certain, probable, possible or unconfirmed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nkreport import grammar, rules
from nkreport.grammar import VerbGroup
from nkreport.text import Document, Sentence, as_document

LEVELS = ("certain", "probable", "possible", "unconfirmed")


@dataclass(frozen=True, slots=True)
class Hedge:
    """A hedging word or phrase with the span of text that it hedges."""

    start: int
    end: int
    certainty: str
    scope: tuple[int, int]
    rule: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of tokens `[first, last)` with one finite verb group.

    `joined` tells how it follows the stretch before it: `main`, `relative`, `complement`, `coordinate`
    or `continued` (the clause that a relative clause had interrupted).
    """

    first: int
    last: int
    group: VerbGroup | None
    joined: str


def certainty(document: Document, sentence: Sentence, start: int, end: int) -> str:
    """The weakest hedge over the span `[start, end)` of a sentence, after the codebook.

    >>> document = as_document("Some 900 men may be in the city, and 40 are in hospital.")
    >>> [certainty(document, document.sentences[0], at, at + 2) for at in (5, 37)]
    ['possible', 'certain']
    """
    over = [hedge.certainty for hedge in hedges(sentence) if hedge.scope[0] < end and start < hedge.scope[1]]
    return max(over, key=LEVELS.index, default="certain")


def find_hedges(text: str | Document) -> Iterator[Hedge]:
    """Every hedge of a text in order of appearance.

    >>> [(hedge.certainty, hedge.rule) for hedge in find_hedges("They have reportedly left, but may return.")]
    [('unconfirmed', 'hedge.reportedly'), ('possible', 'hedge.modal')]
    """
    for sentence in as_document(text).sentences:
        yield from hedges(sentence)


def hedges(sentence: Sentence) -> list[Hedge]:
    """The hedges of one sentence, kept on it."""
    kept: list[Hedge] | None = sentence.__dict__.get("hedges")
    if kept is None:
        kept = sentence.__dict__["hedges"] = list(_hedges(sentence))
    return kept


def _hedges(sentence: Sentence) -> Iterator[Hedge]:
    lower = sentence.lower
    first_words, _ = _entries()
    if first_words.isdisjoint(lower):
        return
    found = grammar.tags(sentence)
    last = 0
    for index in [at for at, word in enumerate(lower) if word in first_words]:
        entry = _entry_at(index, sentence, found) if index >= last else None
        if entry is None:
            continue
        words, rule = entry
        last = index + len(words)
        yield Hedge(
            sentence.starts[index],
            sentence.ends[last - 1],
            rule.fields["level"],
            _scope(sentence, index, whole=rule.fields["takes"] != "noun"),
            rule.id,
        )


def _entry_at(index: int, sentence: Sentence, found: list[str]) -> tuple[tuple[str, ...], rules.Rule] | None:
    """The longest entry that stands at this token and whose conditions hold."""
    for words, rule in _entries()[1].get(sentence.lower[index], ()):
        last = index + len(words)
        if tuple(sentence.lower[index:last]) == words and _stands(rule, index, last, sentence, found):
            return words, rule
    return None


def _stands(rule: rules.Rule, index: int, last: int, sentence: Sentence, found: list[str]) -> bool:
    lower, fields = sentence.lower, rule.fields
    if fields["after"] == "be" and not _be_before(index, lower, found):
        return False
    following = last
    while following < len(found) and found[following] == "RB":
        following += 1
    tag = found[following] if following < len(found) else "."
    if fields["takes"] == "to":
        return (
            lower[last - 1] == "to"
            or lower[following : following + 1] == ["to"]
            or words_of(lower, last) == ("of",)
        )
    if fields["takes"] == "noun":
        return (
            tag in grammar.NOUNS
            or tag in ("JJ", "VBG", "VBN", "CD")
            and found[last - 1] != "VBN-by"
            and _in_phrase(index, found)
        )
    if fields["takes"] == "verb":
        return _is_modal(index, last, sentence, found)
    if fields["after"] == "be":
        return lower[following : following + 1] != ["by"]
    return not (
        index and lower[index - 1] in ("not", "n't") and found[index] == "RB" and lower[index] == "likely"
    )


def words_of(lower: list[str], at: int) -> tuple[str, ...]:
    """The token at an index, as a phrase of one word; empty past the end."""
    return tuple(lower[at : at + 1])


def _in_phrase(index: int, found: list[str]) -> bool:
    """Whether an adjective-like participle stands before its noun and not as a verb."""
    return index == 0 or found[index - 1] in (
        "DT",
        "PRP$",
        "IN",
        "CC",
        "POS",
        "JJ",
        ",",
        "CD",
        "VBD",
        "VBZ",
        "VBP",
    )


def _be_before(index: int, lower: list[str], found: list[str]) -> bool:
    at = index - 1
    while at >= 0 and (found[at] == "RB" or lower[at] in ("widely", "also")):
        at -= 1
    return at >= 0 and lower[at] in grammar.auxiliary("be") and lower[at] != "being"


def _is_modal(index: int, last: int, sentence: Sentence, found: list[str]) -> bool:
    """Whether may, might or could stands before its verb.

    Not the month, nor "could not", which tells of ability.
    """
    lower = sentence.lower
    at = last
    negated = False
    while at < len(found) and (
        found[at] == "RB" or found[at] in ("PRP", "EX", ",", "NNP", "NN") and at < last + 2
    ):
        negated = negated or lower[at] in ("not", "n't", "hardly", "never", "no")
        at += 1
    if lower[index] == "could" and (negated or _negative_subject(index, lower)):
        return False
    if sentence.words[index] == "May" and index:
        return False
    return found[index] == "MD" or (at < len(found) and found[at] == "VB")


def _negative_subject(index: int, lower: list[str]) -> bool:
    return index > 0 and lower[index - 1] in ("nobody", "no-one", "none", "nothing", "neither")


def _scope(sentence: Sentence, index: int, *, whole: bool) -> tuple[int, int]:
    """What a hedge covers: its own clause, and what depends on it to the right.

    An adjective ("the *possible* arrival of 900 men") covers only what stands behind it, so not the `whole`.
    """
    parts = segments(sentence)
    at = next(number for number, part in enumerate(parts) if part.first <= index < part.last)
    first = parts[at].first
    if parts[at].joined == "continued":
        first = parts[_interrupted(parts, at)].first
    last = parts[at].last
    for part in parts[at + 1 :]:
        if part.joined not in ("relative", "complement", "continued") or _reports(sentence, part):
            break
        last = part.last
    return sentence.starts[first if whole else index], sentence.ends[last - 1]


def _reports(sentence: Sentence, part: Segment) -> bool:
    """Whether the clause hangs on a participle of its own (", with X saying they …").

    A hedge does not reach it.
    """
    return part.joined == "complement" and grammar.tags(sentence)[part.first - 1] == "VBG"


def _interrupted(parts: list[Segment], at: int) -> int:
    while at > 0 and parts[at].joined in ("continued", "relative"):
        at -= 1
    return at


@cache
def _entries() -> tuple[frozenset[str], dict[str, list[tuple[tuple[str, ...], rules.Rule]]]]:
    """First words, for a quick look, and the entries by first word, the longest first."""
    by_first: dict[str, list[tuple[tuple[str, ...], rules.Rule]]] = {}
    for rule in rules.load("hedges").rules:
        for phrase in rule.fields["words"]:
            words = tuple(phrase.split())
            by_first.setdefault(words[0], []).append((words, rule))
    for entries in by_first.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return frozenset(by_first), by_first


# --- clauses as stretches of the sentence ----------------------------------------------------------------

COMPLEMENTIZERS = frozenset(
    (
        "that",
        "if",
        "whether",
        "because",
        "although",
        "though",
        "while",
        "whereas",
        "when",
        "where",
        "since",
        "as",
        "after",
        "before",
        "until",
        "unless",
        "once",
        "so",
        "how",
        "why",
    )
)
SAYING = grammar.SPEECH_PAST | {
    "say",
    "says",
    "believe",
    "believes",
    "think",
    "thinks",
    "claim",
    "claims",
    "hope",
    "hopes",
    "know",
    "knows",
    "fear",
    "fears",
}
COORDINATORS = frozenset(("and", "but", "or", "nor", "yet", "so"))
ADVERBIAL = COMPLEMENTIZERS - {"that", "whether", "if", "where", "when", "how", "why"}
BOUND_WORDS = frozenset(
    (
        "more",
        "than",
        "at",
        "least",
        "most",
        "as",
        "many",
        "about",
        "around",
        "over",
        "nearly",
        "almost",
        "roughly",
        "approximately",
        "up",
        "to",
        "some",
        "fewer",
        "less",
        "well",
        "upwards",
        "of",
    )
)
BREAKS = re.compile(r"[,;:–—\"“”(]")


def segments(sentence: Sentence) -> list[Segment]:
    """The sentence cut into stretches with one finite verb each, in order and without gaps.

    >>> sentence = as_document("Two boxes that held 50 shells left, and they may return.").sentences[0]
    >>> for part in segments(sentence):
    ...     print(part.joined, "|", " ".join(sentence.words[part.first:part.last]))
    main | Two boxes
    relative | that held 50 shells left ,
    coordinate | and they may return .
    """
    kept: list[Segment] | None = sentence.__dict__.get("segments")
    if kept is None:
        kept = sentence.__dict__["segments"] = _segments(sentence)
    return kept


def _segments(sentence: Sentence) -> list[Segment]:
    cuts: list[tuple[int, VerbGroup | None, str]] = []
    for clause in grammar.clauses(sentence):
        if clause.group.form != "finite":
            continue
        first, joined = _opening(sentence, clause)
        resumed = (
            cuts
            and cuts[-1][2] == "relative"
            and (joined == "continued" or _object_of(sentence, cuts[-1][1], joined, first))
        )
        if resumed or (cuts and first <= cuts[-1][0]):
            first, joined = clause.group.first, "continued"
        cuts.append((max(first, 0), clause.group, joined))
    cuts = _cut_at_colons(sentence, cuts)
    if not cuts or _stands_before(sentence, cuts[0]):
        cuts.insert(0, (0, None, "main"))
    cuts[0] = (0, cuts[0][1], "main")
    ends = [cut[0] for cut in cuts[1:]] + [len(sentence.words)]
    return [
        Segment(first, last, group, joined) for (first, group, joined), last in zip(cuts, ends, strict=True)
    ]


def _cut_at_colons(
    sentence: Sentence, cuts: list[tuple[int, VerbGroup | None, str]]
) -> list[tuple[int, VerbGroup | None, str]]:
    """Cut at a colon or semicolon too where a finite clause is to come behind it."""
    starts = {cut[0] for cut in cuts}
    more: list[tuple[int, VerbGroup | None, str]] = [
        (index + 1, None, "coordinate")
        for index, word in enumerate(sentence.words)
        if word in (":", ";")
        and index + 1 not in starts
        and (after := next((cut[0] for cut in cuts if cut[0] > index), None))
        and "," not in sentence.words[index:after]
    ]
    return sorted([*cuts, *more], key=lambda cut: cut[0]) if more else cuts


def _object_of(sentence: Sentence, group: VerbGroup | None, joined: str, first: int) -> bool:
    """Whether what looks like a subject is the object of the relative clause before.

    "who keeps a dog will …".
    """
    if group is None or joined != "complement" or sentence.lower[first] in COMPLEMENTIZERS:
        return False
    return first == group.last and sentence.lower[group.head] not in SAYING


def _stands_before(sentence: Sentence, cut: tuple[int, VerbGroup | None, str]) -> bool:
    """Whether more than an opening stands before the first cut.

    A phrase interrupted by a relative clause, or a headline.
    """
    return cut[0] > 0 and (cut[2] in ("relative", "complement", "coordinate"))


def _opening(sentence: Sentence, clause: grammar.Clause) -> tuple[int, str]:
    """Where a finite clause opens, and how it is joined to what stands before."""
    found, lower = grammar.tags(sentence), sentence.lower
    at = clause.group.first - 1
    while at >= 0 and found[at] == "RB":
        at -= 1
    if at >= 2 and found[at] == ",":
        at = _before_parenthesis(at, found)
    if at >= 0 and found[at] in ("WDT", "WP", "WRB"):
        return _with_preposition(at, found), "relative"
    if at >= 0 and lower[at] == "that":
        return at, "relative" if at and found[at - 1] in grammar.NOUNS | {",", "PRP"} else "complement"
    if clause.subject is None and lower[at] in ("more", "others") and at > 0 and found[at - 1] == "CD":
        return _before_subject(at - 1, sentence, found)  # "and 25,000 more are to follow"
    if clause.subject is None:
        joint = at >= 0 and found[at] == "CC"
        return (at if joint else clause.group.first), "coordinate" if joint else "continued"
    first, joined = _before_subject(clause.subject[0], sentence, found)
    if joined == "continued" and found[first - 1] == "IN":
        inside = range(clause.subject[0], clause.subject[1])
        conjunction = next((index for index in inside if lower[index] in ("and", "but")), None)
        if conjunction is not None:
            return conjunction, "coordinate"  # "put the dead at 900 *and the wounded were* …"
    return first, joined


def _before_parenthesis(comma: int, found: list[str]) -> int:
    """The relative pronoun before a short parenthesis ("that, he said, is"), else the comma itself."""
    for at in range(comma - 1, max(0, comma - 16), -1):
        if found[at] == ",":
            return at - 1 if found[at - 1] in ("WDT", "WP") else comma
    return comma


def _with_preposition(at: int, found: list[str]) -> int:
    return at - 1 if at and found[at - 1] == "IN" else at


def _bounds_number(at: int, lower: list[str], found: list[str]) -> bool:
    """Whether a token belongs to the number behind it: "as many as", "more than", the start of a range."""
    if found[at] == "CD":
        return lower[at + 1] in ("to", "and", "or", "-", "–") and found[at + 2 : at + 3] == ["CD"]
    if lower[at] in ("at", "to", "of"):
        return lower[at + 1] in ("least", "most") or (at > 0 and lower[at - 1] in ("up", "close", "upwards"))
    return lower[at] in BOUND_WORDS and (found[at + 1] in ("CD", "JJ", "DT") or lower[at + 1] in BOUND_WORDS)


def _before_subject(first: int, sentence: Sentence, found: list[str]) -> tuple[int, str]:
    lower = sentence.lower
    at = first - 1
    while at >= 0 and _bounds_number(at, lower, found):
        at -= 1
    first = at + 1
    while at >= 0 and (
        found[at] in ("RB", '"')
        or (found[at] == "IN" and lower[at] not in COMPLEMENTIZERS and at and found[at - 1] in (",", "CC"))
    ):
        at -= 1
    if at < 0:
        return 0, "main"
    if found[at] in ("WDT", "WP", "WRB"):
        return _with_preposition(at, found), "relative"
    if lower[at] in COMPLEMENTIZERS:
        joined = "coordinate" if lower[at] in ADVERBIAL else "complement"
        return (at - 1 if at and found[at - 1] == "CC" else at), joined
    if lower[at] in COORDINATORS:
        return at, "coordinate"
    if BREAKS.match(sentence.words[at]):
        return at + 1, "coordinate"
    if found[at] in ("VBD", "VBZ", "VBP", "VB", "VBG", "VBN"):
        return first, "complement"
    return first, "continued" if found[at] in ("IN", "TO") else "complement"
