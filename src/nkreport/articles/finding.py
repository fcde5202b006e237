"""Paths → files: one file, a folder with all that it holds, or a pattern, in an order that never changes.

Hidden files are passed over. A link is followed where it leads to a file of the folder that was given;
one that leads out of it could show what nobody meant to hand over, and one to a folder could go in circles.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from nkreport.articles.words import printable
from nkreport.errors import InputError
from nkreport.records import Problem

Paths = str | Path | Sequence[str | Path]
MAGIC = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Found:
    """One file: its path, and the name that it has below what was given."""

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class Root:
    """One path as given: the file, or the folder with the pattern for what is wanted below it."""

    path: str
    pattern: tuple[str, ...] = ()
    is_file: bool = False


def roots(paths: Paths) -> list[Root]:
    """What was given, each looked at once; InputError names one that is not there or holds nothing.

    >>> roots("no/such/folder")
    Traceback (most recent call last):
    ...
    nkreport.errors.InputError: no/such/folder: there is no such file or folder; check the path
    """
    given = [paths] if isinstance(paths, (str, Path)) else list(paths)
    if not given:
        raise InputError(
            "no input was given", remedy="name a file, a folder or a pattern such as 'news/*.gz'"
        )
    return [_root(os.fspath(path)) for path in given]


def _root(path: str) -> Root:
    if "\0" in path or not path:
        raise InputError("there is no such file or folder", where=printable(path), remedy="check the path")
    if os.path.isdir(path):
        return _holding(Root(path), path)
    if os.path.isfile(path):
        return Root(path, is_file=True)
    if os.path.lexists(path):
        raise InputError("not a file or a folder", where=path, remedy="give a file, a folder or a pattern")
    parts = Path(path).parts
    first = next((at for at, part in enumerate(parts) if MAGIC & set(part)), None)
    if first is None:
        raise InputError("there is no such file or folder", where=path, remedy="check the path")
    folder = os.path.join(*parts[:first]) if first else "."
    if not os.path.isdir(folder):
        raise InputError("there is no such file or folder", where=folder, remedy="check the path")
    return _holding(Root(folder, parts[first:]), path)


def _holding(root: Root, path: str) -> Root:
    """The root, where it holds anything to read."""
    try:
        os.listdir(root.path)
    except OSError as error:
        raise InputError(
            f"cannot be read ({error.strerror})", where=path, remedy="check its rights"
        ) from error
    if next(_below(root, root.path), None) is None:
        raise InputError(
            "no file fits the pattern" if root.pattern else "holds nothing to read",
            where=path,
            remedy="check the pattern" if root.pattern else "add articles",
        )
    return root


def find(given: Sequence[Root], *, but: str | Path | None = None) -> Iterator[Found | Problem]:
    """Every file of what was given, each once, and a problem for whatever cannot be one.

    Names count from the deepest folder that holds all of what was given. `but` is a folder that is passed
    over, such as the one that the tables go to.
    """
    base = _base(given)
    left_out = None if but is None else os.path.realpath(but)
    met: set[str] | None = set() if len(given) > 1 else None
    for root in given:
        files: Iterator[Found | Problem] = (
            iter([Found(root.path, os.path.basename(root.path))])
            if root.is_file
            else _below(root, base, left_out)
        )
        for found in files:
            if met is not None and isinstance(found, Found):
                real = os.path.realpath(found.path)
                if real in met:
                    continue
                met.add(real)
            yield _named(found, base) if root.is_file else found


def _named(found: Found | Problem, base: str) -> Found | Problem:
    if isinstance(found, Problem):
        return found
    return Found(
        found.path,
        _name(
            os.path.join(os.path.realpath(os.path.dirname(found.path) or "."), os.path.basename(found.path)),
            base,
        ),
    )


def _base(given: Sequence[Root]) -> str:
    """The deepest folder that holds everything given, with links in it resolved."""
    folders = [
        os.path.realpath((os.path.dirname(root.path) or ".") if root.is_file else root.path) for root in given
    ]
    return os.path.commonpath(folders)


def _name(path: str, base: str) -> str:
    return printable(os.path.relpath(path, base).replace(os.sep, "/"))


# --- folders ---

Wanted = frozenset[tuple[str, ...]]  # what is left of the pattern below a folder, in every way it can be read
EVERYTHING: Wanted = frozenset([("**",)])


def _below(root: Root, base: str, left_out: str | None = None) -> Iterator[Found | Problem]:
    """Every file below a root that its pattern wants: those of a folder before those of its folders."""
    top, base = os.path.realpath(root.path), os.path.realpath(base)
    waiting = [(top, frozenset([root.pattern]) if root.pattern else EVERYTHING)]
    while waiting:
        folder, wanted = waiting.pop()
        try:
            entries = _listed(folder)
        except OSError as error:
            yield Problem(
                None,
                _name(folder, base),
                f"cannot be read ({error.strerror})",
                "check its rights; it was left out",
            )
            continue
        folders = []
        for entry in entries:
            rest = _step(wanted, entry.name)
            if entry.is_dir(follow_symlinks=False):
                if rest and entry.path != left_out:
                    folders.append((entry.path, EVERYTHING if () in rest else rest))
            elif () in _read_on(rest):
                yield _entry(entry, top, base)
        waiting += reversed(folders)


def _listed(folder: str) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as listing:
        return sorted(
            (entry for entry in listing if not entry.name.startswith(".")), key=lambda entry: entry.name
        )


def _step(wanted: Wanted, name: str) -> Wanted:
    """What is left of a pattern behind a name: `**` stands for any number of folders, none included."""
    return frozenset(
        parts if parts[0] == "**" else parts[1:]
        for parts in _read_on(wanted)
        if parts and (parts[0] == "**" or fnmatchcase(name, parts[0]))
    )


def _read_on(wanted: Wanted) -> Wanted:
    ends = {
        parts[at:]
        for parts in wanted
        for at in range(len(parts) + 1)
        if all(part == "**" for part in parts[:at])
    }
    return frozenset(ends)


def _entry(entry: os.DirEntry[str], top: str, base: str) -> Found | Problem:
    name = _name(entry.path, base)
    if entry.is_symlink():
        fault = _link_fault(entry.path, top)
        if fault is not None:
            return Problem(None, name, *fault)
    if not entry.is_file():
        return Problem(None, name, "not a file", "only files and folders are read; move it elsewhere")
    return Found(entry.path, name)


def _link_fault(path: str, top: str) -> tuple[str, str] | None:
    """What is wrong with a link, and the remedy; None where it leads to a file below the folder given."""
    target = os.path.realpath(path)
    if os.path.commonpath([target, top]) != top:
        return (
            "a link that leads out of the folder",
            "give what it leads to by its own path; it was not followed",
        )
    if not os.path.exists(target):
        return "a link that leads nowhere", "mend or remove it; it was left out"
    if os.path.isdir(target):
        return "a link to a folder", "the folder is read where it lies; the link was not followed"
    return None
