"""Which verb an expression for days hangs on, and which expressions a sentence holds.

An expression's host is the nearest verb before it inside its stretch of the sentence, else the next one after
it. Stretches end at commas, colons, semicolons, dashes, brackets, quotation marks, and at words that open a
clause.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nkreport import grammar
from nkreport.records import DateExpression, Span
from nkreport.text import Sentence

BREAKS = frozenset((",", ";", ":", "–", "—", "(", ")", "[", "]", "•", "-"))
HARD_BREAKS = frozenset((";", "•"))
MARKS = frozenset('“”"„«»')
OPENERS = frozenset(("WP", "WDT", "IN-that", "WRB"))
RELATIVE = frozenset(("WP", "WDT"))


@dataclass(frozen=True, slots=True)
class Hosted:
    """An expression as tokens `[first, last)`, and the index of its host among the verb groups, or None."""

    expression: DateExpression
    first: int
    last: int
    host: int | None


def in_sentence(sentence: Sentence, expressions: Sequence[DateExpression]) -> list[DateExpression]:
    """The expressions that stand in a sentence, out of all of a document's; sorted once for all sentences."""
    document = sentence.document
    kept = document.__dict__.get("expressions_by_sentence")
    if kept is None or kept[0] is not expressions:
        by_sentence: dict[int, list[DateExpression]] = {}
        for expression in expressions:
            if (around := document.sentence_at(expression.start)) is not None:
                by_sentence.setdefault(around.index, []).append(expression)
        kept = document.__dict__["expressions_by_sentence"] = (expressions, by_sentence)
    found: list[DateExpression] = kept[1].get(sentence.index, [])
    return found


def host_of(sentence: Sentence, expression: DateExpression, skipped: frozenset[int] = frozenset()) -> Hosted:
    """Hang an expression on the verb that it tells the time of; `skipped` verb groups cannot be it."""
    kept: dict[tuple[DateExpression, frozenset[int]], Hosted] = sentence.__dict__.setdefault("hosted", {})
    key = expression, skipped
    if key not in kept:
        kept[key] = _host_of(sentence, expression, skipped)
    return kept[key]


def _host_of(sentence: Sentence, expression: DateExpression, skipped: frozenset[int]) -> Hosted:
    first = sentence.token_at(expression.start)
    last = sentence.token_at(max(expression.start, expression.end - 1)) + 1
    host = host_before(sentence, first, skipped)
    if host is None:
        host = host_after(sentence, last, skipped)
    if host is None:
        host = host_before(sentence, first, skipped, over_commas=True)
    return Hosted(expression, first, last, host)


def _heads(sentence: Sentence) -> dict[int, int]:
    """Token → verb group; a lone verb behind an article is a noun that the tagger took for one."""
    kept: dict[int, int] | None = sentence.__dict__.get("verb_heads")
    if kept is None:
        found = grammar.tags(sentence)
        kept = sentence.__dict__["verb_heads"] = {
            index: place
            for place, group in enumerate(grammar.verb_groups(sentence))
            if not _is_mistaken(found, group)
            for index in range(group.first, group.last)
        }
    return kept


def _is_mistaken(found: list[str], group: grammar.VerbGroup) -> bool:
    """Whether it is no verb, a lone form behind an article or a preposition ("near occupied Kherson")."""
    if group.last - group.first > 1 or group.first == 0:
        return False
    before = found[group.first - 1]
    return before in ("DT", "PRP$", "POS") or (before == "IN" and found[group.first] in ("VBD", "VBN"))


def host_before(
    sentence: Sentence, at: int, skipped: frozenset[int] = frozenset(), *, over_commas: bool = False
) -> int | None:
    found, words, heads = grammar.tags(sentence), sentence.words, _heads(sentence)
    index = at - 1
    while index >= 0:
        if index in heads and heads[index] not in skipped:
            return heads[index]
        if words[index] in '”"»' and index + 1 < at and (opening := _opening(words, index)) is not None:
            index = opening - 1
            continue
        if found[index] in OPENERS or words[index] in MARKS or words[index] in HARD_BREAKS:
            return None
        if found[index] in BREAKS and not over_commas:
            return None
        index -= 1
    return None


def _opening(words: list[str], closing: int) -> int | None:
    """The token that opens the quotation closed here, when it is in the sentence."""
    opens = {"”": "“", '"': '"', "»": "«"}[words[closing]]
    return next((index for index in range(closing - 1, -1, -1) if words[index] == opens), None)


def host_after(sentence: Sentence, at: int, skipped: frozenset[int] = frozenset()) -> int | None:
    """The next finite verb that is in no relative clause; "On Monday, Kim, who leads the party, said …"."""
    found = grammar.tags(sentence)
    for number, group in enumerate(grammar.verb_groups(sentence)):
        if number in skipped or _is_mistaken(found, group):
            continue
        if group.first >= at and group.form == "finite" and not _opened_relative(sentence, at, group.first):
            return number
        if group.first >= at and group.form == "VBG" and group.first - at <= 1:
            return number
    return None


def _opened_relative(sentence: Sentence, start: int, verb: int) -> bool:
    found = grammar.tags(sentence)
    for index in range(verb - 1, max(start, verb - 8) - 1, -1):
        if found[index] in RELATIVE:
            return True
        if found[index] in BREAKS or found[index] in grammar.VERBAL:
            return False
    return False


def distance(one: Hosted, cue: tuple[int, int]) -> int:
    """Tokens between; what stands right behind the cue ("said Thursday") comes first."""
    return one.first - cue[1] if one.first >= cue[1] else 2 + cue[0] - one.last


def semicolon_between(sentence: Sentence, start: int, end: int) -> bool:
    low, high = sorted((start, end))
    return not HARD_BREAKS.isdisjoint(sentence.words[low:high])


def cue_tokens(sentence: Sentence, cue: Span) -> tuple[int, int]:
    return sentence.token_at(cue[0]), sentence.token_at(max(cue[0], cue[1] - 1)) + 1
