"""`docs/codebook.md`, made from the columns."""

from __future__ import annotations

from nkreport.tables.columns import TABLES, Column, Table
from nkreport.tables.derived import DERIVED

HEAD = """\
# Codebook

What the tables hold and what a row means. This page is made from `src/nkreport/tables/columns.py`
by `nkreport codebook`; change it there.

- `start` and `end` count code points from 0 in the article as it was supplied, so that
  `article.text[start:end] == row.text` for every row.
- Days are ISO 8601. Two columns for one time are its first and last day; an open end is null.
- What is not known is null (an empty cell in CSV): never 0, never a guess.
- A list is a list in Parquet and JSON Lines. In CSV it is one cell, joined with `; `.
- In CSV a text that a spreadsheet would run as a formula has an apostrophe before it: one that begins
  with `=`, `+`, `-` or `@`, with a tab or with a line break. Numbers are left as they are. Parquet and
  JSON Lines hold every text unchanged.
- Ids are the same at every run: the article's id, a letter for the table, the offset.

The tables of `data/tables/` are one Parquet and one CSV file each; `nkreport extract --format jsonl`
writes the same columns as JSON Lines.
"""

DERIVED_HEAD = """\
# What the claims add up to

The tables that `nkreport.reconcile` makes from those above and from `data/*.toml`. They are not files of
their own: the same tables give the same rows.
"""

KIND_NAMES = {"text": "str", "choice": "str", "integer": "Int64", "number": "float64", "truth": "bool",
              "day": "datetime64[us]", "list": "list of str"}


def codebook() -> str:
    """The codebook as Markdown: each table, each column with its dtype, meaning and allowed values.

    >>> codebook().splitlines()[0]
    '# Codebook'
    """
    return "\n".join([HEAD, *map(_section, TABLES.values()), DERIVED_HEAD, *map(_section, DERIVED.values())])


def _section(table: Table) -> str:
    left_out = [f"Left out: {table.left_out[0].lower()}{table.left_out[1:]}", ""] if table.left_out else []
    lines = [f"## Table `{table.name}`", "", f"One row: {table.row[0].lower()}{table.row[1:]}", "", *left_out,
             "| column | dtype | meaning | allowed |", "| --- | --- | --- | --- |"]
    return "\n".join([*lines, *map(_line, table.columns), ""])


def _line(column: Column) -> str:
    allowed = ", ".join(f"`{value}`" for value in column.allowed) + (" or null" if column.null else "")
    if not column.allowed:
        allowed = "any, or null" if column.null else "any"
    return f"| `{column.name}` | {KIND_NAMES[column.kind]} | {column.meaning} | {allowed} |"
