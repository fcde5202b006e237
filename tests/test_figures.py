"""What is read of a figure: one reason a row; a number is named by its words in the sentence."""

from __future__ import annotations

import datetime as dt

import pytest

from nkreport import rules
from nkreport.figures import find_readings, stated_figures
from nkreport.records import Article, StatedFigure
from nkreport.text import read_document

DAY = dt.date(2024, 11, 20)  # a Wednesday


def rows(text: str) -> list[StatedFigure]:
    return stated_figures(Article("a", text, published=DAY, published_latest=DAY), read_document(text))


def row(text: str, number: str) -> StatedFigure:
    return next(one for one in rows(text) if one.text == number)


KINDS = [
    ("Some 40 gunners fell. Fewer than 900 are fit to fight.", "900", "troops", "what only soldiers do"),
    ("Some 900 gunners left. Over 20 have since been killed.", "20", "killed", "since as an adverb"),
    ("Some 900 Ruritanians, the report adds, have been killed.", "900", "killed", "behind who said it"),
    ("Of the 900 casualties, some 60 were deaths.", "60", "killed", "a predicate"),
    ("Nearly 500 are dead or wounded.", "500", "casualties", "two predicates"),
    ("The post counted 60 dead among the 900 gunners.", "900", "troops", "the whole of which they are part"),
    ("Clerks put the number of wounded at 270.", "270", "wounded", "the number of what"),
    ("About 200 Finns took part in an assault.", "200", "troops", "what soldiers take part in"),
    ("About 200 Finns took part in a choir.", "200", "other", "and what they do not"),
    ("Soldiers left. Then 200 Finns arrived by sea.", "200", "troops", "nationals in a text about soldiers"),
    ("Clerks put intake at 900 a month.", "900", "troops", "those who are taken in"),
    ("Some 900 people had signed contracts.", "900", "troops", "who signs up"),
    ("The guard, on paper 900 strong, left.", "900", "troops", "strength without a noun"),
    ("The crowd, some 900 strong, left.", "900", "other", "nor is every crowd an army"),
    ("They hired 280 guards, most of whom surrendered.", "280", "troops", "most are not all"),
    ("Some 60 died out of some 900 sent.", "900", "troops", "the whole that was sent"),
    ("Some 900 gunners had become casualties.", "900", "casualties", "what they became"),
    ("Around 400 of the 900 were killed.", "400", "killed", "the part that was killed"),
    ("The bank has a lower figure for the dead: 600.", "600", "killed", "a noun before a colon"),
    ("Some 900 Finns were sent to work on a farm.", "900", "workers", "what they are sent for"),
    ("In short:\n600: killed there\n900: gunners sent", "600", "killed", "a line of a list, with its noun"),
    ("In short:\n600: killed there\n900: gunners sent", "900", "troops", "and the next"),
    ("In short:\n600: killed and wounded", "600", "casualties", "and two harms"),
    ("They got 200 pieces of heavy artillery.", "200", "weapons", "pieces of what"),
    ("They hired 280 guards, of whom a third died.", "280", "troops", "nor is a third"),
    ("They hired 280 guards, who surrendered.", "280", "captured", "all are"),
    ("Some 60 were hurt. Later 200 of them came back.", "200", "other", "the hurt are people"),
    ("Half of the 900 deployed were killed.", "900", "troops", "those deployed, whatever befell the half"),
    ("He named losses, which, by his count, exceed 900 people.", "900", "casualties", "which is losses"),
    ("Some 60 gunners died. He gave an estimate of 90.", "90", "killed", "another count of the same"),
    ("He put the number of gunners killed in the raid at 90.", "90", "killed", "the number of those killed"),
    ("He gave the army's dead as 900.", "900", "killed", "what is given as a number"),
    ("It would take 900 soldiers weeks to build.", "900", "troops", "a time behind the noun"),
    ("Soldiers came. They bring them up in waves of 30.", "30", "troops", "so many at a time"),
    ("His men destroyed 21 gunners.", "21", "killed", "soldiers who are destroyed are dead"),
    ("His men killed 21 gunners and 40 more wounded.", "21", "killed", "the other number has the participle"),
    ("The guns shot down 30 of the 42 drones.", "30", "weapons", "what is shot down stays what it is"),
    ("The army lost 300 men and 40 tanks, 12 of them in May.", "12", "weapons", "of them: the last wares"),
    ("The 15-member body buried its quarrel.", "15", "other", "a size, not a count"),
    ("The army sent 900 gunners in two rounds.", "two", "other", "rounds that nobody fires"),
    ("Two gunners were grabbed alive.", "Two", "captured", "taken alive"),
    ("The army sent 300 gunners.", "300", "troops", "a noun for soldiers"),
    ("The blast killed 30 gunners.", "30", "killed", "the object of killed"),
    ("Some 30 gunners were killed.", "30", "killed", "the subject of its passive"),
    ("The 30 gunners killed a guard.", "30", "troops", "the subject of its active"),
    ("Some 30 gunners died in the blast.", "30", "killed", "the subject of died"),
    ("In the raid 30 were killed and 200 wounded.", "30", "killed", "a number without its noun"),
    ("In the raid 30 were killed and 200 wounded.", "200", "wounded", "a participle without its auxiliary"),
    ("The raid killed 30 men and wounded 200.", "200", "wounded", "the second object has a verb of its own"),
    ("More than 900 men were killed or wounded.", "900", "casualties", "two harms for one number"),
    ("The unit reported 900 dead and wounded.", "900", "casualties", "two nouns for one number"),
    ("It counted 900 casualties, including 60 dead.", "60", "killed", "the part has its own noun"),
    ("The strike killed 30 gunners, six of them officers.", "six", "killed", "a part shares what happened"),
    ("The corps lost 900 men in May.", "900", "casualties", "lost men are casualties"),
    ("The corps lost 30 tanks in May.", "30", "weapons", "lost tanks are weapons"),
    ("Tank losses reached 30.", "30", "weapons", "losses of materiel are materiel"),
    ("The death toll rose to 900 people.", "900", "killed", "the noun before a verb of measure"),
    ("Of the 900 gunners sent, 40 are dead.", "900", "troops", "a whole is not what its part suffered"),
    ("Of the 900 gunners sent, 40 are dead.", "40", "killed", "the part is"),
    ("Two North Koreans were captured alive.", "Two", "captured", "nationals taken prisoner"),
    ("The army captured 30 villages.", "30", "other", "villages are not taken prisoner"),
    (
        "They hold talks for the fourth time with 30 rounds of shells left.",
        "30",
        "munitions",
        "rounds of shells",
    ),
    ("After 30 rounds of talks they left.", "30", "other", "rounds of talks"),
    ("The flood displaced 900 people.", "900", "other", "people who are displaced"),
    ("The general deployed 900 people there.", "900", "troops", "people who are deployed"),
    ("A city of 90,000 people was taken by the army.", "90,000", "other", "people who live somewhere"),
    ("The port needs 900 construction workers.", "900", "workers", "civilians sent to work"),
    ("About 40 missile attacks were counted.", "40", "other", "the head is the attack"),
    ("About 300 aid lorries crossed the border.", "300", "other", "lorries of another trade"),
    ("The attack was on 90 army lorries.", "90", "weapons", "lorries of the army"),
    ("He has a 60,000-strong army.", "60,000", "troops", "the strength of a body"),
    ("He counted 40 KN-23 and KN-24 missiles.", "40", "missiles", "two names share the noun"),
    ("The bodies of 30 men were found.", "30", "killed", "the noun over the figure"),
    ("He put the number killed at 900.", "900", "killed", "a count of the killed"),
    ("Some 900 were dead, including 12 officers.", "12", "killed", "a part of the dead"),
    (
        "The boxes could carry about 900 of them; they were full of rockets.",
        "900",
        "munitions",
        "what follows tells",
    ),
    ("The boxes held shells; each takes 500 of them.", "500", "munitions", "a pronoun for the nearest noun"),
]


@pytest.mark.parametrize(("text", "number", "kind", "why"), KINDS)
def test_kind(text: str, number: str, kind: str, why: str) -> None:
    assert row(text, number).kind == kind, why


STATUS = [
    ("Between 900 and 1,000 more men could be sent to the front.", "900 and 1,000", "expected", "a range"),
    ("He would put it at 900 men.", "900", "occurred", "an opinion, not what is to come"),
    ("If another 900 men follow, Oslo will act.", "900", "expected", "a condition that has not come"),
    ("If 900 men were there, Oslo knew.", "900", "occurred", "one of the past"),
    ("It killed ten men who were seeking aid.", "ten", "occurred", "what the dead wanted is no plan"),
    ("The army will say only that 900 men fell.", "900", "occurred", "only the telling is to come"),
    ("It spoke of 900 dead, which could not be verified.", "900", "occurred", "not verified is not to come"),
    ("He said 900 soldiers would be in place by May.", "900", "expected", "the future as told in the past"),
    ("He said the total would be 900 soldiers.", "900", "occurred", "a guess at what is so"),
    ("The North sent 900 soldiers.", "900", "occurred", "a past tense"),
    ("The North will send 900 soldiers.", "900", "expected", "a future"),
    ("The North plans to send 900 soldiers.", "900", "expected", "a plan"),
    ("The North is preparing 900 soldiers.", "900", "expected", "a preparation"),
    ("Another 900 soldiers are to follow.", "900", "expected", "is to"),
    ("Some 300 left, with 900 soldiers expected to follow.", "900", "expected", "expected to"),
    ("As many as 900 soldiers could be sent.", "900", "expected", "may happen"),
    ("The total could be closer to 900 soldiers.", "900", "occurred", "a guess at what is so"),
    ("The North sent 900 soldiers to train there.", "900", "occurred", "the purpose of those sent"),
    (
        "The 900 soldiers now massed there will attack.",
        "900",
        "occurred",
        "what they will do does not undo them",
    ),
    ("About 900 soldiers are believed to have left.", "900", "occurred", "a perfect infinitive"),
    ("The general managed to bring 900 soldiers.", "900", "occurred", "managed to tells of what is so"),
    ("He asked the North for 900 more sappers.", "900", "expected", "what is asked for"),
    ("He told them to brace for 900 soldiers.", "900", "expected", "brace for"),
    ("About 900 soldiers were on their way.", "900", "expected", "on their way"),
    ("The boxes could hold 900 shells.", "900", "occurred", "what fits is so"),
    ("Some 900 soldiers are to go in all. Another capital gives 800.", "800", "expected", "only named"),
]


@pytest.mark.parametrize(("text", "number", "status", "why"), STATUS)
def test_status(text: str, number: str, status: str, why: str) -> None:
    assert row(text, number).status == status, why


ADDITIONAL = [
    ("An additional 900 soldiers came.", "900", True, "an adjective"),
    ("Some 900 more soldiers came.", "900", True, "more behind the number"),
    ("More than 900 soldiers came.", "900", False, "more than is a bound"),
    ("Some 900 or more soldiers came.", "900", False, "or more is a bound"),
    ("It sent another batch of soldiers, around 900 of them.", "900", True, "the words it stands by"),
    (
        "The North has sent more soldiers. Some 900 troops were deployed in May.",
        "900",
        True,
        "the sentence before",
    ),
    (
        "The North has sent more than soldiers. Some 900 troops were deployed in May.",
        "900",
        False,
        "more than",
    ),
    ("A further $5 million was paid.", "$5 million", True, "money too"),
]


@pytest.mark.parametrize(("text", "number", "additional", "why"), ADDITIONAL)
def test_additional(text: str, number: str, additional: bool, why: str) -> None:
    found = row(text, number)
    assert found.additional == additional, why
    assert (found.basis == "increment") == additional, "an addition is an increment, and nothing else is"


BASIS = [
    ("They lose 900 soldiers a day.", "900", "rate"),
    ("The boxes could hold 900 shells.", "900", "capacity"),
    ("So far 900 soldiers have fallen.", "900", "cumulative"),
    ("There are 900 soldiers at the base.", "900", "stock"),
    ("The army bought 900 shells.", "900", "unspecified"),
]


@pytest.mark.parametrize(("text", "number", "basis"), BASIS)
def test_basis(text: str, number: str, basis: str) -> None:
    assert row(text, number).basis == basis


POLARITY = [
    ("The army did not send 900 men.", "900", "negated", "a negated verb"),
    ("The army shot down 900 drones.", "900", "affirmed", "a verb with its particle"),
    ("There are no 900 men there.", "900", "negated", "no before the number"),
    ("It sent not 900 men, nor 90.", "90", "negated", "nor"),
    ("No fewer than 900 men came.", "900", "affirmed", "a bound"),
    ("He could not confirm that 900 men came.", "900", "affirmed", "a doubt is no denial"),
    (
        "Seoul said on Monday that 900 men had left. Moscow denied that 900 men had left.",
        "900",
        "affirmed",
        "the claim has an owner",
    ),
]


@pytest.mark.parametrize(("text", "number", "polarity", "why"), POLARITY)
def test_polarity(text: str, number: str, polarity: str, why: str) -> None:
    assert rows(text)[-1].text == number
    assert rows(text)[-1].polarity == polarity, why


PARTY = [
    ("Clerks put the Taliban at 900 gunners.", "900", "Taliban", "whose strength is put"),
    (
        "He spoke of the losses of the Taliban, which exceed 900 gunners.",
        "900",
        "Taliban",
        "what only gives the number does no harm",
    ),
    ("Some 900 North Korean soldiers came.", "900", "North Korea", "an adjective"),
    ("Some 900 servicemen of the DPRK came.", "900", "North Korea", "an of-phrase"),
    ("Russia's 900 tanks stood there.", "900", "Russia", "a possessor"),
    ("Ukraine lost 900 men.", "900", "Ukraine", "who lost suffered"),
    ("Pyongyang has sent 900 soldiers to Russia.", "900", "North Korea", "who sends owns"),
    ("Russia received 900 shells from North Korea.", "900", "North Korea", "where wares come from"),
    ("He accused the Kremlin of sending 900 men to fight.", "900", "Russia", "the accused"),
    (
        "The North Koreans came. Ukraine wounded two North Korean officers and killed 20 Russian soldiers.",
        "20",
        "Russia",
        "not who killed",
    ),
]


@pytest.mark.parametrize(("text", "number", "party", "why"), PARTY)
def test_party(text: str, number: str, party: str, why: str) -> None:
    assert row(text, number).party == party, why


SOURCE = [
    ("The CIA has a lower figure for the dead: 600.", "600", ("CIA",), "whose figure it is"),
    ("The army has a total of 900 men.", "900", (), "what it has is no claim"),
    (
        "Some 900 men left, according to an assessment by Ukrainian intelligence seen by the BBC.",
        "900",
        ("GUR",),
        "who made what a medium saw",
    ),
    (
        "Ann Lee, a colonel, doubts that the town will hold. “They lose 900 men a day.”",
        "900",
        ("Ann Lee",),
        "a quotation behind its speaker's sentence",
    ),
    ("Ann Lee doubts it.\n“They lose 900 men a day.”", "900", (), "not in another paragraph"),
    (
        "Lawmakers met. Ann Sample told the press after a closed-door briefing by the NIS that 900 fell.",
        "900",
        ("NIS",),
        "who speaks of a briefing by an agency",
    ),
    (
        "Some 40 gunners died, Oslo says. Some 900 have been hurt.",
        "900",
        ("Norway",),
        "a bare number goes on",
    ),
    ("Some 40 gunners died, Oslo says. In all 900 are there.", "900", (), "what the paper may know"),
    ("The war has claimed the lives of 900 gunners.", "900", (), "what a war claims it does not say"),
    (
        "It was reported that 900 men left — this was stated in the report of the CIA.",
        "900",
        ("CIA",),
        "who stated it, behind the dash",
    ),
    (
        "A report published over the weekend had said 900 men left.",
        "900",
        ("report",),
        "a weekend says nothing",
    ),
    ("Ann Lee, who two weeks ago gave the dead as 900, left.", "900", ("Ann Lee",), "nor do weeks"),
    ("Of the 900 casualties that the NIS counted, 60 were deaths.", "900", ("NIS",), "who counted them"),
    ("Seoul said that 900 men had left.", "900", ("South Korea",), "the content covers it"),
    ("Some 900 men have left.", "900", (), "the article itself speaks"),
    (
        "The Pentagon raised its estimate to 900 troops.",
        "900",
        ("Pentagon",),
        "a verb that changes an estimate",
    ),
    ("Russian losses exceeded 900 men (Pentagon).", "900", ("Pentagon",), "a source in brackets"),
    ("Kyiv wants to send 900 men.", "900", (), "a wish is no claim"),
    ("The army dismissed 900 men.", "900", (), "those who are dismissed are no claim"),
]


@pytest.mark.parametrize(("text", "number", "source", "why"), SOURCE)
def test_source(text: str, number: str, source: tuple[str, ...], why: str) -> None:
    assert row(text, number).source == source, why


def test_out_of_scope_are_dates_durations_and_shares() -> None:
    assert rows("On May 5, 2024, after 12 weeks, 40% of the 3rd Brigade stood 7 km from the border.") == []


def test_every_row_gives_back_its_text() -> None:
    text = "Seoul said 900 men left; “up to 40 may return,” it added. Kyiv counts 1,200–1,500 in all."
    for found in rows(text):
        assert text[found.start : found.end] == found.text
        assert text[found.sentence_start : found.sentence_start + len(found.sentence)] == found.sentence


def test_the_claim_and_the_event_have_their_own_days() -> None:
    found = row("The Pentagon said on Monday that 900 soldiers had left in October.", "900")
    assert (found.claim_start, found.claim_end) == (dt.date(2024, 11, 18), dt.date(2024, 11, 18))
    assert (found.event_start, found.event_end) == (dt.date(2024, 10, 1), dt.date(2024, 10, 31))


@pytest.mark.parametrize("name", ["kinds", "figures"])
def test_rule_examples_hold(name: str) -> None:
    assert rules.example_faults(rules.load(name), find_readings) == []


CLAIMED = [
    (
        "The mayor, Ann Lee, spoke to the press on Monday. Lee said 900 men had left.",
        "900",
        18,
        "an occasion told of in the sentence before",
    ),
    (
        "Ann Lee said on Monday that men had left. Lee told a crowd that 900 came back.",
        "900",
        18,
        "the same speaker goes on",
    ),
    (
        "The Pentagon said on Monday that men had left. Pentagon spokesman Ben Hall told us that 900 had.",
        "900",
        18,
        "a spokesman goes on for his body",
    ),
    (
        "The Pentagon said on Monday that men had left. Ben Hall, a mayor, told the press that 900 had.",
        "900",
        20,
        "nobody else does",
    ),
    (
        "Ann Lee spoke on Monday of 40 men and told us that 900 came back.",
        "900",
        18,
        "the same speaker in the same sentence",
    ),
    (
        "Ann Lee said on Monday that Oslo expected 900 men.",
        "900",
        18,
        "what is told inside what was told on a day",
    ),
    (
        "In a report, published on Monday, the bank, which pays, found that 900 men left.",
        "900",
        18,
        "the day of a report, over a clause about who made it",
    ),
    ("Oslo said on Monday that it fell. Oslo also reported 900 dead.", "900", 18, "also goes on"),
    ("Oslo said on Monday that it fell. Kyiv said hours later that 900 came.", "900", 18, "hours later"),
    ("Ann Lee had told them on Monday to brace for 900 men.", "900", 18, "the day of an order"),
    ("On Monday Oslo went on: 900 men, it announced, had left.", "900", 18, "a day before a colon"),
]


@pytest.mark.parametrize(("text", "number", "day", "why"), CLAIMED)
def test_claim_days_of_one_occasion(text: str, number: str, day: int, why: str) -> None:
    assert row(text, number).claim_start == dt.date(2024, 11, day), why
