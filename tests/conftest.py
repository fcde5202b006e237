"""What all tests share: the places of the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

PROJECT = Path(__file__).parent.parent

# Programs and kernels that a test starts read this checkout, wherever they are started.
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(PROJECT / "src"), os.environ.get("PYTHONPATH")]))

# Charts are compared by what they hold, never on a screen; the font cache is kept between runs.
os.environ.setdefault("MPLBACKEND", "agg")
os.environ.setdefault("MPLCONFIGDIR", str(PROJECT / ".cache" / "matplotlib"))

# The same examples at every run, so that a failure is of the change at hand; new ones are for `make fuzz`.
settings.register_profile("nkreport", derandomize=True, deadline=None)
settings.load_profile("nkreport")


@pytest.fixture(scope="session")
def project() -> Path:
    """The project's folder."""
    return PROJECT
