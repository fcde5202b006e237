"""An executed notebook → a page; all pages → the index. One exporter serves them all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape, unescape
from pathlib import Path
from typing import Any

from nkreport.briefing.inputs import PACKAGE
from nkreport.errors import BriefingError

TEMPLATES = PACKAGE / "templates"


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
    others: Sequence[tuple[str, str]],
) -> str:
    """The page of an executed notebook.

    `facts` are printed at the foot, `parameters` at the head; `others` are the other pages, file and
    title, for the links between them.
    """
    title = title_of(notebook)
    headings = [Heading(text, slug(text)) for text in _headings(notebook)]
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
        "others": others,
        "style": (TEMPLATES / "briefing" / "style.css").read_text(encoding="utf-8"),
    }
    body, _ = _exporter().from_notebook_node(notebook, resources={"metadata": {"name": title}, "page": page})
    return str(body)


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


def _headings(notebook: Any) -> list[str]:
    return [
        line[3:].strip()
        for cell in notebook.cells
        if cell.cell_type == "markdown"
        for line in cell.source.splitlines()
        if line.startswith("## ")
    ]


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


def first_picture(page: str) -> str:
    """The first picture of a page, or an empty string."""
    start = page.find("<svg")
    end = page.find("</svg>", start)
    return page[start : end + 6] if 0 <= start < end else ""


def render_index(
    briefings: Sequence[Mapping[str, Any]], *, facts: Mapping[str, str], downloads: Sequence[str]
) -> str:
    """The list of all briefings, with a small picture, the parameters, and what failed."""
    from jinja2 import Environment, FileSystemLoader
    from markupsafe import Markup

    from nkreport.charts.svg import thumbnail

    entries = [
        dict(briefing)
        | {
            "picture": Markup(
                thumbnail(briefing["picture"], name=f"small-{number}") if briefing["picture"] else ""
            )
        }
        for number, briefing in enumerate(briefings)
    ]
    loader = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    style = Markup((TEMPLATES / "briefing" / "style.css").read_text(encoding="utf-8"))
    page = loader.get_template("contents.html.j2").render(
        briefings=entries, facts=facts, downloads=downloads, style=style
    )
    return page.rstrip() + "\n"


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
