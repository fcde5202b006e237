"""Every quantity of a text in general English: counts, money, measures; not dates, ordinals or names."""

from __future__ import annotations

from collections.abc import Iterator

from nkreport.quantities.finder import quantities_of
from nkreport.records import Quantity
from nkreport.text import Document, as_document

__all__ = ["find_quantities"]


def find_quantities(text: str | Document) -> Iterator[Quantity]:
    """Yield the quantities of a text or document in order of appearance; page furniture is left out.

    >>> [(q.text, q.bound, q.counted) for q in find_quantities("At least two dozen barns burned in 2019.")]
    [('two dozen', 'lower', 'barns')]
    >>> next(find_quantities("It costs $3bn–$4bn.")).low
    3000000000.0
    >>> list(find_quantities("The 42nd Brigade left on Oct. 8 and 13."))
    []
    """
    document = as_document(text)
    furniture = iter(document.furniture)
    block = next(furniture, None)
    for quantity in quantities_of(document.text):
        while block is not None and block.end <= quantity.start:
            block = next(furniture, None)
        if block is None or quantity.end <= block.start:
            yield quantity
