"""The public side: reporting, appealing, links between proposals, and the numbers on moderation."""

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.moderation.actions import merge_proposal, reject_proposal
from budgeting.moderation.appeals import decide_appeal
from budgeting.moderation.models import Appeal, Report
from budgeting.proposals.models import Proposal
from budgeting.proposals.states import HIDING, State
from tests.budgeting.moderation.test_appeals import make_rejected
from tests.budgeting.moderation.test_reports import make_comment
from tests.factories import make_cycle, make_published, make_submitted
from tests.people import Cast

LANGUAGES = ("ka", "hy", "az", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_answer_in_every_language(client: Client, cast: Cast, language: str) -> None:
    proposal = make_published(cast, make_cycle(cast))
    comment, rejected = make_comment(cast, proposal), make_rejected(cast)

    assert client.get(f"/{language}/municipalities/marneuli/moderation/").status_code == 200
    client.force_login(cast.neighbour)
    for path in (f"proposals/{proposal.pk}/report/", f"comments/{comment.pk}/report/", f"proposals/{rejected.pk}/"):
        assert (path, client.get(f"/{language}/{path}").status_code) == (path, 200)
    client.force_login(cast.resident)
    assert client.get(f"/{language}/proposals/{rejected.pk}/appeal/").status_code == 200


def test_a_reader_signs_in_reports_and_hears_calmly_of_a_second_time(client: Client, cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))
    path = reverse("report_proposal", args=[proposal.address])
    assert client.get(path).status_code == 302
    client.force_login(cast.neighbour)

    assert client.post(path, {"code": "", "note": "Typed"}).status_code == 422
    first = client.post(path, {"code": "hate", "note": "Bad"}, follow=True)
    second = client.post(path, {"code": "hate", "note": "Bad"}, follow=True)

    assert [str(one) for one in first.context["messages"]] == ["Thank you. A moderator will look at it."]
    assert [str(one) for one in second.context["messages"]] == [
        "You have reported this already. A moderator will look at it."
    ]
    assert (Report.objects.count(), second.status_code) == (1, 200)


def test_what_a_reader_or_an_author_typed_survives_an_ended_session(client: Client, cast: Cast) -> None:
    proposal, rejected = make_published(cast, make_cycle(cast)), make_rejected(cast)
    report, appeal = (
        reverse("report_proposal", args=[proposal.pk]),
        reverse("appeal_proposal", args=[rejected.address]),
    )
    assert client.post(report, {"code": "hate", "note": "It insults."}).url.endswith(f"?next={report}")
    client.force_login(cast.neighbour)
    reports = [client.get(report).context["form"] for _visit in range(2)]
    client.logout()
    client.post(appeal, {"appeal-text": "It is clear."})
    client.force_login(cast.resident)
    appealed = client.get(appeal).context["form"]

    assert [(form["code"].value(), form["note"].value()) for form in reports] == [("hate", "It insults."), (None, None)]
    assert appealed["text"].value() == "It is clear."


def test_reporting_a_comment(client: Client, cast: Cast) -> None:
    comment = make_comment(cast)
    path = reverse("report_comment", args=[comment.pk])
    client.force_login(cast.neighbour)

    client.post(path, {"code": "personal"})

    assert (Report.objects.get().comment, Report.objects.get().by) == (comment, cast.neighbour)
    client.force_login(cast.observer)
    assert client.post(path, {"code": "hate"}).status_code == 403


@pytest.mark.parametrize("pk", ["0", "999", "123456789012345678"])
def test_reports_of_what_is_not_there_are_not_found(client: Client, cast: Cast, pk: str) -> None:
    hidden = make_submitted(cast, make_cycle(cast))
    client.force_login(cast.neighbour)

    assert client.get(f"/en/comments/{pk}/report/").status_code == 404
    assert client.get(f"/en/proposals/{hidden.pk}/report/").status_code == 404
    assert client.post(f"/en/proposals/{pk}/appeal/", {"appeal-text": "x"}).status_code == 404


def test_the_link_to_report_is_shown_to_readers_and_not_to_authors(client: Client, cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))
    link, page = reverse("report_proposal", args=[proposal.address]), reverse("proposal", args=[proposal.address])

    anonymous = client.get(page)
    client.force_login(cast.resident)

    assert (link in anonymous.content.decode(), link in client.get(page).content.decode()) == (True, False)
    assert (anonymous.cookies, "csrf" in anonymous.content.decode()) == ({}, False)


@pytest.mark.parametrize("code", ["unclear", *HIDING])
def test_the_author_appeals_on_the_page_and_sees_what_came_of_it(client: Client, cast: Cast, code: str) -> None:
    proposal = make_rejected(cast, code)
    page, path = reverse("proposal", args=[proposal.address]), reverse("appeal_proposal", args=[proposal.address])
    client.force_login(cast.resident)
    assert f'action="{path}"' in client.get(page).content.decode()

    assert client.post(path, {"appeal-text": ""}).status_code == 422
    assert client.post(path, {"appeal-text": "It is clear."}).status_code == 302
    waiting = client.get(page).content.decode()
    decide_appeal(Appeal.objects.get(), by=cast.other_moderator, verdict="dismissed", reason="No.")
    decided = client.get(page).content.decode()

    assert ("It is clear." in waiting, f'action="{path}"' in waiting) == (True, False)
    assert "Another person has decided: the rejection stands." in decided
    assert client.post(path, {"appeal-text": "Again."}).status_code == 422


def test_an_appeal_is_read_by_its_authors_alone(client: Client, cast: Cast) -> None:
    proposal = make_rejected(cast)
    client.force_login(cast.resident)
    client.post(reverse("appeal_proposal", args=[proposal.pk]), {"appeal-text": "My own words."})
    page = reverse("proposal", args=[proposal.address])

    for user in (cast.neighbour, None):
        client.force_login(user) if user else client.logout()
        assert "My own words." not in client.get(page).content.decode()
        assert "It is unclear" not in client.get(page).content.decode()
    client.force_login(cast.neighbour)
    assert client.post(reverse("appeal_proposal", args=[proposal.pk]), {"appeal-text": "x"}).status_code == 403


def test_a_rejected_proposal_says_why_unless_it_is_hidden(client: Client, cast: Cast) -> None:
    readable, hidden = make_rejected(cast, "unclear"), make_rejected(cast, "hate")

    page = client.get(reverse("proposal", args=[readable.pk])).content.decode()

    assert ("Nobody can understand what is asked" in page, "Nobody understands it." in page) == (True, True)
    assert client.get(reverse("proposal", args=[hidden.pk])).status_code == 404


def test_merged_proposals_link_both_ways_but_never_to_what_is_hidden(client: Client, cast: Cast) -> None:
    cycle = make_cycle(cast)
    into, double = make_published(cast, cycle), make_submitted(cast, cycle)
    merge_proposal(double, by=cast.moderator, into=into, reason="The same.")
    double_page, into_page = (reverse("proposal", args=[one.address]) for one in (double, into))

    assert f'href="{into_page}"' in client.get(double_page).content.decode()
    assert f'href="{double_page}"' in client.get(into_page).content.decode()
    caches["pages"].clear()
    reject_proposal(Proposal.objects.get(pk=into.pk), by=cast.moderator, code="hate", reason="Bad.")
    assert f'href="{into_page}"' not in client.get(double_page).content.decode()


def test_the_public_numbers_set_no_cookie_and_name_nobody(client: Client, cast: Cast) -> None:
    make_submitted(cast, make_cycle(cast))
    make_rejected(cast)

    answer = client.get(reverse("moderation_queue", args=["marneuli"]))

    assert (answer.status_code, answer.cookies, answer.context["figures"].waiting) == (200, {}, 1)
    page = answer.content.decode()
    assert [word for word in ("Resident", "Moderator", "Lamps", "csrf") if word in page] == []


def test_there_are_no_numbers_where_no_budget_is_public(client: Client, cast: Cast, elsewhere: Cast) -> None:
    make_cycle(cast, Stage.PREPARING)

    assert client.get(reverse("moderation_queue", args=["marneuli"])).status_code == 404
    assert client.get(reverse("moderation_queue", args=["nowhere"])).status_code == 404
    assert Cycle.objects.count() == 1


def test_the_cycles_page_leads_to_the_numbers(client: Client, cast: Cast) -> None:
    cycle = make_cycle(cast)

    page = client.get(reverse("cycle", args=[cycle.address])).content.decode()

    assert reverse("moderation_queue", args=["marneuli"]) in page
    assert State.SUBMITTED not in page
