"""A web page → its main text and what its metadata state, by trafilatura and htmldate.

Dates are taken from metadata alone: one that is guessed from the body is worse than none.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from nkreport.articles.markup import tree_of
from nkreport.articles.sources import UnreadableError
from nkreport.limits import DEFAULT, Limits

FIRST_DAY = dt.datetime(1700, 1, 1)  # newspapers are no older
LAST_DAY = dt.datetime(2200, 1, 1)  # htmldate's own is today, and a page would be read differently tomorrow
# Names of metadata that tell when a page was published, and of those that tell something else.
DATED = re.compile(r"date|publi|issued|created|time\b|timestamp", re.IGNORECASE)
OTHER = re.compile(
    r"modif|updat|expir|unpubl|valid|copyright|revis|review|access|event|start|end_?time|crawl", re.IGNORECASE
)
# 10/12/2024 is a day in October or in December; htmldate would choose.
TWO_WAYS = re.compile(r"\s{0,9}(\d{1,2})[./-](\d{1,2})[./-]\d{2,4}\b")
NAMES = ("name", "property", "itemprop", "http-equiv", "pubdate")


def page(
    markup: str, url: str | None = None, latest: dt.date | None = None, *, limits: Limits = DEFAULT
) -> tuple[str, dict[str, Any]]:
    """The main text of a page, and its title, outlet, address, author and day as its metadata state them.

    `latest` is a day on which the page was there already. The text is empty where there is no main text.
    """
    import trafilatura

    _hush()
    tree = tree_of(markup)
    if tree is None:
        return "", {}
    count = sum(1 for _ in tree.iter())
    if count > limits.html_elements:
        raise UnreadableError(
            f"has {count:,} elements, more than the limit html_elements, {limits.html_elements:,}",
            "divide it, or set the limit higher; it was left out",
        )
    dates = {"extensive_search": False, "original_date": True, "min_date": FIRST_DAY, "max_date": LAST_DAY}
    found: Any = trafilatura.bare_extraction(
        markup,
        url=url,
        with_metadata=True,
        include_comments=False,
        favor_recall=True,
        include_tables=True,
        deduplicate=False,
        date_extraction_params=dates,
    )
    if found is None:
        return "", {}
    return (found.text or "").strip(), _metadata(found, tree, url, latest)


@cache
def _hush() -> None:
    """Keep the libraries from writing of damaged pages to the terminal: each gives a row in `problems`."""
    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(name).addHandler(logging.NullHandler())


def _metadata(found: Any, tree: Any, url: str | None, latest: dt.date | None) -> dict[str, Any]:
    values = {"title": found.title, "author": found.author, "url": url or found.url, "outlet": found.sitename}
    known: dict[str, Any] = {
        name: value.strip() for name, value in values.items() if isinstance(value, str) and value.strip()
    }
    if "outlet" in known:
        host = urlsplit(known.get("url", "")).hostname or ""
        known["outlet_basis"] = (
            "url" if known["outlet"].lower() in (host, host.removeprefix("www.")) else "stated"
        )
    day = _published(tree, latest)
    if day is not None:
        known |= {"published": day, "published_latest": day, "published_basis": "stated"}
    return known


def published(markup: str, latest: dt.date | None = None) -> dt.date | None:
    """The day of publication that a page's metadata state, None where they state none or more than one way.

    >>> published('<meta property="article:published_time" content="2024-10-18T09:00:00Z">')
    datetime.date(2024, 10, 18)
    >>> published("<p>Published on 18 October 2024.</p>") is None
    True
    """
    tree = tree_of(markup)
    return None if tree is None else _published(tree, latest)


def _published(tree: Any, latest: dt.date | None) -> dt.date | None:
    from htmldate import find_date

    head = _dated_head(tree)
    if head is None:
        return None
    last = dt.datetime.combine(latest, dt.time.max) if latest else LAST_DAY
    found = find_date(
        head, extensive_search=False, original_date=True, url="", min_date=FIRST_DAY, max_date=last
    )
    return dt.date.fromisoformat(found) if found else None


def _dated_head(tree: Any) -> Any:
    """A page with nothing but the metadata that tell when it was published; None where there are none."""
    from lxml import etree

    root = etree.Element("html")
    head = etree.SubElement(root, "head")
    for element in tree.iter("meta", "script"):
        if element.tag == "meta" and _tells_day(element):
            etree.SubElement(
                head,
                "meta",
                {
                    name: element.get(name)
                    for name in (*NAMES, "content", "datetime")
                    if element.get(name) is not None
                },
            )
        elif element.tag == "script" and element.get("type", "").lower() == "application/ld+json":
            etree.SubElement(head, "script", {"type": "application/ld+json"}).text = element.text
    if not len(head):
        return None
    from lxml import html

    return html.document_fromstring(etree.tostring(root, encoding="unicode", method="html"))


def _tells_day(meta: Any) -> bool:
    names = " ".join(meta.get(name, "") for name in NAMES)
    content = meta.get("datetime") or meta.get("content") or ""
    two_ways = TWO_WAYS.match(content)
    ambiguous = two_ways and max(map(int, two_ways.groups())) <= 12 and len(set(two_ways.groups())) > 1
    return bool(DATED.search(names) and not OTHER.search(names) and not ambiguous and len(content) < 200)
