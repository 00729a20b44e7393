"""Ballots in quarantine: what was found, and what two officials decide on it."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from budgeting.cycles.models import Cycle
from budgeting.desk.access import load_own_cycle, staff_only
from budgeting.errors import NotAllowed, NotPossible
from budgeting.motions.actions import drop
from budgeting.motions.models import Act, Motion
from budgeting.motions.permissions import may_move, may_second
from budgeting.views.notices import say, say_refused, show_refusal
from budgeting.voting.traces import WINDOW_SECONDS
from budgeting.watching.actions import LONGEST_REASON, find_flags, move_verdict, second_verdict
from budgeting.watching.bursts import FEWEST
from budgeting.watching.models import Flag, Suspicion, Verdict
from portal.clock import at_second
from portal.languages.typed import TypedField

MOTIONS = {"second": second_verdict, "drop": drop}


class VerdictForm(forms.Form):
    """Paper ballots are already mixed in their box, so of a booth's group they can only be kept."""

    verdict = forms.ChoiceField(label=gettext_lazy("Decision"), widget=forms.RadioSelect)
    reason = TypedField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Everybody will read it. Name nobody."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: object, flag: Flag, **kwargs: object) -> None:
        super().__init__(*args, prefix=str(flag.pk), **kwargs)
        is_paper = flag.suspicion == Suspicion.BOOTH
        self.fields["verdict"].choices = [
            (verdict.value, verdict.label) for verdict in Verdict if not (is_paper and verdict == Verdict.SET_ASIDE)
        ]


@staff_only
@never_cache
def flags_desk(request: HttpRequest, pk: int) -> HttpResponse:
    """All groups of a cycle. A post looks for more, moves a decision, seconds or drops one."""
    cycle = load_own_cycle(request, pk)
    form = None
    if request.method == "POST":
        if not may_move(request.user, cycle):
            raise NotAllowed
        form = _post(request, cycle)
        if form is None:
            return redirect("desk_flags", cycle.address)
    flags = list(Flag.objects.filter(cycle=cycle).select_related("booth", "motion__moved_by", "motion__seconded_by"))
    motions = {
        motion.subject: motion
        for motion in cycle.motions.waiting().filter(act=Act.DECIDE).select_related("moved_by", "cycle")
    }
    context = {
        "cycle": cycle,
        "cards": [_card(request, flag, motions.get(str(flag.pk)), form) for flag in flags],
        "limits": [(suspicion.label, fewest) for suspicion, fewest in FEWEST.items()],
        "may_move": may_move(request.user, cycle),
    }
    return render(request, "budgeting/desk/flags.html", context, status=422 if form else 200)


def _card(request: HttpRequest, flag: Flag, motion: Motion | None, posted: VerdictForm | None) -> dict[str, object]:
    """What is shown of one group: `motion` is what waits for a second official."""
    is_posted = posted is not None and posted.prefix == str(flag.pk)
    return {
        "flag": flag,
        "from_at": None if flag.window is None else at_second(flag.window * WINDOW_SECONDS),
        "motion": motion,
        "moved": motion and Verdict(motion.facts["verdict"]).label,
        "may_second": motion is not None and may_second(request.user, motion),
        "form": posted if is_posted else VerdictForm(flag=flag),
    }


def _post(request: HttpRequest, cycle: Cycle) -> VerdictForm | None:
    """Does what was posted; returns the form that was refused, if one was."""
    act = request.POST.get("act", "")
    if act == "look":
        found = find_flags(cycle)
        say(request, _("New groups found: %(count)s.") % {"count": found})
        return None
    if act in MOTIONS:
        motion = get_object_or_404(cycle.motions.filter(act=Act.DECIDE), pk=_number(request, "motion"))
        try:
            MOTIONS[act](motion, by=request.user)
            say(request, _("Done."))
        except NotPossible as refusal:
            say_refused(request, refusal)
        return None
    if act != "move":
        return None
    flag = get_object_or_404(Flag.objects.filter(cycle=cycle), pk=_number(request, "flag"))
    form = VerdictForm(request.POST, flag=flag)
    if form.is_valid():
        try:
            move_verdict(
                flag,
                by=request.user,
                verdict=Verdict(form.cleaned_data["verdict"]),
                reason=form.cleaned_data["reason"],
            )
        except NotPossible as refusal:
            show_refusal(form, refusal)
        else:
            say(request, _("Moved. Another official has to second it."))
            return None
    return form


def _number(request: HttpRequest, name: str) -> int:
    typed = request.POST.get(name, "")
    if not typed.isdecimal() or len(typed) > 9:
        raise Http404
    return int(typed)
