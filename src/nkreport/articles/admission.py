"""What has been met before: the same text is one article in several places, an id belongs to one text."""

from __future__ import annotations

import sys
from array import array
from dataclasses import replace
from hashlib import blake2b

from nkreport.records import Article, Place, Problem

DIGEST = 16  # bytes: no two texts, and nobody's effort, give the same
FIRST_SLOTS = 1 << 10
FULLEST = 0.6  # of the slots; beyond it the next free one is far


class Seen:
    """The texts and ids that were admitted: digests, ids and places, packed in some 120 bytes an article.

    A record is the digest of a text, the article that it is counted as, and an id with its first place.
    Two open-addressed tables hold where the record of a digest and of an id begins, plus one.
    """

    __slots__ = ("_by_id", "_by_text", "_count", "_records")

    def __init__(self) -> None:
        self._records = bytearray()
        self._by_text = array("Q", bytes(8 * FIRST_SLOTS))
        self._by_id = array("Q", bytes(8 * FIRST_SLOTS))
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def size(self) -> int:
        """The bytes that it takes."""
        return sum(map(sys.getsizeof, (self._records, self._by_text, self._by_id)))

    def of_text(self, digest: bytes) -> tuple[str, str] | None:
        """The id and the place of the first article with a text of that digest."""
        found = self._by_text[self._text_slot(digest)]
        return self._read(found - 1)[1:] if found else None

    def of_id(self, identity: str) -> tuple[bytes, str] | None:
        """The digest of the text that came first with that id, and its place."""
        found = self._by_id[self._id_slot(identity.encode())]
        if not found:
            return None
        digest, _, place = self._read(found - 1)
        return digest, place

    def add(self, digest: bytes, identity: str, place: str) -> None:
        """Keep an id with the digest of its text and its place; a digest that is known keeps its first id."""
        begin = len(self._records) + 1
        name = identity.encode()
        self._records += digest + len(name).to_bytes(4, "big") + name
        where = place.encode()
        self._records += len(where).to_bytes(4, "big") + where
        text, own = self._text_slot(digest), self._id_slot(name)
        self._by_text[text] = self._by_text[text] or begin
        self._by_id[own] = self._by_id[own] or begin
        self._count += 1
        if self._count > FULLEST * len(self._by_id):
            self._grow()

    def _read(self, begin: int) -> tuple[bytes, str, str]:
        digest = bytes(self._records[begin : begin + DIGEST])
        name, after = self._name(begin)
        length = int.from_bytes(self._records[after : after + 4], "big")
        return digest, name.decode(), self._records[after + 4 : after + 4 + length].decode()

    def _name(self, begin: int) -> tuple[bytes, int]:
        start = begin + DIGEST + 4
        end = start + int.from_bytes(self._records[start - 4 : start], "big")
        return bytes(self._records[start:end]), end

    def _text_slot(self, digest: bytes) -> int:
        slots, records = self._by_text, self._records
        at = int.from_bytes(digest[:8], "big") % len(slots)
        while (found := slots[at]) and not records.startswith(digest, found - 1):
            at = (at + 1) % len(slots)
        return at

    def _id_slot(self, name: bytes) -> int:
        slots = self._by_id
        at = int.from_bytes(blake2b(name, digest_size=8).digest(), "big") % len(slots)
        while (found := slots[at]) and self._name(found - 1)[0] != name:
            at = (at + 1) % len(slots)
        return at

    def _grow(self) -> None:
        """Twice as many slots; each record finds its place anew, in order, so that the first stays first."""
        self._by_text = array("Q", bytes(16 * len(self._by_text)))
        self._by_id = array("Q", bytes(16 * len(self._by_id)))
        begin = 0
        while begin < len(self._records):
            digest = bytes(self._records[begin : begin + DIGEST])
            name, after = self._name(begin)
            text, own = self._text_slot(digest), self._id_slot(name)
            self._by_text[text] = self._by_text[text] or begin + 1
            self._by_id[own] = self._by_id[own] or begin + 1
            begin = after + 4 + int.from_bytes(self._records[after : after + 4], "big")


def admit(article: Article, place: Place, seen: Seen) -> tuple[Article | None, Place, list[Problem]]:
    """The article where its text is new, its place under the id that it counts as, and what is wrong.

    The same text again is one more place of the first article. The same id with another text is a Problem
    that names the first place, and is left out.

    >>> seen = Seen()
    >>> first = admit(Article("a", "One."), Place("a", "a.txt", "text"), seen)
    >>> admit(Article("b", "One."), Place("b", "b.txt", "text"), seen)[:2]
    (None, Place(article_id='a', place='b.txt', format='text', ...))
    """
    digest = blake2b(article.text.encode(), digest_size=DIGEST).digest()
    known = seen.of_id(article.id)
    if known is not None and known[0] != digest:
        what = f"the id stands twice; the first is in {known[1]}"
        return (
            None,
            place,
            [
                Problem(
                    article.id, place.place, what, "give each article an id of its own; this one was left out"
                )
            ],
        )
    first = seen.of_text(digest)
    if known is None:
        seen.add(digest, article.id, place.place)
    if first is not None:
        return None, replace(place, article_id=first[0]), []
    return article, place, []
