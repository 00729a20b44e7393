"""The booth's roll, on a phone at the table. A personal number comes by POST and is in no answer again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from budgeting.booths.forms import NumberForm, OfflineForm, StampForm
from budgeting.booths.models import Booth
from budgeting.booths.queries import BoothStage, booth_state
from budgeting.booths.stamping import Line, LineState, RollVerdict, Tone, enter_offline, look_up, stamp
from budgeting.cycles.stages import Stage
from budgeting.desk.access import staff_only
from budgeting.desk.booths import load_booth
from budgeting.errors import NotPossible
from budgeting.views.notices import say, show_refusal
from budgeting.voting.keys import seal, unseal


@staff_only
@never_cache
@sensitive_post_parameters()
def roll(request: HttpRequest, pk: int) -> HttpResponse:
    """Looks a number up, shows the verdict, and stamps the person at the next press."""
    booth = load_booth(request, pk)
    if request.POST.get("act") == "stamp":
        return _stamp(request, booth)
    form = NumberForm(request.POST if request.POST.get("act") == "look_up" else None)
    if not form.is_bound or not form.is_valid():
        return _page(request, booth, form, status=422 if form.errors else 200)
    number = form.cleaned_data["number"]
    try:
        verdict = look_up(booth, number, by=request.user)
        sealed = seal(booth.cycle, "roll", number, under=str(booth.pk))
    except NotPossible as refusal:
        return _page(request, booth, NumberForm(), RollVerdict(Tone.RED, str(refusal)), status=422)
    stamping = StampForm(cycle=booth.cycle, initial={"sealed": sealed}) if verdict.may_vote else None
    return _page(request, booth, NumberForm(), verdict, stamping)


def _stamp(request: HttpRequest, booth: Booth) -> HttpResponse:
    form = StampForm(request.POST, cycle=booth.cycle)
    if form.has_error("sealed"):
        return redirect("desk_booth_roll", booth.pk)
    if not form.is_valid():
        verdict = RollVerdict(Tone.GREEN, _("May vote here."))
        return _page(request, booth, NumberForm(), verdict, form, status=422)
    try:
        number = unseal(booth.cycle, "roll", form.cleaned_data["sealed"], under=str(booth.pk))
        stamp(booth, number, by=request.user, area=form.cleaned_data["area"])
    except ValueError:
        return redirect("desk_booth_roll", booth.pk)
    except NotPossible as refusal:
        return _page(request, booth, NumberForm(), RollVerdict(Tone.RED, str(refusal)), status=422)
    say(request, _("Stamped. Hand out one sheet now."))
    return redirect("desk_booth_roll", booth.pk)


def _page(
    request: HttpRequest,
    booth: Booth,
    form: NumberForm,
    verdict: RollVerdict | None = None,
    stamping: StampForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "booth": booth,
        "cycle": booth.cycle,
        "is_open": booth.cycle.stage == Stage.VOTING,
        "form": form,
        "verdict": verdict,
        "stamping": stamping,
    }
    return render(request, "budgeting/desk/booth_roll.html", context, status=status)


@staff_only
@never_cache
@sensitive_post_parameters()
def offline(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the numbers of a printed roll; shows what became of each line, and again only those it could not read."""
    booth = load_booth(request, pk)
    form = OfflineForm(request.POST if request.method == "POST" else None, cycle=booth.cycle)
    lines: list[Line] = []
    if form.is_bound and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("voted_on", "area")}
        typed = [line for line in form.cleaned_data["numbers"].splitlines() if line.strip()]
        try:
            lines = enter_offline(booth, typed, by=request.user, **facts)
        except NotPossible as refusal:
            show_refusal(form, refusal)
        else:
            unread = [typed[line.place - 1] for line in lines if line.state == LineState.UNREAD]
            form = OfflineForm(cycle=booth.cycle, initial={**facts, "numbers": "\n".join(unread)})
    context = {
        "booth": booth,
        "cycle": booth.cycle,
        "form": form,
        "lines": lines,
        "has_begun": booth.cycle.is_vote_over or booth.cycle.stage == Stage.VOTING,
        "is_done": booth_state(booth).stage == BoothStage.DONE,
        "summary": _summary(lines),
    }
    is_refused = form.errors or any(line.state == LineState.UNREAD for line in lines)
    return render(request, "budgeting/desk/booth_offline.html", context, status=422 if is_refused else 200)


def _summary(lines: list[Line]) -> str:
    marked = sum(line.state in (LineState.MARKED, LineState.OVERTAKEN) for line in lines)
    return ngettext("%(count)s person is marked.", "%(count)s people are marked.", marked) % {"count": marked}
