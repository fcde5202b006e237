"""Who is meant by the words that name a source, and whose people and where a count is.

In the texts, braces mark the words to resolve, and angle brackets those who have spoken before.
"""

from __future__ import annotations

import datetime as dt
import re

import pytest
from counting import calls_made
from hypothesis import given, settings
from hypothesis import strategies as st

from nkreport import rules
from nkreport.records import Attribution
from nkreport.sources import country_of, find_place, find_sources, party_of, read_cast, resolve, split_chain
from nkreport.sources.lexicon import lexicon
from nkreport.text import read_document

MARK = re.compile(r"[{}<>]")
DAY = dt.date(2024, 11, 14)


def unmarked(text: str) -> tuple[str, tuple[int, int], list[tuple[int, int]]]:
    """The text without its marks, the span in braces, and those in angle brackets."""
    plain, opened = "", 0
    spans: dict[str, list[tuple[int, int]]] = {"}": [], ">": []}
    last = 0
    for mark in MARK.finditer(text):
        plain += text[last : mark.start()]
        last = mark.end()
        if mark.group() in "{<":
            opened = len(plain)
        else:
            spans[mark.group()].append((opened, len(plain)))
    return plain + text[last:], spans["}"][0], spans[">"]


def names(text: str, *, published: dt.date | None = None) -> list[str]:
    plain, span, spoken = unmarked(text)
    attributions = [Attribution(one, (one[1], one[1] + 1), ()) for one in [*spoken, span]]
    return [
        found.name
        for found in resolve(read_cast(plain, published=published, attributions=attributions), span)
    ]


PHRASES = [
    # people: one full name, without titles and appositions
    ("a coast guard spokesman, Ann Example,", ["Ann Example"], "an unnamed title, then the name"),
    ("U.S. Secretary of State Marco Rubio", ["Marco Rubio"], "title with a country before the name"),
    ("Ann Example, the spokeswoman for the Coast Guard,", ["Ann Example"], "apposition after the name"),
    ("the minister of transport, Ann Example,", ["Ann Example"], "apposition before the name"),
    ("the head of the HUR Kyrylo Budanov", ["Kyrylo Budanov"], "office with of, and no comma"),
    ("Volodymyr Zelenskyy", ["Volodymyr Zelensky"], "one spelling for all"),
    ("Mark Ruttee", ["Mark Rutte"], "one wrong letter in a known name"),
    ("Pentagon Deputy Press Secretary Ann Example", ["Ann Example"], "a named spokesperson is the source"),
    ("the Pentagon's Ann Example", ["Ann Example"], "body's possessive before a name"),
    ("Lt. Gen. Ben Example", ["Ben Example"], "ranks"),
    ("Ursula von der Leyen", ["Ursula von der Leyen"], "particles inside the name"),
    (
        "a pilot of the 9th Brigade, aged 26, who goes by the call sign Sparrow",
        ["Sparrow"],
        "a call sign serves as a name",
    ),
    # bodies
    ("the National Intelligence Service (NIS)", ["NIS"], "common short name"),
    ("the news agency Reuters", ["Reuters"], "noun of its kind before it"),
    ("a spokesman for the General Staff", ["General Staff"], "a body by its name, though no rule knows it"),
    ("South Korean newspaper JoongAng", ["JoongAng"], "the country does not become the source"),
    ("the portal Lagoon Observer", ["Lagoon Observer"], "a medium that no list holds"),
    ("a Pentagon spokesman", ["Pentagon"], "an unnamed spokesperson is the body"),
    (
        "a spokeswoman for the French interior ministry",
        ["French interior ministry"],
        "a body with no other name keeps its words",
    ),
    ("a spokesman of the army", ["spokesman of the army"], "whose army is not said"),
    ("the presidential office in Seoul", ["presidential office"], "a body's seat is no part of its name"),
    ("an ISW assessment", ["ISW"], "a document stands for its maker"),
    # governments
    ("Tokyo", ["Japan"], "capital"),
    ("the Kremlin", ["Kremlin"], "a seat that is a name of its own"),
    ("the Biden administration", ["United States"], "a person's government"),
    ("the junta in Bamako", ["Mali"], "a government by its capital"),
    ("the US", ["United States"], "not the pronoun us"),
    # several at once
    ("both Russia and North Korea", ["Russia", "North Korea"], "two countries"),
    ("neither Moscow nor Pyongyang", ["Russia", "North Korea"], "two denied together"),
    ("Ukrainian and U.S. officials", ["Ukrainian officials", "U.S. officials"], "the noun is shared"),
    ("Moscow, Minsk and Pyongyang", ["Russia", "Belarus", "North Korea"], "a list"),
    (
        "John Example, the mayor, and Ann Sample",
        ["John Example", "Ann Sample"],
        "an apposition inside a list",
    ),
    ("the U.S. and its allies", ["United States"], "allies without a name beside a name"),
    ("the Ministry of Trade and Industry", ["Ministry of Trade and Industry"], "and inside a name"),
    (
        "the ministers of South Korea and the U.S.",
        ["ministers of South Korea and the U.S."],
        "and inside the phrase behind of",
    ),
    # unnamed sources keep their words
    ("A think tank, the Example Institute,", ["Example Institute"], "a body's kind, then its name"),
    ("A town in the north, Dover,", ["town in the north"], "a town is no speaker by another name"),
    ("Military sources", ["military sources"], "the sentence's capital is no part of them"),
    ("a senior administration official", ["senior administration official"], "no article"),
    ("two Western officials", ["Western officials"], "no numeral"),
    ("South Korean media", ["South Korean media"], "a group"),
    ("a diplomat in New York on Monday", ["diplomat in New York"], "the day is no part of it"),
    ("a former colonel with 22 years' service", ["former colonel"], "nor is what with adds"),
    ("an officer who works on debris", ["officer"], "nor a relative clause"),
    ("The forces allied with the guard", ["forces"], "nor a participle"),
    (
        "The Tide Centre at the Trade and Labour Council",
        ["Tide Centre"],
        "and inside the name behind at the",
    ),
    ("An adviser to Ann Example", ["adviser to Ann Example"], "she is advised, and does not speak"),
    ("A close ally of Ann Example", ["close ally of Ann Example"], "nor does she have her allies' words"),
    ("President of Kenya Ann Example", ["Ann Example"], "a country between the office and its holder"),
    (
        "two people familiar with the matter",
        ["people familiar with the matter"],
        "without which it says nothing",
    ),
]


@pytest.mark.parametrize(("words", "expected", "reason"), PHRASES, ids=[reason for _, _, reason in PHRASES])
def test_a_phrase_is_read_by_its_own_words(words: str, expected: list[str], reason: str) -> None:
    assert names(f"{{{words}}} said nothing new.") == expected, reason


ARTICLES = [
    (
        "<The panel of judges> met. {Its report} was short.",
        ["panel of judges"],
        "a report is whose report it is",
    ),
    ("<Ben Sample> left. {His ministry} was late.", ["Ben Sample"], "who speaks of his own body"),
    ("Gunners died. {The army} said so.", ["army"], "a country has one army"),
    ("It was Ann Sample, an activist from Kenya, {who} said so.", ["Ann Sample"], "who was explained"),
    (
        "A South Korean lawmaker came. {The country's spy agency} was late.",
        ["NIS"],
        "the country named before",
    ),
    ("<Kenya's health ministry> wrote. {It} said no.", ["Kenya's health ministry"], "not the country in it"),
    ("<The newspaper La Casa Azul> wrote. {It} said no.", ["La Casa Azul"], "a paper, not a person"),
    ("The NIS wrote. {The data of the special service} are old.", ["NIS"], "whose data they are"),
    (
        "Q: How many?\n\nMS. SAMPLE: {We} do not know.\n\nQ: Why?\n\nMS. SAMPLE: Ask them.",
        ["Sample"],
        "a transcript tells who speaks",
    ),
    (
        "<The Pentagon> wrote. {The Defence Ministry} wrote too.",
        ["Defence Ministry"],
        "a ministry is no department",
    ),
    (
        "<Britain's Ministry of Defence> wrote. {The Ministry of Foreign Affairs} wrote too.",
        ["Ministry of Foreign Affairs"],
        "nor one that looks after something else",
    ),
    (
        "<The deputy chairperson of the bank Ann Sample> wrote. {The official} wrote again.",
        ["Ann Sample"],
        "whoever holds an office is an official",
    ),
    ("It was Ann Sample, not Bo Bloggs, {who} said so.", ["Ann Sample"], "not who did not"),
    (
        "<Reuters> wrote. {The northern news agency} wrote too.",
        ["northern news agency"],
        "another agency of the same kind",
    ),
    ("<Reuters> wrote. {The news agency} wrote again.", ["Reuters"], "where nothing tells it apart"),
    ("The CIA wrote. {One of them, Ann Sample,} said so.", ["Ann Sample"], "one of several, by name"),
    ("The CIA wrote. {One of them} said so.", [], "one of several is nobody for sure"),
    ("{The Ukrainians} say so.", ["Ukraine"], "a people with an article is its country"),
    ("{Ukrainians} say so.", ["Ukrainians"], "people are not"),
    ('{A sergeant, "Swift",} said so.', ["Swift"], "a name in quotation marks"),
    ("{The calculations of the CIA} tell.", ["CIA"], "whose calculations"),
    ("OSLO, Jan 13 (Wire) - Kenya sent men, as {it} vowed.", ["Kenya"], "a dateline speaks for nobody"),
    # a lone surname
    ("Ann Example arrived. {Example} spoke.", ["Ann Example"], "surname after the full name"),
    ("{Sample} spoke. Later Ben Sample left.", ["Ben Sample"], "the full name may come later"),
    ("Park Min-ho arrived. {Park} spoke.", ["Park Min-ho"], "family name first"),
    ("{Putin} spoke.", ["Vladimir Putin"], "known by surname alone"),
    ("Kim Min-ho and Kim Ji-woo came. {Kim} spoke.", ["Kim Ji-woo"], "of two the one named last"),
    # pronouns
    ("<Ann Example> said yes. {She} added that it was late.", ["Ann Example"], "the last speaker"),
    ("<Ann Example> said Ben Sample was ill. {She} added more.", ["Ann Example"], "by gender and prominence"),
    ("<Minister Ben Sample> met Ann Example. {She} said no.", ["Ann Example"], "gender beats prominence"),
    ("<Ben Sample> spoke. <He> went on. {He} closed.", ["Ben Sample"], "he takes up he"),
    ("<A Ruritanian diplomat> laughed. {He} called it a tale.", ["Ruritanian diplomat"], "an unnamed person"),
    ("<Japan> protested. {It} demanded an answer.", ["Japan"], "a country"),
    ("{He} said yes.", [], "nobody before: empty, never a guess"),
    ("The rain stopped. {It} said yes.", [], "no speaker in sight"),
    ("<Ann Example> left. {We} were wrong.", [], "first person is nobody named"),
    ("Russia and Japan met. {Both} denied it.", ["Russia", "Japan"], "both of a pair"),
    (
        "Talks between Kenya and Chad began. A dog barked. {The two countries} denied it.",
        ["Kenya", "Chad"],
        "a pair joined by and",
    ),
    ("Kenya, Chad and Mali met. The report was long. {Both} denied it.", [], "three are no pair"),
    # bodies by description
    ("<South Korea's spy agency> spoke. {The agency} said more.", ["NIS"], "noun of its kind"),
    (
        "The NIS told the news agency Reuters so. {The agency} warned again.",
        ["NIS"],
        "the subject rather than the one told",
    ),
    ("<Yonhap> reported it. NATO met. {The news agency} said more.", ["Yonhap"], "two words of its kind"),
    ("Example Daily wrote it. {The newspaper} added more.", ["Example Daily"], "a new paper"),
    ("NATO met. {The alliance} waited.", ["NATO"], "alliance"),
    (
        "The Russian Foreign Ministry wrote. {The ministry} added more.",
        ["Russian Foreign Ministry"],
        "a body under its own words",
    ),
    ("The CIA met the NIS. {The South Korean agency} spoke.", ["NIS"], "the country decides"),
    ("The Pentagon met. {The agency} spoke.", [], "a ministry is no agency"),
    (
        "NIS men came. {The presidential office} said no.",
        ["presidential office"],
        "another body's office is not taken up",
    ),
    ("Pentagon spokesman Ben Sample spoke. {The department} said no.", ["Pentagon"], "named only in a title"),
    (
        "The White House wrote. It was, {a spokesman} said, too early.",
        ["White House"],
        "a spokesman of the last body",
    ),
    (
        "The Chadian Defence Ministry spoke. {A ministry official} said more.",
        ["Chadian Defence Ministry official"],
        "whose ministry",
    ),
    ("NATO met. {Its members} accused Oslo.", ["NATO members"], "whose members"),
    # roles
    (
        "<A South Korean diplomat> spoke. The hall was full. {The diplomat} said more.",
        ["South Korean diplomat"],
        "the same word",
    ),
    ("<A Russian diplomat> spoke. {The envoy} said more.", ["Russian diplomat"], "a word of the same class"),
    (
        "<Oleksandr Syrskyi>, the commander, spoke. {The general} said more.",
        ["Oleksandr Syrskyi"],
        "a person of that class",
    ),
    (
        "<Ann Example, Peru's foreign minister>, met <Chile's Ben Sample>. {The Peruvian minister} said no.",
        ["Ann Example"],
        "the country decides",
    ),
    (
        "<A defence official> spoke. <Ministry spokesman Ben Sample> spoke. {The official} said more.",
        ["defence official"],
        "the same word rather than the nearer person",
    ),
    ("{The official} said more.", [], "nobody before"),
    ("Ben Sample, the foreign minister, came. {The defence minister} said no.", [], "another office"),
    (
        "Peru's defence minister met the press. Ben Sample waited. {Ukraine's envoy in Lima} said no.",
        ["Ukraine's envoy in Lima"],
        "an office that nobody is named for keeps its words",
    ),
]


@pytest.mark.parametrize(("text", "expected", "reason"), ARTICLES, ids=[reason for _, _, reason in ARTICLES])
def test_an_article_tells_who_is_taken_up(text: str, expected: list[str], reason: str) -> None:
    assert names(text) == expected, reason


OFFICES = [
    ("the Secretary of State", DAY, ["Antony Blinken"], "no country needed"),
    ("the Secretary of State", dt.date(2025, 2, 27), ["Marco Rubio"], "another day, another person"),
    ("Ukraine's president", DAY, ["Volodymyr Zelensky"], "country and office"),
    ("America's most senior diplomat", DAY, ["Antony Blinken"], "paraphrase"),
    ("the Pentagon's chief", DAY, ["Lloyd Austin"], "a body's head"),
    ("the chief of NATO", dt.date(2024, 1, 31), ["Jens Stoltenberg"], "a body's head behind of"),
    ("a former US president", DAY, ["former US president"], "not the office"),
    ("the president", DAY, [], "of which country is not said"),
    ("Ukraine's president", None, ["Ukraine's president"], "no day, no person"),
]


@pytest.mark.parametrize(
    ("words", "day", "expected", "reason"), OFFICES, ids=[f"{o[0]}: {o[3]}" for o in OFFICES]
)
def test_an_office_is_its_holder_on_the_day(
    words: str, day: dt.date | None, expected: list[str], reason: str
) -> None:
    assert names(f"{{{words}}} said nothing.", published=day) == expected, reason


def test_the_article_s_own_naming_comes_before_the_roster() -> None:
    assert names(
        "Acting president Ann Sample, Ukraine's president, came. {Ukraine's president} spoke.", published=DAY
    ) == ["Ann Sample"]


CHAINS = [
    ("{military sources cited by Yonhap} [say] so.", ["military sources"], ["Yonhap"], "cited by"),
    ("{Yonhap, quoting military sources,} [said] so.", ["military sources"], ["Yonhap"], "quoting"),
    (
        "{The New York Times} [reported] on Sunday, citing two officials.",
        ["officials"],
        ["New York Times"],
        "citing at the end",
    ),
    ("{An officer} [told] AFP that it rained.", ["officer"], ["AFP"], "told a medium"),
    (
        "{The town hall} [said], citing declassified intelligence.",
        ["town hall"],
        [],
        "what one goes by is no speaker",
    ),
    ("{An officer} [told] reporters that it rained.", ["officer"], [], "told nobody who relays"),
    ("{An officer} [told] NATO that it rained.", ["officer"], [], "a body that is told does not relay"),
    ("{A report carried by Yonhap} [says] so.", ["Yonhap"], [], "a report is its medium's"),
    (
        "The NIS briefed lawmakers. {Ann Example, a member of parliament,} [said] so.",
        ["NIS"],
        ["Ann Example"],
        "a lawmaker after a briefing",
    ),
    (
        "{Ann Example, a member of parliament,} [said] so.",
        ["Ann Example"],
        [],
        "a lawmaker speaks for herself",
    ),
]


@pytest.mark.parametrize(("text", "sources", "vias", "reason"), CHAINS, ids=[reason for *_, reason in CHAINS])
def test_a_chain_is_taken_apart(text: str, sources: list[str], vias: list[str], reason: str) -> None:
    plain, source, _ = unmarked(text.replace("[", "").replace("]", ""))
    cue_word = text[text.index("[") + 1 : text.index("]")]
    at = plain.index(cue_word, source[1])
    chain = split_chain(read_cast(plain), Attribution(source, (at, at + len(cue_word)), ()))
    assert [found.name for found in chain.sources] == sources, reason
    assert [found.name for found in chain.vias] == vias, reason


@pytest.mark.parametrize(
    ("words", "party"),
    [
        ("North Korean soldiers", "North Korea"),
        ("Pyongyang's men", "North Korea"),
        ("the DPRK's shells", "North Korea"),
        ("Kremlin forces", "Russia"),
        ("Kyiv's forces", "Ukraine"),
        ("Putin's troops", "Russia"),
        ("men of Wagner", "Wagner"),
        ("soldiers from the Republic of Korea", "South Korea"),
        ("Russian rifles for Ukraine", "Russia"),
        ("Koreans", "North Korea"),
        ("soldiers", None),
        ("troops in Russia", None),
        ("Islamic State fighters", "Islamic State"),
    ],
)
def test_a_count_belongs_to_a_party(words: str, party: str | None) -> None:
    assert party_of(None, words) == party


def test_a_possessive_pronoun_takes_up_a_party() -> None:
    text = "Russia attacked. Its troops fled."
    at = text.index("Its troops")
    assert party_of(read_cast(text), (at, at + 10)) == "Russia"


@pytest.mark.parametrize(
    ("word", "country"),
    [
        ("Kiev", "Ukraine"),
        ("Frenchmen", "France"),
        ("U.S.", "United States"),
        ("us", None),
        ("polish", None),
        ("NATO", None),
    ],
)
def test_a_word_names_a_country(word: str, country: str | None) -> None:
    assert country_of(word) == country


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("About 50 men were sent to Russia's Kursk region.", "Kursk"),
        ("About 50 men are in the Lower Marsh district.", "Lower Marsh"),
        ("In Belgorod some 50 men were hurt.", "Belgorod"),
        ("About 50 men reached Russia.", "Russia"),
        ("About 50 men in uniform said no.", None),
        ("About 50 men left in May.", None),
    ],
)
def test_a_place_is_led_to_by_a_preposition(text: str, place: str | None) -> None:
    document = read_document(text)
    at = text.index("50")
    assert find_place(document, document.sentences[0], (at, at + 2)) == place


def test_the_rules_examples_hold() -> None:
    assert rules.example_faults(rules.load("sources"), find_sources) == []


def test_a_name_stands_once_in_the_lexicon() -> None:
    printed = [(entry.printed, entry.exact) for entries in lexicon().entries.values() for entry in entries]
    assert sorted({one for one in printed if printed.count(one) > 1}) == []


def test_spans_give_back_their_words() -> None:
    text = "Both Japan and the U.S. said yes."
    found = resolve(read_cast(text), (0, 23))
    assert [text[one.start : one.end] for one in found] == ["Both Japan", "the U.S."]


def test_a_text_twice_as_long_is_twice_the_work() -> None:
    def work(times: int) -> int:
        text = "Ann Example spoke in Oslo. The agency said no. He said so. " * times
        spans = [
            (match.start(), match.end()) for match in re.finditer(r"Ann Example|The agency|He(?= )", text)
        ]
        cast = read_cast(text, attributions=[Attribution(span, span, ()) for span in spans])
        return calls_made(lambda: [resolve(cast, span) for span in spans])

    work(10)
    assert work(200) < 2.2 * work(100)


WORDS = st.sampled_from(
    (
        "the a both its Seoul Kyiv Kim Ann Example North Korea 's , and who ( ) “ ” . said he it they agency "
        "officials U.S. spokesman for of in Yonhap citing told The two countries neither Ministry "
        "— é MR. KIM:"
    ).split()
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=40), st.data())
def test_any_text_gives_names_with_words_and_the_same_again(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    ends = st.integers(0, len(text))
    spans = [sorted(data.draw(st.tuples(ends, ends))) for _ in range(3)]
    attributions = [Attribution((low, high), (high, high), (), via=((low, high),)) for low, high in spans]
    chains = [
        [split_chain(read_cast(text, attributions=attributions), one) for one in attributions] for _ in "ab"
    ]
    assert chains[0] == chains[1]
    for chain in chains[0]:
        assert all(
            found.name.strip() and text[found.start : found.end] for found in (*chain.sources, *chain.vias)
        )


def test_a_phrase_remembered_is_not_mistaken_for_another() -> None:
    assert names("the newspaper {Example} wrote.") == ["Example"]
    assert names("{newspaper Example} wrote.") == ["Example"]
    assert names("It was in the newspaper. {newspaper Example} wrote.") == ["Example"]
