"""From notebook to page: parameters, the proof of a run, what is published and what is kept."""

from __future__ import annotations

import copy
import datetime as dt
import html
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import pytest

from nkreport import briefing, extract, tables, tradecraft
from nkreport.briefing import downloads, finish, history, inputs, page, project, proof, run
from nkreport.briefing.article import article_pages, rows_shown
from nkreport.briefing.checking import evidence
from nkreport.briefing.evidence import Stretch, marked
from nkreport.briefing.harmless import markup_faults
from nkreport.briefing.listing import ROOM, Cell, Line, Listing, Points
from nkreport.briefing.load import TRUSTED, Tables
from nkreport.briefing.parameters import checked, declared
from nkreport.briefing.plans import RECORD
from nkreport.briefing.remains import LAST_WORDS
from nkreport.briefing.site import policy, render_plain, site
from nkreport.briefing.turns import alone
from nkreport.charts.places import article_file
from nkreport.errors import BriefingError, InputError, NkReportError, ParameterError
from nkreport.limits import DEFAULT
from nkreport.records import Place

PARAMETERS = 'since: str = ""\nuntil: str = ""\nkinds: str = "troops"\nmost: int = 3\nshort: bool = False'
PAYLOADS = (
    "<script>document.title='broken'</script>",
    "<img src=x onerror=alert(1)>",
    "</title><script>1</script>",
    "<svg/onload=alert(1)>",
    "javascript:alert(1)",
    "\"><iframe src='https://example.org'>",
    "{{ 7 * 7 }}",
    "</style><link rel=stylesheet href=https://example.org/x.css>",
    "&lt;b&gt;",
    "]]><x>",
    "{% raw %}",
)


def notebook(*cells: str, title: str = "What is so?", parameters: str = 'since: str = ""') -> Any:
    """A small notebook of the form of ours; its code cells are `cells`."""
    first = nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})
    code = [nbformat.v4.new_code_cell(source) for source in cells]
    made = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell(f"# {title}\n\nA lead."), first, *code]
    )
    for number, cell in enumerate(made.cells):
        cell["id"] = f"cell-{number}"
    return proof.without_traces(made)


def write(path: Path, made: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(made, path)
    return path


# --- parameters ---

DECLARED = declared(notebook(parameters=PARAMETERS))


def test_parameters_are_read_with_their_kinds_and_defaults() -> None:
    assert {name: (found.kind, found.default) for name, found in DECLARED.items()} == {
        "since": ("str", ""),
        "until": ("str", ""),
        "kinds": ("str", "troops"),
        "most": ("int", 3),
        "short": ("bool", False),
    }


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"since": "2024-10-01"}, "2024-10-01"),
        ({"kinds": "troops, killed"}, "troops, killed"),
        ({"most": "12"}, 12),
        ({"short": "true"}, True),
    ],
)
def test_a_good_value_is_read_as_its_kind(given: dict[str, str], expected: Any) -> None:
    (name,) = given
    assert checked(given, {"a": DECLARED})["a"][name] == expected


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"sinse": "2024-10-01"}, "did you mean since"),
        ({"a=1;print(1)#": "1"}, "no briefing declares"),
        ({"since": "1 October"}, "is not a day"),
        ({"since": "20241001"}, "write it as 2024-10-01"),
        ({"since": "2024-02-30"}, "is not a day"),
        ({"kinds": "troops,troups"}, "'troups' is not one of troops"),
        ({"most": "many"}, "is not of kind int"),
        ({"short": "1"}, "is not of kind bool"),
        ({"since": "2024-12-01", "until": "2024-01-01"}, "is after until"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_bad_name_or_value_is_an_error(given: dict[str, str], words: str) -> None:
    with pytest.raises(ParameterError, match=re.escape(words)):
        checked(given, {"a": DECLARED})


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(ParameterError) as caught:
        checked({"sinse": "x", "until": "y", "most": "z"}, {"a": DECLARED, "b": DECLARED})
    assert str(caught.value).count("; ") == 4  # one of them within the first fault
    assert all(word in str(caught.value) for word in ("sinse", "until", "most"))


@pytest.mark.parametrize("value", ["x" * 300, "a\nb", "a\x00b", "a\u202eb"])
def test_a_free_value_is_short_and_printable(value: str) -> None:
    own = declared(notebook(parameters='party: str = "North Korea"'))
    with pytest.raises(ParameterError):
        checked({"party": value}, {"a": own})


@pytest.mark.parametrize(
    "source", ["since = ''", "since: str = str()", "import os", "n: list = []", "n: str"]
)
def test_a_parameter_that_is_no_annotated_literal_is_refused(source: str) -> None:
    with pytest.raises(BriefingError, match="annotated literal"):
        declared(notebook(parameters=source))


# --- the proof of a run: every way in which a run can fail and yet say "completed" ---

FAILURES = {
    "an error": (["1 / 0"], 2, "ZeroDivisionError"),
    "exit": (["import sys; sys.exit(0)", "'after'"], 2, ""),
    "a killed kernel": (["'before'", "import os; os._exit(0)", "'after'"], 3, "DeadKernelError"),
    "killed at the end": (["import os; os._exit(0)"], 2, "DeadKernelError"),
    "a complaint": (["import sys; print('odd', file=sys.stderr)"], 2, "wrote to stderr: odd"),
    "a thread that fails": (
        ["import threading\nt = threading.Thread(target=lambda: 1 / 0)\nt.start(); t.join()"],
        2,
        "",
    ),
    "script": (["from IPython.display import HTML\nHTML('<script>1</script>')"], 2, "holds <script>"),
    "a request": (
        [
            "from IPython.display import SVG\nSVG(data='<svg><image href=\"https://example.org/a.png\"/></svg>')"
        ],
        2,
        "links to https://example.org",
    ),
}


@pytest.mark.parametrize("case", FAILURES, ids=list(FAILURES))
def test_a_run_that_is_not_whole_is_not_proven(case: str, tmp_path: Path) -> None:
    cells, number, words = FAILURES[case]
    found = run.run_notebook(write(tmp_path / "a.ipynb", notebook(*cells)), {})
    assert found.error
    assert words in found.error
    assert found.cell == number


def test_a_cell_that_takes_too_long_is_told(tmp_path: Path) -> None:
    slow = write(tmp_path / "a.ipynb", notebook("import time\ntime.sleep(60)"))
    found = run.run_notebook(slow, {}, limits=replace(DEFAULT, cell_seconds=2))
    assert "Timeout" in found.error


def test_a_whole_run_is_proven_takes_parameters_and_keeps_no_trace(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ipynb", notebook("since", "print('said')"))
    before = path.read_bytes()
    value = 'x"; import os; os._exit(1) #'
    found, again = (run.run_notebook(path, {"since": value}) for _ in range(2))
    assert found.error == ""
    assert [
        cell.outputs[0].data["text/plain"] for cell in found.notebook.cells if cell.source == "since"
    ] == [repr(value)]
    assert nbformat.writes(found.notebook) == nbformat.writes(again.notebook)
    assert not re.search(r"papermill|20\d\d-\d\d-\d\dT", nbformat.writes(found.notebook))
    assert str(tmp_path) not in nbformat.writes(found.notebook)
    assert path.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == [path]


def executed(made: Any, **outputs: Any) -> Any:
    """A notebook as if it had been run: counts, outputs by cell id, and the last words."""
    done = copy.deepcopy(made)
    done.cells.append(
        nbformat.v4.new_code_cell(
            "print()", outputs=[nbformat.v4.new_output("stream", name="stdout", text=LAST_WORDS)]
        )
    )
    done.cells[-1]["id"] = "last-words"
    for count, cell in enumerate((cell for cell in done.cells if cell.cell_type == "code"), start=1):
        cell.execution_count = count
        cell.outputs = outputs.get(cell["id"].replace("-", "_"), cell.outputs)
    return done


def display(kind: str, data: str) -> list[Any]:
    return [nbformat.v4.new_output("display_data", data={kind: data, "text/plain": "x"})]


def test_a_chart_or_table_that_the_committed_notebook_shows_must_be_there_again() -> None:
    committed = executed(notebook("chart"), cell_2=display("image/svg+xml", "<svg/>"))
    assert proof.proven("a", executed(committed), committed).error == ""
    gone = proof.proven("a", executed(committed, cell_2=display("text/html", "<p>")), committed)
    assert (gone.cell, gone.error) == (2, "shows no image/svg+xml, which the notebook as committed shows")


@pytest.mark.parametrize(
    ("data", "faults"),
    [
        ({"text/html": '<a href="https://example.org/">x</a><a href="articles/a.html#f1">1</a>'}, 0),
        ({"image/svg+xml": '<svg><use href="#a"/><a href="b.html#c"/></svg>'}, 0),
        ({"text/html": '<img src="data:image/png;base64,AA">'}, 0),
        ({"text/html": '<img src="http://example.org/a.png">'}, 1),
        ({"text/html": '<a href="java\nscript:alert(1)">x</a>'}, 1),
        ({"text/html": '<a href="//example.org">x</a>'}, 1),
        ({"text/html": "<p ONCLICK=1>"}, 1),
        ({"image/svg+xml": '<svg><use xlink:href="https://example.org#a"/></svg>'}, 1),
        ({"text/html": "<form action=x><iframe srcdoc=1></form>"}, 3),
        ({"application/javascript": "1"}, 1),
    ],
)
def test_markup_that_would_run_or_load_is_found(data: dict[str, str], faults: int) -> None:
    assert len(markup_faults(data)) == faults


# --- what a page shows of the tables ---

HOSTILE = tuple(f"{payload} 5" for payload in PAYLOADS)


def row(table: tables.Table, **values: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {
        "text": "x",
        "choice": None,
        "integer": 0,
        "number": None,
        "truth": False,
        "list": [],
    }
    made = {
        column.name: column.allowed[0] if column.allowed else None if column.null else empty.get(column.kind)
        for column in table.columns
    }
    return made | {column.name: [] for column in table.columns if column.kind == "list"} | values


def hostile_places(found: Tables) -> Any:
    """Two places of each hostile article, with hostile names."""
    names = [str(name) for name in found.articles["article_id"] for _ in range(2)]
    return tables.to_frame(
        tables.PLACES, tables.place_rows(Place(name, name, "text", outlet=name) for name in names)
    )


def hostile_tables(words: str) -> Tables:
    """Tables in which every text that an article gives is hostile."""
    day = dt.date(2024, 10, 18)
    when = {"claim_start": day, "claim_end": day, "article_id": words}
    article = row(tables.ARTICLES, article_id=words, text=words, title=words, outlet=words, reasons=[words])
    figure = row(
        tables.FIGURES,
        figure_id="f1",
        text=words,
        sentence=words,
        counted=words,
        party=words,
        end=len(words),
        source=[words],
        via=[words],
        place=words,
        modifier=words,
        rule=words,
        value=5.0,
        low=5.0,
        high=5.0,
        **when,
    )
    assertion = row(
        tables.ASSERTIONS,
        assertion_id="a1",
        text=words,
        cue=words,
        source=[words],
        sentence=words,
        act="denies",
        cue_end=len(words),
        **when,
    )
    unknown = row(
        tables.UNKNOWNS, unknown_id="u1", text=words, sentence=words, source=[words], end=len(words), **when
    )
    furniture = row(
        tables.FURNITURE, furniture_id="p1", article_id=words, text=words, reason=words, end=len(words)
    )
    problem = row(tables.PROBLEMS, problem_id="q1", place=words, what=words, remedy=words)
    found = {
        "articles": article,
        "figures": figure,
        "assertions": assertion,
        "unknowns": unknown,
        "furniture": furniture,
        "problems": problem,
    }
    rows = {name: [found[name]] if name in found else [] for name in tables.TABLES}
    frames = {name: tables.to_frame(tables.TABLES[name], these) for name, these in rows.items()}
    return Tables(**frames, folder=Path("data/tables"))


class Tags(HTMLParser):
    """The tags of a piece of markup, and its text."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def shown(found: Tables) -> list[Any]:
    return [
        briefing.show_figures(found.figures),
        briefing.show_assertions(found.assertions),
        briefing.show_unknowns(found.unknowns),
        briefing.show_articles(found.articles, hostile_places(found)),
        briefing.show_problems(found.problems),
        briefing.show_summary(found.figures),
        briefing.show_stances(found.assertions),
        briefing.show_evidence(found),
        briefing.show_provenance(found),
    ]


@pytest.mark.parametrize("words", HOSTILE)
def test_what_an_article_says_is_never_markup(words: str) -> None:
    allowed = {
        "a",
        "caption",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "h3",
        "li",
        "mark",
        "p",
        "section",
        "small",
        "span",
        "strong",
        "summary",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    }
    for one in shown(hostile_tables(words)):
        markup = one._repr_html_()
        assert markup_faults({"text/html": markup}) == []
        assert {tag for tag, _ in Tags(markup).found} <= allowed


def test_a_table_has_a_caption_headed_rows_and_columns_and_an_anchor_for_each_row() -> None:
    tags = Tags(Listing("One <thing>", ("A", "B"), (Line("r1", (Cell("x", "#y"), Cell("z"))),)).html())
    assert [(tag, attrs.get("scope")) for tag, attrs in tags.found if tag == "th"] == [
        ("th", "col"),
        ("th", "col"),
        ("th", "row"),
    ]
    assert ("tr", {"id": "r1"}) in tags.found
    assert (
        "div",
        {"class": "scroll", "role": "region", "tabindex": "0", "aria-label": "One <thing>"},
    ) in tags.found


def test_a_text_that_lies_in_several_places_is_shown_with_them() -> None:
    found = hostile_tables("One.")
    names = ["a.txt", "b.txt", "c.jsonl line 3"]
    name = found.articles["article_id"][0]
    outlets = [None, "The <Paper>", None]
    rows = tables.place_rows(
        Place(name, place, "text", outlet=outlet) for place, outlet in zip(names, outlets, strict=True)
    )
    several = briefing.show_articles(found.articles, tables.to_frame(tables.PLACES, rows))
    text = Tags(several._repr_html_()).text
    assert "the same text lies in b.txt (The <Paper>), c.jsonl line 3" in text
    once = briefing.show_articles(found.articles, tables.to_frame(tables.PLACES, rows[:1]))
    assert "the same text" not in Tags(once._repr_html_()).text


def test_a_long_table_shows_its_most_telling_rows_and_leads_to_all(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = tuple(Line(f"r{n}", (Cell(f"row {n}"),), (n % 3, -n)) for n in range(6))
    table = Listing("6 rows", ("A",), lines, table="figures")
    whole = table.html()
    monkeypatch.setenv(ROOM, "4")
    tags = Tags(table.html())
    ids = [(tag, attrs["id"]) for tag, attrs in tags.found if "id" in attrs]
    assert [name for tag, name in ids if tag == "tr"] == ["r3", "r0", "r4", "r1"]
    assert [name for tag, name in ids if tag == "span"] == ["r5", "r2"]  # links to them lead here
    assert "6 rows (the 4 most telling)" in tags.text
    assert "2 more of these are in the whole table." in tags.text
    assert ("a", {"href": "data/figures.csv"}) in tags.found
    assert repr(table).count("\n") == 5
    monkeypatch.setenv(ROOM, "6")
    assert table.html() == whole
    assert "whole table" not in whole


def test_every_table_of_a_page_says_where_its_rows_are() -> None:
    found = hostile_tables("About 5 came")
    listings = [one for one in shown(found) if isinstance(one, Listing)]
    assert len(listings) > 4
    for one in listings:
        assert one.table in (*tables.TABLES, *tables.DERIVED)


def test_derived_tables_are_written_for_the_pages_that_lead_to_them(place: Path) -> None:
    found = hostile_tables("About 5 came")
    pages = {"a": '<a href="data/claims.csv">', "b": '<a href="data/figures.csv">'}
    assert finish._linked(pages) == ["claims"]
    tables.write_tables(frames(found), place / "data" / "tables")
    names = ["claims", "grades"]
    written = downloads.write_derived(place, place / "derived", frames(found), names)
    assert written == ["claims.csv", "grades.csv"]
    assert (place / "derived" / "claims.csv").read_text(encoding="utf-8").count("\n") == 2
    assert downloads.write_derived(place, place, frames(found), []) == []


def test_an_empty_table_says_so() -> None:
    frames = {name: tables.to_frame(table, []) for name, table in tables.TABLES.items()}
    empty = Tables(**frames, folder=Path("data/tables"))
    for one in shown(empty):
        assert re.search(r"\bno\b|none|nothing|without|0", repr(one), flags=re.IGNORECASE) or not repr(one)
    assert "Nothing within these parameters" in Points(())._repr_html_()


SHARED = site(asof="Data up to <day>", briefings=[("first.html", "<First>")], tables=["figures"])
AWAY = site(asof="", briefings=[("first.html", "<First>")], tables=["figures"], file="x", root="../")


def frames(found: Tables) -> dict[str, Any]:
    return {name: getattr(found, name) for name in tables.TABLES}


def article_page(found: Tables, shown_on: Mapping[str, Any] | None = None) -> tuple[str, str]:
    """The file and the text of the page of the first article."""
    file, contents = next(article_pages(frames(found), shown_on or {}))
    return file, render_plain("article.html.j2", contents | {"site": AWAY, "made": {"Made by": "<n>"}})


def test_every_number_leads_to_its_place_in_the_article() -> None:
    found = hostile_tables("About 5 came")
    file, text = article_page(found)
    anchors = {attrs["id"] for _, attrs in Tags(text).found if "id" in attrs}
    for one in (
        briefing.show_figures(found.figures),
        briefing.show_summary(found.figures),
        briefing.show_unknowns(found.unknowns),
        briefing.show_assertions(found.assertions),
        briefing.show_articles(found.articles),
        briefing.show_evidence(found),
    ):
        links = [str(attrs["href"]) for tag, attrs in Tags(one._repr_html_()).found if tag == "a"]
        assert links
        assert {link.removeprefix(file) for link in links} - {""} <= {f"#{name}" for name in anchors}


@pytest.mark.parametrize("words", HOSTILE)
def test_the_page_of_a_hostile_article_holds_its_text_and_nothing_runs(words: str) -> None:
    file, text = article_page(hostile_tables(words))
    body = text.partition("<body")[2].replace(f"<script>{SHARED.script}</script>", "")
    assert markup_faults({"text/html": "<body" + body}) == []
    assert words in Tags(text).text
    assert re.fullmatch(r"articles/[a-z0-9_-]{1,80}\.html", file)


def test_marks_and_rows_of_an_article_lead_to_each_other_and_to_the_briefings() -> None:
    found = hostile_tables("About 5 came")
    shown_on = rows_shown({"first.html": ("First", briefing.show_figures(found.figures).html())})
    _, text = article_page(found, shown_on)
    tags = Tags(text)
    ids = [attrs["id"] for _, attrs in tags.found if "id" in attrs]
    links = {attrs["href"] for tag, attrs in tags.found if tag == "a"}
    assert len(ids) == len(set(ids))
    assert {"f1", "row-f1", "a1", "row-a1", "u1", "row-u1", "p1", "row-p1"} <= set(ids)
    assert {"#f1", "#row-f1", "#row-a1", "#row-u1", "#p1", "../first.html#f1"} <= links
    assert "[troops, happened or is so]" in tags.text
    assert "left out:" in tags.text


@pytest.mark.parametrize(
    "identity",
    [
        "../../etc/passwd",
        "a/b",
        "a\\b",
        ".",
        "..",
        "con",
        "NUL",
        "A",
        "a" * 300,
        "ü",
        "\u202ea",
        "a\x00b",
        "a b",
        "#x",
        "?",
        "%2e",
    ],
)
def test_an_articles_file_is_safe_whatever_its_id(identity: str) -> None:
    assert re.fullmatch(r"articles/[a-z0-9_-]{1,80}\.html", article_file(identity))
    assert article_file(identity) != f"articles/{identity}.html"


def test_ids_that_differ_only_in_capitals_have_files_of_their_own() -> None:
    names = ["a-1", "A-1", "a 1", "a/1", "a\\1"]
    assert len({article_file(name) for name in names}) == len(names)


def test_downloads_select_the_words_of_a_row_by_quotation_and_position() -> None:
    found = hostile_tables("About 5 came")
    frame = found.figures.assign(start=6, end=7, text="5")
    texts = {"About 5 came": "About 5 came"}
    (told,) = json.loads(downloads.json_table("figures", frame, texts))["rows"]
    quote, position = told["target"]["selector"]
    assert quote == {"type": "TextQuoteSelector", "exact": "5", "prefix": "About ", "suffix": " came"}
    assert position == {"type": "TextPositionSelector", "start": 6, "end": 7}
    assert told["target"]["source"] == article_file("About 5 came")
    items = json.loads(downloads.annotation_page(frames(found) | {"figures": frame}, texts))["items"]
    assert [item["type"] for item in items] == ["Annotation"] * 4
    assert items[0]["target"]["selector"] == [quote, position]


def test_marks_may_overlap_and_cross_paragraphs() -> None:
    text = "One two.\n\nThree four.\nMenu"
    markup = marked(
        text,
        [
            Stretch(4, 7, "figure", "troops", "f"),
            Stretch(0, 15, "cue", "says", "a"),
            Stretch(22, 26, "furniture", "a menu", "p"),
        ],
    )
    assert Tags(markup).text == "One two [troops].\nThree [says] four.\nleft out: a menu Menu"
    assert [attrs.get("id") for _, attrs in Tags(markup).found if "id" in attrs] == ["a", "f", "p"]
    assert '<p class="furniture" id="p"><span class="reason">left out: a menu</span> Menu</p>' in markup


# --- building: what is published, what is kept, what is left alone ---


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A small project with two briefings, whose runs are made up by `runs`."""
    package = tmp_path / "package"  # so that a build here depends on nothing that changes elsewhere
    (package / "rules").mkdir(parents=True)
    (package / "rules" / "one.toml").write_text("", encoding="utf-8")
    monkeypatch.setattr(inputs, "PACKAGE", package)
    monkeypatch.setattr(project, "running", running)
    monkeypatch.setattr(extract, "extract_article", lambda _: extract.Extraction((), (), (), ()))
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "one.txt").write_text("NIS said 1,500 soldiers came.\n", encoding="utf-8")
    for name in ("first", "second"):
        made = notebook(
            "good", "chart", title=f"The {name}?", parameters='since: str = ""\nkinds: str = "troops"'
        )
        write(tmp_path / "notebooks" / f"{name}.ipynb", made)
    yield tmp_path
    assert not [
        path
        for path in (tmp_path / "reports").rglob("*")
        if path.name.startswith(".") and path.name != RECORD
    ]


@contextmanager
def running(_: Path, jobs: Sequence[tuple[Path, Any]], **__: Any) -> Iterator[Iterator[proof.Run]]:
    yield runs(jobs)


def runs(jobs: Sequence[tuple[Path, Any]]) -> Iterator[proof.Run]:
    """As if the notebooks were run: a cell `good` shows a table, `chart` a chart, `bad` fails."""
    for path, _ in jobs:
        made = nbformat.read(path, as_version=4)
        outputs = {}
        for cell in made.cells:
            name = cell["id"].replace("-", "_")
            if cell.source == "good":
                outputs[name] = display("text/html", "<p>good</p>")
            if cell.source == "chart":
                outputs[name] = display(
                    "image/svg+xml", '<svg xmlns="http://www.w3.org/2000/svg"><title>A chart</title></svg>'
                )
            if cell.source == "boast":
                outputs[name] = display("text/html", "<ul class='points'><li>9,000 went.</li></ul>")
            if cell.source == "bad":
                outputs[name] = [
                    nbformat.v4.new_output("error", ename="ValueError", evalue="<b>bad</b>", traceback=[])
                ]
        done = proof.proven(path.stem, executed(made, **outputs), made)
        yield proof.Run(done.name, proof.without_traces(done.notebook), done.cell, done.error)


def spoil(root: Path, name: str) -> None:
    path = root / "notebooks" / f"{name}.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace('"good"', '"bad"'), encoding="utf-8")


def reports(root: Path) -> Mapping[str, bytes]:
    folder = root / "reports"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_build_publishes_every_page_the_index_and_the_tables(place: Path) -> None:
    result = briefing.build(place, {"since": "2024-10-01"})
    assert (result.built, result.fresh, result.failed) == (("first", "second"), (), ())
    assert result.complete
    assert result.index == place / "reports" / "index.html"
    names = set(reports(place))
    assert {"index.html", "first.html", "second.html", "data/figures.csv", "data/figures.parquet"} <= names
    index = result.index.read_text(encoding="utf-8")
    assert all(
        words in index for words in ("The first?", "The second?", "2024-10-01", "troops", "aria-hidden")
    )
    first = (place / "reports" / "first.html").read_text(encoding="utf-8")
    assert all(
        words in first for words in ("<p>good</p>", "<svg", "2024-10-01", inputs.rules_hash(), "A lead.")
    )


def test_nothing_is_built_when_nothing_changed(place: Path) -> None:
    briefing.build(place)
    before = reports(place)
    stamps = {path: path.stat().st_mtime_ns for path in (place / "reports").rglob("*")}
    result = briefing.build(place)
    assert (result.built, result.fresh) == ((), ("first", "second"))
    assert reports(place) == before
    assert {path: path.stat().st_mtime_ns for path in (place / "reports").rglob("*")} == stamps


def test_two_builds_give_the_same_bytes(place: Path) -> None:
    briefing.build(place)
    before = reports(place)
    for path in (place / "reports").glob("*"):
        if path.is_file():
            path.unlink()
    assert briefing.build(place).built == ("first", "second")
    assert reports(place) == before


@pytest.mark.parametrize(
    ("change", "built"),
    [
        (lambda root: (root / "seeds" / "one.txt").write_text("NIS said 3,000 came.\n"), ("first", "second")),
        (lambda root: (root / "seeds" / "two.txt").write_text("Another.\n"), ("first", "second")),
        (
            lambda root: (root / "data" / "articles.toml").write_text(""),
            ("first", "second"),
        ),
        (
            lambda root: write(root / "notebooks" / "first.ipynb", notebook("good", title="Another?")),
            ("first",),
        ),
        (lambda root: (root / "reports" / "second.html").unlink(), ("second",)),
        (lambda root: (root / "reports" / "second.html").write_text("torn"), ("second",)),
        (lambda root: (root / "reports" / "index.html").unlink(), ()),
        (lambda root: (root / "reports" / "data" / "figures.csv").write_text("torn"), ()),
        (lambda root: (root / "data" / "tables" / "figures.parquet").unlink(), ()),
        (lambda root: (root / "reports" / RECORD).write_text("{torn"), ("first", "second")),
    ],
    ids=[
        "article",
        "new article",
        "catalogue",
        "notebook",
        "page gone",
        "page torn",
        "index gone",
        "download torn",
        "table gone",
        "record torn",
    ],
)
def test_what_changed_is_built_again_and_nothing_else(
    place: Path, change: Any, built: tuple[str, ...]
) -> None:
    briefing.build(place)
    change(place)
    result = briefing.build(place)
    assert result.built == built
    assert result.failed == ()
    assert briefing.build(place).built == ()
    assert (place / "reports" / "index.html").exists()


def test_another_package_or_other_parameters_build_again(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    briefing.build(place)
    assert briefing.build(place, {"kinds": "killed"}).built == ("first", "second")
    monkeypatch.setattr(inputs, "versions", lambda: "another pandas")
    assert briefing.build(place, {"kinds": "killed"}).built == ("first", "second")
    fewer = replace(DEFAULT, table_rows=5)
    assert briefing.build(place, {"kinds": "killed"}, limits=fewer).built == ("first", "second")
    assert briefing.build(place, {"kinds": "killed"}).built == ("first", "second")
    (place / "package" / "rules" / "one.toml").write_text("# a rule", encoding="utf-8")
    assert briefing.build(place, {"kinds": "killed"}).built == ("first", "second")
    assert briefing.build(place, {"kinds": "killed"}).built == ()


def test_a_failing_briefing_keeps_its_last_good_page_and_the_others_are_built(place: Path) -> None:
    briefing.build(place)
    spoil(place, "first")
    (place / "seeds" / "one.txt").write_text("NIS said 3,000 came.\n", encoding="utf-8")
    result = briefing.build(place)
    assert result.built == ("second",)
    assert not result.complete
    (failure,) = result.failed
    assert (failure.page, failure.cell, failure.error) == ("first", 2, "ValueError: <b>bad</b>")
    kept = place / "reports" / "failed" / "first.ipynb"
    assert failure.kept == kept
    assert "ValueError" in kept.read_text(encoding="utf-8")
    last_good = (place / "reports" / "first.html").read_text(encoding="utf-8")
    assert "<p>good</p>" in last_good
    for text in (last_good, result.index.read_text(encoding="utf-8")):
        assert re.search("stale", text, flags=re.IGNORECASE)
        assert "Cell 2: ValueError: &lt;b&gt;bad&lt;/b&gt;" in text
        assert "<b>bad" not in text


def test_a_page_that_breaks_a_rule_of_the_trade_is_not_published(place: Path) -> None:
    briefing.build(place)
    path = place / "notebooks" / "first.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace('"good"', '"boast"'), encoding="utf-8")
    (failure,) = briefing.build(place).failed
    assert failure.page == "first"
    assert "number-without-row: “9,000”" in failure.error
    assert "9,000" not in (place / "reports" / "first.html").read_text(encoding="utf-8").partition("<main")[
        2
    ].replace(html.escape(failure.error), "")


def test_a_page_lists_the_checks_that_it_passed(place: Path) -> None:
    briefing.build(place)
    text = (place / "reports" / "first.html").read_text(encoding="utf-8")
    assert all(html.escape(says) in text for says in tradecraft.passed())


def test_a_build_is_kept_and_the_index_tells_what_changed_since(place: Path) -> None:
    briefing.build(place)
    first = reports(place)
    (place / "seeds" / "two.txt").write_text("Another.\n", encoding="utf-8")
    briefing.build(place, keep=True)
    (kept,) = history.kept(place / "reports")
    assert kept.name.startswith("0001-")
    assert (kept / "first.html").read_bytes() == first["first.html"]
    assert "This is an earlier build" in (kept / "index.html").read_text(encoding="utf-8")
    index = (place / "reports" / "index.html").read_text(encoding="utf-8")
    assert f'href="history/{kept.name}/index.html"' in index
    assert "Since then: 1 article new." in index
    assert '<p class="about">1 article new.</p>' in index
    assert briefing.build(place, keep=True).built == ()
    assert history.kept(place / "reports") == [kept]


def test_a_page_of_an_article_that_is_gone_goes_too(place: Path) -> None:
    (place / "seeds" / "two.txt").write_text("Another.\n", encoding="utf-8")
    briefing.build(place)
    assert (place / "reports" / "articles" / "two.html").exists()
    (place / "seeds" / "two.txt").unlink()
    briefing.build(place)
    assert not (place / "reports" / "articles" / "two.html").exists()


def test_a_day_of_the_build_stands_on_a_page_only_where_it_was_set(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    briefing.build(place)
    assert "· built" not in (place / "reports" / "first.html").read_text(encoding="utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735689600")
    assert briefing.build(place).built == ("first", "second")
    assert "· built 1 Jan 2025" in (place / "reports" / "first.html").read_text(encoding="utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(BriefingError, match="SOURCE_DATE_EPOCH"):
        briefing.build(place)


def test_changes_are_told_by_table_and_break_no_rule(tmp_path: Path) -> None:
    old = frames(hostile_tables("About 5 came"))
    tables.write_tables(old, tmp_path)
    new = old | {"figures": old["figures"].assign(low=4.0, bound="lower")}
    sentence, changes = history.changes_between(tmp_path, new)
    assert sentence == "in figures 1 bound moved"
    shown_here = history.show_changes(sentence, changes)
    assert "articles/about-5-came-" in shown_here
    assert tradecraft.breaches(f"<section class='changes'>{shown_here}</section>", evidence(new)) == []
    assert history.changes_between(tmp_path / "none", new)[1] is None


def test_a_failing_briefing_is_tried_again_and_a_mended_one_is_clean(place: Path) -> None:
    spoil(place, "first")
    assert briefing.build(place).failed
    again = briefing.build(place)
    assert [failure.page for failure in again.failed] == ["first"]
    assert again.fresh == ("second",)
    path = place / "notebooks" / "first.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace('"bad"', '"good"'), encoding="utf-8")
    assert briefing.build(place).complete
    assert not (place / "reports" / "failed" / "first.ipynb").exists()
    assert "the last run failed" not in (place / "reports" / "index.html").read_text(encoding="utf-8")


def test_a_briefing_that_never_ran_well_has_no_page_and_no_link(place: Path) -> None:
    spoil(place, "first")
    result = briefing.build(place)
    assert not (place / "reports" / "first.html").exists()
    index = result.index.read_text(encoding="utf-8")
    assert 'href="first.html"' not in index
    assert "Not published: the run failed." in index


def test_a_page_that_cannot_be_written_is_a_failure_and_leaves_the_last_one(
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    briefing.build(place)
    before = (place / "reports" / "second.html").read_bytes()
    (place / "seeds" / "one.txt").write_text("Changed.\n", encoding="utf-8")
    whole = os.replace

    def full(source: Any, target: Any) -> None:
        if str(target).endswith("second.html"):
            raise OSError(28, "No space left on device")
        whole(source, target)

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(BriefingError, match="No space left"):
        briefing.build(place)
    assert (place / "reports" / "second.html").read_bytes() == before


def test_a_wrong_parameter_stops_before_anything_runs(place: Path) -> None:
    for given in ({"sinse": "2024-10-01"}, {"since": "tomorrow"}):
        with pytest.raises(ParameterError):
            briefing.build(place, given)
    with pytest.raises(ParameterError, match="choose from first, second"):
        briefing.build(place, only=["third"])
    assert not (place / "reports").exists()


def test_one_briefing_alone_can_be_built(place: Path) -> None:
    assert briefing.build(place, only=["second"]).built == ("second",)
    assert not (place / "reports" / "first.html").exists()
    assert briefing.build(place).built == ("first",)


def test_a_page_whose_notebook_is_gone_goes_too(place: Path) -> None:
    briefing.build(place)
    (place / "notebooks" / "first.ipynb").unlink()
    result = briefing.build(place)
    assert not (place / "reports" / "first.html").exists()
    assert "The first?" not in result.index.read_text(encoding="utf-8")


def test_a_second_build_waits_says_so_and_then_gives_up(place: Path) -> None:
    said: list[str] = []
    with alone(place), pytest.raises(BriefingError, match="another build has been running for 1 seconds"):
        briefing.build(place, limits=replace(DEFAULT, build_wait_seconds=1), say=said.append)
    assert said == [f"{place}: another build is running; waiting up to 1 seconds for it"]


def test_problems_are_counted_on_the_index(place: Path) -> None:
    (place / "seeds" / "bad.jsonl").write_text("{torn", encoding="utf-8")
    result = briefing.build(place)
    assert result.problems == 1
    assert "1 problem in the input" in result.index.read_text(encoding="utf-8")
    assert briefing.build(place).problems == 1


@pytest.mark.parametrize("missing", ["seeds", "notebooks"])
def test_a_place_without_a_project_is_told(missing: str, tmp_path: Path) -> None:
    (tmp_path / {"seeds": "notebooks", "notebooks": "seeds"}[missing]).mkdir()
    with pytest.raises(InputError, match="no project here"):
        briefing.build(tmp_path)


def test_tables_are_built_where_they_are_missing_altered_or_stale(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(TRUSTED, raising=False)
    monkeypatch.chdir(place / "notebooks")
    folder = place / "data" / "tables"
    assert len(briefing.load_tables().articles) == 1
    (folder / "figures.parquet").write_bytes(b"torn")
    assert len(briefing.load_tables().articles) == 1
    (place / "seeds" / "two.txt").write_text("Another.\n", encoding="utf-8")
    assert len(briefing.load_tables().articles) == 2


# --- the page ---


@pytest.fixture(scope="module")
def sample() -> str:
    """A page with everything that a page can hold, from hostile tables."""
    made = notebook("table", "chart", "words")
    made.cells.insert(2, nbformat.v4.new_markdown_cell("## In brief\n\nWords."))
    outputs = {
        "cell_2": display(
            "text/html", briefing.show_figures(hostile_tables(HOSTILE[0]).figures)._repr_html_()
        ),
        "cell_3": display("image/svg+xml", "<svg><title>x</title></svg>"),
        "cell_4": [
            nbformat.v4.new_output("stream", name="stdout", text="<script>printed</script>"),
            nbformat.v4.new_output(
                "display_data", data={"application/javascript": "evil()", "text/plain": "<i>"}
            ),
        ],
    }
    outputs["cell_3"][0].metadata = {"image/svg+xml": {"alt": "Alt <x>", "caption": "Caption <y>"}}
    done = proof.without_traces(executed(made, **outputs))
    return page.render(
        done,
        name="sample",
        facts={"Made by": "<n>"},
        parameters={"since": "<s>", "kinds": ""},
        shared=SHARED,
        changes="<p>Nothing.</p>",
    )


def test_a_page_forbids_everything_but_its_own_style_and_script(sample: str) -> None:
    content = next(attrs["content"] for _, attrs in Tags(sample).found if attrs.get("http-equiv"))
    script = sample[sample.index("<script>") + 8 : sample.index("</script>")]
    assert content == policy(script)
    assert sample.count("<script") == 1
    assert re.sub(r"'sha256-[\w+/=]+'", "HASH", str(content)).split("; ") == [
        "default-src 'none'",
        "script-src HASH",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def test_a_page_loads_nothing_and_runs_nothing_but_its_script(sample: str) -> None:
    body = sample.partition("<body")[2].replace(f"<script>{SHARED.script}</script>", "")
    assert markup_faults({"text/html": "<body" + body}) == []
    assert "evil()" not in sample
    assert not re.search(r"url\(|@import|<link", sample)


def test_changes_stand_where_the_notebook_says_and_in_the_contents(sample: str) -> None:
    assert ("a", {"href": "#changes"}) in Tags(sample).found
    assert sample.index('id="changes"') < sample.index('id="in-brief"')  # the only heading, for want of a tag


def test_a_page_holds_its_tables_charts_words_and_nothing_raw(sample: str) -> None:
    tags = Tags(sample)
    assert {"table", "svg", "figure", "figcaption", "pre"} <= {tag for tag, _ in tags.found}
    assert not {"x", "y", "n", "s", "i", "other"} & {tag for tag, _ in tags.found}
    assert all(
        words in tags.text for words in ("Alt <x>", "Caption <y>", "<n>", "<s>", "<script>printed</script>")
    )


def test_a_page_says_its_language_title_contents_and_parameters(sample: str) -> None:
    tags = Tags(sample)
    assert ("html", {"lang": "en"}) in tags.found
    assert "<title>What is so?</title>" in sample
    assert ("a", {"href": "#in-brief"}) in tags.found
    assert ("h2", {"id": "in-brief"}) in tags.found
    assert [tag for tag, _ in tags.found].count("h1") == 1
    assert "since" in tags.text
    ids = [attrs["id"] for _, attrs in tags.found if "id" in attrs]
    assert len(ids) == len(set(ids))


def test_a_page_hides_its_code_but_does_not_lose_it(sample: str) -> None:
    code = sample[sample.index('<details class="code">') :]
    assert "chart" in Tags(code).text
    assert "since: str" not in sample[: sample.index('<details class="code">')]


def test_a_write_that_fails_leaves_no_piece_behind(tmp_path: Path) -> None:
    (tmp_path / "folder.html").mkdir()
    with pytest.raises(BriefingError, match=r"cannot be written"):
        inputs.write_whole(tmp_path / "folder.html", "text")
    assert [path.name for path in tmp_path.iterdir()] == ["folder.html"]


def test_every_error_of_a_user_is_one_of_ours(place: Path) -> None:
    (place / "notebooks" / "first.ipynb").write_text("{torn", encoding="utf-8")
    with pytest.raises(NkReportError, match="not readable as a notebook"):
        briefing.build(place)


def test_a_corrected_row_says_so_with_the_reason() -> None:
    changed = row(
        tables.FIGURES,
        figure_id="f1",
        article_id="a",
        sentence="5 came.",
        text="5",
        end=1,
        correction="a misprint <x>",
    )
    plain = row(tables.FIGURES, figure_id="f2", article_id="a", sentence="5 came.", text="5", end=1)
    listing = briefing.show_figures(tables.to_frame(tables.FIGURES, [changed, plain]))
    assert listing.html().count("corrected: a misprint &lt;x&gt;") == 1
    assert listing.html().count("corrected") == 1


def test_the_corrections_of_an_analyst_reach_the_tables(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    briefing.build(place)
    seen: list[Any] = []
    whole = extract.extract_tables

    def noted(articles: Any, problems: Any, corrections: Any, places: Any) -> Any:
        seen.extend(corrections)
        return whole(articles, problems, (), places)

    monkeypatch.setattr(extract, "extract_tables", noted)
    (place / "data" / "corrections.toml").write_text(
        '[[corrections]]\ntable = "figures"\narticle = "one"\ntext = "1,500"\naction = "drop"\n'
        'expect = { bound = "exact" }\nreason = "a misprint"\n',
        encoding="utf-8",
    )
    assert briefing.build(place).built == ("first", "second")
    assert [correction.reason for correction in seen] == ["a misprint"]
