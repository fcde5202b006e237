"""Files → Articles: whatever a user brings, by its content, streamed; and the catalogue beside them.

The verbs, in order of use: `documents` (paths → documents, as a stream), `parse_document` (a document →
its articles and their places), `admit` (each text once), and `read_articles`, which does all three.

The text of a plain article is never changed: carriage returns, no-break spaces and missing final newlines
stay, so that every offset holds for the file as it was supplied. Only a byte order mark is taken off,
because it marks the encoding and is no part of the text. The text of a web page is what is extracted
from it, and that is what is stored.
"""

from nkreport.articles.admission import Seen, admit
from nkreport.articles.catalogue import (
    OUTLET_BASES,
    PUBLISHED_BASES,
    Catalogue,
    CatalogueEntry,
    known,
    read_catalogue,
    unused,
)
from nkreport.articles.intake import Intake, read_articles
from nkreport.articles.opening import documents, input_bytes
from nkreport.articles.parsing import parse_document

__all__ = [
    "OUTLET_BASES",
    "PUBLISHED_BASES",
    "Catalogue",
    "CatalogueEntry",
    "Intake",
    "Seen",
    "admit",
    "documents",
    "input_bytes",
    "known",
    "parse_document",
    "read_articles",
    "read_catalogue",
    "unused",
]
