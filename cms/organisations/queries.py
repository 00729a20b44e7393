"""Whose a page is, whether it was taken down, and what an organisation's page shows."""

from django.apps import apps
from wagtail.models import Page

from cms.organisations.models import TakeDown
from cms.visibility import open_to_all
from portal.accounts.models import Organisation
from portal.places.models import Municipality

PUBLISHERS_DEPTH = 3  # root, home page, and then the page of a municipality or an organisation


def root_path(page: Page) -> str:
    """The tree path of the municipality's or organisation's page above this page, or its own."""
    return str(page.path[: page.steplen * PUBLISHERS_DEPTH])


def municipality_of(page: Page) -> Municipality | None:
    """The municipality in whose pages this page stands."""
    model = apps.get_model("cms", "MunicipalityPage")
    found = model.objects.filter(path=root_path(page)).select_related("municipality").first()
    return found.municipality if found else None


def organisation_of(page: Page) -> Organisation | None:
    """The organisation in whose pages this page stands."""
    model = apps.get_model("cms", "OrganisationPage")
    found = model.objects.filter(path=root_path(page)).select_related("organisation").first()
    return found.organisation if found else None


def take_down_of(page: Page) -> TakeDown | None:
    """What took this page down, or one above it; None where it may be shown."""
    paths = [page.path[:end] for end in range(page.steplen * PUBLISHERS_DEPTH, len(page.path) + 1, page.steplen)]
    keys = Page.objects.filter(path__in=paths).values("translation_key")
    return TakeDown.objects.filter(translation_key__in=keys, restored_at=None).first()


def pages_of(page: Page) -> dict[str, list[Page]]:
    """{"campaigns", "news", "events"} that are public right below an organisation's page, the newest first.

    One query: of several kinds of pages only what a list shows is read.
    """
    kinds = list(_BELOW.values())
    bodies = [f"{kind}__body" for kind in kinds]
    below = open_to_all(Page.objects.child_of(page).filter(content_type__model__in=kinds))
    rows = below.select_related("content_type", *kinds).defer(*bodies).order_by("-first_published_at", "-pk")
    found: dict[str, list[Page]] = {name: [] for name in _BELOW}
    for row in rows[:MOST_READ]:
        for name, kind in _BELOW.items():
            if row.content_type.model == kind:
                found[name].append(getattr(row, kind))
    found["news"] = sorted(found["news"], key=lambda one: one.published_on, reverse=True)[:MOST_SHOWN]
    found["events"] = sorted(found["events"], key=lambda one: one.starts_at, reverse=True)[:MOST_SHOWN]
    return found


_BELOW = {"campaigns": "campaignpage", "news": "newspage", "events": "eventpage"}
MOST_READ = 200
MOST_SHOWN = 6


def organisations_with_pages() -> list[Organisation]:
    """All organisations by name, each with `page`, the one it wrote itself, or None."""
    model = apps.get_model("cms", "OrganisationPage")
    originals = model.objects.filter(alias_of__isnull=True).order_by("-pk")
    pages = {page.organisation_id: page for page in originals}
    organisations = list(Organisation.objects.select_related("verified_by").order_by("name", "pk"))
    for organisation in organisations:
        organisation.page = pages.get(organisation.pk)
    return organisations
