"""Notebook + parameters → page, and what a notebook shows of the tables.

`build` goes the whole way from the articles to `reports/index.html`; `load_tables` and the `show_…`
verbs serve the notebooks. Each is imported when it is first used: finding out that nothing changed
must not cost the import of pandas.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nkreport.briefing.evidence import show_evidence
    from nkreport.briefing.findings import (
        reconciled,
        show_dependences,
        show_grades,
        show_judgements,
        show_origins,
        show_ranges,
        show_readings,
        show_relations,
        show_what_if,
    )
    from nkreport.briefing.load import Tables, load_tables
    from nkreport.briefing.project import BuildResult, build
    from nkreport.briefing.publish import Failure
    from nkreport.briefing.saving import refresh_notebooks
    from nkreport.briefing.show import (
        show_articles,
        show_assertions,
        show_figures,
        show_problems,
        show_provenance,
        show_stances,
        show_summary,
        show_turns,
        show_unknowns,
    )

__all__ = [
    "BuildResult",
    "Failure",
    "Tables",
    "build",
    "load_tables",
    "reconciled",
    "refresh_notebooks",
    "show_articles",
    "show_assertions",
    "show_dependences",
    "show_evidence",
    "show_figures",
    "show_grades",
    "show_judgements",
    "show_origins",
    "show_problems",
    "show_provenance",
    "show_ranges",
    "show_readings",
    "show_relations",
    "show_stances",
    "show_summary",
    "show_turns",
    "show_unknowns",
    "show_what_if",
]

_HOMES = {
    "BuildResult": "project",
    "Failure": "publish",
    "build": "project",
    "refresh_notebooks": "saving",
    "Tables": "load",
    "load_tables": "load",
    "show_evidence": "evidence",
} | {name: "show" for name in __all__ if name.startswith("show_") and name != "show_evidence"}


_HOMES |= dict.fromkeys(
    (
        "reconciled",
        "show_dependences",
        "show_grades",
        "show_judgements",
        "show_origins",
        "show_ranges",
        "show_readings",
        "show_relations",
        "show_what_if",
    ),
    "findings",
)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    verb = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = verb
    return verb
