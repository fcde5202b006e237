"""Whether articles, names, parameters or files that lie about can run anything; see SECURITY.md."""

from __future__ import annotations

import ast
import csv
import io
import json
import os
import re
import socket
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import test_briefing
from test_briefing import HOSTILE, PAYLOADS, Tags, notebook, write

from nkreport import briefing
from nkreport.articles import read_articles
from nkreport.briefing import running
from nkreport.briefing.harmless import markup_faults
from nkreport.errors import BriefingError, ParameterError

PROJECT = Path(__file__).parent.parent
small = test_briefing.place  # a project of two briefings whose runs are made up


# --- parameters ---


def values(mark: Path) -> list[str]:
    """Values of a parameter that would make the file `mark` if anything ran them."""
    touch = f"__import__('pathlib').Path({str(mark)!r}).touch()"
    return [
        touch,
        f'"; {touch} #',
        f"'; {touch} #",
        f'""" + str({touch}) + """',
        f'\\"; {touch} #',
        f'x\\\\" + {touch}',
        f"$(touch {mark})",
        f"`touch {mark}`",
        f"; touch {mark} ;",
        f"| touch {mark}",
        "{{ 7 * 7 }}",
        "{% raw %}",
        "{section}/../../x",
        "%s%n",
        "!touch x",
        "%run x",
        "?",
        "=1+1",
        "\\",
        "'" * 3,
        '"' * 3,
        *PAYLOADS,
    ]


def test_a_value_of_a_parameter_is_only_a_value(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    path = write(tmp_path / "notebooks" / "a.ipynb", notebook("party", parameters='party: str = ""'))
    with running.running(tmp_path, [(path, {"party": value}) for value in values(mark)]) as runs:
        for value, run in zip(values(mark), runs, strict=True):
            (cell,) = [cell for cell in run.notebook.cells if cell.source == "party"]
            assert (run.error, cell.outputs[0].data["text/plain"]) == ("", repr(value))
    assert not mark.exists()


@pytest.mark.parametrize(
    "name", ["a=1;print(1)#", "since\nimport os", "__name__", "since.x", "{since}", "", "Since"]
)
def test_a_name_that_no_notebook_declares_is_refused(name: str, small: Path) -> None:
    with pytest.raises(ParameterError, match="no briefing declares"):
        briefing.build(small, {name: "1"})
    assert not (small / "reports").exists()


@pytest.mark.parametrize(
    "source", ["since: str = open('x')", "since: str = f'{1}'", "import os", "x: eval = 1"]
)
def test_what_a_notebook_declares_is_read_and_not_run(source: str, small: Path) -> None:
    write(small / "notebooks" / "third.ipynb", notebook(parameters=source))
    with pytest.raises(BriefingError, match="not an annotated literal"):
        briefing.build(small)


# --- names of files ---

NAMES = [
    "javascript:alert(1)",
    "$(touch x)",
    "`touch x`",
    "a b",
    "..",
    "-rf",
    ".hidden",
    "{section}",
    "a\nb",
    "<b>",
    "a'b",
    'a"b',
    "index",
    "Index",
    "codebook",
    "é",
    "a" * 200,
    "a.b",
    "a;b",
    "%2e%2e",
    "\u202ea",
]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_notebook_with_an_odd_name_is_refused_before_anything_runs(name: str, small: Path) -> None:
    write(small / "notebooks" / f"{name}.ipynb", notebook("good"))
    with pytest.raises(BriefingError, match="rename it"):
        briefing.build(small)
    assert not (small / "reports").exists()


IDS = [
    "../../escaped",
    "/escaped",
    "..",
    ".",
    "a/b",
    "a\\b",
    "con",
    "C:escaped",
    "~root",
    "$(touch x)",
    "a\x00b",
    "a\nb",
    "x" * 400,
    "javascript:alert(1)",
    '"><script>1</script>',
    "{{ 7 * 7 }}",
    "index.html",
    ".build.json",
    "\u202egnp",
]


def test_articles_are_written_nowhere_but_in_the_folders_of_a_build(small: Path) -> None:
    lines = [
        json.dumps(
            {
                "id": name,
                "text": f"NIS said {number + 1},500 soldiers came.",
                "title": name,
                "outlet": name,
                "url": name,
                "author": name,
            }
        )
        for number, name in enumerate(IDS)
    ]
    (small / "seeds" / "odd.jsonl").write_text("\n".join(lines), encoding="utf-8")
    before = everything(small.parent)
    result = briefing.build(small)
    assert result.failed == ()
    new = {path.relative_to(small).as_posix() for path in everything(small.parent) - before}
    odd = {
        name
        for name in new
        if not re.fullmatch(
            r"(reports(/data|/articles)?|data/tables|\.cache(/runs)?)(/[\w-]+\.(html|csv|json|jsonld|parquet|md))?"
            r"|reports/\.build\.json|\.cache/build\.lock|data",
            name,
        )
    }
    assert odd == set()
    assert len(list((small / "reports" / "articles").iterdir())) >= len(IDS)


def everything(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


# --- the project's own notebooks ---


def test_a_notebook_behind_a_link_is_run_only_when_told(small: Path, tmp_path_factory: Any) -> None:
    outside = write(tmp_path_factory.mktemp("elsewhere") / "third.ipynb", notebook("good", title="Whose?"))
    (small / "notebooks" / "third.ipynb").symlink_to(outside)
    with pytest.raises(BriefingError, match="lies outside the project, behind a link"):
        briefing.build(small)
    assert not (small / "reports").exists()
    assert briefing.build(small, follow_links=True).built == ("first", "second", "third")


def test_a_folder_of_notebooks_behind_a_link_is_not_the_projects(small: Path, tmp_path_factory: Any) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "notebooks"
    (small / "notebooks").rename(elsewhere)
    (small / "notebooks").symlink_to(elsewhere)
    with pytest.raises(BriefingError, match="behind a link"):
        briefing.build(small)


# --- what articles say ---


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Everything that is built, as text, from articles whose every field is hostile."""
    root = tmp_path_factory.mktemp("hostile")
    (root / "seeds").mkdir()
    lines = [
        json.dumps(
            {
                "id": f"{number} {words}",
                "title": words,
                "outlet": words,
                "author": words,
                "url": words,
                "text": f"{words}\n\n{words} said 1,50{number} soldiers came, {words} denied it.",
            }
        )
        for number, words in enumerate((*HOSTILE, *FORMULAS, TEMPLATE))
    ]
    (root / "seeds" / "odd.jsonl").write_text("\n".join(lines), encoding="utf-8")
    for name in ("evidence", "assertions"):
        path = root / "notebooks" / f"{name}.ipynb"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes((PROJECT / "notebooks" / path.name).read_bytes())
    assert briefing.build(root).failed == ()
    built = [
        path for path in (root / "reports").rglob("*") if path.suffix in (".html", ".csv", ".json", ".jsonld")
    ]
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in built}


TEMPLATE = "{{ 77777 * 77777 }} {% set x = 77777 * 77777 %} ${77777 * 77777} #{x}"
FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "=cmd|' /C calc'!A0",
    "\t=1+1",
    "＝1+1",
    '=HYPERLINK("https://example.org")',
)


def test_the_words_of_an_article_are_no_markup_on_any_page(told: dict[str, str]) -> None:
    pages = {name: text for name, text in told.items() if name.endswith(".html")}
    assert len(pages) > len(HOSTILE)
    for name, text in pages.items():
        body = "<body" + text.partition("<body")[2]
        script = re.search(r"<script>(.*?)</script>", body, flags=re.DOTALL)
        rest = body.replace(f"<script>{script[1]}</script>", "") if script else body
        assert markup_faults({"text/html": rest}) == [], name
        assert {tag for tag, _ in Tags(rest).found} & {
            "script",
            "iframe",
            "img",
            "link",
            "x",
            "b",
        } == set(), name


def test_the_words_of_an_article_are_no_template(told: dict[str, str]) -> None:
    assert any(TEMPLATE in text for text in told.values())
    assert [name for name, text in told.items() if "6049261729" in text] == []


def test_the_words_of_an_article_are_no_formula(told: dict[str, str]) -> None:
    sheets = {name: text for name, text in told.items() if name.endswith(".csv")}
    cells = [
        (name, cell)
        for name, text in sheets.items()
        for row in csv.reader(io.StringIO(text, newline=""))
        for cell in row
    ]
    assert any(cell.startswith("'=") for _, cell in cells)
    assert [
        (name, cell)
        for name, cell in cells
        if re.match(r"[\t\r\n]|\s*[=+\-@＝＋－＠]", cell) and not re.fullmatch(r"-?\d+(\.\d+)?", cell)
    ] == []


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: !!python/object/apply:os.system ['touch {mark}']\n---\n1,500 soldiers came.",
        "---\n!!python/object/new:subprocess.Popen [['touch', '{mark}']]\n---\n1,500 soldiers came.",
        "---\na: &a [x, x]\nb: [*a, *a]\ntitle: *a\n---\n1,500 soldiers came.",
    ],
)
def test_front_matter_makes_no_objects(text: str, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.md").write_text(text.replace("{mark}", str(mark)), encoding="utf-8")
    list(read_articles(tmp_path / "in").articles)
    assert not mark.exists()


FEED = """<?xml version="1.0"?>
<!DOCTYPE rss [<!ENTITY local SYSTEM "file://{secret}"><!ENTITY far SYSTEM "http://127.0.0.1:9/x">]>
<rss version="2.0"><channel><title>News</title><link>http://127.0.0.1:9/</link>
<item><title>One &local;</title><link>http://127.0.0.1:9/a</link><guid>one</guid>
<description>1,500 soldiers came &local; &far;, NIS said.</description>
<enclosure url="http://127.0.0.1:9/b.mp3" type="audio/mpeg" length="1"/></item></channel></rss>
"""
PAGE = """<html><head><title>One</title><base href="http://127.0.0.1:9/">
<meta http-equiv="refresh" content="0;url=/x"><link rel="stylesheet" href="x.css">
<link rel="canonical" href="http://127.0.0.1:9/c"><script src="x.js"></script></head>
<body><article><img src="a.png"><iframe src="b.html"></iframe>
<p>NIS said that 1,500 soldiers came to the front on Friday, and that more were to come in the
winter, according to three people who know of the plan.</p></article></body></html>"""


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every attempt to reach another machine, none of which succeeds."""
    tried: list[Any] = []

    def refuse(*arguments: Any, **_: Any) -> Any:
        tried.append(arguments)
        raise OSError("no network in this test")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse, raising=False)
    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    return tried


def test_nothing_is_fetched_while_articles_are_read_and_built(small: Path, fetched: list[Any]) -> None:
    secret = small / "secret"
    secret.write_text("a secret", encoding="utf-8")
    (small / "seeds" / "feed.xml").write_text(FEED.replace("{secret}", str(secret)), encoding="utf-8")
    (small / "seeds" / "page.html").write_text(PAGE, encoding="utf-8")
    (small / "seeds" / "lines.jsonl").write_text(
        json.dumps(
            {
                "id": "http://127.0.0.1:9/",
                "url": "http://127.0.0.1:9/a",
                "text": "http://127.0.0.1:9/ 1,500 came.",
            }
        )
    )
    briefing.build(small)
    assert fetched == []
    tables = [path.read_bytes() for path in (small / "data" / "tables").iterdir()]
    assert any(b"soldiers came to the front" in content for content in tables)
    assert not any(b"a secret" in content for content in tables)


def test_an_archive_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with zipfile.ZipFile(tmp_path / "in" / "a.zip", "w") as archive:
        for name in ("../escaped.txt", "/escaped.txt", "a/../../escaped.txt", "C:\\escaped.txt", "good.txt"):
            archive.writestr(name, f"NIS said 1,500 soldiers came to {name}.")
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    before = everything(tmp_path)
    articles = read_articles(tmp_path / "in").articles
    assert everything(tmp_path) == before
    assert any("good.txt" in article.text for article in articles)
    assert not any("root:" in article.text for article in articles)


# --- files that lie about ---

EVIL = "import sys, pathlib\npathlib.Path({mark!r}).open('a').write(__file__ + '\\n')\n"
SHADOWS = (
    "six",
    "pandas",
    "numpy",
    "matplotlib",
    "IPython",
    "sitecustomize",
    "usercustomize",
    "nbformat",
    "jinja2",
    "ipykernel",
    "ipykernel_launcher",
    "argparse",
    "typing",
    "evil",
    "yaml",
    "lxml",
)


@pytest.fixture
def littered(tmp_path: Path) -> tuple[Path, Path, dict[str, str]]:
    """A project in which files lie that Python, IPython or matplotlib would run if they looked there."""
    root, mark = tmp_path / "project", tmp_path / "mark"
    write(root / "notebooks" / "one.ipynb", notebook("import six, pandas, matplotlib\n1 + 1"))
    (root / "seeds").mkdir()
    (root / "seeds" / "one.txt").write_text("NIS said 1,500 soldiers came.\n", encoding="utf-8")
    evil = EVIL.format(mark=str(mark))
    for folder in (root, root / "notebooks", root / "seeds", root / "data"):
        folder.mkdir(exist_ok=True)
        for name in SHADOWS:
            (folder / f"{name}.py").write_text(evil, encoding="utf-8")
        (folder / "evil.pth").write_text(f"import sys; exec({evil!r})\n", encoding="utf-8")
        (folder / "matplotlibrc").write_text("backend: module://evil\n", encoding="utf-8")
        (folder / "jupyter_config.py").write_text(evil, encoding="utf-8")
        (folder / "ipython_config.py").write_text(evil, encoding="utf-8")
        (folder / "conftest.py").write_text(evil, encoding="utf-8")
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00-evil.py").write_text(evil, encoding="utf-8")
    (startup.parent / "ipython_config.py").write_text(evil, encoding="utf-8")
    own = ("MPLBACKEND", "MPLCONFIGDIR", "IPYTHONDIR")
    environment = {name: value for name, value in os.environ.items() if name not in own}
    environment |= {"IPYTHONDIR": str(tmp_path / "ipython"), "PYTHONSTARTUP": str(root / "evil.py")}
    environment |= {"HOME": str(tmp_path / "home"), "MATPLOTLIBRC": str(root / "matplotlibrc")}
    (tmp_path / "home").mkdir()
    return root, mark, environment


@pytest.mark.parametrize("way", ["forks", "kernels"])
def test_files_that_lie_about_are_not_run(way: str, littered: tuple[Path, Path, dict[str, str]]) -> None:
    root, mark, environment = littered
    command = root.parent / "bin" / "nkreport"  # as an installer writes it
    command.parent.mkdir()
    command.write_text("import sys\nfrom nkreport.cli import main\nsys.exit(main())\n", encoding="utf-8")
    start = ["-P", "-m", "nkreport"] if way == "kernels" else [str(command)]
    options = ["--kernels"] if way == "kernels" else []
    done = subprocess.run(
        [sys.executable, *start, "report", *options],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not mark.exists(), mark.read_text()
    assert "built one" in done.stdout
    assert everything(root.parent / "home") == set()  # and nothing was written to the user's own folder
    assert re.fullmatch(r"(nkreport: \d+ problems in the articles; the table .*\n)?", done.stderr)


def test_make_starts_python_without_the_folder_it_is_in() -> None:
    made = (PROJECT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^report .*: export PYTHONSAFEPATH := 1$", made, flags=re.MULTILINE)


# --- the code of the package ---

RUNS = {
    "eval",
    "exec",
    "compile",
    "__import__",
    "system",
    "popen",
    "Popen",
    "check_output",
    "check_call",
    "getoutput",
    "spawnv",
    "spawnl",
    "execv",
    "execvp",
    "loads_pickle",
    "read_pickle",
    "to_pickle",
    "urlopen",
    "urlretrieve",
}
LOADERS = {
    "pickle",
    "marshal",
    "shelve",
    "subprocess",
    "pty",
    "code",
    "urllib.request",
    "requests",
    "http.client",
    "ftplib",
    "smtplib",
    "xmlrpc",
    "dill",
    "joblib",
    "cloudpickle",
}


def dangers(source: str) -> list[str]:
    """Calls and imports by which text could become code, a command or a request."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            home = (
                node.func.value.id
                if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)
                else ""
            )
            keywords = {word.arg: ast.unparse(word.value) for word in node.keywords}
            if name in RUNS and (home, name) != ("re", "compile"):
                found.append(f"{home}.{name}".strip("."))
            if (
                home == "yaml"
                and name in ("load", "load_all")
                and keywords.get("Loader") != "yaml.BaseLoader"
            ):
                found.append("yaml.load")
            if "shell" in keywords:
                found.append("shell=")
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = (
                [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            )
            found += [name for name in names if name in LOADERS]
    return found


@pytest.mark.parametrize(
    "source",
    [
        "eval(x)",
        "import pickle",
        "os.system(x)",
        "yaml.load(x, Loader=yaml.Loader)",
        "run(x, shell=True)",
        "from urllib.request import urlopen",
        "yaml.load(x)",
    ],
)
def test_dangers_are_seen_where_there_are_any(source: str) -> None:
    assert dangers(source)


def test_the_package_turns_no_text_into_code_commands_or_requests() -> None:
    sources = {
        path.relative_to(PROJECT).as_posix(): path.read_text(encoding="utf-8")
        for path in (PROJECT / "src").rglob("*.py")
    }
    assert {name: found for name, source in sources.items() if (found := dangers(source))} == {}


# --- the promises ---


def promises() -> dict[str, list[str]]:
    """Each promise of SECURITY.md with the tests that it names."""
    text = (PROJECT / "SECURITY.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+?) \| ((?:`tests/[\w./]+::\w+`(?:, )?)+) \|$", text, flags=re.MULTILINE)
    return {says: re.findall(r"`([^`]+)`", tests) for says, tests in rows}


def named_tests(path: Path) -> set[str]:
    return {
        node.name
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_every_promise_names_tests_that_are_there() -> None:
    assert len(promises()) > 10
    for says, tests in promises().items():
        for name, test in (one.split("::") for one in tests):
            assert test in named_tests(PROJECT / name), says


def test_every_row_of_the_promises_is_read() -> None:
    text = (PROJECT / "SECURITY.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    rows = [line for line in rows if not line.startswith(("| Promise", "| ---"))]
    assert len(rows) == len(promises())


def test_every_test_here_proves_a_promise() -> None:
    named = {test for tests in promises().values() for test in tests}
    here = {f"tests/test_malice.py::{name}" for name in named_tests(Path(__file__))}
    about = {
        f"tests/test_malice.py::test_{name}"
        for name in (
            "every_promise_names_tests_that_are_there",
            "every_row_of_the_promises_is_read",
            "every_test_here_proves_a_promise",
            "dangers_are_seen_where_there_are_any",
        )
    }
    assert here - about - named == set()
