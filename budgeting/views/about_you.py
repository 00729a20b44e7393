"""Optional questions after taking part: a page of its own, which anybody can leave unanswered."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from budgeting.cycles.models import Cycle
from budgeting.errors import NotPossible
from budgeting.inclusion.actions import count_answers, forget_author_answer, keep_author_answer, new_token
from budgeting.inclusion.forms import AboutYouAndPlaceForm, AboutYouForm
from budgeting.inclusion.models import AuthorAnswer, Part
from budgeting.inclusion.queries import has_taken_part
from budgeting.views.draft import keep_told, read_receipt, read_told
from budgeting.views.loading import load_cycle, load_proposal
from budgeting.views.notices import say
from portal.languages.texts import OFFICIAL_LANGUAGE


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def about_you(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """Who has just voted in this browser, or has commented or backed, may answer once.

    That it was answered stands in the browser's own cookie, and nowhere with us. The cookie holds no answer.
    """
    cycle = load_cycle(request, pk)
    if part not in Part.values:
        raise Http404
    way = Part(part)
    mark = _mark(request, cycle, way)
    if mark is None:
        return redirect("cycle", cycle.address)
    is_told = mark in read_told(request)
    form = AboutYouAndPlaceForm(request.POST if request.method == "POST" else None, cycle=cycle)
    if not is_told and form.is_bound and form.is_valid():
        answers = dict(form.cleaned_data)
        token, language = answers.pop("token"), get_language() or OFFICIAL_LANGUAGE
        try:
            count_answers(cycle, way, token=token, language=language, answers=answers)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            response = redirect("about_you", cycle.address, way.value)
            keep_told(response, [*read_told(request), mark])
            return response
    context = {
        "cycle": cycle,
        "form": form,
        "token": new_token(cycle, way),
        "part": way,
        "is_told": is_told,
        "is_vote": way == Part.VOTE,
        "address_of": lambda: reverse("about_you", args=[cycle.address, way.value]),
    }
    status = 422 if form.errors and not is_told else 200
    return render(request, "budgeting/inclusion/about_you.html", context, status=status)


def _mark(request: HttpRequest, cycle: Cycle, part: Part) -> str | None:
    """By what this browser knows again that it has answered; None for who has not taken part in this way."""
    if part == Part.VOTE:
        receipt = read_receipt(request, cycle)
        who = receipt and receipt["code"]
    else:
        who = request.user.pk if has_taken_part(request.user, cycle, part) else None
    return who and salted_hmac("khma told", f"{cycle.pk} {part} {who}").hexdigest()[:16]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def about_author(request: HttpRequest, pk: int) -> HttpResponse:
    """The first author of a proposal says, changes or takes back what is counted with it."""
    proposal = load_proposal(request, pk)
    if proposal.author_id != request.user.pk:
        raise Http404
    if "forget" in request.POST:
        forget_author_answer(proposal, by=request.user)
        say(request, _("Your answers are deleted."))
        return redirect("about_author", proposal.address)
    kept = AuthorAnswer.objects.filter(proposal=proposal).first()
    form = AboutYouForm(request.POST if request.method == "POST" else None, initial=kept and _initial(kept))
    if form.is_bound and form.is_valid():
        keep_author_answer(proposal, by=request.user, **form.cleaned_data)
        say(request, _("Thank you. Your answers are kept."))
        return redirect("proposal", proposal.address)
    context = {
        "proposal": proposal,
        "cycle": proposal.cycle,
        "form": form,
        "is_kept": kept is not None,
        "address_of": lambda: reverse("about_author", args=[proposal.address]),
    }
    return render(request, "budgeting/inclusion/about_author.html", context, status=422 if form.errors else 200)


def _initial(kept: AuthorAnswer) -> dict[str, str]:
    return {"gender": kept.gender, "age": kept.age}
