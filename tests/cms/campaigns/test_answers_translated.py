"""Answers to campaigns are translated at the desk like those to proposals."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgeting.responses.models import Response
from budgeting.translating.actions import save_translation
from budgeting.translating.queries import to_translate
from cms.campaigns.answering import answer_campaign, edit_campaign_answer
from cms.campaigns.answers_translated import ANSWERS
from cms.campaigns.models import Campaign
from cms.models import CampaignPage
from tests.cms.campaigns.making import make_asked, words
from tests.people import Cast

pytestmark = pytest.mark.django_db


def make_answer(cast: Cast, title: str = "Clean water") -> Response:
    """In Georgian and Armenian: Azerbaijani is missing."""
    campaign = make_asked(cast, title=title)
    return answer_campaign(campaign, by=cast.official, **words(campaign, next_step_hy="Mrcuyt"))


def editor(answer: Response, language: str = "az") -> str:
    return reverse("desk_translation", args=["campaign-answers", answer.pk, language])


def campaign_of(answer: Response) -> Campaign:
    return Campaign.objects.get(ask=answer.ask_id)


def test_the_inbox_and_the_desk_name_it_by_what_the_campaign_demands(cast: Cast, client: Client) -> None:
    answer = make_answer(cast)

    (task,) = to_translate(cast.translator)[0:20]
    assert (task.title, task.language, task.path, str(task.what)) == (
        *("Clean water", "hy", editor(answer), "Answer to a campaign"),
    )
    client.force_login(cast.translator)
    page = client.get(reverse("desk_translations"), {"kind": "campaign-answers"}).content.decode()
    assert ("Clean water" in page, editor(answer) in page) == (True, True)


def test_a_translator_writes_it_and_the_public_reads_it(cast: Cast, client: Client) -> None:
    answer = make_answer(cast)
    client.force_login(cast.translator)
    started = client.get(editor(answer)).context["started_from"]

    typed = {"reason": "Edəcəyik", "next_step": "Tender", "started_from": started}
    assert client.post(editor(answer), typed).status_code == 302

    path = CampaignPage.objects.get(campaign=campaign_of(answer), locale__language_code="az").get_url()
    assert "Edəcəyik" in Client().get(path).content.decode()
    assert to_translate(cast.translator).count() == 0


def test_a_correction_of_the_answer_outdates_the_translation(cast: Cast) -> None:
    answer = make_answer(cast)
    texts = {"reason": "Edəcəyik", "next_step": "Tender"}
    save_translation(ANSWERS, answer, "az", by=cast.translator, texts=texts)
    assert to_translate(cast.translator).count() == 0

    edit_campaign_answer(campaign_of(answer), answer, by=cast.official, reason_ka="მოგვიანებით", reason_hy="Uşu")

    (task,) = to_translate(cast.translator)[0:20]
    assert (answer.translations["az"], task.path) == ("outdated", editor(answer))


def test_of_a_hidden_campaign_nothing_waits(cast: Cast, client: Client) -> None:
    answer = make_answer(cast)
    CampaignPage.objects.filter(campaign=campaign_of(answer)).update(live=False)
    client.force_login(cast.translator)

    assert to_translate(cast.translator).count() == 0
    assert client.get(editor(answer)).status_code == 404


def test_others_do_not_come_in(cast: Cast, elsewhere: Cast, client: Client) -> None:
    answer = make_answer(cast)

    found = []
    for person in (elsewhere.translator, cast.official):
        client.force_login(person)
        found.append(client.get(editor(answer)).status_code)
    assert found == [404, 403]


def test_the_desk_costs_the_same_for_one_and_for_three(cast: Cast, client: Client) -> None:
    client.force_login(cast.translator)
    make_answer(cast)

    def cost() -> int:
        client.get(reverse("desk_translations"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("desk_translations"))
        return len(queries)

    before = cost()
    for title in ("Second", "Third"):
        make_answer(cast, title)
    assert cost() == before
