"""An unfinished run on the disk: parts that are whole or not there, and their publication.

    OUT/.unfinished/run.json            what the run is of; without it there is no unfinished run
    OUT/.unfinished/part-00000/         the files of a part, and part.json
    OUT/.unfinished/out/                the tables, ready to take their places in OUT

A part is written under another name, and renamed when all of it is on the disk. The tables of an earlier run
stay in OUT until those of this one are complete.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nkreport import tables
from nkreport.errors import ParameterError, TableError

NAME = ".unfinished"
RUN = "run.json"
PART = "part.json"
ROOM = "make room, or give rights to write there, and go on with --resume"


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Only one run writes to a folder at a time; the lock is the folder's own and ends with the process."""
    try:
        import fcntl
    except ImportError:  # a system without file locks
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        raise TableError("another run is writing there", where=folder,
                         remedy="wait for it to end, or give -o another folder") from error
    try:
        yield
    finally:
        os.close(handle)


def begin(folder: Path, run: Mapping[str, Any], *, resume: bool, restart: bool) -> int:
    """Make ready for a run; returns the number of parts that an interrupted one has left to go on from."""
    place = folder / NAME
    known = _json(place / RUN)
    done = sum(1 for _ in parts(folder))
    if known is None or restart or not (done or resume):
        _remove(place)
        with _told(place):
            place.mkdir()
            _write_json(place / RUN, run)
        return 0
    if not resume:
        raise ParameterError(
            f"an unfinished run lies here, with {done} part{'' if done == 1 else 's'} done", where=folder,
            remedy="go on with --resume, or begin anew with --restart")
    different = sorted(name for name in {*known, *run} if known.get(name) != run.get(name))
    if different:
        raise ParameterError(
            f"the unfinished run here is another: its {' and '.join(different)} differ", where=folder,
            remedy="give the same as then, or begin anew with --restart")
    for left in place.glob(".part-*"):
        shutil.rmtree(left)
    return done


def parts(folder: Path) -> Iterator[dict[str, Any]]:
    """What is known of each whole part, in order, up to the first that is not there."""
    number = 0
    while (known := _json(_part(folder, number) / PART)) is not None:
        yield known
        number += 1


def write_part(
    folder: Path, number: int, pieces: Mapping[str, list[bytes]], form: str, known: Mapping[str, Any],
) -> None:
    """Write one part, whole or not at all."""
    target = _part(folder, number)
    building = target.with_name(f".{target.name}")
    with _told(folder):
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir()
        for name, found in pieces.items():
            tables.write_part(tables.TABLES[name], found, form, building / f"{name}.{form}")
        _write_json(building / PART, known)
        for path in building.iterdir():
            _sync(path)
        building.rename(target)
        _sync(folder / NAME)


def publish(folder: Path, form: str) -> list[Path]:
    """Put the tables of a complete run in their places; returns them. It can be done again after a kill."""
    place = folder / NAME
    out = place / "out"
    count = sum(1 for _ in parts(folder))
    with _told(folder):
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        for name in tables.TABLES:
            _assemble(folder, name, form, count, out / f"{name}.{form}")
        targets = [folder / f"{name}.{form}" for name in tables.TABLES]
        for target in targets:
            _swap(out / target.name, target, place / "old")
    _remove(place)
    return targets


def _assemble(folder: Path, name: str, form: str, count: int, target: Path) -> None:
    """One table of all its parts: a folder of Parquet files, or one file of lines."""
    pieces = [_part(folder, number) / f"{name}.{form}" for number in range(count)]
    if form == "parquet":
        target.mkdir()
        for number, piece in enumerate(pieces):
            _link(piece, target / f"part-{number:05d}.parquet")
        return
    with target.open("wb") as whole:
        whole.write(tables.header(tables.TABLES[name], form))
        for piece in pieces:
            with piece.open("rb") as part:
                shutil.copyfileobj(part, whole)
    _sync(target)


def _link(source: Path, target: Path) -> None:
    """The same file under a second name, or a copy where the file system knows no such names."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
        _sync(target)


def _swap(ready: Path, target: Path, old: Path) -> None:
    """A table in the place of the one before, which is moved away first where it is a folder."""
    if target.is_dir() or ready.is_dir():
        shutil.rmtree(old, ignore_errors=True)
        old.mkdir()
        if target.exists():
            target.rename(old / target.name)
    ready.rename(target)


def _remove(place: Path) -> None:
    """Remove what is left of a run; it stops being one with its first file."""
    (place / RUN).unlink(missing_ok=True)
    if place.exists():
        shutil.rmtree(place)


def _part(folder: Path, number: int) -> Path:
    return folder / NAME / f"part-{number:05d}"


def _json(path: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    return found


def _write_json(path: Path, content: Mapping[str, Any]) -> None:
    building = path.with_name(f".{path.name}")
    building.write_text(json.dumps(content, ensure_ascii=False) + "\n", encoding="utf-8")
    _sync(building)
    building.rename(path)


def _sync(path: Path) -> None:
    """Have what was written on the disk, so that a name never stands for less than all of it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise TableError(f"the tables cannot be written ({error.strerror})", where=folder,
                         remedy=ROOM) from error
