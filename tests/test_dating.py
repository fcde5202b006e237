"""The day of an article that states none: each kind of evidence, and what must not count as one."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from nkreport import rules
from nkreport.dates.offices import shipped_roster
from nkreport.dating import Event, date_article, shipped_events, with_events
from nkreport.records import Article

SEEDS = Path(__file__).parent.parent / "seeds"

FLOOD = Event(
    "flood", "the river floods the old town", dt.date(2024, 5, 8), dt.date(2024, 5, 8),
    told=(("river", "flood"),), known=(("after the great flood",),), awaited=(("flood", "is feared"),),
    speaker="mayor", yearly=False,
)
FEAST = replace(
    FLOOD, id="feast", says="the town's feast", told=(("feast",),), known=(), awaited=(), yearly=True)


def days(text: str, *events: Event) -> tuple[str, str]:
    dating = date_article(Article("a", text), events=events)
    return str(dating.low), str(dating.high)


OFFICES = [
    ("Secretary of State Marco Rubio was there.", ("2025-01-18", "None")),
    ("Antony Blinken, the Secretary of State, spoke.", ("2021-01-23", "2025-01-23")),
    ("NATO chief Jens Stoltenberg arrived.", ("2014-09-28", "2024-10-04")),
    ("The president of Ukraine spoke.", ("None", "None")),                    # the office alone tells nothing
    ("Marco Rubio spoke.", ("None", "None")),                                 # nor does the person alone
    ("Then-Secretary of State Antony Blinken spoke.", ("None", "None")),      # no longer in office
    ("Former US President Joe Biden spoke.", ("2025-01-17", "None")),
    ("They praised Secretary of State Antony Blinken.", ("2021-01-23", "None")),  # named, but he does nothing
    ("In 2022, Secretary of State Antony Blinken spoke.", ("2022-01-01", "None")),  # a look back
    ("President-elect Joe Biden spoke.", ("2020-11-04", "2021-01-23")),
]


@pytest.mark.parametrize(("text", "expected"), OFFICES)
def test_a_person_with_an_office_bounds_the_day(text: str, expected: tuple[str, str]) -> None:
    assert days(text) == expected


STATED = [
    ("They have met each week since August 2023.", "2023-08-01"),
    ("In February 2022 they crossed the border.", "2022-02-01"),
    ("They will meet in May 2027.", "None"),         # to come
    ("They planned for the 2028 budget.", "None"),   # a name, not a day of what has been
    ("It should end by 2026.", "None"),
]


@pytest.mark.parametrize(("text", "low"), STATED)
def test_what_has_been_is_not_ahead_of_the_article(text: str, low: str) -> None:
    assert days(text) == (low, "None")


def test_a_weekday_with_a_date_tells_the_year() -> None:
    text = "Secretary of State Antony Blinken left. On Thursday, October 24, he was back."
    assert days(text) == ("2024-04-27", "2025-01-23")


EVENTS = [
    ("The river flooded the town on Wednesday.", ("2024-05-08", "2024-05-14")),
    ("The river flooded the town last week.", ("2024-05-12", "2024-05-19")),   # weeks from Sunday or Monday
    ("The river flooded the town yesterday.", ("2024-05-09", "2024-05-09")),
    ("The river flooded the town on Tuesday.", ("None", "None")),              # another flood
    ("The river flooded the town.", ("None", "None")),                         # no day is said
    ("A flood of the river is feared.", ("None", "2024-05-08")),
    ("After the great flood they left.", ("2024-05-08", "None")),
    ("Before and after the great flood they left.", ("None", "None")),
    ("The river floods often. “Go,” the mayor said on Wednesday.", ("2024-05-08", "2024-05-14")),
    ("“Go,” the mayor said on Wednesday.", ("None", "None")),
]


@pytest.mark.parametrize(("text", "expected"), EVENTS)
def test_a_dated_event_places_the_article(text: str, expected: tuple[str, str]) -> None:
    assert days(text, FLOOD) == expected


def test_a_yearly_event_needs_another_to_tell_the_year() -> None:
    text = "Secretary of State Marco Rubio spoke. They held the feast last week."
    low, high = days(text, FEAST)
    assert low == "2025-05-11"
    assert high > "2026"


def test_every_constraint_is_given_with_its_words() -> None:
    text = "Secretary of State Marco Rubio spoke. The river flooded the town on Wednesday."
    dating = date_article(Article("a", text), events=[FLOOD])
    assert [text[one.start:one.end] for one in dating.constraints] == [one.text for one in dating.constraints]
    assert dating.constraints[0].text == "Secretary of State Marco Rubio"


def test_what_contradicts_the_rest_gives_way_with_a_warning() -> None:
    text = "Secretary of State Marco Rubio spoke. The river flooded the town on Wednesday."
    dating = date_article(Article("a", text), events=[FLOOD])
    assert dating.low == dt.date(2025, 1, 18)
    assert any("Wednesday" in one for one in dating.warnings)


def test_a_recorded_day_that_the_words_exclude_is_reported() -> None:
    article = Article("a", "Secretary of State Marco Rubio spoke.", published=dt.date(2024, 11, 14))
    assert any("2024-11-14" in one and "Marco Rubio" in one for one in date_article(article).warnings)
    fitting = replace(article, published=dt.date(2025, 2, 27))
    assert date_article(fitting).warnings == ()


def test_a_printed_weekday_that_is_wrong_is_reported() -> None:
    text = "They met on Thursday, October 25, 2024."
    assert any("Friday" in one for one in date_article(Article("a", text)).warnings)


def test_a_text_that_tells_nothing_is_not_decidable() -> None:
    dating = date_article(Article("a", "Troops left, officials said on Thursday."))
    assert (dating.low, dating.high, dating.basis) == (None, None, "not decidable")


def test_a_footer_is_no_evidence() -> None:
    text = "Troops left, officials said on Thursday, and the ministry kept silent about it for some hours."
    footer = "\n\nShare and Follow\n\nYou May Also Like\n\nSecretary of State Marco Rubio on January 5, 2026"
    assert date_article(Article("a", text + footer)).low is None


@pytest.mark.parametrize(("seed", "first", "last", "width"), [
    ("000_37d51360af5482fd", "2025-02-27", "2025-02-28", 3),
    ("001_6518bed4d8372703", "2024-10-18", "2024-10-20", 3),
    ("002_6ad4542efee0ec86", "2025-02-27", "2025-02-28", 3),
    ("003_a3abba470b7d6472", "2024-11-13", "2024-11-14", 7),
    ("004_76a41fa73f5d008a", "2024-10-20", "2024-10-22", 4),
])
def test_the_five_articles(seed: str, first: str, last: str, width: int) -> None:
    """The days of data/articles.toml lie inside what the words allow, and that is not much more."""
    dating = date_article(Article(seed, (SEEDS / f"{seed}.txt").read_text(encoding="utf-8")))
    assert dating.low is not None
    assert dating.high is not None
    assert dating.low <= dt.date.fromisoformat(first)
    assert dt.date.fromisoformat(last) <= dating.high
    assert (dating.high - dating.low).days < width


def test_events_are_well_formed() -> None:
    for event in shipped_events():
        assert event.first <= event.last
        assert event.told or event.known or event.awaited or _names(event)
        words = [word for lists in (event.told, event.known, event.awaited) for one in lists for word in one]
        assert all(word == word.lower().strip() and word for word in words), event.id
    assert len({event.id for event in shipped_events()}) == len(shipped_events())


def _names(event: Event) -> bool:
    entries = rules.load("events").lexicon["events"]
    return any(entry["id"] == event.id and entry.get("names") for entry in entries)


def test_an_analyst_adds_and_replaces_events() -> None:
    entry = {"id": "flood", "says": "a flood", "first": dt.date(2023, 5, 8), "told": [["river", "flood"]]}
    events = with_events([FLOOD], [entry])
    assert [event.first for event in events] == [dt.date(2023, 5, 8)]


def test_the_roster_knows_every_country_of_its_offices() -> None:
    roster = shipped_roster()
    assert {term.country for term in roster.terms} <= set(roster.countries)
