"""`make fuzz`: its targets hold for some inputs, and what is planted is found, shortened and kept."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fuzz.checking import Target
from fuzz.choices import Choices
from fuzz.running import Run, SlowError, attempt, growth, last_input, seeded_inputs, shortened, warm, watched
from fuzz.targets import TARGETS
from fuzz.wording import a_text

PROJECT = Path(__file__).parent.parent


def planted(check: str) -> Target:
    def fails(value: tuple[str]) -> Iterator[str]:
        text = value[0]
        if check == "crash" and "Seoul" in text:
            raise ValueError("planted")
        if check == "square":
            for at in range(len(text)):
                yield from (sign for sign in text[:at:40])

    return Target("planted", "", lambda choices: (a_text(choices),), fails, 1, text_of=lambda value: value[0])


@pytest.mark.parametrize("name", TARGETS)
def test_every_target_holds_for_some_inputs(name: str) -> None:
    target = TARGETS[name]
    warm(target, 40)
    assert [data for data in seeded_inputs(target, 40, seed=0) if attempt(target, data)] == []


def test_the_same_seed_gives_the_same_inputs() -> None:
    target = TARGETS["text"]
    assert list(seeded_inputs(target, 20, seed=3)) == list(seeded_inputs(target, 20, seed=3))
    assert list(seeded_inputs(target, 20, seed=3)) != list(seeded_inputs(target, 20, seed=4))


def test_a_crash_is_kept_once_and_made_small(tmp_path: Path) -> None:
    run = Run(planted("crash"), tmp_path)
    for data in seeded_inputs(run.target, 300, seed=0):
        run.one(data)
    [finding] = run.result.findings.values()
    assert finding.times > 1
    assert "Seoul" in a_text(Choices(finding.data))
    assert len(finding.data) <= 3
    assert Path(finding.path).read_bytes() == finding.data
    assert last_input(tmp_path / "planted.current") == data


def test_an_endless_loop_is_found_even_where_exceptions_are_swallowed() -> None:
    def endless() -> None:
        while True:
            try:
                sum(range(1000))
            except Exception:
                continue

    with pytest.raises(SlowError), watched(0.05):
        endless()


def test_growth_with_the_square_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fuzz.running.GROWTH_SIZE", 400)
    data = next(data for data in seeded_inputs(planted(""), 9, seed=0) if len(data) > 9)
    assert growth(planted("square"), data) is not None
    assert growth(planted(""), data) is None


def test_shortening_keeps_what_the_fault_needs() -> None:
    assert shortened(b"abcdefgh" * 9, lambda less: b"g" in less) == b"g"


def test_the_program_ends_with_a_line_that_tells_how_it_went(tmp_path: Path) -> None:
    places = os.pathsep.join(str(PROJECT / name) for name in ("src", "tools"))
    command = [sys.executable, "-m", "fuzz", "--plain", "--runs", "20", "--only", "parameters"]
    run = subprocess.run([*command, "--keep", str(tmp_path)], env=os.environ | {"PYTHONPATH": places},
                         capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.splitlines()[-1].startswith("20 inputs from seed 1 in 0 s: 0 findings; ")
