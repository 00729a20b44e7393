"""Asking to be reminded before the vote ends."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from budgeting.errors import NotPossible
from budgeting.views.draft import keep_reminder, read_draft
from budgeting.views.loading import load_cycle
from budgeting.views.vote import check_page, refusal_of
from budgeting.voting.ballots import ballot_rules
from budgeting.voting.identity import Visitor
from budgeting.voting.reminders.actions import leave_reminder
from budgeting.voting.reminders.forms import ReminderForm
from portal.visitors import address_of


@require_POST
@never_cache
@sensitive_post_parameters()
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps the contact and comes back to the check page; a refused one is shown there again."""
    cycle = load_cycle(request, pk)
    draft, rules = read_draft(request, cycle), ballot_rules(cycle)
    if not draft.choices or refusal_of(rules, draft.choices, draft.area):
        return redirect("vote", cycle.address)
    form = ReminderForm(request.POST)
    if form.is_valid():
        kind, contact = form.cleaned_data["contact"]
        visitor = Visitor(address_of(request), get_language())
        try:
            reminder = leave_reminder(cycle, kind=kind, contact=contact, visitor=visitor)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            response = redirect("vote_check", cycle.address)
            keep_reminder(response, cycle, reminder.pk)
            return response
    return check_page(request, cycle, rules, draft, form)
