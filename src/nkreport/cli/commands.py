"""What each command does: arguments in, exit code out."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from nkreport.cli.telling import INTERRUPTED, OK, PROBLEMS, bar, complain, count, report_problems
from nkreport.errors import ParameterError

if TYPE_CHECKING:
    from nkreport.articles import Intake
    from nkreport.bulk import Crew
    from nkreport.dating import Dating
    from nkreport.records import Article


def extract(arguments: argparse.Namespace) -> int:
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
        with _crew(arguments) as crew, bar(size) as tell:
            outcome = extract_dataset(arguments.input, folder, form=form, catalogue=catalogue,
                                      corrections=corrections, crew=crew, resume=arguments.resume,
                                      restart=arguments.restart, limits=limits, tell=tell)
    except KeyboardInterrupt:
        complain("interrupted; go on with --resume")
        return INTERRUPTED
    counts = outcome.counts
    stated = ", ".join(count(counts[f"{noun}s"], noun) for noun in ("figure", "assertion", "unknown"))
    read = count(counts["articles"], "article")
    if outcome.resumed:
        print(f"went on after part {outcome.resumed} of {outcome.parts}")
    print(f"{read}: {stated}; written to {folder}{os.sep}*.{form}")
    return report_problems(outcome.problems, folder / f"problems.{form}", counts["problems"])


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


def what_if(arguments: argparse.Namespace) -> int:
    from nkreport import reconcile
    from nkreport.analyst import read_sources
    from nkreport.tables import read_tables

    data = Path(arguments.root) / "data"
    frames = read_tables(arguments.tables or data / "tables")
    fallen = reconcile.without(frames, arguments.without, knowledge=read_sources(data / "sources.toml"))
    print(reconcile.fallen_json(fallen) if arguments.json else reconcile.fallen_text(fallen))
    return OK


def reconcile(arguments: argparse.Namespace) -> int:
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


def diff(arguments: argparse.Namespace) -> int:
    from nkreport import reconcile
    from nkreport.tables import read_tables

    changes = reconcile.diff(read_tables(arguments.old), read_tables(arguments.new))
    print(reconcile.changes_json(changes) if arguments.json else reconcile.changes_text(changes))
    return OK


def check_rules(_: argparse.Namespace) -> int:
    from nkreport import extract, rules

    faults = extract.check_rules()
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        complain(f"{count(len(faults), 'fault')} in the rules; mend the rule, or its example")
        return PROBLEMS
    files = [rules.load(name) for name in rules.names()]
    total = sum(len(file.rules) for file in files)
    examples = sum(len(rule.examples) + len(rule.not_examples) for file in files for rule in file.rules)
    print(f"{total} rules in {len(files)} files: all {examples} examples hold")
    return OK


def codebook(_: argparse.Namespace) -> int:
    from nkreport.tables import codebook

    print(codebook(), end="")
    return OK


def report(arguments: argparse.Namespace) -> int:
    from nkreport.briefing import build
    from nkreport.limits import with_limits

    if arguments.save_notebooks:
        return _save_notebooks(arguments)
    given = _parameters(arguments.parameter)
    result = build(arguments.root, given, seeds=arguments.seeds, only=arguments.only, keep=arguments.keep,
                   kernels=arguments.kernels, follow_links=arguments.follow_links,
                   limits=with_limits(arguments.limit), say=complain)
    if result.built:
        print(f"built {', '.join(result.built)}")
    if result.fresh:
        print(f"nothing has changed for {', '.join(result.fresh)}")
    for failure in result.failed:
        complain(str(failure))
    if result.problems:
        complain(f"{count(result.problems, 'problem')} in the articles; the table problems tells which")
    print(f"{'open' if result.complete else 'the pages that could be built:'} {result.index}")
    return OK if result.complete and not result.problems else PROBLEMS


def _save_notebooks(arguments: argparse.Namespace) -> int:
    """Execute the notebooks with their own parameters and keep their outputs, which `make test` compares."""
    from nkreport.briefing import refresh_notebooks
    from nkreport.limits import with_limits

    if arguments.parameter or arguments.seeds:
        raise ParameterError("--save-notebooks runs the notebooks as they are",
                             remedy="leave out -p and --seeds")
    saved = refresh_notebooks(arguments.root, only=arguments.only, kernels=arguments.kernels,
                              limits=with_limits(arguments.limit), say=complain)
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


def date(arguments: argparse.Namespace) -> int:
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
    return max(report_problems(intake.problems), PROBLEMS if contradicted else OK)


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


