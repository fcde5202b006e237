"""What a run of the bench is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Wanted:
    """`texts` are articles of your own; `large` asks for the large sizes; `alone` leaves out other tools."""

    texts: Path | None = None
    large: bool = False
    alone: bool = False
