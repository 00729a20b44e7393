"""Writing a proposal down for a resident."""

from datetime import date, timedelta
from typing import Any

import pytest

from budgeting.assisting.actions import enter_proposal
from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.actions import change_state, publish_proposal, save_draft, submit_proposal
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import may_moderate, may_review
from budgeting.proposals.states import State
from portal.accounts.models import RoleKind, User
from portal.accounts.roles import grant_role
from portal.clock import today
from portal.messages.models import Notice
from tests.factories import make_cycle, make_theme
from tests.people import ROLES, Cast

ASSISTANTS = ["moderator", "booth_officer", "official", "administrator"]


def enter(cycle: Cycle, *, by: User, **facts: Any) -> Proposal:
    typed: dict[str, Any] = {
        "origin": "meeting",
        "origin_place": "Sadaxlı",
        "consented_on": today(),
        "author_name": "Gülnarə Ə.",
        "written_in": "az",
        "title": "Körpü",
        "summary": "Körpünü təmir etmək.",
        "text": "Körpü köhnəlib.",
        "theme": make_theme(),
    }
    return enter_proposal(cycle, by=by, **{**typed, **facts})


@pytest.mark.parametrize("name", ASSISTANTS)
def test_enter_proposal_hands_it_in_and_says_how_it_came(cast: Cast, name: str) -> None:
    person = getattr(cast, name)

    enter(make_cycle(cast), by=person)

    stored = Proposal.objects.get()
    assert (stored.state, stored.title_az, stored.author, stored.author_name) == (
        State.SUBMITTED,
        "Körpü",
        None,
        "Gülnarə Ə.",
    )
    assert (stored.origin, stored.origin_place, stored.consented_on, stored.entered_by) == (
        "meeting",
        "Sadaxlı",
        today(),
        person,
    )
    event = stored.events.get()
    assert str(event.sentence) == "The municipality wrote the proposal down for a resident and handed it in."
    assert stored.submitted_at is not None
    assert list(Proposal.objects.search("körpü")) == [stored]


@pytest.mark.parametrize(
    "name", ["resident", *(name for name in ROLES if name.removeprefix("other_") not in ASSISTANTS)]
)
def test_enter_proposal_is_refused_to_others(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        enter(make_cycle(cast), by=getattr(cast, name))

    assert Proposal.objects.count() == 0


@pytest.mark.parametrize("name", ASSISTANTS)
def test_enter_proposal_is_refused_to_another_municipality(cast: Cast, elsewhere: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        enter(make_cycle(cast), by=getattr(elsewhere, name))


WITHOUT_CONSENT = "Ask the resident first: a proposal is handed in for somebody only if they agree."
REFUSED = [
    ({"consented_on": None}, WITHOUT_CONSENT),
    ({"consented_on": today() + timedelta(days=1)}, "The day on which the resident agreed cannot lie ahead."),
    ({"origin": ""}, "Choose how the proposal came."),
    ({"origin": "pigeon"}, "Choose how the proposal came."),
    ({"author_name": "  "}, "Write the name under which the resident wants the proposal to be shown."),
    ({"text": ""}, "Fill in the title, the summary, the text and the theme first."),
    ({"theme": None}, "Fill in the title, the summary, the text and the theme first."),
]


@pytest.mark.parametrize(("facts", "sentence"), REFUSED)
def test_enter_proposal_refuses_and_stores_nothing(cast: Cast, facts: dict[str, Any], sentence: str) -> None:
    cycle = make_cycle(cast)
    people = User.objects.count()

    with pytest.raises(NotPossible) as refusal:
        enter(cycle, by=cast.moderator, address=("phone", "+995555123456"), **facts)

    assert str(refusal.value) == sentence
    assert (Proposal.objects.count(), User.objects.count()) == (0, people)


@pytest.mark.parametrize("facts", [{"author_name": "a" * 81}, {"origin_place": "a" * 121}, {"title": "a" * 251}])
def test_enter_proposal_refuses_what_does_not_fit(cast: Cast, facts: dict[str, Any]) -> None:
    with pytest.raises(NotPossible, match="at most"):
        enter(make_cycle(cast), by=cast.moderator, **facts)


@pytest.mark.parametrize("stage", [Stage.PREPARING, Stage.REVIEWING, Stage.CLOSED])
def test_enter_proposal_is_open_during_the_call_alone(cast: Cast, stage: Stage) -> None:
    with pytest.raises(NotPossible) as refusal:
        enter(make_cycle(cast, stage), by=cast.moderator)

    assert str(refusal.value) == "This cycle does not take proposals now."


def test_the_button_pressed_twice_hands_in_once(cast: Cast) -> None:
    cycle = make_cycle(cast)
    enter(cycle, by=cast.moderator)

    with pytest.raises(NotPossible) as refusal:
        enter(cycle, by=cast.moderator)

    assert str(refusal.value) == "You have handed in this proposal already."
    assert Proposal.objects.count() == 1


def test_a_resident_with_an_address_owns_the_proposal_and_hears_of_it(cast: Cast) -> None:
    proposal = enter(make_cycle(cast), by=cast.moderator, address=("phone", "+995555123456"))

    author = User.objects.get(phone="+995555123456")
    assert (proposal.author, author.language) == (author, "az")
    assert list(Notice.objects.values_list("user", "about")) == [(author.pk, "Körpü")]


def test_a_resident_with_an_account_keeps_it(cast: Cast) -> None:
    proposal = enter(make_cycle(cast), by=cast.moderator, address=("email", cast.resident.email))

    assert proposal.author == cast.resident
    assert User.objects.get(pk=cast.resident.pk).display_name == "Resident"


def test_whoever_entered_it_neither_moderates_nor_reviews_it(cast: Cast) -> None:
    grant_role(cast.moderator, RoleKind.REVIEWER, cast.municipality)
    proposal = enter(make_cycle(cast), by=cast.moderator)

    with pytest.raises(NotAllowed):
        publish_proposal(proposal, by=cast.moderator)
    publish_proposal(proposal, by=cast.other_moderator)

    assert (may_moderate(cast.moderator, proposal), may_review(cast.moderator, proposal)) == (False, False)
    assert Proposal.objects.get().state == State.PUBLISHED


def test_what_is_sent_back_is_improved_by_who_wrote_it_down_if_there_is_no_account(cast: Cast) -> None:
    proposal = enter(make_cycle(cast), by=cast.booth_officer)
    change_state(proposal, "send_back", by=cast.moderator, reason="Say where.")

    with pytest.raises(NotAllowed):
        save_draft(proposal, by=cast.official, text="Behind the school.")
    save_draft(proposal, by=cast.booth_officer, text="Behind the school.")
    submit_proposal(proposal, by=cast.booth_officer)

    stored = Proposal.objects.get()
    assert (stored.state, stored.text_az) == (State.SUBMITTED, "Behind the school.")
    assert list(Notice.objects.values_list("user", flat=True)) == [cast.booth_officer.pk]


def test_what_belongs_to_an_account_is_improved_there(cast: Cast) -> None:
    proposal = enter(make_cycle(cast), by=cast.booth_officer, address=("email", cast.resident.email))
    change_state(proposal, "send_back", by=cast.moderator, reason="Say where.")

    with pytest.raises(NotAllowed):
        save_draft(proposal, by=cast.booth_officer, text="Behind the school.")
    save_draft(proposal, by=cast.resident, text="Behind the school.")

    assert Proposal.objects.get().text_az == "Behind the school."


def test_consent_may_have_been_given_earlier(cast: Cast) -> None:
    assert enter(make_cycle(cast), by=cast.official, consented_on=date(2026, 1, 5)).consented_on == date(2026, 1, 5)
