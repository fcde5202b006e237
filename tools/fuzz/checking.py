"""What every target shares: its form, its demands, a folder for its files."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fuzz.choices import Choices


class FaultError(AssertionError):
    """What came back is not what is promised."""


@dataclass(frozen=True, slots=True)
class Target:
    """One entrance: how its input is made and checked, its share of the runs, and the text to double, if any.

    `make` gets choices, `check` what was made; it yields names of what it met. `longest` is the number of
    bytes of its usual inputs, `seconds` the computing that one may take, for a busy machine is no finding.
    """

    name: str
    says: str
    make: Callable[[Choices], Any]
    check: Callable[[Any], Iterator[str]]
    share: int
    longest: int = 60
    seconds: float = 1.0
    text_of: Callable[[Any], str | None] = lambda value: None


def demand(holds: bool, what: object) -> None:
    """FaultError unless it holds."""
    if not holds:
        raise FaultError(str(what)[:300])


@cache
def scratch() -> Path:
    """A folder for the files of this process, in memory where there is such a place."""
    memory = Path("/dev/shm")
    folder = Path(
        tempfile.mkdtemp(prefix="nkreport-fuzz-", dir=memory if os.access(memory, os.W_OK) else None)
    )
    atexit.register(clear)
    return folder


def clear() -> None:
    """Remove that folder."""
    shutil.rmtree(scratch(), ignore_errors=True)
