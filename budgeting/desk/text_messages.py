"""What a vote spends on text messages, and how much it may."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from budgeting.cycles.models import Cycle
from budgeting.desk.access import load_own_cycle, staff_only
from budgeting.errors import NotPossible
from budgeting.views.notices import say
from budgeting.voting.identity.sms.actions import limit_messages
from budgeting.voting.identity.sms.method import SmsCode
from budgeting.voting.identity.sms.models import SmsAccount
from budgeting.voting.identity.sms.permissions import may_limit_messages


class MostMessagesForm(forms.ModelForm):
    class Meta:
        model = SmsAccount
        fields = ["most"]


def sms_account(cycle: Cycle) -> SmsAccount | None:
    """What the cycle has spent on messages; None where it sends none."""
    if SmsCode.name not in cycle.identity_methods:
        return None
    return SmsAccount.objects.filter(cycle=cycle).first() or SmsAccount(cycle=cycle)


@staff_only
def text_messages(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = load_own_cycle(request, pk)
    account = sms_account(cycle)
    form = MostMessagesForm(request.POST or None, initial={"most": account.most if account else None})
    if form.is_bound and form.is_valid():
        try:
            limit_messages(cycle, by=request.user, most=form.cleaned_data["most"])
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, _("Saved."))
            return redirect("desk_text_messages", cycle.address)
    may_limit = account and not cycle.is_vote_over and may_limit_messages(request.user, cycle)
    context = {"cycle": cycle, "account": account, "form": form, "may_limit": may_limit}
    return render(request, "budgeting/desk/text_messages.html", context, status=422 if form.errors else 200)
