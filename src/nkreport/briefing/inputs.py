"""What a page depends on, as hashes; finding out that nothing changed must cost next to nothing.

Nothing here imports pandas, papermill or nbconvert.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from nkreport import __version__
from nkreport.errors import BriefingError, InputError
from nkreport.limits import DEFAULT, Limits

PACKAGE = Path(__file__).resolve().parent.parent
# Whose new release may change a page.
LIBRARIES = ("pandas", "matplotlib", "nbconvert", "papermill", "ipykernel", "pyarrow", "jinja2", "mistune")
MARKERS = ("seeds", "notebooks")


def find_root(start: str | Path | None = None) -> Path:
    """The folder of the project: the nearest one upwards that holds `seeds` and `notebooks`."""
    here = Path(start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if all((folder / name).is_dir() for name in MARKERS):
            return folder
    raise InputError(
        "no project here: no folder with seeds/ and notebooks/, upwards either",
        where=start or ".",
        remedy="run this in the project's folder, or name it with --root",
    )


def digest(parts: Iterable[tuple[str, bytes]]) -> str:
    """One hash over named contents, in the order given.

    >>> digest([("a", b"1")]) == digest([("a1", b"")])
    False
    """
    whole = hashlib.sha256()
    for name, content in parts:
        whole.update(f"{len(name)}:{name}:{len(content)}:".encode())
        whole.update(content)
    return whole.hexdigest()


def tree(folder: Path, *, endings: tuple[str, ...] = ()) -> str:
    """A hash over the files below a folder: names and contents, without caches and hidden files."""
    return digest(
        sorted(
            (path.relative_to(folder).as_posix(), path.read_bytes())
            for path in folder.rglob("*")
            if (path.is_file() and not endings) or (path.suffix in endings and path.is_file())
            if not any(part.startswith((".", "__pycache__")) for part in path.relative_to(folder).parts)
        )
    )


def rules_hash() -> str:
    """Which rules made a table, in twelve signs."""
    return tree(PACKAGE / "rules", endings=(".toml",))[:12]


def articles_hash(root: Path, seeds: Path) -> str:
    """Which articles and which knowledge of them a table was made from."""
    return digest([("seeds", tree(seeds).encode()), ("data", _facts(root).encode())])


def _facts(root: Path) -> str:
    files = sorted((root / "data").glob("*.toml"))
    return digest((path.name, path.read_bytes()) for path in files)


def tables_key(root: Path, seeds: Path) -> str:
    """What the tables depend on: articles, the package with its rules, the versions of what writes them."""
    return digest(
        [
            ("articles", articles_hash(root, seeds).encode()),
            ("package", tree(PACKAGE).encode()),
            ("versions", versions().encode()),
        ]
    )


def page_key(tables: str, notebook: bytes, parameters: Mapping[str, Any], limits: Limits = DEFAULT) -> str:
    """What a page depends on: the tables' key, its notebook, its parameters, and how long a table may be."""
    return digest(
        [
            ("tables", tables.encode()),
            ("notebook", notebook),
            ("parameters", json.dumps(parameters, sort_keys=True).encode()),
            ("rows", str(limits.table_rows).encode()),
            ("day", os.environ.get("SOURCE_DATE_EPOCH", "").encode()),
        ]
    )


def versions() -> str:
    """The versions of Python and of the libraries that a page shows the work of."""
    found = [f"{sys.version_info[0]}.{sys.version_info[1]}", __version__]
    for name in LIBRARIES:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            found.append(f"{name} -")
    return "; ".join(found)


def file_hash(path: Path) -> str | None:
    """The hash of a file, or None where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def read_json(path: Path) -> dict[str, Any]:
    """A record of an earlier run; one that is missing or torn counts as none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all: to a temporary name beside it, then renamed."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    temporary = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise BriefingError(
            f"cannot be written ({error.strerror})",
            where=path,
            remedy="make room, or give rights to write there",
        ) from error
