"""Whom "he", "the agency", "the minister" or "both" take up: the last one before that fits, or nobody."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator

from nkreport.sources.cast import Cast, Mention, described
from nkreport.sources.lexicon import lexicon
from nkreport.sources.phrases import Phrase
from nkreport.text import Sentence

# How many sentences back a word may reach, and what distance and a humble place in the sentence cost.
PRONOUN_REACH, DESCRIPTION_REACH, FORWARD_REACH = 5, 40, 4
MENTION_REACH = 7  # sentences back in which those are read who do not speak
SUBJECT, OTHER, POSSESSIVE = 0.5, 2.2, 2.8
INFINITE = float("inf")
SAME_HEAD = 2.0  # what the same noun is worth: "a diplomat … the diplomat"
SAME_NAME = 0.3  # and a body whose own name ends in the noun
LONGEST_OPENING = 12  # letters before a phrase's own words: "the same ", "another "
SAME_SENTENCE_READ = 40  # mentions of one sentence that are weighed

ORGANISED = frozenset(("body", "medium", "country"))
UNNAMED = frozenset(
    (
        "local",
        "official",
        "diplomat",
        "soldier",
        "expert",
        "source",
        "witness",
        "lawyer",
        "cleric",
        "journalist",
        "lawmaker",
        "leader",
        "minister",
        "chief",
        "spokesperson",
    )
)
# A word of one class may take up a person of these others.
ALSO = {
    "source": UNNAMED,
    "witness": frozenset(("soldier", "cleric")),
    "official": frozenset(("diplomat", "spokesperson", "minister", "chief")),
    "diplomat": frozenset(("minister",)),
    "leader": frozenset(("chief",)),
    "chief": frozenset(("leader", "minister")),
    "soldier": frozenset(("chief",)),
    "lawmaker": frozenset(),
    "minister": frozenset(),
}


Fits = Callable[[Phrase], float | None]


def antecedent(
    cast: Cast, sentence: Sentence, offset: int, fits: Fits, *, reach: int, bonus: float = 0.0
) -> Mention | None:
    """The mention before an offset that fits at the least cost; of two in one sentence the first.

    `fits` gives what a phrase costs in addition, at least `-bonus`; None where it cannot be meant.
    Mentions are read no further than one could still cost less than the best so far.
    """
    best, least = None, INFINITE
    for distance, index in enumerate(range(sentence.index, _furthest(cast, sentence, reach) - 1, -1)):
        if distance - bonus >= least:
            break
        spoken = _spoken_before(cast, index, offset)
        if distance > MENTION_REACH and not spoken:
            continue
        for mention, cost in _around(cast, index, offset, spoken, distance, least + bonus):
            extra = fits(mention.phrase)
            if extra is not None and cost + extra < least:
                best, least = mention, cost + extra
    return best


def _furthest(cast: Cast, sentence: Sentence, reach: int) -> int:
    """The index of the first sentence that is looked at: no further than somebody has spoken or is read."""
    spoken = next(iter(cast.spoken), sentence.index)
    return max(0, sentence.index - reach, min(spoken, sentence.index - MENTION_REACH))


def _spoken_before(cast: Cast, index: int, offset: int) -> list[Mention]:
    spoken = cast.spoken.get(index)
    if not spoken:
        return []
    if spoken[-1].end > offset:
        spoken = spoken[: bisect_right(spoken, offset, key=lambda mention: mention.end)]
    return spoken[-SAME_SENTENCE_READ:]


def _around(
    cast: Cast, index: int, offset: int, spoken: list[Mention], distance: int, least: float
) -> Iterator[tuple[Mention, float]]:
    """The mentions of one sentence with their costs: first who speaks, then others that could cost less."""
    for mention in spoken:
        yield mention, distance
    if distance <= MENTION_REACH and distance + SUBJECT < least:
        for mention, prominence in _mentioned(cast, index, offset, spoken):
            yield mention, distance + prominence


def _mentioned(cast: Cast, index: int, offset: int, spoken: list[Mention]) -> Iterator[tuple[Mention, float]]:
    """The mentions of one sentence before an offset besides those who speak, each with its prominence."""
    for mention in cast.mentions(index)[:SAME_SENTENCE_READ]:
        if mention.end > offset:
            return
        if not (spoken and any(_is_same(one, mention) for one in spoken)):
            yield mention, POSSESSIVE if mention.possessive else SUBJECT if mention.subject else OTHER


def _is_same(speaker: Mention, mention: Mention) -> bool:
    """Whether a mention is the head of a speaker's words, and so has been read already."""
    inside = speaker.start <= mention.start < speaker.end
    return (
        inside
        and not mention.possessive
        and (mention.start - speaker.start < LONGEST_OPENING or mention.phrase.name == speaker.phrase.name)
    )


# --- who fits -------------------------------------------------------------------------------------------


def fits_pronoun(phrase: Phrase) -> Fits:
    """What may be meant by a pronoun: a person for "he", a body or country for "it", several for "they"."""

    def person(other: Phrase) -> float | None:
        if other.plural or (phrase.gender and other.gender and phrase.gender != other.gender):
            return None
        if other.kind == "person":
            return 0.0
        return (
            0.3
            if other.kind == "role" and not _is_predicate(other)
            else 1.0
            if other.kind == "name"
            else None
        )

    def thing(other: Phrase) -> float | None:
        if other.kind in ORGANISED or (other.kind == "description" and other.noun and other.country):
            return 0.0
        if other.kind == "description" and (other.country or other.owner or other.definite):
            return 0.2 if other.head in lexicon().kinds_of else None
        return 0.6 if other.kind == "name" else None

    def they(other: Phrase) -> float | None:
        if other.plural and other.kind in ("role", "group"):
            return 0.0
        return 1.2 if other.kind in ("body", "medium") else None

    return {"person": person, "thing": thing}.get(phrase.noun, they)


def _is_predicate(phrase: Phrase) -> bool:
    return phrase.head in ("member", "man", "woman", "father", "son")


def fits_role(phrase: Phrase, *, widely: bool = False) -> Fits:
    """Who may be meant by "the official", "the spy chief": the same word or class, or widely a near one."""
    wanted = phrase.classes
    also = frozenset[str]().union(*(ALSO.get(kind, frozenset()) for kind in wanted))
    marked = _telling(phrase.modifiers)
    title = (
        set(ONE_OFFICE.get(phrase.head, phrase.head).split())
        if phrase.head in SPECIFIC or " " in phrase.head
        else set()
    )

    def fits(other: Phrase) -> float | None:
        if other.kind not in ("person", "role") and "spokesperson" not in other.classes:
            return None
        if (
            other.plural
            or (phrase.gender and other.gender and phrase.gender != other.gender)
            or _belongs_elsewhere(phrase, other)
        ):
            return None
        spelt = {*other.modifiers, *other.name.lower().split(), *other.head.split(), _kind_of(other.owner)}
        if (
            marked - _telling(tuple(spelt))
            or not title <= spelt
            or ("source" in wanted and other.kind == "person")
        ):
            return None
        if other.kind == "role":
            if phrase.head in (other.head, other.head.split()[0], other.head.split()[-1]):
                return -SAME_HEAD
            if phrase.country or phrase.owner or other.definite:
                return None
        return 0.0 if wanted & other.classes else 1.0 if widely and also & other.classes else None

    return fits


def _kind_of(body: str) -> str:
    entry = lexicon().bodies.get(body)
    return entry.kind if entry else ""


def _belongs_elsewhere(phrase: Phrase, other: Phrase) -> bool:
    """Whether a role and a person serve different countries or bodies."""
    if phrase.country and other.country:
        return phrase.country != other.country
    if phrase.owner and other.owner:
        return phrase.owner != other.owner
    return bool(phrase.country and other.owner and not phrase.owner)


# Titles that no other title of their class can take up, and words for one office.
SPECIFIC = frozenset(
    (
        "president",
        "premier",
        "chancellor",
        "king",
        "queen",
        "prince",
        "emir",
        "mayor",
        "governor",
        "colonel",
        "captain",
        "major",
        "sergeant",
        "pilot",
        "lieutenant",
        "admiral",
        "ambassador",
        "pope",
    )
)
ONE_OFFICE = {
    "premier": "prime minister",
    "minister of defence": "defence minister",
    "minister of defense": "defense minister",
    "minister of foreign affairs": "foreign minister",
    "secretary-general": "secretary general",
}

# Words before a role that decide who is meant; the others ("tall", "veteran") do not.
TELLING = frozenset(
    (
        "foreign",
        "defence",
        "defense",
        "prime",
        "interior",
        "finance",
        "spy",
        "intelligence",
        "vice",
        "unification",
        "health",
        "energy",
        "justice",
        "press",
        "army",
        "navy",
        "police",
        "defence/defense",
    )
)
SAME = {"defense": "defence", "spy": "intelligence"}


def _telling(modifiers: tuple[str, ...]) -> set[str]:
    return {SAME.get(word, word) for word in modifiers if word in TELLING}


def fits_description(phrase: Phrase) -> Fits:
    """Which body may be meant by "the agency", "the ministry", "the South Korean newspaper"."""
    compound = lexicon().kinds_of.get(" ".join((*phrase.modifiers[-1:], phrase.head)), frozenset())
    kinds = compound or (
        frozenset((phrase.noun,)) if phrase.noun else lexicon().kinds_of.get(phrase.head, frozenset())
    )
    modifiers = phrase.modifiers[:-1] if compound else () if phrase.noun else phrase.modifiers
    telling = set(modifiers)
    if telling:
        telling -= lexicon().words["plain_modifiers"] | _own(phrase.country)

    office = _office_of(phrase.name) if phrase.noun == "ministry" else ""

    def fits(other: Phrase) -> float | None:
        if other.kind in ("person", "role"):
            return None
        if office and _office_of(other.name) != office:
            return None
        if phrase.country and other.country and phrase.country != other.country:
            return None
        if telling and not telling <= set(other.name.lower().split()):
            return None
        if other.kind in ("body", "medium", "description", "name", "group") and other.name.lower().split()[
            -1:
        ] == [phrase.head]:
            return -SAME_NAME if other.kind != "description" or other.country or other.noun else None
        if other.kind == "country":
            return 0.0 if "government" in kinds else None
        return 0.0 if other.kind in ("body", "medium", "description") and other.noun in kinds else None

    return fits


# What a ministry looks after, by a word of its name: "the foreign ministry" is no ministry of defence.
OFFICES_OF = {"defence": "defence", "defense": "defence", "foreign": "foreign", "interior": "interior"}


def _office_of(name: str) -> str:
    """What a ministry looks after; a body that is no ministry by its name, as the Pentagon, has none."""
    words = name.lower().split()
    told = next((OFFICES_OF[word] for word in words if word in OFFICES_OF), "")
    return told if not {"ministry", "office"}.isdisjoint(words) else ""


def _own(country: str) -> set[str]:
    """The words that name a country, which are no telling modifiers besides it."""
    return (
        {
            word
            for first, same in lexicon().entries.items()
            for entry in same
            if entry.country == country and entry.label in ("country", "capital", "people", "short")
            for word in (first, *entry.tokens)
        }
        if country
        else set()
    )


def fits_known_role(cast: Cast, phrase: Phrase, *, widely: bool = False) -> Fits:
    """The same as `fits_role`, by all that the article says of a person anywhere."""
    fits = fits_role(phrase, widely=widely)
    return lambda other: fits(merged(cast, other))


def merged(cast: Cast, phrase: Phrase) -> Phrase:
    """A person's phrase with what the article says of that person elsewhere."""
    if phrase.kind != "person" or len(phrase.name.split()) < 2:
        return phrase
    profile = described(cast, phrase.name)
    return Phrase(
        phrase.kind,
        phrase.first,
        phrase.last,
        phrase.name,
        classes=phrase.classes | profile.classes,
        country=phrase.country or profile.country,
        owner=phrase.owner or profile.owner,
        gender=phrase.gender or profile.gender,
        modifiers=phrase.modifiers + profile.modifiers,
    )
