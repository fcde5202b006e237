"""One sentence as the attribution finder reads it: tokens, tags and noun phrases, with steps both ways."""

from __future__ import annotations

from bisect import bisect_left

from nkreport import grammar
from nkreport.attribution.lexicon import words
from nkreport.grammar import NounPhrase
from nkreport.records import Span
from nkreport.text import Document, Sentence

FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
VERBS = frozenset(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"))
CLOSERS = frozenset(("”", '"', "’", "'", "»", "''"))
OPENERS = frozenset(("“", '"', "‘", "'", "«", "„", "``", "''"))
ENDS = frozenset((".", "!", "?", "…", "..."))
DAYS = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday mon tues wed thurs fri sat sun yesterday
    today tonight tomorrow
    """.split()
)
MONTHS = frozenset(
    """
    january february march april may june july august september october november december jan feb aug
    sept oct nov dec jan. feb. aug. sept. oct. nov. dec.
    """.split()
)
PERIODS = frozenset(
    """
    day days week weeks month months year years morning afternoon evening night hour hours minutes
    weekend time summer winter spring autumn fall decade noon midnight moment spring occasions
    """.split()
)
TEMPORAL = DAYS | MONTHS | PERIODS


class Reading:
    """A sentence with its tags and its noun phrases by first and by last token."""

    __slots__ = (
        "by_first",
        "by_last",
        "document",
        "ends",
        "lower",
        "phrases",
        "sentence",
        "size",
        "starts",
        "tags",
        "text",
        "words",
    )

    def __init__(self, document: Document, sentence: Sentence) -> None:
        self.document, self.sentence, self.text = document, sentence, document.text
        self.words, self.lower = sentence.words, sentence.lower
        self.starts, self.ends = sentence.starts, sentence.ends
        self.tags = grammar.tags(sentence)
        self.phrases = grammar.noun_phrases(sentence)
        self.by_first = grammar.phrases_by_first(sentence)
        self.by_last = grammar.phrases_by_last(sentence)
        self.size = len(self.words)

    def word(self, index: int) -> str:
        """The lower-case token, or "" outside the sentence."""
        return self.lower[index] if 0 <= index < self.size else ""

    def tag(self, index: int) -> str:
        """The tag, "^" before the sentence and "$$" behind it."""
        return self.tags[index] if 0 <= index < self.size else "^" if index < 0 else "$$"

    def span(self, first: int, last: int) -> Span:
        """The offsets of the tokens `[first, last)`."""
        return self.starts[first], self.ends[last - 1]

    def phrase_over(self, index: int) -> NounPhrase | None:
        """The base noun phrase that holds a token."""
        at = bisect_left(self.phrases, index + 1, key=lambda phrase: phrase.first) - 1
        return self.phrases[at] if at >= 0 and index < self.phrases[at].last else None

    def is_temporal(self, phrase: NounPhrase) -> bool:
        """Whether a phrase names a day or a stretch of time."""
        day = self.lower[phrase.first] in DAYS and self.tag(phrase.first + 1) != "POS"
        if self.lower[phrase.head] in TEMPORAL or (day and phrase.head <= phrase.first + 1):
            return True
        # "January 18", "15 April 2025": numbers and the name of a month, nothing else
        return self.tags[phrase.head] == "CD" and all(
            self.tags[at] == "CD" or self.lower[at] in MONTHS for at in range(phrase.first, phrase.last)
        ) and any(self.lower[at] in MONTHS for at in range(phrase.first, phrase.last))

    def is_temporal_head(self, phrase: NounPhrase) -> bool:
        """Whether the head itself is a day or a stretch of time."""
        return self.lower[phrase.head] in TEMPORAL

    def body_end(self) -> int:
        """The token behind the last word of the sentence, end marks and what closes behind them left out."""
        last = self.size
        while last and (
            self.words[last - 1] in ENDS or self.words[last - 1] in CLOSERS or self.words[last - 1] in ")]"
        ):
            if self.words[last - 1] in ENDS or not self._closes_inside(last - 1):
                last -= 1
            else:
                break
        return last

    def _closes_inside(self, index: int) -> bool:
        """Whether a closing mark belongs to what was opened in this sentence, with no end mark before it."""
        return index > 0 and self.words[index - 1] not in ENDS


def noun_chain_after(reading: Reading, first: int, *, owner: bool = False) -> int:
    """The token behind the noun phrase at `first` with the phrases that belong to it; `first` if none.

    For an owner of words ("said *an official in Kyiv* on Monday") times, media and events are left out.
    """
    phrase = reading.by_first.get(first)
    if phrase is None:
        return first
    last = phrase.last
    while (joined := _joined_after(reading, phrase, last, owner)) is not None:
        phrase, last = joined, joined.last
    return last


def _joined_after(reading: Reading, before: NounPhrase, last: int, owner: bool) -> NounPhrase | None:
    tag, word = reading.tag(last), reading.word(last)
    follows = reading.by_first.get(last + 1)
    if follows is None or (
        reading.lower[follows.head] in words("sources.media") and word in ("in", "on", "at", "during")
    ):
        return None
    if tag == "CC" and word in ("and", "or", "&", "nor"):
        return follows if reading.tag(follows.last) not in FINITE else None
    if tag not in ("IN", "TO") or word in SUBORDINATORS or reading.is_temporal(follows):
        return None
    if not owner:
        return follows if tag != "TO" or reading.tags[before.head] in ("NN", "NNS") else None
    return follows if _owner_takes(reading, before, word, follows) else None


SUBORDINATORS = frozenset(
    """
    as that if because although though while whilst than unless whereas whether lest after before since
    until till like during despite amid except via upon through
    """.split()
)


def _owner_takes(reading: Reading, before: NounPhrase, preposition: str, follows: NounPhrase) -> bool:
    if (
        reading.tags[before.head] == "PRP"
        or reading.lower[follows.head] in words("sources.media")
        and preposition != "of"
    ):
        return False
    made_by = preposition == "by" and reading.lower[before.head] in words("sources.documents")
    if preposition == "of" or made_by:
        return True
    return reading.tags[before.head] in ("NN", "NNS") and preposition in (
        "for",
        "at",
        "in",
        "from",
        "with",
        "on",
        "to",
        "near",
        "within",
        "inside",
    )
