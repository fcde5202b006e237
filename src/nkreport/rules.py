"""Rules are data: reads and checks `rules/*.toml`, and runs each rule's own examples.

A rule file holds

- `[keys]`: the keys that its rules may have beside the common ones, each with its kind
  (`"str"`, `"list"`, `"bool"`, `"int"`, `"table"`) or the list of values allowed;
- `[lexicon.*]`: plain word lists and tables that the finder reads as they are;
- `[[rules]]`: entries with `id`, `says`, `examples` and `not_examples`.

An example is `{text = "…", expect = {field = value}}`: the finder must yield a record of this rule
with these fields; a span is given by its words, a day in ISO form, `reference` gives the publication
day. A `not_examples` entry is a text in which no record of this rule may be found.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from nkreport.errors import RuleError, RuleFault

Finder = Callable[[str, dt.date | None], Iterable[Any]]

KINDS: Mapping[str, type | tuple[type, ...]] = {
    "str": str,
    "list": list,
    "bool": bool,
    "int": int,
    "float": (int, float),
    "table": dict,
}
COMMON_KEYS = {"id": "str", "says": "str", "examples": "list", "not_examples": "list"}
ALIAS_KEYS = ("words", "aliases")


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of a rule file; `fields` holds what is special to its file."""

    id: str
    says: str
    fields: Mapping[str, Any]
    examples: tuple[Mapping[str, Any], ...]
    not_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A rule file as read: its plain word lists and its rules, in the file's order."""

    name: str
    lexicon: Mapping[str, Any]
    rules: tuple[Rule, ...]


def names() -> list[str]:
    """The shipped rule files, without their ending, in alphabetical order."""
    folder = resources.files("nkreport") / "rules"
    return sorted(entry.name[:-5] for entry in folder.iterdir() if entry.name.endswith(".toml"))


@cache
def load(name: str) -> RuleFile:
    """Read the shipped rule file of that name; raises RuleError with every fault of its form."""
    return parse(name, source(name))


def source(name: str) -> str:
    """The text of a shipped rule file."""
    return (resources.files("nkreport") / "rules" / f"{name}.toml").read_text(encoding="utf-8")


@cache
def fingerprint() -> str:
    """Which rules these are: a hash over all rule files, in twelve signs."""
    whole = hashlib.sha256()
    for name in names():
        content = source(name)
        whole.update(f"{name}:{len(content)}:{content}".encode())
    return whole.hexdigest()[:12]


def parse(name: str, toml: str) -> RuleFile:
    """Read a rule file's text, checking every entry's form; all faults are raised at once.

    >>> parse("demo", '[[rules]]\\nid = "a"\\nsays = "b"\\nwordz = 1\\nexamples = []\\nnot_examples = []')
    Traceback (most recent call last):
    ...
    nkreport.errors.RuleError: 3 fault(s) in the rules:
      demo.toml › a › wordz: unknown key; allowed are examples, id, not_examples, says
      demo.toml › a › examples: empty; give at least one
      demo.toml › a › not_examples: empty; give at least one
    """
    file = f"{name}.toml"
    try:
        document = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise RuleError([RuleFault(file, "", "", f"not readable as TOML: {error}")]) from error
    faults = _section_faults(file, document)
    if faults:
        raise RuleError(faults)
    entries = document.get("rules", [])
    allowed = COMMON_KEYS | document.get("keys", {})
    for entry in entries:
        faults += _entry_faults(file, entry, allowed)
    faults += _repeats(file, entries)
    if faults:
        raise RuleError(faults)
    return RuleFile(name, document.get("lexicon", {}), tuple(_rule(entry) for entry in entries))


# What an entry of an analyst's own offices and events holds: the kind of each key.
OWN: Mapping[str, Mapping[str, str]] = {
    "offices": {"id": "text", "country": "text", "plain": "text", "titles": "texts", "holders": "terms",
                "note": "text"},
    "events": {"id": "text", "says": "text", "first": "day", "last": "day", "told": "alternatives",
               "known": "alternatives", "awaited": "alternatives", "names": "texts", "speaker": "text",
               "yearly": "truth", "note": "text"},
}
OWN_NEEDED = {"offices": ("id", "country", "plain", "titles", "holders"), "events": ("id", "says", "first")}
OWN_YEARS = range(1500, 2100)  # those that the finder of dates knows


def own_entries(path: Path, section: str, required: Iterable[str] = ()) -> list[dict[str, Any]]:
    """An analyst's own entries `[[lexicon.<section>]]`, offices or events; raises RuleError with every fault.

    `required` names keys that must be there beside those that the section always needs. A file that is not
    there holds no entries: what ships with the package stands alone.
    """
    if not path.exists():
        return []
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise RuleError([RuleFault(str(path), "", "", f"not readable as TOML: {error}")]) from error
    lexicon = document.get("lexicon", {})
    entries = lexicon.get(section, []) if isinstance(lexicon, dict) else None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise RuleError([RuleFault(str(path), "", "", f"write [[lexicon.{section}]] before each entry")])
    needed = dict.fromkeys((*OWN_NEEDED[section], *required))
    faults = [fault for entry in entries for fault in _own_faults(str(path), entry, OWN[section], needed)]
    if faults:
        raise RuleError(faults)
    return list(entries)


def _own_faults(
    file: str, entry: Mapping[str, Any], kinds: Mapping[str, str], needed: Iterable[str]
) -> Iterator[RuleFault]:
    rule = str(entry.get("id", "(no id)"))
    for key in needed:
        if key not in entry:
            yield RuleFault(file, rule, key, "missing")
    for key, value in entry.items():
        if key not in kinds:
            yield RuleFault(file, rule, key, f"unknown key; allowed are {', '.join(kinds)}")
        elif not _is(kinds[key], value):
            yield RuleFault(file, rule, key, f"{value!r} is not {WANTED[kinds[key]]}")
    first, last = entry.get("first"), entry.get("last")
    if type(first) is type(last) is dt.date and last < first:
        yield RuleFault(file, rule, "last", f"{last} lies before first, {first}")


WANTED = {
    "text": "a text", "texts": "a list of texts", "truth": "true or false",
    "day": f"a day from {OWN_YEARS[0]} to {OWN_YEARS[-1]}, written bare as 2024-10-18",
    "alternatives": 'a list of lists of words, as [["won", "vote"], ["elected"]]',
    "terms": 'a list of terms, as [{ name = "…", from = 2021-01-20, to = 2025-01-20 }]; `to` where it ended',
}


def _is(kind: str, value: Any) -> bool:
    if kind == "text":
        return isinstance(value, str) and bool(value.strip())
    if kind == "truth":
        return isinstance(value, bool)
    if kind == "day":
        return type(value) is dt.date and value.year in OWN_YEARS
    if not isinstance(value, list) or not value:
        return False
    inside = {"texts": "text", "alternatives": "texts", "terms": "term"}.get(kind)
    return all(_is_term(item) if inside == "term" else _is(str(inside), item) for item in value)


def _is_term(value: Any) -> bool:
    return (isinstance(value, dict) and {"name", "from"} <= set(value) <= {"name", "from", "to"}
            and all(_is("text" if key == "name" else "day", part) for key, part in value.items()))


def _rule(entry: dict[str, Any]) -> Rule:
    fields = {key: value for key, value in entry.items() if key not in COMMON_KEYS}
    return Rule(entry["id"], entry["says"], fields, tuple(entry["examples"]), tuple(entry["not_examples"]))


def _section_faults(file: str, document: Mapping[str, Any]) -> list[RuleFault]:
    """What is wrong with the sections themselves: their names, what they hold, the kinds of keys."""
    faults = [
        RuleFault(file, "", key, "unknown section; allowed are keys, lexicon, rules")
        for key in document
        if key not in ("keys", "lexicon", "rules")
    ]
    keys, entries = document.get("keys", {}), document.get("rules", [])
    if not isinstance(document.get("lexicon", {}), dict):
        faults.append(RuleFault(file, "", "lexicon", "not a table; write [lexicon.NAME]"))
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        faults.append(RuleFault(file, "", "rules", "write [[rules]] before each rule"))
    if not isinstance(keys, dict):
        return [*faults, RuleFault(file, "", "keys", "not a table; write [keys]")]
    return faults + [
        RuleFault(file, "", f"keys › {key}", f"{kind!r} is no kind; write a list, or {', '.join(KINDS)}")
        for key, kind in keys.items()
        if not isinstance(kind, list) and (not isinstance(kind, str) or kind not in KINDS)
    ]


def _entry_faults(file: str, entry: dict[str, Any], allowed: Mapping[str, Any]) -> list[RuleFault]:
    rule = str(entry.get("id", "(no id)"))
    faults = [RuleFault(file, rule, key, "missing") for key in COMMON_KEYS if key not in entry]
    for key, value in entry.items():
        kind = allowed.get(key)
        if kind is None:
            faults.append(
                RuleFault(file, rule, key, f"unknown key; allowed are {', '.join(sorted(allowed))}")
            )
        elif isinstance(kind, list) and value not in kind:
            faults.append(RuleFault(file, rule, key, f"{value!r} is not one of {', '.join(map(str, kind))}"))
        elif isinstance(kind, str) and not isinstance(value, KINDS[kind]):
            faults.append(RuleFault(file, rule, key, f"{value!r} is not of kind {kind}"))
    empty = [key for key in ("examples", "not_examples") if entry.get(key) == []]
    faults += [RuleFault(file, rule, key, "empty; give at least one") for key in empty]
    return faults + _example_form_faults(file, rule, entry)


def _example_form_faults(file: str, rule: str, entry: Mapping[str, Any]) -> list[RuleFault]:
    examples, others = entry.get("examples"), entry.get("not_examples")
    faults = []
    if isinstance(examples, list) and not all(_is_example(example) for example in examples):
        faults.append(RuleFault(file, rule, "examples", 'write {text = "…", expect = {…}}, with a '
                                'reference = "2024-10-18" where it needs one'))
    if isinstance(others, list) and not all(isinstance(text, str) for text in others):
        faults.append(RuleFault(file, rule, "not_examples", "write a list of texts"))
    return faults


def _is_example(value: Any) -> bool:
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        return False
    return isinstance(value.get("expect", {}), dict) and _is_iso_day(value.get("reference", "2024-10-18"))


def _is_iso_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(dt.date.fromisoformat(value))
    except ValueError:
        return False


def _repeats(file: str, entries: list[dict[str, Any]]) -> list[RuleFault]:
    """Faults for ids and aliases that stand twice: two rules for one word would hide each other."""
    seen: dict[str, str] = {}
    faults = []
    for entry in entries:
        rule = str(entry.get("id"))
        lists = [entry.get(key) for key in ALIAS_KEYS]
        aliases = [str(alias) for words in lists if isinstance(words, list) for alias in words]
        for name in [f"id {rule}"] + [f"alias {alias}" for alias in aliases]:
            if name in seen:
                faults.append(RuleFault(file, rule, name, f"stands twice; first in {seen[name]}"))
            seen.setdefault(name, rule)
    return faults


def example_faults(file: RuleFile, find: Finder) -> list[RuleFault]:
    """Run the examples of every rule of a file, both ways, and return what does not hold."""
    faults: list[RuleFault] = []
    place = f"{file.name}.toml"
    for rule in file.rules:
        faults += [
            RuleFault(place, rule.id, "examples", f"not read as expected: {example}")
            for example in rule.examples
            if not _holds(rule, example, find)
        ]
        faults += [
            RuleFault(place, rule.id, "not_examples", f"fires on: {text}")
            for text in rule.not_examples
            if any(record.rule == rule.id for record in find(text, None))
        ]
    return faults


def _holds(rule: Rule, example: Mapping[str, Any], find: Finder) -> bool:
    reference = example.get("reference")
    text, expect = example["text"], example.get("expect", {})
    return any(
        record.rule == rule.id
        and all(
            _shown(getattr(record, field), text) == _shown(value, text) for field, value in expect.items()
        )
        for record in find(text, dt.date.fromisoformat(reference) if reference else None)
    )


def _shown(value: Any, text: str) -> Any:
    """A field as a rule file can write it: days in ISO form, spans as their words; "none" for None."""
    if value is None:
        return "none"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple) and len(value) == 2 and all(isinstance(part, int) for part in value):
        return text[value[0] : value[1]]
    if isinstance(value, (tuple, list)):
        return [_shown(part, text) for part in value]
    return value
