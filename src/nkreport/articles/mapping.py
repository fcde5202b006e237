"""The fields of an export → ours, by the names in `rules/fields.toml`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from nkreport import rules
from nkreport.articles.markup import holds_tags, text_of_markup
from nkreport.articles.sources import UnreadableError
from nkreport.articles.words import size
from nkreport.limits import DEFAULT, Limits

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
    """One name of a field: as its rule spells it, its parts without case, spaces and marks, and its rank."""

    rule: str
    field: str
    written: str
    parts: tuple[str, ...]
    joined: str
    form: str
    rank: int


def mapped(record: Fields, *, limits: Limits = DEFAULT) -> dict[str, Mapped]:
    """The value of each of our fields that the record holds, by field.

    >>> found = mapped({"Headline": "Rain", "body": "<p>It rains.</p>"})
    >>> found["title"].value, found["text"].value
    ('Rain', 'It rains.')
    """
    plain = _plain(record)
    found: dict[str, tuple[Name, Any]] = {}
    for key in plain:
        for name in _index().get(key, ()):
            if name.field not in found or name.rank < found[name.field][0].rank:
                value = READ.get(name.field, _text)(_value(plain, key, name))
                if value is not None and value != "":
                    found[name.field] = name, value
    return {
        field: Mapped(name.rule, field, name.written, _formed(value, name, limits))
        for field, (name, value) in found.items()
    }


def find_fields(text: str) -> list[Mapped]:
    """What is found in a record given as JSON, as the examples of the rules give it."""
    return list(mapped(json.loads(text)).values())


def is_text_name(name: str) -> bool:
    """Whether a column of that name may hold an article's text."""
    return any(
        known.field == "text" and known.joined == normal(name) for known in _index().get(normal(name), ())
    )


def is_known_name(name: str) -> bool:
    """Whether a column of that name is one of our fields."""
    return any(
        known.field in FIELDS and known.joined == normal(name) for known in _index().get(normal(name), ())
    )


FIELDS = ("id", "text", "title", "outlet", "url", "author", "published")


def may_be_read(name: str) -> bool:
    """Whether anything in a column of that name can be read."""
    return normal(name) in _index()


def may_hold_text(name: str) -> bool:
    """Whether the text may be in a column of that name, or in an object in it."""
    return any(known.field in ("text", "inside") for known in _index().get(normal(name), ()))


@lru_cache(4096)
def normal(name: str) -> str:
    """A name without case, spaces and marks.

    >>> normal("publishedAt") == normal("Published At") == normal("published_at")
    True
    """
    return "".join(sign for sign in name.casefold() if sign.isalnum()) if len(name) < 200 else name


@cache
def _index() -> Mapping[str, tuple[Name, ...]]:
    """The names of fields by what a key must be for them: their first part, or all of them in one."""
    found: dict[str, list[Name]] = {}
    rank = 0
    for rule in rules.load("fields").rules:
        for written in rule.fields["names"]:
            rank += 1
            parts, joined = tuple(map(normal, written.split("."))), normal(written)
            name = Name(rule.id, rule.fields["field"], written, parts, joined, rule.fields["form"], rank)
            for key in {parts[0], joined}:
                found.setdefault(key, []).append(name)
    return {key: tuple(names) for key, names in found.items()}


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


def _value(plain: Mapping[str, Any], key: str, name: Name) -> Any:
    """The value of a name: of a column so called, in an object, or in each object of a list."""
    if key == name.joined:
        return plain[key]
    value = plain[key]
    for part in name.parts[1:]:
        if isinstance(value, list):
            value = [_plain(item).get(part) for item in value[:AUTHORS_SHOWN] if isinstance(item, dict)]
        elif isinstance(value, dict):
            value = _plain(value).get(part)
        else:
            return None
    return value


def _formed(value: Any, name: Name, limits: Limits) -> Any:
    if not isinstance(value, str) or name.form == "plain":
        return value
    if name.form == "either" and not holds_tags(value):
        return value
    if len(value) > limits.html_bytes:
        raise UnreadableError(
            f"{name.written} is longer than {size(limits.html_bytes)}, the limit html_bytes",
            "divide it, or set the limit higher; the article was left out",
        )
    return text_of_markup(value)


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
