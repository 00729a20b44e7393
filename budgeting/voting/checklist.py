"""The checklist before the vote, and the signatures that open it."""

import secrets

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from budgeting.cycles.actions import LANGUAGES, clear_gate, sign_gate
from budgeting.cycles.checklist import Requirement
from budgeting.cycles.models import BallotKind, Cycle
from budgeting.cycles.permissions import may_sign_gate
from budgeting.cycles.stages import Gate, Stage
from budgeting.errors import NotPossible
from budgeting.money import TETRI_PER_LARI
from budgeting.proposals.actions import make_ballot
from budgeting.proposals.models import Proposal
from budgeting.proposals.states import State
from budgeting.voting.identity import METHODS
from budgeting.voting.keys import make_keys
from portal.accounts.models import User
from portal.languages.texts import missing_languages

SIGNED_RULES = (
    *("envelope_tetri", "cost_cap_tetri", "currency", "min_age", "ballot_kind", "min_projects", "max_projects"),
    *("identity_methods", "rule", "voting_from_at", "voting_until_at"),
)


def voting_checklist(cycle: Cycle) -> list[Requirement]:
    """What must be so before the vote may open. Two officials sign under it when it is green."""
    feasible = list(cycle.proposals.filter(state__in=[State.FEASIBLE, State.ON_BALLOT]))
    waits = Q(state__in=[State.SUBMITTED, State.PUBLISHED, State.UNDER_REVIEW])
    undecided = cycle.proposals.filter(waits | Q(state=State.REJECTED, appeal__verdict=""))
    # Votes are counted in whole lari, and a cost is frozen here: one in tetri could never be counted.
    uncosted = tuple(
        str(proposal) for proposal in feasible if not proposal.cost_tetri or proposal.cost_tetri % TETRI_PER_LARI
    )
    untranslated = tuple(str(proposal) for proposal in feasible if missing_languages(proposal, "title", "summary"))
    return [
        Requirement(_("There is at least one feasible project"), bool(feasible)),
        Requirement(_("Every proposal has been decided on"), not undecided.exists(), tuple(map(str, undecided))),
        Requirement(_("Every project has a cost"), not uncosted, uncosted),
        Requirement(_("Every project has its title and summary in three languages"), not untranslated, untranslated),
        Requirement(_("A ballot within the limits can be filled in"), _is_ballot_possible(cycle, feasible)),
        Requirement(_("A way to check identity is chosen"), any(name in METHODS for name in cycle.identity_methods)),
        Requirement(_("Cycle texts are written in three languages"), not missing_languages(cycle, "title", "summary")),
    ]


def _is_ballot_possible(cycle: Cycle, projects: list[Proposal]) -> bool:
    cheapest = sorted(project.cost_tetri or 0 for project in projects)[: cycle.min_projects]
    fits = cycle.ballot_kind != BallotKind.KNAPSACK or sum(cheapest) <= cycle.envelope_tetri
    return len(cheapest) == cycle.min_projects and fits


@transaction.atomic
def sign_voting_gate(cycle: Cycle, *, by: User) -> bool:
    """Signs the opening of the vote; returns whether the gate is now cleared.

    The last signature needed draws the published seed of the lot, makes the cycle's keys, numbers the
    projects and freezes costs and texts. NotPossible outside the review, while red, and once it is cleared;
    a signature stands only under the projects, costs, texts and rules that its official has seen.
    """
    if may_sign_gate(by, cycle) and cycle.stage != Stage.REVIEWING:
        raise NotPossible(_("This is not possible at the cycle's present stage."))
    if not sign_gate(cycle, Gate.VOTING, voting_checklist(cycle), _signed_contents(cycle), by=by):
        return False
    make_ballot(cycle, by=by)
    cycle.lot_seed = secrets.token_hex(16)
    cycle.save(update_fields=["lot_seed"])
    make_keys(cycle)
    clear_gate(cycle, Gate.VOTING)
    return True


def _signed_contents(cycle: Cycle) -> list[object]:
    texts = [f"{field}_{code}" for field in ("title", "summary") for code in LANGUAGES]
    projects = cycle.proposals.filter(state=State.FEASIBLE).order_by("pk").values_list("pk", "cost_tetri", *texts)
    rules = Cycle.objects.filter(pk=cycle.pk).values_list(*SIGNED_RULES)
    return [*rules, *projects, *cycle.proposals.filter(state=State.FEASIBLE).rival_pairs()]
