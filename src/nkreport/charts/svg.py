"""Matplotlib's SVG → a picture for a page: the same bytes at every run, readable aloud, with links.

Matplotlib writes sizes with six decimals, ids that repeat from picture to picture, fixed colours and
no text alternative. Here numbers are rounded, ids are kept only where something refers to them and
made unique by the picture's name, inks become CSS variables that a dark page may set, and marks get
a title and a link to their row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree as ET

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
ET.register_namespace("", SVG)
ET.register_namespace("xlink", XLINK)

# Okabe and Ito's colours (jfly.uni-koeln.de/color, 2008) for data, greys for the rest.
# The name is that of the CSS variable which a page may set for a dark ground.
INKS: Mapping[str, str] = {
    "paper": "#ffffff",
    "ink": "#1c2128",
    "muted": "#59626e",
    "grid": "#dde1e6",
    "band": "#f3f5f7",
    "blue": "#0072b2",
    "vermillion": "#d55e00",
    "green": "#00805e",
    "purple": "#a3527d",
    "grey": "#6b7480",
}
VARIABLES = {colour: f"var(--{name}, {colour})" for name, colour in INKS.items()}
HEX = re.compile(r"#[0-9a-f]{6}\b")
NUMBER = re.compile(r"-?\d+\.\d{2,}")
REFERENCE = re.compile(r"#([\w-]+)")
FONT = re.compile(r"font(-family)?: ?[^;]*?(\d+(?:\.\d+)?px)[^;]*")
FONT_STACK = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


def finish(
    raw: str,
    *,
    name: str,
    alt: str,
    titles: Mapping[str, str] | None = None,
    links: Mapping[str, str] | None = None,
) -> str:
    """Turn matplotlib's SVG into the picture that a page embeds.

    `name` makes ids unique on a page; `alt` is the text alternative; `titles` and `links` are keyed by
    the gid of an artist.

    >>> raw = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1.0 2.123456"><g id="a"/></svg>'
    >>> finish(raw, name="demo", alt="Two marks", titles={"a": "first"}).partition("<g")[2]
    ' role="img" aria-label="first"><title>first</title></g></svg>'
    """
    root = ET.fromstring(raw)
    _describe(root, name, alt, alone=not links and not titles)
    for group in [node for node in root.iter(f"{{{SVG}}}g") if node.get("id")]:
        _annotate(group, (titles or {}).get(group.get("id", "")), (links or {}).get(group.get("id", "")))
    _rename(root, name)
    for node in root.iter():
        _tidy(node)
    return ET.tostring(root, encoding="unicode")


def thumbnail(picture: str, *, name: str) -> str:
    """A picture without links, titles and role, for a place where it only decorates."""
    root = ET.fromstring(picture)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{{{SVG}}}title":
                parent.remove(child)
            elif child.tag == f"{{{SVG}}}a":
                child.tag = f"{{{SVG}}}g"
    for node in root.iter():
        for key in ("role", "aria-label", "aria-labelledby", "tabindex", "href", "id"):
            if not (key == "id" and node.tag in (f"{{{SVG}}}clipPath", f"{{{SVG}}}path")):
                node.attrib.pop(key, None)
    root.set("aria-hidden", "true")
    root.set("focusable", "false")
    _rename(root, name)
    return ET.tostring(root, encoding="unicode")


def _describe(root: ET.Element, name: str, alt: str, *, alone: bool) -> None:
    for node in root.findall(f"{{{SVG}}}metadata"):
        root.remove(node)
    for key in ("width", "height", "version"):
        root.attrib.pop(key, None)
    root.set("role", "img" if alone else "group")  # an image hides the links inside it
    root.set("aria-labelledby", f"{name}-title")
    title = ET.Element(f"{{{SVG}}}title", {"id": f"{name}-title"})
    title.text = alt
    root.insert(0, title)


def _annotate(group: ET.Element, title: str | None, link: str | None) -> None:
    """Give a mark its title for pointer and screen reader, and make it a link."""
    if title is None and link is None:
        return
    inner = group
    if link is not None:
        inner = ET.Element(f"{{{SVG}}}a", {"href": link})
        inner.extend(list(group))
        group[:] = [inner]
        if title:
            inner.set("aria-label", title)
    elif title:
        group.set("role", "img")
        group.set("aria-label", title)
    if title:
        node = ET.Element(f"{{{SVG}}}title")
        node.text = title
        inner.insert(0, node)


def _rename(root: ET.Element, name: str) -> None:
    """Drop ids that nothing refers to, and make the others the picture's own."""
    used = {
        match for node in root.iter() for value in node.attrib.values() for match in REFERENCE.findall(value)
    }
    names = {
        old: f"{name}-{number}"
        for number, old in enumerate(node.get("id", "") for node in root.iter() if node.get("id") in used)
    }
    for node in root.iter():
        identifier = node.get("id")
        if identifier in names:
            node.set("id", names[identifier])
        elif identifier is not None and identifier != f"{name}-title":
            del node.attrib["id"]
        for key, value in node.attrib.items():
            if "url(#" in value or key == f"{{{XLINK}}}href":
                node.set(key, REFERENCE.sub(lambda match: "#" + names.get(match[1], match[1]), value))


def _tidy(node: ET.Element) -> None:
    for key, value in node.attrib.items():
        if key in ("style", "transform", "d", "x", "y", "width", "height", "viewBox", "points"):
            value = NUMBER.sub(_rounded, value)
        if key == "style":
            value = FONT.sub(rf"font-size: \2; font-family: {FONT_STACK}", value)
            value = HEX.sub(lambda match: VARIABLES.get(match[0], match[0]), value)
        if key != "href":
            value = " ".join(value.split())
        node.set(key, value)
    if node.tag != f"{{{SVG}}}text" and node.text and not node.text.strip():
        node.text = None
    if node.tail and not node.tail.strip():
        node.tail = None


def _rounded(match: re.Match[str]) -> str:
    """A number with one decimal: no reader sees a tenth of a point, and machines differ beyond it."""
    return (
        f"{float(match[0]):.1f}".removesuffix(".0").replace("-0", "0")
        if abs(float(match[0])) < 0.05
        else (f"{float(match[0]):.1f}".removesuffix(".0"))
    )
