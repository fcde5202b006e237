"""What the claims add up to: the columns of the tables that `reconcile` makes from the others."""

from __future__ import annotations

from nkreport.tables.columns import (
    BASES,
    BOUNDS,
    CERTAINTIES,
    CLAIM,
    KINDS,
    PARTY,
    STATUSES,
    TOPICS,
    Column,
    Table,
)

ORIGIN_KINDS = ("named", "unnamed", "medium", "none")
STANCES = ("confirmed", "affirmed", "could not confirm", "no comment", "denied")
RELATIONS = ("same", "compatible", "refines", "supersedes", "contradicts")
STATES = ("bounded", "open above", "open below", "no bound", "contradictory")
READINGS_ALLOWED = ("in all", "on top")
CHANGES_ALLOWED = (
    "new",
    "withdrawn",
    "bound moved",
    "status moved",
    "re-dated",
    "source changed",
    "reworded",
)
RELIABILITY = ("A", "B", "C", "D", "E", "F")
CREDIBILITY = ("1", "2", "3", "4", "5", "6")

KIND = Column("kind", "choice", "What is counted, as in `figures`.", allowed=KINDS)
STATUS = Column("status", "choice", "As in `figures`: a plan is never an arrival.", allowed=STATUSES)
BASIS = Column("basis", "choice", "What kind of number it is, as in `figures`.", allowed=BASES)
ROWS = Column("rows", "list", "The ids of the rows behind it.")
ARTICLE_COUNT = Column("articles", "integer", "How many articles carry it.")
OUTLET_COUNT = Column(
    "outlets", "integer", "How many known outlets carry it; an unknown outlet counts for none."
)
INDEPENDENT = Column(
    "independent",
    "integer",
    "How many named origins are left when those that depend on each other count as one: an official "
    "and the government that he speaks for, a body and those that it says it works with.",
)
HOUSE = Column(
    "house",
    "text",
    "On whose behalf the origin speaks: the country or body. Null where that is not known.",
    null=True,
)
ENDS = (
    Column("low", "number", "The least. Null where nothing bounds it from below.", null=True),
    Column("low_open", "truth", "Whether the least itself is excluded (more than)."),
    Column("high", "number", "The most. Null where nothing bounds it from above.", null=True),
    Column("high_open", "truth", "Whether the most itself is excluded (fewer than)."),
)
EVENT = (
    Column("event_start", "day", "First day of what is counted. Null where no text tells.", null=True),
    Column("event_end", "day", "Last day of what is counted. Null where no text tells.", null=True),
)

CLAIMS = Table(
    "claims",
    "One number of one origin about the same days, however many articles carry it.",
    (
        Column("claim_id", "text", "The claim's id, from what makes it one claim."),
        Column("number_id", "text", "The stated number that it belongs to, in `origins`."),
        KIND,
        PARTY,
        STATUS,
        Column("polarity", "choice", "`negated` where the count is denied.", allowed=("affirmed", "negated")),
        BASIS,
        Column("value", "number", "The number stated. Null where it is vague.", null=True),
        *ENDS,
        Column(
            "bounds",
            "list",
            f"How its rows bound it, each way once: {', '.join(BOUNDS)}. Where they differ, `low` "
            "and `high` are the weakest, because a relay that hardens a number adds no knowledge.",
        ),
        Column(
            "origin",
            "text",
            "The first origin that the text names. Null where the article itself speaks.",
            null=True,
        ),
        Column(
            "origin_kind",
            "choice",
            "`named` a body, country or person; `unnamed` sources without a name; `medium` a medium or "
            "document that "
            "names no source, whose own origin is unknown; `none` the article itself.",
            allowed=ORIGIN_KINDS,
        ),
        HOUSE,
        *EVENT,
        *CLAIM,
        Column("certainty", "choice", "The weakest of its rows.", allowed=CERTAINTIES),
        Column("additional", "truth", "Whether a row presents it as on top of an earlier number."),
        Column("stated", "text", "The number in the words of its first row."),
        Column("article_ids", "list", "The articles that carry it."),
        Column("outlet_names", "list", "The known outlets that carry it."),
        ARTICLE_COUNT,
        OUTLET_COUNT,
        ROWS,
        Column("corrected", "truth", "Whether an analyst changed a row behind it."),
    ),
    "claim_id",
)

ORIGINS = Table(
    "origins",
    "A stated number, with who stands behind it.",
    (
        Column("number_id", "text", "The number's id."),
        KIND,
        PARTY,
        STATUS,
        Column("polarity", "choice", "`negated` where the count is denied.", allowed=("affirmed", "negated")),
        Column(
            "measure",
            "choice",
            "Which numbers may be compared: `total` (stock, cumulative or not told), `increment`, "
            "`rate`, `capacity`.",
            allowed=("total", "increment", "rate", "capacity"),
        ),
        Column("value", "number", "The number. Null where it is vague.", null=True),
        Column("stated", "text", "The number in the words of its first row."),
        ARTICLE_COUNT,
        OUTLET_COUNT,
        Column("origins", "list", "The named origins."),
        Column("unnamed", "list", "Unnamed sources, which cannot be told apart from the named ones."),
        Column(
            "unknown",
            "list",
            "Who relays it without a source (`the article itself` among them): never an origin.",
        ),
        INDEPENDENT,
        Column("claims", "list", "The ids of its claims."),
        ROWS,
    ),
    "number_id",
)

READINGS = Table(
    "readings",
    "One way to read a number that is said to be additional.",
    (
        Column("reading_id", "text", "The row's id."),
        Column("figure_id", "text", "The additional number, in `figures`."),
        Column("base_id", "text", "The earlier number that it may be on top of, in `figures`."),
        Column(
            "reading",
            "choice",
            "`in all`: it counts the earlier number too. `on top`: the earlier number comes to it.",
            allowed=READINGS_ALLOWED,
        ),
        STATUS,
        Column(
            "total", "number", "What the whole is by this reading. Null where a number is vague.", null=True
        ),
        *ENDS,
        Column("speaks_for", "list", "What speaks for this reading."),
        Column(
            "decided",
            "choice",
            "What the analyst decided: `open`, `chosen`, `rejected`.",
            allowed=("open", "chosen", "rejected"),
        ),
        Column("reason", "text", "The analyst's reason. Null while it is open.", null=True),
    ),
    "reading_id",
)

RANGES = Table(
    "ranges",
    "What all bounds that stand leave possible, for one measure and one span of days.",
    (
        Column("range_id", "text", "The row's id."),
        KIND,
        PARTY,
        STATUS,
        BASIS,
        Column("start", "day", "First day of the span. Null where no day is known.", null=True),
        Column("end", "day", "Last day of the span.", null=True),
        *ENDS,
        Column("low_claims", "list", "The claims that set the lower end."),
        Column("high_claims", "list", "The claims that set the upper end."),
        Column("state", "choice", "`contradictory` where no number satisfies every bound.", allowed=STATES),
        Column(
            "claims",
            "list",
            "All claims that speak to it, those that bound nothing (about, roughly) included.",
        ),
        Column(
            "set_aside",
            "list",
            "Claims that set no bound here because they are hedged, or superseded by their own "
            "origin, or cover other days.",
        ),
        Column("origins", "list", "The named origins among them."),
        INDEPENDENT,
        Column(
            "point",
            "number",
            "A point estimate. Null where too few independent origins identify it.",
            null=True,
        ),
        Column("method", "text", "How the point was found; a model is labelled as such.", null=True),
        Column("refusal", "text", "Why there is no point estimate. Null where there is one.", null=True),
        Column("wording", "text", "The range in words."),
    ),
    "range_id",
)

STANCE_TABLE = Table(
    "stances",
    "What one source holds on one topic on one span of days.",
    (
        Column("stance_id", "text", "The row's id."),
        Column(
            "topic", "choice", "The topic, which stands for the proposition that it is so.", allowed=TOPICS
        ),
        Column("source", "text", "Who takes the stance."),
        HOUSE,
        Column(
            "stance",
            "choice",
            "Where it stands: a doubt is no denial, and no comment is neither.",
            allowed=STANCES,
        ),
        *CLAIM,
        Column("current", "truth", "Whether it is the latest view of those for whom the source speaks."),
        Column(
            "silent",
            "truth",
            "Whether it says that there was no comment so far, and not that one was declined.",
        ),
        ARTICLE_COUNT,
        OUTLET_COUNT,
        ROWS,
    ),
    "stance_id",
)

RELATION_TABLE = Table(
    "relations",
    "How a later claim or stance stands to an earlier one.",
    (
        Column("relation_id", "text", "The row's id."),
        Column("earlier", "text", "The earlier claim or stance."),
        Column("later", "text", "The later one."),
        Column(
            "relation",
            "choice",
            "`refines` narrows it, `supersedes` replaces it as the view of the same house, "
            "`contradicts` cannot be true with it.",
            allowed=RELATIONS,
        ),
        Column("proposition", "text", "What both are about."),
        Column("why", "text", "Why they stand so."),
    ),
    "relation_id",
)

GRADES = Table(
    "grades",
    "How reliable the origin of a claim is, and how credible the claim: two grades, apart.",
    (
        Column("claim_id", "text", "The claim, in `claims`."),
        Column(
            "reliability",
            "choice",
            "The source by the Admiralty code; F until an analyst assigns it.",
            allowed=RELIABILITY,
        ),
        Column(
            "reliability_reason", "text", "The analyst's reason. Null while nobody assigned it.", null=True
        ),
        Column(
            "credibility",
            "choice",
            "The claim by the Admiralty code: 1 confirmed by an origin whose independence is "
            "certain, 2 by one whose independence cannot be guaranteed, 3 possible, 4 "
            "doubtful, 5 improbable, 6 cannot be judged.",
            allowed=CREDIBILITY,
        ),
        Column("computation", "text", "How the credibility was found."),
    ),
    "claim_id",
)

LINEAGE = Table(
    "lineage",
    "One hop on the way of a claim from its origin to a reader.",
    (
        Column("hop_id", "text", "The row's id."),
        Column("claim_id", "text", "The claim, in `claims`."),
        Column("row_id", "text", "The row of `figures`."),
        Column(
            "hop", "integer", "Which hop, from 1 at the origin; 0 leads from an origin that is only likely."
        ),
        Column("teller", "text", "Who told it."),
        Column("hearer", "text", "Who passed it on."),
        Column(
            "certain",
            "truth",
            "Whether the text says so; else only the number is the same, and no origin is named.",
        ),
        Column("changed", "list", "What changed on the way: bound, hedge, anonymity, kind."),
    ),
    "hop_id",
)

CHANGES = Table(
    "changes",
    "One difference between two builds.",
    (
        Column("change_id", "text", "The row's id."),
        Column("table", "choice", "The table in which it is.", allowed=("figures", "assertions", "unknowns")),
        Column("row_id", "text", "The row, by its newer id where there is one."),
        Column("article_id", "text", "The article."),
        Column("change", "choice", "What happened.", allowed=CHANGES_ALLOWED),
        Column("text", "text", "The words in question.", null=True),
        Column("before", "text", "What the older build said.", null=True),
        Column("after", "text", "What the newer build says.", null=True),
    ),
    "change_id",
)

DEPENDENCES = Table(
    "dependences",
    "Two bodies that are not independent of each other, and who says so.",
    (
        Column("dependence_id", "text", "The row's id."),
        Column("body", "text", "The one that leans on the other."),
        Column("on", "text", "The other."),
        Column(
            "told_by", "choice", "`text`, or the `analyst` in data/sources.toml.", allowed=("text", "analyst")
        ),
        Column("reason", "text", "The sentence, or the analyst's reason."),
        ROWS,
    ),
    "dependence_id",
)

DERIVED = {
    table.name: table
    for table in (
        CLAIMS,
        ORIGINS,
        READINGS,
        RANGES,
        STANCE_TABLE,
        RELATION_TABLE,
        GRADES,
        LINEAGE,
        DEPENDENCES,
        CHANGES,
    )
}
