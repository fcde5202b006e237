"""Every limit on size and time: a named value with its reason, which can be set and is printed by --help."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterator, Sequence

from nkreport.errors import ParameterError

TYPE_CHECKING = False  # as `typing` has it; `--help` waits for whatever is imported here
if TYPE_CHECKING:
    from dataclasses import dataclass
    from typing import Any, NamedTuple

    class Limit(NamedTuple):
        """One limit as `--help` prints it."""

        name: str
        value: int
        unit: str
        reason: str
else:
    Limit = namedtuple("Limit", "name value unit reason")

    def dataclass(**_):
        """Leave a class as it is declared; `__getattr__` makes the dataclass when somebody asks for it."""
        return lambda declared: declared


KIB = 1024
MIB = 1024 * KIB


def _limit(value: int, unit: str, reason: str) -> Any:
    return Limit("", value, unit, reason)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run takes on; a value is a whole number from 1 on."""

    article_chars: int = _limit(2_000_000, "characters of one article", "the longest books have fewer")
    file_bytes: int = _limit(64 * MIB, "bytes of a file that is read whole (.txt, .md, .html, .json, feeds)",
                             "they are taken into memory")
    line_bytes: int = _limit(32 * MIB, "bytes of a line of JSON Lines or a row of CSV",
                             "it is taken into memory")
    html_bytes: int = _limit(4 * MIB, "bytes of a web page, or of a field in HTML",
                             "what finds the main text is slow on more")
    html_elements: int = _limit(20_000, "elements of a web page",
                                "what finds the main text takes four times as long for twice as many")
    feed_marks: int = _limit(100_000, "tags and entities of a feed, beside those in CDATA",
                             "what reads feeds takes a tenth of a millisecond for each")
    field_chars: int = _limit(10_000, "characters of a title, an address or another field beside the text",
                              "a longer one is no title, and every table would carry it")
    front_matter_chars: int = _limit(8_192, "characters of the front matter of a Markdown file",
                                     "it is a few lines; what reads YAML is slow on more")
    archive_ratio: int = _limit(200, "times the size of a compressed file that it may unpack to",
                                "text packs to a third or a tenth; what packs far better is a bomb")
    archive_members: int = _limit(200_000, "files in a zip archive",
                                  "its list is taken into memory, 0.6 kB for each")
    batch_chars: int = _limit(100_000, "characters that a worker takes at once",
                              "half a second of work: workers end together, and little is lost with one")
    part_chars: int = _limit(8_000_000, "characters of articles in one part of a dataset",
                             "a minute or less of work: no more is lost when a run is killed")
    worker_deaths: int = _limit(3, "times that a batch may lose its worker", "then the batch is the cause")
    cell_seconds: int = _limit(300, "seconds that one cell of a notebook may run", "the slowest takes three")
    build_wait_seconds: int = _limit(60, "seconds that a build waits for another in the same folder",
                                     "a build of our briefings takes ten")
    notebooks_at_once: int = _limit(2, "notebooks that run at once", "each process holds the tables")
    table_rows: int = _limit(100, "rows of one table on a page; a download holds all",
                             "a page of more than 200 kB is slow to read")


DEFAULT: Limits
_DECLARED: Any

if not TYPE_CHECKING:
    _DECLARED = Limits
    del Limits


def __getattr__(name: str) -> Any:
    """`Limits`, a frozen dataclass, and `DEFAULT`, made when they are first asked for."""
    if name not in ("Limits", "DEFAULT"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name in globals():  # asked for by `with_limits`, which stands in this module
        return globals()[name]
    from dataclasses import dataclass, field

    space: dict[str, Any] = {
        limit.name: field(default=limit.value, metadata={"unit": limit.unit, "reason": limit.reason})
        for limit in listed()
    }
    about = {"__doc__": _DECLARED.__doc__, "__module__": __name__}
    about["__annotations__"] = dict.fromkeys(space, "int")
    made: Any = dataclass(frozen=True, slots=True)(type("Limits", (), space | about))
    globals().update(Limits=made, DEFAULT=made())
    return globals()[name]


def listed() -> Iterator[Limit]:
    """Every limit with its own value, unit and reason.

    >>> next(listed()).name
    'article_chars'
    """
    for name in _DECLARED.__annotations__:
        yield getattr(_DECLARED, name)._replace(name=name)


def with_limits(given: Sequence[str], limits: Limits | None = None) -> Limits:
    """The limits with values given as NAME=VALUE; ParameterError tells what is wrong with one.

    >>> with_limits(["archive_ratio=1_000"]).archive_ratio
    1000
    >>> with_limits(["archive_ration=9"])
    Traceback (most recent call last):
    ...
    nkreport.errors.ParameterError: there is no limit archive_ration (did you mean archive_ratio?); ...
    """
    from dataclasses import replace
    from difflib import get_close_matches

    start: Limits = limits or __getattr__("DEFAULT")
    names = [limit.name for limit in listed()]
    values: dict[str, Any] = {}
    for item in given:
        name, sign, value = (part.strip() for part in item.partition("="))
        if name not in names:
            near = "".join(f" (did you mean {match}?)" for match in get_close_matches(name, names, n=1))
            raise ParameterError(f"there is no limit {name}{near}", remedy=f"choose from {', '.join(names)}")
        if not sign or not _whole(value) or int(value) < 1:
            raise ParameterError(f"--limit {item}: not a whole number from 1 on",
                                 remedy=f"write {name}={getattr(start, name)}")
        values[name] = int(value)
    return replace(start, **values)


def _whole(value: str) -> bool:
    return value.isascii() and value.replace("_", "").isdigit() and len(value) <= 18
