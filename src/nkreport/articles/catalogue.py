"""The catalogue: what an analyst knows of each article and how; see `data/articles.toml`."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from nkreport.articles.words import kind, near
from nkreport.errors import InputError
from nkreport.records import Article, Problem

PUBLISHED_BASES = ("stated", "url", "inferred")
OUTLET_BASES = ("stated", "url", "copy")


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """What an analyst knows of one article and how; see `data/articles.toml`."""

    id: str
    title: str | None = None
    outlet: str | None = None
    outlet_basis: str | None = None
    url: str | None = None
    author: str | None = None
    published: dt.date | None = None
    published_latest: dt.date | None = None
    published_basis: str | None = None
    reasons: tuple[str, ...] = ()


Catalogue = Mapping[str, CatalogueEntry]


def read_catalogue(path: str | Path) -> dict[str, CatalogueEntry]:
    """Read what is known of each article, by id; every fault of the file is raised at once."""
    try:
        document = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(
            f"the catalogue cannot be read ({error.strerror})", where=path, remedy="check the path"
        ) from error
    except ValueError as error:
        raise InputError(f"not readable as TOML: {error}", where=path, remedy="mend the file") from error
    faults = [f"{key}: unknown section{near(key, ('articles',))}" for key in document if key != "articles"]
    entries = document.get("articles", {})
    if not isinstance(entries, dict):
        faults, entries = [*faults, "articles: write one table for each article: [articles.ID]"], {}
    for identity, entry in entries.items():
        faults += [f"{identity} › {fault}" for fault in _entry_faults(entry)]
    if faults:
        raise InputError("\n  ".join([f"{len(faults)} fault(s) in the catalogue:", *faults]), where=path)
    return {identity: _entry(identity, entry) for identity, entry in entries.items()}


STRING_KEYS = ("title", "outlet", "url", "author")
DAY_KEYS = ("published", "published_latest")
BASIS_KEYS = {"published_basis": PUBLISHED_BASES, "outlet_basis": OUTLET_BASES}
CATALOGUE_KEYS = tuple(field.name for field in fields(CatalogueEntry) if field.name != "id")


def _entry(identity: str, entry: Mapping[str, Any]) -> CatalogueEntry:
    values = dict(entry) | {"reasons": tuple(entry["reasons"])}
    if "published" in entry:
        values.setdefault("published_latest", entry["published"])
    return CatalogueEntry(identity, **values)


def _entry_faults(entry: Any) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield f"is {kind(entry)}; write a table"
        return
    for key, value in entry.items():
        fault = _value_fault(key, value)
        if fault:
            yield f"{key}: {fault}"
    if "reasons" not in entry:
        yield "reasons: missing; say how each value is known"
    yield from _pair_faults(entry)


def _value_fault(key: str, value: Any) -> str | None:
    if key not in CATALOGUE_KEYS:
        return f"unknown key{near(key, CATALOGUE_KEYS)}; allowed are {', '.join(CATALOGUE_KEYS)}"
    if key in DAY_KEYS and (not isinstance(value, dt.date) or isinstance(value, dt.datetime)):
        return f"{value!r} is not a day; write it bare, as 2024-10-18"
    if key in BASIS_KEYS and value not in BASIS_KEYS[key]:
        return f"{value!r} is not one of {', '.join(BASIS_KEYS[key])}"
    if key in STRING_KEYS and not (isinstance(value, str) and value.strip()):
        return f"{value!r} is not a text; leave the key out where it is not known"
    if key == "reasons" and not (
        isinstance(value, list)
        and value
        and all(isinstance(reason, str) and reason.strip() for reason in value)
    ):
        return "write a list with at least one text"
    return None


def _pair_faults(entry: Mapping[str, Any]) -> Iterator[str]:
    """Faults of values that must stand together: a value and its basis, the two ends of the days."""
    for key in ("published", "outlet"):
        if (key in entry) != (f"{key}_basis" in entry):
            yield f"{key}: {key} and {key}_basis must stand together"
    first, last = entry.get("published"), entry.get("published_latest")
    if last is not None and first is None:
        yield "published_latest: it needs published, the first day"
    elif type(first) is type(last) is dt.date and last < first:
        yield f"published_latest: {last} lies before published, {first}"


def known(article: Article, entry: CatalogueEntry | None) -> Article:
    """The article with what the catalogue knows of it; the three columns of the day go together."""
    if entry is None:
        return article
    values = {name: getattr(entry, name) for name in CATALOGUE_KEYS}
    return replace(article, **{name: value for name, value in values.items() if value})


def unused(catalogue: Catalogue, met: Collection[str]) -> list[Problem]:
    """A problem for each entry that names no article; `met` are the ids that were met, read or not."""
    return [
        Problem(
            identity,
            "catalogue",
            f"the entry names no article{near(identity, met)}",
            "correct its id, or remove the entry",
        )
        for identity in catalogue
        if identity not in met
    ]
