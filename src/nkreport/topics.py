"""What a statement is about: its main clause's words against the topics of `rules/topics.toml`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from nkreport import grammar, rules
from nkreport.text import Document, read_document

# How much a term counts by where it stands: the first on its subject decides; what depends on it, what
# stands before the main verb, and a noun before another noun ("combat troops") add less.
SUBORDINATE_WEIGHT = 0.6
LATER_WEIGHT = 0.7
SUBJECT_WEIGHT = 0.6
MODIFIER_WEIGHT = 0.5
USUAL_WEIGHT = 0.5  # what the article is wholly about counts for this much
ACT_WEIGHT = 0.5  # and what the act is mostly about for this much
REPEATED_WEIGHT = 0.4  # how much a topic's further words add to its best one
TROOPS_WEIGHT = 0.4  # and a word for troops for "who is there"
LAST_WEIGHT = 3  # statements: how many the last one counts for in what the article is about
LEAD_SENTENCES = 5
PLACE_REACH = 6  # tokens behind a verb within which the head of its object stands
SUBORDINATORS = frozenset(
    ", — – ; which who whose after before as while since because if when where although though unless until "
    "despite amid including following besides for that".split()
)
OPENERS = frozenset(
    "if when while after before as once by unless although though since because during despite".split()
)
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic with the rule that told it; `rule` is empty where no word did."""

    topic: str
    rule: str


def topic_of(
    lower: Sequence[str], tags: Sequence[str], *, act: str = "says", usual: Mapping[str, float] | None = None
) -> Topic:
    """The topic of a statement, given its tokens in lower case and their Penn tags.

    `usual` is what the article is about, as shares of one: it counts for a little, and decides where no
    word tells.

    >>> topic_of("the north lost 300 men".split(), "DT NNP VBD CD NNS".split()).topic
    'casualties'
    >>> topic_of("the matter was closed".split(), "DT NN VBD VBN".split()).topic
    'other'
    """
    shares = usual or {}
    scores = _scores(lower, tags)
    expected = rules.load("topics").lexicon["acts"].get(act)
    if not scores:
        return Topic(expected or max(shares, key=lambda topic: shares[topic], default="other"), "")
    for rule in scores:
        topic = _topic_of_rule()[rule]
        scores[rule] += USUAL_WEIGHT * shares.get(topic, 0.0) + (ACT_WEIGHT if topic == expected else 0.0)
    best = max(scores, key=lambda rule: scores[rule])
    return Topic(_topic_of_rule()[best], best)


def _scores(lower: Sequence[str], tags: Sequence[str]) -> dict[str, float]:
    """How strongly a statement speaks for each rule: by its best word, and a little by the others."""
    best: dict[str, float] = {}
    others: dict[str, float] = defaultdict(float)
    opening = _end_of_opening(lower)
    main_verb = next((index for index, tag in enumerate(tags) if tag in FINITE and index >= opening), 0)
    cut, order = len(lower), 1.0
    for start, end, term in _with_places_taken(lower, tags):
        if start >= opening and order == 1.0:
            cut = _end_of_main_clause(lower, tags, end)
        rule, weight = _terms()[term] if term else _taken_rule()
        if term in _verbs() and not tags[start].startswith("VB"):
            continue
        weight *= order if opening <= start < cut else SUBORDINATE_WEIGHT
        weight *= SUBJECT_WEIGHT if start < main_verb else 1.0
        weight *= MODIFIER_WEIGHT if _modifies(start, end, tags) else 1.0
        others[rule] += min(weight, best.get(rule, 0.0))
        best[rule] = max(weight, best.get(rule, 0.0))
        order *= LATER_WEIGHT if start >= opening else 1.0
    if not _troop_words().isdisjoint(lower):
        others["topic.deployment"] += TROOPS_WEIGHT / REPEATED_WEIGHT
    return {rule: best.get(rule, 0.0) + REPEATED_WEIGHT * others[rule] for rule in {**others, **best}}


def _with_places_taken(lower: Sequence[str], tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """The terms of a text, with "" for a verb that takes or loses a place: that is no capture of men."""
    taken = {
        at: (at, at + 1, "")
        for at, word in enumerate(lower)
        if word in _taking() and _is_place(lower, tags, at)
    }
    terms = _terms_in(lower)
    return sorted([term for term in terms if term[0] not in taken] + list(taken.values())) if taken else terms


def _is_place(lower: Sequence[str], tags: Sequence[str], verb: int) -> bool:
    """Whether the object of a verb is a place: "captured the *village*", not "men in the village"."""
    places = rules.load("topics").lexicon["places"]["places"]
    for index in range(verb + 1, min(verb + PLACE_REACH, len(lower))):
        if tags[index] in ("IN", "TO", "CD", ",") or tags[index].startswith("VB"):
            return False
        if lower[index] in places:
            return True
    return False


@cache
def _taking() -> frozenset[str]:
    """Every form of the verbs that take or lose a place."""
    verbs = rules.load("topics").lexicon["places"]["takes"]
    return frozenset(form for verb in verbs for form in _forms(verb))


@cache
def _taken_rule() -> tuple[str, float]:
    rule = next(rule for rule in rules.load("topics").rules if rule.id == "topic.combat.place")
    return rule.id, float(rule.fields["weight"])


def _end_of_opening(lower: Sequence[str]) -> int:
    """Where the main clause begins: behind the comma that ends an opening clause ("if they attack, …")."""
    if not lower or lower[0] not in OPENERS or "," not in lower:
        return 0
    return list(lower).index(",") + 1


class Subject:
    """What an article is about so far: its first sentences, then every statement, the last one most."""

    def __init__(self, document: Document, title: str | None = None) -> None:
        opening = [*document.sentences[:LEAD_SENTENCES], *(read_document(title).sentences if title else ())]
        topics = (topic_of(sentence.lower, grammar.tags(sentence)) for sentence in opening)
        self.counts = Counter(topic.topic for topic in topics if topic.rule)
        self.last: str | None = None

    def shares(self) -> dict[str, float]:
        """Each topic's share of what was said so far."""
        counts: dict[str, float] = dict(self.counts)
        if self.last:
            counts[self.last] = counts.get(self.last, 0.0) + LAST_WEIGHT
        total = sum(counts.values())
        return {topic: count / total for topic, count in counts.items()}

    def add(self, topic: Topic) -> None:
        """Count one more statement, if its own words told its topic."""
        if topic.rule:
            self.counts[topic.topic] += 1
            self.last = topic.topic


def _modifies(start: int, end: int, tags: Sequence[str]) -> bool:
    """Whether a noun only says of what kind the noun behind it is."""
    return tags[start] in ("NN", "NNP", "JJ") and end < len(tags) and tags[end] in ("NN", "NNS")


def find_topic(text: str) -> list[Topic]:
    """The topic of a text as a list of one, for the rules' own examples."""
    sentence = read_document(text).sentences[0]
    return [topic_of(sentence.lower, grammar.tags(sentence))]


def _end_of_main_clause(lower: Sequence[str], tags: Sequence[str], start: int) -> int:
    """Where what depends on the main clause begins, behind its first term, which ends at `start`.

    "to" opens a purpose only right behind the term's own verb: "sent men to fight", not "forced men to flee".
    """
    term_is_verb = tags[start - 1].startswith("VB")
    for index in range(start, len(lower)):
        if lower[index] in SUBORDINATORS or (lower[index] == "to" and term_is_verb):
            return index
        term_is_verb = term_is_verb and not tags[index].startswith("VB")
    return len(lower)


def _terms_in(lower: Sequence[str]) -> list[tuple[int, int, str]]:
    """The terms that stand in a text, longest first at each place, as (first token, last token + 1, term)."""
    terms, openings = _terms(), _openings()
    found, read_until = [], 0
    for index in [at for at, word in enumerate(lower) if word in openings]:
        if index < read_until:
            continue
        word = lower[index]
        for length in range(min(openings[word], len(lower) - index), 0, -1):
            term = " ".join(lower[index : index + length]) if length > 1 else word
            if term in terms:
                read_until = index + length
                found.append((index, read_until, term))
                break
    return found


@cache
def _terms() -> dict[str, tuple[str, float]]:
    """Every form of every term → (rule, weight)."""
    table: dict[str, tuple[str, float]] = {}
    as_listed: dict[str, tuple[str, float]] = {}
    for rule in rules.load("topics").rules:
        for word in [*rule.fields["words"], *rule.fields.get("verbs", ())]:
            as_listed[word] = (rule.id, float(rule.fields["weight"]))
            table.update(dict.fromkeys(_forms(word), as_listed[word]))
    return table | as_listed


@cache
def _verbs() -> frozenset[str]:
    """The forms of the terms that count only as verbs."""
    verbs = {word for rule in rules.load("topics").rules for word in rule.fields.get("verbs", ())}
    others = {word for rule in rules.load("topics").rules for word in rule.fields["words"]}
    return frozenset(form for verb in verbs for form in _forms(verb)) - others


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
