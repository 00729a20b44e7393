"""One envelope and the projects that compete for it: what every rule counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from budgeting.counting.lots import lot_order
from budgeting.counting.profile import Profile


@dataclass(frozen=True)
class Contest:
    """`places[c]` is the place of project c among equals. `rivals[c]` are the projects that cannot be built
    beside c; a `withdrawn` project keeps its votes and cannot win. The envelope is in the unit of the costs.
    """

    profile: Profile
    envelope: int
    places: tuple[int, ...]
    withdrawn: frozenset[int] = frozenset()
    rivals: tuple[frozenset[int], ...] = ()

    @cached_property
    def barred_by(self) -> tuple[frozenset[int], ...]:
        return self.rivals or (frozenset(),) * len(self.profile.ids)

    def runners(self, threshold: int) -> list[int]:
        """The projects that may win: not withdrawn, chosen by somebody, with enough votes or points."""
        votes = self.profile.votes
        return [c for c in range(len(votes)) if c not in self.withdrawn and votes[c] >= max(1, threshold)]

    def is_settled_by_lot(self, project: int, tied: Iterable[int]) -> bool:
        """Whether cost and votes do not tell the project from one of those tied with it."""
        costs, votes = self.profile.costs, self.profile.votes
        return any((costs[c], votes[c]) == (costs[project], votes[project]) for c in tied)


def places_of(profile: Profile, lot: Sequence[str]) -> tuple[int, ...]:
    """The place of each project among equals: lower cost, more votes, then its place in the lot."""
    drawn = {project: place for place, project in enumerate(lot)}
    order = sorted(range(len(profile.ids)), key=lambda c: (profile.costs[c], -profile.votes[c], drawn[profile.ids[c]]))
    places = {c: place for place, c in enumerate(order)}
    return tuple(places[c] for c in range(len(profile.ids)))


def lot_of(ids: Iterable[str], seed: str) -> tuple[str, ...]:
    """The ids in the order of the lot drawn from the seed; as text, where no lot was drawn."""
    return lot_order(ids, seed) if seed else tuple(sorted(ids))
