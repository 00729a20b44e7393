"""The translations board in the editor, and the original beside its translation."""

from typing import Any

import django_filters
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.filters import ContentTypeFilter, WagtailFilterSet
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page, get_page_content_types
from wagtail.permissions import page_permission_policy

from budgeting.errors import NotAllowed
from cms.translating.actions import check_translation, confirm_translation, translate_into
from cms.translating.permissions import may_check_page, may_translate_page
from cms.translating.queries import editable_pages, in_state, originals, places, twins_by_language
from cms.translating.states import PageState
from portal.languages.texts import PUBLIC_LANGUAGES


class BoardFilter(WagtailFilterSet):
    place = django_filters.ModelChoiceFilter(
        label=_("Below"), queryset=lambda request: places(request.user), method="below"
    )
    language = django_filters.ChoiceFilter(label=_("Language"), choices=settings.LANGUAGES, method="stated")
    state = django_filters.ChoiceFilter(label=_("State"), choices=PageState, method="stated")
    content_type = ContentTypeFilter(
        label=_("Kind of page"), queryset=lambda request: get_page_content_types(include_base_page_type=False)
    )

    class Meta:
        model = Page
        fields = ["place", "language", "state", "content_type"]

    def below(self, pages: QuerySet[Page], name: str, place: Page) -> QuerySet[Page]:
        """In whichever tree a text was written first: it is found below the place's twin there."""
        paths = Page.objects.filter(translation_key=place.translation_key).values_list("path", flat=True)
        found = pages.none()
        for path in paths:
            found |= pages.filter(path__startswith=path)
        return found

    def stated(self, pages: QuerySet[Page], name: str, chosen: str) -> QuerySet[Page]:
        """Both choices make one question; it is asked once."""
        data = self.form.cleaned_data
        if name == "language" and data.get("state"):
            return pages
        state = data.get("state") or PageState.SHOWN
        return in_state(pages, state, data.get("language") or "")


class BoardView(ReportView):
    """Page by language. A language without a state chosen shows what is not translated into it yet."""

    page_title = _("Translations")
    header_icon = "globe"
    template_name = "wagtailadmin/reports/base_report.html"
    results_template_name = "cms/translating/board.html"
    index_url_name, index_results_url_name = "translations", "translations_results"
    filterset_class = BoardFilter
    model = Page
    context_object_name = "pages"
    permission_policy = page_permission_policy
    any_permission_required = ["add", "change", "publish"]
    paginate_by = 20
    list_export: list[str] = []

    def get_queryset(self) -> QuerySet[Page]:
        return originals(self.request.user).order_by("-latest_revision_created_at", "-pk")

    def decorate_paginated_queryset(self, pages: QuerySet[Page]) -> list[Page]:
        pages = list(pages)
        twins = twins_by_language(pages)
        own = set(
            editable_pages(self.request.user)
            .filter(pk__in=[twin.pk for twin in twins.values()])
            .values_list("pk", flat=True)
        )
        for page in pages:
            page.cells = [self._cell(page, code, name, twins, own) for code, name in settings.LANGUAGES]
            page.text_language = twins[str(page.translation_key), page.locale.language_code].text_language
        return pages

    def _cell(self, page: Page, code: str, name: str, twins: dict[Any, Page], own: set[int]) -> dict[str, Any]:
        twin = twins.get((str(page.translation_key), code))
        state = PageState(twin.state) if twin else PageState.SHOWN
        may_edit = twin is not None and twin.pk in own
        return {
            "code": code,
            "name": name,
            "twin": twin,
            "state": state,
            "is_public_language": code in PUBLIC_LANGUAGES,
            "may_begin": may_edit and twin.alias_of_id is not None and state == PageState.SHOWN,
            "is_begun": may_edit and state == PageState.SHOWN and twin.alias_of_id is None,
            "may_compare": may_edit and hasattr(twin, "translated"),
            "may_edit": may_edit,
        }


def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """The original and the newest version of its translation, side by side; what a person may say about it."""
    page = _load(request, pk)
    translation = page.translated
    original = translation.original.specific
    context = {
        "page": page,
        "translation": translation,
        "original": original if original.live else original.get_latest_revision_as_object(),
        "newest": page.get_latest_revision_as_object(),
        "may_check": may_check_page(request.user, page),
        "is_outdated": page.is_outdated,
        "seen": original.last_published_at.isoformat() if original.last_published_at else "",
    }
    return TemplateResponse(request, "cms/translating/compare.html", context)


@require_POST
def translate(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Begins the translation and opens it in the editor, the original's text beside it."""
    original = get_object_or_404(originals(request.user), pk=pk)
    page = translate_into(original, language, by=request.user)
    return redirect("wagtailadmin_pages:edit", page.pk)


@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    page = _load(request, pk)
    check_translation(page, by=request.user)
    messages.success(request, str(_("The translation is marked as checked by you.")))
    return redirect("compare_translation", page.pk)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    page = _load(request, pk)
    confirm_translation(page, by=request.user, seen=_moment(request.POST.get("seen", "")))
    messages.success(request, str(_("The translation says what the original says now.")))
    return redirect("compare_translation", page.pk)


def _moment(typed: str) -> Any:
    """The moment the page was sent with; anything else is none, which no published original has."""
    try:
        return parse_datetime(typed)
    except ValueError:
        return None


def _load(request: HttpRequest, pk: int) -> Any:
    """A translation that this person may edit; any other page is not found."""
    page = get_object_or_404(Page.objects.filter(translated__isnull=False), pk=pk).specific
    if not may_translate_page(request.user, page):
        raise NotAllowed
    return page
