"""The complaints about a cycle's vote with their answers, and the form that files one."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from budgeting.errors import NotPossible
from budgeting.objections.actions import closed_because, file_complaint
from budgeting.objections.forms import ComplaintForm
from budgeting.objections.queries import told
from budgeting.views.kept import keeps_typed
from budgeting.views.loading import load_cycle
from budgeting.views.notices import say, show_refusal

PER_PAGE = 20


@require_safe
def objections_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Every complaint, the newest first; of a hidden one only that there is one, and why it is hidden."""
    cycle = load_cycle(request, pk)
    page = Paginator(cycle.complaints.with_answers(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "cycle": cycle,
        "page": page,
        "told": [told(complaint) for complaint in page.object_list],
        "closed": closed_because(cycle),
        "query": "",
        "address_of": lambda: reverse("objections", args=[cycle.address]),
    }
    return render(request, "budgeting/objections/page.html", context)


@keeps_typed(*ComplaintForm.base_fields)
def file_objection(request: HttpRequest, pk: int, kept: dict[str, str]) -> HttpResponse:
    """The form; after the end of the stage it says so, and what was typed is still there to be copied."""
    cycle = load_cycle(request, pk)
    form = ComplaintForm(request.POST if request.method == "POST" else None, kept=kept)
    if form.is_bound and form.is_valid():
        try:
            complaint = file_complaint(cycle, by=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            show_refusal(form, refusal)
        else:
            say(request, _("Thank you. The municipality has your complaint and owes you an answer."))
            return redirect(f"{reverse('objections', args=[cycle.address])}#complaint-{complaint.pk}")
    context = {
        "cycle": cycle,
        "form": form,
        "closed": "" if form.is_bound or kept else closed_because(cycle),
        "address_of": lambda: reverse("file_objection", args=[cycle.address]),
    }
    return render(request, "budgeting/objections/file.html", context, status=422 if form.errors else 200)
