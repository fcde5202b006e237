"""Who says what by which words: attributions in general English.

The cues and what they take are data in `rules/cues.toml`; the modules here are the grammar that puts
source, cue and content together: reading, cues, holders, linking, contents, filling, outcome.
"""

from __future__ import annotations

from collections.abc import Iterator

from nkreport.attribution.assembly import document_acts
from nkreport.records import Attribution
from nkreport.text import Document, as_document


def find_attributions(text: str | Document) -> Iterator[Attribution]:
    """Every attribution of a text, in order of its cue.

    Spans are offsets into the text; quotation marks and "that" belong to the content, auxiliaries to the cue.

    >>> text = "Kyiv denied on Monday that it had fired. The mayor, it said, was misled."
    >>> [(text[slice(*found.source)], text[slice(*found.cue)]) for found in find_attributions(text)]
    [('Kyiv', 'denied'), ('it', 'said')]
    >>> [[text[start:end] for start, end in found.content] for found in find_attributions(text)]
    [['that it had fired'], ['The mayor', 'was misled']]
    """
    yield from document_acts(as_document(text))


__all__ = ["find_attributions"]
