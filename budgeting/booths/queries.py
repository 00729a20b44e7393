"""How far each booth is. Nothing here says what a ballot holds, or, before all is typed, whether typings agree."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import Count, F, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from budgeting.booths.models import Booth, BoothProtocol, PaperEntry, RollConflict, SheetBatch, SpoiledSheet, Typing
from budgeting.booths.permissions import WORKING
from budgeting.cycles.models import Cycle
from budgeting.voting.models import Roll
from budgeting.waiting import Task, Waiting
from portal.accounts.models import User
from portal.accounts.roles import places_as
from portal.clock import now


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a box is typed. `differing` are the numbers a third person has still to settle; empty, and unknown to
    all, until every ballot is typed twice: else each would learn whether the other had read the same."""

    in_box: int | None
    once: int
    twice: int
    differing: frozenset[int]
    settled: int

    @property
    def is_typed(self) -> bool:
        return self.in_box is not None and self.twice == self.in_box

    @property
    def is_ready(self) -> bool:
        return self.is_typed and not self.differing


class BoothStage(models.TextChoices):
    """What comes next at a booth."""

    VOTING = "voting", pgettext_lazy("state of a booth", "The vote is not over")
    BOX = "box", pgettext_lazy("state of a booth", "The box is to be opened")
    TYPING = "typing", pgettext_lazy("state of a booth", "Ballots are being typed")
    SETTLING = "settling", pgettext_lazy("state of a booth", "Differences are to be settled")
    SIGNING = "signing", pgettext_lazy("state of a booth", "The protocol is to be signed")
    COUNTERSIGNING = "countersigning", pgettext_lazy("state of a booth", "The protocol waits for a second signature")
    DONE = "done", pgettext_lazy("state of a booth", "The protocol is signed by two people")


@dataclass(frozen=True, slots=True)
class BoothState:
    """A booth with all its numbers: sheets received and spoiled, people stamped, ballots typed, its protocol."""

    booth: Booth
    received: int
    spoiled: int
    stamped: int
    conflicts: int
    progress: Progress
    protocol: BoothProtocol | None
    stage: BoothStage


def booth_states(cycle: Cycle) -> list[BoothState]:
    """The state of every booth of the cycle, in the order they were set up."""
    return _states(cycle, Booth.objects.filter(cycle=cycle))


def booth_state(booth: Booth) -> BoothState:
    return _states(booth.cycle, Booth.objects.filter(pk=booth.pk))[0]


def progress(booth: Booth) -> Progress:
    return _progress(booth.ballots_in_box, PaperEntry.objects.filter(booth=booth))


def next_number(booth: Booth, user: User) -> int | None:
    """The lowest number this person may still type; None where there is none."""
    return _next_of(user, booth, booth.entries.all())


def _next_of(user: User, booth: Booth, entries: Iterable[PaperEntry]) -> int | None:
    typed: dict[int, list[int]] = defaultdict(list)
    for entry in entries:
        typed[entry.number].append(entry.by_id)
    own = (
        number
        for number in range(1, (booth.ballots_in_box or 0) + 1)
        if len(typed[number]) < Typing.SECOND and user.pk not in typed[number]
    )
    return next(own, None)


def to_count(user: User) -> Waiting:
    """Booths after the vote whose box is to be opened, with ballots this person may type, or a protocol to sign."""
    is_over = Q(cycle__voting_cleared_at__isnull=False, cycle__voting_until_at__lte=now())
    booths = _of(user, Booth.objects.filter(is_over, protocol__isnull=True)).select_related("cycle__municipality")
    entries = _entries_of(booths)
    stages = {one.pk: _stage(one.cycle, _progress(one.ballots_in_box, entries[one.pk]), None) for one in booths}
    found = [
        one.pk
        for one in booths
        if stages[one.pk] in (BoothStage.BOX, BoothStage.SIGNING)
        or (stages[one.pk] == BoothStage.TYPING and _next_of(user, one, entries[one.pk]))
    ]
    return Waiting(
        booths.filter(pk__in=found),
        Q(pk__in=[]),
        ("pk",),
        lambda booth: _task(booth, stages[booth.pk].label, _COUNTED_AT[stages[booth.pk]]),
    )


_COUNTED_AT = {
    BoothStage.BOX: "desk_booth",
    BoothStage.TYPING: "desk_booth_typing",
    BoothStage.SIGNING: "desk_booth_protocol",
}


def _entries_of(booths: QuerySet[Booth]) -> dict[int, list[PaperEntry]]:
    entries: dict[int, list[PaperEntry]] = defaultdict(list)
    for entry in PaperEntry.objects.filter(booth__in=booths).order_by():
        entries[entry.booth_id].append(entry)
    return entries


def to_settle(user: User) -> Waiting:
    """Booths with ballots that two people have typed differently and this person has not typed."""
    open_booths = _of(user, Booth.objects.filter(ballots_in_box__isnull=False)).exclude(
        protocol__countersigned_at__isnull=False
    )
    entries = _entries_of(open_booths)
    found = [booth.pk for booth in open_booths if _left_to(user, booth, entries[booth.pk])]
    rows = Booth.objects.filter(pk__in=found).select_related("cycle__municipality")
    return Waiting(
        rows, Q(pk__in=[]), ("pk",), lambda booth: _task(booth, _("Ballots that differ"), "desk_booth_settling")
    )


def to_countersign(user: User) -> Waiting:
    """Booths whose protocol somebody else has signed."""
    waiting = Booth.objects.filter(protocol__isnull=False, protocol__countersigned_at__isnull=True)
    rows = _of(user, waiting).exclude(protocol__signed_by=user).select_related("cycle__municipality")
    return Waiting(
        rows, Q(pk__in=[]), ("pk",), lambda booth: _task(booth, BoothStage.COUNTERSIGNING.label, "desk_booth_protocol")
    )


def numbers_for(user: User, booth: Booth) -> list[int]:
    """The numbers of the ballots that this person may settle, in order."""
    own = set(booth.entries.filter(by=user).values_list("number", flat=True))
    return sorted(progress(booth).differing - own)


def _states(cycle: Cycle, booths: QuerySet[Booth]) -> list[BoothState]:
    sheets = Sum(F("last_serial") - F("first_serial") + 1)
    batches = SheetBatch.objects.filter(booth__in=booths).order_by()
    received = dict(batches.values_list("booth").annotate(sheets=sheets))
    spoiled, conflicts, stamped = (
        dict(model.objects.filter(booth__in=booths).order_by().values_list("booth").annotate(Count("pk")))
        for model in (SpoiledSheet, RollConflict, Roll)
    )
    entries = _entries_of(booths)
    protocols = BoothProtocol.objects.filter(booth__in=booths).select_related("signed_by", "countersigned_by")
    signed = {protocol.booth_id: protocol for protocol in protocols}
    states = []
    for booth in booths.select_related("settlement", "cycle__municipality"):
        so_far, protocol = _progress(booth.ballots_in_box, entries[booth.pk]), signed.get(booth.pk)
        states.append(
            BoothState(
                booth,
                received=received.get(booth.pk, 0),
                spoiled=spoiled.get(booth.pk, 0),
                stamped=stamped.get(booth.pk, 0),
                conflicts=conflicts.get(booth.pk, 0),
                progress=so_far,
                protocol=protocol,
                stage=_stage(cycle, so_far, protocol),
            )
        )
    return states


def _stage(cycle: Cycle, so_far: Progress, protocol: BoothProtocol | None) -> BoothStage:
    if protocol:
        return BoothStage.DONE if protocol.countersigned_at else BoothStage.COUNTERSIGNING
    if not cycle.is_vote_over:
        return BoothStage.VOTING
    if so_far.in_box is None:
        return BoothStage.BOX
    if not so_far.is_typed:
        return BoothStage.TYPING
    return BoothStage.SIGNING if so_far.is_ready else BoothStage.SETTLING


def _progress(in_box: int | None, entries: Iterable[PaperEntry]) -> Progress:
    typed: dict[int, dict[int, tuple[list[int], bool]]] = defaultdict(dict)
    for entry in entries:
        typed[entry.number][entry.typing] = (entry.choices, entry.is_invalid)
    twice = [readings for readings in typed.values() if Typing.SECOND in readings]
    differing = frozenset(
        number
        for number, readings in typed.items()
        if Typing.SECOND in readings
        and Typing.SETTLED not in readings
        and readings[Typing.FIRST] != readings[Typing.SECOND]
    )
    return Progress(
        in_box,
        once=len(typed) - len(twice),
        twice=len(twice),
        differing=differing if len(twice) == in_box else frozenset(),
        settled=sum(Typing.SETTLED in readings for readings in typed.values()),
    )


def _left_to(user: User, booth: Booth, entries: list[PaperEntry]) -> bool:
    own = {entry.number for entry in entries if entry.by_id == user.pk}
    return bool(_progress(booth.ballots_in_box, entries).differing - own)


def _of(user: User, booths: QuerySet[Booth]) -> QuerySet[Booth]:
    return booths.filter(cycle__municipality__in=places_as(user, *WORKING))


def _task(booth: Booth, what: str | Promise, name: str) -> Task:
    since = localdate(booth.cycle.voting_until_at)
    place = booth.cycle.municipality.name
    return Task(booth.name, "", reverse(name, args=[booth.pk]), place, what, since, None, False)
