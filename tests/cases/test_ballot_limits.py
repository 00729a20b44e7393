"""What a ballot may hold, asked of the server by whoever sends what they like."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from budgeting.errors import NotPossible
from budgeting.voting.actions import cast_ballot
from budgeting.voting.models import Ballot, Roll, Step, StepCount
from tests.cases.ballots import choose, prove
from tests.factories import make_cards, make_vote, make_voters
from tests.people import Cast


@pytest.mark.parametrize(
    ("facts", "choices", "sentence"),
    [
        ({"max_projects": 2}, [1, 2, 3], "Choose at most 2 projects."),
        ({"min_projects": 2}, [1], "Choose at least 2 projects."),
        (
            {"ballot_kind": "knapsack", "max_projects": None, "envelope_tetri": 2_500_000},
            [1, 2, 3],
            "Your projects cost 30 000 ₾ together; the envelope is 25 000 ₾. Take something out.",
        ),
    ],
    ids=["most", "fewest", "envelope"],
)
def test_case_15_t05_a_hand_made_post_over_a_limit_is_refused_with_the_limit(
    client: Client, cast: Cast, facts: dict[str, object], choices: list[int], sentence: str
) -> None:
    cycle = make_vote(cast, **facts)

    answer = choose(client, cycle, choices)

    said = " ".join(answer.context["refusal"].replace("\N{NO-BREAK SPACE}", " ").replace(",", " ").split())
    assert (answer.status_code, said) == (422, sentence.replace(",", " "))
    assert client.get(reverse("vote_check", args=[cycle.address])).status_code == 302
    with pytest.raises(NotPossible):
        cast_ballot(cycle, choices, voter=make_voters(cast, cycle)[0])
    assert not Ballot.objects.exists()


@pytest.mark.parametrize(
    "choices",
    [["1", "1"], ["-1", "2"], ["0"], ["9"], ["1", "99999999"], ["²"], ["1e0"], [""], ["1" * 30]],
    ids=["twice", "negative", "zero", "unknown", "beyond", "superscript", "float", "empty", "long"],
)
def test_case_16_t04_repeated_foreign_and_impossible_numbers_store_nothing(
    client: Client, cast: Cast, choices: list[str]
) -> None:
    cycle = make_vote(cast)
    [code] = make_cards(cast, cycle)

    answer = choose(client, cycle, choices)
    prove(client, cycle, code)

    assert (answer.status_code, Ballot.objects.count()) == (422, 0)


def test_case_16_a_project_of_another_round_or_withdrawn_is_refused(
    client: Client, cast: Cast, elsewhere: Cast
) -> None:
    cycle, other = make_vote(cast), make_vote(elsewhere, (1_000_000,) * 6)
    cycle.proposals.filter(number=3).update(state="withdrawn")
    [voter] = make_voters(cast, cycle)

    for number in (3, 6):
        assert other.proposals.filter(number=6).exists()
        assert choose(client, cycle, [1, number]).status_code == 422
        with pytest.raises(NotPossible, match="not on this ballot"):
            cast_ballot(cycle, [1, number], voter=voter)
    assert not Ballot.objects.exists()


def test_case_16_a_draft_with_a_project_that_was_withdrawn_meanwhile_is_shown_again(client: Client, cast: Cast) -> None:
    cycle = make_vote(cast)
    choose(client, cycle, [1, 3])
    cycle.proposals.filter(number=3).update(state="withdrawn")

    answer = client.get(reverse("vote_check", args=[cycle.address]), follow=True)

    assert (answer.context["gone"], "No longer on the ballot: № 3." in answer.content.decode()) == ([3], True)


def test_t04_a_cost_sent_along_changes_nothing(client: Client, cast: Cast) -> None:
    cycle = make_vote(cast, ballot_kind="knapsack", max_projects=None, envelope_tetri=2_500_000)

    answer = choose(client, cycle, [1, 2, 3], cost="1", envelope="99999999999", data_cost="0")

    assert answer.status_code == 422


@pytest.mark.parametrize("choices", [[], [1, 2, 3, 1]])
def test_case_17_an_empty_or_half_finished_ballot_is_never_cast(client: Client, cast: Cast, choices: list[int]) -> None:
    cycle = make_vote(cast)
    [code] = make_cards(cast, cycle)

    choose(client, cycle, choices)
    prove(client, cycle, code)

    assert (Ballot.objects.count(), Roll.objects.count()) == (0, 0)


def test_case_17_an_unfinished_ballot_is_called_so_on_every_page_until_the_close(client: Client, cast: Cast) -> None:
    cycle = make_vote(cast)
    choose(client, cycle, [1])
    paths = [reverse("cycles"), reverse("secrecy"), reverse("cycle", args=[cycle.address]), "/en/", "/en/no/such/page/"]

    shown = ["Your ballot is not yet cast." in client.get(path).content.decode() for path in paths]
    cycle.voting_until_at -= timedelta(days=6)
    cycle.save()
    after = ["Your ballot is not yet cast." in client.get(path).content.decode() for path in paths]

    assert (shown, after) == ([True] * 5, [False] * 5)


def test_case_17_how_many_began_and_came_to_the_check_is_counted_by_language(client: Client, cast: Cast) -> None:
    cycle = make_vote(cast)
    path = reverse("vote", args=[cycle.address]).replace("/en/", "/hy/")
    client.get(path)
    client.head(path)
    client.post(path, {"choice": ["1"]}, follow=True)
    client.get(path)
    client.get(reverse("vote_check", args=[cycle.address]))

    counts = {(one.step, one.language): one.total for one in StepCount.objects.all()}
    assert counts == {(Step.STARTED, "hy"): 1, (Step.CHECKED, "hy"): 1}
