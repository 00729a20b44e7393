"""The demo's organisations and their campaigns, each at another point of its way."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from django.utils.translation import override
from wagtail.models import Collection

from budgeting.proposals.models import Proposal
from budgeting.responses.completeness import PROMISES
from cms.campaigns.actions import close_campaign, pledge
from cms.campaigns.answering import answer_campaign
from cms.campaigns.models import Campaign
from cms.campaigns.writing import write_campaign
from cms.models import CampaignPage, NewsPage, OrganisationPage
from cms.organisations.actions import open_organisation, verify_organisation
from cms.outcomes.actions import declare_outcome
from portal.accounts.models import RoleKind, User
from portal.accounts.roles import grant_role
from portal.clock import now, pinned, today
from portal.demo.bearers import Bearers
from portal.demo.on_paper import sign_on_paper
from portal.demo.people import DOMAIN, People, person
from portal.demo.planting import complete_page, days_ago, write_page
from portal.demo.publishers import collection_of
from portal.demo.shelf import mark_of, picture
from portal.demo.texts import CAMPAIGNS, Words, words_of
from portal.languages.texts import in_languages
from portal.places.models import Municipality

FOUNDED = timedelta(days=230)  # since when the organisations have a page
HELD_UP = timedelta(hours=2)


def launch_campaigns(municipality: Municipality, bearers: Bearers, people: People, backers: Sequence[User]) -> int:
    """The organisations of the municipality with a campaign each; returns how many."""
    here = [name for name in CAMPAIGNS if words_of(f"campaigns/{name}")["municipality"] == municipality.slug]
    for name in here:
        words = words_of(f"campaigns/{name}")
        owner = _owner(name, words, people)
        page = _found(name, words, owner, people)
        collection = collection_of(page.organisation)
        home = _write(page, words, municipality, bearers[words["bearer"]], collection, people)
        _attach(home.campaign, words)
        _gather(home.campaign, words, backers)
        sign_on_paper(home.campaign, words, owner, _author(name, words))
        _answer(home.campaign, words, people)
        for news in words["updates"]:
            write_page(home, NewsPage, news, when=days_ago(news["days_ago"]), fields=partial(_update, news, collection))
        _come_to_an_end(home.campaign, words, owner, people)
    return len(here)


def make_backers(count: int = 120) -> list[User]:
    """Residents who stand behind campaigns and show no name."""
    emails = [f"backer-{number}@{DOMAIN}" for number in range(count)]
    known = User.objects.in_bulk(emails, field_name="email")
    User.objects.bulk_create(User(email=email, password="!") for email in emails if email not in known)  # noqa: S106  (no password opens it)
    return list(User.objects.filter(email__in=emails).order_by("pk"))


def _owner(name: str, words: Words, people: People) -> User:
    language = words["organisation"]["written_in"]
    return people["cso"] if "existing" in words else person(f"owner-{name}@{DOMAIN}", words["owner"], language)


def _author(name: str, words: Words) -> User:
    return person(f"author-{name}@{DOMAIN}", words["author"], words["organisation"]["written_in"])


def _found(name: str, words: Words, owner: User, people: People) -> OrganisationPage:
    """The organisation's page in its languages, with its owner and author; an administrator has seen its papers."""
    facts = words["organisation"]
    language, when = facts["written_in"], now() - FOUNDED
    with pinned(when), override(language):
        page = open_organisation(
            facts["title"][language],
            by=people["portal"],
            owner=owner,
            written_in=language,
            lead=facts["lead"][language],
        )
        verify_organisation(page.organisation, by=people["portal"])
    grant_role(_author(name, words), RoleKind.CSO_AUTHOR, page.organisation)
    owner.__dict__.pop("held_roles", None)
    complete_page(page, facts, when=when, checker=people["translator"], fields=partial(_profile, name, words, page))
    return page


def _profile(name: str, words: Words, page: OrganisationPage, language: str) -> dict[str, Any]:
    shown = words["organisation"]["title"][language]
    logo = mark_of(words["logo"], words["color"], shown, language, collection_of(page.organisation))
    return {"logo": logo, "email": f"{name}@{DOMAIN}"}


def _write(
    page: OrganisationPage,
    words: Words,
    municipality: Municipality,
    bearer: Any,
    collection: Collection | None,
    people: People,
) -> CampaignPage:
    """The campaign with its pages; it opens with the first that is published."""
    facts, when = words["campaign"], days_ago(words["opened"])
    with pinned(when):
        campaign = write_campaign(
            None,
            organisation=page.organisation,
            municipality=municipality,
            office=bearer.office,
            duty_bearer=bearer,
            is_petition=words.get("is_petition", False),
            goal=words["goal"],
        )

    def fields(language: str) -> dict[str, Any]:
        return {"campaign": campaign, "picture": picture(words["picture"], language, collection)}

    home = write_page(page, CampaignPage, facts, when=when, checker=people["translator"], fields=fields)
    home.campaign.refresh_from_db()
    return home


def _attach(campaign: Campaign, words: Words) -> None:
    """What the campaign is also about: the municipality's budgets, and their proposals of some themes."""
    if themes := words.get("about"):
        cycles = campaign.municipality.cycles.all()
        proposals = Proposal.objects.public().filter(cycle__in=cycles, theme__slug__in=themes)
        write_campaign(campaign, organisation=campaign.organisation, proposals=proposals, cycles=cycles)


def _update(news: Words, collection: Collection | None, language: str) -> dict[str, Any]:
    drawn = picture(news["picture"], language, collection) if "picture" in news else None
    return {"published_on": days_ago(news["days_ago"]).date(), "picture": drawn}


def _gather(campaign: Campaign, words: Words, backers: Sequence[User]) -> None:
    """People stand behind it one by one, so that it reaches its goal on its day; a few say why, under their name."""
    chance = Random(words["picture"])
    speakers = [
        (person(f"speaker-{campaign.pk}-{place}@{DOMAIN}", fact["by"], fact["language"]), fact)
        for place, fact in enumerate(words["reasons"])
    ]
    silent = [(user, None) for user in chance.sample(list(backers), words["backers"] - len(speakers))]
    crowd: list[tuple[User, Words | None]] = [*silent]
    for place, speaker in enumerate(speakers, start=1):
        crowd.insert(place * len(silent) // (len(speakers) + 1), speaker)
    for (user, fact), moment in zip(crowd, _moments(words), strict=True):
        with pinned(moment), override(fact["language"] if fact else "ka"):
            if fact:
                pledge(campaign, by=user, is_named=True, reason=fact["text"], reason_language=fact["language"])
            else:
                pledge(campaign, by=user)


def _moments(words: Words) -> list[datetime]:
    """When each of them came: evenly up to the day of the goal, and from there up to the end or today."""
    opened, goal, total = days_ago(words["opened"]), words["goal"], words["backers"]
    end = days_ago(words.get("closed", 0)) - HELD_UP
    reached = days_ago(words["reached"]) if "reached" in words else end
    before = min(goal, total)
    after = total - before
    first = [opened + (reached - opened) * number / before for number in range(1, before + 1)]
    return first + [reached + (end - reached) * number / (after + 1) for number in range(1, after + 1)]


def _answer(campaign: Campaign, words: Words, people: People) -> None:
    for answer in (words.get("answer"), words.get("done")):
        if answer:
            with pinned(days_ago(answer["days_ago"], hour=15)), override("ka"):
                campaign.ask.refresh_from_db()
                days = timedelta(days=answer.get("next_update_in", 0))
                answer_campaign(
                    campaign,
                    by=people["official"],
                    outcome=answer["outcome"],
                    position=campaign.duty_bearer.position_ka,
                    evidence=answer.get("evidence", ""),
                    next_update_on=today() + days if answer["outcome"] in PROMISES or days else None,
                    **in_languages("reason", answer["reason"]),
                    **in_languages("next_step", answer["next_step"]),
                )


def _come_to_an_end(campaign: Campaign, words: Words, owner: User, people: People) -> None:
    """Both sides say what came of it, and the organisation asks for no more people."""
    for side, by in (("organisation", owner), ("office", people["official2"])):
        if said := words.get("outcomes", {}).get(side):
            with pinned(days_ago(said["days_ago"], hour=12)), override(said["language"]):
                declare_outcome(campaign, by=by, side=side, outcome=said["outcome"], words=said["text"])
    if "closed" in words:
        with pinned(days_ago(words["closed"], hour=16)):
            close_campaign(campaign, by=owner)
