"""The pages: who sees which report, in four languages, without a cookie; the questions after taking part."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgeting.backing.actions import back_proposal
from budgeting.comments.actions import write_comment
from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.inclusion.models import AuthorAnswer, InclusionReport, Part, Tally, UsedForm
from portal.clock import pinned
from tests.budgeting.inclusion.telling import make_counted, make_public_report, numbers, signed_in
from tests.budgeting.voting.through_pages import cast_through_pages
from tests.factories import LANGUAGES, make_cards, make_cycle, make_published, make_settlement, make_vote
from tests.people import Cast


def page_of(cycle: Cycle, language: str = "en") -> str:
    return f"/{language}/cycles/{cycle.pk}/inclusion/"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_is_public_after_the_result_and_sets_no_cookie(client: Client, cast: Cast, language: str) -> None:
    cycle = make_counted(cast, votes=40, woman=12, man=11)
    make_public_report(cast, cycle)

    for path in (page_of(cycle, language), f"/{language}/inclusion/"):
        response = client.get(path)
        page = response.content.decode()
        assert (response.status_code, response.cookies) == (200, {})
        assert '<td class="number">12</td>' in page


def test_before_the_result_only_officials_and_observers_of_the_place_see_a_report(cast: Cast, elsewhere: Cast) -> None:
    cycle = make_vote(cast)
    make_public_report(cast, cycle)
    others = [cast.resident, cast.moderator, cast.translator, elsewhere.official, elsewhere.observer]
    pdf = reverse("inclusion_pdf", args=[cycle.pk])

    seen = {person: signed_in(person).get(pdf).status_code for person in (cast.official, cast.observer, *others)}

    assert seen == {cast.official: 200, cast.observer: 200, **dict.fromkeys(others, 404)}
    assert Client().get(pdf).status_code == 404
    assert "There is no report yet." in Client().get(page_of(cycle)).content.decode()
    assert Client().get("/en/inclusion.pdf").status_code == 404


def test_a_report_is_not_public_once_its_cycle_is_not(client: Client, cast: Cast) -> None:
    cycle = make_counted(cast, votes=40)
    make_public_report(cast, cycle)
    Cycle.objects.filter(pk=cycle.pk).update(proposing_cleared_at=None)

    assert client.get(page_of(cycle)).status_code == 404
    assert "There is no report yet." in client.get("/en/inclusion/").content.decode()


def test_an_official_makes_it_with_one_press_and_others_cannot(cast: Cast) -> None:
    cycle = make_counted(cast, votes=40)

    refused = signed_in(cast.observer).post(page_of(cycle)).status_code
    made = signed_in(cast.official).post(page_of(cycle), follow=True)
    again = signed_in(cast.official).post(page_of(cycle), follow=True)

    assert (refused, InclusionReport.objects.get().percent) == (403, 100)
    assert "The report is made." in made.content.decode()
    assert "The report of this stage is made." in again.content.decode()


def test_an_official_sees_how_far_it_is(cast: Cast) -> None:
    cycle = make_counted(cast, votes=20)
    InclusionReport.objects.create(cycle=cycle, stage=cycle.stage, percent=42, beat_at=cycle.voting_until_at)

    page = signed_in(cast.official).get(page_of(cycle)).content.decode()
    part = signed_in(cast.official).get(reverse("inclusion_progress", args=[cycle.pk])).content.decode()

    assert ('value="42"' in page, 'value="42"' in part) == (True, True)


def test_the_report_page_asks_as_many_questions_whatever_it_holds(client: Client, cast: Cast) -> None:
    cycle = make_counted(cast, votes=20)
    report = make_public_report(cast, cycle)
    asked = []
    for number in (1, 3):
        report.figures["settlement"] = {
            str(make_settlement(cast.municipality, f"Hamlet{number}{one}").pk): {"propose": 1, "vote": 20}
            for one in range(number)
        }
        report.save()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page_of(cycle)).content.decode().count("Hamlet") == number
        asked.append(len(queries))

    assert asked[0] == asked[1] <= 15


def answers(browser: Client, path: str, **typed: str) -> dict[str, str]:
    """What the form of the page sends."""
    token = unescape(browser.get(path).content.decode().split('name="token" value="')[1].split('"')[0])
    return {"token": token, "gender": "woman", "age": "18-29", "settlement": "", **typed}


def test_a_voter_answers_once_after_voting(cast: Cast) -> None:
    cycle = make_vote(cast)
    at = cycle.voting_from_at + timedelta(hours=1)
    browser = cast_through_pages(cycle, make_cards(cast, cycle)[0], [1])
    path = f"/hy/cycles/{cycle.pk}/about-you/vote/"
    with pinned(at + timedelta(minutes=2)):
        receipt = browser.get(f"/en/cycles/{cycle.pk}/vote/receipt/").content.decode()
        sent = answers(browser, path, settlement=str(make_settlement(cast.municipality).pk))

        statuses = [browser.post(path, sent).status_code for _time in range(3)]
        page = browser.get(path).content.decode()

    assert "/about-you/vote/" in receipt
    assert (statuses, numbers(cycle, "gender"), numbers(cycle, "language")) == (
        [302, 200, 200],
        {"woman": 1},
        {"hy": 1},
    )
    assert ('<form method="post" novalidate' in page, UsedForm.objects.count()) == (False, 1)


def test_another_voter_on_the_same_phone_answers_too_and_sees_nothing_of_the_first(cast: Cast) -> None:
    cycle = make_vote(cast)
    codes = make_cards(cast, cycle, 2)
    path = reverse("about_you", args=[cycle.pk, "vote"])
    browser = cast_through_pages(cycle, codes[0], [1])
    with pinned(cycle.voting_from_at + timedelta(hours=1, minutes=2)):
        browser.post(path, answers(browser, path))
        finished = browser.post(reverse("vote_finish", args=[cycle.pk]))
        left = browser.get(path)

    assert finished.cookies["told"].value == ""
    assert (left.status_code, left["Location"]) == (302, reverse("cycle", args=[cycle.address]))


def test_who_has_not_taken_part_is_asked_nothing(cast: Cast) -> None:
    cycle = make_cycle(cast)
    make_published(cast, cycle)

    for browser in (Client(), signed_in(cast.neighbour)):
        for part in Part.values:
            path = reverse("about_you", args=[cycle.pk, part])
            assert browser.post(path, {"token": "x", "gender": "man"}).status_code == 302

    assert Tally.objects.count() == 0
    assert Client().get(reverse("about_you", args=[cycle.pk, "vote"])).status_code == 302
    assert Client().get(f"/en/cycles/{cycle.pk}/about-you/else/").status_code == 404


def test_who_comments_or_backs_finds_the_way_and_answers(cast: Cast) -> None:
    cycle = make_cycle(cast, Stage.SUPPORTING)
    proposal = make_published(cast, cycle)
    write_comment(proposal, by=cast.neighbour, text="Good", written_in="az", parent=None, is_update=False)
    back_proposal(proposal, by=cast.neighbour)
    browser = signed_in(cast.neighbour)

    page = browser.get(f"/en/proposals/{proposal.pk}/").content.decode()
    for part in ("comment", "back"):
        path = f"/en/cycles/{cycle.pk}/about-you/{part}/"
        browser.post(path, answers(browser, path, gender=""))

    assert [f"/about-you/{part}/" in page for part in ("comment", "back")] == [True, True]
    assert [numbers(cycle, "gender", part) for part in (Part.COMMENT, Part.BACK)] == [{"none": 1}] * 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_an_answer_is_refused_whole_and_typed_answers_stay(cast: Cast, language: str) -> None:
    cycle = make_cycle(cast, Stage.SUPPORTING)
    proposal = make_published(cast, cycle)
    back_proposal(proposal, by=cast.neighbour)
    browser, path = signed_in(cast.neighbour), f"/{language}/cycles/{cycle.pk}/about-you/back/"
    hostile = (
        {"gender": "<script>"},
        {"age": "x" * 9999},
        {"settlement": "0\x00"},
        {"token": "x" * 999},
        {"token": ""},
    )

    found = [browser.post(path, answers(browser, path, **typed)) for typed in hostile]

    assert [one.status_code for one in found] == [422] * 5
    assert Tally.objects.count() == 0
    assert ["<script>" in one.content.decode().split("<main")[1].split("</main")[0] for one in found] == [False] * 5
    assert [" checked" in one.content.decode() for one in found] == [True] * 5


def test_a_settlement_of_another_municipality_is_no_answer(cast: Cast, elsewhere: Cast) -> None:
    cycle = make_cycle(cast, Stage.SUPPORTING)
    back_proposal(make_published(cast, cycle), by=cast.neighbour)
    browser, path = signed_in(cast.neighbour), reverse("about_you", args=[cycle.pk, "back"])
    foreign = str(make_settlement(elsewhere.municipality).pk)

    assert browser.post(path, answers(browser, path, settlement=foreign)).status_code == 422


def test_skipping_is_a_link_and_leaves_nothing(cast: Cast) -> None:
    cycle = make_cycle(cast, Stage.SUPPORTING)
    back_proposal(make_published(cast, cycle), by=cast.neighbour)
    browser, path = signed_in(cast.neighbour), f"/en/cycles/{cycle.pk}/about-you/back/"

    page = browser.get(path).content.decode()

    assert f'href="{reverse("cycle", args=[cycle.address])}">Skip</a>' in page
    assert (Tally.objects.count(), UsedForm.objects.count()) == (0, 0)


def test_the_first_author_alone_answers_about_a_proposal(cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))
    path = reverse("about_author", args=[proposal.pk])
    statuses = {
        who: signed_in(getattr(cast, who)).get(path).status_code for who in ("resident", "official", "neighbour")
    }
    browser = signed_in(cast.resident)

    browser.post(path, {"gender": "other", "age": ""})
    kept = AuthorAnswer.objects.values_list("gender", "age").get()
    bad = browser.post(path, {"gender": "x"}).status_code
    browser.post(path, {"forget": ""})

    assert statuses == {"resident": 200, "official": 404, "neighbour": 404}
    assert (kept, bad, AuthorAnswer.objects.count()) == (("other", ""), 422, 0)


def test_no_page_shows_what_one_author_said(cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))
    AuthorAnswer.objects.create(proposal=proposal, gender="woman")

    for person in (cast.neighbour, cast.official, cast.moderator, cast.administrator):
        page = signed_in(person).get(f"/en/proposals/{proposal.pk}/").content.decode()
        assert "Woman" not in page
