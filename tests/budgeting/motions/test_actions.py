"""The two-person rule: moved by one official, done when another seconds, or dropped."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, transaction

from budgeting.cycles.models import Cycle
from budgeting.errors import NotAllowed, NotPossible
from budgeting.motions.actions import drop, move, second
from budgeting.motions.models import Act, Motion
from portal.accounts.models import Role, User
from portal.log.models import Entry
from tests.budgeting.at_once import PATIENCE, said
from tests.factories import make_cycle
from tests.people import ROLES, Cast

OTHERS = ["resident", "neighbour", *(name for name in ROLES if "official" not in name)]
FACTS = {"until": "2026-12-01"}
SETTLED = "This motion has been settled already."


def moved(cast: Cast, **facts: str) -> Motion:
    return move(make_cycle(cast), Act.EXTEND, by=cast.official, facts=FACTS, **facts)


def test_move_stores_the_facts_and_does_nothing_else(cast: Cast) -> None:
    motion = moved(cast)

    assert list(Motion.objects.waiting()) == [motion]
    assert (motion.moved_by, motion.facts, motion.seconded_by, motion.dropped_at) == (cast.official, FACTS, None, None)
    entry = Entry.objects.get(act="move_motion")
    assert (entry.by, entry.facts) == (
        cast.official,
        {"cycle": motion.cycle_id, "motion": motion.pk, "moved": "extend", **FACTS},
    )


def test_second_by_another_official_settles_it(cast: Cast) -> None:
    motion = moved(cast)

    with transaction.atomic():
        settled = second(motion, by=cast.other_official)

    assert (settled.seconded_by, settled.seconded_at is None) == (cast.other_official, False)
    assert Motion.objects.waiting().count() == 0
    assert Entry.objects.get(act="second_motion").by == cast.other_official


def test_who_moved_does_not_second(cast: Cast) -> None:
    motion = moved(cast)

    with pytest.raises(NotPossible) as refusal, transaction.atomic():
        second(motion, by=cast.official)

    assert str(refusal.value) == "You moved this yourself; another official has to second it."
    assert list(Motion.objects.waiting()) == [motion]


@pytest.mark.parametrize("name", OTHERS)
def test_only_officials_move_second_and_drop(cast: Cast, name: str) -> None:
    motion, other = moved(cast), getattr(cast, name)

    with pytest.raises(NotAllowed):
        move(motion.cycle, Act.CLOSE, by=other, facts={})
    with pytest.raises(NotAllowed), transaction.atomic():
        second(motion, by=other)
    with pytest.raises(NotAllowed):
        drop(motion, by=other)

    assert list(Motion.objects.waiting()) == [motion]


def test_another_municipalitys_official_moves_seconds_and_drops_nothing(cast: Cast, elsewhere: Cast) -> None:
    motion = moved(cast)

    with pytest.raises(NotAllowed):
        move(motion.cycle, Act.CLOSE, by=elsewhere.official, facts={})
    with pytest.raises(NotAllowed), transaction.atomic():
        second(motion, by=elsewhere.official)
    with pytest.raises(NotAllowed):
        drop(motion, by=elsewhere.official)


def test_a_motion_whose_mover_is_no_official_any_more_is_not_seconded(cast: Cast) -> None:
    motion = moved(cast)
    Role.objects.filter(user=cast.official).delete()

    with pytest.raises(NotPossible), transaction.atomic():
        second(motion, by=cast.other_official)

    drop(motion, by=cast.other_official)
    assert Motion.objects.waiting().count() == 0


@pytest.mark.parametrize("settle", ["second", "drop"])
def test_a_settled_motion_is_neither_seconded_nor_dropped(cast: Cast, settle: str) -> None:
    motion = moved(cast)
    with transaction.atomic():
        {"second": second, "drop": drop}[settle](motion, by=cast.other_official)

    for act in (second, drop):
        with pytest.raises(NotPossible) as refusal, transaction.atomic():
            act(motion, by=cast.other_official)
        assert str(refusal.value) == SETTLED
    assert Entry.objects.filter(act__in=["second_motion", "drop_motion"]).count() == 1


def test_the_same_is_moved_once_and_again_when_it_is_settled(cast: Cast) -> None:
    motion = moved(cast)

    with pytest.raises(NotPossible) as refusal:
        move(motion.cycle, Act.EXTEND, by=cast.other_official, facts={})
    assert str(refusal.value) == "This has been moved already; another official has to second it."
    move(motion.cycle, Act.EXTEND, by=cast.official, facts={}, subject="another")
    move(motion.cycle, Act.CLOSE, by=cast.official, facts={})
    drop(motion, by=cast.official)

    assert move(motion.cycle, Act.EXTEND, by=cast.other_official, facts={}).pk != motion.pk


@pytest.mark.parametrize("facts", [{"act": "reopen"}, {"seconded_by": "mover"}])
def test_the_database_refuses_an_unknown_act_and_a_motion_of_one_person(cast: Cast, facts: dict[str, str]) -> None:
    motion = moved(cast)
    changed = {key: motion.moved_by if value == "mover" else value for key, value in facts.items()}

    with pytest.raises(IntegrityError), transaction.atomic():
        Motion.objects.filter(pk=motion.pk).update(**changed)


def second_in_thread(motion_pk: int, official_pk: int, barrier: Barrier) -> None:
    motion, official = Motion.objects.get(pk=motion_pk), User.objects.get(pk=official_pk)
    barrier.wait(PATIENCE)
    with transaction.atomic():
        second(motion, by=official)


def move_in_thread(cycle_pk: int, official_pk: int, barrier: Barrier) -> None:
    cycle, official = Cycle.objects.get(pk=cycle_pk), User.objects.get(pk=official_pk)
    barrier.wait(PATIENCE)
    move(cycle, Act.CLOSE, by=official, facts={})


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_second_or_move_at_once_one_is_told(cast: Cast) -> None:
    for _round in range(5):
        motion, barrier = moved(cast), Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            both = [pool.submit(said, second_in_thread, motion.pk, cast.other_official.pk, barrier) for _one in "ab"]
            assert sorted(job.result(PATIENCE) for job in both) == ["", SETTLED]
            people = (cast.official, cast.other_official)
            both = [pool.submit(said, move_in_thread, motion.cycle_id, one.pk, Barrier(1)) for one in people]
            assert sorted(bool(job.result(PATIENCE)) for job in both) == [False, True]
