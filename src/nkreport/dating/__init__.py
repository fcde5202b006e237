"""The day of an article that states none, narrowed from its own words.

Every constraint is kept with the words that gave it. Footers and days of crawling are no evidence:
page furniture is left out of the document before anything is read.
"""

from __future__ import annotations

from collections.abc import Sequence

from nkreport.dates.offices import Roster, shipped_roster
from nkreport.dating.evidence import (
    EARLIEST,
    LATEST,
    Constraint,
    Dating,
    Event,
    Interval,
    Reading,
    shipped_events,
    with_events,
)
from nkreport.dating.occasions import of_events
from nkreport.dating.officials import of_offices
from nkreport.dating.stated import of_weekdays, of_years, wrong_weekdays
from nkreport.records import Article
from nkreport.text import Document, read_document

__all__ = ["Constraint", "Dating", "Event", "date_article", "shipped_events", "with_events"]


def date_article(
    article: Article,
    *,
    roster: Roster | None = None,
    events: Sequence[Event] | None = None,
    document: Document | None = None,
) -> Dating:
    """Narrow an article's day from its own words, and check a recorded day against them.

    >>> text = "Secretary of State Marco Rubio spoke before the summit in Alaska."
    >>> dating = date_article(Article("a", text))
    >>> dating.low.isoformat(), dating.basis, dating.constraints[0].text
    ('2025-01-18', 'inferred', 'Secretary of State Marco Rubio')
    """
    document = document or read_document(article.text)
    roster = roster or shipped_roster()
    reading = Reading(document, roster)
    found = [
        *of_offices(reading, roster),
        *of_years(reading),
        *of_weekdays(reading),
        *of_events(reading, shipped_events() if events is None else tuple(events)),
    ]
    kept, left_out = agreeing(list({(one.says, one.kind): one for one in found[::-1]}.values())[::-1])
    allowed = meet_all(kept)
    low, high = allowed[0][0], allowed[-1][1]
    warnings = [f"left out, as it contradicts the rest: {one.says}" for one in left_out]
    warnings += contradictions(article, kept, allowed) + list(wrong_weekdays(reading))
    return Dating(
        None if low == EARLIEST else low,
        None if high == LATEST else high,
        "inferred" if kept else "not decidable",
        tuple(kept),
        tuple(warnings),
    )


def meet(one: Sequence[Interval], other: Sequence[Interval]) -> tuple[Interval, ...]:
    """The days in both."""
    met = [(max(a, c), min(b, d)) for a, b in one for c, d in other if max(a, c) <= min(b, d)]
    return tuple(sorted(met))


def meet_all(constraints: Sequence[Constraint]) -> tuple[Interval, ...]:
    allowed: tuple[Interval, ...] = ((EARLIEST, LATEST),)
    for one in constraints:
        allowed = meet(allowed, one.allowed)
    return allowed


def agreeing(found: Sequence[Constraint]) -> tuple[list[Constraint], list[Constraint]]:
    """The constraints that hold together; firm ones first, then those that leave the latest days.

    An article may look back on what others awaited, but it cannot look back from before: where two
    contradict each other, the one that asks for earlier days gives way.
    """
    firm = sorted((one for one in found if one.firm), key=lambda one: one.start)
    others = sorted(
        (one for one in found if not one.firm),
        key=lambda one: (-one.allowed[-1][1].toordinal() if one.allowed else 0, one.start),
    )
    allowed: tuple[Interval, ...] = ((EARLIEST, LATEST),)
    kept, left_out = [], []
    for one in firm + others:
        narrowed = meet(allowed, one.allowed)
        if narrowed:
            allowed = narrowed
            kept.append(one)
        else:
            left_out.append(one)
    return sorted(kept, key=lambda one: one.start), left_out


def contradictions(article: Article, kept: Sequence[Constraint], allowed: Sequence[Interval]) -> list[str]:
    """A recorded day that the article's own words exclude."""
    if article.published is None:
        return []
    recorded = ((article.published, article.published_latest or article.published),)
    if meet(recorded, allowed):
        return []
    against = [one.says for one in kept if not meet(recorded, one.allowed)]
    return [f"recorded as {article.published}, but {says}" for says in against] or [
        f"recorded as {article.published}, which its words together exclude"
    ]
