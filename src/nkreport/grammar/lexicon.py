"""The class of every word: from the lexicon, or guessed from its ending and its capital."""

from __future__ import annotations

from functools import cache

from nkreport import rules
from nkreport.grammar.inflection import ing_form, past_form, third_person
from nkreport.text import LOWER, Memo

# Classes that the neighbours decide, in lower case so that no Penn tag is mistaken for one.
NOUN_OR_BASE, PLURAL_OR_S, PAST, BASE, THAT, HER, APOSTROPHE_S, THERE = (
    "nb",
    "ns",
    "d",
    "b",
    "that",
    "her",
    "'s",
    "there",
)
OPEN_CLASSES = frozenset((NOUN_OR_BASE, PLURAL_OR_S, PAST, BASE, THAT, HER, APOSTROPHE_S, THERE, "VBG"))


@cache
def lexicon() -> dict[str, str]:
    """Lower-case word → its Penn tag, or the class that its neighbours decide."""
    data = rules.load("english").lexicon
    table: dict[str, str] = {}
    for base in data["verbs"]["or_nouns"].split():
        _add_verb(table, base, past_form(base), past_form(base), base_class=NOUN_OR_BASE, s_class=PLURAL_OR_S)
    nouns_too = set(data["verbs"]["or_nouns"].split())
    for base in data["verbs"]["plain"].split():
        if base in nouns_too:
            continue
        _add_verb(table, base, past_form(base), past_form(base), base_class=BASE, s_class="VBZ")
    for base in sorted(_cue_verbs() - set(table)):
        _add_verb(table, base, past_form(base), past_form(base), base_class=NOUN_OR_BASE, s_class=PLURAL_OR_S)
    noun_bases = set(data["verbs"]["or_nouns"].split())
    for entry in data["irregular"]["forms"].replace("\n", "").split(";"):
        base, past, participle = entry.split()
        both = base in noun_bases
        for one in past.split("/"):
            for two in participle.split("/"):
                _add_verb(
                    table,
                    base,
                    one,
                    two,
                    base_class=NOUN_OR_BASE if both else BASE,
                    s_class=PLURAL_OR_S if both else "VBZ",
                )
    for tag, words in data["closed"].items():
        table.update(dict.fromkeys(words.split(), tag))
    _add_auxiliaries(table, data["auxiliaries"])
    table.update(
        {
            "that": THAT,
            "to": "TO",
            "her": HER,
            "'s": APOSTROPHE_S,
            "there": THERE,
            "%": "NN",
            "$": "$",
            "£": "$",
            "€": "$",
        }
    )
    return table


def _cue_verbs() -> set[str]:
    """The verbs of `rules/cues.toml`, which need not be listed twice."""
    cues = (cue for rule in rules.load("cues").rules for cue in rule.fields.get("verbs", ()))
    return {cue.split()[0] for cue in cues} - {"be", "have", "do"}


def _add_verb(
    table: dict[str, str], base: str, past: str, participle: str, *, base_class: str, s_class: str
) -> None:
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
            table[word] = (
                "VBD"
                if past
                else "VBZ"
                if word in ("is", "has", "does", "isn't", "hasn't", "doesn't")
                else "VBP"
            )
    table.update(
        be="VB", have=BASE, do=BASE, been="VBN", had="VBD", done="VBN", being="VBG", having="VBG", doing="VBG"
    )


@cache
def auxiliary(family: str) -> frozenset[str]:
    """The forms of `be`, `have` or `do`, or the `negations`."""
    return frozenset(rules.load("english").lexicon["auxiliaries"][family].split())


@cache
def unchanged_verbs() -> frozenset[str]:
    """Verbs whose participle is their base form ("put", "hit")."""
    entries = rules.load("english").lexicon["irregular"]["forms"].replace("\n", "").split(";")
    return frozenset(base for base, _, participle in map(str.split, entries) if participle == base)


@cache
def plural_nouns() -> frozenset[str]:
    return frozenset(rules.load("english").lexicon["verbs"]["plural_nouns"].split())


QUOTATION_MARKS = frozenset(("“", "”", '"', "«", "»", "„", "‘", "’", "'", "''", "``"))
NOUN_ENDINGS = (
    "tion",
    "sion",
    "ment",
    "ness",
    "ity",
    "ism",
    "ist",
    "ship",
    "ance",
    "ence",
    "ure",
    "age",
    "er",
    "or",
    "ee",
    "ian",
    "dom",
    "hood",
)
ADJECTIVE_ENDINGS = (
    "ous",
    "ful",
    "ive",
    "able",
    "ible",
    "ical",
    "ic",
    "ary",
    "less",
    "ish",
    "-old",
    "-strong",
    "-based",
    "-made",
    "-backed",
    "-led",
    "-long",
    "-wide",
    "-scale",
    "-range",
    "-run",
    "-held",
    "-level",
    "al",
)


def guess(word: str) -> str:
    """The class of a word that the lexicon lacks, from its ending."""
    if word[0].isdigit():
        return "JJ" if word[-1].isalpha() and "-" in word else "CD"
    if not (word[0].isalpha() or word[-1].isalpha()):
        return '"' if word in QUOTATION_MARKS else word
    if "-" in word:
        tail = word.rsplit("-", 1)[1]
        if _lookup(tail) in ("CD", "JJ", PAST, "VBN", "VBG"):
            return "CD" if _lookup(tail) == "CD" else "JJ"
        if tail in (
            "year",
            "month",
            "week",
            "day",
            "hour",
            "mile",
            "kilometre",
            "kilometer",
            "man",
            "member",
            "point",
            "page",
            "mm",
            "meter",
            "metre",
        ):
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
    return lexicon().get(word) or guess(word)


def _printed_class(word: str) -> str:
    """The class of a word as printed inside a sentence: a capital makes a name."""
    if word[0].isupper() and not (word.isupper() and len(word) > 4 and word.lower() in lexicon()):
        known = lexicon().get(LOWER[word], "")
        if word == "I" or (known in ("PRP", "MD", "IN", "DT", "CC") and "'" in word.replace("’", "'")):
            return known
        return "NNP"
    return _lookup(LOWER[word])


PRINTED_CLASS = Memo(_printed_class)
