"""Files → Articles: folders of text, single texts, JSON Lines, and the catalogue of what is known of each.

The text of an article is never changed: carriage returns, no-break spaces and missing final
newlines stay, so that every offset holds for the file as it was supplied. Only a byte order
mark is taken off, because it marks the encoding and is no part of the text.
"""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from nkreport.errors import InputError
from nkreport.records import Article, Problem

ENDINGS = (".txt", ".jsonl")
OPTIONAL = ("title", "outlet", "url", "author")
PUBLISHED_BASES = ("stated", "url", "inferred")
OUTLET_BASES = ("stated", "url", "copy")
BOM = b"\xef\xbb\xbf"


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


def read_articles(
    path: str | Path, *, catalogue: Catalogue | None = None,
) -> tuple[list[Article], list[Problem]]:
    """Read a folder of `.txt` and `.jsonl`, one `.txt` or one `.jsonl`, and what could not be read of it.

    Articles come in the order of file names and lines. What is wrong with one article becomes
    a Problem and the rest goes on; a path that holds nothing to read is one InputError. A value
    of the catalogue goes before a value in the file.

    >>> read_articles("no/such/folder")
    Traceback (most recent call last):
    ...
    nkreport.errors.InputError: no/such/folder: there is no such file or folder; check the path
    """
    articles: list[Article] = []
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for item in _items(Path(path)):
        if isinstance(item, Problem):
            problems.append(item)
            continue
        place, article = item
        if article.id in seen:
            what = f"the id stands twice; the first is in {seen[article.id]}"
            problems.append(Problem(article.id, place, what,
                                    "give each article an id of its own; this one was left out"))
            continue
        seen[article.id] = place
        articles.append(article)
    if catalogue is not None:
        articles = [_known(article, catalogue.get(article.id)) for article in articles]
        problems += _unused(catalogue, articles, problems)
    return articles, problems


def text_article(name: str, content: bytes) -> Article | Problem:
    r"""One article from the bytes of a text file; its id is the file's name without the ending.

    >>> text_article("a.txt", b"\xef\xbb\xbfOne.\r\n").text
    'One.\r\n'
    >>> text_article("b.txt", b"caf\xe9").what
    'not UTF-8: byte 0xe9 at offset 3'
    """
    name = _printable(name)
    stem = name[:-4] if name.lower().endswith(".txt") else name
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Problem(stem, name, _not_utf8(error), "save the file as UTF-8; it was left out")
    if not text.strip():
        return Problem(stem, name, "the article is empty",
                       "add its text, or remove the file; it was left out")
    if "\0" in text:
        return Problem(stem, name, "holds NUL characters, as UTF-16 text does",
                       "save the file as UTF-8; it was left out")
    return Article(stem, text)


def json_article(line: bytes, place: str) -> tuple[Article | None, list[Problem]]:
    """One article from a line of JSON, with everything that is wrong with it.

    A fault in `id` or `text` leaves the article out; a fault in another field leaves the field out.

    >>> json_article(b'{"id": "a", "text": "One.", "published": "18.10.2024"}', "x.jsonl line 1")[1][0].what
    "published '18.10.2024' is not a day"
    """
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        return None, [Problem(None, place, _not_utf8(error), "save the line as UTF-8; it was left out")]
    except (ValueError, RecursionError) as error:
        return None, [Problem(None, place, f"not readable as JSON: {_short(error)}",
                              "mend the line; it was left out")]
    if not isinstance(record, dict):
        return None, [Problem(None, place, f"holds {_kind(record)}, not an object",
                              'write {"id": …, "text": …}; it was left out')]
    identity, what = _identity(record)
    if what is None:
        what = _text_fault(record.get("text"))
    if what is not None:
        return None, [Problem(identity, place, what, "mend the line; the article was left out")]
    values, faults = _optional(record)
    return (Article(str(identity), record["text"], **values),
            [Problem(identity, place, fault, "mend the line; the article was read without it")
             for fault in faults])


def read_catalogue(path: str | Path) -> dict[str, CatalogueEntry]:
    """Read what is known of each article, by id; every fault of the file is raised at once."""
    try:
        document = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"the catalogue cannot be read ({error.strerror})", where=path,
                         remedy="check the path") from error
    except ValueError as error:
        raise InputError(f"not readable as TOML: {error}", where=path, remedy="mend the file") from error
    faults = [f"{key}: unknown section{_near(key, ('articles',))}" for key in document if key != "articles"]
    entries = document.get("articles", {})
    if not isinstance(entries, dict):
        faults, entries = [*faults, "articles: write one table for each article: [articles.ID]"], {}
    for identity, entry in entries.items():
        faults += [f"{identity} › {fault}" for fault in _entry_faults(entry)]
    if faults:
        raise InputError("\n  ".join([f"{len(faults)} fault(s) in the catalogue:", *faults]), where=path)
    return {identity: _entry(identity, entry) for identity, entry in entries.items()}


# --- files ---

def _items(path: Path) -> Iterator[tuple[str, Article] | Problem]:
    """Every article of a path with its place, and every problem, in order."""
    if path.is_dir():
        yield from _folder_items(path)
    elif not path.exists():
        raise InputError("there is no such file or folder", where=path, remedy="check the path")
    elif path.suffix.lower() not in ENDINGS:
        raise InputError(f"the format {path.suffix or 'without an ending'} is not known", where=path,
                         remedy=f"give a folder, or a file that ends in {' or '.join(ENDINGS)}")
    else:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise _unreadable(path, error) from error
        yield from _file_items(path.name, content)


def _folder_items(folder: Path) -> Iterator[tuple[str, Article] | Problem]:
    try:
        paths = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    except OSError as error:
        raise _unreadable(folder, error) from error
    if not any(path.suffix.lower() in ENDINGS for path in paths):
        raise InputError("holds nothing to read", where=folder,
                         remedy=f"add files that end in {' or '.join(ENDINGS)}")
    for path in paths:
        name = _printable(path.name)
        if path.suffix.lower() not in ENDINGS or not path.is_file():
            yield Problem(None, name, "not a file of a known format",
                          f"only {' and '.join(ENDINGS)} are read from a folder; move it elsewhere")
            continue
        try:
            content = path.read_bytes()
        except OSError as error:
            yield Problem(None, name, f"cannot be read ({error.strerror})",
                          "check its rights; it was left out")
            continue
        yield from _file_items(path.name, content)


def _unreadable(path: Path, error: OSError) -> InputError:
    return InputError(f"cannot be read ({error.strerror})", where=path, remedy="check its rights")


def _file_items(name: str, content: bytes) -> Iterator[tuple[str, Article] | Problem]:
    if name.lower().endswith(".jsonl"):
        yield from _line_items(_printable(name), content)
        return
    found = text_article(name, content)
    yield found if isinstance(found, Problem) else (_printable(name), found)


def _line_items(name: str, content: bytes) -> Iterator[tuple[str, Article] | Problem]:
    lines = content.removeprefix(BOM).split(b"\n")
    if not any(line.strip() for line in lines):
        yield Problem(None, name, "the file is empty", "add one article a line, as JSON")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        place = f"{name} line {number}"
        article, problems = json_article(line, place)
        if article is not None:
            yield place, article
        yield from problems


# --- one line of JSON ---

def _identity(record: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """The id as a string (whole numbers are taken as their digits), or what is wrong with it."""
    value = record.get("id")
    if value is None or value == "":
        return None, "the id is missing"
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None, f"the id is {_kind(value)}, not a string"
    if not _encodable(str(value)):
        return None, "the id holds half a character (a lone surrogate)"
    return str(value), None


def _text_fault(text: Any) -> str | None:
    if text is None:
        return "the text is missing"
    if not isinstance(text, str):
        return f"the text is {_kind(text)}, not a string"
    if not text.strip():
        return "the article is empty"
    try:
        text.encode()
    except UnicodeEncodeError as error:
        return f"the text holds half a character (a lone surrogate) at offset {error.start}"
    return None


def _optional(record: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The optional fields that can be read, and what is wrong with the others; an empty string is unknown."""
    values: dict[str, Any] = {}
    faults = []
    for key in OPTIONAL:
        value = record.get(key)
        if value is None or value == "":
            continue
        if not isinstance(value, str):
            faults.append(f"{key} is {_kind(value)}, not a string")
        elif not _encodable(value):
            faults.append(f"{key} holds half a character (a lone surrogate)")
        else:
            values[key] = value
    published = record.get("published")
    if published not in (None, ""):
        day = _day(published)
        if day is None:
            faults.append(f"published {_printable(_cut(repr(published)))} is not a day")
        else:
            values |= {"published": day, "published_latest": day, "published_basis": "stated"}
    if "outlet" in values:
        values["outlet_basis"] = "stated"
    return values, faults


def _day(value: Any) -> dt.date | None:
    """The day of an ISO day or time as written, whatever its zone; None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        return dt.datetime.fromisoformat(value.strip()).date()
    except ValueError:
        return None


# --- the catalogue ---

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
        yield f"is {_kind(entry)}; write a table"
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
        return f"unknown key{_near(key, CATALOGUE_KEYS)}; allowed are {', '.join(CATALOGUE_KEYS)}"
    if key in DAY_KEYS and (not isinstance(value, dt.date) or isinstance(value, dt.datetime)):
        return f"{value!r} is not a day; write it bare, as 2024-10-18"
    if key in BASIS_KEYS and value not in BASIS_KEYS[key]:
        return f"{value!r} is not one of {', '.join(BASIS_KEYS[key])}"
    if key in STRING_KEYS and not (isinstance(value, str) and value.strip()):
        return f"{value!r} is not a text; leave the key out where it is not known"
    if key == "reasons" and not (isinstance(value, list) and value
                                 and all(isinstance(reason, str) and reason.strip() for reason in value)):
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


def _known(article: Article, entry: CatalogueEntry | None) -> Article:
    """The article with what the catalogue knows of it; the three columns of the day go together."""
    if entry is None:
        return article
    known = {name: getattr(entry, name) for name in CATALOGUE_KEYS}
    return replace(article, **{name: value for name, value in known.items() if value})


def _unused(catalogue: Catalogue, articles: Iterable[Article], problems: Iterable[Problem]) -> list[Problem]:
    """A problem for each entry that names no article, unless that article itself could not be read."""
    ids = [article.id for article in articles]
    named = {*ids, *(problem.article_id for problem in problems)}
    return [Problem(identity, "catalogue", f"the entry names no article{_near(identity, ids)}",
                    "correct its id, or remove the entry")
            for identity in catalogue if identity not in named]


# --- words for messages ---

def _kind(value: Any) -> str:
    kinds = {"NoneType": "null", "bool": "true or false", "int": "a number", "float": "a number",
             "str": "a string", "list": "a list", "dict": "an object"}
    return kinds.get(type(value).__name__, f"a {type(value).__name__}")


def _near(word: str, known: Iterable[str]) -> str:
    match = get_close_matches(word, list(known), n=1)
    return f" (did you mean {match[0]}?)" if match else ""


def _not_utf8(error: UnicodeDecodeError) -> str:
    return f"not UTF-8: byte 0x{error.object[error.start]:02x} at offset {error.start}"


def _short(error: BaseException) -> str:
    return _printable(_cut(str(error))) or type(error).__name__


def _cut(text: str, length: int = 80) -> str:
    return text if len(text) <= length else text[:length - 1] + "…"


def _printable(text: str) -> str:
    """The text with halves of characters, as in file names of old encodings, written as escapes."""
    return text if _encodable(text) else text.encode("ascii", "backslashreplace").decode()


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
