"""Both sides say what came of a campaign."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from budgeting.errors import NotAllowed, NotPossible
from cms.campaigns.actions import pledge
from cms.campaigns.answering import answer_campaign
from cms.campaigns.answers_on_page import ASKED, answers_on_page
from cms.campaigns.models import Campaign
from cms.outcomes.actions import declare_outcome
from cms.outcomes.models import OutcomeDeclaration
from cms.outcomes.queries import declared_by_both
from portal.accounts.models import RoleKind
from portal.accounts.roles import grant_role
from portal.log.models import Entry
from portal.messages.models import Notice
from tests.cms.campaigns.making import make_asked, make_campaign, make_member, make_minister, make_organisation, words
from tests.factories import LANGUAGES
from tests.people import Cast

MET = {"outcome": "met", "words": "The water flows."}
NOT_MET = {"outcome": "not_met", "words": "There is no water."}


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    campaign = make_asked(cast)
    answer_campaign(campaign, by=cast.official, **words(campaign, outcome="done", evidence="Line 5"))
    return campaign


def shown(campaign: Campaign, reader: Any = None, language: str = "en") -> str:
    with override(language):
        context = answers_on_page(
            Campaign.objects.select_related(*ASKED).get(pk=campaign.pk), reader or AnonymousUser()
        )
        return render_to_string("cms/campaigns/answers.html", context)


def test_each_side_says_what_came_of_it_and_both_stand_side_by_side(cast: Cast, campaign: Campaign) -> None:
    member = make_member(campaign.organisation)
    pledge(campaign, by=cast.neighbour, wants_news=True)
    Notice.objects.all().delete()

    declare_outcome(campaign, by=member, side="organisation", **NOT_MET)
    declare_outcome(campaign, by=cast.official, side="office", **MET)

    latest = [(one.side, one.latest.outcome) for one in declared_by_both(campaign) if one.latest]
    assert latest == [("organisation", "not_met"), ("office", "met")]
    page = shown(campaign)
    assert page.index("There is no water.") < page.index("The water flows.")
    assert Notice.objects.filter(user=cast.neighbour).count() == 2
    assert [*Entry.objects.filter(act="declare_outcome").values_list("by", flat=True)] == [cast.official.pk]


def test_a_side_says_something_else_and_its_earlier_words_stay(cast: Cast, campaign: Campaign) -> None:
    declare_outcome(campaign, by=cast.official, side="office", **MET)
    with pytest.raises(NotPossible):
        declare_outcome(campaign, by=cast.official, side="office", **MET)
    declare_outcome(campaign, by=cast.other_official, side="office", outcome="in_part", words="Half of it.")

    (_organisation, office) = declared_by_both(campaign)
    assert office.latest
    assert (office.latest.words, [one.words for one in office.earlier]) == (
        "Half of it.",
        ["The water flows."],
    )
    assert "The water flows." in shown(campaign)


def test_nobody_speaks_for_the_other_side(cast: Cast, elsewhere: Cast, campaign: Campaign) -> None:
    member, foreign = make_member(campaign.organisation), make_member(make_organisation("Others").organisation)
    both = make_member(campaign.organisation)
    grant_role(both, RoleKind.OFFICIAL, cast.municipality)
    for by, side in (
        (member, "office"),
        (both, "office"),
        (foreign, "organisation"),
        (cast.official, "organisation"),
        (elsewhere.official, "office"),
        (make_minister(), "office"),
        (cast.resident, "office"),
        (cast.resident, "organisation"),
        (member, "nobody"),
    ):
        with pytest.raises(NotAllowed):
            declare_outcome(campaign, by=by, side=side, **MET)
    assert not OutcomeDeclaration.objects.exists()


def test_nothing_is_declared_before_an_answer(client: Client, cast: Cast) -> None:
    for campaign in (make_asked(cast), make_campaign(cast, language="hy")):
        member = make_member(campaign.organisation)
        with pytest.raises(NotPossible):
            declare_outcome(campaign, by=member, side="organisation", **MET)
        client.force_login(member)
        page = client.get(reverse("campaign_outcome", args=[campaign.pk]))
        assert "once the office has answered" in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({}, {"outcome", "words"}),
        ({"outcome": "met", "words": "\u200b "}, {"words"}),
        ({"outcome": "won", "words": "x"}, {"outcome"}),
        ({"outcome": "met", "words": "a" * 501}, {"words"}),
    ],
)
def test_refused_declaration_keeps_what_was_typed(
    client: Client, campaign: Campaign, typed: dict[str, str], fields: set[str]
) -> None:
    client.force_login(make_member(campaign.organisation))

    refused = client.post(reverse("campaign_outcome", args=[campaign.pk]), typed)

    assert (refused.status_code, {*refused.context["form"].errors}) == (422, fields)
    assert refused.context["form"]["words"].value() == typed.get("words")
    assert not OutcomeDeclaration.objects.exists()


def test_both_sides_declare_on_their_pages(client: Client, cast: Cast, campaign: Campaign) -> None:
    client.force_login(make_member(campaign.organisation))
    said = client.post(reverse("campaign_outcome", args=[campaign.pk]), NOT_MET)
    client.force_login(cast.official)
    desk = client.post(
        reverse("desk_campaign", args=[campaign.pk]),
        {"act": "outcome", **{f"outcome-{name}": value for name, value in MET.items()}},
    )

    assert (said.status_code, desk.status_code) == (302, 302)
    assert OutcomeDeclaration.objects.count() == 2


def test_outcome_is_for_members_of_the_organisation(client: Client, cast: Cast, campaign: Campaign) -> None:
    for person, status in (
        (make_member(campaign.organisation, RoleKind.CSO_OWNER), 200),
        (make_member(make_organisation("Others").organisation), 403),
        (cast.official, 403),
        (cast.resident, 403),
    ):
        client.force_login(person)
        assert client.get(reverse("campaign_outcome", args=[campaign.pk])).status_code == status


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_campaigns_page_shows_the_whole_answer(cast: Cast, campaign: Campaign, language: str) -> None:
    page = shown(campaign, language=language)

    reason, of = ("Yes in its language", "hy") if language == "hy" else ("გავაკეთებთ", "ka")
    assert f'<p lang="{of}">{reason}</p>' in page
    assert "Line 5" in page
    assert reverse("office", args=[campaign.office_id])[3:] in page


def test_the_organisation_is_offered_to_declare(cast: Cast, campaign: Campaign) -> None:
    path = reverse("campaign_outcome", args=[campaign.pk])

    readers = (AnonymousUser(), cast.official, make_member(campaign.organisation))
    assert [path in shown(campaign, reader) for reader in readers] == [False, False, True]


def test_a_campaign_that_asked_nobody_yet_shows_nothing(cast: Cast) -> None:
    assert shown(make_campaign(cast, language="hy")).strip() == ""


def test_the_part_of_the_page_costs_the_same_with_1_and_with_3_of_each(cast: Cast, campaign: Campaign) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            shown(campaign)
        return len(queries)

    declare_outcome(campaign, by=cast.official, side="office", **MET)
    before = cost()
    for number in range(2):
        answer_campaign(campaign, by=cast.official, **words(campaign, reason_ka=f"{number}"))
        declare_outcome(campaign, by=cast.official, side="office", outcome="met", words=f"{number}")

    assert cost() == before
    assert before == 5  # the campaign with its ask, the answers, what was changed in them, moved days, both sides
