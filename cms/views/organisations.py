"""An organisation's own page about its people."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from budgeting.errors import NotPossible
from budgeting.views.notices import say, say_refused
from cms.organisations.forms import MemberForm, RemovedMemberForm
from cms.organisations.members import name_member, remove_member
from cms.organisations.permissions import may_manage_members
from portal.accounts.addresses import find_or_invite
from portal.accounts.models import Organisation, Role, RoleKind


@login_required
def members(request: HttpRequest, pk: int) -> HttpResponse:
    """Who writes for the organisation; only its owners come here, to others it does not exist."""
    organisation = get_object_or_404(Organisation, pk=pk)
    if not may_manage_members(request.user, organisation):
        raise Http404
    if request.POST.get("act") == "remove":
        return _remove(request, organisation)
    form = MemberForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        user = find_or_invite(*form.cleaned_data["address"])
        name_member(organisation, by=request.user, user=user, kind=RoleKind(form.cleaned_data["kind"]))
        say(request, _("Done."))
        return redirect("organisation_members", organisation.pk)
    roles = Role.objects.filter(organisation=organisation).select_related("user").order_by("kind", "pk")
    context = {"organisation": organisation, "roles": roles, "form": form}
    return render(request, "cms/organisations/members.html", context, status=422 if form.errors else 200)


def _remove(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    form = RemovedMemberForm(request.POST, organisation=organisation)
    if not form.is_valid():
        raise Http404
    role = form.cleaned_data["role"]
    try:
        remove_member(role, by=request.user)
        say(request, _("Done."))
    except NotPossible as refusal:
        say_refused(request, refusal)
    return redirect("my_page") if role.user == request.user else redirect("organisation_members", organisation.pk)
