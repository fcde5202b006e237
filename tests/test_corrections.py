"""The files of the analyst, and rows as corrected: each fault with its place, each change marked."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import PROJECT
from made_up import article, assertion, figure

from nkreport import extract, tables
from nkreport.analyst import Correction, read_corrections, read_decisions, read_sources
from nkreport.corrections import corrected
from nkreport.errors import InputError
from nkreport.records import Article

TEXT = "First 100 came.\nThen 100 more came, he said."
FIRST = figure(start=6, end=9, sentence=TEXT[:15])
SECOND = figure(start=21, end=24, sentence=TEXT[16:], sentence_start=16)
Row = dict[str, Any]


def rows() -> dict[str, list[Row]]:
    said = assertion(cue="said", cue_start=39, cue_end=43)
    return {
        "articles": tables.article_rows([replace(article("a"), text=TEXT)]),
        "figures": tables.figure_rows([FIRST, SECOND]),
        "assertions": tables.assertion_rows([said]),
        "unknowns": [],
    }


def correction(action: str = "override", **fields: Any) -> Correction:
    given = {
        "table": "figures",
        "article": "a",
        "text": "100",
        "reason": "misread",
        "place": "c.toml, entry 1",
    }
    return Correction(action=action, **(given | fields))


OVERRIDE = correction(start=21, expect={"bound": "exact"}, set={"bound": "lower", "high": "none", "low": 90})


def test_one_row_is_changed_and_marked_and_the_others_are_as_they_were() -> None:
    before = rows()
    first, second = corrected(before, [OVERRIDE])["figures"]
    assert (second["bound"], second["low"], second["high"]) == ("lower", 90.0, None)
    assert second["correction"] == "bound exact → lower; high 100 → none; low 100 → 90: misread"
    assert first["correction"] is None
    assert before == rows(), "the rows given are left as they are"


def test_a_row_is_dropped() -> None:
    found = corrected(rows(), [correction("drop", start=6, expect={"kind": "troops"})])["figures"]
    assert [row["start"] for row in found] == [21]


def test_a_row_is_added_in_its_place() -> None:
    wanted = {
        "kind": "other",
        "bound": "vague",
        "status": "occurred",
        "polarity": "affirmed",
        "certainty": "certain",
        "basis": "unspecified",
        "low": 2,
        "claim_start": dt.date(2030, 5, 1),
    }
    found = corrected(rows(), [correction("add", text="more", set=wanted)])["figures"]
    row = found[-1]
    assert (row["start"], row["end"], row["sentence"], row["low"]) == (25, 29, TEXT[16:], 2.0)
    assert (row["figure_id"], row["rule"], row["correction"]) == (
        "a-f0025-added",
        "correction",
        "added: misread",
    )
    tables.check(tables.FIGURES, tables.to_frame(tables.FIGURES, found))


def test_a_statement_is_named_by_its_cue() -> None:
    changed = correction(table="assertions", text="said", expect={"act": "says"}, set={"act": "claims"})
    assert corrected(rows(), [changed])["assertions"][0]["act"] == "claims"


FAULTS = [
    (correction("drop", text="999", expect={"kind": "troops"}), "no row of figures in article a reads “999”"),
    (correction("drop", article="b", expect={"kind": "troops"}), "no row of figures in article b"),
    (correction("drop", expect={"kind": "troops"}), "stands 2 times; add start, one of 6, 21"),
    (replace(OVERRIDE, expect={"bound": "upper"}), "expected bound upper, found exact"),
    (replace(OVERRIDE, expect={"bond": "exact"}), "expect › bond: figures has no such column"),
    (replace(OVERRIDE, set={"bound": "loose"}), "set › bound: 'loose' is no value of it"),
    (replace(OVERRIDE, set={"kind": "none"}), "set › kind: 'none' is no value of it"),
    (replace(OVERRIDE, set={"value": True}), "set › value: True is no value of it"),
    (replace(OVERRIDE, set={"start": 3}), "set › start: a correction cannot change it"),
    (correction("add", text="absent", set={"kind": "other"}), "does not read “absent” there"),
    (correction("add", text="100", set={"kind": "other"}), "stands several times"),
    (correction("add", text="more", set={"kind": "other"}), "missing; a row that is added needs"),
    (correction("add", article="z", set={"kind": "other"}), "there is no article z"),
]


@pytest.mark.parametrize(("wrong", "what"), FAULTS)
def test_a_correction_that_does_not_fit_stops_the_build_with_its_place(wrong: Correction, what: str) -> None:
    with pytest.raises(InputError) as raised:
        corrected(rows(), [wrong])
    assert f"c.toml, entry 1: {what}" in str(raised.value) or what in str(raised.value)
    assert "c.toml, entry 1" in str(raised.value)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(InputError, match="2 correction"):
        corrected(rows(), [FAULTS[0][0], OVERRIDE, FAULTS[3][0]])


def test_extracted_rows_are_corrected() -> None:
    text = "The NIS said that 1,500 soldiers had arrived."
    known = correction(text="1,500", expect={"value": 1500}, set={"value": 1600, "low": 1600, "high": 1600})
    (row,) = extract.extract_rows([Article("a", text)], corrections=[known])["figures"]
    assert (row["value"], row["text"]) == (1600.0, "1,500")


# --- the files ---


def test_the_shipped_files_decide_nothing() -> None:
    data = PROJECT / "data"
    known = read_sources(data / "sources.toml")
    assert all(source.reliability is None for source in known.sources)
    assert not known.independences
    assert (read_decisions(data / "decisions.toml"), read_corrections(data / "corrections.toml")) == ((), ())


def test_a_file_that_is_not_there_says_nothing(tmp_path: Path) -> None:
    assert read_corrections(tmp_path / "corrections.toml") == ()


READ_FAULTS = [
    (read_sources, '[[sources]]\nname = "NIS"\n', "sources, entry 1 › reason: missing"),
    (
        read_sources,
        '[[sources]]\nname = "NIS"\nreason = "r"\nreliability = "G"\n',
        "'G' is not one of A, B, C, D, E, F",
    ),
    (read_sources, '[[sources]]\nname = "A"\nreason = "r"\n' * 2, "sources › A: stands twice"),
    (read_sources, '[[source]]\nname = "A"\n', "source: unknown section (did you mean sources?)"),
    (read_sources, '[sources]\nname = "A"\n', "write [[sources]] before each entry"),
    (
        read_decisions,
        '[[decisions]]\narticle = "a"\ntext = "1"\nreading = "both"\nreason = "r"\n',
        "'both' is not one of",
    ),
    (read_decisions, '[[decisions]]\narticle = "a"\ntext = "1"\nreading = "in all"\n', "reason: missing"),
    (
        read_corrections,
        '[[corrections]]\ntable = "figures"\narticle = "a"\ntext = "1"\naction = "drop"\nreason = "r"\n',
        "expect: missing; drop needs it",
    ),
    (
        read_corrections,
        '[[corrections]]\ntable = "figures"\narticle = "a"\ntext = 1\naction = "drop"\nreason = "r"\n',
        "text: 1 is not a text",
    ),
    (read_corrections, "[[corrections\n", "not readable as TOML"),
]


@pytest.mark.parametrize(("read", "content", "what"), READ_FAULTS)
def test_a_fault_of_a_file_is_told_with_its_place(tmp_path: Path, read: Any, content: str, what: str) -> None:
    path = tmp_path / "file.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read(path)
    assert str(path) in str(raised.value)
    assert what in str(raised.value)
