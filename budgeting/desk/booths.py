"""The booths of a cycle, and one booth with its sheets."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgeting.booths.actions import create_booth, print_sheets, spoil_sheet
from budgeting.booths.entries import open_box
from budgeting.booths.forms import BatchForm, BoothForm, BoxForm, SpoiledForm
from budgeting.booths.models import Booth
from budgeting.booths.permissions import may_set_up_booths, may_view_booths, may_work_at_booths
from budgeting.booths.printed import print_batch, print_roll
from budgeting.booths.queries import BoothStage, BoothState, booth_state, booth_states
from budgeting.booths.serials import show_serial
from budgeting.desk.access import load_own_cycle, staff_only
from budgeting.desk.acts import Act, make_act, run_posted
from budgeting.errors import NotAllowed, NotPossible
from budgeting.views.notices import say, show_refusal
from budgeting.views.printed import pdf_response
from budgeting.voting.identity.card.method import VotingCard
from portal.accounts.models import STAFF_ROLES
from portal.accounts.roles import places_as


def load_booth(request: HttpRequest, pk: int) -> Booth:
    """A booth for who works there. Another municipality's is not found; NotAllowed for its other staff."""
    own = Booth.objects.filter(cycle__municipality__in=places_as(request.user, *STAFF_ROLES))
    booth = get_object_or_404(own.select_related("cycle__municipality", "settlement"), pk=pk)
    if not may_work_at_booths(request.user, booth.cycle):
        raise NotAllowed
    return booth


@staff_only
def booths_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """Every booth with its state, and a form for a new one."""
    cycle = load_own_cycle(request, pk)
    may_set_up = may_set_up_booths(request.user, cycle)
    if not may_view_booths(request.user, cycle) or (request.method == "POST" and not may_set_up):
        raise NotAllowed
    form = BoothForm(request.POST if request.method == "POST" else None, cycle=cycle)
    if form.is_bound and form.is_valid():
        try:
            create_booth(cycle, by=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            show_refusal(form, refusal)
        else:
            say(request, _("Saved."))
            return redirect("desk_booths", cycle.address)
    context = {
        "cycle": cycle,
        "states": booth_states(cycle),
        "form": form if may_set_up and not cycle.is_vote_over else None,
        "may_work": may_work_at_booths(request.user, cycle),
        "has_cards": VotingCard.name in cycle.identity_methods,
    }
    return render(request, "budgeting/desk/booths.html", context, status=422 if form.errors else 200)


@staff_only
def booth_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """One booth: how far it is, its sheets, and what can be done there now."""
    booth = load_booth(request, pk)
    state = booth_state(booth)
    acts = _acts(request, state)
    if request.method == "POST" and run_posted(acts, booth, by=request.user):
        say(request, _("Done."))
        return redirect("desk_booth", booth.pk)
    batches = [
        {"batch": one, "first": show_serial(one.first_serial), "last": show_serial(one.last_serial)}
        for one in booth.batches.select_related("area")
    ]
    context = {"booth": booth, "cycle": booth.cycle, "state": state, "batches": batches, "acts": acts}
    is_refused = any(act.form.errors for act in acts)
    return render(request, "budgeting/desk/booth.html", context, status=422 if is_refused else 200)


def _acts(request: HttpRequest, state: BoothState) -> list[Act]:
    cycle, data = state.booth.cycle, request.POST
    acts = []
    if cycle.is_frozen and not cycle.is_vote_over:
        acts.append(
            make_act(data, None, "print", gettext_lazy("Print ballot sheets"), BatchForm, print_sheets, cycle=cycle)
        )
    if state.stage != BoothStage.DONE and state.received:
        acts.append(make_act(data, None, "spoil", gettext_lazy("Take back a spoiled sheet"), SpoiledForm, spoil_sheet))
    if state.stage != BoothStage.DONE and cycle.is_vote_over:
        acts.append(make_act(data, None, "open_box", gettext_lazy("Count the ballots in the box"), BoxForm, open_box))
    return acts


@staff_only
def sheets_pdf(request: HttpRequest, pk: int, batch: int) -> HttpResponse:
    """The sheets of one batch of the booth, as often as the printer needs them."""
    booth = load_booth(request, pk)
    own = get_object_or_404(booth.batches.select_related("booth__cycle__municipality"), pk=batch)
    return pdf_response(print_batch(own), f"khma-sheets-{show_serial(own.first_serial)}.pdf")


@staff_only
def roll_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    booth = load_booth(request, pk)
    return pdf_response(print_roll(booth), f"khma-roll-{booth.pk}.pdf")
