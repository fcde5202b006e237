"""One document → its articles, each with its place, or what is wrong with them: pure, in any process."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from nkreport.articles.building import Parsed, article_of_fields, built, identity_of, optional, text_fault
from nkreport.articles.charsets import declared_in, decoded
from nkreport.articles.feeds import feed_items
from nkreport.articles.frontmatter import FrontMatterError, fields_of, split_front_matter
from nkreport.articles.mapping import mapped
from nkreport.articles.sources import UnreadableError
from nkreport.articles.web import page
from nkreport.articles.words import encodable, kind, short, size
from nkreport.limits import DEFAULT, Limits
from nkreport.records import InputDocument, Problem


def parse_document(document: InputDocument, *, limits: Limits = DEFAULT) -> Parsed:
    r"""The articles of one document with their places, and every problem, in order.

    Whatever a damaged document does to a library that reads it is a Problem that names the error.

    >>> parse_document(InputDocument("a.txt", "a", "text", b"\xef\xbb\xbfOne.\r\n"))[0][0].text
    'One.\r\n'
    """
    try:
        return READERS[document.format](document, limits)
    except UnreadableError as error:
        return [Problem(_identity(document), document.place, error.what, error.remedy)]
    except Exception as error:  # libraries meet bytes that their authors did not think of
        return [
            Problem(
                _identity(document),
                document.place,
                f"cannot be read as {document.format} ({type(error).__name__}: {short(error)})",
                "ask for a whole copy of it; it was left out",
            )
        ]


def _identity(document: InputDocument) -> str | None:
    """The id that the document would have, where its format has none of its own."""
    return document.name if document.format in ("text", "markdown", "html") else None


# --- one article each ---


def _text(document: InputDocument, limits: Limits) -> Parsed:
    text, charset = decoded(document.content, document.charset)
    fault = text_fault(text, limits)
    if fault:
        return [_left_out(document, fault)]
    values = {"url": document.url} if document.url else {}
    return built(document.name, text, values, document, document.place, [], "", charset)


def _left_out(document: InputDocument, what: str) -> Problem:
    remedy = {
        "the article is empty": "add its text, or remove the file; it was left out",
        "holds NUL characters, as UTF-16 text does": "save the file as UTF-8; it was left out",
    }
    return Problem(document.name, document.place, what, remedy.get(what, "mend the file; it was left out"))


def _markdown(document: InputDocument, limits: Limits) -> Parsed:
    whole, charset = decoded(document.content, document.charset)
    front, text = split_front_matter(whole, limits.front_matter_chars) or ("", whole)
    fault = text_fault(text, limits)
    if fault:
        return [_left_out(document, fault)]
    fields: Mapping[str, Any] = {}
    faults: list[str] = []
    try:
        fields = fields_of(front) if front else {}
    except FrontMatterError as error:
        faults.append(str(error))
    found = mapped(fields)
    values, more = optional(found, fields, limits)
    identity, fault = identity_of(found, fields, document.name, limits)
    faults += [fault] if fault else []
    return built(
        identity or document.name,
        text,
        values,
        document,
        document.place,
        faults + more,
        "mend the front matter",
        charset,
    )


def _html(document: InputDocument, limits: Limits) -> Parsed:
    if len(document.content) > limits.html_bytes:
        return [_left_out(document, f"is longer than {size(limits.html_bytes)}, the limit html_bytes")]
    markup, charset = decoded(document.content, document.charset or declared_in(document.content))
    text, values = page(markup, document.url, document.day, limits=limits)
    fault = "no main text was found in the page" if not text else text_fault(text, limits)
    if fault:
        return [_left_out(document, fault)]
    values = {name: value for name, value in values.items() if not isinstance(value, str) or encodable(value)}
    return built(document.name, text, values, document, document.place, [], "", charset)


# --- one article or several ---


def _json(document: InputDocument, limits: Limits) -> Parsed:
    try:
        text, _ = decoded(document.content, document.charset, tell=False)
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        return [
            Problem(None, document.place, f"not readable as JSON: {short(error)}", "mend it; it was left out")
        ]
    if isinstance(record, list):
        return _items(record, document, limits)
    if not isinstance(record, dict):
        return [
            Problem(
                None,
                document.place,
                f"holds {kind(record)}, not an object",
                'write {"id": …, "text": …}; it was left out',
            )
        ]
    return _record(record, document, limits)


def _items(items: Iterable[Any], document: InputDocument, limits: Limits) -> Parsed:
    """The articles of a list, each under its number."""
    result: Parsed = []
    for number, item in enumerate(items, start=1):
        if isinstance(item, dict):
            result += _record(item, document, limits, part=str(number))
        else:
            result.append(
                Problem(
                    None,
                    f"{document.place} item {number}",
                    f"holds {kind(item)}, not an object",
                    'write {"id": …, "text": …}; it was left out',
                )
            )
    return result or [Problem(None, document.place, "the list is empty", "add an article, or remove it")]


def _record(record: Mapping[str, Any], document: InputDocument, limits: Limits, part: str = "") -> Parsed:
    """The article of an object, or of the object inside it that has the fields, or those of a list in it."""
    try:
        found = mapped(record, limits=limits)
        if "text" not in found and "articles" in found and not part:
            return _items(found["articles"].value, document, limits)
        if "text" not in found and "inside" in found:
            record = {**record, **found["inside"].value}
            found = mapped(record, limits=limits)
    except UnreadableError as error:
        return [
            Problem(
                None, f"{document.place} item {part}" if part else document.place, error.what, error.remedy
            )
        ]
    return article_of_fields(record, document, limits, found=found, part=part)


def _row(document: InputDocument, limits: Limits) -> Parsed:
    return article_of_fields(document.fields or {}, document, limits)


def _feed(document: InputDocument, limits: Limits) -> Parsed:
    markup, charset = decoded(document.content, document.charset or declared_in(document.content))
    items, fault = feed_items(markup, limits=limits)
    result: Parsed = []
    for number, item in enumerate(items, start=1):
        result += article_of_fields(item, document, limits, part=str(number), charset=charset)
    if fault:
        result.append(Problem(None, document.place, fault, "ask for a whole copy of it"))
    return result or [Problem(None, document.place, "the feed holds no item", "remove it")]


READERS: Mapping[str, Callable[[InputDocument, Limits], Parsed]] = {
    "text": _text,
    "markdown": _markdown,
    "html": _html,
    "json": _json,
    "row": _row,
    "feed": _feed,
}
