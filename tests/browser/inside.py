"""What runs inside the site (`Site.run`): where a browser would take too long, or could not find what it looks for."""

import json
from typing import Any

from django.utils.translation import override
from wagtail.models import Page, get_page_models

from budgeting.cycles.models import Cycle
from cms.campaigns.actions import pledge
from cms.campaigns.models import Campaign, Pledge
from cms.campaigns.states import CampaignState, in_state
from cms.models import CampaignPage, NewsPage, PlainPage
from cms.models.base import KhmaPage
from cms.organisations.actions import open_organisation
from cms.organisations.taking_down import take_down
from portal.accounts.models import User
from portal.demo.people import person
from tests.cms.blocks.bodies import every_block, make_page_with


def open_union(name: str, *, owner: str) -> None:
    """An organisation that writes in Armenian, and whoever has this address owns it."""
    portal = User.objects.get(email="portal@khma.example")
    with override("hy"):
        open_organisation(name, owner=person(owner, "Անահիտ Մ.", "hy"), by=portal, written_in="hy")


def campaign_called(title: str) -> Campaign:
    return Campaign.objects.get(pages__title=title, pages__alias_of__isnull=True)


def back(campaign: Campaign, people: int, networks: int) -> None:
    """So many of the demo's residents stand behind the campaign, from so many networks in turn."""
    strangers = User.objects.filter(email__startswith="backer-").exclude(pledges__campaign=campaign)
    for place, user in enumerate(strangers.order_by("pk")[:people]):
        pledge(campaign, by=user, address=f"10.0.{place % networks}.7")


def print_pages() -> None:
    """Prints {"ids": {name: pk}, "paths": {language: {name: path below the language}}} of the editors' pages.

    The first page of every kind, a campaign in every state, and what the demo has not and is made here: a page with
    every kind of block, people who are set aside, and a page that was taken down.
    """
    kinds = [kind for kind in get_page_models() if issubclass(kind, KhmaPage) and kind not in (CampaignPage, PlainPage)]
    pages = {kind.__name__: _first(kind) for kind in kinds}
    for state in (CampaignState.GATHERING, CampaignState.WAITING, CampaignState.ANSWERED):
        pages[f"campaign {state}"] = _first(CampaignPage, in_state(state, "campaign__"), campaign__closed_at=None)
    pages["campaign closed"] = _first(CampaignPage, campaign__closed_at__isnull=False)
    pages["campaign petition"] = _first(CampaignPage, campaign__is_petition=True)
    pages["every block"] = _with_every_block()
    ids = {name.replace(" ", "_"): page.campaign_id for name, page in pages.items() if isinstance(page, CampaignPage)}
    ids |= {
        "organisation_page": pages["OrganisationPage"].pk,
        "reason": Pledge.objects.exclude(reason="").earliest("pk").pk,
    }
    pages["taken down"] = _taken_down()
    back(pages["campaign gathering"].campaign, people=40, networks=1)
    print(json.dumps({"ids": ids, "paths": _paths(pages)}))  # noqa: T201  (read by who runs this)


def _first(kind: type[KhmaPage], *where: Any, **facts: Any) -> Any:
    return kind.objects.live().public().filter(*where, **facts).earliest("pk")


def _with_every_block() -> PlainPage:
    """It shows a budget with a result, so that no block is empty."""
    cycle = Cycle.objects.get(municipality__slug="akhaltsikhe")
    return make_page_with(
        *every_block(cycle, cycle.municipality.settlements.earliest("pk")).items(), slug="every-block"
    )


def _taken_down() -> Page:
    """The first news of a campaign, which stands one step lower than those of a municipality."""
    news: NewsPage = NewsPage.objects.live().filter(depth__gt=4).earliest("pk")
    take_down(news, by=User.objects.get(email="portal@khma.example"), reason="ავტორმა ითხოვა.")
    return news


def _paths(pages: dict[str, Page]) -> dict[str, dict[str, str]]:
    paths: dict[str, dict[str, str]] = {}
    for name, page in pages.items():
        for twin in page.get_translations(inclusive=True).select_related("locale"):
            language = twin.locale.language_code
            paths.setdefault(language, {})[name] = twin.url.removeprefix(f"/{language}")
    return paths
