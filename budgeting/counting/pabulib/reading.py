"""Read a .pb file: its three sections, and the rules a vote must keep."""

import os
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from budgeting.counting.pabulib.cells import listed, place, shown
from budgeting.counting.pabulib.election import (
    LEAST_META,
    MAX_POINTS,
    MAX_SCORE,
    PabulibError,
    PbElection,
    PbProject,
    PbVote,
    bounded_number,
    meta_number,
)
from budgeting.counting.pabulib.rows import Progress, Rows, decoded_lines

VOTE_TYPES = ("approval", "ordinal", "cumulative", "scoring", "choose-1")
NEEDED_META = ("budget", "vote_type", "num_projects", "num_votes")


def read_election(
    path: str | os.PathLike[str], *, on_progress: Progress | None = None, drop_repeats: bool = False
) -> PbElection:
    """Return the election in a .pb file, or raise PabulibError with the first thing that is wrong with it.

    `on_progress(done_bytes, total_bytes)` is called now and then and once at the end; what it raises ends the
    reading. `drop_repeats` lets a vote that names a project twice count once for it instead of refusing the
    file: Warszawa-Wola 2022 as published has one. Columns that PbProject and PbVote lack are skipped, and so
    are coordinates that are no place on earth. A file that cannot be opened raises OSError as usual.
    """
    with Path(path).open("rb") as stream:
        total = os.fstat(stream.fileno()).st_size
        return parse_election(stream, total, on_progress=on_progress, drop_repeats=drop_repeats)


def parse_election(
    stream: BinaryIO, total: int, *, on_progress: Progress | None = None, drop_repeats: bool = False
) -> PbElection:
    """Return the election in a stream of `total` bytes; the rest is as in `read_election`."""
    rows = Rows(decoded_lines(stream, total, on_progress))
    meta = _read_meta(rows)
    projects = _read_projects(rows)
    _require_count(meta, "num_projects", "PROJECTS", len(projects))
    votes = _read_votes(rows, PbElection(meta, projects, ()), drop_repeats=drop_repeats)
    _require_count(meta, "num_votes", "VOTES", len(votes))
    return PbElection(meta, projects, votes)


def _read_meta(rows: Rows) -> dict[str, str]:
    """Return META without empty values, its numbers in plain digits."""
    meta: dict[str, str] = {}
    lines: dict[str, int] = {}
    for row in rows.section("META", ("key", "value")):
        key = row["key"]
        if key in lines:
            raise PabulibError(f"META has {shown(key)} again, first given in line {lines[key]}", rows.line)
        lines[key] = rows.line
        if row["value"]:
            meta[key] = row["value"]
    for key in NEEDED_META:
        if key not in meta:
            raise PabulibError(f"META has no {shown(key)}")
    for key in LEAST_META:
        if key in meta:
            meta[key] = str(meta_number(key, meta[key], lines[key]))
    if meta["vote_type"] not in VOTE_TYPES:
        fault = f"{shown(meta['vote_type'])}, which is none of {', '.join(VOTE_TYPES)}"
        raise PabulibError(f"the vote_type in META is {fault}", lines["vote_type"])
    return meta


def _read_projects(rows: Rows) -> tuple[PbProject, ...]:
    projects: dict[str, PbProject] = {}
    for row in rows.section("PROJECTS", ("project_id", "cost")):
        project = _project(row, rows.line)
        if known := projects.get(project.project_id):
            listed_again = f"project {shown(project.project_id)} is listed again"
            raise PabulibError(f"{listed_again}, first in line {known.line}", rows.line)
        projects[project.project_id] = project
    return tuple(projects.values())


def _project(row: Mapping[str, str], line: int) -> PbProject:
    project_id = row["project_id"]
    if not project_id:
        raise PabulibError("the project_id is empty", line)
    whose = f"of project {shown(project_id)}"
    votes, score, selected = (row.get(column, "") for column in ("votes", "score", "selected"))
    if selected not in ("", "0", "1", "2", "3"):
        mark = f"the selected mark {whose} is {shown(selected)}"
        raise PabulibError(f"{mark}, which is not 0, 1, 2 or 3", line)
    latitude, longitude = place(row.get("latitude", ""), row.get("longitude", ""))
    return PbProject(
        project_id=project_id,
        cost=bounded_number(row["cost"], f"the cost {whose}", least=1, line=line),
        name=row.get("name", ""),
        category=listed(row.get("category", "")),
        votes=bounded_number(votes, f"the number of votes {whose}", least=0, line=line) if votes else None,
        selected=int(selected) if selected else None,
        line=line,
        latitude=latitude,
        longitude=longitude,
        score=bounded_number(score, f"the score {whose}", least=0, line=line, most=MAX_SCORE) if score else None,
    )


def _read_votes(rows: Rows, election: PbElection, *, drop_repeats: bool) -> tuple[PbVote, ...]:
    ballots = _Ballots(election, drop_repeats=drop_repeats)
    votes: dict[str, PbVote] = {}
    header, table = rows.table("VOTES", ("voter_id", "vote"))
    voters, chosen = header.index("voter_id"), header.index("vote")
    methods, given = (header.index(name) if name in header else None for name in ("voting_method", "points"))
    for row in table:
        voter_id, line = row[voters], rows.line
        if not voter_id:
            raise PabulibError("the voter_id is empty", line)
        if known := votes.get(voter_id):
            raise PabulibError(f"voter {shown(voter_id)} votes again, first in line {known.line}", line)
        choices = ballots.choices(row[chosen], voter_id, line)
        points = () if given is None else _points(row[given], len(choices), voter_id, line)
        votes[voter_id] = PbVote(voter_id, choices, line, "" if methods is None else row[methods], points)
    if rows.marker:
        raise PabulibError(f"a {rows.marker} section follows VOTES, which should be the last", rows.line)
    return tuple(votes.values())


def _points(text: str, choices: int, voter_id: str, line: int) -> tuple[int, ...]:
    whose = f"the points of voter {shown(voter_id)}"
    points = tuple(bounded_number(point, whose, least=0, line=line, most=MAX_POINTS) for point in listed(text))
    if text and len(points) != choices:
        raise PabulibError(f"{whose} are {len(points)} for {choices} projects", line)
    return points


def _require_count(meta: Mapping[str, str], key: str, section: str, found: int) -> None:
    if int(meta[key]) != found:
        reason = ", so the file may be cut short" if int(meta[key]) > found else ""
        raise PabulibError(f"META gives {key} as {meta[key]} and the {section} section has {found}{reason}")


class _Ballots:
    """The votes an election allows; votes with the same text are checked once and share one tuple."""

    def __init__(self, election: PbElection, *, drop_repeats: bool) -> None:
        self._projects = {project.project_id: project for project in election.projects}
        self._least = election.min_length or 1
        self._most = election.max_length or len(self._projects)
        self._most_cost = election.max_sum_cost
        self._drop_repeats = drop_repeats
        self._known: dict[str, tuple[str, ...]] = {}

    def choices(self, text: str, voter_id: str, line: int) -> tuple[str, ...]:
        if text not in self._known:
            named = [choice.strip() for choice in text.split(",")] if text else []
            if self._drop_repeats:
                named = list(dict.fromkeys(named))
            if fault := self._fault(named):
                raise PabulibError(f"the vote of voter {shown(voter_id)} {fault}", line)
            # The project's own string, not one per vote: a city's file then takes a fraction of the memory.
            self._known[text] = tuple(self._projects[choice].project_id for choice in named)
        return self._known[text]

    def _fault(self, named: list[str]) -> str:
        """Return what is wrong with a vote, as the end of a sentence, or nothing."""
        if not named:
            return "is empty"
        for choice in named:
            if choice not in self._projects:
                return f"names project {shown(choice)}, which PROJECTS does not list"
        if len(set(named)) < len(named):
            choice = Counter(named).most_common(1)[0][0]
            return f"names project {shown(choice)} more than once"
        if len(named) < self._least:
            return f"has length {len(named)}, under the min_length {self._least}"
        if len(named) > self._most:
            return f"has length {len(named)}, over the max_length {self._most}"
        if self._most_cost is not None:
            cost = sum(self._projects[choice].cost for choice in named)
            if cost > self._most_cost:
                return f"costs {cost}, over the max_sum_cost {self._most_cost}"
        return ""
