"""The parameter contract: what a notebook declares, and the check of what is given, before anything runs.

A notebook declares parameters in the cell tagged `parameters`, as annotated literals. A name that no
notebook declares, or a value that its name or annotation does not allow, is an error.
"""

from __future__ import annotations

import ast
import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from nkreport.errors import BriefingError, ParameterError
from nkreport.tables.columns import ACTS, KINDS, TOPICS

LONGEST = 200  # characters of a free value; names of parties and sources are far shorter


@dataclass(frozen=True, slots=True)
class Parameter:
    """One declared parameter: its name, the annotation `str`, `int`, `float` or `bool`, and its default."""

    name: str
    kind: str
    default: Any


Declared = Mapping[str, Parameter]


def declared(notebook: Mapping[str, Any], *, where: str = "") -> dict[str, Parameter]:
    """What the `parameters` cell of a notebook (as read from JSON) declares.

    >>> cell = {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": 'since: str = ""'}
    >>> declared({"cells": [cell]})
    {'since': Parameter(name='since', kind='str', default='')}
    """
    cells = [cell for cell in notebook["cells"] if "parameters" in cell.get("metadata", {}).get("tags", [])]
    if len(cells) != 1:
        raise BriefingError(
            f"{len(cells)} cells are tagged `parameters`", where=where, remedy="tag exactly one"
        )
    found = [_declaration(node, where) for node in ast.parse("".join(cells[0]["source"])).body]
    return {parameter.name: parameter for parameter in found}


def _declaration(node: ast.stmt, where: str) -> Parameter:
    if (
        isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and node.value is not None
        and isinstance(node.annotation, ast.Name)
        and node.annotation.id in READERS
    ):
        try:
            return Parameter(node.target.id, node.annotation.id, ast.literal_eval(node.value))
        except ValueError:
            pass  # no literal: the same fault as any other statement, told below
    raise BriefingError(
        f"not an annotated literal: {ast.unparse(node)}",
        where=where,
        remedy='write parameters as `name: str = "value"`',
    )


def checked(given: Mapping[str, str], notebooks: Mapping[str, Declared]) -> dict[str, dict[str, Any]]:
    """The parameters of each notebook: its defaults, and what is given where it declares it.

    Raises one ParameterError with every fault.

    >>> notebooks = {"a": {"since": Parameter("since", "str", "")}, "b": {}}
    >>> checked({"since": "2024-10-01"}, notebooks)
    {'a': {'since': '2024-10-01'}, 'b': {}}
    >>> checked({"sinse": "2024-10-01"}, notebooks)
    Traceback (most recent call last):
    ...
    nkreport.errors.ParameterError: no briefing declares sinse; did you mean since? allowed are since
    """
    allowed = sorted({name for parameters in notebooks.values() for name in parameters})
    faults = [_undeclared(name, allowed) for name in given if name not in allowed]
    values: dict[str, dict[str, Any]] = {}
    for notebook, parameters in notebooks.items():
        values[notebook] = {name: parameter.default for name, parameter in parameters.items()}
        for name, text in given.items():
            if name in parameters:
                value, fault = _read(parameters[name], text)
                values[notebook][name] = value
                faults += [fault] if fault and fault not in faults else []
        if not faults:
            faults += [fault for fault in _order(values[notebook]) if fault not in faults]
    if faults:
        raise ParameterError("; ".join(faults))
    return values


def _undeclared(name: str, allowed: Sequence[str]) -> str:
    match = get_close_matches(name, allowed, n=1)
    hint = f"did you mean {match[0]}? " if match else ""
    return f"no briefing declares {name[:60]}; {hint}allowed are {', '.join(allowed)}"


def _read(parameter: Parameter, text: str) -> tuple[Any, str]:
    """The value of a parameter and the fault of its text, or an empty string."""
    try:
        value = READERS[parameter.kind](text)
    except ValueError:
        return None, f"{parameter.name}: {text[:60]!r} is not of kind {parameter.kind}"
    check = CHECKS.get(parameter.name, _free)
    fault = check(value) if isinstance(value, str) else ""
    return value, f"{parameter.name}: {fault}" if fault else ""


def _truth(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


READERS: Mapping[str, Callable[[str], Any]] = {"str": str, "int": int, "float": float, "bool": _truth}


def _day(value: str) -> str:
    try:
        exact = not value or dt.date.fromisoformat(value).isoformat() == value
    except ValueError:
        exact = False
    return "" if exact else f"{value[:60]!r} is not a day; write it as 2024-10-01"


def _members(allowed: Iterable[str]) -> Callable[[str], str]:
    names = tuple(allowed)

    def check(value: str) -> str:
        wrong = [name for name in split(value) if name not in names]
        return f"{wrong[0][:60]!r} is not one of {', '.join(names)}" if wrong else _free(value)

    return check


def _free(value: str) -> str:
    if len(value) > LONGEST:
        return f"longer than {LONGEST} characters"
    return "" if value.isprintable() else "holds signs that cannot be printed"


CHECKS: Mapping[str, Callable[[str], str]] = {
    "since": _day,
    "until": _day,
    "kinds": _members(KINDS),
    "acts": _members(ACTS),
    "topics": _members(TOPICS),
}


def _order(values: Mapping[str, Any]) -> list[str]:
    since, until = values.get("since"), values.get("until")
    return [f"since: {since} is after until, {until}"] if since and until and since > until else []


def split(value: str) -> list[str]:
    """The names in a parameter that lists them.

    >>> split("troops, casualties"), split("")
    (['troops', 'casualties'], [])
    """
    return [name for part in value.split(",") if (name := part.strip())]
