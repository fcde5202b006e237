"""python -m fuzz [--runs N] [--seed S] [--only TARGET] [--plain] [FILE ...]: see docs/fuzzing.md."""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fuzz.choices import Choices

if TYPE_CHECKING:
    from fuzz.running import Result, Run

PROJECT = Path(__file__).parent.parent.parent
KEEP = PROJECT / ".cache" / "fuzz"
MEMORY = 4 << 30  # bytes of address space of a process: what takes more has no bound on its memory


def main(argv: Sequence[str] | None = None) -> int:
    """Run the targets one after the other, each in a process of its own; 1 where anything was found."""
    options = arguments(argv)
    if options.files:
        return replay(options.files)
    if options.child:
        child(options)
        return 0
    from fuzz.targets import TARGETS

    chosen = [TARGETS[name] for name in options.only or TARGETS]
    shares = sum(target.share for target in chosen)
    results = {}
    for target in chosen:
        runs = max(1, options.runs * target.share // shares)
        print(f"{target.name}: {target.says}; {runs:,} inputs", flush=True)
        results[target.name] = in_a_process(target.name, runs, options)
        for finding in results[target.name]["findings"]:
            print(
                f"\nFOUND {finding['times']} × {finding['key']}: {finding['what']}\n  {finding['shown']}\n"
                f"  again: make fuzz ARGS='{finding['path']}'\n",
                flush=True,
            )
    return summary(results, options)


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    options = argparse.ArgumentParser(prog="fuzz", description=(__doc__ or "").strip())
    options.add_argument(
        "--runs", metavar="N", type=int, default=20_000, help="inputs in all (default: 20000)"
    )
    options.add_argument(
        "--seed", metavar="S", type=int, default=1, help="where the inputs begin (default: 1)"
    )
    options.add_argument(
        "--only", metavar="TARGET", action="append", help="this target alone; may be given several times"
    )
    options.add_argument(
        "--plain", action="store_true", help="without atheris: the same inputs for the same seed"
    )
    options.add_argument("--keep", metavar="DIR", type=Path, default=KEEP, help="folder for what is found")
    options.add_argument("--child", help=argparse.SUPPRESS)
    options.add_argument(
        "files", metavar="FILE", nargs="*", type=Path, help="inputs that were found before, to run again"
    )
    return options.parse_args(argv)


def guided(options: argparse.Namespace) -> bool:
    return not options.plain and importlib.util.find_spec("atheris") is not None


# --- one target in a process of its own ---


def in_a_process(name: str, runs: int, options: argparse.Namespace) -> dict[str, Any]:
    """What a target gave; a process that dies is a finding with the input that it was at."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        command = [
            sys.executable, "-m", "fuzz", "--child", str(answer), "--only", name, "--runs", str(runs),
            "--seed", str(options.seed), "--keep", str(options.keep),
            *(["--plain"] if options.plain else []),
        ]
        options.keep.mkdir(parents=True, exist_ok=True)
        with (options.keep / f"{name}.log").open("w", encoding="utf-8") as log:
            ended = subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": "0"}, stderr=log, check=False)
        found: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8")) if answer.exists() else {}
    if not found.get("done"):
        found = {"runs": 0, "seconds": 0.0, "findings": [], "met": {}, "slowest": [0, "", ""], **found}
        found["findings"].append(dead(name, ended.returncode, options.keep))
    return found


def dead(name: str, code: int, keep: Path) -> dict[str, Any]:
    from fuzz.running import last_input

    path = keep / f"{name}-died.input"
    current = keep / f"{name}.current"
    path.write_bytes(last_input(current) if current.exists() else b"")
    return {
        "key": "the process died",
        "what": f"exit code {code}; {keep / name}.log ends: {_end(keep / f'{name}.log')}",
        "times": 1,
        "path": str(path),
        "shown": "not shortened",
    }


def _end(log: Path) -> str:
    return " ".join(log.read_text(encoding="utf-8", errors="replace").split())[-300:] if log.exists() else ""


def child(options: argparse.Namespace) -> None:
    """Run one target and write what it gave."""
    import resource

    if guided(options):
        import atheris

        with atheris.instrument_imports(include=["nkreport"]):
            import nkreport.briefing.parameters
            import nkreport.cli
            import nkreport.extract  # noqa: F401
    from fuzz.running import Run, run_guided, run_seeded, warm
    from fuzz.targets import TARGETS

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    target = TARGETS[options.only[0]]
    run = Run(target, options.keep)
    warm(target)

    def progress(result: Result) -> None:
        told(result, options.child, done=False)
        rate = result.runs / max(0.001, result.seconds)
        print(
            f"  {result.runs:>9,} inputs, {rate:,.0f} a second, {len(result.findings)} findings", flush=True
        )

    if guided(options):
        run_guided(run, options.runs, options.seed, progress, lambda: finished(run, options.child))
    run_seeded(run, options.runs, options.seed, progress)
    finished(run, options.child)


def finished(run: Run, answer: str) -> None:
    from fuzz.checking import clear

    told(run.result, answer, done=True)
    clear()


def told(result: Result, answer: str, *, done: bool) -> None:
    import resource

    usage = resource.getrusage(resource.RUSAGE_SELF)
    findings = [asdict(finding) | {"data": finding.data.hex()} for finding in result.findings.values()]
    seconds, data, words = result.slowest
    content = {
        "done": done,
        "runs": result.runs,
        "seconds": result.seconds,
        "findings": findings,
        "met": result.met,
        "slowest": [seconds, data.hex(), words],
        "memory": usage.ru_maxrss // 1024,
    }
    Path(answer).write_text(json.dumps(content), encoding="utf-8")


# --- again, and in sum ---


def replay(files: Sequence[Path]) -> int:
    """Run inputs again that were found before; the target is the file name's first word."""
    import traceback

    from fuzz.running import growth, shown, watched
    from fuzz.targets import TARGETS

    wrong = 0
    for path in files:
        target, data = TARGETS[path.name.split("-")[0]], path.read_bytes()
        print(f"{path}\n  {shown(target, data)}")
        try:
            with watched(target.seconds):
                met = list(target.check(target.make(Choices(data))))
            grown = growth(target, data)
            print(f"  {grown or 'nothing is wrong'} {met}")
            wrong += grown is not None
        except BaseException:
            traceback.print_exc()
            wrong += 1
    return min(1, wrong)


def summary(results: dict[str, dict[str, Any]], options: argparse.Namespace) -> int:
    """A line for each target, what the inputs met, and one line for all."""
    print(f"\n{'target':12} {'inputs':>10} {'seconds':>8} {'findings':>8} {'slowest':>9} {'memory':>8}")
    for name, found in results.items():
        print(
            f"{name:12} {found['runs']:>10,} {found['seconds']:>8.0f} {len(found['findings']):>8} "
            f"{1000 * found['slowest'][0]:>6.0f} ms {found.get('memory', 0):>5} MB"
        )
    print("\nwhat the inputs met:")
    for name, found in results.items():
        met = sorted(found["met"].items(), key=lambda item: -item[1])[:14]
        print(f"  {name}: " + ", ".join(f"{what} {times:,}" for what, times in met))
    findings = sum(len(found["findings"]) for found in results.values())
    runs, seconds = (sum(found[what] for found in results.values()) for what in ("runs", "seconds"))
    source = "guided by atheris" if guided(options) else f"from seed {options.seed}"
    name, slowest = max(results.items(), key=lambda item: float(item[1]["slowest"][0]))
    longest, _, shown = slowest["slowest"]
    print(
        f"\n{runs:,} inputs {source} in {seconds:,.0f} s: {findings} findings; "
        f"the slowest took {1000 * longest:.0f} ms ({name}: {shown[:160]})"
    )
    return 1 if findings else 0


if __name__ == "__main__":
    raise SystemExit(main())
