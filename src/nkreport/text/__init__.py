"""A page's text as sentences, tokens, quotations and page furniture, found once and shared by the finders."""

from nkreport.text.digits import plain_digits
from nkreport.text.document import Document, Sentence, as_document, find_furniture, read_document
from nkreport.text.invisible import Visible, visible
from nkreport.text.kept import kept
from nkreport.text.splitting import sentence_spans
from nkreport.text.tokens import LOWER, Memo

__all__ = [
    "LOWER",
    "Document",
    "Memo",
    "Sentence",
    "Visible",
    "as_document",
    "find_furniture",
    "kept",
    "plain_digits",
    "read_document",
    "sentence_spans",
    "visible",
]
