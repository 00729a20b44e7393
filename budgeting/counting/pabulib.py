"""Read and write elections as Pabulib .pb files.

Source: the format at pabulib.org/format; Faliszewski et al., arXiv 2305.11035.
"""

import csv
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

MAX_BYTES = 100_000_000
MAX_LINE_BYTES = 1_048_576
# Small rows take far more memory than text, so the number of rows is bounded as well as the size of the file.
MAX_ROWS = {"META": 1_000, "PROJECTS": 20_000, "VOTES": 2_000_000}
MAX_NUMBER = 10**12
PROGRESS_STEP_BYTES = 262_144

VOTE_TYPES = ("approval", "ordinal", "cumulative", "scoring", "choose-1")
NEEDED_META = ("budget", "vote_type", "num_projects", "num_votes")
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

# The numbers in META that we use, each with the least it may be.
_LEAST_META = {
    **{"num_projects": 0, "num_votes": 0, "budget": 1},
    **{"min_length": 0, "max_length": 1, "max_sum_cost": 1},
}
_BINARY_STARTS = {
    b"PK\x03\x04": "a zip archive or an office document",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"%PDF-": "a PDF document",
    b"\xff\xfe": "UTF-16 text",
    b"\xfe\xff": "UTF-16 text",
}
_WHOLE_NUMBER = re.compile(r"([0-9]{1,18})(\.0+)?")
_CLEAN_ID = re.compile(r"[^\s,;\"]+")
# Every character at which str.splitlines breaks: other readers cut the text there unless the cell is quoted.
_NEEDS_QUOTES = re.compile('[;"\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]')


class PabulibError(ValueError):
    """A .pb file that cannot be taken; str() is one English sentence, naming the line where it is known."""

    def __init__(self, clause: str, line: int | None = None) -> None:
        super().__init__(clause, line)
        self.clause = clause
        self.line = line

    def __str__(self) -> str:
        if self.line is not None:
            return f"In line {self.line}, {self.clause}."
        return f"{self.clause[:1].upper()}{self.clause[1:]}."


@dataclass(frozen=True, slots=True)
class PbProject:
    """One row of PROJECTS.

    `votes` is the number the file states, not a recount. `selected` is the file's own mark: 1 selected by the
    stated rule, 0 not, 2 and 3 funded in another way that the file's comment explains, None where not stated.
    """

    project_id: str
    cost: int
    name: str = ""
    category: tuple[str, ...] = ()
    votes: int | None = None
    selected: int | None = None
    line: int = field(default=0, compare=False)
    latitude: float | None = None
    longitude: float | None = None

    @property
    def is_selected(self) -> bool | None:
        """Whether the stated rule selected it: marks 2 and 3 are False, no mark is None."""
        return None if self.selected is None else self.selected == 1


@dataclass(frozen=True, slots=True)
class PbVote:
    """One row of VOTES: project ids in the order of the file, for an ordinal vote the best first."""

    voter_id: str
    choices: tuple[str, ...]
    line: int = field(default=0, compare=False)
    voting_method: str = ""


@dataclass(frozen=True, slots=True)
class PbElection:
    """A whole file: META as text, projects and votes in the order of the file. Points are not kept."""

    meta: dict[str, str]
    projects: tuple[PbProject, ...]
    votes: tuple[PbVote, ...]

    @property
    def vote_type(self) -> str:
        return self.meta.get("vote_type", "")

    @property
    def rule(self) -> str:
        return self.meta.get("rule", "")

    @property
    def budget(self) -> int:
        """Whole units of the file's currency; raises PabulibError where META has no usable budget."""
        return _needed_number(self.meta, "budget")

    @property
    def min_length(self) -> int | None:
        return _meta_number(self.meta, "min_length")

    @property
    def max_length(self) -> int | None:
        """Always 1 for choose-1, whether or not META repeats it."""
        return 1 if self.vote_type == "choose-1" else _meta_number(self.meta, "max_length")

    @property
    def max_sum_cost(self) -> int | None:
        return _meta_number(self.meta, "max_sum_cost")


def read_election(
    path: str | os.PathLike[str],
    *,
    on_progress: Callable[[int, int], None] | None = None,
    drop_repeats: bool = False,
) -> PbElection:
    """Return the election in a .pb file, or raise PabulibError with the first thing that is wrong with it.

    `on_progress(done_bytes, total_bytes)` is called now and then and once at the end; what it raises ends the
    reading. `drop_repeats` lets a vote that names a project twice count once for it instead of refusing the
    file: Warszawa-Wola 2022 as published has one. Columns that PbProject and PbVote lack are skipped, and so
    are coordinates that are no place on earth. A file that cannot be opened raises OSError as usual.
    """
    with Path(path).open("rb") as stream:
        total = os.fstat(stream.fileno()).st_size
        return _election(_lines(stream, total, on_progress), drop_repeats=drop_repeats)


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
    _election(_lines(BytesIO(outcome), len(outcome)))
    return iter(lines)


def _election(lines: Iterable[str], *, drop_repeats: bool = False) -> PbElection:
    rows = _Rows(lines)
    meta = _read_meta(rows)
    projects = _read_projects(rows)
    _require_count(meta, "num_projects", "PROJECTS", len(projects))
    ballots = _Ballots(PbElection(meta, projects, ()), drop_repeats=drop_repeats)
    votes = _read_votes(rows, ballots)
    _require_count(meta, "num_votes", "VOTES", len(votes))
    return PbElection(meta, projects, votes)


# Reading: bytes to lines, lines to rows, rows to sections


def _lines(
    stream: BinaryIO, total: int, on_progress: Callable[[int, int], None] | None = None
) -> Iterator[str]:
    """Yield the decoded lines with their ends; only a line feed ends one."""
    done = reported = number = 0
    if total > MAX_BYTES:
        raise PabulibError(f"the file is larger than {MAX_BYTES // 1_000_000} MB")
    while raw := stream.readline(MAX_LINE_BYTES + 1):
        number += 1
        done += len(raw)
        yield _decoded(raw, number)
        if on_progress and done - reported >= PROGRESS_STEP_BYTES:
            reported = done
            # The file may grow while it is read; a bar beyond its end helps nobody.
            on_progress(min(done, total), total)
    if on_progress:
        on_progress(total, total)


def _decoded(raw: bytes, line: int) -> str:
    if line == 1:
        for start, kind in _BINARY_STARTS.items():
            if raw.startswith(start):
                raise PabulibError(f"the file is {kind}, not the UTF-8 text of a .pb file")
        raw = raw.removeprefix(b"\xef\xbb\xbf")
    if b"\0" in raw:
        raise PabulibError("there is a NUL byte, so this is not a text file", line)
    if len(raw) > MAX_LINE_BYTES:
        raise PabulibError(f"the line is longer than {MAX_LINE_BYTES:,} bytes", line)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise PabulibError("the text is not UTF-8", line) from None


class _Rows:
    """The rows of a file, their cells stripped.

    `line` is where the last row started, `marker` the name of the section that comes next.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._reader = csv.reader(lines, delimiter=";", strict=True)
        self.line = 0
        self.marker = ""
        first = next(self, None)
        if first is None:
            raise PabulibError("the file is empty")
        if first != ["META"]:
            raise PabulibError(f"the file starts with {_quoted(first[0])} instead of META", self.line)
        self.marker = "META"

    def __iter__(self) -> Iterator[list[str]]:
        return self

    def __next__(self) -> list[str]:
        while True:
            self.line = self._reader.line_num + 1
            try:
                row = [cell.strip() for cell in next(self._reader)]
            except csv.Error:
                limit = f"longer than {csv.field_size_limit():,} characters"
                fault = f"badly quoted, never closed, broken by a lone carriage return or {limit}"
                raise PabulibError(f"a cell is {fault}", self.line) from None
            if row not in ([], [""]):
                return row

    def section(self, name: str, needed: tuple[str, ...]) -> Iterator[dict[str, str]]:
        """Yield the rows of one section by column name and stop at the name of the next section."""
        if self.marker != name:
            raise PabulibError(f"the {name} section is missing or out of order, so the file may be cut short")
        header = self._header(name, needed)
        self.marker = ""
        for number, row in enumerate(self, start=1):
            if len(row) == 1 and row[0] in MAX_ROWS:
                self.marker = row[0]
                return
            if number > MAX_ROWS[name]:
                raise PabulibError(f"the {name} section has more than {MAX_ROWS[name]:,} rows", self.line)
            if len(row) != len(header):
                numbers = f"{len(row)} where the header has {len(header)}"
                raise PabulibError(f"the number of cells is {numbers}", self.line)
            yield dict(zip(header, row, strict=True))

    def _header(self, name: str, needed: tuple[str, ...]) -> list[str]:
        marker_line = self.line
        header = next(self, None)
        if header is None:
            raise PabulibError(f"the file ends before the header of the {name} section", marker_line)
        for column in needed:
            if column not in header:
                raise PabulibError(f"the header of the {name} section has no {_quoted(column)}", self.line)
        if len(set(header)) != len(header):
            raise PabulibError(f"the header of the {name} section has a column twice", self.line)
        return header


# Reading: the three sections


def _read_meta(rows: _Rows) -> dict[str, str]:
    """Return META without empty values, its numbers in plain digits."""
    meta: dict[str, str] = {}
    lines: dict[str, int] = {}
    for row in rows.section("META", ("key", "value")):
        key = row["key"]
        if key in lines:
            raise PabulibError(f"META has {_quoted(key)} again, first given in line {lines[key]}", rows.line)
        lines[key] = rows.line
        if row["value"]:
            meta[key] = row["value"]
    for key in NEEDED_META:
        if key not in meta:
            raise PabulibError(f"META has no {_quoted(key)}")
    for key in _LEAST_META:
        number = _meta_number(meta, key, lines.get(key))
        if number is not None:
            meta[key] = str(number)
    if meta["vote_type"] not in VOTE_TYPES:
        fault = f"{_quoted(meta['vote_type'])}, which is none of {', '.join(VOTE_TYPES)}"
        raise PabulibError(f"the vote_type in META is {fault}", lines["vote_type"])
    return meta


def _read_projects(rows: _Rows) -> tuple[PbProject, ...]:
    projects: dict[str, PbProject] = {}
    for row in rows.section("PROJECTS", ("project_id", "cost")):
        project = _project(row, rows.line)
        known = projects.setdefault(project.project_id, project)
        if known is not project:
            listed = f"project {_quoted(project.project_id)} is listed again"
            raise PabulibError(f"{listed}, first in line {known.line}", rows.line)
    return tuple(projects.values())


def _project(row: Mapping[str, str], line: int) -> PbProject:
    project_id = row["project_id"]
    if not project_id:
        raise PabulibError("the project_id is empty", line)
    whose = f"of project {_quoted(project_id)}"
    votes, selected = row.get("votes", ""), row.get("selected", "")
    if selected not in ("", "0", "1", "2", "3"):
        mark = f"the selected mark {whose} is {_quoted(selected)}"
        raise PabulibError(f"{mark}, which is not 0, 1, 2 or 3", line)
    latitude, longitude = _place(row.get("latitude", ""), row.get("longitude", ""))
    return PbProject(
        project_id=project_id,
        cost=_number(row["cost"], f"the cost {whose}", least=1, line=line),
        name=row.get("name", ""),
        category=_listed(row.get("category", "")),
        votes=_number(votes, f"the number of votes {whose}", least=0, line=line) if votes else None,
        selected=int(selected) if selected else None,
        line=line,
        latitude=latitude,
        longitude=longitude,
    )


def _read_votes(rows: _Rows, ballots: "_Ballots") -> tuple[PbVote, ...]:
    votes: dict[str, PbVote] = {}
    for row in rows.section("VOTES", ("voter_id", "vote")):
        voter_id, line = row["voter_id"], rows.line
        if not voter_id:
            raise PabulibError("the voter_id is empty", line)
        if voter_id in votes:
            again = f"voter {_quoted(voter_id)} votes again, first in line {votes[voter_id].line}"
            raise PabulibError(again, line)
        choices = ballots.choices(row["vote"], voter_id, line)
        votes[voter_id] = PbVote(voter_id, choices, line, row.get("voting_method", ""))
    if rows.marker:
        raise PabulibError(f"a {rows.marker} section follows VOTES, which should be the last", rows.line)
    return tuple(votes.values())


def _require_count(meta: Mapping[str, str], key: str, section: str, found: int) -> None:
    if int(meta[key]) != found:
        reason = ", so the file may be cut short" if int(meta[key]) > found else ""
        raise PabulibError(f"META gives {key} as {meta[key]} and the {section} section has {found}{reason}")


class _Ballots:
    """The votes an election allows; votes with the same text are checked once and share one tuple."""

    def __init__(self, election: PbElection, *, drop_repeats: bool) -> None:
        self._costs = {project.project_id: project.cost for project in election.projects}
        # One string per project id, not one per vote: a city's file then takes a fraction of the memory.
        self._ids = {project_id: project_id for project_id in self._costs}
        self._least = election.min_length or 1
        self._most = election.max_length or len(self._costs)
        self._most_cost = election.max_sum_cost
        self._drop_repeats = drop_repeats
        self._known: dict[str, tuple[str, ...]] = {}

    def choices(self, text: str, voter_id: str, line: int) -> tuple[str, ...]:
        known = self._known.get(text)
        if known is None:
            named = [choice.strip() for choice in text.split(",")] if text else []
            if self._drop_repeats:
                named = list(dict.fromkeys(named))
            if fault := self._fault(named):
                raise PabulibError(f"the vote of voter {_quoted(voter_id)} {fault}", line)
            known = self._known[text] = tuple(self._ids[choice] for choice in named)
        return known

    def _fault(self, named: list[str]) -> str:
        """Return what is wrong with a vote, as the end of a sentence, or nothing."""
        if not named:
            return "is empty"
        for choice in named:
            if choice not in self._costs:
                return f"names project {_quoted(choice)}, which PROJECTS does not list"
        choice, times = Counter(named).most_common(1)[0]
        if times > 1:
            return f"names project {_quoted(choice)} more than once"
        if len(named) < self._least:
            return f"has length {len(named)}, under the min_length {self._least}"
        if len(named) > self._most:
            return f"has length {len(named)}, over the max_length {self._most}"
        cost = sum(self._costs[choice] for choice in named)
        if self._most_cost is not None and cost > self._most_cost:
            return f"costs {cost}, over the max_sum_cost {self._most_cost}"
        return ""


# Reading: single cells


def _needed_number(meta: Mapping[str, str], key: str) -> int:
    number = _meta_number(meta, key)
    if number is None:
        raise PabulibError(f"META has no {_quoted(key)}")
    return number


def _meta_number(meta: Mapping[str, str], key: str, line: int | None = None) -> int | None:
    text = meta.get(key)
    return _number(text, f"the {key} in META", least=_LEAST_META[key], line=line) if text else None


def _number(text: str, what: str, *, least: int, line: int | None) -> int:
    """Return a whole number written in plain digits, with or without a decimal part of zeros."""
    match = _WHOLE_NUMBER.fullmatch(text)
    if match is None or not least <= int(match[1]) <= MAX_NUMBER:
        bounds = f"a whole number from {least} to {MAX_NUMBER:,}"
        raise PabulibError(f"{what} is {_quoted(text)}, which is not {bounds}", line)
    return int(match[1])


def _place(latitude: str, longitude: str) -> tuple[float | None, float | None]:
    """Return both coordinates or neither: they only serve a map, so a bad one does not refuse the file."""
    try:
        north, east = float(latitude.replace(",", ".")), float(longitude.replace(",", "."))
    except ValueError:
        return None, None
    return (north, east) if abs(north) <= 90 and abs(east) <= 180 else (None, None)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in text.split(",") if item.strip())


def _quoted(text: str) -> str:
    """Return foreign text fit for a sentence: short, on one line and in quotation marks."""
    shown = text if len(text) <= 40 else text[:39] + "…"
    return '"' + "".join(letter if letter.isprintable() else " " for letter in shown) + '"'


# Writing


def _refuse_unwritable(project: PbProject) -> None:
    shown = _quoted(project.project_id)
    # A project called VOTES would open a section in the readers that look at the first cell only.
    if not _CLEAN_ID.fullmatch(project.project_id) or project.project_id.upper() in MAX_ROWS:
        raise PabulibError(f"{shown} cannot serve as a project_id")
    for item in project.category:
        if "," in item:
            raise PabulibError(f"the category {_quoted(item)} of project {shown} has a comma")


def _meta_lines(election: PbElection) -> Iterator[str]:
    numbers = {"num_projects": str(len(election.projects)), "num_votes": str(len(election.votes))}
    meta = {**election.meta, **numbers}
    yield "META\n"
    yield "key;value\n"
    for key in META_ORDER:
        if meta.get(key, "").strip():
            yield _line((key, meta[key]))


def _project_lines(projects: tuple[PbProject, ...]) -> Iterator[str]:
    rows = [_project_cells(project) for project in projects]
    filled = {column for row in rows for column, cell in row.items() if cell}
    columns = [column for column in PROJECT_COLUMNS if column in filled | {"project_id", "cost"}]
    yield "PROJECTS\n"
    yield _line(columns)
    for row in rows:
        yield _line(row[column] for column in columns)


def _project_cells(project: PbProject) -> dict[str, str]:
    return {
        "project_id": project.project_id,
        "cost": str(project.cost),
        "votes": _shown(project.votes),
        "name": project.name.strip(),
        "category": ",".join(item.strip() for item in project.category if item.strip()),
        "selected": _shown(project.selected),
        "latitude": _shown(project.latitude),
        "longitude": _shown(project.longitude),
    }


def _shown(number: float | None) -> str:
    return "" if number is None else repr(number)


def _vote_lines(votes: tuple[PbVote, ...]) -> Iterator[str]:
    has_method = any(vote.voting_method for vote in votes)
    yield "VOTES\n"
    yield _line(("voter_id", "vote", *(["voting_method"] if has_method else [])))
    for vote in votes:
        yield _line((vote.voter_id, ",".join(vote.choices), *([vote.voting_method] if has_method else [])))


def _line(cells: Iterable[str]) -> str:
    return ";".join(_cell(cell.strip()) for cell in cells) + "\n"


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text
