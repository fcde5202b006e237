"""Texts glued from what news English is made of and from what breaks programs that read it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from fuzz.choices import Choices

LONGEST = 12_000  # characters of a text: no more can be read in the second that an input may take


def words(line: str) -> tuple[str, ...]:
    return tuple(line.split("|"))


WHO = words(
    "Seoul|the ministry|South Korea's spy agency|the NIS|Col. Ada Brink|President Volodymyr Zelensky|"
    "Kyiv|the Pentagon|a spokesman|officials|two people familiar with the matter|he|she|they|it|"
    "Lloyd Austin|Mr. Lee|the general|U.S. Secretary of State Marco Rubio|Reuters|the AFP news agency|"
    "North Korea|Russia|Russian forces|the 11th Corps|NATO|the White House|"
    "an official who asked not to be named|"
    "Kim Jong Un|Yonhap|the newspaper|the two leaders|both sides|a senior U.S. official|"
    "Gen. O'Neill-Smith Jr.|"
    "the governor of Kursk|nobody|everyone|sources|the envoy|his deputy|"
    "Ukraine's military intelligence (HUR)|who"
)
CUES = words(
    "said|says|told reporters|told AFP|according to|denied|denied that|could not confirm|has not commented|"
    "declined to comment|added|added that|warned|warned that|estimated|claimed|confirmed|"
    "did not say how many|"
    "is believed to have|reportedly|allegedly|may have|might|could|will|would|had|were|has been|urged|"
    "vowed to|"
    "asked|refused to say|did not deny|citing|as reported by|in a statement|wrote on X|was quoted as saying|"
    "it is not known how many|there is no evidence that|condemned|expects|plans to send|no comment"
)
NUMERALS = words(
    "1|2|10|300|1,500|12 000|12\u00a0000|12\u202f000|1.500|1,5|10,000|11,000|3.5|0|00|007|1e9|1e999|9^99|"
    "2^-1|½|1½|¼|"
    "10–12|10-12|10 to 12|1,000/2,000|50%|0.5 %|$3bn|€1.2 million|£5k|₩300|US$ 7|#4|No. 5|3rd|21st|1/0|0/0|"
    "9/11|24/7|2024|1999|2024-10-18|18.10.2024|10/18/24|3x|155mm|152-mm|-5|−5|+3|~40|>100|<=9|≈ 12|1,50,000|"
    "99999999999999999999999999|0.000000001|1,,000|1,00|.5|5.|1'000|10:30|3-0|٣٤|۱۲۳|１，５００|१२|๑๒|𝟙𝟚|²|①|"
    "Ⅻ|㊿|1٣|٣1|１0"
)
NUMBER_WORDS = words(
    "one|two|three|ten|twelve|twenty|twenty-one|a hundred|hundred|hundreds|thousand|thousands of|"
    "tens of thousands|"
    "a million|billion|trillion|dozen|dozens|two dozen|half|a quarter|third|two-thirds|several|a few|"
    "a couple of|"
    "scores of|none|no|zero|both|pair|a|an|first|second|one in three|three out of four|double|twice|"
    "and a half|"
    "million million|hundred and|point five|nought|each|all|some|many|countless"
)
BOUNDS = words(
    "more than|less than|at least|at most|up to|about|around|some|nearly|almost|over|under|between|and|"
    "or|to|from|"
    "as many as|fewer than|no more than|roughly|or more|or so|plus|an estimated|a total of|only|another|"
    "an additional|in all|exactly|not|hundreds, if not|per|a day|out of|of them|of whom|including"
)
NOUNS = words(
    "soldiers|troops|men|North Korean soldiers|workers|tanks|shells|artillery rounds|missiles|containers|"
    "people|"
    "civilians|officers|generals|brigades|battalions|vehicles|dollars|per cent|percent|percentage points|"
    "km|miles|"
    "km/h|years|days|hours|tons|prisoners|casualties|the dead|wounded|drones|°C|kg|hectares|dead|strong|"
    "-strong|"
    "-year-old|million|bn|children|reporters|flights|152 mm shells|of the"
)
DOINGS = words(
    "were killed|were wounded|have been sent|have arrived|were captured|are training|could be deployed|died|"
    "had been killed or wounded|will be sent|left|are in Kursk|were lost|have been shipped|are missing|"
    "surrendered|"
    "have not been deployed|fought|to fight|being trained|killed|wounding|, killing|injured|defected|returned"
)
DAYS = words(
    "on Thursday|Friday|last week|this week|next month|yesterday|today|tomorrow|on Oct. 18|October 2024|"
    "in 2024|"
    "since October|until December|by the end of the year|earlier this month|two days ago|three weeks later|"
    "on 8 October 2024|18 Oct|Feb. 29|Feb. 29, 2023|Oct. 32|May|may|March|in March|the 1990s|mid-January|Q3|"
    "the past year|in the summer|overnight|at 10:30 a.m.|for 3 days|between 1 and 5 May|"
    "from Monday to Friday|"
    "the day before|New Year's Eve|9999|the year 1|on 31 December 9999|999 years ago|10,000 weeks ago|"
    "last century|in the coming days|the same day|a decade ago|Nov. 5-7|2024/10/18|as of Sunday|"
    "100,000 days later"
)
PLACES = words(
    "in Kursk|in Russia|near Kyiv|in eastern Ukraine|to the front|in Vladivostok|at sea|abroad|here|there"
)
MARKS = words(
    '.|,|;|:|—|–|-|…|...|(|)|[|]|“|”|"|\'|‘|’|«|»|„|‟|``|\'\'|「|」|『|』|!|?|.”|,”|. “|, “|: “|,"|."|""|/|'
    "\\|*|_|#|@|"
    "•|·|‣|*|>|—“|’s|'s|s’|&|&amp;|<b>|%|$|€|°|=|+|~|^|{|}|$$|{{|}}|`|´|†"
)
BREAKS = words(
    "\n|\n\n|\r\n|\r|\u2028|\u2029|\x85|\v|\f|\n \n|\t|\n- |\n• |\n1. |\n\u00a0\n|\n\n\n\n|\r\n\r\n|\n---\n"
)
FURNITURE = words(
    "Read more:|Advertisement|Share this article|Subscribe|Sign up for our newsletter|© 2024|Related:|"
    "Photo: AP|"
    "https://example.org/a?b=1,500&c=2|www.example.org|a@example.org|(Reporting by A. B.)|ALSO READ|"
    "Comments (12)|"
    "SEOUL, Oct. 18 (Reuters) —|TAIPEI|By A. N. Other|Updated 10:30|Follow us on|Click here|1 of 12|@reporter"
)
ODD = words(
    "\x00|\u200b|\u200c|\u200d|\u2060|\u00ad|\ufeff|\u202a|\u202b|\u202e|\u202c|\u2066|\u2067|\u2069|"
    "\u200f|\u061c|"
    "\u0301|\u0338|\u20e3|\ufe0f|\U000e0001|\ufffd|\uffff|\x1b[31m|\x7f|\x1c|\x1f|\u3000|\u2009|\u180e|"
    "\U0001f600|"
    "\U0001f468\u200d\U0001f469|İ|ı|ß|ẞ|ŉ|ﬁ|Ǆ|ſ|K|Å|é|e\u0301|ё|ա|中|한국군|الجنود|солдат|ทหาร|\ud7ff|\ue000|"
    "ﷺ|𝐚|ⅻ|ª"
)
SURROGATES = ("\ud800", "\udfff", "\udc80", "\udc00\ud800")
TEMPLATES = words(
    "{who} {cue} {bound} {number} {noun} {doing} {place} {day}.|"
    "{bound} {number} {noun} {doing}, {who} {cue} {day}.|"
    "“{bound} {number} {noun} {doing},” {who} {cue}. “{word} {noun} {doing} {day}.”|"
    "According to {who}, {number} {noun} {doing} {day}, {bound} {word} {noun} {place}.|"
    "{who}, citing {who}, {cue} that {number} {noun} and {number} {noun} {doing}.|"
    "{who} {cue} between {number} and {number} {noun} {doing}; {who} {cue} it.|"
    "{who} {cue} {who} that “{number}” {noun} {doing}.|"
    "Of the {number} {noun}, {word} {doing} {day} and {bound} {number} {doing} {place}.|"
    "{who} ({number}), {who} and {who} {cue}: {number} {noun}, {number} {noun}, {number} {noun}.|"
    "{word} {noun} {cue} {who} {day}|{who} {cue} it does not know how many {noun} {doing}.|"
    "{number} {number} {number} {noun} {doing} {day} {day}|"
    "{mark}{who}{mark} {cue} {mark}{number}{mark} {noun}"
)
LISTS = {
    "who": WHO,
    "cue": CUES,
    "bound": BOUNDS,
    "number": NUMERALS,
    "word": NUMBER_WORDS,
    "noun": NOUNS,
    "doing": DOINGS,
    "place": PLACES,
    "day": DAYS,
    "mark": MARKS,
}

# What may follow a choice of a list: weights by repetition, 32 slots.
SLOTS = (
    *(WHO, CUES, NUMERALS, NUMBER_WORDS, BOUNDS, NOUNS, DOINGS, DAYS, MARKS) * 2, NUMERALS, DAYS, MARKS,
    PLACES, BREAKS, BREAKS, FURNITURE, ODD,
)
JOINTS = (" ", " ", " ", " ", " ", "", "-", "\n")


def a_text(choices: Choices, lists: tuple[tuple[str, ...], ...] = SLOTS, *, surrogates: bool = True) -> str:
    """A text of as many pieces as the bytes suffice for; half of a character only where it may hold some."""
    pieces: list[str] = []
    size = 0
    while choices.left and size < LONGEST:
        draw = choices.below(256)
        slot = draw & 31
        if slot < len(lists):
            piece = choices.one_of(lists[slot])
        else:
            piece = SPECIALS[slot % len(SPECIALS)](choices, pieces, surrogates)
        pieces += (piece, JOINTS[draw >> 5])
        size += len(piece)
    return "".join(pieces)[:LONGEST]


def _sentence(choices: Choices, _: list[str], __: bool) -> str:
    names, parts = _template(choices.below(len(TEMPLATES)))
    filled = [part + choices.one_of(LISTS[name]) for name, part in zip(names, parts, strict=False)]
    return "".join([*filled, parts[-1]])


@cache
def _template(number: int) -> tuple[list[str], list[str]]:
    """The names of the gaps of a template, and what stands before each and after the last."""
    pieces = TEMPLATES[number].replace("}", "{").split("{")
    return pieces[1::2], pieces[::2]


def _run(choices: Choices, pieces: list[str], _: bool) -> str:
    """The piece before, or a mark, many times over."""
    long = choices.rarely(200)
    times = choices.below(5000) if long else choices.below(40)
    piece = choices.one_of(MARKS) if choices.below(2) or len(pieces) < 2 else pieces[-2]
    return (piece + choices.one_of(("", " ", "\n", ", "))) * min(times, 1 + 4000 // max(1, len(piece)))


def _noise(choices: Choices, pieces: list[str], surrogates: bool) -> str:
    """The piece before with a sign put into it, or in capitals, or cut."""
    piece = pieces[-2] if len(pieces) > 1 else "1,500"
    at = choices.below(64) % (len(piece) + 1)
    kind = choices.below(8)
    if kind == 0:
        return piece.upper()
    if kind == 1:
        return piece[at:]
    if kind == 2:
        return piece.translate(choices.one_of(DIGIT_TABLES))
    if kind == 3 and surrogates and choices.rarely(4):
        return piece[:at] + choices.one_of(SURROGATES) + piece[at:]
    return piece[:at] + choices.one_of(ODD) + piece[at:]


DIGIT_TABLES = tuple(
    {ord("0") + n: chr(zero + n) for n in range(10)}
    for zero in (0x660, 0x6F0, 0x966, 0xE50, 0xFF10, 0x1D7CE, 0x2080)
)


def _code_points(choices: Choices, _: list[str], surrogates: bool) -> str:
    """Any characters at all, a few."""
    found = []
    for _number in range(1 + choices.below(4)):
        point = choices.below(0x110000) if choices.rarely(4) else choices.below(0x3000)
        found.append(chr(point) if surrogates or not 0xD800 <= point < 0xE000 else "\ufffd")
    return "".join(found)


Special = Callable[[Choices, list[str], bool], str]
SPECIALS: tuple[Special, ...] = (_sentence, _noise, _sentence, _run, _sentence, _code_points)
