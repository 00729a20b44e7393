"""Changes to a cycle: creating it and clearing its gates."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from budgeting.announce import announce, topic_of_cycle
from budgeting.cycles.checklist import Requirement, is_green, proposing_checklist
from budgeting.cycles.models import Cycle, GateSignature
from budgeting.cycles.permissions import may_create_cycle, may_sign_gate
from budgeting.cycles.stages import Gate
from budgeting.errors import NotAllowed, NotPossible, save_checked
from portal.accounts.models import User
from portal.clock import now
from portal.log.models import record
from portal.places.models import Municipality

LANGUAGES = [code for code, _name in settings.LANGUAGES]
TEXTS = ("title", "summary", "eligibility", "writing_hint")
SIGNATURES_NEEDED = {Gate.PROPOSING: 1, Gate.VOTING: 2, Gate.CLOSING: 2}


@transaction.atomic
def create_cycle(municipality: Municipality, *, by: User, **facts: Any) -> Cycle:
    """Creates a cycle in preparation from its facts (fields of Cycle). NotPossible if they contradict."""
    if not may_create_cycle(by, municipality):
        raise NotAllowed
    cycle = Cycle(municipality=municipality, **facts)
    save_checked(cycle)
    record("create_cycle", cycle, by=by, municipality=municipality, cycle=cycle.pk)
    return cycle


@transaction.atomic
def change_cycle(cycle: Cycle, *, by: User, **facts: Any) -> Cycle:
    """Changes a cycle's facts while it is being prepared. NotPossible once its first gate is cleared.

    Translations of a text that changed are outdated, unless they were written anew at the same time.
    """
    if not may_create_cycle(by, cycle.municipality):
        raise NotAllowed
    stored = Cycle.objects.select_for_update().get(pk=cycle.pk)
    if stored.proposing_cleared_at:
        raise NotPossible(_("This is not possible at the cycle's present stage."))
    changed = {name for name, value in facts.items() if (getattr(stored, name) or "") != (value or "")}
    for name, value in facts.items():
        setattr(cycle, name, value)
    cycle.outdate_translations(
        [field for field in TEXTS if f"{field}_{cycle.written_in}" in changed],
        rewritten=[code for code in LANGUAGES if changed & {f"{field}_{code}" for field in TEXTS}],
    )
    save_checked(cycle)
    record("change_cycle", cycle, by=by, municipality=cycle.municipality, cycle=cycle.pk, fields=sorted(changed))
    return cycle


@transaction.atomic
def sign_proposing_gate(cycle: Cycle, *, by: User) -> bool:
    """Signs the opening of the call; returns whether the gate is now cleared. NotPossible while red."""
    contents = [
        getattr(cycle, f"{field}_{code}") for field in ("title", "summary", "eligibility") for code in LANGUAGES
    ]
    if not sign_gate(cycle, Gate.PROPOSING, proposing_checklist(cycle), [*contents, cycle.rule_document.name], by=by):
        return False
    clear_gate(cycle, Gate.PROPOSING)
    return True


def sign_gate(
    cycle: Cycle, gate: Gate, checklist: Sequence[Requirement], contents: Sequence[object], *, by: User
) -> bool:
    """Adds the official's signature under the contents; returns whether enough signatures stand under them.

    Signatures under other contents, or by people who are no longer officials, are void. Call it inside the
    transaction that clears the gate. Refuses a cleared gate, a red checklist, a second signature by one
    person, and a signature that comes when the stage to be opened is over already.
    """
    if not may_sign_gate(by, cycle):
        raise NotAllowed
    locked = Cycle.objects.select_for_update().get(pk=cycle.pk)  # two officials may sign at the same time
    is_too_late = gate != Gate.CLOSING and now() >= getattr(locked, f"{gate}_until_at")  # a closed cycle has no end
    if getattr(locked, f"{gate}_cleared_at") or is_too_late:
        raise NotPossible(_("This is not possible at the cycle's present stage."))
    if not is_green(checklist):
        raise NotPossible(_("The checklist is not complete yet."))
    digest = sha256(repr(list(contents)).encode()).hexdigest()
    standing = [one for one in cycle.signatures.filter(gate=gate, digest=digest) if may_sign_gate(one.by, cycle)]
    if any(one.by_id == by.pk for one in standing):
        raise NotPossible(_("You have signed this already; another official has to sign too."))
    cycle.signatures.filter(gate=gate).exclude(pk__in=[one.pk for one in standing]).delete()
    GateSignature.objects.create(cycle=cycle, gate=gate, by=by, digest=digest)
    record("sign_gate", cycle, by=by, municipality=cycle.municipality, cycle=cycle.pk, gate=gate, digest=digest)
    return len(standing) + 1 >= SIGNATURES_NEEDED[gate]


def clear_gate(cycle: Cycle, gate: Gate) -> None:
    """Opens the way to the gate's stage, for good."""
    setattr(cycle, f"{gate}_cleared_at", now())
    cycle.save(update_fields=[f"{gate}_cleared_at"])
    announce(topic_of_cycle(cycle.pk))
