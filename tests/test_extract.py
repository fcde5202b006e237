"""Articles → tables, on the seeds and on texts of our own."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from nkreport import extract, rules, tables
from nkreport.articles import read_articles, read_catalogue
from nkreport.extract import RULE_READERS, check_rules, extract_article, extract_rows, extract_tables
from nkreport.figures import figures_of
from nkreport.reading import Reading
from nkreport.records import Article, Problem

ROOT = Path(__file__).parents[1]

STATEMENT = """\
Share this story

Up to 1,500 North Korean soldiers have reached Russia, Defence Minister Kim Yong-hyun said on Thursday. \
Moscow denied the report.

You may also like

Ten thousand soldiers march in a parade
"""


def seeds() -> list[Article]:
    read = read_articles(ROOT / "seeds", catalogue=read_catalogue(ROOT / "data" / "articles.toml"))
    return list(read.articles)


@pytest.fixture(scope="module")
def rows() -> dict[str, list[tables.Row]]:
    return extract_rows(seeds())


def test_every_span_gives_back_its_text(rows: dict[str, list[tables.Row]]) -> None:
    assert tables.span_faults(rows) == []
    for name in ("figures", "assertions", "unknowns"):
        for row in rows[name]:
            text = next(
                article["text"] for article in rows["articles"] if article["article_id"] == row["article_id"]
            )
            start = row["sentence_start"]
            assert text[start : start + len(row["sentence"])] == row["sentence"], row


def test_every_row_satisfies_its_schema(rows: dict[str, list[tables.Row]]) -> None:
    for name, found in rows.items():
        tables.check(tables.TABLES[name], tables.to_frame(tables.TABLES[name], found))


def test_every_table_of_the_seeds_has_rows(rows: dict[str, list[tables.Row]]) -> None:
    assert {name for name, found in rows.items() if not found} == {"places", "problems"}


def test_nothing_of_a_page_footer_reaches_a_table(rows: dict[str, list[tables.Row]]) -> None:
    """The teasers below the article speak of other things, two years later."""
    body_ends = next(row for row in rows["articles"] if row["article_id"].startswith("002"))["text"].rindex(
        "Share and"
    )
    for name in ("figures", "assertions", "unknowns"):
        for row in rows[name]:
            words = json.dumps(row, default=str, ensure_ascii=False)
            assert not [
                word for word in ("Iran’s Supreme", "Minneapolis", "Chimp", "Khamenei") if word in words
            ], row
            if row["article_id"].startswith("002"):
                assert row.get("cue_start", row["start"]) < body_ends
    assert sum(row["article_id"].startswith("002") for row in rows["furniture"]) >= 10


def test_every_rule_that_a_row_names_is_in_a_rule_file(rows: dict[str, list[tables.Row]]) -> None:
    known = {rule.id for name in rules.names() for rule in rules.load(name).rules}
    found = [row["rule"] for name in ("figures", "assertions", "unknowns") for row in rows[name]]
    named = {rule for joined in found for rule in joined.split("; ")}
    assert named - known == set()


def test_the_same_input_gives_the_same_rows(rows: dict[str, list[tables.Row]]) -> None:
    assert extract_rows(seeds()) == rows


def test_rows_of_an_article_do_not_depend_on_the_others(rows: dict[str, list[tables.Row]]) -> None:
    for article in reversed(seeds()):
        alone = extract_rows([article])
        for name in ("figures", "assertions", "unknowns", "furniture"):
            assert alone[name] == [row for row in rows[name] if row["article_id"] == article.id]


def test_one_article_of_our_own() -> None:
    day = dt.date(2024, 10, 18)
    found = extract_article(
        Article("a", STATEMENT, published=day, published_latest=day, published_basis="stated")
    )
    assert [(figure.text, figure.bound, figure.kind) for figure in found.figures] == [
        ("1,500", "upper", "troops")
    ]
    assert [(assertion.cue, assertion.act) for assertion in found.assertions] == [
        ("said", "says"),
        ("denied", "denies"),
    ]
    words = [STATEMENT[span.start : span.end] for span in found.furniture]
    assert "You may also like" in words


@pytest.mark.parametrize(
    "text", ["x", "\r\n\r\n.", "“", "…\u2028…", "1" * 400, "💥 100 soldiers said", "a\0b"]
)
def test_odd_texts_give_tables_that_can_be_written(text: str, tmp_path: Path) -> None:
    tables.write_tables(extract_tables([Article("a", text)]), tmp_path)


def test_problems_pass_through_to_their_table() -> None:
    found = extract_rows([], [Problem(None, "a.txt", "not UTF-8", "save it anew")])
    assert [row["what"] for row in found["problems"]] == ["not UTF-8"]


def test_the_rules_hold_their_own_examples() -> None:
    assert [str(fault) for fault in check_rules()] == []


def test_every_reader_reads_a_file_that_is_there() -> None:
    assert set(RULE_READERS) <= set(rules.names())


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("A diplomat, who asked not to be named, said it fell.", ["says"]),
        ("A diplomat asked the port not to be late.", ["urges"]),
    ],
)
def test_asking_to_stay_unnamed_is_no_assertion(text: str, acts: list[str]) -> None:
    found = extract_article(Article("a", text))
    assert [assertion.act for assertion in found.assertions] == acts


def test_an_article_whose_reading_fails_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of ours is told with its place, and the run goes on."""
    def reading(article: Article, document: object) -> object:
        if article.id == "b":
            raise ValueError("odd\nwords")
        return Reading(article, document)  # type: ignore[arg-type]

    monkeypatch.setattr(extract, "Reading", reading)
    rows = extract_rows([Article(name, "Kim said 300 soldiers died.") for name in "abc"])
    assert [row["article_id"] for row in rows["articles"]] == ["a", "c"]
    [problem] = rows["problems"]
    assert problem["article_id"] == "b"
    assert problem["what"].startswith("its reading failed in test_extract.py, line ")
    assert problem["what"].endswith("ValueError: odd words")


def test_a_row_that_is_not_what_it_promises_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract, "figures_of", lambda reading: [
        replace(figure, text="301") for figure in figures_of(reading)
    ])
    rows = extract_rows([Article("a", "Kim said 300 soldiers died.")])
    assert not rows["figures"]
    assert "a-f0009 does not give back its text" in rows["problems"][0]["what"]
