"""The target `rules`: the files that an analyst owns, and rule files, broken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from fuzz.checking import demand, scratch
from fuzz.choices import Choices
from nkreport import analyst, articles, extract, rules
from nkreport.dates.offices import shipped_roster, with_offices
from nkreport.dating import date_article, shipped_events, with_events
from nkreport.errors import InputError, RuleError
from nkreport.quantities import find_quantities
from nkreport.records import Article

SOURCES = (
    '[[sources]]\nname = "NIS"\nreliability = "B"\nspeaks_for = "South Korea"\nreason = "r"\n',
    '[[dependences]]\nbody = "A"\non = "B"\nreason = "r"\n',
    '[[independences]]\nbody = "A"\nof = "B"\nreason = "r"\n',
)
DECISIONS = ('[[decisions]]\narticle = "a"\ntext = "1,500"\nstart = 3\nreading = "in all"\nreason = "r"\n',)
CORRECTIONS = (
    '[[corrections]]\ntable = "figures"\narticle = "a"\ntext = "1,500"\naction = "override"\n'
    'expect = { bound = "exact" }\nset = { bound = "approximate" }\nreason = "r"\n',
    '[[corrections]]\ntable = "assertions"\narticle = "a"\ntext = "said"\naction = "drop"\n'
    'expect = { act = "says" }\nreason = "r"\n',
    '[[corrections]]\ntable = "figures"\narticle = "a"\ntext = "300"\nstart = 40\naction = "add"\n'
    'set = { value = 300, low = 300.0, high = 300, kind = "troops", claim_start = 2024-10-18 }\n'
    'reason = "r"\n',
)
CATALOGUE = (
    '[articles.a]\noutlet = "o"\noutlet_basis = "copy"\npublished = 2024-10-18\npublished_basis = "url"\n'
    'reasons = ["r"]\n',
    '[articles.b]\ntitle = "t"\nurl = "u"\nauthor = "a"\npublished = 2024-10-18\n'
    "published_latest = 2024-10-19\n"
    'published_basis = "inferred"\nreasons = ["r", "s"]\n',
)
OFFICES = (
    '[[lexicon.offices]]\nid = "x"\ncountry = "Atlantis"\nplain = "king"\ntitles = ["King of Atlantis"]\n'
    'holders = [{ name = "Ada", from = 2001-01-01 }, { name = "Bob", from = 2020-02-02, to = 2021-01-01 }]\n',
)
EVENTS = (
    '[[lexicon.events]]\nid = "e"\nsays = "s"\nfirst = 2024-11-05\nlast = 2024-11-06\n'
    'told = [["won", "vote"]]\n'
    'known = [["x"]]\nawaited = [["y"]]\nspeaker = "Ada"\nyearly = true\n',
)
RULES = (
    '[keys]\nmeans = "str"\nact = ["says", "denies"]\n',
    '[[rules]]\nid = "r"\nsays = "s"\nmeans = "m"\nact = "says"\nwords = ["a", "b"]\n'
    'examples = [{ text = "t", expect = { value = 1 } }]\nnot_examples = ["u"]\n',
    '[lexicon.words]\nsome = ["a", "b"]\n',
)
VALUES = (
    '"text"', '""', "1", "-1", "0.5", "nan", "inf", "-inf", "true", "2024-10-18", "2024-10-18T10:00:00",
    "10:00:00", "[]", "{}", "[[]]", '[""]', "[1]", "[{}]", "{ a = 1 }", '"none"', "9999-12-31",
    "0001-01-01", "1e400", "99999999999999999999", '"""\nlong\n"""', "'\\u0000'", '"\\u0000"', '"\\ud800"',
    "unquoted", '"', "]", "= =", '[["", ""]]', '"figures"', '"add"', '"drop"', '"in all"', '"\u2028"',
    "\ufeff", "\x00", "[" * 400, "{a=" * 90,
)
KEYS = (
    "name", "reason", "reliability", "speaks_for", "body", "on", "of", "article", "text", "start", "table",
    "action", "expect", "set", "reading", "published", "published_latest", "published_basis", "outlet",
    "outlet_basis", "reasons", "id", "country", "plain", "titles", "holders", "says", "first", "last",
    "told", "known", "awaited", "speaker", "yearly", "a", '"a b"', '""', "value", "end", "sources",
    "articles", "lexicon", "offices",
)


def make_toml(choices: Choices) -> tuple[str, bytes]:
    """One of the analyst's files, with lines changed, left out, doubled and broken."""
    name = choices.one_of(tuple(TOML_READERS))
    forms = TOML_READERS[name][0]
    lines: list[str] = []
    for _ in range(1 + choices.below(3)):
        lines += choices.one_of(forms).splitlines(keepends=True)
    while choices.left and lines:
        at, kind = choices.below(len(lines)), choices.below(10)
        if kind < 4:
            key = lines[at].split("=")[0] if "=" in lines[at] and kind < 3 else choices.one_of(KEYS)
            lines[at] = f"{key}= {choices.one_of(VALUES)}\n"
        elif kind == 4:
            lines.insert(at, f"{choices.one_of(KEYS)} = {choices.one_of(VALUES)}\n")
        elif kind == 5:
            lines.insert(at, f"[{choices.one_of(KEYS)}.{choices.one_of(KEYS)}]\n")
        elif kind == 6:
            lines.insert(at, f"[[{choices.one_of(KEYS)}]]\n")
        elif kind == 7:
            del lines[at]
        elif kind == 8:
            lines[at] = lines[at][: choices.below(40)]
        else:
            lines += choices.one_of(forms).splitlines(keepends=True)
    content = "".join(lines).encode()
    if choices.rarely(8):
        at = choices.below(len(content) + 1)
        content = content[:at] + b"\xff\xfe\x80" + content[at:]
    return name, content


def check_toml(value: tuple[str, bytes]) -> Iterator[str]:
    name, content = value
    path = scratch() / "given.toml"
    path.write_bytes(content)
    try:
        TOML_READERS[name][1](path)
    except (InputError, RuleError) as error:
        demand("given.toml" in str(error), f"no place: {error}")
        yield f"{name}: refused"
    else:
        yield f"{name}: read"


def own_offices(path: Path) -> None:
    with_offices(shipped_roster(), rules.own_entries(path, "offices", ("id", "holders")))


def own_events(path: Path) -> None:
    events = with_events(shipped_events(), rules.own_entries(path, "events", ("id", "says", "first")))
    date_article(Article("a", "Ada won the vote, x said. On Thursday the y comes."), events=events)


def own_corrections(path: Path) -> None:
    corrections = analyst.read_corrections(path)
    extract.extract_rows(
        [Article("a", "Kyiv said 1,500 soldiers arrived; it denied 300 died.")], (), corrections
    )


def rule_file(path: Path) -> None:
    file = rules.parse("given", path.read_text(encoding="utf-8", errors="replace"))
    rules.example_faults(file, lambda text, day: find_quantities(text))


TOML_READERS: Mapping[str, tuple[tuple[str, ...], Callable[[Path], Any]]] = {
    "sources": (SOURCES, analyst.read_sources),
    "decisions": (DECISIONS, analyst.read_decisions),
    "corrections": (CORRECTIONS, own_corrections),
    "catalogue": (CATALOGUE, articles.read_catalogue),
    "offices": (OFFICES, own_offices),
    "events": (EVENTS, own_events),
    "rules": (RULES, rule_file),
}
