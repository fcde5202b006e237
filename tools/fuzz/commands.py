"""The targets `parameters` and `cli`: what a user gives on the command line."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path

from fuzz.analyst_files import CATALOGUE, CORRECTIONS
from fuzz.checking import demand, scratch
from fuzz.choices import Choices
from fuzz.wording import a_text
from nkreport import cli, limits
from nkreport.briefing import parameters
from nkreport.errors import ParameterError

NAMES = (
    "since", "until", "kinds", "acts", "topics", "sinse", "", " since", "tables", "x" * 300, "\x00",
    "__class__", "since ", "SINCE", "\u202e", "party", "number",
)
GIVEN = (
    "", "2024-10-01", "2024-12-31", "2024-13-01", "20241001", "2024-W40-1", "9999-12-31", "٢٠٢٤-١٠-٠١",
    "２０２４-10-01", "troops", "troops,casualties", ",,", "troops,", "import os", "'; drop", "{{ x }}",
    "$(x)", "`x`", "%s", "\n", "\x00", "true", "false", "1", "1_000", "٣", "1e9", "nan", "inf", "-0",
    "9" * 5000, "x" * 201, "\ud800", "\u2028", "says", "deployment", "None", "[]", "0x10", " 1 ", "²",
)
NOTEBOOKS: Mapping[str, parameters.Declared] = {
    "a": {
        name: parameters.Parameter(name, "str", "")
        for name in ("since", "until", "kinds", "acts", "topics", "party")
    },
    "b": {
        "number": parameters.Parameter("number", "int", 1),
        "since": parameters.Parameter("since", "str", ""),
    },
    "c": {
        "number": parameters.Parameter("number", "float", 1.0),
        "x": parameters.Parameter("x", "bool", True),
    },
    "d": {},
}


def make_parameters(choices: Choices) -> tuple[dict[str, str], list[str]]:
    def value() -> str:
        return choices.one_of(GIVEN) if choices.below(4) else a_text(Choices(choices.take(4)))

    given = {choices.one_of(NAMES): value() for _ in range(1 + choices.below(4))}
    wanted = [
        choices.one_of(("article_chars", "line_bytes", "x", "")) + choices.one_of(("=", "", " = ")) + value()
        for _ in range(choices.below(3))
    ]
    return given, wanted


def check_parameters(value: tuple[dict[str, str], list[str]]) -> Iterator[str]:
    given, wanted = value
    try:
        for values in parameters.checked(given, NOTEBOOKS).values():
            for name, taken in values.items():
                demand(isinstance(taken, str | int | float | bool), f"{name} is {taken!r}")
                demand(not isinstance(taken, str) or taken.isprintable(), f"{name} is {taken!r}")
        yield "parameters: taken"
    except ParameterError:
        yield "parameters: refused"
    try:
        taken = limits.with_limits(wanted)
        demand(all(number >= 1 for number in asdict(taken).values()), taken)
        yield "limits: taken"
    except ParameterError:
        yield "limits: refused"


# --- the command line ---

COMMANDS = (
    "reconcile", "extract", "date", "what-if", "diff", "report", "codebook", "extract", "date", "extrct",
    "", "--version",
)
OPTIONS = (
    "-o", "--output", "--format", "--catalogue", "--corrections", "-p", "--seeds", "--only", "--root",
    "--data", "--tables", "--without", "--json", "--help", "--keep", "--limit", "--resume", "--no-such",
    "-", "--", "-x", "--o=", "--restart", "--follow-links", "--workers=1", "--workers=0", "--workers=x",
    "--since=2024-10-01", "--since=2024-13-01", "--until=٢٠٢٤-١٠-٠١", "--kinds=troops", "--kinds=x",
    "--topics=,",
    "--party=\udcff", "--limit=article_chars=10", "--limit=line_bytes=0", "--cluster=x", "--scheduler=",
)
PATHS = (
    "out", "articles.jsonl", "a.txt", "texts", "empty", "no/such", "a.txt/x", "", ".", "out/deep/er",
    "corrections.toml", "articles.toml", "tables", "/dev/null", "x" * 300, "\udcff", "-o",
    "no.such", "~", "texts/b.jsonl", "built", "built", "texts/*", "*.txt", "**", "[", "built/figures.parquet",
)
WORDS = (
    "csv", "jsonl", "parquet", "CSV", "NIS", "since=2024-10-01", "since", "=", "since=", "x=1",
    "article_chars=10", "article_chars=-1", "kinds=troops", "troop_estimates", "\u202e", "%s", "{0}", "\n",
    "２０２４",
)


def make_arguments(choices: Choices) -> list[str]:
    """Arguments whose paths stay in a folder of their own: whatever they say, nothing else is written."""
    arguments = [choices.one_of(COMMANDS)] if choices.below(16) else []
    if arguments and arguments[0] in ("extract", "date", "reconcile") and choices.below(4):
        arguments.append(choices.one_of(PATHS))
        arguments += ["-o", choices.one_of(PATHS)] if arguments[0] != "date" else []
    while choices.left and len(arguments) < 12:
        arguments.append(choices.one_of(choices.one_of((OPTIONS, PATHS, WORDS))))
    return arguments


def check_arguments(arguments: list[str]) -> Iterator[str]:
    before = os.getcwd()
    shutil.copytree(command_folder(), scratch() / "project", dirs_exist_ok=True)
    os.chdir(scratch() / "project")
    said, complained = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained):
            code = _exit_code(arguments)
    finally:
        os.chdir(before)
        shutil.rmtree(scratch() / "project")
    demand(code in (0, 1, 2), f"exit code {code}")
    demand("Traceback" not in complained.getvalue(), complained.getvalue())
    demand(code == 0 or complained.getvalue() != "", f"exit code {code} without a word")
    yield f"exit code {code}"
    yield f"{arguments[0] if arguments and arguments[0] in COMMANDS else 'no command'}: {code}"


def _exit_code(arguments: Sequence[str]) -> object:
    try:
        return cli.main(arguments)
    except SystemExit as end:
        return end.code or 0


@cache
def command_folder() -> Path:
    """A small project to run commands in, to be copied."""
    folder = scratch() / "template"
    (folder / "texts").mkdir(parents=True)
    (folder / "empty").mkdir()
    text = "Kyiv said on Thursday that 1,500 soldiers had arrived. It denied that 300 had died."
    line = json.dumps({"id": "a", "text": text, "published": "2024-10-18"}) + "\n"
    (folder / "a.txt").write_text(text, encoding="utf-8")
    (folder / "articles.jsonl").write_text(line, encoding="utf-8")
    (folder / "texts" / "b.jsonl").write_text(line + "{broken\n", encoding="utf-8")
    (folder / "corrections.toml").write_text(CORRECTIONS[0], encoding="utf-8")
    (folder / "articles.toml").write_text(CATALOGUE[0], encoding="utf-8")
    built, sums = str(folder / "built"), str(folder / "sums")
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        cli.main(["extract", str(folder / "articles.jsonl"), "-o", built, "--format", "parquet"])
        cli.main(["reconcile", built, "-o", sums])  # and what these import is no input's time
    shutil.rmtree(sums)
    return folder
