"""What the articles say, word for word: their figures with sentences, and their texts with marks."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from nkreport import rules
from nkreport.briefing.listing import Cell, Line, Listing, Marked, Part, Passage
from nkreport.briefing.show import STATUS, firmness
from nkreport.charts import wording
from nkreport.charts.coverage import named
from nkreport.charts.places import article_file, row_place
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
    """Every article with a link to its page, its figures with their sentences and rules."""
    markup, text = [], []
    figures = by_article(tables.figures)
    for article in tables.articles.itertuples(index=False):
        listing = _figures(article, figures.get(str(article.article_id), []))
        identity = anchor(str(article.article_id))
        title = "" if wording.missing(article.title) else f"{article.title} · "
        markup.append(
            f'<section class="article" id="{escape(identity)}">\n<h3>Article {escape(named(article))}</h3>\n'
            f'<p class="about">{escape(title)}<a href="{escape(article_file(article.article_id))}">'
            f'the whole text<span class="unseen"> of article {escape(short(article))}</span></a></p>\n'
            f"{listing.html()}\n</section>"
        )
        text.append(f"{named(article)}\n{listing!r}")
    return Passage("\n".join(markup), "\n\n".join(text))


def short(article: Any) -> str:
    """An article's number as its file name gives it: what stands before the underscore."""
    return str(article.article_id).split("_")[0]


def _figures(article: Any, found: Sequence[Any]) -> Listing:
    lines = tuple(Line(str(row.figure_id), _figure(row)) for row in found)
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
        Cell(("+ " if row.additional else "") + wording.stated(row), row_place(row), look="number"),
        Cell(str(row.kind), note="" if wording.missing(row.party) else str(row.party)),
        Cell(STATUS[group(row)], look=group(row)),
        Cell(wording.told(row), note=f"via {via}" if via else ""),
        firmness(row),
        Marked(str(row.sentence), int(row.start) - first, int(row.end) - first, note=str(row.rule)),
    )


def stretches(rows: Mapping[str, Sequence[Any]]) -> Iterator[Stretch]:
    """What is marked in the text of an article: figures, statements with their cues, unknowns, furniture.

    `rows` are the article's rows by table.
    """
    for row in rows["figures"]:
        label = f"{row.kind}, {STATUS[group(row)]}"
        yield _stretch(row, "figure", label, str(row.figure_id))
    for row in rows["assertions"]:
        label = f"{wording.told(row, nobody='not resolved')}: {row.act}"
        if not wording.missing(row.start):
            yield Stretch(int(row.start), int(row.end), "content", label, "")
        cue = (int(row.cue_start), int(row.cue_end))
        yield Stretch(*cue, "cue", label, str(row.assertion_id), f"#row-{row.assertion_id}")
    for row in rows["unknowns"]:
        yield _stretch(row, "unknown", "said not to be known", str(row.unknown_id))
    for row in rows["furniture"]:
        yield Stretch(int(row.start), int(row.end), "furniture", reason_of(row), str(row.furniture_id))


def _stretch(row: Any, look: str, label: str, identity: str) -> Stretch:
    return Stretch(int(row.start), int(row.end), look, label, identity, f"#row-{identity}")


def reason_of(row: Any) -> str:
    """Why a passage was left out, in the words of the rule that found it."""
    says = {rule.id: rule.says for rule in rules.load("text").rules}
    words = says.get(str(row.reason), str(row.reason))
    return words[:1].lower() + words[1:]


def by_article(frame: Any) -> Mapping[str, list[Any]]:
    """The rows of a table by article, each article's in the order of the table; read once for all."""
    found: dict[str, list[Any]] = defaultdict(list)
    for row in frame.itertuples(index=False):
        found[str(row.article_id)].append(row)
    return found


def marked(text: str, stretches: Sequence[Stretch]) -> str:
    """A text as paragraphs, its stretches marked; stretches may overlap and may cross paragraphs.

    >>> marked("Some 5 came.", [Stretch(5, 6, "figure", "troops", "f1")])
    '<p>Some <mark class="figure" id="f1">5</mark><span class="label figure"> [troops]</span> came.</p>'
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
        _piece(text[left:right], left, right, [s for s in inside if s.start <= left and s.end >= right])
        for left, right in pairwise(cuts)
    )
    if cover is None:
        return f"<p>{markup}</p>"
    first = start <= cover.start or not text[cover.start : start].strip()
    identity = f' id="{escape(cover.anchor)}"' if first else ""
    reason = "" if cover.label == told else f'<span class="reason">left out: {escape(cover.label)}</span> '
    return f'<p class="furniture"{identity}>{reason}{markup}</p>'


def _piece(words: str, start: int, end: int, covering: Sequence[Stretch]) -> str:
    """Words under the same stretches: the look of each, an anchor at its beginning, a label at its end."""
    inner, linked, labels = escape(words), False, ""
    for stretch in sorted(covering, key=lambda s: LOOKS.index(s.look)):
        identity = f' id="{escape(stretch.anchor)}"' if stretch.anchor and stretch.start == start else ""
        label = escape(stretch.label)
        if stretch.link and not linked:
            inner, linked = f'<a href="{escape(stretch.link)}">{inner}</a>', True
        elif stretch.link:  # a link cannot hold another: the label leads there
            label = f'<a href="{escape(stretch.link)}">{label}</a>'
        inner = f'<mark class="{stretch.look}"{identity}>{inner}</mark>'
        if stretch.look == "furniture" and stretch.start == start:
            inner = f'<span class="reason">left out: {escape(stretch.label)}</span> {inner}'
        if stretch.end == end and stretch.look in LABELLED:
            labels += f'<span class="label {stretch.look}"> [{label}]</span>'
    return inner + labels


LOOKS = ("figure", "cue", "unknown", "content", "furniture")  # from the innermost outward
LABELLED = ("figure", "cue", "unknown")  # furniture tells its reason at its beginning
