"""What the command line takes: a sub-parser for each command, and errors of one line with the remedy."""

from __future__ import annotations

import argparse
import os
from functools import partial

from nkreport import __version__
from nkreport.cli.telling import USAGE, complain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

DESCRIPTION = "Figures and assertions from news text: who said what, when, how firmly."

EXAMPLES = """\
examples:
  nkreport extract articles.jsonl -o out         figures.jsonl, assertions.jsonl, unknowns.jsonl in out/
  nkreport extract seeds -o out --format csv     the same from a folder of .txt, as CSV
  nkreport report -p since=2024-10-01            build the briefings; reports/index.html lists them
  nkreport date article.txt                      narrow an article's day from its own words
  nkreport reconcile -o out                      what the claims add up to, as tables
  nkreport what-if --without NIS                 what falls when an origin is not believed
  nkreport diff OLD NEW                          what changed between two builds' tables
  nkreport check-rules                           run every rule's own examples

exit codes: 0 all well, 1 problems in the input (results are written all the same), 2 wrong usage
"""

EXTRACT = """\
Read articles and write the tables figures, assertions, unknowns, articles, furniture, places and problems.
INPUT is a file, a folder or a quoted pattern; several may be given. Known by content: text, Markdown, HTML,
JSON and JSON Lines, CSV, Parquet, WARC, RSS and Atom, each also packed with gzip or zstd, and zip archives.
docs/inputs.md tells which fields are read. The same text twice is one article with two places.
"""

EXTRACT_EXAMPLES = """\
examples:
  nkreport extract articles.jsonl -o out
  nkreport extract seeds -o out --format parquet --catalogue data/articles.toml
  nkreport extract 'archive/*.jsonl.gz' -o out --format parquet --workers 2
  nkreport extract 'archive/*.jsonl.gz' -o out --format parquet --workers 2 --resume

What could not be read is a row of the table problems; the exit code is then 1.
Parquet is written in parts: figures.parquet is a folder that pandas, pyarrow and Dask read as one table.
The columns are explained in docs/codebook.md, which `nkreport codebook` prints.
"""

REPORT = """\
Read the articles, write data/tables, run the notebooks and publish their pages to reports/.
What has not changed since the last run is not built again.
"""

REPORT_EXAMPLES = """\
examples:
  nkreport report
  nkreport report -p since=2024-10-01 -p until=2024-12-31 -p kinds=troops,casualties
  nkreport report --only troop_estimates
"""


WHAT_IF = """\
List the claims, stances and conclusions that fall when nothing of an origin, or relayed by it, is believed.
Reads the tables of a build, and data/sources.toml.
"""

RECONCILE = """\
Write what the claims add up to: claims, origins, readings, ranges, stances, relations, grades, lineage and
dependences. Of an archive no more is read than the days, kinds, parties and topics that are asked for.
"""

RECONCILE_EXAMPLES = """\
examples:
  nkreport reconcile -o out
  nkreport reconcile archive -o out --since 2024-10-01 --until 2024-12-31 --kinds troops --party 'North Korea'

Uses data/sources.toml and data/decisions.toml of the project where they are there.
"""

DIFF = """\
Compare the tables of two builds (folders with Parquet files): what is new or withdrawn, which bounds and
statuses moved, what was dated anew, whose source changed. The exit code is 0 whether or not they differ.
"""


def parser() -> argparse.ArgumentParser:
    """The parser of the command line, with a sub-parser for each command."""
    top = Parser(prog="nkreport", description=DESCRIPTION, epilog=f"{EXAMPLES}\n{_limits_told()}")
    top.add_argument("--version", action="version", version=f"nkreport {__version__}")
    verbs = top.add_subparsers(metavar="COMMAND", required=True, parser_class=Parser)

    extract = verbs.add_parser("extract", help="articles → tables",
                                  description=EXTRACT, epilog=EXTRACT_EXAMPLES)
    extract.add_argument("input", metavar="INPUT", nargs="+", help="a file, a folder or a quoted pattern")
    extract.add_argument("-o", "--output", metavar="DIR", required=True,
                         help="folder for the tables; made if missing")
    extract.add_argument("--format", choices=("jsonl", "csv", "parquet"),
                         help="default: jsonl for a .jsonl file, csv for everything else")
    extract.add_argument("--catalogue", metavar="FILE",
                         help="what is known of the articles, such as data/articles.toml")
    extract.add_argument("--corrections", metavar="FILE",
                         help="an analyst's corrections, such as data/corrections.toml")
    again = extract.add_mutually_exclusive_group()
    again.add_argument("--resume", action="store_true", help="go on with a run that was interrupted")
    again.add_argument("--restart", action="store_true", help="throw away what an interrupted run has done")
    who = extract.add_mutually_exclusive_group()
    who.add_argument("--workers", metavar="N", type=_positive, default=1, help="processes (default: 1)")
    who.add_argument("--cluster", choices=("local",), help="a Dask cluster with a worker for each core")
    who.add_argument("--scheduler", metavar="ADDRESS", help="a Dask scheduler, such as tcp://10.0.0.1:8786")
    _add_limits(extract)
    extract.set_defaults(run="extract")

    report = verbs.add_parser("report", help="build the briefings",
                                 description=REPORT, epilog=REPORT_EXAMPLES)
    report.add_argument("-p", "--parameter", metavar="NAME=VALUE", action="append", default=[],
                        help="a parameter that the notebooks declare; may be given several times")
    report.add_argument("--seeds", metavar="DIR", help="folder of articles (default: seeds)")
    report.add_argument("--only", metavar="NAME", action="append", default=[],
                        help="build this briefing alone; may be given several times")
    report.add_argument("--save-notebooks", action="store_true",
                        help="for maintainers: keep the outputs of the notebooks, which the tests compare")
    report.add_argument("--keep", action="store_true",
                        help="keep the pages as they stand in reports/history/ before others replace them")
    report.add_argument("--root", metavar="DIR", default=".",
                        help="folder of the project (default: this one)")
    report.add_argument("--kernels", action="store_true",
                        help="run each notebook in a kernel as JupyterLab does; the same pages, slower")
    report.add_argument("--follow-links", action="store_true",
                        help="run notebooks that lie outside the project, behind links in notebooks/")
    _add_limits(report)
    report.set_defaults(run="report")

    date = verbs.add_parser("date", help="narrow an article's day from its own words",
                               description="Print the days on which each article can have been published, "
                                           "with the words that say so.")
    date.add_argument("input", metavar="INPUT", nargs="+", help="a file, a folder or a quoted pattern")
    date.add_argument("--catalogue", metavar="FILE",
                      help="what is known of the articles; contradictions are reported")
    date.add_argument("--data", metavar="DIR", default="data",
                      help="folder of your own offices.toml and events.toml, if any (default: data)")
    _add_limits(date)
    date.set_defaults(run="date")

    _add_reconciling(verbs)

    check = verbs.add_parser(
        "check-rules", help="run every rule's own examples",
        description="Check the form of every rule file and run its examples, both ways.")
    check.set_defaults(run="check_rules")

    codebook = verbs.add_parser("codebook", help="print what each column means",
                                  description="Print the codebook of the tables as Markdown.")
    codebook.set_defaults(run="codebook")
    return top


def _add_limits(command: argparse.ArgumentParser) -> None:
    command.add_argument("--limit", metavar="NAME=VALUE", action="append", default=[],
                         help="set a limit, such as article_chars=5_000_000; `nkreport --help` lists them")


def _positive(value: str) -> int:
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 1000):
        raise argparse.ArgumentTypeError(f"{value} is not a number from 1 to 999")
    return int(value)


def _limits_told() -> str:
    """Every limit with its reason, for the end of the help."""
    from nkreport.limits import listed

    lines = (f"  {limit.name}={limit.value:_}\n      {limit.unit}; {limit.reason}" for limit in listed())
    return "\n".join(["limits, each set with --limit NAME=VALUE:", *lines])


def _add_reconciling(verbs: Any) -> None:
    """The commands on what the claims add up to."""
    what_if = verbs.add_parser("what-if", help="what falls without an origin", description=WHAT_IF)
    what_if.add_argument("--without", metavar="NAME", required=True,
                         help="the origin, as the column source spells it")
    what_if.add_argument("--tables", metavar="DIR", help="folder of tables as Parquet (default: data/tables)")
    what_if.add_argument("--root", metavar="DIR", default=".",
                         help="folder of the project (default: this one)")
    what_if.add_argument("--json", action="store_true", help="print JSON")
    what_if.set_defaults(run="what_if")

    derive = verbs.add_parser("reconcile", help="what the claims add up to, as tables",
                                 description=RECONCILE, epilog=RECONCILE_EXAMPLES)
    derive.add_argument("tables", metavar="TABLES", nargs="?",
                        help="folder of tables as Parquet, in parts or whole (default: data/tables)")
    derive.add_argument("-o", "--output", metavar="DIR", required=True,
                        help="folder for the derived tables; made if missing")
    derive.add_argument("--format", choices=("jsonl", "csv", "parquet"), default="csv", help="default: csv")
    derive.add_argument("--since", metavar="DAY", default="", help="first day of the claims, as 2024-10-01")
    derive.add_argument("--until", metavar="DAY", default="", help="last day of the claims")
    derive.add_argument("--kinds", metavar="NAMES", default="", help="kinds of figures, as troops,casualties")
    derive.add_argument("--party", metavar="NAMES", default="", help="whose, as 'North Korea,Russia'")
    derive.add_argument("--topics", metavar="NAMES", default="", help="topics of assertions, as deployment")
    derive.add_argument("--root", metavar="DIR", default=".",
                        help="folder of the project (default: this one)")
    derive.set_defaults(run="reconcile")

    diff = verbs.add_parser("diff", help="what changed between two builds", description=DIFF)
    diff.add_argument("old", metavar="OLD", help="folder of the older tables, as Parquet")
    diff.add_argument("new", metavar="NEW", help="folder of the newer tables, as Parquet")
    diff.add_argument("--json", action="store_true", help="print JSON")
    diff.set_defaults(run="diff")


def _columns() -> int:
    """The width of the screen; argparse would ask for every argument, and import `shutil` for it."""
    given = os.environ.get("COLUMNS", "")
    if given.isascii() and given.isdigit() and 0 < int(given) < 10_000:
        return int(given)
    try:
        return os.get_terminal_size(1).columns or 80
    except OSError:  # no screen
        return 80


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line that names the remedy."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=partial(argparse.RawDescriptionHelpFormatter, width=_columns() - 2),
                         allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        complain(f"{message}{self._suggestion(message)}; see {self.prog} --help")
        raise SystemExit(USAGE)

    def _suggestion(self, message: str) -> str:
        if message.startswith("unrecognized arguments:"):
            wrong, known = message.split(": ", 1)[1], self._all_options()
        elif "invalid choice: '" in message:
            wrong = message.split("'")[1]
            known = message.split("choose from", 1)[1].replace("'", "").strip(" )").split(", ")
        else:
            return ""
        from difflib import get_close_matches

        match = get_close_matches(wrong.split("=")[0].strip().split(" ")[0], known, n=1)
        return f" (did you mean {match[0]}?)" if match else ""

    def _all_options(self) -> list[str]:
        options = [option for action in self._actions for option in action.option_strings]
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction):
                options += [option for child in action.choices.values() for option in child._all_options()]
        return options
