"""What is mine: my proposals, what I was told, my roles, and how I am called and written to."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from budgeting.views.notices import say
from portal.accounts.forms import ProfileForm

NOTICES_SHOWN = 20


@login_required
def my_page(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        say(request, _("Saved."))
        return redirect("my_page")
    proposals = request.user.proposals.with_cards().order_by("-created_at")
    notices = request.user.notices.order_by("-created_at", "-pk")[:NOTICES_SHOWN]
    context = {"form": form, "proposals": proposals, "notices": notices}
    return render(request, "budgeting/mine.html", context, status=422 if form.errors else 200)
