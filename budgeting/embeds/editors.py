"""The page where somebody chooses what to show on another site, sees it, and copies the line that does it."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from budgeting.embeds.forms import EmbedForm
from budgeting.embeds.kinds import NO_SUCH_ADDRESS
from budgeting.embeds.looks import Look

WIDTHS = (300, 600)  # of the previews, in pixels


@require_safe
def embeds_page(request: HttpRequest) -> HttpResponse:
    """Complete without a script: the form asks by GET, and what it finds has an address of its own."""
    form = EmbedForm(_asked(request)) if set(EmbedForm.base_fields) & set(request.GET) else EmbedForm()
    look = form.cleaned_data.get("look") if form.is_bound and form.is_valid() else None
    title = _public_title(look) if look else None
    if look and title is None:
        form.add_error("url", NO_SUCH_ADDRESS)
    query = request.GET.urlencode()
    context = {
        "form": form,
        "offer": _offer(look, title) if look and title is not None else None,
        "address_of": lambda: reverse("embeds") + (f"?{query}" if query else ""),
    }
    return render(request, "budgeting/embeds/page.html", context, status=422 if form.is_bound and form.errors else 200)


def _asked(request: HttpRequest) -> QueryDict:
    """What was asked; what is picked without a language is wanted in this page's own, a pasted address says its own."""
    asked = request.GET.copy()
    if not asked.get("url"):
        asked.setdefault("lang", get_language() or "")
    return asked


def _public_title(look: Look) -> str | None:
    """What it is called in the language it is wanted in; None where the public may not see it."""
    with override(look.language):
        card = look.kind.card(look.pk)
    return card.title.text if card else None


def _offer(look: Look, title: str) -> dict[str, object]:
    return {
        "look": look,
        "title": title,
        "iframe": look.iframe(title),
        "with_script": look.with_script(title),
        "previews": [(width, look.height(width)) for width in WIDTHS],
    }
