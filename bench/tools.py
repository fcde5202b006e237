"""Our extraction and the other tools: how each reads a text, and how many articles it is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Reader = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Tool:
    """`reader` loads the tool; of a round's articles it gets the first `articles`, all where that is None."""

    name: str
    reader: Callable[[], Reader]
    articles: int | None = None


def nothing_reader() -> Reader:
    return lambda text: None


def nkreport_reader() -> Reader:
    from nkreport.extract import extract_article
    from nkreport.records import Article

    return lambda text: extract_article(Article("bench", text))


def spacy_reader() -> Reader:
    import spacy

    tokenizer: Reader = spacy.blank("en").tokenizer
    return tokenizer


def quantulum3_reader() -> Reader:
    from quantulum3 import parser

    parse: Reader = parser.parse
    return parse


def numbers_reader() -> Reader:
    from recognizers_number import recognize_number

    return lambda text: recognize_number(text, "en-us")


def days_reader() -> Reader:
    from recognizers_date_time import recognize_datetime

    return lambda text: recognize_datetime(text, "en-us")


def dateparser_reader() -> Reader:
    from dateparser.search import search_dates

    return lambda text: search_dates(text, languages=["en"])


OURS = Tool("nkreport, whole extraction", nkreport_reader)
SPACY = Tool("spaCy, blank tokenizer", spacy_reader)
QUANTULUM3 = Tool("quantulum3, quantities", quantulum3_reader, 20)
NUMBERS = Tool("Recognizers-Text, numbers", numbers_reader, 40)
DAYS = Tool("Recognizers-Text, dates", days_reader, 3)  # a second or more for each
DATEPARSER = Tool("dateparser, dates", dateparser_reader, 20)
PYTHON = Tool("Python alone", nothing_reader)
TOOLS = (OURS, SPACY, QUANTULUM3, NUMBERS, DAYS, DATEPARSER, PYTHON)
