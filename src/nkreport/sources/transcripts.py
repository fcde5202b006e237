"""Who is speaking in a transcript, by the labels before the turns: "MS. EXAMPLE: …"."""

from __future__ import annotations

from bisect import bisect_right

from nkreport.sources.cast import Cast, full_name
from nkreport.sources.phrases import Phrase, known_person

FEWEST_LABELS = 3  # speakers' labels that make an article a transcript


def labelled(cast: Cast, offset: int) -> Phrase | None:
    """The speaker of a transcript whose label opens the paragraph or the last labelled one before it."""
    if len(cast.labels) < FEWEST_LABELS:
        return None
    index = bisect_right(cast.labels, (offset, 0, "")) - 1
    if index < 0 or cast.document.quotation_at(offset) is not None:
        return None
    start, end, words = cast.labels[index]
    sentence = cast.document.sentence_at(start)
    if sentence is None or not words:
        return None
    name = words.title()
    phrase = Phrase("person", sentence.token_at(start), sentence.token_at(end - 1) + 1, name)
    full = full_name(cast, name, start) if " " not in name else known_person(name)
    return phrase._replace(name=full or name)
