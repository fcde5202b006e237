"""What all pages share: style, script, the policy that lets nothing else run, and the plain templates."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from nkreport.briefing.inputs import PACKAGE
from nkreport.errors import BriefingError

TEMPLATES = PACKAGE / "templates"
FORMATS = ("csv", "json", "parquet")


@dataclass(frozen=True, slots=True)
class Site:
    """What the templates read: markup is safe as it is, everything else is escaped by them.

    `root` is the way from the page to the folder of the reports, `file` the page itself, `briefings` the
    pages that are linked from all others (file, title), `tables` the names of the tables to download.
    """

    style: Any
    script: Any
    policy: str
    asof: str
    briefings: tuple[tuple[str, str], ...]
    tables: tuple[str, ...]
    file: str = ""
    root: str = ""
    formats: tuple[str, ...] = FORMATS


def site(
    *, asof: str, briefings: Sequence[tuple[str, str]], tables: Sequence[str], file: str = "", root: str = ""
) -> Site:
    """The shared part of one page."""
    from markupsafe import Markup

    script = (TEMPLATES / "tables.js").read_text(encoding="utf-8")
    style = (TEMPLATES / "briefing" / "style.css").read_text(encoding="utf-8")
    return Site(
        Markup(style), Markup(script), policy(script), asof, tuple(briefings), tuple(tables), file, root
    )


def policy(script: str) -> str:
    """A content security policy under which this script runs, no other does, and nothing is loaded.

    >>> policy("1").split("; ")[1]
    "script-src 'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='"
    """
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def as_of(last: Any, made: Sequence[str]) -> str:
    """The day of the data and what made the page; a day of the build only where one was set for it.

    The clock has no say: the same inputs give the same bytes. `SOURCE_DATE_EPOCH` names a day.

    >>> as_of("2025-02-27", ["nkreport 0.1.0"])
    'Data up to 27 Feb 2025 · nkreport 0.1.0'
    """
    from nkreport.charts import wording

    day = f"Data up to {wording.day(last)}" if last else "Days of the articles not known"
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return " · ".join([day, *made, *([f"built {wording.day(_day(epoch))}"] if epoch else [])])


def _day(epoch: str) -> dt.date:
    try:
        return dt.datetime.fromtimestamp(int(epoch), tz=dt.UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise BriefingError(
            f"SOURCE_DATE_EPOCH is {epoch[:40]!r}", remedy="give the seconds since 1970, or unset it"
        ) from error


def render_plain(template: str, contents: Mapping[str, Any]) -> str:
    """A page that is no notebook, from its template; values are escaped unless they are Markup."""
    return str(_environment().get_template(template).render(**contents)).strip() + "\n"


@cache
def _environment() -> Any:
    """Jinja's environment; each template is compiled once for all pages of a build."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader([TEMPLATES, TEMPLATES / "briefing"]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


def markup(text: str) -> Any:
    """Text that is markup of our own making, escaped where it was made."""
    from markupsafe import Markup

    return Markup(text)


CHECKS = ("<!-- checks -->", "<!-- /checks -->")


def with_checks(page: str, passed: Sequence[str]) -> str:
    """The page with the list of the checks that it passed at its foot."""
    head, mark, rest = page.partition(CHECKS[0])
    if not mark or not passed:
        return page
    listed = render_plain("checks.html.j2", {"passed": passed})
    return head + mark + listed + rest


def codebook_page(shared: Site, made: Mapping[str, str]) -> str:
    """The codebook as a page: the one that `nkreport codebook` prints."""
    from nbconvert.filters import markdown2html

    from nkreport.briefing.page import tables_in_boxes
    from nkreport.tables import codebook

    title, *parts = tables_in_boxes(markdown2html(codebook())).split("</h1>")
    # One title a page: the part on what is derived begins with a heading below it.
    rest = "</h2>".join(part.replace("<h1", "<h2") for part in parts)
    text = f"{title}</h1>{rest}"
    return render_plain(
        "codebook.html.j2", {"title": "Codebook", "text": markup(text), "site": shared, "made": made}
    )
