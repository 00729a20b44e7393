"""The municipality's answers in public: on the proposal's page, in the overdue list, and "not done"."""

import csv
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from budgeting.proposals.actions import answer_proposal, edit_answer, extend_answer, say_not_done
from budgeting.proposals.models import Proposal
from budgeting.responses.models import Ask, Reopening, Response
from portal.clock import today
from portal.messages.models import Notice
from tests.factories import make_cycle, make_published
from tests.people import Cast

LANGUAGES = ("ka", "hy", "az", "en")


def answer(cast: Cast, proposal: Proposal, **changed: Any) -> Response:
    facts = {
        "outcome": "accepted",
        "reason_ka": "გავაკეთებთ",
        "reason_az": "Edəcəyik",
        "next_step_ka": "ტენდერი",
        "next_step_az": "Tender",
    }
    return answer_proposal(proposal, by=cast.official, **{**facts, **changed})


def make_overdue(cast: Cast, proposal: Proposal, days: int = 10) -> None:
    Ask.objects.filter(pk=proposal.ask_id).update(owed_on=today() - timedelta(days=days))


@pytest.fixture
def proposal(cast: Cast) -> Proposal:
    return make_published(cast, make_cycle(cast))


def page_of(client: Client, proposal: Proposal, language: str = "en") -> str:
    with override(language):
        return client.get(reverse("proposal", args=[proposal.address])).content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_public_pages_of_answers_answer_in_every_language_without_a_cookie(
    client: Client, cast: Cast, proposal: Proposal, language: str
) -> None:
    make_overdue(cast, proposal)
    with override(language):
        paths = [reverse("proposal", args=[proposal.address])]
        paths += [reverse(name, args=["marneuli"]) for name in ("answers", "answers_csv", "overdue_csv")]
    for path in paths:
        response = client.get(path)
        assert (path, response.status_code, dict(response.cookies)) == (path, 200, {})


def test_proposal_page_shows_the_clock_before_an_answer(client: Client, proposal: Proposal) -> None:
    page = page_of(client, proposal)

    assert "The municipality owes an answer." in page
    assert "How the date was worked out" in page


def test_proposal_page_shows_all_of_an_answer(client: Client, cast: Cast, proposal: Proposal) -> None:
    texts = {"detail_az": "Ətraflı mətn", "change_az": "Dəyişiklik mətni", "author_step_az": "Müəllif üçün mətn"}
    plain = {"evidence": "Line 5", "decision_number": "N 12", "position": "Head", "forwarded_to": "Ministry of Roads"}
    answer(cast, proposal, outcome="not_our_competence", **texts, **plain)

    page = page_of(client, proposal, "az")

    for text in ("Edəcəyik", "Tender", *texts.values(), *plain.values(), "Meriya"):
        assert text in page


def test_text_in_another_language_carries_its_own(client: Client, cast: Cast, proposal: Proposal) -> None:
    answer(cast, proposal, detail_ka="ვრცლად")

    page = page_of(client, proposal, "az")

    assert '<div lang="ka"><p>ვრცლად</p></div>' in page
    assert '<p lang="az">Edəcəyik</p>' in page


def test_earlier_words_of_an_answer_stay_readable(client: Client, cast: Cast, proposal: Proposal) -> None:
    response = answer(cast, proposal)
    edit_answer(proposal, response, by=cast.official, reason_az="Mütləq edəcəyik")

    page = page_of(client, proposal, "az")

    assert '<dd lang="az">Edəcəyik</dd>' in page
    assert '<p lang="az">Mütləq edəcəyik</p>' in page


def test_moved_date_shows_the_old_one_and_the_reason(client: Client, cast: Cast, proposal: Proposal) -> None:
    day = proposal.ask.owed_on + timedelta(days=14)
    extend_answer(proposal, by=cast.official, new_owed_on=day, reason="ვზომავთ <b>", reason_language="ka")

    page = page_of(client, proposal)

    assert '<blockquote lang="ka">ვზომავთ &lt;b&gt;</blockquote>' in page
    assert [event.name for event in proposal.events.all()] == ["submit", "publish", "extend"]


def test_answer_that_is_not_done_never_says_done(client: Client, cast: Cast, proposal: Proposal) -> None:
    for outcome, facts in (
        ("not_possible_now", {}),
        ("declined", {}),
        ("not_our_competence", {"forwarded_to": "Ministry"}),
        ("duplicate", {"duplicate_of": "https://khma.example/en/proposals/1"}),
        ("planned", {"next_update_on": today() + timedelta(days=9)}),
    ):
        answer(cast, proposal, outcome=outcome, **facts)
    cast.resident.refresh_from_db()

    told = [f"{notice.sentence} {notice.detail}" for notice in Notice.objects.filter(user=cast.resident)]
    assert len(told) >= 5
    assert [text for text in told if "done" in text.lower()] == []
    assert "done" not in page_of(client, proposal).lower()


def test_not_done_is_offered_to_everybody_and_said_by_who_is_signed_in(
    client: Client, cast: Cast, proposal: Proposal
) -> None:
    answer(cast, proposal, outcome="done")
    path = reverse("not_done", args=[proposal.address])
    assert "Sign in to say that it is not done" in page_of(client, proposal)
    assert path in client.get(path).headers["Location"]  # after signing in one comes back

    client.force_login(cast.neighbour)
    assert client.get(path).status_code == 200
    answered = client.post(path, {"reason": "Only half of it"})

    assert answered["Location"] == reverse("proposal", args=[proposal.address])
    assert (Reopening.objects.get().by, Reopening.objects.get().reason) == (cast.neighbour, "Only half of it")
    event = proposal.events.last()
    assert (event.name, event.reason, event.reason_language) == ("reopen", "Only half of it", "en")
    page = page_of(client, proposal)
    assert "It is not done</a>" not in page
    assert '<blockquote lang="en">Only half of it</blockquote>' in page


@pytest.mark.parametrize(("typed", "sentence"), [("", "Say what is not done."), ("a" * 501, "at most 500 characters")])
def test_refused_not_done_keeps_what_was_typed(
    client: Client, cast: Cast, proposal: Proposal, typed: str, sentence: str
) -> None:
    answer(cast, proposal, outcome="done")
    client.force_login(cast.resident)

    refused = client.post(reverse("not_done", args=[proposal.address]), {"reason": typed})

    assert refused.status_code == 422
    assert refused.context["form"]["reason"].value() == typed
    assert sentence in str(refused.context["form"].errors["reason"])
    assert not Reopening.objects.exists()


def test_second_not_done_is_refused_with_the_next_way(client: Client, cast: Cast, proposal: Proposal) -> None:
    answer(cast, proposal, outcome="done")
    say_not_done(proposal, by=cast.resident, reason="No")
    client.force_login(cast.neighbour)
    path = reverse("not_done", args=[proposal.address])

    assert "administrator of the municipality" in client.get(path).content.decode()
    refused = client.post(path, {"reason": "Still not"})

    assert (refused.status_code, refused.context["form"]["reason"].value()) == (422, "Still not")
    assert Reopening.objects.count() == 1


def test_not_done_of_what_one_may_not_see_is_not_found(client: Client, cast: Cast, proposal: Proposal) -> None:
    hidden = make_published(cast, proposal.cycle)
    Proposal.objects.filter(pk=hidden.pk).update(state="rejected", rejection_code="hate")
    client.force_login(cast.neighbour)

    assert client.get(reverse("not_done", args=[hidden.pk])).status_code == 404


def test_overdue_list_names_what_is_overdue_by_office(
    client: Client, cast: Cast, elsewhere: Cast, proposal: Proposal
) -> None:
    in_time, foreign = make_published(cast, proposal.cycle), make_published(elsewhere, make_cycle(elsewhere))
    make_overdue(cast, proposal)
    make_overdue(elsewhere, foreign)

    page = client.get(reverse("answers", args=["marneuli"]))

    assert [row.ask.proposal for row in page.context["rows"]] == [proposal]
    content = page.content.decode()
    assert reverse("proposal", args=[proposal.address]) in content
    assert reverse("proposal", args=[in_time.address]) not in content


def test_overdue_list_does_not_name_what_was_hidden(client: Client, cast: Cast, proposal: Proposal) -> None:
    make_overdue(cast, proposal)
    Proposal.objects.filter(pk=proposal.pk).update(state="rejected", rejection_code="hate")

    for name in ("answers", "overdue_csv"):
        assert proposal.title_az not in client.get(reverse(name, args=["marneuli"])).content.decode()


@pytest.mark.parametrize("query", ["?page=2", "?page=x", "?page=99999999999999999999", "?page=-1"])
def test_overdue_list_has_pages_and_takes_any_number(
    client: Client, cast: Cast, proposal: Proposal, query: str
) -> None:
    for _number in range(26):
        make_overdue(cast, make_published(cast, proposal.cycle))

    page = client.get(reverse("answers", args=["marneuli"]) + query)

    assert (page.status_code, page.context["page"].paginator.num_pages) == (200, 2)


def test_overdue_list_and_proposal_cost_the_same_with_1_and_with_10_rows(
    client: Client, cast: Cast, proposal: Proposal
) -> None:
    make_overdue(cast, proposal)
    response = answer(cast, make_published(cast, proposal.cycle), outcome="done")
    subject = Proposal.objects.get(ask=response.ask)
    edit_answer(subject, response, by=cast.official, evidence="0")
    paths = [reverse("answers", args=["marneuli"]), reverse("overdue_csv", args=["marneuli"])]
    paths.append(reverse("proposal", args=[subject.address]))

    def costs() -> list[int]:
        found = []
        for path in paths:
            client.get(path)
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            found.append(len(queries))
        return found

    before = costs()
    for number in range(10):
        make_overdue(cast, make_published(cast, proposal.cycle))
        later = answer(cast, subject, outcome="done", reason_ka=f"{number}")
        edit_answer(subject, later, by=cast.official, evidence=f"Line {number}")

    assert costs() == before
    assert max(before) <= 18


def test_unknown_and_inactive_municipalities_are_not_found(client: Client, cast: Cast) -> None:
    cast.municipality.is_active = False
    cast.municipality.save()

    for slug in ("marneuli", "nowhere"):
        for name in ("answers", "answers_csv", "overdue_csv"):
            assert client.get(reverse(name, args=[slug])).status_code == 404


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))


def test_csv_of_offices_says_what_the_page_says(client: Client, cast: Cast, proposal: Proposal) -> None:
    make_overdue(cast, proposal)
    answer(cast, make_published(cast, proposal.cycle))

    page = client.get(reverse("answers", args=["marneuli"]))
    download = client.get(reverse("answers_csv", args=["marneuli"]))

    assert download.content.startswith(b"\xef\xbb\xbf")
    (row,), (record,) = rows_of(download.content), page.context["records"]
    assert row == {
        "office_id": str(record.office.pk),
        "office": "City hall",
        "asked": "2",
        "answered_on_time": "1",
        "answered_late": "0",
        "waiting": "1",
        "overdue": "1",
        "moved": "0",
        "median_working_days": str(record.median_days),
    }


def test_csv_of_overdue_asks_holds_no_formula(client: Client, cast: Cast, proposal: Proposal) -> None:
    make_overdue(cast, make_published(cast, proposal.cycle, title="=HYPERLINK(1)"))

    (row,) = rows_of(client.get(reverse("overdue_csv", args=["marneuli"])).content)

    assert (row["title"], row["title_language"]) == ("'=HYPERLINK(1)", "az")
    assert row["due_on"] == (today() - timedelta(days=10)).isoformat()
    assert row["address"].startswith("http")


def test_withdrawn_proposal_owes_no_answer(client: Client, cast: Cast, proposal: Proposal) -> None:
    client.force_login(cast.resident)
    client.post(reverse("withdraw_proposal", args=[proposal.address]))

    assert Ask.objects.get(pk=proposal.ask_id).owed_on is None
    assert "No answer is owed any more." in page_of(client, proposal)
