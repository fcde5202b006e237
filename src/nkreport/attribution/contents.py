"""What is said: the content of a cue, behind it, before it or around it."""

from __future__ import annotations

from dataclasses import dataclass, field

from nkreport.attribution.adjuncts import SUBORDINATORS, WH, clause_at, skip_adjuncts
from nkreport.attribution.cues import Cue
from nkreport.attribution.holders import Holder, is_document
from nkreport.attribution.lexicon import words
from nkreport.attribution.quoting import Quotes, earlier_paragraphs, marked, next_paragraphs
from nkreport.attribution.reading import (
    CLOSERS,
    ENDS,
    FINITE,
    OPENERS,
    VERBS,
    Reading,
    noun_chain_after,
)
from nkreport.records import Quotation, Span


@dataclass(slots=True)
class Act:
    """A cue with its holder on the way to an attribution.

    `link` tells how it hangs on the sentence: subject, coordinate, participle,
    relative, inverted, agent, possessive, phrase and the like.
    `block` is the tokens of source and cue; `content` the offsets of what is said.
    """

    cue: Cue
    holder: Holder | None
    link: str
    block: tuple[int, int]
    content: list[Span] = field(default_factory=list)
    frame: str = ""
    via: tuple[int, int] | None = None
    origin: tuple[int, int] | None = None
    quoted: bool = False


# --- behind the cue --------------------------------------------------------------------------------------


def content_behind(reading: Reading, act: Act, limit: int, quotes: Quotes) -> bool:
    """Find the content that follows the cue, up to token `limit`; tells whether there is any."""
    takes, at = act.cue.entry.takes, act.cue.after
    if act.link in ("agent", "inverted"):
        at = max(at, act.holder.last if act.holder and act.holder.first >= at else at)
    after, told = skip_adjuncts(reading, at, "addressee" in takes or act.cue.entry.act == "urges", limit)
    if after < limit and _quoted_behind(reading, act, after, limit, quotes):
        act.via = act.via or told
        return True
    for frame in (_that, _whether, _infinitive, _person_to, _as, _gerund, _clause, _object):
        place = frame(reading, act, at, after, limit)
        if place is not None:
            act.frame = frame.__name__[1:]
            if act.frame in ("that", "whether", "clause") and place[0] > at:
                act.via = act.via or told
            act.content = [fitted(reading, place[0], place[1], quotes)]
            return True
    return False


def fitted(reading: Reading, first: int, last: int, quotes: Quotes) -> Span:
    """The offsets of a stretch of tokens, with the mark that closes its last quotation, without commas."""
    while last > first + 1 and reading.lower[last - 1] in (",", ";", ":", "—", "–", "-", "and", "but"):
        last -= 1
    start, end = reading.span(first, last)
    inner = quotes.within(start, end)
    if inner and inner[-1].end >= end and inner[-1].closed:
        end = marked(reading.text, inner[-1])[1]
    return start, end


def _quoted_behind(reading: Reading, act: Act, at: int, limit: int, quotes: Quotes) -> bool:
    """A quotation that opens behind the cue, with or without a comma or colon before it."""
    comma = reading.word(at) in (",", ":")
    opening = at + 1 if comma else at
    if opening >= reading.size or reading.words[opening] not in OPENERS:
        return False
    quotation = quotes.by_start.get(reading.ends[opening])
    if quotation is None or not act.cue.entry.takes & {"quote", "clause", "object", "that", "as"}:
        return False
    start, end = marked(reading.text, quotation)
    behind = reading.sentence.token_at(end) if end < reading.sentence.end else reading.size
    whole = behind >= reading.body_end() or reading.lower[behind] in (",", ";") or behind >= limit
    if not whole:
        end = max(end, fitted(reading, opening, limit, quotes)[1])
    act.frame, act.quoted = "quote", whole
    act.content = [(start, end), *next_paragraphs(quotation, quotes)]
    return True


def _that(reading: Reading, act: Act, at: int, after: int, limit: int) -> tuple[int, int] | None:
    if reading.word(after) == "," and reading.word(after + 1) == "that":
        after += 1
    if (
        reading.word(after) == "that"
        and act.cue.entry.takes & {"clause", "that", "quote"}
        and after + 1 < limit
    ):
        if reading.tags[after] == "IN-that" or clause_at(reading, after + 1, limit):
            return after, limit
    return None


def _whether(reading: Reading, act: Act, at: int, after: int, limit: int) -> tuple[int, int] | None:
    for place in (at, after):
        if (
            reading.word(place) in WH
            and place < limit
            and act.cue.entry.takes & {"clause", "whether", "object"}
        ):
            if reading.word(place) in ("when", "where", "if") and "whether" not in act.cue.entry.takes:
                continue
            return place, limit
    return None


def _infinitive(reading: Reading, act: Act, at: int, after: int, limit: int) -> tuple[int, int] | None:
    if reading.word(at) == "not" and reading.word(at + 1) == "to" and "infinitive" in act.cue.entry.takes:
        return at, limit
    behind_object = at in reading.by_first and not reading.is_temporal(reading.by_first[at])
    for place in (at,) if behind_object else (at, after):
        if opens_infinitive(reading, place) and act.cue.entry.takes & {"infinitive", "person_to"}:
            return place, limit
    if act.cue.entry.lemma.endswith(" to") and reading.tag(at) == "VB":
        return at, limit
    return None


def opens_infinitive(reading: Reading, at: int) -> bool:
    """Whether "to" and a verb stand here, the verb perhaps one that the tagger takes for a noun."""
    if reading.tag(at) != "TO":
        return False
    tag, word = reading.tag(at + 1), reading.words[at + 1 : at + 2]
    return tag in ("VB", "RB") or (tag in ("NN", "JJ", "VBP", "VBN") and bool(word) and word[0].islower())


def _person_to(reading: Reading, act: Act, at: int, after: int, limit: int) -> tuple[int, int] | None:
    if "person_to" not in act.cue.entry.takes or at not in reading.by_first:
        return None
    for last in dict.fromkeys((noun_chain_after(reading, at), after)):
        while reading.tag(last) == "RB" and last < limit:
            last += 1
        if opens_infinitive(reading, last) and last < limit:
            return at, limit
    return None


def _as(reading: Reading, act: Act, at: int, after: int, limit: int) -> tuple[int, int] | None:
    takes = act.cue.entry.takes
    if (
        at < limit
        and takes & {"as", "object"}
        and reading.word(at) == "as"
        and (
            at + 1 in reading.by_first or reading.words[at + 1 : at + 2] and reading.words[at + 1] in OPENERS
        )
    ):
        return at, phrase_limit(reading, at, limit)
    if at >= limit or not takes & {"as", "person_of"} or at not in reading.by_first:
        return None
    last = noun_chain_after(reading, at)
    if "person_of" in takes and reading.tag(noun_end(reading, at)) == "IN":
        return at, phrase_limit(reading, at, limit)
    if "as" in takes and (
        "as" in reading.lower[at : min(limit, last + 8)] or _object_complement(reading, at, limit)
    ):
        return at, phrase_limit(reading, at, limit)
    return None


def noun_end(reading: Reading, at: int) -> int:
    """The token behind the base noun phrase at `at`."""
    return reading.by_first[at].last


def _object_complement(reading: Reading, at: int, limit: int) -> bool:
    """Whether something is called something: a phrase, then another phrase, an adjective or a quotation."""
    last = noun_chain_after(reading, at)
    if last >= limit:
        return False
    tag = reading.tag(last)
    if any(word in words("content.untrue") for word in reading.lower[at + 1 : last]):
        return True
    return (
        tag in ("DT", "JJ", "NN", "NNS", "NNP", "JJR", "CD", '"', "VBN", "RB", "PRP$", "JJS")
        or reading.words[last] in OPENERS
    )


def _gerund(reading: Reading, act: Act, at: int, after: int, limit: int) -> tuple[int, int] | None:
    return (
        (at, limit) if reading.tag(at) == "VBG" and "gerund" in act.cue.entry.takes and at < limit else None
    )


def _clause(reading: Reading, act: Act, at: int, after: int, limit: int) -> tuple[int, int] | None:
    if "clause" not in act.cue.entry.takes or act.cue.form == "noun":
        return None
    if "document" in act.cue.entry.takes and not (act.holder and is_document(reading, act.holder)):
        return None
    place = after if after < limit else at
    if (
        "addressee" in act.cue.entry.takes
        and reading.word(place) != "that"
        and not clause_at(reading, place, limit)
    ):
        place = at
    if reading.word(place) == ":" and place + 1 < limit:
        return place + 1, limit
    return (place, limit) if clause_at(reading, place, limit) else None


def _object(reading: Reading, act: Act, at: int, after: int, limit: int) -> tuple[int, int] | None:
    takes = act.cue.entry.takes
    if not takes & {"object", "number", "document"} or at >= limit:
        return None
    document = "document" in takes and act.holder is not None and is_document(reading, act.holder)
    if "object" not in takes and not document and not ("number" in takes and _counts(reading, at)):
        return None
    if "*" in act.cue.entry.rest and act.cue.after == act.cue.head + 1:
        return at, _without_time(reading, at, phrase_limit(reading, at, limit))
    if at not in reading.by_first and after in reading.by_first:
        at = after
    if (
        reading.tags[at] == "RB"
        and reading.tag(at + 1) in ("JJ", "VBN", "JJR")
        and (end := noun_chain_after(reading, at + 1)) > at + 1
    ):
        return at, max(end, object_end(reading, at + 1, limit))
    if at in reading.by_first:
        if act.cue.entry.rule == "claim" and reading.lower[reading.by_first[at].head] in TOLLS:
            return None
        if reading.is_temporal(reading.by_first[at]) and reading.word(at) not in ("a", "the", "this", "that"):
            return None
        second = noun_end(reading, at)
        if act.cue.entry.act == "commits" and second in reading.by_first and second < limit:
            return at, object_end(reading, second, limit)  # "promised the town a new bridge"
        return at, object_end(reading, at, limit)
    if reading.tag(at) in ("DT", "WP", "PRP", "JJ") or reading.word(at) in ("so", "as"):
        return (
            (at, at + 1)
            if reading.word(at) == "so"
            else (at, phrase_limit(reading, at, limit))
            if reading.tag(at) != "IN"
            else None
        )
    return None


def _without_time(reading: Reading, first: int, last: int) -> int:
    """The end of a stretch without the time of the cue behind it: "put the number at 900 *last year*"."""
    time = reading.by_last.get(last)
    if time is None or time.first <= first + 1 or not reading.is_temporal(time):
        return last
    return time.first if reading.lower[time.first] in ("last", "this", "yesterday") else last


# What a war claims, and says nothing by it.
TOLLS = frozenset(("life", "lives", "victim", "victims"))


def _counts(reading: Reading, at: int) -> bool:
    """Whether an object is a number or names one ("gave *the same figure*")."""
    phrase = reading.by_first.get(at)
    if phrase is None:
        return False
    inside = range(phrase.first, phrase.last)
    return any(
        reading.tags[i] == "CD" or reading.lower[i] in ("number", "figure", "total", "toll", "count")
        for i in inside
    )


def object_end(reading: Reading, at: int, limit: int) -> int:
    """The end of an object: its chain of phrases with the clauses that describe it."""
    last = noun_chain_after(reading, at)
    while last < limit:
        tag, word = reading.tags[last], reading.lower[last]
        if reading.words[last] in OPENERS and tag == '"':
            last = next((i for i in range(last + 1, limit) if reading.words[i] in CLOSERS), limit - 1) + 1
            continue
        if tag == "POS":
            last += 1
            continue
        if (
            word in ("that", "who", "which", "whose", "where")
            or tag in ("WP", "WDT")
            or (word == "as" and reading.tag(last + 1) in ("DT", "JJ", "NN", "VBG", '"', "VBN", "NNS"))
        ):
            return limit
        if word == "," and reading.word(last + 1) in ("who", "which", "whose", "where"):
            return limit
        if (
            tag in ("VBN", "VBG")
            or (tag == "RB" and reading.tag(last + 1) == "VBN")
            or (tag == "TO" and reading.tag(last + 1) == "VB")
        ):
            return phrase_limit(reading, last, limit)
        if word == "a" and (each := reading.by_first.get(last)) and reading.is_temporal(each):
            last = each.last
            continue
        if (
            tag == "IN"
            and word not in SUBORDINATORS
            and (inner := reading.by_first.get(last + 1))
            and not (reading.is_temporal(inner) or reading.lower[inner.head] in words("sources.media"))
        ):
            last = noun_chain_after(reading, last + 1)
        elif (
            tag == "IN"
            and word not in SUBORDINATORS
            and reading.tag(last + 1) in ("VBG", "WP", "WRB", "IN-that")
        ):
            return phrase_limit(reading, last, limit)
        else:
            break
    return min(last, limit)


def phrase_limit(reading: Reading, at: int, limit: int) -> int:
    """Where what is no full clause ends: before a comma that goes on with something else."""
    for index in range(at + 1, limit):
        if reading.lower[index] in (";", "—", "–"):
            return index
        if reading.lower[index] == "," and index + 1 < limit:
            tag, word = reading.tag(index + 1), reading.word(index + 1)
            if tag in ("VBG", "RB", "VBD", "VBZ") or word in (
                "but",
                "while",
                "after",
                "when",
                "as",
                "because",
                "in",
                "although",
                "though",
                "with",
                "before",
                "during",
                "a",
                "which",
            ):
                return index
    return limit


# --- before the cue ----------------------------------------------------------------------------------------


def quotes_end_before(reading: Reading) -> int:
    """Where the mark stands, or 0, that closes a quotation before the sentence ("“Why?” *she asked*")."""
    at = reading.sentence.start - 1
    while at > 0 and reading.text[at] == " ":
        at -= 1
    if at < 1 or reading.text[at] not in CLOSERS:
        return 0
    return at - 1 if reading.text[at - 1 : at + 1] == "''" else at


def content_before(reading: Reading, act: Act, floor: int, quotes: Quotes) -> bool:
    """Find the content before source and cue ("*It fell*, he said"); tells whether there is any."""
    edge = act.block[0]
    while edge > floor and reading.lower[edge - 1] in (",", "—", "–", "-"):
        edge -= 1
    closing = quotes.by_end.get(reading.starts[edge - 1]) if edge > 0 else None
    if act.block[0] == 0 and (mark := quotes_end_before(reading)):
        closing = quotes.by_end.get(mark)
        if closing is None:
            return False
        act.quoted, act.frame = True, "quote"
        act.content = [*earlier_paragraphs(closing, quotes), marked(reading.text, closing)]
        return True
    if closing is not None:
        return _quoted_before(reading, act, floor, closing, quotes)
    if edge == act.block[0] or edge <= floor:
        return False
    act.content = [reading.span(floor, edge)]
    act.frame = "before"
    return True


def _quoted_before(reading: Reading, act: Act, floor: int, quotation: Quotation, quotes: Quotes) -> bool:
    start, end = marked(reading.text, quotation)
    mixed = reading.starts[floor] < start and floor < reading.size
    if mixed:
        before = reading.text[reading.starts[floor] : start].strip()
        mixed = len(before) > 1
    act.quoted, act.frame = not mixed, "quote"
    act.content = (
        [(reading.starts[floor], end)] if mixed else [*earlier_paragraphs(quotation, quotes), (start, end)]
    )
    return True


def content_around(reading: Reading, act: Act, after: int, limit: int, quotes: Quotes) -> None:
    """Add what goes on behind a cue that stands inside its content ("It fell, he said, *and broke*")."""
    if reading.word(after) in (",", "—", "–"):
        after += 1
    elif reading.words[after : after + 1] and reading.words[after] not in OPENERS:
        return
    if after >= limit:
        return
    if reading.words[after] in OPENERS:
        quotation = quotes.by_start.get(reading.ends[after])
        if quotation is not None:
            act.content += [marked(reading.text, quotation), *next_paragraphs(quotation, quotes)]
            return
    if act.quoted:
        return
    first = reading.sentence.token_at(act.content[0][0])
    opening = reading.lower[first]
    complete = (
        opening not in SUBORDINATORS
        and opening not in WH
        and any(tag in FINITE for tag in reading.tags[first : act.block[0]])
    )
    verb = reading.tags[after] in FINITE or (reading.tags[after] == "CC" and reading.tag(after + 1) in VERBS)
    if not complete or verb or reading.lower[after] in ("that", "because", "if", "unless", "so"):
        act.content.append(fitted(reading, after, limit, quotes))


def ends_sentence(reading: Reading, at: int) -> bool:
    """Whether nothing but end marks follows."""
    return at >= reading.body_end() or reading.words[at] in ENDS
