"""A person's name in a phrase, with titles, roles and the body before it."""

from __future__ import annotations

from nkreport.sources.lexicon import lexicon
from nkreport.sources.words import BODIES, OWNERS, Item, Phrase, until, words_of
from nkreport.text import Sentence

LONGEST_NAME = 5  # tokens: "Lloyd J. Austin III", "Ursula von der Leyen"


def read_person(sentence: Sentence, main: list[Item]) -> Phrase | None:
    """A person's name at the end of the phrase or before its first preposition, with its titles."""
    core = until(main, frozenset(("preposition",)))
    alone = until(main, frozenset(("and",)))
    for part in [main, *(shorter for shorter in (core, alone) if len(shorter) < len(main))]:
        run = _name_run(sentence, part)
        if run and run > 0 and _is_somebodys(sentence, part[:run]):
            return None
        if run and (phrase := _person_in(sentence, part[:run], part[run:], len(part) > len(core))):
            return phrase
    return None


def _is_somebodys(sentence: Sentence, before: list[Item]) -> bool:
    """Whether the name only tells whose the role is: "an adviser *to* Ann Lee", "an ally *of* Ann Lee"."""
    at = next((index for index, item in enumerate(before) if item.label == "preposition"), None)
    if at is None or not any(item.label in ("role", "roles", "group") for item in before[:at]):
        return False
    direct = all(item.label == "title" for item in before[at + 1 :])
    return sentence.lower[before[at].first] == "to" or (direct and sentence.lower[before[at].first] == "of")


def _name_run(sentence: Sentence, part: list[Item]) -> int | None:
    """The index of the item at which the name at the end of the items begins."""
    index = len(part)
    while index and (part[index - 1].label in ("cap", "person") or _is_particle(sentence, part, index - 1)):
        index -= 1
        if part[index].label == "person":
            break
    while index < len(part) and part[index].label == "low":
        index += 1
    while (
        index < len(part) - 1
        and part[index].label == "cap"
        and _is_title_word(sentence.lower[part[index].first])
    ):
        index += 1
    return None if index == len(part) else index if index else 0 or -len(part)


def _is_title_word(lower: str) -> bool:
    sets = lexicon().words
    return lower in sets["titles"] or lower in sets["body_name"] or lower in sets["not_names"]


def _is_particle(sentence: Sentence, part: list[Item], index: int) -> bool:
    particles = lexicon().words["name_particles"]
    return (
        0 < index < len(part) - 1
        and sentence.lower[part[index].first] in particles
        and part[index].entry is None
        and part[index - 1].label in ("cap", "low")
    )


def _person_in(
    sentence: Sentence, before: list[Item], run: list[Item], behind_preposition: bool
) -> Phrase | None:
    if run[0].label != "person" and not _may_be_person(sentence, before, run, behind_preposition):
        return None
    first, last = _behind_titles(sentence, run), run[-1].last
    known = run[0].entry
    phrase = Phrase("person", first, last, known.name if known else _full_name(sentence, first, last))
    phrase = _titled(sentence, phrase, before)
    if known:
        classes = phrase.classes or frozenset((known.kind,))
        return phrase._replace(
            classes=classes,
            country=phrase.country or known.country,
            gender=known.gender,
            modifiers=phrase.modifiers + known.office,
        )
    return phrase


# endings of the words for occupations that no list holds: "Meteorologist Ann Example"
OCCUPATIONS = ("ist", "ian", "er", "or", "ant", "ent", "man")


def _behind_titles(sentence: Sentence, run: list[Item]) -> int:
    """Where a name begins behind capitalised words of an occupation: at a known given name."""
    given, first, last = lexicon().given, run[0].first, run[-1].last
    if last - first < 3 or sentence.words[first] in given:
        return first
    at = next((index for index in range(first + 1, last - 1) if sentence.words[index] in given), first)
    return at if last - first > 3 or sentence.lower[max(first, at - 1)].endswith(OCCUPATIONS) else first


def _full_name(sentence: Sentence, first: int, last: int) -> str:
    name = words_of(sentence, first, last)
    return known_person(name) or name


def _may_be_person(sentence: Sentence, before: list[Item], run: list[Item], behind_preposition: bool) -> bool:
    size = run[-1].last - run[0].first
    if size > LONGEST_NAME or not is_personal(sentence.words[run[0].first : run[-1].last]):
        return False
    if not before:
        return size >= 2
    if sentence.lower[run[0].first - 1] in lexicon().words["medium_before_name"]:
        return False
    label = before[-1].label
    if label in ("role", "title"):
        return size >= 2 or not behind_preposition
    return (
        size >= 2
        and label in ("country", "people", "body", "possessive", "low", "roles")
        and (label != "low" or any(item.label == "role" for item in before) or not behind_preposition)
    )


def is_personal(words: list[str]) -> bool:
    """Whether capitalised words may be a person's name: none is a word of a body, a medium, the calendar.

    >>> is_personal(["Ann", "Example"]), is_personal(["Lahore", "Courier"])
    (True, False)
    """
    sets = lexicon().words
    lower = [word.lower() for word in words]
    if any(word in sets["body_name"] or word in sets["not_names"] for word in lower):
        return False
    return lower[-1] not in sets["medium_name"] and not (
        len(words) > 1 and all(word.isupper() and len(word) > 2 for word in words)
    )


def _titled(sentence: Sentence, phrase: Phrase, before: list[Item]) -> Phrase:
    """The person with what the words before the name say: roles, country, body, gender."""
    lower, sets = sentence.lower, lexicon().words
    classes = {item.entry.kind for item in before if item.label == "role" and item.entry}
    classes |= {lexicon().ranks[word] for item in before if (word := lower[item.first]) in lexicon().ranks}
    owners = [item.entry for item in before if item.label in OWNERS and item.entry]
    titles = {lower[item.first] for item in before}
    gender = (
        "m"
        if titles & (sets["male"] | sets["male_titles"])
        else "f"
        if titles & (sets["female"] | sets["female_titles"])
        else ""
    )
    modifiers = tuple(word for item in before for word in lower[item.first : item.last])
    given = sentence.words[phrase.first].split("-")[0]
    return phrase._replace(
        classes=frozenset(classes),
        modifiers=modifiers,
        country=next((owner.country for owner in owners if owner.country), ""),
        owner=next((owner.name for owner in owners if owner.label in BODIES), ""),
        gender=gender or (lexicon().given.get(given, "") if given not in sets["family_first"] else ""),
    )


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
    return short[at:] == long[at + 1 :] if len(long) > len(short) else short[at + 1 :] == long[at + 1 :]
