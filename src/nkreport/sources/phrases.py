"""A noun phrase that names a speaker, read word by word: person, body, country, role, group or pronoun."""

from __future__ import annotations

from typing import NamedTuple

from nkreport.sources.lexicon import Description, Entry, lexicon, longest
from nkreport.text import Sentence

LONGEST_DESCRIPTION = 8     # tokens: "main directorate of intelligence of the ministry of …"
LONGEST_NAME = 5            # tokens: "Lloyd J. Austin III", "Ursula von der Leyen"

COUNTRIES = frozenset(("country", "capital", "people", "short", "peoples"))
BODIES = frozenset(("body", "medium"))
OWNERS = COUNTRIES | BODIES
BREAKS = frozenset(("comma", "relative", "bracket"))
SURNAMES_TOO = frozenset(("witness", "cleric", "journalist", "leader", "lawyer"))    # "Stephen King", "Son Heung-min"


class Item(NamedTuple):
    """A word, or several that are one entry of the lexicon: token indices `[first, last)` and what it is."""

    label: str
    first: int
    last: int
    entry: Entry | None = None


class Phrase(NamedTuple):
    """What a noun phrase says of whom it means; `name` is canonical where the words alone decide it.

    `kind` is pronoun, person, name, body, medium, country, role, group, description or none.
    `[first, last)` are the tokens without determiner and without what follows a comma.
    """

    kind: str
    first: int
    last: int
    name: str = ""
    head: str = ""
    classes: frozenset[str] = frozenset()
    country: str = ""
    owner: str = ""
    gender: str = ""
    plural: bool = False
    definite: bool = False
    determiner: str = ""
    noun: str = ""
    modifiers: tuple[str, ...] = ()
    rule: str = ""


NOTHING = Phrase("none", 0, 0)


def items(sentence: Sentence, first: int, last: int) -> list[Item]:
    """The words of a phrase with what the lexicon knows of each; the longest entry wins."""
    words, lower, found, at = sentence.words, sentence.lower, [], first
    table = lexicon().entries
    while at < last:
        entry = longest(table, words, lower, at, last) if lower[at] in table else None
        if entry and _fits(entry, sentence, at, found):
            found.append(Item(entry.label, at, at + len(entry.tokens), entry))
            at += len(entry.tokens)
        else:
            found.append(Item(_label(words[at], lower[at]), at, at + 1))
            at += 1
    return found


def _fits(entry: Entry, sentence: Sentence, at: int, before: list[Item]) -> bool:
    """Whether the words around allow the entry: "the North" but not "the North Atlantic", "King" but not "Stephen King"."""
    words, end = sentence.words, at + len(entry.tokens)
    if entry.label == "short":
        return (end == len(words) or not words[end][0].isupper()) and entry.name in sentence.document.text
    if entry.label == "role" and words[at][0].isupper() and before and before[-1].label == "cap" and _names_a_body(entry.tokens[-1]):
        return False
    if entry.label == "role" and words[at][0].isupper() and entry.kind in SURNAMES_TOO:
        follows = bool(before) and before[-1].label == "cap"
        if entry.kind == "leader":
            return not (follows and words[at - 1] in lexicon().given)
        return not follows and not (entry.kind == "witness" and end < len(words) and words[end][0].isupper())
    return True


def _names_a_body(lower: str) -> bool:
    sets = lexicon().words
    return lower in sets["medium_name"] or lower in sets["body_name"]


def _label(word: str, lower: str) -> str:
    sets = lexicon().words
    if lower in ("'s", "'"):
        return "possessive"
    if lower in (",", ";", "–", "—", "-", ":"):
        return "comma"
    if lower in ("(", "[", ")", "]"):
        return "bracket"
    if lower in ("and", "or", "&", "nor"):
        return "and"
    if lower in sets["titles"] and word[0].isupper() and (lower[-1] == "." or len(lower) <= 4):
        return "title"
    if lower in sets["relatives"]:
        return "relative"
    if lower in sets["prepositions"]:
        return "preposition"
    if word[0].isupper() and lower not in sets["articles"] and lower.partition("'")[0] not in sets["first_person"]:
        return "cap"
    return "mark" if not word[0].isalnum() else "low"


READ: dict[tuple[str, ...], Phrase] = {}      # phrases by their words, relative to the first; emptied when it has grown large
LARGE = 50_000
SHORTEST_READ_AGAIN = 24    # tokens; longer phrases hardly ever come twice


def read_phrase(sentence: Sentence, first: int, last: int) -> Phrase:
    """Read the tokens `[first, last)` of a sentence as one phrase; what follows a comma or "who" is left to the caller."""
    spelt = tuple(sentence.words[first:last])
    if last - first > SHORTEST_READ_AGAIN or "North" in spelt or "South" in spelt:
        return _read_phrase(sentence, first, last)     # what these words mean depends on their article
    before = sentence.lower[first - 1] if first else ""
    key = (before, *spelt) if before in lexicon().words["medium_before_name"] else spelt
    known = READ.get(key)
    if known is None:
        if len(READ) > LARGE:
            READ.clear()
        phrase = _read_phrase(sentence, first, last)
        READ[key] = phrase._replace(first=phrase.first - first, last=phrase.last - first)
        return phrase
    return known._replace(first=known.first + first, last=known.last + first) if first else known


def _read_phrase(sentence: Sentence, first: int, last: int) -> Phrase:
    found, determiner = _opened(sentence, first, last)
    main = _before_time(sentence, _until(found, BREAKS))
    if not main:
        return _pronoun(sentence, first, last) or NOTHING
    for reader in (_pronoun_items, _person, _spokesperson, _described, _body, _country, _role, _group, _name):
        phrase = reader(sentence, main)
        if phrase:
            return _opened_by(phrase, determiner)
    return NOTHING


def _opened(sentence: Sentence, first: int, last: int) -> tuple[list[Item], str]:
    """The items behind articles, numerals and adverbs, and the word that makes the phrase definite or not."""
    determiner, articles, lower = "", lexicon().words["articles"], sentence.lower
    found = items(sentence, _behind_time(sentence, first, last), last)
    while found and (found[0].label in ("mark", "comma", "preposition", "bracket", "and")
                     or (found[0].entry is None and (lower[found[0].first] in articles or _is_number(lower[found[0].first])))):
        word = lower[found[0].first]
        if word in articles and determiner not in lexicon().words["definite"]:
            determiner = word
        if len(found) == 1 and word in PRONOUN_WORDS:
            break
        found = found[1:]
    while len(found) > 1 and (lower[found[0].first] in WEEKDAYS or (found[0].label == "capital" and found[1].label in COUNTRIES)):
        found = found[1:]
    while found and found[-1].label in ("mark", "comma", "possessive", "preposition"):
        found = found[:-1]
    return found, determiner


TIMES = frozenset(("week", "day", "month", "year", "morning", "night", "evening", "yesterday", "today", "weekend"))


def _behind_time(sentence: Sentence, first: int, last: int) -> int:
    """Where a phrase begins behind words of time that it was given with: "last week South Korea's …"."""
    lower = sentence.lower
    for index in range(first, min(first + 3, last - 1)):
        if lower[index] in TIMES and lower[index + 1] != "'s" and index + 1 < last and sentence.words[index + 1][0].isalpha():
            return index + 1 + (lower[index + 1] in ("before", "earlier", "later", "after", "beforehand", "ago"))
    return first


PRONOUN_WORDS = frozenset(("both", "neither", "either", "that", "its", "his", "her", "their"))


def _is_number(lower: str) -> bool:
    return lower[0].isdigit() or lower in ("eleven", "twelve", "fifteen", "twenty", "dozen", "hundred", "about", "around", "several")


def _before_time(sentence: Sentence, main: list[Item]) -> list[Item]:
    """The items before a day that a preposition hangs on them: "a diplomat on Monday"."""
    for index in range(1, len(main)):
        word = sentence.lower[main[index].last - 1]
        if main[index].entry is None and (word in WEEKDAYS or (main[index - 1].label == "preposition" and word in MONTHS)):
            return main[:index - (main[index - 1].label == "preposition")] or main
    return main


WEEKDAYS = frozenset(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday", "today"))
MONTHS = frozenset(("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
                    "december", "jan.", "feb.", "aug.", "sept.", "oct.", "nov.", "dec."))


def _until(found: list[Item], labels: frozenset[str]) -> list[Item]:
    for index, item in enumerate(found):
        if item.label in labels:
            return found[:index]
    return found


def _opened_by(phrase: Phrase, determiner: str) -> Phrase:
    if not determiner:
        return phrase
    return phrase._replace(determiner=determiner, definite=phrase.definite or determiner in lexicon().words["definite"])


def words_of(sentence: Sentence, first: int, last: int) -> str:
    """The tokens as printed, without the marks around them and with single spaces."""
    text = sentence.document.text[sentence.starts[first]:sentence.ends[last - 1]]
    return " ".join(text.split()).strip("\"“”«»‘ ")


# --- pronouns ------------------------------------------------------------------------------------------

def _pronoun(sentence: Sentence, first: int, last: int) -> Phrase | None:
    words = [word for word in sentence.lower[first:last] if word[0].isalnum()]
    return _pronoun_word(words[0], first, last) if len(words) == 1 else None


def _pronoun_items(sentence: Sentence, main: list[Item]) -> Phrase | None:
    lone = len(main) == 1 and main[0].entry is None
    return _pronoun_word(sentence.lower[main[0].first], main[0].first, main[0].last) if lone else None


def _pronoun_word(word: str, first: int, last: int) -> Phrase | None:
    """A pronoun, also with a verb drawn to it: "we're"."""
    sets, word = lexicon().words, word.partition("'")[0]
    for name, gender, plural in (("male_pronouns", "m", False), ("female_pronouns", "f", False),
                                 ("thing_pronouns", "", False), ("plural_pronouns", "", True), ("first_person", "", True)):
        if word in sets[name]:
            return Phrase("pronoun", first, last, head=word, gender=gender, plural=plural,
                          noun={"thing_pronouns": "thing", "first_person": "first"}.get(name, "they" if plural else "person"))
    return None


# --- people --------------------------------------------------------------------------------------------

def _person(sentence: Sentence, main: list[Item]) -> Phrase | None:
    """A person's name at the end of the phrase, or before its first preposition, with the titles before it."""
    core = _until(main, frozenset(("preposition",)))
    for part in ([main, core] if len(core) < len(main) else [main]):
        run = _name_run(sentence, part)
        if run and (phrase := _person_in(sentence, part[:run], part[run:], len(part) > len(core))):
            return phrase
    return None


def _name_run(sentence: Sentence, part: list[Item]) -> int | None:
    """The index of the item at which the name at the end of the items begins."""
    index = len(part)
    while index and (part[index - 1].label in ("cap", "person") or _is_particle(sentence, part, index - 1)):
        index -= 1
        if part[index].label == "person":
            break
    while index < len(part) and part[index].label == "low":
        index += 1
    while index < len(part) - 1 and part[index].label == "cap" and _is_title_word(sentence.lower[part[index].first]):
        index += 1
    return None if index == len(part) else index if index else 0 or -len(part)


def _is_title_word(lower: str) -> bool:
    sets = lexicon().words
    return lower in sets["titles"] or lower in sets["body_name"] or lower in sets["not_names"]


def _is_particle(sentence: Sentence, part: list[Item], index: int) -> bool:
    particles = lexicon().words["name_particles"]
    return (0 < index < len(part) - 1 and sentence.lower[part[index].first] in particles and part[index].entry is None
            and part[index - 1].label in ("cap", "low"))


def _person_in(sentence: Sentence, before: list[Item], run: list[Item], behind_preposition: bool) -> Phrase | None:
    if run[0].label != "person" and not _may_be_person(sentence, before, run, behind_preposition):
        return None
    first, last = run[0].first, run[-1].last
    known = run[0].entry
    phrase = Phrase("person", first, last, known.name if known else _full_name(sentence, first, last))
    phrase = _titled(sentence, phrase, before)
    if known:
        classes = phrase.classes or frozenset((known.kind,))
        return phrase._replace(classes=classes, country=phrase.country or known.country, gender=known.gender,
                               modifiers=phrase.modifiers + known.office)
    return phrase


def _full_name(sentence: Sentence, first: int, last: int) -> str:
    name = words_of(sentence, first, last)
    return known_person(name) or name


def _may_be_person(sentence: Sentence, before: list[Item], run: list[Item], behind_preposition: bool) -> bool:
    size = run[-1].last - run[0].first
    if size > LONGEST_NAME or not is_personal(sentence.words[run[0].first:run[-1].last]):
        return False
    if not before:
        return size >= 2
    label = before[-1].label
    if label in ("role", "title"):
        return size >= 2 or not behind_preposition
    return size >= 2 and label in ("country", "people", "body", "possessive", "low", "roles") and (
        label != "low" or any(item.label == "role" for item in before) or not behind_preposition)


def is_personal(words: list[str]) -> bool:
    """Whether capitalised words may be a person's name: no word of a body, a medium or the calendar among them.

    >>> is_personal(["Ann", "Example"]), is_personal(["Lahore", "Courier"]), is_personal(["Example", "Institute"])
    (True, False, False)
    """
    sets = lexicon().words
    lower = [word.lower() for word in words]
    if any(word in sets["body_name"] or word in sets["not_names"] for word in lower):
        return False
    return lower[-1] not in sets["medium_name"] and not (len(words) > 1 and all(word.isupper() and len(word) > 2 for word in words))


def _titled(sentence: Sentence, phrase: Phrase, before: list[Item]) -> Phrase:
    """The person with what the words before the name say: roles, country, body, gender."""
    lower, sets = sentence.lower, lexicon().words
    classes = {item.entry.kind for item in before if item.label == "role" and item.entry}
    classes |= {lexicon().ranks[word] for item in before if (word := lower[item.first]) in lexicon().ranks}
    owners = [item.entry for item in before if item.label in OWNERS and item.entry]
    titles = {lower[item.first] for item in before}
    gender = "m" if titles & (sets["male"] | sets["male_titles"]) else "f" if titles & (sets["female"] | sets["female_titles"]) else ""
    modifiers = tuple(word for item in before for word in lower[item.first:item.last])
    given = sentence.words[phrase.first].split("-")[0]
    return phrase._replace(classes=frozenset(classes), modifiers=modifiers,
                   country=next((owner.country for owner in owners if owner.country), ""),
                   owner=next((owner.name for owner in owners if owner.label in BODIES), ""),
                   gender=gender or (lexicon().given.get(given, "") if given not in sets["family_first"] else ""))


def known_person(name: str) -> str:
    """The one spelling of a well-known person's name, one wrong letter in the surname allowed; else "".

    >>> known_person("Volodymyr Zelenskiy"), known_person("Mark Ruttee"), known_person("Mark Example")
    ('Volodymyr Zelensky', 'Mark Rutte', '')
    """
    parts = name.split()
    person = lexicon().lone.get(parts[-1], "")
    if person and len(parts) == 2 and _nearly(parts[0], person.split()[0]):
        return person
    for entry in lexicon().entries.get(parts[0].lower(), ()):
        if entry.label == "person" and len(entry.printed) == len(parts) and entry.printed[0] == parts[0]:
            if entry.printed[1:-1] == tuple(parts[1:-1]) and _nearly(parts[-1], entry.printed[-1]):
                return entry.name
    return ""


def _nearly(one: str, other: str) -> bool:
    """Whether two surnames of five letters or more differ by at most one letter."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < 5 or len(long) - len(short) > 1:
        return False
    at = next((index for index, letter in enumerate(short) if letter != long[index]), len(short))
    return short[at:] == long[at + 1:] if len(long) > len(short) else short[at + 1:] == long[at + 1:]


# --- bodies and countries ------------------------------------------------------------------------------

def _spokesperson(sentence: Sentence, main: list[Item]) -> Phrase | None:
    """A spokesperson without a name: the body, where it is named and known as one."""
    for index, item in enumerate(main):
        if item.label in ("role", "roles") and item.entry and item.entry.kind == "spokesperson":
            before, after = main[:index], main[index + 1:]
            owner = _owner(sentence, after[1:] if after and after[0].label == "preposition" else before)
            base = Phrase("role", main[0].first, main[-1].last, words_of(sentence, main[0].first, main[-1].last),
                          head="spokesman", classes=frozenset(("spokesperson",)), noun="spokesperson")
            if owner.kind in ("body", "medium", "country") or (owner.kind == "description" and owner.country) or (
                    owner.kind == "name" and owner.name not in lexicon().lone):
                return owner._replace(rule="spokesperson", first=base.first, last=base.last)
            definite = bool(owner.definite and owner.noun)
            return base._replace(definite=definite, owner="" if owner.kind == "none" else owner.name)
        if item.label == "preposition":
            break
    return None


def _owner(sentence: Sentence, part: list[Item]) -> Phrase:
    """The body that a role belongs to, from the words before it or behind its preposition."""
    while part and part[-1].label in ("possessive",) or part and _is_rank_word(sentence, part[-1]):
        part = part[:-1]
    return read_phrase(sentence, part[0].first, part[-1].last) if part else NOTHING


def _is_rank_word(sentence: Sentence, item: Item) -> bool:
    return sentence.lower[item.first] in ("senior", "chief", "deputy", "top", "former", "principal", "main", "official", "acting", "assistant")


def _described(sentence: Sentence, main: list[Item]) -> Phrase | None:
    """A description of a body: its country, any adjectives, and a head phrase of the rules."""
    country, rest = _country_and_rest(sentence, main)
    if not rest or rest[-1].label in ("role", "roles"):
        return None
    spelt = [sentence.lower[index] for item in rest for index in range(item.first, item.last)]
    for size in range(min(LONGEST_DESCRIPTION, len(spelt)), 0, -1):
        rule = lexicon().descriptions.get(tuple(spelt[-size:]))
        if rule and all(item.label in ("low", "cap", "body", "possessive", "person") for item in rest if item.last <= rest[-1].last - size):
            return _meant(sentence, main, country or _country_of_owner(sentence, rest), rule, spelt[-size:])
    return None


def _country_of_owner(sentence: Sentence, rest: list[Item]) -> str:
    """The country of a person or body that stands before a head phrase ("the Biden administration")."""
    person = lexicon().lone.get(sentence.words[rest[0].first])
    if person:
        return lexicon().people[person].country
    return rest[0].entry.country if rest[0].label in ("person", "body") and rest[0].entry else ""


def _country_and_rest(sentence: Sentence, main: list[Item]) -> tuple[str, list[Item]]:
    """The country at the phrase's start ("Seoul's …") or end ("… in Seoul", "… of Ukraine"), and the other items."""
    first, last = main[0], main[-1]
    if first.label in COUNTRIES and first.entry and len(main) > 1:
        return first.entry.country, main[2:] if main[1].label == "possessive" else main[1:]
    if last.label in COUNTRIES and last.entry and len(main) > 2:
        index = len(main) - 2 - (sentence.lower[main[-2].first] == "the")
        if index > 0 and main[index].label == "preposition":
            return last.entry.country, main[:index]
    return "", main


def _meant(sentence: Sentence, main: list[Item], country: str, rule: Description, head: list[str]) -> Phrase | None:
    """The phrase that a rule makes of a description, with or without a country."""
    first, last = main[0].first, main[-1].last
    base = Phrase("description", first, last, words_of(sentence, first, last), head=head[-1], country=country,
                  noun=rule.noun, modifiers=tuple(head[:-1]))
    if rule.means == "country":
        return base._replace(kind="country", name=country, rule=rule.rule) if country else base._replace(definite=False)
    name = rule.names.get(country) or rule.names.get("")
    return base._replace(kind="body", name=name, rule=rule.rule) if name and (country or "" in rule.names) else base


def _body(sentence: Sentence, main: list[Item]) -> Phrase | None:
    """A named body or medium at the end of the phrase or before its first preposition; a new medium after its word."""
    core = _until(main, frozenset(("preposition",)))
    last = core[-1] if core else main[-1]
    if last.label in BODIES and last.entry:
        entry = last.entry
        return Phrase(entry.label, last.first, last.last, entry.name, country=entry.country, noun=entry.kind, rule="name")
    at = next((index for index in range(len(core) - 1, -1, -1) if core[index].label in BODIES), None)
    if at is not None and all(item.label == "low" for item in core[at + 1:]) and sentence.lower[core[-1].first] in lexicon().kinds_of:
        entry = core[at].entry
        assert entry is not None
        return Phrase(entry.label, core[at].first, core[-1].last, entry.name, country=entry.country, noun=entry.kind, rule="name")
    return None


def _country(sentence: Sentence, main: list[Item]) -> Phrase | None:
    first = main[0]
    if len(main) == 1 and first.label in COUNTRIES and first.entry:
        if first.label in ("people", "peoples") and first.entry.tokens[-1] not in ("us", "u.s.", "u.s"):
            words = words_of(sentence, first.first, first.last)
            return Phrase("group", first.first, first.last, words, head=sentence.lower[first.last - 1],
                          country=first.entry.country, plural=first.label == "peoples", noun="people")
        return Phrase("country", first.first, first.last, first.entry.country, country=first.entry.country, noun="government", rule="name")
    return None


# --- roles, groups and what else speaks ----------------------------------------------------------------

def _role(sentence: Sentence, main: list[Item]) -> Phrase | None:
    """A role without a name: "a senior administration official", "Ukraine's president", "the envoy"."""
    core = _to_role_of(_until(main, frozenset(("preposition", "and"))))
    if not core or core[-1].label not in ("role", "roles") or not core[-1].entry:
        return None
    head, entry, main = core[-1], core[-1].entry, _kept(sentence, main)
    country, owner = _belongs(main)
    first, last = main[0].first, main[-1].last
    lower, sets = sentence.lower, lexicon().words
    possessive = any(item.label == "possessive" for item in core)
    gender = "m" if entry.tokens[-1] in sets["male"] else "f" if entry.tokens[-1] in sets["female"] else ""
    modifiers = tuple(lower[index] for item in core[:-1] if item.label != "possessive" and item.label not in COUNTRIES
                      for index in range(item.first, item.last))
    return Phrase("role", first, last, words_of(sentence, first, last), head=" ".join(lower[head.first:head.last]),
                  classes=frozenset((entry.kind,)), country=country, owner=owner, gender=gender,
                  plural=head.label == "roles", definite=possessive, modifiers=modifiers, noun=entry.name)


def _to_role_of(core: list[Item]) -> list[Item]:
    """The items up to a role whose own "of" is gone on with: "a member of parliament's defence committee"."""
    for index, item in enumerate(core[:-1]):
        if item.entry and item.label == "role" and "of" in item.entry.tokens and core[index + 1].label == "possessive":
            return core[:index + 1]
    return core


def _kept(sentence: Sentence, main: list[Item]) -> list[Item]:
    """The items before a preposition that tells no more of who speaks: "with", "after", "on"."""
    keep = lexicon().words["kept_prepositions"]
    for index, item in enumerate(main):
        if index and item.label == "preposition" and sentence.lower[item.first] not in keep and sentence.lower[item.first - 1] != "familiar":
            return main[:index]
    return main


def _belongs(main: list[Item]) -> tuple[str, str]:
    """The country and the body that a role belongs to, wherever in its phrase they stand."""
    owners = [item.entry for item in main if item.label in OWNERS and item.entry]
    country = next((owner.country for owner in owners if owner.label in COUNTRIES), "") or next(
        (owner.country for owner in owners if owner.country), "")
    return country, next((owner.name for owner in owners if owner.label in BODIES), "")


def _group(sentence: Sentence, main: list[Item]) -> Phrase | None:
    """People or papers without a name: "South Korean media", "Western allies", "reports"."""
    core = _until(main, frozenset(("preposition",)))
    if not core or core[-1].label != "group" or not core[-1].entry:
        return None
    main = _kept(sentence, main)
    country, owner = _belongs(main)
    first, last, entry = main[0].first, main[-1].last, core[-1].entry
    modifiers = tuple(sentence.lower[item.first] for item in core[:-1])
    return Phrase("group", first, last, words_of(sentence, first, last), head=entry.name, country=country, owner=owner,
                  plural=True, noun=entry.kind, modifiers=modifiers)


def _name(sentence: Sentence, main: list[Item]) -> Phrase | None:
    """Anything else keeps its words: a name that is not known, or a common noun."""
    core = _until(main, frozenset(("preposition",))) or main
    words, lower = sentence.words, sentence.lower
    caps = [item for item in core if item.label in ("cap", "title") or item.entry]
    if caps and core[-1].label in ("cap", "title", "person"):
        return _capitalised(sentence, core, main[len(core):])
    if core[-1].last - core[0].first > 1 or words[core[-1].first][0].isupper():
        main = _kept(sentence, main)
    first, last = main[0].first, main[-1].last
    country, owner = _belongs(main)
    head = lower[core[-1].last - 1]
    modifiers = tuple(lower[index] for item in core[:-1] for index in range(item.first, item.last))
    name = words_of(sentence, first, last)
    noun = "name" if words[core[-1].last - 1][0].isupper() else ""
    return Phrase("description", first, last, name, head=head, country=country, owner=owner, modifiers=modifiers, noun=noun)


def _capitalised(sentence: Sentence, core: list[Item], behind: list[Item]) -> Phrase:
    """A name that the lexicon does not hold; a medium where its own words or the word before it say so."""
    index = len(core)
    while index and core[index - 1].label not in ("low", "mark", "group"):
        index -= 1
    run = core[index:] or core
    if len(run) == 1 and sentence.lower[run[0].first] in lexicon().words["medium_name"] | lexicon().words["body_name"]:
        run = core
    before = sentence.lower[run[0].first - 1] if run[0].first else ""
    last_word, sets = sentence.lower[run[-1].last - 1], lexicon().words
    medium = before in sets["medium_before_name"] or last_word in sets["medium_name"] or sentence.lower[run[0].first] in ("radio", "agence", "channel")
    if len(run) == 1 and last_word in sets["not_names"]:
        return NOTHING
    country, owner = _belongs(run[:-1])
    end = _end_of_name(sentence, run[-1].last, behind) if _names_a_body(last_word) else run[-1].last
    name = words_of(sentence, run[0].first, end)
    body = last_word in sets["body_name"] or (run[0].entry is not None and len(run) > 1)
    return Phrase("medium" if medium else "body" if body else "name", run[0].first, end, name, head=last_word,
                  country=country, owner=owner, noun="newspaper" if medium else "")


def _end_of_name(sentence: Sentence, end: int, behind: list[Item]) -> int:
    """Where a body's name ends that goes on: "Ministry of Trade and Industry", "Institute for the Example"."""
    words, lower = sentence.words, sentence.lower
    for item in behind:
        if item.label in ("cap", "country", "people", "body") and words[item.first][0].isupper():
            end = item.last
        elif lower[item.first] not in ("of", "for", "on", "the", "and", "&", "in") or lower[item.first] == "in" and item.last > end + 1:
            break
    return end
