"""Fragments of HTML → plain text: paragraphs apart, lines as lines, no scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

SKIPPED = frozenset(
    "script style noscript template head title svg math iframe object embed canvas form button "
    "select textarea".split()
)
PARAGRAPHS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption "
    "figure footer h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section table ul".split()
)
LINES = frozenset("br li tr".split())
# <p>, </div>, <br/>: what prose never holds. A bare "<" or "<name>" is no tag.
TAG = re.compile(
    r"</(?:p|div|span|a|b|i|em|strong|h[1-6]|ul|ol|li|blockquote|figure|table|section|article)\s{0,9}>"
    r"|<br\s{0,9}/?>|<p(?:\s[^<>]{0,200})?>",
    re.IGNORECASE,
)
ENTITY = re.compile(r"&(?:[a-z]{2,8}|#[0-9]{2,6}|#x[0-9a-f]{2,6});", re.IGNORECASE)
SPACED_END = re.compile(r" (?=\n|\Z)")
SPACE = re.compile(r"[ \t\r\n\f]+")  # what HTML takes for one space; a no-break space is none of it


def holds_tags(text: str) -> bool:
    """Whether a text is HTML by its tags.

    >>> holds_tags("Rain.<br/>Wind."), holds_tags("a < b and c > d")
    (True, False)
    """
    return TAG.search(text) is not None


def text_of_markup(markup: str) -> str:
    r"""The text of a piece of HTML, a blank line between paragraphs; text without tags stays as it is.

    >>> text_of_markup("<p>It <b>rains</b>.<br>It&nbsp;pours.</p><script>x()</script>The end.")
    'It rains.\nIt\xa0pours.\n\nThe end.'
    """
    if not holds_tags(markup) and not ENTITY.search(markup):
        return markup
    root = tree_of(markup)
    if root is None:
        return ""
    parts: list[str] = []
    gap = 0
    for piece in _pieces(root):
        if isinstance(piece, int):
            gap = max(gap, piece)
            continue
        if gap or not parts or parts[-1].endswith(" "):
            piece = piece.lstrip(" ")
        if piece:
            parts += ["\n" * gap, piece] if parts else [piece]
            gap = 0
    return SPACED_END.sub("", "".join(parts))


def tree_of(markup: str) -> Any:
    """HTML as a tree, or None where there is nothing in it."""
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, collect_ids=False
    )
    try:
        return etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except etree.ParseError:
        return None


def _pieces(root: Any) -> Iterator[str | int]:
    """The words of a tree, and between them how many line feeds what stands there asks for."""
    from lxml import etree

    skipped = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        breaks = 2 if tag in PARAGRAPHS else 1 if tag in LINES else 0
        if event == "start":
            skipped += tag in SKIPPED
            words = element.text
        else:
            skipped -= tag in SKIPPED
            words = element.tail
        if breaks and not skipped:
            yield breaks
        if words and not skipped:
            yield SPACE.sub(" ", words)
