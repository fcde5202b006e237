"""The errors that a user may see: each names what, where and what to do."""

from __future__ import annotations

from collections import namedtuple

TYPE_CHECKING = False  # as `typing` has it; `--help` waits for whatever is imported here
if TYPE_CHECKING:
    from pathlib import Path
    from typing import NamedTuple

    class _RuleFault(NamedTuple):
        file: str
        rule: str
        key: str
        what: str
else:
    _RuleFault = namedtuple("_RuleFault", "file rule key what")


class NkReportError(Exception):
    """A fault with its place and its remedy, worded for the person who can mend it.

    >>> str(NkReportError("it holds no article", where="seeds/", remedy="add a .txt file"))
    'seeds/: it holds no article; add a .txt file'
    """

    def __init__(self, what: str, *, where: str | Path = "", remedy: str = "") -> None:
        self.what, self.where, self.remedy = what, str(where), remedy
        super().__init__(what, self.where, remedy)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return place + "; ".join(part for part in (self.what, self.remedy) if part)


class InputError(NkReportError):
    """An input that cannot be read at all: a missing folder, an unknown format."""


class ParameterError(NkReportError):
    """A parameter that a briefing does not declare, or a value of the wrong kind."""


class FinderError(NkReportError):
    """A row that does not hold what its table promises: a fault of a finder, never of the reader."""


class TableError(NkReportError):
    """A table on disk that does not hold what its schema promises."""


class WorkerError(NkReportError):
    """Workers that cannot be had, or that are not what the run needs."""


class BriefingError(NkReportError):
    """A briefing that could not be published; the last good page stays in place."""


class RuleFault(_RuleFault):
    """One fault in a rule or data file."""

    __slots__ = ()

    def __str__(self) -> str:
        place = " › ".join(part for part in (self.file, self.rule, self.key) if part)
        return f"{place}: {self.what}"


class RuleError(NkReportError):
    """All faults that were found in the rule files, raised once."""

    def __init__(self, faults: list[RuleFault]) -> None:
        self.faults = tuple(faults)
        lines = "\n".join(f"  {fault}" for fault in faults)
        super().__init__(f"{len(faults)} fault(s) in the rules:\n{lines}")


class TradecraftError(NkReportError):
    """A page that breaks a rule of the trade; it is not published."""


class AdditionError(NkReportError):
    """Numbers that may not be added to each other; it says why and what to do instead."""
