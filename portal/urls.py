"""Every address of the site."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps import views as sitemap_views
from django.urls import include, path, re_path
from django.views.generic import TemplateView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern

from budgeting.embeds.views import moved_embed
from cms.organisations.closed import page_types_usage
from cms.serving import serve_page
from cms.sitemaps import SECTIONS, robots
from portal.accounts.urls import to_sign_in
from portal.accounts.views import to_the_editor
from portal.media import serve_media
from portal.styles import serve_stylesheet

handler404 = "portal.errors.page_not_found"
handler400 = "portal.errors.bad_request"
handler403 = "portal.errors.not_allowed"
handler500 = "portal.errors.server_error"

urlpatterns = [
    path("", TemplateView.as_view(template_name="languages.html"), name="languages"),
    path("styles-<slug:fingerprint>.css", serve_stylesheet, name="stylesheet"),
    path("robots.txt", robots),
    path("sitemap.xml", sitemap_views.index, {"sitemaps": SECTIONS, "sitemap_url_name": "sitemap"}),
    path("sitemap-<section>.xml", sitemap_views.sitemap, {"sitemaps": SECTIONS}, name="sitemap"),
    # Wagtail's own doors take a password and ask for no second factor.
    path("editor/login/", to_the_editor),
    path("editor/reports/page-types-usage/", page_types_usage),
    path("editor/reports/page-types-usage/results/", page_types_usage, {"results_only": True}),
    path("editor/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # A proxy may serve these itself; without one they still answer.
    path("media/<path:path>", serve_media),
    path("", include("portal.open_urls")),
    *i18n_patterns(
        path("embed/<path:rest>", moved_embed),
        path("account/", include("portal.accounts.urls")),
        path("messages/", include("portal.messages.urls")),
        path("", include("cms.urls")),
        path("", include("budgeting.urls")),
        path("_util/login/", to_sign_in),
        re_path(serve_pattern, serve_page),
        path("", include(wagtail_urls)),
    ),
]
