"""What holds for any text whatever: no exception, spans that give back their text, the same rows again."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from fuzz.choices import Choices
from fuzz.targets import TARGETS
from fuzz.wording import a_text
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nkreport.extract import Extraction, extract_article
from nkreport.records import Article

DAY = dt.date(2024, 11, 1)

# Words that the finders look at, so that random texts reach them, among marks, scripts and breaks.
WORDS = st.sampled_from(
    [
        *"said denied that according to the general he they South Korea 's Kyiv , . ; “ ” \" ' ( ) –".split(),
        *"soldiers men killed wounded more than up to about 1,500 12 000 $3bn 10–12 two dozen".split(),
        *"hundreds of thousands between and Thursday last week in October 2024 by since will may".split(),
        *"could not have been sent expected additional no reportedly how many number unclear per".split(),
        *"declined comment Read more: ٣٤ １２ İ ß % km".split(),
        *("\n", "\n\n", "\u200f", "\ufeff", "\x00"),
    ]
)
# And the texts of `make fuzz`, which go deeper: whole sentences, damaged words, digits of other scripts.
WORDED = st.binary(max_size=50).map(lambda data: a_text(Choices(data), surrogates=False))
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=60).map(" ".join), WORDED)

ARTICLES = [
    "Some 1,500 soldiers have arrived, the ministry said on Thursday.\nIt denied that 300 had been killed.",
    "“We counted 400,” Col. Lee told reporters. “They left in October.”\n\nMoscow has not commented.",
    "According to Seoul, up to 3,000 more men may be sent by December. Kyiv could not confirm the report.",
]
FRAMES = [
    ("Share and Follow\n\n", "\n\nRead more: 40 tanks missing\n"),
    ("\n\n\n", "\n\n"),
    ("Advertisement\n", "\nSubscribe\n"),
]


def read(text: str) -> Extraction:
    return extract_article(Article("a", text, published=DAY))


def rows(extraction: Extraction) -> list[Any]:
    return [*extraction.figures, *extraction.assertions, *extraction.unknowns]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_any_text_gives_rows_whose_spans_give_back_their_text(text: str) -> None:
    extraction = read(text)
    for row in rows(extraction):
        assert row.text is None or text[row.start : row.end] == row.text
        assert text[row.sentence_start : row.sentence_start + len(row.sentence)] == row.sentence
    for row in extraction.assertions:
        assert text[row.cue_start : row.cue_end] == row.cue


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_the_same_text_gives_the_same_rows_again(text: str) -> None:
    assert read(text) == read(text)


@pytest.mark.parametrize("name", ["text", "dates", "rules", "parameters"])
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.binary(max_size=60))
def test_every_entrance_holds_what_it_promises(name: str, data: bytes) -> None:
    """Any day of publication, rows as lines and files, broken files of the analyst, parameters."""
    target = TARGETS[name]
    assert all(list(target.check(target.make(Choices(data)))))


UNSEEN = "\u00ad\u200b\u202e\ufe0f"
STREWN = st.lists(st.tuples(st.integers(0, 150), st.sampled_from(UNSEEN)), min_size=1, max_size=12)


@settings(max_examples=60)
@given(st.sampled_from(ARTICLES), STREWN)
def test_signs_that_nobody_sees_change_only_the_places(text: str, signs: list[tuple[int, str]]) -> None:
    strewn = text
    for place, sign in signs:
        strewn = strewn[:place] + sign + strewn[place:]

    def told(row: Any) -> dict[str, Any]:
        values = {name: value for name, value in dataclasses.asdict(row).items()
                  if not name.endswith(("start", "end"))}
        seen = str.maketrans("", "", UNSEEN)
        return {name: value.translate(seen) if isinstance(value, str) else value
                for name, value in values.items()}

    assert [told(row) for row in rows(read(strewn))] == [told(row) for row in rows(read(text))]


@pytest.mark.parametrize("text", ARTICLES)
@pytest.mark.parametrize(("before", "after"), FRAMES)
def test_what_frames_an_article_moves_its_rows_and_changes_nothing_else(
    text: str, before: str, after: str
) -> None:
    def unmoved(row: Any, by: int) -> dict[str, Any]:
        values = dataclasses.asdict(row)
        places = [name for name in values if name.endswith(("start", "end"))]
        return values | {name: values[name] - by for name in places if isinstance(values[name], int)}

    plain, framed = rows(read(text)), rows(read(before + text + after))
    assert plain
    assert [unmoved(row, len(before)) for row in framed] == [unmoved(row, 0) for row in plain]
