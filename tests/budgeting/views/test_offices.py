"""The public pages of offices and of people in office."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from budgeting.proposals.actions import answer_proposal
from budgeting.proposals.models import Proposal
from budgeting.responses.models import Ask, DutyBearer, Office
from portal.clock import today
from portal.languages.texts import in_languages
from tests.cms.campaigns.making import ask_of, make_asked, make_office_above, make_official
from tests.factories import LANGUAGES, in_all, make_cycle, make_published
from tests.people import Cast

WORDS = {"reason_ka": "კი", "reason_az": "Bəli", "next_step_ka": "ტენდერი"}


@pytest.fixture
def proposal(cast: Cast) -> Proposal:
    return make_published(cast, make_cycle(cast))


def promise(cast: Cast, proposal: Proposal, days: int = 9) -> None:
    answer_proposal(
        proposal, by=cast.official, outcome="planned", next_update_on=today() + timedelta(days=days), **WORDS
    )


def name_mayor(ask: Ask) -> DutyBearer:
    mayor = make_official(ask.office, name="Mayor")
    Ask.objects.filter(office=ask.office).update(duty_bearer=mayor)
    return mayor


def paths_of(office: Office, official: DutyBearer) -> list[str]:
    names = (("office", office.pk), ("office_csv", office.pk), ("official", official.pk), ("official_csv", official.pk))
    return [reverse(name, args=[pk]) for name, pk in names]


@pytest.mark.parametrize("language", LANGUAGES)
def test_records_answer_in_every_language_without_a_cookie(
    client: Client, cast: Cast, proposal: Proposal, language: str
) -> None:
    promise(cast, proposal)
    mayor = name_mayor(proposal.ask)
    with override(language):
        for path in paths_of(mayor.office, mayor):
            page = client.get(path)
            assert (path, page.status_code, dict(page.cookies)) == (path, 200, {})
            assert proposal.title_az in page.content.decode()


def test_record_of_an_office_shows_its_numbers_promises_and_links(
    client: Client, cast: Cast, proposal: Proposal
) -> None:
    promise(cast, proposal)
    waiting = make_published(cast, proposal.cycle)
    Ask.objects.filter(pk__in=[proposal.ask_id, waiting.ask_id]).update(owed_on=today() - timedelta(days=20))

    page = client.get(reverse("office", args=[proposal.ask.office_id]))

    account = page.context["account"]
    assert (account.asked, account.on_time, account.waiting, account.overdue) == (2, 1, 1, 2)
    assert [row.ask.proposal for row in page.context["rows"]] == [waiting, proposal]
    content = page.content.decode()
    for path in (
        reverse("proposal", args=[proposal.address]),
        reverse("answers", args=["marneuli"]),
        reverse("office_csv", args=[proposal.ask.office_id]),
    ):
        assert path in content
    answers = client.get(reverse("answers", args=["marneuli"])).content.decode()
    assert reverse("office", args=[proposal.ask.office_id]) in answers


def test_what_may_not_be_read_is_counted_and_not_named(client: Client, cast: Cast, proposal: Proposal) -> None:
    Proposal.objects.filter(pk=proposal.pk).update(state="rejected", rejection_code="hate")

    for name in ("office", "office_csv"):
        page = client.get(reverse(name, args=[proposal.ask.office_id]))
        assert proposal.title_az not in page.content.decode()
    assert client.get(reverse("office", args=[proposal.ask.office_id])).context["account"].asked == 1


def test_record_of_an_official_is_what_was_asked_of_the_person(client: Client, cast: Cast, proposal: Proposal) -> None:
    mayor = name_mayor(proposal.ask)
    make_published(cast, proposal.cycle)  # asked of the office alone

    page = client.get(reverse("official", args=[mayor.pk]))

    assert (page.context["account"].asked, len(page.context["rows"])) == (1, 1)


def test_who_left_the_office_keeps_the_record(client: Client, proposal: Proposal) -> None:
    mayor = name_mayor(proposal.ask)
    DutyBearer.objects.update(is_active=False)

    assert "Not in office any more" in client.get(reverse("official", args=[mayor.pk])).content.decode()


def test_office_above_has_one_record_over_all_municipalities(client: Client, cast: Cast, elsewhere: Cast) -> None:
    office = make_office_above()
    for place in (cast, elsewhere):
        make_asked(place, office=office, title=f"Road of {place.municipality.slug}")

    content = client.get(reverse("office", args=[office.pk])).content.decode()

    for place in (cast, elsewhere):
        assert f"Road of {place.municipality.slug}" in content
        assert reverse("answers", args=[place.municipality.slug]) in content


def test_csv_says_what_the_page_says(client: Client, cast: Cast, proposal: Proposal) -> None:
    promise(cast, proposal)
    waiting = make_published(cast, proposal.cycle, title="=1+1")
    Ask.objects.filter(pk=waiting.ask_id).update(owed_on=today() - timedelta(days=1))

    answer = client.get(reverse("office_csv", args=[proposal.ask.office_id]))
    first, second = csv.DictReader(StringIO(answer.content.decode("utf-8-sig")))

    assert (first["title"], first["due_on"], first["on_time"]) == ("'=1+1", str(today() - timedelta(days=1)), "")
    assert (second["latest_outcome"], second["on_time"], second["next_word_on"]) == (
        "planned",
        "1",
        str(today() + timedelta(days=9)),
    )


@pytest.mark.parametrize("query", ["?page=2", "?page=x", "?page=-1", "?page=99999999999999999999", "?commitments=2"])
def test_records_have_pages_and_take_any_number(client: Client, cast: Cast, proposal: Proposal, query: str) -> None:
    for _number in range(25):
        promise(cast, make_published(cast, proposal.cycle))

    page = client.get(reverse("office", args=[proposal.ask.office_id]) + query)

    assert (page.status_code, page.context["page"].paginator.num_pages) == (200, 2)


def test_records_cost_the_same_with_1_and_with_3_of_each(client: Client, cast: Cast, proposal: Proposal) -> None:
    promise(cast, proposal)
    campaign = make_asked(cast)
    mayor = name_mayor(proposal.ask)

    def costs() -> list[int]:
        found = []
        for path in paths_of(mayor.office, mayor):
            client.get(path)
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            found.append(len(queries))
        return found

    before = costs()
    for _number in range(2):
        promise(cast, make_published(cast, proposal.cycle))
        make_asked(cast)
    Ask.objects.filter(office=ask_of(campaign).office).update(duty_bearer=mayor)

    assert costs() == before
    assert max(before) <= 10


def test_unknown_and_closed_records_are_not_found(client: Client, cast: Cast, proposal: Proposal) -> None:
    mayor = name_mayor(proposal.ask)
    cast.municipality.is_active = False
    cast.municipality.save()

    for path in paths_of(mayor.office, mayor):
        assert client.get(path).status_code == 404
    for name in ("office", "official"):
        assert client.get(reverse(name, args=[999_999_999])).status_code == 404


def test_office_that_was_asked_nothing_says_so(client: Client, cast: Cast) -> None:
    office = Office.objects.create(municipality=cast.municipality, **in_languages("name", in_all("Roads")))

    assert "Nothing has been asked yet." in client.get(reverse("office", args=[office.pk])).content.decode()
