"""Typing the ballots of a box, settling what differs, and the protocol."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from budgeting.booths.entries import settle_ballot, type_ballot
from budgeting.booths.forms import MarksForm, ProtocolForm
from budgeting.booths.models import Booth, PaperEntry
from budgeting.booths.printed import FACT_NAMES, print_protocol
from budgeting.booths.protocols import countersign_protocol, differences, digest_of, sign_protocol
from budgeting.booths.queries import booth_state, next_number, numbers_for
from budgeting.desk.access import staff_only
from budgeting.desk.booths import load_booth
from budgeting.errors import NotPossible
from budgeting.views.notices import say, say_refused, show_refusal
from budgeting.views.printed import pdf_response
from portal.languages.texts import OFFICIAL_LANGUAGE


@staff_only
@never_cache
def typing(request: HttpRequest, pk: int) -> HttpResponse:
    """One ballot at a time. What another person typed is not shown, nor whether it agrees."""
    booth = load_booth(request, pk)
    form = MarksForm(request.POST if request.method == "POST" else None, cycle=booth.cycle)
    if _is_taken(request, booth, form, type_ballot):
        say(request, _("Ballot %(number)s is typed.") % {"number": form.cleaned_data["number"]})
        return redirect("desk_booth_typing", booth.pk)
    following = next_number(booth, request.user)
    form.fields["number"].initial = following
    context = {"booth": booth, "cycle": booth.cycle, "form": form, "has_more": following is not None}
    if following is None:
        context["state"] = booth_state(booth)
    return render(request, "budgeting/desk/booth_typing.html", context, status=422 if form.errors else 200)


@staff_only
@never_cache
def settling(request: HttpRequest, pk: int) -> HttpResponse:
    """The ballots that two people have typed differently, one at a time, to a third."""
    booth = load_booth(request, pk)
    form = MarksForm(request.POST if request.method == "POST" else None, cycle=booth.cycle)
    if _is_taken(request, booth, form, settle_ballot):
        say(request, _("Ballot %(number)s is settled.") % {"number": form.cleaned_data["number"]})
        return redirect("desk_booth_settling", booth.pk)
    own = numbers_for(request.user, booth)
    form.fields["number"].initial = own[0] if own else None
    context = {
        "booth": booth,
        "cycle": booth.cycle,
        "form": form,
        "own": own,
        "readings": _readings(booth, own[0]) if own else [],
        "state": booth_state(booth),
    }
    return render(request, "budgeting/desk/booth_settling.html", context, status=422 if form.errors else 200)


def _is_taken(request: HttpRequest, booth: Booth, form: MarksForm, act: Callable[..., None]) -> bool:
    """Whether what was posted is stored by the act; a refusal stands in the form."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act(booth, by=request.user, number=form.cleaned_data["number"], marks=form.marks)
    except NotPossible as refusal:
        show_refusal(form, refusal)
        return False
    return True


def _readings(booth: Booth, number: int) -> list[str]:
    """What the two have typed, without saying who typed which."""
    return sorted(_reading(entry) for entry in booth.entries.filter(number=number))


def _reading(entry: PaperEntry) -> str:
    return ", ".join(f"№ {number}" for number in entry.choices) or _("Blank, or its marks cannot be read")


@staff_only
def protocol(request: HttpRequest, pk: int) -> HttpResponse:
    """The booth's numbers; one person signs them, another countersigns."""
    booth = load_booth(request, pk)
    if request.POST.get("act") == "countersign":
        try:
            countersign_protocol(booth, by=request.user)
            say(request, _("Signed by two people. The ballots of this booth count."))
        except NotPossible as refusal:
            say_refused(request, refusal)
        return redirect("desk_booth_protocol", booth.pk)
    form = ProtocolForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            sign_protocol(booth, by=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            show_refusal(form, refusal)
        else:
            say(request, _("Signed. Another person has to sign as well."))
            return redirect("desk_booth_protocol", booth.pk)
    state = booth_state(booth)
    signed = state.protocol
    context = {
        "booth": booth,
        "cycle": booth.cycle,
        "state": state,
        "protocol": signed,
        "lines": [(name, signed.facts[key]) for key, name in FACT_NAMES.items()] if signed else [],
        "differences": differences(signed.facts) if signed else [],
        "digest": digest_of(signed) if signed and signed.countersigned_at else "",
        "may_countersign": signed and not signed.countersigned_at and signed.signed_by_id != request.user.pk,
        "form": form,
    }
    return render(request, "budgeting/desk/booth_protocol.html", context, status=422 if form.errors else 200)


@staff_only
def protocol_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The protocol as PDF, once two people have signed it."""
    booth = load_booth(request, pk)
    signed = booth_state(booth).protocol
    if signed is None or not signed.countersigned_at:
        raise Http404
    return pdf_response(print_protocol(signed, get_language() or OFFICIAL_LANGUAGE), f"khma-protocol-{booth.pk}.pdf")
