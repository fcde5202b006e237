"""From cues, holders and contents to attributions, sentence by sentence and over sentences."""

from __future__ import annotations

from collections.abc import Iterator

from nkreport.attribution.asides import likewise, may_be_ellipsis, may_lack_verb, without_verb
from nkreport.attribution.contents import Act
from nkreport.attribution.cues import Cue, find_cues, sentence_cues, tagged_cues
from nkreport.attribution.filling import fill, limit_of
from nkreport.attribution.lexicon import words
from nkreport.attribution.linking import held
from nkreport.attribution.outcome import attribution_of
from nkreport.attribution.quoting import Quotes, marked, next_paragraphs
from nkreport.attribution.reading import Reading
from nkreport.grammar import tags
from nkreport.records import Attribution
from nkreport.text import Document


def document_acts(document: Document) -> Iterator[Attribution]:
    """The attributions of a document in order of their cue."""
    quotes = Quotes(document)
    found: list[tuple[Reading, list[Act]]] = []
    for sentence in document.sentences:
        if find_cues(sentence.lower):
            places = tagged_cues(sentence.lower, tags(sentence))
            if places or may_lack_verb(sentence.lower):
                reading = Reading(document, sentence)
                if acts := sentence_acts(reading, places, quotes) or without_verb(reading, quotes):
                    found.append((reading, acts))
                    continue
        if may_be_ellipsis(sentence.lower) and found and found[-1][0].sentence.index == sentence.index - 1:
            reading = Reading(document, sentence)
            if acts := likewise(reading, found[-1][1][-1]):
                found.append((reading, acts))
    if quotes.order:
        _continue_quotes(found, quotes)
    for reading, acts in found:
        for act in acts:
            yield attribution_of(reading, act, quotes)


def _continue_quotes(found: list[tuple[Reading, list[Act]]], quotes: Quotes) -> None:
    """Give a quotation that opens the next sentence ("No," he said. "*Never.*") to the act before it."""
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


def sentence_acts(reading: Reading, places: list[int], quotes: Quotes) -> list[Act]:
    """The acts of a sentence with their holders and contents."""
    acts: list[Act] = []
    for cue in sentence_cues(reading, places):
        if quotes.order and _is_quoted(reading, cue, quotes):
            continue
        if acts and cue.head < acts[-1].cue.after and cue.form == "ing":
            continue
        act = held(reading, cue, acts)
        if act is not None:
            acts.append(act)
    if not acts:
        return acts
    found: list[Act] = []
    for number, act in enumerate(acts):
        limit = limit_of(reading, act, acts[number + 1 :])
        if fill(reading, act, limit, quotes, found):
            found.append(act)
    _relay(found)
    return _without_nested(reading, found)


def _relay(acts: list[Act]) -> None:
    """Who cites a source relays it: "*the paper* said, citing *officials*" has the officials' words."""
    for citing in acts:
        if (
            citing.cue.entry.rule != "quote-other"
            or citing.cue.form != "ing"
            or not citing.origin
            or citing.holder is None
        ):
            continue
        for act in acts:
            if (
                act is not citing
                and act.holder
                and (act.holder.first, act.holder.last) == (citing.holder.first, citing.holder.last)
            ):
                act.origin, act.via = citing.origin, (citing.holder.first, citing.holder.last)


def _is_quoted(reading: Reading, cue: Cue, quotes: Quotes) -> bool:
    """Whether a cue stands in a quotation of more than a few words: what is quoted is not taken apart."""
    quotation = quotes.inside(reading.starts[cue.head])
    return quotation is not None and (
        quotation.start < reading.starts[cue.first] or quotation.end > reading.ends[cue.last - 1]
    )


def _without_nested(reading: Reading, acts: list[Act]) -> list[Act]:
    """Leave out wants, feelings and nouns that stand inside what somebody else is reported to say."""
    kept: list[Act] = []
    for act in acts:
        start = reading.starts[act.cue.first]
        inside = any(
            other is not act and any(begin <= start < end for begin, end in other.content) for other in acts
        )
        if inside and (
            act.cue.entry.scope == "attitude"
            or act.link == "possessive"
            or not act.cue.entry.nested
            or _is_evidence(reading, act)
        ):
            continue
        kept.append(act)
    return kept


def _is_evidence(reading: Reading, act: Act) -> bool:
    """Whether the holder is what a speaker goes by ("said that *intelligence* indicated …"), no speaker."""
    holder = act.holder
    return holder is not None and holder.last - holder.first == 1 and (
        reading.lower[holder.first] in words("sources.evidence")
    )
