"""Files → articles, all of them at once, with what is known of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nkreport.articles.admission import Seen, admit
from nkreport.articles.catalogue import Catalogue, known, unused
from nkreport.articles.finding import Paths
from nkreport.articles.opening import documents
from nkreport.articles.parsing import parse_document
from nkreport.limits import DEFAULT, Limits
from nkreport.records import Article, Place, Problem


@dataclass(frozen=True, slots=True)
class Intake:
    """Everything that was read: articles in order, what could not be read, and where each text lies."""

    articles: tuple[Article, ...]
    problems: tuple[Problem, ...]
    places: tuple[Place, ...]


def read_articles(paths: Paths, *, catalogue: Catalogue | None = None, limits: Limits = DEFAULT) -> Intake:
    """Read a file, a folder, a pattern, or several of them, and what could not be read of them.

    Articles come in the order of file names and lines. What is wrong with one article becomes
    a Problem and the rest goes on; a path that holds nothing to read is one InputError. A value
    of the catalogue goes before a value in the file.

    >>> read_articles("no/such/folder")
    Traceback (most recent call last):
    ...
    nkreport.errors.InputError: no/such/folder: there is no such file or folder; check the path
    """
    articles: list[Article] = []
    problems: list[Problem] = []
    places: list[Place] = []
    seen = Seen()
    for item in documents(paths, limits=limits):
        parsed: Iterable[tuple[Article, Place] | Problem] = (
            [item] if isinstance(item, Problem) else parse_document(item, limits=limits)
        )
        _take(parsed, seen, articles, problems, places)
    if catalogue is not None:
        articles = [known(article, catalogue.get(article.id)) for article in articles]
        met = [
            *(article.id for article in articles),
            *(place.supplied_id for place in places),
            *(problem.article_id for problem in problems),
        ]
        problems += unused(catalogue, dict.fromkeys(name for name in met if name))
    return Intake(tuple(articles), tuple(problems), tuple(places))


def _take(
    parsed: Iterable[tuple[Article, Place] | Problem],
    seen: Seen,
    articles: list[Article],
    problems: list[Problem],
    places: list[Place],
) -> None:
    for found in parsed:
        if isinstance(found, Problem):
            problems.append(found)
            continue
        article, place, faults = admit(*found, seen)
        problems += faults
        if article is not None:
            articles.append(article)
        if not faults:
            places.append(place)
