"""The desk of those who answer: answers, templates, later dates, corrections, offices."""

from datetime import timedelta
from typing import Any

import pytest
from django import forms
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from budgeting.proposals.actions import answer_proposal
from budgeting.proposals.models import Proposal
from budgeting.responses.actions import city_hall
from budgeting.responses.keeping import save_office, save_template
from budgeting.responses.models import Extension, Office, Response, ResponseEdit, ResponseTemplate
from portal.clock import today
from portal.languages.texts import in_languages
from tests.factories import in_all, make_cycle, make_published
from tests.people import Cast

TEXTS = {"reason_ka": "{title} · {month}", "reason_az": "{title}, {author}", "next_step_ka": "ტენდერი"}
TEMPLATE = {"name": "Later", "outcome": "not_possible_now", **TEXTS}


@pytest.fixture
def proposal(cast: Cast) -> Proposal:
    return make_published(cast, make_cycle(cast), title="Körpü")


def post(client: Client, proposal: Proposal, act: str, **fields: Any) -> HttpResponse:
    data = {"act": act, **{f"{act}-{name}": value for name, value in fields.items()}}
    return client.post(reverse("desk_proposal", args=[proposal.address]), data)


def form_of(page: Any, act: str) -> forms.Form:
    return next(one.form for one in page.context["acts"] if one.name == act)


def typed(cast: Cast, **changed: Any) -> dict[str, Any]:
    words = {"reason_ka": "კი", "reason_az": "Bəli", "next_step_ka": "ტენდერი"}
    return {"outcome": "accepted", "office": city_hall(cast.municipality).pk, **words, **changed}


def test_official_answers(client: Client, cast: Cast, proposal: Proposal) -> None:
    client.force_login(cast.official)

    answered = post(client, proposal, "answer", **typed(cast, detail_az="Ətraflı"))

    assert answered["Location"] == reverse("desk_proposal", args=[proposal.address])
    response = Response.objects.get()
    assert (response.reason_az, response.detail_az, response.answered_by) == ("Bəli", "Ətraflı", cast.official)


def test_each_missing_piece_is_told_at_its_field(client: Client, cast: Cast, proposal: Proposal) -> None:
    client.force_login(cast.official)

    refused = post(client, proposal, "answer", outcome="planned", reason_ka="კი {month}", office="")

    form = form_of(refused, "answer")
    assert refused.status_code == 422
    assert {*form.errors} == {"office", "reason_az", "reason_ka", "next_step_ka", "next_update_on"}
    assert form["reason_ka"].value() == "კი {month}"
    assert not Response.objects.exists()


@pytest.mark.parametrize("broken", [{"office": "x"}, {"office": "999999"}, {"outcome": "perhaps"}])
def test_typed_nonsense_is_refused_without_an_error_page(
    client: Client, cast: Cast, proposal: Proposal, broken: dict[str, str]
) -> None:
    client.force_login(cast.official)

    assert post(client, proposal, "answer", **typed(cast, **broken)).status_code == 422
    for day in ("2026-13-45", "0001-01-01", "9999-12-31", "nonsense"):
        assert post(client, proposal, "answer", **typed(cast, next_update_on=day)).status_code == 422
        assert post(client, proposal, "extend", new_owed_on=day, reason="x").status_code == 422


def test_another_municipalitys_office_cannot_be_chosen(
    client: Client, cast: Cast, elsewhere: Cast, proposal: Proposal
) -> None:
    client.force_login(cast.official)

    refused = post(client, proposal, "answer", **typed(cast, office=city_hall(elsewhere.municipality).pk))

    assert [*form_of(refused, "answer").errors] == ["office"]


def test_template_fills_what_it_knows_and_is_not_published_with_the_rest(
    client: Client, cast: Cast, proposal: Proposal
) -> None:
    template = save_template(cast.municipality, by=cast.official, **TEMPLATE)
    client.force_login(cast.official)

    page = client.get(reverse("desk_proposal", args=[proposal.address]), {"template": template.pk})

    form = form_of(page, "answer")
    assert form["outcome"].value() == "not_possible_now"
    assert form["reason_ka"].value() == "Körpü · {month}"
    assert form["reason_az"].value() == "Körpü, Resident"
    assert form["office"].value() == proposal.ask.office_id
    refused = post(client, proposal, "answer", **typed(cast, reason_ka=form["reason_ka"].value()))
    assert form_of(refused, "answer").errors == {"reason_ka": ["Fill in what stands in braces: {month}"]}


def test_template_of_another_municipality_is_not_found(
    client: Client, cast: Cast, elsewhere: Cast, proposal: Proposal
) -> None:
    foreign = save_template(elsewhere.municipality, by=elsewhere.official, **TEMPLATE)
    client.force_login(cast.official)

    for chosen in (foreign.pk, "x", "0", "99999999999999999999"):
        path = reverse("desk_proposal", args=[proposal.address])
        assert client.get(path, {"template": chosen}).status_code == 404


def test_official_moves_the_date_twice(client: Client, cast: Cast, proposal: Proposal) -> None:
    client.force_login(cast.official)
    day = proposal.ask.owed_on

    for number in (1, 2):
        post(client, proposal, "extend", new_owed_on=(day + timedelta(days=number)).isoformat(), reason="Measuring")
    page = client.get(reverse("desk_proposal", args=[proposal.address]))

    assert Extension.objects.count() == 2
    assert "extend" not in [act.name for act in page.context["acts"]]


def test_official_corrects_the_latest_answer(client: Client, cast: Cast, proposal: Proposal) -> None:
    client.force_login(cast.official)
    post(client, proposal, "answer", **typed(cast))
    page = client.get(reverse("desk_proposal", args=[proposal.address]))
    form = form_of(page, "edit_answer")
    fields = {name: form[name].value() or "" for name in form.fields}

    assert post(client, proposal, "edit_answer", **fields).status_code == 422  # nothing was changed
    post(client, proposal, "edit_answer", **{**fields, "reason_az": "Bəli, əlbəttə"})

    assert Response.objects.get().reason_az == "Bəli, əlbəttə"
    assert ResponseEdit.objects.get().before == {"reason_az": "Bəli"}
    assert [event.name for event in proposal.events.all()][-2:] == ["answer", "edit_answer"]


def test_administrator_keeps_the_offices(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    path = reverse("desk_offices", args=["marneuli"])
    names = in_languages("name", in_all("Roads"))

    assert client.post(path, {**names, "is_active": "on"}).status_code == 302
    office = Office.objects.get()
    client.post(f"{path}?office={office.pk}", {**names, "name_ka": "გზები", "is_active": "on"})
    refused = client.post(f"{path}?office={office.pk}", {**names, "name_az": ""})

    assert Office.objects.get().name_ka == "გზები"
    assert (refused.status_code, [*refused.context["form"].errors]) == (422, ["name_az"])


def test_official_keeps_the_templates(client: Client, cast: Cast) -> None:
    client.force_login(cast.official)
    path = reverse("desk_templates", args=["marneuli"])

    assert client.post(path, TEMPLATE).status_code == 302
    template = ResponseTemplate.objects.get()
    client.post(f"{path}?template={template.pk}", {**TEMPLATE, "name": "Never"})
    assert ResponseTemplate.objects.get().name == "Never"
    assert [*client.post(path, {**TEMPLATE, "reason_ka": ""}).context["form"].errors] == ["reason_ka"]
    client.post(f"{path}?template={template.pk}", {"act": "delete"})

    assert not ResponseTemplate.objects.exists()


@pytest.mark.parametrize("language", ["ka", "hy", "az", "en"])
def test_desks_of_answers_open_in_every_language(client: Client, cast: Cast, language: str) -> None:
    client.force_login(cast.administrator)
    for path in ("offices", "templates"):
        assert client.get(f"/{language}/desk/{path}/marneuli/").status_code == 200


def test_desks_of_answers_are_for_their_own_people(client: Client, cast: Cast, elsewhere: Cast) -> None:
    office = save_office(cast.municipality, by=cast.administrator, **in_languages("name", in_all("Roads")))
    foreign = save_office(elsewhere.municipality, by=elsewhere.administrator, **in_languages("name", in_all("Parks")))
    offices, templates = (reverse(name, args=["marneuli"]) for name in ("desk_offices", "desk_templates"))
    for person, path, status in (
        (cast.official, offices, 404),
        (cast.official, templates, 200),
        (cast.moderator, templates, 404),
        (elsewhere.administrator, offices, 404),
        (elsewhere.official, templates, 404),
        (cast.resident, templates, 403),
        (cast.administrator, f"{offices}?office={office.pk}", 200),
        (cast.administrator, f"{offices}?office={foreign.pk}", 404),
        (cast.administrator, f"{offices}?office=x", 404),
    ):
        client.force_login(person)
        assert (person, path, client.get(path).status_code) == (person, path, status)


def test_desk_offers_all_three_acts_while_a_promise_is_owed(client: Client, cast: Cast, proposal: Proposal) -> None:
    promised = {"outcome": "planned", "next_update_on": today() + timedelta(days=3)}
    words = {"reason_ka": "კი", "reason_az": "Bəli", "next_step_ka": "ტენდერი"}
    answer_proposal(proposal, by=cast.official, **promised, **words)
    client.force_login(cast.official)

    page = client.get(reverse("desk_proposal", args=[proposal.address]))

    assert {"answer", "extend", "edit_answer"} <= {act.name for act in page.context["acts"]}
