"""What every page of ours has: a lead, a body of blocks, and the language it is really written in."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.widgets.slug import SlugInput
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail.search import index
from wagtail.url_routing import RouteResult

from cms.blocks import BODY
from cms.organisations.queries import take_down_of
from cms.organisations.rights import PageRights
from cms.page_form import KhmaPageForm, free_slug
from cms.translating.completeness import faults_of, refuse_incomplete
from cms.translating.language import has_new_words
from cms.translating.panel import OriginalPanel
from cms.visibility import KhmaPageManager
from portal.accounts.roles import Person
from portal.languages.slugs import FORMATTERS


class KhmaPage(Page):
    """A page with a lead and a body.

    `written_in` tells readers honestly whose text this is: an alias under /az/ still says "ka" until a
    translator has changed both the text and this field.
    """

    lead = models.TextField(_("In short"), blank=True)
    body = StreamField(BODY, verbose_name=_("Text"), blank=True)
    written_in = models.CharField(_("Written in"), max_length=2, choices=settings.LANGUAGES, blank=True)

    shown_with: tuple[str, ...] = ("locale", "translated__original")  # what serving the page reads along with it

    objects = KhmaPageManager()
    base_form_class = KhmaPageForm
    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("body"),
        OriginalPanel(),
        FieldPanel("written_in"),
    ]
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel("slug", widget=SlugInput(formatters=FORMATTERS)),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
            ],
            _("For search engines"),
        )
    ]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("body")]

    class Meta:
        abstract = True

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._fill_slug()
        if self.locale_id:  # a page that is previewed before its first save is in no tree yet
            self.written_in = self.written_in or self.locale.language_code
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        self._fill_slug()
        super().minimal_clean()

    def _fill_slug(self) -> None:
        """Wagtail's own slug of a title in Armenian would be "u10d7u10d1", or none."""
        if self.path and not self.slug.strip("-"):
            self.slug = free_slug(self.title, self.get_parent(), self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A page kept in memory would write back where it stood, and how many stood below it, when it was read."""
        is_whole = self.pk and kwargs.get("update_fields") is None
        stored = Page.objects.filter(pk=self.pk).values("path", "depth", "numchild").first() if is_whole else None
        for field, value in (stored or {}).items():
            setattr(self, field, value)
        super().save(*args, **kwargs)

    def save_revision(self, *args: Any, changed: bool = True, **kwargs: Any) -> Revision:
        """A new version of a translation has not been checked by anybody; nor are those of an original nobody has read."""
        if changed and self.pk:
            self._forget_checks()
        return super().save_revision(*args, changed=changed, **kwargs)

    def _forget_checks(self) -> None:
        unread = Q(original=self.pk) if self.first_published_at is None else Q(pk=None)
        checks = self.translated_model().objects.filter(Q(page=self.pk) | unread, checked_at__isnull=False)
        if checks.exists() and has_new_words(self):
            checks.update(checked_by=None, checked_at=None)

    def update_aliases(self, **kwargs: Any) -> None:
        """Wagtail would publish the aliases of a page that only waits for its day."""
        if self.live:
            super().update_aliases(**kwargs)

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """A page that is closed in one language is closed in all; Wagtail knows that only of aliases."""
        if getattr(self, "needs_permission", None) is False:
            return PageViewRestriction.objects.none()
        keys = self.get_ancestors(inclusive=True).values("translation_key")
        return PageViewRestriction.objects.filter(page__translation_key__in=keys)

    @classmethod
    def translated_model(cls) -> type[models.Model]:
        return Page._meta.get_field("translated").related_model

    def permissions_for_user(self, user: Person) -> PageRights:
        return PageRights(user, self)

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """What was taken down still has its address: it, and everything below it, says why (cms/organisations/hooks.py)."""
        if not self.live and (taken := take_down_of(self)):
            self.taken_down = taken
            return RouteResult(self)
        return super().route(request, path_components)

    @property
    def is_in_readers_language(self) -> bool:
        return self.written_in == self.locale.language_code or not (self.lead or self.body)

    @property
    def is_written_here(self) -> bool:
        """Whether its text is in the language of its own tree."""
        return self.written_in == self.locale.language_code

    @cached_property
    def is_outdated(self) -> bool:
        """Whether this is a translation of what the original said before."""
        translation = None if self.alias_of_id else getattr(self, "translated", None)
        if translation is None or self.written_in != self.locale.language_code:
            return False
        return translation.is_outdated

    @cached_property
    def _around(self) -> list[Page]:
        """The live pages above this one and its twins in all languages, from above, in one query."""
        above = [self.path[:end] for end in range(self.steplen, len(self.path), self.steplen)]
        kind = self._meta.model_name
        pages = Page.objects.live().filter(Q(path__in=above) | Q(translation_key=self.translation_key))
        pages = pages.select_related("locale", *(f"{kind}__{name}" for name in KhmaPage.shown_with)).defer(
            f"{kind}__body"
        )
        return list(pages.order_by("path"))

    @cached_property
    def public_ancestors(self) -> list[Page]:
        """The live pages between the home page and this one, from above."""
        return [page for page in self._around if page.depth > 2 and self.is_descendant_of(page)]

    @cached_property
    def public_twins(self) -> list["KhmaPage"]:
        """This page in each language in which the public may read it, itself among them."""
        kind = self._meta.model_name
        return [getattr(page, kind) for page in self._around if page.translation_key == self.translation_key]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context(request, *args, **kwargs),
            "address_of": self._address_in_active_language(),
            **alternates(self),
        }

    def _address_in_active_language(self) -> Callable[[], str]:
        """For the language links: every page has its twin in each tree, so its address is known without guessing.

        Where the twin is not published the link leads to the home page.
        """
        paths = {page.locale.language_code: page.get_url() for page in self.public_twins}
        return lambda: paths.get(get_language()) or f"/{get_language()}/"


def alternates(page: KhmaPage) -> dict[str, Any]:
    """What search engines are told: which address holds the text, and the addresses of its real translations.

    A page that only shows another language's text names that one as the right address, and is nobody's alternative.
    """
    written = {twin.locale.language_code: twin for twin in page.public_twins if twin.is_written_here}
    own = written.get(page.written_in)
    addresses = [{"code": code, "url": absolute(twin)} for code, twin in written.items()]
    first = next((twin for twin in written.values() if not getattr(twin, "translated", None)), own)
    return {
        "canonical": absolute(own or page),
        "has_news": any(name.endswith("NewsPage") for name in page.subpage_types),
        "alternates": addresses if len(addresses) > 1 else [],
        "default_address": absolute(first) if first and len(addresses) > 1 else None,
    }


def absolute(page: Page) -> str:
    return f"{settings.SITE_URL}{page.get_url()}"


class PlainPage(KhmaPage):
    """A page of text, with links to the pages below it: help, rules, anything that needs no form of its own."""

    must_be_complete = models.BooleanField(
        _("Official text"),
        default=False,
        help_text=_("A call, rules or results. It is published in all languages together, each translation checked."),
    )

    content_panels = [*KhmaPage.content_panels, FieldPanel("must_be_complete")]
    template = "cms/plain.html"
    parent_page_types = ["cms.HomePage", "cms.MunicipalityPage", "cms.OrganisationPage", "cms.PlainPage"]
    subpage_types = ["cms.PlainPage"]

    class Meta:
        verbose_name = _("plain page")

    @property
    def public_children(self) -> list["PlainPage"]:
        """The pages below this one that everybody may read, in the editor's order."""
        return list(PlainPage.objects.child_of(self).live().public().order_by("path"))

    def publish(self, revision: Revision, *args: Any, log_action: bool | str = True, **kwargs: Any) -> None:
        """Refused while a language is missing; what was scheduled waits, and the next run looks again."""
        if log_action == "wagtail.publish.scheduled" and faults_of(revision.as_object()):
            return
        refuse_incomplete(revision.as_object())
        super().publish(revision, *args, log_action=log_action, **kwargs)

    def save(self, clean: bool = True, **kwargs: Any) -> None:
        """Whoever puts it before the public comes through here, also past `publish`."""
        if clean and self.live and "update_fields" not in kwargs:
            refuse_incomplete(self)
        super().save(clean=clean, **kwargs)
