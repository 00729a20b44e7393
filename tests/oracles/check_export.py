"""Ask pabulib-checker and pabutools about files written by budgeting.counting.pabulib; see README.md."""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from budgeting.counting.pabulib import PbElection, PbVote, read_election, write_election  # noqa: E402  (after the project's root is on the path)
from budgeting.counting.pabulib.election import VOTE_TYPES_WITH_POINTS  # noqa: E402

# The judges run in processes of their own, so that one that never ends can be killed: pabulib-checker catches
# every exception, a time limit inside its process included.
ASK_CHECKER = """
import contextlib, json, sys
from pabulib.checker import Checker
with contextlib.redirect_stdout(sys.stderr):
    answer = Checker().process_files([sys.argv[1]])
[found] = [entry["results"] for entry in answer.values() if "results" in entry]
print(json.dumps([found.get("errors", {}), found.get("warnings", {})]))
"""
ASK_PABUTOOLS = """
import json, sys
from pabutools.election import parse_pabulib
instance, profile = parse_pabulib(sys.argv[1])
projects = sorted([project.name, str(project.cost)] for project in instance)
has_points = instance.meta["vote_type"] in ("cumulative", "scoring")
ballots = [
    [ballot.meta["voter_id"], sorted([project.name, str(ballot[project]) if has_points else "1"] for project in ballot)]
    for ballot in profile
]
print(json.dumps([str(instance.budget_limit), projects, ballots]))
"""


def asked(question: str, path: Path, seconds: int) -> list[object]:
    """Return a judge's answer about one file; raises RuntimeError where it fails or runs out of time."""
    command = [sys.executable, "-c", question, str(path)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        raise RuntimeError(f"no answer in {seconds} seconds") from None
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    answer: list[object] = json.loads(done.stdout)
    return answer


def as_pabutools_sees(election: PbElection) -> list[object]:
    projects = sorted([project.project_id, str(project.cost)] for project in election.projects)
    has_points = election.vote_type in VOTE_TYPES_WITH_POINTS
    ballots = [[vote.voter_id, sorted(_given(vote, has_points=has_points))] for vote in election.votes]
    return [str(election.budget), projects, ballots]


def _given(vote: PbVote, *, has_points: bool) -> list[list[str]]:
    points = vote.points if has_points else (1,) * len(vote.choices)
    return [[choice, str(given)] for choice, given in zip(vote.choices, points, strict=True)]


def recounted(election: PbElection) -> PbElection:
    """Return the election with the stated votes and scores replaced by those the ballots give."""
    # A vote that repeats a project counts it twice in the number its city published, and once in ours.
    votes = Counter(choice for vote in election.votes for choice in vote.choices)
    scores: Counter[str] = Counter()
    for vote in election.votes:
        for choice, points in zip(vote.choices, vote.points, strict=False):  # no points where nobody gives any
            scores[choice] += points
    projects = tuple(
        replace(
            project,
            votes=None if project.votes is None else votes[project.project_id],
            score=scores[project.project_id] if scores else project.score,
        )
        for project in election.projects
    )
    return replace(election, projects=projects)


def shown(messages: object) -> list[str]:
    assert isinstance(messages, dict)
    return [f"{kind}: {text}" for kind, texts in messages.items() for text in texts.values()]


def objections(original: Path, folder: Path, seconds: int) -> list[str]:
    """Return what the judges say against our copy of a file and not against the file itself."""
    election = recounted(read_election(original, drop_repeats=True))
    copy = folder / original.name
    copy.write_text("".join(write_election(election)), encoding="utf-8", newline="")
    errors_before, _ = asked(ASK_CHECKER, original, seconds)
    errors, warnings = asked(ASK_CHECKER, copy, seconds)
    print(f"  pabulib-checker: {len(shown(errors))} errors, {len(shown(warnings))} warnings")
    for message in [*shown(errors), *shown(warnings)]:
        print(f"    {message[:200]}")
    agrees = asked(ASK_PABUTOOLS, copy, seconds) == as_pabutools_sees(election)
    print(f"  pabutools: {'the same' if agrees else 'other'} budget, projects and ballots")
    found = [message for message in shown(errors) if message not in shown(errors_before)]
    return found if agrees else [*found, "pabutools reads something else"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--seconds", type=int, default=300)
    options = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        for path in options.files or sorted((ROOT / "tests" / "data" / "pabulib").glob("*.pb")):
            print(path.name)
            try:
                new = objections(path, Path(folder), options.seconds)
            except (RuntimeError, ValueError, OSError) as error:
                new = [str(error)]
            for objection in new:
                print(f"  OBJECTION {objection[:200]}")
            failed = failed or bool(new)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
