"""What a run leaves behind: asked in the run's own process, as its last words.

A thread or a process that outlives the last cell may still fail, or write, when nobody looks any more.
"""

from __future__ import annotations

import os
import threading
import time

LAST_WORDS = "the run reached its end"
LEAVES = "the run leaves behind "
GRACE = 1.0  # seconds for what is about to end by itself, such as a command whose output was just read
OWN = ("ipykernel", "IPython", "tornado", "zmq", "jupyter_client")  # whose threads make up a kernel


def last_words() -> str:
    """`LAST_WORDS`, or what the run leaves behind; called by the last cell of a run, and only there."""
    until = time.monotonic() + GRACE
    while (left := [*_threads(), *_processes()]) and time.monotonic() < until:
        time.sleep(0.02)
    return f"{LEAVES}{' and '.join(left)}" if left else LAST_WORDS


def _threads() -> list[str]:
    """The threads that still run, but for those of the kernel."""
    return [
        f"a running thread ({thread.name})"
        for thread in threading.enumerate()
        if thread not in (threading.main_thread(), threading.current_thread()) and not _of_kernel(thread)
    ]


def _of_kernel(thread: threading.Thread) -> bool:
    target = getattr(thread, "_target", None)
    homes = (type(thread).__module__, getattr(target, "__module__", None) or "")
    return any(home.split(".")[0] in OWN for home in homes)


def _processes() -> list[str]:
    """Whether a process that was started here still runs; those that have ended are collected."""
    try:
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            pass
    except (AttributeError, ChildProcessError):  # a system without such calls, or nothing to wait for
        return []
    return ["a running process"] if found == (0, 0) else []
