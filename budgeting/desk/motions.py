"""The vote, step by step: what can be moved, what waits for a second official, what is done."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from budgeting.closing.actions import finish_closing, move_closing, second_closing
from budgeting.closing.models import Closing
from budgeting.cycles.models import Cycle
from budgeting.desk.access import load_own_cycle, staff_only
from budgeting.desk.counts import start_count
from budgeting.desk.vote_page import vote_context
from budgeting.errors import NotAllowed, NotPossible
from budgeting.inclusion.actions import ask_report
from budgeting.inclusion.tasks import make_report_in_background
from budgeting.motions.actions import drop
from budgeting.motions.models import Act, Motion
from budgeting.motions.permissions import may_move
from budgeting.results.actions import move_count, move_publication, second_count, second_publication
from budgeting.results.models import Count
from budgeting.views.notices import say, say_refused, show_refusal
from budgeting.voting.extending.actions import move_extension, record_outage, second_extension
from budgeting.voting.extending.forms import ExtensionForm, OutageForm
from budgeting.voting.withdrawing.actions import move_withdrawal, second_withdrawal
from budgeting.voting.withdrawing.forms import WithdrawalForm
from portal.accounts.models import User


def publish_with_report(motion: Motion, *, by: User) -> Count:
    """Publishes the count and has the inclusion report of this result made, so that everybody finds both."""
    count = second_publication(motion, by=by)
    make_report_in_background.enqueue(ask_report(count.cycle, by=None).pk)
    return count


# Ballots in quarantine are decided on at a page of their own.
SECONDS: dict[str, Callable[..., Any]] = {
    Act.CLOSE: second_closing,
    Act.COUNT: second_count,
    Act.PUBLISH: publish_with_report,
    Act.EXTEND: second_extension,
    Act.WITHDRAW: second_withdrawal,
}
FORMS: dict[str, tuple[type[Form], Callable[..., Any]]] = {
    "extend": (ExtensionForm, move_extension),
    "outage": (OutageForm, record_outage),
    "withdraw": (WithdrawalForm, move_withdrawal),
}


@staff_only
@never_cache
def vote_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows where the vote is. A post moves, seconds or drops one act, or records an outage; a press that comes
    too late is told why it did nothing."""
    cycle = load_own_cycle(request, pk)
    act = request.POST.get("act", "")
    forms = {name: form(request.POST if act == name else None, prefix=name) for name, (form, _run) in FORMS.items()}
    if request.method == "POST":
        if not may_move(request.user, cycle):
            raise NotAllowed
        if act not in forms:
            _do(request, cycle, act)
            return redirect("desk_vote", cycle.address)
        if _ask(request, cycle, act, forms[act]):
            return redirect("desk_vote", cycle.address)
    status = 422 if any(form.errors for form in forms.values()) else 200
    return render(request, "budgeting/desk/vote.html", vote_context(request, cycle, forms), status=status)


def _ask(request: HttpRequest, cycle: Cycle, name: str, form: Form) -> bool:
    """Does what the form asks; returns whether it was done. A refusal stands in the form."""
    if not form.is_valid():
        return False
    try:
        FORMS[name][1](cycle, by=request.user, **form.cleaned_data)
    except NotPossible as refusal:
        show_refusal(form, refusal)
        return False
    say(request, _("Recorded.") if name == "outage" else _moved())
    return True


def _do(request: HttpRequest, cycle: Cycle, act: str) -> None:
    try:
        if act in ("second", "drop"):
            _settle(request, _motion(request, cycle), act)
        elif act == "finish":
            _finish(request, cycle)
        elif act in MOVES:
            MOVES[act](request, cycle)
            say(request, _moved())
    except NotPossible as refusal:
        say_refused(request, refusal)


def _settle(request: HttpRequest, motion: Motion, act: str) -> None:
    """Seconds the motion, and with it does its act; or drops it."""
    if act == "drop":
        drop(motion, by=request.user)
        say(request, _("It is dropped. It can be moved again."))
    elif motion.act not in SECONDS:
        raise Http404
    elif isinstance(done := SECONDS[motion.act](motion, by=request.user), Count) and not done.published_at:
        start_count(done, request)
    else:
        say(request, _("Done."))


def _finish(request: HttpRequest, cycle: Cycle) -> None:
    if not finish_closing(get_object_or_404(Closing, cycle=cycle)):
        raise NotPossible(_("The key is still on this machine. Ask who looks after the site to destroy it."))
    say(request, _("Done."))


MOVES: dict[str, Callable[[HttpRequest, Cycle], Any]] = {
    "close": lambda request, cycle: move_closing(cycle, by=request.user),
    "count": lambda request, cycle: move_count(cycle, by=request.user),
    "publish": lambda request, cycle: move_publication(_count(request, cycle), by=request.user),
}


def _motion(request: HttpRequest, cycle: Cycle) -> Motion:
    return get_object_or_404(cycle.motions.select_related("cycle", "moved_by"), pk=_number(request, "motion"))


def _count(request: HttpRequest, cycle: Cycle) -> Count:
    return get_object_or_404(Count.objects.filter(cycle=cycle), pk=_number(request, "count"))


def _number(request: HttpRequest, name: str) -> int:
    typed = request.POST.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


def _moved() -> str:
    return _("It is moved. Another official has to second it.")
