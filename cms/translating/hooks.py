"""Where Wagtail's editor screens meet the trees of languages."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from cms.planting import ensure_aliases
from cms.translating import screens
from cms.translating.actions import begin_translation
from cms.translating.queries import editable_pages
from cms.translating.twins import aliases_of, delete_aliases, own_texts_below


@hooks.register("after_create_page")
def show_in_every_language(request: HttpRequest, page: Page) -> None:
    ensure_aliases(page)


@hooks.register("after_copy_page")
def show_copies_in_every_language(request: HttpRequest, page: Page, copy: Page) -> None:
    """From above: a copy below a copy finds its parent's twin."""
    for one in copy.get_descendants(inclusive=True).order_by("path").specific():
        ensure_aliases(one)


@hooks.register("before_convert_alias_page")
def remember_the_original(request: HttpRequest, page: Page) -> None:
    """Wagtail's own button does what the board's does."""
    if request.method == "POST" and page.alias_of and page.alias_of.translation_key == page.translation_key:
        begin_translation(page, page.alias_of)


@hooks.register("construct_translated_pages_to_cascade_actions")
def take_only_aliases_along(pages: Iterable[Page], action: str) -> dict[Page, Any]:
    """Wagtail takes a page's aliases down and up with it by itself, and signals move them; here they are deleted too."""
    return {page: aliases_of(page) for page in pages} if action == "delete" else {}


@hooks.register("before_delete_page")
def keep_finished_translations(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A page is not deleted while somebody's text stands below one of its stand-ins."""
    if texts := list(own_texts_below(aliases_of(page))):
        messages.error(request, still_below(texts))
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


@hooks.register("before_bulk_action")
def keep_trees_alike(request: HttpRequest, action: str, pages: Iterable[Any], view: Any) -> HttpResponse | None:
    """Many pages at once: the same rules as for one."""
    if action != "delete" or view.model is not Page or request.method != "POST":
        return None
    for page in pages:
        if refused := keep_finished_translations(request, page):
            return refused
    for page in pages:
        delete_aliases(page)
    return None


def still_below(texts: list[Page]) -> str:
    named = ", ".join(f"{text.title} ({text.locale})" for text in texts[:5])
    return _("It cannot be deleted yet: translated pages stand below it. Move or delete them first: %(pages)s") % {
        "pages": named
    }


@hooks.register("register_log_actions")
def name_the_acts(actions: LogActionRegistry) -> None:
    checked, confirmed = gettext_lazy("Translation checked"), gettext_lazy("Translation still right")
    actions.register_action("khma.check_translation", checked, checked)
    actions.register_action("khma.confirm_translation", confirmed, confirmed)


@hooks.register("register_admin_urls")
def board_addresses() -> list[URLPattern]:
    return [
        path("translations/", screens.BoardView.as_view(), name="translations"),
        path("translations/results/", screens.BoardView.as_view(results_only=True), name="translations_results"),
        path("translations/<int:pk>/", screens.compare, name="compare_translation"),
        path("translations/<int:pk>/into/<slug:language>/", screens.translate, name="translate_page"),
        path("translations/<int:pk>/check/", screens.check, name="check_translation"),
        path("translations/<int:pk>/confirm/", screens.confirm, name="confirm_translation"),
    ]


class BoardItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return editable_pages(request.user).exists()


@hooks.register("register_admin_menu_item")
def board_in_the_menu() -> MenuItem:
    label = gettext_lazy("Translations")
    return BoardItem(label, reverse("translations"), name="translations", icon_name="globe", order=250)
