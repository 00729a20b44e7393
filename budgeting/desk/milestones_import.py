"""A file of steps and money at the desk: uploaded, looked at, and only then stored; and the template to start from."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from budgeting.cycles.models import Cycle
from budgeting.desk.access import load_own_cycle, staff_only
from budgeting.errors import NotAllowed, NotPossible
from budgeting.milestones.forms import ImportForm
from budgeting.milestones.importing import BadLines, import_milestones, preview_milestones, template_rows
from budgeting.milestones.permissions import may_keep_milestones
from budgeting.milestones.queries import implementation_of
from budgeting.milestones.reading import COLUMNS, LARGEST_BYTES, decoded
from budgeting.views.csv_file import csv_file
from budgeting.views.notices import say
from portal.clock import today


@staff_only
@never_cache
def import_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """The first POST brings the file and shows what it would change, the second brings its text again and stores it."""
    cycle = _load(request, pk)
    form = ImportForm(request.POST if request.method == "POST" else None, request.FILES or None)
    context = {"cycle": cycle, "form": form, "columns": COLUMNS}
    if request.method != "POST":
        return render(request, "budgeting/desk/implementation_import.html", context)
    try:
        if "text" in request.POST:
            changes = import_milestones(cycle, decoded(request.POST["text"].encode()), by=request.user)
            sentence = ngettext("%(count)d change is stored.", "%(count)d changes are stored.", len(changes))
            say(request, sentence % {"count": len(changes)})
            return redirect("desk_implementation", cycle.address)
        if form.is_valid():
            upload: UploadedFile = form.cleaned_data["upload"]  # type: ignore[type-arg]  # takes no argument when it runs
            text = decoded(upload.read(LARGEST_BYTES + 1))
            context |= {"text": text, "changes": preview_milestones(cycle, text, by=request.user)}
    except BadLines as refusal:
        context |= {"refusal": str(refusal), "lines": sorted(refusal.lines.items())}
    except NotPossible as refusal:
        context |= {"refusal": str(refusal)}
    is_refused = "refusal" in context or bool(form.errors)
    return render(request, "budgeting/desk/implementation_import.html", context, status=422 if is_refused else 200)


@staff_only
def template_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """A file to fill in, with all that is stored already."""
    cycle = _load(request, pk)
    return csv_file(f"implementation-{cycle.pk}-{today()}", COLUMNS, template_rows(implementation_of(cycle)))


def _load(request: HttpRequest, pk: int) -> Cycle:
    cycle = load_own_cycle(request, pk)
    if not may_keep_milestones(request.user, cycle):
        raise NotAllowed
    return cycle
