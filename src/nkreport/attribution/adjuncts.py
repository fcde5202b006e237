"""What may stand between a cue and its content: those told, days, places and occasions."""

from __future__ import annotations

from nkreport.attribution.lexicon import words
from nkreport.attribution.reading import DAYS, FINITE, OPENERS, VERBS, Reading, noun_chain_after

WH = frozenset(
    """
    whether if how what why who when where which whom whose
    """.split()
)
ADJUNCT_PREPOSITIONS = frozenset(
    """
    in on at during to through via from by with after before over of for late early
    """.split()
)
# "In an interview published Monday".
MADE_PUBLIC = frozenset("published broadcast aired released posted carried recorded printed".split())
PRONOUNS = frozenset(
    """
    i he she it we you they that there who
    """.split()
)
SUBORDINATORS = frozenset(
    """
    as because although though while whilst unless whereas when where since until before after if
    """.split()
)


def skip_adjuncts(
    reading: Reading, at: int, addressee: bool, limit: int
) -> tuple[int, tuple[int, int] | None]:
    """The token behind those told and the occasion ("told *reporters on Monday* that"), and those told."""
    told, here, loose = None, at, False
    if addressee and at in reading.by_first and reading.word(at) not in WH:
        last = noun_chain_after(reading, at, owner=True)
        if reading.tag(last) not in FINITE and not reading.is_temporal(reading.by_first[at]):
            told, here = (at, last), last
            if reading.tag(last) in ("VBG", "VBN"):
                while reading.tag(here) in ("VBG", "VBN", "IN") or (here in reading.by_first and here > last):
                    here = reading.by_first[here].last if here in reading.by_first else here + 1
    for _ in range(5):
        step = _adjunct_end(reading, here)
        if step is None or step[0] > limit:
            break
        here, loose = step[0], loose or step[1]
    follows, tag = reading.word(here), reading.tag(here)
    opens = (
        follows in ("that", ":", "", ",")
        or tag in ('"', "IN-that")
        or reading.words[here : here + 1]
        and reading.words[here] in OPENERS
    )
    if follows == "," and (that := _parted_that(reading, here, limit)):
        return that, told
    if (
        here >= limit
        or opens
        or follows in WH
        or follows == "to"
        or (not loose and here in reading.by_first)
        or (not loose and clause_at(reading, here, limit))
    ):
        return here, told
    return at, None


def _parted_that(reading: Reading, at: int, limit: int) -> int | None:
    """The "that" behind a parenthesis ("said on Monday, in a long speech, *that*")."""
    for index in range(at + 1, min(limit, at + 30)):
        if reading.tags[index] in FINITE or reading.lower[index] == ";":
            return None
        if reading.lower[index] == "," and reading.word(index + 1) == "that":
            return index + 1
    return None


def _adjunct_end(reading: Reading, at: int) -> tuple[int, bool] | None:
    """Where the adverbial at a token ends, and whether it is of place, which may as well open a clause."""
    word, tag = reading.word(at), reading.tag(at)
    if word in ("late", "early") and (reading.word(at + 1) in DAYS or reading.tag(at + 1) == "IN"):
        return at + 1, False
    if (tag == "RB" and word not in WH) or (tag == "VBN" and word in MADE_PUBLIC):
        return at + 1, False
    phrase = reading.by_first.get(at)
    if phrase is not None:
        if (
            word in DAYS
            and phrase.last - phrase.first > 1
            and reading.lower[phrase.head] not in DAYS
            and not reading.is_temporal_head(phrase)
        ):
            return at + 1, False
        return (phrase.last, False) if reading.is_temporal(phrase) else None
    if tag in ("IN", "TO") and word in ADJUNCT_PREPOSITIONS and (inner := reading.by_first.get(at + 1)):
        if reading.lower[inner.first] in DAYS and not reading.is_temporal_head(inner):
            return inner.first + 1, False
        if tag == "TO" and inner.last - inner.first == 1 and reading.tags[inner.head] == "NN":
            return None
        known = reading.is_temporal(inner) or reading.lower[inner.head] in words("sources.media")
        return (inner.last if known else noun_chain_after(reading, at + 1, owner=True)), not known
    if tag in ("IN",) and word in ("after", "before", "while") and reading.tag(at + 1) == "VBG":
        end = noun_chain_after(reading, at + 2)
        return max(end, at + 2), True
    return None


def clause_at(reading: Reading, at: int, limit: int) -> bool:
    """Whether a clause with its own subject and verb opens here."""
    if (
        at < limit
        and "'" in reading.lower[at][1:]
        and reading.tags[at] in FINITE
        and reading.lower[at].partition("'")[0] in PRONOUNS
    ):
        return True
    if (
        at >= limit
        or (reading.tags[at] in VERBS and reading.tags[at] != "VBG")
        or reading.lower[at] in (",", "and", "but")
    ):
        return False
    if at not in reading.by_first and reading.tags[at] not in (
        "IN",
        "RB",
        "JJ",
        "VBG",
        "EX",
        "WRB",
        "DT",
        "WP",
        "VBN",
        "TO",
        '"',
        "PRP",
        "CD",
        "JJR",
    ):
        return False
    pending = 0
    for index in range(at, min(limit, at + 30)):
        tag, word = reading.tags[index], reading.lower[index]
        if tag in FINITE:
            if not pending:
                return True
            pending -= 1
        elif tag in ("WP", "WDT", "WRB") or (tag == "IN-that" and index > at):
            pending += 1
        elif word in (";", ":", "—") or (index > at and word in SUBORDINATORS):
            return False
    return False
