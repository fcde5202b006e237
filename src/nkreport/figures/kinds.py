"""What kind of thing a figure counts: from its noun, from what happens to it, or from the figure before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from nkreport import grammar, rules
from nkreport.figures.mentions import Mention, forms_of
from nkreport.grammar import VerbGroup
from nkreport.hedging import segments

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


def kind_of(mention: Mention, earlier: Sequence[Known]) -> Kind:
    """The kind of a mention, given the figures read before it in the same article."""
    if mention.quantity.dimension == "money":
        return Kind("money", "money", "kind.money")
    noun, rule = noun_kind(mention)
    if noun in MATERIEL or noun in HARM:
        return Kind(noun, noun, rule)
    harm = _harm(mention, earlier, noun)
    if harm and (noun in PEOPLE or noun == "elided" or harm[1] != "kind.lost.verb"):
        return Kind(harm[0], noun if noun != "elided" else "people", harm[1])
    if noun in ("troops", "workers", "other"):
        return Kind(noun, noun, rule)
    if noun == "people":
        return _people(mention, earlier, rule)
    return _elided(mention, earlier)


# --- the noun ---------------------------------------------------------------------------------------------

@cache
def _nouns() -> dict[str, tuple[str, str]]:
    """Head noun or phrase → kind and rule."""
    return {word: (rule.fields["kind"], rule.id) for rule in rules.load("kinds").rules for word in rule.fields.get("words", ())}


@cache
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
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word


def lookup(words: Sequence[str]) -> tuple[str, str] | None:
    """The kind and rule of a phrase in lower case, by the longest end of it that is known.

    >>> lookup(["north", "korean", "artillery", "shells"])
    ('munitions', 'kind.munitions')
    """
    if not words:
        return None
    head = singular(words[-1])
    for length in (3, 2, 1):
        if len(words) >= length:
            known = _nouns().get(" ".join([*words[-length:-1], head]))
            if known:
                return known
    return _nouns().get(words[-1])


PRONOUNS = frozenset(("them", "these", "those", "who", "which", "it", "that", "whom", "us", "its", "their"))


def noun_kind(mention: Mention) -> tuple[str, str]:
    """What the counted phrase alone says: a kind, `people`, `other`, or `elided`."""
    words = _counted_words(mention)
    if not words:
        return "elided", ""
    phrases = _split(words)
    head = phrases[0]
    if head[-1:] and head[-1] in PRONOUNS or not head:
        return "elided", ""
    if len(phrases) > 1 and singular(head[-1]) in rules.load("kinds").lexicon["nouns"]["containers_of"]:
        inner = lookup([word for word in phrases[1] if word not in ("the", "a", "an", "its", "their")])
        return inner or (lookup(head) or ("other", "kind.other") if singular(head[-1]) not in ("round", "piece", "member", "number") else ("other", "kind.other"))
    known = lookup(head)
    if known:
        return known
    return ("people", "kind.people") if _is_demonym(mention, head) else ("other", "kind.other")


def _counted_words(mention: Mention) -> list[str]:
    counted = mention.quantity.counted
    if not counted:
        return _strong(mention)
    return [word for word in counted.lower().replace("’", "'").replace("-strong", " ").replace("(", " ").replace(")", " ").replace(",", " ,").split() if word]


def _strong(mention: Mention) -> list[str]:
    """The noun of "a 10,000-strong force"."""
    lower = mention.sentence.lower
    for at in (mention.numeral, mention.after):
        if at < len(lower) and lower[at].endswith("strong"):
            return lower[at + 1:at + 2]
    return []


LINKS = frozenset(("of", "from", "in", "with", "for", "to", "on", "at", "by", "who", "which", "that", "and", "or", ",", "sent", "including", "worth", "as"))


def _split(words: list[str]) -> list[list[str]]:
    """The phrase before and behind its first `of`; other links end it."""
    phrases: list[list[str]] = [[]]
    for word in words:
        if word == "of" and len(phrases) == 1 and phrases[0]:
            phrases.append([])
        elif word in LINKS and phrases[-1]:
            if len(phrases) == 1 or phrases[-1]:
                break
        elif word not in ("of", "more", "additional", "other", "such"):
            phrases[-1].append(word)
    return [phrase for phrase in phrases if phrase] or [[]]


DEMONYM_ENDINGS = ("ans", "ese", "ians", "is", "ish", "eans", "kers", "sians", "ners")


def _is_demonym(mention: Mention, head: list[str]) -> bool:
    """Whether a capitalised plural without a noun names people: "North Koreans", "Wagners"."""
    counted = mention.quantity.counted or ""
    last = [word for word in counted.replace(",", " ").split() if word.lower() == head[-1]]
    return bool(last) and last[0][0].isupper() and last[0].endswith("s") and len(last[0]) > 4


# --- what happens to it -----------------------------------------------------------------------------------

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
    return [(f" {phrase} ", rule.fields["kind"], rule.id) for rule in rules.load("kinds").rules for phrase in rule.fields.get("phrases", ())]


def _harm(mention: Mention, earlier: Sequence[Known], noun: str) -> tuple[str, str] | None:
    """What is done to those counted, with the rule: killed, wounded, casualties, captured, or other."""
    pair = _noun_like_participle(mention)
    if pair:
        return pair
    for group, relation in ((mention.attached, "subject"), (mention.behind, "subject"), (mention.before, "object")):
        if group is None or (relation == "object" and not mention.direct):
            continue
        found = _by_group(mention, group, relation)
        if found:
            return found
    return _by_phrase(mention) or _by_list(mention, earlier, noun)


def _noun_like_participle(mention: Mention) -> tuple[str, str] | None:
    """"300 killed", "2,700 wounded", "50 dead": the word right behind the number or its noun."""
    lower = mention.sentence.lower
    for at in (mention.after, mention.last):
        index = at
        while index < len(lower) and lower[index] in ("have", "had", "been", "were", "was", "are", "of", "them", "being", "more", "others", "reportedly", "also"):
            index += 1
        if index < len(lower):
            known = _harm_verbs().get(lower[index])
            if known and (lower[index].endswith(("ed", "n", "t")) and known[0][0] == "object" or index > at and known[0][0] == "subject"):
                if known[0][1] == "casualties" or known[0][1] == "captured" and index == at and _takes_object(mention, index):
                    continue
                if index == at and _takes_object(mention, index):
                    continue
                return _paired(mention, index, known[0][1], known[0][2])
            if lower[index] in ("dead", "wounded", "injured", "missing") and index == at:
                kind = {"dead": "killed", "missing": "other"}.get(lower[index], "wounded")
                return _paired(mention, index, kind, f"kind.{kind}.noun" if kind != "other" else "kind.other")
    return None


def _takes_object(mention: Mention, index: int) -> bool:
    """Whether a participle-like word is a verb with an object: then those counted did it."""
    tags = grammar.tags(mention.sentence)
    return tags[index] == "VBD" and index + 1 < len(tags) and tags[index + 1] in ("DT", "CD", "NNS", "NNP", "NN", "PRP", "PRP$", "JJ")


def _by_group(mention: Mention, group: VerbGroup, relation: str) -> tuple[str, str] | None:
    head = mention.sentence.lower[group.head]
    for affects, kind, rule in _harm_verbs().get(head, ()):
        passive = group.passive or group.form == "VBN"
        if affects == "subject":
            hit = relation == "subject" or (group.passive and relation == "object" and False)
        else:
            hit = passive if relation == "subject" else not passive
        if hit:
            return _paired(mention, group.head, kind, rule)
    return None


def _paired(mention: Mention, index: int, kind: str, rule: str) -> tuple[str, str]:
    """"killed or wounded", "dead and wounded", "killed, wounded or captured": casualties."""
    lower = mention.sentence.lower
    kinds = {kind}
    for step in (1, -1):
        at = index + step
        while 0 <= at < len(lower) and (lower[at] in (",", "or", "and", "and/or", "/", "seriously", "severely", "badly", "captured", "missing")):
            at += step
        if abs(at - index) > 1 and 0 <= at < len(lower):
            kinds |= {entry[1] for entry in _harm_verbs().get(lower[at], ()) if entry[0] == "object" and not _opens_own(mention, at)}
            if lower[at] == "dead":
                kinds.add("killed")
    if len(kinds & {"killed", "wounded", "captured"}) > 1 or "casualties" in kinds and kind != "casualties":
        return "casualties", "kind.casualties.noun"
    return kind, rule


def _opens_own(mention: Mention, at: int) -> bool:
    """Whether the other verb has a number of its own behind it ("killed 3 and wounded 20") or an auxiliary before it."""
    tags, lower = grammar.tags(mention.sentence), mention.sentence.lower
    following = tags[at + 1:at + 5]
    return "CD" in following and tags[at] in ("VBD", "VBG", "VB") or (at and lower[at - 1] in ("were", "was", "been"))


def _by_phrase(mention: Mention) -> tuple[str, str] | None:
    part = mention.part
    text = " " + " ".join(mention.words(mention.last, min(part.last, mention.last + 12))) + " "
    before = " " + " ".join(mention.words(max(part.first, mention.first - 3), mention.first)) + " "
    for phrase, kind, rule in _harm_phrases():
        if phrase in text or phrase in before:
            return kind, rule
    return None


INCLUSIVE = frozenset((",", "and", "including", "among", "of", "them", "or", "with", "another", "as", "well", "(", "plus", "whom", "including:", "—", "–", "at", "least", "half", "were", "are", "than", "more"))


def _by_list(mention: Mention, earlier: Sequence[Known], noun: str) -> tuple[str, str] | None:
    """A part of, or an addition to, the figure right before it in the sentence shares what happened to it."""
    if not earlier or earlier[-1].mention.sentence is not mention.sentence or noun == "other" and earlier[-1].kind.kind not in HARM:
        return None
    last = earlier[-1]
    if last.kind.kind not in HARM or last.kind.noun not in ("troops", "people", "elided", "workers"):
        return None
    between = mention.words(last.mention.last, mention.first)
    aside = mention.words(mention.after, mention.after + 2) in (["of", "them"], ["of", "whom"])
    listed = len(between) <= 4 and any(word in ("and", "including", "among", "or", ",") for word in between)
    inside = any(word == "including" for word in between) or aside or any(word in ("among", "amongst") for word in mention.words(mention.last, mention.last + 2))
    if inside or (listed and mention.behind is None and all(word in INCLUSIVE for word in between)):
        return last.kind.kind, last.kind.rule
    return None


# --- people of any sort, and numbers without a noun --------------------------------------------------------

MILITARY = frozenset((
    "army", "armies", "brigade", "battalion", "unit", "units", "contingent", "front", "corps", "regiment", "military", "deployed", "deploy", "deployment",
    "trained", "training", "troops", "soldiers", "forces", "fighters", "commandos", "war", "combat", "battle", "mobilised", "mobilized", "dispatched",
    "garrison", "militia", "navy", "personnel", "rifle", "arms", "enemy", "defence", "defense", "officers", "frontline", "infantry", "bridgehead", "weapons",
    "militants", "rebels", "insurgents", "regular", "recruits", "mercenaries", "gunmen", "squad", "squads", "assault", "assaults",
))
SOLDIERLY = frozenset(("man", "one", "other"))


def _people(mention: Mention, earlier: Sequence[Known], rule: str) -> Kind:
    """People, men, nationals: troops where the sentence or the figure before is about troops."""
    lower = mention.sentence.lower
    words = _counted_words(mention)
    near = earlier and earlier[-1].kind.noun in ("troops", "people") and mention.sentence.index - earlier[-1].mention.sentence.index <= 3
    military = not MILITARY.isdisjoint(lower)
    head = singular(words[-1]) if words else ""
    if near or military or head in SOLDIERLY or any(known.kind.kind == "troops" for known in earlier[-3:]):
        return Kind("troops", "people", rule)
    return Kind("other", "people", "kind.other")


def _elided(mention: Mention, earlier: Sequence[Known]) -> Kind:
    """A bare number: what a noun before it in the sentence names, else the same number, else the last figure."""
    value = mention.quantity.value if mention.quantity.value is not None else mention.quantity.low
    for known in reversed(earlier):
        other = known.mention.quantity
        if value and value == (other.value if other.value is not None else other.low) and value > 12 and known.kind.kind != "other":
            return Kind(known.kind.kind, known.kind.noun, "kind.elided")
    same = [known for known in earlier if known.mention.sentence is mention.sentence and known.kind.kind not in ("other", "money")]
    local = _nearest_noun(mention, mention.sentence.lower, mention.first)
    if same and (local is None or local[1] < same[-1].mention.first):
        return _as_before(same[-1])
    if local:
        return Kind(local[0], local[0], "kind.elided")
    recent = [known for known in earlier if known.kind.kind not in ("other", "money")]
    if recent:
        return _as_before(recent[-1])
    return _ahead(mention)


def _as_before(known: Known) -> Kind:
    """What the earlier figure counts by its noun: what happened to those need not have happened to these."""
    noun = known.kind.noun
    kind = noun if noun not in ("elided", "people") else "troops" if known.kind.kind in HARM else known.kind.kind
    return Kind(kind, noun, "kind.elided")


def _nearest_noun(mention: Mention, lower: Sequence[str], until: int) -> tuple[str, int] | None:
    """The kind of the nearest plural or collective noun to the left, with its index."""
    tags = grammar.tags(mention.sentence)
    for index in range(until - 1, -1, -1):
        if tags[index] in ("NNS", "NN") and (lower[index] != singular(lower[index]) or lower[index] in ("contingent", "force", "army", "toll")):
            if index + 1 < len(tags) and tags[index + 1] in ("NN", "NNS", "POS"):
                continue
            known = lookup(lower[max(0, index - 2):index + 1])
            if known and known[0] not in ("other", "people"):
                return known[0], index
    return None


def _ahead(mention: Mention) -> Kind:
    """With nothing before it: a noun that follows in the sentence."""
    lower, tags = mention.sentence.lower, grammar.tags(mention.sentence)
    for index in range(mention.last, len(lower)):
        if tags[index] == "NNS":
            known = lookup(lower[max(0, index - 2):index + 1])
            if known and known[0] not in ("other", "people"):
                return Kind(known[0], known[0], "kind.elided")
    return Kind("other", "elided", "kind.other")


def clause_words(mention: Mention) -> list[str]:
    """The tokens of the stretch of the sentence that the mention stands in, in lower case."""
    part = segments(mention.sentence)[mention.segment]
    return mention.words(part.first, part.last)
