"""Tables and lists for a page: everything that comes from an article is escaped, every row has its anchor.

They look the same in JupyterLab and on the page, and have a plain text form.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from nkreport.limits import DEFAULT

ROOM = "NKREPORT_TABLE_ROWS"  # how a build tells its notebooks the limit `table_rows`


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, where it leads, a note in small print, and a class for its look.

    `order` is what a table is sorted by where the text itself would mislead (a day, a number with words);
    `links` are further links, text and place.

    >>> Cell("1,500", "articles/a.html#f1", note="about").html()
    '<a href="articles/a.html#f1">1,500</a> <small>about</small>'
    """

    text: str
    link: str = ""
    note: str = ""
    look: str = ""
    order: str = ""
    links: tuple[tuple[str, str], ...] = ()

    def html(self) -> str:
        inner = escape(self.text)
        if self.link:
            inner = f'<a href="{escape(self.link)}">{inner}</a>'
        if self.links:
            inner += ", ".join(
                f'<a href="{escape(place)}">{escape(words)}</a>' for words, place in self.links
            )
        return inner + (f" <small>{escape(self.note)}</small>" if self.note else "")

    def plain(self) -> str:
        further = ", ".join(words for words, _ in self.links)
        return " ".join(f"{self.text} {further} {self.note}".split())


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence with one stretch marked; `start` and `end` count in the sentence.

    >>> Marked("About 5 came.", 6, 7).html()
    'About <mark>5</mark> came.'
    """

    text: str
    start: int
    end: int
    look: str = "quoted"
    note: str = ""

    def html(self) -> str:
        before, mark, after = self.text[: self.start], self.text[self.start : self.end], self.text[self.end :]
        note = f" <small>{escape(self.note)}</small>" if self.note else ""
        if self.start < 0 or not mark:
            return escape(self.text) + note
        return f"{escape(before)}<mark>{escape(mark)}</mark>{escape(after)}{note}"

    def plain(self) -> str:
        return " ".join(self.text.split())


Part = Cell | Marked


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its anchor and its cells; the first cell heads the row.

    `order` tells how telling the row is where a table has more than a page has room for: the lowest first.
    """

    anchor: str
    cells: tuple[Part, ...]
    order: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A table with a caption and headed columns; an empty one says so in a sentence.

    With `table`, the name of a download that holds all of its rows, it shows no more of them than a page
    has room for, the most telling first, and says how many it leaves out.
    """

    caption: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    empty: str = "None within these parameters."
    table: str = ""

    def __repr__(self) -> str:
        if not self.lines:
            return f"{self.caption}\n{self.empty}"
        shown, left = self._divided()
        rows = [" | ".join(cell.plain() for cell in line.cells) for line in shown]
        return "\n".join([self._headed(left), " | ".join(self.columns), *rows])

    def _divided(self) -> tuple[Sequence[Line], Sequence[Line]]:
        """The rows that are shown, and those that a page has no room for."""
        room = int(os.environ.get(ROOM, DEFAULT.table_rows))
        if not self.table or len(self.lines) <= room:
            return self.lines, ()
        ordered = sorted(self.lines, key=lambda line: line.order)
        return ordered[:room], ordered[room:]

    def _headed(self, left: Sequence[Line]) -> str:
        return f"{self.caption} (the {len(self.lines) - len(left)} most telling)" if left else self.caption

    def _rest(self, left: Sequence[Line]) -> str:
        """A line on what is left out; links to those rows lead to it."""
        if not left:
            return ""
        anchors = "".join(f'<span id="{escape(line.anchor)}"></span>' for line in left if line.anchor)
        return (
            f'\n<p class="about">{anchors}{len(left)} more of these are in '
            f'<a href="data/{escape(self.table)}.csv">the whole table</a>.</p>'
        )

    def _repr_html_(self) -> str:
        return self.html()

    def html(self) -> str:
        """The table in a box of its own, so that a narrow screen scrolls the box and not the page."""
        if not self.lines:
            return f'<p class="none">{escape(self.empty)}</p>'
        shown, left = self._divided()
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in self.columns)
        body = "\n".join(_row(line) for line in shown)
        caption = escape(self._headed(left))
        return (
            f'<div class="scroll" role="region" tabindex="0" aria-label="{caption}">\n<table>\n'
            f"<caption>{caption}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</div>"
        ) + self._rest(left)


def _row(line: Line) -> str:
    anchor = f' id="{escape(line.anchor)}"' if line.anchor else ""
    cells = [_cell(cell, head=position == 0) for position, cell in enumerate(line.cells)]
    return f"<tr{anchor}>{''.join(cells)}</tr>"


def _cell(cell: Part, *, head: bool) -> str:
    look = f' class="{cell.look}"' if cell.look else ""
    look += f' data-order="{escape(cell.order)}"' if isinstance(cell, Cell) and cell.order else ""
    return f'<th scope="row"{look}>{cell.html()}</th>' if head else f"<td{look}>{cell.html()}</td>"


@dataclass(frozen=True, slots=True)
class Points:
    """A short list of sentences; each is a sequence of plain text and linked cells."""

    sentences: tuple[tuple[str | Cell, ...], ...]
    empty: str = "Nothing within these parameters."

    def __repr__(self) -> str:
        return "\n".join(f"- {self.plain(sentence)}" for sentence in self.sentences) or self.empty

    def plain(self, sentence: Sequence[str | Cell]) -> str:
        return "".join(part if isinstance(part, str) else part.plain() for part in sentence)

    def _repr_html_(self) -> str:
        if not self.sentences:
            return f'<p class="none">{escape(self.empty)}</p>'
        items = "\n".join(
            "<li>"
            + "".join(escape(part) if isinstance(part, str) else part.html() for part in sentence)
            + "</li>"
            for sentence in self.sentences
        )
        return f'<ul class="points">\n{items}\n</ul>'


@dataclass(frozen=True, slots=True)
class Passage:
    """Markup that was built, escaped, elsewhere in this package, with its plain form."""

    markup: str
    text: str

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.markup


def sequence(parts: Sequence[Sequence[str | Cell]]) -> list[str | Cell]:
    """Parts of a sentence joined as a list: "a, b and c".

    >>> sequence([["a"], ["b"], ["c"]])
    ['a', ', ', 'b', ' and ', 'c']
    """
    joined: list[str | Cell] = []
    for position, part in enumerate(parts):
        if position:
            joined.append(" and " if position == len(parts) - 1 else ", ")
        joined += part
    return joined
