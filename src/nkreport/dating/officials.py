"""What the officials of an article tell of its day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache

from nkreport import grammar
from nkreport.dates.offices import Roster, Term
from nkreport.dating.evidence import (
    GRACE,
    HAS_YEAR,
    LATEST,
    WORD,
    Constraint,
    Interval,
    Reading,
    constraint,
)
from nkreport.text import Sentence

# Family names that many bear: only the full name counts.
COMMON_SURNAMES = frozenset(
    (
        "kim",
        "lee",
        "cho",
        "park",
        "han",
        "shin",
        "wang",
        "li",
        "ri",
        "no",
        "choi",
        "jin",
        "ahn",
        "xi",
        "moon",
        "brown",
    )
)


def of_offices(reading: Reading, roster: Roster) -> Iterator[Constraint]:
    """ "Secretary of State Marco Rubio": not before the term began, and not after it ended."""
    by_word = _by_word(roster)
    named = sorted(entry for word in by_word.keys() & reading.words for entry in by_word[word])
    by_name = {name: terms for _, name, terms in named if name in reading.whole}
    if not by_name:
        return
    for sentence, plain in zip(reading.document.sentences, reading.plain, strict=True):
        for name, terms in by_name.items():
            at = plain.find(name)
            if at >= 0:
                yield from _of_person(sentence, plain, at, at + len(name), terms, roster)


@lru_cache(maxsize=8)
def _by_word(roster: Roster) -> dict[str, list[tuple[int, str, tuple[Term, ...]]]]:
    """The numbered names with their terms, by the name's longest word."""
    found: dict[str, list[Term]] = {}
    for term in roster.terms:
        parts = term.name.lower().split()
        eastern = term.country in ("South Korea", "North Korea", "China")
        for form in {term.name.lower(), parts[0] if eastern else parts[-1]} - COMMON_SURNAMES:
            found.setdefault(form, []).append(term)
    table: dict[str, list[tuple[int, str, tuple[Term, ...]]]] = {}
    for number, (name, terms) in enumerate(found.items()):
        table.setdefault(max(WORD.findall(name), key=len), []).append((number, name, tuple(terms)))
    return table


def _of_person(
    sentence: Sentence, plain: str, start: int, end: int, terms: tuple[Term, ...], roster: Roster
) -> Iterator[Constraint]:
    titles: dict[str, list[Term]] = {}
    for term in terms:
        title = _title_beside(plain, start, end, term, roster)
        if title:
            titles.setdefault(title, []).append(term)
    if not titles:
        return
    title = max(titles, key=len)
    held = titles[title]
    before = plain[: plain.rfind(title, 0, start) if title in plain[:start] else start].split()[-3:]
    word = next(
        (one for one in before if one.rstrip("-,") in roster.not_in_office or one in roster.not_in_office), ""
    )
    words = _printed(sentence, title, plain[start:end])
    if word in ("former", "ex-", "ousted", "jailed", "previous"):
        yield constraint("office", sentence, f"{word} {words}", _outside(held), f"{word} {words}", firm=True)
    elif not word and not _then(plain, end):
        yield from _in_office(sentence, words, held)


def _then(plain: str, end: int) -> bool:
    return bool(
        re.match(r",? (?:who was )?(?:then|at the time|a former|the former|former)\b", plain[end : end + 30])
    )


def _in_office(sentence: Sentence, words: str, held: list[Term]) -> Iterator[Constraint]:
    first = min(term.first for term in held) - GRACE
    yield constraint(
        "office", sentence, words, ((first, LATEST),), f"{words}: not before {first + GRACE}", firm=True
    )
    last = max(term.last or LATEST for term in held)
    if last != LATEST and _speaks(sentence, words):
        allowed = ((first, last + GRACE),)
        yield constraint(
            "office", sentence, words, allowed, f"{words}, who speaks: not after {last}", firm=False
        )


def _speaks(sentence: Sentence, words: str) -> bool:
    """Whether a person acts in the sentence: one who is only named may have left office long ago."""
    if HAS_YEAR.search(sentence.text):
        return False
    at = sentence.text.find(words)
    first, last = (
        sentence.token_at(sentence.start + at),
        sentence.token_at(sentence.start + at + len(words) - 1),
    )
    return at >= 0 and any(
        clause.subject
        and clause.subject[0] <= last
        and first < clause.subject[1]
        and clause.group.form == "finite"
        for clause in grammar.clauses(sentence)
    )


def _outside(held: list[Term]) -> tuple[Interval, ...]:
    """The days after the first term that lie in no term."""
    gaps: list[Interval] = []
    end: dt.date | None = None
    for term in held:
        if end is not None and end < term.first:
            gaps.append((end - GRACE, term.first + GRACE))
        end = term.last
    return tuple(gaps) + (((end - GRACE, LATEST),) if end is not None else ())


def _title_beside(plain: str, start: int, end: int, term: Term, roster: Roster) -> str:
    """The title of a term that stands right before or after a name, or ""."""
    before, after = plain[max(0, start - 90) : start].rstrip(" ,"), plain[end : end + 90].lstrip(" ,")
    countries = [name.lower() for name in roster.countries.get(term.country, ())]
    for of in [f" of {name}" for name in countries] + [f" of the {name}" for name in countries]:
        before = before.removesuffix(of)
    full = end - start == len(term.name)
    for title in sorted({title.lower() for title in term.titles}, key=lambda title: (-len(title), title)):
        if before.endswith(title) and before[-len(title) - 1 : -len(title)] in ("", " ", "-"):
            return title
        if full and _follows(after, title, countries):
            return title
    return ""


def _follows(after: str, title: str, countries: list[str]) -> bool:
    after = after.removeprefix("the ")
    for name in sorted(countries, key=len, reverse=True):
        if after.startswith(name):
            after = after[len(name) :].removeprefix("'s").removeprefix("'").lstrip()
            break
    return after.startswith(title) and not after[len(title) : len(title) + 1].isalpha()


def _printed(sentence: Sentence, title: str, name: str) -> str:
    """The words as the article prints them, from the title to the name or the other way round."""
    text, folded = sentence.text, sentence.text.lower()
    tail, surname = title.split()[-1], name.split()[-1][:5]
    at = folded.find(surname)
    before, after = folded.rfind(tail, max(0, at - 60), at), folded.find(tail, at, at + 90)
    if at < 0 or (before < 0 and after < 0):
        return f"{title} {name}"
    low = max(0, before + len(tail) - len(title)) if before >= 0 else at
    high = at + len(surname) if before >= 0 else after + len(tail)
    while low > 0 and not text[low - 1].isspace():
        low -= 1
    while high < len(text) and text[high].isalpha():
        high += 1
    return text[low:high]
