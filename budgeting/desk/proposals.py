"""One proposal on the desk: its text, and a form for each act that this person may do now."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgeting.desk.access import staff_only
from budgeting.desk.forms import EmptyForm, ReasonForm, ResponseForm, ReviewForm, RivalsForm, TranslationForm
from budgeting.errors import NotPossible
from budgeting.proposals.actions import answer_proposal, change_state, publish_proposal, translate_proposal
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import may_translate_proposal
from budgeting.proposals.queries import possible_transitions
from budgeting.responses.permissions import may_answer_ask
from budgeting.reviews.actions import decide_review, name_rivals, start_review
from budgeting.reviews.permissions import may_name_rivals
from budgeting.views.notices import say
from portal.accounts.models import STAFF_ROLES, User
from portal.accounts.roles import places_as
from portal.languages.texts import TranslationState


@dataclass(slots=True)
class Act:
    """One thing that can be done to the proposal here, with the form that asks for it."""

    name: str
    title: str | Promise
    form: forms.Form
    run: Callable[..., Any]


def acts_for(user: User, proposal: Proposal, data: Any = None) -> list[Act]:
    """The acts open to this person now; the one named by the posted `act` has its form bound."""
    possible = possible_transitions(user, proposal)
    acts = []

    def offer(name: str, title: str | Promise, form: type[forms.Form], run: Callable[..., Any], **kwargs: Any) -> None:
        bound = data if data and data.get("act") == name else None
        acts.append(Act(name, title, form(bound, prefix=name, **kwargs), run))

    if "publish" in possible:
        offer("publish", gettext_lazy("Publish"), EmptyForm, publish_proposal)
    if "send_back" in possible:
        offer("send_back", gettext_lazy("Send back to be improved"), ReasonForm, _transition("send_back"))
    if "reject" in possible:
        offer("reject", gettext_lazy("Reject"), ReasonForm, _transition("reject"))
    if "start_review" in possible:
        offer("start_review", gettext_lazy("Start the review"), EmptyForm, start_review)
    if "find_feasible" in possible:
        offer("decide", gettext_lazy("Decide the review"), ReviewForm, decide_review, proposal=proposal)
    if may_name_rivals(user, proposal):
        title = gettext_lazy("Projects that cannot be built beside it")
        offer("rivals", title, RivalsForm, name_rivals, proposal=proposal)
    if proposal.ask and may_answer_ask(user, proposal.ask):
        offer(
            "answer",
            gettext_lazy("Publish an official response"),
            ResponseForm,
            answer_proposal,
            proposal=proposal,
        )
    if may_translate_proposal(user, proposal):
        for language, name in settings.LANGUAGES:
            if language != proposal.written_in:
                title = gettext_lazy("Translation: %(language)s") % {"language": name}
                run = _translation(language)
                offer(f"translate_{language}", title, TranslationForm, run, proposal=proposal, language=language)
    return acts


def _transition(name: str) -> Callable[..., None]:
    return lambda proposal, *, by, reason: change_state(proposal, name, by=by, reason=reason)


def _translation(language: str) -> Callable[..., None]:
    def run(proposal: Proposal, *, by: User, state: str, **texts: str) -> None:
        translate_proposal(proposal, language, by=by, state=TranslationState(state), **texts)

    return run


@staff_only
def proposal_desk(request: HttpRequest, pk: int) -> HttpResponse:
    at_work = places_as(request.user, *STAFF_ROLES)
    related = Proposal.objects.visible_to(request.user).filter(cycle__municipality__in=at_work)
    proposal = get_object_or_404(
        related.select_related("cycle__municipality", "settlement", "theme", "ask", "review"), pk=pk
    )
    acts = acts_for(request.user, proposal, request.POST if request.method == "POST" else None)
    for act in acts:
        if act.form.is_bound and act.form.is_valid():
            try:
                act.run(proposal, by=request.user, **act.form.cleaned_data)
            except NotPossible as refusal:
                act.form.add_error(None, str(refusal))
            else:
                say(request, _("Done."))
                return redirect("desk_proposal", proposal.address)
    is_refused = any(act.form.errors for act in acts)
    is_late = request.method == "POST" and request.POST.get("act") not in {act.name for act in acts}
    context = {
        "proposal": proposal,
        "cycle": proposal.cycle,
        "acts": acts,
        "lost": _typed(request) if is_late else None,
        "events": proposal.events.all(),
        "review": getattr(proposal, "review", None),
        "responses": proposal.ask.responses.all() if proposal.ask else [],
    }
    return render(
        request, "budgeting/desk/proposal.html", context, status=409 if is_late else 422 if is_refused else 200
    )


def _typed(request: HttpRequest) -> list[str]:
    """What was written into a form that is no longer offered, so that it is not lost."""
    return [text for name, text in request.POST.items() if text and name not in ("act", "csrfmiddlewaretoken")]
