"""Campaigns to test with: an organisation and its people, whom it can ask, and a campaign in each state."""

from io import BytesIO
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter

from budgeting.responses.actions import city_hall, open_ask
from budgeting.responses.models import Ask, DutyBearer, Level, Office
from cms.campaigns.actions import pledge
from cms.campaigns.models import Campaign
from cms.campaigns.writing import write_campaign
from cms.models import CampaignPage, NewsPage, OrganisationPage
from portal.accounts.models import Organisation, RoleKind, User
from portal.accounts.roles import grant_role
from portal.clock import now
from portal.languages.texts import in_languages
from tests.cms.making import make_draft, make_news, make_page
from tests.factories import in_all
from tests.people import Cast

_numbers = count(1)


def make_organisation(name: str = "Borchali", language: str = "ka") -> OrganisationPage:
    """The organisation with its owner, and its page in every tree."""
    organisation = Organisation.objects.create(name=name)
    make_member(organisation, RoleKind.CSO_OWNER)
    return make_page(OrganisationPage, language, title=name, organisation=organisation)


def make_member(organisation: Organisation, kind: RoleKind = RoleKind.CSO_AUTHOR) -> User:
    user = User.objects.create_user(f"member{next(_numbers)}@cso.example", display_name=f"Member of {organisation}")
    grant_role(user, kind, organisation)
    return user


def owner_of(organisation: Organisation) -> User:
    return User.objects.get(roles__organisation=organisation, roles__kind=RoleKind.CSO_OWNER)


def make_office_above(level: str = Level.NATIONAL, name: str = "Ministry of Roads") -> Office:
    return Office.objects.create(level=level, **in_languages("name", in_all(name)))


def make_official(office: Office, user: User | None = None, name: str = "Nino") -> DutyBearer:
    names = {**in_languages("name", in_all(name)), **in_languages("position", in_all("Head"))}
    return DutyBearer.objects.create(office=office, user=user, **names)


def make_minister() -> User:
    """Somebody who answers by name for a national office, and holds no role."""
    user = User.objects.create_user(f"minister{next(_numbers)}@gov.example", display_name="Minister")
    make_official(make_office_above(), user)
    return user


def make_draft_campaign(cast: Cast, below: OrganisationPage | None = None, **facts: Any) -> CampaignPage:
    """A campaign's page that was never published, in the tree of its organisation's page, and its aliases."""
    return make_draft(CampaignPage, **_demand(cast, below, **facts))


def make_campaign(cast: Cast, below: OrganisationPage | None = None, **facts: Any) -> Campaign:
    """An open campaign with a page in every language."""
    return make_page(CampaignPage, **_demand(cast, below, **facts)).campaign


def _demand(
    cast: Cast, below: OrganisationPage | None, *, title: str = "", language: str = "ka", **facts: Any
) -> dict[str, Any]:
    """What a campaign's page is made of; the facts are the campaign's own."""
    below = below or make_organisation(language=language)
    defaults = {"municipality": cast.municipality, "office": city_hall(cast.municipality), "goal": 3}
    campaign = write_campaign(None, organisation=below.organisation, **{**defaults, **facts})
    return {"below": below, "title": title or f"წყალი {next(_numbers)}", "campaign": campaign}


def make_asked(cast: Cast, below: OrganisationPage | None = None, *, language: str = "hy", **facts: Any) -> Campaign:
    """An open campaign whose office has been asked, as at its goal; written in Armenian unless said otherwise."""
    campaign = make_campaign(cast, below, language=language, **facts)
    asked = {"office": campaign.office, "duty_bearer": campaign.duty_bearer}
    campaign.ask = open_ask(cast.municipality, by=None, written_in=page_of(campaign).written_in, **asked)
    campaign.reached_at = now()
    campaign.save()
    return campaign


def page_of(campaign: Campaign) -> CampaignPage:
    """The page it was written on; those of the other languages are aliases."""
    return CampaignPage.objects.get(campaign=campaign, alias_of=None)


def ask_of(campaign: Campaign) -> Ask:
    assert campaign.ask is not None
    return campaign.ask


def words(campaign: Campaign, **changed: Any) -> dict[str, Any]:
    """A complete answer in Georgian and in the campaign's language, unless changed."""
    ask = ask_of(campaign)
    return {
        "outcome": "accepted",
        "office": ask.office,
        "reason_ka": "გავაკეთებთ",
        f"reason_{ask.written_in}": "Yes in its language",
        "next_step_ka": "ტენდერი",
        **changed,
    }


def make_update(campaign: Campaign, title: str = "ახალი ამბავი") -> NewsPage:
    return make_news(page_of(campaign), title)


def make_draft_update(campaign: Campaign) -> NewsPage:
    return make_draft(NewsPage, below=page_of(campaign), title="ახალი ამბავი")


def make_people(number: int) -> list[User]:
    return [User.objects.create_user(f"person{next(_numbers)}@example.ge") for _one in range(number)]


def pledge_all(campaign: Campaign, people: list[User], **facts: Any) -> None:
    for person in people:
        pledge(campaign, by=person, **facts)


def make_scan() -> SimpleUploadedFile:
    out = BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(out)
    return SimpleUploadedFile("scan.pdf", out.getvalue(), content_type="application/pdf")
