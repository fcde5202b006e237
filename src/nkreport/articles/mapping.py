"""The fields of an export → ours, by the names in `rules/fields.toml`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from nkreport import rules
from nkreport.articles.markup import holds_tags, text_of_markup

Fields = Mapping[str, Any]
AUTHORS_SHOWN = 50  # of a list; a longer one is no byline


@dataclass(frozen=True, slots=True)
class Mapped:
    """A value that was found for one of our fields: the rule that found it and the name it has there."""

    rule: str
    field: str
    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a field: as the rule spells it, and its parts without case, spaces and marks."""

    rule: str
    written: str
    parts: tuple[str, ...]
    joined: str
    form: str


def mapped(record: Fields) -> dict[str, Mapped]:
    """The value of each of our fields that the record holds, by field.

    >>> found = mapped({"Headline": "Rain", "body": "<p>It rains.</p>"})
    >>> found["title"].value, found["text"].value
    ('Rain', 'It rains.')
    """
    plain = _plain(record)
    found = {}
    for field, names in _names().items():
        value = next(_values(plain, names, field), None)
        if value is not None:
            found[field] = value
    return found


def find_fields(text: str) -> list[Mapped]:
    """What is found in a record given as JSON, as the examples of the rules give it."""
    return list(mapped(json.loads(text)).values())


def is_text_name(name: str) -> bool:
    """Whether a column of that name may hold an article's text."""
    return normal(name) in _joined("text")


def is_known_name(name: str) -> bool:
    """Whether a column of that name is one of our fields."""
    return any(normal(name) in _joined(field) for field in FIELDS)


FIELDS = ("id", "text", "title", "outlet", "url", "author", "published")


def first_parts() -> frozenset[str]:
    """The names that a column must have, without case and marks, for anything in it to be read."""
    return frozenset(
        part for names in _names().values() for name in names for part in (name.parts[0], name.joined)
    )


@lru_cache(4096)
def normal(name: str) -> str:
    """A name without case, spaces and marks.

    >>> normal("publishedAt") == normal("Published At") == normal("published_at")
    True
    """
    return "".join(sign for sign in name.casefold() if sign.isalnum()) if len(name) < 200 else name


@cache
def _names() -> dict[str, tuple[Name, ...]]:
    """The names of each field, in the order of the rules."""
    found: dict[str, list[Name]] = {}
    for rule in rules.load("fields").rules:
        for written in rule.fields["names"]:
            name = Name(
                rule.id, written, tuple(map(normal, written.split("."))), normal(written), rule.fields["form"]
            )
            found.setdefault(rule.fields["field"], []).append(name)
    return {field: tuple(names) for field, names in found.items()}


@cache
def _joined(field: str) -> frozenset[str]:
    return frozenset(name.joined for name in _names()[field])


def _plain(record: Fields) -> dict[str, Any]:
    """The record by names without case and marks; a name as written in the rules goes before a variant."""
    found: dict[str, Any] = {}
    for key, value in record.items():
        if value is None or value == "":
            continue
        name = normal(key)
        if name not in found or key == name:
            found[name] = value
    return found


def _values(plain: Mapping[str, Any], names: Sequence[Name], field: str) -> Iterator[Mapped]:
    for name in names:
        value = plain.get(name.parts[0]) if len(name.parts) == 1 else _inside(plain, name)
        if value is not None:
            read = READ.get(field, _text)(value)
            if read is not None and read != "":
                yield Mapped(name.rule, field, name.written, _formed(read, name.form))


def _inside(plain: Mapping[str, Any], name: Name) -> Any:
    """The value behind a dotted name: of an object, of each object of a list, or of a column so called."""
    value: Any = plain
    for part in name.parts:
        if isinstance(value, list):
            value = [_plain(item).get(part) for item in value[:AUTHORS_SHOWN] if isinstance(item, dict)]
        elif isinstance(value, dict):
            value = (value if value is plain else _plain(value)).get(part)
        else:
            return plain.get(name.joined)
    return plain.get(name.joined) if value is None else value


def _formed(value: Any, form: str) -> Any:
    if isinstance(value, str) and (form == "html" or (form == "either" and holds_tags(value))):
        return text_of_markup(value)
    return value


# --- which values a field takes ---


def _text(value: Any) -> Any:
    return value if isinstance(value, str) else None


def _identity(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _text(value)


def _authors(value: Any) -> Any:
    if isinstance(value, list) and value and all(item is None or isinstance(item, str) for item in value):
        return "; ".join(filter(None, value[:AUTHORS_SHOWN]))
    return _text(value)


def _day(value: Any) -> Any:
    return value if hasattr(value, "isoformat") else _text(value)


def _objects(value: Any) -> Any:
    return value if isinstance(value, list) and any(isinstance(item, dict) for item in value) else None


def _object(value: Any) -> Any:
    return value if isinstance(value, dict) else None


READ = {"id": _identity, "author": _authors, "published": _day, "articles": _objects, "inside": _object}
