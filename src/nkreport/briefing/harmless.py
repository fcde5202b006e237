"""Markup that no page may hold: whatever would run, or load something, when the page is opened."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

SHOWN = ("image/svg+xml", "text/html")  # what a reader sees as markup
FORBIDDEN = {
    "script",
    "iframe",
    "object",
    "embed",
    "link",
    "meta",
    "base",
    "form",
    "frame",
    "frameset",
    "applet",
    "style",
}
LOADS = {"src", "srcset", "data", "poster", "background", "formaction", "action"}


class _Inspector(HTMLParser):
    """Collects what in a piece of markup would run or load something."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        plain = tag.rsplit(":", 1)[-1]
        if plain in FORBIDDEN and plain != "style":
            self.faults.append(f"holds <{plain}>")
        for name, value in attrs:
            if name.startswith("on"):
                self.faults.append(f"holds the attribute {name}")
            address = "".join((value or "").split()).lower()
            if name in LOADS and not address.startswith("data:image/"):
                self.faults.append(f"loads {(value or '')[:60]}")
            if name in ("href", "xlink:href") and not _harmless(address, plain):
                self.faults.append(f"links to {(value or '')[:60]}")


def _harmless(address: str, tag: str) -> bool:
    """A place on a page of ours, or, from a link that a reader must follow, a page of the web."""
    if address.startswith("#"):
        return True
    scheme = address.split("/")[0].split("#")[0].split("?")[0]
    if ":" in scheme:
        return tag == "a" and address.startswith(("http://", "https://"))
    return tag == "a" and not address.startswith("//")


def markup_faults(data: Mapping[str, Any]) -> list[str]:
    """What in the outputs of a cell would run or load something when the page is opened.

    >>> markup_faults({"text/html": "<p onclick='x()'><img src='https://example.org/a.png'>"})
    ['holds the attribute onclick', 'loads https://example.org/a.png']
    """
    inspector = _Inspector()
    for kind in SHOWN:
        inspector.feed("".join(data.get(kind, "")))
    inspector.close()
    faults = [f"gives {kind}" for kind in data if "javascript" in kind]
    return faults + inspector.faults
