"""The checklist before the vote, and the signatures that open it."""

import secrets

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from budgeting.cycles.actions import sign_gate
from budgeting.cycles.checklist import Requirement
from budgeting.cycles.models import Cycle
from budgeting.cycles.permissions import may_sign_gate
from budgeting.cycles.stages import Gate, Stage
from budgeting.errors import NotPossible
from budgeting.proposals.actions import make_ballot
from budgeting.proposals.states import State
from budgeting.voting.identity import METHODS
from budgeting.voting.keys import make_keys
from portal.accounts.models import User
from portal.languages.texts import missing_languages


def voting_checklist(cycle: Cycle) -> list[Requirement]:
    """What must be so before the vote may open. Two officials sign under it when it is green."""
    feasible = list(cycle.proposals.filter(state__in=[State.FEASIBLE, State.ON_BALLOT]))
    undecided = cycle.proposals.filter(state__in=[State.SUBMITTED, State.PUBLISHED, State.UNDER_REVIEW])
    uncosted = tuple(str(proposal) for proposal in feasible if not proposal.cost_tetri)
    untranslated = tuple(str(proposal) for proposal in feasible if missing_languages(proposal, "title", "summary"))
    return [
        Requirement(_("There is at least one feasible project"), bool(feasible)),
        Requirement(_("Every proposal has been decided on"), not undecided.exists(), tuple(map(str, undecided))),
        Requirement(_("Every project has a cost"), not uncosted, uncosted),
        Requirement(_("Every project has its title and summary in three languages"), not untranslated, untranslated),
        Requirement(_("A way to check identity is chosen"), any(name in METHODS for name in cycle.identity_methods)),
        Requirement(_("Cycle texts are written in three languages"), not missing_languages(cycle, "title", "summary")),
    ]


@transaction.atomic
def sign_voting_gate(cycle: Cycle, *, by: User) -> bool:
    """Signs the opening of the vote; returns whether the gate is now cleared.

    The last signature needed draws the published seed of the lot, makes the cycle's keys, numbers the
    projects and freezes costs and texts. NotPossible outside the review, while red, and once it is cleared.
    """
    if may_sign_gate(by, cycle) and cycle.stage != Stage.REVIEWING:
        raise NotPossible(_("This is not possible at the cycle's present stage."))
    Cycle.objects.select_for_update().get(pk=cycle.pk)  # of two at once, the second sees the first's signature
    checklist = voting_checklist(cycle)
    if cycle.signatures.filter(gate=Gate.VOTING).exclude(by=by).exists():
        make_ballot(cycle, by=by)  # while its stage still allows it; undone if the signature is refused
        cycle.lot_seed = secrets.token_hex(16)
        cycle.save(update_fields=["lot_seed"])
        make_keys(cycle)
    return sign_gate(cycle, Gate.VOTING, checklist, by=by)
