"""The templates that answers of a municipality start from; its officials and administrators write them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from budgeting.desk.access import load_chosen, load_place, staff_only
from budgeting.desk.office_form import TemplateForm
from budgeting.errors import NotPossible
from budgeting.responses.keeping import delete_template, save_template
from budgeting.responses.placeholders import KNOWN
from budgeting.views.notices import say, show_refusal
from portal.accounts.models import RoleKind


@staff_only
def templates_desk(request: HttpRequest, municipality: str) -> HttpResponse:
    """All templates, and a form for the one named by ?template=, else for a new one."""
    place = load_place(request, municipality, RoleKind.OFFICIAL, RoleKind.ADMINISTRATOR)
    template = load_chosen(place.response_templates.all(), request.GET.get("template"))
    if template and request.POST.get("act") == "delete":
        delete_template(template, by=request.user)
        say(request, _("The template was deleted."))
        return redirect("desk_templates", place.slug)
    form = TemplateForm(request.POST if request.method == "POST" else None, template=template)
    if form.is_bound and form.is_valid():
        try:
            save_template(place, by=request.user, template=template, **form.cleaned_data)
        except NotPossible as refusal:
            show_refusal(form, refusal)
        else:
            say(request, _("Saved."))
            return redirect("desk_templates", place.slug)
    context = {
        "municipality": place,
        "templates": place.response_templates.all(),
        "chosen": template,
        "form": form,
        "placeholders": KNOWN,
    }
    return render(request, "budgeting/desk/templates.html", context, status=422 if form.errors else 200)
