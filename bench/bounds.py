"""The bounds of the project on time and memory, each with its reason, and whether a figure keeps them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bound:
    """What a figure must be at least or at most; `unit` follows the figure where it is printed."""

    of: str
    reason: str
    least: float | None = None
    most: float | None = None
    unit: str = " ×"

    @property
    def words(self) -> str:
        """The bound as it is printed.

        >>> HELP.words
        'at most 4 ×'
        """
        side = "at least" if self.least is not None else "at most"
        return f"{side} {self.least if self.least is not None else self.most:g}{self.unit}"


@dataclass(frozen=True, slots=True)
class Judged:
    """A figure beside its bound; `value` is None where it could not be measured, and `why` tells why."""

    bound: Bound
    value: float | None
    why: str = ""

    @property
    def kept(self) -> bool:
        """Whether the bound is kept; what was not measured is not.

        >>> Judged(HELP, 3.9).kept, Judged(HELP, 4.1).kept, Judged(HELP, None).kept
        (True, False, False)
        """
        if self.value is None:
            return False
        least, most = self.bound.least, self.bound.most
        return (least is None or self.value >= least) and (most is None or self.value <= most)


SPACY = Bound(
    "whole extraction ÷ spaCy's blank tokenizer",
    "who can afford to cut an archive into words can afford to read it",
    least=1.0,
)
QUANTULUM3 = Bound(
    "whole extraction ÷ quantulum3",
    "numbers alone, without their sources and days, take it that long",
    least=12.0,
)
WORKERS = Bound(
    "two workers ÷ one, start-up apart",
    "articles do not depend on each other: what is lost goes to reading, sending and writing",
    least=1.8,
)
MEMORY = Bound(
    "most memory of nkreport extract",
    "100,000 articles of 3 kB must pass on a machine with little, and more than that no less",
    most=500.0,
    unit=" MB",
)
PAGES = Bound(
    "nkreport report ÷ papermill's and nbconvert's commands",
    "imports are shared and two notebooks run at once",
    most=0.5,
)
HELP = Bound(
    "nkreport --help ÷ python -c pass",
    "a command that is slow to answer is not asked",
    most=4.0,
)
GROWTH = Bound(
    "time for a text twice as long",
    "linear time, and a tenth for caches and the clock",
    most=2.2,
)
RECONCILING = Bound(
    "growth of reconciling ÷ n log n",
    "claims are sorted, not compared each with each; a third for caches and the clock",
    most=1.35,
)
BOUNDS = (SPACY, QUANTULUM3, WORKERS, MEMORY, PAGES, HELP, GROWTH, RECONCILING)
