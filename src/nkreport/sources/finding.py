"""A text that is one source phrase, for the rules' own examples."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from nkreport.sources.cast import read_cast
from nkreport.sources.resolving import Resolved, resolve


def find_sources(text: str, reference: dt.date | None = None) -> Iterator[Resolved]:
    """Read a whole text as the words that name a source.

    >>> [found.name for found in find_sources("both Kyiv and Seoul's spy agency")]
    ['Ukraine', 'NIS']
    """
    yield from resolve(read_cast(text, published=reference), (0, len(text.rstrip())))
