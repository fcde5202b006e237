"""Who held an office on the article's day, by the dated roster of `dates`."""

from __future__ import annotations

from nkreport.sources.cast import Cast
from nkreport.sources.phrases import Phrase


def holder_of(cast: Cast, office: str, phrase: Phrase) -> Phrase | None:
    """The person who held the office that a phrase names on the day of publication; None where the roster does not say."""
    return None
