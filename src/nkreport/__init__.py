"""Figures and assertions from news text: who said what, when, how firmly.

The verbs, in order of use: `read_articles` and `read_catalogue` (files → articles), `read_document`,
`find_quantities`, `find_dates`, `find_attributions` (text → records), `extract_article` and
`extract_tables` (articles → tables), `write_tables` and `read_tables` (tables ↔ files).

Each is imported when it is first used, so that `import nkreport` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # as `typing` has it, whose import would be a third of what --help takes
if TYPE_CHECKING:
    from typing import Any

    from nkreport.articles import read_articles, read_catalogue
    from nkreport.extract import extract_article, extract_tables
    from nkreport.tables import read_tables, write_tables
    from nkreport.text import read_document

__version__ = "0.1.0"

__all__ = [
    "extract_article", "extract_tables", "find_attributions", "find_dates", "find_quantities",
    "read_articles", "read_catalogue", "read_document", "read_tables", "write_tables",
]

_HOMES = {
    "read_articles": "articles",
    "read_catalogue": "articles",
    "read_document": "text",
    "find_quantities": "quantities",
    "find_dates": "dates",
    "find_attributions": "attribution",
    "extract_article": "extract",
    "extract_tables": "extract",
    "write_tables": "tables",
    "read_tables": "tables",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    verb = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = verb
    return verb


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
