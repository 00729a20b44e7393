"""Campaigns as readers get them: the page, the form that survives signing in, reasons, and the list of all."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgeting.responses.actions import publish_response
from cms.campaigns.actions import close_campaign, pledge
from cms.campaigns.bursts import MOST_UNSEEN
from cms.campaigns.models import Campaign, Pledge, PledgeBurst, Verdict
from cms.campaigns.queries import standing
from cms.models import CampaignIndexPage, CampaignPage
from cms.outcomes.actions import declare_outcome
from cms.outcomes.models import Met, Side
from portal.accounts.models import User
from portal.clock import now
from portal.log.models import Entry
from portal.messages.models import Notice
from tests.cms.campaigns.making import (
    make_campaign,
    make_draft_campaign,
    make_organisation,
    make_people,
    make_update,
    owner_of,
    pledge_all,
)
from tests.factories import LANGUAGES, make_cycle, make_draft, make_published
from tests.people import Cast

pytestmark = pytest.mark.django_db
POISON = "<script>alert(1)</script> {{ 7|add:7 }} \" onmouseover=alert(1) x='"
TYPED = {"reason": "We carry water.", "reason_language": "az", "wants_news": "on"}


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return make_campaign(cast, goal=100)


def path(campaign: Campaign, language: str = "en") -> str:
    page = CampaignPage.objects.get(campaign=campaign, locale__language_code=language)
    return page.get_url()


def url(name: str, campaign: Campaign) -> str:
    return reverse(name, args=[campaign.pk])


def read(client: Client, campaign: Campaign, language: str = "en") -> str:
    answer = client.get(path(campaign, language))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_campaign_answers_in_every_language_without_a_cookie(campaign: Campaign, cast: Cast) -> None:
    pledge(campaign, by=cast.resident)

    for language in LANGUAGES:
        answer = Client().get(path(campaign, language))

        assert (answer.status_code, dict(answer.cookies)) == (200, {})
        page = answer.content.decode()
        assert '<progress max="100" value="1"' in page
        assert (f'<div lang="{language}">' in page, 'lang="ka"' in page) == (True, True)


def test_the_page_says_who_asks_whom_for_how_many(campaign: Campaign, client: Client) -> None:
    page = read(client, campaign)

    assert "Behind it: 0. The goal: 100." in page
    assert "Next step: 10" in page
    assert "Borchali" in page
    assert "City hall" in page


def test_only_the_number_is_public(campaign: Campaign, cast: Cast) -> None:
    pledge(campaign, by=cast.resident, reason="We carry water.")
    viewers = [Client() for _one in range(4)]
    people = (cast.official, cast.moderator, owner_of(campaign.organisation))
    for viewer, person in zip(viewers, people, strict=False):
        viewer.force_login(person)

    for viewer in viewers:
        page = read(viewer, campaign)
        assert ("We carry water." in page, "Somebody from here" in page) == (True, True)
        assert (">Resident<" in page, "resident@" in page) == (False, False)


def test_a_name_is_shown_to_whom_it_was_agreed(campaign: Campaign, cast: Cast, client: Client) -> None:
    pledge(campaign, by=cast.resident, is_named=True)

    assert "<bdi>Resident</bdi>" in read(client, campaign)


def test_hostile_words_stay_words(campaign: Campaign, cast: Cast, client: Client) -> None:
    pledge(campaign, by=cast.resident, reason=POISON, is_named=True)
    User.objects.filter(pk=cast.resident.pk).update(display_name=POISON[:80])

    page = read(client, campaign)

    assert ("<script>alert" in page, "onmouseover=alert(1) x=&#x27;" in page) == (False, True)


# ---- standing behind it


def test_what_was_typed_survives_signing_in(campaign: Campaign, cast: Cast, client: Client) -> None:
    assert client.get(url("pledge", campaign)).status_code == 200

    answer = client.post(url("pledge", campaign), TYPED)
    assert (answer.status_code, answer["Location"].startswith("/en/account/")) == (302, True)
    assert Pledge.objects.count() == 0
    client.force_login(cast.resident)
    form = client.get(url("pledge", campaign)).context["form"]

    kept = {name: str(form[name].value()) for name in (*TYPED, "is_named")}
    assert kept == {**TYPED, "is_named": "None"}
    answer = client.post(url("pledge", campaign), TYPED)
    assert answer["Location"] == f"{path(campaign)}#behind"
    one = Pledge.objects.get()
    assert (one.user, one.reason, one.reason_language, one.is_named, one.wants_news) == (
        cast.resident,
        "We carry water.",
        "az",
        False,
        True,
    )


def test_the_form_ticks_nothing_beforehand(campaign: Campaign, cast: Cast, client: Client) -> None:
    client.force_login(cast.resident)

    for page in (read(client, campaign), client.get(url("pledge", campaign)).content.decode()):
        boxes = re.findall(r"<input[^>]*checkbox[^>]*>", page)
        assert (len(boxes), [box for box in boxes if "checked" in box]) == (2, [])


def test_who_stands_behind_it_is_told_so_and_may_go(campaign: Campaign, cast: Cast, client: Client) -> None:
    client.force_login(cast.resident)
    client.post(url("pledge", campaign), TYPED)
    assert "You stand behind this campaign." in read(client, campaign)
    client.post(url("pledge", campaign), TYPED)
    assert (Pledge.objects.count(), "You stand behind this campaign already." in read(client, campaign)) == (1, True)

    answer = client.post(url("withdraw_pledge", campaign))

    assert answer["Location"] == f"{path(campaign)}#behind"
    assert (Pledge.objects.count(), "You stand behind this" in read(client, campaign)) == (0, False)


def test_a_reason_too_long_is_said_and_kept(campaign: Campaign, cast: Cast, client: Client) -> None:
    client.force_login(cast.resident)

    answer = client.post(url("pledge", campaign), {**TYPED, "reason": "w" * 501})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["reason"])
    assert "w" * 501 in answer.content.decode()
    assert Pledge.objects.count() == 0


@pytest.mark.parametrize("name", ["pledge", "withdraw_pledge", "close_campaign"])
def test_what_nobody_can_read_is_not_found(cast: Cast, client: Client, name: str) -> None:
    draft, down = make_draft_campaign(cast).campaign, make_campaign(cast)
    CampaignPage.objects.filter(campaign=down).update(live=False)
    client.force_login(cast.resident)

    for pk in (draft.pk, down.pk, 999_999, 10**17):
        assert client.post(reverse(name, args=[pk]), TYPED).status_code == 404
    assert Pledge.objects.count() == 0


def test_a_closed_campaign_says_so_and_takes_nobody(campaign: Campaign, cast: Cast, client: Client) -> None:
    close_campaign(campaign, by=owner_of(campaign.organisation))
    client.force_login(cast.resident)

    answer = client.post(url("pledge", campaign), TYPED, follow=True)

    assert "This campaign is closed. It asks for no more people." in answer.content.decode()
    assert (Pledge.objects.count(), answer.context["form"]) == (0, None)


def test_the_organisation_closes_its_own_and_no_other(campaign: Campaign, cast: Cast, client: Client) -> None:
    other = make_organisation("Another")
    client.force_login(owner_of(other.organisation))
    assert "Close the campaign" not in read(client, campaign)
    assert client.post(url("close_campaign", campaign)).status_code == 403
    client.force_login(owner_of(campaign.organisation))
    assert "Close the campaign" in read(client, campaign)

    client.post(url("close_campaign", campaign))

    campaign.refresh_from_db()
    assert campaign.is_open is False


def test_a_script_from_one_address_is_set_aside_and_named_in_numbers(campaign: Campaign) -> None:
    for person in make_people(MOST_UNSEEN + 2):
        browser = Client(REMOTE_ADDR="198.51.100.7")
        browser.force_login(person)
        browser.post(url("pledge", campaign), {"reason_language": "en"})

    page = read(Client(), campaign)
    assert (standing(campaign).total, PledgeBurst.objects.get().total) == (0, MOST_UNSEEN + 2)
    assert ("Groups found: 1" in page, "Not decided yet: 1" in page) == (True, True)


# ---- reasons


def test_a_reported_reason_is_told_to_moderators_once_and_one_hides_it(
    campaign: Campaign, cast: Cast, client: Client
) -> None:
    one = pledge(campaign, by=cast.resident, reason="Rude words.", is_named=True)
    address = reverse("campaign_reason", args=[one.pk])
    for person in (cast.neighbour, cast.official, owner_of(campaign.organisation)):
        client.force_login(person)
        client.post(address, {"reason": "I hide it."})
    told = Notice.objects.filter(path__endswith=f"/campaigns/reasons/{one.pk}/")
    assert {notice.user for notice in told} == {cast.moderator, cast.other_moderator}
    assert "Rude words." in read(client, campaign)

    client.force_login(cast.moderator)
    assert client.post(address, {"reason": ""}).status_code == 422
    page = client.get(address).content.decode()
    assert ("Rude words." in page, ">Resident<" in page) == (True, False)
    client.post(address, {"reason": "An insult."})

    assert "Rude words." not in read(client, campaign)
    assert standing(campaign).total == 1
    entry = Entry.objects.get(act="hide_reason")
    assert (entry.by, entry.facts) == (cast.moderator, {"campaign": campaign.pk, "reason": "An insult."})
    assert client.get(address).status_code == 404


def test_a_moderator_of_another_place_only_reports(campaign: Campaign, cast: Cast, elsewhere: Cast) -> None:
    one = pledge(campaign, by=cast.resident, reason="Rude words.")
    client = Client()
    client.force_login(elsewhere.moderator)

    client.post(reverse("campaign_reason", args=[one.pk]), {"reason": "I hide it."})

    one.refresh_from_db()
    assert (one.hidden_at, one.reported_at is None) == (None, False)


# ---- those who run the portal


def test_two_decide_on_a_burst_at_the_desk(campaign: Campaign, cast: Cast, client: Client) -> None:
    pledge_all(campaign, make_people(MOST_UNSEEN), address="198.51.100.7")
    PledgeBurst.objects.update(last_at=now().replace(year=2025))
    burst = PledgeBurst.objects.get()
    desk = reverse("desk_pledge_bursts")
    typed = {"burst": burst.pk, f"{burst.pk}-verdict": Verdict.KEEP, f"{burst.pk}-reason": "A school."}
    for number in range(2):
        client.force_login(User.objects.create_superuser(f"runner{number}@khma.example"))
        assert client.post(desk, {"burst": burst.pk}).status_code == 422
        assert client.post(desk, {**typed, "burst": "9" * 20}).status_code == 404
        assert client.post(desk, typed).status_code == 302

    page = client.get(desk).content.decode()
    assert ("A school." in page, standing(campaign).total) == (True, MOST_UNSEEN)


# ---- what is attached, news, and the list


def test_attached_proposals_and_cycles_are_shown_if_they_are_public(
    campaign: Campaign, cast: Cast, client: Client
) -> None:
    cycle = make_cycle(cast)
    public, draft = make_published(cast, cycle), make_draft(cast, cycle)
    campaign.proposals.set([public, draft])
    campaign.cycles.set([cycle])

    context = client.get(path(campaign)).context

    assert (context["proposals"], context["cycles"]) == ([public], [cycle])


def test_the_page_costs_the_same_for_one_and_for_three(campaign: Campaign, cast: Cast, client: Client) -> None:
    cycle = make_cycle(cast)

    def more(number: int) -> None:
        for person in make_people(number):
            pledge(campaign, by=person, reason="Water", is_named=True)
            make_update(campaign)
            campaign.proposals.add(make_published(cast, cycle))

    more(1)
    address = path(campaign)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    more(2)
    with CaptureQueriesContext(connection) as three:
        client.get(address)

    assert len(three) == len(one) <= 10


def test_the_list_holds_every_open_campaign_newest_first(cast: Cast, elsewhere: Cast, client: Client) -> None:
    below = make_organisation()
    first, second = make_campaign(cast, below), make_campaign(elsewhere, below)
    make_draft_campaign(cast, below)
    hidden = make_campaign(cast, below)
    CampaignPage.objects.filter(campaign=hidden).update(live=False)

    answer = client.get("/en/campaigns/")

    assert [page.campaign for page in answer.context["cards"]] == [second, first]
    assert "none is put first for money" in answer.content.decode()


def test_the_list_is_filtered_by_place_state_and_word(cast: Cast, elsewhere: Cast, client: Client) -> None:
    below = make_organisation()
    gathering, reached = make_campaign(cast, below), make_campaign(elsewhere, below, goal=1)
    pledge(reached, by=cast.resident)
    page = CampaignPage.objects.get(campaign=reached, locale__language_code="ka")
    page.title = "გზის შეკეთება"
    page.save_revision().publish()

    def found(query: str) -> list[Campaign]:
        answer = client.get(f"/ka/campaigns/?{query}")
        assert answer.status_code == 200
        return [page.campaign for page in answer.context["cards"]]

    assert found("municipality=bolnisi") == found("state=waiting") == [reached]
    assert found("q=გზები") == found("q=yol") == [reached]  # in another form, in another language
    assert found("municipality=marneuli") == found("state=gathering") == [gathering]
    assert found("state=answered") == found("municipality=bolnisi&state=gathering") == []
    everything = [reached, gathering]
    assert found("municipality=nowhere&state=<script>&page=9999") == found("page=x") == everything


def test_the_archive_is_a_filter_and_says_what_came_of_it(cast: Cast, client: Client) -> None:
    below = make_organisation()
    make_campaign(cast, below)
    closed = make_campaign(cast, below, goal=1)
    pledge(closed, by=cast.resident)
    words = {"reason_ka": "კარგი", "next_step_ka": "ვაკეთებთ", "written_in": "ka"}
    publish_response(closed.ask, by=cast.official, outcome="done", **words)
    member = owner_of(below.organisation)
    for outcome in (Met.NOT_MET, Met.IN_PART):
        declare_outcome(closed, by=member, side=Side.ORGANISATION, outcome=outcome, words="Half of it.")
    declare_outcome(closed, by=cast.official, side=Side.OFFICE, outcome=Met.MET, words="All of it.")
    close_campaign(closed, by=member)

    answer = client.get("/en/campaigns/?state=archived")

    (page,) = answer.context["cards"]
    said = [(Side.ORGANISATION, Met.IN_PART), (Side.OFFICE, Met.MET)]
    assert (page.campaign, page.campaign.outcomes) == (closed, said)
    content = answer.content.decode()
    assert ("<li>In the archive</li>" in content, "The office that answered: Met</li>" in content) == (True, True)


def test_the_list_costs_the_same_for_one_and_for_three(cast: Cast, client: Client) -> None:
    below = make_organisation()
    address = CampaignIndexPage.objects.get(locale__language_code="en").get_url()
    make_campaign(cast, below)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _one in range(2):
        make_campaign(cast, below)
    with CaptureQueriesContext(connection) as three:
        client.get(address)

    assert len(three) == len(one)
