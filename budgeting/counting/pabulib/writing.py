"""Write an election as the lines of a .pb file."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from itertools import compress

from budgeting.counting.pabulib.cells import shown, written
from budgeting.counting.pabulib.election import VOTE_TYPES_WITH_POINTS, PabulibError, PbElection, PbProject, PbVote
from budgeting.counting.pabulib.reading import parse_election
from budgeting.counting.pabulib.rows import MAX_ROWS

META_ORDER = (
    *("description", "country", "unit", "district", "subunit", "instance"),
    *("num_projects", "num_votes", "budget", "vote_type", "rule", "date_begin", "date_end"),
    *("min_length", "max_length", "min_sum_cost", "max_sum_cost", "min_points", "max_points"),
    *("min_sum_points", "max_sum_points", "default_score", "min_project_cost", "max_project_cost"),
    *("min_project_score_threshold", "neighborhoods", "subdistricts", "categories", "edition", "language"),
    *("currency", "fully_funded", "experimental", "comment", "acknowledgments", "leftover_budget"),
    *("budget_per_category", "budget_per_neighborhood", "min_length_per_category", "max_length_per_category"),
    *("min_sum_cost_per_category", "max_sum_cost_per_category"),
)
PROJECT_COLUMNS = ("project_id", "cost", "votes", "score", "name", "category", "selected", "latitude", "longitude")
VOTE_COLUMNS = ("voter_id", "vote", "points", "voting_method")

_CLEAN_ID = re.compile(r"[^\s,;\"]+")


def write_election(election: PbElection) -> Iterator[str]:
    """Return the lines of a .pb file that reads back as the same election, each ending in a line feed.

    The format wants the choices of a cumulative or scoring vote in falling order of points: they are put so.
    Raises PabulibError, before the first line, where `read_election` would refuse the outcome (a line it
    names is one of the outcome), an id or category would fall apart, or such a vote lacks points. META keys unknown to the format are
    left out, num_projects and num_votes are counted anew, a column appears where some row fills it, and
    spaces at the ends of cells go. pabulib-checker, not we, also demands the META keys description, country,
    unit, instance, rule, date_begin and date_end.
    """
    for project in election.projects:
        _refuse_unwritable(project)
    votes = election.votes
    if election.vote_type in VOTE_TYPES_WITH_POINTS:
        votes = tuple(map(_most_points_first, votes))
    lines = [*_meta_lines(election), *_project_lines(election.projects), *_vote_lines(votes)]
    # Reading it back holds every rule of the reader, so that no export of ours is refused where it is sent.
    outcome = "".join(lines).encode()
    parse_election(BytesIO(outcome), len(outcome))
    return iter(lines)


def _refuse_unwritable(project: PbProject) -> None:
    project_id = shown(project.project_id)
    # A project called VOTES would open a section in the readers that look at the first cell only.
    if not _CLEAN_ID.fullmatch(project.project_id) or project.project_id.upper() in MAX_ROWS:
        raise PabulibError(f"{project_id} cannot serve as a project_id")
    for item in project.category:
        if "," in item:
            raise PabulibError(f"the category {shown(item)} of project {project_id} has a comma")


def _most_points_first(vote: PbVote) -> PbVote:
    """Return the vote with its choices in falling order of points, those with equal points as they were."""
    if len(vote.points) != len(vote.choices):
        given = f"{len(vote.points)} for {len(vote.choices)} projects"
        raise PabulibError(f"the points of voter {shown(vote.voter_id)} are {given}")
    pairs = sorted(zip(vote.choices, vote.points, strict=True), key=lambda pair: -pair[1])
    return replace(vote, choices=tuple(choice for choice, _ in pairs), points=tuple(given for _, given in pairs))


def _meta_lines(election: PbElection) -> Iterator[str]:
    numbers = {"num_projects": str(len(election.projects)), "num_votes": str(len(election.votes))}
    meta = {**election.meta, **numbers}
    yield "META\n"
    yield _line(("key", "value"))
    for key in META_ORDER:
        if meta.get(key, "").strip():
            yield _line((key, meta[key]))


def _project_lines(projects: tuple[PbProject, ...]) -> Iterator[str]:
    rows = [_project_cells(project) for project in projects]
    filled = {"project_id", "cost"}.union(column for row in rows for column, cell in row.items() if cell)
    columns = [column for column in PROJECT_COLUMNS if column in filled]
    yield "PROJECTS\n"
    yield _line(columns)
    for row in rows:
        yield _line(row[column] for column in columns)


def _project_cells(project: PbProject) -> dict[str, str]:
    return {
        "project_id": project.project_id,
        "cost": str(project.cost),
        "votes": _digits(project.votes),
        "score": _digits(project.score),
        "name": project.name.strip(),
        "category": ",".join(item.strip() for item in project.category if item.strip()),
        "selected": _digits(project.selected),
        "latitude": _digits(project.latitude),
        "longitude": _digits(project.longitude),
    }


def _digits(number: float | None) -> str:
    return "" if number is None else str(number)


def _vote_lines(votes: tuple[PbVote, ...]) -> Iterator[str]:
    rows = [_vote_cells(vote) for vote in votes]
    filled = [True, True, any(row[2] for row in rows), any(row[3] for row in rows)]
    yield "VOTES\n"
    yield _line(compress(VOTE_COLUMNS, filled))
    for row in rows:
        yield _line(compress(row, filled))


def _vote_cells(vote: PbVote) -> tuple[str, str, str, str]:
    return vote.voter_id, ",".join(vote.choices), ",".join(map(str, vote.points)), vote.voting_method


def _line(cells: Iterable[str]) -> str:
    return ";".join(written(cell) for cell in cells) + "\n"
