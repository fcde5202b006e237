"""A zip archive → its files as streams; nothing is ever written to the disk."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath, PureWindowsPath
from typing import BinaryIO

from nkreport.articles.sources import CHUNK, Source, UnreadableError
from nkreport.articles.unpacking import DAMAGED, bomb
from nkreport.articles.words import printable, short
from nkreport.limits import Limits
from nkreport.records import Problem

ENCRYPTED = 0x1
END = b"PK\x05\x06"  # of the record that ends an archive: how many files, how long their list is
END_LENGTH = 22
LONGEST_COMMENT = 0xFFFF
LONGEST_ENTRY = 1024  # bytes for one file in the list, on average: its name and what systems add


def members(source: Source, file: BinaryIO, limits: Limits) -> Iterator[Source | Problem]:
    """Every file of an archive, in its order, as a stream; a Problem for one that is not read."""
    _check_list(file, source.size, limits)
    try:
        with zipfile.ZipFile(file) as archive:
            found = [info for info in archive.infolist() if not (_is_folder(info) or _hidden(info.filename))]
            _check(found, source, limits)
            for info in found:
                yield _member(archive, info, source)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        EOFError,
        NotImplementedError,
        ValueError,
        OSError,
    ) as error:
        raise UnreadableError(f"the zip archive is damaged ({short(error)})", DAMAGED) from error


def _is_folder(info: zipfile.ZipInfo) -> bool:
    return info.filename.endswith("/")  # `is_dir` fails on a name without a letter


def _check(found: list[zipfile.ZipInfo], source: Source, limits: Limits) -> None:
    if len(found) > limits.archive_members:
        raise _too_many(len(found), limits)
    if sum(info.file_size for info in found) > limits.archive_ratio * source.size:
        raise bomb(source.size, limits)


def _check_list(file: BinaryIO, size: int, limits: Limits) -> None:
    """Look at how long the list of files is before it is taken into memory."""
    file.seek(max(0, size - END_LENGTH - LONGEST_COMMENT))
    tail = file.read(END_LENGTH + LONGEST_COMMENT)
    at = tail.rfind(END)
    if at < 0 or len(tail) < at + END_LENGTH:
        raise UnreadableError("the zip archive ends too early", DAMAGED)
    count = int.from_bytes(tail[at + 10 : at + 12], "little")
    length = int.from_bytes(tail[at + 12 : at + 16], "little")
    if count > limits.archive_members or min(length, size) > limits.archive_members * LONGEST_ENTRY:
        raise _too_many(count, limits)


def _too_many(count: int, limits: Limits) -> UnreadableError:
    return UnreadableError(
        f"holds {count:,} files, more than the limit archive_members, {limits.archive_members:,}",
        "set the limit higher where that is right; the archive was left out",
    )


def _hidden(name: str) -> bool:
    """Whether a file is hidden, as it would be in a folder; `__MACOSX` is what some systems add."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, source: Source) -> Source | Problem:
    name = printable(info.filename)
    place = f"{source.place} › {name}"
    fault = _fault(info)
    if fault:
        return Problem(None, place, *fault)
    return replace(
        source,
        name=f"{source.name}#{name}",
        place=place,
        size=max(info.compress_size, 1),
        chunks=_chunks(archive, info),
        packed="zip",
        file=None,
    )


def _fault(info: zipfile.ZipInfo) -> tuple[str, str] | None:
    name = info.filename
    if not name:
        return "a file without a name", "pack it under a name; it was left out"
    if name.startswith(("/", "\\")) or PureWindowsPath(name).drive:
        return "a path that begins at the root of a disk", "pack it under a path of its own; it was left out"
    if ".." in PurePosixPath(name.replace("\\", "/")).parts:
        return "a path that leads out of the archive (..)", "pack it under a path of its own; it was left out"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "a link", "pack what it leads to; it was not followed"
    if info.flag_bits & ENCRYPTED:
        return "is encrypted", "pack it without a password; it was left out"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # others unpack without a bound
        return "is packed by a method that is not read", "pack it by the usual one (deflate); it was left out"
    return None


def _chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(info) as member:
            while chunk := member.read(CHUNK):
                yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise UnreadableError(f"damaged in its zip archive ({short(error)})", DAMAGED) from error
