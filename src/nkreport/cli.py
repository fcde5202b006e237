"""The command line: arguments in, exit code out; the only module that prints.

Exit codes: 0 all well; 1 problems in the input, in a rule or in a briefing, with the results written
all the same; 2 wrong usage, nothing done; 130 interrupted.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from nkreport import __version__
from nkreport.errors import InputError, NkReportError, ParameterError

if TYPE_CHECKING:
    from nkreport.articles import Intake
    from nkreport.bulk import Crew
    from nkreport.dating import Dating
    from nkreport.records import Article, Problem

OK, PROBLEMS, USAGE, INTERRUPTED, BROKEN_PIPE = 0, 1, 2, 130, 141
SHOWN = 10  # problems that are listed on the screen; all are in the table

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


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; every error of a user is one message, no traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        arguments = parser().parse_args(argv)
        code: int = arguments.run(arguments)
        sys.stdout.flush()
        return code
    except NkReportError as error:
        _complain(str(error))
        return USAGE if isinstance(error, (InputError, ParameterError)) else PROBLEMS
    except BrokenPipeError:
        # The reader of our output has gone; a null device keeps Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except OSError as error:
        place = error.filename or "standard output"
        _complain(f"{place}: {error.strerror}; make room, or give rights to write there")
        return PROBLEMS
    except KeyboardInterrupt:
        _complain("interrupted")
        return INTERRUPTED


def parser() -> argparse.ArgumentParser:
    """The parser of the command line, with a sub-parser for each command."""
    top = _Parser(prog="nkreport", description=DESCRIPTION, epilog=f"{EXAMPLES}\n{_limits_told()}")
    top.add_argument("--version", action="version", version=f"nkreport {__version__}")
    commands = top.add_subparsers(metavar="COMMAND", required=True, parser_class=_Parser)

    extract = commands.add_parser("extract", help="articles → tables",
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
    extract.set_defaults(run=_extract)

    report = commands.add_parser("report", help="build the briefings",
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
    report.set_defaults(run=_report)

    date = commands.add_parser("date", help="narrow an article's day from its own words",
                               description="Print the days on which each article can have been published, "
                                           "with the words that say so.")
    date.add_argument("input", metavar="INPUT", nargs="+", help="a file, a folder or a quoted pattern")
    date.add_argument("--catalogue", metavar="FILE",
                      help="what is known of the articles; contradictions are reported")
    date.add_argument("--data", metavar="DIR", default="data",
                      help="folder of your own offices.toml and events.toml, if any (default: data)")
    _add_limits(date)
    date.set_defaults(run=_date)

    _add_reconciling(commands)

    check = commands.add_parser(
        "check-rules", help="run every rule's own examples",
        description="Check the form of every rule file and run its examples, both ways.")
    check.set_defaults(run=_check_rules)

    codebook = commands.add_parser("codebook", help="print what each column means",
                                   description="Print the codebook of the tables as Markdown.")
    codebook.set_defaults(run=_codebook)
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


def _add_reconciling(commands: Any) -> None:
    """The commands on what the claims add up to."""
    what_if = commands.add_parser("what-if", help="what falls without an origin", description=WHAT_IF)
    what_if.add_argument("--without", metavar="NAME", required=True,
                         help="the origin, as the column source spells it")
    what_if.add_argument("--tables", metavar="DIR", help="folder of tables as Parquet (default: data/tables)")
    what_if.add_argument("--root", metavar="DIR", default=".",
                         help="folder of the project (default: this one)")
    what_if.add_argument("--json", action="store_true", help="print JSON")
    what_if.set_defaults(run=_what_if)

    derive = commands.add_parser("reconcile", help="what the claims add up to, as tables",
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
    derive.set_defaults(run=_reconcile)

    diff = commands.add_parser("diff", help="what changed between two builds", description=DIFF)
    diff.add_argument("old", metavar="OLD", help="folder of the older tables, as Parquet")
    diff.add_argument("new", metavar="NEW", help="folder of the newer tables, as Parquet")
    diff.add_argument("--json", action="store_true", help="print JSON")
    diff.set_defaults(run=_diff)


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one line that names the remedy."""

    def __init__(self, **options: Any) -> None:
        super().__init__(formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        _complain(f"{message}{self._suggestion(message)}; see {self.prog} --help")
        raise SystemExit(USAGE)

    def _suggestion(self, message: str) -> str:
        if message.startswith("unrecognized arguments:"):
            wrong, known = message.split(": ", 1)[1], self._all_options()
        elif "invalid choice: '" in message:
            wrong = message.split("'")[1]
            known = message.split("choose from", 1)[1].replace("'", "").strip(" )").split(", ")
        else:
            return ""
        match = get_close_matches(wrong.split("=")[0].strip().split(" ")[0], known, n=1)
        return f" (did you mean {match[0]}?)" if match else ""

    def _all_options(self) -> list[str]:
        options = [option for action in self._actions for option in action.option_strings]
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction):
                options += [option for child in action.choices.values() for option in child._all_options()]
        return options


# --- the commands ---

def _extract(arguments: argparse.Namespace) -> int:
    from nkreport.analyst import read_corrections
    from nkreport.articles import input_bytes, read_catalogue
    from nkreport.bulk import extract_dataset
    from nkreport.limits import with_limits

    form = arguments.format or ("jsonl" if ".jsonl" in Path(arguments.input[0]).name.lower() else "csv")
    limits = with_limits(arguments.limit)
    folder = _output_folder(arguments.output, arguments.input, form)
    catalogue = read_catalogue(arguments.catalogue) if arguments.catalogue else None
    corrections = read_corrections(arguments.corrections) if arguments.corrections else ()
    try:
        size = input_bytes(arguments.input, but=folder)
        with _crew(arguments) as crew, _bar(size) as tell:
            outcome = extract_dataset(arguments.input, folder, form=form, catalogue=catalogue,
                                      corrections=corrections, crew=crew, resume=arguments.resume,
                                      restart=arguments.restart, limits=limits, tell=tell)
    except KeyboardInterrupt:
        _complain("interrupted; go on with --resume")
        return INTERRUPTED
    counts = outcome.counts
    stated = ", ".join(_count(counts[f"{noun}s"], noun) for noun in ("figure", "assertion", "unknown"))
    read = _count(counts["articles"], "article")
    if outcome.resumed:
        print(f"went on after part {outcome.resumed} of {outcome.parts}")
    print(f"{read}: {stated}; written to {folder}{os.sep}*.{form}")
    return _report_problems(outcome.problems, folder / f"problems.{form}", counts["problems"])


def _crew(arguments: argparse.Namespace) -> AbstractContextManager[Crew]:
    from nkreport import bulk

    if arguments.scheduler:
        return bulk.cluster(arguments.scheduler)
    if arguments.cluster:
        return bulk.local_cluster(os.cpu_count() or 1)
    return bulk.processes(arguments.workers) if arguments.workers > 1 else nullcontext(bulk.HERE)


def _output_folder(output: str, sources: Sequence[str], form: str) -> Path:
    """The folder for the tables, where they would not touch the input."""
    from nkreport.tables import TABLES

    if not output:
        raise ParameterError("-o is empty", remedy="name a folder")
    folder = Path(output)
    for source in map(Path, sources):
        if source.is_dir() and folder.exists() and folder.samefile(source):
            raise ParameterError("the tables would lie among the articles", where=output,
                                 remedy="give -o another folder")
        for path in (folder / f"{name}.{form}" for name in TABLES):
            if path.exists() and source.exists() and path.samefile(source):
                raise ParameterError("a table would overwrite the input", where=path,
                                     remedy="give -o another folder")
    return folder


def _report_problems(problems: Sequence[Problem], path: Path | None = None, total: int | None = None) -> int:
    """A summary of what could not be read, on stderr; the exit code that it deserves."""
    if not problems:
        return OK
    total = total or len(problems)
    listed = f" (all are in {path})" if path else ""
    _complain(f"{_count(total, 'problem')} in the input{listed}:")
    for problem in problems[:SHOWN]:
        print(f"  {problem.place}: {_subject(problem)}{problem.what}; {problem.remedy}", file=sys.stderr)
    if total > SHOWN:
        print(f"  and {total - SHOWN} more", file=sys.stderr)
    return PROBLEMS


def _subject(problem: Problem) -> str:
    named = problem.article_id is not None and problem.article_id not in problem.place
    return f"article {problem.article_id}: " if named else ""


def _what_if(arguments: argparse.Namespace) -> int:
    from nkreport import reconcile
    from nkreport.analyst import read_sources
    from nkreport.tables import read_tables

    data = Path(arguments.root) / "data"
    frames = read_tables(arguments.tables or data / "tables")
    fallen = reconcile.without(frames, arguments.without, knowledge=read_sources(data / "sources.toml"))
    print(reconcile.fallen_json(fallen) if arguments.json else reconcile.fallen_text(fallen))
    return OK


def _reconcile(arguments: argparse.Namespace) -> int:
    from nkreport.briefing import load_tables, reconciled
    from nkreport.tables import DERIVED, to_rows, write_rows

    for name in ("since", "until"):
        _check_day(name, getattr(arguments, name))
    asked = {name: getattr(arguments, name) for name in ("since", "until", "kinds", "party", "topics")}
    tables = load_tables(**asked, root=arguments.root, folder=arguments.tables)
    found = reconciled(tables, root=arguments.root)
    rows = {name: to_rows(DERIVED[name], frame) for name, frame in found.items()}
    write_rows(rows, arguments.output, formats=[arguments.format])
    told = ", ".join(f"{len(found[name])} {name}" for name in ("claims", "origins", "ranges", "relations"))
    print(f"{told}; written to {arguments.output}{os.sep}*.{arguments.format}")
    return OK


def _check_day(name: str, value: str) -> None:
    import datetime as dt

    try:
        dt.date.fromisoformat(value or "2000-01-01")
    except ValueError as error:
        raise ParameterError(f"--{name} {value}: not a day", remedy="write it as 2024-10-01") from error


def _diff(arguments: argparse.Namespace) -> int:
    from nkreport import reconcile
    from nkreport.tables import read_tables

    changes = reconcile.diff(read_tables(arguments.old), read_tables(arguments.new))
    print(reconcile.changes_json(changes) if arguments.json else reconcile.changes_text(changes))
    return OK


def _check_rules(_: argparse.Namespace) -> int:
    from nkreport import extract, rules

    faults = extract.check_rules()
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        _complain(f"{_count(len(faults), 'fault')} in the rules; mend the rule, or its example")
        return PROBLEMS
    files = [rules.load(name) for name in rules.names()]
    count = sum(len(file.rules) for file in files)
    examples = sum(len(rule.examples) + len(rule.not_examples) for file in files for rule in file.rules)
    print(f"{count} rules in {len(files)} files: all {examples} examples hold")
    return OK


def _codebook(_: argparse.Namespace) -> int:
    from nkreport.tables import codebook

    print(codebook(), end="")
    return OK


def _report(arguments: argparse.Namespace) -> int:
    from nkreport.briefing import build

    if arguments.save_notebooks:
        return _save_notebooks(arguments)
    given = _parameters(arguments.parameter)
    result = build(arguments.root, given, seeds=arguments.seeds, only=arguments.only,
                   keep=arguments.keep)
    if result.built:
        print(f"built {', '.join(result.built)}")
    if result.fresh:
        print(f"nothing has changed for {', '.join(result.fresh)}")
    for failure in result.failed:
        _complain(str(failure))
    if result.problems:
        _complain(f"{_count(result.problems, 'problem')} in the articles; the table problems tells which")
    print(f"{'open' if result.complete else 'the pages that could be built:'} {result.index}")
    return OK if result.complete and not result.problems else PROBLEMS


def _save_notebooks(arguments: argparse.Namespace) -> int:
    """Execute the notebooks with their own parameters and keep their outputs, which `make test` compares."""
    from nkreport.briefing import refresh_notebooks

    if arguments.parameter or arguments.seeds:
        raise ParameterError("--save-notebooks runs the notebooks as they are",
                             remedy="leave out -p and --seeds")
    saved = refresh_notebooks(arguments.root, only=arguments.only)
    print("\n".join(f"saved {path}" for path in saved) or "no notebook has changed")
    return OK


def _parameters(given: Sequence[str]) -> dict[str, str]:
    """Parameters from NAME=VALUE; a name may be given once."""
    values: dict[str, str] = {}
    for item in given:
        name, sign, value = item.partition("=")
        if not sign or not name:
            raise ParameterError(f"-p {item}: not of the form NAME=VALUE", remedy="write -p since=2024-10-01")
        if name in values:
            raise ParameterError(f"-p {name} is given twice", remedy="give it once")
        values[name] = value
    return values


def _date(arguments: argparse.Namespace) -> int:
    from nkreport.dates.offices import shipped_roster, with_offices
    from nkreport.dating import date_article, shipped_events, with_events
    from nkreport.rules import own_entries

    intake = _read(arguments)
    folder = Path(arguments.data)
    offices = own_entries(folder / "offices.toml", "offices", ("id", "holders"))
    own_events = own_entries(folder / "events.toml", "events", ("id", "says", "first"))
    roster, events = with_offices(shipped_roster(), offices), with_events(shipped_events(), own_events)
    contradicted = False
    for article in intake.articles:
        dating = date_article(article, roster=roster, events=events)
        contradicted = contradicted or bool(dating.warnings)
        _print_dating(article, dating)
    return max(_report_problems(intake.problems), PROBLEMS if contradicted else OK)


def _print_dating(article: Article, dating: Dating) -> None:
    """An article's days, then each constraint with the words that gave it, then what contradicts."""
    print(f"{article.id}: {_days(dating)}")
    for constraint in dating.constraints:
        print(f'  "{" ".join(constraint.text.split())}": {constraint.says}')
    for warning in dating.warnings:
        print(f"  warning: {warning}")


def _days(dating: Dating) -> str:
    if dating.low and dating.high:
        return f"{dating.low} to {dating.high}" if dating.low < dating.high else f"{dating.low}"
    if dating.low or dating.high:
        return f"from {dating.low} on" if dating.low else f"until {dating.high}"
    return dating.basis


def _read(arguments: argparse.Namespace) -> Intake:
    from nkreport.articles import read_articles, read_catalogue
    from nkreport.limits import with_limits

    catalogue = read_catalogue(arguments.catalogue) if arguments.catalogue else None
    return read_articles(arguments.input, catalogue=catalogue, limits=with_limits(arguments.limit))


@contextmanager
def _bar(total: int | None) -> Iterator[Callable[[int, int], None] | None]:
    """A bar with rate and time left on stderr, where a person watches and there is something to wait for."""
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    with tqdm(total=total, unit="B", unit_scale=True, leave=False, delay=1) as bar:
        def tell(consumed: int, articles: int) -> None:
            bar.set_postfix_str(f"{_count(articles, 'article')}", refresh=False)
            bar.update(consumed - bar.n)

        yield tell


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _complain(message: str) -> None:
    sys.stdout.flush()
    print(f"nkreport: {message}", file=sys.stderr)
