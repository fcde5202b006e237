"""Titles and headlines, told from prose by their capitals."""

from __future__ import annotations


def is_headline(words: list[str]) -> bool:
    """Whether nearly every longer word is printed with a capital, as in a title."""
    spare = 0 if words and words[-1] == "." else len(words) // 10
    for word in words:  # prose is told by its first small words
        if len(word) > 3 and word[0].islower():
            if not spare:
                return False
            spare -= 1
    initials = [word[0] for word in words if len(word) > 3 and word[0].isalpha()]
    if words and words[-1] == ".":
        return len(initials) >= 5 and not [letter for letter in initials if not letter.isupper()]
    if len(initials) < 3:
        return False
    return len([letter for letter in initials if letter.isupper()]) * 10 >= len(initials) * 9
