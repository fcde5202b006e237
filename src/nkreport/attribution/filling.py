"""What each act says: where its content must end, and on which side of the cue it stands."""

from __future__ import annotations

from nkreport.attribution.adjuncts import SUBORDINATORS, clause_at, skip_adjuncts
from nkreport.attribution.contents import (
    Act,
    content_around,
    content_before,
    content_behind,
    ends_sentence,
    fitted,
    object_end,
    opens_infinitive,
    phrase_limit,
    quotes_end_before,
)
from nkreport.attribution.holders import holder_before, opens_clause
from nkreport.attribution.quoting import Quotes
from nkreport.attribution.reading import CLOSERS, FINITE, OPENERS, Reading, noun_chain_after


def limit_of(reading: Reading, act: Act, followers: list[Act]) -> int:
    """The token where the content of an act must end: the next act that is no part of it, or the end."""
    for other in followers:
        first = other.block[0]
        opens = act.cue.form in ("phrase", "account") and act.block[0] == 0
        if opens and other.cue.entry.scope == "attitude":
            continue
        if (
            other.holder
            and other.holder.first < act.cue.first
            and act.cue.last < other.holder.last <= other.cue.first
        ):
            return other.holder.last - 1
        if first <= act.block[1]:
            continue
        before = reading.word(first - 1)
        if other.link in ("participle",) and (
            before in (",", "—", "–") or reading.words[first - 1] in CLOSERS
        ):
            return first
        if other.link == "coordinate":
            return first - 1 if before in ("and", "but", "or", "nor", "yet") else first
        if other.link == "phrase" and before == "," and first - 2 > act.cue.after:
            return first - 1
        if other.link in ("subject", "apposition", "clitic") and _separate(reading, first):
            return first - 1
        if other.link in ("subject", "apposition", "clitic", "inverted") and _stands_aside(
            reading, other, reading.body_end()
        ):
            return first
    return _new_contrast(reading, act) or reading.body_end()


def _new_contrast(reading: Reading, act: Act) -> int | None:
    """The comma before a "but" that opens a clause with its own subject, which is the author's again."""
    for index in range(act.block[1], reading.size - 3):
        if (
            reading.lower[index] == ","
            and reading.lower[index + 1] == "but"
            and index + 2 in reading.by_first
        ):
            if reading.tag(reading.by_first[index + 2].last) in FINITE:
                return index
        if reading.lower[index] == ";":
            return index
    return None


def _separate(reading: Reading, first: int) -> bool:
    before, earlier = reading.word(first - 1), reading.word(first - 2)
    return before in (";", "while", "whereas") or (
        before in ("but", "although", "though", "and", "as") and earlier == ","
    )


def fill(reading: Reading, act: Act, limit: int, quotes: Quotes, done: list[Act]) -> bool:
    """Find what an act says; False where it says nothing and its cue needs something."""
    if not _fill(reading, act, limit, quotes):
        return False
    if act.cue.entry.rule == "go-on":  # "the work continues", "continues “slowly”"
        return act.quoted and any(" " in reading.text[start:end].strip() for start, end in act.content)
    return True


def _fill(reading: Reading, act: Act, limit: int, quotes: Quotes) -> bool:
    if act.cue.form in ("phrase", "account"):
        return _fill_phrase(reading, act, limit, quotes)
    if act.link == "agent":
        return _fill_told(reading, act, limit, quotes) or _fill_agent(reading, act, limit, quotes)
    if act.cue.form == "noun":
        return _fill_noun(reading, act, limit, quotes)
    if _stands_aside(reading, act, limit) and content_before(reading, act, _floor(reading, act), quotes):
        end = _adjuncts_end(reading, act, limit)
        if act.link != "coordinate":
            content_around(reading, act, end, limit, quotes)
        return True
    if (
        reading.word(act.cue.after) == ","
        and act.block[0] <= (4 if reading.word(act.block[0] - 1) == "as" else 2)
        and "clause" in act.cue.entry.takes
        and (clause_at(reading, act.cue.after + 1, limit) or reading.word(act.block[0] - 1) == "as")
    ):
        act.content, act.frame = [fitted(reading, act.cue.after + 1, limit, quotes)], "clause"
        return True
    if (
        reading.word(act.block[0] - 1) == "as"
        and act.block[0] > 3
        and act.cue.form == "finite"
        and _as_clause(reading, act)
    ):
        return True
    if content_behind(reading, act, limit, quotes):
        if act.cue.entry.rule == "quote-other" and act.cue.after in reading.by_first:
            act.origin = (act.cue.after, noun_chain_after(reading, act.cue.after, owner=True))
        return True
    return "nothing" in act.cue.entry.takes or (act.cue.negated and act.cue.act == "declines")


def _as_clause(reading: Reading, act: Act) -> bool:
    """ "Troops had left, *as the mayor had claimed* on Monday": the clause before it is what is claimed."""
    last = act.block[0] - 1
    end = _adjuncts_end(reading, act, reading.body_end())
    if end < reading.body_end() and reading.lower[end] not in (",", ";"):
        return False
    if not act.cue.entry.takes & {"clause", "quote"}:
        return False
    while last > 1 and reading.lower[last - 1] in (",", "—", "–"):
        last -= 1
    act.content, act.frame = [reading.span(_floor(reading, act), last)], "before"
    return True


FAR_COLON = 3  # a colon further on opens what is said; one near the start is a label's


def _floor(reading: Reading, act: Act) -> int:
    """The token where content before an act may begin: the first, or one behind a semicolon or colon."""
    for index in range(act.block[0] - 1, -1, -1):
        if reading.lower[index] == ";" or (reading.lower[index] == ":" and index > FAR_COLON):
            return index + 1
    return 1 if reading.tag(0) == "CC" and reading.size > 3 else 0


def _stands_aside(reading: Reading, act: Act, limit: int) -> bool:
    """Whether source and cue stand behind or inside what is said: nothing that is said follows at once."""
    if not act.cue.entry.takes & {"quote", "clause"} or act.cue.form not in ("finite", "ing"):
        return False
    first = act.block[0]
    if act.link == "inverted":
        return True
    if (
        act.link == "participle"
        and reading.words[first - 1 : first]
        and reading.words[first - 1] not in CLOSERS
    ):
        return False
    if (
        first == 0
        and quotes_end_before(reading)
        and ends_sentence(reading, _adjuncts_end(reading, act, limit))
    ):
        return True
    if first == 0 or not (
        reading.lower[first - 1] in (",", "—", "–", "-") or reading.words[first - 1] in CLOSERS
    ):
        return False
    if reading.words[first - 1] in CLOSERS and act.link != "coordinate":
        at = act.cue.after
        return reading.word(at) not in ("that", "whether") and not (
            reading.words[at : at + 1] and reading.words[at] in OPENERS
        )
    end = _adjuncts_end(reading, act, limit)
    if (
        reading.word(end) in (",", ":")
        and reading.words[end + 1 : end + 2]
        and reading.words[end + 1] in OPENERS
        and reading.words[first - 1] not in CLOSERS
    ):
        floor = _floor(reading, act)
        return reading.lower[floor] not in SUBORDINATORS and any(
            tag in FINITE for tag in reading.tags[floor:first]
        )
    return (
        end >= limit
        or reading.lower[end] in (",", "—", "–", ";", ".", "(")
        or reading.words[end] in ("”",)
        or ends_sentence(reading, end)
    )


def _adjuncts_end(reading: Reading, act: Act, limit: int) -> int:
    at = act.cue.after
    if act.holder and act.holder.first >= at:
        at = act.holder.last
    return skip_adjuncts(reading, at, "addressee" in act.cue.entry.takes, limit)[0]


def _fill_phrase(reading: Reading, act: Act, limit: int, quotes: Quotes) -> bool:
    first, last = act.block
    act.frame = "phrase"
    if reading.tag(first - 1) in ("WDT", "WP") and reading.word(last) != "," and last < limit:
        act.content = [fitted(reading, last, phrase_limit(reading, last, limit), quotes)]
        return True  # "the dam, which according to the mayor *had burst*"
    last = _behind_relative(reading, last)
    if reading.word(last) == "," or first == 0:
        start = last + 1 if reading.word(last) == "," else last
        behind_that = reading.word(first - 1) == "," and reading.word(first - 2) == "that"
        opened = behind_that and act.cue.form == "phrase"
        if first == 0 or opened or reading.word(first - 1) in ("and", "but", "that", ";"):
            act.content = [fitted(reading, start, limit, quotes)] if start < limit else []
            return bool(act.content)
        if not content_before(reading, act, _floor(reading, act), quotes):
            return False
        content_around(reading, act, last, limit, quotes)
        return True
    return content_before(reading, act, _floor(reading, act), quotes) or _plain_before(reading, act)


def _behind_relative(reading: Reading, last: int) -> int:
    """The comma that ends the clause about the source: "according to a clerk *who spoke to us*, …"."""
    if reading.word(last) not in ("who", "whose"):
        return last
    comma = next((at for at in range(last, min(last + 20, reading.size)) if reading.lower[at] == ","), last)
    return comma if comma < reading.body_end() else last


def _plain_before(reading: Reading, act: Act) -> bool:
    if act.block[0] < 1:
        return False
    if reading.lower[act.block[0] - 1] in ("is", "was", "'s", "are", "were") and act.block[0] > 1:
        act.cue.first -= 1
        act.block = (act.cue.first, act.block[1])
    act.content = [reading.span(_floor(reading, act), act.block[0])]
    return True


def _fill_told(reading: Reading, act: Act, limit: int, quotes: Quotes) -> bool:
    """ "Reporters were told by the mayor that …": what is said follows, the subject is told."""
    if "addressee" not in act.cue.entry.takes or not content_behind(reading, act, limit, quotes):
        return False
    told = holder_before(reading, act.cue.first)
    act.via = (told.first, told.last) if told and act.cue.entry.rule == "tell" else None
    return True


def _relayed_before(reading: Reading, act: Act) -> bool:
    """ "The dam fell, as *first reported by the Herald*", "her words, reported by the Herald"."""
    first = act.cue.first
    if reading.word(first - 1) == "as" and first > 3:
        end = first - 2 if reading.word(first - 2) == "," else first - 1
        act.content = [reading.span(_floor(reading, act), end)]
        return True
    phrase = reading.by_last.get(first - 1) if reading.word(first - 1) == "," else None
    if phrase is None:
        return False
    act.content = [reading.span(phrase.first, phrase.last)]
    return True


def _fill_agent(reading: Reading, act: Act, limit: int, quotes: Quotes) -> bool:
    """A passive: what is said of is the subject, with an "as" phrase behind the agent."""
    subject = holder_before(reading, act.cue.first)
    act.frame = "passive"
    if subject is None and act.cue.form == "reduced":
        return _relayed_before(reading, act)
    if subject is None:
        return True
    act.content = [reading.span(subject.first, subject.last)]
    last = act.holder.last if act.holder else act.cue.last
    if "as" in act.cue.entry.takes and reading.word(last) == "as":
        act.content.append(fitted(reading, last, limit, quotes))
    return True


def _before_predicate(reading: Reading, act: Act, limit: int) -> int:
    """Where the predicate begins whose subject is the noun ("The claim that it fell *is* false")."""
    phrase = reading.phrase_over(act.cue.head)
    first = min(act.cue.first, phrase.first if phrase else act.cue.first)
    if act.holder is None or not opens_clause(reading, min(act.holder.first, first) - 1):
        return limit
    finite = [index for index in range(act.cue.after + 1, limit) if reading.tags[index] in FINITE]
    needed = 2 if reading.word(act.cue.after) == "that" else 1
    if len(finite) < needed or (needed == 2 and reading.tag(finite[-1] - 1) in ("PRP", "WP", "WDT", "CC")):
        return limit
    return finite[-1] if needed == 2 else finite[0]


def _fill_noun(reading: Reading, act: Act, limit: int, quotes: Quotes) -> bool:
    takes, at = act.cue.entry.takes, act.cue.after
    limit = _before_predicate(reading, act, limit)
    if reading.word(at) == "," and reading.word(at + 1) == "that":
        at += 1
    word = reading.word(at)
    if (
        word in ("is", "was", "are", "were")
        and act.holder is not None
        and act.holder.last <= act.cue.first
        and at + 1 < limit
        and reading.tag(at + 1) not in ("VBN", "VBG", "VBD", "JJ")
    ):
        act.content, act.frame = [fitted(reading, at + 1, limit, quotes)], "that"
        return True
    if word == "that" and at + 1 < limit and "that" in takes:
        act.content, act.frame = [fitted(reading, at, limit, quotes)], "that"
        return True
    if opens_infinitive(reading, at) and "infinitive" in takes:
        act.content, act.frame = [fitted(reading, at, limit, quotes)], "infinitive"
        return True
    if (
        word in ("of", "about", "for", "on", "over", "against", "with", "toward", "towards")
        and "object" in takes
        and at + 1 < limit
    ):
        if at + 1 in reading.by_first:
            end = object_end(reading, at + 1, limit)
        elif reading.tag(at + 1) in ("VBG", "WP", "WRB", "WDT") or reading.words[at + 1] in OPENERS:
            end = phrase_limit(reading, at + 1, limit)
        else:
            return "nothing" in takes
        if at == act.cue.last:
            act.cue.last = at + 1
        act.content, act.frame = [fitted(reading, at + 1, end, quotes)], "object"
        return True
    return "nothing" in takes
