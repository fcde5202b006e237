"""Everybody whom an article names, found when asked for: full names by their parts, mentions by sentence."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from nkreport import grammar
from nkreport.records import Attribution, Span
from nkreport.sources.lexicon import lexicon
from nkreport.sources.phrases import SURNAMES_TOO, Phrase, is_personal, known_person, read_phrase
from nkreport.text import LOWER, Document, Memo, Sentence, as_document, kept

# "Ann Example", "Ursula von der Leyen", "Park Sun-won", "John F. Example"
# One class in front, so that the search knows which characters can begin a run.
CAPITAL_WORD = r"[A-ZÀ-ÞĀ-Ž](?:(?<=[A-Z])\.|[\w’'-]{0,30}+)"
PARTICLE = r"(?:von|van|der|den|de|del|della|di|da|dos|du|bin|ibn|al|el|la)"
NAME_RUN = re.compile(rf"{CAPITAL_WORD}(?:[ \u00a0](?:{PARTICLE}[ \u00a0]){{0,2}}{CAPITAL_WORD}){{1,7}}")
# "MR. EXAMPLE:", "Q:", "ANN EXAMPLE:" at the start of a paragraph
LABEL = re.compile(
    r"(?:(?:MR|MS|MRS|DR|SEN|REP|GEN|SECRETARY|PRESIDENT|AMBASSADOR)\.? )?"
    r"(?P<name>[A-Z][A-Z’'-]*(?: [A-Z][A-Z.’'-]*){0,2})(?: \([^)]{1,20}\))?:"
)
ASKING = frozenset(("QUESTION", "REPORTER", "JOURNALIST", "INTERVIEWER", "MODERATOR", "OPERATOR", "ANSWER"))
LONGEST_NAME = 4
MENTIONS_READ = 60  # noun phrases of one sentence that are read from its start
ENDING = frozenset(("role", "roles", "people", "peoples", "body", "medium", "country", "capital"))
BETWEEN = frozenset((",", "RB"))
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
JOINING = frozenset(("of", "in", "for", "at", "to", "from", "near"))


class Mention(NamedTuple):
    """A phrase where it stands: its sentence, its span, and how prominent it is there."""

    phrase: Phrase
    sentence: int
    start: int
    end: int
    subject: bool = False
    possessive: bool = False


class Cast:
    """The people, bodies and countries of one article, with its day of publication."""

    def __init__(
        self,
        document: Document,
        *,
        published: dt.date | None = None,
        title: str | None = None,
        attributions: Iterable[Attribution] = (),
    ) -> None:
        self.document, self.published, self.title = document, published, title
        self.speakers = sorted(attribution.source for attribution in attributions if attribution.source)
        self.meant: dict[Span, list[Mention]] = {}  # who is meant by the spans read so far
        self.called: dict[str, dict[str, list[int]]] = {}  # people by surname, with where they are named
        self.briefings: list[int] | None = None  # sentences that tell of a briefing, once they are looked for
        self.profiles: dict[str, Phrase] = {}
        self.spoken: dict[int, list[Mention]] = {}  # the speakers resolved so far by their sentence
        self.spoken_to = 0
        self.heard: dict[str, int] = {}  # where each of them last spoke
        self._mentions: dict[int, tuple[Mention, ...]] = {}

    @kept
    def runs(self) -> dict[str, dict[str, list[int]]]:
        """Runs of capitalised words by each word in them, with the offsets where they stand."""
        offsets: dict[str, list[int]] = {}
        for start, end in self.document.paragraphs:
            for match in NAME_RUN.finditer(self.document.text, start, end):
                offsets.setdefault(match.group(), []).append(match.start())
        for match in NAME_RUN.finditer(self.title or ""):
            offsets.setdefault(match.group(), []).append(-1)
        found: dict[str, dict[str, list[int]]] = {}
        for run, where in offsets.items():
            for word in run.replace("’s", "").replace("'s", "").split():
                found.setdefault(word, {})[run] = where
        return found

    @kept
    def labels(self) -> list[tuple[int, int, str]]:
        """Where a transcript names its next speaker: the label's span and its name, "" for a question."""
        return [
            (
                match.start("name"),
                match.end("name"),
                "" if len(match.group("name")) < 3 or match.group("name") in ASKING else match.group("name"),
            )
            for start, end in self.document.paragraphs
            if (match := LABEL.match(self.document.text, start, min(end, start + 60)))
        ]

    def mentions(self, index: int) -> tuple[Mention, ...]:
        """The mentions of one sentence in order, outside quotations and by more than a pronoun."""
        if index not in self._mentions:
            sentence = self.document.sentences[index]
            begins = behind_dateline(sentence)
            self._mentions[index] = tuple(
                mention for mention in _sentence_mentions(self, sentence) if mention.start >= begins
            )
        return self._mentions[index]

    def speakers_in(self, sentence: Sentence) -> list[Span]:
        """The source spans of the attributions that stand in a sentence."""
        first = bisect_left(self.speakers, (sentence.start, 0))
        return self.speakers[first : bisect_right(self.speakers, (sentence.end, 0))]


DATELINE_REACH = 16  # tokens within which the dash stands that ends a dateline


def behind_dateline(sentence: Sentence) -> int:
    """The offset behind a place and a day in capitals that open a report, which speak for nobody; else 0.

    >>> from nkreport.text import read_document
    >>> text = "OSLO, Jan 13 (Wire) - Kenya sent men."
    >>> text[behind_dateline(read_document(text).sentences[0]) :]
    '- Kenya sent men.'
    """
    words = sentence.words[:DATELINE_REACH]
    if not words[0].isupper() or len(words[0]) < 3:
        return 0
    for index, word in enumerate(words[1:], 1):
        if word in ("-", "–", "—"):
            return sentence.starts[index]
        if word[0].islower():
            return 0
    return 0


def read_cast(
    document: str | Document,
    *,
    published: dt.date | None = None,
    title: str | None = None,
    attributions: Iterable[Attribution] = (),
) -> Cast:
    """The cast of an article; nothing is read before it is asked for.

    The attributions, where they are known, tell who speaks: "he" is rather a speaker than somebody mentioned.
    """
    return Cast(as_document(document), published=published, title=title, attributions=attributions)


# --- full names ----------------------------------------------------------------------------------------


def full_name(cast: Cast, part: str, offset: int, classes: frozenset[str] = frozenset()) -> str:
    """The full name of the person whom the article calls by a part of it; "" where it gives none.

    Of several with one surname, the one with the same role is meant, else who spoke last, else who was
    named last.
    """
    found = _people_called(cast, part)
    if len(found) < 2:
        return next(iter(found), "")
    if classes:
        fitting = {
            name: offsets
            for name, offsets in found.items()
            if described(cast, name, offsets).classes & classes
        }
        found = fitting or found
    heard = max(
        ((cast.heard[name], name) for name in found if cast.heard.get(name, offset) < offset), default=None
    )
    return heard[1] if heard else _last_before(found, offset)


def _people_called(cast: Cast, part: str) -> dict[str, list[int]]:
    """The people whose surname a word is, each with the offsets of the full name in order."""
    if part not in cast.called:
        found: dict[str, list[int]] = {}
        for run, offsets in cast.runs.get(part, {}).items():
            name = person_in_run(run)
            if name and _has_surname(name, part) and _is_likely(name, part):
                found.setdefault(name, []).extend(offsets)
        cast.called[part] = {name: sorted(offsets) for name, offsets in found.items()}
    return cast.called[part]


def _is_likely(name: str, part: str) -> bool:
    """Whether a well-known surname is the known person's, or stands behind a known given name."""
    known = lexicon().lone.get(part)
    return known is None or name == known or name.split()[0] in lexicon().given


def _last_before(found: dict[str, list[int]], offset: int) -> str:
    before = [
        (offsets[bisect_left(offsets, offset) - 1], name)
        for name, offsets in found.items()
        if offsets[0] < offset
    ]
    return max(before)[1] if before else min((offsets[0], name) for name, offsets in found.items())[1]


def _has_surname(name: str, part: str) -> bool:
    words = name.split()
    if words[-1] == part:
        return True
    return words[0] == part and len(words) > 1 and (part in lexicon().words["family_first"])


def person_in_run(run: str) -> str:
    """The person's name at the end of a run of capitalised words, in its one spelling; "" where none is.

    >>> person_in_run("President Yoon Suk Yeol"), person_in_run("Kyiv Post")
    ('Yoon Suk Yeol', '')
    >>> person_in_run("On Monday Ann Example")
    'Ann Example'
    """
    kept: list[str] = []
    for word in reversed(run.replace("’s", "").replace("'s", "").split()):
        if _ends_name(word, kept):
            if not kept:
                continue
            break
        kept.insert(0, word)
    while len(kept) > 2 and kept[0] not in lexicon().given and kept[1] in lexicon().given:
        kept.pop(0)
    if len(kept) < 2 or not is_personal(kept):
        return ""
    name = " ".join(kept)
    return known_person(name) or name


def _ends_name(word: str, kept: list[str]) -> bool:
    lower, sets = word.lower(), lexicon().words
    if (
        lower in sets["not_names"]
        or lower in sets["titles"]
        or lower in sets["body_name"]
        or lower in sets["medium_name"]
    ):
        return True
    if any(
        entry.label in ENDING and len(entry.tokens) == 1 and entry.kind not in SURNAMES_TOO - {"leader"}
        for entry in lexicon().entries.get(lower, ())
    ):
        return lower != "king" or bool(kept)
    return len(kept) >= LONGEST_NAME


def described(cast: Cast, name: str, offsets: Iterable[int] | None = None) -> Phrase:
    """A person with all that the article says of him or her where the full name first stands."""
    if name not in cast.profiles:
        cast.profiles[name] = Phrase("person", 0, 0, name)  # so that a name in its own description ends here
        cast.profiles[name] = _described(cast, name, offsets)
    return cast.profiles[name]


# Whose spokespeople speak for another body.
SPEAKS_FOR = {"National Security Council": "White House"}


def spoken_for(cast: Cast, name: str) -> str:
    """The body for which a named spokesperson speaks, as far as the article says; else "".

    >>> spoken_for(read_cast("Pentagon spokesman Ben Example left."), "Ben Example")
    'Pentagon'
    """
    if " " not in name:
        return ""
    known = described(cast, name)
    return SPEAKS_FOR.get(known.owner, known.owner) if "spokesperson" in known.classes else ""


def _described(cast: Cast, name: str, offsets: Iterable[int] | None) -> Phrase:
    known = lexicon().people.get(name)
    base = Phrase(
        "person",
        0,
        0,
        name,
        country=known.country if known else "",
        gender=known.gender if known else "",
        classes=frozenset((known.kind,)) if known else frozenset(),
        modifiers=known.office if known else (),
    )
    if offsets is None:
        offsets = [
            at
            for run, starts in cast.runs.get(name.split()[-1], {}).items()
            if person_in_run(run) == name
            for at in starts
        ]
    for offset in sorted(offset for offset in offsets if offset >= 0)[:2]:
        sentence = cast.document.sentence_at(offset)
        if sentence:
            for mention in cast.mentions(sentence.index):
                if mention.phrase.kind == "person" and mention.phrase.name == name:
                    base = united(base, mention.phrase)
    return base


def united(one: Phrase, other: Phrase) -> Phrase:
    """A person with what another phrase about him or her adds."""
    described = (*other.modifiers, *other.name.lower().split()) if other.kind == "role" else other.modifiers
    return one._replace(
        classes=one.classes | other.classes,
        country=one.country or other.country,
        owner=one.owner or other.owner,
        gender=one.gender or other.gender,
        modifiers=one.modifiers + described,
    )


# --- mentions ------------------------------------------------------------------------------------------


def _sentence_mentions(cast: Cast, sentence: Sentence) -> list[Mention]:
    phrases, quotation_at = grammar.noun_phrases(sentence)[:MENTIONS_READ], cast.document.quotation_at
    found: list[Mention] = []
    index = 0
    while index < len(phrases):
        opens = index == 0
        first, last, index = _whole(sentence, phrases, index)
        if not _worth_reading(sentence, first, last) or quotation_at(sentence.starts[first]):
            continue
        is_subject = _is_subject(sentence, first, last, opens=opens)
        owner_end = _possessive_at(sentence, first, last)
        if owner_end and (mention := _mention(cast, sentence, first, owner_end, False)):
            found.append(mention._replace(possessive=True))
        if mention := _mention(cast, sentence, first, last, is_subject):
            owner = (
                lexicon().bodies.get(mention.phrase.owner)
                if mention.phrase.kind in ("person", "role")
                else None
            )
            if owner:
                body = Phrase(owner.label, first, last, owner.name, country=owner.country, noun=owner.kind)
                found.append(mention._replace(phrase=body, possessive=True, subject=False))
            found.append(mention)
    return _apposed(sentence, found)


def _whole(sentence: Sentence, phrases: list[grammar.NounPhrase], index: int) -> tuple[int, int, int]:
    """A base phrase with those that "of", "for" or "in" hang on it, and the index of the next one."""
    first, last = phrases[index].first, phrases[index].last
    index += 1
    while index < len(phrases) and phrases[index].first == last + 1 and sentence.lower[last] in JOINING:
        if not _is_role(sentence, last - 1) and not (
            sentence.lower[last] == "of" and _may_be_body(sentence, last - 1)
        ):
            break
        last = phrases[index].last
        index += 1
    return first, last, index


def _may_be_body(sentence: Sentence, at: int) -> bool:
    """Whether "of" behind the word may belong to a body's name: "Ministry of", "junta of"."""
    lower = sentence.lower[at]
    return lower in lexicon().kinds_of or lower in DESCRIBING or sentence.words[at][0].isupper()


DESCRIBING = frozenset(
    ("staff", "intelligence", "government", "junta", "regime", "army", "military", "mission", "embassy")
)


def _is_role(sentence: Sentence, at: int) -> bool:
    return any(entry.label in ("role", "roles") for entry in lexicon().entries.get(sentence.lower[at], ()))


def _worth_reading(sentence: Sentence, first: int, last: int) -> bool:
    """Whether a phrase may name a speaker: one of its words is a name, or a noun for people or bodies."""
    return True in map(TELLING.__getitem__, sentence.words[first:last])


def _tells(word: str) -> bool:
    low = LOWER[word]
    return low in lexicon().speaking or (word[0].isupper() and low not in lexicon().words["not_names"])


TELLING = Memo(_tells)


def _possessive_at(sentence: Sentence, first: int, last: int) -> int | None:
    for index in range(first + 1, last):
        if sentence.lower[index] in ("'s", "'"):
            return index
    return None


def _mention(cast: Cast, sentence: Sentence, first: int, last: int, is_subject: bool) -> Mention | None:
    phrase = read_phrase(sentence, first, last)
    if phrase.kind in ("none", "pronoun") or phrase.last <= phrase.first:
        return None
    start, end = sentence.starts[phrase.first], sentence.ends[phrase.last - 1]
    phrase = settled(cast, phrase, sentence)
    return Mention(phrase, sentence.index, start, end, is_subject)


def _is_subject(sentence: Sentence, first: int, last: int, *, opens: bool) -> bool:
    """Whether a phrase is a subject by its place: it opens the sentence or stands before a finite verb.

    Adverbs and the comma that closes an apposition may stand between; a phrase behind a preposition is none.
    """
    found = grammar.tags(sentence)
    if first and found[first - 1] in ("IN", "TO"):
        return False
    if opens:
        return True
    end = len(found)
    while last < end and found[last] in BETWEEN:
        last += 1
    return last < end and found[last] in FINITE


def settled(cast: Cast, phrase: Phrase, sentence: Sentence) -> Phrase:
    """The phrase with a lone surname made a full name, where the article or the lexicon knows one."""
    if phrase.kind not in ("person", "name") or phrase.last - phrase.first != 1:
        return phrase
    part = sentence.words[phrase.first]
    name = full_name(cast, part, sentence.starts[phrase.first], phrase.classes) or lexicon().lone.get(
        part, ""
    )
    if not name:
        opens = sentence.starts[phrase.first] == sentence.start
        common = opens and phrase.kind == "name" and grammar.tags(sentence)[phrase.first] != "NNP"
        return phrase._replace(kind="description") if common else phrase
    known = lexicon().people.get(name)
    gender = phrase.gender or (known.gender if known else lexicon().given.get(name.split()[0], ""))
    return phrase._replace(
        kind="person",
        name=name,
        gender=gender,
        country=phrase.country or (known.country if known else ""),
        classes=phrase.classes or (frozenset((known.kind,)) if known else frozenset()),
        modifiers=phrase.modifiers + (known.office if known else ()),
    )


def _apposed(sentence: Sentence, found: list[Mention]) -> list[Mention]:
    """The mentions with a person and a role in apposition put together: "Ann Example, the minister"."""
    kept: list[Mention] = []
    for mention in found:
        at = -2 if kept and kept[-1].possessive else -1
        if len(kept) + at >= 0 and _is_apposition(sentence, kept[at], mention):
            kept[at] = _joined(kept[at], mention)
        else:
            kept.append(mention)
    return kept


APPOSED = (("person", "role"), ("role", "person"))


def _is_apposition(sentence: Sentence, before: Mention, mention: Mention) -> bool:
    kind = "role" if mention.phrase.rule == "spokesperson" else mention.phrase.kind
    if (before.phrase.kind, kind) not in APPOSED or before.possessive or mention.possessive:
        return False
    gap = sentence.document.text[before.end : mention.start].strip().lower()
    apart = gap.removesuffix(" the").removesuffix(" a").removesuffix(" an").removesuffix(" its").rstrip()
    return apart == ","


def _joined(before: Mention, mention: Mention) -> Mention:
    person, role = (before, mention) if before.phrase.kind == "person" else (mention, before)
    if role.phrase.rule == "spokesperson":
        spoken_for = role.phrase._replace(classes=frozenset(("spokesperson",)), owner=role.phrase.name)
        role = role._replace(phrase=spoken_for)
    return before._replace(
        phrase=united(person.phrase, role.phrase), end=mention.end, subject=before.subject or mention.subject
    )
