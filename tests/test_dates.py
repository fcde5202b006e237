"""Date expressions: one reason a row; the days of a claim; the days of an event; who held an office."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from counting import calls_made
from hypothesis import given, settings
from hypothesis import strategies as st

from nkreport import rules
from nkreport.dates import calendar as cal
from nkreport.dates import claim_days, event_days, find_dates, office_holder
from nkreport.dates.finding import fold
from nkreport.dates.offices import shipped_roster, with_offices
from nkreport.records import DateExpression
from nkreport.text import read_document

THURSDAY = dt.date(2025, 2, 27)
MONDAY = dt.date(2024, 10, 21)
NOVEMBER = dt.date(2024, 11, 14)


def read(text: str, reference: dt.date | None = THURSDAY) -> list[tuple[str, str, str]]:
    """Every expression of a text: its words, its first and its last day."""
    return [(one.text, str(one.low), str(one.high)) for one in find_dates(text, reference=reference)]


ABSOLUTE = [
    ("on October 18, 2024,", "2024-10-18", "2024-10-18"),
    ("on 18 October 2024,", "2024-10-18", "2024-10-18"),
    ("on the 18th of October 2024", "2024-10-18", "2024-10-18"),
    ("on Friday, Oct. 18, 2024", "2024-10-18", "2024-10-18"),
    ("am 26.10.2024 gesagt", "2024-10-26", "2024-10-26"),
    ("on 2024-10-18 at noon", "2024-10-18", "2024-10-18"),
    ("on 8/13/1998", "1998-08-13", "1998-08-13"),
    ("on 13/8/1998", "1998-08-13", "1998-08-13"),
    ("from October 8–13, 2024", "2024-10-08", "2024-10-13"),
    ("in October 2024", "2024-10-01", "2024-10-31"),
    ("early in 2023 or in early 2024", "2023-01-01", "2023-12-31"),
    ("in early March 2024", "2024-03-01", "2024-03-10"),
    ("in mid-March 2024", "2024-03-11", "2024-03-20"),
    ("in late February 2024", "2024-02-21", "2024-02-29"),
    ("early-to-mid October 2024", "2024-10-01", "2024-10-20"),
    ("in the first week of May 2024", "2024-05-01", "2024-05-07"),
    ("in the last ten days of May 2024", "2024-05-22", "2024-05-31"),
    ("in the winter of 2024", "2024-12-01", "2025-02-28"),
    ("in the third quarter of 2024", "2024-07-01", "2024-09-30"),
    ("in the second half of 2024", "2024-07-01", "2024-12-31"),
    ("in the 1990s", "1990-01-01", "1999-12-31"),
    ("in the early '90s", "1990-01-01", "1993-12-31"),
    ("from October to December 2024", "2024-10-01", "2024-12-31"),
    ("between December 2024 and February", "2024-12-01", "2025-02-28"),
    ("in 2014-2016", "2014-01-01", "2016-12-31"),
]


@pytest.mark.parametrize(("text", "low", "high"), ABSOLUTE)
def test_absolute_expressions(text: str, low: str, high: str) -> None:
    assert read(text)[0][1:] == (low, high)


RELATIVE = [
    # weekdays: the last one, the day itself, or the next one by tense
    ("He said so Thursday.", "2025-02-27", "2025-02-27"),
    ("He said so on Friday.", "2025-02-21", "2025-02-21"),
    ("She will arrive on Friday.", "2025-02-28", "2025-02-28"),
    ("On Friday she is to meet the envoy.", "2025-02-28", "2025-02-28"),
    ("The talks in the United States on Friday were short.", "2025-02-21", "2025-02-21"),
    ("It came last Thursday.", "2025-02-20", "2025-02-20"),
    ("It comes next Thursday.", "2025-03-06", "2025-03-06"),
    ("It was on Wednesday last week.", "2025-02-19", "2025-02-19"),
    ("It must go by Monday.", "2025-03-03", "2025-03-03"),
    ("It had gone by Monday.", "2025-02-24", "2025-02-24"),
    # days
    ("today", "2025-02-27", "2025-02-27"),
    ("yesterday morning", "2025-02-26", "2025-02-26"),
    ("tomorrow", "2025-02-28", "2025-02-28"),
    ("the day before yesterday", "2025-02-25", "2025-02-25"),
    ("last night", "2025-02-26", "2025-02-26"),
    ("overnight", "2025-02-26", "2025-02-27"),
    # weeks run from Monday to Sunday; the past week is seven days
    ("last week", "2025-02-17", "2025-02-23"),
    ("late this week", "2025-02-24", "2025-03-02"),
    ("in the past week", "2025-02-20", "2025-02-27"),
    ("over the past two weeks", "2025-02-13", "2025-02-27"),
    ("in the last 24 hours", "2025-02-26", "2025-02-27"),
    ("two weeks ago", "2025-02-10", "2025-02-16"),
    ("over the weekend", "2025-02-22", "2025-02-23"),
    ("next weekend", "2025-03-01", "2025-03-02"),
    # months without a year
    ("The talks of February went on.", "2025-02-01", "2025-02-28"),
    ("In December they withdrew.", "2024-12-01", "2024-12-31"),
    ("In March they will return.", "2025-03-01", "2025-03-31"),
    ("earlier this month", "2025-02-01", "2025-02-28"),
    ("since mid-January", "2025-01-11", "2025-01-20"),
    ("last April", "2024-04-01", "2024-04-30"),
    ("in May last year", "2024-05-01", "2024-05-31"),
    # years and their parts
    ("so far this year", "2025-01-01", "2025-12-31"),
    ("by the end of the year", "2025-12-01", "2025-12-31"),
    ("since the start of the year", "2025-01-01", "2025-01-31"),
    ("a year earlier", "2024-01-01", "2024-12-31"),
    ("last summer", "2024-06-01", "2024-08-31"),
    ("this spring", "2025-03-01", "2025-05-31"),
    ("between January and February", "2025-01-01", "2025-02-28"),
]


@pytest.mark.parametrize(("text", "low", "high"), RELATIVE)
def test_relative_expressions(text: str, low: str, high: str) -> None:
    assert [days for _, *days in read(text)] == [[low, high]]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("before he assumes office on January 20.", "2025-01-20"),  # ahead of a November article
        ("since the incursion of August 6", "2024-08-06"),  # behind it
    ],
)
def test_a_day_without_a_year_is_the_near_one(text: str, day: str) -> None:
    assert read(text, NOVEMBER)[0][1] == day


NO_DATES = [
    "They may march on and spring a trap.",  # verbs
    "Theresa May and April Jones met Mark Sun.",  # names
    "The Sunday Times and USA TODAY said nothing.",  # papers
    "Sent 2,024 troops, then 2000 soldiers.",  # counts
    "In 1500 cases it failed.",
    "It took three days and two months.",  # durations
    "a 26-year-old of the 1945th Regiment",  # ages, units
    "After 9/11 they worked 24/7.",  # an event, a habit
    "at 10:15 a.m. on Route 1990",  # clock times, roads
    "the day before the vote",  # before an event of unknown day
    "in the coming days",  # no days can be given
    "a few years ago",
    "a quarter of the men",
    "from Mar-a-Lago",
    "The fall of the city came second.",
]


@pytest.mark.parametrize("text", NO_DATES)
def test_what_only_looks_like_a_date(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "words", "role"),
    [
        ("It has grown since August 2023.", "August 2023", "since"),
        ("It will be ready by December.", "December", "by"),
        ("It lasted until Friday.", "Friday", "until"),
        ("As of Oct. 3, 2024 it stood.", "Oct. 3, 2024", "until"),
        ("It ended before May 2024.", "May 2024", "before"),
        ("After June 2024 it rose.", "June 2024", "after"),
        ("It fell over the past two weeks.", "the past two weeks", "for"),
        ("It fell in late May 2024.", "late May 2024", "on"),
    ],
)
def test_the_word_before_gives_the_role(text: str, words: str, role: str) -> None:
    [found] = find_dates(text, reference=THURSDAY)
    assert (found.text, found.role) == (words, role)


def test_each_day_of_a_list_is_its_own_expression() -> None:
    assert read("on Oct. 8 and 13, he said", NOVEMBER) == [
        ("Oct. 8", "2024-10-08", "2024-10-08"),
        ("13", "2024-10-13", "2024-10-13"),
    ]
    assert read("between Oct. 8 and 13", NOVEMBER) == [("Oct. 8 and 13", "2024-10-08", "2024-10-13")]


def test_what_was_named_before_is_remembered() -> None:
    text = "On October 4 it said that a strike the day before had killed ten. That autumn they left."
    assert [low for _, low, _ in read(text, NOVEMBER)] == ["2024-10-04", "2024-10-03", "2024-09-01"]


def test_without_a_day_of_publication_only_what_stands_alone_has_days() -> None:
    assert read("On Thursday, in May, and in May 2024.", None) == [
        ("Thursday", "None", "None"),
        ("May", "None", "None"),
        ("May 2024", "2024-05-01", "2024-05-31"),
    ]


def test_page_furniture_holds_no_dates() -> None:
    article = "Troops left in May 2024, officials said, and the capital kept silent about all of it."
    assert len(read(f"{article}\n\nShare and Follow\n\nYou May Also Like\n\nThe best of January 2026")) == 1


def test_the_rules_hold_their_own_examples() -> None:
    assert rules.example_faults(rules.load("dates"), lambda text, day: find_dates(text, reference=day)) == []


# --- claims and events -------------------------------------------------------------------------------


def claim(
    text: str, cue: str, content: str = "", reference: dt.date = THURSDAY, **more: cal.Days
) -> tuple[str, str]:
    document = read_document(text)
    at = text.index(cue)
    sentence = document.sentence_at(at)
    assert sentence is not None
    spans = [(text.index(content), text.index(content) + len(content))] if content else []
    found = list(find_dates(document, reference=reference))
    days = claim_days(document, sentence, (at, at + len(cue)), reference, found, content=spans, **more)
    return str(days[0]), str(days[1])


CLAIMS = [
    (
        "Washington first revealed in October that men had gone in May.",
        "revealed",
        "men had gone in May",
        ("2024-10-01", "2024-10-31"),
    ),
    (
        "Men had gone in May, the agency said Thursday.",
        "said",
        "Men had gone in May",
        ("2025-02-27", "2025-02-27"),
    ),
    ("Last week, the envoy accused them of lying.", "accused", "them of lying", ("2025-02-17", "2025-02-23")),
    (
        "With the palace in late December saying they fled, it ended.",
        "saying",
        "they fled",
        ("2024-12-21", "2024-12-31"),
    ),
    (
        "But earlier this month the envoy said they were back.",
        "said",
        "they were back",
        ("2025-02-01", "2025-02-27"),
    ),
    (
        "They withdrew in January, officials said at the time.",
        "said",
        "They withdrew in January",
        ("2025-01-01", "2025-01-31"),
    ),
    (
        "The envoy, who spoke to us on Wednesday, put it at ten.",
        "put",
        "it at ten",
        ("2025-02-26", "2025-02-26"),
    ),
    (
        "The envoy, who came to power in May, said they were back.",
        "said",
        "they were back",
        ("2025-02-27", "2025-02-27"),
    ),
    (
        "The agency believes they left, its spokesman said Monday.",
        "believes",
        "they left",
        ("2025-02-24", "2025-02-24"),
    ),
    (
        "It will be done by Friday, the agency said.",
        "said",
        "It will be done by Friday",
        ("2025-02-27", "2025-02-27"),
    ),
    ('"Last year they lied," the envoy recalled.', "recalled", "", ("2025-02-27", "2025-02-27")),
]


@pytest.mark.parametrize(("text", "cue", "content", "days"), CLAIMS)
def test_the_days_of_a_claim(text: str, cue: str, content: str, days: tuple[str, str]) -> None:
    assert claim(text, cue, content) == days


def test_a_claim_goes_on_with_its_occasion() -> None:
    monday = (dt.date(2025, 2, 24), dt.date(2025, 2, 24))
    october = (dt.date(2024, 10, 1), dt.date(2024, 10, 31))
    assert claim("He said they were late.", "said", earlier=monday) == ("2025-02-24", "2025-02-24")
    assert claim("He says they are late.", "says", earlier=monday) == ("2025-02-27", "2025-02-27")
    assert claim("He said they were late.", "said", earlier=october) == ("2025-02-27", "2025-02-27")


def event(text: str, number: str, content: str = "", reference: dt.date = THURSDAY) -> tuple[str, str]:
    document = read_document(text)
    at = text.index(number)
    sentence = document.sentence_at(at)
    assert sentence is not None
    spans = [(text.index(content), text.index(content) + len(content))] if content else []
    found = list(find_dates(document, reference=reference))
    days = event_days(
        document, sentence, (at, at + len(number)), spans, reference, (reference, reference), found
    )
    return str(days[0]), str(days[1])


EVENTS = [
    (
        "More than 1,000 men have been deployed between January and February.",
        "1,000",
        "",
        ("2025-01-01", "2025-02-27"),
    ),
    ("It has sent up to 3,000 men since January by ship.", "3,000", "", ("2025-01-01", "2025-02-27")),
    ("It will grow to 10,000 by December.", "10,000", "", ("2025-02-27", "2025-12-31")),
    ("They massed 190,000 men, up from 100,000 on Jan. 30.", "100,000", "", ("2025-01-30", "2025-01-30")),
    (
        "The palace said on Wednesday that 3,000 men had gone.",
        "3,000",
        "3,000 men had gone",
        ("None", "None"),
    ),
    (
        "The palace said on Wednesday that 3,000 men had gone in May.",
        "3,000",
        "3,000 men had gone in May",
        ("2024-05-01", "2024-05-31"),
    ),
    ("About 300 men fell.", "300", "", ("None", "None")),
]


@pytest.mark.parametrize(("text", "number", "content", "days"), EVENTS)
def test_the_days_of_an_event(text: str, number: str, content: str, days: tuple[str, str]) -> None:
    assert event(text, number, content) == days


# --- offices -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("office", "country", "day", "person"),
    [
        ("the Secretary of State", "", NOVEMBER, "Antony Blinken"),
        ("Secretary of State", "", THURSDAY, "Marco Rubio"),
        ("the Ukrainian defence minister", "", NOVEMBER, "Rustem Umerov"),
        ("defence minister", "United States", THURSDAY, "Pete Hegseth"),
        ("leader", "Russia", NOVEMBER, "Vladimir Putin"),
        ("NATO chief", "", dt.date(2024, 9, 30), "Jens Stoltenberg"),
        ("nato-secretary-general", "", dt.date(2024, 10, 1), "Mark Rutte"),
        ("president", "", NOVEMBER, None),  # whose?
        ("South Korean defence minister", "", THURSDAY, None),  # vacant
        ("Secretary of State", "", dt.date(2031, 1, 1), None),  # the roster does not reach so far
        ("harbour master", "", NOVEMBER, None),
    ],
)
def test_an_office_and_a_day_give_the_person(
    office: str, country: str, day: dt.date, person: str | None
) -> None:
    assert office_holder(office, day, country=country) == person


def test_terms_of_one_office_do_not_overlap() -> None:
    terms = sorted(shipped_roster().terms, key=lambda term: (term.office, term.first))
    wrong = [
        (one.office, one.name)
        for one, other in pairwise(terms)
        if one.office == other.office and (one.last is None or one.last > other.first)
    ]
    assert wrong == []


def test_an_analyst_adds_and_replaces_offices() -> None:
    mayor = {
        "id": "harbour-master",
        "country": "Japan",
        "plain": "harbour master",
        "titles": ["Harbour Master"],
        "holders": [{"name": "Ann Example", "from": dt.date(2024, 1, 1)}],
    }
    roster = with_offices(shipped_roster(), [mayor])
    assert office_holder("Harbour Master", NOVEMBER, roster=roster) == "Ann Example"
    assert office_holder("Secretary of State", NOVEMBER, roster=roster) == "Antony Blinken"


# --- any text ----------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "October ",
        "the end of ",
        "last ",
        "Friday",
        "2024",
        " 8 ",
        "-",
        "13",
        " and ",
        "between ",
        "mid-",
        "’",
        "’s ",
        "week",
        " ago",
        "two ",
        "\n",
        "\n\n",
        ", ",
        ". ",
        "İ",
        "１９",
        "the past ",
        "’90s",
        "Q3 ",
        "winter ",
        "said ",
        "May ",
        "1999-02-30 ",
    ]
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=80),
    st.sampled_from([None, THURSDAY, dt.date(2024, 2, 29)]),
)
def test_any_text_gives_spans_that_give_back_their_text(text: str, reference: dt.date | None) -> None:
    found = list(find_dates(text, reference=reference))
    assert found == list(find_dates(text, reference=reference))
    assert all(text[one.start : one.end] == one.text and one.text for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(one.low is None or one.high is None or one.low <= one.high for one in found)


@given(st.text(max_size=200))
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31)), st.sampled_from(["Monday", "Friday", "Sunday"]))
def test_a_past_weekday_is_at_most_six_days_back(reference: dt.date, name: str) -> None:
    [found] = find_dates(f"He said so {name}.", reference=reference)
    assert found.low is not None
    assert 0 <= (reference - found.low).days <= 6
    assert f"{found.low:%A}" == name


@pytest.mark.parametrize(
    "piece", ["1" * 100, "the end of ", "2024-", "October ", "last ", "8 and ", "the first week of ", "’"]
)
def test_twice_the_text_is_twice_the_work(piece: str) -> None:
    def work(size: int) -> int:
        return calls_made(lambda: list(find_dates(piece * (size // len(piece)), reference=THURSDAY)))

    work(100)
    assert work(8_000) < 2.2 * work(4_000) + 100


def test_a_record_is_frozen() -> None:
    [found] = find_dates("May 2024")
    assert isinstance(found, DateExpression)
    with pytest.raises(AttributeError):
        found.text = "June 2024"  # type: ignore[misc]
