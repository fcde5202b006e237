"""Declared unknowns: a sentence in, what its source does not know or will not say out."""

from __future__ import annotations

import datetime as dt

import pytest

from nkreport.records import Article
from nkreport.unknowns import declared_unknowns

UNKNOWNS = [
    # a number that is not known
    ("The exact number of soldiers is still being assessed, the Pentagon said.", "troops"),
    ("It was unclear how many shells had arrived, the Pentagon said.", "munitions"),
    # a number that is withheld
    ("The Pentagon refused to say how many of the men had been wounded.", "troops"),
    ("The Pentagon did not disclose the number of the dead.", "killed"),
    # a number that is being sought
    ("The Pentagon said it was trying to figure out how many additional troops had been sent.", "troops"),
]
NOTHING = [
    # a number that is given
    "The ministry gave the number of soldiers as 300.",
    # an open question, but not of number
    "The ministry said it was unclear why the soldiers had left.",
    # nobody says so: the article speaks in its own voice
    "How many left, and why? The road was empty.",
    "The army said 300 soldiers had been sent.",
]


@pytest.mark.parametrize(("text", "kind"), UNKNOWNS)
def test_declared_unknowns(text: str, kind: str) -> None:
    rows = declared_unknowns(Article("a", text, published=dt.date(2024, 11, 1)))
    assert [row.kind for row in rows] == [kind]
    assert all(text[row.start : row.end] == row.text and row.source for row in rows)


@pytest.mark.parametrize("text", NOTHING)
def test_what_declares_no_unknown(text: str) -> None:
    assert declared_unknowns(Article("a", text)) == []


def test_a_question_without_a_noun_is_about_what_the_last_figure_counted() -> None:
    from nkreport.extract import extract_article

    text = "The ministry confirmed that 40 prisoners had been taken, but the general gave no number."
    assert [row.kind for row in extract_article(Article("a", text)).unknowns] == ["captured"]
