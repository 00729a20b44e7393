"""What an election says of itself, and what its error carries."""

import pickle

import pytest

from budgeting.counting.pabulib import PabulibError, PbElection, read_election
from tests.budgeting.counting.pabulib.pb_files import META, Save, pb_text


def test_election_properties_give_limits_as_numbers(save: Save) -> None:
    limits = {"min_length": "1", "max_length": "2", "max_sum_cost": "900.0"}

    election = read_election(save(pb_text(meta=limits)))

    assert (election.vote_type, election.rule, election.budget) == ("approval", "greedy", 1000)
    assert (election.min_length, election.max_length, election.max_sum_cost) == (1, 2, 900)


def test_election_without_limits_has_none(save: Save) -> None:
    election = read_election(save(pb_text(meta={"min_length": "", "comment": ""})))

    assert (election.min_length, election.max_length, election.max_sum_cost) == (None, None, None)
    assert election.meta == META


def test_election_without_budget_refuses_to_name_one() -> None:
    with pytest.raises(PabulibError, match=r"^META has no \"budget\"\.$"):
        _ = PbElection({}, (), ()).budget


def test_error_survives_the_way_between_processes() -> None:
    error = pickle.loads(pickle.dumps(PabulibError("the text is not UTF-8", 7)))
    assert (str(error), error.line) == ("In line 7, the text is not UTF-8.", 7)
