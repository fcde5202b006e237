"""From an act to the attribution that the finder yields."""

from __future__ import annotations

from nkreport.attribution.contents import Act
from nkreport.attribution.holders import is_listed_thing, is_thing
from nkreport.attribution.lexicon import words
from nkreport.attribution.quoting import Quotes
from nkreport.attribution.reading import Reading
from nkreport.records import Attribution, Span


def attribution_of(reading: Reading, act: Act, quotes: Quotes) -> Attribution:
    cue, holder = act.cue, act.holder
    cue_span = reading.span(cue.first, cue.last)
    source = reading.span(holder.first, holder.last) if holder else None
    if cue.clitic:
        middle = reading.starts[cue.first] + reading.lower[cue.first].index("'")
        source, cue_span = (reading.starts[cue.first], middle), (middle, cue_span[1])
    return Attribution(
        source=source,
        cue=cue_span,
        content=tuple(sorted(span for span in act.content if span[0] < span[1])),
        act=_act_name(reading, act),
        quote=_quote_kind(act, quotes),
        via=(reading.span(*act.via),) if act.via else (),
        negated=cue.negated,
        rule=cue.entry.rule,
        lemma=cue.entry.lemma,
        sources=_sources(reading, act, source),
        scope=_scope(reading, act),
    )


# Rules whose verbs are as often said of things: "the data suggest", "the deal offers".
OF_THINGS = frozenset(
    """
    assess say-of-things speak-about seek press commit offer urge warn call describe confirm deny doubt
    claim state condemn praise
    """.split()
)


def _scope(reading: Reading, act: Act) -> str:
    """`attitude` where the cue's rule says so, where a thing "suggests", or where nobody really speaks."""
    if act.holder is None:
        return "speech" if act.cue.entry.rule == "tell" else "attitude"
    if _is_supposed(reading, act):
        return "attitude"
    if act.link == "agent" and reading.lower[act.cue.first - 1 : act.cue.first] == ["as"]:
        return "relay"
    if act.cue.negated and act.cue.act in ("declines", "doubts") and not is_listed_thing(reading, act.holder):
        return (
            "speech" if act.cue.entry.scope == "speech" or act.cue.act == "declines" else act.cue.entry.scope
        )
    if (
        act.cue.entry.rule in OF_THINGS
        and act.link in ("subject", "apposition", "participle", "noun participle", "relative", "coordinate")
        and is_thing(reading, act.holder)
    ):
        return "attitude"
    return act.cue.entry.scope


def _is_supposed(reading: Reading, act: Act) -> bool:
    """Whether the act is only supposed: "if the council remains silent"."""
    first = act.holder.first if act.holder else act.cue.first
    return act.link == "subject" and reading.lower[first - 1 : first] in (["if"], ["unless"], ["whether"])


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
    called = entry.rule == "call" and _is_untrue(reading, act)
    if called or (entry.rule == "describe" and _as_untrue(reading, act)):
        return "denies"
    return act.cue.act


def _is_untrue(reading: Reading, act: Act) -> bool:
    untrue = words("content.untrue")
    for start, end in act.content:
        last = reading.text[start:end].lower()
        if any(word.strip("“”\"'.,’‘") in untrue for word in last.split()):
            return True
    return False


def _as_untrue(reading: Reading, act: Act) -> bool:
    """Whether it is described "as a smear", "as pure fiction"; described lies are none."""
    untrue = words("content.untrue")
    for start, end in act.content:
        _, found, last = reading.text[start:end].lower().partition(" as ")
        if found and any(word.strip("“”\"'.,’‘") in untrue for word in last.split()):
            return True
    return False


def _quote_kind(act: Act, quotes: Quotes) -> str:
    if act.quoted:
        return "direct"
    inside = quotes.order and any(quotes.within(start, end) for start, end in act.content)
    return "mixed" if inside else "indirect"
