"""What all tests share: the places of the project."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent.parent

# Programs and kernels that a test starts read this checkout, wherever they are started.
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(PROJECT / "src"), os.environ.get("PYTHONPATH")]))

# Charts are compared by what they hold, never on a screen; the font cache is kept between runs.
os.environ.setdefault("MPLBACKEND", "agg")
os.environ.setdefault("MPLCONFIGDIR", str(PROJECT / ".cache" / "matplotlib"))


@pytest.fixture(scope="session")
def project() -> Path:
    """The project's folder."""
    return PROJECT
