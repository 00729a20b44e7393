"""Speed and memory of a whole count: from the text of a .pb file to winners and trace.

`make bench` runs it after the pages; `python -m scripts.bench_count [FILES]` runs it alone. Every measurement is a
fresh process with one thread: its CPU time with the start of Python and all imports, and its peak memory. The floor
only reads and groups the ballots. pabutools counts the same ballots, grouped and without a trace, if ORACLE_PYTHON
names the Python of an environment with tests/oracles/requirements.txt; PABULIB_FOLDER may name a folder with larger
elections.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
OWN = ROOT / "tests" / "data" / "pabulib"
SMALL = [OWN / "Poland_Wieliczka_2023_Green_Budget.pb", OWN / "Poland_Warszawa_2022_Wola.pb"]
LARGE = "Poland_Lodz_2025.pb"
ROUNDS = 3
MOST_CHOICES = 10
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}


@dataclass(frozen=True, slots=True)
class Run:
    """Runs of one program: what it printed, CPU seconds of each, the peak of memory in MB."""

    answer: Any
    seconds: list[float]
    peak: float

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def __str__(self) -> str:
        spread = f"({min(self.seconds):.2f}-{max(self.seconds):.2f})" if len(self.seconds) > 1 else ""
        return f"{self.median:9.2f} s {spread:<14}{self.peak:7.0f} MB"


def main(files: list[Path]) -> None:
    if not files:
        larger = Path(os.environ["PABULIB_FOLDER"]).resolve() / LARGE if "PABULIB_FOLDER" in os.environ else None
        files = [*SMALL, larger] if larger and larger.exists() else SMALL
    oracle = os.environ.get("ORACLE_PYTHON")
    print(f"\nWhole counts: CPU seconds, median of {ROUNDS} (min-max), and peak memory, each in a fresh process\n")
    for file in files:
        _compare(file, oracle)
    if not oracle:
        print("pabutools is left out: ORACLE_PYTHON is not set (see tests/oracles/README.md).\n")
    _growth()


def _compare(file: Path, oracle: str | None) -> None:
    floor, add1, exhaustive = (_job(job, file) for job in ("floor", "add1", "add1-exhaustive"))
    print(f"{file.stem}: {floor.answer['ballots']:,} ballots, {floor.answer['projects']} projects")
    print(f"  floor: reading and grouping   {floor}")
    for name, ours in (("add1", add1), ("add1-exhaustive", exhaustive)):
        print(f"  {name:<30}{ours}   floor x {ours.median / floor.median:.1f}, {ours.answer['steps']} steps")
    if oracle:
        other = _measured([oracle, "tests/oracles/by_pabutools.py", str(file)], rounds=1)
        same = "the same winners" if other.answer == exhaustive.answer["selected"] else "OTHER WINNERS"
        ratio = f"{other.median / exhaustive.median:.0f} x the time, {other.peak / exhaustive.peak:.1f} x the memory"
        print(f"  pabutools, add1-exhaustive    {other}   {ratio}, {same}")
    print(flush=True)


def _growth() -> None:
    print("Growth: made-up elections, add1; CPU seconds and peak memory of the floor and of the count\n")
    sizes = [(ballots, 30) for ballots in (1_000, 10_000, 100_000)] + [(5_000, many) for many in (10, 30, 100, 300)]
    with tempfile.TemporaryDirectory() as folder:
        for ballots, projects in sizes:
            file = Path(folder) / f"{ballots}-{projects}.pb"
            with file.open("w", encoding="utf-8") as stream:
                stream.writelines(_made_up(ballots, projects))
            floor, add1 = _job("floor", file), _job("add1", file)
            print(
                f"  {ballots:>7,} ballots, {projects:>3} projects {floor} {add1}   {add1.answer['steps']} steps",
                flush=True,
            )


def _made_up(ballots: int, projects: int) -> Iterator[str]:
    """The lines of an election whose projects cost four budgets together, a few of them far better liked."""
    chance = random.Random(f"{ballots} {projects}")  # noqa: S311  (made-up votes, the same in every run)
    budget = 100 * ballots
    yield f"META\nkey;value\nnum_projects;{projects}\nnum_votes;{ballots}\nbudget;{budget}\nvote_type;approval\n"
    yield "PROJECTS\nproject_id;cost\n"
    for project in range(projects):
        yield f"{project};{int(4 * budget / projects * chance.uniform(0.1, 1.9))}\n"
    liked = [1 / (5 + place) for place in range(projects)]
    yield "VOTES\nvoter_id;vote\n"
    for voter in range(ballots):
        chosen = set(chance.choices(range(projects), liked, k=chance.randint(1, MOST_CHOICES)))
        yield f"{voter};{','.join(map(str, sorted(chosen)))}\n"


def _job(job: str, file: Path) -> Run:
    return _measured([sys.executable, "-m", "scripts.bench_count", f"--{job}", str(file)], ROUNDS)


def _measured(command: list[str], rounds: int) -> Run:
    seconds, peaks = [], []
    for _round in range(rounds):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, env=os.environ | ONE_THREAD)
        answer = process.stdout.read() if process.stdout else b""
        _pid, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{command} ended with {process.returncode}")
        seconds.append(used.ru_utime + used.ru_stime)
        peaks.append(used.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024))
    return Run(json.loads(answer), seconds, max(peaks))


def _count(job: str, file: Path) -> dict[str, Any]:
    """The work of a measured process."""
    from budgeting.counting.count import contests_of, count_election
    from budgeting.counting.pabulib import read_election
    from budgeting.counting.rule import EqualSharesRule
    from budgeting.counting.trace import as_text, trace_of

    election = read_election(file, drop_repeats=True)
    if job == "floor":
        contests_of(election)
        return {"ballots": len(election.votes), "projects": len(election.projects)}
    outcome = count_election(election, EqualSharesRule("add1" if job == "add1" else "add1-exhaustive"))
    as_text(trace_of(outcome))
    return {"selected": outcome.selected, "steps": outcome.parts[0].steps}


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1].startswith("--"):
        print(json.dumps(_count(sys.argv[1].removeprefix("--"), Path(sys.argv[2]))))
    else:
        main([Path(argument).resolve() for argument in sys.argv[1:]])
