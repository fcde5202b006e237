"""The files that the analyst owns: what is known of sources, what was decided, what was corrected.

Three TOML files, each with one list of tables. Every entry needs a `reason`; an unknown key is an
error, and all faults of a file are raised at once with their places.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from nkreport.errors import InputError

RELIABILITIES = ("A", "B", "C", "D", "E", "F")
READINGS = ("in all", "on top")
ACTIONS = ("override", "drop", "add")
CORRECTED_TABLES = ("figures", "assertions", "unknowns")


@dataclass(frozen=True, slots=True)
class KnownSource:
    """What an analyst knows of one source: its reliability (A to F) and whom it speaks for."""

    name: str
    reason: str
    reliability: str | None = None
    speaks_for: str | None = None


@dataclass(frozen=True, slots=True)
class Dependence:
    """Two bodies of which one leans on the other; `told_by` is `text` or `analyst`."""

    body: str
    on: str
    reason: str
    told_by: str = "analyst"
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Independence:
    """Two bodies of which an analyst knows for certain that neither leans on the other."""

    body: str
    of: str
    reason: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that is known of the sources."""

    sources: tuple[KnownSource, ...] = ()
    dependences: tuple[Dependence, ...] = ()
    independences: tuple[Independence, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """Which reading of an additional number an analyst holds to be meant."""

    article: str
    text: str
    reading: str
    reason: str
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """One change of one row: `expect` is what the row must still say, `set` what it shall say."""

    table: str
    article: str
    text: str
    action: str
    reason: str
    place: str
    start: int | None = None
    expect: Mapping[str, Any] | None = None
    set: Mapping[str, Any] | None = None


Form = Mapping[str, Mapping[str, Any]]

SOURCES: Form = {
    "sources": {"name": str, "reliability": RELIABILITIES, "speaks_for": str, "reason": str},
    "dependences": {"body": str, "on": str, "reason": str},
    "independences": {"body": str, "of": str, "reason": str},
}
DECISIONS: Form = {
    "decisions": {"article": str, "text": str, "start": int, "reading": READINGS, "reason": str}
}
CORRECTIONS: Form = {
    "corrections": {
        "table": CORRECTED_TABLES,
        "article": str,
        "text": str,
        "start": int,
        "action": ACTIONS,
        "expect": dict,
        "set": dict,
        "reason": str,
    }
}
OPTIONAL = ("reliability", "speaks_for", "start", "expect", "set")


def read_sources(path: str | Path) -> Knowledge:
    """What `data/sources.toml` says of the sources; a file that is not there says nothing.

    >>> read_sources("no/sources.toml")
    Knowledge(sources=(), dependences=(), independences=())
    """
    found = _read(path, SOURCES)
    faults = _twice([entry["name"] for entry in found["sources"]])
    _complain(path, faults)
    return Knowledge(
        tuple(KnownSource(**entry) for entry in found["sources"]),
        tuple(Dependence(**entry) for entry in found["dependences"]),
        tuple(Independence(**entry) for entry in found["independences"]),
    )


def read_decisions(path: str | Path) -> tuple[Decision, ...]:
    """What `data/decisions.toml` decides, in the file's order."""
    return tuple(Decision(**entry) for entry in _read(path, DECISIONS)["decisions"])


def read_corrections(path: str | Path) -> tuple[Correction, ...]:
    """What `data/corrections.toml` changes, in the file's order, each with its place in the file."""
    entries = _read(path, CORRECTIONS)["corrections"]
    _complain(
        path,
        [
            fault
            for number, entry in enumerate(entries, start=1)
            for fault in _action_faults(f"corrections, entry {number}", entry)
        ],
    )
    return tuple(
        Correction(place=f"{path}, entry {number}", **entry) for number, entry in enumerate(entries, start=1)
    )


def _action_faults(place: str, entry: Mapping[str, Any]) -> Iterator[str]:
    needed = {"override": ("expect", "set"), "drop": ("expect",), "add": ("set",)}[entry["action"]]
    for key in needed:
        if not entry.get(key):
            yield f"{place} › {key}: missing; {entry['action']} needs it"
    if entry["action"] == "add" and "expect" in entry:
        yield f"{place} › expect: a row that is added was not there before; leave it out"


def _read(path: str | Path, form: Form) -> dict[str, list[dict[str, Any]]]:
    try:
        document = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {section: [] for section in form}
    except OSError as error:
        raise InputError(
            f"cannot be read ({error.strerror})", where=path, remedy="check its rights"
        ) from error
    except ValueError as error:
        raise InputError(f"not readable as TOML: {error}", where=path, remedy="mend the file") from error
    faults = [f"{key}: unknown section{_near(key, form)}" for key in document if key not in form]
    found: dict[str, list[dict[str, Any]]] = {section: [] for section in form}
    for section, keys in form.items():
        entries = document.get(section, [])
        if not isinstance(entries, list):
            faults.append(f"{section}: write [[{section}]] before each entry")
            continue
        for number, entry in enumerate(entries, start=1):
            faults += _faults(f"{section}, entry {number}", entry, keys)
            found[section].append(entry)
    _complain(path, faults)
    return found


def _faults(place: str, entry: Any, keys: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(entry, dict):
        yield f"{place}: not a table"
        return
    for key, value in entry.items():
        if key not in keys:
            yield f"{place} › {key}: unknown key{_near(key, keys)}; allowed are {', '.join(keys)}"
        elif isinstance(keys[key], tuple):
            if value not in keys[key]:
                yield f"{place} › {key}: {value!r} is not one of {', '.join(keys[key])}"
        elif not isinstance(value, keys[key]) or isinstance(value, bool) or value == "":
            yield f"{place} › {key}: {value!r} is not {_word(keys[key])}"
    for key in keys:
        if key not in entry and key not in OPTIONAL:
            yield f"{place} › {key}: missing"


def _word(kind: type) -> str:
    return {"str": "a text", "int": "a whole number", "dict": "a table"}[kind.__name__]


def _twice(names: Sequence[str]) -> list[str]:
    return [
        f"sources › {name}: stands twice; put all that is known into one entry"
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]


def _near(word: str, known: Mapping[str, Any]) -> str:
    match = get_close_matches(word, list(known), n=1)
    return f" (did you mean {match[0]}?)" if match else ""


def _complain(path: str | Path, faults: Sequence[str]) -> None:
    if faults:
        raise InputError("\n  ".join([f"{len(faults)} fault(s):", *faults]), where=path)
