"""Sentences, tokens, quotations and page furniture: a sentence or a page in, spans out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nkreport.text import read_document

SEEDS = Path(__file__).parent.parent / "seeds"

SENTENCES = [
    # a title and an abbreviation inside a name
    ("Lt. Gen. Koval met Dr. Lee. They talked.", ["Lt. Gen. Koval met Dr. Lee.", "They talked."]),
    # an acronym before a name goes on, before an opener it ends
    (
        "The U.S. Secretary left. He was in the U.S. The talks failed.",
        ["The U.S. Secretary left.", "He was in the U.S.", "The talks failed."],
    ),
    # a clock time inside a sentence
    ("They met at 5 p.m. Friday in the city.", ["They met at 5 p.m. Friday in the city."]),
    # a full stop inside closing marks
    ("“We go.” She left.", ["“We go.”", "She left."]),
    # a question in quotation marks whose speaker follows in lower case
    ("“Why now?” he asked.", ["“Why now?” he asked."]),
    # decimals and grouped numbers
    ("It cost 1.5 million. It sold 2,000.", ["It cost 1.5 million.", "It sold 2,000."]),
    # a lost space behind a full stop
    ("They took part.It was late.", ["They took part.", "It was late."]),
    # a title in the capitals of a transcript's label
    ("MR. EXAMPLE: It fell. It rose.", ["MR. EXAMPLE: It fell.", "It rose."]),
    ("They came in 2019.The town was new.", ["They came in 2019.", "The town was new."]),
    # the marks of notes belong to no sentence
    ("The dam fell.[4][5] It was new.[6]", ["The dam fell.", "It was new.[6]"]),
    # a month's abbreviation before a day
    ("He said on Oct. 8 that it fell.", ["He said on Oct. 8 that it fell."]),
    # initials of a name
    ("J. R. Smith left. D. Jones came.", ["J. R. Smith left.", "D. Jones came."]),
    # a heading without a full stop on its own line
    ("A growing role\nThe army left.", ["A growing role", "The army left."]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [sentence.text for sentence in read_document(text).sentences] == expected


def test_lines_wrapped_at_a_fixed_width_are_one_paragraph() -> None:
    text = (
        "The general said that the men\nhad been moved to the north of\nthe country and that they\n"
        "would stay there until the\nend of the year at the least\nor until they were relieved."
    )
    assert len(read_document(text).sentences) == 1


TOKENS = [
    ("Pyongyang’s 1,500 men", ["Pyongyang", "’s", "1,500", "men"]),
    ("He didn't say 152-mm.", ["He", "didn't", "say", "152-mm", "."]),
    ("the U.S. and the U.N.", ["the", "U.S.", "and", "the", "U.N."]),
    ("Kim Yong-bok’s “fake”", ["Kim", "Yong-bok", "’s", "“", "fake", "”"]),
    ("Gen. Lee at 9:30 a.m.", ["Gen.", "Lee", "at", "9:30", "a.m."]),
]


@pytest.mark.parametrize(("text", "expected"), TOKENS)
def test_tokens(text: str, expected: list[str]) -> None:
    assert read_document(text).sentences[0].words == expected


QUOTATIONS = [
    ('He said "we go" and "we stay".', ["we go", "we stay"]),
    ("“First,” she said, “second.”", ["First,", "second."]),
    ("It is «quite» „gone“.", ["quite", "gone"]),
    # a single mark that quotes, beside apostrophes that do not
    ("Peskov called it 'fake news' and didn't explain.", ["fake news"]),
    ("The soldiers' boots and the '90s.", []),
    # a paragraph that opens and does not close, because the next goes on
    ("“We were shown photographs.\n“And names,” he said.", ["We were shown photographs.", "And names,"]),
    # a quotation that lost its opening mark
    ("If so, we must act,” he stated.", ["If so, we must act,"]),
]


@pytest.mark.parametrize(("text", "expected"), QUOTATIONS)
def test_quotations(text: str, expected: list[str]) -> None:
    assert [text[quotation.start : quotation.end] for quotation in read_document(text).quotations] == expected


FURNITURE = [
    ("📌 Read also: 40 tanks lost\nThe war goes on.", ["📌 Read also: 40 tanks lost"]),
    ("• Watch: 90 seconds of war\nThe war goes on.", ["• Watch: 90 seconds of war"]),
    ("• The war goes on.\n• It ended.", []),
    ("Share and Follow\n\nThe army left.", ["Share and Follow"]),
    ("The army left.\nREAD MORE: 3,000 tanks missing", ["READ MORE: 3,000 tanks missing"]),
    ("By Ann Example, Foreign Correspondent\nThe army left.", ["By Ann Example, Foreign Correspondent"]),
    ("By December the army had left.\nIt came back.", []),
    (
        "[Photo: A minister. It spent $4 million.]\nThe army left.",
        ["[Photo: A minister. It spent $4 million.]"],
    ),
    (
        "The army left.\n\nYou May Also Like\n\nA Chimp Retires\n\nOnce the life of 3,000 parties…",
        ["You May Also Like", "A Chimp Retires", "Once the life of 3,000 parties…"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), FURNITURE)
def test_furniture(text: str, expected: list[str]) -> None:
    assert [text[span.start : span.end] for span in read_document(text).furniture] == expected


def test_the_article_goes_on_behind_a_teaser_heading() -> None:
    body = "The general said that the army had left the city in the night and nobody knew where it was, " * 2
    text = f"It began.\n\nRelated stories\n\nA Chimp Retires\n\n{body.strip()} he said.\n"
    assert "A Chimp Retires" not in " ".join(sentence.text for sentence in read_document(text).sentences)
    assert read_document(text).sentences[-1].text.endswith("he said.")


def test_nothing_of_the_footer_of_a_seed_is_read() -> None:
    document = read_document((SEEDS / "002_6ad4542efee0ec86.txt").read_text(encoding="utf-8"))
    read = " ".join(sentence.text for sentence in document.sentences)
    assert "diplomacy with Kim" in read
    assert not [
        word for word in ("Iran", "Minneapolis", "Chimp", "Share and Follow", "Carlson") if word in read
    ]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
def test_any_text_gives_sentences_in_order_that_do_not_overlap(text: str) -> None:
    document = read_document(text)
    ends = 0
    for sentence in document.sentences:
        assert ends <= sentence.start < sentence.end <= len(text)
        assert [
            text[start:end] for start, end in zip(sentence.starts, sentence.ends, strict=True)
        ] == sentence.words
        ends = sentence.end
    for quotation in document.quotations:
        assert 0 <= quotation.start < quotation.end <= len(text)


@pytest.mark.parametrize("lines", ["Share and Follow\n\n", "\n\n\n", "Advertisement\n"])
def test_furniture_around_a_text_moves_its_sentences_and_changes_nothing_else(lines: str) -> None:
    text = "The army left. “We go,” he said.\nIt came back."
    plain, framed = read_document(text), read_document(lines + text + "\n" + lines)
    assert [sentence.text for sentence in framed.sentences] == [sentence.text for sentence in plain.sentences]
    assert {framed.sentences[i].start - plain.sentences[i].start for i in range(3)} == {len(lines)}
