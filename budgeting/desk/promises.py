"""The municipality's public promise: how soon it reads and answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from budgeting.desk.access import staff_only
from budgeting.desk.moderation_form import PromiseForm
from budgeting.errors import NotPossible
from budgeting.responses.actions import promise_of, set_promise
from budgeting.views.notices import say
from portal.accounts.models import RoleKind
from portal.accounts.roles import places_as
from portal.places.models import Municipality


@staff_only
def promise_desk(request: HttpRequest, municipality: str) -> HttpResponse:
    governed = Municipality.objects.filter(pk__in=places_as(request.user, RoleKind.ADMINISTRATOR))
    place = get_object_or_404(governed, slug=municipality)
    form = PromiseForm(request.POST or None, instance=promise_of(place))
    if form.is_bound and form.is_valid():
        try:
            set_promise(place, by=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, _("Saved."))
            return redirect("desk_promise", place.slug)
    context = {"municipality": place, "form": form}
    return render(request, "budgeting/desk/promise.html", context, status=422 if form.errors else 200)
