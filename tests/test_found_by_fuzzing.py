"""What fuzzing found, each as a test of its own; docs/fuzzing.md tells how a finding comes here."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path

import pytest
from counting import calls_made

from nkreport import rules
from nkreport.articles import read_articles
from nkreport.briefing.parameters import Parameter, checked
from nkreport.cli import main
from nkreport.dates import find_dates
from nkreport.dating import date_article, with_events
from nkreport.errors import ParameterError, RuleError, TableError
from nkreport.extract import extract_article, extract_rows
from nkreport.quantities import find_quantities
from nkreport.records import Article
from nkreport.tables import ready_folder, write_rows

# --- digits of other scripts: read like plain ones, or a part of a number would be taken for all of it ---

DIGITS = [
    ("Seoul counted ٣٤ boats.", "٣٤", 34, "Arabic-Indic"),
    ("Seoul counted ۱۲۳ boats.", "۱۲۳", 123, "Persian"),
    ("Seoul counted ३४ boats.", "३४", 34, "Devanagari"),
    ("Seoul counted １，５００ boats.", "１，５００", 1500, "full width, with its own comma"),
    ("Seoul counted ٣٬٥٠٠ boats.", "٣٬٥٠٠", 3500, "Arabic thousands separator"),
    ("Seoul counted 1٣ boats.", "1٣", 13, "two scripts in one number: never the 1 alone"),
    ("Seoul counted 12 ٠٠٠ boats.", "12 ٠٠٠", 12000, "two scripts in groups of three"),
    ("Seoul counted more than ٣ thousand boats.", "٣ thousand", 3000, "never the thousand alone"),
    ("Seoul counted 1٬500 boats.", "1٬500", 1500, "a mark of another script between plain digits"),
    ("Seoul counted 1\u2007500 boats.", "1\u2007500", 1500, "a space as wide as a digit"),
    ("Seoul paid ＄３ million.", "＄３ million", 3e6, "never the million alone"),
]


@pytest.mark.parametrize(("text", "numeral", "value", "reason"), DIGITS, ids=[case[3] for case in DIGITS])
def test_digits_of_other_scripts_are_read(text: str, numeral: str, value: float, reason: str) -> None:
    [found] = find_quantities(text)
    assert (found.text, found.value) == (numeral, value)
    assert text[found.start : found.end] == numeral


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("0.0000000011e9", 1.1),
        ("99999999999999999999999e2", 1e25),
        ("0.00000000002 x 10^12", 20.0),
        ("4.5e3", 4500.0),
    ],
)
def test_a_power_of_a_number_that_python_prints_with_a_power_itself(numeral: str, value: float) -> None:
    [found] = find_quantities(f"Seoul measured {numeral} volts.")
    assert found.text == numeral
    assert found.value == pytest.approx(value)


def test_words_beside_digits_of_other_scripts_stay_as_printed() -> None:
    text = "At least １，５００ boats of １２ metres sank，they said."
    found = next(find_quantities(text))
    assert (found.modifier, found.counted) == ("At least", "boats")
    assert text[slice(*found.counted_span or (0, 0))] == "boats"


@pytest.mark.parametrize("text", ["Area: 5 m² of ①", "² boats", "Ⅻ boats"])
def test_signs_that_are_no_decimal_digits_stay_unread(text: str) -> None:
    assert [quantity.text for quantity in find_quantities(text) if not quantity.text.isascii()] == []


@pytest.mark.parametrize("text", ["on ٨ October ２０２４", "on ٨.١٠.٢٠٢٤", "on 2024-10-０８"])
def test_days_in_digits_of_other_scripts(text: str) -> None:
    [found] = find_dates(text)
    assert (found.low, found.high) == (dt.date(2024, 10, 8), dt.date(2024, 10, 8))


# --- signs that nobody sees: what they stand in is read as it is seen, and told as it is printed ---

UNSEEN = {
    "soft hyphen": "\u00ad",
    "zero-width space": "\u200b",
    "joiner": "\u200d",
    "override": "\u202e",
    "isolate": "\u2066",
    "byte order mark": "\ufeff",
    "variation": "\ufe0f",
    "tag": "\U000e0041",
}


@pytest.mark.parametrize("sign", UNSEEN.values(), ids=UNSEEN)
def test_a_sign_that_nobody_sees_changes_no_number_and_no_word(sign: str) -> None:
    text = f"{sign}Seo{sign}ul sa{sign}id 1,5{sign}{sign}00 sold{sign}iers had been ki{sign}lled{sign}."
    text += "\n\nRead more: x"
    found = extract_article(Article("a", text))
    [figure], [assertion] = found.figures, found.assertions
    assert (figure.text, figure.value, figure.kind) == (f"1,5{sign}{sign}00", 1500, "killed")
    assert (figure.source, figure.counted) == (("South Korea",), "soldiers")
    assert text[figure.start : figure.end] == figure.text
    assert text[figure.sentence_start :].startswith(figure.sentence)
    assert (assertion.cue, text[assertion.cue_start : assertion.cue_end]) == (f"sa{sign}id", assertion.cue)
    assert assertion.text is not None
    assert text[assertion.start : assertion.end] == assertion.text
    assert [text[span.start : span.end] for span in found.furniture] == ["Read more: x"]


def test_a_text_of_nothing_but_signs_that_nobody_sees_states_nothing() -> None:
    assert extract_article(Article("a", "\u200b\ufeff")) == extract_article(Article("a", "\u2060"))


# --- a day of publication at the end of the calendar: nothing can be counted from it ---

EDGES = [
    dt.date.min,
    dt.date(1, 1, 31),
    dt.date(1499, 12, 31),
    dt.date(2100, 1, 1),
    dt.date(9999, 12, 1),
    dt.date.max,
]
COUNTED = (
    "last week",
    "on Thursday",
    "next month",
    "yesterday",
    "overnight",
    "in Q3",
    "two days ago",
    "over the coming days",
    "since January",
    "by the end of the year",
    "the day before",
    "last century",
)


@pytest.mark.parametrize("published", EDGES, ids=str)
def test_a_day_of_publication_that_no_newspaper_has_is_no_day_to_count_from(published: dt.date) -> None:
    text = " ".join(f"Kyiv said {day} that 300 soldiers had been killed {day}." for day in COUNTED)
    article = Article("a", text, published=published, published_latest=published)
    assert {(one.low, one.high) for one in find_dates(text, reference=published)} == {(None, None)}
    assert {(row.event_start, row.event_end) for row in extract_article(article).figures} == {(None, None)}
    assert date_article(article).low is None


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31T23:59:59Z", "1499-12-31", "2100-01-01"])
def test_what_programs_write_for_an_unknown_day_is_a_problem_and_no_day(tmp_path: Path, day: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"id": "a", "text": "Kyiv said so.", "published": "{day}"}}\n', encoding="utf-8")
    intake = read_articles(path)
    assert [article.published for article in intake.articles] == [None]
    assert [problem.what for problem in intake.problems] == [f"published '{day}' is not a day"]


# --- the analyst's own offices and events, and rule files: every fault has its place ---

OFFICE = (
    "[[lexicon.offices]]\nid = 'mayor'\ncountry = 'Atlantis'\nplain = 'mayor'\n"
    "titles = ['Mayor of Atlantis']\n"
    "holders = [{ name = 'Ada Brink', from = 2020-01-01 }]\n"
)
EVENT = (
    "[[lexicon.events]]\nid = 'flood'\nsays = 'the flood'\nfirst = 2024-02-29\ntold = [['dam', 'broke']]\n"
)
OWN_FAULTS = [
    (
        OFFICE.replace("titles = ['Mayor of Atlantis']", "titles = 'Mayor'"),
        "mayor › titles: 'Mayor' is not a list of",
    ),
    (OFFICE.replace("from = 2020-01-01", "since = 2020-01-01"), "mayor › holders: [{'name'"),
    (
        OFFICE.replace("[{ name = 'Ada Brink', from = 2020-01-01 }]", "'Ada Brink'"),
        "mayor › holders: 'Ada Brink' is",
    ),
    (OFFICE.replace("country = 'Atlantis'\n", ""), "mayor › country: missing"),
    (OFFICE + "party = 'x'\n", "mayor › party: unknown key; allowed are id, country"),
    (
        "[[lexicon]]\n" + OFFICE.replace("[[lexicon.offices]]", ""),
        "write [[lexicon.offices]] before each entry",
    ),
    (
        OFFICE.replace("[[lexicon.offices]]", "[lexicon.offices]"),
        "write [[lexicon.offices]] before each entry",
    ),
    ("[lexicon]\noffices = [1]\n", "write [[lexicon.offices]] before each entry"),
    (EVENT + "last = 'later'\n", "flood › last: 'later' is not a day"),
    (EVENT + "last = 2024-02-01\n", "flood › last: 2024-02-01 lies before first, 2024-02-29"),
    (EVENT.replace("2024-02-29", "9999-12-31"), "is not a day from 1500 to 2099"),
    (EVENT + "known = -1\n", "flood › known: -1 is not a list of lists"),
    (EVENT + "awaited = [[]]\n", "flood › awaited: [[]] is not a list of lists"),
    (EVENT + "speaker = ''\n", "flood › speaker: '' is not a text"),
]


@pytest.mark.parametrize(("toml", "fault"), OWN_FAULTS, ids=[case[1] for case in OWN_FAULTS])
def test_what_is_wrong_with_an_analysts_own_entries_is_told(tmp_path: Path, toml: str, fault: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        rules.own_entries(path, "events" if "events" in toml else "offices")
    assert f"{path}" in str(caught.value)
    assert fault in str(caught.value)


def test_a_yearly_event_of_a_leap_day_has_a_day_in_every_year(tmp_path: Path) -> None:
    path = tmp_path / "events.toml"
    path.write_text(EVENT + "yearly = true\n", encoding="utf-8")
    events = with_events([], rules.own_entries(path, "events"))
    assert date_article(Article("a", "The dam broke on Thursday."), events=events).low == dt.date(2024, 2, 29)


RULE_FAULTS = [
    (
        "[[rules]]\nid = 'r'\nsays = 's'\nexamples = [{ expect = { value = 1 } }]\nnot_examples = ['u']\n",
        "r › examples: write {text",
    ),
    (
        "[[rules]]\nid = 'r'\nsays = 's'\nexamples = [{ text = 't', reference = 'May' }]\n"
        "not_examples = ['u']\n",
        "r › examples: write {text",
    ),
    (
        "[[rules]]\nid = 'r'\nsays = 's'\nexamples = [{ text = 't' }]\nnot_examples = [1]\n",
        "r › not_examples: write a",
    ),
    (
        "[keys]\nwords = 'list'\n[[rules]]\nid = 'r'\nsays = 's'\nwords = 2024-10-18\n"
        "examples = [{ text = 't' }]\n"
        "not_examples = ['u']\n",
        "r › words: datetime.date(2024, 10, 18) is not of kind list",
    ),
    ("[keys]\nwords = 'lists'\n", "keys › words: 'lists' is no kind; write a list, or str"),
    ("keys = 1\n", "keys: not a table"),
    ("rules = 1\n", "rules: write [[rules]] before each rule"),
    ("lexicon = 1\n", "lexicon: not a table"),
]


@pytest.mark.parametrize(("toml", "fault"), RULE_FAULTS, ids=[case[1] for case in RULE_FAULTS])
def test_what_is_wrong_with_the_form_of_a_rule_file_is_told(toml: str, fault: str) -> None:
    with pytest.raises(RuleError, match=re.escape(fault)):
        rules.parse("demo", toml)


# --- arguments and parameters ---


def test_an_argument_of_white_space_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["extract", "no/such", "-o", "out", "\n"])
    assert ended.value.code == 2
    assert "unrecognized arguments" in capsys.readouterr().err


def test_a_list_of_names_holds_no_sign_that_cannot_be_printed() -> None:
    notebooks = {"a": {"kinds": Parameter("kinds", "str", "")}}
    assert checked({"kinds": "troops, killed"}, notebooks)["a"]["kinds"] == "troops, killed"
    with pytest.raises(ParameterError, match="cannot be printed"):
        checked({"kinds": "troops,\n"}, notebooks)


# --- much in one sentence ---


def test_figures_days_and_claims_of_one_sentence_are_not_weighed_against_each_other_again_and_again() -> None:
    """Each figure looked at every claim, and each claim at every day: the cube of what a sentence holds."""

    def work(times: int) -> int:
        text = "nobody warned another 300 guards could be sent on Thursday. " * times
        return calls_made(lambda: extract_article(Article("a", text)))

    work(1)
    assert work(40) < 6 * work(20)


# --- files that a library does not expect ---


def test_a_file_without_a_name_in_a_zip_archive_costs_no_other(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one.txt", "Kyiv said so.")
        archive.writestr(zipfile.ZipInfo(""), "Seoul said so.")
    intake = read_articles(path)
    assert [article.text for article in intake.articles] == ["Kyiv said so."]
    assert [problem.what for problem in intake.problems] == ["a file without a name"]


def test_a_web_archive_whose_record_is_longer_than_it_says_is_told_and_printed_nowhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.warc"
    record = (
        "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Date: 2024-10-18T09:00:00Z\r\nWARC-Record-ID: "
        "<urn:{0}>\r\n"
        "WARC-Target-URI: https://example.org/{0}\r\nContent-Type: text/plain\r\nContent-Length: {1}\r\n\r\n"
        "{0} said so.\r\n\r\n"
    )
    path.write_text(record.format("Kyiv", 9) + record.format("Seoul", 14), encoding="utf-8", newline="")
    intake = read_articles(path)
    assert [article.text for article in intake.articles][:1] == ["Kyiv said"]
    assert [problem.what for problem in intake.problems][:1] == ["its length is not what its header says"]
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["a\x00b", "\ud800"], ids=["NUL", "half a character"])
def test_what_is_no_path_is_told(name: str) -> None:
    with pytest.raises(ParameterError, match="is no path"):
        ready_folder(name)


def test_half_a_character_in_a_row_is_told_and_leaves_no_file(tmp_path: Path) -> None:
    rows = extract_rows([Article("a", "Kyiv said 1,500 \ud800 soldiers had been killed.")])
    with pytest.raises(TableError, match="half a character"):
        write_rows(rows, tmp_path)
    assert list(tmp_path.iterdir()) == []
