"""Fields → an article with its place, and what is wrong with them.

A fault in `id` or `text` leaves the article out; a fault in another field leaves the field out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from nkreport.articles.days import day_of
from nkreport.articles.mapping import Mapped, mapped
from nkreport.articles.words import cut, encodable, kind, printable
from nkreport.limits import Limits
from nkreport.records import Article, InputDocument, Place, Problem

Parsed = list[tuple[Article, Place] | Problem]
OPTIONAL = ("title", "outlet", "url", "author")
OWN = ("text", "id", *OPTIONAL, "published")  # their own names: of another kind they are a fault, not unknown
HALF = "half a character (a lone surrogate)"
CONTROLS = frozenset(map(chr, range(32))) - set("\t\n\r\f\v\x1b")
FEW_CONTROLS = 0.01  # share of signs; text that was broken once has a few, what is no text has many


def article_of_fields(
    record: Mapping[str, Any],
    document: InputDocument,
    limits: Limits,
    *,
    found: Mapping[str, Mapped] | None = None,
    part: str = "",
    charset: str | None = None,
) -> Parsed:
    """The article of a record, a line of JSON or a row, with every fault of it.

    `found` is what was mapped of the record before, `part` its number in a list.
    """
    found = mapped(record, limits=limits) if found is None else found
    place = document.place + (f" item {part}" if part else "")
    name = document.name + (f"#{part}" if part else "")
    identity, what = identity_of(found, record, name, limits)
    if what is None:
        what = _missing(found, record) or text_fault(found["text"].value, limits)
    if what is not None:
        return [Problem(identity, place, what, "mend it; the article was left out")]
    values, faults = optional(found, record, limits)
    return built(str(identity), found["text"].value, values, document, place, faults, "mend it", charset)


def built(
    identity: str,
    text: str,
    values: Mapping[str, Any],
    document: InputDocument,
    place: str,
    faults: list[str],
    remedy: str,
    charset: str | None = None,
) -> Parsed:
    """The article and its place, and a Problem for each fault that it can be read without."""
    article = Article(identity, text, **values)
    where = Place(
        identity,
        place,
        document.format,
        charset or document.charset,
        identity,
        article.title,
        article.outlet,
        article.url,
        article.published,
    )
    return [
        (article, where),
        *(Problem(identity, place, fault, f"{remedy}; the article was read without it") for fault in faults),
    ]


def text_fault(text: str, limits: Limits) -> str | None:
    """What is wrong with a text, None where it can be read."""
    if not text.strip():
        return "the article is empty"
    if len(text) > limits.article_chars:
        most = f"more than the limit article_chars, {limits.article_chars:,}"
        return f"the text has {len(text):,} characters, {most}"
    if text.isprintable():  # one line, without what is looked for below
        return None
    if not encodable(text):
        at = next(at for at, sign in enumerate(text) if "\ud800" <= sign < "\ue000")
        return f"the text holds {HALF} at offset {at}"
    if "\0" in text:
        return "holds NUL characters, as UTF-16 text does"
    if sum(map(text.count, CONTROLS)) > FEW_CONTROLS * len(text):
        return "holds control characters, as what is no text does"
    return None


def optional(
    found: Mapping[str, Mapped], record: Mapping[str, Any], limits: Limits
) -> tuple[dict[str, Any], list[str]]:
    """The optional fields that can be read, and what is wrong with the others; an empty string is unknown."""
    values: dict[str, Any] = {}
    faults = []
    for field in OPTIONAL:
        fault = _fault(field, found, record, limits)
        if fault:
            faults.append(fault)
        elif field in found:
            values[field] = found[field].value
    written = found["published"].value if "published" in found else record.get("published")
    if written not in (None, ""):
        name = found["published"].name if "published" in found else "published"
        day = day_of(written)
        if day is None:
            faults.append(f"{name} {printable(cut(repr(written)))} is not a day")
        else:
            values |= stated(day)
    if "outlet" in values:
        values["outlet_basis"] = "stated"
    return values, faults


def stated(day: dt.date) -> dict[str, Any]:
    """The columns of a day that is told with the article."""
    return {"published": day, "published_latest": day, "published_basis": "stated"}


def _fault(field: str, found: Mapping[str, Mapped], record: Mapping[str, Any], limits: Limits) -> str | None:
    if field not in found:
        value = record.get(field)
        return None if value in (None, "") else f"{field} is {kind(value)}, not a string"
    fault = _string_fault(found[field].value, limits)
    return f"{found[field].name} {fault}" if fault else None


def _string_fault(value: str, limits: Limits) -> str | None:
    if len(value) > limits.field_chars:
        return f"has {len(value):,} characters, more than the limit field_chars, {limits.field_chars:,}"
    if not encodable(value):
        return f"holds {HALF}"
    return "holds NUL characters" if "\0" in value else None


def identity_of(
    found: Mapping[str, Mapped], record: Mapping[str, Any], name: str, limits: Limits
) -> tuple[str | None, str | None]:
    """The id as a string (whole numbers are taken as their digits), or what is wrong with it."""
    if "id" not in found:
        value = record.get("id")
        return (name, None) if value in (None, "") else (None, f"the id is {kind(value)}, not a string")
    value = found["id"].value
    fault = _string_fault(value, limits)
    return (None, f"the id {fault}") if fault else (value, None)


def _missing(found: Mapping[str, Mapped], record: Mapping[str, Any]) -> str | None:
    if "text" in found:
        return None
    value = record.get("text")
    if value is None:
        return "the text is missing"
    return "the article is empty" if value == "" else f"the text is {kind(value)}, not a string"
