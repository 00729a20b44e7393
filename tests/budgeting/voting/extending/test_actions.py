"""Extending a vote."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils.translation import override

from budgeting.cycles.stages import Stage
from budgeting.errors import NotAllowed, NotPossible
from budgeting.motions.models import Motion
from budgeting.voting.extending.actions import move_extension, second_extension
from budgeting.voting.extending.models import ExtensionCode, VoteExtension
from portal.accounts.models import RoleKind, User
from portal.accounts.roles import grant_role
from portal.clock import now, pinned
from portal.log.models import Entry
from tests.budgeting.voting.extending.outages import HOUR, MINUTE, extend, move
from tests.factories import make_vote
from tests.people import ROLES, Cast


def test_the_end_moves_when_another_official_seconds(cast: Cast) -> None:
    cycle = make_vote(cast)
    old, new = cycle.voting_until_at, cycle.voting_until_at + 2 * HOUR
    motion = move(cast, cycle, new, reason="  Snow.  ")
    cycle.refresh_from_db()
    assert cycle.voting_until_at == old

    extension = second_extension(motion, by=cast.other_official)

    cycle.refresh_from_db()
    assert (cycle.voting_until_at, extension.from_until_at, extension.until_at) == (new, old, new)
    assert (extension.code, extension.reason, extension.reason_language) == (ExtensionCode.WEATHER, "Snow.", "en")
    assert (extension.objections_from_until_at, extension.implementing_from_until_at) == (None, None)
    entry = Entry.objects.get(act="extend_vote")
    assert (entry.by, entry.facts["from_at"], entry.facts["until_at"]) == (
        cast.other_official,
        old.isoformat(),
        new.isoformat(),
    )


def test_later_dates_move_where_the_order_asks_for_it(cast: Cast) -> None:
    cycle = make_vote(cast)
    objections, implementing = cycle.objections_until_at, cycle.implementing_until_at
    longer = timedelta(days=15)

    extension = extend(cast, cycle, cycle.voting_until_at + longer)

    assert (cycle.objections_until_at, cycle.implementing_until_at) == (objections + longer, implementing + longer)
    assert (extension.objections_from_until_at, extension.implementing_from_until_at) == (objections, implementing)
    cycle.full_clean()


def test_a_vote_can_be_extended_again(cast: Cast) -> None:
    cycle = make_vote(cast)
    ends = [cycle.voting_until_at + hours * HOUR for hours in (1, 2)]

    for end in ends:
        extend(cast, cycle, end)

    assert list(VoteExtension.objects.values_list("until_at", flat=True)) == ends


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        (0, "The new end must be later than the present one, and still to come."),
        (-1, "The new end must be later than the present one, and still to come."),
        (24 * 31 + 1, "A vote is extended by at most 31 days."),
    ],
)
def test_an_end_that_is_not_later_or_too_late_is_refused(cast: Cast, hours: int, sentence: str) -> None:
    cycle = make_vote(cast)

    with pytest.raises(NotPossible) as refusal:
        move(cast, cycle, cycle.voting_until_at + hours * HOUR)

    assert (refusal.value.faults, Motion.objects.count()) == ({"until_at": sentence}, 0)


@pytest.mark.parametrize("reason", ["", " \u200b ", "x" * 501])
def test_an_extension_needs_a_reason_the_public_can_read(cast: Cast, reason: str) -> None:
    cycle = make_vote(cast)

    with pytest.raises(NotPossible) as refusal:
        move(cast, cycle, cycle.voting_until_at + HOUR, reason=reason)

    assert (list(refusal.value.faults), Motion.objects.count()) == (["reason"], 0)


def test_an_unknown_code_is_refused(cast: Cast) -> None:
    cycle = make_vote(cast)

    with pytest.raises(NotPossible) as refusal:
        move_extension(cycle, by=cast.official, until_at=cycle.voting_until_at + HOUR, code="x", reason="Snow.")

    assert list(refusal.value.faults) == ["code"]


def test_only_while_the_vote_is_open(cast: Cast) -> None:
    cycle = make_vote(cast)
    new = cycle.voting_until_at + 5 * HOUR
    for instant in (cycle.voting_from_at - MINUTE, cycle.voting_until_at, cycle.voting_until_at + 5 * MINUTE):
        with pinned(instant), pytest.raises(NotPossible, match="only while it is open"):
            move(cast, cycle, new)

    motion = move(cast, cycle, new)
    with pinned(cycle.voting_until_at), pytest.raises(NotPossible, match="only while it is open"):
        second_extension(motion, by=cast.other_official)

    assert (VoteExtension.objects.count(), Motion.objects.waiting().count()) == (0, 1)


def test_a_motion_of_another_end_is_void(cast: Cast) -> None:
    """Moved under one end of the vote, seconded under another: nobody agreed to that."""
    cycle = make_vote(cast)
    motion = move(cast, cycle, cycle.voting_until_at + 2 * HOUR)
    cycle.voting_until_at += HOUR
    cycle.save()

    with pytest.raises(NotPossible, match="has changed since"):
        second_extension(motion, by=cast.other_official)


@pytest.mark.parametrize("name", [name for name in (*ROLES, "resident") if "official" not in name])
def test_an_extension_is_for_officials(cast: Cast, elsewhere: Cast, name: str) -> None:
    cycle = make_vote(cast)
    new = cycle.voting_until_at + HOUR
    motion = move(cast, cycle, new)

    for person in (getattr(cast, name), elsewhere.official):
        with pytest.raises(NotAllowed):
            move_extension(cycle, by=person, until_at=new, code=ExtensionCode.OTHER, reason="x")
        with pytest.raises(NotAllowed):
            second_extension(motion, by=person)

    assert VoteExtension.objects.count() == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_second_at_once_extend_once(cast: Cast) -> None:
    grant_role(cast.administrator, RoleKind.OFFICIAL, cast.municipality)
    cycle = make_vote(cast)
    new = cycle.voting_until_at + HOUR
    motion, told = move(cast, cycle, new), []

    def second(person: User) -> None:
        with override("en"):  # a thread begins in the site's language
            try:
                second_extension(motion, by=person)
                told.append("")
            except NotPossible as refusal:
                told.append(str(refusal))
        connections.close_all()

    threads = [threading.Thread(target=second, args=[who]) for who in (cast.other_official, cast.administrator)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    cycle.refresh_from_db()
    assert sorted(told) == ["", "This motion has been settled already."]
    assert (VoteExtension.objects.count(), cycle.voting_until_at, cycle.stage_at(now())) == (1, new, Stage.VOTING)
