"""The counted noun phrase: what stands after the number up to its head, or before it in "a force of 300"."""

from __future__ import annotations

import re

from nkreport.quantities.lexicon import lexicon
from nkreport.quantities.outside import plural_noun
from nkreport.records import Span

REACH = 110  # characters after a number within which its noun phrase ends
MOST = 9  # words of a noun phrase that are looked at

# One more word of a noun phrase: a space, perhaps a quotation mark, a word.
STEP = re.compile(
    r"(?:[ \u00a0\t]{1,2}|\n(?!\s*\n))[\"“‘']?((?:[A-Z]\.){2,}(?:-\w[\w-]*)?|"
    r"[^\W\d_](?:[\w&/]|[-’'‑](?=\w)|\.(?=[A-Z]\.))*(?:['’](?=\s))?)"
)
LEAD = re.compile(
    r"[\"”’]?(?:[ \u00a0\n](?:more|additional|extra|other|further|or so|fresh|new)(?=[ \u00a0\n]))?"
    r"(?:[ \u00a0](?:self-propelled|towed|heavy|long-range|short-range|new|old))?"
    r"(?:[ \u00a0][0-9]{1,3}(?:,[0-9]{3})?(?:\.[0-9]{1,2})?[ \u00a0-]?"
    r"(?:mm|millimet(?:er|re)s?|cm|inch|calib(?:er|re)|kg|tonne|ton|pound|lb)(?=[ \u00a0-]))?"
)
OF = re.compile(
    r"[\"”’]?(?:[ \u00a0\n](?:more))?[ \u00a0\n]of[ \u00a0\n]"
    r"(?:(?:the|its|their|his|her|our|your|my|these|those|all|such|a|an)[ \u00a0\n])?"
)
OF_NP = re.compile(
    r"[ \u00a0\n]of[ \u00a0\n](?:the[ \u00a0\n]|its[ \u00a0\n]|their[ \u00a0\n]|a[ \u00a0\n]|an[ \u00a0\n])?"
)
PRONOUN = re.compile(r"(?:them|us|whom|which|you)\b")
WHOLE = re.compile(r"((?:[\w’'-]+[ \u00a0]){0,2}?)([a-z]+)[ \u00a0]of(?:[ \u00a0][a-z ]{1,24})?[ \u00a0]?\Z")


def counted_after(text: str, end: int, *, measured: bool = False, single: bool = False) -> Span | None:
    """The span of the noun phrase that the number ending here counts; None where it is elided.

    `measured` tells that a unit ends here: then only "of X" names the thing. `single` tells that the
    number is one, so that a last word in -s is a verb: "one film shows".

    >>> text = "4,000 elite mountain troops were sent"
    >>> start, stop = counted_after(text, 5)
    >>> text[start:stop]
    'elite mountain troops'
    """
    of = OF.match(text, end)
    if of is not None:
        pronoun = PRONOUN.match(text, of.end())
        if pronoun:
            return pronoun.span()
        return _phrase(text, of.end() - 1, measured or True)
    if measured:
        return None
    lead = LEAD.match(text, end)
    return _phrase(text, lead.end() if lead else end, False, single)


def _phrase(text: str, position: int, anything: bool, single: bool = False) -> Span | None:
    """The words from here to the head of the noun phrase; `anything` allows a head in the singular."""
    words = _words(text, position)
    if not words:
        return None
    last = _head(text, words, anything)
    if last is None:
        return None
    if single and last and last == len(words) - 1 and plural_noun(text[slice(*words[last])]):
        last -= 1
    start, end = words[0][0], words[last][1]
    if text[start:end].lower() in lexicon().sets["people"] and not anything:
        return (
            (start, end) if text[start:end].lower() in ("dead", "wounded", "casualties", "missing") else None
        )
    if text[words[last][0] : end].lower() in lexicon().sets["groups"] and (of := OF_NP.match(text, end)):
        inner = _words(text, of.end() - 1)
        head = _head(text, inner, True) if inner else None
        if head is not None:
            end = inner[head][1]
    return start, end


def _words(text: str, position: int) -> list[Span]:
    """The spans of the words from here that can belong to one noun phrase."""
    stops = lexicon().sets["stops"]
    spans: list[Span] = []
    joined = False
    limit = position + REACH
    while len(spans) < MOST and position < limit:
        match = STEP.match(text, position)
        if match is None:
            break
        word = match[1]
        lower = word.lower()
        if (
            lower in ("and", "or")
            and spans
            and not joined
            and not any(plural_noun(text[a:b]) for a, b in spans)
        ):
            joined, position = True, match.end()
            continue
        if (lower in stops and word not in ("US", "U.S.")) or (
            lower in lexicon().numbers and lower != "hundred"
        ):
            break
        begin, position = match.span(1)
        if word.endswith(("'s", "’s")) and spans and not word[0].isupper():
            break
        spans.append((begin, position))
        if text[position : position + 1] in ",;:.!?)”":
            break
    return spans


VERB_S = re.compile(r"(?:[^n]ises|izes|ifies|[^n]ates)\Z")


def _verbal(word: str) -> bool:
    return word.endswith(("ed", "ly")) or (word.endswith("ing") and len(word) > 5)


def _head(text: str, words: list[Span], anything: bool) -> int | None:
    """The index of the head: the first plural noun, or a later one that is tied to it by nouns only."""
    head = None
    participles = lexicon().sets["people"]
    for index, (start, end) in enumerate(words):
        word = text[start:end]
        if plural_noun(word) and not (
            head is not None and (word.lower() in participles or VERB_S.search(word))
        ):
            if (
                head is None
                or index == head + 1
                or (index == head + 2 and not _verbal(text[slice(*words[index - 1])].lower()))
            ):
                if head is not None and text[slice(*words[head])].lower() in (
                    "people",
                    "men",
                    "women",
                    "children",
                ):
                    break
                head = index
            else:
                break
        elif head is not None and (_verbal(word.lower()) or index > head + 1):
            break
    if head is not None:
        return head
    return _singular_head(text, _before_gap(words), anything)


def _before_gap(words: list[Span]) -> list[Span]:
    """The words up to a coordination that led to no plural noun: "one officer and a dog"."""
    for index in range(1, len(words)):
        if words[index][0] - words[index - 1][1] > 2:
            return words[:index]
    return words


def _singular_head(text: str, words: list[Span], anything: bool) -> int | None:
    """The last word before a participle, where no plural noun is found: "one interpreter"."""
    last = None
    for index, (start, end) in enumerate(words):
        word = text[start:end]
        if last is not None and _verbal(word.lower()) and word.islower():
            break
        if anything and last is not None and last >= 5:
            break
        last = index
    if last is None or (last == 0 and _verbal(text[slice(*words[0])].lower())):
        return None
    return last


def counted_before(text: str, start: int) -> Span | None:
    """The noun of "a force of 300" or "a population of 80,000", with its owner.

    >>> text = "Osaka's population of 80,000 fled"
    >>> begin, stop = counted_before(text, 22)
    >>> text[begin:stop]
    "Osaka's population"
    """
    window = text[max(0, start - 64) : start]
    if " of" not in window:
        return None
    match = WHOLE.search(window)
    if match is None or match[2] not in lexicon().sets["wholes"]:
        return None
    owner = re.search(r"[\w-]+['’]s[ \u00a0]\Z", match[1])
    begin = match.start(2) - (len(owner.group()) if owner else 0)
    offset = start - len(window)
    return offset + begin, offset + match.end(2)
