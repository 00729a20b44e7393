"""The areas of a cycle that have an envelope of their own; administrators write them until the vote is signed for."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgeting.cycles.areas import area_faults, remove_area, save_area
from budgeting.cycles.models import Area, Cycle
from budgeting.desk.access import load_chosen, staff_only
from budgeting.errors import NotPossible
from budgeting.money import LariField
from budgeting.views.notices import say, say_refused, show_refusal
from portal.accounts.models import RoleKind
from portal.accounts.roles import places_as
from portal.languages.typed import TypedField


class AreaForm(forms.Form):
    def __init__(self, *args: Any, cycle: Cycle, area: Area | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, language in settings.LANGUAGES:
            self.fields[f"name_{code}"] = TypedField(
                label=gettext_lazy("Name of the area"),
                help_text=language,
                max_length=80,
                required=False,
                initial=getattr(area, f"name_{code}", ""),
                widget=forms.TextInput(attrs={"lang": code}),
            )
        self.fields["envelope_tetri"] = LariField(
            label=gettext_lazy("Envelope of the area"), initial=area.envelope_tetri if area else None
        )
        self.fields["settlements"] = forms.ModelMultipleChoiceField(
            label=gettext_lazy("Villages and towns"),
            queryset=cycle.municipality.settlements.all(),
            widget=forms.CheckboxSelectMultiple,
            required=False,
            initial=area.settlements.all() if area else [],
        )


@staff_only
def areas_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """All areas, and a form for the one named by ?area=, else for a new one. A post may take one away."""
    own = Cycle.objects.filter(municipality__in=places_as(request.user, RoleKind.ADMINISTRATOR))
    cycle = get_object_or_404(own.select_related("municipality"), pk=pk)
    area = load_chosen(cycle.areas.all(), request.GET.get("area"))
    if request.method == "POST" and "remove" in request.POST and area:
        return _remove(request, cycle, area)
    form = AreaForm(request.POST if request.method == "POST" else None, cycle=cycle, area=area)
    if form.is_bound and form.is_valid():
        try:
            save_area(cycle, by=request.user, area=area, **form.cleaned_data)
        except NotPossible as refusal:
            show_refusal(form, refusal)
        else:
            say(request, _("Saved."))
            return redirect("desk_areas", cycle.address)
    areas = list(cycle.areas.prefetch_related("settlements"))
    context = {
        "cycle": cycle,
        "areas": areas,
        "left_tetri": cycle.envelope_tetri - sum(one.envelope_tetri for one in areas),
        "faults": area_faults(cycle),
        "chosen": area,
        "form": form,
    }
    return render(request, "budgeting/desk/areas.html", context, status=422 if form.errors else 200)


def _remove(request: HttpRequest, cycle: Cycle, area: Area) -> HttpResponse:
    try:
        remove_area(area, by=request.user)
        say(request, _("Done."))
    except NotPossible as refusal:
        say_refused(request, refusal)
    return redirect("desk_areas", cycle.address)
