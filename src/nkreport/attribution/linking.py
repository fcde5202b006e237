"""How a cue hangs on its sentence: which holder it has, by its form."""

from __future__ import annotations

from collections.abc import Callable

from nkreport import grammar
from nkreport.attribution.adjuncts import clause_at
from nkreport.attribution.contents import Act
from nkreport.attribution.cues import GERUND_OPENERS, Cue, act_of
from nkreport.attribution.holders import (
    Holder,
    agent_after,
    conjuncts,
    holder_after,
    holder_before,
    over_adverbials,
    possessor,
    with_apposition,
)
from nkreport.attribution.lexicon import Entry, cues, words
from nkreport.attribution.reading import CLOSERS, DAYS, FINITE, Reading, noun_chain_after

LIGHT_VERBS = frozenset(
    """
    make made makes making issue issued issues issuing express expressed expresses expressing voice
    voiced voices voicing give gave gives given giving raise raised raises raising repeat repeated
    repeats repeating reiterate reiterated deliver delivered release released offer offered have has had
    send sent share shared hold holds held reach reached publish published put renewed renew lodge
    lodged file filed show showed shown provide provided seen see saw sees find found presented present
    """.split()
)
# Nouns of these rules stand for an act even where nobody is named.
NAMED_ACTS = frozenset(("noun-claims", "noun-urges", "noun-warns", "noun-condemns"))
EVIDENCE = "no-evidence"


def held(reading: Reading, cue: Cue, acts: list[Act]) -> Act | None:
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
    aside = reading.word(before) in (",", "—", "–", "-")
    if may_invert and (after_quote or aside) and (inverted := _told_then_holder(reading, cue)):
        return inverted
    perfect = takes & {"quote", "clause"} and cue.head - cue.first == 1 and before >= 0
    if (may_invert or perfect) and aside and (behind := _behind_time(reading, cue)):
        return _act(reading, cue, behind, "inverted")
    holder = holder_before(reading, cue.first)
    if holder is None and may_invert and aside and (behind := holder_after(reading, cue.last)):
        return _act(reading, cue, behind, "inverted")
    if holder is not None:
        if reading.lower[holder.first] in ("neither", "nobody", "none", "no"):
            cue.negated, cue.act = True, act_of(cue.entry, True, cue.refused)
        act = _act(reading, cue, holder, holder.how)
        act.via = holder.via
        return act
    before = min(before, over_adverbials(reading, before))
    return _inherited(reading, cue, acts, "coordinate") if _may_inherit(reading, before) else None


def _behind_time(reading: Reading, cue: Cue) -> Holder | None:
    """ "…, declared *Tuesday* a clerk of the court": a day stands between the verb and its subject."""
    at = cue.last + (reading.word(cue.last) == "on")
    day = reading.by_first.get(at)
    if day is None:
        return None
    if reading.lower[at] in DAYS and day.last - at > 2 and reading.tags[day.last - 1] == "NNP":
        last = with_apposition(reading, day.last)  # "declared Tuesday Colonel Ann Lee"
        return Holder(at + 1, last, ((at + 1, day.last),), "inverted")
    if not reading.is_temporal(day) or reading.word(day.last) not in ("a", "an", "the"):
        return None
    return holder_after(reading, day.last)


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
    return before > 0 and (
        reading.lower[before] in (",", "and", "but", "or", "then", "nor", "—", "–", "yet")
        or reading.words[before] in CLOSERS
    )


def _inherited(reading: Reading, cue: Cue, acts: list[Act], link: str) -> Act | None:
    """An act whose subject stands in an earlier clause of the sentence."""
    last = next(
        (
            act
            for act in reversed(acts)
            if act.link not in ("relative", "possessive", "phrase", "agent", "inherited")
            and not (act.holder and reading.tag(act.holder.first - 1) in ("WDT", "WP"))
            and not _is_embedded(reading, act, acts)
        ),
        None,
    )
    holder = last.holder if last else None
    if last is None or _new_clause(reading, last.block[1], cue.first):
        nearer = _main_subject(reading, cue.first)
        plural = nearer is not None and reading.lower[nearer.last - 1] in ("they", "we")
        holder = nearer if nearer and not (plural and reading.tags[cue.head] == "VBZ") else holder
    if holder is None and acts:
        holder = acts[-1].holder
    if holder is None:
        return None
    return Act(cue, holder, link, (cue.first, cue.last))


def _is_embedded(reading: Reading, act: Act, acts: list[Act]) -> bool:
    """Whether an act opens what an earlier one says ("said *it believed*")."""
    return any(
        other is not act
        and other.cue.entry.takes & {"clause", "that"}
        and other.block[1] <= act.block[0]
        and not any(
            word in (",", ";", "and", "but", "while") for word in reading.lower[other.block[1] : act.block[0]]
        )
        for other in acts
    )


def _new_clause(reading: Reading, first: int, last: int) -> bool:
    """Whether a clause of its own opens between two tokens ("he said so *when she left*, adding")."""
    return any(
        word in (";", "when", "while", "after", "but") and reading.tag(first + number + 1) != "VBG"
        for number, word in enumerate(reading.lower[first : max(first, last - 1)])
    )


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
    """The subject of the main clause behind a participle ("Citing a source, *the paper* said")."""
    for index in range(cue.last, reading.size):
        if reading.tags[index] in FINITE:
            first = index
            while first > 0 and reading.tags[first - 1] == "RB":
                first -= 1
            holder = holder_before(reading, first)
            if (
                holder is not None
                and holder.how != "relative"
                and reading.word(holder.first - 1) in (",", "—")
            ):
                return holder
    return None


def _participle(reading: Reading, cue: Cue, acts: list[Act]) -> Act | None:
    before = cue.first - 1
    word = reading.word(before)
    if before < 0 or (word in GERUND_OPENERS and before == 0):
        holder = _subject_behind(reading, cue)
        return Act(cue, holder, "participle", (cue.first, cue.last)) if holder else None
    if (
        word in (",", "and", "but", "or", "—", "–", "not")
        or word in GERUND_OPENERS
        or reading.words[before] in CLOSERS
    ):
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
    opens = follows in ("that", "whether", "how") or reading.words[cue.last : cue.last + 1] in (["“"], ['"'])
    if not opens and not (
        cue.entry.rule in ("say", "tell", "add") and clause_at(reading, cue.last, reading.size)
    ):
        return None
    return _inherited(reading, cue, acts, "participle")


def _passive(reading: Reading, cue: Cue, acts: list[Act]) -> Act | None:
    if reading.word(cue.last) == "as" and reading.word(cue.last + 1) == "saying":
        return _quoted_as_saying(reading, cue, cue.last + 1)
    agent = agent_after(reading, cue.last)
    if agent is None:
        return _written_in(reading, cue) or _told_by_nobody(reading, cue)
    transitive = cue.entry.takes & {"object", "as", "person_of", "person_to", "document", "addressee"}
    if not transitive and reading.tag(agent.last) not in ("TO", "IN", "IN-that"):
        return None
    if (
        cue.entry.rule == "quote-other"
        and reading.word(agent.last) == "as"
        and reading.word(agent.last + 1) == "saying"
    ):
        return _quoted_as_saying(reading, cue, agent.last + 1, agent)
    return _act(reading, cue, agent, "agent")


def _written_in(reading: Reading, cue: Cue) -> Act | None:
    """ "This was stated *in the report of the bank*": a text with its owner says it."""
    text = reading.by_first.get(cue.last + 1)
    if reading.word(cue.last) != "in" or text is None or reading.word(text.last) != "of":
        return None
    if reading.lower[text.head] not in words("sources.documents") or reading.word(cue.first - 1) != "this":
        return None
    last = noun_chain_after(reading, text.first, owner=True)
    return _act(reading, cue, Holder(text.first, last, ((text.first, last),), "agent"), "agent")


def _told_by_nobody(reading: Reading, cue: Cue) -> Act | None:
    """ "Lawmakers were told that …": somebody unnamed says it; what is told is still there."""
    if not cue.entry.takes >= {"addressee", "whether"} and cue.entry.rule != "ask-about":
        return None
    if reading.word(cue.last) == "to":
        return None  # "were told to go": an order of nobody
    told = holder_before(reading, cue.first)
    act = Act(cue, None, "unheld", (cue.first, cue.last))
    if told is not None:
        act.block, act.via = (
            (told.first, cue.last),
            (told.first, told.last) if cue.entry.rule == "tell" else None,
        )
    return act


def _saying() -> Entry:
    return next(entry for entry in cues("verbs")["saying"] if not entry.rest)


def _quoting_as_saying(reading: Reading, cue: Cue) -> Act | None:
    """ "The paper quoted an official as saying that …": the official is the source, the paper relays it."""
    relay = holder_before(reading, cue.first)
    last = noun_chain_after(reading, cue.last)
    if relay is None or last == cue.last or reading.word(last) != "as" or reading.word(last + 1) != "saying":
        return None
    holder = Holder(cue.last, last, ((cue.last, last),), "quoted")
    cue.entry, cue.after, cue.form = _saying(), last + 2, "finite"
    cue.first, cue.last = last + 1, last + 2
    act = Act(cue, holder, "quoted", (min(relay.first, holder.first), last + 2))
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
    if cue.entry.rule in ("ask-whether", "ask-about") and cue.entry.inflection == "past":
        return _told_by_nobody(reading, cue)
    if (housed := _underlined_in(reading, cue)) is not None:
        return housed
    if (
        cue.entry.takes & {"clause", "that", "quote", "infinitive"}
        and cue.entry.inflection == "past"
        and not grammar.in_absolute_phrase(cue.first, reading.tags, reading.lower)
        and _rules_clause(reading, cue)
    ):
        cue.form = "finite"
        return _finite(reading, cue, acts)
    return None


def _underlined_in(reading: Reading, cue: Cue) -> Act | None:
    """ "It is being counted, underlined in the Staff": the body stands behind "in", at the end."""
    body = reading.by_first.get(cue.last + 1)
    if body is None or reading.word(cue.last) != "in" or reading.word(cue.first - 1) not in (",", "–", "—"):
        return None
    if not reading.words[body.head][0].isupper() or body.last < reading.body_end():
        return None
    cue.form = "finite"
    holder = Holder(body.first, body.last, ((body.first, body.last),), "inverted")
    return Act(cue, holder, "inverted", (cue.first, body.last))


def _rules_clause(reading: Reading, cue: Cue) -> bool:
    """Whether a form that may be a participle is the finite verb of its clause: no other follows in it."""
    if (
        reading.tag(cue.last) == "TO"
        and reading.tag(cue.last + 1) == "VB"
        and "infinitive" not in cue.entry.takes
    ):
        return False
    for index in range(cue.last, min(reading.size, cue.last + 20)):
        if (
            reading.lower[index] in ("that", ",", ";", ":")
            or reading.tags[index] in ("WP", "WRB", '"', "IN-that", "WDT")
            or reading.lower[index] in ("whether", "if")
        ):
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
    return _light(reading, cue) or _noun_of_nobody(reading, cue)


def _noun_of_nobody(reading: Reading, cue: Cue) -> Act | None:
    """ "Allegations that …", "calls for …": an act whose holder is not named, but whose content follows."""
    phrase = reading.phrase_over(cue.head)
    if phrase is None or phrase.head != cue.head or cue.entry.rule not in NAMED_ACTS:
        return None
    follows = reading.word(cue.last)
    if follows not in ("that", "for", "about") and not (
        follows == "of" and cue.entry.act in ("claims", "condemns")
    ):
        return None
    return Act(cue, None, "unheld", (cue.first, cue.last))


def _light(reading: Reading, cue: Cue) -> Act | None:
    """A noun that a light verb brings in: "issued *a warning* that"."""
    phrase = reading.phrase_over(cue.head)
    if phrase is None or phrase.head != cue.head or reading.word(phrase.first - 1) not in LIGHT_VERBS:
        return None
    verb = phrase.first - 1
    first = verb
    while first > 0 and (
        reading.tags[first - 1] in ("RB", "MD")
        or reading.lower[first - 1] in ("has", "have", "had", "is", "are", "was", "were")
    ):
        first -= 1
    holder = holder_before(reading, first)
    if holder is None:
        return None
    cue.first = first
    if reading.lower[phrase.first] == "no" and cue.entry.negated:
        cue.negated, cue.act = True, cue.entry.negated
    return _act(reading, cue, holder, "light")


def _evidence(reading: Reading, cue: Cue, acts: list[Act]) -> Act | None:
    """ "Has seen no evidence that …", "said there was no evidence of …"."""
    phrase = reading.phrase_over(cue.head)
    if phrase is None or phrase.head != cue.head:
        return None
    verb = phrase.first - 1
    determiner = reading.lower[phrase.first]
    near = reading.lower[max(0, verb - 4) : phrase.first]
    negated = determiner in ("no", "little") or (
        determiner in ("any", "enough")
        and any(word in ("not", "n't", "never", "without") or word.endswith("n't") for word in near)
    )
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
    first = cue.after
    phrase = reading.by_first.get(first) or reading.by_first[first + 1]
    if reading.is_temporal(phrase) or reading.tags[phrase.head] == "CD":
        return None
    if (
        phrase.last - phrase.first == 1
        and reading.tags[phrase.head] == "NN"
        and not _may_speak(reading, phrase.head)
    ):
        return None
    core = last = noun_chain_after(reading, phrase.first, owner=True)
    if (
        cue.entry.lemma in ("per", "as per")
        and "NNP" not in reading.tags[phrase.first : phrase.last]
        and reading.lower[phrase.head] not in words("sources.documents")
    ):
        return None
    behind_that = reading.lower[max(0, cue.first - 2) : cue.first] == ["that", ","]
    if cue.first > 0 and reading.word(last) == "," and not behind_that:
        extended = with_apposition(reading, last)
        last = extended if extended >= reading.body_end() else last
    holder = Holder(cue.last, last, conjuncts(reading, phrase.first, core), "phrase")
    return Act(cue, holder, "phrase", (cue.first, last))


def _may_speak(reading: Reading, head: int) -> bool:
    """Whether a bare noun can be a source ("according to *police*", not "according to *size*")."""
    word = reading.lower[head]
    return any(word in words(f"sources.{kind}") for kind in ("bodies", "documents", "relaying"))


def _account(reading: Reading, cue: Cue, acts: list[Act]) -> Act | None:
    holder = possessor(reading, cue.head)
    return Act(cue, holder, "phrase", (cue.first, cue.last)) if holder else None


HELD: dict[str, Callable[[Reading, Cue, list[Act]], Act | None]] = {
    "finite": _finite,
    "ing": _participle,
    "infinitive": _infinitive,
    "passive": _passive,
    "reduced": _reduced,
    "noun": _noun,
    "phrase": _phrase,
    "account": _account,
}
