"""How words hedge: one reason a row."""

from __future__ import annotations

from itertools import pairwise

import pytest

from nkreport import hedging, rules
from nkreport.hedging import certainty, find_hedges, segments
from nkreport.text import read_document

# The text, the word that is hedged or not, the certainty, and why.
CERTAINTY = [
    ("Some 900 men left the camp.", "900", "certain", "no hedge"),
    ("Some 900 men have probably left the camp.", "900", "probable", "an adverb behind its subject"),
    ("The North appears to have sent 900 men.", "900", "probable", "appears before an infinitive"),
    ("The minister appears on Monday with 900 men.", "900", "certain", "appears as a verb of its own"),
    ("About 900 men are believed to be there.", "900", "probable", "a passive of thought"),
    ("Seoul believes that 900 men are there.", "900", "certain", "the active verb carries the act"),
    (
        "The count of 900 men is still being assessed.",
        "900",
        "certain",
        "an assessment that goes on is no thought",
    ),
    ("They may send 900 men.", "900", "possible", "a modal"),
    ("They came in May with 900 men.", "900", "certain", "the month"),
    ("He could not confirm the 900 men.", "900", "certain", "could not tells of ability"),
    ("The 900 boxes could hold 40,000 shells.", "40,000", "possible", "the object of could"),
    (
        "They sent 900 boxes that could hold 40,000 shells.",
        "900",
        "certain",
        "a relative clause does not hedge what stands before",
    ),
    (
        "They sent 900 boxes that could hold 40,000 shells.",
        "40,000",
        "possible",
        "inside the relative clause",
    ),
    (
        "Some 900 men have come, and they could fight soon.",
        "900",
        "certain",
        "a coordinate clause does not reach back",
    ),
    ("They could fight soon, and 900 men have come.", "900", "certain", "nor forward"),
    (
        "They have probably sent 900 men, the ministry said, up from 400 in May.",
        "400",
        "certain",
        "the report ends the hedge",
    ),
    ("Officials may say that 900 men left.", "900", "possible", "a complement depends on its verb"),
    ("About 900 men are reportedly there.", "900", "unconfirmed", "hearsay"),
    ("An unverified report has it that 900 men could be sent.", "900", "unconfirmed", "the weakest counts"),
    ("The 900 men who may fight have arrived.", "900", "certain", "a hedge about what they will do"),
    ("About 900 men were said to be there.", "900", "unconfirmed", "a passive of speech"),
    (
        "The North sent 900 men for possible deployment.",
        "900",
        "certain",
        "an adjective hedges what stands behind it",
    ),
    ("They fear the possible arrival of 900 men.", "900", "possible", "behind the adjective"),
    ("They do not rule out that 900 men left.", "900", "possible", "not excluded is possible"),
]


@pytest.mark.parametrize(("text", "word", "expected", "why"), CERTAINTY)
def test_certainty(text: str, word: str, expected: str, why: str) -> None:
    document = read_document(text)
    start = text.index(word)
    assert certainty(document, document.sentences[0], start, start + len(word)) == expected, why


def test_hedges_give_back_their_words() -> None:
    text = "They may come. Reportedly, some 40 are likely to stay."
    assert [text[hedge.start : hedge.end] for hedge in find_hedges(text)] == ["may", "Reportedly", "likely"]


def test_segments_cover_the_sentence_without_gaps() -> None:
    text = "The men who were sent in May have left, but 40 may return; nobody knows when."
    sentence = read_document(text).sentences[0]
    parts = segments(sentence)
    assert parts[0].first == 0
    assert parts[-1].last == len(sentence.words)
    assert all(one.last == two.first for one, two in pairwise(parts))


def test_rule_examples_hold() -> None:
    assert rules.example_faults(rules.load("hedges"), lambda text, _: hedging.find_hedges(text)) == []
