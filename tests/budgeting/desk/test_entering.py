"""The page on which staff write a proposal down for a resident."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.proposals.actions import change_state, publish_proposal
from budgeting.proposals.models import Proposal
from budgeting.proposals.states import State
from tests.factories import make_cycle, make_settlement, make_theme
from tests.people import Cast


def path(cycle: Cycle) -> str:
    return reverse("desk_enter", args=[cycle.pk])


def typed(**facts: str) -> dict[str, Any]:
    return {
        "origin": "meeting",
        "origin_place": "Sadaxlı",
        "author_name": "Gülnarə Ə.",
        "written_in": "az",
        "title": "Körpü",
        "summary": "Körpünü təmir etmək.",
        "text": "Körpü köhnəlib.",
        "theme": make_theme().pk,
        "consented_on": "2026-01-05",
        "has_consented": "on",
        **facts,
    }


@pytest.mark.parametrize("language", ["ka", "hy", "az", "en"])
def test_page_answers_in_every_language(client: Client, cast: Cast, language: str) -> None:
    cycle = make_cycle(cast)
    client.force_login(cast.booth_officer)

    assert client.get(path(cycle).replace("/en/", f"/{language}/")).status_code == 200


def test_a_proposal_is_handed_in_and_the_next_one_starts_from_the_same_meeting(client: Client, cast: Cast) -> None:
    cycle, settlement = make_cycle(cast), make_settlement(cast.municipality)
    client.force_login(cast.booth_officer)

    first = client.post(path(cycle), typed(another="", settlement=str(settlement.pk)))
    form = client.get(first["Location"]).context["form"]
    second = client.post(first["Location"], typed(title="Bulaq", text="Bulaq quruyub."))

    kept = {name: form[name].value() for name in ("origin", "origin_place", "consented_on", "settlement", "title")}
    assert kept == {
        "origin": "meeting",
        "origin_place": "Sadaxlı",
        "consented_on": "2026-01-05",
        "settlement": str(settlement.pk),
        "title": None,
    }
    titles = Proposal.objects.order_by("pk").values_list("title_az", flat=True)
    assert list(titles) == ["Körpü", "Bulaq"]
    assert second["Location"] == reverse("desk_proposal", args=[Proposal.objects.get(title_az="Bulaq").address])


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"has_consented": ""}, "has_consented"),
        ({"consented_on": "yesterday"}, "consented_on"),
        ({"address": "nobody"}, "address"),
        ({"author_name": ""}, "author_name"),
        ({"title": "a" * 91}, "title"),
        ({"theme": "999999999999999999999"}, "theme"),
        ({"written_in": "en"}, "written_in"),
        ({"consented_on": "2999-01-01"}, "__all__"),
    ],
)
def test_a_refused_form_keeps_what_was_typed(client: Client, cast: Cast, facts: dict[str, str], field: str) -> None:
    client.force_login(cast.booth_officer)

    answer = client.post(path(make_cycle(cast)), typed(**facts))

    form = answer.context["form"]
    assert (answer.status_code, list(form.errors), form["text"].value()) == (422, [field], "Körpü köhnəlib.")
    assert Proposal.objects.count() == 0


def test_a_settlement_of_another_municipality_is_refused(client: Client, cast: Cast, elsewhere: Cast) -> None:
    foreign = make_settlement(elsewhere.municipality, "Kazreti")
    client.force_login(cast.booth_officer)

    answer = client.post(path(make_cycle(cast)), typed(settlement=str(foreign.pk)))

    assert list(answer.context["form"].errors) == ["settlement"]


def test_who_comes_to_the_page(client: Client, cast: Cast, elsewhere: Cast) -> None:
    cycle = make_cycle(cast)

    def answers(person: Any) -> tuple[int, int]:
        client.force_login(person)
        return client.get(path(cycle)).status_code, client.post(path(cycle), typed(has_consented="")).status_code

    assert client.get(path(cycle)).status_code == 302
    assert [answers(one) for one in (cast.resident, cast.observer, cast.translator, cast.reviewer)] == [(403, 403)] * 4
    assert [answers(one) for one in (elsewhere.moderator, elsewhere.booth_officer)] == [(404, 404)] * 2
    assert [answers(one) for one in (cast.moderator, cast.official, cast.administrator)] == [(200, 422)] * 3


def test_the_page_is_closed_with_the_call_and_keeps_what_was_typed(client: Client, cast: Cast) -> None:
    cycle = make_cycle(cast, Stage.REVIEWING)
    client.force_login(cast.booth_officer)

    opened, sent = client.get(path(cycle)), client.post(path(cycle), typed())

    assert opened["Location"] == reverse("desk_cycle", args=[cycle.address])
    assert (sent.status_code, sent.context["form"]["title"].value()) == (422, "Körpü")


def test_the_cycles_desk_leads_there_during_the_call(client: Client, cast: Cast) -> None:
    cycle = make_cycle(cast)
    desk = reverse("desk_cycle", args=[cycle.pk])
    client.force_login(cast.booth_officer)
    offered = client.get(desk).context["may_enter"]
    client.force_login(cast.translator)

    assert (offered, client.get(desk).context["may_enter"]) == (True, False)


def test_the_public_reads_how_it_came_and_never_who_typed_it(client: Client, cast: Cast) -> None:
    client.force_login(cast.booth_officer)
    client.post(path(make_cycle(cast)), typed(address="555 12 34 56"))
    client.logout()
    proposal = Proposal.objects.get()
    publish_proposal(proposal, by=cast.moderator)

    page = client.get(reverse("proposal", args=[proposal.pk])).content.decode()

    assert "Written down at a meeting" in page
    assert "Sadaxlı" in page
    assert "Gülnarə Ə." in page
    assert str(cast.booth_officer) not in page
    assert "555123456" not in page


def test_what_was_sent_back_is_improved_by_who_wrote_it_down(client: Client, cast: Cast) -> None:
    cycle = make_cycle(cast)
    client.force_login(cast.booth_officer)
    client.post(path(cycle), typed())
    proposal = Proposal.objects.get()
    change_state(proposal, "send_back", by=cast.moderator, reason="Which bridge?")

    desk = client.get(reverse("desk_proposal", args=[proposal.pk])).content.decode()
    tasks = reverse("write_proposal", args=[proposal.address])
    text = client.post(reverse("write_step", args=[proposal.pk, "text"]), {"text": "Məktəbin yanındakı körpü."})
    check = client.post(reverse("check_proposal", args=[proposal.pk]))

    assert (f'href="{tasks}"' in desk, client.get(tasks).status_code) == (True, 302)
    assert (text.status_code, check.status_code) == (302, 302)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.text_az) == (State.SUBMITTED, "Məktəbin yanındakı körpü.")


def test_other_staff_cannot_write_what_a_colleague_wrote_down(client: Client, cast: Cast) -> None:
    client.force_login(cast.booth_officer)
    client.post(path(make_cycle(cast)), typed())
    proposal = Proposal.objects.get()
    change_state(proposal, "send_back", by=cast.moderator, reason="Which bridge?")
    client.force_login(cast.official)

    assert client.get(reverse("write_proposal", args=[proposal.pk])).status_code == 404
    assert client.get(reverse("desk_proposal", args=[proposal.pk])).status_code == 200
