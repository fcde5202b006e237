"""What claims add up to: origins, sums, readings, ranges, grades, lineage, on small made-up tables."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from made_up import article, assertion, each, figure, frames

from nkreport import reconcile, tables
from nkreport.analyst import Decision, Dependence, Independence, Knowledge, KnownSource
from nkreport.errors import AdditionError, InputError, ParameterError
from nkreport.records import StatedFigure

Frames = dict[str, pd.DataFrame]


def claimed(*figures: StatedFigure, **options: Any) -> pd.DataFrame:
    return reconcile.claims(frames(figures)["figures"], **options)


def the_number(*figures: StatedFigure, **options: Any) -> Any:
    """The one stated number of these figures."""
    (row,) = each(reconcile.origins(claimed(*figures), **options))
    return row


def the_range(*figures: StatedFigure, **options: Any) -> Any:
    (row,) = each(reconcile.ranges(claimed(*figures), **options))
    return row


# --- origins ---


def test_many_articles_of_one_origin_are_one_claim() -> None:
    rows = [figure(article_id=name) for name in "abc"]
    assert claimed(*rows)[["articles", "origin"]].values.tolist() == [[3, "NIS"]]
    assert the_number(*rows).independent == 1


ORIGINS = [
    ("Reuters", "medium", None, "a medium relays; where it has it from is not known"),
    ("South Korean media", "medium", None, "unnamed media relay too"),
    ("reports", "medium", None, "a document has its own sources"),
    ("NIS", "named", "South Korea", "a body speaks for its country"),
    ("Lloyd Austin", "named", "United States", "a minister speaks for his country"),
    ("Mark Rutte", "named", "NATO", "the roster of offices tells for whom"),
    ("Zenda", "named", "Zenda", "a name that no lexicon holds stands for itself"),
    ("Ukrainian officials", "unnamed", "Ukraine", "unnamed, yet on whose behalf is told"),
    ("military sources", "unnamed", None, "unnamed"),
]


@pytest.mark.parametrize(("name", "kind", "house", "reason"), ORIGINS)
def test_what_kind_of_origin_a_source_is(name: str, kind: str, house: str | None, reason: str) -> None:
    (row,) = each(claimed(figure(source=name)))
    assert (row.origin_kind, None if pd.isna(row.house) else row.house) == (kind, house), reason


INDEPENDENT = [
    (("NIS", "Reuters"), 1, "a medium without a source is never an origin"),
    (("NIS", "South Korea"), 1, "a country's agency and the country are one"),
    (("NIS", "Ukrainian officials"), 1, "unnamed sources are not told apart from named ones"),
    (("NIS", ""), 1, "the article itself is no origin"),
    (("NIS", "Pentagon"), 2, "two countries' bodies"),
    (("Pentagon", "White House", "United States"), 1, "three names of one government"),
    (("Jan Kos", "Eva Wolf"), 1, "two people of whom nobody knows for whom they speak"),
    (("NIS", "Sources in the GUR"), 1, "sources in a body are unnamed"),
]


@pytest.mark.parametrize(("sources", "count", "reason"), INDEPENDENT)
def test_how_many_origins_are_independent(sources: tuple[str, ...], count: int, reason: str) -> None:
    assert the_number(*(figure(source=name) for name in sources)).independent == count, reason


def test_bodies_that_say_they_work_together_are_not_independent() -> None:
    words = "The NIS said it has been working with Ukrainian intelligence services."
    told = frames(assertions=[assertion(sentence=words)])["assertions"]
    assert the_number(figure(), figure(source="GUR")).independent == 2
    assert the_number(figure(), figure(source="GUR"), assertions=told).independent == 1
    (tie,) = reconcile.dependences(told).itertuples()
    assert (tie.body, tie.on, tie.told_by, tie.reason) == ("NIS", "GUR", "text", words)


def test_governments_that_work_together_on_something_else_stay_independent() -> None:
    words = "Poland is working with Ukraine on a bridge."
    assert reconcile.dependences(frames(assertions=[assertion(sentence=words)])["assertions"]).empty
    shared = "Poland is sharing intelligence with Ukraine."
    assert len(reconcile.dependences(frames(assertions=[assertion(sentence=shared)])["assertions"])) == 1


def test_people_are_placed_by_the_words_that_present_them() -> None:
    told = frames(assertions=[assertion(source="Jan Kos", source_text="Polish envoy Jan Kos")])["assertions"]
    rows = (figure(source="Jan Kos"), figure(source="Eva Wolf"), figure())
    assert the_number(*rows).independent == 2
    assert the_number(*rows, assertions=told).independent == 3


def test_unlike_things_are_never_compared() -> None:
    rows = (
        figure(2, kind="other", counted="ships"),
        figure(2, kind="other", counted="villages", source="GUR"),
    )
    assert len(reconcile.origins(claimed(*rows))) == 2
    assert reconcile.ranges(claimed(*rows)).empty
    assert reconcile.relations(claimed(*rows)).empty


def test_an_analyst_declares_dependences() -> None:
    known = Knowledge(dependences=(Dependence("NIS", "Pentagon", "joint communiqué"),))
    assert the_number(figure(), figure(source="Pentagon"), knowledge=known).independent == 1


def test_several_sources_of_one_figure_make_a_claim_each() -> None:
    assert sorted(claimed(figure(source=("Russia", "North Korea")))["origin"]) == ["North Korea", "Russia"]


def test_a_repeated_claim_is_one_within_a_week_of_its_publication_and_two_after() -> None:
    days = ["2030-05-10", "2030-05-16", "2030-06-20"]
    rows = [figure(article_id=day, claim_start=day) for day in days]
    known = tables.articles_table([article(day, published=dt.date.fromisoformat(day)) for day in days])
    assert claimed(*rows, articles=known)["articles"].tolist() == [2, 1]


def test_a_relay_that_hardens_a_number_makes_nothing_firmer() -> None:
    rows = (figure(1000, "lower"), figure(1000, article_id="b"), figure(1000, "approximate", article_id="c"))
    (row,) = each(claimed(*rows[:2]))
    assert (row.low, row.low_open, row.bounds) == (1000, False, ["exact", "lower"])
    assert pd.isna(row.high)
    assert claimed(*rows)[["low", "high"]].isna().all(axis=None)


def test_a_plan_an_arrival_and_a_denial_are_different_numbers() -> None:
    rows = (figure(), figure(status="expected"), figure(polarity="negated"))
    assert len(reconcile.origins(claimed(*rows))) == 3


# --- sums ---

REFUSED = [
    (figure(), figure(status="expected"), "a plan and the other an arrival", "a plan to an arrival"),
    (figure(basis="rate"), figure(basis="stock"), "a rate is no number", "a rate to a stock"),
    (figure(kind="casualties"), figure(), "different things", "casualties to troops"),
    (figure(basis="stock"), figure(50, basis="stock"), "count the same twice", "two totals"),
    (
        figure(),
        figure(50, basis="increment"),
        "does not tell whether",
        "the text does not tell of which total",
    ),
    (figure(polarity="negated"), figure(50), "denied", "a denied number"),
    (figure(party="Sylvania"), figure(50), "they are of ", "two parties"),
    (figure(basis="capacity"), figure(50), "a capacity is no number", "what boxes could hold"),
    (
        figure(kind="killed"),
        figure(50, kind="wounded", source="GUR"),
        "different sources",
        "two sources' losses",
    ),
    (
        figure(basis="increment"),
        figure(50, basis="increment"),
        "may be the same one",
        "increments without days",
    ),
    (
        figure(basis="increment", event_start="2030-01-01", event_end="2030-01-31"),
        figure(50, basis="increment", event_start="2030-01-31", event_end="2030-02-01"),
        "days overlap",
        "shared days",
    ),
    (
        figure(basis="stock"),
        figure(50, basis="increment", event_start="2030-05-01", event_end="2030-05-02"),
        "does not begin after",
        "an increment from before the total",
    ),
]


@pytest.mark.parametrize(("one", "other", "why", "reason"), REFUSED)
@pytest.mark.parametrize("table", ["figures", "claims"])
def test_what_may_not_be_added_is_refused(
    one: StatedFigure, other: StatedFigure, why: str, reason: str, table: str
) -> None:
    for pair in ((one, other), (other, one)):
        rows = frames(pair)["figures"]
        with pytest.raises(AdditionError, match=why) as refused:
            reconcile.add(rows if table == "figures" else reconcile.claims(rows))
        assert refused.value.remedy, reason


def test_what_may_be_added() -> None:
    first = figure(100, "lower", basis="stock", claim_start="2030-01-01")
    then = figure(20, basis="increment", event_start="2030-01-02", event_end="2030-01-31")
    more = figure(30, "upper", basis="increment", event_start="2030-02-01", event_end="2030-02-28")
    total = reconcile.add(frames([first, then])["figures"])
    assert (total["low"], total["low_open"], total["high"], total["value"]) == (120, True, None, None)
    assert reconcile.add(frames([then, more])["figures"])["high"] == 50


def test_killed_and_wounded_of_one_source_and_day_are_casualties() -> None:
    total = reconcile.add(frames([figure(300, kind="killed"), figure(2700, kind="wounded")])["figures"])
    assert (total["kind"], total["value"]) == ("casualties", 3000)


# --- readings ---

ADDITIONAL = figure(12000, status="expected", basis="increment", additional=True)


def test_an_additional_number_is_read_both_ways() -> None:
    found = reconcile.readings(frames([figure(1500), ADDITIONAL])["figures"])
    assert found[["reading", "total", "status", "decided"]].values.tolist() == [
        ["in all", 12000.0, "expected", "open"],
        ["on top", 13500.0, "expected", "open"],
    ]
    assert all(found["speaks_for"])


def test_other_sources_speak_for_the_reading_that_lies_nearer() -> None:
    rows = [figure(1500), ADDITIONAL, figure(11000, status="expected", source="GUR", article_id="b")]
    found = reconcile.readings(frames(rows)["figures"])
    assert [any("GUR" in reason for reason in reasons) for reasons in found["speaks_for"]] == [True, False]


@pytest.mark.parametrize(
    "rows",
    [
        [ADDITIONAL],
        [figure(1500, article_id="b"), ADDITIONAL],
        [figure(1500, kind="killed"), ADDITIONAL],
        [figure(1500), figure(12000, additional=True, basis="increment", event_start="2030-01-01")],
    ],
    ids=["no earlier number", "in another article", "of another kind", "with days of its own"],
)
def test_a_number_with_one_reading_is_left_alone(rows: list[StatedFigure]) -> None:
    assert reconcile.readings(frames(rows)["figures"]).empty


def test_an_analyst_decides_with_a_reason() -> None:
    rows = frames([figure(1500), ADDITIONAL])["figures"]
    decided = reconcile.readings(rows, [Decision("a", "12,000", "in all", "the minister said so")])
    assert decided["decided"].tolist() == ["chosen", "rejected"]
    assert decided["reason"].tolist() == ["the minister said so"] * 2
    with pytest.raises(InputError, match="matches no number"):
        reconcile.readings(rows, [Decision("a", "13,000", "in all", "because")])


# --- ranges ---

EARLY = {
    "basis": "increment",
    "event_start": "2030-01-01",
    "event_end": "2030-02-28",
    "claim_start": "2030-03-01",
}


def test_bounds_meet_in_a_range_and_each_end_names_its_claim() -> None:
    low, high = figure(1000, "lower", source="GUR", **EARLY), figure(3000, "upper", **EARLY)
    found = the_range(low, high)
    assert (found.low, found.low_open, found.high, found.high_open) == (1000, True, 3000, False)
    names = claimed(low, high).set_index("claim_id")["origin"]
    assert [names[found.low_claims].tolist(), names[found.high_claims].tolist()] == [["GUR"], ["NIS"]]


RANGES = [
    ([figure(1000, "lower")], "open above", "more than 1,000 troops", "one bound leaves the other end open"),
    ([figure(1000, "approximate")], "no bound", "no bound is stated for troops", "about bounds nothing"),
    (
        [figure(1000), figure(3000, source="GUR")],
        "contradictory",
        "contradictory: at least 3,000, yet at most 1,000 troops",
        "two exact numbers of one day: never their mean",
    ),
    ([figure(1000)], "bounded", "1,000 troops, as stated", "one origin's number is told as its word"),
    ([figure(1000, "lower", kind="killed")], "open above", "more than 1,000 killed", "of the dead"),
    (
        [figure(1000, "lower", certainty="possible")],
        "no bound",
        "no bound is stated for troops",
        "a mere may bounds nothing",
    ),
]


@pytest.mark.parametrize(("rows", "state", "words", "reason"), RANGES)
def test_a_range_is_told_as_what_it_is(rows: list[StatedFigure], state: str, words: str, reason: str) -> None:
    found = the_range(*rows)
    assert (found.state, found.wording) == (state, words), reason


def test_unlike_numbers_never_share_a_range() -> None:
    rows = [
        figure(),
        figure(kind="killed"),
        figure(kind="casualties"),
        figure(status="expected"),
        figure(basis="rate"),
        figure(basis="increment"),
        figure(party="Sylvania"),
    ]
    assert len(reconcile.ranges(claimed(*rows))) == len(rows)


def test_a_denied_number_bounds_nothing() -> None:
    assert reconcile.ranges(claimed(figure(polarity="negated"))).empty


def test_an_upper_bound_holds_only_where_its_days_cover_the_span() -> None:
    low = figure(1000, "lower", source="GUR", **EARLY)
    high = figure(3000, "upper", **EARLY)
    assert the_range(low, high, since="2030-01-01", until="2030-02-28").high == 3000
    assert pd.isna(the_range(low, high, since="2030-01-01", until="2030-04-30").high)
    assert pd.isna(the_range(low, high, since="2030-02-01", until="2030-02-10").low)


def test_the_later_word_of_the_same_origin_replaces_the_earlier() -> None:
    rows = (figure(1500, claim_start="2030-05-01"), figure(3000, claim_start="2030-05-06"))
    found = the_range(*rows, since="2030-05-01", until="2030-05-10")
    assert (found.low, found.high, found.state) == (3000, 3000, "bounded")
    assert len(found.set_aside) == 1


def test_days_that_are_no_days_are_refused() -> None:
    with pytest.raises(ParameterError, match="not a day"):
        reconcile.ranges(claimed(figure()), since="May")
    with pytest.raises(ParameterError, match="lies before"):
        reconcile.ranges(claimed(figure()), since="2030-02-01", until="2030-01-01")


THREE = [
    figure(900, source="NIS"),
    figure(1000, "approximate", source="GUR"),
    figure(800, "lower", source="Pentagon"),
]


def test_a_point_needs_three_independent_origins_and_is_labelled_a_model() -> None:
    refused = the_range(*THREE[:2])
    assert pd.isna(refused.point)
    assert refused.refusal == "no point estimate: 2 independent named origins (GUR, NIS), 3 needed"
    found = the_range(*THREE)
    assert 800 < found.point < 1200
    assert pd.isna(found.refusal)
    for part in (
        "model: interval-censored",
        "noise 0.1",
        "prior flat",
        "without South Korea",
        "without Ukraine",
    ):
        assert part in found.method


def test_a_total_that_may_have_changed_has_no_point() -> None:
    later = figure(5000, source="NATO", claim_start="2030-05-25")
    found = the_range(*THREE, later, since="2030-05-01", until="2030-05-31")
    assert found.refusal == "no point estimate: the number may have changed within these days"


def test_a_model_that_leaves_the_bounds_is_refused() -> None:
    far = [figure(100, "approximate", source=name) for name in ("NIS", "GUR", "Pentagon")]
    found = the_range(*far, figure(100000, "lower", source="NATO"))
    assert pd.isna(found.point)
    assert found.refusal.startswith("no point estimate: ")


def test_media_never_make_a_point() -> None:
    rows = [figure(900, source=name) for name in ("Reuters", "Yonhap", "JoongAng", "BBC", "")]
    assert pd.isna(the_range(*rows, at_least=1).point)


def test_the_model_follows_the_reports_and_tells_how_it_leans_on_each() -> None:
    rows = tables.to_rows(tables.DERIVED["claims"], claimed(*THREE, figure(3000, source="NATO")))
    found = reconcile.estimate(rows, root=str)
    assert found is not None
    assert found.low < found.median < found.high
    without = dict(found.without)
    assert without["NATO"] < found.median
    assert set(without) == {"NIS", "GUR", "Pentagon", "NATO"}


# --- grades ---


def the_grades(*figures: StatedFigure, known: Knowledge | None = None) -> pd.DataFrame:
    claims = claimed(*figures, knowledge=known)
    found = reconcile.grades(claims, reconcile.relations(claims), knowledge=known)
    return claims.merge(found, on="claim_id").set_index("origin")


GRADES = [
    ([figure()], "3", "one origin alone"),
    ([figure(), figure(source="South Korea")], "3", "its own government confirms nothing"),
    ([figure(), figure(source="Reuters")], "3", "a medium confirms nothing"),
    (
        [figure(), figure(source="Pentagon")],
        "2",
        "another origin, of which nobody knows whether it is independent",
    ),
    ([figure(), figure(300, source="Pentagon")], "4", "contradicted by one"),
    ([figure(), figure(300, source="Pentagon"), figure(310, source="GUR")], "5", "contradicted by two"),
    ([figure(), figure(source="Pentagon"), figure(300, source="GUR")], "3", "confirmed and contradicted"),
]


@pytest.mark.parametrize(("rows", "grade", "reason"), GRADES)
def test_credibility_is_computed_and_shown(rows: list[StatedFigure], grade: str, reason: str) -> None:
    row = the_grades(*rows).loc["NIS"]
    assert row["credibility"] == grade, reason
    assert row["computation"].startswith(f"{grade}: ")
    assert row["reliability"] == "F", "until an analyst assigns it"


def test_only_certain_independence_confirms() -> None:
    known = Knowledge(independences=(Independence("NIS", "Pentagon", "separate satellites"),))
    assert the_grades(figure(), figure(source="Pentagon"), known=known).loc["NIS", "credibility"] == "1"


def test_a_claim_without_an_origin_cannot_be_judged() -> None:
    assert the_grades(figure(source="Reuters"), figure()).loc["Reuters", "credibility"] == "6"


def test_reliability_is_the_analysts_alone() -> None:
    known = Knowledge(sources=(KnownSource("NIS", "right in nine of ten cases", reliability="B"),))
    row = the_grades(figure(), figure(source="GUR"), known=known).loc["NIS"]
    assert (row["reliability"], row["reliability_reason"]) == ("B", "right in nine of ten cases")


# --- lineage ---


def test_a_claim_is_followed_hop_by_hop_with_what_changed() -> None:
    rows = [
        figure(via=("Yonhap", "Reuters"), article_id="a"),
        figure(100, "approximate", certainty="unconfirmed", source="reports", article_id="b"),
    ]
    made = frames(rows, articles=[article("a", "daily.example"), article("b")])
    found = reconcile.lineage(
        reconcile.claims(made["figures"], made["articles"]), made["figures"], made["articles"]
    )
    hops = found[["teller", "hearer", "certain", "changed"]].values.tolist()
    assert ["NIS", "Yonhap", True, []] in hops
    assert ["Reuters", "daily.example", True, []] in hops
    assert ["reports", "article b", True, []] in hops
    changed = ["bound: exact → approximate", "hedge: certain → unconfirmed", "anonymity: named → no origin"]
    assert ["NIS", "reports", False, changed] in hops


# --- shapes ---


def test_derived_tables_keep_their_schemas() -> None:
    for made in (
        frames(),
        frames([figure(), ADDITIONAL], [assertion(), assertion("denies", source="Russia")]),
    ):
        for name, frame in reconcile.reconcile(made).items():
            tables.check(tables.DERIVED[name], frame)


def test_nothing_that_is_given_is_changed() -> None:
    made = frames([figure(), ADDITIONAL], [assertion()], [article("a", "daily.example")])
    before = {name: frame.copy(deep=True) for name, frame in made.items()}
    reconcile.reconcile(made)
    reconcile.without(made, "NIS")
    for name, frame in made.items():
        pd.testing.assert_frame_equal(frame, before[name])
