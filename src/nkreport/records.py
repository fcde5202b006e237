"""The records that pass from the finders to the tables: frozen, without behaviour.

Spans are `[start, end)` offsets in code points into the text as it was supplied.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was supplied, with what is known of it.

    `published` and `published_latest` bound the day of publication; `published_basis`
    tells how it is known: `stated`, `url`, `inferred`, or None where it is not known.
    `outlet_basis` does the same for the outlet (`stated`, `url`, `copy`), and `reasons` says why.
    """

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    author: str | None = None
    published: dt.date | None = None
    published_latest: dt.date | None = None
    published_basis: str | None = None
    outlet_basis: str | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InputDocument:
    """One document as it lies in the input, before it is read: its bytes, or the fields of its row.

    `place` names file, member and line for messages; `name` is what an id is made from where the document
    gives none. `format` is one of text, markdown, html, json, feed or row. `charset`, `url` and `day` are
    what the container says of it (a WARC record, an HTTP header). `consumed` counts the bytes of the
    input, as they lie on the disk, that have been read up to and with it.
    """

    place: str
    name: str
    format: str
    content: bytes = b""
    fields: Mapping[str, Any] | None = None
    charset: str | None = None
    url: str | None = None
    day: dt.date | None = None
    consumed: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article lies in the input, and what was said of it there; the same text may lie in several.

    `article_id` is the article that the text is counted as, `supplied_id` the id that it has at this
    place. `charset` is the encoding that the text was read with, None where the format has only one.
    """

    article_id: str
    place: str
    format: str
    charset: str | None = None
    supplied_id: str | None = None
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """An input that was left out or mended, for the table `problems`."""

    article_id: str | None
    place: str
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Furniture:
    """A span of the page that is no part of the article, and why it was left out."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """The words between quotation marks, without the marks; `closed` is False where the mark is missing."""

    start: int
    end: int
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity in general English.

    `start`, `end` and `text` are the numeral itself with its currency or scale word, without its
    modifier. `bound` is one of exact, approximate, lower, upper, range, vague; `value`, `low` and
    `high` follow the codebook. `dimension` is count, money, percent, ratio, length, area, volume,
    mass, duration, speed, temperature, energy, data or calibre. `unit` is the unit's name for
    everything but counts. `counted` is the counted noun phrase verbatim, with its span.
    """

    start: int
    end: int
    text: str
    value: float | None
    low: float | None
    high: float | None
    bound: str = "exact"
    modifier: str | None = None
    counted: str | None = None
    counted_span: Span | None = None
    unit: str | None = None
    dimension: str = "count"
    rule: str = ""


@dataclass(frozen=True, slots=True)
class DateExpression:
    """An expression for days; `low` and `high` are the first and the last day meant, None where open.

    `role` tells what a preposition or tense makes of it: `on`, `since`, `until`, `by`, `before`, `after`
    or `for`.
    """

    start: int
    end: int
    text: str
    low: dt.date | None
    high: dt.date | None
    role: str = "on"
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says what by which words.

    `act` is the codebook's speech act that the cue's rule gives, `quote` direct, indirect or mixed.
    `via` holds the spans of those who relayed it, from nearest to the source outward, the
    addressee of "told AFP" included. `negated` is True where the cue itself is negated ("did not say").
    `sources` are the conjuncts of the source ("X and Y"), and what a relative pronoun stands for; `lemma`
    is the cue as its rule spells it; `scope` is `speech`, or `attitude` for wants and feelings.
    """

    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    act: str = "says"
    quote: str = "indirect"
    via: tuple[Span, ...] = ()
    negated: bool = False
    rule: str = ""
    lemma: str = ""
    sources: tuple[Span, ...] = ()
    scope: str = "speech"


@dataclass(frozen=True, slots=True)
class Source:
    """Who is meant: a canonical name, with the words that name it, and those who relayed it."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """One row of the table `figures`; the columns are those of the codebook."""

    article_id: str
    start: int
    end: int
    text: str
    value: float | None
    low: float | None
    high: float | None
    bound: str
    modifier: str | None
    counted: str | None
    kind: str
    party: str | None
    status: str
    polarity: str
    basis: str
    additional: bool
    place: str | None
    event_start: dt.date | None
    event_end: dt.date | None
    claim_start: dt.date | None
    claim_end: dt.date | None
    source: tuple[str, ...]
    source_text: str | None
    via: tuple[str, ...]
    certainty: str
    sentence: str
    sentence_start: int
    rule: str
    correction: str | None = None


@dataclass(frozen=True, slots=True)
class Assertion:
    """One row of the table `assertions`: one attributed statement and one source."""

    article_id: str
    start: int | None
    end: int | None
    text: str | None
    cue: str
    cue_start: int
    cue_end: int
    source: tuple[str, ...]
    source_text: str | None
    via: tuple[str, ...]
    act: str
    topic: str
    polarity: str
    certainty: str
    quote: str
    claim_start: dt.date | None
    claim_end: dt.date | None
    sentence: str
    sentence_start: int
    rule: str
    correction: str | None = None


@dataclass(frozen=True, slots=True)
class DeclaredUnknown:
    """One row of the table `unknowns`: a source that says it does not know or will not give a number."""

    article_id: str
    start: int
    end: int
    text: str
    kind: str
    party: str | None
    source: tuple[str, ...]
    via: tuple[str, ...]
    claim_start: dt.date | None
    claim_end: dt.date | None
    sentence: str
    sentence_start: int
    rule: str
    correction: str | None = None
