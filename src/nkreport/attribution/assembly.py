"""From cues, holders and contents to attributions, sentence by sentence and over sentences."""

from __future__ import annotations

from collections.abc import Iterator

from nkreport.attribution.contents import (
    SUBORDINATORS, Act, Quotes, clause_at, content_around, content_before, content_behind, ends_sentence, marked, next_paragraphs, skip_adjuncts,
)
from nkreport.attribution.cues import GERUND_OPENERS, Cue, act_of, find_cues, sentence_cues
from nkreport.attribution.holders import (
    Holder, agent_after, holder_after, holder_before, is_thing, possessor, with_apposition,
)
from nkreport.attribution.lexicon import Entry, cues, words
from nkreport.attribution.reading import CLOSERS, FINITE, OPENERS, Reading, noun_chain_after
from nkreport.records import Attribution, Span
from nkreport.text import Document, Sentence

LIGHT_VERBS = frozenset((
    "make", "made", "makes", "making", "issue", "issued", "issues", "issuing", "express", "expressed", "expresses", "expressing", "voice", "voiced", "voices", "voicing", "give", "gave", "gives",
    "given", "giving", "raise", "raised", "raises", "raising", "repeat", "repeated", "repeats", "repeating", "reiterate", "reiterated", "deliver", "delivered", "release", "released", "offer", "offered",
    "have", "has", "had", "send", "sent", "share", "shared", "hold", "holds", "held", "reach", "reached", "publish", "published", "put", "renewed", "renew", "lodge", "lodged", "file", "filed",
    "show", "showed", "shown", "provide", "provided", "seen", "see", "saw", "sees", "find", "found", "presented", "present",
))
EVIDENCE = "no-evidence"


def document_acts(document: Document) -> Iterator[Attribution]:
    """The attributions of a document in order of their cue."""
    quotes = Quotes(document)
    found: list[tuple[Reading, list[Act]]] = []
    for sentence in document.sentences:
        if find_cues(sentence.lower):
            reading = Reading(document, sentence)
            if acts := sentence_acts(reading, quotes):
                found.append((reading, acts))
    if quotes.order:
        _continue_quotes(found, quotes)
    for reading, acts in found:
        for act in acts:
            yield _attribution(reading, act)


def _continue_quotes(found: list[tuple[Reading, list[Act]]], quotes: Quotes) -> None:
    """Give each quotation that goes on in the next sentence ("No," he said. "*Never.*") to the act before it."""
    claimed = {start for _, acts in found for act in acts for start, _ in act.content}
    for reading, acts in found:
        act = next((act for act in acts if act.frame in ("quote", "before")), None)
        if act is not None and act.frame == "quote" or act is not None and act.quoted:
            end = reading.sentence.end
            if act.content and act.content[-1][1] >= end - 1:
                continue
            follower = quotes.opening_at(end)
            if follower is not None and marked(reading.text, follower)[0] not in claimed:
                act.content += [marked(reading.text, follower), *next_paragraphs(follower, quotes)]


def sentence_acts(reading: Reading, quotes: Quotes) -> list[Act]:
    """The acts of a sentence with their holders and contents."""
    acts: list[Act] = []
    for cue in sentence_cues(reading):
        if quotes.order and _is_quoted(reading, cue, quotes):
            continue
        if acts and cue.head < acts[-1].cue.after and cue.form == "ing":
            continue
        act = _held(reading, cue, acts)
        if act is not None:
            acts.append(act)
    if not acts:
        return acts
    found = []
    for number, act in enumerate(acts):
        limit = _limit(reading, act, acts[number + 1:])
        if _fill(reading, act, limit, quotes, found):
            found.append(act)
    _relay(found)
    return _without_nested(reading, found)


def _relay(acts: list[Act]) -> None:
    """Who cites a source relays it: "*the paper* said, citing *officials*" has the officials' words."""
    for citing in acts:
        if citing.cue.entry.rule != "quote-other" or citing.cue.form != "ing" or not citing.origin or citing.holder is None:
            continue
        for act in acts:
            if act is not citing and act.holder and (act.holder.first, act.holder.last) == (citing.holder.first, citing.holder.last):
                act.origin, act.via = citing.origin, (citing.holder.first, citing.holder.last)


def _is_quoted(reading: Reading, cue: Cue, quotes: Quotes) -> bool:
    """Whether a cue stands in a quotation of more than a few words: what is quoted is not taken apart."""
    quotation = quotes.inside(reading.starts[cue.head])
    return quotation is not None and (quotation.start < reading.starts[cue.first] or quotation.end > reading.ends[cue.last - 1])


# --- holders -----------------------------------------------------------------------------------------------

def _held(reading: Reading, cue: Cue, acts: list[Act]) -> Act | None:
    """The act of a cue with its holder, or None where nobody holds it."""
    return HELD[cue.form](reading, cue, acts)


def _act(reading: Reading, cue: Cue, holder: Holder, link: str) -> Act:
    adjacent = holder.last == cue.first or link in ("inverted", "phrase", "agent")
    first = min(cue.first, holder.first) if adjacent else cue.first
    last = max(cue.last, holder.last) if adjacent else cue.last
    if link == "apposition" or holder.how in ("apposition", "subject", "relative"):
        first = min(first, holder.first) if holder.last <= cue.first else first
    return Act(cue, holder, link, (first, last))


def _finite(reading: Reading, cue: Cue, acts: list[Act]) -> Act | None:
    before = cue.first - 1
    takes = cue.entry.takes
    after_quote = before >= 0 and (reading.words[before] in CLOSERS or reading.tags[before] in ("?", "!"))
    if cue.clitic:
        holder: Holder | None = Holder(cue.first, cue.first + 1, ((cue.first, cue.first + 1),), "clitic")
        return Act(cue, holder, "clitic", (cue.first, cue.last))
    if cue.entry.rule == "quote-other" and (quoting := _quoting_as_saying(reading, cue)):
        return quoting
    may_invert = takes & {"quote", "clause"} and cue.first == cue.head and before >= 0 and not cue.entry.rest
    if may_invert and after_quote and (holder := holder_after(reading, cue.last)):
        return _act(reading, cue, holder, "inverted")
    if may_invert and (after_quote or reading.lower[before] in ("–", "—", ",")) and (inverted := _told_then_holder(reading, cue)):
        return inverted
    holder = holder_before(reading, cue.first)
    if holder is None and may_invert and reading.lower[before] in (",", "—", "–", "-") and (inverted := holder_after(reading, cue.last)):
        return _act(reading, cue, inverted, "inverted")
    if holder is not None:
        if reading.lower[holder.first] in ("neither", "nobody", "none", "no"):
            cue.negated, cue.act = True, act_of(cue.entry, True, cue.refused)
        act = _act(reading, cue, holder, holder.how)
        act.via = holder.via
        return act
    return _inherited(reading, cue, acts, "coordinate") if _may_inherit(reading, before) else None


def _told_then_holder(reading: Reading, cue: Cue) -> Act | None:
    """ "…, explained to the paper an officer of the guard": those told stand before the subject."""
    told = reading.by_first.get(cue.last + 1)
    if reading.word(cue.last) != "to" or told is None or (holder := holder_after(reading, told.last)) is None:
        return None
    act = _act(reading, cue, holder, "inverted")
    act.via = (told.first, told.last)
    return act


def _may_inherit(reading: Reading, before: int) -> bool:
    while before >= 0 and reading.tags[before] == "RB":
        before -= 1
    return before > 0 and (reading.lower[before] in (",", "and", "but", "or", "then", "nor", "—", "–", "yet") or reading.words[before] in CLOSERS)


def _inherited(reading: Reading, cue: Cue, acts: list[Act], link: str) -> Act | None:
    """An act whose subject stands in an earlier clause of the sentence."""
    last = next((act for act in reversed(acts) if act.link not in ("relative", "possessive", "phrase", "agent", "inherited")
                 and not _is_embedded(reading, act, acts)), None)
    holder = last.holder if last else None
    if last is None or _new_clause(reading, last.block[1], cue.first):
        holder = _main_subject(reading, cue.first) or holder
    if holder is None and acts:
        holder = acts[-1].holder
    if holder is None:
        return None
    return Act(cue, holder, link, (cue.first, cue.last))


def _is_embedded(reading: Reading, act: Act, acts: list[Act]) -> bool:
    """Whether an act opens what an earlier one says ("said *it believed*")."""
    return any(
        other is not act and other.cue.entry.takes & {"clause", "that"} and other.block[1] <= act.block[0]
        and not any(word in (",", ";", "and", "but", "while") for word in reading.lower[other.block[1]:act.block[0]]) for other in acts)


def _new_clause(reading: Reading, first: int, last: int) -> bool:
    """Whether a clause of its own opens between two tokens ("he said so *when she left*, adding")."""
    return any(word in (";", "when", "while", "after", "but") and reading.tag(first + number + 1) != "VBG"
               for number, word in enumerate(reading.lower[first:max(first, last - 1)]))


def _main_subject(reading: Reading, until: int) -> Holder | None:
    """The subject of the last finite verb before a token that is in no relative clause."""
    for index in range(until - 1, -1, -1):
        if reading.tags[index] in FINITE and reading.words[index] not in CLOSERS:
            first = index
            while first > 0 and reading.tags[first - 1] == "RB":
                first -= 1
            holder = holder_before(reading, first)
            if holder is not None and holder.how != "relative":
                return holder
    return None


def _subject_behind(reading: Reading, cue: Cue) -> Holder | None:
    """The subject of the main clause behind a participle that opens the sentence ("*Citing* a source, *the paper* said")."""
    for index in range(cue.last, reading.size):
        if reading.tags[index] in FINITE:
            first = index
            while first > 0 and reading.tags[first - 1] == "RB":
                first -= 1
            holder = holder_before(reading, first)
            if holder is not None and holder.how != "relative" and reading.word(holder.first - 1) in (",", "—"):
                return holder
    return None


def _participle(reading: Reading, cue: Cue, acts: list[Act]) -> Act | None:
    before = cue.first - 1
    word = reading.word(before)
    if before < 0 or (word in GERUND_OPENERS and before == 0):
        holder = _subject_behind(reading, cue)
        return Act(cue, holder, "participle", (cue.first, cue.last)) if holder else None
    if word in (",", "and", "but", "or", "—", "–", "not") or word in GERUND_OPENERS or reading.words[before] in CLOSERS:
        if word == "without":
            cue.negated = True
        return _inherited(reading, cue, acts, "participle")
    holder = holder_before(reading, cue.first)
    if holder is not None and holder.how == "subject":
        return _act(reading, cue, holder, "noun participle")
    return None


def _infinitive(reading: Reading, cue: Cue, acts: list[Act]) -> Act | None:
    if cue.entry.scope != "speech" or not cue.entry.takes & {"quote", "clause"}:
        return None
    follows = reading.word(cue.last)
    opens = follows in ("that", "whether", "how") or reading.words[cue.last:cue.last + 1] in (["“"], ['"'])
    if not opens and not (cue.entry.rule in ("say", "tell", "add") and clause_at(reading, cue.last, reading.size)):
        return None
    return _inherited(reading, cue, acts, "participle")


def _passive(reading: Reading, cue: Cue, acts: list[Act]) -> Act | None:
    if reading.word(cue.last) == "as" and reading.word(cue.last + 1) == "saying":
        return _quoted_as_saying(reading, cue, cue.last + 1)
    agent = agent_after(reading, cue.last)
    if agent is None:
        return _told_by_nobody(reading, cue)
    if cue.entry.rule == "quote-other" and reading.word(agent.last) == "as" and reading.word(agent.last + 1) == "saying":
        return _quoted_as_saying(reading, cue, agent.last + 1, agent)
    return _act(reading, cue, agent, "agent")


def _told_by_nobody(reading: Reading, cue: Cue) -> Act | None:
    """ "Lawmakers were told that …": somebody unnamed says it; what is told is still there."""
    if not cue.entry.takes >= {"addressee", "whether"}:
        return None
    told = holder_before(reading, cue.first)
    act = Act(cue, None, "unheld", (cue.first, cue.last))
    if told is not None:
        act.block, act.via = (told.first, cue.last), (told.first, told.last) if cue.entry.rule == "tell" else None
    return act


def _saying() -> Entry:
    return next(entry for entry in cues("verbs")["saying"] if not entry.rest)


def _quoting_as_saying(reading: Reading, cue: Cue) -> Act | None:
    """ "The paper quoted an official as saying that …": the one quoted is the source, the subject relays it."""
    relay = holder_before(reading, cue.first)
    last = noun_chain_after(reading, cue.last)
    if relay is None or last == cue.last or reading.word(last) != "as" or reading.word(last + 1) != "saying":
        return None
    holder = Holder(cue.last, last, ((cue.last, last),), "quoted")
    cue.entry, cue.after, cue.form = _saying(), last + 2, "finite"
    act = Act(cue, holder, "quoted", (cue.first, last + 2))
    act.via = (relay.first, relay.last)
    return act


def _quoted_as_saying(reading: Reading, cue: Cue, saying: int, agent: Holder | None = None) -> Act | None:
    """ "She was quoted by the paper as saying that …": the one quoted is the source, the agent relays it."""
    holder = holder_before(reading, cue.first)
    if holder is None:
        return None
    cue.entry = _saying()
    cue.after = saying + 1
    cue.last = saying + 1 if agent is None else cue.last
    cue.form = "finite"
    act = _act(reading, cue, holder, holder.how)
    if agent is not None:
        act.via = (agent.first, agent.last)
    return act


def _reduced(reading: Reading, cue: Cue, acts: list[Act]) -> Act | None:
    agent = agent_after(reading, cue.last, limit=1)
    if agent is not None and reading.lower[agent.last - 1] not in words("sources.media"):
        return _act(reading, cue, agent, "agent")
    if cue.entry.takes & {"clause", "that", "quote", "infinitive"} and cue.entry.inflection == "past" and _rules_clause(reading, cue):
        return _finite(reading, cue, acts)
    return None


def _rules_clause(reading: Reading, cue: Cue) -> bool:
    """Whether a form that may be a participle is the finite verb of its clause: no other follows in it."""
    if reading.tag(cue.last) == "TO" and reading.tag(cue.last + 1) == "VB" and "infinitive" not in cue.entry.takes:
        return False
    for index in range(cue.last, min(reading.size, cue.last + 20)):
        if reading.lower[index] in ("that", ",", ";", ":") or reading.tags[index] in ("WP", "WRB", '"', "IN-that", "WDT") or reading.lower[index] in ("whether", "if"):
            return True
        if reading.tags[index] in FINITE:
            return reading.tag(cue.first - 1) == "PRP"
    return True


def _noun(reading: Reading, cue: Cue, acts: list[Act]) -> Act | None:
    if cue.entry.rule == EVIDENCE:
        return _evidence(reading, cue, acts)
    holder = possessor(reading, cue.head)
    if holder is not None:
        return Act(cue, holder, "possessive", (holder.first, cue.last))
    agent = agent_after(reading, cue.last, limit=1, prepositions=("by", "from"))
    if agent is not None:
        cue.after = agent.last
        return Act(cue, agent, "possessive", (cue.first, agent.last))
    return _light(reading, cue)


def _light(reading: Reading, cue: Cue) -> Act | None:
    """A noun that a light verb brings in: "issued *a warning* that"."""
    phrase = reading.phrase_over(cue.head)
    if phrase is None or phrase.head != cue.head or reading.word(phrase.first - 1) not in LIGHT_VERBS:
        return None
    verb = phrase.first - 1
    first = verb
    while first > 0 and (reading.tags[first - 1] in ("RB", "MD") or reading.lower[first - 1] in ("has", "have", "had", "is", "are", "was", "were")):
        first -= 1
    holder = holder_before(reading, first)
    if holder is None:
        return None
    cue.first = first
    return _act(reading, cue, holder, "light")


def _evidence(reading: Reading, cue: Cue, acts: list[Act]) -> Act | None:
    """ "Has seen no evidence that …", "said there was no evidence of …"."""
    phrase = reading.phrase_over(cue.head)
    if phrase is None or phrase.head != cue.head:
        return None
    verb = phrase.first - 1
    determiner = reading.lower[phrase.first]
    near = reading.lower[max(0, verb - 4):phrase.first]
    negated = determiner in ("no", "little") or (determiner in ("any", "enough") and any(word in ("not", "n't", "never", "without") or word.endswith("n't") for word in near))
    if not negated:
        return None
    cue.negated, cue.first = True, phrase.first
    act = _light(reading, cue)
    if act is not None:
        return act
    if acts and any(word in ("there", "is", "was", "be", "with", "of") for word in near):
        return Act(cue, acts[-1].holder, "inherited", (cue.first, cue.last))
    return None


def _phrase(reading: Reading, cue: Cue, acts: list[Act]) -> Act | None:
    from nkreport.attribution.holders import _conjuncts
    first = cue.after
    phrase = reading.by_first.get(first) or reading.by_first[first + 1]
    if reading.is_temporal(phrase) or reading.tags[phrase.head] == "CD":
        return None
    core = last = noun_chain_after(reading, phrase.first, owner=True)
    if cue.entry.lemma in ("per", "as per") and reading.tags[phrase.head] != "NNP" and reading.lower[phrase.head] not in words("sources.documents"):
        return None
    if cue.first > 0 and reading.word(last) == ",":
        extended = with_apposition(reading, last)
        last = extended if extended >= reading.body_end() else last
    holder = Holder(cue.last, last, _conjuncts(reading, phrase.first, core), "phrase")
    return Act(cue, holder, "phrase", (cue.first, last))


HELD = {
    "finite": _finite, "ing": _participle, "infinitive": _infinitive, "passive": _passive, "reduced": _reduced,
    "noun": _noun, "phrase": _phrase,
}


# --- contents ------------------------------------------------------------------------------------------------

def _limit(reading: Reading, act: Act, followers: list[Act]) -> int:
    """The token where the content of an act must end: the next act that is not a part of it, or the sentence's end."""
    for other in followers:
        first = other.block[0]
        if other.holder and other.holder.first < act.cue.first and act.cue.last < other.holder.last <= other.cue.first:
            return other.holder.last - 1
        if first <= act.block[1]:
            continue
        before = reading.word(first - 1)
        if other.link in ("participle",) and (before in (",", "—", "–") or reading.words[first - 1] in CLOSERS):
            return first
        if other.link == "coordinate":
            return first - 1 if before in ("and", "but", "or", "nor", "yet") else first
        if other.link == "phrase" and before == "," and first - 2 > act.cue.after:
            return first - 1
        if other.link in ("subject", "apposition", "clitic") and _separate(reading, first):
            return first - 1
        if other.link in ("subject", "apposition", "clitic", "inverted") and _stands_aside(reading, other, reading.body_end()):
            return first
    return _new_contrast(reading, act) or reading.body_end()


def _new_contrast(reading: Reading, act: Act) -> int | None:
    """The comma before a "but" that opens a clause with its own subject, which is the author's again."""
    for index in range(act.block[1], reading.size - 3):
        if reading.lower[index] == "," and reading.lower[index + 1] == "but" and index + 2 in reading.by_first:
            if reading.tag(reading.by_first[index + 2].last) in FINITE:
                return index
        if reading.lower[index] == ";":
            return index
    return None


def _separate(reading: Reading, first: int) -> bool:
    before, earlier = reading.word(first - 1), reading.word(first - 2)
    return before in (";", "while", "whereas") or (before in ("but", "although", "though", "and", "as") and earlier == ",")


def _fill(reading: Reading, act: Act, limit: int, quotes: Quotes, done: list[Act]) -> bool:
    """Find what an act says; False where it says nothing and its cue needs something."""
    if act.cue.form == "phrase":
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
    if reading.word(act.cue.after) == "," and act.block[0] <= 2 and "clause" in act.cue.entry.takes and clause_at(reading, act.cue.after + 1, limit):
        act.content, act.frame = [_span_until(reading, act.cue.after + 1, limit, quotes)], "clause"
        return True
    if reading.word(act.block[0] - 1) == "as" and act.block[0] > 3 and act.cue.form == "finite" and _as_clause(reading, act):
        return True
    if content_behind(reading, act, limit, quotes):
        if act.cue.entry.rule == "quote-other" and act.cue.after in reading.by_first:
            act.origin = (act.cue.after, noun_chain_after(reading, act.cue.after, owner=True))
        return not _is_claim_to(reading, act)
    if _is_near_miss(reading, act):
        return False
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


def _is_claim_to(reading: Reading, act: Act) -> bool:
    return False


def _is_near_miss(reading: Reading, act: Act) -> bool:
    return False


def _floor(reading: Reading, act: Act) -> int:
    """The token where content before an act may begin: the sentence's first, or the one behind a semicolon."""
    for index in range(act.block[0] - 1, -1, -1):
        if reading.lower[index] == ";":
            return index + 1
    return 1 if reading.tag(0) == "CC" and reading.size > 3 else 0


def _stands_aside(reading: Reading, act: Act, limit: int) -> bool:
    """Whether source and cue stand behind or inside what is said: nothing that is said follows at once."""
    if not act.cue.entry.takes & {"quote", "clause"} or act.cue.form not in ("finite", "ing"):
        return False
    first = act.block[0]
    if act.link == "inverted":
        return True
    if act.link == "participle" and reading.words[first - 1:first] and reading.words[first - 1] not in CLOSERS:
        return False
    if first == 0 or not (reading.lower[first - 1] in (",", "—", "–", "-") or reading.words[first - 1] in CLOSERS):
        return False
    if reading.words[first - 1] in CLOSERS and act.link != "coordinate":
        at = act.cue.after
        return reading.word(at) not in ("that", "whether") and not (reading.words[at:at + 1] and reading.words[at] in OPENERS)
    end = _adjuncts_end(reading, act, limit)
    if reading.word(end) in (",", ":") and reading.words[end + 1:end + 2] and reading.words[end + 1] in OPENERS and reading.words[first - 1] not in CLOSERS:
        floor = _floor(reading, act)
        return reading.lower[floor] not in SUBORDINATORS and any(tag in FINITE for tag in reading.tags[floor:first])
    return end >= limit or reading.lower[end] in (",", "—", "–", ";", ".") or reading.words[end] in ("”",) or ends_sentence(reading, end)


def _adjuncts_end(reading: Reading, act: Act, limit: int) -> int:
    at = act.cue.after
    if act.holder and act.holder.first >= at:
        at = act.holder.last
    return skip_adjuncts(reading, at, "addressee" in act.cue.entry.takes, limit)[0]


def _fill_phrase(reading: Reading, act: Act, limit: int, quotes: Quotes) -> bool:
    first, last = act.block
    act.frame = "phrase"
    if reading.word(last) == "," or first == 0:
        start = last + 1 if reading.word(last) == "," else last
        if first == 0 or reading.word(first - 1) in ("and", "but", "that", ";"):
            act.content = [_span_until(reading, start, limit, quotes)] if start < limit else []
            return bool(act.content)
        if not content_before(reading, act, _floor(reading, act), quotes):
            return False
        content_around(reading, act, last, limit, quotes)
        return True
    return content_before(reading, act, _floor(reading, act), quotes) or _plain_before(reading, act)


def _plain_before(reading: Reading, act: Act) -> bool:
    if act.block[0] < 1:
        return False
    if reading.lower[act.block[0] - 1] in ("is", "was", "'s", "are", "were") and act.block[0] > 1:
        act.cue.first -= 1
        act.block = (act.cue.first, act.block[1])
    act.content = [reading.span(_floor(reading, act), act.block[0])]
    return True


def _span_until(reading: Reading, first: int, limit: int, quotes: Quotes) -> Span:
    from nkreport.attribution.contents import _fitted
    return _fitted(reading, first, limit, quotes)


def _fill_told(reading: Reading, act: Act, limit: int, quotes: Quotes) -> bool:
    """ "Reporters were told by the mayor that …": what is said follows, the subject is told."""
    if "addressee" not in act.cue.entry.takes or not content_behind(reading, act, limit, quotes):
        return False
    told = holder_before(reading, act.cue.first)
    act.via = (told.first, told.last) if told and act.cue.entry.rule == "tell" else None
    return True


def _fill_agent(reading: Reading, act: Act, limit: int, quotes: Quotes) -> bool:
    """A passive: what is said of is the subject, with an "as" phrase behind the agent."""
    subject = holder_before(reading, act.cue.first)
    act.frame = "passive"
    if subject is None:
        return act.cue.form == "passive"
    act.content = [reading.span(subject.first, subject.last)]
    last = act.holder.last if act.holder else act.cue.last
    if "as" in act.cue.entry.takes and reading.word(last) == "as":
        act.content.append(_span_until(reading, last, limit, quotes))
    return True


def _fill_noun(reading: Reading, act: Act, limit: int, quotes: Quotes) -> bool:
    takes, at = act.cue.entry.takes, act.cue.after
    if reading.word(at) == "," and reading.word(at + 1) == "that":
        at += 1
    word = reading.word(at)
    if word in ("is", "was", "are", "were") and act.holder is not None and act.holder.last <= act.cue.first and at + 1 < limit and reading.tag(at + 1) not in ("VBN", "VBG", "VBD", "JJ"):
        act.content, act.frame = [_span_until(reading, at + 1, limit, quotes)], "that"
        return True
    if word == "that" and at + 1 < limit and "that" in takes:
        act.content, act.frame = [_span_until(reading, at, limit, quotes)], "that"
        return True
    if reading.tag(at) == "TO" and reading.tag(at + 1) == "VB" and "infinitive" in takes:
        act.content, act.frame = [_span_until(reading, at, limit, quotes)], "infinitive"
        return True
    if word in ("of", "about", "for", "on", "over", "against", "with", "toward", "towards") and "object" in takes and at + 1 < limit:
        from nkreport.attribution.contents import object_end, phrase_limit
        if at + 1 in reading.by_first:
            end = object_end(reading, at + 1, limit)
        elif reading.tag(at + 1) in ("VBG", "WP", "WRB", "WDT") or reading.words[at + 1] in OPENERS:
            end = phrase_limit(reading, at + 1, limit)
        else:
            return "nothing" in takes
        if at == act.cue.last:
            act.cue.last = at + 1
        act.content, act.frame = [_span_until(reading, at + 1, end, quotes)], "object"
        return True
    return "nothing" in takes


def _without_nested(reading: Reading, acts: list[Act]) -> list[Act]:
    """Leave out wants, feelings and nouns that stand inside what somebody else is reported to say."""
    kept: list[Act] = []
    for act in acts:
        start = reading.starts[act.cue.first]
        inside = any(other is not act and any(begin <= start < end for begin, end in other.content) for other in acts)
        if inside and (act.cue.entry.scope == "attitude" or act.link == "possessive" or not act.cue.entry.nested):
            continue
        kept.append(act)
    return kept


# --- records ---------------------------------------------------------------------------------------------------

def _attribution(reading: Reading, act: Act) -> Attribution:
    cue, holder = act.cue, act.holder
    cue_span = reading.span(cue.first, cue.last)
    source = reading.span(holder.first, holder.last) if holder else None
    if cue.clitic:
        middle = reading.starts[cue.first] + reading.lower[cue.first].index("'")
        source, cue_span = (reading.starts[cue.first], middle), (middle, cue_span[1])
    return Attribution(
        source=source, cue=cue_span, content=tuple(sorted(act.content)), act=_act_name(reading, act), quote=_quote_kind(reading, act),
        via=(reading.span(*act.via),) if act.via else (), negated=cue.negated, rule=cue.entry.rule, lemma=cue.entry.lemma,
        sources=_sources(reading, act, source), scope=_scope(reading, act),
    )


# Rules whose verbs are as often said of things: "the data suggest", "the deal offers".
OF_THINGS = frozenset((
    "assess", "say-of-things", "speak-about", "seek", "press", "commit", "offer", "urge", "warn", "call", "describe", "confirm", "deny", "doubt", "claim", "state", "condemn", "praise",
))


def _scope(reading: Reading, act: Act) -> str:
    """`attitude` where the cue's rule says so, where a thing "suggests" or "shows", and for questions nobody asks."""
    if act.holder is None:
        return "speech" if act.cue.entry.rule == "tell" else "attitude"
    if act.cue.negated and act.cue.act in ("declines", "doubts"):
        return "speech" if act.cue.entry.scope == "speech" or act.cue.act == "declines" else act.cue.entry.scope
    if act.cue.entry.rule in OF_THINGS and act.link in ("subject", "apposition", "participle", "noun participle", "relative", "coordinate") and is_thing(reading, act.holder):
        return "attitude"
    return act.cue.entry.scope


def _sources(reading: Reading, act: Act, source: Span | None) -> tuple[Span, ...]:
    """The phrases that name whose words they are: the one cited, else the conjuncts of the holder."""
    if act.origin and act.cue.entry.rule != "quote-other":
        return (reading.span(*act.origin),)
    if act.holder is None or act.cue.clitic:
        return (source,) if source else ()
    return tuple(reading.span(*core) for core in act.holder.cores)


def _act_name(reading: Reading, act: Act) -> str:
    entry = act.cue.entry
    if act.cue.negated and act.cue.act != entry.act:
        return act.cue.act
    if act.frame in entry.acts:
        return str(entry.acts[act.frame])
    if entry.rule == "call" and _is_untrue(reading, act):
        return "denies"
    return act.cue.act


def _is_untrue(reading: Reading, act: Act) -> bool:
    untrue = words("content.untrue")
    for start, end in act.content:
        last = reading.text[start:end].lower()
        if any(word.strip("“”\"'.,’‘") in untrue for word in last.split()):
            return True
    return False


def _quote_kind(reading: Reading, act: Act) -> str:
    if act.quoted:
        return "direct"
    quotations = reading.document.quotations
    if not quotations:
        return "indirect"
    inside = any(start <= marked(reading.text, quotation)[0] < end for start, end in act.content for quotation in quotations)
    return "mixed" if inside else "indirect"
