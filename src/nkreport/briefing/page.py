"""An executed notebook → a page; all pages → the index. One exporter serves them all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape, unescape
from pathlib import Path
from typing import Any

from nkreport.briefing.site import TEMPLATES, Site, markup, render_plain
from nkreport.errors import BriefingError


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the page, for the list of contents."""

    text: str
    anchor: str


def render(
    notebook: Any,
    *,
    name: str,
    facts: Mapping[str, str],
    parameters: Mapping[str, Any],
    shared: Site,
    changes: str = "",
) -> str:
    """The page of an executed notebook.

    `facts` are printed at the foot, `parameters` at the head; `changes` is the markup of what changed
    since the last build, which stands before the cell that `_changes_before` finds.
    """
    title = title_of(notebook)
    place = _changes_before(notebook) if changes else ""
    headings = [*_headings(notebook, place), *LAST]
    if len({heading.anchor for heading in headings}) < len(headings):
        raise BriefingError(
            "two headings are the same", where=f"{name}.ipynb", remedy="word them differently"
        )
    page = {
        "title": title,
        "name": name,
        "headings": headings,
        "facts": facts,
        "parameters": shown(parameters),
        "site": shared,
        "changes": changes,
        "changes_before": place,
    }
    body, _ = _exporter().from_notebook_node(notebook, resources={"metadata": {"name": title}, "page": page})
    return str(body).strip() + "\n"


@cache
def _exporter() -> Any:
    """nbconvert's exporter with our template; the first conversion compiles it, the others reuse it."""
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(template_name="briefing", extra_template_basedirs=[str(TEMPLATES)])
    exporter.exclude_anchor_links = True
    exporter.register_filter("anchored", anchored)
    return exporter


def title_of(notebook: Any) -> str:
    """The title of a notebook: its first heading."""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            for line in "".join(cell["source"]).splitlines():
                if line.startswith("# "):
                    return line[2:].strip()
    raise BriefingError(
        "the notebook has no title", remedy="begin it with `# ` and the question that it answers"
    )


def _headings(notebook: Any, changes_before: str) -> list[Heading]:
    """The headings in order, the one of the changes among them."""
    found = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            found += [CHANGES] if cell.id == changes_before else []
            titles = [line[3:].strip() for line in cell.source.splitlines() if line.startswith("## ")]
            found += [Heading(text, slug(text)) for text in titles]
    return found


def _changes_before(notebook: Any) -> str:
    """The id of the cell before which the changes stand: one tagged `changes`, else the fourth heading."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    tagged = [cell.id for cell in cells if "changes" in cell.metadata.get("tags", [])]
    headed = [cell.id for cell in cells if cell.source.startswith("## ")]
    return next(iter([*tagged, *headed[3:4], *headed[-1:]]), "")


CHANGES = Heading("What has changed since the last build", "changes")
LAST = (Heading("How this page was made", "made"), Heading("Downloads", "downloads"))


def slug(text: str) -> str:
    """A heading as an anchor.

    >>> slug("What the reader must not conclude"), slug("Who didn’t?")
    ('what-the-reader-must-not-conclude', 'who-didn-t')
    """
    signs = [sign if sign.isalnum() else "-" for sign in unescape(text).lower()]
    return "-".join(part for part in "".join(signs).split("-") if part)


def anchored(markup: str) -> str:
    """Rendered Markdown whose second-level headings have anchors.

    >>> anchored("<h2>In brief</h2>")
    '<h2 id="in-brief">In brief</h2>'
    """
    first, *others = markup.split("<h2>")
    return first + "".join(f'<h2 id="{slug(part.split("</h2>")[0])}">{part}' for part in others)


def shown(parameters: Mapping[str, Any]) -> dict[str, str]:
    """Parameters as a page prints them; one that narrows nothing is worded so.

    >>> shown({"since": "", "kinds": "troops,killed"})
    {'since': 'the first day', 'kinds': 'troops, killed'}
    """
    return {
        name: ", ".join(part.strip() for part in str(value).split(","))
        if value != ""
        else OPEN.get(name, "all")
        for name, value in parameters.items()
    }


OPEN = {"since": "the first day", "until": "the last day"}


def tables_in_boxes(text: str) -> str:
    """Markup made from Markdown, its tables in boxes that scroll by themselves, their headings with scope.

    >>> tables_in_boxes("<table><th>a</th></table>")[-43:]
    '<table><th scope="col">a</th></table></div>'
    """
    box = '<div class="scroll" role="region" tabindex="0" aria-label="Table {}"><table'
    first, *others = text.replace("<th>", '<th scope="col">').split("<table")
    boxed = [box.format(number) + part for number, part in enumerate(others, start=1)]
    return "".join([first, *boxed]).replace("</table>", "</table></div>")


def first_picture(page: str) -> str:
    """The first picture of a page, or an empty string."""
    start = page.find("<svg")
    end = page.find("</svg>", start)
    return page[start : end + 6] if 0 <= start < end else ""


def render_index(briefings: Sequence[Mapping[str, Any]], contents: Mapping[str, Any]) -> str:
    """The list of all briefings, with a small picture, the parameters, and what failed."""
    from nkreport.charts.svg import thumbnail

    entries = [
        dict(briefing)
        | {
            "picture": markup(
                thumbnail(briefing["picture"], name=f"small-{number}") if briefing["picture"] else ""
            )
        }
        for number, briefing in enumerate(briefings)
    ]
    return render_plain("contents.html.j2", {"briefings": entries} | dict(contents))


def stale_note(page: str, error: str) -> str:
    """A kept page with a note at its head that its last run failed; a page that has one gets the newer."""
    start, end = page.find(NOTE[0]), page.find(NOTE[1])
    if not 0 <= start < end:
        return page
    text = (
        f'<p class="stale" role="note">This page is stale: its last run failed. {escape(error)}</p>'
        if error
        else ""
    )
    return page[: start + len(NOTE[0])] + text + page[end:]


NOTE = ("<!-- state -->", "<!-- /state -->")


def read_page(path: Path) -> str:
    """A page that was published, or an empty string."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""
