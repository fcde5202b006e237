"""A model, and labelled as one: the number that interval-censored reports with noise make likely.

Each independent origin reports bounds on one number. A report is right up to noise: the true logarithm
lies between the logarithms of its bounds, one standard deviation of the noise to either side (so that
an exact number is an interval too), give or take a normal error with that deviation. The prior is flat
in the logarithm over a declared span. The posterior is computed on a grid; nothing is sampled, so that
the same claims give the same number. (Interval-censored likelihood after Turnbull 1976 and Gentleman
and Geyer 1994; the noise is a declared prior and no finding.)
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

NOISE = 0.1  # standard deviation of an origin's error in the logarithm: one report in three is off by a tenth
ABOUT = 0.2  # how far from the truth, as a share, a number may lie that is said to be about it
WIDER = 10.0  # the prior spans from a tenth of the least number stated to ten times the greatest
STEPS = 2001
Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """The median and the middle nine tenths of the posterior, and the median without each origin."""

    median: float
    low: float
    high: float
    noise: float
    prior: tuple[float, float]
    without: tuple[tuple[str, float], ...]

    def label(self) -> str:
        """What the point rests on, as it must be printed beside it."""
        left_out = "; ".join(f"without {name} {value:,.0f}" for name, value in self.without)
        return (
            f"model: interval-censored likelihood, noise {self.noise:g} in the logarithm, prior flat in the "
            f"logarithm from {self.prior[0]:,.0f} to {self.prior[1]:,.0f}; nine tenths between "
            f"{self.low:,.0f} and "
            f"{self.high:,.0f}; {left_out}"
        )


def estimate(
    claims: Sequence[Mapping[str, Any]],
    *,
    root: Callable[[str], str],
    noise: float = NOISE,
) -> Estimate | None:
    """The model's estimate from rows of `claims`; None where no named origin states anything to go by.

    Origins that depend on each other (`root` gives one name for them) make one report, the weakest of theirs.
    """
    reports = _reports(claims, root)
    if not reports:
        return None
    values = [end for ends in reports.values() for end in ends if 0 < end < math.inf]
    if not values:
        return None
    prior = (min(values) / WIDER, max(values) * WIDER)
    grid = np.linspace(math.log(prior[0]), math.log(prior[1]), STEPS)
    weights = {name: _likelihood(grid, ends, noise) for name, ends in reports.items()}
    low, median, high = _quantiles(grid, list(weights.values()))
    if math.isnan(median):  # reports too far apart for any number to be likely
        return None
    without = tuple(
        (name, _quantiles(grid, [weight for other, weight in weights.items() if other != name])[1])
        for name in sorted(weights)
    )
    return Estimate(median, low, high, noise, prior, without)


def _reports(
    claims: Sequence[Mapping[str, Any]], root: Callable[[str], str]
) -> dict[str, tuple[float, float]]:
    """The bounds of each independent origin, the weakest where it states several."""
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for claim in claims:
        ends = _ends(claim)
        if claim["origin_kind"] == "named" and ends:
            found[root(claim["origin"])].append(ends)
    return {
        name: (min(low for low, _ in ends), max(high for _, high in ends))
        for name, ends in sorted(found.items())
    }


def _ends(claim: Mapping[str, Any]) -> tuple[float, float] | None:
    low, high, value = claim["low"], claim["high"], claim["value"]
    if low is None and high is None:
        return (value * (1 - ABOUT), value * (1 + ABOUT)) if value else None
    return (low or 0.0, math.inf if high is None else high)


def _likelihood(grid: Array, ends: tuple[float, float], noise: float) -> Array:
    """The probability of a report for each value of the grid: that the noisy logarithm lies in its bounds."""
    low = math.log(ends[0]) if ends[0] > 0 else -math.inf
    high = math.log(ends[1]) if ends[1] < math.inf else math.inf
    return _normal((high - grid) / noise + 1.0) - _normal((low - grid) / noise - 1.0)


def _normal(values: Array) -> Array:
    return np.array([0.5 * (1 + math.erf(value / math.sqrt(2))) for value in values])


def _quantiles(grid: Array, weights: Sequence[Array]) -> tuple[float, float, float]:
    """The 5th, 50th and 95th hundredth of the posterior, as numbers."""
    posterior = np.prod(np.vstack([np.ones_like(grid), *weights]), axis=0)
    total = np.cumsum(posterior)
    if total[-1] <= 0:
        return (math.nan, math.nan, math.nan)
    low, middle, high = (
        float(np.exp(np.interp(share * total[-1], total, grid))) for share in (0.05, 0.5, 0.95)
    )
    return (low, middle, high)
