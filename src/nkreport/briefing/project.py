"""The whole way: articles → tables → notebooks → pages → index; only what changed is built again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nkreport.briefing import history
from nkreport.briefing.finish import finish
from nkreport.briefing.inputs import find_root, read_json
from nkreport.briefing.load import refresh_tables
from nkreport.briefing.plans import RECORD, Plan, changed, fresh, index_fresh, plan_all
from nkreport.briefing.publish import Failure, gather, publish
from nkreport.briefing.running import import_shared, running
from nkreport.briefing.turns import alone, quietly
from nkreport.errors import InputError, ParameterError
from nkreport.limits import DEFAULT, Limits


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build did: the pages built, those that needed no building, those that failed, and the index."""

    index: Path
    built: tuple[str, ...]
    fresh: tuple[str, ...]
    failed: tuple[Failure, ...]
    problems: int

    @property
    def complete(self) -> bool:
        return not self.failed


def build(
    root: str | Path,
    parameters: Mapping[str, str] | None = None,
    *,
    seeds: str | Path | None = None,
    only: Sequence[str] = (),
    keep: bool = False,
    kernels: bool = False,
    follow_links: bool = False,
    limits: Limits = DEFAULT,
    say: Callable[[str], None] = quietly,
) -> BuildResult:
    """Build every briefing of a project whose inputs changed, and the index over all of them.

    `parameters` are as given on the command line; `only` names briefings; `keep` puts the pages as they
    stand into `reports/history/` before others take their place. A wrong parameter raises
    ParameterError before anything runs. A notebook that fails leaves its last good page in place.

    Notebooks run in forks of this process, or with `kernels` as in JupyterLab; both give the same pages.
    With `follow_links`, notebooks may be links that lead out of the project. Where another build is
    running, `say` is told, and this one waits.
    """
    folder = find_root(root)
    source = Path(seeds) if seeds else folder / "seeds"
    if not source.exists():
        raise InputError("there is no such folder or file", where=source, remedy="check the path")
    plans = plan_all(folder, source, parameters or {}, follow_links=follow_links, limits=limits)
    chosen = _chosen(plans, only)
    if (result := _nothing_to_do(folder, plans, chosen)) is None:
        with alone(folder, limits=limits, say=say):  # another build may have done it in the meantime
            result = _nothing_to_do(folder, plans, chosen) or _build(
                folder, source, plans, chosen, keep=keep, kernels=kernels, limits=limits
            )
    return result


def _chosen(plans: Sequence[Plan], only: Sequence[str]) -> list[Plan]:
    unknown = sorted(set(only) - {plan.name for plan in plans})
    if unknown:
        raise ParameterError(
            f"there is no briefing {unknown[0]}", remedy=f"choose from {', '.join(p.name for p in plans)}"
        )
    return [plan for plan in plans if not only or plan.name in only]


def _nothing_to_do(root: Path, plans: Sequence[Plan], chosen: Sequence[Plan]) -> BuildResult | None:
    """The result of a build of which nothing is stale."""
    record = read_json(root / "reports" / RECORD)
    if not all(fresh(root, plan, record) for plan in chosen) or not index_fresh(root, plans, record):
        return None
    names = tuple(plan.name for plan in chosen)
    return BuildResult(root / "reports" / "index.html", (), names, (), int(record["problems"]))


def _build(
    root: Path, seeds: Path, plans: Sequence[Plan], chosen: Sequence[Plan], *, keep: bool, kernels: bool,
    limits: Limits,
) -> BuildResult:
    record = read_json(root / "reports" / RECORD)
    stale = [plan for plan in chosen if not fresh(root, plan, record)]
    if keep and stale:
        history.keep(root / "reports", RECORD)
    import_shared(root)
    tables = refresh_tables(root, seeds=seeds)
    jobs = [(plan.notebook, changed(plan)) for plan in stale]
    pages = dict(record.get("pages", {}))
    with running(root, jobs, kernels=kernels, limits=limits) as runs:
        data = gather(root, seeds, plans, tables)  # while the notebooks run
        failed = publish(root, data, stale, runs, pages)
    failed += finish(root, data, pages)
    return BuildResult(
        root / "reports" / "index.html",
        tuple(p.name for p in stale if p.name not in {f.page for f in failed}),
        tuple(plan.name for plan in chosen if plan not in stale),
        tuple(failed),
        int(tables["counts"]["problems"]),
    )
