"""`make bench`: every table on a tiny input, with fake tools, commands and clocks; nothing here is timed."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from bench import __main__ as bench
from bench import (
    apart,
    bounds,
    commands,
    growth,
    inputs,
    memory,
    pages,
    profile,
    reconciling,
    speed,
    starting,
    texts,
)
from bench import workers as crews
from bench.apart import Ask, Taken
from bench.bounds import Bound, Judged
from bench.commands import FailedError, Ran
from bench.printing import Told, row, verdict
from bench.tools import OURS, PYTHON, QUANTULUM3, SPACY, TOOLS, Tool, nothing_reader

PROJECT = Path(__file__).parent.parent


def lines(told: Iterator[Told]) -> tuple[list[str], list[Judged]]:
    all_of = list(told)
    return [one for one in all_of if isinstance(one, str)], [one for one in all_of if isinstance(one, Judged)]


def clock(step: float = 1.0) -> Callable[[], float]:
    """A clock on which every look is so many seconds after the one before."""
    seconds = itertools.count()
    return lambda: step * next(seconds)


def opening(rates: dict[Tool, float | str]) -> Callable[[Tool], AbstractContextManager[Ask]]:
    """Tools that read so many characters a second, or say why they do not."""
    @contextmanager
    def fake(tool: Tool) -> Iterator[Ask]:
        def ask(read: Sequence[str], patience: float) -> Taken | str:
            rate = rates[tool]
            return rate if isinstance(rate, str) else Taken(sum(map(len, read)) / rate, 100.0)
        yield ask
    return fake


def running(seconds: Callable[[Sequence[str]], float], *, peak: float = 120.0) -> commands.Run:
    """Commands that take so many seconds and that much memory."""
    def fake(command: Sequence[str], **options: Any) -> Ran:
        return Ran(seconds(command), 1.0, peak, (50.0,), 0.5)
    return fake


# --- bounds ---

LEAST, MOST = Bound("a", "b", least=2.0), Bound("a", "b", most=2.0)


@pytest.mark.parametrize(("bound", "value", "kept"), [
    (LEAST, 2.0, True),  # a bound that is just reached is kept
    (LEAST, 1.99, False),
    (MOST, 2.0, True),
    (MOST, 2.01, False),
    (LEAST, None, False),  # what was not measured was not kept either
    (MOST, None, False),
])
def test_a_figure_is_judged_by_its_bound(bound: Bound, value: float | None, kept: bool) -> None:
    assert Judged(bound, value, "no reason").kept is kept


@pytest.mark.parametrize(("values", "failed", "check", "code"), [
    ((3.0, 2.0), False, True, 0),
    ((3.0, 1.0), False, True, 1),
    ((3.0, 1.0), False, False, 0),  # without --check the figures are only shown
    ((3.0, None), False, True, 1),
    ((), True, False, 1),  # a table that failed is told in any case
])
def test_the_exit_code_tells_what_is_not_kept(
    values: Sequence[float | None], failed: bool, check: bool, code: int
) -> None:
    assert bench.exit_code([Judged(LEAST, value) for value in values], failed=failed, check=check) == code


def test_a_verdict_names_figure_and_bound() -> None:
    assert verdict(Judged(LEAST, 1.9)) == "  a: 1.9 × (at least 2 ×): NOT KEPT"
    assert verdict(Judged(MOST, None, "not there")) == "  a: NOT MEASURED (not there); at most 2 × wanted"


def test_every_bound_has_a_reason_and_is_in_the_help() -> None:
    told = bench.arguments().format_help()
    for bound in bounds.BOUNDS:
        assert bound.reason in told
        assert bound.words in told


# --- tables ---

def test_speed_as_ratios_of_each_tool() -> None:
    rates: dict[Tool, float | str] = dict.fromkeys(TOOLS, 1000.0)
    rates |= {SPACY: 500.0, QUANTULUM3: "> 9 s"}
    shown, (spacy, quantulum3) = lines(speed.table([["a" * 100] * 4] * 2, TOOLS, opening(rates)))
    assert row(SPACY.name, "4", "5.0", "0", "2.00 ×", "100 MB") in shown
    assert row(QUANTULUM3.name, "4", "> 9 s") in shown
    assert row(PYTHON.name, "", "", "", "", "100 MB") in shown
    assert (spacy.value, spacy.kept) == (2.0, True)
    assert (quantulum3.value, quantulum3.why) == (None, "> 9 s")


def test_the_best_round_counts_and_a_fault_remains() -> None:
    first = speed.better(None, Taken(2.0, 10.0), ["a" * 1000])
    second = speed.better(first, Taken(1.0, 20.0), ["a" * 1000])
    assert second == speed.Speed(1.0, 1.0, 20.0)
    assert speed.better(second, "died", ["a"]) == "died"
    assert speed.better("died", Taken(1.0, 1.0), ["a"]) == "died"


def test_growth_is_judged_by_the_worst_text() -> None:
    kinds = {"a": lambda factor: "a" * 100 * factor, "b": lambda factor: "b" * 100 * factor**2}
    shown, (judged,) = lines(growth.table(kinds, (SPACY,), opening({OURS: 10.0, SPACY: "> 10 s"})))
    assert any("2.00 ×" in line and line.endswith("> 10 s") for line in shown)
    assert judged.value == pytest.approx(4.0)
    assert not judged.kept


def test_growth_without_an_answer_is_not_kept() -> None:
    _, (judged,) = lines(growth.table({"a": lambda factor: "a" * factor}, (), opening({OURS: "> 60 s"})))
    assert (judged.value, judged.why) == (None, "a: > 60 s")


def test_workers_with_start_up_and_without(tmp_path: Path) -> None:
    def seconds(command: Sequence[str]) -> float:
        start = 2.0 if "one.jsonl" in command[4] else 22.0 if command[-1] == "1" else 12.0
        return 12.0 if "first" in command[4] or "second" in command[4] else start
    shown, (judged,) = lines(crews.table(tmp_path, 4, running(seconds)))
    assert judged.value == 2.0
    assert row("two ÷ one, start-up counted", "1.83 ×") in shown
    assert row("two commands at once, half each", "1.83 ×") in shown
    assert row("one ÷ busiest of two, processor", "2.00 ×") in shown
    assert any(line.startswith("  2 workers") and line.endswith("120 MB        50 MB") for line in shown)


def test_memory_of_the_largest_run_is_judged(tmp_path: Path) -> None:
    shown, (judged,) = lines(memory.table(tmp_path, (2, 4), running(lambda command: 1.0)))
    assert (judged.value, judged.kept) == (120.0, True)
    assert [line.split()[0] for line in shown[2:]] == ["2", "4"]
    assert len((tmp_path / "4.jsonl").read_text(encoding="utf-8").splitlines()) == 4


def test_pages_are_built_anew_both_ways(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "program", lambda name: name)
    seen: list[tuple[Path, Sequence[str]]] = []

    def fake(command: Sequence[str], *, folder: Path, settings: dict[str, str]) -> Ran:
        assert not (folder / "data" / "tables").exists()
        assert (folder / "src" / "nkreport" / "tables").is_dir()
        assert settings["PYTHONPATH"] == str(folder / "src")
        seen.append((folder, command))
        return Ran(3.0 if "report" in command else 1.0, 2.0)

    shown, (judged,) = lines(pages.table(tmp_path, PROJECT, fake, rounds=1))
    notebooks = len(list((PROJECT / "notebooks").glob("*.ipynb")))
    assert judged.value == pytest.approx(3.0 / (2 * notebooks))
    assert len(seen) == 2 * (1 + 2 * notebooks)  # a round that fills the caches, and one that counts
    assert row("papermill", f"{notebooks:.2f} s", f"{2 * notebooks:.2f} s") in shown
    assert not list(tmp_path.rglob("__pycache__"))


def test_only_the_list_of_fonts_stays_between_builds(tmp_path: Path) -> None:
    for name in ("data/tables/a.csv", "reports/a.html", ".cache/tables.json", ".cache/runs/a",
                 ".cache/matplotlib/fonts.json", "data/articles.toml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    pages.unbuilt(tmp_path)
    left = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert left == [".cache/matplotlib/fonts.json", "data/articles.toml"]


def test_the_slower_of_our_starts_is_judged() -> None:
    def seconds(command: Sequence[str]) -> float:
        return 0.01 if "-c" in command else 0.03 if "-m" in command else 0.02
    shown, (judged,) = lines(starting.table(running(seconds), 3))
    assert judged.value == pytest.approx(3.0)
    assert row(starting.MODULE, "0.030 s", "3.00 ×") in shown


def test_inputs_of_every_kind_are_read_in_halves() -> None:
    shown, judged = lines(inputs.table(40, lambda path: (path.stat().st_size and 40, 2.0, 30.0)))
    assert [line.split()[0] for line in shown[2:]] == [form for form in inputs.FORMS for _ in range(2)]
    assert shown[2] == row("jsonl.gz", "40", "2.00 s", "20", "30 MB")
    assert judged == []


def test_a_file_is_read_in_a_process_of_its_own(tmp_path: Path) -> None:
    inputs.write(tmp_path / "tiny.csv", "csv", 5)
    count, _, most = inputs.read_apart(tmp_path / "tiny.csv")
    assert count == 5
    assert most > 1
    with pytest.raises(FailedError, match="not there"):
        inputs.read_apart(tmp_path / "not there.csv")


def test_reconciling_is_judged_by_its_growth() -> None:
    shown, (judged,) = lines(reconciling.table((20, 40), clock(), warm=2))
    assert judged.value is not None
    assert judged.value < 1  # on a clock that gives both the same time
    assert len(shown) == 4


def test_the_profile_gives_each_stage_its_share() -> None:
    shown, judged = lines(profile.table(["Officials said on Monday that 12 soldiers had come."], clock()))
    names = [name for name, _ in profile.stages()]
    assert [line.split()[0] for line in shown[2:]] == [*names, "all"]
    assert all(line.endswith("9 %") for line in shown[2:-1])
    assert judged == []


# --- texts, tools, commands ---

def test_the_same_seed_gives_the_same_texts() -> None:
    assert texts.articles(2, seed=5) == texts.articles(2, seed=5)
    assert texts.articles(2, seed=5) != texts.articles(2, seed=6)
    assert all(1500 < len(text) <= 3300 for text in texts.sized(20))


def test_awkward_texts_are_twice_as_long() -> None:
    for name, make in texts.awkward().items():
        assert len(make(2)) == pytest.approx(2 * len(make(1)), rel=0.01), name


def test_texts_of_your_own(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One.", encoding="utf-8")
    texts.write_lines(tmp_path / "b.jsonl", ["Two.", "Three."])
    assert texts.supplied(tmp_path) == ["One."]
    assert texts.supplied(tmp_path / "b.jsonl") == ["Two.", "Three."]


def test_a_tool_apart_reads_and_tells_its_memory() -> None:
    with apart.apart(Tool("nothing", nothing_reader)) as ask:
        taken = ask(["One.", "Two."], 60)
    assert isinstance(taken, Taken)
    assert taken.peak > 1
    assert apart.taken(nothing_reader(), ["One."], clock()).seconds == 1.0


def missing_reader() -> Any:
    raise ImportError(name="a_tool")


def test_a_tool_that_is_missing_is_told() -> None:
    with apart.apart(Tool("missing", missing_reader)) as ask:
        assert ask(["One."], 60) == "not installed (a_tool)"


def test_a_command_that_fails_is_told_with_its_words() -> None:
    with pytest.raises(FailedError, match="exit code 3: no such thing"):
        commands.run([sys.executable, "-c", "print('no such thing'); raise SystemExit(3)"])


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is watched on Linux alone")
def test_the_processes_of_a_command_are_found_with_their_memory() -> None:
    wait = "import sys; sys.stdin.read()"
    child = subprocess.Popen([sys.executable, "-c", wait], stdin=subprocess.PIPE, start_new_session=True)
    try:
        assert child.pid in commands._session(child.pid)
        assert commands._of(child.pid)[0] > 1
    finally:
        child.communicate()


# --- the whole ---

def test_a_table_that_fails_does_not_keep_the_others_from_being_measured(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing(wanted: object) -> Iterator[Told]:
        yield "a line"
        raise FailedError("it broke")

    monkeypatch.setattr(memory, "told", failing)
    monkeypatch.setattr(starting, "told", lambda wanted: iter([Judged(LEAST, 5.0)]))
    assert bench.main(["--only", "memory", "--only", "starting"]) == 1
    told = capsys.readouterr().out
    assert "memory FAILED: it broke" in told
    assert "a: 5 × (at least 2 ×): kept" in told


def test_the_document_names_every_table_and_how_to_get_it() -> None:
    document = (PROJECT / "docs" / "performance.md").read_text(encoding="utf-8")
    for name in bench.TABLES:
        assert f"--only {name}" in document, name
        assert re.search(rf"^## {name}\b", document, flags=re.MULTILINE | re.IGNORECASE), name
    for bound in bounds.BOUNDS:
        assert bound.words in document, bound.of
