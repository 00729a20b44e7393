"""What is mine: my proposals, my roles, and the name others see."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from budgeting.proposals.models import Proposal
from budgeting.views.notices import say
from portal.accounts.forms import ProfileForm


@login_required
def my_page(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        say(request, _("Saved."))
        return redirect("my_page")
    proposals = Proposal.objects.written_by(request.user).with_cards().order_by("-created_at")
    return render(request, "budgeting/mine.html", {"form": form, "proposals": proposals})
