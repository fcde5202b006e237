"""The linter over what the briefings word and tabulate: a page → breaches of the rules of the trade.

It reads a finished page and knows the rows behind it. Only our own words are judged: the text of an
article, cells with an article's words and the names of sources are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser

from nkreport import rules


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What the linter must know of a row: its table, and what may not be worded otherwise."""

    table: str
    source: tuple[str, ...] = ()
    kind: str = ""
    status: str = ""
    act: str = ""
    text: str = ""
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """The rows behind a page, by id, and the texts of the articles."""

    rows: Mapping[str, RowFacts]
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that a page breaks, the words that break it, and where they stand."""

    rule: str
    text: str
    where: str

    def __str__(self) -> str:
        return f"{self.where}: {self.rule}: “{self.text}”"


@dataclass(slots=True)
class Statement:
    """A piece of a page that is judged as one: a paragraph, an item of a list, a row, a mark of a chart.

    `cells` are the classes and words of a table row; `links` the rows that it leads to.
    """

    kind: str
    where: str
    row: str = ""
    text: str = ""
    links: list[str] = field(default_factory=list)
    cells: list[tuple[str, str]] = field(default_factory=list)
    printed: bool = False


def passed() -> list[str]:
    """The checks, in words, for the foot of a page that passed them all."""
    return [rule.says for rule in rules.load("tradecraft").rules]


def breaches(page: str, evidence: Evidence) -> list[Breach]:
    """Every breach on a page, in the order of the page.

    >>> [str(breach) for breach in breaches("<ul class='points'><li>9,000 went.</li></ul>", Evidence({}))]
    ['the beginning: number-without-row: “9,000”']
    """
    quoted = tuple(_plain(text) for text in evidence.texts)
    found: list[Breach] = []
    for statement in statements(page):
        rows = [evidence.rows[name] for name in [statement.row, *statement.links] if name in evidence.rows]
        for rule, check in CHECKS.items():
            found += [Breach(rule, words, statement.where) for words in check(statement, rows)]
        found += [
            Breach("quotation", words, statement.where) for words in _quotation(statement, rows, quoted)
        ]
    return found


def find_examples(page: str) -> list[Breach]:
    """Breaches on an example of the rule file, whose rows stand in the file itself."""
    known = rules.load("tradecraft").lexicon["example_rows"]
    rows = {name: RowFacts(**{**facts, "source": tuple(facts["source"])}) for name, facts in known.items()}
    return breaches(page, Evidence(rows, ("These are the example’s own words.",)))


# --- the page ---

JUDGED = {"points", "judgements", "prose", "changes", "output"}  # lists and paragraphs in these are ours
SKIPPED = {
    "text",
    "reasons",
    "about",
    "label",
    "reason",
    "facts",
    "parameters",
    "contents",
    "site",
    "code",
    "asof",
    "none",
    "stale",
    "plain",
    "downloads",
    "filter",
    "checks",
    "codebook",
    "key",
}
VOID = {"br", "hr", "img", "input", "meta", "link", "use", "path", "rect", "line", "circle", "polygon", "wbr"}
SILENT_TAGS = {"style", "script", "pre", "title", "defs", "header", "footer", "caption"}


class _Reader(HTMLParser):
    """Collects the statements of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Statement] = []
        self.open: list[tuple[str, frozenset[str]]] = []
        self.now: list[Statement] = []
        self.heading, self.in_heading = "", False
        self.columns: list[str] = []
        self.cell: list[str] | None = None
        self.look = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        looks = frozenset(given.get("class", "").split())
        if tag not in VOID:
            self.open.append((tag, looks))
        if tag in ("h1", "h2", "h3"):
            self.heading, self.in_heading = "", True
        if tag == "thead":
            self.columns = []
        if tag == "a":
            self._link(given)
        if self._silent():
            return
        if tag in ("li", "p") and any(looks & JUDGED for _, looks in self.open):
            self._begin("prose")
        elif tag == "tr" and self._inside("tbody"):
            self._begin("row", given.get("id", ""))
        elif tag in ("td", "th") and self.now and self.now[-1].kind == "row":
            self.cell, self.look = [], given.get("class", "")

    def _link(self, given: Mapping[str, str]) -> None:
        name = given.get("href", "").partition("#")[2]
        if self.now:
            self.now[-1].links.append(name)
        elif self._inside("svg") and given.get("aria-label"):
            self.found.append(Statement("mark", self._where(), name, given["aria-label"]))

    def _begin(self, kind: str, row: str = "") -> None:
        self.now.append(
            Statement(kind, self._where() + (f", row {row}" if row else ""), row.removeprefix("row-"))
        )

    def _where(self) -> str:
        return f"under “{self.heading.strip()}”" if self.heading.strip() else "the beginning"

    def _inside(self, tag: str) -> bool:
        return any(name == tag for name, _ in self.open)

    def _silent(self) -> bool:
        return any(name in SILENT_TAGS or looks & SKIPPED for name, looks in self.open)

    def handle_data(self, data: str) -> None:
        if self.in_heading:
            self.heading += data
        if self._inside("thead") and self.open[-1][0] in ("th", "button"):
            self.columns.append(data)
        elif self.cell is not None:
            self.cell.append(data)
        elif self.now and self.now[-1].kind == "prose" and not self._silent():
            self.now[-1].text += data

    def handle_endtag(self, tag: str) -> None:
        while self.open and tag not in VOID:
            name, _ = self.open.pop()
            if name == tag:
                break
        if tag in ("h1", "h2", "h3"):
            self.in_heading = False
        if tag in ("td", "th") and self.cell is not None and self.now:
            self._end_cell()
        if self.now and tag in ("li", "p", "tr") and (tag == "tr") == (self.now[-1].kind == "row"):
            self.found.append(self.now.pop())

    def _end_cell(self) -> None:
        row = self.now[-1]
        column = self.columns[len(row.cells)] if len(row.cells) < len(self.columns) else ""
        row.printed = row.printed or "printed" in column
        row.cells.append((self.look, " ".join("".join(self.cell or ()).split())))
        self.cell = None


def statements(page: str) -> list[Statement]:
    """What a page states, piece by piece, without what articles say."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.found


# --- the checks: a statement and the rows that it speaks of → the words that break the rule ---


@cache
def _words(name: str) -> re.Pattern[str]:
    """One of the word lists as a pattern, the longest first."""
    listed = sorted(rules.load("tradecraft").lexicon[name], key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, listed))})\b", re.IGNORECASE)


MONTHS = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
# "8 Oct 2024", "14–20 Oct 2024", "1 Oct – 3 Nov", "Oct 2024", "2024-10-08", "8 October"
DATE = re.compile(
    rf"\b\d{{1,2}}(?:–\d{{1,2}})? {MONTHS}\b(?: \d{{4}})?|\b{MONTHS} \d{{4}}\b|\b\d{{4}}-\d\d-\d\d\b"
)
NUMBER = re.compile(r"(?<![\w.-])\d[\d,.]*(?<![,.])(?![\w-])")
SENTENCE = re.compile(r"(?<=[.!?;])\s+")
QUOTE = re.compile(r"“([^“”]{1,2000})”")


def _own(statement: Statement, rows: Iterable[RowFacts]) -> str:
    """Our words in a statement: without quotations and without the names and words of its rows."""
    return QUOTE.sub(" ", _without_names(statement.text, rows))


def _without_names(text: str, rows: Iterable[RowFacts]) -> str:
    names = {name for row in rows for name in (*row.source, row.text) if len(name) > 2}
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ")
    return text


def _number(statement: Statement, rows: Sequence[RowFacts]) -> Iterator[str]:
    if statement.kind == "row":
        stated = [words for look, words in statement.cells if "number" in look.split()]
        yield from stated[:1] if not rows else ()
    elif statement.kind == "prose":
        text = DATE.sub(" ", QUOTE.sub(" ", statement.text))
        counted = _words("counts")
        numbers = [
            found[0] for found in NUMBER.finditer(text) if not counted.match(text[found.end() :].lstrip())
        ]
        told = any(_names_source(statement.text, row) for row in rows)
        yield from numbers if not told else ()


def _names_source(text: str, row: RowFacts) -> bool:
    """Whether the text names one of a row's sources, or says that there is none."""
    return any(name in text for name in row.source) or not row.source


def _plan(statement: Statement, rows: Sequence[RowFacts]) -> Iterator[str]:
    planned = [row for row in rows if row.table == "figures" and row.status == "expected"]
    if not planned:
        return
    if statement.kind == "row":
        yield from (words for look, words in statement.cells if "occurred" in look.split())
    elif not _words("plans").search(statement.text):
        yield planned[0].text


def _shortened(statement: Statement, rows: Sequence[RowFacts]) -> Iterator[str]:
    if statement.kind == "row" or not any(row.kind == "casualties" for row in rows):
        return
    if any(row.kind in ("killed", "wounded") for row in rows):
        return  # a sentence that also speaks of the killed, or of the wounded, by their own rows
    text = _words("together").sub(" ", _own(statement, rows))
    yield from (found[0] for name in ("killed", "wounded") for found in _words(name).finditer(text))


def _off_scale(statement: Statement, rows: Sequence[RowFacts]) -> Iterator[str]:
    if statement.kind == "prose":
        text = _words("likelihood").sub(" ", _own(statement, rows))
        yield from (found[0] for found in _words("off_scale").finditer(text))


def _both(statement: Statement, rows: Sequence[RowFacts]) -> Iterator[str]:
    for sentence in SENTENCE.split(_own(statement, rows)) if statement.kind == "prose" else ():
        likely = _words("likelihood").search(sentence)
        if likely and _words("confidence").search(sentence):
            yield likely[0]


def _silence(statement: Statement, rows: Sequence[RowFacts]) -> Iterator[str]:
    acts = {row.act for row in rows if row.table == "assertions"}
    if statement.kind == "row":
        told = [words.split()[0] for look, words in statement.cells if "act" in look.split() and words]
        own = {row.act for row in rows[:1]}
        yield from (words for words in told if words in ("denies", "declines") and words not in own)
    elif acts:
        text = _own(statement, rows)
        for act, words in (("declines", "silence"), ("denies", "denial")):
            other = {"declines": "denies", "denies": "declines"}[act]
            if other in acts and act not in acts:
                yield from (found[0] for found in _words(words).finditer(text))


def _present(statement: Statement, rows: Sequence[RowFacts]) -> Iterator[str]:
    if statement.kind != "prose" or not rows or not all(row.superseded for row in rows):
        return
    text = _own(statement, rows)
    if not _words("past").search(text):
        yield from (found[0] for found in _words("present").finditer(text))


CHECKS = {
    "number-without-row": _number,
    "plan-as-fact": _plan,
    "killed-or-wounded": _shortened,
    "likelihood-scale": _off_scale,
    "likelihood-and-confidence": _both,
    "denial-as-silence": _silence,
    "superseded-in-the-present": _present,
}


def _quotation(statement: Statement, rows: Sequence[RowFacts], texts: Sequence[str]) -> Iterator[str]:
    """Quotations that no article holds, or that are not said to be printed there."""
    quoted = rules.load("tradecraft").lexicon["quoted"]
    own = [words for look, words in statement.cells if not set(look.split()) & set(quoted)]
    text = _without_names(" ".join([statement.text, *own]), rows)
    marked = statement.printed or "as printed" in text.lower()
    for found in QUOTE.finditer(text):
        words = _plain(found[1])
        if not marked or not any(words in article for article in texts):
            yield found[1]


def _plain(text: str) -> str:
    """Text with single spaces and plain quotation marks, so that a quotation is found as it was printed."""
    return " ".join(text.translate(PLAIN).split())


PLAIN = str.maketrans("“”‘’«»", '""\'\'""')
