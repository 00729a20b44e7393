"""The review on a proposal's page, and what its authors say to it: answers to questions, the reply to the verdict."""

from collections.abc import Callable
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import is_author
from budgeting.reviews.dialogue import answer_question, reply_to_review
from budgeting.reviews.forms import AnswerForm, WordsForm
from budgeting.reviews.models import Review
from budgeting.reviews.permissions import may_answer_question, may_reply_to_review
from budgeting.views.kept import keeps_typed
from budgeting.views.loading import load_proposal
from budgeting.views.notices import say
from portal.accounts.roles import Person


def review_part(user: Person, proposal: Proposal) -> dict[str, Any]:
    """The published review and the questions, for the public; for an author, the forms to answer them with."""
    prefetch_related_objects([proposal], "coauthors")
    review = public_review(proposal)
    questions = list(proposal.questions.all())
    for question in questions:
        question.proposal = proposal
    return {
        "review": review,
        "conflicts": proposal.conflicts.all() if review else [],
        "questions": [
            (question, AnswerForm(question=question) if may_answer_question(user, question) else None)
            for question in questions
        ],
        "reply_form": WordsForm(proposal=proposal) if review and may_reply_to_review(user, review) else None,
    }


def public_review(proposal: Proposal) -> Review | None:
    """The proposal's review, once it is published: until then nobody outside the review sees a word of it."""
    review: Review | None = getattr(proposal, "review", None)
    return review if review and review.is_public else None


@keeps_typed(*AnswerForm.base_fields)
def answer(request: HttpRequest, pk: int, number: int, kept: dict[str, str]) -> HttpResponse:
    """One question; POST stores the author's answer."""
    proposal = _load_own(request, pk)
    question = get_object_or_404(proposal.questions.all(), pk=number)
    question.proposal = proposal
    form = AnswerForm(request.POST or None, question=question, kept=kept)
    context = {"question": question, "may_act": may_answer_question(request.user, question)}
    return _take_words(request, proposal, form, lambda **facts: answer_question(question, **facts), context)


@keeps_typed(*WordsForm.base_fields)
def reply(request: HttpRequest, pk: int, kept: dict[str, str]) -> HttpResponse:
    """The verdict; POST stores the author's reply to it."""
    proposal = _load_own(request, pk)
    review = public_review(proposal)
    if review is None:
        raise Http404
    form = WordsForm(request.POST or None, proposal=proposal, kept=kept)
    context = {"review": review, "may_act": may_reply_to_review(request.user, review)}
    return _take_words(request, proposal, form, lambda **facts: reply_to_review(review, **facts), context)


def _load_own(request: HttpRequest, pk: int) -> Proposal:
    proposal = load_proposal(request, pk)
    if not is_author(request.user, proposal):
        raise NotAllowed
    return proposal


def _take_words(
    request: HttpRequest, proposal: Proposal, form: WordsForm, act: Callable[..., None], context: dict[str, Any]
) -> HttpResponse:
    """Does the act and returns to the proposal; a refusal keeps what was typed, even where nothing can be sent now."""
    if request.method == "POST" and form.is_valid():
        try:
            act(by=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, _("Published. Everybody can read it now."))
            return redirect("proposal", proposal.address)
    context |= {"proposal": proposal, "cycle": proposal.cycle, "form": form}
    return render(request, "budgeting/proposals/words.html", context, status=422 if form.errors else 200)
