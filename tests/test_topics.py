"""Topics: a statement in, what it is about out."""

from __future__ import annotations

import pytest

from nkreport.text import read_document
from nkreport.topics import Subject, find_topic, topic_of

TOPICS = [
    # words of other wars
    ("The firm hired 900 former soldiers for the desert.", "deployment"),
    ("It denied arming the rebels.", "arms"),
    ("Everything would be done to bring the men back.", "withdrawal"),
    ("The exercises will involve 900 men.", "training"),
    ("The army executed 40 villagers.", "casualties"),
    ("The town must be held accountable.", "response"),
    # the main verb decides, not the purpose behind it
    ("They have sent soldiers to fight for the north.", "deployment"),
    ("The brigade was fighting near the river.", "combat"),
    # a noun before a noun only says of what kind
    ("The combat troops had arrived in the port.", "deployment"),
    ("Forty of the troops were killed.", "casualties"),
    ("The troops were being trained at five sites.", "training"),
    ("Two ships carried artillery shells and rockets.", "arms"),
    ("The regime gets oil and money in return.", "exchange"),
    ("The treaty between the two capitals was legal.", "relations"),
    ("The allies must step up sanctions.", "response"),
    ("The troops must be pulled back.", "withdrawal"),
    ("The cathedral was painted.", "other"),
    # a place that is taken or lost is no soldier
    ("The army had captured the village.", "combat"),
    ("The army had captured 40 men in the village.", "casualties"),
    ("The militia denied losing the town.", "combat"),
    ("The militia lost 40 men.", "casualties"),
    # what war does to others, and crimes
    ("Some 90,000 people have been displaced.", "other"),
    ("Both sides are accused of war crimes.", "other"),
]


@pytest.mark.parametrize(("text", "expected"), TOPICS)
def test_topics(text: str, expected: str) -> None:
    assert find_topic(text)[0].topic == expected


def test_a_statement_without_content_takes_what_the_article_is_about() -> None:
    assert (
        topic_of(
            ["has", "not", "commented"],
            ["VBZ", "RB", "VBN"],
            act="declines",
            usual={"arms": 0.7, "combat": 0.3},
        ).topic
        == "arms"
    )


def test_a_call_to_act_is_about_what_others_do() -> None:
    assert (
        topic_of(["to", "wake", "up"], ["TO", "VB", "RB"], act="urges", usual={"deployment": 1.0}).topic
        == "response"
    )


def test_an_article_is_about_what_its_first_sentences_say() -> None:
    document = read_document("Forty men were killed. Their bodies were buried. The cathedral was painted.")
    shares = Subject(document).shares()
    assert max(shares, key=lambda topic: shares[topic]) == "casualties"
