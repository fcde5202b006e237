"""What is to be built: each notebook with its parameters, and whether its page stands as it was built."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nkreport.briefing import history
from nkreport.briefing.inputs import file_hash, page_key, tables_key
from nkreport.briefing.parameters import checked, declared
from nkreport.errors import BriefingError, InputError
from nkreport.limits import DEFAULT, Limits

RECORD = ".build.json"


@dataclass(frozen=True, slots=True)
class Plan:
    """One briefing to build: its notebook, its parameters, and the key of all it depends on."""

    name: str
    notebook: Path
    title: str
    parameters: Mapping[str, Any]
    key: str


def plan_all(
    root: Path,
    seeds: Path,
    given: Mapping[str, str],
    *,
    follow_links: bool = False,
    limits: Limits = DEFAULT,
) -> list[Plan]:
    """Every briefing of a project with its parameters; notebooks that must not be run raise BriefingError."""
    folder = root / "notebooks"
    notebooks = sorted(folder.glob("*.ipynb"), key=_order)
    if not notebooks:
        raise InputError("there is no notebook", where=folder, remedy="a briefing is a notebook; add one")
    for path in notebooks:
        _admit(path, folder, follow_links=follow_links)
    contents = {path: read_notebook(path) for path in notebooks}
    values = checked(
        given, {path.stem: declared(content, where=path.name) for path, content in contents.items()}
    )
    tables = tables_key(root, seeds)
    return [
        Plan(
            path.stem,
            path,
            _title(content),
            values[path.stem],
            page_key(tables, path.read_bytes(), values[path.stem], limits),
        )
        for path, content in contents.items()
    ]


def _admit(path: Path, folder: Path, *, follow_links: bool) -> None:
    """Refuse a notebook whose name would not do for a page, or that lies elsewhere behind a link."""
    if not NAME.fullmatch(path.stem) or path.stem.lower() in TAKEN:
        raise BriefingError(
            "no name for a briefing", where=ascii(path.name),
            remedy=f"rename it: letters, digits, _ and -, and none of {', '.join(TAKEN)}",
        )
    if not follow_links and path.resolve().parent != folder:
        raise BriefingError(
            "the notebook lies outside the project, behind a link", where=path,
            remedy="copy it into notebooks/, or give --follow-links if you know what it runs",
        )
    if not path.is_file():
        raise BriefingError("not a file", where=path, remedy="a briefing is a notebook; remove this")


NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")  # it becomes the name of a page, and stands in links
TAKEN = ("index", "codebook")  # pages of our own


def _order(path: Path) -> tuple[int, str]:
    """Our own briefings in the order of reading, the evidence last; others between, by name."""
    place = {name: position for position, name in enumerate(("troop_estimates", "assertions"))}
    return (99 if path.stem == "evidence" else place.get(path.stem, 50), path.stem)


def read_notebook(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BriefingError(
            f"not readable as a notebook: {error}", where=path, remedy="restore the file"
        ) from error
    return found


def _title(content: Mapping[str, Any]) -> str:
    from nkreport.briefing.page import title_of

    return title_of(content)


def fresh(root: Path, plan: Plan, record: Mapping[str, Any]) -> bool:
    """Whether the page of a plan stands as it was built from the same inputs."""
    known = record.get("pages", {}).get(plan.name, {})
    return (
        known.get("key") == plan.key
        and not known.get("error")
        and file_hash(root / "reports" / f"{plan.name}.html") == known.get("page")
    )


def index_fresh(root: Path, plans: Sequence[Plan], record: Mapping[str, Any]) -> bool:
    """Whether the index and the downloads stand as they were written for these briefings."""
    files = record.get("files", {})
    return (
        record.get("briefings") == [plan.name for plan in plans]
        and record.get("history") == history.names(root / "reports")
        and bool(files)
        and all(file_hash(root / "reports" / name) == value for name, value in files.items())
    )


def changed(plan: Plan) -> dict[str, Any]:
    """The parameters that differ from the notebook's own, which alone need a cell of their own."""
    own = declared(read_notebook(plan.notebook))
    return {name: value for name, value in plan.parameters.items() if value != own[name].default}


def short(name: str) -> str:
    """A briefing's name in the links between pages.

    >>> short("troop_estimates")
    'Troop estimates'
    """
    return name.replace("_", " ").capitalize()
