"""The cast: people with names, each in the same place in every test."""

from dataclasses import dataclass

import pytest

from portal.accounts.models import RoleKind, User
from portal.accounts.roles import grant_role
from portal.places.models import Municipality


@dataclass
class Cast:
    """Everyone of one municipality; the resident writes proposals, the neighbour and the stranger do not."""

    municipality: Municipality
    resident: User
    neighbour: User
    moderator: User
    other_moderator: User
    reviewer: User
    other_reviewer: User
    official: User
    other_official: User
    booth_officer: User
    translator: User
    administrator: User
    observer: User


ROLES = {
    "moderator": RoleKind.MODERATOR,
    "other_moderator": RoleKind.MODERATOR,
    "reviewer": RoleKind.REVIEWER,
    "other_reviewer": RoleKind.REVIEWER,
    "official": RoleKind.OFFICIAL,
    "other_official": RoleKind.OFFICIAL,
    "booth_officer": RoleKind.BOOTH_OFFICER,
    "translator": RoleKind.TRANSLATOR,
    "administrator": RoleKind.ADMINISTRATOR,
    "observer": RoleKind.OBSERVER,
}


def make_cast(slug: str = "marneuli") -> Cast:
    from tests.factories import make_municipality  # the factories know the cast

    municipality = make_municipality(slug)
    names = ["resident", "neighbour", *ROLES]
    people = {
        name: User.objects.create_user(f"{name}@{slug}.example", display_name=name.capitalize()) for name in names
    }
    for name, kind in ROLES.items():
        grant_role(people[name], kind, municipality)
    return Cast(municipality=municipality, **people)


@pytest.fixture
def cast(db: None) -> Cast:
    """Marneuli's people."""
    return make_cast()


@pytest.fixture
def elsewhere(db: None) -> Cast:
    """Another municipality's people, who must not reach into Marneuli."""
    return make_cast("bolnisi")
