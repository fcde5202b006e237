"""Whatever a user brings: every format, packed or not, by its content; names of fields; charsets."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import pickle
import re
from pathlib import Path
from typing import Any

import pytest
from input_files import (
    AUTHOR,
    DAY,
    FORMATS,
    OUTLET,
    PACKINGS,
    PARAGRAPHS,
    RECORD,
    TELLING,
    TEXT,
    TITLE,
    URL,
    atom,
    delimited,
    json_lines,
    json_list,
    parquet_file,
    plain,
    rss,
    warc,
    web_page,
    zipped,
    zstd,
)

from nkreport import rules
from nkreport.articles import Intake, documents, input_bytes, parse_document, read_articles
from nkreport.articles.days import day_of
from nkreport.articles.mapping import FIELDS
from nkreport.articles.opening import READERS
from nkreport.articles.parsing import READERS as PARSERS
from nkreport.articles.sniffing import ENDINGS, sniff
from nkreport.articles.web import published
from nkreport.limits import Limits
from nkreport.records import InputDocument, Problem

ROOT = Path(__file__).parents[1]
# Pages have their headline in their main text, and lines for paragraphs.
PAGE_TEXT = "\n".join((TITLE, *PARAGRAPHS))


def text_in(ending: str) -> str:
    return PAGE_TEXT if ending in (".html", ".warc") else TEXT


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def whats(read: Intake) -> list[tuple[str, str]]:
    return [(problem.place, problem.what) for problem in read.problems]


# --- formats ---


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_is_read_packed_or_not(tmp_path: Path, ending: str, packing: str) -> None:
    path = put(tmp_path, f"a{ending}{packing}", PACKINGS[packing](FORMATS[ending]))
    read = read_articles(path)
    assert whats(read) == []
    (article,), (place,) = read.articles, read.places
    assert article.text == text_in(ending)
    assert place.place.startswith(path.name)
    assert place.article_id == place.supplied_id == article.id
    assert input_bytes(path) == path.stat().st_size


@pytest.mark.parametrize("ending", TELLING)
def test_a_format_that_tells_more_than_the_text_is_read_whole(tmp_path: Path, ending: str) -> None:
    (article,) = read_articles(put(tmp_path, f"a{ending}", FORMATS[ending])).articles
    day = dt.date.fromisoformat(DAY)
    assert (article.title, article.outlet, article.url, article.author) == (TITLE, OUTLET, URL, AUTHOR)
    assert (article.published, article.published_latest, article.published_basis) == (day, day, "stated")
    assert article.outlet_basis == "stated"


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("packing", PACKINGS)
def test_a_zip_archive_of_any_format(tmp_path: Path, ending: str, packing: str) -> None:
    content = zipped({f"2024/a{ending}{packing}": PACKINGS[packing](FORMATS[ending])})
    read = read_articles(put(tmp_path, "all.zip", content))
    assert whats(read) == []
    assert [article.text for article in read.articles] == [text_in(ending)]
    assert read.places[0].place.startswith(f"all.zip › 2024/a{ending}{packing}")


# Lines of text under a name that says what lines they are, are those.
LINES = [(".csv", "a.jsonl"), (".tsv", "a.jsonl"), (".md", "a.jsonl"), (".md", "a.csv")]
WRONG_NAMES = [
    (ending, name)
    for ending in FORMATS
    for name in ("a", "a.dat", "a.txt", "a.jsonl", "a.csv")
    if ending != ".txt" and (ending, name) not in LINES
]


@pytest.mark.parametrize(("ending", "name"), WRONG_NAMES)
def test_the_content_goes_before_the_name(tmp_path: Path, ending: str, name: str) -> None:
    read = read_articles(put(tmp_path, name, FORMATS[ending]))
    assert [article.text for article in read.articles] == [text_in(ending)]


@pytest.mark.parametrize(
    ("head", "name", "form"),
    [
        (b"One, two.", "a", "text"),
        (b"", "a.txt", "text"),
        (b"Title, text, and what else they print\nOne.", "a.txt", "text"),
        (b"{curly} words", "a.txt", "text"),
        (b"[Photo] The quay", "a.txt", "text"),
        (b"<Name withheld> said so", "a.txt", "text"),
        (b"PARIS - One.", "a.txt", "text"),
        (b"ORCHARDS - One.", "", "text"),
        (b"---\nNo front matter", "a.md", "markdown"),
        (b'{"text": "One."}', "a", "json"),
        (b'{"text": "One."}\n{"text": "Two."}', "a.json", "jsonl"),
        (b'{\n "text": "One."\n}', "a", "json"),
        (b'{"text": "' + b"long " * 40_000, "a.json", "json"),
        (b'{"text": "' + b"long " * 40_000, "export", "jsonl"),
        (b'[{"text": "One."}]', "a.txt", "json"),
        (b"<!-- x --><!DOCTYPE html><p>One.", "a", "html"),
        (b"<p>One.</p>", "a", "html"),
        (b'<?xml version="1.0"?><?a b?><!-- c --><rss version="2.0">', "a.xml", "feed"),
        (b"<sitemap><url>x</url></sitemap>", "a.xml", "XML of a kind that is not read"),
        ("id;Body\n1;One.".encode("utf-16"), "a", "csv"),
        (b"Section,Body\n1,One.", "a.csv", "csv"),
        (b"%PDF-1.7", "a.txt", "PDF"),
        (b"BZh91AY&SY\0\0", "a.jsonl.bz2", "bzip2"),
        (b"\xfd7zXZ\x00\x00", "a.xz", "xz"),
        (b"a" * 257 + b"ustar", "a.tar", "tar"),
        (b"\0\1\2\3", "a.bin", "not text"),
        (b"import os", "a.py", ".py"),
        (b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml", "a.docx", "an office document"),
    ],
)
def test_what_a_file_is(head: bytes, name: str, form: str) -> None:
    assert sniff(head, name) == form


def test_a_feed_without_the_whole_text_gives_its_summary(tmp_path: Path) -> None:
    content = re.sub(rb"<content:encoded>.*</content:encoded>", b"", rss(), flags=re.DOTALL)
    (article,) = read_articles(put(tmp_path, "a.xml", content)).articles
    assert article.text == "Four days later."


def test_a_crawl_gives_pages_and_texts_that_were_got(tmp_path: Path) -> None:
    later = web_page(("A second page of the crawl tells of the ferries, which sail twice a day again.",) * 3)
    packed = warc([web_page(), later], each=gzip.compress)
    other = warc([b"\x89PNG"], kind="image/png") + warc([web_page()], status="404 Not Found")
    text = warc([b"Only a plain text."], kind="text/plain")
    read = read_articles(put(tmp_path, "a.warc.gz", packed + gzip.compress(other) + gzip.compress(text)))
    assert whats(read) == []
    assert [(place.place, place.url) for place in read.places] == [
        ("a.warc.gz record 1", URL),
        ("a.warc.gz record 2", URL),
        ("a.warc.gz record 5", URL),
    ]
    assert read.articles[2].text == "Only a plain text."


def test_a_page_cannot_be_newer_than_its_crawl(tmp_path: Path) -> None:
    """The day in the metadata is of another year; the crawl proves that it is no day of publication."""
    (article,) = read_articles(put(tmp_path, "a.warc", warc(date="2023-01-01T00:00:00Z"))).articles
    assert article.published is None


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta name="date" content="2024-10-18">', dt.date(2024, 10, 18)),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", '
            '"datePublished": "2024-10-18T05:00:00Z"}</script>',
            dt.date(2024, 10, 18),
        ),
        ('<meta itemprop="datePublished" content="1951-03-02">', dt.date(1951, 3, 2)),
        ('<meta property="article:modified_time" content="2024-10-18">', None),
        ('<meta name="date" content="10/12/2024">', None),  # October or December
        ('<meta itemprop="copyrightYear" content="2024">', None),
        ('<meta property="og:image" content="https://x.example/2024/10/18/a.png">', None),
        ('<meta name="description" content="On 2024-10-18 it rained.">', None),
        ('<link rel="canonical" href="https://x.example/2024/10/18/a">', None),
        ("<title>18 October 2024</title>", None),
        ('</head><body><time datetime="2024-10-18">Friday</time><p class="date">2024-10-18</p>', None),
        ("</head><body>Published: October 18, 2024", None),
    ],
)
def test_days_of_pages_come_from_their_metadata_alone(head: str, day: dt.date | None) -> None:
    assert published(f"<html><head>{head}") == day


# --- names of fields ---

OTHERS: dict[str, Any] = {
    "a list of articles beside other things": {
        "status": "ok",
        "totalResults": 1,
        "articles": [
            {
                "source": {"id": None, "name": OUTLET},
                "author": AUTHOR,
                "title": TITLE,
                "url": URL,
                "publishedAt": f"{DAY}T09:30:00Z",
                "content": TEXT,
                "description": "Four days later.",
            }
        ],
    },
    "results two objects down": {
        "articles": {
            "results": [
                {
                    "uri": "eastmere",
                    "lang": "eng",
                    "date": DAY,
                    "dateTimePub": f"{DAY}T09:30:00Z",
                    "url": URL,
                    "title": TITLE,
                    "body": TEXT,
                    "source": {"uri": "courier.example", "title": OUTLET},
                    "authors": [{"uri": "dana", "name": AUTHOR}],
                }
            ],
            "count": 1,
        }
    },
    "ninjs": {
        "uri": "urn:eastmere",
        "type": "text",
        "headline": TITLE,
        "byline": AUTHOR,
        "url": URL,
        "firstcreated": f"{DAY}T09:30:00Z",
        "copyrightholder": OUTLET,
        "body_xhtml": "".join(f"<p>{part}</p>" for part in PARAGRAPHS),
    },
    "a content system": [
        {
            "id": 7,
            "date": f"{DAY}T09:30:00",
            "link": URL,
            "title": {"rendered": TITLE},
            "content": {"rendered": "".join(f"<p>{part}</p>\n" for part in PARAGRAPHS)},
            "author": 3,
            "authors": [AUTHOR],
            "site_name": OUTLET,
        }
    ],
    "a search engine": {
        "took": 3,
        "hits": {
            "total": 1,
            "hits": [
                {
                    "_id": "x1",
                    "_source": {
                        "headline": TITLE,
                        "maintext": TEXT,
                        "date_publish": f"{DAY} 09:30:00",
                        "authors": [AUTHOR],
                        "url": URL,
                        "source_domain": OUTLET,
                    },
                }
            ],
        },
    },
    "linked data": {
        "@type": "NewsArticle",
        "headline": TITLE,
        "articleBody": TEXT,
        "datePublished": DAY,
        "author": {"@type": "Person", "name": AUTHOR},
        "publisher": {"name": OUTLET},
        "url": URL,
    },
    "a feed in JSON": {
        "version": "1.1",
        "title": "All",
        "items": [
            {
                "id": URL,
                "url": URL,
                "title": TITLE,
                "content_text": TEXT,
                "date_published": f"{DAY}T09:30:00Z",
                "authors": [{"name": AUTHOR}],
                "source": OUTLET,
            }
        ],
    },
    "a newspaper's interface": {
        "response": {
            "docs": [
                {
                    "web_url": URL,
                    "headline": {"main": TITLE},
                    "byline": {"original": AUTHOR},
                    "source": OUTLET,
                    "pub_date": f"{DAY}T09:30:00+0000",
                    "body": TEXT,
                    "_id": "nyt://x",
                }
            ]
        }
    },
}


@pytest.mark.parametrize("export", OTHERS.values(), ids=OTHERS)
def test_exports_of_others(tmp_path: Path, export: Any) -> None:
    read = read_articles(put(tmp_path, "a.json", json.dumps(export).encode()))
    (article,) = read.articles
    assert (article.text, article.title, article.outlet, article.url, article.author) == (
        TEXT,
        TITLE,
        OUTLET,
        URL,
        AUTHOR,
    )
    assert (str(article.published), article.published_basis) == (DAY, "stated")
    assert [what for _, what in whats(read)] in ([], ["author is a number, not a string"])


def test_columns_as_people_name_them(tmp_path: Path) -> None:
    rows = [
        {
            "Headline": TITLE,
            "Source Name": OUTLET,
            "Publication Date": "October 18, 2024",
            "Byline": AUTHOR,
            "Article URL": URL,
            "Full Text": TEXT,
            "Section": "World",
        }
    ]
    for name, content in (
        ("a.csv", delimited(rows)),
        ("b.csv", delimited(rows, ";")),
        ("c.parquet", parquet_file(rows)),
    ):
        (article,) = read_articles(put(tmp_path, name, content)).articles
        assert (article.id, article.text, article.title, article.outlet) == (f"{name}#1", TEXT, TITLE, OUTLET)
        assert (str(article.published), article.author, article.url) == (DAY, AUTHOR, URL)


def test_an_export_without_texts_says_so(tmp_path: Path) -> None:
    seen = {
        "articles": [
            {"url": URL, "title": TITLE, "seendate": "20241018T093000Z", "domain": "courier.example"}
        ]
    }
    assert whats(read_articles(put(tmp_path, "a.json", json.dumps(seen).encode()))) == [
        ("a.json item 1", "the text is missing")
    ]
    assert whats(read_articles(put(tmp_path, "a.csv", b"url,title\n1,2\n"))) == [
        ("a.csv", "no column holds the text; the columns are url,title")
    ]
    assert whats(read_articles(put(tmp_path, "a.parquet", parquet_file([{"url": URL}])))) == [
        ("a.parquet", "no column holds the text; the columns are url")
    ]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-10-18", DAY),
        ("20241018T093000Z", DAY),
        ("2024/10/18 09:30", DAY),
        ("2024.10.18", DAY),
        ("18 October 2024", DAY),
        ("Friday, October 18th, 2024", DAY),
        ("Oct. 18, 2024", DAY),
        ("Fri, 18 Oct 2024 23:30:00 -0500", DAY),
        ("2024-10-18 09:30:00 UTC", DAY),
        (dt.date(2024, 10, 18), DAY),
        (dt.datetime(2024, 10, 18, 9, 30), DAY),
        ("18/10/2024", None),
        ("10/12/2024", None),
        ("October 2024", None),
        ("2024", None),
        ("2024-W42", None),
        ("1729244400", None),
        (1729244400, None),
        ("yesterday", None),
        ("2024-13-01", None),
        ("x" * 100_000, None),
    ],
)
def test_days_as_files_write_them(written: Any, day: str | None) -> None:
    found = day_of(written)
    assert (str(found) if found else None) == day


# --- charsets ---

TEXTS = [
    (
        "windows-1252",
        "cp1252",
        "The café at the quay – “the best in town” – took £5 for a naïve décor that nobody had asked for.",
    ),
    ("windows-1252", "cp1252", "Le ministère a annoncé que 1 500 soldats étaient arrivés à l’été."),
    ("windows-1250", "cp1250", "Rzecznik powiedział, że żołnierze zostali wysłani na wschód kraju."),
    ("windows-1251", "cp1251", "Представитель министерства заявил, что 300 солдат прибыли в область."),
    ("koi8-r", "koi8_r", "Порт снова открылся в пятницу, через четыре дня после шторма. Солдаты помогали."),
    ("utf-16-le", "utf-16", "Порт снова открылся: the harbour is open."),
    ("shift_jis", "cp932", "港は嵐の四日後の金曜日に再び開いた。兵士四十人が手伝った。"),
    ("utf-8", "utf-8-sig", "The café is open – at last."),
    ("iso-2022-jp", "iso2022_jp", "港は嵐の四日後の金曜日に再び開いた。"),
]


@pytest.mark.parametrize(("name", "codec", "text"), TEXTS, ids=[row[2][:12] for row in TEXTS])
def test_charsets_are_told_and_recorded(tmp_path: Path, name: str, codec: str, text: str) -> None:
    read = read_articles(put(tmp_path, "a.txt", text.encode(codec)))
    assert [
        (article.text, place.charset) for article, place in zip(read.articles, read.places, strict=True)
    ] == [(text, name)]


@pytest.mark.parametrize(("name", "codec", "text"), TEXTS[:-1], ids=[row[2][:12] for row in TEXTS[:-1]])
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_charsets_of_lines(tmp_path: Path, form: str, name: str, codec: str, text: str) -> None:
    lines = {
        "csv": f'id,text\r\na,"{text}"\r\nb,Two.\r\n',
        "jsonl": f'{{"id":"a","text":"{text}"}}\n{{"text":"Two."}}\n',
    }
    read = read_articles(put(tmp_path, f"a.{form}", lines[form].encode(codec)))
    assert whats(read) == []
    assert [article.text for article in read.articles] == [text, "Two."]
    assert read.places[0].charset in (name, None)


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252"])
def test_a_charset_that_a_page_declares(tmp_path: Path, declared: str) -> None:
    content = web_page(charset="cp1252").replace(b'charset="cp1252"', f'charset="{declared}"'.encode())
    read = read_articles(put(tmp_path, "a.html", content))
    assert (read.articles[0].text, read.places[0].charset) == (PAGE_TEXT, "windows-1252")


# --- folders, patterns, places ---


def test_folders_are_read_whole_and_in_order(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a.txt", "b/1.txt", "b/.hidden.txt", ".git/x.txt", "c.txt", "b/d/e/3.txt"):
        put(tmp_path, name, f"It stands in {name}.".encode())
    assert [article.id for article in read_articles(tmp_path).articles] == ["a", "c", "b/1", "b/2", "b/d/e/3"]


@pytest.mark.parametrize(
    ("given", "ids"),
    [
        (["*.txt"], ["a", "c"]),
        (["b/*.txt"], ["1", "2"]),
        (["**/*.txt"], ["a", "c", "b/1", "b/2", "b/d/3"]),
        (["b/**/3.*"], ["d/3"]),
        (["b*"], ["b/1", "b/2", "b/d/3"]),
        (["?.txt", "b/1.txt"], ["a", "c", "b/1"]),
        (["b", "a.txt", "b/2.txt"], ["b/1", "b/2", "b/d/3", "a"]),
        (["b/d", "b"], ["d/3", "1", "2"]),
        (["x[1].txt"], ["x[1]"]),
    ],
)
def test_patterns_and_several_paths(tmp_path: Path, given: list[str], ids: list[str]) -> None:
    for name in ("a.txt", "b/1.txt", "b/2.txt", "b/d/3.txt", "c.txt"):
        put(tmp_path, name, name.encode())
    if given == ["x[1].txt"]:
        put(tmp_path, "x[1].txt", b"A name with the signs of a pattern.")
    read = read_articles([tmp_path / name for name in given])
    assert [article.id for article in read.articles] == ids


def test_the_same_text_is_one_article_wherever_it_lies(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", plain())
    put(tmp_path, "b.csv.gz", gzip.compress(delimited()))
    put(
        tmp_path,
        "c.zip",
        zipped({"d.jsonl": json_lines([RECORD, RECORD | {"id": "other", "title": "Again"}])}),
    )
    put(tmp_path, "e.zst", zstd(json_list()))
    read = read_articles(tmp_path)
    assert whats(read) == []
    assert [article.id for article in read.articles] == ["a"]
    assert [(place.article_id, place.supplied_id, place.place, place.title) for place in read.places] == [
        ("a", "a", "a.txt", None),
        ("a", "eastmere", "b.csv.gz row 1", TITLE),
        ("a", "eastmere", "c.zip › d.jsonl line 1", TITLE),
        ("a", "other", "c.zip › d.jsonl line 2", "Again"),
        ("a", "eastmere", "e.zst item 1", TITLE),
    ]


def test_an_id_belongs_to_one_text(tmp_path: Path) -> None:
    records = [{"id": "a", "text": "One."}, {"id": "b", "text": "One."}, {"id": "b", "text": "Two."}]
    read = read_articles(put(tmp_path, "a.jsonl", json_lines(records)))
    assert [article.id for article in read.articles] == ["a"]
    assert whats(read) == [("a.jsonl line 3", "the id stands twice; the first is in a.jsonl line 2")]


def test_ids_come_from_the_document_or_else_from_its_place(tmp_path: Path) -> None:
    put(tmp_path, "n/a.csv", b"text\nOne.\nTwo.\n")
    put(tmp_path, "n/b.json", json_list([{"text": "Three."}, {"id": "x/y", "text": "Four."}]))
    put(tmp_path, "n/c.jsonl.gz", gzip.compress(json_lines([{"text": "Five."}])))
    put(tmp_path, "n/d.html", web_page())
    put(tmp_path, "n/e.zip", zipped({"m/f.txt": b"Six."}))
    assert [article.id for article in read_articles(tmp_path).articles] == [
        "n/a.csv#1",
        "n/a.csv#2",
        "n/b.json#1",
        "x/y",
        "n/c.jsonl#1",
        "n/d.html",
        "n/e.zip#m/f",
    ]


# --- as a stream, in any process ---


def test_documents_come_one_by_one(tmp_path: Path) -> None:
    """The first line is given before the damage behind it is met."""
    content = gzip.compress(
        json_lines([{"id": str(number), "text": f"{number} boats."} for number in range(999)])
    )
    path = put(tmp_path, "a.jsonl.gz", content[:-900])
    stream = documents(path)
    first = next(stream)
    assert isinstance(first, InputDocument)
    assert first.place == "a.jsonl.gz line 1"
    assert isinstance(list(stream)[-1], Problem)


def test_consumed_bytes_grow_to_those_of_the_input(tmp_path: Path) -> None:
    for number, (ending, content) in enumerate(FORMATS.items()):
        put(tmp_path, f"{number:02}{ending}", content)
    consumed = [item.consumed for item in documents(tmp_path) if isinstance(item, InputDocument)]
    assert consumed == sorted(consumed)
    total = input_bytes(tmp_path)
    assert total is not None
    assert 0 < consumed[0] <= consumed[-1] <= total


@pytest.mark.parametrize("ending", FORMATS)
def test_documents_can_be_read_in_another_process(tmp_path: Path, ending: str) -> None:
    for document in documents(put(tmp_path, f"a{ending}", FORMATS[ending])):
        assert isinstance(document, InputDocument)
        found = parse_document(document)
        assert pickle.loads(pickle.dumps(parse_document(pickle.loads(pickle.dumps(document))))) == found
        assert found != []


# --- the documentation ---


def test_the_documentation_names_what_is_read() -> None:
    told = (ROOT / "docs" / "inputs.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`\.([a-z0-9]+)`", told))
    assert named == {*ENDINGS, "parquet", "warc", "zip", "gz", "zst"}
    assert {*ENDINGS.values(), "parquet", "warc", "zip", "gzip", "zstd"} == set(READERS)
    assert set(PARSERS) == {"text", "markdown", "html", "json", "row", "feed"}


def test_the_documentation_names_every_field_and_no_other() -> None:
    told = (ROOT / "docs" / "inputs.md").read_text(encoding="utf-8")
    section = told.split("## Names of fields", 1)[1].split("\n## ", 1)[0]
    table = {
        cells[0].strip("` "): set(re.findall(r"`([^`]+)`", cells[1]))
        for cells in (line.strip("|").split("|") for line in section.splitlines() if line.startswith("| `"))
    }
    expected: dict[str, set[str]] = {}
    for rule in rules.load("fields").rules:
        expected.setdefault(rule.fields["field"], set()).update(rule.fields["names"])
    assert table == expected
    assert set(FIELDS) <= set(table)


def test_limits_are_told_where_they_are_met(tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt", plain())
    for limits, name in (
        (Limits(file_bytes=100), "file_bytes"),
        (Limits(article_chars=100), "article_chars"),
    ):
        (problem,) = read_articles(path, limits=limits).problems
        assert name in problem.what + problem.remedy


def test_an_atom_feed_tells_when_an_item_was_published_not_when_it_changed() -> None:
    ((article, _),) = [
        item
        for item in parse_document(InputDocument("a", "a", "feed", atom()))
        if not isinstance(item, Problem)
    ]
    assert str(article.published) == DAY
    (found,) = parse_document(
        InputDocument("a", "a", "feed", re.sub(rb"<published>.*</published>", b"", atom()))
    )
    assert not isinstance(found, Problem)
    assert found[0].published is None
