"""One complaint about a vote at the desk: its answer by an official, and its words before a moderator."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from budgeting.desk.access import staff_only
from budgeting.desk.acts import Act, acts_context, make_act, run_posted
from budgeting.desk.answering import Answering, offer_answering
from budgeting.desk.forms import EmptyForm
from budgeting.objections.actions import (
    answer_complaint,
    edit_complaint_answer,
    extend_complaint_answer,
    hide_complaint,
    show_complaint,
)
from budgeting.objections.models import HIDDEN_FOR, Complaint
from budgeting.objections.permissions import may_answer_complaint, may_moderate_complaint
from budgeting.objections.queries import told
from budgeting.views.notices import say
from portal.clock import today
from portal.languages.templatetags.languages import day


class HideComplaintForm(forms.Form):
    code = forms.ChoiceField(
        label=gettext_lazy("Why it is hidden"), choices=[("", gettext_lazy("Choose")), *HIDDEN_FOR.items()]
    )


COMPLAINTS = Answering(answer_complaint, extend_complaint_answer, edit_complaint_answer)


@staff_only
def complaint_desk(request: HttpRequest, pk: int) -> HttpResponse:
    own = Complaint.objects.at_desk_of(request.user).select_related("cycle__municipality", "ask__municipality")
    complaint = get_object_or_404(own.with_answers(), pk=pk)
    # What a colleague has done since the page was opened is seen before it is done again.
    seen = f"{complaint.ask.owed_on} {len(complaint.ask.responses.all())} {complaint.hidden_as}"
    is_stale = request.POST.get("seen", seen) != seen
    acts = _acts(request, complaint, None if is_stale else request.POST or None)
    if run_posted(acts, complaint, by=request.user):
        say(request, _("Done."))
        return redirect("desk_complaint", complaint.pk)
    shown, status = acts_context(request, acts, is_stale=is_stale)
    context = {"complaint": complaint, "cycle": complaint.cycle, "one": told(complaint), "seen": seen, **shown}
    return render(request, "budgeting/desk/complaint.html", context, status=status)


def _acts(request: HttpRequest, complaint: Complaint, data: Any) -> list[Act]:
    acts: list[Act] = []

    def offer(*args: Any, **kwargs: Any) -> None:
        acts.append(make_act(data, None, *args, **kwargs))

    if may_answer_complaint(request.user, complaint):
        values = _placeholder_values(complaint) if request.GET.get("template") else {}
        offer_answering(COMPLAINTS, complaint.ask, offer, query=request.GET, values=values)
    if may_moderate_complaint(request.user, complaint):
        if complaint.hidden_as:
            offer("show", _("Show the complaint again"), EmptyForm, show_complaint)
        else:
            offer("hide", _("Hide the complaint"), HideComplaintForm, hide_complaint)
    return acts


def _placeholder_values(complaint: Complaint) -> dict[str, dict[str, str]]:
    """{language: {placeholder: what it stands for in an answer to this complaint}}"""
    values = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            values[language] = {"title": complaint.title, "author": complaint.public_name, "today": day(today())}
    return values
