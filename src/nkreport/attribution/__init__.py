"""Who says what by which words: attributions in general English.

The cues and what they take are data in `rules/cues.toml`; here is the grammar that puts source, cue and content together.
"""

from __future__ import annotations

from collections.abc import Iterator

from nkreport.attribution.assembly import document_acts
from nkreport.records import Attribution
from nkreport.text import Document, as_document


def find_attributions(text: str | Document) -> Iterator[Attribution]:
    """Every attribution of a text, in order of its cue.

    Spans are offsets into the text; quotation marks and "that" belong to the content, auxiliaries to the cue.

    >>> text = "Kyiv denied on Monday that it had fired; the mayor, it said, was misled."
    >>> [(text[slice(*a.source)], text[slice(*a.cue)], [text[s:e] for s, e in a.content]) for a in find_attributions(text)]
    [('Kyiv', 'denied', ['that it had fired']), ('it', 'said', ['the mayor', 'was misled'])]
    """
    yield from document_acts(as_document(text))


__all__ = ["find_attributions"]
