"""What the claims add up to: tables and the analyst's files → origins, readings, ranges, relations, grades.

`reconcile(tables)` gives every derived table by name; each verb gives one. All are functions from frames
to frames that leave what they are given as it is. Nothing about a war is known here: bodies, media and
offices come from `rules/*.toml` and `data/*.toml`, everything else from the rows.
"""

from nkreport.reconcile.addition import add, readings
from nkreport.reconcile.claims import claims, dependences, origins
from nkreport.reconcile.diff import diff
from nkreport.reconcile.grading import grades
from nkreport.reconcile.judgements import Judgement, judgements
from nkreport.reconcile.lineage import lineage
from nkreport.reconcile.model import Estimate, estimate
from nkreport.reconcile.ranges import ranges
from nkreport.reconcile.relations import relations, stances
from nkreport.reconcile.telling import changes_json, changes_text, fallen_json, fallen_text
from nkreport.reconcile.whatif import Fallen, without
from nkreport.reconcile.whole import reconcile

__all__ = [
    "Estimate",
    "Fallen",
    "Judgement",
    "add",
    "changes_json",
    "changes_text",
    "claims",
    "dependences",
    "diff",
    "estimate",
    "fallen_json",
    "fallen_text",
    "grades",
    "judgements",
    "lineage",
    "origins",
    "ranges",
    "readings",
    "reconcile",
    "relations",
    "stances",
    "without",
]
