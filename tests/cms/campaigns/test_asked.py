"""Campaigns in the public lists of what is owed, and in the inboxes of those who owe it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import PageViewRestriction

from budgeting.responses.models import Ask
from budgeting.responses.subjects import subjects_of
from cms.campaigns.asked import campaigns_at_desk, campaigns_to_answer
from cms.models import CampaignPage
from portal.accounts.models import RoleKind
from portal.accounts.roles import grant_role
from portal.clock import today
from tests.cms.campaigns.making import (
    ask_of,
    make_asked,
    make_campaign,
    make_minister,
    make_office_above,
    make_organisation,
)
from tests.factories import LANGUAGES, make_cycle, make_published
from tests.people import Cast


def make_late(ask: Ask, days: int = 5) -> None:
    Ask.objects.filter(pk=ask.pk).update(owed_on=today() - timedelta(days=days))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_campaign_is_read_in_the_readers_tree_in_its_own_language(cast: Cast, language: str) -> None:
    ask = ask_of(make_asked(cast, title="Մաքուր ջուր"))

    with override(language):
        subject = subjects_of([ask])[ask.pk]

    assert (subject.title.text, subject.title.language) == ("Մաքուր ջուր", "hy")
    assert subject.title.is_missing == (language != "hy")
    assert subject.path.startswith(f"/{language}/")


def test_a_translated_campaign_is_read_in_the_translation(cast: Cast) -> None:
    campaign = make_asked(cast)
    page = CampaignPage.objects.get(campaign=campaign, locale__language_code="az")
    page.alias_of, page.title, page.written_in = None, "Təmiz su", "az"
    page.save_revision().publish()

    with override("az"):
        subject = subjects_of([ask_of(campaign)])[ask_of(campaign).pk]

    assert (subject.title.text, subject.title.language, subject.title.is_missing) == ("Təmiz su", "az", False)


def test_a_page_hidden_in_one_tree_is_read_in_another(cast: Cast) -> None:
    campaign = make_asked(cast)
    CampaignPage.objects.filter(campaign=campaign, locale__language_code="en").update(live=False)

    assert subjects_of([ask_of(campaign)])[ask_of(campaign).pk].path.startswith("/ka/")


def test_hidden_and_private_campaigns_are_named_nowhere(client: Client, cast: Cast) -> None:
    hidden, private = make_asked(cast, title="Hidden"), make_asked(cast, title="Private")
    CampaignPage.objects.filter(campaign=hidden).update(live=False)
    for page in CampaignPage.objects.filter(campaign=private):
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    for campaign in (hidden, private):
        make_late(ask_of(campaign))

    assert subjects_of([ask_of(hidden), ask_of(private)]) == {}
    for name in ("answers", "overdue_csv"):
        content = client.get(reverse(name, args=["marneuli"])).content.decode()
        assert ("Hidden" in content, "Private" in content) == (False, False)
    assert list(campaigns_at_desk(cast.official)) == []
    assert campaigns_to_answer(cast.official).count() == 0


def test_the_public_overdue_list_names_campaigns_beside_proposals(client: Client, cast: Cast) -> None:
    proposal, campaign = make_published(cast, make_cycle(cast)), make_asked(cast, title="Clean water")
    for ask in (proposal.ask, ask_of(campaign)):
        make_late(ask)

    page = client.get(reverse("answers", args=["marneuli"]))
    csv = client.get(reverse("overdue_csv", args=["marneuli"])).content.decode()

    assert {str(row.subject.title) for row in page.context["rows"]} == {proposal.title_az, "Clean water"}
    assert "Clean water" in csv


def test_overdue_list_costs_the_same_for_1_and_for_3_campaigns(client: Client, cast: Cast) -> None:
    make_late(ask_of(make_asked(cast)))
    path = reverse("answers", args=["marneuli"])

    def cost() -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        return len(queries)

    before = cost()
    for _number in range(2):
        make_late(ask_of(make_asked(cast)))

    assert cost() == before
    assert before <= 10


def test_the_inbox_names_the_campaigns_that_wait_and_costs_the_same(
    client: Client, cast: Cast, elsewhere: Cast
) -> None:
    campaign = make_asked(cast, title="Clean water")
    make_late(ask_of(campaign))
    make_asked(elsewhere, title="Elsewhere")
    client.force_login(cast.official)

    def inbox() -> tuple[str, int]:
        client.get(reverse("desk"))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("desk"))
        return page.content.decode(), len(queries)

    content, before = inbox()
    assert (reverse("desk_campaign", args=[campaign.pk]) in content, "Elsewhere" in content) == (True, False)
    for _number in range(2):
        make_asked(cast)

    assert inbox()[1] == before


def test_waiting_campaigns_are_an_officials_own(cast: Cast, elsewhere: Cast) -> None:
    make_asked(cast)
    make_campaign(cast, language="hy")
    make_asked(cast, office=make_office_above(name="Elsewhere above"))
    minister = make_minister()
    make_asked(cast, office=minister.duties.get().office)
    minister.duties.get()

    def counts() -> list[int]:
        people = (cast.official, elsewhere.official, cast.moderator, minister)
        return [campaigns_to_answer(person).count() for person in people]

    assert counts() == [1, 0, 0, 1]
    minister.duties.update(is_active=False)
    assert counts() == [1, 0, 0, 0]


def test_who_speaks_for_the_organisation_is_not_asked_to_answer_it(cast: Cast) -> None:
    below = make_organisation(language="hy")
    grant_role(cast.official, RoleKind.CSO_AUTHOR, below.organisation)
    make_asked(cast, below)

    assert campaigns_to_answer(cast.official).count() == 0
    assert campaigns_to_answer(cast.other_official).count() == 1
