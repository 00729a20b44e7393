"""The list of a cycle's proposals and a proposal's own page."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from budgeting.backing.queries import support_of
from budgeting.comments.forms import CommentForm
from budgeting.cycles.stages import Stage
from budgeting.proposals.filters import NOWHERE, ProposalFilter, ProposalSearch
from budgeting.proposals.finding import cards_in_order, say_where_found
from budgeting.proposals.following import is_following
from budgeting.proposals.mapping import proposal_map
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import is_author, may_edit_proposal
from budgeting.proposals.queries import possible_transitions
from budgeting.proposals.steps import who_benefits
from budgeting.results.queries import Bar, result_bars, standing_count
from budgeting.views.answers import answer_context
from budgeting.views.cycles import visitor_seed
from budgeting.views.loading import load_cycle, load_proposal
from budgeting.views.milestones import implementation_part
from budgeting.views.moderation import moderation_facts
from budgeting.views.reviews import review_part
from budgeting.views.talking import talk_of
from portal.places.layout import letter_height

PER_PAGE = 24


@require_safe
def proposal_list(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = load_cycle(request, pk)
    settlements = cycle.municipality.settlements.all()
    chosen = ProposalFilter(request.GET, settlements=settlements, visitor_seed=visitor_seed(request))
    found = chosen.apply(cycle.proposals.public())
    pks = list(
        found.values_list("pk", flat=True)
    )  # a few thousand numbers from an index: the count and the order at once
    page = Paginator(pks, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = cards_in_order(page.object_list)
    if chosen.words:
        say_where_found(page.object_list, chosen.words)
    context = {
        "cycle": cycle,
        "form": chosen,
        "page": page,
        "query": chosen.as_query(),
        "map_query": chosen.as_query(settlement=None, order=None, seed=None),
        "takes_proposals": cycle.stage == Stage.PROPOSING,
        "address_of": lambda: f"{reverse('proposals', args=[cycle.address])}?{chosen.as_query()}",
    }
    response = render(request, "budgeting/proposals/list.html", context)
    if chosen.is_personal:
        patch_cache_control(response, private=True, max_age=60)
    return response


@require_safe
def proposal_map_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The cycle's proposals by place: a map whose circles lead to the list, and the same as a table."""
    cycle = load_cycle(request, pk)
    chosen = ProposalSearch(request.GET)
    chosen.is_valid()
    context = {
        "cycle": cycle,
        "form": chosen,
        "map": proposal_map(cycle, chosen.narrow(cycle.proposals.public())),
        "letter": letter_height(cycle.municipality.window) if cycle.municipality.outline else None,
        "list_query": chosen.as_query(),
        "nowhere": NOWHERE,
        "address_of": lambda: f"{reverse('proposal_map', args=[cycle.address])}?{chosen.as_query()}",
    }
    return render(request, "budgeting/proposals/map.html", context)


@require_safe
def proposal_page(request: HttpRequest, pk: int) -> HttpResponse:
    return render_proposal(request, load_proposal(request, pk))


def render_proposal(request: HttpRequest, proposal: Proposal, refused: CommentForm | None = None) -> HttpResponse:
    """The proposal's page; with a comment that was refused, its form with what was typed."""
    reader = request.user
    context = {
        "proposal": proposal,
        "cycle": proposal.cycle,
        "events": proposal.events.all(),
        **review_part(request.user, proposal),
        **answer_context(reader, proposal),
        "result": _result(proposal),
        **implementation_part(reader, proposal),
        "rivals": proposal.rivals.public() if proposal.is_public else [],
        "photos": proposal.photos.all(),
        "documents": proposal.documents.all(),
        "beneficiaries": who_benefits(proposal),
        "is_author": is_author(reader, proposal),
        "may_edit": may_edit_proposal(reader, proposal),
        "may_withdraw": "withdraw" in possible_transitions(reader, proposal),
        "support": support_of(proposal, reader),
        "is_following": reader.is_authenticated and is_following(reader, proposal),
        "talk": talk_of(request, proposal, refused),
        **moderation_facts(reader, proposal),
        "address_of": lambda: reverse("proposal", args=[proposal.address]),
    }
    return render(request, "budgeting/proposals/page.html", context, status=422 if refused else 200)


def _result(proposal: Proposal) -> Bar | None:
    """What the standing count decided on the proposal, with its reason."""
    count = standing_count(proposal.cycle) if proposal.number and proposal.cycle.is_vote_over else None
    bars = result_bars(count) if count else []
    return next((bar for bar in bars if bar.outcome.project_id == proposal.pk), None)
