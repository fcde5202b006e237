"""Files of every format that can be read, made by the tests, with sentences that stand nowhere else."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyarrow as pa
from pyarrow import parquet

TITLE = "Harbour reopens after the storm"
OUTLET = "Example Courier"
AUTHOR = "Dana Novak"
URL = "https://courier.example/2024/harbour"
DAY = "2024-10-18"
PARAGRAPHS = (
    "The harbour of Eastmere opened again on Friday, four days after the storm that broke its outer wall.",
    "“We lost two cranes and some 300 metres of quay,” the harbour master, Ilse Brandt, told reporters. "
    "She said that forty soldiers had helped to clear the channel.",
    "The ministry of transport expects that the wall will be whole again by the spring, a spokesman said.",
)
TEXT = "\n\n".join(PARAGRAPHS)
RECORD = {
    "id": "eastmere",
    "title": TITLE,
    "outlet": OUTLET,
    "url": URL,
    "author": AUTHOR,
    "published": DAY,
    "text": TEXT,
}


def plain(text: str = TEXT) -> bytes:
    return text.encode()


def markdown(text: str = TEXT) -> bytes:
    front = f"title: {TITLE}\nsource: {OUTLET}\nauthor: {AUTHOR}\ndate: {DAY}\nurl: {URL}"
    return f"---\n{front}\n---\n{text}".encode()


def web_page(paragraphs: Sequence[str] = PARAGRAPHS, *, head: str = "", charset: str = "utf-8") -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"""<!doctype html><html lang="en"><head><meta charset="{charset}"><title>{TITLE}</title>
<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="{OUTLET}">
<meta name="author" content="{AUTHOR}"><link rel="canonical" href="{URL}">
<meta property="article:published_time" content="{DAY}T09:30:00+00:00">{head}</head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>{TITLE}</h1>{body}</article><footer>All rights reserved</footer></body></html>""".encode(charset)


def json_lines(records: Sequence[Mapping[str, Any]] = (RECORD,)) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def json_list(records: Sequence[Mapping[str, Any]] = (RECORD,)) -> bytes:
    return json.dumps(list(records), indent=1).encode()


def delimited(records: Sequence[Mapping[str, Any]] = (RECORD,), delimiter: str = ",") -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(records[0]), delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(records)
    return out.getvalue().encode()


def parquet_file(records: Sequence[Mapping[str, Any]] = (RECORD,)) -> bytes:
    out = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist([dict(record) for record in records]), out)
    return out.getvalue()


def warc(
    pages: Sequence[bytes] | None = None,
    *,
    kind: str = "text/html; charset=utf-8",
    status: str = "200 OK",
    date: str = "2024-10-20T00:00:00Z",
    each: Callable[[bytes], bytes] = bytes,
) -> bytes:
    """A crawl with a response for each page; `each` packs a record, as crawlers do."""
    records: list[bytes] = []
    for content in [web_page()] if pages is None else pages:
        answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + content
        records.append(
            each(
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {URL}\r\nWARC-Date: {date}\r\n"
                f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{len(records):012}>\r\n"
                f"Content-Type: application/http\r\nContent-Length: {len(answer)}\r\n\r\n".encode()
                + answer
                + b"\r\n\r\n"
            )
        )
    return b"".join(records)


def rss(text: Sequence[str] = PARAGRAPHS) -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in text)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>{OUTLET}</title><link>https://courier.example</link>
<item><title>{TITLE}</title><link>{URL}</link><guid>eastmere</guid><dc:creator>{AUTHOR}</dc:creator>
<pubDate>Fri, 18 Oct 2024 09:30:00 GMT</pubDate><description>Four days later.</description>
<content:encoded><![CDATA[{body}]]></content:encoded></item></channel></rss>""".encode()


def atom(text: Sequence[str] = PARAGRAPHS) -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in text)
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>{OUTLET}</title><id>urn:courier</id>
<entry><title>{TITLE}</title><link href="{URL}"/><id>eastmere</id><author><name>{AUTHOR}</name></author>
<published>2024-10-18T09:30:00Z</published><updated>2024-11-30T00:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{body}</div></content></entry></feed>""".encode()


# The usual ending of each format, and a file of it with the one article.
FORMATS: Mapping[str, bytes] = {
    ".txt": plain(),
    ".md": markdown(),
    ".html": web_page(),
    ".jsonl": json_lines(),
    ".json": json_list(),
    ".csv": delimited(),
    ".tsv": delimited(delimiter="\t"),
    ".parquet": parquet_file(),
    ".warc": warc(),
    ".rss": rss(),
    ".atom": atom(),
}
# Formats that tell more of an article than its text.
TELLING = tuple(ending for ending in FORMATS if ending != ".txt")


def zstd(content: bytes) -> bytes:
    return bytes(pa.compress(content, codec="zstd", asbytes=True))


PACKINGS: Mapping[str, Callable[[bytes], bytes]] = {"": bytes, ".gz": gzip.compress, ".zst": zstd}


def zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()
