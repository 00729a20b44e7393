"""A campaign is answered at the desk by who is asked, and by nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgeting.errors import NotAllowed, NotPossible
from budgeting.responses.actions import edit_response
from budgeting.responses.keeping import save_template
from budgeting.responses.models import Ask, Extension, Level, Reopening, Response
from cms.campaigns.actions import pledge
from cms.campaigns.answering import answer_campaign, edit_campaign_answer, may_answer_campaign, say_campaign_not_done
from cms.campaigns.models import Campaign, Pledge
from cms.models import CampaignPage
from cms.outcomes.overdue import tell_overdue
from portal.accounts.models import RoleKind, User
from portal.accounts.roles import grant_role
from portal.clock import today
from portal.messages.models import Notice
from tests.cms.campaigns.making import (
    ask_of,
    make_asked,
    make_campaign,
    make_member,
    make_minister,
    make_office_above,
    make_official,
    make_organisation,
    owner_of,
    words,
)
from tests.cms.making import queries
from tests.factories import LANGUAGES
from tests.people import Cast


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return make_asked(cast, title="Clean water")


def post(client: Client, campaign: Campaign, act: str, **fields: Any) -> HttpResponse:
    data = {"act": act, **{f"{act}-{name}": value for name, value in fields.items()}}
    return client.post(reverse("desk_campaign", args=[campaign.pk]), data)


def typed(campaign: Campaign, **changed: Any) -> dict[str, Any]:
    return {**words(campaign), "office": ask_of(campaign).office_id, **changed}


def form_of(page: Any, act: str) -> Any:
    return next(one.form for one in page.context["acts"] if one.name == act)


@pytest.mark.parametrize("language", LANGUAGES)
def test_desk_of_a_campaign_opens_in_every_language(
    client: Client, cast: Cast, campaign: Campaign, language: str
) -> None:
    pledge(campaign, by=cast.neighbour)
    client.force_login(cast.official)

    page = client.get(f"/{language}/desk/campaigns/{campaign.pk}/")

    assert (page.status_code, page.context["behind_it"], "Clean water" in page.content.decode()) == (200, 1, True)


def test_official_answers_a_campaign(client: Client, cast: Cast, campaign: Campaign) -> None:
    client.force_login(cast.official)

    answered = post(client, campaign, "answer", **typed(campaign, reason_az="Edəcəyik"))

    assert answered["Location"] == reverse("desk_campaign", args=[campaign.pk])
    response = Response.objects.get()
    assert (response.ask, response.reason_hy, response.reason_az) == (
        ask_of(campaign),
        "Yes in its language",
        "Edəcəyik",
    )


def test_each_missing_piece_of_an_answer_is_told_at_its_field(client: Client, cast: Cast, campaign: Campaign) -> None:
    client.force_login(cast.official)

    refused = post(client, campaign, "answer", outcome="planned", reason_ka="{month}", office="", reason_az="Hə")

    form = form_of(refused, "answer")
    assert refused.status_code == 422
    assert {*form.errors} == {"office", "reason_hy", "reason_ka", "next_step_ka", "next_update_on"}
    assert (form["reason_ka"].value(), form["reason_az"].value()) == ("{month}", "Hə")
    assert not Response.objects.exists()


@pytest.mark.parametrize(("written_in", "faults"), [("ka", set()), ("hy", {"reason_hy"}), ("az", {"reason_az"})])
def test_answer_is_in_georgian_and_in_the_campaigns_language(cast: Cast, written_in: str, faults: set[str]) -> None:
    campaign = make_asked(cast, language=written_in)
    facts = {"outcome": "accepted", "reason_ka": "კი", "next_step_ka": "ტენდერი"}

    if faults:
        with pytest.raises(NotPossible) as refusal:
            answer_campaign(campaign, by=cast.official, **facts)
        assert {*refusal.value.faults} == faults
    else:
        assert answer_campaign(campaign, by=cast.official, **facts).pk
    with pytest.raises(NotPossible) as refusal:
        answer_campaign(campaign, by=cast.official, **{**facts, "reason_ka": "", f"reason_{written_in}": ""})
    assert {*refusal.value.faults} == {"reason_ka"} | faults


def test_wrong_people_do_not_come_to_the_desk_of_a_campaign(
    client: Client, cast: Cast, elsewhere: Cast, campaign: Campaign
) -> None:
    above = make_asked(cast, office=make_office_above())
    waiting = make_campaign(cast, language="hy")
    for person, asked, status in (
        (cast.official, campaign, 200),
        (cast.moderator, campaign, 404),
        (elsewhere.official, campaign, 404),
        (make_minister(), campaign, 404),
        (make_member(campaign.organisation), campaign, 403),
        (cast.resident, campaign, 403),
        (cast.official, above, 404),
        (make_minister(), above, 404),
        (cast.official, waiting, 404),
    ):
        client.force_login(person)
        path = reverse("desk_campaign", args=[asked.pk])
        got = client.get(path).status_code, post(client, asked, "answer", **words(campaign)).status_code
        assert (person, asked, got[0]) == (person, asked, status)
        assert got[1] in ({302, 422} if status == 200 else {status})
        if status != 200:
            with pytest.raises((NotAllowed, NotPossible)):
                answer_campaign(asked, by=person, **words(campaign))


def test_nobody_answers_what_the_own_organisation_asks(client: Client, cast: Cast) -> None:
    below = make_organisation(language="hy")
    grant_role(cast.official, RoleKind.CSO_AUTHOR, below.organisation)
    campaign = make_asked(cast, below)
    client.force_login(cast.official)

    page = client.get(reverse("desk_campaign", args=[campaign.pk]))
    refused = post(client, campaign, "answer", **typed(campaign))

    assert (page.context["acts"], refused.status_code) == ([], 409)
    assert "Yes in its language" in refused.content.decode()  # what was written is not lost
    with pytest.raises(NotAllowed):
        answer_campaign(campaign, by=cast.official, **words(campaign))
    assert may_answer_campaign(cast.other_official, campaign)


def test_nobody_answers_what_one_has_asked_oneself(cast: Cast, campaign: Campaign) -> None:
    Ask.objects.update(asked_by=cast.official)
    campaign.refresh_from_db()

    with pytest.raises(NotAllowed):
        answer_campaign(campaign, by=cast.official, **words(campaign))


def test_national_official_comes_to_the_inbox_and_answers(client: Client, cast: Cast) -> None:
    minister = make_minister()
    duty = minister.duties.get()
    campaign = make_asked(cast, office=duty.office, duty_bearer=duty, title="A road")
    client.force_login(minister)

    inbox = client.get(reverse("desk"))
    assert "A road" in inbox.content.decode()
    offices = form_of(client.get(reverse("desk_campaign", args=[campaign.pk])), "answer")["office"].field.queryset
    answered = post(client, campaign, "answer", **typed(campaign))

    assert (list(offices), answered.status_code) == ([duty.office], 302)
    assert Response.objects.get().office == duty.office


def test_who_left_the_national_office_comes_no_more(client: Client, cast: Cast) -> None:
    minister = make_minister()
    campaign = make_asked(cast, office=minister.duties.get().office)
    minister.duties.update(is_active=False)
    client.force_login(minister)

    assert client.get(reverse("desk")).status_code == 403
    assert client.get(reverse("desk_campaign", args=[campaign.pk])).status_code == 403
    with pytest.raises(NotAllowed):
        answer_campaign(campaign, by=User.objects.get(pk=minister.pk), **words(campaign))


def test_an_account_named_for_a_municipal_office_opens_no_desk(client: Client, cast: Cast, campaign: Campaign) -> None:
    make_official(campaign.office, cast.resident)
    client.force_login(cast.resident)

    assert client.get(reverse("desk")).status_code == 403
    assert not may_answer_campaign(cast.resident, campaign)


def test_national_office_does_not_answer_in_the_name_of_another(cast: Cast) -> None:
    minister = make_minister()
    campaign = make_asked(cast, office=minister.duties.get().office)
    for office in (make_office_above(Level.REGIONAL), make_asked(cast).office):
        with pytest.raises(NotPossible) as refusal:
            answer_campaign(campaign, by=minister, **words(campaign, office=office))
        assert {*refusal.value.faults} == {"office"}


def test_campaign_answer_may_start_from_a_template(client: Client, cast: Cast, campaign: Campaign) -> None:
    texts = {"reason_ka": "{title}: {month}", "reason_hy": "{author}"}
    template = save_template(cast.municipality, by=cast.official, name="One", outcome="accepted", **texts)
    client.force_login(cast.official)

    page = client.get(reverse("desk_campaign", args=[campaign.pk]), {"template": template.pk})

    form = form_of(page, "answer")
    assert (form["reason_ka"].value(), form["reason_hy"].value()) == ("Clean water: {month}", "Borchali")


def test_date_is_moved_and_everybody_behind_it_is_told(client: Client, cast: Cast, campaign: Campaign) -> None:
    pledge(campaign, by=cast.neighbour, wants_news=True)
    pledge(campaign, by=cast.resident)
    day = ask_of(campaign).owed_on + timedelta(days=7)
    client.force_login(cast.official)

    post(client, campaign, "extend", new_owed_on=day.isoformat(), reason="Measuring")

    assert Extension.objects.get().new_owed_on == day
    told = Notice.objects.order_by("user").values_list("user", "is_own", "about", "detail")
    assert {*told} == {
        (owner_of(campaign.organisation).pk, True, "Clean water", "Measuring"),
        (cast.neighbour.pk, False, "Clean water", "Measuring"),
    }


def test_who_is_told_of_an_answer_reads_it_in_the_own_language(cast: Cast, campaign: Campaign) -> None:
    pledge(campaign, by=cast.neighbour, wants_news=True)
    gone = pledge(campaign, by=cast.observer, wants_news=True)
    Pledge.objects.filter(pk=gone.pk).update(set_aside_at=campaign.reached_at, withdrawn_at=campaign.reached_at)
    User.objects.filter(pk=cast.neighbour.pk).update(language="hy")

    answer_campaign(campaign, by=cast.official, **words(campaign))

    notice = Notice.objects.exclude(user=owner_of(campaign.organisation)).get()
    assert (notice.user, notice.detail, notice.detail_language) == (cast.neighbour, "Yes in its language", "hy")
    assert notice.path.startswith("/hy/")


def test_nobody_is_told_of_a_campaign_that_cannot_be_read(cast: Cast, campaign: Campaign) -> None:
    pledge(campaign, by=cast.neighbour, wants_news=True)
    CampaignPage.objects.update(live=False)

    answer_campaign(campaign, by=cast.official, **words(campaign))

    assert not Notice.objects.exists()


def test_overdue_is_told_once_for_each_day(cast: Cast, campaign: Campaign) -> None:
    minister = make_minister()
    above = make_asked(cast, office=minister.duties.get().office)
    for one in (campaign, above):
        pledge(one, by=cast.neighbour, wants_news=True)
    assert tell_overdue() == 0
    Ask.objects.update(owed_on=today() - timedelta(days=1))

    assert [tell_overdue(), tell_overdue()] == [2, 0]
    Ask.objects.filter(pk=ask_of(above).pk).update(owed_on=today() - timedelta(days=2))
    assert tell_overdue() == 1

    told = [Notice.objects.filter(user=user).count() for user in (cast.neighbour, minister)]
    assert told == [3, 2]


def test_answer_is_corrected_by_its_office_only(cast: Cast, campaign: Campaign, elsewhere: Cast) -> None:
    response = answer_campaign(campaign, by=cast.official, **words(campaign))
    foreign = make_asked(elsewhere)

    edit = edit_campaign_answer(campaign, response, by=cast.other_official, reason_ka="კი")
    assert edit.before == {"reason_ka": "გავაკეთებთ"}
    for by, of in ((elsewhere.official, campaign), (elsewhere.official, foreign), (cast.resident, campaign)):
        with pytest.raises(NotAllowed):
            edit_campaign_answer(of, response, by=by, reason_ka="არა")


def test_not_done_reopens_a_campaign_once(client: Client, cast: Cast, campaign: Campaign) -> None:
    path = reverse("campaign_not_done", args=[campaign.pk])
    client.force_login(cast.neighbour)
    assert client.post(path, {"reason": "No"}).status_code == 422  # not answered yet
    answer_campaign(campaign, by=cast.official, **words(campaign, outcome="done"))

    said = client.post(path, {"reason": "Half of it"})
    again = client.post(path, {"reason": "Still"})

    page = CampaignPage.objects.get(campaign=campaign, locale__language_code="en")
    assert (said["Location"], again.status_code) == (page.get_url(), 422)
    assert again.context["form"]["reason"].value() == "Still"
    assert Reopening.objects.get().reason == "Half of it"
    assert Ask.objects.get(pk=ask_of(campaign).pk).owed_on is not None


def test_who_answers_does_not_say_that_it_is_not_done(client: Client, cast: Cast) -> None:
    minister = make_minister()
    campaign = make_asked(cast, office=minister.duties.get().office)
    answer_campaign(campaign, by=minister, **words(campaign, outcome="done"))

    client.force_login(minister)
    assert client.post(reverse("campaign_not_done", args=[campaign.pk]), {"reason": "x"}).status_code == 403
    with pytest.raises(NotAllowed):
        say_campaign_not_done(campaign, by=minister, reason="x")
    assert say_campaign_not_done(campaign, by=cast.official, reason="x").pk  # whose municipality was not asked


def test_not_done_and_outcome_of_a_hidden_campaign_are_not_found(
    client: Client, cast: Cast, campaign: Campaign
) -> None:
    CampaignPage.objects.update(live=False)
    client.force_login(make_member(campaign.organisation))

    for name in ("campaign_not_done", "campaign_outcome"):
        assert client.get(reverse(name, args=[campaign.pk])).status_code == 404


@pytest.mark.parametrize("name", ["campaign_not_done", "campaign_outcome"])
def test_who_is_not_signed_in_comes_back_with_what_was_typed(client: Client, campaign: Campaign, name: str) -> None:
    path = reverse(name, args=[campaign.pk])

    assert path in client.post(path, {"reason": "Half", "words": "Half"})["Location"]


def test_stale_page_of_the_desk_does_not_answer_twice(client: Client, cast: Cast, campaign: Campaign) -> None:
    client.force_login(cast.official)
    path = reverse("desk_campaign", args=[campaign.pk])
    seen = client.get(path).context["seen"]
    answer_campaign(campaign, by=cast.other_official, **words(campaign))

    late = client.post(
        path,
        {"act": "answer", "seen": seen, **{f"answer-{k}": v for k, v in typed(campaign, reason_ka="სხვა").items()}},
    )

    assert (late.status_code, "სხვა" in late.content.decode()) == (409, True)
    assert Response.objects.count() == 1


@pytest.mark.parametrize(
    "broken", [{"office": "x"}, {"office": "999999"}, {"outcome": "x"}, {"next_update_on": "0001-01-01"}]
)
def test_nonsense_is_refused_with_a_sentence(
    client: Client, cast: Cast, campaign: Campaign, broken: dict[str, str]
) -> None:
    client.force_login(cast.official)

    assert post(client, campaign, "answer", **typed(campaign, **broken)).status_code == 422


def test_the_page_of_an_answered_campaign_costs_ten_queries_at_most(
    client: Client, cast: Cast, campaign: Campaign
) -> None:
    answer_campaign(campaign, by=cast.official, **words(campaign))
    edit_response(campaign.ask.responses.get(), by=cast.official, reason_ka="სხვა მიზეზი")

    assert queries(client, campaign.pages.get(locale__language_code="ka").get_url()) <= 10


def test_desk_of_a_campaign_costs_the_same_with_1_and_with_3_answers(
    client: Client, cast: Cast, campaign: Campaign
) -> None:
    client.force_login(cast.official)
    path = reverse("desk_campaign", args=[campaign.pk])

    def cost() -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as made:
            client.get(path)
        return len(made)

    answer_campaign(campaign, by=cast.official, **words(campaign))
    before = cost()
    for number in range(2):
        answer_campaign(campaign, by=cast.official, **words(campaign, reason_ka=f"{number}"))

    assert cost() == before
