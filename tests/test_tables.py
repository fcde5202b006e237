"""Rows, frames and files of the tables: dtypes, ids, schemas, bytes, formulas, the codebook."""

import csv
import datetime as dt
import json
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from nkreport import tables
from nkreport.errors import ParameterError, TableError
from nkreport.records import Article, Assertion, DeclaredUnknown, Furniture, Place, Problem, StatedFigure

ROOT = Path(__file__).parents[1]
TEXT = "Menu\nUp to 1,500 soldiers went, said Kim. He denied it."
DAY = dt.date(2024, 10, 18)
ARTICLE = Article(
    "a", TEXT, published=DAY, published_latest=DAY, published_basis="stated", reasons=("One.", "Two.")
)
FIGURE = StatedFigure(
    "a",
    11,
    16,
    "1,500",
    1500.0,
    None,
    1500.0,
    "upper",
    "Up to",
    "soldiers",
    "troops",
    None,
    "occurred",
    "affirmed",
    "unspecified",
    False,
    None,
    None,
    None,
    DAY,
    DAY,
    ("Kim", "Lee"),
    "Kim",
    (),
    "certain",
    TEXT[5:41],
    5,
    "count.digits",
)
ASSERTION = Assertion(
    "a",
    None,
    None,
    None,
    "denied",
    45,
    51,
    ("Kim",),
    "He",
    (),
    "denies",
    "deployment",
    "denied",
    "certain",
    "indirect",
    DAY,
    None,
    TEXT[42:],
    42,
    "verb.deny",
)
UNKNOWN = DeclaredUnknown(
    "a",
    11,
    16,
    "1,500",
    "troops",
    "North Korea",
    (),
    ("Yonhap",),
    None,
    None,
    TEXT[5:41],
    5,
    "unknown.number",
)

PLACE = Place("a", "a.txt", "text", "utf-8", "a", published=DAY)


def frames() -> dict[str, pd.DataFrame]:
    return {
        "articles": tables.articles_table([ARTICLE]),
        "figures": tables.figures_table([FIGURE, replace(FIGURE, start=13, text="500", value=None)]),
        "assertions": tables.assertions_table([ASSERTION, replace(ASSERTION, source=())]),
        "unknowns": tables.unknowns_table([UNKNOWN]),
        "furniture": tables.to_frame(
            tables.FURNITURE, tables.furniture_rows(ARTICLE, [Furniture(0, 4, "menu")])
        ),
        "places": tables.to_frame(tables.PLACES, tables.place_rows([PLACE, replace(PLACE, charset=None)])),
        "problems": tables.problems_table([Problem(None, "b.txt", "not UTF-8", "save it anew")]),
    }


# --- columns ---

FIELDS: dict[str, Any] = {
    "articles": Article,
    "figures": StatedFigure,
    "assertions": Assertion,
    "unknowns": DeclaredUnknown,
    "places": Place,
    "problems": Problem,
}


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_of_a_record_is_a_column(name: str) -> None:
    table = tables.TABLES[name]
    names = {"article_id" if field.name == "id" else field.name for field in fields(FIELDS[name])}
    assert set(table.names) == names | {table.key}


def test_the_codebook_is_up_to_date() -> None:
    written = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    assert written == tables.codebook(), "run `nkreport codebook > docs/codebook.md`"


def test_every_column_is_explained() -> None:
    for table in tables.TABLES.values():
        for column in table.columns:
            assert column.meaning.endswith("."), f"{table.name}.{column.name}"
            assert (column.kind == "choice") == bool(column.allowed), f"{table.name}.{column.name}"


# --- ids ---


@pytest.mark.parametrize(
    ("identity", "anchor"),
    [
        ("000_37d51360af5482fd", "000_37d51360af5482fd"),
        ("a b", "a-b-c8687a08"),
        ("a/b", "a-b-c14cddc0"),
        ('"><script>', "---script--554299e9"),
        ("й", "--15f2ccab"),
    ],
)
def test_ids_can_be_anchors(identity: str, anchor: str) -> None:
    found = tables.anchor(identity)
    assert (found.isascii(), set('"<>/ ') & set(found)) == (True, set())
    assert found == anchor


def test_ids_tell_rows_of_one_place_apart() -> None:
    rows = tables.assertion_rows(
        [ASSERTION, replace(ASSERTION, source=("Lee",)), replace(ASSERTION, cue_start=9)]
    )
    assert [row["assertion_id"] for row in rows] == ["a-a0045", "a-a0045-2", "a-a0009"]


# --- frames ---

DTYPES = {
    "text": "str",
    "choice": "str",
    "integer": "Int64",
    "number": "float64",
    "truth": "bool",
    "day": "datetime64[us]",
    "list": "object",
}


@pytest.mark.parametrize("name", tables.TABLES)
def test_empty_and_full_tables_have_the_same_dtypes(name: str) -> None:
    table = tables.TABLES[name]
    expected = [DTYPES[column.kind] for column in table.columns]
    empty = tables.to_frame(table, [])
    assert [str(dtype) for dtype in empty.dtypes] == expected
    assert [str(dtype) for dtype in frames()[name].dtypes] == expected
    tables.check(table, empty)


@pytest.mark.parametrize("name", tables.TABLES)
def test_rows_survive_the_frame(name: str) -> None:
    table, frame = tables.TABLES[name], frames()[name]
    rows = tables.to_rows(table, frame)
    pd.testing.assert_frame_equal(tables.to_frame(table, rows), frame)


def test_unknown_is_none_in_rows() -> None:
    row = tables.to_rows(tables.FIGURES, frames()["figures"])[1]
    assert [row[name] for name in ("value", "low", "high", "party", "event_start", "via")] == [
        None,
        None,
        1500.0,
        None,
        None,
        [],
    ]
    assert row["claim_start"] == DAY
    assert type(row["claim_start"]) is dt.date


# --- schemas ---


def with_value(column: str, value: Any) -> Callable[[pd.DataFrame], pd.DataFrame]:
    return lambda frame: frame.assign(**{column: pd.Series([value] * len(frame), dtype=frame[column].dtype)})


FAULTS = [
    pytest.param(with_value("kind", "tanks"), "kind · isin", id="a value that is not allowed"),
    pytest.param(with_value("article_id", None), "article_id · not_nullable", id="null where it may not be"),
    pytest.param(with_value("figure_id", "same"), "figure_id · field_uniqueness", id="an id twice"),
    pytest.param(with_value("start", 99), "start ≤ end", id="a span that runs backwards"),
    pytest.param(with_value("low", 9999.0), "low ≤ high", id="an interval that runs backwards"),
    pytest.param(with_value("party", ""), "party · str_length", id="an empty string for unknown"),
    pytest.param(with_value("source", "Kim"), "source · a list of texts", id="a string for a list"),
    pytest.param(lambda frame: frame.assign(value="many"), "value · dtype", id="a wrong dtype"),
    pytest.param(
        lambda frame: frame.astype({"claim_start": "datetime64[ns]"}),
        "claim_start · dtype",
        id="days in another unit",
    ),
    pytest.param(lambda frame: frame.astype({"text": object}), "text · dtype", id="texts as objects"),
    pytest.param(lambda frame: frame.drop(columns="rule"), "rule", id="a column missing"),
    pytest.param(lambda frame: frame.assign(extra=1), "extra", id="a column too many"),
    pytest.param(lambda frame: frame[frame.columns[::-1]], "column_ordered", id="columns in another order"),
]


@pytest.mark.parametrize(("spoil", "what"), FAULTS)
def test_the_schema_refuses(spoil: Callable[[pd.DataFrame], pd.DataFrame], what: str, tmp_path: Path) -> None:
    with pytest.raises(TableError) as caught:
        tables.write_tables({"figures": spoil(frames()["figures"])}, tmp_path)
    assert what in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_all_differences_are_told_at_once() -> None:
    spoiled = with_value("kind", "tanks")(with_value("bound", "maybe")(frames()["figures"]))
    with pytest.raises(TableError, match=r"(?s)kind · isin.*tanks|bound · isin.*maybe.*kind · isin.*tanks"):
        tables.check(tables.FIGURES, spoiled)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("figures", {"text": "1,501"}),
        ("assertions", {"cue": "denies"}),
        ("unknowns", {"article_id": "b"}),
    ],
)
def test_a_span_that_does_not_give_back_its_text_is_refused(
    tmp_path: Path, name: str, change: dict[str, str]
) -> None:
    spoiled = frames()
    for column, value in change.items():
        spoiled[name] = with_value(column, value)(spoiled[name])
    with pytest.raises(TableError, match="spans that do not give back their text"):
        tables.write_tables(spoiled, tmp_path)


# --- files ---


def test_tables_come_back_as_they_were(tmp_path: Path) -> None:
    tables.write_tables(frames(), tmp_path)
    for name, frame in tables.read_tables(tmp_path).items():
        pd.testing.assert_frame_equal(frame, frames()[name])


def test_empty_tables_come_back_too(tmp_path: Path) -> None:
    empty = {name: tables.to_frame(table, []) for name, table in tables.TABLES.items()}
    tables.write_tables(empty, tmp_path)
    for name, frame in tables.read_tables(tmp_path).items():
        pd.testing.assert_frame_equal(frame, empty[name])


def test_two_runs_give_the_same_bytes_and_leave_nothing_else(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        for _ in range(2):
            tables.write_tables(frames(), tmp_path / folder, formats=tables.FORMATS)
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert names == sorted(f"{name}.{ending}" for name in tables.TABLES for ending in tables.FORMATS)
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_writing_leaves_the_frames_as_they_were(tmp_path: Path) -> None:
    given = frames()
    tables.write_tables(given, tmp_path)
    for name, frame in given.items():
        pd.testing.assert_frame_equal(frame, frames()[name])


def test_a_failed_write_leaves_the_old_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables.write_tables(frames(), tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(tables.files.WRITERS, "csv", full_disk)
    empty = {name: tables.to_frame(table, []) for name, table in tables.TABLES.items()}
    with pytest.raises(TableError, match="No space left on device"):
        tables.write_tables(empty, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_as_the_codebook_says(tmp_path: Path) -> None:
    tables.write_tables(frames(), tmp_path, formats=["csv"])
    row = read_csv(tmp_path / "figures.csv")[0]
    shown = {
        name: row[name]
        for name in ("text", "value", "low", "additional", "claim_start", "source", "via", "party")
    }
    assert shown == {
        "text": "1,500",
        "value": "1500",
        "low": "",
        "additional": "false",
        "claim_start": "2024-10-18",
        "source": "Kim; Lee",
        "via": "",
        "party": "",
    }
    assert read_csv(tmp_path / "articles.csv")[0]["text"] == TEXT


FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n1",
    " =1",
    "\u00a0=1",
    "＝1",
    "-",
    "=cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_is_harmless_in_csv_and_whole_elsewhere(tmp_path: Path, formula: str) -> None:
    rows = tables.problem_rows([Problem(None, formula, "x", "y")])
    tables.write_rows({"problems": rows}, tmp_path, formats=tables.FORMATS)
    assert read_csv(tmp_path / "problems.csv")[0]["place"] == "'" + formula
    assert json.loads((tmp_path / "problems.jsonl").read_bytes())["place"] == formula
    assert tables.read_table(tmp_path / "problems.parquet")["place"].tolist() == [formula]


def test_a_formula_in_a_list_is_harmless(tmp_path: Path) -> None:
    rows = tables.figure_rows([replace(FIGURE, source=("Kim", "=1+1"), low=-5.0)])
    tables.write_rows({"figures": rows}, tmp_path, formats=["csv"])
    row = read_csv(tmp_path / "figures.csv")[0]
    assert row["source"] == "Kim; '=1+1"
    assert row["low"] == "-5", "a number is no formula"


@pytest.mark.parametrize("text", ["1,500", "$500 billion", "said “no”", "'quoted'", "", "a=b"])
def test_other_cells_stay(text: str) -> None:
    assert tables.harmless(text) == text


def test_json_lines_as_the_codebook_says() -> None:
    row = json.loads(next(tables.jsonl(tables.FIGURES, tables.figure_rows([FIGURE]))))
    assert list(row) == tables.FIGURES.names
    shown = {
        name: row[name] for name in ("value", "low", "additional", "claim_start", "source", "via", "party")
    }
    assert shown == {
        "value": 1500,
        "low": None,
        "additional": False,
        "claim_start": "2024-10-18",
        "source": ["Kim", "Lee"],
        "via": [],
        "party": None,
    }


def test_json_lines_are_one_line_each_for_every_reader() -> None:
    place = "a\u2028b\u2029c\x85d\x0be\x0cf\x1cg\r\n“h”"
    text = "".join(tables.jsonl(tables.PROBLEMS, tables.problem_rows([Problem(None, place, "x", "y")])))
    assert len(text.splitlines()) == 1
    assert json.loads(text)["place"] == place
    assert "“h”" in text, "readable where that is safe"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        pytest.param(None, "the table is not there; build the tables first", id="missing"),
        pytest.param(b"", "not readable as Parquet", id="empty"),
        pytest.param(b"PAR1 torn", "not readable as Parquet", id="torn"),
        pytest.param(
            "problems", "its columns are problem_id, article_id, place, what, remedy", id="another table"
        ),
    ],
)
def test_a_table_that_cannot_be_read_is_one_error(
    tmp_path: Path, content: bytes | str | None, what: str
) -> None:
    path = tmp_path / "figures.parquet"
    if isinstance(content, str):
        tables.write_tables(frames(), tmp_path)
        (tmp_path / f"{content}.parquet").replace(path)
    elif content is not None:
        path.write_bytes(content)
    with pytest.raises(TableError) as caught:
        tables.read_table(path)
    assert str(caught.value).startswith(f"{path}: {what}")


def test_reading_checks_the_schema(tmp_path: Path) -> None:
    rows = tables.figure_rows([replace(FIGURE, kind="tanks")])
    tables.write_rows({"figures": rows}, tmp_path, formats=["parquet"])
    with pytest.raises(TableError, match="kind · isin"):
        tables.read_table(tmp_path / "figures.parquet")


@pytest.mark.parametrize("folder", ["file", "file/inside"])
def test_a_folder_that_cannot_be_made_is_one_error(tmp_path: Path, folder: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ParameterError, match="give a folder"):
        tables.ready_folder(tmp_path / folder)
# --- reading what is asked for ---

DAYS = [dt.date(2024, 10, 1), dt.date(2024, 10, 18), dt.date(2025, 1, 1), None]
PARTIES = ("North Korea", "Russia", "North Korea", None)
KINDS = ("troops", "killed", "troops", "troops")


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """Four articles with a figure each, in a part of its own; the last has no day."""
    for number, (day, party, kind) in enumerate(zip(DAYS, PARTIES, KINDS, strict=True)):
        part = tmp_path / f"part{number}"
        name = "abcd"[number]
        article = replace(ARTICLE, id=name, published=day, published_latest=day)
        figure = replace(FIGURE, article_id=name, claim_start=day, claim_end=day, party=party, kind=kind)
        rows: dict[str, list[tables.Row]] = {table: [] for table in tables.TABLES} | {
            "articles": tables.article_rows([article]),
            "figures": tables.figure_rows([figure]),
            "furniture": tables.furniture_rows(article, [Furniture(0, 4, "menu")]),
            "places": tables.place_rows([Place(name, f"{name}.txt", "text")], first=number + 1),
        }
        tables.write_rows(rows, part, formats=["parquet"])
        for table in tables.TABLES:
            (tmp_path / f"{table}.parquet").mkdir(exist_ok=True)
            (part / f"{table}.parquet").rename(tmp_path / f"{table}.parquet" / f"part-{number:05d}.parquet")
    return tmp_path


@pytest.mark.parametrize(
    ("asked", "figures", "articles"),
    [
        pytest.param({}, "abcd", "abcd", id="everything"),
        pytest.param({"since": "2024-10-02", "until": "2024-12-31"}, "bd", "bd", id="days; d has none"),
        pytest.param({"since": "2025-01-01"}, "cd", "cd", id="from a day on"),
        pytest.param({"until": "2024-10-01"}, "ad", "ad", id="up to a day"),
        pytest.param({"kinds": ["troops"]}, "acd", "abcd", id="a kind; articles stay whole without days"),
        pytest.param({"party": ["Russia"], "until": "2024-12-31"}, "b", "abd", id="a party, between days"),
        pytest.param({"kinds": []}, "abcd", "abcd", id="nothing is asked of the kind"),
    ],
)
def test_of_a_dataset_no_more_is_read_than_is_asked_for(
    dataset: Path, asked: dict[str, Any], figures: str, articles: str
) -> None:
    found = tables.read_tables(dataset, **asked)
    assert "".join(found["figures"]["article_id"]) == figures
    for name in ("articles", "furniture", "places"):
        assert "".join(found[name]["article_id"]) == articles, name


def test_parts_that_hold_nothing_asked_for_are_not_opened_further_than_their_index(dataset: Path) -> None:
    """The rows of a part are destroyed, its index is not: a filter that excludes it never looks at them."""
    part = dataset / "articles.parquet" / "part-00002.parquet"
    content = part.read_bytes()
    index = int.from_bytes(content[-8:-4], "little") + 8
    part.write_bytes(content[:4] + b"\xff" * (len(content) - index - 4) + content[-index:])
    (dataset / "figures.parquet" / "part-00002.parquet").unlink()
    assert len(tables.read_tables(dataset, until="2024-12-31")["articles"]) == 3
    with pytest.raises(TableError, match="not readable as Parquet"):
        tables.read_tables(dataset)


def test_a_folder_without_parts_is_no_table(tmp_path: Path) -> None:
    (tmp_path / "figures.parquet").mkdir()
    with pytest.raises(TableError, match="the table is not there; build the tables first"):
        tables.read_table(tmp_path / "figures.parquet")


