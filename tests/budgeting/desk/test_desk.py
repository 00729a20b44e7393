"""The desk: each role sees its work, does its acts, and nobody reaches into another municipality."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgeting.cycles.stages import Stage
from budgeting.proposals.actions import publish_proposal
from budgeting.proposals.models import Proposal
from budgeting.proposals.states import State
from budgeting.voting.keys import make_key
from portal.accounts.models import STAFF_ROLES, Role, User
from portal.accounts.roles import grant_role
from tests.budgeting.desk.typed_cycle import CYCLE
from tests.budgeting.reviews.verdicts import make_signed, make_to_sign, make_under_review
from tests.factories import make_cycle, make_feasible, make_published, make_submitted, make_vote
from tests.people import Cast

LANGUAGES = ("ka", "hy", "az", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_desk_pages_answer_in_every_language(client: Client, cast: Cast, language: str) -> None:
    cycle = make_cycle(cast)
    submitted, published = make_submitted(cast, cycle), make_published(cast, cycle)
    vote = make_vote(cast)
    for who, path in (
        (cast.moderator, "/desk/"),
        (cast.moderator, f"/desk/proposals/{submitted.pk}/"),
        (cast.reviewer, f"/desk/proposals/{published.pk}/"),
        (cast.official, f"/desk/proposals/{published.pk}/"),
        (cast.official, f"/desk/cycles/{cycle.pk}/"),
        (cast.booth_officer, f"/desk/cycles/{vote.pk}/cards/"),
        (cast.administrator, "/desk/people/marneuli/"),
    ):
        client.force_login(who)
        assert (path, client.get(f"/{language}{path}").status_code) == (path, 200)


def test_inbox_shows_each_role_its_own_work(client: Client, cast: Cast, elsewhere: Cast) -> None:
    cycle = make_cycle(cast)
    submitted, published = make_submitted(cast, cycle), make_published(cast, cycle)
    make_submitted(elsewhere, make_cycle(elsewhere))

    def waiting(user: User) -> list[str]:
        client.force_login(user)
        return [task.path for part in client.get(reverse("desk")).context["lists"] for task in part["page"]]

    assert waiting(cast.moderator) == [reverse("desk_proposal", args=[submitted.address])]
    assert waiting(cast.reviewer) == [reverse("desk_proposal", args=[published.address])]
    assert waiting(cast.official) == [reverse("desk_proposal", args=[published.address])]
    assert waiting(cast.booth_officer) == []


def test_inbox_of_every_role_costs_the_same_with_1_and_with_8_of_each(client: Client, cast: Cast) -> None:
    for kind in STAFF_ROLES:
        grant_role(cast.other_reviewer, kind, cast.municipality)
    client.force_login(cast.other_reviewer)
    costs = []
    for more in (1, 7):
        for _number in range(more):
            make_submitted(cast, make_cycle(cast))
            make_under_review(cast, title_hy="")
            make_to_sign(cast)
            make_signed(cast)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("desk"))
        costs.append(len(queries))
    shown = {part["name"]: part["page"].paginator.count for part in page.context["lists"]}
    assert [shown[name] for name in ("moderator", "reviewer", "sign", "publish", "official")] == [8, 8, 8, 8, 24]
    assert shown["translator"] >= 8
    assert costs[0] == costs[1] <= 50


def test_stranger_is_sent_to_sign_in_and_resident_is_refused(client: Client, cast: Cast) -> None:
    proposal = make_submitted(cast, make_cycle(cast))
    paths = [reverse("desk"), reverse("desk_proposal", args=[proposal.pk]), reverse("desk_people", args=["marneuli"])]
    assert [client.get(path).status_code for path in paths] == [302, 302, 302]
    client.force_login(cast.resident)
    assert [client.get(path).status_code for path in paths] == [403, 403, 403]
    client.force_login(cast.observer)
    assert [client.get(path).status_code for path in paths] == [403, 403, 403]


def test_another_municipalitys_ids_are_not_found(client: Client, cast: Cast, elsewhere: Cast) -> None:
    cycle = make_cycle(cast)
    published, submitted = make_published(cast, cycle), make_submitted(cast, cycle)
    paths = [
        reverse("desk_proposal", args=[published.pk]),
        reverse("desk_proposal", args=[submitted.pk]),
        reverse("desk_cycle", args=[cycle.pk]),
        reverse("desk_cards", args=[cycle.pk]),
        reverse("desk_people", args=["marneuli"]),
    ]
    for stranger in (elsewhere.moderator, elsewhere.official, elsewhere.administrator, elsewhere.booth_officer):
        client.force_login(stranger)
        assert [client.get(path).status_code for path in paths] == [404] * 5
        assert [client.post(path, {"act": "publish"}).status_code for path in paths] == [404] * 5


def test_moderator_publishes(client: Client, cast: Cast) -> None:
    proposal = make_submitted(cast, make_cycle(cast))
    client.force_login(cast.moderator)
    client.post(reverse("desk_proposal", args=[proposal.pk]), {"act": "publish"})
    proposal.refresh_from_db()
    assert proposal.state == State.PUBLISHED


def test_act_of_another_role_does_nothing(client: Client, cast: Cast) -> None:
    proposal = make_submitted(cast, make_cycle(cast))
    for person in (cast.reviewer, cast.official, cast.translator, cast.booth_officer):
        client.force_login(person)
        client.post(reverse("desk_proposal", args=[proposal.pk]), {"act": "publish"})
    proposal.refresh_from_db()
    assert proposal.state == State.SUBMITTED


def test_refused_form_keeps_what_was_typed(client: Client, cast: Cast) -> None:
    proposal = make_feasible(cast, make_cycle(cast, Stage.REVIEWING))
    client.force_login(cast.official)
    typed = {"act": "answer", "answer-outcome": "accepted", "answer-office": "მერია", "answer-reason_ka": "კი"}
    response = client.post(reverse("desk_proposal", args=[proposal.pk]), typed)
    form = next(act.form for act in response.context["acts"] if act.name == "answer")
    assert response.status_code == 422
    assert (form["office"].value(), form["reason_ka"].value()) == ("მერია", "კი")
    assert proposal.ask.responses.count() == 0


def test_two_officials_open_the_vote_from_the_desk(client: Client, cast: Cast) -> None:
    cycle = make_cycle(cast, Stage.REVIEWING)
    make_feasible(cast, cycle)
    make_key(cycle)
    path = reverse("desk_cycle", args=[cycle.pk])
    for _time in range(2):
        client.force_login(cast.official)
        client.post(path, {"act": "sign_voting"})
    cycle.refresh_from_db()
    assert cycle.voting_cleared_at is None
    client.force_login(cast.other_official)
    client.post(path, {"act": "sign_voting"})
    cycle.refresh_from_db()
    assert cycle.voting_cleared_at is not None
    assert list(cycle.proposals.values_list("number", "state")) == [(1, State.ON_BALLOT)]


def test_administrator_gives_and_takes_a_role(client: Client, cast: Cast, elsewhere: Cast) -> None:
    client.force_login(cast.administrator)
    path = reverse("desk_people", args=["marneuli"])
    client.post(path, {"act": "give", "address": "New@Example.ge", "kind": "reviewer"})
    role = Role.objects.get(user__email="new@example.ge")
    assert (role.kind, role.municipality) == ("reviewer", cast.municipality)
    client.post(path, {"act": "take", "role": role.pk})
    assert not Role.objects.filter(pk=role.pk).exists()
    foreign = Role.objects.filter(municipality=elsewhere.municipality).first()
    for number in (foreign.pk, "x", ""):
        assert client.post(path, {"act": "take", "role": number}).status_code == 404
    assert client.post(path, {"act": "give", "address": "nobody", "kind": "king"}).context["form"].errors != {}


def test_administrator_writes_a_cycle_and_changes_it(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    answer = client.post(reverse("desk_new_cycle", args=["marneuli"]), CYCLE)
    cycle = cast.municipality.cycles.get()
    assert answer["Location"] == reverse("desk_cycle", args=[cycle.address])
    assert (cycle.envelope_tetri, cycle.title_hy, cycle.stage) == (10_000_000, "Budget hy", Stage.PREPARING)

    client.post(reverse("desk_edit_cycle", args=[cycle.pk]), {**CYCLE, "envelope_tetri": "90 000"})
    cycle.refresh_from_db()
    assert cycle.envelope_tetri == 9_000_000


def test_contradicting_dates_are_one_sentence_and_keep_the_form(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    typed = {**CYCLE, "voting_until_at": "2027-04-30T18:00"}
    answer = client.post(reverse("desk_new_cycle", args=["marneuli"]), typed)
    form = answer.context["form"]
    assert (answer.status_code, form.non_field_errors()) == (422, ["The dates of the stages must follow one another."])
    assert form["title_ka"].value() == "Budget ka"
    assert not cast.municipality.cycles.exists()


def test_cycle_is_written_by_its_administrator_alone_and_only_in_preparation(
    client: Client, cast: Cast, elsewhere: Cast
) -> None:
    open_cycle = make_cycle(cast)
    for person, path in (
        (elsewhere.administrator, reverse("desk_new_cycle", args=["marneuli"])),
        (cast.official, reverse("desk_new_cycle", args=["marneuli"])),
        (cast.administrator, reverse("desk_edit_cycle", args=[open_cycle.pk])),
    ):
        client.force_login(person)
        assert client.post(path, CYCLE).status_code == 404


def test_an_act_from_a_page_that_is_stale_undoes_no_decision_and_loses_no_word(client: Client, cast: Cast) -> None:
    """Publishing and rejecting are both open to a published proposal; who had not seen it published is told first."""
    proposal = make_submitted(cast, make_cycle(cast))
    client.force_login(cast.other_moderator)
    path = reverse("desk_proposal", args=[proposal.pk])
    seen = client.get(path).context["seen"]
    publish_proposal(proposal, by=cast.moderator)

    late = {"act": "reject", "seen": seen, "reject-code": "unclear", "reject-reason": "What is asked?"}
    answer = client.post(path, late)

    assert (answer.status_code, answer.context["lost"]) == (409, ["unclear", "What is asked?"])
    assert Proposal.objects.get().state == State.PUBLISHED
    assert client.post(path, {**late, "seen": State.PUBLISHED}).status_code == 302
