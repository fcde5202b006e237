"""The tables as files beside the pages: CSV and Parquet as built, JSON with selectors of the words meant.

The selectors are those of the W3C Web Annotation Data Model: a quotation with what stands before and
after it, and its position in code points. A reader who has another copy of an article finds the words
by the quotation where the position no longer fits.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nkreport.briefing.inputs import file_hash, write_whole
from nkreport.charts.places import article_file

if TYPE_CHECKING:
    import pandas as pd

AROUND = 32  # code points before and after a quotation, as annotation tools commonly take
CONTEXT = "http://www.w3.org/ns/anno.jsonld"  # the name of the vocabulary; nothing is fetched
LETTERS = {
    "figures": "figure_id",
    "assertions": "assertion_id",
    "unknowns": "unknown_id",
    "furniture": "furniture_id",
}


def write_downloads(built: Path, folder: Path, frames: Mapping[str, pd.DataFrame]) -> list[str]:
    """Put the files of `built` and the JSON ones into `folder`, whole or not at all; returns their names."""
    from nkreport.tables import codebook

    names = sorted(path.name for path in built.iterdir() if path.suffix in (".csv", ".parquet"))
    for name in names:
        if file_hash(folder / name) != file_hash(built / name):
            write_whole(folder / name, (built / name).read_bytes())
    texts = {str(row.article_id): str(row.text) for row in frames["articles"].itertuples(index=False)}
    written = {f"{name}.json": json_table(name, frame, texts) for name, frame in frames.items()}
    written["annotations.jsonld"] = annotation_page(frames, texts)
    written["codebook.md"] = codebook()
    for name, text in written.items():
        if not (folder / name).is_file() or (folder / name).read_bytes() != text.encode("utf-8"):
            write_whole(folder / name, text)
    return sorted([*names, *written])


def write_derived(
    root: Path, folder: Path, frames: Mapping[str, pd.DataFrame], names: Sequence[str]
) -> list[str]:
    """Put derived tables of all rows into `folder` as CSV, for tables that are too long for a page."""
    from nkreport.briefing.findings import reconciled
    from nkreport.briefing.load import Tables
    from nkreport.tables import DERIVED, to_rows, write_rows

    if not names:
        return []
    found = reconciled(Tables(**frames, folder=root / "data" / "tables"), root=root)
    write_rows({name: to_rows(DERIVED[name], found[name]) for name in names}, folder, formats=["csv"])
    return [f"{name}.csv" for name in names]


def json_table(name: str, frame: pd.DataFrame, texts: Mapping[str, str]) -> str:
    """A table as JSON: its rows with every column, and the selectors of each row's words."""
    from nkreport.tables import TABLES, jsonl, to_rows

    table = TABLES[name]
    rows = [json.loads(line) for line in jsonl(table, to_rows(table, frame))]
    for row in rows:
        if row.get("article_id") in texts and name in LETTERS:
            row["target"] = target(row, texts[row["article_id"]])
    return _text({"table": name, "row": table.row, "rows": rows})


def target(row: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Where the words of a row stand: the page of the article, and two selectors that agree.

    >>> found = target({"article_id": "a", "start": 5, "end": 6}, "Some 5 came.")["selector"]
    >>> found[0]["prefix"], found[0]["exact"], found[0]["suffix"], found[1]["start"], found[1]["end"]
    ('Some ', '5', ' came.', 5, 6)
    """
    start, end = (
        (row["start"], row["end"]) if row.get("start") is not None else (row["cue_start"], row["cue_end"])
    )
    return {
        "source": article_file(row["article_id"]),
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": text[start:end],
                "prefix": text[max(0, start - AROUND) : start],
                "suffix": text[end : end + AROUND],
            },
            {"type": "TextPositionSelector", "start": start, "end": end},
        ],
    }


def annotation_page(frames: Mapping[str, pd.DataFrame], texts: Mapping[str, str]) -> str:
    """Every row that has words as a W3C Web Annotation, for tools that read these."""
    items = [item for name in LETTERS for item in _items(name, frames[name], texts)]
    page = {"@context": CONTEXT, "id": "annotations.jsonld", "type": "AnnotationPage", "items": items}
    return _text(page)


def _items(name: str, frame: pd.DataFrame, texts: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    from nkreport.tables import TABLES, jsonl, to_rows

    table = TABLES[name]
    for line in jsonl(table, to_rows(table, frame)):
        row = json.loads(line)
        if row["article_id"] in texts:
            told = {key: row[key] for key in SAID if row.get(key) not in (None, [], "")}
            where = target(row, texts[row["article_id"]])
            yield {
                "id": f"{where['source']}#{row[LETTERS[name]]}",
                "type": "Annotation",
                "motivation": "describing" if name != "furniture" else "classifying",
                "body": {
                    "type": "TextualBody",
                    "format": "application/json",
                    "value": json.dumps({"table": name} | told, ensure_ascii=False),
                },
                "target": where,
            }


SAID = (
    "kind",
    "party",
    "bound",
    "value",
    "low",
    "high",
    "status",
    "polarity",
    "act",
    "topic",
    "source",
    "via",
    "certainty",
    "claim_start",
    "claim_end",
    "reason",
)


def _text(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"
