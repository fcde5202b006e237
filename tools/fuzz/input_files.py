"""The target `inputs`: a file of every format, plain and packed, whole and damaged, under any name."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from fuzz.checking import demand, scratch
from fuzz.choices import Choices
from fuzz.wording import words
from nkreport import articles, extract
from nkreport.errors import InputError
from nkreport.limits import Limits
from nkreport.records import Article, InputDocument, Place, Problem

# Small, so that an input of some kilobytes meets every bound.
LIMITS = Limits(
    article_chars=6_000, file_bytes=40_000, line_bytes=8_000, html_bytes=20_000, field_chars=300,
    front_matter_chars=600, archive_ratio=40, archive_members=6,
)
MOST_ITEMS = 5_000  # that come of one input; it holds some kilobytes

SAID = "Kyiv said on Thursday that 1,500 soldiers had arrived. It denied that 300 of them had been killed.\n"
FIELDS = {
    "id": "a-1",
    "title": "Troops",
    "text": SAID,
    "url": "https://example.org/a",
    "author": "A. Brink",
    "outlet": "The Example",
    "published": "2024-10-18T09:00:00+02:00",
}
EVENT_REGISTRY = {
    "articles": {
        "results": [
            {
                "uri": "77",
                "title": "Troops",
                "body": SAID,
                "dateTimePub": "2024-10-18T09:00:00Z",
                "url": "https://example.org/b",
                "source": {"uri": "example.org", "title": "The Example"},
                "authors": [{"name": "A. Brink"}],
                "lang": "eng",
            }
        ]
    }
}
NINJS = {
    "uri": "urn:a",
    "headline": "Troops",
    "body_text": SAID,
    "body_html": f"<p>{SAID}</p>",
    "byline": "A. Brink",
    "versioncreated": "2024-10-18T09:00:00Z",
    "provider": {"name": "The Example"},
}
HEAD = '<title>Troops</title><meta property="article:published_time" content="2024-10-18T09:00:00Z">'
PAGE = (
    f"<!DOCTYPE html><html lang=en><head><meta charset=utf-8>{HEAD}</head><body><nav><a href=/>Home</a></nav>"
    f"<article><h1>Troops</h1><p>{SAID}</p><p>{SAID}</p></article><footer>© 2024</footer></body></html>"
)
RSS = (
    f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>The Example</title><item>'
    f"<title>Troops</title><link>https://example.org/a</link><guid>a</guid>"
    f"<pubDate>Fri, 18 Oct 2024 09:00:00 GMT</pubDate>"
    f"<description>&lt;p&gt;{SAID}&lt;/p&gt;</description></item></channel></rss>"
)
ATOM = (
    f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>The Example</title><entry>'
    f'<title>Troops</title><id>a</id><link href="https://example.org/a"/><updated>2024-10-18T09:00:00Z</updated>'
    f'<content type="html">&lt;p&gt;{SAID}&lt;/p&gt;</content></entry></feed>'
)
FRONT = "---\ntitle: T\ndate: 2024-10-18\nauthor: [A, B]\nsource: {name: The Example}\n---\n\n# Troops\n"
CSV = f'id,title,text,published\r\na,Troops,"{SAID}",2024-10-18\r\nb,"""Two""","{SAID}{SAID}",18.10.2024\r\n'


def warc() -> bytes:
    """Two records: a page, and a plain text."""
    found = b""
    for content, form in ((PAGE, "text/html; charset=utf-8"), (SAID, "text/plain")):
        answer = f"HTTP/1.1 200 OK\r\nContent-Type: {form}\r\n\r\n{content}".encode()
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:{len(found)}>\r\n"
            "WARC-Target-URI: https://example.org/a\r\nWARC-Date: 2024-10-18T09:00:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
        )
        found += head.encode() + answer + b"\r\n\r\n"
    return found


def parquet() -> bytes:
    import pyarrow
    from pyarrow import parquet as files

    found = io.BytesIO()
    rows = [FIELDS, FIELDS | {"id": "a-2", "text": None, "published": None}]
    files.write_table(pyarrow.Table.from_pylist(rows), found, compression="zstd")
    return found.getvalue()


def zipped(members: Sequence[tuple[str, bytes]]) -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that stand twice
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name, (2024, 10, 18, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return found.getvalue()


def squeezed(content: bytes) -> bytes:
    """The content as zstd."""
    import pyarrow

    packed: bytes = pyarrow.Codec("zstd").compress(content, asbytes=True)
    return packed


@cache
def samples() -> tuple[tuple[str, bytes], ...]:
    """A whole file of each format, with its name; the cheap ones stand several times."""
    lines = "".join(
        json.dumps(FIELDS | {"id": f"a-{number}"}, ensure_ascii=False) + "\n" for number in range(3)
    )
    cheap = (
        ("a.txt", SAID.encode()), ("a.txt", ("\ufeff" + SAID).encode("utf-16-le")),
        ("b.txt", SAID.encode("cp1251")), ("a.md", (FRONT + SAID).encode()), ("a.jsonl", lines.encode()),
        ("a.json", json.dumps([FIELDS, FIELDS]).encode()), ("a.json", json.dumps(EVENT_REGISTRY).encode()),
        ("a.json", json.dumps(NINJS, indent=1).encode()), ("a.csv", CSV.encode()),
        ("a.tsv", CSV.replace(",", "\t").encode("utf-16")),
    )
    return (
        *cheap, *cheap, ("a.parquet", parquet()), ("a.parquet", parquet()), ("a.rss", RSS.encode()),
        ("a.atom", ATOM.encode()), ("a.xml", RSS.encode()), ("a.warc", warc()), ("a.html", PAGE.encode()),
    )


NAMES = words(
    "a.txt|a.jsonl|a.json|a.csv|a.md|a.html|a.xml|a.warc|a.parquet|a.gz|a.zst|a.zip|a.txt.gz|a.unknown|a|.hidden|"
    "a b.txt|ü.txt|-o.txt|a\u202e.txt|a\n.txt|x" + "x" * 200 + ".txt"
)
MEMBERS = words(
    "a.txt|b/c.jsonl|../../escape.txt|/etc/a.txt|C:\\a.txt|..\\a.txt|a.zip|a/|.hidden|__MACOSX/a.txt|a\x00b.txt|"
    "con.txt|a.txt|\u202e.txt||a/../b.txt|ü.md|a.gz"
)
CHUNKS = (
    b"\x00", b"\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\\ud800", b"\xe2\x80\xa8", b"\r\n",
    b"\n\n", b'"', b"'", b",", b"{", b"}", b"[", b"]", b"<", b">", b"]]>", b"<!--", b"-->", b"---\n", b"&",
    b"&#0;", b"&#xD800;", b"\\u0000", b":", b"null", b"true", b"1e999", b"-1", b"9" * 400, b"NaN",
    b'{"id":1,"text":', b"[" * 2000, b'{"a":' * 500, b"<b>" * 500, b"a" * 9000, b" " * 9000, b"\n" * 3000,
    b"1,500 soldiers ", "٣٤ ".encode(), "\u202e\u200b".encode(), b"2024-13-45",
    b"<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;&a;'>]>", b"&b;", b"!!python/object:os.system",
    b"&a [*a, *a]", b"encoding='utf-7'", b"charset=utf-16", b"Content-Length: 99999999999\r\n",
    b"WARC/1.0\r\n", b"PAR1", b"PK\x05\x06", b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"date: 0001-01-01\n",
    b'"published": "9999-12-31T23:59:59+14:00",',
)


def damaged(choices: Choices, content: bytes) -> bytes:
    """The content with some bytes changed, left out, doubled, cut off or put in."""
    for _ in range(choices.below(5)):
        at, kind = choices.below(1 << 16) % (len(content) + 1), choices.below(8)
        if kind == 0:
            content = content[:at]
        elif kind == 1:
            content = content[:at] + content[at + choices.below(64) :]
        elif kind == 2:
            content = content[:at] + content[max(0, at - choices.below(200)) : at] + content[at:]
        elif kind == 3:
            content = content[:at] + choices.take(1 + choices.below(8)) + content[at:]
        elif kind == 4 and at < len(content):
            content = content[:at] + bytes([content[at] ^ (1 << choices.below(8))]) + content[at + 1 :]
        elif kind == 5:
            content = content[at:]
        else:
            content = content[:at] + choices.one_of(CHUNKS) + content[at:]
    return content


def packed(choices: Choices, name: str, content: bytes) -> tuple[str, bytes]:
    """The file as it is, or packed one way or another; a bomb now and then."""
    kind = choices.below(12)
    if kind == 1:
        return f"{name}.gz", gzip.compress(content, 6, mtime=0)
    if kind == 2:
        return f"{name}.zst", squeezed(content)
    if kind == 3:
        members = [(name, content), *((choices.one_of(MEMBERS), content) for _ in range(choices.below(9)))]
        return "a.zip", zipped(members)
    if kind == 4:
        return f"{name}.gz", gzip.compress(content, 6, mtime=0) + gzip.compress(content, 1, mtime=0)
    if kind == 5:
        return "a.zip", zipped(
            [("b.zip", zipped([(name, content)])), (name + ".gz", gzip.compress(content, mtime=0))]
        )
    if kind == 6 and choices.rarely(4):
        bomb = content + bytes(choices.one_of((b" ", b"\0", b"a\n", b"[")) * 500_000)
        return choices.one_of(
            (
                ("a.txt.gz", gzip.compress(bomb, mtime=0)),
                ("a.jsonl.zst", squeezed(bomb)),
                ("a.zip", zipped([("a.txt", bomb)])),
            )
        )
    return name, content


def make_files(choices: Choices) -> list[tuple[str, bytes]]:
    """One or two files with their names."""
    found = []
    for _ in range(1 + choices.rarely(8)):
        if choices.rarely(12):
            name, content = choices.one_of(NAMES), choices.take(300)
        else:
            name, content = packed(choices, *_damaged_sample(choices))
            content = damaged(choices, content) if choices.below(3) == 2 else content
        found.append((choices.one_of(NAMES) if choices.rarely(6) else name, content))
    return found


def _damaged_sample(choices: Choices) -> tuple[str, bytes]:
    name, content = choices.one_of(samples())
    return name, damaged(choices, content)


def check_files(files: Sequence[tuple[str, bytes]]) -> Iterator[str]:
    """Articles and problems come back, each with what it must hold, and nothing is written anywhere."""
    folder = scratch() / "inputs"
    folder.mkdir(exist_ok=True)
    for name, content in files:
        (folder / name).write_bytes(content)
    given = folder / files[0][0] if len(files) == 1 else folder
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            yield from _check_items(given)
    except InputError as error:
        demand(str(error).strip() != "" and error.remedy != "", f"no remedy: {error}")
        yield "refused"
    finally:
        left = {entry.name for entry in folder.iterdir()}
        for name in left:
            (folder / name).unlink()
    demand(said.getvalue() == "", f"prints {said.getvalue()}")
    demand(left == {name for name, _ in files}, f"files appeared: {left}")


def _check_items(given: Any) -> Iterator[str]:
    count = 0
    for item in articles.documents(given, limits=LIMITS):
        parsed: Sequence[Any] = (
            [item] if isinstance(item, Problem) else articles.parse_document(item, limits=LIMITS)
        )
        for found in parsed:
            count += 1
            demand(count < MOST_ITEMS, "too many items")
            yield from _check_problem(found) if isinstance(found, Problem) else _check_article(item, *found)


def _check_problem(problem: Problem) -> Iterator[str]:
    for value in (problem.place, problem.what, problem.remedy):
        demand(bool(value) and _encodable(value), problem)
        demand(len(value) < 1000, f"a long message: {value[:100]}")
    yield f"problem: {problem.what.split(':')[0][:40]}"


def _check_article(document: InputDocument | Problem, article: Article, place: Place) -> Iterator[str]:
    demand(isinstance(document, InputDocument), "an article of a problem")
    demand(
        article.text.strip() != "" and len(article.text) <= LIMITS.article_chars,
        f"{len(article.text)} characters",
    )
    for value in (
        article.id,
        article.text,
        article.title,
        article.outlet,
        article.url,
        article.author,
        place.place,
    ):
        demand(value is None or _encodable(value), f"half a character: {value!r}")
    demand(article.id != "" and place.place != "", article)
    yield f"article of {place.format}"
    if len(article.text) % 29 == 0:
        extract.rows_of(article)


def _encodable(text: str) -> bool:
    return text.isascii() or not any(0xD800 <= ord(sign) < 0xE000 for sign in text)
