"""Tags, noun phrases, verb groups and subjects: a sentence in, words out."""

from __future__ import annotations

import pytest

from nkreport import grammar
from nkreport.text import Sentence, read_document


def sentence_of(text: str) -> Sentence:
    return read_document(text).sentences[0]


TAGS = [
    ("The military rejected the plan.", "rejected", "VBD"),
    ("Some have since been sold.", "since", "RB"),
    ("Forty are there now, estimates the mayor of the town Ann Lee.", "estimates", "VBZ"),
    # a noun or a verb by its neighbours
    ("They report losses.", "report", "VBP"),
    ("The report was late.", "report", "NN"),
    ("He wants to report it.", "report", "VB"),
    ("Seoul claims that they left.", "claims", "VBZ"),
    ("The claims were false.", "claims", "NNS"),
    # a past tense or a participle
    ("The troops sent to the city were tired.", "sent", "VBN"),
    ("The army sent troops.", "sent", "VBD"),
    ("They have sent troops.", "sent", "VBN"),
    ("The losses confirmed by Kyiv grew.", "confirmed", "VBN"),
    ("The losses, Kyiv confirmed, grew.", "confirmed", "VBD"),
    # "that" as conjunction, relative and determiner
    ("He said that they left.", "that", "IN-that"),
    ("The men that left came back.", "that", "WDT"),
    # a possessive and a contraction
    ("Seoul's army left.", "'s", "POS"),
    # a modal, and the month
    ("They may leave.", "may", "MD"),
    # a name that is also a word, inside a sentence
    ("We met Mark there.", "Mark", "NNP"),
    ("It was put at 300.", "put", "VBN"),
]


@pytest.mark.parametrize(("text", "word", "tag"), TAGS)
def test_tags(text: str, word: str, tag: str) -> None:
    sentence = sentence_of(text)
    assert grammar.tags(sentence)[sentence.words.index(word)] == tag


NOUN_PHRASES = [
    (
        "The first 1,500 elite troops left Seoul's main base.",
        ["The first 1,500 elite troops", "Seoul 's main base"],
    ),
    ("A highly trained force came with them.", ["A highly trained force", "them"]),
    ("Those who left are back.", ["Those"]),
]


@pytest.mark.parametrize(("text", "expected"), NOUN_PHRASES)
def test_noun_phrases(text: str, expected: list[str]) -> None:
    sentence = sentence_of(text)
    assert [
        " ".join(sentence.words[phrase.first : phrase.last]) for phrase in grammar.noun_phrases(sentence)
    ] == expected


VERB_GROUPS = [
    (
        "They could not confirm it.",
        "could not confirm",
        {"form": "finite", "negated": True, "modal": "could"},
    ),
    ("It has been denied.", "has been denied", {"passive": True, "perfect": True}),
    ("They will be sent.", "will be sent", {"tense": "future", "passive": True}),
    ("They are preparing.", "are preparing", {"progressive": True, "tense": "present"}),
    ("They left.", "left", {"tense": "past", "passive": False}),
    ("Did they leave?", "Did they leave", {"tense": "past", "form": "finite"}),
]


@pytest.mark.parametrize(("text", "words", "expected"), VERB_GROUPS)
def test_verb_groups(text: str, words: str, expected: dict[str, object]) -> None:
    sentence = sentence_of(text)
    group = grammar.verb_groups(sentence)[0]
    assert " ".join(sentence.words[group.first : group.last]) == words
    assert {key: getattr(group, key) for key in expected} == expected


def test_an_infinitive_knows_the_verb_that_governs_it() -> None:
    sentence = sentence_of("The army plans to send men.")
    plans, send = grammar.verb_groups(sentence)
    assert (send.form, send.governor) == ("infinitive", plans.head)


SUBJECTS = [
    # appositions and phrases with prepositions belong to the subject
    (
        "Vadym Koval, deputy head of the agency, said it fell.",
        "said",
        "Vadym Koval , deputy head of the agency ,",
    ),
    ("Officials in the capital denied it.", "denied", "Officials in the capital"),
    # a relative clause has its antecedent for a subject
    ("The minister, who resigned, left.", "resigned", "The minister"),
    ("Moscow and Minsk both signed it.", "signed", "both"),
    # no noun stands before an inverted verb
    ("Said the official.", "Said", None),
]


@pytest.mark.parametrize(("text", "verb", "expected"), SUBJECTS)
def test_subjects(text: str, verb: str, expected: str | None) -> None:
    sentence = sentence_of(text)
    clause = next(c for c in grammar.clauses(sentence) if sentence.words[c.group.head] == verb)
    assert (" ".join(sentence.words[slice(*clause.subject)]) if clause.subject else None) == expected


@pytest.mark.parametrize(
    ("base", "forms"),
    [
        ("deny", ("denies", "denied", "denying")),
        ("admit", ("admits", "admitted", "admitting")),
        ("offer", ("offers", "offered", "offering")),
        ("stop", ("stops", "stopped", "stopping")),
        ("dispatch", ("dispatches", "dispatched", "dispatching")),
        ("lie", ("lies", "lied", "lying")),
    ],
)
def test_inflection(base: str, forms: tuple[str, str, str]) -> None:
    assert (grammar.third_person(base), grammar.past_form(base), grammar.ing_form(base)) == forms
