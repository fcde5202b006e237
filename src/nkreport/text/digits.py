"""Digits of any script as plain ones, every character in its place."""

from __future__ import annotations

import re
import unicodedata

# The marks that go with them: Arabic thousands, point and percent; full width comma, point, percent, dollar;
# a space as wide as a digit.
MARKS = {"٬": ",", "٫": ".", "٪": "%", "，": ",", "．": ".", "％": "%", "＄": "$", "\u2007": "\u202f"}
NOT_ASCII = re.compile(r"[^\x00-\x7f]")
TO_PLAIN = re.compile(r"[^\D0-9]|[" + "".join(MARKS) + "]")


def plain_digits(text: str) -> str:
    """The text with decimal digits of other scripts, and the marks of such numbers, as English prints them.

    Superscripts and circled numbers are no decimal digits and stay. The length is that of the text.

    >>> plain_digits("٣٤ of １，５００ men, 5²")
    '34 of 1,500 men, 5²'
    """
    if text.isascii() or not any(sign.isdecimal() or sign in MARKS for sign in set(NOT_ASCII.findall(text))):
        return text
    return TO_PLAIN.sub(lambda match: MARKS.get(match[0]) or str(unicodedata.decimal(match[0])), text)
