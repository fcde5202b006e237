"""Markdown → the fields of its front matter, and the text behind it."""

from __future__ import annotations

from typing import Any

from nkreport.articles.words import kind, short

FENCE = "---"
NOTHING = ("null", "~")  # how YAML writes that there is no value


class FrontMatterError(ValueError):
    """Front matter that cannot be read; the text behind it can."""


def split_front_matter(text: str, longest: int) -> tuple[str, str] | None:
    r"""The front matter and what stands behind it; None where the text begins with none.

    >>> split_front_matter("---\ntitle: Rain\n---\nIt rains.", 100)
    ('title: Rain\n', 'It rains.')
    """
    head = text[:longest].split("\n")
    if head[0].rstrip() != FENCE:
        return None
    end = next((at for at, line in enumerate(head[1:], start=1) if line.rstrip() in (FENCE, "...")), None)
    if end is None or ":" not in "".join(head[1:end]):
        return None
    length = sum(len(line) + 1 for line in head[: end + 1])
    return "\n".join([*head[1:end], ""]), text[length:]


def fields_of(front: str) -> dict[str, Any]:
    """The fields of front matter, every value as it is written: 012 and 2024-10-18 stay texts.

    Aliases are refused: a few lines of them can stand for gigabytes.
    """
    import yaml

    try:
        for token in yaml.scan(front):
            if isinstance(token, yaml.AliasToken | yaml.AnchorToken):
                raise FrontMatterError("the front matter has aliases (& and *), which are not read")
        found = yaml.load(front, Loader=yaml.BaseLoader)  # texts, lists and tables, and nothing else
    except (yaml.YAMLError, RecursionError) as error:
        raise FrontMatterError(f"the front matter is not readable as YAML: {short(error)}") from error
    if not isinstance(found, dict):
        raise FrontMatterError(f"the front matter holds {kind(found)}, not a table")
    return {key: value for key, value in found.items() if isinstance(key, str) and value not in NOTHING}
