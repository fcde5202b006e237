"""Attributions as tables: a sentence, who says what by which words, and why the case is there."""

from __future__ import annotations

import pytest
from counting import calls_made
from hypothesis import given, settings
from hypothesis import strategies as st

from nkreport import rules
from nkreport.attribution import find_attributions
from nkreport.attribution.lexicon import verb_forms
from nkreport.records import Attribution

Row = tuple[str | None, str, list[str]]


def rows(text: str) -> list[Row]:
    return [
        (
            text[slice(*found.source)] if found.source else None,
            text[slice(*found.cue)],
            [text[start:end] for start, end in found.content],
        )
        for found in find_attributions(text)
    ]


def only(text: str) -> Attribution:
    found = list(find_attributions(text))
    assert len(found) == 1, rows(text)
    return found[0]


PLACES: list[tuple[str, list[Row], str]] = [
    (
        "The mayor said that the dam had burst.",
        [("The mayor", "said", ["that the dam had burst"])],
        "before a that-clause",
    ),
    (
        "The mayor said the dam had burst.",
        [("The mayor", "said", ["the dam had burst"])],
        "before a bare clause",
    ),
    (
        "The mayor reported on January 18 that the dam had burst.",
        [("The mayor", "reported", ["that the dam had burst"])],
        "a date is not what is reported on",
    ),
    (
        "Officials, for their part, claim that the dam is safe.",
        [("Officials, for their part,", "claim", ["that the dam is safe"])],
        "a verb that looks like a noun, behind an aside",
    ),
    (
        "The dam is safe, declared Tuesday a clerk of the court.",
        [("a clerk of the court", "declared", ["The dam is safe"])],
        "a day between the verb and its subject",
    ),
    (
        "There was no immediate comment from the palace.",
        [("the palace", "no immediate comment", [])],
        "silence without a verb",
    ),
    (
        "The dam fell. About this the mayor informed.",
        [("the mayor", "informed", ["The dam fell"])],
        "what translations say behind",
    ),
    (
        "The dam fell. About this informs the mayor.",
        [("the mayor", "informs", ["The dam fell"])],
        "with the subject behind",
    ),
    (
        "Ann Lee, for her part, vowed last month to go.",
        [("Ann Lee, for her part,", "vowed", ["to go"])],
        "a time between the verb and its infinitive",
    ),
    (
        'Ann Lee put the number of "helpers" at 900 last year.',
        [("Ann Lee", "put", ['the number of "helpers" at 900'])],
        "marks inside a cue's gap, a time behind the number",
    ),
    (
        "The mayor admitted that they had gone, but to this day refuses to say where.",
        [
            ("The mayor", "admitted", ["that they had gone, but to this day"]),
            ("The mayor", "refuses", ["to say where"]),
        ],
        "the verb agrees with its subject, and a time stands before it",
    ),
    (
        "We knew that, per the Oslo Post, the dam had burst.",
        [
            ("We", "knew", ["that, per the Oslo Post, the dam had burst"]),
            ("the Oslo Post", "per", ["the dam had burst"]),
        ],
        "a source behind that",
    ),
    (
        "A clerk who briefed the press in May spoke of a flood.",
        [("A clerk who briefed the press", "spoke of", ["a flood"])],
        "those who are briefed do not speak",
    ),
    (
        "The group, which the bank reckons has 900 men, overran a farm and claimed to have won.",
        [("The group, which the bank reckons has 900 men,", "claimed", ["to have won"])],
        "who speaks in a clause about the subject is not the subject",
    ),
    (
        "Researchers at the Tide Centre estimate that 40 dams leak.",
        [("Researchers at the Tide Centre", "estimate", ["that 40 dams leak"])],
        "a verb that looks like a noun, behind a name",
    ),
    (
        "The dam fell, the clerks claim; a film was made.",
        [("the clerks", "claim", ["The dam fell"])],
        "and before a semicolon",
    ),
    (
        "The bank believes the mayor sent men.",
        [("The bank", "believes", ["the mayor sent men"])],
        "a bare clause whose verb looks like a participle",
    ),
    (
        "The dam has burst, has declared Friday Captain Ann Lee.",
        [("Captain Ann Lee", "has declared", ["The dam has burst"])],
        "a day before a name",
    ),
    ("Beijing said it fell.", [("Beijing", "said", ["it fell"])], "a name in -ing opens the sentence"),
    (
        "It fell, according to a report by the bank.",
        [("a report by the bank", "according to", ["It fell"])],
        "who made the report",
    ),
    (
        "Oslo's mayor at the time of the flood, Ann Lee, came twice and announced that it fell.",
        [("Oslo's mayor at the time of the flood, Ann Lee,", "announced", ["that it fell"])],
        "a time of something is part of the subject",
    ),
    ("Ann Lee promises unity.", [("Ann Lee", "promises", ["unity"])], "one that looks like a plural"),
    (
        "The mayor promised the town a new dam.",
        [("The mayor", "promised", ["the town a new dam"])],
        "somebody is promised something",
    ),
    (
        "The firm claimed to have sold 40 boats.",
        [("The firm", "claimed", ["to have sold 40 boats"])],
        "an infinitive",
    ),
    (
        "The dam had burst — this was stated in the report of the bank.",
        [("the report of the bank", "was stated", ["this"])],
        "a text with its owner",
    ),
    (
        "We saw the dam, which according to the mayor holds two lakes.",
        [("the mayor", "according to", ["holds two lakes"])],
        "a source inside a relative clause",
    ),
    (
        "The dam, according to a clerk who spoke to us, has burst.",
        [("a clerk", "according to", ["The dam", "has burst"])],
        "a source with a relative clause",
    ),
    (
        "The mayor said that intelligence indicated a flood.",
        [("The mayor", "said", ["that intelligence indicated a flood"])],
        "what a speaker goes by says nothing of its own",
    ),
    ("The dam had burst, the mayor said.", [("the mayor", "said", ["The dam had burst"])], "behind"),
    (
        "The dam had burst, said the mayor.",
        [("the mayor", "said", ["The dam had burst"])],
        "behind and inverted",
    ),
    ("The dam, the mayor said, had burst.", [("the mayor", "said", ["The dam", "had burst"])], "inside"),
    (
        "If it rained, she warned, the dam would burst.",
        [("she", "warned", ["If it rained", "the dam would burst"])],
        "inside, between a subordinate and a main clause",
    ),
    (
        "The dam had burst, the mayor said on Monday in a statement.",
        [("the mayor", "said", ["The dam had burst"])],
        "a day and an occasion behind the cue are no content",
    ),
    (
        "The mayor said on Monday in a statement that the dam had burst.",
        [("The mayor", "said", ["that the dam had burst"])],
        "a day and an occasion between cue and content",
    ),
    (
        "The mayor told reporters in the town hall that the dam had burst.",
        [("The mayor", "told", ["that the dam had burst"])],
        "those told stand between",
    ),
    ("They've said it fell.", [("They", "'ve said", ["it fell"])], "a subject inside a contraction"),
    (
        "She went on to say that the dam had burst.",
        [("She", "went on to say", ["that the dam had burst"])],
        "a verb that lends its subject belongs to the cue",
    ),
]

QUOTES: list[tuple[str, list[Row], str, str]] = [
    ('"It broke," said the mayor.', [("the mayor", "said", ['"It broke,"'])], "direct", "straight marks"),
    ("“It broke,” said the mayor.", [("the mayor", "said", ["“It broke,”"])], "direct", "curly marks"),
    ("‘It broke,’ said the mayor.", [("the mayor", "said", ["‘It broke,’"])], "direct", "single curly marks"),
    ("„It broke“, said the mayor.", [("the mayor", "said", ["„It broke“"])], "direct", "German marks"),
    (
        "''It broke,'' said the mayor.",
        [("the mayor", "said", ["''It broke,''"])],
        "direct",
        "doubled single marks",
    ),
    (
        "“It broke,” the mayor said. “Nobody was there.”",
        [("the mayor", "said", ["“It broke,”", "“Nobody was there.”"])],
        "direct",
        "a quotation goes on in the next sentence",
    ),
    (
        "“It broke,” the mayor said, “and nobody was there.”",
        [("the mayor", "said", ["“It broke,”", "“and nobody was there.”"])],
        "direct",
        "a split quotation",
    ),
    (
        "“It broke. Nobody was there,” the mayor said.",
        [("the mayor", "said", ["“It broke. Nobody was there,”"])],
        "direct",
        "a quotation of two sentences",
    ),
    (
        "The mayor said: “It broke.\n\n“Nobody was there.”",
        [("The mayor", "said", ["“It broke.", "“Nobody was there.”"])],
        "direct",
        "each paragraph opened, the last one closed",
    ),
    (
        "“It broke.\n\n“Nobody was there,” said the mayor.",
        [("the mayor", "said", ["“It broke.", "“Nobody was there,”"])],
        "direct",
        "paragraphs before the cue",
    ),
    (
        "The mayor said the dam was “beyond repair.”",
        [("The mayor", "said", ["the dam was “beyond repair.”"])],
        "mixed",
        "a fragment in an indirect clause",
    ),
    (
        "The allies' envoy said it fell.",
        [("The allies' envoy", "said", ["it fell"])],
        "indirect",
        "an apostrophe is no quotation mark",
    ),
]

SOURCES: list[tuple[str, str, list[str], str]] = [
    ("The military said the road was shut.", "The military", ["The military"], "an adjective as the subject"),
    (
        "Forty died, the mayor told a paper in an interview published Monday.",
        "the mayor",
        ["the mayor"],
        "an occasion with a participle behind the cue",
    ),
    (
        "Ann Lee, whose men hold the town, called it a lie.",
        "Ann Lee, whose men hold the town,",
        ["Ann Lee"],
        "whose opens a clause",
    ),
    ("It is being counted, underlined in the Staff.", "the Staff", ["the Staff"], "a body behind in"),
    ('"It fell," the paper quoted a guard as saying.', "a guard", ["a guard"], "quoted behind the quotation"),
    ("Forty died, in the estimate of the clinic.", "the clinic", ["the clinic"], "in the estimate of"),
    (
        "Ann Lee, a broker based in Oslo, counts forty.",
        "Ann Lee, a broker based in Oslo,",
        ["Ann Lee"],
        "a participle in the apposition is not its verb",
    ),
    (
        "Ann Lee, an expert with an Oslo think tank, thinks it fell.",
        "Ann Lee, an expert with an Oslo think tank,",
        ["Ann Lee"],
        "nor is the think of a think tank",
    ),
    ("Ann Lee, herself a nurse, thinks it fell.", "Ann Lee, herself a nurse,", ["Ann Lee"], "a reflexive"),
    ("The council itself has said it fell.", "The council", ["The council"], "a reflexive before the verb"),
    ("The council for its part said it fell.", "The council", ["The council"], "nor is its part the source"),
    ("In March Lee had said it fell.", "Lee", ["Lee"], "a month before the name"),
    (
        "Ann Lee, deputy head of the town's water board, said it fell.",
        "Ann Lee, deputy head of the town's water board,",
        ["Ann Lee"],
        "an apposition between name and verb",
    ),
    (
        "Lee, who had flown to the coast from a stop in Oslo, said it fell.",
        "Lee, who had flown to the coast from a stop in Oslo,",
        ["Lee"],
        "a relative clause between name and verb",
    ),
    (
        "It fell, said Ann Lee, the mayor.",
        "Ann Lee, the mayor",
        ["Ann Lee"],
        "an apposition behind an inverted name",
    ),
    (
        "The mayor and the bishop said it fell.",
        "The mayor and the bishop",
        ["The mayor", "the bishop"],
        "a pair",
    ),
    (
        "Norway, Sweden and Denmark said it fell.",
        "Norway, Sweden and Denmark",
        ["Norway", "Sweden", "Denmark"],
        "a list",
    ),
    (
        "Officials in the capital said it fell.",
        "Officials in the capital",
        ["Officials in the capital"],
        "unnamed",
    ),
    (
        "The office of the mayor on Monday said it fell.",
        "The office of the mayor",
        ["The office of the mayor"],
        "a day before the verb",
    ),
    (
        "Engineers who had seen the plans said it fell.",
        "Engineers who had seen the plans",
        ["Engineers"],
        "a restrictive clause without commas",
    ),
    ("Most say it fell.", "Most", ["Most"], "a quantifier alone"),
    ("It was the mayor who said it fell.", "who", ["the mayor"], "a relative pronoun stands for its noun"),
    (
        "Ann Lee, an adviser to the mayor, Bo Smith, said it fell.",
        "Ann Lee, an adviser to the mayor, Bo Smith,",
        ["Ann Lee"],
        "an aside inside an aside",
    ),
    (
        "Ann Lee, in an interview broadcast Tuesday by a station in Oslo, said it fell.",
        "Ann Lee, in an interview broadcast Tuesday by a station in Oslo,",
        ["Ann Lee"],
        "a participle that looks like a finite verb",
    ),
    ("Ann Lee, the envoy, last year said it fell.", "Ann Lee, the envoy,", ["Ann Lee"], "a year between"),
    (
        "An envoy whose country sits on that team said it fell.",
        "An envoy whose country sits on that team",
        ["An envoy"],
        "whose team it is does not speak",
    ),
    (
        "A blogger reportedly linked with the Guard of Cities said it fell.",
        "A blogger reportedly linked with the Guard of Cities",
        ["A blogger"],
        "an adverb before a participle",
    ),
    (
        "The Centre for Rivers at the Trade and Labour Council said it fell.",
        "The Centre for Rivers at the Trade and Labour Council",
        ["The Centre for Rivers at the Trade and Labour Council"],
        "and inside the name behind a preposition",
    ),
]

CONSTRUCTIONS: list[tuple[str, list[Row], str]] = [
    (
        "According to the police, two men died.",
        [("the police", "According to", ["two men died"])],
        "phrase before",
    ),
    (
        "Two men died, according to the police.",
        [("the police", "according to", ["Two men died"])],
        "phrase behind",
    ),
    (
        "In the words of the judge, it is over.",
        [("the judge", "In the words of", ["it is over"])],
        "in the words of",
    ),
    ("By her account, two men died.", [("her", "By her account", ["two men died"])], "by her account"),
    ("Merkel: “We will manage it.”", [("Merkel", ":", ["“We will manage it.”"])], "a name and a colon"),
    (
        "Thousands of Families Flee the Northern Coast: Oslo",
        [("Oslo", ":", ["Thousands of Families Flee the Northern Coast"])],
        "a headline with its source behind a colon",
    ),
    (
        "Mayor Vows To Rebuild The Northern Dam",
        [("Mayor", "Vows", ["To Rebuild The Northern Dam"])],
        "a headline in capitals",
    ),
    ("The denial by the bank came late.", [("the bank", "denial", [])], "a noun with its agent"),
    (
        "The envoy's appeal for help went unheard.",
        [("The envoy's", "appeal for", ["help"])],
        "a noun with its possessor",
    ),
    (
        "A warning from the mayor that the dam might burst was ignored.",
        [("the mayor", "warning", ["that the dam might burst"])],
        "a noun with a source and a clause",
    ),
    (
        "The dam fell, she said, warning that others might follow.",
        [("she", "said", ["The dam fell"]), ("she", "warning", ["that others might follow"])],
        "a participle inherits its subject",
    ),
    (
        "The mayor praised the crews and urged residents to stay.",
        [("The mayor", "praised", ["the crews"]), ("The mayor", "urged", ["residents to stay"])],
        "a second verb inherits its subject",
    ),
    (
        "A report that said the dam was safe has vanished.",
        [("that", "said", ["the dam was safe has vanished"])],
        "a relative clause; where it ends is not seen",
    ),
    (
        "She was quoted by the Herald as saying that the dam was safe.",
        [("She", "was quoted", ["that the dam was safe"])],
        "the one quoted is the source",
    ),
    (
        "The claim was rejected by the court.",
        [("the court", "was rejected", ["The claim"])],
        "a passive with its agent",
    ),
    (
        "The bank denied the report. The mayor did too.",
        [("The bank", "denied", ["the report"]), ("The mayor", "did", ["the report"])],
        "an ellipsis",
    ),
    (
        "The minister said the mayor had told him that the dam was safe.",
        [
            ("The minister", "said", ["the mayor had told him that the dam was safe"]),
            ("the mayor", "had told", ["that the dam was safe"]),
        ],
        "one inside the other, each with its content",
    ),
    (
        "As the mayor had warned, the dam burst and the town, she said, was lost.",
        [
            ("the mayor", "had warned", ["the dam burst and the town"]),
            ("she", "said", ["As the mayor had warned, the dam burst and the town", "was lost"]),
        ],
        "an opening with 'as', and a second source behind it",
    ),
]

ACTS = [
    ("The palace had no immediate comment.", "had no immediate comment", "declines", False),
    ("The mayor described the report as a smear.", "described", "denies", False),
    ("The mayor described the lies as plain.", "described", "says", False),
    ("The bank did not return calls.", "did not return calls", "declines", True),
    ("The mayor put the number closer to forty.", "put", "assesses", False),
    ("The bank could not confirm the report.", "could not confirm", "doubts", True),
    ("The bank would not confirm the report.", "would not confirm", "declines", True),
    ("The bank has yet to confirm the report.", "has yet to confirm", "doubts", True),
    ("The bank neither confirmed nor denied the report.", "neither confirmed nor denied", "declines", True),
    ("The bank did not deny the report.", "did not deny", "declines", True),
    ("The bank declined to comment.", "declined", "declines", False),
    ("The bank refused to say who had paid.", "refused", "declines", False),
    ("The bank would not say who had paid.", "would not say", "declines", True),
    ("The bank has not commented on the report.", "has not commented on", "declines", True),
    ("It left, nor has it commented on the report.", "has it commented on", "declines", True),
    ("The bank kept silent.", "kept silent", "declines", False),
    ("The bank has seen no evidence of fraud.", "has seen no evidence of", "doubts", True),
    ("The bank called the report fake.", "called", "denies", False),
    ("The bank called the report a surprise.", "called", "says", False),
    ("The mayor told residents to leave.", "told", "urges", False),
    ("The mayor told residents that it was safe.", "told", "says", False),
    ("The mayor did not rule out a flood.", "did not rule out", "assesses", True),
    ("The mayor put the toll at forty.", "put", "assesses", False),
    ("The mayor expressed concern about the dam.", "expressed concern", "warns", False),
    ("The mayor called for a truce.", "called for", "urges", False),
    ("The mayor backed up the claim.", "backed up", "confirms", False),
]

SILENT = [
    ("The workers said to be in the tunnel were safe.", "a passive without an agent"),
    ("The country's claim to the islands is old.", "a claim to a thing"),
    ("He told the truth.", "a thing is told to nobody"),
    ("They reported for duty at dawn.", "reporting for duty"),
    ("The firm added 300 men last year.", "adding a number"),
    ("Growth is expected to slow.", "nobody who expects is named"),
    ("The vase is thought to be Greek.", "nobody who thinks is named"),
    ("A statement was expected.", "a noun without a source"),
    ("They live in so-called safe zones.", "a hedge"),
    ("The parts were sorted according to size.", "a measure is no source"),
    ("He earns ten dollars per hour.", "a rate"),
    ("They sent three things: men, shells and money.", "a colon before a list"),
    ("Note: The road is closed.", "a label before a colon"),
    ("The silent film was kept in a vault.", "words of a cue that form none"),
    ("The boxes could hold nine shells.", "holding a thing"),
    ("Confirmed cases rose to forty.", "a participle before its noun"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), PLACES + CONSTRUCTIONS)
def test_who_says_what(text: str, expected: list[Row], reason: str) -> None:
    assert rows(text) == expected, reason


@pytest.mark.parametrize(("text", "expected", "quote", "reason"), QUOTES)
def test_quotations(text: str, expected: list[Row], quote: str, reason: str) -> None:
    assert rows(text) == expected, reason
    assert [found.quote for found in find_attributions(text)] == [quote]


@pytest.mark.parametrize(("text", "source", "cores", "reason"), SOURCES)
def test_sources_and_their_conjuncts(text: str, source: str, cores: list[str], reason: str) -> None:
    found = only(text)
    assert found.source is not None
    assert text[slice(*found.source)] == source, reason
    assert [text[start:end] for start, end in found.sources] == cores, reason


@pytest.mark.parametrize(("text", "cue", "act", "negated"), ACTS)
def test_acts_of_plain_and_negated_cues(text: str, cue: str, act: str, negated: bool) -> None:
    found = only(text)
    assert (text[slice(*found.cue)], found.act, found.negated) == (cue, act, negated)


@pytest.mark.parametrize(("text", "reason"), SILENT)
def test_near_misses_stay_silent(text: str, reason: str) -> None:
    assert rows(text) == [], reason


@pytest.mark.xfail(
    strict=True, reason="a bare relative clause is not told from the clause that it interrupts"
)
def test_a_relative_clause_ends_before_the_main_verb() -> None:
    assert rows("A report that said the dam was safe has vanished.")[0][2] == ["the dam was safe"]


def test_those_who_relay_are_kept_apart_from_the_source() -> None:
    text = "She was quoted by the Herald as saying that the dam was safe."
    assert [text[slice(*via)] for via in only(text).via] == ["the Herald"]
    text = "The mayor told the Herald that the dam was safe."
    assert [text[slice(*via)] for via in only(text).via] == ["the Herald"]


def test_who_cites_a_source_relays_it() -> None:
    text = "The dam fell, the Herald said, citing engineers."
    said = next(iter(find_attributions(text)))
    assert [text[slice(*span)] for span in said.sources] == ["engineers"]
    assert [text[slice(*span)] for span in said.via] == ["the Herald"]


def test_wants_and_feelings_are_marked_as_such() -> None:
    assert only("The farmers want the road to be closed.").scope == "attitude"
    assert only("The deployment suggests that more will come.").scope == "attitude", "a thing does not speak"
    assert only("The farmers said the road was closed.").scope == "speech"


def test_a_cue_inside_a_quotation_is_not_taken_apart() -> None:
    assert len(rows("“I think he said no,” the mayor recalled.")) == 1


def test_every_rule_holds_both_ways() -> None:
    faults = rules.example_faults(rules.load("cues"), lambda text, _: find_attributions(text))
    assert not faults, "\n".join(map(str, faults))


def test_verbs_are_inflected_by_grammar() -> None:
    assert dict(verb_forms("deny")) == {"deny": "base", "denies": "third", "denying": "ing", "denied": "past"}
    assert dict(verb_forms("write"))["written"] == "participle"


WORDS = st.sampled_from(
    [
        *"said that the mayor Oslo she who told reporters according to by his account as".split(),
        *"saying denied".split(),
        *"claims report neither nor did too was quoted not yet confirm it fell on Monday and but".split(),
        *"“ ” \" ' , . : ; — ( )".split(),
        "\n\n",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=40))
def test_spans_lie_in_the_text_and_in_order(words: list[str]) -> None:
    text = " ".join(words)
    found = list(find_attributions(text))
    assert all(
        0 <= start < end <= len(text)
        for one in found
        for start, end in (
            one.cue,
            *one.content,
            *one.sources,
            *one.via,
            *([one.source] if one.source else []),
        )
    )


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert all(text[slice(*found.cue)] for found in find_attributions(text))


def test_twice_the_text_is_twice_the_work() -> None:
    text = "“It broke,” said Ann Lee, the mayor, who was there, adding that it could not be mended. "

    def work(times: int) -> int:
        return calls_made(lambda: list(find_attributions(text * times)))

    work(10)
    assert work(100) < 2.2 * work(50)


def test_a_content_that_nothing_is_left_of_is_none() -> None:
    text = "He talked of the “family.” But according to White, little is done unless there’s “need.”"
    assert all(start < end for found in find_attributions(text) for start, end in found.content)
