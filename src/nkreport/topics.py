"""What a statement is about: its main clause's words against the topics of `rules/topics.toml`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from nkreport import grammar, rules
from nkreport.text import Document, read_document

# How much a term counts by where it stands: the clause's first word on its subject decides, what depends
# on it adds little, and a noun before another noun only says what kind ("combat troops").
SUBORDINATE_WEIGHT = 0.3
LATER_WEIGHT = 0.85
MODIFIER_WEIGHT = 0.5
USUAL_WEIGHT = 0.6  # what the article is mostly about counts for this much
ACT_WEIGHT = 0.5  # and what the act is mostly about for this much
TROOPS_WEIGHT = 0.7  # and a word for troops for "who is there"
SUBORDINATORS = frozenset(
    (
        ",",
        "which",
        "who",
        "whose",
        "after",
        "before",
        "as",
        "while",
        "since",
        "because",
        "if",
        "when",
        "where",
        "although",
        "though",
        "unless",
        "until",
        "despite",
        "amid",
        "including",
        "following",
        "besides",
        "—",
        "–",
        ";",
        "for",
        "to",
        "that",
    )
)
LEAD_SENTENCES = 5
EARLIEST_SUBORDINATE = 4  # tokens: what stands before is the opening of the main clause


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic with the rule that told it; `rule` is empty where no word did."""

    topic: str
    rule: str


def topic_of(lower: Sequence[str], tags: Sequence[str], *, act: str = "says", usual: str = "other") -> Topic:
    """The topic of a statement, given its tokens in lower case and their Penn tags.

    `usual` is what the article is mostly about: it counts for a little, and decides where no word tells.

    >>> topic_of("the north lost 300 men".split(), "DT NNP VBD CD NNS".split()).topic
    'casualties'
    >>> topic_of("the matter was closed".split(), "DT NN VBD VBN".split()).topic
    'other'
    """
    scores: dict[str, float] = defaultdict(float)
    cut = _end_of_main_clause(lower)
    weight_by_order = 1.0
    for start, end, term in _terms_in(lower):
        rule, weight = _terms()[term]
        weight *= weight_by_order if start < cut else SUBORDINATE_WEIGHT
        scores[rule] += weight * (MODIFIER_WEIGHT if _modifies(start, end, tags) else 1.0)
        weight_by_order *= LATER_WEIGHT
    if any(word in _troop_words() for word in lower):
        scores["topic.deployment"] += TROOPS_WEIGHT
    expected = rules.load("topics").lexicon["acts"].get(act)
    if not scores:
        return Topic(expected or usual, "")
    if f"topic.{usual}" in scores:
        scores[f"topic.{usual}"] += USUAL_WEIGHT
    if expected:
        scores[f"topic.{expected}"] += ACT_WEIGHT
    best = max(scores, key=lambda rule: scores[rule])
    return Topic(_topic_of_rule()[best], best)


def _modifies(start: int, end: int, tags: Sequence[str]) -> bool:
    """Whether a noun only says of what kind the noun behind it is."""
    return tags[start] in ("NN", "NNP", "JJ") and end < len(tags) and tags[end] in ("NN", "NNS")


def usual_topic(document: Document, *, title: str | None = None) -> str:
    """What an article is mostly about: the topic of most of its title's and first sentences' statements."""
    counts: Counter[str] = Counter()
    opening = list(document.sentences[:LEAD_SENTENCES])
    if title:
        opening += read_document(title).sentences
    for sentence in opening:
        counts[topic_of(sentence.lower, grammar.tags(sentence)).topic] += 1
    counts.pop("other", None)
    return max(counts, key=lambda topic: counts[topic]) if counts else "other"


def find_topic(text: str) -> list[Topic]:
    """The topic of a text as a list of one, for the rules' own examples."""
    sentence = read_document(text).sentences[0]
    return [topic_of(sentence.lower, grammar.tags(sentence))]


def _end_of_main_clause(lower: Sequence[str]) -> int:
    for index in range(EARLIEST_SUBORDINATE, len(lower)):
        if lower[index] in SUBORDINATORS:
            return index
    return len(lower)


def _terms_in(lower: Sequence[str]) -> list[tuple[int, int, str]]:
    """The terms that stand in a text, longest first at each place, as (first token, last token + 1, term)."""
    terms, openings = _terms(), _openings()
    found, index = [], 0
    while index < len(lower):
        length = openings.get(lower[index], 0)
        while length and " ".join(lower[index : index + length]) not in terms:
            length -= 1
        if length:
            found.append((index, index + length, " ".join(lower[index : index + length])))
        index += length or 1
    return found


@cache
def _terms() -> dict[str, tuple[str, float]]:
    """Every form of every term → (rule, weight)."""
    table = {}
    for rule in rules.load("topics").rules:
        for word in rule.fields["words"]:
            for form in _forms(word):
                table[form] = (rule.id, float(rule.fields["weight"]))
    return table


def _forms(word: str) -> set[str]:
    """A term with its inflected forms; a phrase stands as it is."""
    if " " in word or not word.isalpha():
        return {word}
    return {word, grammar.third_person(word), grammar.past_form(word), grammar.ing_form(word)}


@cache
def _openings() -> dict[str, int]:
    """The first word of each term → the length of the longest term that it opens."""
    table: dict[str, int] = {}
    for term in _terms():
        first, length = term.split(" ", 1)[0], term.count(" ") + 1
        table[first] = max(length, table.get(first, 0))
    return table


@cache
def _topic_of_rule() -> dict[str, str]:
    return {rule.id: rule.fields["topic"] for rule in rules.load("topics").rules}


@cache
def _troop_words() -> frozenset[str]:
    return frozenset(
        form for word in rules.load("topics").lexicon["subjects"]["troops"] for form in _forms(word)
    )
