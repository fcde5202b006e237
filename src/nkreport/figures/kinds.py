"""What kind of thing a figure counts: by its noun, by what happens to it, or by the figure before it."""

from __future__ import annotations

from collections.abc import Sequence

from nkreport.figures.elided import elided_kind, is_deployed, listed_kind, part_of_materiel
from nkreport.figures.harm import harm_to, paired
from nkreport.figures.mentions import Mention
from nkreport.figures.nouns import HARM, MATERIEL, PEOPLE, Kind, Known, lookup, noun_kind
from nkreport.figures.people import people_kind

__all__ = ["HARM", "MATERIEL", "PEOPLE", "Kind", "Known", "kind_of", "lookup"]


def kind_of(mention: Mention, earlier: Sequence[Known]) -> Kind:
    """The kind of a mention, given the figures read before it in the same article."""
    if mention.quantity.dimension == "money":
        return Kind("money", "money", "kind.money")
    noun, rule = noun_kind(mention)
    if noun == "elided" and (part := part_of_materiel(mention, earlier)) is not None:
        return part
    if noun in MATERIEL:
        return Kind(noun, noun, rule)
    if noun == "elided" and (listed := listed_kind(mention)) is not None:
        return listed
    if noun == "elided" and is_deployed(mention):
        return Kind("troops", "elided", "kind.elided")
    if noun in HARM:
        kind, rule = paired(mention, mention.last - 1, noun, rule)
        return Kind(kind, noun, rule)
    harm = harm_to(mention, earlier, noun)
    if (
        harm
        and not (harm[0] == "other" and noun in ("troops", "workers"))
        and (noun in PEOPLE or noun == "elided" or harm[0] in ("killed", "wounded"))
    ):
        return Kind(harm[0], noun if noun != "elided" else "people", harm[1])
    if noun in ("troops", "workers", "other"):
        return Kind(noun, noun, rule)
    if noun == "people":
        return people_kind(mention, earlier, rule)
    return elided_kind(mention, earlier)
