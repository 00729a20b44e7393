"""One municipality with something of everything, and a person for every column of the table."""

from dataclasses import dataclass, field, fields

from budgeting.cycles.stages import Stage
from budgeting.results.actions import count_cycle
from portal.accounts.models import User
from portal.accounts.roles import grant_role
from tests.factories import (
    make_cycle,
    make_draft,
    make_feasible,
    make_published,
    make_submitted,
    open_vote,
)
from tests.people import ROLES, Cast

COLUMNS = (
    *("anonymous", "author", "neighbour", "moderator", "reviewer", "official", "booth_officer", "translator"),
    *("administrator", "observer", "foreign"),
)


@dataclass
class World:
    """`things` are what fills in addresses, by the keys of the table; `people` are by column."""

    people: dict[str, User | None]
    things: dict[str, object] = field(default_factory=dict)

    def args(self, keys: str) -> list[object]:
        return [] if keys == "-" else [self.things.get(key, key) for key in keys.split(",")]


def make_world(cast: Cast, elsewhere: Cast) -> World:
    foreign = elsewhere.neighbour
    for kind in ROLES.values():
        grant_role(foreign, kind, elsewhere.municipality)
    everything = elsewhere.resident  # who holds every role here, and has no part in anything
    for kind in ROLES.values():
        grant_role(everything, kind, cast.municipality)
    known = {one.name: getattr(cast, one.name) for one in fields(Cast) if one.name != "municipality"}
    people = {**known, "author": cast.resident, "anonymous": None, "foreign": foreign, "everything": everything}
    proposing, reviewing = make_cycle(cast), make_cycle(cast, Stage.REVIEWING)
    counted = make_cycle(cast, Stage.OBJECTIONS)
    make_feasible(cast, counted)
    open_vote(cast, counted)
    count_cycle(counted, by=cast.official)
    things = {
        "cycle": proposing.pk,
        "reviewing": reviewing.pk,
        "preparing": make_cycle(cast, Stage.PREPARING).pk,
        "counted": counted.pk,
        "place": cast.municipality.slug,
        "draft": make_draft(cast, proposing).pk,
        "submitted": make_submitted(cast, proposing).pk,
        "published": make_published(cast, proposing).pk,
    }
    return World(people, things)
