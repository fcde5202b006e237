"""Words for messages: kinds of values, near names, faults of decoding, names that can be printed."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

KINDS = {
    "NoneType": "null",
    "bool": "true or false",
    "int": "a number",
    "float": "a number",
    "str": "a string",
    "list": "a list",
    "dict": "an object",
    "bytes": "bytes",
}
# Signs that turn the direction of what is printed after them; a file name with one could pass for another.
DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def kind(value: Any) -> str:
    """What a value is, in words.

    >>> kind(None), kind([1])
    ('null', 'a list')
    """
    return KINDS.get(type(value).__name__, f"a {type(value).__name__}")


def near(word: str, known: Iterable[str]) -> str:
    """A question that names what may have been meant, or nothing."""
    match = get_close_matches(word, list(known), n=1)
    return f" (did you mean {match[0]}?)" if match else ""


def not_utf8(error: UnicodeDecodeError) -> str:
    """Where bytes stop being UTF-8."""
    return f"not UTF-8: byte 0x{error.object[error.start]:02x} at offset {error.start}"


def short(error: BaseException) -> str:
    """The first words of an error, or its type where it has none."""
    return printable(cut(str(error))) or type(error).__name__


def cut(text: str, length: int = 80) -> str:
    """The text, with an ellipsis where it is longer than that."""
    return text if len(text) <= length else text[: length - 1] + "…"


def printable(text: str) -> str:
    r"""The text with what cannot be printed safely, as in names of files, written as escapes.

    >>> printable("a\nb\udc80\u202ec")
    'a\\x0ab\\udc80\\u202ec'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(sign if _plain(sign) else _escaped(sign) for sign in text)


def _plain(sign: str) -> bool:
    return sign not in DIRECTIONS and not (
        sign < " " or "\x7f" <= sign < "\xa0" or "\ud800" <= sign < "\ue000"
    )


def _escaped(sign: str) -> str:
    number = ord(sign)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"


def encodable(text: str) -> bool:
    """Whether the text holds no half of a character (a lone surrogate), which no table can hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def size(count: int) -> str:
    """A number of bytes as people write it.

    >>> size(64 * 1024 * 1024), size(1000)
    ('64 MiB', '1,000 bytes')
    """
    for unit, name in ((1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")):
        if count >= unit and count % unit == 0:
            return f"{count // unit} {name}"
    return f"{count:,} bytes"
