"""The page types, and what stands beside them."""

from cms.campaigns.models import Campaign, Pledge, PledgeBurst, ToldUpdate
from cms.campaigns.paper.models import HandOver, PaperBatch, PaperReading
from cms.events.models import Notice
from cms.models.base import PlainPage
from cms.models.councils import CouncilMember, CouncilPage
from cms.models.events import EventPage
from cms.models.home import HomePage
from cms.models.library import LibraryDocument, LibraryPage
from cms.models.municipal import MunicipalityPage
from cms.models.news import NewsPage
from cms.models.organisations import CampaignIndexPage, CampaignPage, OrganisationPage
from cms.models.press import PressPage
from cms.models.translations import PageTranslation
from cms.models.words import PageWord
from cms.organisations.models import Publisher, PublisherGroup, SecondPersonTask, TakeDown
from cms.outcomes.models import OutcomeDeclaration, OverdueTold

__all__ = [
    "Campaign",
    "CampaignIndexPage",
    "CampaignPage",
    "CouncilMember",
    "CouncilPage",
    "EventPage",
    "HandOver",
    "HomePage",
    "LibraryDocument",
    "LibraryPage",
    "MunicipalityPage",
    "NewsPage",
    "Notice",
    "OrganisationPage",
    "OutcomeDeclaration",
    "OverdueTold",
    "PageTranslation",
    "PageWord",
    "PaperBatch",
    "PaperReading",
    "PlainPage",
    "Pledge",
    "PledgeBurst",
    "PressPage",
    "Publisher",
    "PublisherGroup",
    "SecondPersonTask",
    "TakeDown",
    "ToldUpdate",
]
