"""Where on the pages a row is found: every number leads to its sentence on the page of its article."""

from __future__ import annotations

import hashlib
from typing import Any

from nkreport.tables.rows import anchor

FOLDER = "articles"
LONGEST = 80  # signs of a file name; some systems end at 143
# Names that Windows keeps for devices, whatever their ending.
DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{name}{number}" for name in ("com", "lpt") for number in range(10)),
}


def article_file(article_id: Any) -> str:
    """The page of an article, from the folder of the reports; safe as a file name on every system.

    An id that is not safe, or that differs from another only in capitals, gets a hash.

    >>> article_file("000_37d5"), article_file("../a b"), article_file("AFP-1")
    ('articles/000_37d5.html', 'articles/a-b-2c2c791a.html', 'articles/afp-1-deb68254.html')
    """
    identity = str(article_id)
    plain = anchor(identity)
    if plain != identity or plain != plain.lower() or len(plain) > LONGEST or plain in DEVICES:
        kept = [sign for sign in identity.lower() if sign.isascii() and (sign.isalnum() or sign in "-_ ")]
        short = "-".join("".join(kept).split())[: LONGEST // 2].strip("-_") or "article"
        plain = f"{short}-{hashlib.sha256(identity.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
    return f"{FOLDER}/{plain}.html"


def row_place(row: Any, *, key: str = "figure_id") -> str:
    """Where the words of a row stand: the page of its article, at the row's id."""
    return f"{article_file(row.article_id)}#{getattr(row, key)}"
