"""Runs over archives: the same bytes whoever works and however often it was killed; nothing half-written."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nkreport import bulk, tables
from nkreport.analyst import Correction
from nkreport.articles import CatalogueEntry
from nkreport.bulk import staging, workers
from nkreport.bulk.batches import Batch, Order, digest, extract_batch, parted, task
from nkreport.bulk.workers import Crew, in_order
from nkreport.errors import InputError, NkReportError, ParameterError, TableError, WorkerError
from nkreport.extract import rows_or_problem
from nkreport.limits import DEFAULT, with_limits
from nkreport.records import Article, Problem

LIMITS = ("batch_chars=200", "part_chars=500")
LIMITED = [word for limit in LIMITS for word in ("--limit", limit)]
SMALL = with_limits([*LIMITS, "worker_deaths=2"])
SENTENCES = (
    "Seoul’s spy agency said {n} soldiers had reached the border.",
    "The minister denied that more than {n} troops were killed.",
    "Up to {n} shells were sent by rail, according to officials in the capital.",
)
FORMS = ("jsonl", "csv", "parquet")


def article(number: int) -> dict[str, Any]:
    lines = [sentence.format(n=100 + 7 * number) for sentence in SENTENCES]
    return {"id": f"n{number:02d}", "text": "\n\n".join(lines), "published": "2024-11-05"}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Twelve articles in three files, one of them packed; one text twice, one line torn."""
    folder = tmp_path / "archive"
    folder.mkdir()
    lines = [json.dumps(article(number), ensure_ascii=False) for number in range(12)]
    (folder / "a.jsonl").write_text("\n".join(lines[:5]) + "\n{torn\n", encoding="utf-8")
    (folder / "b.jsonl").write_bytes("\n".join(lines[5:]).encode())
    again = article(3) | {"id": "copy", "outlet": "Elsewhere"}
    (folder / "c.jsonl").write_text(json.dumps(again, ensure_ascii=False), encoding="utf-8")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path in it."""
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}


def run(archive: Path, out: Path, **options: Any) -> bulk.Outcome:
    given: dict[str, Any] = {"form": "jsonl", "limits": SMALL}
    return bulk.extract_dataset(archive, out, **(given | options))


# --- what is written ---


def test_the_rows_are_those_of_the_articles(archive: Path, tmp_path: Path) -> None:
    outcome = run(archive, tmp_path / "out", form="parquet")
    found = tables.read_tables(tmp_path / "out")
    assert outcome.parts == 4
    assert dict(outcome.counts) == {name: len(frame) for name, frame in found.items()}
    assert found["articles"]["article_id"].tolist() == [f"n{number:02d}" for number in range(12)]
    assert found["figures"]["value"].tolist() == [100 + 7 * (row // 3) for row in range(36)]
    assert found["problems"]["place"].tolist() == ["a.jsonl line 6"]
    assert sorted(path.name for path in (tmp_path / "out" / "figures.parquet").iterdir()) == [
        f"part-{number:05d}.parquet" for number in range(4)
    ]


def test_the_same_text_twice_is_one_article_with_two_places(archive: Path, tmp_path: Path) -> None:
    run(archive, tmp_path / "out", form="parquet")
    places = tables.read_table(tmp_path / "out" / "places.parquet")
    assert places["place_id"].is_unique
    twice = places[places["article_id"] == "n03"]
    assert twice["supplied_id"].tolist() == ["n03", "copy"]
    assert twice["outlet"].fillna("").tolist() == ["", "Elsewhere"]


@pytest.mark.parametrize("form", FORMS)
def test_parts_do_not_show_in_the_rows(archive: Path, tmp_path: Path, form: str) -> None:
    """Cut small or not at all, the tables hold the same rows in the same order."""
    run(archive, tmp_path / "small", form=form)
    run(archive, tmp_path / "whole", form=form, limits=DEFAULT)
    if form != "parquet":
        assert contents(tmp_path / "small") == contents(tmp_path / "whole")
        return
    small, whole = (tables.read_tables(tmp_path / name) for name in ("small", "whole"))
    for name, frame in small.items():
        assert frame.equals(whole[name]), name


def test_an_input_without_articles_gives_tables_without_rows(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text("{torn", encoding="utf-8")
    outcome = run(tmp_path / "empty.jsonl", tmp_path / "out", form="parquet")
    assert outcome.counts["problems"] == 1
    assert {name: len(frame) for name, frame in tables.read_tables(tmp_path / "out").items()} == {
        name: int(name == "problems") for name in tables.TABLES
    }


def test_problems_are_told_up_to_a_number_and_counted(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text("{torn\n" * 25, encoding="utf-8")
    outcome = run(tmp_path / "bad.jsonl", tmp_path / "out")
    assert outcome.counts["problems"] == 25
    assert [problem.place for problem in outcome.problems] == [f"bad.jsonl line {n}" for n in range(1, 11)]


def test_progress_is_told_in_bytes_and_articles(archive: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    run(archive, tmp_path / "out", tell=lambda consumed, articles: told.append((consumed, articles)))
    assert told == sorted(told)
    assert told[-1] == (sum(path.stat().st_size for path in archive.iterdir()), 12)


def test_a_catalogue_is_applied_and_its_idle_entries_are_told(archive: Path, tmp_path: Path) -> None:
    entry = CatalogueEntry("n01", outlet="The Paper", outlet_basis="stated", reasons=("It says so.",))
    catalogue = {name: replace(entry, id=name) for name in ("n01", "copy", "n99")}
    outcome = run(archive, tmp_path / "out", form="parquet", catalogue=catalogue)
    articles = tables.read_table(tmp_path / "out" / "articles.parquet")
    assert articles["outlet"].fillna("").tolist()[:3] == ["", "The Paper", ""]
    assert [problem.article_id for problem in outcome.problems] == [None, "n99"]


def correction(name: str, start: int | None = None) -> Correction:
    return Correction("figures", name, "107", "override", "It was a misprint.", start=start,
                      set={"value": 108}, expect={"value": 107}, place="corrections.toml, entry 1")


def test_corrections_reach_their_batch(archive: Path, tmp_path: Path) -> None:
    misprint = correction("n01", article(1)["text"].index("107"))
    run(archive, tmp_path / "out", form="parquet", corrections=[misprint])
    figures = tables.read_table(tmp_path / "out" / "figures.parquet")
    assert figures[figures["article_id"] == "n01"]["value"].tolist() == [108, 107, 107]


@pytest.mark.parametrize(
    ("name", "reason"), [("n02", "a number that the article does not hold"), ("n99", "no such article")]
)
def test_a_correction_that_fits_nothing_ends_the_run(
    archive: Path, tmp_path: Path, name: str, reason: str
) -> None:
    with pytest.raises(InputError, match=f"no row of figures in article {name} reads “107”"):
        run(archive, tmp_path / "out", corrections=[correction(name)])
    assert not list((tmp_path / "out").glob("*.jsonl")), reason


# --- who works ---


@pytest.mark.parametrize("form", FORMS)
def test_two_processes_give_the_bytes_of_one(archive: Path, tmp_path: Path, form: str) -> None:
    run(archive, tmp_path / "one", form=form)
    with bulk.processes(2) as crew:
        run(archive, tmp_path / "two", form=form, crew=crew)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


KILLING = """
import os, signal, sys
from nkreport import bulk
from nkreport.limits import with_limits

def kill_once(consumed, articles):
    if victims:
        os.kill(victims.pop(), signal.SIGKILL)

if __name__ == "__main__":
    crews, archive, out, *limits = sys.argv[1:]
    with getattr(bulk, crews)(2) as crew:
        victims = [crew.submit(os.getpid).result()]
        bulk.extract_dataset(archive, out, crew=crew, limits=with_limits(limits), tell=kill_once)
    print("killed" if not victims else "nobody was killed")
"""


@pytest.mark.parametrize("crews", ["processes", "local_cluster"])
def test_a_worker_that_is_killed_while_it_works_changes_nothing(
    archive: Path, tmp_path: Path, crews: str
) -> None:
    """With processes and with a real Dask cluster of two workers; Dask's threads stay in that process."""
    script = tmp_path / "killing.py"
    script.write_text(KILLING, encoding="utf-8")
    run(archive, tmp_path / "one", form="parquet", limits=with_limits(LIMITS))
    done = subprocess.run([sys.executable, str(script), crews, str(archive), str(tmp_path / "two"), *LIMITS],
                          capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "killed", done.stderr
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


class DeathError(Exception):
    """What a crew of this test raises for a worker that died."""


def deadly(identity: str, deaths: list[int]) -> Crew:
    """A crew whose worker dies of one article."""
    def submit(work: Callable[[Any], Any], item: Any) -> Any:
        future: Future[Any] = Future()
        if isinstance(item, Batch) and any(each.id == identity for each in item.articles):
            deaths.append(len(item.articles))
            future.set_exception(DeathError())
        else:
            future.set_result(work(item))
        return future

    return Crew(2, submit, (DeathError,))


def test_an_article_that_kills_its_workers_is_a_problem(archive: Path, tmp_path: Path) -> None:
    deaths: list[int] = []
    outcome = run(archive, tmp_path / "out", form="parquet", crew=deadly("n04", deaths))
    articles = tables.read_table(tmp_path / "out" / "articles.parquet")["article_id"].tolist()
    assert articles == [f"n{number:02d}" for number in range(12) if number != 4]
    [told] = [problem for problem in outcome.problems if problem.article_id == "n04"]
    assert told.what == "2 workers died while they read it, perhaps for want of memory"
    assert deaths == [2, 2, 2, 1, 1], "once in its batch, twice again, then twice alone"


def test_a_worker_with_other_rules_is_refused(archive: Path, tmp_path: Path) -> None:
    def submit(work: Callable[[Any], Any], item: Any) -> Any:
        future: Future[Any] = Future()
        answer = work(item)
        future.set_result(replace(answer, engine="0.0.1, rules 123") if isinstance(item, Batch) else answer)
        return future

    with pytest.raises(WorkerError, match=r"a worker has nkreport 0\.0\.1, rules 123; here it is .*same"):
        run(archive, tmp_path / "out", crew=Crew(1, submit))


def test_no_more_is_read_than_workers_are_about_to_need() -> None:
    taken: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(100):
            taken.append(number)
            yield number

    def submit(work: Callable[[int], int], item: int) -> Any:
        future: Future[int] = Future()
        future.set_result(work(item))
        return future

    double = workers.Task(lambda n: 2 * n, lambda n: [n], lambda found: found[0], lambda n: n)
    answers = in_order(Crew(3, submit), double, numbers())
    assert next(answers) == (0, 0)
    assert len(taken) == workers.AHEAD * 3 + 1
    assert list(answers) == [(n, 2 * n) for n in range(1, 100)]


def test_a_scheduler_that_does_not_answer_is_one_error(archive: Path, tmp_path: Path) -> None:
    done = command(archive, tmp_path / "out", "--scheduler", "tcp://127.0.0.1:1")
    assert done.returncode == 1
    assert done.stderr == (
        "nkreport: tcp://127.0.0.1:1: no Dask scheduler answers there; "
        "check the address, and that `dask scheduler` runs there\n"
    )
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("address", ["not an address", "127.0.0.1:8786", "tcp://127.0.0.1", "tcp://[::1"])
def test_what_is_no_address_is_not_asked(address: str) -> None:
    wanted = pytest.raises(ParameterError, match="not the address of a scheduler; write it as tcp://")
    with wanted, bulk.cluster(address):
        pass


def test_without_dask_the_error_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    wanted = pytest.raises(ParameterError, match=r"Dask is not installed; .*nkreport\[cluster\]")
    with wanted, bulk.local_cluster(1):
        pass


# --- batches and parts ---


def test_parts_are_full_when_their_articles_are() -> None:
    batches = [Batch((Article(str(n), "x" * 400),)) for n in range(7)]
    assert [(batch.part, batch.closes) for batch in parted(batches, limits=SMALL)] == [
        (0, False), (0, True), (1, False), (1, True), (2, False), (2, True), (3, False),
    ]


def test_what_is_sent_to_workers_can_be_sent() -> None:
    import pickle

    batch = Batch((Article("a", "Kim said 300 soldiers died."),))
    sent = pickle.loads(pickle.dumps(task(Order("jsonl"), limits=DEFAULT)))
    assert sent.work(batch) == extract_batch(batch, Order("jsonl"))


def test_the_digest_of_a_batch_sees_every_record() -> None:
    one = Batch((Article("a", "x"),), problems=(Problem(None, "p", "w", "r"),))
    others = [Batch((Article("a", "y"),), problems=one.problems), replace(one, problems=())]
    assert len({digest(one), *map(digest, others)}) == 3
    assert digest(replace(one, consumed=9)) == digest(one)


# --- interruption ---


class KilledError(BaseException):
    """The end of a process at one of its steps."""


STEPS = ("rename", "fsync", "link", "mkdir", "unlink", "rmdir")


def end_after(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """Let the process end at its count-th step on the disk."""
    left = [count]

    def patched(real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*arguments: Any, **options: Any) -> Any:
            left[0] -= 1
            if left[0] < 0:
                raise KilledError
            return real(*arguments, **options)

        return step

    for name in STEPS:
        monkeypatch.setattr(os, name, patched(getattr(os, name)))


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_run_that_ended_at_any_step_goes_on_to_the_same_bytes(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """The tables of the run before stay until they are replaced; every fifth step on the disk is tried."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)  # it would wait for a disk that nobody cuts off
    run(archive / "a.jsonl", tmp_path / "before", form=form)
    run(archive, tmp_path / "after", form=form)
    before, after = contents(tmp_path / "before"), contents(tmp_path / "after")
    ended: list[bool] = []
    while ended.count(False) == 0:
        out = shutil.copytree(tmp_path / "before", tmp_path / f"out{len(ended)}")
        ended.append(ends_early(lambda: run(archive, out, form=form), 5 * len(ended)))  # noqa: B023
        for name in tables.TABLES:
            assert whole(out, name, form, before) or whole(out, name, form, after) or moved(out, name, form)
        run(archive, out, form=form, resume=True)
        assert contents(out) == after, f"after {5 * len(ended)} steps"
        shutil.rmtree(out)
    assert len(ended) > 15


def ends_early(act: Callable[[], Any], steps: int) -> bool:
    with pytest.MonkeyPatch.context() as patch:
        end_after(patch, steps)
        try:
            act()
        except KilledError:
            return True
    return False


def whole(out: Path, name: str, form: str, wanted: dict[str, bytes]) -> bool:
    """Whether a table is as a run made it."""
    found = {key: value for key, value in contents(out).items() if key.startswith(f"{name}.{form}")}
    return found == {key: value for key, value in wanted.items() if key.startswith(f"{name}.{form}")}


def moved(out: Path, name: str, form: str) -> bool:
    """Whether a table is on its way: the old one is kept and the new one is ready."""
    place = out / staging.NAME
    return (place / "old" / f"{name}.{form}").exists() and (place / "out" / f"{name}.{form}").exists()


@pytest.mark.parametrize("count", [1, 2])
def test_kill_9_and_resume_give_the_bytes_of_one_run(archive: Path, tmp_path: Path, count: int) -> None:
    given = ["--format", "csv", "--workers", str(count), *LIMITED]
    out, straight = tmp_path / "out", tmp_path / "straight"
    assert command(archive, straight, *given).returncode == 1, "one line is torn"
    running = subprocess.Popen(arguments(archive, out, *given), stderr=subprocess.PIPE)
    until(lambda: (out / staging.NAME / "part-00000").exists() or running.poll() is not None)
    running.kill()
    running.communicate()
    again = command(archive, out, *given)
    if (out / staging.NAME).exists():  # it was quicker than the kill where there is nothing left
        assert again.returncode == 2
        assert "an unfinished run lies here" in again.stderr
    assert command(archive, out, *given, "--resume").returncode == 1
    assert contents(out) == contents(straight)


def until(true: Callable[[], bool]) -> None:
    for _ in range(6000):
        if true():
            return
        time.sleep(0.01)
    raise AssertionError("it never came")


def arguments(archive: Path, out: Path, *given: str) -> list[str]:
    return [sys.executable, "-m", "nkreport", "extract", str(archive), "-o", str(out), *given]


def command(archive: Path, out: Path, *given: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(arguments(archive, out, *given), capture_output=True, text=True, check=False)


def stopped(archive: Path, out: Path, **options: Any) -> None:
    """Leave an unfinished run with two parts."""
    def end(consumed: int, articles: int) -> None:
        if len(list(staging.parts(out))) == 2:
            raise KilledError

    with pytest.raises(KilledError):
        run(archive, out, tell=end, **options)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "an unfinished run lies here, with 2 parts done; go on with --resume, or begin anew"),
        ({"resume": True, "form": "csv"}, "the unfinished run here is another: its format differ"),
        ({"resume": True, "limits": DEFAULT}, "its limits differ"),
    ],
)
def test_an_unfinished_run_is_neither_lost_nor_mixed(
    archive: Path, tmp_path: Path, options: dict[str, Any], message: str
) -> None:
    out = tmp_path / "out"
    stopped(archive, out)
    with pytest.raises(ParameterError, match=message):
        run(archive, out, **options)
    assert len(list(staging.parts(out))) == 2


def shorter(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8").split("\n")[0], encoding="utf-8")


def other(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace("spy agency", "spies"), encoding="utf-8")


@pytest.mark.parametrize("change", [shorter, other])
def test_an_input_that_has_changed_is_not_mixed_with_what_it_was(
    archive: Path, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    stopped(archive, tmp_path / "out")
    change(archive / "a.jsonl")
    with pytest.raises(ParameterError, match=r"the input has changed since part \d was made of it"):
        run(archive, tmp_path / "out", resume=True)
    outcome = run(archive, tmp_path / "out", restart=True)
    assert outcome.resumed == 0


def test_what_is_done_is_not_read_again(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped(archive, tmp_path / "out")
    read: list[str] = []

    def told(found: Article) -> dict[str, list[tables.Row]] | Problem:
        read.append(found.id)
        return rows_or_problem(found)

    monkeypatch.setattr("nkreport.bulk.batches.rows_or_problem", told)
    outcome = run(archive, tmp_path / "out", resume=True)
    assert outcome.resumed == 2
    assert read == [f"n{number:02d}" for number in range(8, 12)]


# --- the folder ---


def test_a_second_run_in_the_same_folder_says_so(archive: Path, tmp_path: Path) -> None:
    told: list[str] = []

    def second(consumed: int, articles: int) -> None:
        if not told:
            with pytest.raises(TableError, match="another run is writing there; wait for it to end"):
                run(archive, tmp_path / "out")
            told.append("said so")

    run(archive, tmp_path / "out", tell=second)
    assert told
    assert (tmp_path / "out" / "figures.jsonl").exists()


FULL_DISK = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2500, 2500))
from nkreport.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_a_full_disk_loses_nothing_that_was_there(archive: Path, tmp_path: Path) -> None:
    """A limit on the size of files stands for the disk: no right is needed to set it."""
    out = tmp_path / "out"
    run(archive / "c.jsonl", out)
    before = contents(out)
    found = subprocess.run([sys.executable, "-c", FULL_DISK, "extract", str(archive), "-o", str(out),
                            "--format", "jsonl"], capture_output=True, text=True, check=False)
    assert found.returncode == 1
    assert "cannot be written (File too large); make room" in found.stderr
    assert found.stderr.count("\n") == 1, found.stderr
    assert {name: content for name, content in contents(out).items() if name in before} == before
    assert command(archive, out, "--format", "jsonl", "--resume").returncode == 1
    assert not (out / staging.NAME).exists()


def test_a_folder_of_an_earlier_table_is_replaced(archive: Path, tmp_path: Path) -> None:
    """Parquet that was written as one file gives way to a folder of parts, and the other way round."""
    out = tmp_path / "out"
    tables.write_rows({"figures": []}, out, formats=["parquet"])
    assert (out / "figures.parquet").is_file()
    run(archive, out, form="parquet")
    assert (out / "figures.parquet").is_dir()
    assert sorted(path.name for path in out.iterdir()) == sorted(f"{name}.parquet" for name in tables.TABLES)


def test_errors_of_a_run_can_be_sent_between_processes() -> None:
    """An error that a worker raises must arrive with its place and its remedy."""
    import pickle

    error = pickle.loads(pickle.dumps(NkReportError("it is", where="there", remedy="mend it")))
    assert str(error) == "there: it is; mend it"

