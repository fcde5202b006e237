"""The words of `rules/quantities.toml`, as the tables and patterns that the other parts look things up in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from nkreport import rules

# Kinds of number words, one letter each: unit, teen, ten, hundred, scale, pack (dozen).
UNIT, TEEN, TEN, HUNDRED, SCALE, PACK = "u", "e", "t", "h", "s", "p"


@dataclass(frozen=True, slots=True)
class Bound:
    """What a bounding phrase says: its rule, its direction, and the least number that it is read before."""

    rule: str
    bound: str
    least: float


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit's name, its dimension and its rule."""

    name: str
    dimension: str
    rule: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Every table of the rule file, ready for look-up; words are in lower case unless said otherwise."""

    numbers: Mapping[str, tuple[str, float]]
    scales: Mapping[str, float]
    close: Mapping[str, float]
    apart: Mapping[str, float]
    fractions: Mapping[str, float]
    ordinals: Mapping[str, float]
    vague_plurals: Mapping[str, float]
    vague_heads: Mapping[str, float]
    few: Mapping[str, float]
    before: Mapping[str, Bound]
    before_last: frozenset[str]
    before_symbol: str
    after: Mapping[str, Bound]
    joins: Mapping[str, str]
    currencies: Mapping[str, str]
    units: Mapping[str, Unit]
    sets: Mapping[str, frozenset[str]]
    calibres: frozenset[float]
    pairs: Mapping[str, float]


def alternatives(words: Iterable[str]) -> str:
    """A pattern for any of the words, as a tree of their letters, longest first.

    >>> alternatives(["ten", "tens", "two"])
    't(?:en(?:s)?|wo)'
    """
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _branch(tree)


def _branch(tree: Mapping[str, Any]) -> str:
    parts = [re.escape(letter) + _branch(rest) for letter, rest in sorted(tree.items()) if letter]
    if not parts:
        return ""
    if "" in tree:
        return f"(?:{'|'.join(parts)})?"
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"


def cased(words: Iterable[str]) -> list[str]:
    """Each word in lower case, with a capital, and in capitals, as headlines print it."""
    return [form for word in words for form in (word, word.capitalize(), word.upper())]


@cache
def lexicon() -> Lexicon:
    """The tables of the shipped rule file."""
    file = rules.load("quantities")
    words = file.lexicon
    before = _bounds(file, "before", "words")
    scales = dict(words["scales"])
    return Lexicon(
        numbers=_numbers(words),
        scales=scales,
        close={k: v for k, v in words["suffixes"]["close"].items() if v},
        apart=words["suffixes"]["apart"],
        fractions=_with_plurals(words["fractions"]),
        ordinals=words["ordinal_ends"],
        vague_plurals=_floats(words["vague_plurals"]),
        vague_heads=_floats(words["vague_heads"]),
        few=_floats(words["few"]),
        before=before,
        before_last=frozenset(phrase.split()[-1] for phrase in before),
        before_symbol="".join(sorted({p[-1] for p in before if not p[-1].isalnum() and p[-1] != "."})),
        after=_bounds(file, "after", "after"),
        joins=_joins(file),
        currencies=_currencies(file),
        units=_units(file),
        sets=_sets(words),
        calibres=frozenset(map(float, words["calibre_cues"]["values"])),
        pairs=words["pairs"],
    )


def _numbers(words: Mapping[str, Any]) -> dict[str, tuple[str, float]]:
    """Every number word with its kind and value, plurals of scales included ("three dozens")."""
    table = {word: (UNIT, float(value)) for word, value in words["units_word"].items()}
    table |= {word: (TEEN, float(value)) for word, value in words["teens"].items()}
    table |= {word: (TEN, float(value)) for word, value in words["tens"].items()}
    table |= {"hundred": (HUNDRED, 100.0), "hundreds": (HUNDRED, 100.0)}
    table |= {
        word + end: (SCALE, float(value)) for word, value in words["scales"].items() for end in ("", "s")
    }
    table |= {word: (PACK, float(value)) for word, value in words["packs"].items()}
    return table | {"dozens": (PACK, 12.0)}


def _floats(table: Mapping[str, float]) -> dict[str, float]:
    return {word: float(value) for word, value in table.items()}


def _with_plurals(fractions: Mapping[str, float]) -> dict[str, float]:
    plural = {("halves" if word == "half" else word + "s"): float(value) for word, value in fractions.items()}
    return {word: float(value) for word, value in fractions.items()} | plural


def _bounds(file: rules.RuleFile, kind: str, key: str) -> dict[str, Bound]:
    return {
        phrase: Bound(rule.id, rule.fields["bound"], float(rule.fields.get("least", float("-inf"))))
        for rule in file.rules
        if rule.fields.get("kind") == kind
        for phrase in rule.fields[key]
    }


def _joins(file: rules.RuleFile) -> dict[str, str]:
    return {
        word: rule.id
        for rule in file.rules
        if rule.fields.get("kind") == "range"
        for word in rule.fields.get("joins", [])
    }


def _currencies(file: rules.RuleFile) -> dict[str, str]:
    return {
        sign: code
        for rule in file.rules
        for code, signs in rule.fields.get("signs", {}).items()
        for sign in signs
    }


def _units(file: rules.RuleFile) -> dict[str, Unit]:
    """Every spelling of a unit or a currency after the number, as it stands in the rule file."""
    return {
        spelling: Unit(name, rule.fields["dimension"], rule.id)
        for rule in file.rules
        for name, spellings in rule.fields.get("units", {}).items()
        for spelling in spellings
    }


def _sets(words: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """The plain word lists by section; the lists of [lexicon.np] by their own names."""
    lists = {name: frozenset(section["words"]) for name, section in words.items() if "words" in section}
    lists |= {name: frozenset(values) for name, values in words["np"].items()}
    return lists | {"designations_capital": frozenset(words["designations"]["capital"])}
