"""Projects that were withdrawn from a vote, for the pages that show them."""

from collections.abc import Iterable

from django import template

from budgeting.cycles.models import Cycle
from budgeting.proposals.models import Proposal
from budgeting.voting.withdrawing.models import Withdrawal

register = template.Library()


@register.inclusion_tag("components/withdrawn.html")
def withdrawn(thing: Cycle | Proposal) -> dict[str, Iterable[Withdrawal]]:
    """What was withdrawn from the cycle's vote, or the withdrawal of the project itself (one query)."""
    if isinstance(thing, Cycle):
        found = Withdrawal.objects.filter(project__cycle=thing)
    else:
        found = Withdrawal.objects.filter(project=thing)
    return {"withdrawals": found.select_related("project")}
