"""Write an election as the lines of a .pb file."""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO

from budgeting.counting.pabulib.cells import shown, written
from budgeting.counting.pabulib.election import PabulibError, PbElection, PbProject, PbVote
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
PROJECT_COLUMNS = ("project_id", "cost", "votes", "name", "category", "selected", "latitude", "longitude")
VOTE_COLUMNS = ("voter_id", "vote", "voting_method")

_CLEAN_ID = re.compile(r"[^\s,;\"]+")


def write_election(election: PbElection) -> Iterator[str]:
    """Return the lines of a .pb file that reads back as the same election, each ending in a line feed.

    Raises PabulibError, before the first line, where `read_election` would refuse the outcome (a line it
    names is one of the outcome) or an id or category would fall apart. META keys unknown to the format are
    left out, num_projects and num_votes are counted anew, a column appears where some row fills it, and
    spaces at the ends of cells go. pabulib-checker, not we, also demands the META keys description, country,
    unit, instance, rule, date_begin and date_end.
    """
    if election.vote_type in ("cumulative", "scoring"):
        raise PabulibError(f"a {election.vote_type} election cannot be written, because points are not kept")
    for project in election.projects:
        _refuse_unwritable(project)
    lines = [*_meta_lines(election), *_project_lines(election.projects), *_vote_lines(election.votes)]
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
        "name": project.name.strip(),
        "category": ",".join(item.strip() for item in project.category if item.strip()),
        "selected": _digits(project.selected),
        "latitude": _digits(project.latitude),
        "longitude": _digits(project.longitude),
    }


def _digits(number: float | None) -> str:
    return "" if number is None else str(number)


def _vote_lines(votes: tuple[PbVote, ...]) -> Iterator[str]:
    width = 3 if any(vote.voting_method for vote in votes) else 2
    yield "VOTES\n"
    yield _line(VOTE_COLUMNS[:width])
    for vote in votes:
        yield _line((vote.voter_id, ",".join(vote.choices), vote.voting_method)[:width])


def _line(cells: Iterable[str]) -> str:
    return ";".join(written(cell) for cell in cells) + "\n"
