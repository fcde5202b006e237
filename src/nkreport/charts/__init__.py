"""Table → Axes, and the finished pictures that notebooks show.

`plot_x(table, *, ax=None)` draws on matplotlib's Axes and returns them; `x_chart(table)` gives the
finished picture with its text alternative; `describe_x(table)` gives that text.
"""

from nkreport.charts.canvas import Chart
from nkreport.charts.coverage import coverage_chart, describe_coverage, plot_coverage
from nkreport.charts.estimates import describe_estimates, estimate_chart, plot_estimates
from nkreport.charts.lineage import describe_lineage, lineage_chart, plot_lineage
from nkreport.charts.relations import describe_relations, plot_relations, relation_chart
from nkreport.charts.statements import assertion_chart, describe_assertions, plot_assertions
from nkreport.charts.svg import thumbnail
from nkreport.charts.timeline import describe_timeline, plot_timeline, timeline_chart
from nkreport.charts.troops import describe_troops, plot_troops, troop_chart

__all__ = [
    "Chart",
    "assertion_chart",
    "coverage_chart",
    "describe_assertions",
    "describe_coverage",
    "describe_estimates",
    "describe_lineage",
    "describe_relations",
    "describe_timeline",
    "describe_troops",
    "estimate_chart",
    "lineage_chart",
    "plot_assertions",
    "plot_coverage",
    "plot_estimates",
    "plot_lineage",
    "plot_relations",
    "plot_timeline",
    "plot_troops",
    "relation_chart",
    "thumbnail",
    "timeline_chart",
    "troop_chart",
]
