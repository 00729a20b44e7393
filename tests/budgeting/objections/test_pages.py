"""The public page of complaints, the form, and the desk."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from budgeting.cycles.stages import Stage
from budgeting.objections.actions import hide_complaint
from budgeting.objections.models import Complaint
from budgeting.translating.sources import COMPLAINT_ANSWERS
from portal.clock import pinned
from tests.budgeting.objections.making import answer_words, make_answered, make_complaint, make_objected, words
from tests.factories import LANGUAGES, make_cycle
from tests.people import Cast

HOSTILE = "<script>alert(1)</script>"


def page_of(client: Client, complaint: Complaint) -> str:
    return client.get(reverse("objections", args=[complaint.cycle.address])).content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_everybody_reads_complaints_with_their_answers_and_no_cookie_is_set(
    client: Client, cast: Cast, language: str
) -> None:
    complaint = make_complaint(cast, text=HOSTILE)
    make_answered(cast, complaint)

    with override(language):
        answer = client.get(reverse("objections", args=[complaint.cycle.address]))

    page = answer.content.decode()
    assert (answer.status_code, dict(answer.cookies)) == (200, {})
    assert ("&lt;script&gt;alert(1)" in page, HOSTILE in page) == (True, False)
    assert '<p lang="az">' in page
    assert f"We looked into it {language}" in page
    assert "Resident" not in page


def test_a_hidden_complaint_leaves_its_reason_alone(client: Client, cast: Cast) -> None:
    complaint = make_complaint(cast)
    make_answered(cast, complaint)
    assert complaint.text in page_of(client, complaint)

    hide_complaint(complaint, by=cast.moderator, code="personal")

    page = page_of(client, complaint)
    assert (complaint.text in page, "We looked into it" in page) == (False, False)
    assert "It shows somebody&#x27;s personal data" in page


def test_an_overdue_complaint_says_so(client: Client, cast: Cast) -> None:
    complaint = make_complaint(cast)

    assert "The municipality owes an answer." in page_of(client, complaint)
    with pinned(complaint.at + timedelta(days=120)):
        assert "The answer is overdue." in page_of(client, complaint)


def test_the_page_costs_the_same_with_1_and_3_complaints(client: Client, cast: Cast) -> None:
    cycle, costs = make_objected(cast), []
    for number in range(3):
        make_answered(cast, make_complaint(cast, cycle, text=f"Number {number}", is_named=True))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("objections", args=[cycle.address])).status_code == 200
        costs.append(len(queries))

    assert len(set(costs)) == 1


def test_a_resident_files_a_complaint_without_javascript(client: Client, cast: Cast) -> None:
    cycle = make_objected(cast)
    client.force_login(cast.resident)
    path = reverse("file_objection", args=[cycle.address])
    assert client.get(path).status_code == 200

    answer = client.post(path, words())

    complaint = Complaint.objects.get()
    assert answer["Location"] == f"{reverse('objections', args=[cycle.address])}#complaint-{complaint.pk}"
    assert (complaint.author, complaint.is_named) == (cast.resident, False)


def test_a_refused_complaint_is_shown_again_with_its_words(client: Client, cast: Cast) -> None:
    client.force_login(cast.resident)

    answer = client.post(reverse("file_objection", args=[make_objected(cast).address]), words(subject=""))

    assert answer.status_code == 422
    assert "Choose what the complaint is about." in answer.content.decode()
    assert words()["text"] in answer.content.decode()


def test_after_the_end_the_form_says_so_and_keeps_what_was_typed(client: Client, cast: Cast) -> None:
    cycle = make_objected(cast)
    path = reverse("file_objection", args=[cycle.address])
    with pinned(cycle.objections_until_at + timedelta(minutes=1)):
        client.force_login(cast.resident)
        closed, late = client.get(path), client.post(path, words())

    assert ("The time for objections ended" in closed.content.decode(), b"<textarea" in closed.content) == (True, False)
    assert (late.status_code, Complaint.objects.count()) == (422, 0)
    assert "The time for objections ended" in late.content.decode()
    assert words()["text"] in late.content.decode()


def test_what_a_stranger_typed_waits_until_they_have_signed_in(client: Client, cast: Cast) -> None:
    path = reverse("file_objection", args=[make_objected(cast).address])

    answer = client.post(path, words())
    assert "/account/" in answer["Location"]
    client.force_login(cast.resident)

    assert words()["text"] in client.get(path).content.decode()


def test_a_cycle_that_is_not_public_has_no_page(client: Client, cast: Cast) -> None:
    cycle = make_cycle(cast, Stage.PREPARING)

    assert client.get(reverse("objections", args=[cycle.address])).status_code == 404


def test_an_official_answers_at_the_desk(client: Client, cast: Cast) -> None:
    complaint = make_complaint(cast)
    client.force_login(cast.official)
    path = reverse("desk_complaint", args=[complaint.pk])
    assert client.get(path).status_code == 200

    incomplete = client.post(path, {"act": "answer", "answer-outcome": "accepted"})
    assert incomplete.status_code == 422
    facts = {f"answer-{name}": value for name, value in answer_words(office=complaint.ask.office_id).items()}
    assert client.post(path, {"act": "answer", **facts}).status_code == 302

    assert complaint.ask.responses.get().reason_az == "We looked into it az"
    assert client.post(path, {"act": "answer", "seen": "something else", **facts}).status_code == 409


def test_a_moderator_hides_and_shows_at_the_desk(client: Client, cast: Cast) -> None:
    complaint = make_complaint(cast)
    client.force_login(cast.moderator)
    path = reverse("desk_complaint", args=[complaint.pk])

    assert client.post(path, {"act": "hide", "hide-code": "hate"}).status_code == 302
    assert Complaint.objects.get().hidden_as == "hate"
    assert client.post(path, {"act": "show"}).status_code == 302
    assert Complaint.objects.get().hidden_as == ""


def test_the_inbox_lists_the_complaint(client: Client, cast: Cast) -> None:
    complaint = make_complaint(cast)
    client.force_login(cast.official)

    assert reverse("desk_complaint", args=[complaint.pk]) in client.get(reverse("desk")).content.decode()


def test_an_answer_is_translated_where_it_is_read(cast: Cast) -> None:
    complaint = make_complaint(cast)
    response = make_answered(cast, complaint)

    assert list(COMPLAINT_ANSWERS.listed()) == [response]
    assert COMPLAINT_ANSWERS.subjects([response])[response.pk].title.text == "Complaint about a booth"
    hide_complaint(complaint, by=cast.moderator, code="hate")
    assert list(COMPLAINT_ANSWERS.visible_to(cast.translator)) == []
