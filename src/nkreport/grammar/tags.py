"""One Penn tag a token: words of two classes are settled by their neighbours."""

from __future__ import annotations

from functools import cache

from nkreport.grammar.lexicon import (
    APOSTROPHE_S,
    BASE,
    HER,
    NOUN_OR_BASE,
    OPEN_CLASSES,
    PAST,
    PLURAL_OR_S,
    PRINTED_CLASS,
    THAT,
    THERE,
    auxiliary,
    guess,
    lexicon,
    plural_nouns,
    unchanged_verbs,
)
from nkreport.grammar.titles import is_headline
from nkreport.text import Sentence

NOUNS = frozenset(("NN", "NNS", "NNP"))
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
AFTER_POSSESSOR = frozenset(("NN", "NNS", "NNP", "JJ", "VBG", "CD", "JJS"))
VERBAL = frozenset(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"))


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
    if is_headline(words):
        found = [_headline_class(word) for word in words]
    else:
        found = list(map(PRINTED_CLASS.__getitem__, words))
        for index in _openings(words):
            found[index] = _opening_class(words, index)
    if "since" in lower:
        _since_as_adverb(found, lower)
    for index in [at for at, tag in enumerate(found) if tag in OPEN_CLASSES]:
        found[index] = DECIDE[found[index]](index, found, lower)
    if "TO" in found:
        _unknown_infinitives(found, lower)
    if "JJ" in found:
        _adjectives_as_nouns(found, lower)
    if "’" in words or "'" in words:
        _bare_possessives(sentence, found)
    return found


def _since_as_adverb(found: list[str], lower: list[str]) -> None:
    """ "Have since been killed": between a verb and its auxiliary, it is no preposition."""
    for index in range(max(lower.index("since"), 1), len(found) - 1):
        if lower[index] == "since" and lower[index - 1] in auxiliary("have"):
            found[index] = "RB"


def _unknown_infinitives(found: list[str], lower: list[str]) -> None:
    """A word that the lexicon lacks is a verb between "to" and an object ("to *boil* their water")."""
    for index in range(found.index("TO") + 1, len(found) - 1):
        if (
            found[index] == "NN"
            and found[index - 1] == "TO"
            and found[index + 1] in ("DT", "PRP$", "PRP", "IN-that")
        ):
            if lower[index] not in lexicon():
                found[index] = "VB"


# Adjectives that name somebody where no noun follows.
OFFICES = frozenset(
    """
    chief executive official representative military elite opposition republican general
    """.split()
)


def _adjectives_as_nouns(found: list[str], lower: list[str]) -> None:
    """An adjective that a finite verb follows heads its phrase ("the mayor's *chief* had left")."""
    for index in range(max(found.index("JJ"), 1), len(found) - 1):
        office = lower[index] in OFFICES and found[index + 1] in (",", "IN", "CC", ".", "VBN")
        if found[index] == "JJ" and (office or found[index + 1] in FINITE):
            if found[index - 1] in ("DT", "POS", "NN", "NNP", "JJ", "PRP$"):
                found[index] = "NN"


def _bare_possessives(sentence: Sentence, found: list[str]) -> None:
    """An apostrophe behind a plural, with a noun to come, makes a possessor ("the allies' plan")."""
    words = sentence.words
    for index in range(1, len(words) - 1):
        if (
            words[index] not in ("’", "'")
            or found[index - 1] not in NOUNS
            or words[index - 1][-1] not in "sxz"
        ):
            continue
        touches = sentence.starts[index] == sentence.ends[index - 1]
        if (
            touches
            and sentence.starts[index + 1] > sentence.ends[index]
            and found[index + 1] in AFTER_POSSESSOR
        ):
            found[index] = "POS"


def _headline_class(word: str) -> str:
    known = lexicon().get(word.lower().replace("’", "'"))
    return (
        known
        if known and not (word.isupper() and len(word) > 1 and known not in ("DT", "IN", "TO"))
        else PRINTED_CLASS[word]
    )


OPENING_MARKS = frozenset((*"“\"«„‘'([:—–•", "''", "``"))


def _openings(words: list[str]) -> list[int]:
    """The indices of words that carry a capital only because a sentence or a quotation opens there."""
    found = [0] if words and words[0][0].isalpha() else []
    if OPENING_MARKS.isdisjoint(words):
        return found
    marks = [index for index, word in enumerate(words[:-1]) if word in OPENING_MARKS]
    return found + [index + 1 for index in marks if words[index + 1][0].isupper()]


def _opening_class(words: list[str], index: int) -> str:
    word = words[index]
    if not word[0].isupper() or (word.isupper() and len(word) > 1):
        return PRINTED_CLASS[word]
    known = lexicon().get(word.lower().replace("’", "'"))
    following = words[index + 1] if index + 1 < len(words) else "."
    if following in ("'s", "’s") and known not in ("PRP", "WP", "EX", THERE, THAT, "WRB"):
        return "NNP"
    if known is None:
        guessed = guess(word.lower())
        # an unknown word in -ing that opens a sentence is a name, as "Beijing": the forms of verbs are known
        return guessed if guessed in ("RB", "NNS", "CD") and not following[0].isupper() else "NNP"
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


QUANTIFIERS = frozenset(("both", "all", "each", "most", "many", "some", "few", "several", "others", "any"))
NO_MODIFIERS = QUANTIFIERS | {"further"}  # words before a verb that look like its determiner
OPENS_OBJECT = frozenset(("DT", "PRP", "PRP$", "CD", "NNP", THAT, HER, "WP", "WRB", '"', "$", "JJ", THERE))


def _decide_noun_or_base(index: int, found: list[str], lower: list[str]) -> str:
    at = _before(index, found)
    before = found[at] if at >= 0 else "^"
    if (
        at >= 0
        and found[at] != "POS"
        and lower[index] in unchanged_verbs()
        and lower[at] in _be_or_have()
    ):
        return "VBN"
    if before == "TO" and at > 0 and lower[at - 1] == "according":
        return "NN"
    if before in ("TO", "MD") or (at >= 0 and _is_do(at, lower)):
        return "VB"
    if before == "PRP" and lower[at] not in ("him", "them", "us", "me"):
        if _is_do(at - 1, lower):
            return "VB"
        return "VBP"
    if before in ("WP", "WDT") or (before == "NNS" and _after(index, found) in OPENS_OBJECT):
        return "VBP"
    if before == "NNS" and _after(index, found) == "TO" and not _has_finite(found, at):
        return "NN" if _finite_ahead(index, found) else "VBP"  # "losses *run* to several hundred"
    if before in ("NNS", "NNP") and _after(index, found) in ("PRP", THAT, ".") and not _has_finite(found, at):
        after = _after(index, found)
        opening = at
        while opening >= 0 and found[opening] == "NNP":
            opening -= 1
        of_several = _several_behind(opening, found)
        phrase = before == "NNS" or (opening >= 0 and found[opening] == "IN") or of_several
        if after == "PRP" or (phrase and (after == THAT or "," in found[:at])):
            return "VBP"
    if before == "NNS" and found[index + 1 : index + 2] in ([";"], [","]) and lower[index] in PRESENT_SPEECH:
        if "," in found[:at] and not _has_finite(found, at):
            return "VBP"  # "It fell, the spies *claim*; …"
    if before == "," and _after(index, found) == THAT and found[0] not in ("IN", "WRB") and not (
        any(tag in FINITE for tag in found[:at])
    ):
        return "VBP"  # "Officials, for their part, *claim* that …"
    if before in ("PRP",) and at > 0 and lower[at - 1] in ("let", "make", "made", "help", "helped"):
        return "VB"
    if before == "CC" and _after(index, found) in OPENS_OBJECT | {"TO"} and (verb := _last_verb(at, found)):
        return "VB" if verb == "VB" else "VBP"
    return "NN"


PRESENT_SPEECH = frozenset(("claim", "estimate", "report", "reckon", "warn", "state", "note"))


def _several_behind(opening: int, found: list[str]) -> bool:
    """Whether a name that begins behind `opening` belongs to a plural: "researchers at the Oslo Centre"."""
    while opening >= 0 and found[opening] in ("DT", "JJ", "NN", "POS"):
        opening -= 1
    return opening > 0 and found[opening] == "IN" and found[opening - 1] == "NNS"


def _is_do(index: int, lower: list[str]) -> bool:
    return index >= 0 and lower[index] in auxiliary("do")


@cache
def _be_or_have() -> frozenset[str]:
    return auxiliary("be") | auxiliary("have")


def _decide_plural_or_s(index: int, found: list[str], lower: list[str]) -> str:
    at = _before(index, found)
    before = found[at] if at >= 0 else "^"
    after = _after(index, found)
    if before in ("WP", "WDT") or (before == "PRP" and lower[at] in ("he", "she", "it")):
        return "VBZ"
    if before in ("NNP", "NN"):
        if after in (THAT, "DT", "PRP", '"', HER, "WRB", "WP", "PRP$") and not _has_finite(found, at):
            return (
                "NNS"
                if after == THAT and _after(index + 1, found) in VERBAL | {PAST, BASE, PLURAL_OR_S}
                else "VBZ"
            )
        if before == "NNP" and after in ("NN", "JJ") and _is_only_verb(index, found):
            return "VBZ"  # "Ann Lee *promises* unity."
        if lower[index] in plural_nouns():
            governs = after == "TO" and not _has_finite(found, at) and not _finite_ahead(index, found)
            return "VBZ" if governs else "NNS"
        return (
            "VBZ"
            if after in ("NNP", "CD", "IN", "TO", "JJ", "NNS", "RB", "VBG", "$")
            and not _has_finite(found, at)
            else "NNS"
        )
    if (
        before in (",", ")", '"')
        and index > 2
        and after in OPENS_OBJECT
        and (
            lower[index] not in plural_nouns()
            or after == THAT
            or (after == "DT" and not _finite_ahead(index, found))
        )
        and not _has_finite(found, at)
    ):
        return "VBZ"
    return "NNS"


def _is_only_verb(index: int, found: list[str]) -> bool:
    """Whether no other word of a short sentence can be its finite verb."""
    others = (*found[:index], *found[index + 1 :])
    return len(found) < 12 and not any(tag in VERBLIKE or tag == "VB" for tag in others)


CLAUSE_EDGES = frozenset((",", ";", ":", '"', "CC", "WDT", "WP", THAT, "IN-that", "WRB", "(", "–", "—"))


def _has_finite(found: list[str], until: int) -> bool:
    """Whether the clause already holds a finite verb: a second one would need a conjunction."""
    while until >= 0:
        tag = found[until]
        if tag in CLAUSE_EDGES:
            return False
        if tag in FINITE:
            return True
        until -= 1
    return False


# Verbs of saying are hardly ever participles behind their noun.
SPEECH_PAST = frozenset(
    """
    said told added claimed announced warned confirmed argued insisted stressed wrote noted stated
    acknowledged admitted denied declared explained replied asserted vowed pledged urged suggested
    predicted concluded believed thought felt knew hoped feared agreed asked conceded estimated assessed
    reported
    """.split()
)


OPENS_CLAUSE = frozenset(("DT", "PRP", "PRP$", THAT, HER))
STAND_FOR_PEOPLE = frozenset("all both each some many most others".split())


def _decide_past(index: int, found: list[str], lower: list[str]) -> str:
    at = _before(index, found)
    before = found[at] if at >= 0 else "^"
    after = _after(index, found)
    if at >= 0 and (
        lower[at] in _be_or_have() or (before == "POS" and found[at - 1 : at] == ["PRP"])
    ):
        return "VBN"
    if before == "PRP" and at > 0 and lower[at - 1] in _be_or_have():
        return "VBN"
    if after == "IN" and "by" in lower[index + 1 : index + 3]:
        return "VBN"
    if before in ("PRP", "WP", "WDT", "EX") or lower[max(at, 0)] in STAND_FOR_PEOPLE:
        return "VBD"
    if before == "JJ" and lower[at] in OFFICES and (lower[index] in SPEECH_PAST or after in OPENS_CLAUSE):
        return "VBD"  # "the military said …", "the spy chief told …"
    if before in ("DT", "PRP$", "POS", "JJ", "CD", "IN", "TO", "MD", "$"):
        return "VBN" if before != "IN" or after not in OPENS_OBJECT else "VBD"
    if before in ("NN", "NNS", "NNP", ")", '"'):
        return _past_after_noun(index, found, lower, after)
    if before in (",", "–", "—", "-"):
        participle = (
            after in ("IN", "TO")
            and lower[index] not in SPEECH_PAST
            and not _main_verb_missing(at, index, found)
        )
        return "VBN" if participle else "VBD"
    if before == "CC":
        return _like_last_verb(at, found)
    if before == "^":
        return "VBN" if after in ("IN", "TO", ",", "WRB") else "VBD"
    return "VBD" if before not in ("VBG", "VBN", "VBD", "VB", "VBZ", "VBP") else "VBN"


def _main_verb_missing(comma: int, index: int, found: list[str]) -> bool:
    """Whether the sentence still waits for its main verb ("Kim, who leads it, *met* with …")."""
    before = found[:comma]
    relatives = before.count("WP") + before.count("WDT")
    opened = "," in before and found[0] not in ("VBN", "VBG", "IN", "WRB")
    return (
        opened
        and sum(tag in FINITE for tag in before) <= relatives
        and not any(tag in FINITE or tag == PAST for tag in found[index + 1 :])
    )


def in_absolute_phrase(index: int, found: list[str], lower: list[str]) -> bool:
    """Whether a participle ends a phrase that has no finite verb: ", with another 400 *expected*"."""
    index -= 1
    while index > 0 and found[index] in ("DT", "JJ", "CD", "NN", "NNS", "NNP", "PRP$", "POS"):
        index -= 1
    return lower[index] in ("with", "without") and (index == 0 or found[index - 1] in (",", "CC", "–", "—"))


def _past_after_noun(index: int, found: list[str], lower: list[str], after: str) -> str:
    if in_absolute_phrase(index, found, lower):
        return "VBN"
    if lower[index] in SPEECH_PAST:
        return (
            "VBN"
            if after == "TO" and lower[index] not in ("agreed", "vowed", "pledged", "asked", "hoped")
            else "VBD"
        )
    if after in CONTACT_OBJECT and _opens_contact_clause(index, found, lower):
        return "VBD"
    if after in OPENS_OBJECT and after not in ("JJ", '"'):
        return "VBD" if not _has_finite(found, index - 1) else "VBN"
    if _has_finite(found, index - 1) or (after in ("IN", "TO") and _in_aside(index, found)):
        return "VBN"
    return "VBN" if _finite_ahead(index, found) or _told_ahead(index, found, lower) else "VBD"


CONTACT_OBJECT = OPENS_OBJECT - {'"', "JJ"} | {"NN", "NNS", NOUN_OR_BASE, PLURAL_OR_S}
PRESENT_THOUGHT = frozenset("say says believe believes think thinks claim claims suspects know knows".split())


def _opens_contact_clause(index: int, found: list[str], lower: list[str]) -> bool:
    """Whether the noun before a verb is the subject of what is said: "believes *the North* sent men"."""
    first = index
    while first > 0 and (found[first - 1] in ASIDE_NOUNS or found[first - 1] == "DT"):
        first -= 1
    told = lower[first - 1] if first else ""
    return first < index and (told in PRESENT_THOUGHT or (told in SPEECH_PAST and found[first - 1] == "VBD"))


ASIDE_NOUNS = frozenset(("JJ", "CD", "NN", "NNS", "NNP", "PRP$", "POS"))
VERBLIKE = FINITE | {PAST, PLURAL_OR_S, BASE}


def _in_aside(index: int, found: list[str]) -> bool:
    """Whether a phrase between commas, between a subject and its verb, ends in a participle.

    "The Gull, a ferry *based* in Hull, sank": the verb stands right behind the closing comma.
    """
    opening = index - 1
    while opening > 0 and found[opening] in ASIDE:
        opening -= 1
    if opening < 1 or found[opening] != "," or found[0] in ("IN", "RB") or found[opening - 1] not in NOUNS:
        return False
    closing = next((at for at in range(index, len(found)) if found[at] == ","), len(found))
    return _after(closing, found) in VERBLIKE and not any(
        tag in FINITE for tag in (*found[:opening], *found[index + 1 : closing])
    )


ASIDE = frozenset(("DT", "JJ", "CD", "NN", "NNS", "NNP", "PRP$", "POS", "IN", "TO", "VBG", "VBN"))


def _finite_ahead(index: int, found: list[str]) -> bool:
    """Whether a finite verb follows in the same clause: then this one is a participle behind its noun."""
    for tag in found[index + 1 : index + 25]:
        if tag in FINITE:
            return True
        if tag in CLAUSE_EDGES or tag == "PRP":
            return False
    return False


def _told_ahead(index: int, found: list[str], lower: list[str]) -> bool:
    """Whether a verb of saying follows in the clause: "a group *linked* with the guard said on Monday"."""
    for at in range(index + 1, min(len(found), index + 25)):
        if found[at] in CLAUSE_EDGES or found[at] in ("PRP", "DT") and found[at - 1] not in ("IN", "TO"):
            return False
        if found[at] == PAST and lower[at] in SPEECH_PAST:
            return True
        if found[at] == PLURAL_OR_S and found[at + 1 : at + 2] == [THAT]:
            return True
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
    if at >= 0 and found[at] != "POS" and lower[at] in _be_or_have():
        return "VBN" if lower[index] in unchanged_verbs() else "JJ"
    if (
        at < 0
        or found[at] in ("TO", "MD")
        or _is_do(at, lower)
        or (found[at] == "PRP" and _is_do(at - 1, lower))
    ):
        return "VB"
    if found[at] == "CC" and _last_verb(at, found) == "VB":
        return "VB"
    if lower[index] == "think" and lower[index + 1 : index + 2] in (["tank"], ["tanks"]):
        return "NN"
    if found[at] in ("DT", "PRP$", "JJ", "POS") and lower[at] not in NO_MODIFIERS:
        return "NN"
    if found[at] == "NN" and _after(index, found) in (PAST, "VBD", "VBZ"):
        return "NN"  # "an intelligence *update* published on Friday": the noun is in the singular
    return "VBP"


def _last_verb(index: int, found: list[str]) -> str | None:
    """The tag of the last verb before a conjunction, looked for near by ("to send and *train*")."""
    return next((tag for tag in found[max(0, index - 12) : index][::-1] if tag in VERBAL), None)


def _decide_that(index: int, found: list[str], lower: list[str]) -> str:
    before = found[index - 1] if index else "^"
    after = _after(index, found)
    verb_follows = after in ("VBD", "VBZ", "MD", "VBP", PAST, PLURAL_OR_S) or (
        after == BASE and before == "NNS"
    )
    if before in ("NN", "NNS", "NNP") and verb_follows:
        return "WDT"
    if verb_follows and after != PLURAL_OR_S and after != PAST:
        return "DT"
    if before in ("IN", "TO") and after in ("NN", NOUN_OR_BASE, "JJ", "."):
        return "DT"
    return "IN-that"


def _decide_her(index: int, found: list[str], lower: list[str]) -> str:
    after = found[index + 1] if index + 1 < len(found) else "."
    owned = after in ("NN", "NNS", "JJ", "CD", NOUN_OR_BASE, PLURAL_OR_S, "NNP", "VBG", PAST)
    return "PRP$" if owned else "PRP"


VERB_BEFORE_S = frozenset("he she it who what that there here where how let".split())


def _decide_apostrophe_s(index: int, found: list[str], lower: list[str]) -> str:
    return "VBZ" if index and lower[index - 1] in VERB_BEFORE_S else "POS"


def _decide_there(index: int, found: list[str], lower: list[str]) -> str:
    after = _after(index, found)
    return "EX" if after in ("MD", "VBZ", "VBD", "VBP") else "RB"


def _decide_ing(index: int, found: list[str], lower: list[str]) -> str:
    """A gerund behind a determiner is a noun unless a noun follows."""
    before = found[index - 1] if index else "^"
    if before in ("DT", "PRP$", "POS") or (before == "JJ" and index > 1):
        return "NN" if _after(index, found) not in ("NN", "NNS", "NNP") else "VBG"
    if before == "NN" and index > 1 and found[index - 2] in ("DT", "JJ", "PRP$", "POS", "VBN"):
        return "NN" if _after(index, found) in (".", ",", "VBD", "VBZ", THAT) else "VBG"
    return "VBG"


DECIDE = {
    NOUN_OR_BASE: _decide_noun_or_base,
    PLURAL_OR_S: _decide_plural_or_s,
    PAST: _decide_past,
    BASE: _decide_base,
    THAT: _decide_that,
    HER: _decide_her,
    APOSTROPHE_S: _decide_apostrophe_s,
    THERE: _decide_there,
    "VBG": _decide_ing,
}
