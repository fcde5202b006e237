"""RSS and Atom → the fields of their items, by feedparser, which is given bytes and never an address."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

from nkreport.articles.sources import UnreadableError
from nkreport.limits import DEFAULT, Limits

# A document type can define entities that stand for gigabytes or for files of this machine.
TYPE = re.compile(r"<!\s{0,9}(?:DOCTYPE|ENTITY)", re.IGNORECASE)
DECLARATION = re.compile(r"\A\s{0,99}<\?xml[^>]{0,200}\?>", re.IGNORECASE)
ENDS = ("</rss>", "</feed>", "</rdf:rdf>", "-->")  # how a whole feed ends, or a remark behind it
REMEDY = "ask for a whole copy of it; it was left out"


def feed_items(text: str, *, limits: Limits = DEFAULT) -> tuple[list[Mapping[str, Any]], str | None]:
    """The fields of each item of a feed, under our names, and what is wrong with it, if anything.

    The last item of a feed that ends too early may be half an article, and is left out. UnreadableError
    where nothing can be read.
    """
    import feedparser

    _check(text, limits)
    content = DECLARATION.sub("", text, count=1).encode("utf-8", "replace")
    feed = feedparser.parse(
        io.BytesIO(content),
        sanitize_html=False,
        resolve_relative_uris=False,
        response_headers={"content-type": "application/xml; charset=utf-8"},
    )
    items = [_fields(entry, feed.feed) for entry in feed.entries]
    fault = type(feed.bozo_exception).__name__ if feed.get("bozo") else None
    if not text.rstrip().lower().endswith(ENDS):
        items, fault = items[:-1], "ends too early; its last item was left out"
    elif fault == "SAXParseException":
        fault = "not well formed; what can be read of it was read"
    elif items:
        fault = None
    if fault and not items:
        raise UnreadableError(f"not readable as a feed: {fault}", REMEDY)
    return items, fault


def _check(text: str, limits: Limits) -> None:
    if TYPE.search(text):
        raise UnreadableError(
            "defines a document type, which can unpack to gigabytes",
            "take the <!DOCTYPE …> out; it was left out",
        )
    marks = _marks(text)
    if marks > limits.feed_marks:
        raise UnreadableError(
            f"has {marks:,} tags and entities, more than the limit feed_marks, {limits.feed_marks:,}",
            "divide it, or set the limit higher; it was left out",
        )


def _marks(text: str) -> int:
    """How many tags and entities are to be read: all but those in CDATA."""
    first, *others = text.split("<![CDATA[")
    return sum(
        part.count("<") + part.count("&") for part in (first, *(part.partition("]]>")[2] for part in others))
    )


def _fields(entry: Mapping[str, Any], feed: Mapping[str, Any]) -> Mapping[str, Any]:
    contents = [item.get("value") for item in entry.get("content", ())]
    body = next(filter(None, contents), None) or entry.get("summary")
    authors = [person.get("name") for person in entry.get("authors", ()) if person.get("name")]
    source = entry.get("source") or {}
    return {
        "id": entry.get("id") or None,
        "title": entry.get("title"),
        "url": entry.get("link"),
        "author": "; ".join(dict.fromkeys(authors)) or entry.get("author"),
        "outlet": source.get("title") or feed.get("title"),
        "published": entry.get("published"),
        "body_html": body,
    }
