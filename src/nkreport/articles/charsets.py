"""Bytes → text: marks and UTF-8 first, then what is declared, then what charset-normalizer finds."""

from __future__ import annotations

import codecs
import re
from typing import Any

from nkreport.articles.sources import UnreadableError
from nkreport.articles.words import not_utf8

MARKS = (  # the longer first: a mark of UTF-32 begins with one of UTF-16
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What is told by content: the encodings that news is kept in, each with the wider one of its family,
# as browsers do. Others (EBCDIC, old DOS pages of the west) would only be found where they are not meant.
TOLD = (
    "cp1252",
    "cp1250",
    "cp1251",
    "koi8_r",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "cp866",
    "cp932",
    "euc_jp",
    "iso2022_jp",
    "gb18030",
    "big5",
    "cp949",
    "mac_roman",
)
# What may be declared beside those; codecs of Python that are no charset (idna) are none here.
DECLARED = (
    *TOLD,
    "utf-8",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "cp1258",
    "cp874",
    "koi8_u",
    "mac_cyrillic",
    "big5hkscs",
    "hz",
    *(f"iso8859-{part}" for part in range(2, 17) if part != 12),
)
WIDER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "tis-620": "cp874",
    "iso8859-11": "cp874",
}
KNOWN = {codecs.lookup(name).name: name for name in DECLARED}
NAMES = {
    "cp1250": "windows-1250",
    "cp1251": "windows-1251",
    "cp1252": "windows-1252",
    "cp1253": "windows-1253",
    "cp1254": "windows-1254",
    "cp1255": "windows-1255",
    "cp1256": "windows-1256",
    "cp1257": "windows-1257",
    "cp1258": "windows-1258",
    "cp932": "shift_jis",
    "cp949": "euc-kr",
    "koi8_r": "koi8-r",
    "koi8_u": "koi8-u",
    "euc_jp": "euc-jp",
    "iso2022_jp": "iso-2022-jp",
    "mac_roman": "macintosh",
}
NAMED = re.compile(rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?([A-Za-z0-9._:-]{2,40})""")
FIRST_LINES = 4096  # bytes in which a page names its charset; browsers look at the first 1,024
SAMPLE = 1 << 15  # bytes of lines that are not ASCII; more change no answer and take longer
# Signs of windows-1252 that English text has beside ASCII: quotation marks, dashes, currencies.
TYPOGRAPHY = frozenset("“”‘’„‚–—…•€£¥©®™§°«»·½¼¾×\u00a0\u00ad".encode("cp1252"))
FEW = 0.02  # share of bytes beyond ASCII, as in English with some foreign names; other languages have more
ENGLISH = (b" the ", b" and ", b" of ", b" to ", b" in ")  # two of them stand in a sentence or two
MARKED = 0.15  # share of bytes beyond ASCII in a text with quotation marks in every sentence
ESCAPED = b"\x1b$"  # how ISO-2022-JP, all of ASCII, turns to Japanese; no text in UTF-8 has it
SIGN_IN_WORD = re.compile(r"[a-z][¡-¿×÷][a-z]", re.IGNORECASE)  # letters of another code page, read as signs
REMEDY = "save it as UTF-8; it was left out"


def decoded(content: bytes, declared: str | None = None, *, tell: bool = True) -> tuple[str, str]:
    r"""The text without its byte order mark, and the name of the charset that it was read with.

    With `tell` a charset is told by the content where neither a mark nor UTF-8 nor a declared one fits.

    >>> decoded("Café.".encode("utf-16"))
    ('Café.', 'utf-16-le')
    >>> decoded(b"caf\xe9 au lait")
    ('café au lait', 'windows-1252')
    """
    for mark, charset in MARKS:
        if content.startswith(mark):
            return _marked(content[len(mark) :], charset)
    if ESCAPED in content and _decodes(content, "iso2022_jp"):
        return content.decode("iso2022_jp"), "iso-2022-jp"
    try:
        return content.decode(), "utf-8"
    except UnicodeDecodeError as error:
        fault = UnreadableError(not_utf8(error), REMEDY)
    named = known_charset(declared)
    for charset in dict.fromkeys(filter(None, (named, told(content) if tell else None))):
        try:
            return content.decode(charset), NAMES.get(charset, charset)
        except UnicodeDecodeError:
            continue
    raise fault


def _marked(content: bytes, charset: str) -> tuple[str, str]:
    try:
        return content.decode(charset), charset
    except UnicodeDecodeError as error:
        what = not_utf8(error) if charset == "utf-8" else f"not {charset.upper()}, as its mark says"
        raise UnreadableError(what, REMEDY) from error


def known_charset(declared: str | None) -> str | None:
    """The codec for a declared charset, the wider one of its family; None for what is no charset of text.

    >>> known_charset("ISO-8859-1"), known_charset("unicode_escape"), known_charset("x-unknown")
    ('cp1252', None, None)
    """
    if not declared or not declared.isascii() or len(declared) > 40:
        return None
    try:
        name = codecs.lookup(declared.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    return WIDER.get(name) or KNOWN.get(name)


def declared_in(content: bytes) -> str | None:
    """The charset that a page or a feed names in its first lines.

    >>> declared_in(b'<?xml version="1.0" encoding="koi8-r"?><rss/>')
    'koi8-r'
    """
    found = NAMED.search(content[:FIRST_LINES])
    return found.group(1).decode("ascii") if found else None


def told(content: bytes) -> str | None:
    """The charset that bytes which are not UTF-8 are most likely in, None where they look like none."""
    sample = _sample(content)
    if not sample or _damaged(sample):
        return None
    if _western(sample, len(content)) and _decodes(content, "cp1252"):
        return "cp1252"
    from charset_normalizer import from_bytes

    western = _decodes(content, "cp1252") and not SIGN_IN_WORD.search(sample.decode("cp1252"))
    matches = from_bytes(sample, cp_isolation=list(TOLD))
    found = [match for match in matches if western or match.encoding != "cp1252"]
    if not found:
        return None
    best = found[0]
    equal = next((match for match in found if match.encoding == "cp1252" and _as_good(match, best)), None)
    same = western and sample.decode("cp1252") == sample.decode(best.encoding)
    return "cp1252" if equal or same else KNOWN.get(codecs.lookup(best.encoding).name)


def _as_good(match: Any, best: Any) -> bool:
    return bool(match.chaos <= best.chaos and match.coherence >= best.coherence)


def _western(sample: bytes, length: int) -> bool:
    """Whether all but a few bytes are ASCII or the marks that English text has beside it."""
    beyond = [byte for byte in sample if byte > 0x7F]
    letters = sum(byte not in TYPOGRAPHY for byte in beyond)
    english = sum(word in sample for word in ENGLISH) > 1
    return (english or letters <= FEW * length) and len(beyond) <= max(MARKED * length, 3)


def _sample(content: bytes) -> bytes:
    """The first lines that are not ASCII: the others say nothing about a charset."""
    held: list[bytes] = []
    length = 0
    for line in content.split(b"\n"):
        if not line.isascii():
            held.append(line[:SAMPLE])
            length += len(held[-1])
            if length > SAMPLE:
                break
    return b"\n".join(held)


def _damaged(sample: bytes) -> bool:
    """Whether bytes are UTF-8 for the most part: damaged, not in another charset."""
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(not sign.isascii() for sign in text) - broken > broken


def _decodes(content: bytes, charset: str) -> bool:
    try:
        content.decode(charset)
    except UnicodeDecodeError:
        return False
    return True
