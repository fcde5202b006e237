"""Rows ↔ frames, and the schemas that frames are checked against at the borders."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nkreport.errors import TableError
from nkreport.records import Article, Assertion, DeclaredUnknown, Problem, StatedFigure
from nkreport.tables.columns import ARTICLES, ASSERTIONS, FIGURES, PROBLEMS, UNKNOWNS, Column, Table
from nkreport.tables.rows import (
    Row,
    article_rows,
    assertion_rows,
    figure_rows,
    problem_rows,
    unknown_rows,
)

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa


def figures_table(figures: Iterable[StatedFigure] = ()) -> pd.DataFrame:
    """The table `figures` as a frame.

    >>> figures_table().shape
    (0, 30)
    """
    return to_frame(FIGURES, figure_rows(figures))


def assertions_table(assertions: Iterable[Assertion] = ()) -> pd.DataFrame:
    """The table `assertions` as a frame."""
    return to_frame(ASSERTIONS, assertion_rows(assertions))


def unknowns_table(unknowns: Iterable[DeclaredUnknown] = ()) -> pd.DataFrame:
    """The table `unknowns` as a frame."""
    return to_frame(UNKNOWNS, unknown_rows(unknowns))


def articles_table(articles: Iterable[Article] = ()) -> pd.DataFrame:
    """The table `articles` as a frame."""
    return to_frame(ARTICLES, article_rows(articles))


def problems_table(problems: Iterable[Problem] = ()) -> pd.DataFrame:
    """The table `problems` as a frame."""
    return to_frame(PROBLEMS, problem_rows(problems))


def to_frame(table: Table, rows: Sequence[Row]) -> pd.DataFrame:
    """Rows as a frame; without rows it has the same columns and dtypes.

    >>> to_frame(PROBLEMS, []).dtypes.unique().tolist()
    [<StringDtype(na_value=nan)>]
    """
    import pandas as pd

    return pd.DataFrame({
        column.name: pd.Series([row[column.name] for row in rows], dtype=DTYPES[column.kind])
        for column in table.columns
    })


DTYPES = {"text": "str", "choice": "str", "integer": "Int64", "number": "float64", "truth": "bool",
          "day": "datetime64[us]", "list": "object"}


def to_rows(table: Table, frame: pd.DataFrame) -> list[Row]:
    """A frame as rows of plain Python values: NaN and NaT become None, days become dates."""
    columns = [_plain(frame[column.name], column.kind) for column in table.columns]
    return [dict(zip(table.names, values, strict=True)) for values in zip(*columns, strict=True)]


def _plain(values: pd.Series[Any], kind: str) -> list[Any]:
    if kind == "list":
        return [list(value) for value in values]
    if kind == "day":  # numpy turns days into dates and NaT into None, ten times faster than pandas
        return list(values.to_numpy().astype("datetime64[D]").tolist())
    return [None if missing else value
            for value, missing in zip(values.tolist(), values.isna(), strict=True)]


def check(table: Table, frame: pd.DataFrame, *, where: str | Path = "") -> None:
    """Compare a frame with the schema of its table; TableError lists every difference."""
    from pandera.errors import SchemaErrors

    lines = _dtype_faults(table, frame)
    try:
        schema(table).validate(frame, lazy=True)
    except SchemaErrors as error:
        cases = error.failure_cases[["column", "check", "failure_case"]].itertuples(index=False)
        lines += dict.fromkeys(" · ".join(map(str, case)) for case in cases)
    if lines:
        shown = lines[:10] + ([f"and {len(lines) - 10} more"] if len(lines) > 10 else [])
        head = f"the table {table.name} does not hold what its schema promises:"
        raise TableError("\n  ".join([head, *shown]), where=where, remedy="build the tables anew")


def _dtype_faults(table: Table, frame: pd.DataFrame) -> list[str]:
    """Differences that pandera passes over: text as objects, days in another unit."""
    return [f"{column.name} · dtype · {frame[column.name].dtype}, not {DTYPES[column.kind]}"
            for column in table.columns
            if column.name in frame and str(frame[column.name].dtype) != DTYPES[column.kind]]


def schema(table: Table) -> pa.DataFrameSchema:
    """The pandera schema of a table: its columns in order, their dtypes, allowed values and intervals."""
    import pandera.pandas as pa

    columns = {column.name: _column_schema(column, unique=column.name == table.key)
               for column in table.columns}
    checks = [pa.Check(_ordered(first, last), name=f"{first} ≤ {last}")
              for first, last in INTERVALS if first in columns and last in columns
              # bounds that contradict each other leave no number between them, and are told as such
              if not (table.name == "ranges" and first == "low")]
    return pa.DataFrameSchema(columns, checks=checks, strict=True, ordered=True)


INTERVALS = (("start", "end"), ("cue_start", "cue_end"), ("low", "high"), ("event_start", "event_end"),
             ("claim_start", "claim_end"), ("published", "published_latest"))


def _column_schema(column: Column, *, unique: bool) -> pa.Column:
    import pandera.pandas as pa

    checks = []
    if column.allowed:
        checks.append(pa.Check.isin(column.allowed))
    if column.kind == "list":
        checks.append(pa.Check(_is_list_of_text, element_wise=True, name="a list of texts"))
    if column.kind == "integer":
        checks.append(pa.Check.ge(0))
    if column.kind == "text":
        checks.append(pa.Check.str_length(min_value=1))
    return pa.Column(DTYPES[column.kind], checks=checks, nullable=column.null, unique=unique)


def _is_list_of_text(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)


def _ordered(first: str, last: str) -> Callable[[pd.DataFrame], Any]:
    """Whether the first is not past the last, row by row; an open end passes."""
    def holds(frame: pd.DataFrame) -> Any:
        return ~(frame[first] > frame[last]).fillna(False).astype(bool)
    return holds
