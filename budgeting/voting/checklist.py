"""The checklist before the vote, and the signatures that open it."""

import secrets

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from budgeting.cycles.actions import LANGUAGES, clear_gate, sign_gate
from budgeting.cycles.areas import area_faults, place_areas
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
from budgeting.voting.keys import has_key
from portal.accounts.models import User
from portal.languages.texts import missing_languages

SIGNED_RULES = (
    *("envelope_tetri", "cost_cap_tetri", "currency", "min_age", "ballot_kind", "min_projects", "max_projects"),
    *("advised_projects", "votes_in", "identity_methods", "rule", "voting_from_at", "voting_until_at"),
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
    areas = tuple(area_faults(cycle))
    unfillable = tuple(_unfillable_lists(cycle, feasible))
    untranslated = tuple(str(proposal) for proposal in feasible if missing_languages(proposal, "title", "summary"))
    return [
        Requirement(_("There is at least one feasible project"), bool(feasible)),
        Requirement(_("Every proposal has been decided on"), not undecided.exists(), tuple(map(str, undecided))),
        Requirement(_("Every project has a cost"), not uncosted, uncosted),
        Requirement(_("Every project has its title and summary in three languages"), not untranslated, untranslated),
        Requirement(_("The areas with an envelope of their own agree"), not areas, areas),
        Requirement(_("A ballot within the limits can be filled in"), not unfillable, unfillable),
        Requirement(_("A way to check identity is chosen"), any(name in METHODS for name in cycle.identity_methods)),
        Requirement(
            _("The key of this vote is in its place"), has_key(cycle), () if has_key(cycle) else (_key_command(cycle),)
        ),
        *_ways_to_vote(cycle),
        Requirement(_("Cycle texts are written in three languages"), not missing_languages(cycle, "title", "summary")),
    ]


def _key_command(cycle: Cycle) -> str:
    return f"manage.py make_key {cycle.pk}"


def _unfillable_lists(cycle: Cycle, projects: list[Proposal]) -> list[str]:
    """The names of the lists to be from which nobody could choose within the limits: with too few projects, or with
    no money for them."""
    area_of = place_areas(cycle)
    costs: dict[int | None, list[int]] = {}
    for project in projects:
        costs.setdefault(area_of.get(project.settlement_id), []).append(project.cost_tetri or 0)
    areas = list(cycle.areas.all())
    left = cycle.envelope_tetri - sum(area.envelope_tetri for area in areas)
    lists = [(area.pk, area.name, area.envelope_tetri) for area in areas]
    if None in costs or not areas:
        lists.insert(0, (None, str(cycle.municipality), left))
    return [
        name for area, name, envelope in lists if not _is_list_possible(cycle, sorted(costs.get(area, [])), envelope)
    ]


def _is_list_possible(cycle: Cycle, costs: list[int], envelope_tetri: int) -> bool:
    cheapest = costs[: cycle.min_projects]
    fits = cycle.ballot_kind != BallotKind.KNAPSACK or sum(cheapest) <= envelope_tetri
    return len(cheapest) == cycle.min_projects and envelope_tetri > 0 and fits


def _ways_to_vote(cycle: Cycle) -> list[Requirement]:
    """What the chosen ways to check identity need before anybody can come by them."""
    list_command = f"manage.py load_residents … --cycle {cycle.pk}"
    needs = {
        "residents": (_("The residents' list is loaded"), cycle.residents.exists(), list_command),
        "sms": (_("Text messages can be sent"), settings.CAN_SEND_SMS, "SMS_GATEWAY_URL"),
    }
    return [
        Requirement(text, is_met, () if is_met else (missing,))
        for name, (text, is_met, missing) in needs.items()
        if name in cycle.identity_methods
    ]


@transaction.atomic
def sign_voting_gate(cycle: Cycle, *, by: User) -> bool:
    """Signs the opening of the vote; returns whether the gate is now cleared.

    The last signature needed draws the published seed of the lot, numbers the projects and freezes costs and texts. NotPossible outside the review, while red, and once it is cleared;
    a signature stands only under the projects, costs, texts and rules that its official has seen.
    """
    Cycle.objects.select_for_update().get(pk=cycle.pk)  # nothing of what is signed changes meanwhile
    if may_sign_gate(by, cycle) and cycle.stage != Stage.REVIEWING:
        raise NotPossible(_("This is not possible at the cycle's present stage."))
    if not sign_gate(cycle, Gate.VOTING, voting_checklist(cycle), _signed_contents(cycle), by=by):
        return False
    make_ballot(cycle, by=by)
    cycle.lot_seed = secrets.token_hex(16)
    cycle.save(update_fields=["lot_seed"])
    clear_gate(cycle, Gate.VOTING)
    return True


def _signed_contents(cycle: Cycle) -> list[object]:
    texts = [f"{field}_{code}" for field in ("title", "summary") for code in LANGUAGES]
    projects = cycle.proposals.filter(state=State.FEASIBLE).order_by("pk").values_list("pk", "cost_tetri", *texts)
    rules = Cycle.objects.filter(pk=cycle.pk).values_list(*SIGNED_RULES)
    areas = [
        (
            *(getattr(one, f"name_{code}") for code in LANGUAGES),
            one.envelope_tetri,
            *one.settlements.order_by("pk").values_list("pk", flat=True),
        )
        for one in cycle.areas.all()
    ]
    return [*rules, *areas, *projects, *cycle.proposals.filter(state=State.FEASIBLE).rival_pairs()]
