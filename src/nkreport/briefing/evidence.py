"""The articles word for word: figures and cues marked, page furniture greyed with its reason."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from nkreport import rules
from nkreport.briefing.listing import Cell, Line, Listing, Marked, Part, Passage
from nkreport.briefing.show import STATUS, firmness
from nkreport.charts import wording
from nkreport.charts.coverage import named
from nkreport.charts.troops import group
from nkreport.tables.rows import anchor

if TYPE_CHECKING:
    from nkreport.briefing.load import Tables


@dataclass(frozen=True, slots=True)
class Stretch:
    """A span of an article that is marked: `look` is its class, `label` what is said of it."""

    start: int
    end: int
    look: str
    label: str
    anchor: str
    link: str = ""


def show_evidence(tables: Tables) -> Passage:
    """Every article in full with its marks, followed by the table of its figures with their sentences."""
    markup, text = [], []
    for article in tables.articles.itertuples(index=False):
        listing = _figures(article, list(_own(tables.figures, article)))
        markup.append(_article(article, tables, listing))
        text.append(f"{named(article)}\n{listing!r}")
    return Passage("\n".join(markup), "\n\n".join(text))


def _article(article: Any, tables: Tables, listing: Listing) -> str:
    stretches = list(_stretches(article, tables))
    furniture = [stretch for stretch in stretches if stretch.look == "furniture"]
    title = "" if wording.missing(article.title) else f"<p><strong>{escape(str(article.title))}</strong></p>"
    rejected = (
        f", {wording.plural(len(furniture), 'passage')} of page furniture left out" if furniture else ""
    )
    identity = anchor(str(article.article_id))
    return (
        f'<section class="article" id="{identity}">\n<h3>Article {escape(named(article))}</h3>\n'
        f"{listing.html()}\n<details open><summary>The whole text{rejected}</summary>\n"
        f'<div class="text">{title}{marked(str(article.text), stretches)}</div>\n</details>\n</section>'
    )


def _figures(article: Any, found: Sequence[Any]) -> Listing:
    lines = tuple(Line(f"row-{row.figure_id}", _figure(row)) for row in found)
    return Listing(
        f"{wording.plural(len(lines), 'figure')} in article {named(article)}",
        ("Number", "Of what", "Stated as", "Source", "Firmness", "Sentence and rule"),
        lines,
        empty="This article states no figure within these parameters.",
    )


def _figure(row: Any) -> tuple[Part, ...]:
    via = wording.relayed(row)
    first = int(row.sentence_start)
    return (
        Cell(("+ " if row.additional else "") + wording.stated(row), f"#{row.figure_id}", look="number"),
        Cell(str(row.kind), note="" if wording.missing(row.party) else str(row.party)),
        Cell(STATUS[group(row)], look=group(row)),
        Cell(wording.told(row), note=f"via {via}" if via else ""),
        firmness(row),
        Marked(str(row.sentence), int(row.start) - first, int(row.end) - first, note=str(row.rule)),
    )


def _stretches(article: Any, tables: Tables) -> Iterator[Stretch]:
    for row in _own(tables.figures, article):
        yield Stretch(
            int(row.start), int(row.end), "figure", str(row.kind), str(row.figure_id), f"#row-{row.figure_id}"
        )
    for row in _own(tables.assertions, article):
        yield Stretch(
            int(row.cue_start),
            int(row.cue_end),
            "cue",
            f"{wording.told(row, nobody='?')}: {row.act}",
            str(row.assertion_id),
        )
    for row in _own(tables.unknowns, article):
        yield Stretch(int(row.start), int(row.end), "unknown", "said not to be known", str(row.unknown_id))
    for row in _own(tables.furniture, article):
        yield Stretch(int(row.start), int(row.end), "furniture", reason_of(row), str(row.furniture_id))


def reason_of(row: Any) -> str:
    """Why a passage was left out, in the words of the rule that found it."""
    says = {rule.id: rule.says for rule in rules.load("text").rules}
    words = says.get(str(row.reason), str(row.reason))
    return words[:1].lower() + words[1:]


def _own(frame: Any, article: Any) -> Iterable[Any]:
    identity = str(article.article_id)
    return [row for row in frame.itertuples(index=False) if str(row.article_id) == identity]


def marked(text: str, stretches: Sequence[Stretch]) -> str:
    """A text as paragraphs, its stretches marked; stretches may overlap and may cross paragraphs.

    >>> marked("Some 5 came.", [Stretch(5, 6, "figure", "troops", "f1")])
    '<p>Some <mark class="figure" id="f1" title="troops">5</mark> came.</p>'
    """
    paragraphs: list[str] = []
    offset, told = 0, ""
    active: list[Stretch] = []
    coming = deque(sorted(stretches, key=lambda stretch: (stretch.start, stretch.end)))
    for line in text.splitlines(keepends=True):
        end = offset + len(line)
        while coming and coming[0].start < end:
            active.append(coming.popleft())
        if line.strip():
            last = offset + len(line.rstrip())
            cover = next(
                (s for s in active if s.look == "furniture" and s.start <= offset and s.end >= last), None
            )
            paragraphs.append(_paragraph(text, offset, last, active, cover, told))
            told = cover.label if cover else ""
        active = [stretch for stretch in active if stretch.end > end]
        offset = end
    return "\n".join(paragraphs)


def _paragraph(
    text: str, start: int, end: int, stretches: Sequence[Stretch], cover: Stretch | None, told: str
) -> str:
    """One paragraph, cut wherever a stretch begins or ends; greyed where `cover` is all of it.

    The reason why it was left out is not repeated where the paragraph before told it.
    """
    inside = [stretch for stretch in stretches if stretch is not cover]
    cuts = sorted({start, end, *(place for s in inside for place in (s.start, s.end) if start < place < end)})
    markup = "".join(
        _piece(text[left:right], left, [s for s in inside if s.start <= left and s.end >= right])
        for left, right in pairwise(cuts)
    )
    if cover is None:
        return f"<p>{markup}</p>"
    first = start <= cover.start or not text[cover.start : start].strip()
    identity = f' id="{escape(cover.anchor)}"' if first else ""
    reason = "" if cover.label == told else f'<span class="reason">left out: {escape(cover.label)}</span> '
    return f'<p class="furniture"{identity}>{reason}{markup}</p>'


def _piece(words: str, start: int, covering: Sequence[Stretch]) -> str:
    """Words under the same stretches: the first gives the look, the others their anchors and labels."""
    inner = escape(words)
    for stretch in sorted(covering, key=lambda s: LOOKS.index(s.look)):
        identity = f' id="{escape(stretch.anchor)}"' if stretch.start == start else ""
        label = escape(stretch.label)
        if stretch.link:
            inner = f'<a href="{escape(stretch.link)}">{inner}</a>'
        inner = f'<mark class="{stretch.look}"{identity} title="{label}">{inner}</mark>'
    return inner


LOOKS = ("figure", "cue", "unknown", "furniture")
