"""Rule files: what is refused, and every shipped rule's own examples, both ways."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from nkreport import rules
from nkreport.errors import RuleError, RuleFault
from nkreport.extract import RULE_READERS

WHOLE = """
[keys]
words = "list"
act = ["says", "denies"]
strength = "int"

[[rules]]
id = "reply"
says = "Someone answers."
words = ["reply", "answer"]
act = "says"
examples = [{ text = "We reply.", expect = { text = "reply" } }]
not_examples = ["We wait."]
"""


def faults(toml: str) -> list[str]:
    with pytest.raises(RuleError) as caught:
        rules.parse("demo", toml)
    return [str(fault) for fault in caught.value.faults]


def changed(old: str, new: str) -> str:
    assert old in WHOLE
    return WHOLE.replace(old, new)


def test_a_whole_file_is_read_as_it_stands() -> None:
    file = rules.parse("demo", WHOLE)
    (rule,) = file.rules
    assert (file.name, rule.id, rule.says) == ("demo", "reply", "Someone answers.")
    assert dict(rule.fields) == {"words": ["reply", "answer"], "act": "says"}
    assert rule.not_examples == ("We wait.",)


@pytest.mark.parametrize(
    ("toml", "fault"),
    [
        (WHOLE + "\nword = 1",
         "demo.toml › reply › word: unknown key; "
         "allowed are act, examples, id, not_examples, says, strength, words"),
        (changed('act = "says"', 'act = "sings"'),
         "demo.toml › reply › act: 'sings' is not one of says, denies"),
        (changed('words = ["reply", "answer"]', 'words = "reply"'),
         "demo.toml › reply › words: 'reply' is not of kind list"),
        (changed('act = "says"', 'strength = "two"'),
         "demo.toml › reply › strength: 'two' is not of kind int"),
        (changed('says = "Someone answers."', ""), "demo.toml › reply › says: missing"),
        (changed('not_examples = ["We wait."]', ""), "demo.toml › reply › not_examples: missing"),
        (changed('not_examples = ["We wait."]', "not_examples = []"),
         "demo.toml › reply › not_examples: empty; give at least one"),
        (changed('examples = [{ text = "We reply.", expect = { text = "reply" } }]', "examples = []"),
         "demo.toml › reply › examples: empty; give at least one"),
        (changed('"answer"]', '"reply"]'), "demo.toml › reply › alias reply: stands twice; first in reply"),
        (changed('[[rules]]', '[extra]\na = 1\n\n[[rules]]'),
         "demo.toml › extra: unknown section; allowed are keys, lexicon, rules"),
    ],
)
def test_a_fault_names_its_place_and_what_is_allowed(toml: str, fault: str) -> None:
    assert faults(toml) == [fault]


def test_an_id_may_stand_once() -> None:
    again = WHOLE[WHOLE.index("[[rules]]") :].replace('["reply", "answer"]', '["retort"]')
    assert faults(WHOLE + again) == ["demo.toml › reply › id reply: stands twice; first in reply"]


def test_all_faults_are_told_at_once() -> None:
    toml = changed('act = "says"', 'act = "sings"').replace("says =", "sayz =")
    assert [fault.split(":")[0] for fault in faults(toml)] == [
        "demo.toml › reply › says", "demo.toml › reply › sayz", "demo.toml › reply › act"]


def test_a_file_that_is_no_toml_is_one_fault() -> None:
    (fault,) = faults("[[rules]\nid = ")
    assert fault.startswith("demo.toml: not readable as TOML: ")


@dataclass(frozen=True)
class Found:
    text: str
    rule: str


def finder(sees: Callable[[str], bool]) -> rules.Finder:
    return lambda text, _: [Found("reply", "reply")] if sees(text) else []


def test_examples_are_run_both_ways() -> None:
    file = rules.parse("demo", WHOLE)
    assert rules.example_faults(file, finder(lambda text: "reply" in text)) == []
    assert [fault.key for fault in rules.example_faults(file, finder(lambda _: False))] == ["examples"]
    assert rules.example_faults(file, finder(lambda _: True)) == [
        RuleFault("demo.toml", "reply", "not_examples", "fires on: We wait.")]


def test_an_example_with_another_value_does_not_hold() -> None:
    file = rules.parse("demo", changed('expect = { text = "reply" }', 'expect = { text = "answer" }'))
    assert [fault.key for fault in rules.example_faults(file, finder(lambda text: "reply" in text))] == [
        "examples"]


@pytest.mark.parametrize("name", rules.names())
def test_every_shipped_rule_reads_its_examples_and_no_counterexample(name: str) -> None:
    file = rules.load(name)
    assert name in RULE_READERS or not file.rules
    faults = rules.example_faults(file, RULE_READERS[name]) if file.rules else []
    assert [str(fault) for fault in faults] == []


def test_an_id_names_one_rule_in_all_files() -> None:
    ids = [rule.id for name in rules.names() for rule in rules.load(name).rules]
    assert sorted({repeated for repeated in ids if ids.count(repeated) > 1}) == []


def test_every_reader_has_its_file() -> None:
    assert set(RULE_READERS) <= set(rules.names())
