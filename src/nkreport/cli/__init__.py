"""The command line: arguments in, exit code out; the only module that prints.

Exit codes: 0 all well; 1 problems in the input, in a rule or in a briefing, with the results written
all the same; 2 wrong usage, nothing done; 130 interrupted.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from nkreport.cli.arguments import parser
from nkreport.cli.telling import BROKEN_PIPE, INTERRUPTED, PROBLEMS, USAGE, complain
from nkreport.errors import InputError, NkReportError, ParameterError

__all__ = ["main", "parser"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; every error of a user is one message, no traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        arguments = parser().parse_args(argv)
        from nkreport.cli import commands  # not for --help

        code: int = getattr(commands, arguments.run)(arguments)
        sys.stdout.flush()
        return code
    except NkReportError as error:
        complain(str(error))
        return USAGE if isinstance(error, (InputError, ParameterError)) else PROBLEMS
    except BrokenPipeError:
        # The reader of our output has gone; a null device keeps Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except OSError as error:
        place = error.filename or "standard output"
        complain(f"{place}: {error.strerror}; make room, or give rights to write there")
        return PROBLEMS
    except KeyboardInterrupt:
        complain("interrupted")
        return INTERRUPTED
