"""The checklist before the vote, and the two signatures that open it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from budgeting.counting.rule import GreedyRule, rule_as_data
from budgeting.cycles.models import BallotKind, Cycle, GateSignature
from budgeting.cycles.stages import Gate, Stage
from budgeting.errors import NotAllowed, NotPossible
from budgeting.moderation.models import Appeal
from budgeting.proposals.models import Proposal
from budgeting.proposals.states import State
from budgeting.voting.checklist import sign_voting_gate, voting_checklist
from budgeting.voting.keys import destroy_key, make_key
from portal.accounts.models import Role, User
from portal.clock import pinned
from tests.budgeting.live.own_thread import in_own_thread
from tests.budgeting.proposals.states_in_play import make_in
from tests.factories import make_cycle, make_feasible, make_vote
from tests.people import ROLES, Cast

NOT_NOW = "This is not possible at the cycle's present stage."


def make_ready(cast: Cast, stage: Stage = Stage.REVIEWING) -> Cycle:
    """Two costed and translated projects and the key; nothing signed."""
    cycle = make_cycle(cast, stage)
    make_key(cycle)
    for cost in (1_000_000, 500_000):
        make_feasible(cast, cycle, cost)
    return cycle


def test_voting_checklist_of_a_prepared_vote_is_green(cast: Cast) -> None:
    assert [(line.is_met, line.missing) for line in voting_checklist(make_ready(cast))] == [(True, ())] * 9


def _too_few_projects(cast: Cast, cycle: Cycle) -> None:
    cycle.min_projects = 3


def _too_dear_projects(cast: Cast, cycle: Cycle) -> None:
    cycle.ballot_kind, cycle.envelope_tetri = BallotKind.KNAPSACK, 499_999


def _undecided(cast: Cast, cycle: Cycle) -> None:
    for state in (State.SUBMITTED, State.PUBLISHED, State.UNDER_REVIEW):
        Proposal.objects.filter(pk=make_in(state, cast, cycle).pk).update(title_en=f"A {state}")


def _appealed(cast: Cast, cycle: Cycle) -> None:
    """A rejection somebody may still overturn: after the vote is signed for it would be too late."""
    rejected = make_in(State.REJECTED, cast, cycle)
    Proposal.objects.filter(pk=rejected.pk).update(title_en="Rejected")
    Appeal.objects.create(proposal=rejected, by=cast.resident, text="Why?", written_in="az", rejected_by=cast.moderator)


def _no_cost(cast: Cast, cycle: Cycle) -> None:
    first = Proposal.objects.earliest("pk")
    Proposal.objects.filter(pk=first.pk).update(cost_tetri=None, title_en="Lamps")


def _no_translation(cast: Cast, cycle: Cycle) -> None:
    first = Proposal.objects.earliest("pk")
    Proposal.objects.filter(pk=first.pk).update(summary_hy="", title_en="Lamps")


def _outdated_translation(cast: Cast, cycle: Cycle) -> None:
    first = Proposal.objects.earliest("pk")
    states = {**first.translations, "hy": "outdated", "ka": "machine"}
    Proposal.objects.filter(pk=first.pk).update(translations=states, title_en="Lamps")


def _no_identity(cast: Cast, cycle: Cycle) -> None:
    cycle.identity_methods = []


def _unknown_identity(cast: Cast, cycle: Cycle) -> None:
    cycle.identity_methods = ["everyone"]


def _no_key(cast: Cast, cycle: Cycle) -> None:
    destroy_key(cycle)


def _no_cycle_text(cast: Cast, cycle: Cycle) -> None:
    cycle.summary_az = ""


RED = [
    (_too_few_projects, "A ballot within the limits can be filled in", {"Marneuli en"}),
    (_too_dear_projects, "A ballot within the limits can be filled in", {"Marneuli en"}),
    (_undecided, "Every proposal has been decided on", {"A submitted", "A published", "A under_review"}),
    (_appealed, "Every proposal has been decided on", {"Rejected"}),
    (_no_cost, "Every project has a cost", {"Lamps"}),
    (_no_translation, "Every project has its title and summary in three languages", {"Lamps"}),
    (_outdated_translation, "Every project has its title and summary in three languages", {"Lamps"}),
    (_no_identity, "A way to check identity is chosen", set()),
    (_unknown_identity, "A way to check identity is chosen", set()),
    (_no_key, "The key of this vote is in its place", {"manage.py make_key {cycle}"}),
    (_no_cycle_text, "Cycle texts are written in three languages", set()),
]


@pytest.mark.parametrize(("spoil", "text", "missing"), RED)
def test_voting_checklist_names_each_missing_piece_and_holds_the_gate(
    cast: Cast, spoil: Callable[[Cast, Cycle], None], text: str, missing: set[str]
) -> None:
    cycle = make_ready(cast)
    spoil(cast, cycle)

    red = [(str(line.text), set(line.missing)) for line in voting_checklist(cycle) if not line.is_met]
    with pytest.raises(NotPossible) as refusal:
        sign_voting_gate(cycle, by=cast.official)

    assert red == [(text, {piece.format(cycle=cycle.pk) for piece in missing})]
    assert str(refusal.value) == "The checklist is not complete yet."
    assert GateSignature.objects.filter(gate=Gate.VOTING).count() == 0


def test_voting_checklist_without_a_project_is_red(cast: Cast) -> None:
    cycle = make_cycle(cast, Stage.REVIEWING)
    make_key(cycle)

    assert [str(line.text) for line in voting_checklist(cycle) if not line.is_met] == [
        "There is at least one feasible project",
        "A ballot within the limits can be filled in",
    ]


def test_voting_checklist_asks_nothing_of_drafts_and_of_what_is_out(cast: Cast) -> None:
    cycle = make_ready(cast)
    asked = (State.SUBMITTED, State.PUBLISHED, State.UNDER_REVIEW, State.FEASIBLE, State.ON_BALLOT)
    for state in State:
        if state not in asked:
            make_in(state, cast, cycle)

    assert [line.is_met for line in voting_checklist(cycle)] == [True] * 9


def test_one_signature_does_not_open_the_vote(cast: Cast) -> None:
    cycle = make_ready(cast)

    assert not sign_voting_gate(cycle, by=cast.official)

    stored = Cycle.objects.get()
    assert (stored.voting_cleared_at, stored.lot_seed) == (None, "")
    assert set(Proposal.objects.values_list("state", "number")) == {(State.FEASIBLE, None)}


def test_the_same_official_cannot_sign_for_the_second(cast: Cast) -> None:
    cycle = make_ready(cast)
    sign_voting_gate(cycle, by=cast.official)

    with pytest.raises(NotPossible) as refusal:
        sign_voting_gate(cycle, by=cast.official)

    assert str(refusal.value) == "You have signed this already; another official has to sign too."
    assert Cycle.objects.get().voting_cleared_at is None


def test_the_second_official_opens_it_draws_the_lot_and_numbers(cast: Cast) -> None:
    cycle = make_ready(cast)
    sign_voting_gate(cycle, by=cast.official)

    assert sign_voting_gate(cycle, by=cast.other_official)

    stored = Cycle.objects.get()
    assert stored.is_frozen
    assert len(stored.lot_seed) == 32
    assert list(stored.proposals.on_ballot().values_list("number", "cost_tetri")) == [(1, 1_000_000), (2, 500_000)]
    with pinned(stored.voting_from_at):
        assert stored.stage == Stage.VOTING


def test_every_cycle_draws_a_lot_of_its_own(cast: Cast) -> None:
    assert make_vote(cast).lot_seed != make_vote(cast).lot_seed


@pytest.mark.parametrize("name", ["resident", "neighbour", *(name for name in ROLES if "official" not in name)])
def test_sign_voting_gate_is_an_officials_alone(cast: Cast, name: str) -> None:
    cycle = make_ready(cast)
    sign_voting_gate(cycle, by=cast.official)

    with pytest.raises(NotAllowed):
        sign_voting_gate(cycle, by=getattr(cast, name))

    stored = Cycle.objects.get()
    assert (stored.voting_cleared_at, stored.lot_seed) == (None, "")
    assert set(Proposal.objects.values_list("state", "number")) == {(State.FEASIBLE, None)}


def test_sign_voting_gate_refuses_another_municipalitys_official(cast: Cast, elsewhere: Cast) -> None:
    cycle = make_ready(cast)
    sign_voting_gate(cycle, by=cast.official)

    with pytest.raises(NotAllowed):
        sign_voting_gate(cycle, by=elsewhere.official)

    assert Cycle.objects.get().voting_cleared_at is None


def test_a_second_signature_under_a_red_checklist_changes_nothing(cast: Cast) -> None:
    cycle = make_ready(cast)
    sign_voting_gate(cycle, by=cast.official)
    make_in(State.SUBMITTED, cast, cycle)

    with pytest.raises(NotPossible):
        sign_voting_gate(cycle, by=cast.other_official)

    stored = Cycle.objects.get()
    assert (stored.voting_cleared_at, stored.lot_seed) == (None, "")
    assert stored.proposals.on_ballot().count() == 0


@pytest.mark.parametrize("hours", [-1, 1, 24 * 20])
def test_nobody_draws_the_lot_again_once_the_gate_is_cleared(cast: Cast, hours: int) -> None:
    """A third signature before, during or after the vote: who knows the votes must not choose the lot."""
    cycle = make_vote(cast)
    cleared_at = Cycle.objects.get().voting_cleared_at
    third = User.objects.create_user("third@marneuli.example")
    third.roles.create(kind="official", municipality=cast.municipality)

    for official in (third, cast.official):
        with pinned(cycle.voting_from_at + timedelta(hours=hours)), pytest.raises(NotPossible):
            sign_voting_gate(Cycle.objects.get(), by=official)

    stored = Cycle.objects.get()
    assert (stored.lot_seed, stored.voting_cleared_at) == (cycle.lot_seed, cleared_at)
    assert GateSignature.objects.filter(gate=Gate.VOTING).count() == 2


def test_the_vote_is_not_signed_while_proposals_are_still_taken(cast: Cast) -> None:
    """A proposal made afterwards could never come onto the ballot."""
    cycle = make_ready(cast, Stage.PROPOSING)

    with pytest.raises(NotPossible) as refusal:
        sign_voting_gate(cycle, by=cast.official)

    assert str(refusal.value) == NOT_NOW


def test_a_late_second_signature_still_opens_the_vote(cast: Cast) -> None:
    cycle = make_ready(cast, Stage.VOTING)
    assert cycle.stage == Stage.REVIEWING

    for official in (cast.official, cast.other_official):
        sign_voting_gate(cycle, by=official)

    assert cycle.stage == Stage.VOTING


def _another_cost(cycle: Cycle) -> None:
    Proposal.objects.filter(pk=Proposal.objects.earliest("pk").pk).update(cost_tetri=90_000)


def _another_text(cycle: Cycle) -> None:
    Proposal.objects.filter(pk=Proposal.objects.earliest("pk").pk).update(title_hy="Այլ")


def _another_rule(cycle: Cycle) -> None:
    Cycle.objects.filter(pk=cycle.pk).update(max_projects=2)


def _another_way_of_counting(cycle: Cycle) -> None:
    Cycle.objects.filter(pk=cycle.pk).update(rule=rule_as_data(GreedyRule(threshold=1)))


def _first_dismissed(cycle: Cycle) -> None:
    Role.objects.filter(user=cycle.signatures.get(gate=Gate.VOTING).by).delete()


@pytest.mark.parametrize(
    "change", [_another_cost, _another_text, _another_rule, _another_way_of_counting, _first_dismissed]
)
def test_a_first_signature_is_void_once_what_it_stands_under_has_changed(
    cast: Cast, change: Callable[[Cycle], None]
) -> None:
    cycle = make_ready(cast)
    sign_voting_gate(cycle, by=cast.official)
    change(cycle)

    assert not sign_voting_gate(Cycle.objects.get(), by=cast.other_official)

    stored = Cycle.objects.get()
    assert [signature.by for signature in stored.signatures.filter(gate=Gate.VOTING)] == [cast.other_official]
    assert (stored.voting_cleared_at, stored.lot_seed) == (None, "")


def test_a_vote_whose_days_have_passed_is_not_opened(cast: Cast) -> None:
    cycle = make_ready(cast, Stage.OBJECTIONS)

    with pytest.raises(NotPossible) as refusal:
        sign_voting_gate(cycle, by=cast.official)

    assert str(refusal.value) == NOT_NOW


def _sign_in_thread(cycle_pk: int, official_pk: int) -> bool:
    try:
        return sign_voting_gate(Cycle.objects.get(pk=cycle_pk), by=User.objects.get(pk=official_pk))
    finally:
        connections.close_all()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_officials_who_sign_at_once_open_a_whole_vote(cast: Cast) -> None:
    for _round in range(5):
        cycle = in_own_thread(make_ready, cast, Stage.VOTING)
        with ThreadPoolExecutor(2) as pool:
            jobs = [
                pool.submit(_sign_in_thread, cycle.pk, official.pk) for official in (cast.official, cast.other_official)
            ]
            assert sorted(job.result() for job in jobs) == [False, True]

        cycle.refresh_from_db()
        assert (len(cycle.lot_seed), cycle.proposals.on_ballot().count()) == (32, 2)
