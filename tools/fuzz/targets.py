"""What is fuzzed: each target makes an input of choices, gives it to nkreport and checks what comes back.

A check raises where something is wrong, whatever the exception, and otherwise names what it met, which is
counted for the summary: so one sees that the inputs come deep enough.
"""

from __future__ import annotations

from collections.abc import Mapping

from fuzz.analyst_files import check_toml, make_toml
from fuzz.checking import Target
from fuzz.commands import check_arguments, check_parameters, make_arguments, make_parameters
from fuzz.input_files import check_files, make_files
from fuzz.readings import check_article, check_dates, make_article, make_dates

TARGETS: Mapping[str, Target] = {
    target.name: target
    for target in (
        Target(
            "text", "articles of any wording: extraction, spans, JSON Lines, CSV", make_article,
            check_article, 35, 40, text_of=lambda article: article.text,
        ),
        Target(
            "dates", "days and quantities against any day of reference", make_dates, check_dates, 30, 40,
            text_of=lambda value: value[0],
        ),
        Target("inputs", "files of every format, damaged and packed", make_files, check_files, 20, 24),
        Target("rules", "the analyst's files and rule files, broken", make_toml, check_toml, 10, 30),
        Target(
            "parameters", "parameters of briefings, and limits", make_parameters, check_parameters, 10, 20
        ),
        # A command may add up whole tables, and draw them.
        Target("cli", "arguments of the command line", make_arguments, check_arguments, 1, 16, 5.0),
    )
}
