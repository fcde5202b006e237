"""First bytes and name → the format: what the bytes are goes before what the name says."""

from __future__ import annotations

import json
import re
from typing import Any

from nkreport.articles.charsets import MARKS
from nkreport.articles.delimited import looks_delimited
from nkreport.articles.frontmatter import FENCE
from nkreport.articles.sources import HEAD

# How files of a format begin: those that are read, and those that only have a name in a message.
BEGINNINGS = (
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"WARC/", "warc"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"PK\x07\x08", "zip"),
    (b"%PDF-", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"\x89PNG\r\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"\x7fELF", "a program"),
    (b"Obj\x01", "Avro"),
)
# Beginnings that an article may have as well: they count where the bytes are no text.
WORDS = (
    (b"PAR1", "parquet"),
    (b"BZh", "bzip2"),
    (b"GIF8", "GIF"),
    (b"II*", "TIFF"),
    (b"ARROW1", "Arrow"),
    (b"ORC", "ORC"),
    (b"ID3", "sound"),
    (b"OggS", "sound"),
    (b"RIFF", "sound, pictures or video"),
    (b"MZ", "a program"),
)
SKIPPABLE = re.compile(rb"[\x50-\x5f]\x2a\x4d\x18", re.DOTALL)  # a frame of zstd that holds no data
OFFICE = (b"[Content_Types].xml", b"mimetype", b"_rels/", b"META-INF/")  # first files of such documents
ENDINGS = {
    "txt": "text",
    "text": "text",
    "md": "markdown",
    "markdown": "markdown",
    "html": "html",
    "htm": "html",
    "xhtml": "html",
    "json": "json",
    "jsonl": "jsonl",
    "ndjson": "jsonl",
    "csv": "csv",
    "tsv": "csv",
    "rss": "feed",
    "atom": "feed",
}
# Text that is no article; without one of these endings it would be taken for one.
OTHERS = frozenset(
    "bat bib c cfg conf cpp css go h ini ipynb java js log php ps1 py r rb rs sh sql srt svg tex toml "
    "ts vtt xml xsl yaml yml".split()
)
FEEDS = ("rss", "feed", "rdf:rdf")
PAGES = ("html", "head", "body")
TAGS = frozenset(
    "a article b blockquote center div em figure font h1 h2 h3 h4 header i main meta p section span "
    "strong table title ul".split()
)
ROOT = re.compile(r"<([a-z][a-z0-9:_-]{0,40})", re.IGNORECASE)
BEFORE_ROOT = (("<?", "?>"), ("<!--", "-->"), ("<!", ">"))
OBJECT = re.compile(r'\{\s*"(?:[^"\\]|\\.)*"\s*:')
OBJECTS = re.compile(r"\[\s*(?:\{|\])")
BINARY = 0.05  # share of control characters that no text has
CONTROLS = bytes(sign for sign in range(32) if sign not in b"\t\n\r\f\v\x1b")


def sniff(head: bytes, name: str) -> str:
    """The format of a stream: one that is read, or the name of one that is not.

    >>> sniff(b"One.", "a.txt"), sniff(b'{"id": 1}', "a.txt"), sniff(b"%PDF-1.7", "a.txt")
    ('text', 'json', 'PDF')
    """
    for beginning, form in BEGINNINGS:
        if head.startswith(beginning):
            return "an office document" if form == "zip" and _office(head) else form
    if SKIPPABLE.match(head):
        return "zstd"
    if head[257:262] == b"ustar":
        return "tar"
    last = name.rpartition(".")[2].lower() if "." in name else ""
    ending = ENDINGS.get(last, "")
    text = _decoded(head)
    if text is None:
        return next((form for word, form in WORDS if head.startswith(word)), ending or "not text")
    form = _form(text.lstrip(), ending, cut=len(head) >= HEAD)
    return f".{last}" if form == "text" and last in OTHERS else form


def _office(head: bytes) -> bool:
    return any(head[30:].startswith(name) for name in OFFICE)


def _decoded(head: bytes) -> str | None:
    """The first bytes as text, roughly; None where they are no text."""
    for mark, charset in MARKS:
        if head.startswith(mark):
            return head[len(mark) :].decode(charset, "ignore")
    if b"\0" in head or len(head) - len(head.translate(None, CONTROLS)) > BINARY * len(head):
        return None
    return head.decode("utf-8", "replace")


def _form(text: str, ending: str, *, cut: bool) -> str:
    """The format of text by how it begins, with the ending of its name where that does not tell."""
    if text.startswith("<"):
        return _marked_up(text, ending)
    if text.startswith(("{", "[")):
        found = _json(text, ending, cut=cut)
        if found:
            return found
    if ending in ("json", "jsonl", "csv", "html", "feed"):
        return ending
    if looks_delimited(text):
        return "csv"
    if ending == "markdown" or text.split("\n", 1)[0].rstrip() == FENCE:
        return "markdown"
    return "text"


def _marked_up(text: str, ending: str) -> str:
    at = 0
    while begin := next((pair for pair in BEFORE_ROOT if text.startswith(pair[0], at)), None):
        if begin[0] == "<!" and text[at : at + 14].lower() == "<!doctype html":
            return "html"
        end = text.find(begin[1], at)
        if end < 0:
            break
        at = end + len(begin[1])
        at += len(text) - at - len(text[at:].lstrip()) if text[at : at + 1].isspace() else 0
    root = ROOT.match(text, at)
    name = root.group(1).lower() if root else ""
    if name in FEEDS:
        return "feed"
    if name in PAGES:
        return "html"
    if ending:
        return ending
    if name in TAGS:
        return "html"
    return "XML of a kind that is not read" if name and "</" in text else "text"


def _json(text: str, ending: str, *, cut: bool) -> str | None:
    """json or jsonl, where text begins as an object or as a list of them; None for prose in brackets."""
    first, newline, rest = text.partition("\n")
    if text.startswith("["):
        lines = ending == "jsonl" and (_value(first) is not None or not OBJECTS.match(text))
        return "jsonl" if lines else "json" if OBJECTS.match(text) else None
    if isinstance(_value(first), dict):
        return "jsonl" if ending == "jsonl" or rest.lstrip().startswith("{") else "json"
    if not OBJECT.match(text):
        return None
    if cut and not newline:  # one line longer than what is looked at
        return ending if ending in ("json", "jsonl") else "jsonl"
    return "jsonl" if ending == "jsonl" else "json"


def _value(line: str) -> Any:
    """What a line of JSON holds, None where it is none."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None
