"""One build at a time in a folder: two would publish halves of each other. The second waits."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from nkreport.errors import BriefingError
from nkreport.limits import DEFAULT, Limits

LOCK = Path(".cache") / "build.lock"
RUNS = Path(".cache") / "runs"  # executed copies of notebooks while a build works
LOOK = 0.1  # seconds after which a waiting build tries again
# The folders that a build writes to, and the names under which it writes a file before it renames it.
WRITTEN = (".cache", ".cache/previous", "data/tables", "docs", "notebooks", "reports", "reports/articles",
           "reports/data", "reports/failed")
UNFINISHED = re.compile(r"\..+\.(html|ipynb|svg|json|jsonld|jsonl|csv|parquet|md)\.[a-z0-9_]{8}")


def quietly(_: str) -> None:
    """Say nothing."""


@contextmanager
def alone(root: Path, *, limits: Limits = DEFAULT, say: Callable[[str], None] = quietly) -> Iterator[None]:
    """Work while no other build does; what a killed one left unfinished is removed first.

    Waits up to `build_wait_seconds` for another build, and tells so by `say`; then BriefingError.
    """
    try:
        import fcntl
    except ImportError:  # a system without file locks
        yield
        return
    place = root / LOCK
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        file = place.open("w")
    except OSError as error:
        raise BriefingError(f"cannot be written ({error.strerror})", where=place,
                            remedy="give rights to write there") from error
    with file:
        _wait(lambda: fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB), root, limits, say)
        remove_unfinished(root)
        yield


def _wait(lock: Callable[[], None], root: Path, limits: Limits, say: Callable[[str], None]) -> None:
    until = time.monotonic() + limits.build_wait_seconds
    told = False
    while True:
        try:
            return lock()
        except BlockingIOError as error:
            if time.monotonic() > until:
                raise BriefingError(
                    f"another build has been running for {limits.build_wait_seconds} seconds", where=root,
                    remedy="wait for it to end, or set the limit build_wait_seconds",
                ) from error
        if not told:
            say(f"{root}: another build is running; waiting up to {limits.build_wait_seconds} seconds for it")
            told = True
        time.sleep(LOOK)


def remove_unfinished(root: Path) -> None:
    """Remove what a build that was killed had begun to write; only under the lock."""
    shutil.rmtree(root / RUNS, ignore_errors=True)
    for folder in (root / name for name in WRITTEN):
        if folder.is_dir():
            for path in folder.iterdir():
                if UNFINISHED.fullmatch(path.name) and path.is_file() and not path.is_symlink():
                    path.unlink()
    history = root / "reports" / "history"
    if history.is_dir():
        for path in history.glob("new-*"):
            shutil.rmtree(path)
