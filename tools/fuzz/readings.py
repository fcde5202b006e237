"""The targets `text` and `dates`: what is read of any wording."""

from __future__ import annotations

import csv
import datetime as dt
import json
import math
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fuzz.checking import demand, scratch
from fuzz.choices import Choices
from fuzz.wording import BOUNDS, BREAKS, DAYS, DOINGS, MARKS, NUMBER_WORDS, NUMERALS, ODD, WHO, a_text
from nkreport import extract, tables
from nkreport.dates import find_dates
from nkreport.dating import date_article
from nkreport.errors import TableError
from nkreport.quantities import find_quantities
from nkreport.records import Article

PUBLISHED = (
    None, dt.date(2024, 10, 18), dt.date(2025, 2, 27), dt.date(2024, 2, 29), dt.date(2025, 12, 31),
    dt.date.min, dt.date.max, dt.date(1500, 1, 1), dt.date(2099, 12, 31),
)


def make_article(choices: Choices) -> Article:
    published = choices.one_of(PUBLISHED)
    widest = dt.timedelta(days=choices.one_of((0, 0, 0, 1, 9)))
    latest = published and (published + widest if published < dt.date.max - widest else published)
    named = choices.one_of((None, None, "Troops\u2028sent: 1,500 (NIS)", "=1+1", "", "\u202eOutlet"))
    text = a_text(choices)
    return Article(
        "a/b c", text, title=named, outlet=named, author=named, published=published,
        published_latest=latest, published_basis="stated" if published else None,
    )


def check_article(article: Article) -> Iterator[str]:
    if not article.text.strip():
        yield "nothing to read"  # no reader lets such an article in
        return
    rows = extract.rows_of(article)
    demand(not tables.span_faults(rows), tables.span_faults(rows))
    for name, found in rows.items():
        if found and name != "articles":
            yield name
    yield from check_days(rows)
    if article.text.isascii() or _encodable(article.text):
        yield from check_lines(rows)
    if len(article.text) % 97 == 0:  # seldom, as it costs much more
        yield from check_files(rows)


def check_days(rows: tables.Rows) -> Iterator[str]:
    """Both ends of every interval of days lie in order, and every number is finite."""
    for row in (*rows["figures"], *rows["assertions"], *rows["unknowns"]):
        for first, last in (("claim_start", "claim_end"), ("event_start", "event_end")):
            low, high = row.get(first), row.get(last)
            demand(low is None or high is None or low <= high, f"{first} {low} lies after {last} {high}")
    for row in rows["figures"]:
        numbers = [row[name] for name in ("value", "low", "high") if row[name] is not None]
        demand(all(map(math.isfinite, numbers)), f"{row['text']!r} is {numbers}")
        demand(row["low"] is None or row["high"] is None or row["low"] <= row["high"], numbers)
        yield f"bound {row['bound']}"


def check_lines(rows: tables.Rows) -> Iterator[str]:
    """Every row comes back from its line of JSON, and no line breaks inside of a row."""
    for name, found in rows.items():
        lines = list(tables.jsonl(tables.TABLES[name], found))
        for row, line in zip(found, lines, strict=True):
            demand(line.splitlines(keepends=True) == [line], f"a row of {name} is not one line")
            back = json.loads(line)
            plain = {
                key: value.isoformat() if isinstance(value, dt.date) else value for key, value in row.items()
            }
            demand(back == plain, f"a row of {name} comes back as {back}")
    yield "lines"


def check_files(rows: tables.Rows) -> Iterator[str]:
    """The rows come back from CSV, with the apostrophe that keeps spreadsheets from running them."""
    with tempfile.TemporaryDirectory(dir=scratch()) as folder:
        try:
            tables.write_rows(rows, folder, formats=["jsonl", "csv"])
        except TableError:
            demand(not all(_encodable(row["text"]) for row in rows["articles"]), "cannot be encoded")
            demand(os.listdir(folder) == [], "files are half-written")
            return
        for name, found in rows.items():
            path = Path(folder) / f"{name}.csv"
            with path.open(encoding="utf-8", newline="") as file:
                head, *lines = list(csv.reader(file, strict=True))
            demand(head == tables.TABLES[name].names, head)
            demand(len(lines) == len(found), f"{len(found)} rows of {name} are {len(lines)} in CSV")
            for row, cells in zip(found, lines, strict=True):
                demand(all(map(_same_text, row.values(), cells)), f"a row of {name} comes back as {cells}")
    yield "files"


def _same_text(value: Any, cell: str) -> bool:
    return not isinstance(value, str) or cell in (value, f"'{value}")


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


# --- dates ---

DAY_SLOTS = (*(DAYS,) * 10, *(NUMERALS,) * 3, *(NUMBER_WORDS,) * 2, BOUNDS, MARKS, BREAKS, ODD, WHO, DOINGS)


def make_dates(choices: Choices) -> tuple[str, dt.date | None]:
    kind = choices.below(8)
    if kind < len(PUBLISHED) - 3:
        reference = PUBLISHED[kind + 3] if kind else None
    else:
        reference = dt.date.fromordinal(1 + choices.below(dt.date.max.toordinal()))
    return a_text(choices, DAY_SLOTS), reference


def check_dates(value: tuple[str, dt.date | None]) -> Iterator[str]:
    text, reference = value
    end = 0
    for found in find_dates(text, reference=reference):
        demand(text[found.start : found.end] == found.text != "", f"{found.text!r} is not at {found.start}")
        demand(found.start >= end, f"{found.text!r} lies in the expression before it")
        demand(found.low is None or found.high is None or found.low <= found.high, found)
        end = found.end
        yield f"role {found.role}"
    end = 0
    for quantity in find_quantities(text):
        demand(text[quantity.start : quantity.end] == quantity.text != "", quantity)
        demand(quantity.start >= end, f"{quantity.text!r} lies in the quantity before it")
        end = quantity.end
    dating = date_article(Article("a", text, published=reference, published_latest=reference))
    demand(dating.low is None or dating.high is None or dating.low <= dating.high, dating)
