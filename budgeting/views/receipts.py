"""After the vote: the receipt, "did my ballot count?", and a phone that is handed on."""

from datetime import date

from django import forms
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from budgeting.closing.receipts import standing_of
from budgeting.views.draft import clear_vote, read_receipt
from budgeting.views.loading import load_cycle
from budgeting.voting.actions import RECEIPT_LENGTH
from budgeting.voting.codes import show_code
from budgeting.voting.identity.code_field import CodeField


@require_safe
@never_cache
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    cycle = load_cycle(request, pk)
    stored = read_receipt(request, cycle)
    if stored is None:
        return redirect("cycle", cycle.address)
    context = {
        "cycle": cycle,
        "step": "receipt",
        "code": show_code(stored["code"]),
        "replaced_on": stored["replaced_on"] and date.fromisoformat(stored["replaced_on"]),
    }
    return render(request, "budgeting/voting/receipt.html", context)


class ReceiptForm(forms.Form):
    receipt = CodeField(
        length=RECEIPT_LENGTH,
        mistake=gettext_lazy("This code has a typing mistake. Compare it with your receipt, sign by sign."),
        label=gettext_lazy("The code on your receipt"),
        help_text=gettext_lazy("12 letters and numbers. Dashes and spaces do not matter."),
        error_messages={"required": gettext_lazy("Write the code that is on your receipt.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def receipt_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for a receipt, and says what has become of its ballot. A code comes by POST only, so no address holds it."""
    cycle = load_cycle(request, pk)
    form = ReceiptForm(request.POST if request.method == "POST" else None)
    is_asked = form.is_bound and form.is_valid()
    context = {"cycle": cycle, "form": form}
    if is_asked:
        code = form.cleaned_data["receipt"]
        context |= {"code": show_code(code), "standing": standing_of(cycle, code)}
    status = 422 if form.errors else 200
    return render(request, "budgeting/voting/receipt_check.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Posted to, it leaves nothing of the vote or of an account in this browser; then the phone is ready to be handed on."""
    cycle = load_cycle(request, pk)
    if request.method != "POST":
        return render(request, "budgeting/voting/finished.html", {"cycle": cycle})
    logout(request)
    response = redirect("vote_finish", cycle.address)
    clear_vote(response)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
