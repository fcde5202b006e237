"""What kind of thing a figure counts: from its noun, from what happens to it, or from the figure before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from nkreport import grammar, rules
from nkreport.figures.mentions import Mention, chain, forms_of
from nkreport.grammar import VerbGroup
from nkreport.hedging import segments
from nkreport.text import Document, Sentence

PEOPLE = ("troops", "people", "workers", "killed", "wounded", "casualties", "captured")
HARM = ("killed", "wounded", "casualties", "captured")
MATERIEL = ("munitions", "missiles", "containers", "weapons", "money")


# A small number without a noun is a count of what was counted before only close by; a large one further on.
LARGE, FAR, BETWEEN, CLOSE, NEAR = 200, 12, 6, 3, 2


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
    if noun in MATERIEL:
        return Kind(noun, noun, rule)
    if noun in HARM:
        kind, rule = _paired(mention, mention.last - 1, noun, rule)
        return Kind(kind, noun, rule)
    harm = _harm(mention, earlier, noun)
    if harm and not (harm[0] == "other" and noun in ("troops", "workers")) and (noun in PEOPLE or noun == "elided" or harm[0] in ("killed", "wounded")):
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
    known = None
    for length in (3, 2, 1):
        if len(words) >= length and known is None:
            known = _nouns().get(" ".join([*words[-length:-1], head]))
    known = known or _nouns().get(words[-1])
    if known and known[0] == "casualties" and len(words) > 1:
        lost = _nouns().get(words[-2])
        return lost if lost and lost[0] in MATERIEL else known
    return known


PRONOUNS = frozenset(("others", "them", "these", "those", "who", "which", "it", "that", "whom", "us", "its", "their"))


def noun_kind(mention: Mention) -> tuple[str, str]:
    """What the counted phrase alone says: a kind, `people`, `other`, or `elided`."""
    words = _counted_words(mention)
    if not words:
        return "elided", ""
    phrases = _split(words)
    head = phrases[0]
    lexicon = rules.load("kinds").lexicon["nouns"]
    if not head or head[-1] in PRONOUNS or len(words) == 1 and singular(head[-1]) in lexicon["units"]:
        return "elided", ""
    if mention.quantity.counted_span and mention.quantity.counted_span[0] < mention.quantity.start and singular(head[-1]) in lexicon["count_nouns"]:
        return "elided", ""
    if len(head) == 1 and grammar.tags(mention.sentence)[mention.last - 1] in ("VBP", "VBD", "VB"):
        return "elided", ""
    if len(phrases) > 1 and singular(head[-1]) in lexicon["containers_of"]:
        inner = lookup([word for word in phrases[1] if word not in ("the", "a", "an", "its", "their")])
        return inner or (None if singular(phrases[1][-1]) in lexicon["talks"] else lookup(head)) or ("other", "kind.other")
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
    return bool(last) and last[0][0].isupper() and last[0][1:].islower() and last[0].endswith("s") and len(last[0]) > 4


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
        if group is None or (relation == "object" and not mention.direct) or (group is mention.behind and _is_part(mention)):
            continue
        found = _by_group(mention, group, relation)
        if found:
            return found
    return _of_harm(mention) or _by_phrase(mention) or _by_measure(mention) or _by_list(mention, earlier, noun)


HARM_NOUNS = {"killing": "killed", "killings": "killed", "wounding": "wounded", "capture": "captured", "execution": "killed", "murder": "killed"}


def _of_harm(mention: Mention) -> tuple[str, str] | None:
    """"The bodies of 70 people", "the killing of two men": the noun over the figure."""
    lower, at = mention.sentence.lower, mention.first - 1
    if at < 1 or lower[at] != "of":
        return None
    if lower[at - 1] in HARM_NOUNS:
        return HARM_NOUNS[lower[at - 1]], f"kind.{HARM_NOUNS[lower[at - 1]]}.noun"
    known = lookup(lower[max(0, at - 3):at])
    return known if known and known[0] in HARM else None


def _is_part(mention: Mention) -> bool:
    """Whether the phrase only completes another: "of the 900 sent, 40 died", "40 of a force of 900 died"."""
    lower, at = mention.sentence.lower, mention.first - 1
    while at > 0 and grammar.tags(mention.sentence)[at] in ("JJ", "VBG", "DT"):
        at -= 1
    if at < 0 or lower[at] not in ("of", "from", "among"):
        return False
    counts = rules.load("kinds").lexicon["nouns"]["count_nouns"]
    return at == 0 or singular(lower[at - 1]) not in counts


def _by_measure(mention: Mention) -> tuple[str, str] | None:
    """"Losses exceeded 900 people", "the toll has reached 900", "put the dead at 900": the noun before the verb or behind it."""
    group = mention.before
    if group is None:
        return None
    tags, lower = grammar.tags(mention.sentence), mention.sentence.lower
    if lower[group.head] not in _measures():
        return None
    for index in range(mention.first - 1, max(-1, group.first - 12), -1):
        if tags[index] in ("NNS", "NN") or (tags[index] == "VBN" and index < group.first and lower[index] in ("killed", "wounded", "injured", "captured", "fallen")):
            known = lookup(lower[max(0, index - 2):index + 1]) or (("killed", "kind.killed.noun") if lower[index] == "toll" else None)
            if known and known[0] in HARM:
                return known
    return None


@cache
def _measures() -> frozenset[str]:
    return frozenset().union(*(forms_of(base) for base in rules.load("kinds").lexicon["nouns"]["measure_verbs"]))


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
                if known[0][1] == "casualties" or (index == at and grammar.tags(mention.sentence)[index] == "VBD" and _object_follows(mention, index)):
                    continue
                return _paired(mention, index, known[0][1], known[0][2])
            if lower[index] in ("dead", "wounded", "injured", "missing") and index == at:
                kind = {"dead": "killed", "missing": "other"}.get(lower[index], "wounded")
                return _paired(mention, index, kind, f"kind.{kind}.noun" if kind != "other" else "kind.other")
    return None


def _takes_object(mention: Mention, group: VerbGroup) -> bool:
    """Whether what looks like a lone participle has an object: then it is a past tense ("the blast killed six men")."""
    return group.first == group.head and _object_follows(mention, group.head)


def _object_follows(mention: Mention, index: int) -> bool:
    """Whether a noun phrase follows a verb: then those before it did it."""
    tags = grammar.tags(mention.sentence)
    return index + 1 < len(tags) and (tags[index + 1] in ("DT", "CD", "NNS", "NNP", "NN", "PRP", "PRP$", "JJ")
                                      or mention.sentence.lower[index + 1] in ("about", "over", "around", "at", "up") and "CD" in tags[index + 2:index + 4])


def _by_group(mention: Mention, group: VerbGroup, relation: str) -> tuple[str, str] | None:
    head = mention.sentence.lower[group.head]
    for affects, kind, rule in _harm_verbs().get(head, ()):
        passive = (group.passive or group.form == "VBN") and not _takes_object(mention, group)
        if affects == "subject":
            hit = relation == "subject"
        else:
            hit = passive if relation == "subject" else not passive
        if hit:
            return _paired(mention, group.head, kind, rule)
    return None


def _paired(mention: Mention, index: int, kind: str, rule: str) -> tuple[str, str]:
    """"killed or wounded", "dead and wounded", "killed, wounded or captured": casualties."""
    lower = mention.sentence.lower
    kinds = {kind} | {entry[1] for entry in _harm_verbs().get(lower[index], ()) if entry[0] == "object"}
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

def _people(mention: Mention, earlier: Sequence[Known], rule: str) -> Kind:
    """People, men, nationals: troops where the sentence or the figure before is about troops."""
    words = _counted_words(mention)
    head = singular(words[-1]) if words else ""
    value = mention.quantity.value or mention.quantity.low or 0
    if any(known.kind.kind == "troops" and _same_value(known, mention) for known in earlier) or _is_sent(mention):
        return Kind("troops", "people", rule)
    clause = clause_words(mention)
    if not _list("civil_words").isdisjoint(clause):
        return Kind("other", "people", "kind.other")
    reach = BETWEEN if _is_demonym(mention, words) else CLOSE
    near = bool(earlier) and earlier[-1].kind.kind == "troops" and mention.sentence.index - earlier[-1].mention.sentence.index <= reach
    military = not _list("military_words").isdisjoint(clause)
    many = head == "man" and value >= 100
    if near or military or many or (value <= 100_000 and _soldiers_here(mention, words)):
        return Kind("troops", "people", rule)
    return Kind("other", "people", "kind.other")


def _is_sent(mention: Mention) -> bool:
    """Whether a verb over the figure does to people what is done to soldiers: sends, deploys, trains them."""
    return any(mention.sentence.lower[group.head] in _moves() for group in chain(mention))


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(rules.load("kinds").lexicon["nouns"][name])


def _same_value(known: Known, mention: Mention) -> bool:
    value = mention.quantity.value
    return value is not None and value >= LARGE and known.mention.quantity.value == value


@cache
def _moves() -> frozenset[str]:
    return frozenset().union(*(forms_of(base) for base in rules.load("kinds").lexicon["nouns"]["troop_verbs"]))


# An article that names a nation's soldiers so often means them by the nation's name too.
OFTEN = 3
SOLDIERS = ("soldiers", "troops", "forces", "fighters", "servicemen", "military", "army", "commandos", "personnel", "mercenaries")


def _soldiers_here(mention: Mention, words: Sequence[str]) -> bool:
    """Whether the article speaks of soldiers of the nation named: "3,000 North Koreans" where "North Korean troops" stand."""
    if not words or not words[-1].endswith("s"):
        return False
    stem = " ".join([word for word in words[-2:-1] if word in ("north", "south")] + [words[-1][:-1]])
    text = _lowered(mention.sentence.document)
    return sum(text.count(f"{stem} {noun}") for noun in SOLDIERS) >= OFTEN


def _lowered(document: Document) -> str:
    kept: str | None = document.__dict__.get("lowered")
    if kept is None:
        kept = document.__dict__["lowered"] = document.text[:50_000].lower()
    return kept


def _elided(mention: Mention, earlier: Sequence[Known]) -> Kind:
    """A bare number: what a noun before it in the sentence names, else the same number, else the last figure."""
    value = mention.quantity.value if mention.quantity.value is not None else mention.quantity.low
    if _is_no_count(mention, value):
        return Kind("other", "elided", "kind.other")
    for known in reversed(earlier):
        other = known.mention.quantity
        if value and value == (other.value if other.value is not None else other.low) and value > 12 and known.kind.kind != "other":
            return Kind(known.kind.kind, known.kind.noun, "kind.elided")
    if (gapped := _gapped(mention, earlier)) is not None:
        return gapped
    same = [known for known in earlier if known.mention.sentence is mention.sentence and known.kind.kind not in ("other", "money")]
    local = _nearest_noun(mention.sentence, mention.first)
    if local and local[0] == "other":
        return Kind("other", "elided", "kind.other")
    if value is not None and value <= 3 and mention.first < mention.numeral and mention.sentence.lower[mention.first] == "the":
        return Kind("other", "elided", "kind.other")
    if same and (local is None or local[1] < same[-1].mention.first):
        return _as_before(same[-1])
    if local:
        return Kind(local[0], local[0], "kind.elided")
    recent = [known for known in earlier if known.kind.kind not in ("other", "money")]
    if recent and _within_reach(mention, value, recent[-1]):
        return _as_before(recent[-1])
    return _ahead(mention) if not recent else Kind("other", "elided", "kind.other")


def _within_reach(mention: Mention, value: float | None, known: Known) -> bool:
    distance = mention.sentence.index - known.mention.sentence.index
    marked = mention.quantity.modifier is not None or (mention.attached is not None and mention.attached.form == "finite")
    return distance <= (FAR if value is not None and value >= LARGE else BETWEEN if marked else NEAR)


def _is_no_count(mention: Mention, value: float | None) -> bool:
    """Whether a bare number is an age or a score: no whole number, or said of one person."""
    if value is not None and value != int(value) and mention.quantity.bound != "range":
        return True
    lower, group = mention.sentence.lower, mention.before
    if value is None or value >= 120:
        return False
    aged = not {"age", "aged", "turned", "turns", "turning", "old"}.isdisjoint(mention.words(mention.first - 3, mention.last + 2))
    person = group is not None and mention.direct and lower[group.head] in ("be", "is", "was") and not mention.quantity.modifier
    return aged or (person and group is not None and group.first > 0 and grammar.tags(mention.sentence)[group.first - 1] in ("PRP", "NNP"))


def _as_before(known: Known) -> Kind:
    """What the earlier figure counts by its noun: what happened to those need not have happened to these."""
    noun = known.kind.noun
    kind = noun if noun not in ("elided", "people") else "other" if known.kind.kind in HARM else known.kind.kind
    return Kind(kind, noun, "kind.elided")


# A count of nations, days or villages is small; a number behind it is of something else.
SMALL = 20


def _gapped(mention: Mention, earlier: Sequence[Known]) -> Kind | None:
    """A number that shares the verb and the noun of the one before it: "600 were killed in May and 2,000 in June"."""
    if not earlier or earlier[-1].mention.sentence is not mention.sentence or mention.behind is not None:
        return None
    last = earlier[-1]
    groups = grammar.verb_groups(mention.sentence)
    if any(last.mention.after <= group.first < mention.first and group not in (last.mention.attached, last.mention.behind) for group in groups):
        return None
    if last.kind.kind == "other" and (last.mention.quantity.value or SMALL) < SMALL:
        return None
    if _nearest_noun(mention.sentence, mention.first, last.mention.last + 1) is not None:
        return None
    return Kind(last.kind.kind, last.kind.noun, last.kind.rule)


def _nearest_noun(sentence: Sentence, until: int, since: int = 0) -> tuple[str, int] | None:
    """The kind of the nearest plural or collective noun to the left, with its index."""
    tags, lower = grammar.tags(sentence), sentence.lower
    for index in range(until - 1, since - 1, -1):
        if tags[index] in ("NNS", "NN", "NNP") and (lower[index] != singular(lower[index]) or lower[index] in ("contingent", "force", "army", "toll")):
            if index + 1 < len(tags) and tags[index + 1] in ("NN", "NNS", "NNP", "POS"):
                continue
            known = lookup(lower[max(0, index - 2):index + 1])
            if known and known[0] not in ("other", "people"):
                return known[0], index
            if "of" in lower[max(0, index - 3):index] and not _list("count_nouns").isdisjoint(lower[max(0, index - 5):index - 1]):
                return "other", index
    return None


def _ahead(mention: Mention) -> Kind:
    """With nothing before it: a noun that follows in the sentence."""
    lower, tags = mention.sentence.lower, grammar.tags(mention.sentence)
    for index in range(mention.last, len(lower)):
        if tags[index] == "NNS":
            known = lookup(lower[max(0, index - 2):index + 1])
            if known and known[0] not in ("other", "people"):
                return Kind(known[0], known[0], "kind.elided")
    return _from_text_before(mention)


def _from_text_before(mention: Mention) -> Kind:
    """With no figure before it: the last noun of the two sentences before."""
    sentences = mention.sentence.document.sentences
    for index in range(mention.sentence.index - 1, max(-1, mention.sentence.index - 3), -1):
        known = _nearest_noun(sentences[index], len(sentences[index].lower))
        if known:
            return Kind(known[0], known[0], "kind.elided")
        if _demonyms(sentences[index]) and any(noun in _lowered(mention.sentence.document) for noun in SOLDIERS):
            return Kind("troops", "people", "kind.elided")
    return Kind("other", "elided", "kind.other")


def _demonyms(sentence: Sentence) -> list[int]:
    """Where the plurals of nationals end: "North Koreans"."""
    return [index + 1 for index, word in enumerate(sentence.words) if word.endswith(("ans", "ians")) and word[0].isupper()]


def clause_words(mention: Mention) -> list[str]:
    """The tokens of the stretch of the sentence that the mention stands in, in lower case."""
    part = segments(mention.sentence)[mention.segment]
    return mention.words(part.first, part.last)
