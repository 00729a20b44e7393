"""What belongs to an election beside its file: withdrawals, places that exclude one another, areas, late ballots,
the lot. All of it is data, so that nothing in a count is settled by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

MAX_POINTS = 10**9


class ConditionsError(ValueError):
    """Conditions that do not fit the election; str() is one English sentence."""


@dataclass(frozen=True, slots=True)
class Area:
    """Projects with an envelope of their own; they are counted by themselves, by those who chose any of them."""

    name: str
    envelope: int
    projects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conditions:
    """- `withdrawn`: ids of projects that keep their votes and cannot win.
    - `one_of`: groups of ids of which only one can be built.
    - `areas`: if there are any, every project is in one of them; the file's budget is then not used.
    - `late_ballots`: counted beside those of the file; each {project id: points}.
    - `lot_seed`: the seed the lot is drawn from (`lots.py`), or
    - `lot`: all ids in an order drawn otherwise, in public. Without either, equals go by their id as text.
    """

    withdrawn: tuple[str, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    areas: tuple[Area, ...] = ()
    late_ballots: tuple[Mapping[str, int], ...] = ()
    lot_seed: str = ""
    lot: tuple[str, ...] = ()

    def check(self, ids: tuple[str, ...]) -> None:
        """ConditionsError where they do not fit an election with these projects."""
        named = {*self.withdrawn, *(one for group in self.one_of for one in group)}
        named.update(one for ballot in self.late_ballots for one in ballot)
        placed = [one for area in self.areas for one in area.projects]
        if unknown := sorted(named.union(placed, self.lot).difference(ids)):
            raise ConditionsError(f"The conditions name a project that does not stand in the election: {unknown[0]}.")
        if self.areas and sorted(placed) != sorted(ids):
            raise ConditionsError("Every project must stand in exactly one area.")
        if self.lot and sorted(self.lot) != sorted(ids):
            raise ConditionsError("The lot must name every project exactly once.")
        if any(not 0 <= given <= MAX_POINTS for ballot in self.late_ballots for given in ballot.values()):
            raise ConditionsError(f"A late ballot gives points that are not from 0 to {MAX_POINTS:,}.")
        if any(area.envelope < 1 for area in self.areas):
            raise ConditionsError("Every area needs an envelope.")


def conditions_as_data(conditions: Conditions) -> dict[str, Any]:
    return asdict(conditions)


def conditions_from_data(data: Mapping[str, Any]) -> Conditions:
    """What `conditions_as_data` wrote, from JSON; ConditionsError for anything else."""
    names = {field.name for field in fields(Conditions)}
    if data.keys() != names:
        raise ConditionsError(f"The conditions name {sorted(data)}, not {sorted(names)}.")
    try:
        return Conditions(
            _texts(data["withdrawn"]),
            tuple(map(_texts, _listed(data["one_of"]))),
            tuple(Area(_text(a["name"]), _whole(a["envelope"]), _texts(a["projects"])) for a in _listed(data["areas"])),
            tuple({one: _whole(given) for one, given in b.items()} for b in _listed(data["late_ballots"])),
            _text(data["lot_seed"]),
            _texts(data["lot"]),
        )
    except (TypeError, KeyError, AttributeError) as error:
        raise ConditionsError("The conditions are not of the form this program writes.") from error


def _listed(value: object) -> Sequence[Any]:
    if not isinstance(value, list | tuple):
        raise TypeError
    return value


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(_text, _listed(value)))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value
