"""The fragments that open pages fetch again: the same templates, the same rights as the pages themselves."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from budgeting.announce import topic_of_answers, topic_of_cycle
from budgeting.live.fragments import fragment
from budgeting.views.answers import answer_context
from budgeting.views.cycles import standing_facts
from budgeting.views.loading import load_cycle, load_proposal
from budgeting.voting.queries import turnout


@require_safe
def turnout_fragment(request: HttpRequest, pk: int) -> HttpResponse:
    """How many have voted, for the page about watching a vote."""
    cycle = load_cycle(request, pk)
    return fragment(
        request,
        topic_of_cycle(pk),
        lambda: render(request, "budgeting/watching/_turnout.html", {"cycle": cycle, "turnout": turnout(cycle)}),
    )


@require_safe
def cycle_fragment(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a cycle stands, for its page: the stage, what can be done now, the turnout, the calendar."""
    cycle = load_cycle(request, pk)
    return fragment(
        request,
        topic_of_cycle(pk),
        lambda: render(request, "budgeting/cycles/_live.html", standing_facts(cycle)),
    )


@require_safe
def answers_fragment(request: HttpRequest, pk: int) -> HttpResponse:
    """What the municipality has answered to a proposal, for its page."""
    proposal = load_proposal(request, pk)

    def make() -> HttpResponse:
        context = {"proposal": proposal, "cycle": proposal.cycle, **answer_context(request.user, proposal)}
        return render(request, "budgeting/proposals/_answers.html", context)

    return fragment(request, topic_of_answers(proposal.cycle.municipality_id), make)
