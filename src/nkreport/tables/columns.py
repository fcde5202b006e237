"""What each table and each column is: names, kinds, meanings, allowed values."""

from __future__ import annotations

from dataclasses import dataclass

from nkreport.articles import OUTLET_BASES, PUBLISHED_BASES

KINDS = ("troops", "killed", "wounded", "casualties", "captured", "workers", "munitions", "missiles",
         "containers", "weapons", "money", "other")
BOUNDS = ("exact", "approximate", "lower", "upper", "range", "vague")
STATUSES = ("occurred", "expected")
BASES = ("stock", "cumulative", "increment", "rate", "capacity", "unspecified")
CERTAINTIES = ("certain", "probable", "possible", "unconfirmed")
ACTS = ("says", "confirms", "denies", "doubts", "declines", "claims", "assesses", "warns", "urges",
        "condemns", "commits")
TOPICS = ("deployment", "training", "combat", "casualties", "withdrawal", "arms", "exchange", "relations",
          "response", "other")
QUOTES = ("direct", "indirect", "mixed")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its kind (text, choice, integer, number, truth, day, list), meaning and allowed values."""

    name: str
    kind: str
    meaning: str
    null: bool = False
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what a row is, its columns in order, the one that identifies a row, and what is left out."""

    name: str
    row: str
    columns: tuple[Column, ...]
    key: str
    left_out: str = ""

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]


def _choice(name: str, allowed: tuple[str, ...], meaning: str, null: bool = False) -> Column:
    return Column(name, "choice", meaning, null, allowed)


def _key(name: str, meaning: str) -> Column:
    return Column(name, "text", meaning)


ARTICLE = Column("article_id", "text", "The article, by its id.")
RULE = Column("rule", "text",
              "The id of the rule that made the row, in `rules/`; several are joined with `; `.")
START = Column("start", "integer", "Where `text` begins in the article, in code points from 0.")
END = Column("end", "integer", "Where `text` ends in the article: the first code point after it.")
PARTY = Column("party", "text",
               "Whose people or materiel: a country or an organisation. Null where it is not told.",
               null=True)
CERTAINTY = _choice("certainty", CERTAINTIES,
                    "How firmly the words put it: `certain` has no hedge; `probable` likely, appears, is "
                    "believed; `possible` may, could; `unconfirmed` reportedly, allegedly. The weakest hedge "
                    "counts.")
SOURCE_TEXT = Column("source_text", "text", "The words of the article that name the source.", null=True)
VIA = Column("via", "list", "Who passed it on, from nearest to the source outward.")
CLAIM = (
    Column("claim_start", "day",
           "First day on which the source can have said it; the day of publication where the "
           "text does not tell. Null where that is not known either.", null=True),
    Column("claim_end", "day", "Last day on which the source can have said it.", null=True),
)
CORRECTION = Column("correction", "text",
                    "What an analyst changed in data/corrections.toml, and why. Null where the row is as "
                    "it was read.", null=True)
SENTENCE_START = Column("sentence_start", "integer", "Where `sentence` begins in the article.")

ARTICLES = Table("articles", "An article that was read.", (
    Column("article_id", "text",
           "The article's id: its `id`, or the path of its file without `.txt`, with `#` and a number where "
           "a file holds several."),
    Column("title", "text", "The headline.", null=True),
    Column("outlet", "text", "Who published it.", null=True),
    _choice("outlet_basis", OUTLET_BASES,
            "How the outlet is known: `stated` with the article, `url` from its address, `copy` "
            "because a copy of the text was found there, where another may have had it first.", null=True),
    Column("url", "text", "Its address.", null=True),
    Column("author", "text", "Who wrote it.", null=True),
    Column("published", "day", "First day on which it can have been published.", null=True),
    Column("published_latest", "day", "Last day on which it can have been published.", null=True),
    _choice("published_basis", PUBLISHED_BASES,
            "How the day is known: `stated` with the article, `url` from its address, `inferred` "
            "from the article's own words.", null=True),
    Column("reasons", "list", "Why outlet and days are held to be so, one sentence for each step."),
    Column("text", "text",
           "The article as it was supplied, unchanged; of a web page the main text that was extracted from "
           "it. Every offset counts in it."),
), "article_id")

FIGURES = Table("figures", "A count of people, materiel or money that an article states.", (
    _key("figure_id", "The row's id, the same at every run. It serves as the row's anchor on a page."),
    ARTICLE, START, END,
    Column("text", "text", "The numeral as printed, without the words that bound it."),
    Column("value", "number",
           "The number stated; the midpoint of a range. Null where it is vague.", null=True),
    Column("low", "number", "The least that the text states. Null where it states none.", null=True),
    Column("high", "number", "The most that the text states. Null where it states none.", null=True),
    _choice("bound", BOUNDS,
            "How the number bounds the truth: `exact` as it stands, `approximate` about it, `lower` at "
            "least it, `upper` at most it, `range` between two, `vague` in words such as dozens."),
    Column("modifier", "text", "The words that gave the bound, as printed.", null=True),
    Column("counted", "text",
           "The words for what is counted, as printed. Null where they are left out.", null=True),
    _choice("kind", KINDS,
            "What is counted. `casualties` are killed and wounded together; `workers` are civilians; "
            "`munitions` are shells, rounds and rockets; `weapons` are guns, launchers, vehicles and "
            "aircraft."),
    PARTY,
    _choice("status", STATUSES, "`occurred` happened or is so; `expected` is planned, prepared or forecast."),
    _choice("polarity", ("affirmed", "negated"), "`negated` where the sentence denies the count."),
    _choice("basis", BASES,
            "What may be added to what: `stock` on one day, `cumulative` so far in all, `increment` on top "
            "of an earlier number, `rate` in a time, `capacity` could hold, `unspecified` not told."),
    Column("additional", "truth", "Whether the text presents it as on top of an earlier number."),
    Column("place", "text",
           "Where the counted are or are sent, the most specific place that is named.", null=True),
    Column("event_start", "day",
           "First day of what is counted. Null where the text does not tell.", null=True),
    Column("event_end", "day", "Last day of what is counted. Null where the text does not tell.", null=True),
    *CLAIM,
    Column("source", "list",
           "Whose number it is, by canonical names. Empty where the article itself speaks."),
    SOURCE_TEXT, VIA, CERTAINTY,
    Column("sentence", "text", "The sentence in which the numeral stands, as printed."),
    SENTENCE_START, RULE, CORRECTION,
), "figure_id",
    left_out="Dates, years, ages, times and durations; ordinals; percentages and fractions without a count; "
             "names of units, sections and lists; scores; everything in page furniture.")

ASSERTIONS = Table("assertions", "A statement with one source and the words that tell that it was made.", (
    _key("assertion_id", "The row's id, the same at every run. It serves as the row's anchor on a page."),
    ARTICLE,
    Column("start", "integer",
           "Where `text` begins in the article. Null where nothing is said to be the content.",
           null=True),
    Column("end", "integer", "Where `text` ends in the article.", null=True),
    Column("text", "text", "What is asserted, without source and cue.", null=True),
    Column("cue", "text", "The words that carry the act, as printed."),
    Column("cue_start", "integer", "Where the cue begins in the article."),
    Column("cue_end", "integer", "Where the cue ends in the article."),
    Column("source", "list",
           "Who asserts it: one canonical name. Empty where it cannot be told who is meant."),
    SOURCE_TEXT, VIA,
    _choice("act", ACTS,
            "What the source does: `doubts` cannot confirm it, `declines` will not comment, `commits` "
            "promises or threatens; the others as the words say."),
    _choice("topic", TOPICS,
            "What it is about: `deployment` troops sent or present, `exchange` what North Korea gets, "
            "`relations` ties between states, `response` what others do or should do; the others as the "
            "words say."),
    _choice("polarity", ("affirmed", "denied", "unknown"),
            "Where the source stands on the content; `unknown` where it could not confirm or would not say."),
    CERTAINTY,
    _choice("quote", QUOTES,
            "Whether the content stands in quotation marks: `direct` all, `mixed` some, `indirect` none."),
    *CLAIM,
    Column("sentence", "text", "The sentence of the cue, as printed."),
    SENTENCE_START, RULE, CORRECTION,
), "assertion_id",
    left_out="Acts that say nothing (arrived, met, signed); hedges without a source (reportedly); passives "
             "without an agent (is thought); wishes, attitudes and support that nobody puts into words "
             "(wants, endorsed, seeks); what a picture shows; relayed words (citing, as reported by), "
             "whose statement is the row; what is only supposed (if the council denies). "
             "`find_attributions` finds those too, with the scope `attitude` or `relay`.")

UNKNOWNS = Table("unknowns", "A number that a source says it does not know or will not give.", (
    _key("unknown_id", "The row's id, the same at every run."),
    ARTICLE, START, END,
    Column("text", "text", "The words that say so, as printed."),
    _choice("kind", KINDS, "What the number would count, as in `figures`."),
    PARTY,
    Column("source", "list", "Who does not know or tell, by canonical names."),
    VIA, *CLAIM,
    Column("sentence", "text", "The sentence, as printed."),
    SENTENCE_START, RULE, CORRECTION,
), "unknown_id")

FURNITURE = Table("furniture", "A span of a page that is no part of the article and was left out.", (
    _key("furniture_id", "The row's id, the same at every run."),
    ARTICLE, START, END,
    Column("text", "text", "The words that were left out, as printed."),
    Column("reason", "text", "The id of the rule that left them out; look it up in `rules/text.toml`."),
), "furniture_id")

FORMATS_READ = ("text", "markdown", "html", "json", "feed", "row")

PLACES = Table("places", "A place in the input where an article lies; the same text may lie in several.", (
    _key("place_id", "The row's id."),
    Column("article_id", "text", "The article that the text is counted as: the first with this very text."),
    Column("place", "text", "The file, with the member of an archive and the line where there are any."),
    _choice("format", FORMATS_READ, "What it was read as; `row` is a line of CSV or Parquet."),
    Column("charset", "text", "The encoding it was read with. Null where its format has but one.", null=True),
    Column("supplied_id", "text", "The id that the article has at this place.", null=True),
    Column("title", "text", "The headline there.", null=True),
    Column("outlet", "text", "The outlet that is named there.", null=True),
    Column("url", "text", "The address that is named there.", null=True),
    Column("published", "day", "The day that is stated there.", null=True),
), "place_id")

PROBLEMS = Table("problems", "An input that was left out or read in part.", (
    _key("problem_id", "The row's id."),
    Column("article_id", "text", "The article. Null where its id is not known.", null=True),
    Column("place", "text", "The file, with the line where there are lines."),
    Column("what", "text", "What is wrong."),
    Column("remedy", "text", "What to do about it, and what was done meanwhile."),
), "problem_id")

TABLES = {
    table.name: table
    for table in (ARTICLES, FIGURES, ASSERTIONS, UNKNOWNS, FURNITURE, PLACES, PROBLEMS)
}
