"""A page's text as sentences, tokens, quotations and page furniture, found once and shared by the finders."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from typing import Generic, NamedTuple, TypeVar

from nkreport import rules
from nkreport.records import Furniture, Quotation

LINE = re.compile(r"[^\r\n\u2028\u2029\v\f]+")
OPENING_MARKS = "“‘«„\"'("

# Inside a word: a hyphen, an apostrophe that is no possessive, or a point, comma or colon before a digit.
INNER = r"(?:(?:[-‑](?=\w)|['’](?!s\b|S\b)(?=\w)|[.,:](?=\d))\w+)*"

# Each alternative begins with a letter class or a letter, so that most are passed over at one look.
TOKEN_PARTS = {
    "time": r"[ap]\.m\.(?!\w)",
    "lower-case word": r"[a-z]\w*" + INNER,
    "initials": r"[A-Z]\.(?:(?:[A-Z]\.)+(?:[A-Z](?!\w))?|(?=\s[A-Z]))",
    "abbreviations": "",
    "word": r"\w+" + INNER,
    "possessive": r"['’][sS]\b",
    "dots": r"\.\.\.",
    "mark": r"''|``|[^\w\s]",
}

# A full stop with what closes behind it, before white space and something that may open a sentence;
# or a full stop that has lost its space ("part.It was").
# The first mark stands alone so that the search knows which characters can begin a match.
BOUNDARY = re.compile(
    r"(?P<stop>[.!?…][.!?…]{0,5})(?P<close>[\"”’»)\]']{0,4})"
    r"(?:(?=\s+(?P<next>[\"“‘«„(\[•'–—-]{0,3}\s?\w{0,16}))|(?<=[a-z]{2}[.!?])(?=[A-Z][a-z]))"
)
# Characters: the longest sentences of news prose have about 1,500. What reads a sentence may then take
# time that grows faster than its length, and a text of any length is still read in linear time.
LONGEST_SENTENCE = 4_000
LAST_WORD = re.compile(r"[\w.]{1,24}$")
INITIALS = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]$")


Form = TypeVar("Form")


class Memo(dict[str, Form], Generic[Form]):
    """What is made of a word, once a word; emptied when it has grown large, so that memory stays flat."""

    LIMIT = 100_000

    def __init__(self, compute: Callable[[str], Form]) -> None:
        super().__init__()
        self.compute = compute

    def __missing__(self, word: str) -> Form:
        if len(self) >= self.LIMIT:
            self.clear()
        form = self[word] = self.compute(word)
        return form


LOWER = Memo(lambda word: word.lower().replace("’", "'"))


class Sentence:
    """One sentence of a document: its span, the number of its paragraph, and its tokens as parallel lists."""

    __slots__ = ("__dict__", "document", "end", "index", "paragraph", "start")

    def __init__(self, document: Document, start: int, end: int, paragraph: int, index: int) -> None:
        self.document, self.start, self.end = document, start, end
        self.paragraph, self.index = paragraph, index

    @property
    def text(self) -> str:
        """The sentence, verbatim."""
        return self.document.text[self.start : self.end]

    @cached_property
    def words(self) -> list[str]:
        """The tokens as printed."""
        # Both come of one pass; a cached property that is set beforehand is not computed.
        words, self.__dict__["starts"] = _tokens(self.document.text, self.start, self.end)
        return words

    @cached_property
    def lower(self) -> list[str]:
        """The tokens in lower case, with curly apostrophes made straight."""
        return list(map(LOWER.__getitem__, self.words))

    @cached_property
    def starts(self) -> list[int]:
        """Where each token starts in the document."""
        return _tokens(self.document.text, self.start, self.end)[1]

    @cached_property
    def ends(self) -> list[int]:
        """Where each token ends in the document."""
        return [start + len(word) for start, word in zip(self.starts, self.words, strict=True)]

    def token_at(self, offset: int) -> int:
        """The index of the token that covers the offset, or of the next one; `len(words)` past the last."""
        index = bisect_right(self.starts, offset) - 1
        return index if index >= 0 and offset < self.ends[index] else index + 1


class Document:
    """A text with what was found in it; everything is computed when it is first asked for, and then kept."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def lines(self) -> list[tuple[int, int]]:
        """The spans of the lines that hold more than white space, stripped."""
        return [span for match in LINE.finditer(self.text) if (span := _stripped(self.text, *match.span()))]

    @cached_property
    def furniture(self) -> tuple[Furniture, ...]:
        """Spans of the page that are no part of the article, with the reason."""
        return tuple(_page_furniture(self.text, self.lines))

    @cached_property
    def paragraphs(self) -> tuple[tuple[int, int], ...]:
        """The spans of the article's paragraphs, furniture left out."""
        left_out = {span.start for span in self.furniture}
        kept = [line for line in self.lines if line[0] not in left_out]
        return tuple(_joined_lines(self.text, kept))

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of the article in order."""
        spans = [
            (start, end, number)
            for number, paragraph in enumerate(self.paragraphs)
            for sentence in sentence_spans(self.text, *paragraph)
            for start, end in _of_bounded_length(self.text, *sentence)
        ]
        return tuple(Sentence(self, *span, index) for index, span in enumerate(spans))

    @cached_property
    def quotations(self) -> tuple[Quotation, ...]:
        """What stands between quotation marks, in order of its start."""
        return tuple(
            quotation
            for start, end in self.paragraphs
            for quotation in _paragraph_quotations(self.text, start, end)
        )

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that covers the offset, or None in furniture and between sentences."""
        index = bisect_right(self._sentence_starts, offset) - 1
        if index >= 0 and offset < self.sentences[index].end:
            return self.sentences[index]
        return None

    @cached_property
    def _quotation_starts(self) -> list[int]:
        return [quotation.start for quotation in self.quotations]

    def quotation_at(self, offset: int) -> Quotation | None:
        """The innermost quotation that covers the offset, or None.

        >>> document = read_document('He said "we go" and left.')
        >>> document.text[document.quotation_at(10).start:document.quotation_at(10).end]
        'we go'
        """
        if not self.quotations:
            return None
        index = bisect_right(self._quotation_starts, offset) - 1
        for quotation in self.quotations[max(0, index - 2) : index + 1][::-1]:
            if offset < quotation.end:
                return quotation
        return None


def read_document(text: str) -> Document:
    """Read a text; nothing is computed before it is asked for.

    >>> [sentence.text for sentence in read_document("He left. The U.S. Senate met.").sentences]
    ['He left.', 'The U.S. Senate met.']
    """
    return Document(text)


def as_document(text: str | Document) -> Document:
    """The document itself, or the one read from a text: what every finder begins with."""
    return text if isinstance(text, Document) else read_document(text)


def find_furniture(text: str) -> Iterator[FurnitureFound]:
    """Page furniture with the rule that found it, for the rules' own examples."""
    for span in read_document(text).furniture:
        yield FurnitureFound(span)


class FurnitureFound:
    """A furniture span whose reason is the id of its rule."""

    def __init__(self, span: Furniture) -> None:
        self.start, self.end, self.rule = span.start, span.end, span.reason


@cache
def _token_pattern() -> re.Pattern[str]:
    lexicon = rules.load("text").lexicon["sentences"]
    known = sorted(
        {word for word in lexicon["titles"] + lexicon["others"] if len(word) > 1 and word[0].isupper()}
    )
    endings: dict[str, list[str]] = {}
    for word in known:
        endings.setdefault(word[0], []).append(word[1:])
    abbreviations = "|".join(rf"{letter}(?:{'|'.join(tails)})\." for letter, tails in endings.items())
    return re.compile("|".join((TOKEN_PARTS | {"abbreviations": abbreviations}).values()))


LONGEST_KNOWN = 30  # characters: what is longer hardly ever comes twice


def _tokens(text: str, start: int, end: int) -> tuple[list[str], list[int]]:
    """The tokens of a stretch of text and where they start.

    Most are known from what stood between white space before; the others are read by the pattern.
    """
    stretch = text[start:end]
    pieces = stretch.split()
    sizes = list(map(len, pieces))
    if len(stretch) - sum(sizes) != len(pieces) - 1 or max(sizes, default=0) > LONGEST_KNOWN:
        return _tokens_by_pattern(text, start, end)
    words: list[str] = []
    starts: list[int] = []
    at = start
    for tokens in map(PIECES.__getitem__, pieces):
        if tokens is None:
            return _tokens_by_pattern(text, start, end)
        words += tokens
        for token in tokens:
            starts.append(at)
            at += len(token)
        at += 1  # the one space between two pieces
    return words, starts


def _tokens_by_pattern(text: str, start: int, end: int) -> tuple[list[str], list[int]]:
    found = list(_token_pattern().finditer(text, start, end))
    return [match.group() for match in found], [match.start() for match in found]


def _tokens_of_piece(piece: str) -> tuple[str, ...] | None:
    """The tokens of what stands between white space; None where the next word has a say.

    >>> _tokens_of_piece("(U.S.)"), _tokens_of_piece("J.")
    (('(', 'U.S.', ')'), None)
    """
    if piece.isalpha():
        return (piece,)
    tokens = tuple(_token_pattern().findall(piece))
    may_be_initial = len(tokens) > 1 and tokens[-1] == "." and len(tokens[-2]) == 1 and tokens[-2].isupper()
    return None if may_be_initial else tokens


PIECES = Memo(_tokens_of_piece)


@cache
def _abbreviations(kind: str) -> frozenset[str]:
    return frozenset(rules.load("text").lexicon["sentences"][kind])


def _stripped(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    left, right = len(piece) - len(piece.lstrip()), len(piece.rstrip())
    return (start + left, start + right) if right else None


def _joined_lines(text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Lines as paragraphs; in a text wrapped at a fixed width, adjacent lines are one paragraph."""
    wrapped = _is_wrapped(text, lines)
    current: tuple[int, int] | None = None
    for start, end in lines:
        if current and _continues(text, current, start, wrapped):
            current = (current[0], end)
        else:
            if current:
                yield current
            current = (start, end)
    if current:
        yield current


def _continues(text: str, before: tuple[int, int], start: int, wrapped: bool) -> bool:
    adjacent = start - before[1] <= 2 or text.count("\n", before[1], start) == 1
    return adjacent and (text[start].islower() or (wrapped and text[before[1] - 1] not in '.!?:"”'))


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether the text was wrapped at a fixed width: short lines, many opening in lower case."""
    lower = sum(text[start].islower() for start, _ in lines)
    return (
        len(lines) >= 6
        and lower * 3 >= len(lines)
        and sum(end - start < 100 for start, end in lines) * 10 >= len(lines) * 9
    )


def sentence_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of one paragraph as spans.

    >>> text = 'Gen. Kim left at 5 p.m. Friday. "Go!" he said.'
    >>> [text[a:b] for a, b in sentence_spans(text, 0, len(text))]
    ['Gen. Kim left at 5 p.m. Friday.', '"Go!" he said.']
    """
    first = start
    for match in BOUNDARY.finditer(text, start, end):
        if match.end() >= end or not _ends_sentence(match):
            continue
        yield first, match.end()
        first = match.end()
        while first < end and text[first].isspace():
            first += 1
    if first < end:
        yield first, end


def _of_bounded_length(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence, or, where it is longer than any sentence of prose, its pieces, cut at white space."""
    while end - start > LONGEST_SENTENCE:
        cut = text.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        cut = cut if cut > 0 else start + LONGEST_SENTENCE
        if piece := _stripped(text, start, cut):
            yield piece
        start = cut
    if piece := _stripped(text, start, end):
        yield piece


def _ends_sentence(match: re.Match[str]) -> bool:
    following = match.group("next")
    if following is None:
        return True
    opener = following.lstrip("\"“‘«„([•'–—- ")
    if opener[:1].islower():
        return False
    if match.group("stop") != "." or match.group("close"):
        return True
    before = LAST_WORD.search(match.string, max(0, match.start() - 24), match.start())
    last = before.group() if before else ""
    if last in _abbreviations("titles") or (len(last) == 1 and last.isupper() and last != "I"):
        return False
    if last in _abbreviations("others") or (INITIALS.match(last)):
        return opener in _abbreviations("openers")
    return True


# --- quotations: marks are paired by their type, within a paragraph -----------------------------------

# One class in front, so that the search knows which characters can begin a match: a mark that only quotes,
# a doubled one, an apostrophe that opens before a word, one that closes behind it.
MARK = re.compile(
    r"[“”„«»\"'‘’`](?:(?<=[“”„«»\"])|(?<=')'|(?<=`)`|(?<=['‘])(?<!\w.)(?=\w)|(?<=['’])(?!\w))"
)
CLOSES = {"''": "''", "``": "''", "“": "”", "„": "“”", "«": "»", '"': '"', "‘": "’", "'": "'"}


def _paragraph_quotations(text: str, start: int, end: int) -> Iterator[Quotation]:
    found: list[Quotation] = []
    opened: list[tuple[str, int]] = []
    for match in MARK.finditer(text, start, end):
        mark, at = match.group(), match.start()
        if opened and mark in CLOSES[opened[-1][0]] and not _reopens(text, mark, at, start):
            found.append(Quotation(opened.pop()[1], at))
        elif mark in "”»" or (
            mark in ('"', "''")
            and not opened
            and at > start
            and not text[at - 1].isspace()
            and text[at - 1] not in "([—–-"
        ):
            while opened and opened[-1][0] in "'‘":
                opened.pop()
            if opened and mark in CLOSES[opened[-1][0]]:
                found.append(Quotation(opened.pop()[1], at))
            elif not opened and mark != "»":
                found.append(
                    Quotation(max([start] + [quotation.end + 1 for quotation in found]), at, closed=False)
                )
        elif mark in CLOSES and (mark not in "'‘" or _opens_single(text, at)):
            opened.append((mark, match.end()))
    found += [Quotation(at, end, closed=False) for mark, at in opened if mark not in "'‘"]
    yield from sorted((q for q in found if q.end > q.start), key=lambda quotation: quotation.start)


def _opens_single(text: str, at: int) -> bool:
    """Whether a single mark opens: behind a letter it is a possessive, before a digit a decade."""
    return text[at + 1 : at + 2].isalpha() and not text[at - 1 : at].isalnum()


def _reopens(text: str, mark: str, at: int, start: int) -> bool:
    """Whether a straight mark opens a quotation although one is open: the last one lost its end."""
    return (
        mark in ('"', "''")
        and at > start
        and text[at - 1].isspace()
        and text[at + len(mark) : at + len(mark) + 1].strip() != ""
    )


# --- page furniture: lines that are no part of the article ---------------------------------------------


class FurnitureWords(NamedTuple):
    """The words of the furniture rules by kind, each with its rule; `starts` by the first two characters."""

    lines: dict[str, str]
    starts: dict[str, list[tuple[str, str]]]
    insides: list[tuple[str, str]]
    ends: list[tuple[str, str]]
    tails: dict[str, str]


def _page_furniture(text: str, lines: list[tuple[int, int]]) -> Iterator[Furniture]:
    whole, starts, insides, ends, tails = _furniture_words()
    in_tail = ""
    for start, end in lines:
        line = text[start : min(end, start + 400)].lower().replace("’", "'")
        bare = line.rstrip(":.!… ")
        if in_tail and not _is_body(text, start, end):
            yield Furniture(start, end, in_tail)
            continue
        in_tail = tails.get(bare, "")
        reason = in_tail or whole.get(bare) or _start_reason(text, start, end, line, starts)
        if not reason and end - start < 200:
            reason = next((rule for word, rule in insides if word in line), "") or next(
                (rule for word, rule in ends if line.endswith(word)), ""
            )
        if reason:
            yield Furniture(start, end, reason)


def _is_body(text: str, start: int, end: int) -> bool:
    """Whether a line after a teaser heading is the article's own again: long, and ended by a full stop."""
    long_enough = rules.load("text").lexicon["furniture"]["body_paragraph"]
    return end - start >= long_enough and text[end - 1] in ".!?\"”'’)"


def _start_reason(
    text: str, start: int, end: int, line: str, starts: dict[str, list[tuple[str, str]]]
) -> str:
    for words, rule in starts.get(line[:2], ()):
        if line.startswith(words) and (
            not words[-1].isalpha() or not line[len(words) : len(words) + 1].isalnum()
        ):
            if words == "by " and not _is_byline(text[start:end]):
                continue
            if (
                words.rstrip("…")[-1] not in ":©"
                and words != "by "
                and not _is_prompt(text, start, end, words)
            ):
                continue
            return rule
    return ""


LONGEST_BYLINE = 120  # characters
BYLINE_LINKS = frozenset(("and", "for", "of", "in", "at", "the", "de", "van", "von", "bin", "al"))


def _is_byline(line: str) -> bool:
    """Whether a line that begins with "By" holds nothing but names and offices.

    >>> _is_byline("By Ann Example, Foreign Correspondent"), _is_byline("By December, 400 men had left.")
    (True, False)
    """
    if len(line) > LONGEST_BYLINE or line.endswith(".") or any(character.isdigit() for character in line):
        return False
    return all(word[0].isupper() or word in BYLINE_LINKS for word in line.split())


def _is_prompt(text: str, start: int, end: int, words: str) -> bool:
    """Whether a line that opens like a prompt is one: short, or in brackets; no plain sentence."""
    if words[0] in "[(":
        return text[end - 1] in ")]"
    return end - start < 160 and (text[end - 1] != "." or end - start < 90)


@cache
def _furniture_words() -> FurnitureWords:
    by_kind: dict[str, dict[str, str]] = {kind: {} for kind in ("line", "start", "inside", "end", "tail")}
    for rule in rules.load("text").rules:
        by_kind[rule.fields["kind"]].update(dict.fromkeys(rule.fields["words"], rule.id))
    starts: dict[str, list[tuple[str, str]]] = {}
    for words, reason in by_kind["start"].items():
        starts.setdefault(words[:2], []).append((words, reason))
    return FurnitureWords(
        by_kind["line"],
        starts,
        list(by_kind["inside"].items()),
        list(by_kind["end"].items()),
        by_kind["tail"],
    )
