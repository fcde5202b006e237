"""A light reading of English grammar: Penn tags, noun phrases, verb groups and clauses, without a model.

The tagger looks every word up in `rules/english.toml` (verbs are inflected here), guesses unknown words
from their ending and their capitals, and settles words of two classes by their neighbours. It is meant
for edited news prose; what it cannot know it tags as a noun.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from nkreport import rules
from nkreport.text import Memo, Sentence

# Classes that the neighbours decide, in lower case so that no Penn tag is mistaken for one.
NOUN_OR_BASE, PLURAL_OR_S, PAST, BASE, THAT, HER, APOSTROPHE_S, THERE = "nb", "ns", "d", "b", "that", "her", "'s", "there"
OPEN_CLASSES = frozenset((NOUN_OR_BASE, PLURAL_OR_S, PAST, BASE, THAT, HER, APOSTROPHE_S, THERE, "VBG"))

NOUNISH = frozenset(("NN", "NNS", "NNP", "CD", "PRP"))
NOUNS = frozenset(("NN", "NNS", "NNP"))
PREMODIFIERS = frozenset(("DT", "PRP$", "CD", "JJ", "JJR", "JJS", "NN", "NNS", "NNP", "POS", "VBG", "VBN", "$"))
COMPLEMENT_GAP = NOUNISH | PREMODIFIERS | {"RB"}
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
VERBAL = frozenset(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"))
VOWELS = "aeiou"


class NounPhrase(NamedTuple):
    """A base noun phrase as token indices `[first, last)`; `head` is its last noun."""

    first: int
    last: int
    head: int


class VerbGroup(NamedTuple):
    """A verb with its auxiliaries as token indices `[first, last)`; `head` is the lexical verb.

    `form` is finite, infinitive, VBG or VBN; `tense` past, present or future for finite groups.
    `governor` is the head of the group that an infinitive or participle complements ("plans *to send*").
    """

    first: int
    last: int
    head: int
    form: str
    tense: str | None
    modal: str | None
    negated: bool
    passive: bool
    perfect: bool
    progressive: bool
    governor: int | None


class Clause(NamedTuple):
    """A verb group with its subject (as token indices of the whole phrase, and its head) and its object's base phrase."""

    group: VerbGroup
    subject: tuple[int, int] | None
    subject_head: int | None
    object: NounPhrase | None


# --- the lexicon ---------------------------------------------------------------------------------------

def third_person(base: str) -> str:
    """The -s form of a regular verb or noun.

    >>> third_person("deny"), third_person("dispatch"), third_person("say")
    ('denies', 'dispatches', 'says')
    """
    if base.endswith("y") and base[-2] not in VOWELS:
        return base[:-1] + "ies"
    if base.endswith(("s", "x", "z", "ch", "sh")) or base in ("go", "do", "echo", "veto", "undergo"):
        return base + "es"
    return base + "s"


def past_form(base: str) -> str:
    """The -ed form of a regular verb.

    >>> past_form("deny"), past_form("admit"), past_form("report"), past_form("state")
    ('denied', 'admitted', 'reported', 'stated')
    """
    return _suffixed(base, "ed")


def ing_form(base: str) -> str:
    """The -ing form of a verb.

    >>> ing_form("lie"), ing_form("stop"), ing_form("make"), ing_form("see")
    ('lying', 'stopping', 'making', 'seeing')
    """
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith(("ee", "ye", "oe")) or base == "be":
        return base + "ing"
    return _suffixed(base, "ing")


def _suffixed(base: str, suffix: str) -> str:
    if base.endswith("e"):
        return base[:-1] + suffix
    if suffix == "ed" and base.endswith("y") and base[-2] not in VOWELS:
        return base[:-1] + "ied"
    return base + (base[-1] if _doubles(base) else "") + suffix


# Verbs of more than one syllable whose stress on the last doubles its consonant.
STRESSED_LAST = re.compile(
    r"(?:.*(?:mit|fer|pel|cur|bel|quip|ban|stop|plan|trol|net|gret|but|lot|cel|vel|bel|nul)|admit|outfit|kidnap|worship|program|handicap)$")
NO_DOUBLE = re.compile(r".*(?:offer|suffer|differ|benefit|visit|limit|exit|edit|credit|profit|budget|target|pocket|cover|market|ticket|permeat)$")


def _doubles(base: str) -> bool:
    closed = len(base) > 2 and base[-1] not in VOWELS + "wxyh" and base[-2] in VOWELS and base[-3] not in VOWELS
    if not closed or NO_DOUBLE.match(base):
        return False
    syllables = len(re.findall(r"[aeiouy]+", base))
    return syllables == 1 or bool(STRESSED_LAST.match(base))


@cache
def lexicon() -> dict[str, str]:
    """Lower-case word → its Penn tag, or the class that its neighbours decide."""
    data = rules.load("english").lexicon
    table: dict[str, str] = {}
    for base in data["verbs"]["or_nouns"].split():
        _add_verb(table, base, past_form(base), past_form(base), base_class=NOUN_OR_BASE, s_class=PLURAL_OR_S)
    for base in data["verbs"]["plain"].split():
        _add_verb(table, base, past_form(base), past_form(base), base_class=BASE, s_class="VBZ")
    noun_bases = set(data["verbs"]["or_nouns"].split())
    for entry in data["irregular"]["forms"].replace("\n", "").split(";"):
        base, past, participle = entry.split()
        both = base in noun_bases
        for one in past.split("/"):
            for two in participle.split("/"):
                _add_verb(table, base, one, two, base_class=NOUN_OR_BASE if both else BASE, s_class=PLURAL_OR_S if both else "VBZ")
    for tag, words in data["closed"].items():
        table.update(dict.fromkeys(words.split(), tag))
    _add_auxiliaries(table, data["auxiliaries"])
    table.update({"that": THAT, "to": "TO", "her": HER, "'s": APOSTROPHE_S, "there": THERE, "%": "NN", "$": "$", "£": "$", "€": "$"})
    return table


def _add_verb(table: dict[str, str], base: str, past: str, participle: str, *, base_class: str, s_class: str) -> None:
    table[base] = base_class
    table[third_person(base)] = s_class
    table.setdefault(ing_form(base), "VBG")
    if past == participle:
        if past != base:
            table[past] = PAST
    else:
        table.setdefault(past, "VBD")
        if participle != base:
            table.setdefault(participle, "VBN")


def _add_auxiliaries(table: dict[str, str], auxiliaries: dict[str, str]) -> None:
    for family in ("be", "have", "do"):
        for word in auxiliaries[family].split():
            past = word.startswith(("was", "were", "had", "did"))
            table[word] = "VBD" if past else "VBZ" if word in ("is", "has", "does", "isn't", "hasn't", "doesn't") else "VBP"
    table.update(be="VB", have=BASE, do=BASE, been="VBN", had="VBD", done="VBN", being="VBG", having="VBG", doing="VBG")


@cache
def auxiliary(family: str) -> frozenset[str]:
    """The forms of `be`, `have` or `do`, or the `negations`."""
    return frozenset(rules.load("english").lexicon["auxiliaries"][family].split())


@cache
def _unchanged_verbs() -> frozenset[str]:
    """Verbs whose participle is their base form ("put", "hit")."""
    entries = rules.load("english").lexicon["irregular"]["forms"].replace("\n", "").split(";")
    return frozenset(base for base, _, participle in map(str.split, entries) if participle == base)


@cache
def _plural_nouns() -> frozenset[str]:
    return frozenset(rules.load("english").lexicon["verbs"]["plural_nouns"].split())


NOUN_ENDINGS = ("tion", "sion", "ment", "ness", "ity", "ism", "ist", "ship", "ance", "ence", "ure", "age", "er", "or", "ee", "ian", "dom", "hood")
ADJECTIVE_ENDINGS = ("ous", "ful", "ive", "able", "ible", "ical", "ic", "ary", "less", "ish", "-old", "-strong", "-based", "-made",
                     "-backed", "-led", "-long", "-wide", "-scale", "-range", "-run", "-held", "-level", "al")


def _guess(word: str) -> str:
    """The class of a word that the lexicon lacks, from its ending."""
    if word[0].isdigit():
        return "JJ" if word[-1].isalpha() and "-" in word else "CD"
    if not (word[0].isalpha() or word[-1].isalpha()):
        return '"' if word in "“”\"«»„‘’'" else word
    if "-" in word:
        tail = word.rsplit("-", 1)[1]
        if _lookup(tail) in ("CD", "JJ", PAST, "VBN", "VBG"):
            return "CD" if _lookup(tail) == "CD" else "JJ"
        if tail in ("year", "month", "week", "day", "hour", "mile", "kilometre", "kilometer", "man", "member", "point", "page", "mm", "meter", "metre"):
            return "JJ"
    if word.endswith("ing") and len(word) > 5:
        return "VBG"
    if word.endswith("ed") and len(word) > 4:
        return PAST
    if word.endswith("ly") and len(word) > 4:
        return "RB"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return "NNS"
    if word.endswith(NOUN_ENDINGS):
        return "NN"
    if word.endswith(ADJECTIVE_ENDINGS) and len(word) > 5:
        return "JJ"
    return "NN"


def _lookup(word: str) -> str:
    return lexicon().get(word) or _guess(word)


LOWER_CLASS = Memo(lambda word: _lookup(word.lower().replace("’", "'")))


def _printed_class(word: str) -> str:
    """The class of a word as printed inside a sentence: a capital makes a name."""
    if word[0].isupper() and not (word.isupper() and len(word) > 4 and word.lower() in lexicon()):
        known = lexicon().get(word.lower().replace("’", "'"), "")
        if word == "I" or (known in ("PRP", "MD", "IN", "DT", "CC") and "'" in word.replace("’", "'")):
            return known
        return "NNP"
    return LOWER_CLASS[word]


PRINTED_CLASS = Memo(_printed_class)


# --- tags ----------------------------------------------------------------------------------------------

def tags(sentence: Sentence) -> list[str]:
    """One Penn tag a token; punctuation is its own tag, quotation marks are `"`.

    >>> from nkreport.text import read_document
    >>> tags(read_document("The troops sent to Kursk were killed, he said.").sentences[0])
    ['DT', 'NNS', 'VBN', 'TO', 'NNP', 'VBD', 'VBN', ',', 'PRP', 'VBD', '.']
    """
    kept: list[str] | None = sentence.__dict__.get("tags")
    if kept is None:
        kept = sentence.__dict__["tags"] = _tags(sentence)
    return kept


def _tags(sentence: Sentence) -> list[str]:
    words, lower = sentence.words, sentence.lower
    if _is_headline(words):
        found = [_headline_class(word) for word in words]
    else:
        found = list(map(PRINTED_CLASS.__getitem__, words))
        for index in _openings(words):
            found[index] = _opening_class(words, index)
    for index, tag in enumerate(found):
        if tag in OPEN_CLASSES:
            found[index] = DECIDE[tag](index, found, lower)
    return found


def _is_headline(words: list[str]) -> bool:
    """Whether nearly every longer word is printed with a capital, as in a title."""
    longer = [word for word in words if len(word) > 3 and word[0].isalpha()]
    return len(longer) >= 3 and words[-1] != "." and sum(word[0].isupper() for word in longer) * 10 >= len(longer) * 9


def _headline_class(word: str) -> str:
    known = lexicon().get(word.lower().replace("’", "'"))
    return known if known and not (word.isupper() and len(word) > 1 and known not in ("DT", "IN", "TO")) else PRINTED_CLASS[word]


def _openings(words: list[str]) -> list[int]:
    """The indices of words that carry a capital only because a sentence or a quotation opens there."""
    found = [0] if words and words[0][0].isalpha() else []
    for index, word in enumerate(words[:-1]):
        if word in "“\"«„‘'([:—–•" and words[index + 1][0].isupper():
            found.append(index + 1)
    return found


def _opening_class(words: list[str], index: int) -> str:
    word = words[index]
    if not word[0].isupper() or word.isupper() and len(word) > 1:
        return PRINTED_CLASS[word]
    known = lexicon().get(word.lower().replace("’", "'"))
    following = words[index + 1] if index + 1 < len(words) else "."
    if known is None:
        guess = _guess(word.lower())
        return guess if guess in ("RB", "NNS", "VBG", "CD") and not following[0].isupper() else "NNP"
    if known in (NOUN_OR_BASE, BASE, "NN", "MD") and following[0].isupper() and following != "I":
        return "NNP"
    return known


def _before(index: int, found: list[str]) -> int:
    """The index of the last token before this one that is no adverb, or -1."""
    index -= 1
    while index >= 0 and found[index] == "RB":
        index -= 1
    return index


def _after(index: int, found: list[str]) -> str:
    """The class of the next token that is no adverb."""
    index += 1
    while index < len(found) and found[index] == "RB":
        index += 1
    return found[index] if index < len(found) else "."


OPENS_OBJECT = frozenset(("DT", "PRP", "PRP$", "CD", "NNP", THAT, HER, "WP", "WRB", '"', "$", "JJ", THERE))


def _decide_noun_or_base(index: int, found: list[str], lower: list[str]) -> str:
    at = _before(index, found)
    before = found[at] if at >= 0 else "^"
    if at >= 0 and lower[index] in _unchanged_verbs() and (_is(at, lower, "have") or _is(at, lower, "be")):
        return "VBN"
    if before in ("TO", "MD") or (at >= 0 and _is_do(at, lower)):
        return "VB"
    if before == "PRP" and lower[at] not in ("him", "them", "us", "me"):
        if _is_do(at - 1, lower):
            return "VB"
        return "VBP"
    if before in ("WP", "WDT") or (before == "NNS" and _after(index, found) in OPENS_OBJECT):
        return "VBP"
    if before in ("PRP",) and at > 0 and lower[at - 1] in ("let", "make", "made", "help", "helped"):
        return "VB"
    if before == "CC" and _after(index, found) in OPENS_OBJECT | {"TO"} and (verb := _last_verb(at, found)):
        return "VB" if verb == "VB" else "VBP"
    return "NN"


def _is_do(index: int, lower: list[str]) -> bool:
    return index >= 0 and _is(index, lower, "do")


def _is(index: int, lower: list[str], family: str) -> bool:
    return lower[index] in auxiliary(family)


def _decide_plural_or_s(index: int, found: list[str], lower: list[str]) -> str:
    at = _before(index, found)
    before = found[at] if at >= 0 else "^"
    after = _after(index, found)
    if before in ("WP", "WDT") or (before == "PRP" and lower[at] in ("he", "she", "it")):
        return "VBZ"
    if before in ("NNP", "NN"):
        if after in (THAT, "DT", "PRP", '"', HER, "WRB", "WP", "PRP$") and not _has_finite(found, at):
            return "NNS" if after == THAT and _after(index + 1, found) in VERBAL | {PAST, BASE, PLURAL_OR_S} else "VBZ"
        if lower[index] in _plural_nouns():
            governs = after == "TO" and not _has_finite(found, at) and not _finite_ahead(index, found)
            return "VBZ" if governs else "NNS"
        return "VBZ" if after in ("NNP", "CD", "IN", "TO", "JJ", "NNS", "RB", "VBG", "$") and not _has_finite(found, at) else "NNS"
    if before in (",", ")", '"') and index > 2 and after in OPENS_OBJECT and lower[index] not in _plural_nouns() and not _has_finite(found, at):
        return "VBZ"
    return "NNS"


def _has_finite(found: list[str], until: int) -> bool:
    """Whether the clause already holds a finite verb: a second one would need a conjunction."""
    while until >= 0 and found[until] not in (",", ";", ":", '"', "CC", "WDT", "WP", THAT, "WRB", "(", "–", "—"):
        if found[until] in FINITE:
            return True
        until -= 1
    return False


# Verbs of saying are hardly ever participles behind their noun.
SPEECH_PAST = frozenset((
    "said", "told", "added", "claimed", "announced", "warned", "confirmed", "argued", "insisted", "stressed", "wrote", "noted", "stated",
    "acknowledged", "admitted", "denied", "declared", "explained", "replied", "asserted", "vowed", "pledged", "urged", "suggested", "predicted",
    "concluded", "believed", "thought", "felt", "knew", "hoped", "feared", "agreed", "asked", "conceded", "estimated", "assessed", "reported",
))


def _decide_past(index: int, found: list[str], lower: list[str]) -> str:
    at = _before(index, found)
    before = found[at] if at >= 0 else "^"
    after = _after(index, found)
    if at >= 0 and (_is(at, lower, "be") or _is(at, lower, "have") or (before == "POS" and found[at - 1:at] == ["PRP"])):
        return "VBN"
    if before == "PRP" and at > 0 and (_is(at - 1, lower, "be") or _is(at - 1, lower, "have")):
        return "VBN"
    if after == "IN" and lower[index + 1:index + 2] == ["by"]:
        return "VBN"
    if before in ("PRP", "WP", "WDT", "EX") or lower[max(at, 0)] in ("all", "both", "each", "some", "many", "most", "others"):
        return "VBD"
    if before in ("DT", "PRP$", "POS", "JJ", "CD", "IN", "TO", "MD", "$"):
        return "VBN" if before != "IN" or after not in OPENS_OBJECT else "VBD"
    if before in ("NN", "NNS", "NNP", ")", '"'):
        return _past_after_noun(index, found, lower, after)
    if before in (",", "–", "—", "-"):
        participle = after in ("IN", "TO") and lower[index] not in SPEECH_PAST and not _main_verb_missing(at, index, found)
        return "VBN" if participle else "VBD"
    if before == "CC":
        return _like_last_verb(at, found)
    if before == "^":
        return "VBN" if after in ("IN", "TO", ",", "WRB") else "VBD"
    return "VBD" if before not in ("VBG", "VBN", "VBD", "VB", "VBZ", "VBP") else "VBN"


def _main_verb_missing(comma: int, index: int, found: list[str]) -> bool:
    """Whether the sentence still waits for its main verb behind a parenthesis ("Kim, who leads it, *met* with …")."""
    before = found[:comma]
    relatives = before.count("WP") + before.count("WDT")
    opened = "," in before and found[0] not in ("VBN", "VBG", "IN", "WRB")
    return opened and sum(tag in FINITE for tag in before) <= relatives and not any(
        tag in FINITE or tag == PAST for tag in found[index + 1:])


def _past_after_noun(index: int, found: list[str], lower: list[str], after: str) -> str:
    if lower[index] in SPEECH_PAST:
        return "VBN" if after == "TO" and lower[index] not in ("agreed", "vowed", "pledged", "asked", "hoped") else "VBD"
    if after in OPENS_OBJECT and after not in ("JJ", '"'):
        return "VBD" if not _has_finite(found, index - 1) else "VBN"
    if _has_finite(found, index - 1):
        return "VBN"
    return "VBN" if _finite_ahead(index, found) else "VBD"


def _finite_ahead(index: int, found: list[str]) -> bool:
    """Whether a finite verb follows in the same clause: then this one is a participle behind its noun."""
    for tag in found[index + 1:index + 25]:
        if tag in ("VBD", "VBZ", "MD") or (tag == "VBP"):
            return True
        if tag in (",", ";", ":", '"', "CC", "WDT", "WP", "WRB", THAT, "(", "–", "—", "PRP"):
            return False
    return False


def _like_last_verb(index: int, found: list[str]) -> str:
    while index >= 0:
        if found[index] in ("VBD", "VBZ", "VBP"):
            return "VBD"
        if found[index] == "VBN":
            return "VBN"
        index -= 1
    return "VBD"


def _decide_base(index: int, found: list[str], lower: list[str]) -> str:
    at = _before(index, found)
    if at >= 0 and (_is(at, lower, "be") or _is(at, lower, "have")):
        return "VBN" if lower[index] in _unchanged_verbs() else "JJ"
    if at < 0 or found[at] in ("TO", "MD") or _is_do(at, lower) or (found[at] == "PRP" and _is_do(at - 1, lower)):
        return "VB"
    if found[at] == "CC" and _last_verb(at, found) == "VB":
        return "VB"
    if found[at] in ("DT", "PRP$", "JJ", "POS") and lower[at] not in ("both", "all", "each"):
        return "NN"
    return "VBP"


def _last_verb(index: int, found: list[str]) -> str | None:
    """The tag of the last verb before a conjunction, looked for near by ("to send and *train*")."""
    return next((tag for tag in found[max(0, index - 12):index][::-1] if tag in VERBAL), None)


def _decide_that(index: int, found: list[str], lower: list[str]) -> str:
    before = found[index - 1] if index else "^"
    after = _after(index, found)
    verb_follows = after in ("VBD", "VBZ", "MD", "VBP", PAST, PLURAL_OR_S) or (after == BASE and before == "NNS")
    if before in ("NN", "NNS", "NNP") and verb_follows:
        return "WDT"
    if verb_follows and after != PLURAL_OR_S and after != PAST:
        return "DT"
    if before in ("IN", "TO") and after in ("NN", NOUN_OR_BASE, "JJ", "."):
        return "DT"
    return "IN-that"


def _decide_her(index: int, found: list[str], lower: list[str]) -> str:
    after = found[index + 1] if index + 1 < len(found) else "."
    return "PRP$" if after in ("NN", "NNS", "JJ", "CD", NOUN_OR_BASE, PLURAL_OR_S, "NNP", "VBG", PAST) else "PRP"


def _decide_apostrophe_s(index: int, found: list[str], lower: list[str]) -> str:
    if index and lower[index - 1] in ("he", "she", "it", "who", "what", "that", "there", "here", "where", "how", "let"):
        return "VBZ"
    return "POS"


def _decide_there(index: int, found: list[str], lower: list[str]) -> str:
    after = _after(index, found)
    return "EX" if after in ("MD", "VBZ", "VBD", "VBP") else "RB"


def _decide_ing(index: int, found: list[str], lower: list[str]) -> str:
    """A gerund behind a determiner is a noun unless a noun follows."""
    before = found[index - 1] if index else "^"
    if before in ("DT", "PRP$", "POS") or (before == "JJ" and index > 1):
        return "NN" if _after(index, found) not in ("NN", "NNS", "NNP") else "VBG"
    return "VBG"


DECIDE = {
    NOUN_OR_BASE: _decide_noun_or_base, PLURAL_OR_S: _decide_plural_or_s, PAST: _decide_past, BASE: _decide_base,
    THAT: _decide_that, HER: _decide_her, APOSTROPHE_S: _decide_apostrophe_s, THERE: _decide_there, "VBG": _decide_ing,
}


# --- noun phrases --------------------------------------------------------------------------------------

def noun_phrases(sentence: Sentence) -> list[NounPhrase]:
    """The base noun phrases in order: determiners and modifiers up to the last noun, possessors included.

    >>> from nkreport.text import read_document
    >>> sentence = read_document("Seoul's main spy agency said 1,500 elite troops left on Monday.").sentences[0]
    >>> [" ".join(sentence.words[np.first:np.last]) for np in noun_phrases(sentence)]
    ["Seoul 's main spy agency", '1,500 elite troops', 'Monday']
    """
    kept: list[NounPhrase] | None = sentence.__dict__.get("noun_phrases")
    if kept is None:
        kept = sentence.__dict__["noun_phrases"] = _noun_phrases(tags(sentence))
    return kept


def _noun_phrases(found: list[str]) -> list[NounPhrase]:
    phrases, index, size = [], 0, len(found)
    while index < size:
        tag = found[index]
        if tag in ("PRP", "EX"):
            phrases.append(NounPhrase(index, index + 1, index))
            index += 1
        elif tag in PREMODIFIERS and tag != "POS":
            phrase, index = _phrase_from(index, found)
            if phrase:
                phrases.append(phrase)
        else:
            index += 1
    return phrases


def _phrase_from(index: int, found: list[str]) -> tuple[NounPhrase | None, int]:
    """The base phrase that opens here, and where to look on."""
    first, head, size = index, -1, len(found)
    while index < size:
        tag = found[index]
        if tag in NOUNS or tag == "CD" or tag == "$":
            head = index
        elif tag == "DT":
            if index > first and found[index - 1] not in ("DT",):
                break
        elif tag in ("VBG", "VBN"):
            if not _modifies(index, first, found):
                break
        elif tag == "RB":
            if not _adverb_inside(index, first, found):
                break
        elif tag == "PRP$" and index > first and found[index - 1] != "DT":
            break
        elif tag not in PREMODIFIERS:
            break
        index += 1
    if head < 0:
        return _headless(first, index, found), max(index, first + 1)
    return NounPhrase(first, head + 1, head), max(head + 1, first + 1)


def _headless(first: int, last: int, found: list[str]) -> NounPhrase | None:
    """A phrase without a noun: a determiner alone ("those"), or with an adjective ("the first of them")."""
    if found[first] in ("DT", "JJR", "JJS") and (last <= first + 1 or found[last - 1] == "JJ"):
        return NounPhrase(first, max(last, first + 1), max(last, first + 1) - 1)
    return None


def _modifies(index: int, first: int, found: list[str]) -> bool:
    """Whether a participle stands before its noun: behind a determiner, number or adjective, with a noun to come."""
    follows = found[index + 1] if index + 1 < len(found) else "."
    opened = index > first and found[index - 1] in ("DT", "PRP$", "CD", "JJ", "POS", "RB", "VBN", "VBG")
    return follows in ("NN", "NNS", "NNP", "JJ", "VBN", "VBG") and (opened or (index == first and follows in ("NNS", "NN") and found[index] == "VBN"))


def _adverb_inside(index: int, first: int, found: list[str]) -> bool:
    """Whether an adverb stands inside a phrase ("a highly trained force")."""
    follows = found[index + 1] if index + 1 < len(found) else "."
    return index > first and found[index - 1] in ("DT", "PRP$", "CD") and follows in ("JJ", "VBN", "VBG", "CD")


# --- verb groups ---------------------------------------------------------------------------------------

def verb_groups(sentence: Sentence) -> list[VerbGroup]:
    """Verbs with their auxiliaries, in order.

    >>> from nkreport.text import read_document
    >>> sentence = read_document("They could not have been sent and plan to leave.").sentences[0]
    >>> [(" ".join(sentence.words[g.first:g.last]), g.form, g.negated, g.passive) for g in verb_groups(sentence)]
    [('could not have been sent', 'finite', True, True), ('plan', 'finite', False, False), ('to leave', 'infinitive', False, False)]
    """
    kept: list[VerbGroup] | None = sentence.__dict__.get("verb_groups")
    if kept is None:
        kept = sentence.__dict__["verb_groups"] = _verb_groups(tags(sentence), sentence.lower)
    return kept


def _verb_groups(found: list[str], lower: list[str]) -> list[VerbGroup]:
    groups: list[VerbGroup] = []
    index, size = 0, len(found)
    while index < size:
        tag = found[index]
        if tag in VERBAL or (tag == "TO" and _opens_infinitive(index, found)):
            group = _group_from(index, found, lower, groups)
            groups.append(group)
            index = group.last
        else:
            index += 1
    return groups


def _opens_infinitive(index: int, found: list[str]) -> bool:
    index += 1
    while index < len(found) and found[index] == "RB":
        index += 1
    return index < len(found) and found[index] == "VB"


def _group_from(first: int, found: list[str], lower: list[str], groups: list[VerbGroup]) -> VerbGroup:
    index, head, size = first, first, len(found)
    last = first + 1
    while index < size:
        tag = found[index]
        if tag in VERBAL:
            if index > first and not _joins(index, head, found, lower):
                break
            head, last = index, index + 1
        elif tag not in ("RB", "TO") or (tag == "TO" and index > first):
            if not (_question_subject(index, head, first, found, lower)):
                break
        index += 1
    return _described(first, last, head, found, lower, groups)


def _question_subject(index: int, head: int, first: int, found: list[str], lower: list[str]) -> bool:
    """Whether a pronoun stands between auxiliary and verb ("did they say", "has he been seen")."""
    return (found[index] == "PRP" and head == index - 1 and index + 1 < len(found) and found[index + 1] in ("VB", "VBN", "VBG")
            and first == head and (found[head] == "MD" or lower[head] in auxiliary("do") | auxiliary("have")))


def _joins(index: int, head: int, found: list[str], lower: list[str]) -> bool:
    """Whether a verb continues the group of the auxiliary before it."""
    tag, before = found[index], lower[head]
    if found[head] in ("MD", "TO"):
        return tag == "VB"
    if before in auxiliary("have"):
        return tag in ("VBN", "VBD")
    if before in auxiliary("be") or before in ("get", "got", "getting"):
        return tag in ("VBN", "VBG", "VBD")
    return before in auxiliary("do") and tag == "VB"


def _described(first: int, last: int, head: int, found: list[str], lower: list[str], groups: list[VerbGroup]) -> VerbGroup:
    opening = found[first]
    form = "infinitive" if opening == "TO" else opening if opening in ("VBG", "VBN") else "finite"
    modal = lower[first] if opening == "MD" else None
    be = have = False
    negated = first > 0 and lower[first - 1] in ("never", "not")
    for word in lower[first:last]:
        if word in auxiliary("negations"):
            negated = True
    for word in lower[first:last - 1]:
        be = be or word in auxiliary("be")
        have = have or word in auxiliary("have")
    return VerbGroup(
        first, last, head, form, _tense(form, opening, modal), modal, negated,
        passive=(be and found[head] in ("VBN", "VBD")) or form == "VBN",
        perfect=have, progressive=be and found[head] == "VBG",
        governor=_governor(first, form, found, groups),
    )


def _tense(form: str, opening: str, modal: str | None) -> str | None:
    if form != "finite":
        return None
    if modal in ("will", "'ll", "shall", "won't"):
        return "future"
    return "past" if opening == "VBD" else "present"


def _governor(first: int, form: str, found: list[str], groups: list[VerbGroup]) -> int | None:
    """The head of the group that this infinitive or participle complements: only a noun phrase may stand between."""
    if form == "finite" or not groups:
        return None
    between = found[groups[-1].last:first]
    return groups[-1].head if all(tag in COMPLEMENT_GAP for tag in between) else None


# --- clauses -------------------------------------------------------------------------------------------

def clauses(sentence: Sentence) -> list[Clause]:
    """Each verb group with its subject and its object, as far as the order of words tells.

    >>> from nkreport.text import read_document
    >>> sentence = read_document("Vadym Koval, deputy head of the agency, said Russia had lost 300 men.").sentences[0]
    >>> [(sentence.words[c.group.head], " ".join(sentence.words[slice(*c.subject)])) for c in clauses(sentence)]
    [('said', 'Vadym Koval , deputy head of the agency ,'), ('lost', 'Russia')]
    """
    kept: list[Clause] | None = sentence.__dict__.get("clauses")
    if kept is None:
        kept = sentence.__dict__["clauses"] = [_clause(sentence, group) for group in verb_groups(sentence)]
    return kept


def _clause(sentence: Sentence, group: VerbGroup) -> Clause:
    subject = subject_of(sentence, group)
    return Clause(group, subject and subject[:2], subject[2] if subject else None, object_of(sentence, group))


def object_of(sentence: Sentence, group: VerbGroup) -> NounPhrase | None:
    """The base noun phrase right behind a verb group, adverbs passed over."""
    found, index = tags(sentence), group.last
    while index < len(found) and found[index] == "RB":
        index += 1
    by_start: dict[int, NounPhrase] | None = sentence.__dict__.get("noun_phrase_starts")
    if by_start is None:
        by_start = sentence.__dict__["noun_phrase_starts"] = {phrase.first: phrase for phrase in noun_phrases(sentence)}
    return by_start.get(index)


def subject_of(sentence: Sentence, group: VerbGroup) -> tuple[int, int, int] | None:
    """The subject before a verb group as (first, last, head) token indices, appositions and `of`-phrases included."""
    found, lower = tags(sentence), sentence.lower
    at = group.first - 1
    while at >= 0 and (found[at] == "RB" or found[at] in ("–", "—")):
        at -= 1
    if at >= 0 and found[at] in ("WDT", "WP", "WRB"):
        return _antecedent(sentence, at)
    if at >= 0 and found[at] == ",":
        opened = _opening_comma(at, found, lower)
        if opened is None:
            return None
        outer = _phrase_ending(sentence, opened)
        return outer and (outer[0], at + 1, outer[2])
    return _phrase_ending(sentence, at + 1) if at >= 0 else None


def _antecedent(sentence: Sentence, at: int) -> tuple[int, int, int] | None:
    """The noun phrase that a relative pronoun stands for."""
    found = tags(sentence)
    end = at
    while end > 0 and found[end - 1] in (",", "IN", '"'):
        end -= 1
    return _phrase_ending(sentence, end) if end else None


def _opening_comma(at: int, found: list[str], lower: list[str]) -> int | None:
    """The index of the comma that opens the parenthesis which the comma at `at` closes."""
    for index in range(at - 1, max(-1, at - 40), -1):
        if found[index] == "," and index + 1 < at and _may_open(index, found, lower):
            return index
        if found[index] in (";", ":", '"'):
            return None
    return None


def _may_open(index: int, found: list[str], lower: list[str]) -> bool:
    """Whether a comma may open an apposition: behind a noun, before a phrase that can describe it."""
    return found[index - 1] in NOUNS | {"PRP", ")"} and (
        found[index + 1] in ("DT", "PRP$", "NN", "NNP", "JJ", "JJS", "WP", "VBN", "VBG", "CD", "WDT", "IN", "NNS", "VBD", "WRB"))


def _phrase_ending(sentence: Sentence, end: int) -> tuple[int, int, int] | None:
    """The noun phrase that ends before token `end`, with the prepositional phrases and conjuncts that belong to it."""
    ending = _ending_at(sentence, end)
    if ending is None:
        return None
    found = tags(sentence)
    first, head = ending.first, ending.head
    while first >= 2:
        joint = found[first - 1]
        before = _ending_at(sentence, first - 1)
        if joint == "IN" and before and sentence.lower[first - 1] not in ("as", "that", "if", "because", "although", "while", "than"):
            first, head = before.first, before.head
        elif joint == "CC" and before and sentence.lower[first - 1] in ("and", "or", "nor", "&"):
            first = before.first
        elif joint == "TO" and before and found[before.head] == "NN":
            first, head = before.first, before.head
        else:
            break
    return first, end, head


def _ending_at(sentence: Sentence, end: int) -> NounPhrase | None:
    by_end: dict[int, NounPhrase] | None = sentence.__dict__.get("noun_phrase_ends")
    if by_end is None:
        by_end = sentence.__dict__["noun_phrase_ends"] = {phrase.last: phrase for phrase in noun_phrases(sentence)}
    return by_end.get(end)
