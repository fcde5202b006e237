"""What the command line says: problems, progress, counts, and the codes that it ends with."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from nkreport.records import Problem

OK, PROBLEMS, USAGE, INTERRUPTED, BROKEN_PIPE = 0, 1, 2, 130, 141
SHOWN = 10  # problems that are listed on the screen; all are in the table


def report_problems(problems: Sequence[Problem], path: Path | None = None, total: int | None = None) -> int:
    """A summary of what could not be read, on stderr; the exit code that it deserves."""
    if not problems:
        return OK
    total = total or len(problems)
    listed = f" (all are in {path})" if path else ""
    complain(f"{count(total, 'problem')} in the input{listed}:")
    for problem in problems[:SHOWN]:
        print(f"  {problem.place}: {_subject(problem)}{problem.what}; {problem.remedy}", file=sys.stderr)
    if total > SHOWN:
        print(f"  and {total - SHOWN} more", file=sys.stderr)
    return PROBLEMS


def _subject(problem: Problem) -> str:
    named = problem.article_id is not None and problem.article_id not in problem.place
    return f"article {problem.article_id}: " if named else ""


@contextmanager
def bar(total: int | None) -> Iterator[Callable[[int, int], None] | None]:
    """A bar with rate and time left on stderr, where a person watches and there is something to wait for."""
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # its watching thread would stay, and notebooks cannot be forked beside one
    with tqdm(total=total, unit="B", unit_scale=True, leave=False, delay=1) as bar:
        def tell(consumed: int, articles: int) -> None:
            bar.set_postfix_str(f"{count(articles, 'article')}", refresh=False)
            bar.update(consumed - bar.n)

        yield tell


def count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def complain(message: str) -> None:
    sys.stdout.flush()
    print(f"nkreport: {message}", file=sys.stderr)
