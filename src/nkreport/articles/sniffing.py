"""First bytes and name → the format, by what the bytes are before what the name says."""

from __future__ import annotations


def sniff(head: bytes, name: str) -> str:
    """The format of a stream.

    >>> sniff(b"One.", "a.txt")
    'text'
    """
    if name.lower().endswith(".jsonl"):
        return "jsonl"
    if head.startswith(b"%PDF-"):
        return "PDF"
    return "text"
