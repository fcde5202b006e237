"""One document → its articles, each with its place, or what is wrong with them: pure, in any process."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from nkreport.articles.words import cut, encodable, kind, not_utf8, printable, short
from nkreport.limits import DEFAULT, Limits
from nkreport.records import Article, InputDocument, Place, Problem

Parsed = list[tuple[Article, Place] | Problem]
OPTIONAL = ("title", "outlet", "url", "author")


def parse_document(document: InputDocument, *, limits: Limits = DEFAULT) -> Parsed:
    r"""The articles of one document with their places, and every problem, in order.

    >>> parse_document(InputDocument("a.txt", "a", "text", b"\xef\xbb\xbfOne.\r\n"))[0][0].text
    'One.\r\n'
    """
    return _text(document) if document.format == "text" else _json(document)


def _text(document: InputDocument) -> Parsed:
    try:
        text = document.content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [Problem(document.name, document.place, not_utf8(error), "save the file as UTF-8; it was left out")]
    if not text.strip():
        return [Problem(document.name, document.place, "the article is empty",
                        "add its text, or remove the file; it was left out")]
    if "\0" in text:
        return [Problem(document.name, document.place, "holds NUL characters, as UTF-16 text does",
                        "save the file as UTF-8; it was left out")]
    return [(Article(document.name, text), Place(document.name, document.place, "text", "utf-8", document.name))]


def _json(document: InputDocument) -> Parsed:
    place = document.place
    try:
        record = json.loads(document.content.decode("utf-8"))
    except UnicodeDecodeError as error:
        return [Problem(None, place, not_utf8(error), "save the line as UTF-8; it was left out")]
    except (ValueError, RecursionError) as error:
        return [Problem(None, place, f"not readable as JSON: {short(error)}", "mend the line; it was left out")]
    if not isinstance(record, dict):
        return [Problem(None, place, f"holds {kind(record)}, not an object",
                        'write {"id": …, "text": …}; it was left out')]
    identity, what = _identity(record)
    if what is None:
        what = _text_fault(record.get("text"))
    if what is not None:
        return [Problem(identity, place, what, "mend the line; the article was left out")]
    values, faults = _optional(record)
    article = Article(str(identity), record["text"], **values)
    return [(article, Place(article.id, place, "json", None, article.id, article.title, article.outlet,
                            article.url, article.published)),
            *(Problem(identity, place, fault, "mend the line; the article was read without it")
              for fault in faults)]


def _identity(record: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """The id as a string (whole numbers are taken as their digits), or what is wrong with it."""
    value = record.get("id")
    if value is None or value == "":
        return None, "the id is missing"
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None, f"the id is {kind(value)}, not a string"
    if not encodable(str(value)):
        return None, "the id holds half a character (a lone surrogate)"
    return str(value), None


def _text_fault(text: Any) -> str | None:
    if text is None:
        return "the text is missing"
    if not isinstance(text, str):
        return f"the text is {kind(text)}, not a string"
    if not text.strip():
        return "the article is empty"
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return f"the text holds half a character (a lone surrogate) at offset {error.start}"
    return None


def _optional(record: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The optional fields that can be read, and what is wrong with the others; an empty string is unknown."""
    values: dict[str, Any] = {}
    faults = []
    for key in OPTIONAL:
        value = record.get(key)
        if value is None or value == "":
            continue
        if not isinstance(value, str):
            faults.append(f"{key} is {kind(value)}, not a string")
        elif not encodable(value):
            faults.append(f"{key} holds half a character (a lone surrogate)")
        else:
            values[key] = value
    published = record.get("published")
    if published not in (None, ""):
        day = _day(published)
        if day is None:
            faults.append(f"published {printable(cut(repr(published)))} is not a day")
        else:
            values |= {"published": day, "published_latest": day, "published_basis": "stated"}
    if "outlet" in values:
        values["outlet_basis"] = "stated"
    return values, faults


def _day(value: Any) -> dt.date | None:
    """The day of an ISO day or time as written, whatever its zone; None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        return dt.datetime.fromisoformat(value.strip()).date()
    except ValueError:
        return None
