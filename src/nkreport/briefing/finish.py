"""What stands around the briefings: articles' pages, downloads, codebook, index, the record of a build."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nkreport.briefing import history
from nkreport.briefing.inputs import file_hash, read_json, write_whole
from nkreport.briefing.plans import RECORD, Plan, short
from nkreport.briefing.publish import Data, Failure
from nkreport.briefing.site import markup, render_plain
from nkreport.errors import TradecraftError


def finish(root: Path, data: Data, pages: Mapping[str, Any]) -> list[Failure]:
    """The articles' pages, downloads, codebook, index and record; pages of notebooks that are gone go too."""
    from nkreport.briefing.downloads import write_derived, write_downloads
    from nkreport.briefing.page import first_picture, read_page, render_index
    from nkreport.briefing.site import codebook_page

    reports = root / "reports"
    names = [plan.name for plan in data.plans]
    for gone in set(pages) - set(names):
        (reports / f"{gone}.html").unlink(missing_ok=True)
    texts = {plan.name: read_page(reports / f"{plan.name}.html") for plan in data.plans}
    files = [
        f"data/{name}" for name in write_downloads(root / "data" / "tables", reports / "data", data.frames)
    ]
    files += [f"data/{name}" for name in write_derived(root, reports / "data", data.frames, _linked(texts))]
    failed = _articles(reports, data, texts, files)
    contents = {"codebook.html": codebook_page(data.site("codebook.html", reports=reports), data.facts)}
    listed = [
        _entry(plan, pages.get(plan.name, {}), picture=first_picture(text), there=bool(text))
        for plan, text in zip(data.plans, texts.values(), strict=True)
    ]
    contents["index.html"] = render_index(listed, _index(reports, data))
    for name, text in contents.items():
        _write_changed(reports / name, text)
    record = {
        "briefings": names,
        "problems": data.record["counts"]["problems"],
        "asof": data.asof,
        "history": history.names(reports),
        "files": {
            name: file_hash(reports / name) for name in [*contents, *files] if (reports / name).is_file()
        },
        "pages": {name: pages[name] for name in names if name in pages},
    }
    _forget(reports, record)
    write_whole(reports / RECORD, json.dumps(record, indent=1, ensure_ascii=False) + "\n")
    return failed


def _linked(texts: Mapping[str, str]) -> list[str]:
    """The derived tables to which a page leads, because it has no room for all of their rows."""
    from nkreport.tables import DERIVED

    return [name for name in DERIVED if any(f'href="data/{name}.csv"' in text for text in texts.values())]


def _index(reports: Path, data: Data) -> dict[str, Any]:
    from nkreport.charts.coverage import named
    from nkreport.charts.places import article_file
    from nkreport.charts.wording import missing

    articles = [
        (article_file(row.article_id), f"Article {named(row)}", "" if missing(row.title) else str(row.title))
        for row in data.frames["articles"].itertuples(index=False)
    ]
    return {
        "facts": data.facts,
        "site": data.site("index.html", reports=reports),
        "changes": markup(data.changes),
        "articles": articles,
        "history": history.entries(reports, RECORD, data.frames),
    }


def _articles(reports: Path, data: Data, texts: Mapping[str, str], files: list[str]) -> list[Failure]:
    """Write the page of each article; `files` gets their names. A page that breaks a rule is a failure."""
    from nkreport.briefing.article import article_pages, rows_shown
    from nkreport.briefing.checking import approved

    shown_on = rows_shown({f"{name}.html": (short(name), text) for name, text in texts.items()})
    failed = []
    for file, contents in article_pages(data.frames, shown_on):
        shared = {"site": data.site(file, root="../", reports=reports), "made": data.facts}
        try:
            text = approved(render_plain("article.html.j2", contents | shared), data.evidence, where=file)
        except TradecraftError as error:
            failed.append(Failure(file, None, str(error), None))
            continue
        _write_changed(reports / file, text)
        files.append(file)
    return failed


def _write_changed(path: Path, text: str) -> None:
    """Write a page whose bytes are others than those that stand there."""
    if file_hash(path) != hashlib.sha256(text.encode("utf-8")).hexdigest():
        write_whole(path, text)


def _forget(reports: Path, record: Mapping[str, Any]) -> None:
    """Remove pages and downloads of the last build that this one no longer has and nobody changed."""
    for name, known in read_json(reports / RECORD).get("files", {}).items():
        if name not in record["files"] and file_hash(reports / name) == known:
            (reports / name).unlink()


def _entry(plan: Plan, known: Mapping[str, Any], *, picture: str, there: bool) -> dict[str, Any]:
    from nkreport.briefing.page import shown

    return {
        "file": f"{plan.name}.html" if there else "",
        "title": known.get("title", plan.title),
        "picture": picture,
        "parameters": shown(known.get("parameters", {})),
        "error": known.get("error", ""),
        "cell": known.get("cell"),
        "kept": f"failed/{plan.name}.ipynb" if known.get("error") else "",
    }
