"""Networks known to be shared: a library's or a school's, from which many people vote."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgeting.desk.access import load_chosen, load_place, staff_only
from budgeting.errors import NotPossible
from budgeting.views.notices import say, show_refusal
from budgeting.watching.models import SharedNetwork
from budgeting.watching.networks import add_network, remove_network
from portal.accounts.models import RoleKind
from portal.languages.typed import TypedField


class NetworkForm(forms.Form):
    network = forms.CharField(
        label=gettext_lazy("Network"),
        help_text=gettext_lazy("For example 192.0.2.0/24. Ask whoever looks after the network."),
        max_length=50,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    label = TypedField(
        label=gettext_lazy("Whose it is"),
        help_text=gettext_lazy("For example: the library. Everybody may read it."),
        max_length=100,
    )


@staff_only
def networks_desk(request: HttpRequest, municipality: str) -> HttpResponse:
    place = load_place(request, municipality, RoleKind.ADMINISTRATOR, RoleKind.OFFICIAL)
    networks = SharedNetwork.objects.filter(municipality=place).order_by("label", "pk")
    if request.method == "POST" and (shared := load_chosen(networks, request.POST.get("remove"))):
        remove_network(shared, by=request.user)
        say(request, _("Done."))
        return redirect("desk_networks", place.slug)
    form = NetworkForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            add_network(place, by=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            show_refusal(form, refusal)
        else:
            say(request, _("Saved."))
            return redirect("desk_networks", place.slug)
    context = {"municipality": place, "networks": networks, "form": form}
    return render(request, "budgeting/desk/networks.html", context, status=422 if form.errors else 200)
