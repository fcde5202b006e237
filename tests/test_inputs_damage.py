"""Broken and hostile files: each fault is one row in `problems` with a remedy, and the rest is read."""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from counting import calls_made
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from input_files import (
    FORMATS,
    PACKINGS,
    json_lines,
    parquet_file,
    plain,
    rss,
    warc,
    web_page,
    zipped,
    zstd,
)

from nkreport import tables
from nkreport.articles import Intake, Seen, admit, documents, parse_document, read_articles
from nkreport.articles.finding import find, roots
from nkreport.errors import InputError
from nkreport.limits import Limits
from nkreport.records import Article, InputDocument, Place, Problem

NOISE = random.Random(7).randbytes(4000)  # the same in every run; packs to nothing less
MANY = [
    {"id": f"a{number}", "text": f"Boat {number} came in, with {number * 7919 % 1009} crates."}
    for number in range(5000)
]


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def whats(read: Intake) -> list[str]:
    return [problem.what for problem in read.problems]


# --- streams that end or break ---


@pytest.mark.parametrize(
    ("name", "pack", "what"),
    [
        ("a.jsonl.gz", gzip.compress, "the gzip data end too early"),
        ("a.jsonl.zst", zstd, "the zstd data end too early"),
    ],
)
def test_what_came_before_the_end_is_kept(
    tmp_path: Path, name: str, pack: Callable[[bytes], bytes], what: str
) -> None:
    whole = pack(json_lines(MANY))
    read = read_articles(put(tmp_path, name, whole[: len(whole) * 3 // 4]))
    assert read.articles[0].text == MANY[0]["text"]
    assert 0 < len(read.articles) < len(MANY)
    assert whats(read)[-1] == what


@pytest.mark.parametrize("packing", [".gz", ".zst"])
@pytest.mark.parametrize("ending", [".txt", ".html", ".json", ".md", ".rss", ".parquet"])
def test_half_an_article_is_no_article(tmp_path: Path, ending: str, packing: str) -> None:
    whole = PACKINGS[packing](FORMATS[ending])
    read = read_articles(put(tmp_path, f"a{ending}{packing}", whole[:-12]))
    assert read.articles == ()
    assert "too early" in whats(read)[0]


@pytest.mark.parametrize("ending", [".parquet", ".warc", ".rss", ".json"])
@pytest.mark.parametrize("kept", [0.3, 0.8])
def test_a_file_that_ends_too_early_says_so(tmp_path: Path, ending: str, kept: float) -> None:
    content = FORMATS[ending]
    read = read_articles(put(tmp_path, f"a{ending}", content[: int(len(content) * kept)]))
    assert (read.articles, len(read.problems)) == ((), 1)
    assert read.problems[0].remedy


def test_damage_within_packed_data(tmp_path: Path) -> None:
    whole = gzip.compress(json_lines(MANY))
    read = read_articles(put(tmp_path, "a.jsonl.gz", whole[:9000] + NOISE[:99] + whole[9099:]))
    assert whats(read)[-1].startswith("the gzip data are damaged")
    assert read.articles[0].id == "a0"


def test_other_bytes_behind_the_packed_data(tmp_path: Path) -> None:
    read = read_articles(put(tmp_path, "a.txt.gz", gzip.compress(b"One.") + bytes(512)))
    assert (read.articles[0].text, whats(read)) == ("One.", [])
    read = read_articles(put(tmp_path, "b.jsonl.gz", gzip.compress(json_lines(MANY[:3])) + b"junk"))
    assert len(read.articles) == 3
    assert whats(read)[0].startswith("the gzip data are damaged")


# --- bombs and ways out ---


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt.gz", gzip.compress(bytes(3_000_000))),
        ("a.jsonl.zst", zstd(b" " * 3_000_000)),
        ("a.zip", zipped({"a.txt": b" " * 3_000_000})),
        ("a.parquet", parquet_file([{"text": "Boats. " * 9000}] * 400)),
    ],
)
def test_what_unpacks_to_far_more_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    read = read_articles(put(tmp_path, name, content))
    assert len(read.articles) <= 1
    problem = read.problems[-1]
    assert problem.what == f"unpacks to more than 200 times its {len(content):,} bytes, as a bomb does"
    assert "archive_ratio" in problem.remedy


def test_a_bomb_is_no_bomb_where_the_limit_is_set(tmp_path: Path) -> None:
    path = put(tmp_path, "a.txt.gz", gzip.compress(b"One. " * 300_000))
    assert read_articles(path, limits=Limits(archive_ratio=10_000)).problems == ()


def test_paths_in_archives_lead_nowhere(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in (
            "../../etc/a.txt",
            "/etc/b.txt",
            "C:\\c.txt",
            "d\\..\\..\\d.txt",
            "fine/e.txt",
            ".hidden",
            "n.zip",
        ):
            archive.writestr(name, zipped({"x.txt": b"Inner."}) if name == "n.zip" else f"Text of {name}.")
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/hostname")
    before = sorted(tmp_path.rglob("*"))
    read = read_articles(put(tmp_path, "a.zip", out.getvalue()))
    assert [article.id for article in read.articles] == ["a.zip#fine/e"]
    assert [(problem.place, problem.what) for problem in read.problems] == [
        ("a.zip › ../../etc/a.txt", "a path that leads out of the archive (..)"),
        ("a.zip › /etc/b.txt", "a path that begins at the root of a disk"),
        ("a.zip › C:\\c.txt", "a path that begins at the root of a disk"),
        ("a.zip › d\\..\\..\\d.txt", "a path that leads out of the archive (..)"),
        ("a.zip › n.zip", "is an archive within another"),
        ("a.zip › link.txt", "a link"),
    ]
    assert sorted(tmp_path.rglob("*")) == [*before, tmp_path / "a.zip"]


def test_an_encrypted_file_of_an_archive(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.txt": b"One.", "b.txt": b"Two."}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    read = read_articles(put(tmp_path, "a.zip", bytes(content)))
    assert [article.text for article in read.articles] == ["Two."]
    assert [(problem.place, problem.what) for problem in read.problems] == [("a.zip › a.txt", "is encrypted")]


def test_an_archive_with_too_many_files_or_a_false_list(tmp_path: Path) -> None:
    content = zipped({f"{number}.txt": b"One." for number in range(20)})
    read = read_articles(put(tmp_path, "a.zip", content), limits=Limits(archive_members=19))
    assert whats(read) == ["holds 20 files, more than the limit archive_members, 19"]
    end = content.rindex(b"PK\x05\x06")
    false = content[: end + 10] + b"\x01\x00\xff\xff\xff\x7f" + content[end + 16 :]
    read = read_articles(put(tmp_path, "b.zip", false + bytes(60_000)), limits=Limits(archive_members=19))
    assert len(read.problems) == 1


def test_damage_in_one_file_of_an_archive_leaves_the_others(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.txt": NOISE.hex().encode(), "b.txt": b"Two."}))
    content[60:90] = NOISE[:30]
    read = read_articles(put(tmp_path, "a.zip", bytes(content)))
    assert [article.text for article in read.articles] == ["Two."]
    assert (read.problems[0].place, read.problems[0].what.split(" (")[0]) == (
        "a.zip › a.txt",
        "damaged in its zip archive",
    )
    whole = zipped({"a.txt": b"One."})
    assert whats(read_articles(put(tmp_path, "b.zip", whole[:-20]))) == ["the zip archive ends too early"]


def test_packed_twice(tmp_path: Path) -> None:
    read = read_articles(put(tmp_path, "a.txt.gz.gz", gzip.compress(gzip.compress(b"One."))))
    assert whats(read) == ["is packed twice"]


def test_links(tmp_path: Path) -> None:
    outside = put(tmp_path, "outside/secret.txt", b"Secret.")
    folder = tmp_path / "in"
    put(folder, "a.txt", b"One.")
    put(folder, "b/c.txt", b"Two.")
    (folder / "inner.txt").symlink_to(folder / "a.txt")
    (folder / "out.txt").symlink_to(outside)
    (folder / "around").symlink_to(folder)
    (folder / "out").symlink_to(outside.parent)
    (folder / "parent").symlink_to("..")
    (folder / "self").symlink_to("self")
    read = read_articles(folder)
    assert [article.text for article in read.articles] == ["One.", "Two."]
    assert [place.place for place in read.places] == ["a.txt", "inner.txt", "b/c.txt"]
    assert [(problem.place, problem.what) for problem in read.problems] == [
        ("around", "a link to a folder"),
        ("out", "a link that leads out of the folder"),
        ("out.txt", "a link that leads out of the folder"),
        ("parent", "a link that leads out of the folder"),
        ("self", "a link that leads nowhere"),
    ]
    (tmp_path / "given").symlink_to(folder)
    assert len(read_articles(tmp_path / "given").articles) == 2


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    """Opening a pipe that nobody writes to would wait for ever."""
    put(tmp_path, "a.txt", b"One.")
    os.mkfifo(tmp_path / "b.txt")
    read = read_articles(tmp_path)
    assert (len(read.articles), whats(read)) == (1, ["not a file"])
    with pytest.raises(InputError, match="not a file or a folder"):
        read_articles(tmp_path / "b.txt")


# --- lines, rows, fields ---


def test_a_line_that_is_too_long_is_passed_over(tmp_path: Path) -> None:
    content = (
        json_lines(MANY[:1]) + b'{"id": "long", "text": "' + b"x" * 300_000 + b'"}\n' + json_lines(MANY[1:2])
    )
    read = read_articles(put(tmp_path, "a.jsonl", content), limits=Limits(line_bytes=1000))
    assert [article.id for article in read.articles] == ["a0", "a1"]
    assert [(problem.place, problem.what) for problem in read.problems] == [
        ("a.jsonl line 2", "is longer than 1,000 bytes")
    ]
    assert "line_bytes" in read.problems[0].remedy


@pytest.mark.parametrize(
    ("rows", "ids", "place", "what"),
    [
        ('a,One.\nb,"' + "x" * 5000 + '"\nc,Two.\n', ["a", "c"], "row 2", "is longer than 1,000 bytes"),
        ('a,One.\nb,"' + "x\n" * 2500 + '"\nc,Two.\n', ["a", "c"], "row 2", "is longer than 1,000 bytes"),
        ('a,One.\nb,"x\n' + "c,Two.\n" * 200, ["a"], "row 2", "is longer than 1,000 bytes"),
        ('a,One.\nb,"x\nc,Two.\n', ["a"], "row 2", "a quotation mark is never closed"),
        ("a,One.\nb,Two,three.\nc,Four.\n", ["a", "c"], "row 2", "has 3 cells where the header has 2"),
        ("a,One.\nb\nc,Two.\n", ["a", "c"], "row 2", "the text is missing"),
        ('a,One.\nb,5" guns\nc,Two.\n', ["a", "b", "c"], None, None),
        ("a,One.\n\nb,Two.\n", ["a", "b"], None, None),
        ('a,"One.\r\n\r\nTwo."\r\n', ["a"], None, None),
    ],
)
def test_rows_that_are_broken(
    tmp_path: Path, rows: str, ids: list[str], place: str | None, what: str | None
) -> None:
    read = read_articles(put(tmp_path, "a.csv", f"id,text\n{rows}".encode()), limits=Limits(line_bytes=1000))
    assert [article.id for article in read.articles] == ids
    found = [(problem.place.removeprefix("a.csv "), problem.what) for problem in read.problems]
    if place is None or what is None:
        assert found == []
    else:
        assert [at for at, _ in found] == [place]
        assert found[0][1].startswith(what)


def test_a_row_of_a_table_in_other_bytes(tmp_path: Path) -> None:
    rows = "id,text\n" + "".join(f"{number},“Über” {number}\n" for number in range(9))
    content = rows.encode() + b"bad,\xff\xfe\n" + b"last,End.\n"
    read = read_articles(put(tmp_path, "a.csv", content))
    assert [article.id for article in read.articles][-2:] == ["8", "last"]
    assert [(problem.place, problem.what) for problem in read.problems] == [
        ("a.csv row 10", "not UTF-8: byte 0xff at offset 4")
    ]


def test_tabs_and_quotation_marks_that_mean_nothing(tmp_path: Path) -> None:
    read = read_articles(put(tmp_path, "a.tsv", b'id\ttext\na\tHe said "no\nb\t5" guns\n'))
    assert [article.text for article in read.articles] == ['He said "no', '5" guns']


@pytest.mark.parametrize(
    ("record", "what"),
    [
        (
            {"id": "x" * 10_001, "text": "One."},
            "the id has 10,001 characters, more than the limit field_chars",
        ),
        (
            {"id": "a", "text": "One.", "title": "x" * 10_001},
            "title has 10,001 characters, more than the limit",
        ),
        ({"id": "a", "text": "\x01\x02\x03One."}, "holds control characters, as what is no text does"),
        ({"id": "a", "text": "One.", "author": {"id": 3}}, "author is an object, not a string"),
        ({"id": "a", "text": "One.", "title": "a\0"}, "title holds NUL characters"),
    ],
)
def test_fields_that_cannot_be_kept(record: dict[str, object], what: str) -> None:
    problems = [
        item
        for item in parse_document(InputDocument("a", "a", "json", json.dumps(record).encode()))
        if isinstance(item, Problem)
    ]
    assert len(problems) == 1
    assert problems[0].what.startswith(what)


@pytest.mark.parametrize(
    "identity", ["a/b", "../a", "/", "a b", "CON", "a\nb", "ä/ß", "‮a", "x" * 9000, "a#1", "."]
)
def test_any_id_can_be_an_anchor_of_its_own(identity: str) -> None:
    ((article, _),) = [
        item
        for item in parse_document(
            InputDocument("a", "a", "json", json.dumps({"id": identity, "text": "One."}).encode())
        )
        if not isinstance(item, Problem)
    ]
    assert article.id == identity
    anchor = tables.rows.anchor(identity)
    assert len(anchor) < 100
    assert anchor.replace("-", "").replace("_", "").isalnum()
    assert anchor != tables.rows.anchor(identity + "-")


# --- pages, feeds, front matter ---


@pytest.mark.parametrize(
    ("form", "content", "what"),
    [
        ("html", web_page(("<span>a </span>" * 25_000,)), "has 25,0"),
        ("html", b"<html>" + b" " * (4 << 20), "is longer than 4 MiB, the limit html_bytes"),
        ("html", b"<html></html>", "no main text was found in the page"),
        ("feed", b'<!DOCTYPE r [<!ENTITY a "b">]>' + rss(), "defines a document type"),
        ("feed", rss().replace(b"<channel>", b"<channel>" + b"<a>" * 100_001), "has 100,"),
        ("feed", b"<rss><channel></channel></rss>", "the feed holds no item"),
        ("feed", rss()[:700], "not readable as a feed: ends too early"),
        ("feed", '<!ENTITY x "y">'.encode("utf-16"), "defines a document type"),
        ("markdown", b"---\na: &x [1]\nb: [*x, *x]\n---\nOne.", "the front matter has aliases"),
        ("markdown", b"---\na: [\n---\nOne.", "the front matter is not readable as YAML"),
        ("markdown", b"---\n" + b"a: [" * 1900 + b"\n---\nOne.", "the front matter is not readable as YAML"),
        ("json", b'{"a":' * 100_000, "not readable as JSON"),
        ("json", b"[]", "the list is empty"),
        ("json", b"[1]", "holds a number, not an object"),
        ("text", b"\xef\xbb\xbfOne. \xff", "not UTF-8: byte 0xff"),
        ("text", b"\xff\xfeO\x00\x00\xd8", "not UTF-16-LE, as its mark says"),
        ("text", bytes(range(1, 32)) * 9, "holds control characters"),
    ],
)
def test_documents_that_cannot_be_read(form: str, content: bytes, what: str) -> None:
    found = parse_document(InputDocument("a", "a", form, content))
    problems = [item for item in found if isinstance(item, Problem)]
    assert problems[0].what.startswith(what)
    assert problems[0].remedy


def test_front_matter_is_text_and_runs_nothing() -> None:
    front = "id: 012\ntitle: yes\ndate: 2024-10-18\nauthor: [A, B]\nurl: !!python/object/apply:os.getcwd []\n"
    found = parse_document(InputDocument("a.md", "a.md", "markdown", f"---\n{front}---\nOne.".encode()))
    ((article, _),) = [item for item in found if not isinstance(item, Problem)]
    assert (article.id, article.title, str(article.published), article.author) == (
        "012",
        "yes",
        "2024-10-18",
        "A; B",
    )


def test_a_crawl_whose_header_never_ends(tmp_path: Path) -> None:
    content = warc() + b"WARC/1.0\r\nX: " + b"x" * 400_000
    read = read_articles(put(tmp_path, "a.warc", content), limits=Limits(line_bytes=100_000))
    assert len(read.articles) == 1
    assert whats(read) == ["the header of a record is longer than 100,000 bytes"]


def test_answers_of_a_crawl_in_packings_that_are_not_read(tmp_path: Path) -> None:
    kind = "text/html\r\nContent-Encoding: compress"
    read = read_articles(put(tmp_path, "a.warc", warc([b"\x1f\x9d"], kind=kind) + warc()))
    assert (len(read.articles), whats(read)) == (1, ["the answer is packed as compress"])


def test_a_crash_in_a_library_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object, **__: object) -> None:
        raise ZeroDivisionError("of its own")

    monkeypatch.setattr("trafilatura.bare_extraction", crash)
    (problem,) = parse_document(InputDocument("a.html", "a.html", "html", web_page()))
    assert isinstance(problem, Problem)
    assert problem.what == "cannot be read as html (ZeroDivisionError: of its own)"


# --- anything at all ---

BYTES = st.one_of(
    st.binary(max_size=400),
    st.sampled_from(list(FORMATS.values())).flatmap(
        lambda content: st.tuples(
            st.integers(0, len(content)), st.binary(max_size=20), st.integers(0, 40)
        ).map(lambda cut: content[: cut[0]] + cut[1] + content[cut[0] + cut[2] :])
    ),
)
NAMES = st.sampled_from([f"a{ending}" for ending in (*FORMATS, ".gz", ".zst", ".zip", "")])


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(name=NAMES, content=BYTES, packing=st.sampled_from(sorted(PACKINGS)))
def test_any_bytes_under_any_name(tmp_path: Path, name: str, content: bytes, packing: str) -> None:
    folder = tmp_path / "in"
    put(folder, name + packing, PACKINGS[packing](content))
    read = read_articles(folder)
    (folder / (name + packing)).unlink()
    assert read.articles or read.problems
    for article in read.articles:
        assert article.text.strip()
        assert "\0" not in article.text
        article.text.encode()
    for problem in read.problems:
        assert problem.place.startswith("a")
        assert problem.what
        assert problem.remedy


@settings(max_examples=60, deadline=None)
@given(form=st.sampled_from(["text", "markdown", "html", "json", "feed"]), content=BYTES)
def test_any_bytes_as_any_format(form: str, content: bytes) -> None:
    found = parse_document(InputDocument("a", "a", form, content))
    assert found
    assert found == parse_document(InputDocument("a", "a", form, content))


RECORDS = st.dictionaries(
    st.sampled_from(
        ["id", "text", "title", "body", "author", "published", "source", "articles", "content", "url"]
    ),
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=9)),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(st.sampled_from(["name", "text", "rendered", "results"]), inner, max_size=2),
        ),
        max_leaves=6,
    ),
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(record=RECORDS)
def test_any_record(record: dict[str, object]) -> None:
    for document in (
        InputDocument("a", "a", "json", json.dumps(record).encode()),
        InputDocument("a", "a", "row", fields=record),
    ):
        for item in parse_document(document):
            assert isinstance(item, Problem) or isinstance(item[0].text, str)


# --- many ---


def test_a_million_articles_would_be_remembered_in_little() -> None:
    """Digests, ids and places take some 120 bytes an article, and finding one takes no longer among many."""

    def filled(count: int) -> Seen:
        seen = Seen()
        for number in range(count):
            admit(
                Article(f"id{number}", f"Boat {number}."),
                Place(f"id{number}", f"a.jsonl line {number}", "json"),
                seen,
            )
        return seen

    few, many = filled(1500), filled(6000)
    assert many.size() / 6000 < 150

    def look(seen: Seen) -> None:
        for number in range(500):
            admit(Article(f"id{number}", f"Boat {number}."), Place(f"id{number}", "again", "json"), seen)

    assert calls_made(lambda: look(many)) < 1.2 * calls_made(lambda: look(few))


def test_reading_grows_with_the_input(tmp_path: Path) -> None:
    few, many = (
        put(tmp_path, "few.jsonl", json_lines(MANY[:200])),
        put(tmp_path, "many.jsonl", json_lines(MANY[:800])),
    )
    read_articles(few)
    assert calls_made(lambda: read_articles(many)) < 4.8 * calls_made(lambda: read_articles(few))


def test_admission_is_the_same_when_it_is_done_again() -> None:
    articles = [("a", "One."), ("b", "One."), ("b", "Two."), ("c", "Two."), ("a", "One."), ("d", "Three.")]

    def run(seen: Seen) -> list[object]:
        return [
            admit(Article(name, text), Place(name, f"{at}", "text"), seen)
            for at, (name, text) in enumerate(articles)
        ]

    assert run(Seen()) == run(Seen())
    assert [result[0] is not None for result in run(Seen())] == [True, False, False, True, False, True]  # type: ignore[index]


def test_folders_without_end_are_walked_without_recursion(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(300):
        deep = deep / "d"
    deep.mkdir(parents=True)
    (deep / "a.txt").write_bytes(b"One.")
    assert len(list(find(roots(tmp_path)))) == 1
    assert len(read_articles(tmp_path).articles) == 1


def test_files_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As root may read everything, the refusal is played."""

    def refusing(path: str, *arguments: Any, **options: Any) -> Any:
        if path.endswith("b.txt"):
            raise PermissionError(13, "Permission denied")
        return open(path, *arguments, **options)

    put(tmp_path, "a.txt", b"One.")
    refused = put(tmp_path, "b.txt", b"Two.")
    monkeypatch.setattr("nkreport.articles.opening.open", refusing, raising=False)
    read = read_articles(tmp_path)
    assert [article.id for article in read.articles] == ["a"]
    assert whats(read) == ["cannot be read (Permission denied)"]
    with pytest.raises(InputError, match="Permission denied"):
        read_articles(refused)


def test_a_file_that_goes_away_while_the_folder_is_read(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", b"One.")
    gone = put(tmp_path, "b.txt", b"Two.")
    stream = documents(tmp_path)
    next(stream)
    gone.unlink()
    (problem,) = stream
    assert isinstance(problem, Problem)
    assert problem.what == "cannot be read (No such file or directory)"


def test_every_limit_of_reading_is_one_that_can_be_set(tmp_path: Path) -> None:
    (problem,) = read_articles(put(tmp_path, "a.html", web_page()), limits=Limits(html_bytes=100)).problems
    assert "html_bytes" in problem.what
    (problem,) = read_articles(put(tmp_path, "b.txt", plain()), limits=Limits(file_bytes=100)).problems
    assert "file_bytes" in problem.remedy
