"""Counts a vote on a budget again, in plain Python, and compares it with the published result.

How to run it, with Python 3.9 or newer and nothing else installed:

    python recount.py ARCHIVE.zip

It ends with "The same" (exit code 0), with "DIFFERENT" (1), or says why the archive cannot be counted (2).

How the count goes. Every number is whole or an exact fraction; nothing is rounded anywhere.

1. A ballot gives points to projects. An approval is 1 point. In a ranking of at most 3 projects the first gets
   3 points, the next 2, the last 1. Otherwise the ballot itself says the points. Late ballots are added. With
   areas, each area has its own money, its own projects and the voters who named any of these.
2. Equals: the lower cost goes first, then more votes, then the lot. The lot is the order of the SHA-256 of
   "seed:project", or the published order, or, without either, the order of the projects' ids as text.
3. Who may win: a project with votes that is not withdrawn, reaches the threshold and excludes no winner.
4. By votes ("greedy"): most votes first (or most votes for the money), as long as the money lasts. What costs
   more than is left is skipped, or the count stops there.
5. Equal Shares: every voter has a purse with the same money. The price of a project is the least money for each
   point at which its supporters can pay it together; whose purse is too small gives all that is in it. Again and
   again, the project with the lowest price for what it gives (its cost, or 1) is funded and paid for, until no
   supporters can pay any project.
6. All purses then get a step more and everything is counted anew, until the winners would cost more than there
   is; the last count before that stands. "plain" takes no such steps; "add1-exhaustive" also ends as soon as no
   project fits the money left. What is left may then be given out by votes.
7. With a comparison, the winners by votes stand instead if more voters get more from them.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import zipfile
from collections import Counter
from fractions import Fraction
from hashlib import sha256
from typing import Any

FILES = ("ballots.pb", "rule.json", "conditions.json", "result.json", "trace.json", "recount.py")
MOST_BYTES = 100_000_000
SWITCHES = {
    "method": ("greedy", "equal-shares"),
    "variant": ("add1", "add1-exhaustive", "plain"),
    "utility": ("cost", "cardinality"),
    "unfit": ("skip", "stop"),
    "completion": ("none", "greedy"),
    "comparison": ("none", "preference"),
}
Ballot = frozenset[tuple[str, int]]  # the points it gives to projects
Rounds = list[tuple[str, Fraction]]  # funded projects, each with its price
Data = dict[str, Any]


class NotCounted(Exception):
    """Why an archive cannot be counted, as a sentence."""


def read_files(path: str) -> dict[str, bytes]:
    """The files of the archive by name, once each has the hash that SHA256SUMS states."""
    with zipfile.ZipFile(path) as archive:
        if any(archive.getinfo(name).file_size > MOST_BYTES for name in (*FILES, "SHA256SUMS")):
            raise NotCounted("One of its files is too large.")
        files = {name: archive.read(name) for name in FILES}
        stated = archive.read("SHA256SUMS").decode().splitlines()
    for name, content in files.items():
        if f"{sha256(content).hexdigest()}  {name}" not in stated:
            raise NotCounted(f"The hash of {name} is not the one in SHA256SUMS.")
    return files


def read_election(text: str) -> tuple[int, dict[str, int], Counter[Ballot]]:
    """The budget, the cost of each project, and how often each ballot was cast."""
    sections: dict[str, list[list[str]]] = {"META": [], "PROJECTS": [], "VOTES": []}
    for row in csv.reader(io.StringIO(text, newline="\n"), delimiter=";", strict=True):
        if len(row) == 1 and row[0] in sections:
            lines = sections[row[0]]
        elif any(row):
            lines.append([cell.strip() for cell in row])
    # The first line of a section names its columns.
    meta, projects, votes = (
        [{column: line[place] for place, column in enumerate(lines[0])} for line in lines[1:]]
        for lines in sections.values()
    )
    facts = {row["key"]: row["value"] for row in meta}
    costs = {row["project_id"]: int(row["cost"]) for row in projects}
    if len(costs) < len(projects) or len({row["voter_id"] for row in votes}) < len(votes):
        raise NotCounted("A project or a voter stands in ballots.pb more than once.")
    most = int(facts.get("max_length") or len(costs))
    return int(facts["budget"]), costs, Counter(points_of(row, facts["vote_type"], most) for row in votes)


def points_of(row: dict[str, str], vote_type: str, most: int) -> Ballot:
    """What one row of VOTES gives to whom (number 1 above)."""
    choices = [choice.strip() for choice in row["vote"].split(",")]
    if vote_type in ("approval", "choose-1"):
        return frozenset((project, 1) for project in choices)
    if vote_type == "ordinal":
        return frozenset((project, most - place) for place, project in enumerate(choices))
    points = [int(given) for given in row["points"].split(",")]
    return frozenset((project, points[place]) for place, project in enumerate(choices))


class Contest:
    """A sum of money, the projects that compete for it, and the ballots that name any of them."""

    def __init__(self, money: int, costs: dict[str, int], ballots: Counter[Ballot], conditions: Data) -> None:
        self.money, self.costs, self.conditions = money, costs, conditions
        self.groups: Counter[Ballot] = Counter()  # equal ballots, and how many they are
        for ballot, times in ballots.items():
            self.groups[frozenset(choice for choice in ballot if choice[0] in costs)] += times
        self.groups.pop(frozenset(), None)
        self.voters = sum(self.groups.values())
        # For each project: the number of each group that supports it, how many voters that is, points of each.
        self.supporters: dict[str, list[tuple[int, int, int]]] = {project: [] for project in costs}
        for number, (ballot, times) in enumerate(self.groups.items()):
            for project, points in ballot:
                if points:
                    self.supporters[project].append((number, times, points))
        self.votes = {p: sum(times * points for _, times, points in self.supporters[p]) for p in costs}
        self.order = {p: (costs[p], -self.votes[p], self.drawn(p)) for p in costs}  # of equals

    def drawn(self, project: str) -> tuple[int, str]:
        """The place of the project in the lot (number 2 above)."""
        lot, seed = self.conditions["lot"], self.conditions["lot_seed"]
        if lot:
            return lot.index(project), ""
        return 0, sha256(f"{seed}:{project}".encode()).hexdigest() if seed else project

    def may_win(self, project: str, threshold: int, winners: list[str]) -> bool:
        """Number 3 above."""
        if project in self.conditions["withdrawn"] or self.votes[project] < max(1, threshold):
            return False
        return not any(project in group and set(group) & set(winners) for group in self.conditions["one_of"])

    def cost(self, projects: list[str]) -> int:
        return sum(self.costs[project] for project in projects)


def by_votes(contest: Contest, rule: Data, winners: list[str]) -> list[str]:
    """These winners and those that are added to them by votes (number 4 above)."""
    per_cost = rule.get("utility") == "cardinality"
    worth = {p: Fraction(votes, contest.costs[p] if per_cost else 1) for p, votes in contest.votes.items()}
    for project in sorted(worth, key=lambda p: (-worth[p], contest.order[p])):
        if project in winners or not contest.may_win(project, rule["threshold"], winners):
            continue
        if contest.cost([*winners, project]) > contest.money:
            if rule.get("unfit") == "stop":
                break
        elif rule.get("most_winners") is None or len(winners) < rule["most_winners"]:
            winners = [*winners, project]
    return winners


def price_of(cost: int, supporters: list[tuple[int, int, int]], purses: list[Fraction]) -> Fraction | None:
    """The least price of a point at which the supporters can pay the cost; None if all their purses hold less."""
    missing, points_left = Fraction(cost), sum(times * points for _, times, points in supporters)
    # The smallest purses for their points first: as long as one holds less than its part, it gives all it has.
    for number, times, points in sorted(supporters, key=lambda one: purses[one[0]] / one[2]):
        if purses[number] * points_left >= missing * points:
            return missing / points_left
        missing -= purses[number] * times
        points_left -= times * points
    return None


def share_out(contest: Contest, endowment: Fraction, rule: Data) -> Rounds:
    """What voters with this endowment fund (number 5 above)."""
    purses = [endowment] * len(contest.groups)
    gives = {p: cost if rule["utility"] == "cost" else 1 for p, cost in contest.costs.items()}
    # The least that each price may be now, for what the project gives. Purses only get emptier and prices higher,
    # so a project whose last price was above the best price of this round need not be looked at.
    wanted = [p for p in contest.costs if contest.may_win(p, rule["threshold"], [])]
    least = {p: Fraction(contest.costs[p], contest.votes[p] * gives[p]) for p in wanted}
    rounds: Rounds = []
    while True:
        found: list[str] = []
        for project in sorted(least, key=lambda p: least[p]):
            if found and least[project] > min(least[p] for p in found):
                break
            price = price_of(contest.costs[project], contest.supporters[project], purses)
            if price is None:
                del least[project]
            else:
                least[project] = price / gives[project]
                found.append(project)
        if not found:
            return rounds
        best = min(found, key=lambda p: (least[p], contest.order[p]))
        price = least[best] * gives[best]
        for number, _, points in contest.supporters[best]:
            purses[number] = max(Fraction(0), purses[number] - price * points)
        rounds.append((best, price))
        least = {p: least[p] for p in least if p != best and contest.may_win(p, 0, [best])}


def equal_shares(contest: Contest, rule: Data) -> tuple[Rounds, Fraction, int]:
    """The rounds that stand, their endowment, and how many counts it took (number 6 above)."""
    if not contest.voters:
        return [], Fraction(0), 0
    endowment = Fraction(contest.money, contest.voters)
    if rule["variant"] == "add1":
        endowment = Fraction(contest.money // contest.voters)
    rounds, counts = share_out(contest, endowment, rule), 1
    while rule["variant"] != "plain":
        funded = [project for project, _ in rounds]
        most = contest.money - (contest.cost(funded) if rule["variant"] == "add1-exhaustive" else 0)
        wanted = [p for p in contest.costs if p not in funded and contest.may_win(p, rule["threshold"], funded)]
        if all(contest.costs[project] > most for project in wanted):
            break
        further, counts = share_out(contest, endowment + rule["step"], rule), counts + 1
        if contest.cost([project for project, _ in further]) > contest.money:
            break
        rounds, endowment = further, endowment + rule["step"]
    return rounds, endowment, counts


def more_get_more(contest: Contest, some: list[str], others: list[str], rule: Data) -> bool:
    """Whether more voters get more from some winners than from the others (number 7 above)."""
    balance = 0
    for ballot, times in contest.groups.items():
        given = {p: points * (contest.costs[p] if rule["utility"] == "cost" else 1) for p, points in ballot}
        gain = sum(given.get(p, 0) for p in some) - sum(given.get(p, 0) for p in others)
        balance += times * ((gain > 0) - (gain < 0))
    return balance > 0


def count_part(area: str, contest: Contest, rule: Data) -> Data:
    """The result for one sum of money, as it stands in result.json."""
    plain = {"threshold": rule["threshold"]}
    method, rounds, endowment, counts = rule["method"], Rounds(), None, None
    if method == "greedy":
        selected = by_votes(contest, rule, [])
    else:
        rounds, endowment, counts = equal_shares(contest, rule)
        selected = [project for project, _ in rounds]
        if rule["completion"] == "greedy":
            selected = by_votes(contest, plain, selected)
        rivals = by_votes(contest, plain, []) if rule["comparison"] == "preference" else selected
        if more_get_more(contest, rivals, selected, rule):
            method, selected, rounds, endowment, counts = "greedy", rivals, [], None, None
    return {
        "area": area,
        "stands": method,
        "envelope": contest.money,
        "voters": contest.voters,
        "selected": selected,
        "total_cost": contest.cost(selected),
        "endowment": None if endowment is None else f"{endowment.numerator}/{endowment.denominator}",
        "steps": counts,
        "rounds": [[project, f"{price.numerator}/{price.denominator}"] for project, price in rounds],
    }


def count(ballots_text: str, rule: Data, conditions: Data) -> str:
    """The text of result.json."""
    if wrong := [name for name in rule if name in SWITCHES and rule[name] not in SWITCHES[name]]:
        raise NotCounted(f"The rule has an unknown {wrong[0]}.")
    budget, costs, ballots = read_election(ballots_text)
    ballots.update(frozenset(ballot.items()) for ballot in conditions["late_ballots"])
    if unknown := {project for ballot in ballots for project, _ in ballot}.difference(costs):
        raise NotCounted(f"A ballot names {min(unknown)}, which is no project.")
    areas = conditions["areas"] or [{"name": "", "envelope": budget, "projects": list(costs)}]
    if sorted(project for area in areas for project in area["projects"]) != sorted(costs):
        raise NotCounted("Every project must stand in exactly one area.")
    parts = []
    for area in areas:
        own = {project: costs[project] for project in area["projects"]}
        parts.append(count_part(area["name"], Contest(area["envelope"], own, ballots, conditions), rule))
    return json.dumps({"rule": rule, "parts": parts}, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def main(arguments: list[str]) -> int:
    """Counts the archive, says what was found, and returns the exit code."""
    if len(arguments) != 1:
        print("Say which archive: python recount.py ARCHIVE.zip", file=sys.stderr)
        return 2
    try:
        files = read_files(arguments[0])
        print("Each file has the hash that SHA256SUMS states. The ballots are being counted: this can take minutes.")
        rule, conditions = json.loads(files["rule.json"]), json.loads(files["conditions.json"])
        text = count(files["ballots.pb"].decode("utf-8-sig"), rule, conditions)
    except Exception as error:  # whatever is wrong with a foreign file, say so in a sentence
        reason = error if isinstance(error, NotCounted) else f"Reading it failed ({type(error).__name__}: {error})."
        print(f"The archive cannot be counted. {reason}", file=sys.stderr)
        return 2
    for part in json.loads(text)["parts"]:
        print(f"{part['area'] or 'Result'}: {part['voters']} voters, {part['total_cost']} of {part['envelope']} spent.")
        print(f"Funded, in this order: {', '.join(part['selected']) or 'nothing'}.")
    is_same = text.encode() == files["result.json"]
    print("The same as published, to the last character." if is_same else "DIFFERENT from what is published.")
    return 0 if is_same else 1


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a console that lacks a script still shows the rest
    sys.exit(main(sys.argv[1:]))
