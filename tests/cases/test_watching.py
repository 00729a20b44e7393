"""Cases about watching a vote: what everybody may know, and what nobody learns."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from budgeting.closing.actions import close_vote, move_closing
from budgeting.closing.models import Fate, SealedBallot, SealedReceipt
from budgeting.cycles.models import Area, Cycle
from budgeting.errors import NotPossible
from budgeting.results.actions import move_count, run_count, second_count
from budgeting.voting.actions import GRACE, cast_ballot
from budgeting.voting.models import Ballot, Channel, Roll, Trace
from budgeting.voting.queries import turnout
from budgeting.watching.models import Flag, Suspicion, Verdict
from budgeting.watching.networks import add_network
from portal.clock import now, pinned
from portal.languages.texts import in_languages
from tests.budgeting.voting.through_pages import cast_through_pages
from tests.factories import in_all, make_cards, make_vote, make_voters
from tests.people import Cast


def signed_in(person) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client


def test_case_37_burst_is_flagged_quarantined_and_decided_in_public_and_a_library_passes(cast: Cast) -> None:
    cycle = make_vote(cast)
    add_network(cast.municipality, by=cast.administrator, network="198.51.100.0/28", label="The library")
    codes = make_cards(cast, cycle, 352)
    at = cycle.voting_from_at.replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    for number, code in enumerate(codes):
        minute = timedelta(seconds=number % 200)
        if number < 300:
            cast_through_pages(cycle, code, [1], address=f"203.0.113.{number % 250}", at=at + minute)
        elif number < 340:
            cast_through_pages(cycle, code, [2], address="198.51.100.3", at=at + minute)
        else:
            cast_through_pages(cycle, code, [3], address=f"192.0.{number - 300}.9", at=at + minute)

    call_command("watch_votes")
    call_command("watch_votes")

    [flag] = Flag.objects.all()
    assert (flag.suspicion, flag.ballots, flag.verdict) == (Suspicion.BLOCK, 300, "")
    watch = reverse("watch", args=[cycle.pk])
    assert "In quarantine: not decided yet" in Client().get(watch).content.decode()
    with pinned(cycle.voting_until_at + GRACE), pytest.raises(NotPossible, match="No ballots are in quarantine"):
        move_closing(cycle, by=cast.official)

    desk = reverse("desk_flags", args=[cycle.pk])
    with pinned(at + timedelta(hours=1)):
        decision = {f"{flag.pk}-verdict": "set_aside", f"{flag.pk}-reason": "One computer in an empty house."}
        signed_in(cast.official).post(desk, {"act": "move", "flag": flag.pk, **decision})
        [motion] = cycle.motions.waiting()
        signed_in(cast.other_official).post(desk, {"act": "second", "motion": motion.pk})
    told = Client().get(watch).content.decode()
    assert all(part in told for part in ("300", "The ballots are set aside", "One computer in an empty house."))
    assert not any(part in told for part in ("203.0.113", "198.51.100", "In quarantine"))

    with pinned(cycle.voting_until_at + GRACE):
        closing = close_vote(cycle, by=cast.official, seconded_by=cast.other_official)
        count = run_count(second_count(move_count(cycle, by=cast.official), by=cast.other_official))
    fates = Counter((tuple(one.choices), one.fate) for one in SealedBallot.objects.filter(cycle=cycle))
    assert fates == {((1,), Fate.SET_ASIDE): 300, ((2,), Fate.COUNTED): 40, ((3,), Fate.COUNTED): 12}
    assert Counter(SealedReceipt.objects.values_list("fate", flat=True)) == {"set_aside": 300, "counted": 52}
    assert (closing.facts["ballots"], count.ballots) == ({"counted": 52, "set_aside": 300}, 52)
    flag.refresh_from_db()
    assert (flag.mark, flag.window, flag.verdict, Trace.objects.count()) == ("", None, Verdict.SET_ASIDE, 0)


def make_busy_vote(cast: Cast) -> Cycle:
    """Forty voters, twelve of them in one of two areas."""
    cycle = make_vote(cast, identity_methods=["card"])
    voters = make_voters(cast, cycle, 40)
    for number, voter in enumerate(voters):
        cast_ballot(cycle, [1 + number % 3], voter=voter)
    areas = [
        Area.objects.create(cycle=cycle, envelope_tetri=1_000_000, **in_languages("name", in_all(name)))
        for name in ("North", "South", "East")
    ]
    for area, how_many in zip(areas, (4, 14, 22), strict=True):
        chosen = Roll.objects.filter(cycle=cycle, area=None).values_list("pk", flat=True)[:how_many]
        Roll.objects.filter(pk__in=list(chosen)).update(area=area)
    return cycle


ADDRESSES = ("cycle", "turnout", "watch", "observe", "desk_cycle", "desk_flags")
PEOPLE = (None, "resident", "moderator", "official", "booth_officer", "administrator", "observer")


def test_t08_no_interim_totals_for_anybody_at_the_addresses_for_watching(cast: Cast) -> None:
    """The same forty people vote for one project, then for another: nobody's page changes."""
    cycle = make_busy_vote(cast)

    def everything() -> dict[tuple[str, str | None], str]:
        answers = {}
        for name in ADDRESSES:
            for who in PEOPLE:
                page = signed_in(who and getattr(cast, who)).get(reverse(name, args=[cycle.pk]))
                answers[name, who] = re.sub(r'csrf[^>]*value="[^"]+"', "", page.content.decode())
        return answers

    with pinned(now()):  # pages say the minute they were made in
        Ballot.objects.filter(cycle=cycle).update(choices=[1])
        before = everything()
        Ballot.objects.filter(cycle=cycle).update(choices=[2, 3])

        assert everything() == before


def test_t14_nobody_who_watches_receives_a_ballot_a_receipt_or_a_voter(cast: Cast) -> None:
    cycle = make_busy_vote(cast)
    secrets = {
        *map(str, Ballot.objects.values_list("pk", flat=True)),
        *Ballot.objects.values_list("receipt", flat=True),
        *Ballot.objects.values_list("ballot_key", flat=True),
        *Roll.objects.values_list("voter_key", flat=True),
    }
    for name in ADDRESSES:
        for who in PEOPLE:
            page = signed_in(who and getattr(cast, who)).get(reverse(name, args=[cycle.pk])).content.decode()
            assert not [secret for secret in secrets if secret in page], (name, who)


def test_t25_small_cells_are_hidden_also_by_difference(cast: Cast) -> None:
    """4 in the North: not shown, and the South's 14 neither, because 4 = 40 - 14 - 22."""
    cycle = make_busy_vote(cast)

    told = turnout(cycle)

    assert [(line.label, line.voters) for line in told.areas] == [
        ("North en", None),
        ("South en", None),
        ("East en", 22),
    ]
    assert told.voters == 40


def test_t25_two_tables_of_the_same_people_tell_no_more_than_one(cast: Cast) -> None:
    """6 on paper are not shown, and so those online are not either, nor by which method they came."""
    cycle = make_busy_vote(cast)
    booth = cycle.booths.create(name="School")
    Roll.objects.filter(pk__in=Roll.objects.values("pk")[:6]).update(channel=Channel.PAPER, booth=booth, method="paper")

    told = turnout(cycle)

    assert [(line.voters, [part.voters for part in line.parts]) for line in told.channels] == [
        (None, [None]),
        (None, []),
    ]


def test_t25_turnout_after_the_close_is_that_of_the_last_moment(cast: Cast) -> None:
    cycle = make_vote(cast)
    for voter in make_voters(cast, cycle, 12):
        cast_ballot(cycle, [1], voter=voter)
    before = turnout(cycle)

    with pinned(cycle.voting_until_at + GRACE):
        close_vote(cycle, by=cast.official, seconded_by=cast.other_official)

    assert (turnout(cycle), before.voters) == (before, 12)


@pytest.mark.parametrize("who", ["observer", "official", "administrator", "moderator"])
def test_case_26_t29_another_municipalitys_ids_are_not_found(cast: Cast, elsewhere: Cast, who: str) -> None:
    cycle = make_vote(cast)
    foreigner = signed_in(getattr(elsewhere, who))

    answers = [
        foreigner.get(reverse(name, args=[cycle.pk])).status_code for name in ("observe", "desk_flags", "desk_areas")
    ]
    answers.append(foreigner.get(reverse("desk_networks", args=[cast.municipality.slug])).status_code)

    assert answers == ([404, 403, 403, 403] if who == "observer" else [404] * 4)


def test_case_26_t29_ids_of_another_municipality_are_not_found_inside_a_form(cast: Cast, elsewhere: Cast) -> None:
    """An official at home sends the ids of another municipality's flag, motion, network and area."""
    own, foreign = make_vote(elsewhere), make_vote(cast)
    flag = Flag.objects.create(cycle=foreign, suspicion=Suspicion.HASTY, window=1, ballots=12)
    area = Area.objects.create(cycle=foreign, name="North", envelope_tetri=100)
    network = add_network(cast.municipality, by=cast.official, network="192.0.2.0/24", label="Library")
    official, administrator = signed_in(elsewhere.official), signed_in(elsewhere.administrator)
    desk = reverse("desk_flags", args=[own.pk])

    assert official.post(desk, {"act": "move", "flag": flag.pk}).status_code == 404
    networks = reverse("desk_networks", args=[elsewhere.municipality.slug])
    assert official.post(networks, {"remove": network.pk}).status_code == 404
    assert administrator.get(reverse("desk_areas", args=[own.pk]), {"area": area.pk}).status_code == 404
    assert (Flag.objects.get().verdict, cast.municipality.shared_networks.count()) == ("", 1)
