"""What the database itself refuses of a cycle, and what a cycle says of itself."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from budgeting.cycles.models import Cycle, GateSignature
from budgeting.cycles.queries import current_cycles, cycles_of
from budgeting.cycles.stages import Stage
from tests.budgeting.cycles.whole_cycle import bare_cycle
from tests.factories import dates_at, make_cycle
from tests.people import Cast

DATES = dates_at(Stage.PROPOSING)


@pytest.mark.parametrize(
    "broken",
    [
        {"proposing_until_at": DATES["proposing_from_at"]},
        {"voting_from_at": DATES["proposing_until_at"] - timedelta(seconds=1)},
        {"voting_until_at": DATES["voting_from_at"]},
        {"objections_until_at": DATES["voting_until_at"] - timedelta(seconds=1)},
        {"implementing_until_at": DATES["objections_until_at"] - timedelta(seconds=1)},
        {"supporting_until_at": DATES["proposing_until_at"] - timedelta(seconds=1)},
        {"supporting_until_at": DATES["voting_from_at"] + timedelta(seconds=1)},
        {"envelope_tetri": 0},
        {"min_age": 21},
        {"ballot_kind": "ranking"},
        {"min_projects": 0},
        {"min_projects": 3, "max_projects": 2},
    ],
    ids=lambda broken: "-".join(broken),
)
def test_database_refuses_a_broken_cycle(cast: Cast, broken: dict[str, Any]) -> None:
    cycle = bare_cycle(cast)
    for field, value in {**DATES, **broken}.items():
        setattr(cycle, field, value)

    with pytest.raises(IntegrityError), transaction.atomic():
        cycle.save()


def test_database_takes_the_same_cycle_unbroken(cast: Cast) -> None:
    bare_cycle(cast).save()

    assert Cycle.objects.count() == 1


def test_database_takes_one_signature_per_official_and_gate(cast: Cast) -> None:
    cycle = make_cycle(cast)
    [signature] = cycle.signatures.all()

    with pytest.raises(IntegrityError), transaction.atomic():
        GateSignature.objects.create(cycle=cycle, gate=signature.gate, by=signature.by)
    with pytest.raises(IntegrityError), transaction.atomic():
        GateSignature.objects.create(cycle=cycle, gate="kitchen", by=signature.by)


def test_address_is_the_number_and_a_readable_slug(cast: Cast) -> None:
    cycle = make_cycle(cast, title_en="Lamps for Sadakhlo")

    assert cycle.address == f"{cycle.pk}-lamps-for-sadakhlo"


def test_current_cycles_are_the_newest_public_ones(cast: Cast, elsewhere: Cast) -> None:
    make_cycle(cast, Stage.CLOSED)
    newest = make_cycle(cast)
    make_cycle(cast, Stage.PREPARING)
    other = make_cycle(elsewhere, Stage.VOTING)

    assert current_cycles() == {cast.municipality.pk: newest, elsewhere.municipality.pk: other}


def test_cycles_of_a_municipality_are_its_public_ones_newest_first(cast: Cast, elsewhere: Cast) -> None:
    old, new = make_cycle(cast, Stage.CLOSED), make_cycle(cast)
    make_cycle(cast, Stage.PREPARING)
    make_cycle(elsewhere)

    assert cycles_of(cast.municipality) == [new, old]
