"""Who is behind a claim: what kind of origin, on whose behalf, and who depends on whom.

Whether a name is a medium, a body or an official of a country is read from the lexicon of sources and
the roster of offices (`rules/*.toml`) and from `data/sources.toml`; nothing of it is code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from nkreport import rules
from nkreport.analyst import Dependence, Knowledge
from nkreport.dependence import Leaning, find_leanings
from nkreport.sources import country_of, party_of
from nkreport.sources.lexicon import MEDIA_KINDS, lexicon

OWN_HOUSE = frozenset(("think-tank", "militants", "court"))  # bodies of a country that do not speak for it
ITSELF = "the article itself"
UNPLACED = "those whom nobody can place"
TOGETHER = "works-with"  # the rule that does not say on what two bodies work


@dataclass(frozen=True, slots=True)
class Origin:
    """The first origin that a text names: what kind it is, for whom it speaks, and whether that is known."""

    name: str | None
    kind: str
    house: str | None
    placed: bool = True


@lru_cache(4096)
def origin_of(name: str | None) -> Origin:
    """What the lexicon and the roster know of a source by its canonical name.

    >>> origin_of("NIS"), origin_of("Reuters").kind, origin_of("officials in Lyon").kind, origin_of(None).kind
    (Origin(name='NIS', kind='named', house='South Korea', placed=True), 'medium', 'unnamed', 'none')
    >>> origin_of("Ukrainian officials"), origin_of("South Korean media").kind
    (Origin(name='Ukrainian officials', kind='unnamed', house='Ukraine', placed=True), 'medium')
    """
    if name is None:
        return Origin(None, "none", None)
    known = lexicon()
    body, person = known.bodies.get(name), known.people.get(name)
    if body is not None:
        if body.kind in MEDIA_KINDS:
            return Origin(name, "medium", None)
        return Origin(name, "named", None if body.kind in OWN_HOUSE else body.country or name)
    if person is not None:
        return Origin(name, "named", person.country or _office(name) or name)
    if country_of(name) == name:
        return Origin(name, "named", name)
    return _described(name)


def _described(name: str) -> Origin:
    """A source that no lexicon holds: a name of its own, or a description in the article's words."""
    words = name.split()
    if _relays(words):
        return Origin(name, "medium", None)
    described = not lexicon().speaking.isdisjoint((words[0].lower(), words[-1].lower()))
    if words[0][:1].isupper() and words[-1][:1].isupper() and not described:
        return Origin(name, "named", _office(name) or name, _office(name) is not None)
    lands = [country_of(" ".join(words[:size])) for size in (3, 2, 1) if size < len(words)]
    return Origin(name, "unnamed", next((land for land in lands if land), None))


def _relays(words: Sequence[str]) -> bool:
    """Whether a description is of media or documents, which have what they tell from somebody else."""
    return words[-1].lower() in _relay_nouns()


@lru_cache(1)
def _relay_nouns() -> frozenset[str]:
    groups = rules.load("sources").lexicon["groups"]
    return frozenset(noun.split()[-1] for kind in ("media", "documents") for noun in groups[kind])


@lru_cache(1024)
def _office(name: str) -> str | None:
    """The country or body whose offices a person has held, where it is one."""
    houses = {
        office["country"]
        for office in rules.load("offices").lexicon["offices"]
        for holder in office["holders"]
        if holder["name"] == name
    }
    return houses.pop() if len(houses) == 1 else None


@dataclass(frozen=True, slots=True)
class Circle:
    """All that is known of the sources of some tables: for whom each speaks and who depends on whom."""

    knowledge: Knowledge
    dependences: tuple[Dependence, ...]
    roots: Mapping[str, str]
    speaks_for: Mapping[str, str]
    presented: Mapping[str, str] = field(default_factory=dict)

    def origin(self, name: str | None) -> Origin:
        found = origin_of(name)
        if name is not None and name in self.speaks_for:
            return Origin(name, found.kind, self.speaks_for[name])
        if name is not None and not found.placed and name in self.presented:
            return Origin(name, found.kind, self.presented[name])
        return found

    def root(self, name: str) -> str:
        """One name for all who are not independent of each other.

        Names of whom nobody knows for whom they speak are one together: they may all speak for one house.
        """
        origin = self.origin(name)
        if not origin.placed and name not in self.roots:
            return UNPLACED
        house = origin.house or name
        return self.roots.get(name, self.roots.get(house, house))

    def independent(self, names: Iterable[str]) -> int:
        """How many origins are left when those who depend on each other count as one."""
        return len({self.root(name) for name in names})

    def certain(self, one: str, other: str) -> bool:
        """Whether an analyst is certain that neither of two leans on the other."""
        ends = ({one, self.origin(one).house}, {other, self.origin(other).house})
        return any(
            (known.body in ends[0] and known.of in ends[1]) or (known.body in ends[1] and known.of in ends[0])
            for known in self.knowledge.independences
        )


def circle_of(assertions: Sequence[Mapping[str, Any]], knowledge: Knowledge | None = None) -> Circle:
    """What the analyst and the texts themselves tell of the sources."""
    knowledge = knowledge or Knowledge()
    speaks_for = {known.name: known.speaks_for for known in knowledge.sources if known.speaks_for}
    dependences = (*knowledge.dependences, *told(assertions))
    presented = _presented(assertions)
    plain = Circle(knowledge, dependences, {}, speaks_for, presented)
    return Circle(knowledge, dependences, _roots(plain), speaks_for, presented)


def _presented(assertions: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """For whom people speak whom no lexicon holds, by the words that present them: "Polish envoy Jan Kos"."""
    houses: dict[str, set[str]] = {}
    for row in assertions:
        words = row["source_text"] or ""
        if (
            len(row["source"]) == 1
            and len(words) > len(row["source"][0])
            and not origin_of(row["source"][0]).placed
        ):
            house = _party(words)
            if house and house != row["source"][0]:
                houses.setdefault(row["source"][0], set()).add(house)
    return {name: found.pop() for name, found in houses.items() if len(found) == 1}


@lru_cache(65536)
def _party(words: str) -> str | None:
    return party_of(None, words)


def told(assertions: Iterable[Mapping[str, Any]]) -> tuple[Dependence, ...]:
    """The dependences that the texts themselves tell, one for each pair of bodies, with their rows."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for row in assertions:
        for leaning in _leanings(row["sentence"]):
            body = leaning.body or (row["source"][0] if len(row["source"]) == 1 else None)
            if (
                body
                and body != leaning.on
                and origin_of(body).kind == "named"
                and _on_knowledge(leaning, body)
            ):
                found.setdefault((body, leaning.on), {})[row["assertion_id"]] = row["sentence"]
    return tuple(
        Dependence(body, on, min(rows.values()), "text", tuple(sorted(rows)))
        for (body, on), rows in sorted(found.items())
    )


def _on_knowledge(leaning: Leaning, body: str) -> bool:
    """Whether two work together on what they know: two governments may work together on a bridge."""
    bodies = [lexicon().bodies.get(name) for name in (body, leaning.on)]
    return leaning.rule != TOGETHER or any(known and known.kind == "intelligence" for known in bodies)


@lru_cache(65536)
def _leanings(sentence: str) -> tuple[Leaning, ...]:
    return tuple(find_leanings(sentence))


def _roots(circle: Circle) -> dict[str, str]:
    """The least name of each set of names that hang together, by union and find."""
    parents: dict[str, str] = {}

    def find(name: str) -> str:
        parents.setdefault(name, name)
        while parents[name] != name:
            parents[name] = parents[parents[name]]
            name = parents[name]
        return name

    for tie in circle.dependences:
        ends = [tie.body, circle.origin(tie.body).house, tie.on, circle.origin(tie.on).house]
        least, *others = sorted({find(name) for name in ends if name})
        parents.update(dict.fromkeys(others, least))
    return {name: find(name) for name in list(parents)}
