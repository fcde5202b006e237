"""What the counted noun alone says of a figure's kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from nkreport import grammar, rules
from nkreport.figures.mentions import Mention, forms_of, lexicon_words

PEOPLE = ("troops", "people", "workers", "killed", "wounded", "casualties", "captured")
HARM = ("killed", "wounded", "casualties", "captured")
MATERIEL = ("munitions", "missiles", "containers", "weapons", "money")


@dataclass(frozen=True, slots=True)
class Kind:
    """A figure's kind, what its noun alone says, and the rule that decided."""

    kind: str
    noun: str
    rule: str


@dataclass(frozen=True, slots=True)
class Known:
    """A figure that was read before: what a later one may refer to."""

    mention: Mention
    kind: Kind


@cache
def words_of(name: str) -> frozenset[str]:
    """A word list of the lexicon of nouns."""
    return frozenset(rules.load("kinds").lexicon["nouns"][name])


@cache
def forms_in(name: str) -> frozenset[str]:
    """Every form of the verbs of a list of the lexicon of nouns."""
    return frozenset().union(*(forms_of(base) for base in words_of(name)))


@cache
def _nouns() -> dict[str, tuple[str, str]]:
    """Head noun or phrase → kind and rule."""
    return {
        word: (rule.fields["kind"], rule.id)
        for rule in rules.load("kinds").rules
        for word in rule.fields.get("words", ())
    }


@lru_cache(maxsize=50_000)
def singular(word: str) -> str:
    """A noun's singular in lower case, as the rules write it.

    >>> singular("batteries"), singular("servicemen"), singular("boxes"), singular("troops")
    ('battery', 'serviceman', 'box', 'troop')
    """
    irregular: dict[str, str] = rules.load("kinds").lexicon["nouns"]["irregular"]
    if word in irregular:
        return irregular[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return (
        word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word
    )


def lookup(words: Sequence[str]) -> tuple[str, str] | None:
    """The kind and rule of a phrase in lower case, by the longest end of it that is known.

    >>> lookup(["north", "korean", "artillery", "shells"])
    ('munitions', 'kind.munitions')
    """
    if not words:
        return None
    head = singular(words[-1])
    known = None
    for length in (3, 2, 1):
        if len(words) >= length and known is None:
            known = _nouns().get(" ".join([*words[-length:-1], head]))
    known = known or _nouns().get(words[-1])
    if known and known[0] == "casualties" and len(words) > 1:
        lost = _nouns().get(words[-2])
        return lost if lost and lost[0] in MATERIEL else known
    return known


def noun_kind(mention: Mention) -> tuple[str, str]:
    """What the counted phrase alone says: a kind, `people`, `other`, or `elided`."""
    words = counted_words(mention)
    if len(words) > 1 and words[-1] in words_of("times") and lookup(words[:-1]):
        words = words[:-1]  # "it would take 900 men *weeks*"
    if not words:
        return "elided", ""
    if _is_compound(mention):
        return "other", "kind.other"
    phrases = _split(words)
    head = phrases[0]
    lexicon = rules.load("kinds").lexicon["nouns"]
    if (
        not head
        or head[-1] in lexicon_words("pronouns")
        or len(words) == 1
        and singular(head[-1]) in lexicon["units"]
    ):
        return "elided", ""
    if (
        mention.quantity.counted_span
        and mention.quantity.counted_span[0] < mention.quantity.start
        and singular(head[-1]) in lexicon["count_nouns"]
    ):
        return "elided", ""
    if len(head) == 1 and grammar.tags(mention.sentence)[mention.last - 1] in ("VBP", "VBD", "VB"):
        return "elided", ""
    if head == ["rounds"] and mention.sentence.lower[mention.first - 1] == "in" and mention.first:
        return "other", "kind.other"  # "sent 900 men in two rounds"
    if len(phrases) > 1 and singular(head[-1]) in lexicon["containers_of"]:
        inner = lookup([word for word in phrases[1] if word not in ("the", "a", "an", "its", "their")])
        if singular(head[-1]) == "round" and not inner and words_of("fired").isdisjoint(phrases[1]):
            return "other", "kind.other"
        return inner or lookup(head) or ("other", "kind.other")
    known = lookup(head)
    if known and known[0] == "weapons" and not words_of("civil_goods").isdisjoint(head[:-1]):
        return "other", "kind.other"
    if known is None and "and" in words:
        known = lookup(_joined_head(words))  # "KN-23 and KN-24 missiles"
    if known:
        return known
    return ("people", "kind.people") if is_demonym(mention, head) else ("other", "kind.other")


def _is_compound(mention: Mention) -> bool:
    """Whether the number only says of what size a thing is: "the 15-member body", "a 40-nation group"."""
    sentence, end = mention.sentence, mention.quantity.end
    tail = sentence.document.text[end : sentence.ends[mention.numeral]] if mention.numeral >= 0 else ""
    return tail[:1] == "-" and tail[1:].isalpha() and tail != "-strong" and not tail.endswith("odd")


def counted_words(mention: Mention) -> list[str]:
    counted = mention.quantity.counted
    if not counted:
        return _strong(mention)
    return [
        word
        for word in counted.lower()
        .replace("’", "'")
        .replace("-strong", " ")
        .replace("(", " ")
        .replace(")", " ")
        .replace(",", " ,")
        .split()
        if word
    ]


def _strong(mention: Mention) -> list[str]:
    """The noun of "a 10,000-strong force"."""
    lower = mention.sentence.lower
    for at in (mention.numeral, mention.after):
        if at < len(lower) and lower[at].endswith("strong"):
            return lower[at + 1 : at + 2]
    return []


def _split(words: list[str]) -> list[list[str]]:
    """The phrase before and behind its first `of`; other links end it."""
    phrases: list[list[str]] = [[]]
    for word in words:
        if word == "of" and len(phrases) == 1 and phrases[0]:
            phrases.append([])
        elif word in lexicon_words("links") and phrases[-1]:
            if len(phrases) == 1 or phrases[-1]:
                break
        elif word not in ("of", "more", "additional", "other", "such"):
            phrases[-1].append(word)
    return [phrase for phrase in phrases if phrase] or [[]]


def _joined_head(words: list[str]) -> list[str]:
    """The words of a phrase up to the first link that is no conjunction."""
    links = lexicon_words("links") - {"and", "or", ","}
    end = next((index for index, word in enumerate(words) if word in links), len(words))
    return words[:end]


def is_demonym(mention: Mention, head: list[str]) -> bool:
    """Whether a capitalised plural without a noun names people: "North Koreans", "Wagners"."""
    counted = mention.quantity.counted or ""
    last = [word for word in counted.replace(",", " ").split() if word.lower() == head[-1]]
    return (
        bool(last)
        and last[0][0].isupper()
        and last[0][1:].islower()
        and last[0].endswith("s")
        and len(last[0]) > 4
    )
