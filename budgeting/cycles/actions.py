"""Changes to a cycle: creating it and clearing its gates."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from budgeting.announce import announce, topic_of_cycle
from budgeting.cycles.checklist import Requirement, is_green, proposing_checklist
from budgeting.cycles.models import Cycle, GateSignature
from budgeting.cycles.permissions import may_create_cycle, may_sign_gate
from budgeting.cycles.stages import Gate
from budgeting.errors import NotAllowed, NotPossible
from portal.accounts.models import User
from portal.clock import now
from portal.log.models import record
from portal.places.models import Municipality

SIGNATURES_NEEDED = {Gate.PROPOSING: 1, Gate.VOTING: 2}


@transaction.atomic
def create_cycle(municipality: Municipality, *, by: User, **facts: Any) -> Cycle:
    """Creates a cycle in preparation from its facts (fields of Cycle). NotPossible if they contradict."""
    if not may_create_cycle(by, municipality):
        raise NotAllowed
    cycle = Cycle(municipality=municipality, **facts)
    try:
        cycle.full_clean()
    except ValidationError as error:
        raise NotPossible(" ".join(dict.fromkeys(error.messages))) from error
    cycle.save()
    record("create_cycle", cycle, by=by, municipality=municipality, cycle=cycle.pk)
    return cycle


def sign_proposing_gate(cycle: Cycle, *, by: User) -> bool:
    """Signs the opening of the call; returns whether the gate is now cleared. NotPossible while red."""
    return sign_gate(cycle, Gate.PROPOSING, proposing_checklist(cycle), by=by)


@transaction.atomic
def sign_gate(cycle: Cycle, gate: Gate, checklist: Sequence[Requirement], *, by: User) -> bool:
    """Adds the official's signature; with the last one needed the gate is cleared for good.

    Returns whether the gate is cleared. Refuses a cleared gate, a red checklist and a second signature by
    one person.
    """
    if not may_sign_gate(by, cycle):
        raise NotAllowed
    locked = Cycle.objects.select_for_update().get(pk=cycle.pk)  # two officials may sign at the same time
    if getattr(locked, f"{gate}_cleared_at"):
        raise NotPossible(_("This is not possible at the cycle's present stage."))
    if not is_green(checklist):
        raise NotPossible(_("The checklist is not complete yet."))
    try:
        with transaction.atomic():
            GateSignature.objects.create(cycle=cycle, gate=gate, by=by)
    except IntegrityError:
        raise NotPossible(_("You have signed this already; another official has to sign too.")) from None
    record("sign_gate", cycle, by=by, municipality=cycle.municipality, cycle=cycle.pk, gate=gate)
    if cycle.signatures.filter(gate=gate).count() < SIGNATURES_NEEDED[gate]:
        return False
    setattr(cycle, f"{gate}_cleared_at", now())
    cycle.save(update_fields=[f"{gate}_cleared_at"])
    announce(topic_of_cycle(cycle.pk))
    return True
