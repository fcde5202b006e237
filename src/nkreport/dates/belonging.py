"""Whose days are they: those on which a claim was made, or those of the event that it is about.

Distance does not tell ("said that troops arrived in October"). Each expression is therefore hung on a
verb, its host: the nearest one before it inside its stretch of the sentence, else the next one after it.
Stretches end at commas, colons, semicolons, dashes, brackets, quotation marks, and at words that open a
clause. What is hosted by the cue is the claim's; what is hosted by the verb of the number is the event's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from nkreport import grammar
from nkreport.dates import calendar as cal
from nkreport.dates.calendar import Days
from nkreport.dates.hosting import (
    BREAKS,
    OPENERS,
    Hosted,
    cue_tokens,
    distance,
    host_after,
    host_before,
    host_of,
    in_sentence,
    semicolon_between,
)
from nkreport.dates.patterns import word_set
from nkreport.records import DateExpression, Span
from nkreport.text import Document, Sentence

CONJUNCTIONS = frozenset(
    ("after", "before", "because", "although", "though", "while", "as", "if", "since", "until", "unless")
)
# What opens another statement instead of reporting the one before it.
CONTRASTS = frozenset(
    ("but", "while", "and", "although", "though", "as", "when", "after", "before", "because", "since")
)
AT_THE_TIME = (("at", "the", "time"), ("at", "that", "time"))
PLAIN = frozenset(("said", "told", "wrote"))
# "In October" is no occasion that a later "he said" may go on with; a week is the longest.
LONGEST_OCCASION = 7


def claim_days(
    document: Document,
    sentence: Sentence,
    cue: Span,
    reference: dt.date | None,
    expressions: Sequence[DateExpression],
    *,
    content: Sequence[Span] = (),
    earlier: Days | None = None,
    shared: Days | None = None,
) -> Days:
    """The first and the last day on which a claim was made.

    `cue` is the span of the reporting words in `sentence`, `content` the spans of what is said, whose own
    dates are not the claim's; `expressions` are all of the document's, in order. Where the sentence gives
    no day: `earlier`, the days of the same source's last statement, if the words go on with it ("he added";
    the caller passes it for statements a few sentences back), else `reference` for both. `shared` are the
    days of another statement of the sentence that hold for this one too.

    >>> from nkreport.dates import find_dates
    >>> from nkreport.text import read_document
    >>> document = read_document("Seoul first said in October that the troops had left in September.")
    >>> day = dt.date(2024, 12, 2)
    >>> found = list(find_dates(document, reference=day))
    >>> days = claim_days(document, document.sentences[0], (12, 16), day, found)
    >>> [one.isoformat() for one in days]
    ['2024-10-01', '2024-10-31']
    """
    stated = stated_days(document, sentence, cue, reference, expressions, content=content)
    if stated is not None:
        return stated
    if shared is not None:
        return shared
    if earlier is not None and is_occasion(earlier) and continues(sentence, cue):
        return earlier
    return reference, reference


def stated_days(
    document: Document,
    sentence: Sentence,
    cue: Span,
    reference: dt.date | None,
    expressions: Sequence[DateExpression],
    *,
    content: Sequence[Span] = (),
) -> Days | None:
    """The days of a claim that its own sentence gives, or None."""
    found = claim_expression(document, sentence, cue, expressions, content=content, reference=reference)
    return _until(found, reference) if found is not None and found.low is not None else None


def claim_expression(
    document: Document,
    sentence: Sentence,
    cue: Span,
    expressions: Sequence[DateExpression],
    *,
    content: Sequence[Span] = (),
    reference: dt.date | None = None,
) -> DateExpression | None:
    """The expression that tells when a claim was made, or None."""
    inside = in_sentence(sentence, expressions)
    if not inside:
        return None
    at_the_time = _at_the_time(sentence, cue, inside)
    if at_the_time:
        return at_the_time
    candidates = [one for one in inside if one.low is None or reference is None or one.low <= reference]
    quoted = document.quotation_at(cue[0])
    hosted = [
        host_of(sentence, one)
        for one in candidates
        if one.role in ("on", "for", "after")
        and (not _within(one.start, content) or _before_order(sentence, one, content))
        and document.quotation_at(one.start) in (None, quoted)
    ]
    return _best_claim(sentence, hosted, cue_tokens(sentence, cue))


def _before_order(sentence: Sentence, one: DateExpression, content: Sequence[Span]) -> bool:
    """Whether a day stands between those told and what they are told to do: "told them *on Monday* to go"."""
    first, last = sentence.token_at(content[0][0]), sentence.token_at(one.end - 1) + 1
    told = sentence.lower[last : last + 1] == ["to"]
    return told and not any(first <= group.first < last for group in grammar.verb_groups(sentence))


def _best_claim(sentence: Sentence, hosted: list[Hosted], cue: tuple[int, int]) -> DateExpression | None:
    groups = grammar.verb_groups(sentence)
    own = [one for one in hosted if _is_hosted(one, groups, cue)]
    if own:
        return min(own, key=lambda one: distance(one, cue)).expression
    beside = [one for one in hosted if _tells_occasion(sentence, one, groups, cue)]
    if beside:
        return min(beside, key=lambda one: distance(one, cue)).expression
    if _is_present(sentence, cue):
        return _reporting(sentence, hosted, groups, cue)
    shared = [one for one in hosted if _governs(sentence, one, groups, cue)]
    return shared[-1].expression if shared else _reporting(sentence, hosted, groups, cue)


def _reporting(
    sentence: Sentence, hosted: list[Hosted], groups: list[grammar.VerbGroup], cue: tuple[int, int]
) -> DateExpression | None:
    """ "The agency believes they have left, its spokesman said Thursday": the outer statement's day."""
    for one in hosted:
        group = groups[one.host] if one.host is not None else None
        if group and cue[1] <= group.first < one.first and sentence.lower[group.head] in grammar.SPEECH_PAST:
            between = sentence.lower[cue[1] : group.first]
            speaker = between[len(between) - between[::-1].index(",") :] if "," in between else None
            if speaker is not None and not CONTRASTS & set(speaker):
                return one.expression
    return None


def _is_hosted(one: Hosted, groups: list[grammar.VerbGroup], cue: tuple[int, int]) -> bool:
    if one.host is None:
        return False
    group = groups[one.host]
    return group.first < cue[1] and cue[0] < group.last


def _tells_occasion(
    sentence: Sentence, one: Hosted, groups: list[grammar.VerbGroup], cue: tuple[int, int]
) -> bool:
    """A verb beside the cue that tells of its occasion: "asked on Monday …, he said"."""
    if one.host is None:
        return False
    host = groups[one.host]
    between = sentence.lower[one.last : cue[0]]
    if (
        sentence.lower[host.head] not in word_set("occasions")
        or semicolon_between(sentence, one.first, cue[0])
        or "but" in between
    ):
        return False
    # What opens between host and cue is another clause: "asked on Monday about men who, X said, …".
    openers = [index for index in range(one.last, cue[0]) if grammar.tags(sentence)[index] in OPENERS]
    closed = sentence.lower[cue[0] - 1] == ","
    return all(
        grammar.tags(sentence)[index - 1] == "IN" or (closed and sentence.lower[index - 1] == ",")
        for index in openers
    )


def _governs(sentence: Sentence, one: Hosted, groups: list[grammar.VerbGroup], cue: tuple[int, int]) -> bool:
    """Whether an expression before the cue holds for all of it: at its head, or at an earlier main verb."""
    if one.last > cue[0] or semicolon_between(sentence, one.last, cue[0]) or one.expression.role != "on":
        return False
    if one.host is None:
        return True
    group = groups[one.host]
    told = _group_of(sentence, cue)
    if group.form != "finite" or group.tense != "past" or (told is not None and told.group.form == "VBN"):
        return False
    return "but" not in sentence.lower[one.last : cue[0]] and not _in_relative(sentence, group.first)


def _in_relative(sentence: Sentence, at: int) -> bool:
    """Whether a verb stands in a relative clause: "who", "which" or "that" opens its stretch."""
    found = grammar.tags(sentence)
    for index in range(at - 1, max(-1, at - 8), -1):
        if found[index] in OPENERS or sentence.lower[index] in CONJUNCTIONS:
            return True
        if found[index] in BREAKS or found[index] in grammar.VERBAL:
            return False
    return False


def _within(offset: int, spans: Sequence[Span]) -> bool:
    return any(start <= offset < end for start, end in spans)


def _at_the_time(sentence: Sentence, cue: Span, inside: list[DateExpression]) -> DateExpression | None:
    """ "… in January, officials said at the time": the days of what is told."""
    end = cue_tokens(sentence, cue)[1]
    if any(tuple(sentence.lower[end + skip : end + skip + 3]) in AT_THE_TIME for skip in range(3)):
        return max((one for one in inside if one.end <= cue[0]), key=lambda one: one.end, default=None)
    return None


def _until(found: DateExpression, reference: dt.date | None) -> Days:
    """A claim is no younger than its article."""
    if reference is None or found.high is None or found.low is None or found.low > reference:
        return found.low, found.high
    return found.low, min(found.high, reference)


def _group_of(sentence: Sentence, cue: tuple[int, int]) -> grammar.Clause | None:
    return next(
        (one for one in grammar.clauses(sentence) if one.group.first < cue[1] and cue[0] < one.group.last),
        None,
    )


def _is_present(sentence: Sentence, cue: tuple[int, int]) -> bool:
    """Whether a cue tells of now ("refuses", "cannot confirm"), whatever else the sentence tells of."""
    clause = _group_of(sentence, cue)
    return clause is not None and clause.group.tense == "present" and not clause.group.perfect


def is_occasion(days: Days) -> bool:
    """Whether days are few enough to be one occasion that a later "he said" may go on with."""
    low, high = days
    return low is not None and high is not None and (high - low).days <= LONGEST_OCCASION


def continues(sentence: Sentence, cue: Span) -> bool:
    """Whether a cue without a day goes on with an earlier occasion: "he said", "she added", in the past."""
    tokens = cue_tokens(sentence, cue)
    clause = _group_of(sentence, tokens)
    if clause is None:
        return sentence.lower[tokens[0] - 1 : tokens[0]] in (["his"], ["her"])
    if clause.group.tense in ("present", "future") and not clause.group.perfect:
        return False
    speaker = sentence.lower[clause.subject_head] if clause.subject_head is not None else ""
    verb = sentence.lower[clause.group.head]
    plainly = verb in PLAIN and not clause.group.passive
    also = "also" in sentence.lower[max(0, tokens[0] - 1) : tokens[1]]
    return plainly or also or speaker in ("he", "she") or verb in word_set("continuing")


def goes_on(sentence: Sentence, cue: Span, *, inside: bool) -> bool:
    """Whether a statement was made on the occasion of another one in its sentence.

    Inside what the other one says, also in the present: "said on Monday that it *expects* more".
    """
    clause = _group_of(sentence, cue_tokens(sentence, cue))
    if clause is None:
        return True
    group = clause.group
    agent = sentence.lower[group.last : group.last + 1] == ["by"]
    if group.perfect or group.tense == "future" or group.passive or agent:
        return False
    return inside or group.tense != "present" or group.form == "VBG"


LATER = frozenset(("later", "afterwards", "after"))
SOON = frozenset(("hours", "minutes", "shortly", "soon", "moments", "day", "evening"))


def later_that_day(sentence: Sentence, cue: Span) -> bool:
    """Whether something was said soon after what was told before: "said *hours later*"."""
    first, last = cue_tokens(sentence, cue)
    for low, high in ((max(0, first - 3), first), (last, last + 3)):
        near = sentence.lower[low:high]
        if not LATER.isdisjoint(near) and not SOON.isdisjoint(near):
            return True
    return False


def occasions_in(
    sentence: Sentence, expressions: Sequence[DateExpression], reference: dt.date | None
) -> list[tuple[Span, Days]]:
    """Who was speaking on which days, where a sentence tells of that: "she spoke to the press on Friday".

    The spans are those of the subjects, "who" among them.
    """
    inside = in_sentence(sentence, expressions)
    if not inside or word_set("occasions").isdisjoint(sentence.lower):
        return []
    found = []
    for expression in inside:
        if expression.role != "on" or expression.low is None or (reference and expression.low > reference):
            continue
        host = host_of(sentence, expression).host
        head = grammar.verb_groups(sentence)[host].head if host is not None else -1
        clause = next((one for one in grammar.clauses(sentence) if one.group.head == head), None)
        if clause is None or clause.subject is None or sentence.lower[head] not in word_set("occasions"):
            continue
        subject = (sentence.starts[clause.subject[0]], sentence.ends[clause.subject[1] - 1])
        found.append((subject, _until(expression, reference)))
    return found


# --- the event ---------------------------------------------------------------------------------------


def event_days(
    document: Document,
    sentence: Sentence,
    span: Span,
    content: Sequence[Span],
    reference: dt.date | None,
    claim: Days,
    expressions: Sequence[DateExpression],
    *,
    claimed: Sequence[DateExpression] = (),
    cues: Sequence[Span] = (),
) -> Days:
    """The first and the last day of the event that a number is about; None where the text does not say.

    `claim` are the claim's days: "since January" ends on the last of them, "by December" begins with the
    first. `content` are the spans of what is said, `claimed` the expressions that `claim_expression` gave for
    the sentence's cues, `cues` their spans: neither tells of the event, unless it stands inside the content.

    >>> from nkreport.dates import find_dates
    >>> from nkreport.text import read_document
    >>> document = read_document("It has sent 3,000 more since January, Seoul said.")
    >>> day = dt.date(2025, 2, 27)
    >>> found = list(find_dates(document, reference=day))
    >>> days = event_days(document, document.sentences[0], (12, 17), [(0, 36)], day, (day, day), found)
    >>> [one.isoformat() for one in days]
    ['2025-01-01', '2025-02-27']
    """
    candidates = [one for one in in_sentence(sentence, expressions) if one.low is not None]
    around = min(
        (one for one in content if one[0] <= span[0] < one[1]), key=lambda one: one[1] - one[0], default=None
    )
    inside = [one for one in candidates if around and around[0] <= one.start < around[1]]
    if not inside:
        told = {one.start for one in claimed}
        candidates = [one for one in candidates if one.start not in told and (not around or one.role != "on")]
    candidates = inside or candidates
    if not candidates:
        return cal.NOWHERE
    skipped = _groups_of(sentence, cues)
    chosen = _event_expression(sentence, span, [host_of(sentence, one, skipped) for one in candidates])
    return event_interval(chosen.expression, claim) if chosen else cal.NOWHERE


def _groups_of(sentence: Sentence, cues: Sequence[Span]) -> frozenset[int]:
    """The verb groups of the sentence's cues."""
    kept: dict[tuple[Span, ...], frozenset[int]] = sentence.__dict__.setdefault("cue_groups", {})
    key = tuple(cues)
    if key not in kept:
        tokens = [cue_tokens(sentence, cue) for cue in cues if sentence.start <= cue[0] < sentence.end]
        kept[key] = frozenset(
            place
            for place, group in enumerate(grammar.verb_groups(sentence))
            if any(group.first < last and first < group.last for first, last in tokens)
        )
    return kept[key]


def _event_expression(sentence: Sentence, span: Span, hosted: list[Hosted]) -> Hosted | None:
    number = cue_tokens(sentence, span)
    beside = [one for one in hosted if _right_behind(sentence, one, number)]
    if beside:
        return beside[0]
    groups = grammar.verb_groups(sentence)
    wanted = _hosts_of_number(sentence, number)
    own = [
        one
        for one in hosted
        if one.host is not None and one.host in wanted and not _other_phrase(sentence, one, groups, number)
    ]
    return min(own, key=lambda one: distance(one, number)) if own else None


def _right_behind(sentence: Sentence, one: Hosted, number: tuple[int, int]) -> bool:
    """ "about 100,000 on Jan. 30": nothing but nouns and prepositions between, and no verb."""
    if one.first < number[1] or one.first - number[1] > 6:
        return False
    found = grammar.tags(sentence)[number[1] : one.first]
    return not any(tag in grammar.VERBAL or tag in BREAKS or tag in OPENERS for tag in found)


def _hosts_of_number(sentence: Sentence, number: tuple[int, int]) -> set[int]:
    """The verbs that a number is subject or object of, with participles and infinitives that hang on them."""
    groups = grammar.verb_groups(sentence)
    wanted = {
        index
        for index, clause in enumerate(grammar.clauses(sentence))
        if clause.subject and clause.subject[0] < number[1] and number[0] < clause.subject[1]
    }
    including = frozenset(
        place for place, group in enumerate(groups) if sentence.lower[group.head] == "including"
    )
    before = host_before(sentence, number[0], including, over_commas=bool(including))
    if before is None and not wanted:
        before = host_before(sentence, number[0], over_commas=True)
    if before is None and not wanted:
        before = host_after(sentence, number[1])
    if before is not None:
        wanted.add(before)
    for place, group in enumerate(groups):
        if group.governor is not None and any(groups[one].head == group.governor for one in wanted):
            wanted.add(place)
        if group.form == "VBN" and 0 <= group.first - number[1] <= 4:
            wanted.add(place)
    return wanted


def _other_phrase(
    sentence: Sentence, one: Hosted, groups: list[grammar.VerbGroup], number: tuple[int, int]
) -> bool:
    """Whether a stronger break stands between the number and the expression than a comma."""
    return semicolon_between(sentence, one.first, number[0])


def event_interval(expression: DateExpression, claim: Days) -> Days:
    """The days that an expression gives an event: its role, and the claim's days, set the open end.

    >>> from nkreport.records import DateExpression
    >>> december = DateExpression(0, 8, "December", dt.date(2024, 12, 1), dt.date(2024, 12, 31), "by")
    >>> [day.isoformat() for day in event_interval(december, (dt.date(2024, 10, 23), dt.date(2024, 10, 23)))]
    ['2024-10-23', '2024-12-31']
    """
    low, high = expression.low, expression.high
    first, last = claim
    if expression.role in ("since", "after"):
        return low, last if low and last and low <= last else high
    if expression.role in ("by", "before"):
        return (first if first and high and first <= high else low), high
    if expression.role == "until":
        return None, high
    if low and high and last and low <= last < high:
        return low, last
    return low, high
