"""From the words that name a source to canonical names: one a conjunct, nobody where nobody is certain."""

from __future__ import annotations

from dataclasses import dataclass

from nkreport.records import Span
from nkreport.sources.cast import Cast, Mention, settled, united
from nkreport.sources.conjuncts import conjuncts
from nkreport.sources.coreference import (
    DESCRIPTION_REACH,
    FORWARD_REACH,
    ORGANISED,
    PRONOUN_REACH,
    SAME_HEAD,
    SAME_NAME,
    antecedent,
    fits_description,
    fits_known_role,
    fits_pronoun,
    fits_role,
    merged,
)
from nkreport.sources.lexicon import lexicon
from nkreport.sources.offices import holder_of
from nkreport.sources.pairs import is_pair, pair_before
from nkreport.sources.phrases import Phrase, read_phrase, words_of
from nkreport.sources.transcripts import labelled
from nkreport.sources.wording import (
    ONE_OF,
    before_participle,
    before_relative,
    in_lower_case,
    is_fragment,
    named_one,
    without_place,
)
from nkreport.text import Sentence

OPENING = 3  # sentences at the start of an article in which an office comes before its holder's name


@dataclass(frozen=True, slots=True)
class Resolved:
    """A canonical name, the words that it was read from, and what it is.

    `kind` is person, body, medium, country, name where no more is known than that it is one, or unnamed where
    the words were kept.
    """

    name: str
    start: int
    end: int
    kind: str
    rule: str = ""


def resolve(cast: Cast, span: Span) -> tuple[Resolved, ...]:
    """Who is meant by the words of a span, one entry for each of several; empty where it cannot be told.

    >>> from nkreport.sources import read_cast
    >>> text = "The National Intelligence Service warned Seoul. The agency said so twice."
    >>> [found.name for found in resolve(read_cast(text), (48, 58))]
    ['NIS']
    """
    _catch_up(cast, span[0])
    return recorded(_referents(cast, span))


def mentions_meant(cast: Cast, span: Span) -> list[Mention]:
    """The same as `resolve`, with all that is known of those who are meant."""
    _catch_up(cast, span[0])
    return _referents(cast, span)


def speaker_of_turn(cast: Cast, offset: int) -> Resolved | None:
    """Who is speaking at a place of a transcript, by its labels ("MS. EXAMPLE: …"); None elsewhere.

    >>> from nkreport.sources import read_cast
    >>> text = "\\n\\n".join(["Q: How many?", "MS. EXAMPLE: Some 900.", "Q: Where?"])
    >>> speaker_of_turn(read_cast(text), text.index("900")).name
    'Example'
    """
    phrase = labelled(cast, offset)
    sentence = cast.document.sentence_at(offset)
    if phrase is None or sentence is None:
        return None
    return _record(Mention(phrase, sentence.index, offset, offset))


def _catch_up(cast: Cast, offset: int) -> None:
    """Resolve the speakers before an offset in order, so that "he" may take up another "he"."""
    while cast.spoken_to < len(cast.speakers) and cast.speakers[cast.spoken_to][0] < offset:
        span = cast.speakers[cast.spoken_to]
        cast.spoken_to += 1
        for mention in _referents(cast, span):
            meant = mention._replace(phrase=mention.phrase._replace(definite=False))
            cast.spoken.setdefault(mention.sentence, []).append(meant)
            cast.heard[meant.phrase.name] = mention.start


def recorded(mentions: list[Mention]) -> tuple[Resolved, ...]:
    """Mentions as the records that leave this package."""
    return tuple(map(_record, mentions))


def _record(mention: Mention) -> Resolved:
    phrase = mention.phrase
    kind = phrase.kind if phrase.kind in ("person", "body", "medium", "country") else "unnamed"
    if phrase.kind == "name":
        kind = "name"
    return Resolved(phrase.name, mention.start, mention.end, kind, phrase.rule)


def _referents(cast: Cast, span: Span) -> list[Mention]:
    if span not in cast.meant:
        cast.meant[span] = _read_referents(cast, span)
    return cast.meant[span]


def _read_referents(cast: Cast, span: Span) -> list[Mention]:
    sentence = cast.document.sentence_at(span[0])
    if sentence is None:
        return []
    first, last = sentence.token_at(span[0]), sentence.token_at(span[1] - 1) + 1
    found: list[Mention] = []
    for one, end, head in conjuncts(sentence, first, min(last, len(sentence.words))):
        for mention in _meant(cast, sentence, one, end, head):
            if all(mention.phrase.name != other.phrase.name for other in found):
                found.append(mention)
    return found


def _meant(
    cast: Cast, sentence: Sentence, first: int, last: int, shared_head: tuple[int, int] | None
) -> list[Mention]:
    if shared_head:
        return [_sharing(sentence, first, last, shared_head)]
    if last - first == 1 and sentence.lower[first] in RELATIVES:
        antecedents = before_relative(sentence, first)
        return _meant(cast, sentence, *antecedents, None) if antecedents else []
    if sentence.lower[first : first + 2] in ONE_OF:
        named = named_one(sentence, first, last)
        return _meant(cast, sentence, *named, None) if named else []
    phrase = settled(cast, read_phrase(sentence, first, last), sentence)
    if phrase.kind == "description" and (end := before_participle(sentence, first, last)) < last:
        phrase = settled(cast, read_phrase(sentence, first, end), sentence)
    if phrase.kind == "none" or is_fragment(sentence, phrase):
        return []
    if phrase.first == 0 and phrase.kind in ("role", "group", "description"):
        phrase = in_lower_case(sentence, phrase)
    at = Mention(phrase, sentence.index, sentence.starts[first], sentence.ends[last - 1])
    if is_pair(sentence, phrase, first):
        return [at._replace(phrase=other) for other in pair_before(cast, sentence, at.start, phrase)]
    meant = _referent(cast, sentence, at, last)
    return [at._replace(phrase=meant._replace(first=phrase.first, last=phrase.last))] if meant else []


RELATIVES = ("who", "which", "that")


def _sharing(sentence: Sentence, first: int, last: int, head: tuple[int, int]) -> Mention:
    """A conjunct whose noun stands behind the other one: "Ukrainian and U.S. officials"."""
    words = f"{words_of(sentence, first, last)} {words_of(sentence, *head)}".removeprefix(
        "both "
    ).removeprefix("Both ")
    phrase = read_phrase(sentence, *head)._replace(
        name=words, country=read_phrase(sentence, first, last).country
    )
    return Mention(phrase, sentence.index, sentence.starts[first], sentence.ends[last - 1])


def _referent(cast: Cast, sentence: Sentence, at: Mention, last: int) -> Phrase | None:
    phrase = at.phrase
    if phrase.rule == "spokesperson" and (person := _apposed(cast, sentence, phrase, last)):
        return person
    if phrase.kind in ("person", "body", "medium", "country", "name"):
        return phrase
    if phrase.kind == "pronoun":
        return _pronoun(cast, sentence, at)
    if (
        phrase.kind in ("role", "description")
        and not phrase.plural
        and (person := _apposed(cast, sentence, phrase, last))
    ):
        return person
    return {"role": _role, "group": _group}.get(phrase.kind, _description)(cast, sentence, at)


def _pronoun(cast: Cast, sentence: Sentence, at: Mention) -> Phrase | None:
    if at.phrase.noun == "first":
        return labelled(cast, at.start)
    found = antecedent(cast, sentence, at.start, fits_pronoun(at.phrase), reach=PRONOUN_REACH)
    if found and found.phrase.kind == "role" and found.phrase.definite:
        return _definite_role(cast, cast.document.sentences[found.sentence], found)
    return found.phrase if found else None


# --- a name in apposition ------------------------------------------------------------------------------


def _apposed(cast: Cast, sentence: Sentence, phrase: Phrase, last: int) -> Phrase | None:
    """The person whose name stands behind the role ("the minister, Ann Example,"), or a call sign."""
    words, lower = sentence.words, sentence.lower
    comma = next(
        (
            index
            for index in range(phrase.last, min(len(words), max(last, phrase.last + 1)))
            if lower[index] == ","
        ),
        None,
    )
    if comma is None or comma > phrase.last or comma + 1 >= len(words):
        return _called(sentence, phrase)
    if phrase.kind == "role" and "to" in lower[phrase.first : phrase.last - 1]:
        return _called(sentence, phrase)  # "an adviser to the president, Ann Lee": she is the president
    if phrase.kind == "description" and (named := _named_body(cast, sentence, phrase, comma)):
        return named
    end = comma + 1
    while (
        end < len(words)
        and words[end][0].isalnum()
        and (words[end][0].isupper() or _is_role_word(lower[end]))
    ):
        end += 1
    if phrase.noun == "source" and lower[comma + 1] in ("a", "an"):
        other = read_phrase(sentence, comma + 1, len(words))
        return other if other.kind == "role" else None
    if end == comma + 1 or (end < len(words) and lower[end] in ("'s", "and", "of")):
        return _called(sentence, phrase)
    other = settled(cast, read_phrase(sentence, comma + 1, end), sentence)
    return (
        united(other, phrase)
        if other.kind == "person" and (phrase.kind == "role" or phrase.rule == "spokesperson")
        else _called(sentence, phrase)
    )


def _named_body(cast: Cast, sentence: Sentence, phrase: Phrase, comma: int) -> Phrase | None:
    """The body whose name stands between commas behind its kind: "a think tank, the Example Institute,"."""
    kinds, lower = lexicon().kinds_of, sentence.lower
    if phrase.head not in kinds and " ".join((*phrase.modifiers[-1:], phrase.head)) not in kinds:
        return None
    first = comma + 1 + (lower[comma + 1] == "the")
    if first >= len(lower) or not sentence.words[first][0].isupper() or "," not in lower[first : first + 9]:
        return None
    other = settled(cast, read_phrase(sentence, comma + 1, lower.index(",", first)), sentence)
    return other if other.kind in ("body", "medium", "name") else None


def _is_role_word(lower: str) -> bool:
    return any(entry.label == "role" for entry in lexicon().entries.get(lower, ()))


def _called(sentence: Sentence, phrase: Phrase) -> Phrase | None:
    """The name behind "call sign", "identified only as" and the like, within the rest of the sentence."""
    text, start = sentence.document.text, sentence.ends[phrase.last - 1]
    if sentence.lower[phrase.last : phrase.last + 1] == [","] and phrase.kind == "role":
        marks = sentence.words[phrase.last + 1 : phrase.last + 4]
        if len(marks) == 3 and marks[0] in "\"“«„" and marks[2] in "\"”»“" and marks[1][0].isupper():
            return phrase._replace(kind="name", name=marks[1])  # "a sergeant, “Swift”"
    tail = text[start : min(sentence.end, start + 160)]
    for words in lexicon().words["call_signs"]:
        at = tail.find(words)
        if at >= 0:
            first = sentence.token_at(start + at + len(words))
            while first < len(sentence.words) and not sentence.words[first][0].isalnum():
                first += 1
            if first < len(sentence.words) and sentence.words[first][0].isupper():
                return phrase._replace(kind="name", name=sentence.words[first])
    return None


# --- roles, bodies and groups by description ------------------------------------------------------------


def _role(cast: Cast, sentence: Sentence, at: Mention) -> Phrase | None:
    phrase = at.phrase
    if "spokesperson" in phrase.classes:
        return _spokesperson(cast, sentence, at)
    if phrase.plural:
        return _several(cast, sentence, at)
    if phrase.determiner in ("its", "their") or phrase.definite or _is_office(phrase):
        return _definite_role(cast, sentence, at)
    return _completed(cast, sentence, at)


def _is_office(phrase: Phrase) -> bool:
    """Whether a role without an article is an office that one person holds: "NATO chief"."""
    return bool(
        phrase.determiner == ""
        and (phrase.country or phrase.owner)
        and phrase.classes & {"leader", "minister", "chief"}
        and _office_words(phrase)
    )


def _office_words(phrase: Phrase) -> str:
    """The plain name of the office that a role's words paraphrase, or ""."""
    spelt = (*phrase.modifiers, *phrase.head.split())
    offices = lexicon().offices
    return next(
        (offices[spelt[-size:]] for size in range(min(4, len(spelt)), 0, -1) if spelt[-size:] in offices), ""
    )


def _definite_role(cast: Cast, sentence: Sentence, at: Mention) -> Phrase | None:
    phrase, office = at.phrase, _office_words(at.phrase)
    wanted = phrase
    if office in ("foreign minister", "defence minister"):
        wanted = phrase._replace(
            classes=frozenset(("minister",)), modifiers=(*phrase.modifiers, *office.split()[:1])
        )
    for widely in (False, True):
        fits = fits_known_role(cast, wanted, widely=widely)
        reach = PRONOUN_REACH if widely else DESCRIPTION_REACH
        found = antecedent(cast, sentence, at.start, fits, reach=reach, bonus=SAME_HEAD)
        if found:
            return found.phrase
    named = holder_of(cast, office, phrase) or _named_later(cast, sentence, wanted)
    return named or (
        _completed(cast, sentence, at)
        if phrase.country or phrase.owner or len(phrase.name.split()) > 2
        else None
    )


def _named_later(cast: Cast, sentence: Sentence, wanted: Phrase) -> Phrase | None:
    """The person with the same office who is named in one of the next sentences."""
    fits = fits_role(wanted)
    for index in range(sentence.index, min(sentence.index + FORWARD_REACH, len(cast.document.sentences))):
        for mention in cast.mentions(index):
            if mention.phrase.kind == "person":
                cost = fits(merged(cast, mention.phrase))
                if cost is not None and cost < 0.5:
                    return mention.phrase
    return _named_next(cast, sentence) if wanted.country or wanted.owner else None


def _named_next(cast: Cast, sentence: Sentence) -> Phrase | None:
    """The person who opens the next sentence under a full name that comes for the first time, unexplained."""
    index = sentence.index + 1
    if index >= len(cast.document.sentences) or sentence.index > OPENING:
        return None
    for mention in cast.mentions(index)[:1]:
        phrase = mention.phrase
        first = min(
            (
                at
                for run, starts in cast.runs.get(phrase.name.split()[-1], {}).items()
                if phrase.name in run
                for at in starts
            ),
            default=-1,
        )
        if (
            phrase.kind == "person"
            and mention.subject
            and not mention.possessive
            and not phrase.classes
            and first == mention.start
        ):
            return phrase
    return None


def _completed(cast: Cast, sentence: Sentence, at: Mention) -> Phrase:
    """An unnamed source with its body put in: "a ministry official" → "Defence Ministry official"."""
    phrase = at.phrase
    body = phrase.modifiers[-1] if phrase.modifiers else ""
    if phrase.country or phrase.owner or body not in lexicon().kinds_of or len(phrase.modifiers) > 1:
        return phrase
    wanted = Phrase("description", phrase.first, phrase.last, head=body, definite=True)
    found = antecedent(
        cast, sentence, at.start, fits_description(wanted), reach=DESCRIPTION_REACH, bonus=SAME_NAME
    )
    if not found:
        return phrase
    return phrase._replace(
        name=f"{found.phrase.name} {phrase.head}", country=found.phrase.country, owner=found.phrase.name
    )


def _spokesperson(cast: Cast, sentence: Sentence, at: Mention) -> Phrase | None:
    """The body that a spokesperson without a name speaks for, named there or in the sentences before."""
    phrase = at.phrase
    if phrase.owner:
        lower = phrase.owner.lower()
        if lower.split()[-1] not in lexicon().kinds_of or lower.split()[-1] == "army":
            first = phrase.owner.split()[0]
            named = first[0].isupper() and first not in lexicon().given
            return phrase._replace(kind="body", name=phrase.owner) if named else phrase
        wanted = Phrase(
            "description",
            phrase.first,
            phrase.last,
            head=lower.split()[-1],
            modifiers=tuple(lower.split()[:-1]),
        )
        found = antecedent(
            cast, sentence, at.start, fits_description(wanted), reach=DESCRIPTION_REACH, bonus=SAME_NAME
        )
        if found:
            return found.phrase
        return phrase._replace(kind="body", name=phrase.owner) if phrase.owner[0].isupper() else phrase
    fits = (
        fits_role(phrase)
        if phrase.definite and phrase.determiner not in ("its", "their")
        else fits_pronoun(phrase._replace(noun="thing"))
    )
    found = antecedent(cast, sentence, at.start, fits, reach=PRONOUN_REACH, bonus=SAME_HEAD)
    return found.phrase if found else None


def _several(cast: Cast, sentence: Sentence, at: Mention) -> Phrase | None:
    """Several unnamed people: "the officials" are those named before; "its members" get the body's name."""
    phrase = at.phrase
    if phrase.determiner in ("its", "their"):
        found = antecedent(
            cast, sentence, at.start, fits_pronoun(phrase._replace(noun="thing")), reach=PRONOUN_REACH
        )
        return (
            phrase._replace(name=f"{found.phrase.name} {phrase.name}")
            if found and found.phrase.kind == "body"
            else phrase
        )
    if not phrase.definite or phrase.country or phrase.owner or phrase.modifiers:
        return phrase

    def fits(other: Phrase) -> float | None:
        same = (
            other.kind in ("role", "group")
            and other.plural
            and other.head.split()[-1:] == phrase.head.split()[-1:]
        )
        return 0.0 if same else None

    found = antecedent(cast, sentence, at.start, fits, reach=DESCRIPTION_REACH)
    return found.phrase if found else phrase


def _group(cast: Cast, sentence: Sentence, at: Mention) -> Phrase | None:
    phrase = at.phrase
    if phrase.noun == "documents":
        return _document(cast, sentence, at)
    if phrase.noun == "people" and phrase.plural and phrase.determiner == "the" and phrase.country:
        if not phrase.modifiers and phrase.name.istitle():  # "the Ukrainians say": Ukraine
            return phrase._replace(kind="country", name=phrase.country, noun="government", plural=False)
    return _several(cast, sentence, at)


def _document(cast: Cast, sentence: Sentence, at: Mention) -> Phrase | None:
    """A report or statement stands for the one who made it, where that is told."""
    phrase = at.phrase
    if phrase.last - phrase.first > 1:
        inner = read_phrase(sentence, *_owner_tokens(sentence, phrase))
        if inner.kind in ORGANISED or (inner.kind == "description" and inner.country and inner.noun):
            return inner
        if inner.kind == "description" and inner.definite and inner.head in lexicon().kinds_of:
            return _description(cast, sentence, at._replace(phrase=inner)) or phrase
    if phrase.determiner in OWN:
        return _owner_of(cast, sentence, at)
    if not phrase.definite or phrase.last - phrase.first > 1:
        return phrase

    def fits(other: Phrase) -> float | None:
        return (
            0.0 if other.kind == "medium" or other.noun == "media" else 0.8 if other.kind == "body" else None
        )

    found = antecedent(cast, sentence, at.start, fits, reach=PRONOUN_REACH)
    return found.phrase if found else None


# Possessive pronouns, with the pronoun that stands for the same one.
OWN = {
    "its": ("thing", ""),
    "their": ("they", ""),
    "his": ("person", "m"),
    "her": ("person", "f"),
}


def _owner_of(cast: Cast, sentence: Sentence, at: Mention) -> Phrase | None:
    """Whose report or service it is: "its report", "his ministry"."""
    noun, gender = OWN[at.phrase.determiner]
    wanted = at.phrase._replace(kind="pronoun", noun=noun, gender=gender)
    found = antecedent(cast, sentence, at.start, fits_pronoun(wanted), reach=PRONOUN_REACH)
    return found.phrase if found else None


def _owner_tokens(sentence: Sentence, phrase: Phrase) -> tuple[int, int]:
    """The tokens of the body in a phrase such as "a report in the Lahore Courier" or "an ISW assessment"."""
    prepositions = lexicon().words["prepositions"]
    for index in range(phrase.first, phrase.last):
        if sentence.lower[index] in prepositions:
            return index + 1, phrase.last
    return phrase.first, phrase.last - 1


def _description(cast: Cast, sentence: Sentence, at: Mention) -> Phrase | None:
    """A body by description: the last one that fits, else its own words where they tell enough."""
    phrase = at.phrase
    nouns = lexicon().kinds_of
    if sentence.lower[phrase.first : phrase.first + 2] in COUNTRY_OWN:
        return _of_that_country(cast, sentence, at)
    generic = phrase.head in nouns or bool(phrase.noun)
    if not generic or (phrase.noun and phrase.country) or phrase.noun == "name":
        return phrase
    if phrase.definite:
        reach = (
            1 if phrase.head in ("government", "country", "nation", "state", "regime") else DESCRIPTION_REACH
        )
        found = antecedent(cast, sentence, at.start, fits_description(phrase), reach=reach, bonus=SAME_NAME)
        if found:
            return found.phrase
        if phrase.determiner in OWN and phrase.head in SERVICES:
            return _owner_of(cast, sentence, at)
        known = phrase.country or phrase.owner or phrase.modifiers or phrase.head in FORCES
        return without_place(sentence, phrase) if known else None
    return without_place(sentence, phrase)


# Bodies of which a country has one, so that the bare word names it; and what its people call their own body.
FORCES = frozenset(("army", "military", "navy", "police"))
SERVICES = FORCES | {"service", "ministry", "agency", "department", "command", "directorate", "government"}


COUNTRY_OWN = (["country", "'s"], ["nation", "'s"])


def _of_that_country(cast: Cast, sentence: Sentence, at: Mention) -> Phrase:
    """ "The country's spy agency": a body of the country that was named last."""
    phrase = at.phrase
    country = next(
        (
            mention.phrase.country
            for index in range(sentence.index, max(-1, sentence.index - PRONOUN_REACH), -1)
            for mention in reversed(cast.mentions(index))
            if mention.end <= at.start and mention.phrase.country
        ),
        "",
    )
    rest = tuple(sentence.lower[phrase.first + 2 : phrase.last])
    rule = lexicon().descriptions.get(rest)
    if not country:
        return phrase
    if rule and (name := rule.names.get(country)):
        return phrase._replace(kind="body", name=name, country=country, noun=rule.noun)
    return phrase._replace(name=f"{country}'s {' '.join(rest)}", country=country)
