"""The sealed tables: in a random order, with the fate of each ballot, and refusing every change."""

import pytest
from django.db import DatabaseError, connection, transaction

from budgeting.booths.models import Booth, BoothProtocol
from budgeting.closing.actions import close_vote, move_closing
from budgeting.closing.models import Closing, SealedBallot, SealedReceipt
from budgeting.closing.sealing import digest_of, root_of_receipts
from budgeting.counting.archive import differences
from budgeting.cycles.models import Area
from budgeting.cycles.stages import Stage
from budgeting.motions.actions import drop
from budgeting.results.actions import count_cycle
from budgeting.results.election import conditions_of, election_of
from budgeting.results.queries import published_archive
from budgeting.voting.actions import GRACE, cast_ballot
from budgeting.voting.models import Ballot, Channel, Roll
from budgeting.voting.traces import Circumstances
from budgeting.watching.models import Flag
from portal.clock import pinned
from portal.languages.texts import in_languages
from portal.log.guards import guard
from tests.budgeting.results.closed import close, make_closed, make_over, winners
from tests.factories import in_all, make_cycle, make_feasible, make_settlement, make_vote, make_voters, open_vote
from tests.people import Cast

TABLES = ("budgeting_sealedballot", "budgeting_sealedreceipt")


@pytest.fixture
def guarded(db: None) -> None:
    """The guards of the migrations, also where the suite runs without them; the test's end takes them back."""
    for table in TABLES:
        guard(connection, table)


RAW = [
    "UPDATE {table} SET fate = 'set_aside'",
    "UPDATE {table} SET id = id + 1000",
    "DELETE FROM {table}",
    "DELETE FROM {table} WHERE id = (SELECT min(id) FROM {table})",
    pytest.param("TRUNCATE {table}", marks=pytest.mark.postgres),
    pytest.param("TRUNCATE {table} CASCADE", marks=pytest.mark.postgres),
]


@pytest.mark.usefixtures("guarded")
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", RAW)
def test_the_database_refuses_to_change_what_is_sealed(cast: Cast, table: str, statement: str) -> None:
    make_closed(cast)
    connection.check_constraints()  # PostgreSQL empties no table that still waits for such a check
    before = [list(model.objects.order_by("pk").values()) for model in (SealedBallot, SealedReceipt)]

    with (
        pytest.raises(DatabaseError, match="this table only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table=table))

    assert [list(model.objects.order_by("pk").values()) for model in (SealedBallot, SealedReceipt)] == before


@pytest.mark.usefixtures("guarded")
@pytest.mark.parametrize("model", [SealedBallot, SealedReceipt])
def test_the_orm_changes_nothing_that_is_sealed(cast: Cast, model: type[SealedBallot] | type[SealedReceipt]) -> None:
    make_closed(cast)
    row = model.objects.earliest("pk")

    for change in (row.save, row.delete, model.objects.all().delete, lambda: model.objects.update(fate="set_aside")):
        with pytest.raises(DatabaseError, match="this table only grows"), transaction.atomic():
            change()


def ranks(values: list[int]) -> float:
    """The correlation of the values' order with their places, from -1 to 1 (Spearman's)."""
    order = sorted(range(len(values)), key=values.__getitem__)
    n = len(values)
    return 1 - 6 * sum((rank - place) ** 2 for rank, place in enumerate(order)) / (n * (n * n - 1))


def test_the_sealed_order_has_nothing_to_do_with_the_order_of_the_votes(cast: Cast) -> None:
    """Each ballot names a number of its own, by which it is known again; chance gives 0 ± 0.06 for 300."""
    cycle = make_over(cast, [[1]] * 300)
    voted = list(Ballot.objects.values_list("pk", "receipt"))
    for number, (pk, _receipt) in enumerate(voted):
        Ballot.objects.filter(pk=pk).update(choices=[number])
    digests = [digest_of(receipt) for _pk, receipt in voted]
    close(cast, cycle)

    ballots = [choices[0] for choices in SealedBallot.objects.order_by("pk").values_list("choices", flat=True)]
    receipts = [digests.index(one) for one in SealedReceipt.objects.order_by("pk").values_list("digest", flat=True)]

    assert sorted(ballots) == sorted(receipts) == list(range(300))
    assert max(abs(ranks(ballots)), abs(ranks(receipts)), abs(ranks([ballots.index(one) for one in receipts]))) < 0.35
    assert sum(one == other for one, other in zip(ballots, receipts, strict=True)) < 15


def test_overtaken_and_set_aside_ballots_get_their_fate_and_do_not_count(cast: Cast) -> None:
    cycle = make_vote(cast, (500, 400))
    voters = make_voters(cast, cycle, 6)
    for number, voter in enumerate(voters):
        seen = Circumstances("192.0.2.7", 1.0 if number < 2 else 60.0)
        receipt = cast_ballot(cycle, [1 + number % 2], voter=voter, circumstances=seen)
    booth = Booth.objects.create(cycle=cycle, name="Algeti")
    Roll.objects.filter(voter_key=voters[5].voter_key).update(channel=Channel.PAPER, booth=booth)
    Ballot.objects.filter(receipt=receipt.code).update(is_superseded=True)
    Ballot.objects.create(cycle=cycle, ballot_key="f" * 64, channel=Channel.PAPER, choices=[1])
    BoothProtocol.objects.create(
        booth=booth,
        facts={"valid": 1},
        signed_by=cast.booth_officer,
        countersigned_by=cast.official,
        countersigned_at=cycle.voting_until_at,
    )
    with pinned(cycle.voting_until_at + GRACE):
        motion = move_closing(cycle, by=cast.official)
        drop(motion, by=cast.official)
        window = cycle.traces.filter(is_hasty=True).values_list("window", flat=True).first()
        Flag.objects.create(
            cycle=cycle,
            suspicion="hasty",
            window=window,
            ballots=2,
            verdict="set_aside",
            motion=motion,
            reason="A bot.",
        )
        closing = close_vote(cycle, by=cast.official, seconded_by=cast.other_official)

    assert closing.facts["voters"] == {"online": 5, "paper": 1}
    assert closing.facts["ballots"] == {"counted": 4, "set_aside": 2, "superseded": 1}
    assert sorted(SealedBallot.objects.values_list("fate", "choices")) == [
        *[("counted", [1])] * 3,
        ("counted", [2]),
        ("set_aside", [1]),
        ("set_aside", [2]),
        ("superseded", []),
    ]
    assert SealedReceipt.objects.get(digest=digest_of(receipt.code)).fate == "superseded"
    assert sorted(SealedReceipt.objects.values_list("fate", flat=True)) == [
        *["counted"] * 3,
        *["set_aside"] * 2,
        "superseded",
    ]
    with pinned(cycle.voting_until_at + GRACE):
        assert count_cycle(cycle, by=cast.official, seconded_by=cast.other_official).ballots == 4


def test_the_root_of_receipts_is_of_their_order_alone(cast: Cast) -> None:
    first, second = make_closed(cast), make_closed(cast)

    assert root_of_receipts(first) == Closing.objects.get(cycle=first).facts["receipts_root"]
    assert root_of_receipts(first) != root_of_receipts(second)


def test_each_area_spends_its_own_envelope_and_the_archive_counts_again(cast: Cast) -> None:
    """Together the votes would give everything to the town's lamps: 1 (the whole), 2 and 3 (town), 4 (village)."""
    cycle = make_cycle(cast, Stage.VOTING, envelope_tetri=100_000)
    places = [make_settlement(cast.municipality, name) for name in ("Town", "Village")]
    for place, envelope in zip(places, (40_000, 30_000), strict=True):
        area = Area.objects.create(
            cycle=cycle, envelope_tetri=envelope, **in_languages("name", in_all(place.slug.capitalize()))
        )
        area.settlements.add(place)
    for cost, place in ((30_000, None), (40_000, places[0]), (30_000, places[0]), (30_000, places[1])):
        make_feasible(cast, cycle, cost, settlement=place)
    open_vote(cast, cycle)
    town, village = cycle.areas.all()
    for voter, (choices, area) in zip(
        make_voters(cast, cycle, 6),
        [*[([1, 2, 3], town)] * 3, ([1, 2], town), ([4], village), ([1, 4], village)],
        strict=True,
    ):
        cast_ballot(cycle, choices, voter=voter, area=area.pk)

    with pinned(cycle.voting_until_at + GRACE):
        count = count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    conditions = conditions_of(cycle)
    assert [(one.name, one.envelope, one.projects) for one in conditions.areas] == [
        ("Marneuli en", 300, ("1",)),
        ("Town en", 400, ("2", "3")),
        ("Village en", 300, ("4",)),
    ]
    assert sorted(filter(None, winners(count))) == [1, 2, 4]
    assert (count.ballots, len(election_of(cycle).votes)) == (6, 6)
    archive = published_archive(count)
    assert (archive.conditions, differences(archive)) == (conditions, [])
    assert sorted(Roll.objects.values_list("area", flat=True)) == [town.pk] * 4 + [village.pk] * 2
