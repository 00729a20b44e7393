"""A cycle on the desk: its gates with their checklists, the count, and what else may be done to it."""

from collections.abc import Callable

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from budgeting.assisting.permissions import may_enter_proposal
from budgeting.backing.actions import close_unbacked
from budgeting.backing.queries import closable_by, short_of_backing
from budgeting.booths.permissions import may_view_booths
from budgeting.cycles.actions import SIGNATURES_NEEDED, sign_proposing_gate
from budgeting.cycles.checklist import Requirement, is_green, proposing_checklist
from budgeting.cycles.models import Cycle
from budgeting.cycles.permissions import may_change_areas, may_create_cycle, may_sign_gate
from budgeting.cycles.stages import Gate, Stage
from budgeting.desk.access import load_own_cycle, staff_only
from budgeting.desk.text_messages import sms_account
from budgeting.errors import NotPossible
from budgeting.outcomes.gate import before_the_close, sign_closing_gate
from budgeting.results.permissions import may_count_cycle
from budgeting.results.queries import standing_count
from budgeting.views.notices import say, say_refused
from budgeting.voting.checklist import sign_voting_gate, voting_checklist
from budgeting.voting.identity.card.binding import takes_bound_cards
from budgeting.voting.identity.card.method import VotingCard
from budgeting.voting.identity.desk.method import DeskCheck
from budgeting.voting.permissions import may_check_identity, may_issue_cards
from budgeting.voting.queries import turnout
from budgeting.watching.permissions import may_observe_vote
from budgeting.watching.queries import undecided_flags

ACTS = {
    "sign_proposing": sign_proposing_gate,
    "sign_voting": sign_voting_gate,
    "sign_closing": sign_closing_gate,
    "close_unbacked": close_unbacked,
}
CHECKLISTS: dict[Gate, Callable[[Cycle], list[Requirement]]] = {
    Gate.PROPOSING: proposing_checklist,
    Gate.VOTING: voting_checklist,
    Gate.CLOSING: before_the_close,
}
SHORT_SHOWN = 20


@staff_only
def cycle_desk(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = load_own_cycle(request, pk)
    if request.method == "POST" and (act := ACTS.get(request.POST.get("act", ""))):
        try:
            act(cycle, by=request.user)
            say(request, _("Done."))
        except NotPossible as refusal:
            say_refused(request, refusal)
        return redirect("desk_cycle", cycle.address)
    context = {
        "cycle": cycle,
        "gates": [_gate(request, cycle, gate) for gate in Gate if gate != Gate.CLOSING or cycle.is_vote_over],
        "short": _short(request, cycle),
        "closable": closable_by(request.user, cycle).count(),
        "turnout": turnout(cycle) if cycle.voting_cleared_at else None,
        "sms": sms_account(cycle),
        "count": standing_count(cycle),
        "may_count": cycle.is_vote_over and may_count_cycle(request.user, cycle),
        "may_issue": _takes_cards(cycle) and may_issue_cards(request.user, cycle),
        "may_check": _takes_checks(cycle) and may_check_identity(request.user, cycle),
        "may_view_booths": may_view_booths(request.user, cycle),
        "may_enter": cycle.stage == Stage.PROPOSING and may_enter_proposal(request.user, cycle),
        "undecided": undecided_flags(cycle),
        "may_observe": may_observe_vote(request.user, cycle),
        "may_change_areas": may_change_areas(request.user, cycle),
        "may_edit": not cycle.proposing_cleared_at and may_create_cycle(request.user, cycle.municipality),
    }
    return render(request, "budgeting/desk/cycle.html", context)


def _short(request: HttpRequest, cycle: Cycle) -> Page | None:
    """The proposals that too few people back so far; None in a cycle without a threshold."""
    if not cycle.supporting_until_at or not cycle.backing_threshold:
        return None
    return Paginator(short_of_backing(cycle), SHORT_SHOWN).get_page(request.GET.get("short"))


def _gate(request: HttpRequest, cycle: Cycle, gate: Gate) -> dict[str, object]:
    cleared_at = getattr(cycle, f"{gate}_cleared_at")
    signatures = [signature for signature in cycle.signatures.select_related("by") if signature.gate == gate]
    checklist = [] if cleared_at else CHECKLISTS[gate](cycle)
    has_signed = any(signature.by_id == request.user.pk for signature in signatures)
    may_sign = not cleared_at and not has_signed and is_green(checklist) and may_sign_gate(request.user, cycle)
    return {
        "gate": gate,
        "act": f"sign_{gate}",
        "cleared_at": cleared_at,
        "checklist": checklist,
        "signatures": signatures,
        "needed": SIGNATURES_NEEDED[gate],
        "may_sign": may_sign,
    }


def _takes_cards(cycle: Cycle) -> bool:
    return VotingCard.name in cycle.identity_methods and not cycle.is_vote_over


def _takes_checks(cycle: Cycle) -> bool:
    return not cycle.is_vote_over and (DeskCheck.name in cycle.identity_methods or takes_bound_cards(cycle))
