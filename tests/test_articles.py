"""Files → Articles: what is read as it is, what becomes a problem, what is an error."""

import datetime as dt
import json
from pathlib import Path

import pytest

from nkreport.articles import parse_document, read_articles, read_catalogue
from nkreport.errors import InputError
from nkreport.records import Article, InputDocument, Problem

ROOT = Path(__file__).parents[1]


def text_article(name: str, content: bytes) -> Article | Problem:
    (found,) = parse_document(InputDocument(name, name.removesuffix(".txt"), "text", content))
    return found if isinstance(found, Problem) else found[0]


def json_article(line: bytes, place: str) -> tuple[Article | None, list[Problem]]:
    found = parse_document(InputDocument(place, place.replace(" line ", "#"), "json", line))
    articles = [item[0] for item in found if not isinstance(item, Problem)]
    return (articles[0] if articles else None), [item for item in found if isinstance(item, Problem)]


TEXTS = [
    pytest.param(b"One.\n", "One.\n", id="plain"),
    pytest.param(b"One.", "One.", id="no final newline"),
    pytest.param(b"\xef\xbb\xbfOne.", "One.", id="the byte order mark is no part of the text"),
    pytest.param(b"One.\r\nTwo.\rThree.", "One.\r\nTwo.\rThree.", id="carriage returns count in offsets"),
    pytest.param("1\u00a0500 men".encode(), "1\u00a0500 men", id="no-break spaces stay"),
    pytest.param("“é”\u2028x".encode(), "“é”\u2028x", id="line separators do not end anything"),
    pytest.param(b"caf\xe9 au lait", "café au lait", id="Latin-1"),
    pytest.param("One.".encode("utf-16"), "One.", id="UTF-16 with its mark"),
    pytest.param(
        "\u202eOne\u2069.".encode(), "\u202eOne\u2069.", id="marks of direction are part of the text"
    ),
]


@pytest.mark.parametrize(("content", "text"), TEXTS)
def test_text_is_read_unchanged(content: bytes, text: str) -> None:
    assert text_article("a.b.txt", content) == Article("a.b", text)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        pytest.param(
            "“Über” naïve".encode() + b"\xe9",
            "not UTF-8: byte 0xe9 at offset 18",
            id="UTF-8 that was damaged",
        ),
        pytest.param(
            "One.".encode("utf-16-le"), "holds NUL characters, as UTF-16 text does", id="UTF-16 without"
        ),
        pytest.param(b"", "the article is empty", id="no bytes"),
        pytest.param(b"\xef\xbb\xbf \r\n\n", "the article is empty", id="white space only"),
    ],
)
def test_text_that_cannot_be_read_is_a_problem(content: bytes, what: str) -> None:
    found = text_article("a.txt", content)
    assert isinstance(found, Problem)
    assert (found.article_id, found.place, found.what) == ("a", "a.txt", what)


def line(**values: object) -> bytes:
    return json.dumps({"id": "a", "text": "One."} | values).encode()


LEFT_OUT = [
    pytest.param(b"{", None, "not readable as JSON: Expecting property name", id="broken"),
    pytest.param(b"[" * 100_000, None, "not readable as JSON", id="too deep"),
    pytest.param(
        b'{"id": "a", "text": "One.", "n": ' + b"9" * 5000 + b"}",
        None,
        "not readable as JSON",
        id="a number too long to read",
    ),
    pytest.param(b'"One."', None, "holds a string, not an object", id="no object"),
    pytest.param(b'{"id": "a", "text": "\xe9"}', None, "not UTF-8: byte 0xe9 at offset 21", id="Latin-1"),
    pytest.param(line(id="a\0"), None, "the id holds NUL characters", id="an id that no file can have"),
    pytest.param(line(id=["a"]), None, "the id is a list, not a string", id="id of a wrong type"),
    pytest.param(line(id=True), None, "the id is true or false, not a string", id="truth is no number"),
    pytest.param(
        line(id="\ud800"), None, "the id holds half a character (a lone surrogate)", id="half an id"
    ),
    pytest.param(b'{"id": "a"}', "a", "the text is missing", id="no text"),
    pytest.param(line(text="One\0"), "a", "holds NUL characters", id="NUL"),
    pytest.param(line(text=7), "a", "the text is a number, not a string", id="text of a wrong type"),
    pytest.param(line(text=" \n"), "a", "the article is empty", id="empty"),
    pytest.param(
        line(text="One \udfff"),
        "a",
        "the text holds half a character (a lone surrogate) at offset 4",
        id="half a character would fail when the tables are written",
    ),
]


@pytest.mark.parametrize(("content", "identity", "what"), LEFT_OUT)
def test_a_line_without_id_or_text_is_left_out(content: bytes, identity: str | None, what: str) -> None:
    article, problems = json_article(content, "x.jsonl line 1")
    assert article is None
    assert [(problem.article_id, problem.place) for problem in problems] == [(identity, "x.jsonl line 1")]
    assert problems[0].what.startswith(what)
    assert "left out" in problems[0].remedy


@pytest.mark.parametrize(
    ("values", "what"),
    [
        pytest.param({"title": 7}, "title is a number, not a string", id="wrong type"),
        pytest.param(
            {"author": "\ud800"}, "author holds half a character (a lone surrogate)", id="half a character"
        ),
        pytest.param({"published": "18/10/2024"}, "published '18/10/2024' is not a day", id="not ISO"),
        pytest.param({"published": "2024-02-30"}, "published '2024-02-30' is not a day", id="no such day"),
        pytest.param({"published": 20241018}, "published 20241018 is not a day", id="a number"),
        pytest.param({"published": "\ud800"}, "published '\\ud800' is not a day", id="half a day"),
    ],
)
def test_a_fault_in_an_optional_field_costs_that_field_only(values: dict[str, object], what: str) -> None:
    article, problems = json_article(line(**values), "x.jsonl line 1")
    assert article == Article("a", "One.")
    assert [problem.what for problem in problems] == [what]


def test_a_line_with_everything() -> None:
    article, problems = json_article(
        line(title="T", outlet="O", url="u", author="A", published="2024-10-18", figures=[]), "x.jsonl line 1"
    )
    day = dt.date(2024, 10, 18)
    assert article == Article("a", "One.", "T", "O", "u", "A", day, day, "stated", "stated")
    assert problems == []


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-10-18", dt.date(2024, 10, 18)),
        ("2024-10-18T23:30:00-05:00", dt.date(2024, 10, 18)),  # the day where it was published, not in UTC
        ("2024-10-18T23:30:00Z", dt.date(2024, 10, 18)),
        (None, None),
        ("", None),
    ],
)
def test_days(written: str | None, day: dt.date | None) -> None:
    article, problems = json_article(line(published=written), "x.jsonl line 1")
    assert article is not None
    assert (article.published, problems) == (day, [])


def test_a_folder_goes_on_past_what_it_cannot_read(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(b"Two.")
    (tmp_path / "a.TXT").write_bytes(b"One.")
    (tmp_path / "c.jsonl").write_bytes(
        b"\xef\xbb\xbf" + line(id="b") + b"\r\n\n" + line(id=5, text="Five.") + b"\n{\n"
    )
    (tmp_path / "d.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "e.jsonl").write_bytes(b"\n")
    (tmp_path / "f.txt").mkdir()
    (tmp_path / "g.txt").symlink_to("nowhere")
    (tmp_path / ".hidden").write_bytes(b"")
    read = read_articles(tmp_path)
    assert [(article.id, article.text) for article in read.articles] == [
        ("a", "One."),
        ("b", "Two."),
        ("5", "Five."),
    ]
    assert [(problem.place, problem.what.split(":")[0]) for problem in read.problems] == [
        ("c.jsonl line 1", "the id stands twice; the first is in b.txt"),
        ("c.jsonl line 4", "not readable as JSON"),
        ("d.pdf", "the format is not known (PDF)"),
        ("e.jsonl", "the file is empty"),
        ("g.txt", "a link that leads nowhere"),
    ]


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("missing", "there is no such file or folder; check the path"),
        (
            "paper.pdf",
            "the format is not known (PDF); docs/inputs.md lists the formats; convert or remove it",
        ),
        ("empty", "holds nothing to read; add articles"),
        ("*.csv", "no file fits the pattern; check the pattern"),
    ],
)
def test_a_wrong_path_is_one_error(tmp_path: Path, name: str, what: str) -> None:
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError) as caught:
        read_articles(tmp_path / name)
    assert str(caught.value) == f"{tmp_path / name}: {what}"


# --- the catalogue ---

GOOD = """
[articles.a]
outlet = "example.org"
outlet_basis = "copy"
published = 2024-10-18
published_basis = "inferred"
reasons = ["It says so."]
"""

BAD = """
other = 1
[article.b]
[articles.a]
titel = "T"
title = ""
published = "2024-10-18"
published_basis = "guessed"
outlet = "example.org"
[articles.b]
published = 2024-10-18
published_latest = 2024-10-17
published_basis = "url"
reasons = []
[articles.c]
published_latest = 2024-10-18T00:00:00
reasons = [1]
"""


def test_the_catalogue_completes_and_corrects(tmp_path: Path) -> None:
    (tmp_path / "catalogue.toml").write_text(GOOD, encoding="utf-8")
    first, second = line(published="2020-01-01", title="T"), line(id="b", text="Two.")
    (tmp_path / "x.jsonl").write_bytes(first + b"\n" + second)
    read = read_articles(tmp_path / "x.jsonl", catalogue=read_catalogue(tmp_path / "catalogue.toml"))
    day = dt.date(2024, 10, 18)
    assert list(read.articles) == [
        Article("a", "One.", "T", "example.org", None, None, day, day, "inferred", "copy", ("It says so.",)),
        Article("b", "Two."),
    ]
    assert read.problems == ()


def test_an_entry_that_names_no_article_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "catalogue.toml").write_text(GOOD.replace("articles.a", "articles.lettr"), encoding="utf-8")
    (tmp_path / "letter.txt").write_bytes(b"One.")
    read = read_articles(tmp_path / "letter.txt", catalogue=read_catalogue(tmp_path / "catalogue.toml"))
    assert list(read.problems) == [
        Problem(
            "lettr",
            "catalogue",
            "the entry names no article (did you mean letter?)",
            "correct its id, or remove the entry",
        )
    ]


def test_an_entry_of_an_article_that_could_not_be_read_is_no_second_problem(tmp_path: Path) -> None:
    (tmp_path / "catalogue.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "a.txt").write_bytes(b"")
    read = read_articles(tmp_path / "a.txt", catalogue=read_catalogue(tmp_path / "catalogue.toml"))
    assert [problem.what for problem in read.problems] == ["the article is empty"]


def test_all_faults_of_a_catalogue_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.toml"
    path.write_text(BAD, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_catalogue(path)
    keys = "title, outlet, outlet_basis, url, author, published, published_latest, published_basis, reasons"
    assert str(caught.value).split("\n  ") == [
        f"{path}: 13 fault(s) in the catalogue:",
        "other: unknown section",
        "article: unknown section (did you mean articles?)",
        f"a › titel: unknown key (did you mean title?); allowed are {keys}",
        "a › title: '' is not a text; leave the key out where it is not known",
        "a › published: '2024-10-18' is not a day; write it bare, as 2024-10-18",
        "a › published_basis: 'guessed' is not one of stated, url, inferred",
        "a › reasons: missing; say how each value is known",
        "a › outlet: outlet and outlet_basis must stand together",
        "b › reasons: write a list with at least one text",
        "b › published_latest: 2024-10-17 lies before published, 2024-10-18",
        "c › published_latest: datetime.datetime(2024, 10, 18, 0, 0) is not a day; "
        "write it bare, as 2024-10-18",
        "c › reasons: write a list with at least one text",
        "c › published_latest: it needs published, the first day",
    ]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"[articles", "not readable as TOML: "),
        (b"\xe9", "not readable as TOML: "),
        (None, "the catalogue cannot be read (No such file or directory); check the path"),
    ],
)
def test_a_catalogue_that_cannot_be_read_is_one_error(
    tmp_path: Path, content: bytes | None, what: str
) -> None:
    path = tmp_path / "catalogue.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_catalogue(path)
    assert str(caught.value).startswith(f"{path}: {what}")


def test_the_seeds_and_their_catalogue() -> None:
    read = read_articles(ROOT / "seeds", catalogue=read_catalogue(ROOT / "data" / "articles.toml"))
    assert read.problems == ()
    assert [
        (article.id[:3], article.outlet, str(article.published), str(article.published_latest))
        for article in read.articles
    ] == [
        ("000", "rks.news", "2025-02-27", "2025-02-28"),
        ("001", "tngtimes.com", "2024-10-18", "2024-10-20"),
        ("002", None, "2025-02-27", "2025-02-28"),
        ("003", "crunchmarkets.com", "2024-11-13", "2024-11-14"),
        ("004", "clamreport.com", "2024-10-20", "2024-10-22"),
    ]
    assert all(article.published_basis == "inferred" and article.reasons for article in read.articles)
