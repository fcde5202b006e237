"""Who held an office on the article's day, by the dated roster of `dates`."""

from __future__ import annotations

from nkreport.dates import office_holder
from nkreport.sources.cast import Cast
from nkreport.sources.lexicon import lexicon
from nkreport.sources.phrases import Phrase, known_person

HEADS = frozenset(
    (
        "chief",
        "leader",
        "secretary general",
        "president",
        "director general",
        "intelligence chief",
        "foreign minister",
    )
)


def holder_of(cast: Cast, office: str, phrase: Phrase) -> Phrase | None:
    """The holder of the office that a phrase names, on the day of publication; None where nobody is known.

    `office` is the office's plain name; the country or body comes from the phrase.
    """
    if cast.published is None or lexicon().words["not_the_office"].intersection(phrase.modifiers):
        return None
    title, country = _in_roster(office, phrase)
    name = office_holder(title, cast.published, country=country) if title else None
    if name is None:
        return None
    name = known_person(name) or name
    known = lexicon().people.get(name)
    return phrase._replace(
        kind="person",
        name=name,
        country=phrase.country or (known.country if known else ""),
        gender=known.gender if known else phrase.gender,
    )


def _in_roster(office: str, phrase: Phrase) -> tuple[str, str]:
    """The office as the roster names it, and whose it is; an empty title where the phrase does not tell."""
    headed = lexicon().body_offices.get(phrase.owner)
    if (
        headed
        and office in HEADS
        and (office == headed[0] or office == "chief" or "diplomat" in phrase.classes or office == "leader")
    ):
        return headed
    if phrase.country and office and not phrase.owner:
        return office, phrase.country
    whole = " ".join((*phrase.modifiers, phrase.head)) if phrase.modifiers else phrase.head
    return (whole, "") if " " in phrase.head and not phrase.country and not phrase.owner else ("", "")
