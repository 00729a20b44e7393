"""The reviews of one cycle on one page: who checks what by when, what is overdue, and what waits to be published."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgeting.cycles.models import Cycle
from budgeting.desk.access import load_own_cycle, staff_only
from budgeting.desk.answer_form import day_field
from budgeting.errors import NotPossible
from budgeting.proposals.models import Proposal
from budgeting.reviews.actions import publish_reviews
from budgeting.reviews.assignments import assign_batch
from budgeting.reviews.models import Review
from budgeting.reviews.permissions import ASSIGNERS
from budgeting.reviews.queries import reviewers_of, reviews_of_cycle, signed_reviews_of, with_proposals
from budgeting.views.notices import say
from portal.accounts.models import User
from portal.accounts.roles import places_as

PER_PAGE = 50


class AssignBatchForm(forms.Form):
    """Which proposals go to which reviewers, and by when."""

    proposals = forms.ModelMultipleChoiceField(
        Proposal.objects.none(),
        error_messages={"required": gettext_lazy("Choose at least one proposal in the list.")},
    )
    reviewers = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Reviewers"), queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    due_on = day_field(gettext_lazy("To be finished by"))

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proposals"].queryset = reviews_of_cycle(cycle)
        self.fields["reviewers"].queryset = reviewers_of(cycle.municipality)


class PublishBatchForm(forms.Form):
    """Which verdicts are published together: the signed ones, unless somebody leaves some out."""

    reviews = forms.ModelMultipleChoiceField(
        Review.objects.none(), error_messages={"required": gettext_lazy("Choose at least one verdict.")}
    )

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # One that was given back a moment ago is still a choice: the action says which one stops the batch.
        self.fields["reviews"].queryset = with_proposals(Review.objects.filter(proposal__cycle=cycle))


@staff_only
def reviews_desk(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = load_own_cycle(request, pk)
    act = request.POST.get("act")
    assigning = AssignBatchForm(request.POST if act == "assign" else None, cycle=cycle)
    publishing = PublishBatchForm(request.POST if act == "publish" else None, cycle=cycle)
    for form in (assigning, publishing):
        if form.is_bound and form.is_valid() and _is_done(form, request.user):
            say(request, _("Done."))
            return redirect("desk_reviews", cycle.address)
    context = {
        "cycle": cycle,
        "page": Paginator(reviews_of_cycle(cycle), PER_PAGE).get_page(request.GET.get("page")),
        "signed": signed_reviews_of(cycle, request.user),
        "assigning": assigning,
        "publishing": publishing,
        "chosen": set(request.POST.getlist("proposals") + request.POST.getlist("reviews")),
        "may_assign": cycle.municipality_id in places_as(request.user, *ASSIGNERS),
    }
    is_refused = bool(assigning.errors or publishing.errors)
    return render(request, "budgeting/desk/reviews.html", context, status=422 if is_refused else 200)


def _is_done(form: AssignBatchForm | PublishBatchForm, user: User) -> bool:
    """Whether the act went through; if not, the form says why."""
    try:
        if isinstance(form, AssignBatchForm):
            assign_batch(by=user, **form.cleaned_data)
        else:
            publish_reviews(form.cleaned_data["reviews"], by=user)
    except NotPossible as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
