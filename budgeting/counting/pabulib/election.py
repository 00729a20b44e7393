"""What a .pb file holds, and the error for one that cannot be taken.

Source: the format at pabulib.org/format; Faliszewski et al., arXiv 2305.11035.
"""

from dataclasses import dataclass, field

from budgeting.counting.pabulib.cells import shown, whole_number

MAX_NUMBER = 10**12
MAX_POINTS = 10**9  # with MAX_ROWS votes their sum stays below 2^53, where floats hold every whole number
MAX_SCORE = 2**53
VOTE_TYPES_WITH_POINTS = ("cumulative", "scoring")
# The numbers in META that we use, each with the least it may be.
LEAST_META = {
    "num_projects": 0,
    "num_votes": 0,
    "budget": 1,
    "min_length": 0,
    "max_length": 1,
    "max_sum_cost": 1,
    "min_project_score_threshold": 0,
}


class PabulibError(ValueError):
    """A .pb file that cannot be taken; str() is one English sentence, naming the line where it is known."""

    def __init__(self, clause: str, line: int | None = None) -> None:
        # Both go to the base class, from whose arguments pickle makes the error anew in another process.
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

    `votes` and `score` (the sum of points) are the numbers the file states, not a recount. `selected` is the file's own mark: 1 selected by the
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
    score: int | None = None

    @property
    def is_selected(self) -> bool | None:
        """Whether the stated rule selected it: marks 2 and 3 are False, no mark is None."""
        return None if self.selected is None else self.selected == 1


@dataclass(frozen=True, slots=True)
class PbVote:
    """One row of VOTES: project ids in the order of the file, for an ordinal vote the best first.

    `points` are given to the choices in the same order; empty where the file has no such column.
    """

    voter_id: str
    choices: tuple[str, ...]
    line: int = field(default=0, compare=False)
    voting_method: str = ""
    points: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PbElection:
    """A whole file: META as text, projects and votes in the order of the file."""

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
        budget = self._number("budget")
        if budget is None:
            raise PabulibError('META has no "budget"')
        return budget

    @property
    def min_length(self) -> int | None:
        return self._number("min_length")

    @property
    def max_length(self) -> int | None:
        """Always 1 for choose-1, whether or not META repeats it."""
        return 1 if self.vote_type == "choose-1" else self._number("max_length")

    @property
    def max_sum_cost(self) -> int | None:
        return self._number("max_sum_cost")

    @property
    def threshold(self) -> int:
        """The fewest votes or points of a winner under `greedy-threshold`."""
        return self._number("min_project_score_threshold") or 0

    def _number(self, key: str) -> int | None:
        text = self.meta.get(key)
        return meta_number(key, text) if text else None


def meta_number(key: str, text: str, line: int | None = None) -> int:
    return bounded_number(text, f"the {key} in META", least=LEAST_META[key], line=line)


def bounded_number(text: str, what: str, *, least: int, line: int | None, most: int = MAX_NUMBER) -> int:
    """Return the whole number in a cell, or raise PabulibError, whose sentence calls it `what`."""
    number = whole_number(text)
    if number is None or not least <= number <= most:
        bounds = f"a whole number from {least} to {most:,}"
        raise PabulibError(f"{what} is {shown(text)}, which is not {bounds}", line)
    return number
