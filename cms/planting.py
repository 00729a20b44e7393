"""Plants the pages every installation starts with, so that no fresh site answers with an error."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Collection, Locale, Page, Site

from cms.helping import plant_help
from cms.models import CampaignIndexPage, HomePage, MunicipalityPage, OrganisationPage
from cms.organisations.actions import give_municipality_its_editors
from cms.organisations.groups import give_groups
from portal.accounts.models import Organisation
from portal.places.models import Municipality


def plant_site() -> None:
    """Creates what is missing: a locale per language, the root, the collection of files, a home page in each language, the site.

    Safe to call at any time; it never touches a page that exists.
    """
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code, _name in settings.LANGUAGES}
    _name_roots()
    original = locales[settings.LANGUAGE_CODE]
    if HomePage.objects.exists():
        plant_campaign_index()
        plant_help()
        return
    root = Page.get_first_root_node() or Page.add_root(title="Khma", slug="root", locale=original)
    Page.objects.filter(depth=2, content_type=ContentType.objects.get_for_model(Page)).delete()
    root.refresh_from_db()
    home = root.add_child(instance=HomePage(slug="home", locale=original, **_home_texts(settings.LANGUAGE_CODE)))
    for code, locale in locales.items():
        if locale != original:
            _plant_translation(home, locale, _home_texts(code))
    plant_campaign_index()
    plant_help()
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True, hostname="localhost")
    site.root_page, site.site_name = home, "Khma"
    site.save()


def _name_roots() -> None:
    """Wagtail calls the root of pages and of collections "Root"; editors of every language read the site's name."""
    Page.objects.filter(depth=1, title="Root").update(title="Khma", draft_title="Khma")
    if not Collection.objects.filter(depth=1).update(name="Khma"):
        Collection.add_root(name="Khma")


def _home_texts(code: str) -> dict[str, str]:
    with override(code):
        return {
            "title": _("Khma: your voice in the local budget"),
            "lead": _("Propose what your village needs, vote on what the municipality builds, and see it done."),
            "written_in": code,
        }


def _plant_translation(original: Page, locale: Locale, texts: dict[str, str]) -> None:
    page = original.copy_for_translation(locale)
    for field, text in texts.items():
        setattr(page, field, text)
    page.save_revision().publish()


def plant_campaign_index() -> None:
    """The list of all campaigns below each home page, in its own language."""
    homes = {home.locale.language_code: home for home in HomePage.objects.select_related("locale")}
    original = homes[settings.LANGUAGE_CODE]
    if CampaignIndexPage.objects.exists():
        return
    index = original.add_child(
        instance=CampaignIndexPage(slug="campaigns", locale=original.locale, **_index_texts(settings.LANGUAGE_CODE))
    )
    for code, home in homes.items():
        if home != original:
            _plant_translation(index, home.locale, _index_texts(code))


def _index_texts(code: str) -> dict[str, str]:
    with override(code):
        return {
            "title": _("Campaigns"),
            "lead": _("What residents and their organisations ask of those in office, and what they were answered."),
            "written_in": code,
        }


def plant_municipality(municipality: Municipality, *, lead: str = "", written_in: str = "ka") -> MunicipalityPage:
    """The municipality's page in the tree of the language it is written in, with aliases in the others.

    From now on the municipality is active: the home page and its cycles link to it.
    """
    Municipality.objects.filter(pk=municipality.pk).update(is_active=True)
    existing = MunicipalityPage.objects.filter(municipality=municipality, alias_of__isnull=True).first()
    if existing:
        give_municipality_its_editors(municipality)
        return existing
    home = HomePage.objects.get(locale__language_code=written_in)
    page = home.add_child(
        instance=MunicipalityPage(
            title=getattr(municipality, f"name_{written_in}"),
            slug=municipality.slug,
            municipality=municipality,
            lead=lead,
            written_in=written_in,
            locale=home.locale,
        )
    )
    page.save_revision().publish()
    ensure_aliases(page)
    give_municipality_its_editors(municipality)
    return page


def plant_editors() -> None:
    """Gives every municipality and organisation that has a page its collection and groups, where they are missing."""
    for municipality in Municipality.objects.filter(pk__in=MunicipalityPage.objects.values("municipality")):
        give_municipality_its_editors(municipality)
    for organisation in Organisation.objects.filter(pk__in=OrganisationPage.objects.values("organisation")):
        give_groups(organisation)


def ensure_aliases(page: Page) -> None:
    """Gives a page created by code what the editor's screen gives by itself: an alias in every other tree."""
    for locale in Locale.objects.exclude(pk=page.locale_id):
        if not page.has_translation(locale):
            page.copy_for_translation(locale, copy_parents=True, alias=True)
