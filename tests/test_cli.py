"""The command line: what it writes, what it says, and its exit codes."""

import csv
import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tqdm import tqdm

import nkreport
from nkreport import cli, tables
from nkreport.briefing import BuildResult, Failure
from nkreport.cli import arguments, telling
from nkreport.cli.telling import complain
from nkreport.limits import DEFAULT

ROOT = Path(__file__).parents[1]
SEEDS = str(ROOT / "seeds")


@pytest.fixture
def articles(tmp_path: Path) -> str:
    path = tmp_path / "in" / "news.jsonl"
    path.parent.mkdir()
    path.write_text('{"id": "a", "text": "Kim said that 1,500 soldiers went."}\n', encoding="utf-8")
    return str(path)


def run(*arguments: str) -> int:
    """The exit code of the command line, whichever way it ends."""
    try:
        return cli.main(arguments)
    except SystemExit as end:
        return int(end.code or 0)


# --- what is written ---


def test_json_lines_in_json_lines_out(
    articles: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("extract", articles, "-o", str(tmp_path / "out")) == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(
        f"{name}.jsonl" for name in tables.TABLES
    )
    said = capsys.readouterr()
    assert said.out.startswith("1 article: ")
    assert said.out.endswith(f"written to {tmp_path / 'out' / '*.jsonl'}\n")
    assert said.err == ""


def test_a_folder_gives_csv(tmp_path: Path) -> None:
    assert run("extract", SEEDS, "-o", str(tmp_path)) == 0
    with (tmp_path / "articles.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 5
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".csv"] * len(tables.TABLES)


def test_parquet_can_be_read_back(articles: str, tmp_path: Path) -> None:
    assert run("extract", articles, "-o", str(tmp_path), "--format", "parquet") == 0
    assert tables.read_tables(tmp_path)["articles"]["article_id"].tolist() == ["a"]


def test_the_catalogue_completes_what_is_known(tmp_path: Path) -> None:
    catalogue = str(ROOT / "data" / "articles.toml")
    assert run("extract", SEEDS, "-o", str(tmp_path), "--format", "jsonl", "--catalogue", catalogue) == 0
    rows = [
        json.loads(line) for line in (tmp_path / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert [row["published_basis"] for row in rows] == ["inferred"] * 5


def test_two_runs_write_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        assert run("extract", SEEDS, "-o", str(tmp_path / folder), "--format", "jsonl") == 0
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_problems_are_told_and_written_and_the_rest_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "good.txt").write_text("One.", encoding="utf-8")
    for number in range(12):
        (source / f"odd{number:02}.txt").write_bytes(b"caf\0e")
    assert run("extract", str(source), "-o", str(tmp_path / "out")) == 1
    said = capsys.readouterr()
    assert said.out.startswith("1 article: ")
    lines = said.err.splitlines()
    assert (
        lines[0]
        == f"nkreport: 12 problems in the input (all are in {tmp_path / 'out' / 'problems.csv'}):"
    )
    assert (
        lines[1]
        == "  odd00.txt: holds NUL characters, as UTF-16 text does; save the file as UTF-8; it was left out"
    )
    assert lines[-1] == "  and 2 more"
    assert len((tmp_path / "out" / "problems.csv").read_text(encoding="utf-8").splitlines()) == 13


# --- report ---

KEPT = Path("reports/failed/b.ipynb")


@pytest.mark.parametrize(
    ("built", "fresh", "failed", "problems", "code", "out", "err"),
    [
        pytest.param(("a", "b"), (), (), 0, 0, "built a, b\nopen reports/index.html\n", "", id="all built"),
        pytest.param(
            (), ("a", "b"), (), 0, 0,
            "nothing has changed for a, b\nopen reports/index.html\n", "", id="nothing to do",
        ),
        pytest.param(
            ("a",), (), (Failure("b", 3, "ValueError: no", KEPT),), 0, 1,
            "built a\nthe pages that could be built: reports/index.html\n",
            "nkreport: b, cell 3: ValueError: no (its run is kept in reports/failed/b.ipynb)\n",
            id="one fails",
        ),
        pytest.param(
            ("a",), (), (), 2, 1, "built a\nopen reports/index.html\n",
            "nkreport: 2 problems in the articles; the table problems tells which\n",
            id="articles with problems",
        ),
    ],
)  # fmt: skip
def test_a_report_tells_what_became_of_each_page(
    built: tuple[str, ...], fresh: tuple[str, ...], failed: tuple[Failure, ...], problems: int,
    code: int, out: str, err: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    given: list[object] = []

    def build(root: str, parameters: dict[str, str], **options: object) -> BuildResult:
        given.extend((root, parameters, options))
        return BuildResult(Path("reports/index.html"), built, fresh, failed, problems)

    monkeypatch.setattr("nkreport.briefing.build", build)
    arguments = ["-p", "since=2024-10-01", "-p", "party=a=b", "--seeds", "texts", "--only", "a"]
    assert run("report", *arguments) == code
    assert tuple(capsys.readouterr()) == (out, err)
    options = {"seeds": "texts", "only": ["a"], "keep": False, "kernels": False, "follow_links": False,
               "limits": DEFAULT, "say": complain}
    assert given == [".", {"since": "2024-10-01", "party": "a=b"}, options]


# --- wrong usage ---

WRONG = [
    pytest.param(
        ["extract", "{tmp}/missing", "-o", "{tmp}/out"],
        "{tmp}/missing: there is no such file or folder; check the path",
        id="a missing folder",
    ),
    pytest.param(
        ["extract", "{tmp}/empty", "-o", "{tmp}/out"],
        "{tmp}/empty: holds nothing to read; add articles",
        id="a folder with nothing to read",
    ),
    pytest.param(
        ["extract", "{tmp}/paper.pdf", "-o", "{tmp}/out"],
        "{tmp}/paper.pdf: the format is not known (PDF); "
        "docs/inputs.md lists the formats; convert or remove it",
        id="an unknown format",
    ),
    pytest.param(
        ["extract", "{in}", "-o", "{tmp}/paper.pdf"],
        "{tmp}/paper.pdf: is a file, not a folder; give a folder",
        id="-o is a file",
    ),
    pytest.param(
        ["extract", "{in}", "-o", "{tmp}/paper.pdf/out"],
        "{tmp}/paper.pdf/out: the folder cannot be made (Not a directory); "
        "give a folder that can be written to",
        id="-o is below a file",
    ),
    pytest.param(
        ["extract", "{tmp}/in/figures.jsonl", "-o", "{tmp}/in"],
        "{tmp}/in/figures.jsonl: a table would overwrite the input; give -o another folder",
        id="the input would be lost",
    ),
    pytest.param(
        ["extract", "{tmp}/in", "-o", "{tmp}/in"],
        "{tmp}/in: the tables would lie among the articles; give -o another folder",
        id="tables among the articles",
    ),
    pytest.param(
        ["extract", "{in}", "-o", "{tmp}/out", "--format", "xlsx"],
        "argument --format: invalid choice: 'xlsx' (choose from 'jsonl', 'csv', 'parquet'); "
        "see nkreport extract --help",
        id="an unknown output format",
    ),
    pytest.param(
        ["extract", "{in}", "-o", "{tmp}/out", "--catalogue", "{tmp}/none.toml"],
        "{tmp}/none.toml: the catalogue cannot be read (No such file or directory); check the path",
        id="a missing catalogue",
    ),
    pytest.param(
        ["extract", "{in}"],
        "the following arguments are required: -o/--output; see nkreport extract --help",
        id="no -o",
    ),
    pytest.param(
        ["extract", "{in}", "-o", "{tmp}/out", "--fromat", "csv"],
        "unrecognized arguments: --fromat csv (did you mean --format?); see nkreport --help",
        id="a misspelt option",
    ),
    pytest.param(
        ["extract", "{in}", "--out", "{tmp}/out"],
        "the following arguments are required: -o/--output; see nkreport extract --help",
        id="no abbreviations",
    ),
    pytest.param(
        ["extrakt"],
        "argument COMMAND: invalid choice: 'extrakt' (choose from {commands}) (did you mean extract?); "
        "see nkreport --help",
        id="an unknown command",
    ),
    pytest.param(
        [], "the following arguments are required: COMMAND; see nkreport --help", id="no command"
    ),
    pytest.param(
        ["report", "-p", "since"],
        "-p since: not of the form NAME=VALUE; write -p since=2024-10-01",
        id="a parameter without a value",
    ),
    pytest.param(
        ["report", "-p", "since=1", "-p", "since=2"],
        "-p since is given twice; give it once",
        id="a parameter twice",
    ),
    pytest.param(
        ["report", "--save-notebooks", "-p", "since=1"],
        "--save-notebooks runs the notebooks as they are; leave out -p and --seeds",
        id="saved notebooks have their own parameters",
    ),
    pytest.param(
        ["report", "--root", "{tmp}/empty"],
        "{tmp}/empty: no project here: no folder with seeds/ and notebooks/, upwards either; "
        "run this in the project's folder, or name it with --root",
        id="no project",
    ),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG)
def test_wrong_usage_is_one_line_with_the_remedy(
    arguments: list[str],
    message: str,
    articles: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    (tmp_path / "in" / "figures.jsonl").write_text('{"id": "b", "text": "One."}', encoding="utf-8")
    commands = ", ".join(repr(name) for name in COMMANDS)

    def filled(text: str) -> str:
        return (
            text.replace("{tmp}", str(tmp_path)).replace("{in}", articles).replace("{commands}", commands)
        )

    assert run(*map(filled, arguments)) == 2
    said = capsys.readouterr()
    assert said.err == f"nkreport: {filled(message)}\n"
    assert said.out == ""
    assert not (tmp_path / "out").exists(), "nothing is made for a wrong call"


def test_an_unwritable_folder(
    articles: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    allowed = os.access  # root may write everywhere, so the answer of the system is given here
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != locked and allowed(path, mode))
    assert run("extract", articles, "-o", str(tmp_path / "locked")) == 2
    assert "the folder cannot be written to" in capsys.readouterr().err


# --- help, version, documentation ---

COMMANDS = ["extract", "report", "date", "what-if", "reconcile", "diff", "check-rules", "codebook"]


def test_the_version_agrees_with_the_project(capsys: pytest.CaptureFixture[str]) -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert run("--version") == 0
    assert capsys.readouterr().out == f"nkreport {project['version']}\n"
    assert nkreport.__version__ == project["version"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_is_explained(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    assert f"    {command}" in capsys.readouterr().out
    child = next(
        action.choices[command] for action in cli.parser()._actions if isinstance(action.choices, dict)
    )
    assert child.description
    assert all(action.help for action in child._actions)
    assert f"nkreport {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_list_of_commands_is_whole() -> None:
    assert [
        list(action.choices) for action in cli.parser()._actions if isinstance(action.choices, dict)
    ] == [COMMANDS]


def test_help_has_examples_that_parse(capsys: pytest.CaptureFixture[str]) -> None:
    texts = (arguments.EXAMPLES, arguments.EXTRACT_EXAMPLES, arguments.REPORT_EXAMPLES,
             arguments.RECONCILE_EXAMPLES)
    shown = "\n".join(texts)
    lines = [line.strip() for line in shown.splitlines()]
    examples = [shlex.split(line.split("  ")[0])[1:] for line in lines if line.startswith("nkreport ")]
    assert len(examples) >= 8
    for example in examples:
        assert cli.parser().parse_args(example).run
    assert capsys.readouterr().err == ""


def test_the_codebook_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("codebook") == 0
    assert capsys.readouterr().out == tables.codebook()


# --- processes ---


def process(code: str) -> list[str]:
    """The lines that a Python of its own prints."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, capture_output=True, text=True, env=environment, timeout=60, check=True
    )
    return done.stdout.splitlines()


def test_json_lines_need_neither_pandas_nor_pandera(articles: str, tmp_path: Path) -> None:
    lines = process(
        "import sys\nfrom nkreport.cli import main\n"
        f"code = main(['extract', {articles!r}, '-o', {str(tmp_path / 'out')!r}])\n"
        "print(code, {'pandas', 'numpy', 'pandera', 'pyarrow', 'tqdm'} & set(sys.modules))"
    )
    assert lines[-1] == "0 set()"


def test_importing_the_package_is_cheap() -> None:
    lines = process(
        "import sys, nkreport\n"
        "print(sorted(name for name in sys.modules if name.startswith('nkreport')))\n"
        "nkreport.read_articles\nprint('nkreport.articles' in sys.modules, 'pandas' in sys.modules)"
    )
    assert lines == ["['nkreport']", "True False"]


def test_a_broken_pipe_is_no_error(tmp_path: Path) -> None:
    command = f"{sys.executable} -m nkreport codebook | true"
    done = subprocess.run(
        ["bash", "-c", f"{command}; echo ${{PIPESTATUS[0]}}"],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        cwd=tmp_path,
        check=False,
    )
    assert done.stderr == ""
    assert done.stdout.strip() in ("0", "141")


def test_an_interruption_is_told_and_leaves_no_half_table(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"id": str(n), "text": "Kim went. " * 500}) + "\n" for n in range(20_000))
    (tmp_path / "many.jsonl").write_text(lines, encoding="utf-8")
    running = subprocess.Popen(
        [sys.executable, "-m", "nkreport", "extract", "many.jsonl", "-o", "out"],
        stderr=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
    )
    while not (tmp_path / "out").exists() and running.poll() is None:
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert (running.returncode, said) == (130, "nkreport: interrupted; go on with --resume\n")
    assert not list((tmp_path / "out").glob("*.jsonl"))


def test_names_that_a_terminal_cannot_show_do_not_stop_it(tmp_path: Path) -> None:
    (tmp_path / "naïve.txt").write_bytes(b"")
    done = subprocess.run(
        [sys.executable, "-m", "nkreport", "extract", str(tmp_path), "-o", str(tmp_path / "out")],
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "ascii"},
        check=False,
    )
    assert done.returncode == 1
    assert rb"na\xefve.txt: the article is empty" in done.stderr


def test_a_bar_only_where_a_person_watches(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with telling.bar(1000) as tell:
        assert tell is None
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(tqdm, "monitor_interval", 0)
    at_once = {"mininterval": 0, "delay": 0}
    monkeypatch.setattr("tqdm.tqdm", lambda **options: tqdm(**(options | at_once)))
    with telling.bar(1000) as tell:
        assert tell is not None
        tell(500, 20)
    shown = capsys.readouterr().err
    assert all(part in shown for part in ("50%", "B/s", "20 articles"))


@pytest.mark.parametrize("verb", nkreport.__all__)
def test_every_public_verb_is_there(verb: str) -> None:
    assert callable(getattr(nkreport, verb))
    assert verb in dir(nkreport)


def test_a_verb_that_is_not_there() -> None:
    with pytest.raises(AttributeError, match="module 'nkreport' has no attribute 'guess'"):
        nkreport.guess  # noqa: B018


def test_date_prints_the_days_and_the_words_that_say_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = "Secretary of State Marco Rubio met the envoy in August 2025."
    (tmp_path / "a.txt").write_text(words, encoding="utf-8")
    (tmp_path / "b.txt").write_text("The road was empty.", encoding="utf-8")
    assert run(*["date", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert '"Secretary of State Marco Rubio"' in printed
    assert "b: not decidable" in printed


def test_date_warns_where_a_recorded_day_contradicts_the_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = {"id": "a", "text": "Secretary of State Marco Rubio spoke on the road.", "published": "2019-05-01"}
    (tmp_path / "a.jsonl").write_text(json.dumps(line), encoding="utf-8")
    assert run(*["date", str(tmp_path / "a.jsonl")]) == 1
    assert "warning: " in capsys.readouterr().out


def test_date_reads_an_analysts_own_offices(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "offices.toml").write_text("[[lexicon.offices]]\nid = 'mayor'\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("The road was empty.", encoding="utf-8")
    assert run(*["date", str(tmp_path / "a.txt"), "--data", str(tmp_path)]) == 1
    assert "holders: missing" in capsys.readouterr().err


# --- what the claims add up to ---


@pytest.fixture
def built(tmp_path: Path) -> str:
    """A folder of tables of one article."""
    source = tmp_path / "a.txt"
    source.write_text("The NIS said on 3 May 2024 that 1,500 soldiers had arrived.\n", encoding="utf-8")
    assert run("extract", str(source), "-o", str(tmp_path / "old"), "--format", "parquet") == 0
    return str(tmp_path / "old")


def test_what_if_lists_what_falls(built: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run("what-if", "--without", "NIS", "--tables", built) == 0
    assert "NIS: 1,500 troops" in capsys.readouterr().out
    assert run("what-if", "--without", "NIS", "--tables", built, "--json") == 0
    assert json.loads(capsys.readouterr().out)["claims"][0]["origin"] == "NIS"
    assert run("what-if", "--without", "NISS", "--tables", built) == 2
    assert "did you mean NIS?" in capsys.readouterr().err


def test_reconcile_writes_every_derived_table(
    built: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--since", "2020-01-01", "--kinds", "troops,killed", "--format", "jsonl"]
    assert run("reconcile", built, "-o", str(tmp_path / "out"), *given) == 0
    written = {path.stem: path.read_text(encoding="utf-8") for path in (tmp_path / "out").iterdir()}
    assert set(written) == {name for name in tables.DERIVED if name != "changes"}
    claims = [json.loads(line) for line in written["claims"].splitlines()]
    assert [claim["kind"] for claim in claims] == ["troops"]
    assert capsys.readouterr().out.startswith(f"{len(claims)} claims, ")


def test_diff_tells_what_a_correction_changed(
    built: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changes = tmp_path / "corrections.toml"
    changes.write_text(
        '[[corrections]]\ntable = "figures"\narticle = "a"\ntext = "1,500"\naction = "override"\n'
        'expect = { bound = "exact" }\nset = { bound = "lower", high = "none" }\nreason = "misread"\n',
        encoding="utf-8",
    )
    new = str(tmp_path / "new")
    source = str(tmp_path / "a.txt")
    assert run("extract", source, "-o", new, "--format", "parquet", "--corrections", str(changes)) == 0
    capsys.readouterr()
    assert run("diff", built, new) == 0
    assert "bound exact, high 1,500 → bound lower, high unknown" in capsys.readouterr().out
    assert run("diff", built, new, "--json") == 0
    assert [row["change"] for row in json.loads(capsys.readouterr().out)] == ["bound moved", "reworded"]
    assert run("diff", built, built) == 0
    assert capsys.readouterr().out == "Nothing changed.\n"


def test_a_correction_that_fits_nothing_stops_the_build(
    built: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changes = tmp_path / "corrections.toml"
    changes.write_text(
        '[[corrections]]\ntable = "figures"\narticle = "a"\ntext = "9,999"\naction = "drop"\n'
        'expect = { kind = "troops" }\nreason = "no number"\n',
        encoding="utf-8",
    )
    source, new = str(tmp_path / "a.txt"), str(tmp_path / "new")
    assert run("extract", source, "-o", new, "--corrections", str(changes)) == 2
    assert f"{changes}, entry 1: no row of figures in article a reads “9,999”" in capsys.readouterr().err
