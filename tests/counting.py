"""How much work a call does, counted and not timed, so that a busy machine changes nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any


def calls_made(work: Callable[[], object]) -> int:
    """The number of Python and C functions that are called while the work is done.

    >>> calls_made(lambda: [len(word) for word in ("a", "b")]) >= 2
    True
    """
    count = 0

    def counted(frame: Any, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count
