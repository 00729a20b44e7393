"""The search over all pages, and the way on to the proposals."""

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.models import Locale, Page

from budgeting.cycles.queries import current_cycles
from budgeting.proposals.models import Proposal
from cms.words import found_pages
from portal.languages.texts import OFFICIAL_LANGUAGE
from portal.languages.typed import TypedField

PER_PAGE = 20
MOST_PROPOSALS = 5


class SearchForm(forms.Form):
    q = TypedField(
        label=_("What are you looking for?"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Pages in the reader's tree, each saying in which language it is written; and proposals with the same words."""
    form = SearchForm(request.GET)
    query = form.cleaned_data["q"] if form.is_valid() else ""
    language = get_language() or OFFICIAL_LANGUAGE
    page = Paginator(found_pages(query, language), PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = shown(page.object_list, Locale.objects.get(language_code=language))
    context = {
        "form": form,
        "asked": query,
        "page": page,
        "query": urlencode({"q": query}),
        "proposals": _proposals(query) if query else [],
        "cycles": current_cycles().values() if query else [],
        "address_of": lambda: f"{reverse('search')}?{urlencode({'q': query})}" if query else reverse("search"),
    }
    return render(request, "cms/search.html", context)


def shown(pages: QuerySet[Page], locale: Locale) -> list[Page]:
    """The pages of this tree with what a result shows of them: no query for each, whatever types they have."""
    found = list(pages.specific().defer_streamfields())
    for page in found:
        page.locale = locale
        page.is_foreign = page.written_in != locale.language_code
        page.language_name = dict(settings.LANGUAGES)[page.written_in]
        page.address = page.get_url()
    return found


def _proposals(query: str) -> list[Proposal]:
    public = Proposal.objects.public().filter(cycle__proposing_cleared_at__isnull=False)
    return list(public.search(query).best_first(query).with_cards()[:MOST_PROPOSALS])
