"""Tables as lines of text, and figures as people read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bench.bounds import Judged

FIRST, OTHER = 36, 12  # characters of the first column and of the others

Told = str | Judged  # what a table tells, as soon as it knows it


def row(first: str, *others: str) -> str:
    """A line of a table: the first column at the left, the others at the right of theirs.

    >>> row("spaCy", "1.0 s")
    '  spaCy                                      1.0 s'
    """
    return f"  {first:<{FIRST}}" + "".join(f" {other:>{OTHER}}" for other in others).rstrip()


def head(title: str, first: str, *others: str) -> Iterator[str]:
    """The title of a table and the names of its columns."""
    yield f"{title}\n"
    yield row(first, *others)


def verdict(judged: Judged) -> str:
    """A figure with its bound, and whether it is kept."""
    bound = judged.bound
    if judged.value is None:
        return f"  {bound.of}: NOT MEASURED ({judged.why}); {bound.words} wanted"
    kept = "kept" if judged.kept else "NOT KEPT"
    return f"  {bound.of}: {judged.value:.3g}{bound.unit} ({bound.words}): {kept}"


def seconds(value: float) -> str:
    """
    >>> seconds(0.01234), seconds(12.34), seconds(123.4)
    ('0.012 s', '12.3 s', '123 s')
    """
    return f"{value:.{3 if value < 1 else 2 if value < 10 else 1 if value < 100 else 0}f} s"


def megabytes(value: float | None) -> str:
    return "not known" if value is None else f"{value:,.0f} MB"


def times(value: float) -> str:
    """
    >>> times(0.5234), times(12.3), times(250.2)
    ('0.52 ×', '12.3 ×', '250 ×')
    """
    return f"{value:.{2 if value < 10 else 1 if value < 100 else 0}f} ×"


def middle(values: Sequence[float]) -> float:
    """The median, of an even number the greater of the two."""
    return sorted(values)[len(values) // 2]
