"""Columns, dtypes and schemas of the tables: the one source of `docs/codebook.md`.

A table exists in three forms: rows (dicts of plain Python values, for JSON Lines), frames (pandas),
and files. pandas, pandera and pyarrow are imported where they are needed, so that rows and JSON
Lines cost nothing of them.

| kind of column | row | frame | Parquet | CSV |
| --- | --- | --- | --- | --- |
| text, choice | str or None | `str` | string | as it is, formulas made harmless |
| integer | int or None | `Int64` | int64 | digits |
| number | float or None | `float64` | double | digits, without `.0` |
| truth | bool | `bool` | bool | true, false |
| day | date or None | `datetime64[us]` | date32 | ISO 8601 |
| list | list of str | `object`, lists | list of string | joined with `; ` |
"""

from nkreport.tables.codebook import codebook
from nkreport.tables.columns import (
    ARTICLES,
    ASSERTIONS,
    FIGURES,
    FURNITURE,
    PLACES,
    PROBLEMS,
    TABLES,
    UNKNOWNS,
    Column,
    Table,
)
from nkreport.tables.derived import DERIVED
from nkreport.tables.files import (
    FORMATS,
    harmless,
    jsonl,
    ready_folder,
    write_rows,
    write_tables,
)
from nkreport.tables.frames import (
    articles_table,
    assertions_table,
    check,
    figures_table,
    problems_table,
    schema,
    to_frame,
    to_rows,
    unknowns_table,
)
from nkreport.tables.parts import encoded, header, write_part
from nkreport.tables.reading import among, read_table, read_tables, within
from nkreport.tables.rows import (
    Row,
    Rows,
    anchor,
    article_rows,
    assertion_rows,
    figure_rows,
    furniture_rows,
    place_rows,
    problem_rows,
    row_faults,
    span_faults,
    unknown_rows,
)

__all__ = [
    "ARTICLES", "ASSERTIONS", "DERIVED", "FIGURES", "FORMATS", "FURNITURE", "PLACES", "PROBLEMS", "TABLES",
    "UNKNOWNS", "Column", "Row", "Rows", "Table", "among", "anchor", "article_rows", "articles_table",
    "assertion_rows", "assertions_table", "check", "codebook", "encoded", "figure_rows", "figures_table",
    "furniture_rows", "harmless", "header", "jsonl", "place_rows", "problem_rows", "problems_table",
    "read_table", "read_tables", "ready_folder", "row_faults", "schema", "span_faults", "to_frame", "to_rows",
    "unknown_rows", "unknowns_table", "within", "write_part", "write_rows", "write_tables",
]
