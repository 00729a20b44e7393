"""The desk check: an officer sees a verdict and hands over a code that only its holder can open."""

from datetime import date

import pytest

from budgeting.booths.models import Booth
from budgeting.cycles.models import Cycle
from budgeting.errors import NotAllowed, NotPossible
from budgeting.voting.actions import cast_ballot
from budgeting.voting.codes import draw_code, read_code
from budgeting.voting.identity import METHODS, WrongProof
from budgeting.voting.identity.base import Voter
from budgeting.voting.identity.checking import queries
from budgeting.voting.identity.checking.actions import look_up
from budgeting.voting.identity.checking.models import CheckDay
from budgeting.voting.identity.checking.person import open_person, seal_person
from budgeting.voting.identity.checking.queries import Standing, verdict_on
from budgeting.voting.identity.desk.actions import issue_desk_code
from budgeting.voting.identity.desk.method import CODE_LENGTH, DeskCodeForm
from budgeting.voting.identity.desk.models import DeskCode
from budgeting.voting.identity.numbers import key_of_number
from budgeting.voting.keys import KeyMissing, destroy_key, make_key
from budgeting.voting.models import Ballot, Channel, Roll
from portal.clock import pinned, today
from portal.log.models import Entry
from tests.factories import VISITOR, make_cycle, make_vote
from tests.people import ROLES, Cast

NUMBER, ANOTHER = "01234567890", "01234567891"


def identify(cycle: Cycle, code: str) -> Voter:
    return METHODS["desk"].identify(cycle, {"code": code}, VISITOR)


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    return make_vote(cast, identity_methods=["desk"])


@pytest.mark.parametrize("name", ["booth_officer", "official", "other_official"])
def test_a_code_makes_its_holder_the_person_whose_document_was_seen(cast: Cast, cycle: Cycle, name: str) -> None:
    code = issue_desk_code(cycle, NUMBER, by=getattr(cast, name))

    assert read_code(code, CODE_LENGTH) == code
    assert identify(cycle, code) == Voter(key_of_number(cycle, NUMBER), "desk")
    assert identify(cycle, code) == identify(cycle, code)  # it may come again, to change the ballot


def test_a_new_code_ends_the_lost_one_and_is_the_same_voter(cast: Cast, cycle: Cycle) -> None:
    lost = issue_desk_code(cycle, NUMBER, by=cast.official)
    other = issue_desk_code(cycle, ANOTHER, by=cast.official)
    cast_ballot(cycle, [1], voter=identify(cycle, lost))

    new = issue_desk_code(cycle, NUMBER, by=cast.booth_officer)

    with pytest.raises(WrongProof):
        identify(cycle, lost)
    assert cast_ballot(cycle, [2], voter=identify(cycle, new)).has_replaced
    assert identify(cycle, other).voter_key == key_of_number(cycle, ANOTHER)
    assert Roll.objects.count() == 1


def test_the_same_form_hands_over_one_code(cast: Cast, cycle: Cycle) -> None:
    code = issue_desk_code(cycle, NUMBER, by=cast.official, mark="a")

    with pytest.raises(NotPossible, match="This code has been handed over already and cannot be shown again"):
        issue_desk_code(cycle, NUMBER, by=cast.official, mark="a")

    assert DeskCode.objects.count() == 1
    assert identify(cycle, code)  # the first stays good


def test_an_earlier_form_sent_again_does_not_end_the_newer_code(cast: Cast, cycle: Cycle) -> None:
    issue_desk_code(cycle, NUMBER, by=cast.official, mark="a")
    newer = issue_desk_code(cycle, NUMBER, by=cast.official, mark="b")

    with pytest.raises(NotPossible):
        issue_desk_code(cycle, NUMBER, by=cast.official, mark="a")

    assert identify(cycle, newer)


def test_wrong_codes_get_one_answer_and_one_query(cast: Cast, cycle: Cycle, django_assert_num_queries: object) -> None:
    replaced = issue_desk_code(cycle, NUMBER, by=cast.official)
    good = issue_desk_code(cycle, NUMBER, by=cast.official)

    for code in (replaced, draw_code(CODE_LENGTH)):
        with django_assert_num_queries(1), pytest.raises(WrongProof):
            identify(cycle, code)
    with django_assert_num_queries(1):
        identify(cycle, good)


def test_a_lost_key_is_not_mistaken_for_a_wrong_code_nor_drawn_anew(cast: Cast, cycle: Cycle) -> None:
    code = issue_desk_code(cycle, NUMBER, by=cast.official)
    destroy_key(cycle)

    with pytest.raises(KeyMissing):
        identify(cycle, code)
    with pytest.raises(KeyMissing):
        make_key(cycle)


def test_form_finds_slips_before_anything_is_looked_up(db: None, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):
        errors = [DeskCodeForm({"code": typed}).errors["code"] for typed in ("", "7K2M-9QXA", "შვიდი")]

    slip = "This code has a typing mistake. Compare it with your slip, sign by sign."
    assert errors == [["Write the code you were given."], [slip], [slip]]


def test_verdicts(cast: Cast, cycle: Cycle, monkeypatch: pytest.MonkeyPatch) -> None:
    booth = Booth.objects.create(cycle=cycle, name="School")
    day = {"voted_on": date(2026, 11, 20)}
    Roll.objects.create(cycle=cycle, voter_key=key_of_number(cycle, NUMBER), method="desk", **day)
    paper = {"method": "paper", "channel": Channel.PAPER, "booth": booth, **day}
    Roll.objects.create(cycle=cycle, voter_key=key_of_number(cycle, ANOTHER), **paper)
    monkeypatch.setattr(queries, "place_of", lambda _cycle, number: (number != "9" * 11, None))

    verdicts = [verdict_on(cycle, number) for number in (NUMBER, ANOTHER, "9" * 11, "1" * 11)]

    assert [(verdict.standing, verdict.may_vote, verdict.headline) for verdict in verdicts] == [
        (Standing.ONLINE, True, "Has voted online on 20 November 2026"),
        (Standing.PAPER, False, "Has voted on paper on 20 November 2026"),
        (Standing.NOT_LISTED, False, "Is not on the residents' list"),
        (Standing.FREE, True, "May vote"),
    ]
    assert all(verdict.advice for verdict in verdicts)


def test_who_may_not_vote_gets_no_code(cast: Cast, cycle: Cycle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "place_of", lambda _cycle, _number: (False, None))

    with pytest.raises(NotPossible, match="Is not on the residents' list"):
        issue_desk_code(cycle, NUMBER, by=cast.official)

    assert (DeskCode.objects.count(), CheckDay.objects.count()) == (0, 0)


def test_look_ups_are_counted_for_each_officer_and_day_and_no_number_is_kept(cast: Cast, cycle: Cycle) -> None:
    for number in (NUMBER, ANOTHER, NUMBER):
        look_up(cycle, number, by=cast.official)
    issue_desk_code(cycle, NUMBER, by=cast.official)
    look_up(cycle, NUMBER, by=cast.booth_officer)

    counts = [(one.officer, one.on, one.looked_up, one.codes) for one in CheckDay.objects.order_by("pk")]
    assert counts == [(cast.official, today(), 3, 1), (cast.booth_officer, today(), 1, 0)]
    entry = Entry.objects.get(act="issue_desk_code")
    assert (entry.by, entry.facts) == (cast.official, {"cycle": cycle.pk})


@pytest.mark.parametrize(
    "name", ["resident", *(name for name in ROLES if name not in ("booth_officer", "official", "other_official"))]
)
def test_desk_check_is_for_officers_of_this_place(cast: Cast, elsewhere: Cast, cycle: Cycle, name: str) -> None:
    for person in (getattr(cast, name), elsewhere.official):
        for act in (issue_desk_code, look_up):
            with pytest.raises(NotAllowed):
                act(cycle, NUMBER, by=person)


def test_nobody_is_looked_up_or_given_a_code_once_the_vote_is_over(cast: Cast, cycle: Cycle) -> None:
    with pinned(cycle.voting_until_at):
        for act in (issue_desk_code, look_up):
            with pytest.raises(NotPossible, match="The vote is over"):
                act(cycle, NUMBER, by=cast.official)


def test_a_cycle_without_the_desk_check_hands_over_no_codes(cast: Cast) -> None:
    cycle = make_cycle(cast)
    make_key(cycle)

    with pytest.raises(NotPossible, match="In this vote no codes are handed over"):
        issue_desk_code(cycle, NUMBER, by=cast.official)


def test_a_sealed_person_opens_for_their_officer_in_their_cycle_alone(cast: Cast, cycle: Cycle) -> None:
    sealed = seal_person(cycle, NUMBER, by=cast.official)
    other = make_vote(cast, identity_methods=["desk"])

    assert NUMBER not in sealed
    assert open_person(cycle, sealed, by=cast.official) == NUMBER
    for wrong in (
        lambda: open_person(cycle, sealed, by=cast.booth_officer),
        lambda: open_person(other, sealed, by=cast.official),
        lambda: open_person(cycle, sealed[:-2] + "aa", by=cast.official),
        lambda: open_person(cycle, "ა", by=cast.official),
        lambda: open_person(cycle, "", by=cast.official),
    ):
        with pytest.raises(NotPossible, match="This form is not valid any more"):
            wrong()


def test_forget_leaves_a_count(cast: Cast, cycle: Cycle) -> None:
    for number in (NUMBER, NUMBER, ANOTHER):
        code = issue_desk_code(cycle, number, by=cast.official)
    cast_ballot(cycle, [1], voter=identify(cycle, code))

    assert METHODS["desk"].forget(cycle) == {"desk_codes": 3}
    assert (DeskCode.objects.count(), Ballot.objects.count()) == (0, 1)
