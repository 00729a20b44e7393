"""A project withdrawn while people vote: cases 16 and 39 of the forty, T4 and T17 of the thirty."""

import pytest
from django.test import Client
from django.urls import reverse

from budgeting.booths.forms import MarksForm
from budgeting.booths.printed import print_batch
from budgeting.closing.actions import close_vote
from budgeting.closing.models import SealedBallot
from budgeting.cycles.models import Cycle
from budgeting.errors import NotAllowed, NotPossible
from budgeting.motions.models import Motion
from budgeting.results.actions import count_cycle
from budgeting.voting.actions import GRACE, cast_ballot
from budgeting.voting.ballots import ballot_rules, check_choices
from budgeting.voting.models import Ballot
from budgeting.voting.withdrawing.actions import move_withdrawal, second_withdrawal
from budgeting.voting.withdrawing.models import Withdrawal
from portal.clock import pinned
from portal.log.models import Entry
from portal.messages.models import Notice
from tests.budgeting.booths.paper import make_booth
from tests.factories import make_vote, make_voters
from tests.people import ROLES, Cast

REASON = "The <b>ground</b> is not safe."
TOLD = "It can no longer be chosen and cannot win."


def withdraw(cast: Cast, cycle: Cycle, number: int = 1) -> Withdrawal:
    motion = move_withdrawal(cycle, by=cast.official, number=number, reason=REASON)
    return second_withdrawal(motion, by=cast.other_official)


def test_case_39_two_officials_withdraw_a_project_with_a_reason(cast: Cast) -> None:
    cycle = make_vote(cast)
    motion = move_withdrawal(cycle, by=cast.official, number=2, reason=f"  {REASON} ")
    assert (Withdrawal.objects.count(), ballot_rules(cycle).withdrawn) == (0, frozenset())
    with pytest.raises(NotPossible, match="another official has to second it"):
        second_withdrawal(motion, by=cast.official)

    withdrawal = second_withdrawal(motion, by=cast.other_official)

    project = withdrawal.project
    assert (project.number, withdrawal.reason, withdrawal.reason_language) == (2, REASON, "en")
    event = project.events.last()
    assert (event.name, event.reason, event.by) == ("withdraw_from_vote", REASON, cast.other_official)
    assert Entry.objects.get(act="withdraw_project").facts["proposal"] == project.pk
    assert Notice.objects.filter(user=cast.resident).exists()


def test_case_39_the_reason_stands_on_ballot_project_and_results(cast: Cast) -> None:
    cycle = make_vote(cast)
    project = withdraw(cast, cycle).project
    pages = [reverse("vote", args=[cycle.pk]), reverse("proposal", args=[project.pk])]
    contents = [Client().get(page).content.decode() for page in pages]
    with pinned(cycle.voting_until_at + GRACE):
        count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
    contents.append(Client().get(reverse("results", args=[cycle.pk])).content.decode())

    assert [TOLD in page for page in contents] == [True] * 3
    assert ["The &lt;b&gt;ground&lt;/b&gt; is not safe." in page for page in contents] == [True] * 3
    assert ['value="1" data-cost' in contents[0], 'value="2" data-cost' in contents[0]] == [False, True]


def test_case_39_ballots_stay_as_they_are_and_their_other_choices_count(cast: Cast) -> None:
    cycle = make_vote(cast)
    for voter, choices in zip(make_voters(cast, cycle, 3), ([1, 2], [1], [2, 3]), strict=True):
        cast_ballot(cycle, choices, voter=voter)
    before = sorted(map(str, Ballot.objects.values_list("choices", flat=True)))

    withdraw(cast, cycle)

    assert sorted(map(str, Ballot.objects.values_list("choices", flat=True))) == before
    with pinned(cycle.voting_until_at + GRACE):
        close_vote(cycle, by=cast.official, seconded_by=cast.other_official)
        count = count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
    assert sorted(map(str, SealedBallot.objects.values_list("choices", flat=True))) == before
    outcomes = {one.project.number: one for one in count.outcomes.select_related("project")}
    assert count.conditions["withdrawn"] == ["1"]
    assert {number: one.is_funded for number, one in outcomes.items()} == {1: False, 2: True, 3: True}
    assert (outcomes[2].votes, count.ballots) == (2, 3)


def test_case_16_a_withdrawn_project_is_refused_whole(cast: Cast) -> None:
    cycle = make_vote(cast)
    voter = make_voters(cast, cycle)[0]
    withdraw(cast, cycle)

    with pytest.raises(NotPossible) as refusal:
        cast_ballot(cycle, [1, 2], voter=voter)

    assert str(refusal.value) == "Project № 1 was withdrawn from the vote. Choose without it."
    assert Ballot.objects.count() == 0


def test_t17_a_draft_that_holds_it_is_told_and_cannot_go_on(cast: Cast, client: Client) -> None:
    cycle = make_vote(cast)
    client.post(reverse("vote", args=[cycle.pk]), {"choice": ["1", "2"]})
    withdraw(cast, cycle)

    checked = client.get(reverse("vote_check", args=[cycle.pk]), follow=True)
    posted = client.post(reverse("vote", args=[cycle.pk]), {"choice": ["1", "2"]})

    assert TOLD in checked.content.decode()
    assert checked.redirect_chain[0][0] == reverse("vote", args=[cycle.address])
    assert (posted.status_code, "Choose without it." in posted.content.decode()) == (422, True)


def test_t17_a_paper_ballot_printed_before_stays_valid(cast: Cast) -> None:
    cycle = make_vote(cast)
    withdraw(cast, cycle)

    assert check_choices(ballot_rules(cycle, is_paper=True), [2, 1]) == [1, 2]


@pytest.mark.parametrize("number", [0, 4, -1])
def test_t04_only_a_project_that_can_be_chosen_is_withdrawn(cast: Cast, number: int) -> None:
    cycle = make_vote(cast)

    with pytest.raises(NotPossible) as refusal:
        move_withdrawal(cycle, by=cast.official, number=number, reason=REASON)

    assert (list(refusal.value.faults), Motion.objects.count()) == (["number"], 0)


def test_case_39_not_twice_not_the_last_ones_not_without_a_reason_not_after_the_end(cast: Cast) -> None:
    cycle = make_vote(cast, min_projects=2)
    withdraw(cast, cycle)
    late = move_withdrawal(make_vote(cast), by=cast.official, number=1, reason=REASON)

    for number, reason in ((1, REASON), (2, REASON)):
        with pytest.raises(NotPossible) as refusal:
            move_withdrawal(cycle, by=cast.official, number=number, reason=reason)
        assert list(refusal.value.faults) == ["number"]
    for reason in ("", "x" * 501):
        with pytest.raises(NotPossible):
            move_withdrawal(late.cycle, by=cast.official, number=2, reason=reason)
    with pinned(late.cycle.voting_until_at), pytest.raises(NotPossible, match="not open"):
        second_withdrawal(late, by=cast.other_official)
    assert Withdrawal.objects.count() == 1


@pytest.mark.parametrize("name", [name for name in ROLES if "official" not in name])
def test_case_39_it_is_for_officials_of_the_place(cast: Cast, elsewhere: Cast, name: str) -> None:
    cycle = make_vote(cast)
    motion = move_withdrawal(cycle, by=cast.official, number=1, reason=REASON)

    for person in (getattr(cast, name), elsewhere.official):
        with pytest.raises(NotAllowed):
            move_withdrawal(cycle, by=person, number=2, reason=REASON)
        with pytest.raises(NotAllowed):
            second_withdrawal(motion, by=person)


def test_case_39_the_desk_moves_and_seconds_it(cast: Cast) -> None:
    cycle = make_vote(cast)
    one, two = Client(), Client()
    one.force_login(cast.official)
    two.force_login(cast.other_official)
    path = reverse("desk_vote", args=[cycle.pk])

    bad = one.post(path, {"act": "withdraw", "withdraw-number": "9", "withdraw-reason": REASON})
    one.post(path, {"act": "withdraw", "withdraw-number": "3", "withdraw-reason": REASON})
    waiting = two.get(path).content.decode()
    two.post(path, {"act": "second", "motion": Motion.objects.get().pk})

    assert (bad.status_code, list(bad.context["withdraw_form"].errors)) == (422, ["number"])
    assert ("№ 3" in waiting, Withdrawal.objects.get().project.number) == (True, 3)


def test_t17_who_types_paper_can_enter_a_project_that_was_withdrawn(cast: Cast) -> None:
    cycle = make_vote(cast)
    withdraw(cast, cycle)

    form = MarksForm({"number": "1", "choices": ["1", "2"]}, cycle=cycle)

    assert form.is_valid(), form.errors
    assert form.marks.choices == [1, 2]


def test_case_16_a_withdrawn_project_stays_on_paper_and_can_be_typed_in(cast: Cast) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    withdraw(cast, cycle, 2)

    form = MarksForm({"number": "1", "choices": ["2"]}, cycle=cycle)

    assert print_batch(booth.batches.get()).startswith(b"%PDF")
    assert form.is_valid()
    assert form.marks.choices == [2]
