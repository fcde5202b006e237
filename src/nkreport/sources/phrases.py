"""A noun phrase that names a speaker, read word by word: person, body, country, role, group or pronoun."""

from __future__ import annotations

from nkreport.sources.bodies import read_body, read_country, read_description
from nkreport.sources.lexicon import lexicon
from nkreport.sources.people import is_personal, known_person, read_person
from nkreport.sources.words import (
    BODIES,
    BREAKS,
    COUNTRIES,
    NOTHING,
    OWNERS,
    SURNAMES_TOO,
    Item,
    Phrase,
    is_number,
    items,
    names_a_body,
    until,
    words_of,
)
from nkreport.text import Sentence

__all__ = [
    "COUNTRIES",
    "NOTHING",
    "SURNAMES_TOO",
    "Item",
    "Phrase",
    "is_personal",
    "items",
    "known_person",
    "read_phrase",
    "words_of",
]

# Phrases by their words, relative to the first; emptied when it has grown large.
READ: dict[object, Phrase] = {}
LARGE = 50_000
SHORTEST_READ_AGAIN = 24  # tokens; longer phrases hardly ever come twice
PRONOUN_WORDS = frozenset(("both", "neither", "either", "that", "its", "his", "her", "their"))
TIMES = frozenset(
    ("week", "day", "month", "year", "morning", "night", "evening", "yesterday", "today", "weekend")
)
WEEKDAYS = frozenset(
    ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday", "today")
)
MONTHS = frozenset(
    (
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan.",
        "feb.",
        "aug.",
        "sept.",
        "oct.",
        "nov.",
        "dec.",
    )
)


def read_phrase(sentence: Sentence, first: int, last: int) -> Phrase:
    """Read the tokens `[first, last)` as one phrase; what follows a comma or "who" is left to the caller."""
    spelt = tuple(sentence.words[first:last])
    if last - first > SHORTEST_READ_AGAIN or "North" in spelt or "South" in spelt:
        return _read_phrase(sentence, first, last)  # what these words mean depends on their article
    before = sentence.lower[first - 1] if first else ""
    key = (before, spelt) if before in lexicon().words["medium_before_name"] else spelt
    known = READ.get(key)
    if known is None:
        if len(READ) > LARGE:
            READ.clear()
        phrase = _read_phrase(sentence, first, last)
        READ[key] = _moved(phrase, -first)
        return phrase
    return _moved(known, first) if first else known


def _moved(phrase: Phrase, by: int) -> Phrase:
    """The phrase some tokens further on; built by place, as `_replace` takes four times as long."""
    kind, first, last = phrase[:3]
    return Phrase._make((kind, first + by, last + by, *phrase[3:]))


def _read_phrase(sentence: Sentence, first: int, last: int) -> Phrase:
    found, determiner = _opened(sentence, first, last)
    main = _before_time(sentence, until(found, BREAKS))
    if not main:
        return _pronoun(sentence, first, last) or NOTHING
    for reader in (
        _pronoun_items,
        read_person,
        _spokesperson,
        read_description,
        read_body,
        read_country,
        _role,
        _group,
        _name,
    ):
        phrase = reader(sentence, main)
        if phrase:
            return _opened_by(phrase, determiner)
    return NOTHING


def _opened(sentence: Sentence, first: int, last: int) -> tuple[list[Item], str]:
    """The items behind articles, numerals and adverbs, and the word that makes the phrase definite or not."""
    determiner, articles, lower = "", lexicon().words["articles"], sentence.lower
    found = items(sentence, _behind_time(sentence, first, last), last)
    while found and (
        found[0].label in ("mark", "comma", "preposition", "bracket", "and")
        or (
            found[0].entry is None and (lower[found[0].first] in articles or is_number(lower[found[0].first]))
        )
    ):
        word = lower[found[0].first]
        if word in articles and determiner not in lexicon().words["definite"]:
            determiner = word
        if len(found) == 1 and word in PRONOUN_WORDS:
            break
        found = found[1:]
    while len(found) > 1 and (
        lower[found[0].first] in WEEKDAYS or (found[0].label == "capital" and found[1].label in COUNTRIES)
    ):
        found = found[1:]
    while found and found[-1].label in ("mark", "comma", "possessive", "preposition"):
        found = found[:-1]
    return found, determiner


def _behind_time(sentence: Sentence, first: int, last: int) -> int:
    """Where a phrase begins behind words of time that it was given with: "last week South Korea's …"."""
    lower = sentence.lower
    for index in range(first, min(first + 3, last - 1)):
        if (
            lower[index] in TIMES
            and lower[index + 1] != "'s"
            and index + 1 < last
            and sentence.words[index + 1][0].isalpha()
        ):
            return (
                index + 1 + (lower[index + 1] in ("before", "earlier", "later", "after", "beforehand", "ago"))
            )
    return first


def _before_time(sentence: Sentence, main: list[Item]) -> list[Item]:
    """The items before a day that a preposition hangs on them: "a diplomat on Monday"."""
    for index in range(1, len(main)):
        word = sentence.lower[main[index].last - 1]
        if main[index].entry is None and (
            word in WEEKDAYS or (main[index - 1].label == "preposition" and word in MONTHS)
        ):
            return main[: index - (main[index - 1].label == "preposition")] or main
    return main


def _opened_by(phrase: Phrase, determiner: str) -> Phrase:
    if not determiner:
        return phrase
    return phrase._replace(
        determiner=determiner, definite=phrase.definite or determiner in lexicon().words["definite"]
    )


def _pronoun(sentence: Sentence, first: int, last: int) -> Phrase | None:
    words = [word for word in sentence.lower[first:last] if word[0].isalnum()]
    return _pronoun_word(words[0], first, last) if len(words) == 1 else None


def _pronoun_items(sentence: Sentence, main: list[Item]) -> Phrase | None:
    lone = len(main) == 1 and main[0].entry is None
    return _pronoun_word(sentence.lower[main[0].first], main[0].first, main[0].last) if lone else None


def _pronoun_word(word: str, first: int, last: int) -> Phrase | None:
    """A pronoun, also with a verb drawn to it: "we're"."""
    sets, word = lexicon().words, word.partition("'")[0]
    for name, gender, plural in (
        ("male_pronouns", "m", False),
        ("female_pronouns", "f", False),
        ("thing_pronouns", "", False),
        ("plural_pronouns", "", True),
        ("first_person", "", True),
    ):
        if word in sets[name]:
            return Phrase(
                "pronoun",
                first,
                last,
                head=word,
                gender=gender,
                plural=plural,
                noun={"thing_pronouns": "thing", "first_person": "first"}.get(
                    name, "they" if plural else "person"
                ),
            )
    return None


def _spokesperson(sentence: Sentence, main: list[Item]) -> Phrase | None:
    """A spokesperson without a name: the body, where it is named and known as one."""
    for index, item in enumerate(main):
        if item.label in ("role", "roles") and item.entry and item.entry.kind == "spokesperson":
            before, after = main[:index], main[index + 1 :]
            owner = _owner(sentence, after[1:] if after and after[0].label == "preposition" else before)
            base = Phrase(
                "role",
                main[0].first,
                main[-1].last,
                words_of(sentence, main[0].first, main[-1].last),
                head="spokesman",
                classes=frozenset(("spokesperson",)),
                noun="spokesperson",
            )
            if (
                owner.kind in ("body", "medium", "country")
                or (owner.kind == "description" and owner.country)
                or (owner.kind == "name" and owner.name not in lexicon().lone)
            ):
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
    return sentence.lower[item.first] in (
        "senior",
        "chief",
        "deputy",
        "top",
        "former",
        "principal",
        "main",
        "official",
        "acting",
        "assistant",
    )


def _role(sentence: Sentence, main: list[Item]) -> Phrase | None:
    """A role without a name: "a senior administration official", "Ukraine's president", "the envoy"."""
    core = _to_role_of(_with_body(until(main, frozenset(("preposition", "and"))), main))
    if not core or core[-1].label not in ("role", "roles") or not core[-1].entry:
        return None
    head, entry, main = core[-1], core[-1].entry, _kept(sentence, main)
    country, owner = _belongs(main)
    first, last = main[0].first, main[-1].last
    lower, sets = sentence.lower, lexicon().words
    possessive = any(item.label == "possessive" for item in core)
    gender = "m" if entry.tokens[-1] in sets["male"] else "f" if entry.tokens[-1] in sets["female"] else ""
    modifiers = tuple(
        lower[index]
        for item in core[:-1]
        if item.label != "possessive" and item.label not in COUNTRIES
        for index in range(item.first, item.last)
    )
    return Phrase(
        "role",
        first,
        last,
        words_of(sentence, first, last),
        head=" ".join(lower[head.first : head.last]),
        classes=frozenset((entry.kind,)),
        country=country,
        owner=owner,
        gender=gender,
        plural=head.label == "roles",
        definite=possessive,
        modifiers=modifiers,
        noun=entry.name,
    )


def _with_body(core: list[Item], main: list[Item]) -> list[Item]:
    """The whole phrase where a role stands behind a body's name with "of": "Bureau of Land officials"."""
    behind = main[len(core) :]
    named = core and core[-1].label == "cap" and main[-1].label in ("role", "roles")
    return (
        main if named and all(item.label in ("cap", "preposition", "and") for item in behind[:-1]) else core
    )


def _to_role_of(core: list[Item]) -> list[Item]:
    """The items up to a role whose own "of" is gone on with: "a member of parliament's defence committee"."""
    for index, item in enumerate(core[:-1]):
        if (
            item.entry
            and item.label == "role"
            and "of" in item.entry.tokens
            and core[index + 1].label == "possessive"
        ):
            return core[: index + 1]
    return core


def _kept(sentence: Sentence, main: list[Item]) -> list[Item]:
    """The items before a preposition that tells no more of who speaks: "with", "after", "on"."""
    keep = lexicon().words["kept_prepositions"]
    for index, item in enumerate(main):
        if (
            index
            and item.label == "preposition"
            and sentence.lower[item.first] not in keep
            and sentence.lower[item.first - 1] != "familiar"
        ):
            return main[:index]
    return main


def _belongs(main: list[Item]) -> tuple[str, str]:
    """The country and the body that a role belongs to, wherever in its phrase they stand."""
    owners = [item.entry for item in main if item.label in OWNERS and item.entry]
    country = next((owner.country for owner in owners if owner.label in COUNTRIES), "") or next(
        (owner.country for owner in owners if owner.country), ""
    )
    return country, next((owner.name for owner in owners if owner.label in BODIES), "")


def _group(sentence: Sentence, main: list[Item]) -> Phrase | None:
    """People or papers without a name: "South Korean media", "Western allies", "reports"."""
    core = until(main, frozenset(("preposition",)))
    if not core or core[-1].label != "group" or not core[-1].entry:
        return None
    by = sentence.lower[core[-1].last : core[-1].last + 1] == ["by"]
    main = main if by and core[-1].entry.kind == "documents" else _kept(sentence, main)
    country, owner = _belongs(main)
    first, last, entry = main[0].first, main[-1].last, core[-1].entry
    modifiers = tuple(sentence.lower[item.first] for item in core[:-1])
    return Phrase(
        "group",
        first,
        last,
        words_of(sentence, first, last),
        head=entry.name,
        country=country,
        owner=owner,
        plural=True,
        noun=entry.kind,
        modifiers=modifiers,
    )


def _name(sentence: Sentence, main: list[Item]) -> Phrase | None:
    """Anything else keeps its words: a name that is not known, or a common noun."""
    core = until(main, frozenset(("preposition",))) or main
    words, lower = sentence.words, sentence.lower
    caps = [item for item in core if item.label in ("cap", "title") or item.entry]
    if caps and core[-1].label in ("cap", "title", "person"):
        return _capitalised(sentence, core, main[len(core) :])
    if core[-1].last - core[0].first > 1 or words[core[-1].first][0].isupper():
        main = _kept(sentence, main)
    first, last = main[0].first, main[-1].last
    country, owner = _belongs(main)
    head = lower[core[-1].last - 1]
    modifiers = tuple(lower[index] for item in core[:-1] for index in range(item.first, item.last))
    name = words_of(sentence, first, last)
    noun = "name" if words[core[-1].last - 1][0].isupper() else ""
    return Phrase(
        "description",
        first,
        last,
        name,
        head=head,
        country=country,
        owner=owner,
        modifiers=modifiers,
        noun=noun,
    )


def _capitalised(sentence: Sentence, core: list[Item], behind: list[Item]) -> Phrase:
    """A name that the lexicon does not hold; a medium where its own words or the word before it say so."""
    index = len(core)
    while index and core[index - 1].label not in ("low", "mark", "group"):
        index -= 1
    run = core[index:] or core
    if (
        len(run) == 1
        and sentence.lower[run[0].first] in lexicon().words["medium_name"] | lexicon().words["body_name"]
    ):
        run = core
    before = sentence.lower[run[0].first - 1] if run[0].first else ""
    last_word, sets = sentence.lower[run[-1].last - 1], lexicon().words
    medium = (
        before in sets["medium_before_name"]
        or last_word in sets["medium_name"]
        or sentence.lower[run[0].first] in ("radio", "agence", "channel")
    )
    if len(run) == 1 and last_word in sets["not_names"]:
        return NOTHING
    country, owner = _belongs(run[:-1])
    end = _end_of_name(sentence, run[-1].last, behind) if names_a_body(last_word) else run[-1].last
    name = words_of(sentence, run[0].first, end)
    body = last_word in sets["body_name"] or (run[0].entry is not None and len(run) > 1)
    return Phrase(
        "medium" if medium else "body" if body else "name",
        run[0].first,
        end,
        name,
        head=last_word,
        country=country,
        owner=owner,
        noun="newspaper" if medium else "",
    )


def _end_of_name(sentence: Sentence, end: int, behind: list[Item]) -> int:
    """Where a body's name ends that goes on: "Ministry of Trade and Industry"."""
    words, lower = sentence.words, sentence.lower
    for item in behind:
        if item.label in ("cap", "country", "people", "body") and words[item.first][0].isupper():
            end = item.last
        elif (
            lower[item.first] not in ("of", "for", "on", "the", "and", "&", "in")
            or lower[item.first] == "in"
            and item.last > end + 1
        ):
            break
    return end
