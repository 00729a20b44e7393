"""Compare the counts of budgeting.counting with those of pabutools; see README.md."""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from budgeting.counting.count import count_election  # noqa: E402  (after the project's root is on the path)
from budgeting.counting.pabulib import PbElection, PbProject, PbVote, write_election  # noqa: E402
from budgeting.counting.pabulib.reading import parse_election  # noqa: E402
from budgeting.counting.rule import EqualSharesRule, GreedyRule, Rule  # noqa: E402
from tests.oracles.by_pabutools import Count  # noqa: E402

RULES: tuple[Rule, ...] = (
    GreedyRule("cost"),
    GreedyRule("cardinality"),
    EqualSharesRule("plain", "cost"),
    EqualSharesRule("plain", "cardinality"),
    EqualSharesRule("add1-exhaustive", "cost"),
    EqualSharesRule("add1-exhaustive", "cardinality"),
)


def random_election(chance: random.Random) -> PbElection:
    """A small election with few different costs and points, so that ties and empty purses are common."""
    vote_type = chance.choice(["approval", "cumulative"])
    # Ids whose order as text is not their order as numbers: "10" comes before "9".
    ids = [str(number) for number in range(8, 8 + chance.randint(1, 9))]
    costs = chance.choice([[1, 2, 3, 6, 7, 12], [10, 20, 30, 60], [5, 50, 51, 99], [120, 331, 997, 1009]])
    projects = tuple(PbProject(project, chance.choice(costs)) for project in ids)
    points = chance.choice([[1], [1, 1, 2, 3], [0, 1, 5, 7, 10]])
    votes = []
    for voter in range(chance.randint(1, chance.choice([6, 15, 40]))):
        choices = tuple(chance.sample(ids, chance.randint(1, len(ids))))
        given = tuple(chance.choice(points) for _choice in choices) if vote_type == "cumulative" else ()
        votes.append(PbVote(str(voter), choices, points=given))
    budget = chance.randint(1, sum(project.cost for project in projects) + 5)
    meta = {"vote_type": vote_type, "budget": str(budget), "max_sum_points": "90"}
    return PbElection(meta, projects, tuple(votes))


def differences(text: str) -> Iterator[tuple[Rule, list[str], list[str]]]:
    """Yield each rule by which the two count otherwise, with our winners and theirs, in order."""
    encoded = text.encode()
    election = parse_election(BytesIO(encoded), len(encoded), drop_repeats=True)
    count = Count(text)
    for rule in RULES:
        ours = list(count_election(election, rule).selected)
        theirs = (
            count.greedy(rule.utility)
            if isinstance(rule, GreedyRule)
            else count.equal_shares(rule.variant, rule.utility)
        )
        if ours != theirs:
            yield rule, ours, theirs


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--elections", type=int, default=2000, help="how many random ones")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    kinds: Counter[str] = Counter()
    found = 0
    for name, text in _elections(options.files, options.elections, options.seed):
        kinds[next(line for line in text.splitlines() if line.startswith("vote_type;"))[10:]] += 1
        for rule, ours, theirs in differences(text):
            found += 1
            print(f"{name}: {rule}\n  ours   {','.join(ours)}\n  theirs {','.join(theirs)}")
    print(f"{dict(kinds)} elections by {len(RULES)} rules each: {found} differences")
    return int(bool(found))


def _elections(files: list[Path], elections: int, seed: int) -> Iterator[tuple[str, str]]:
    for path in files:
        yield path.name, path.read_text(encoding="utf-8-sig")
    for number in range(seed, seed + elections):
        yield f"--seed {number} --elections 1", "".join(write_election(random_election(random.Random(number))))


if __name__ == "__main__":
    sys.exit(main())
