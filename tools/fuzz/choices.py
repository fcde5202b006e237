"""Choices drawn from bytes; when the bytes are used up, every choice is the first one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


class Choices:
    """A reader of bytes that answers with choices.

    >>> choices = Choices(bytes([5, 1]))
    >>> choices.below(4), choices.one_of("ab"), choices.one_of("ab"), choices.left
    (1, 'b', 'a', 0)
    """

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    @property
    def left(self) -> int:
        """How many bytes are left."""
        return len(self.data) - self.at

    def take(self, count: int) -> bytes:
        """The next bytes as they are, fewer where fewer are left."""
        taken = self.data[self.at : self.at + count]
        self.at += len(taken)
        return taken

    def below(self, bound: int) -> int:
        """A whole number from 0 to below the bound."""
        width = 1 if bound <= 1 << 8 else 2 if bound <= 1 << 16 else 4
        return int.from_bytes(self.take(width), "little") % bound

    def one_of(self, items: Sequence[Item]) -> Item:
        """One of the items."""
        return items[self.below(len(items))]

    def rarely(self, one_in: int) -> bool:
        """True once in so many times, and never when the bytes are used up."""
        return self.below(one_in) == one_in - 1
