"""What is mine: my proposals, what I follow and was told, my roles, and how I am called and written to."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from budgeting.proposals.following import followed_by
from budgeting.proposals.models import Proposal
from budgeting.reviews.queries import questions_to_answer
from budgeting.views.notices import say
from portal.accounts.forms import ProfileForm

NOTICES_SHOWN = 20
FOLLOWED_PER_PAGE = 20


@login_required
def my_page(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        say(request, _("Saved."))
        return redirect("my_page")
    proposals = Proposal.objects.written_by(request.user).with_cards().order_by("-created_at")
    questions = list(questions_to_answer(request.user))
    context = {
        "form": form,
        "proposals": proposals,
        "questions": questions,
        "overdue": sum(question.is_overdue for question in questions),
        "followed": Paginator(followed_by(request.user), FOLLOWED_PER_PAGE).get_page(request.GET.get("followed")),
        "notices": request.user.notices.order_by("-created_at", "-pk")[:NOTICES_SHOWN],
    }
    return render(request, "budgeting/mine.html", context, status=422 if form.errors else 200)
