"""Organisations and municipalities with pages, and the people who edit them."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.models import MunicipalityPage, OrganisationPage
from cms.organisations.actions import open_organisation
from cms.planting import plant_municipality
from portal.accounts.models import Organisation, Role, RoleKind, User
from portal.accounts.roles import grant_role
from portal.places.models import Municipality
from tests.cms.screens import signed_in
from tests.factories import make_municipality


def make_user(name: str, **facts: Any) -> User:
    return User.objects.create_user(f"{name}@example.ge", display_name=name.capitalize(), **facts)


@dataclass
class Ngo:
    """An organisation with its page, an owner and an author."""

    organisation: Organisation
    page: OrganisationPage
    owner: User
    author: User


def make_ngo(name: str = "Green Marneuli", written_in: str = "ka") -> Ngo:
    word = name.split()[0].lower()
    owner, author = make_user(f"{word}-owner"), make_user(f"{word}-author")
    page = open_organisation(name, by=None, owner=owner, written_in=written_in)
    grant_role(author, RoleKind.CSO_AUTHOR, page.organisation)
    return Ngo(page.organisation, page, owner, author)


@dataclass
class Town:
    """A municipality with its page, an administrator and two editors."""

    municipality: Municipality
    page: MunicipalityPage
    administrator: User
    editor: User
    second: User


def make_town(slug: str = "marneuli") -> Town:
    municipality = make_municipality(slug)
    people = {name: make_user(f"{slug}-{name}") for name in ("administrator", "editor", "second")}
    page = plant_municipality(municipality)
    grant_role(people["administrator"], RoleKind.ADMINISTRATOR, municipality)
    for name in ("editor", "second"):
        grant_role(people[name], RoleKind.EDITOR, municipality)
    return Town(municipality, page, **people)


def news_form(title: str = "News", **facts: Any) -> dict[str, Any]:
    body = streamfield([("text", rich_text("<p>Text</p>"))])
    known = {"title": title, "slug": title.lower(), "published_on": "2026-11-01", "picture": "", "lead": "Text"}
    return nested_form_data({**known, "body": body, "written_in": "ka", **facts})


def add_news(user: User, parent: Page, title: str, **facts: Any) -> Any:
    address = reverse("wagtailadmin_pages:add", args=["cms", "newspage", parent.pk])
    return signed_in(user).post(address, news_form(title, **facts))


def edit_news(user: User, page: Page, title: str, **facts: Any) -> Any:
    return signed_in(user).post(reverse("wagtailadmin_pages:edit", args=[page.pk]), news_form(title, **facts))


def take_role(user: User, kind: RoleKind) -> None:
    Role.objects.filter(user=user, kind=kind).delete()


def is_live(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live
