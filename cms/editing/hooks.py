"""What Wagtail shows differently here: our first screen, our guide, our words in the menu, nothing from elsewhere."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.editing.guide import GuideView
from cms.editing.home import add_panels
from cms.editing.labels import name_fields

hooks.register("construct_homepage_panels", add_panels)
name_fields()


@hooks.register("register_admin_urls")
def guide_address() -> list[URLPattern]:
    return [path("guide/", GuideView.as_view(), name="editor_guide")]


@hooks.register("register_admin_menu_item")
def guide_in_menu() -> MenuItem:
    return MenuItem(_("Guide"), reverse_lazy("editor_guide"), name="guide", icon_name="help", order=150)


@hooks.register("construct_help_menu")
def only_our_help(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's guide and news are in English and on another site."""
    items[:] = [item for item in items if item.name == "keyboard-shortcuts-trigger"]


@hooks.register("construct_main_menu")
def reports_are_overviews(request: HttpRequest, items: list[MenuItem]) -> None:
    """Elsewhere on this site "Reports" are messages about violations, and the translation says so."""
    for item in items:
        if item.name == "reports":
            item.label = pgettext_lazy("menu of the editor", "Reports")


@hooks.register("insert_global_admin_css")
def editor_styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("portal/editor/editor.css"))


@hooks.register("insert_editor_js")
def send_after_saving() -> str:
    return format_html('<script type="module" src="{}"></script>', static("portal/editor/saving.js"))
