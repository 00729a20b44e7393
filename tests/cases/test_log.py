"""Case 34 of the forty, T20 of the thirty: nobody changes what was done without its being seen."""

import re
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import now

from portal.log.chain import BEFORE_THE_FIRST, canonical, hash_of
from portal.log.guards import guard, unguard
from portal.log.models import Entry, Link, Seal, record
from portal.log.sealing import seal_log
from portal.log.verifying import Tampered, Verified, verify_log
from tests.people import Cast

TABLES = ("log_entry", "log_link", "log_seal")
ACTS = ("sign_gate", "close_vote", "count_cycle", "publish_count")


@pytest.fixture
def sealed(cast: Cast) -> list[Entry]:
    """Four entries under two seals, on tables the database guards."""
    entries = []
    for pair in (ACTS[:2], ACTS[2:]):
        entries += [record(act, "Budget 2026", by=cast.official, gate="voting", round=7) for act in pair]
        seal_log()
    for table in TABLES:
        guard(connection, table)
    return entries


def run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def as_attacker(*statements: tuple[str, list[object]]) -> None:
    """Someone with all rights takes the guards away first."""
    for table in TABLES:
        unguard(connection, table)
    for statement, values in statements:
        run(statement, *values)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_case_34_the_database_refuses_to_change_the_log(sealed: list[Entry], table: str, statement: str) -> None:
    with pytest.raises(DatabaseError, match="this table only grows"), transaction.atomic():
        run(statement.format(table))

    assert (Entry.objects.count(), Link.objects.count(), Seal.objects.count()) == (4, 4, 2)


def test_case_34_an_untouched_log_is_in_order(sealed: list[Entry]) -> None:
    record("drop_motion", "Budget 2026", by=None)

    found = verify_log()

    assert found == Verified(entries=4, seals=2, waiting=1, root=Link.objects.get(number=4).hash)
    assert verify_log(Seal.objects.get(number=1).root.upper()) == found


@pytest.mark.parametrize(
    ("column", "value"), [("act", "sign_gatf"), ("subject", "Budget 2027"), ("facts", '{"gate": "voting", "round": 8}')]
)
def test_case_34_one_changed_byte_names_minute_and_row(sealed: list[Entry], column: str, value: str) -> None:
    victim = sealed[1]
    as_attacker((f"UPDATE log_entry SET {column} = %s WHERE id = %s", [value, victim.pk]))  # noqa: S608  (names of our own tables)

    with pytest.raises(Tampered) as difference:
        verify_log()

    assert f"entry {victim.pk} of {victim.at:%Y-%m-%d %H:%M} UTC" in str(difference.value)


def test_case_34_one_flipped_bit_of_a_hash_names_its_row(sealed: list[Entry]) -> None:
    link = Link.objects.get(number=3)
    flipped = f"{int(link.hash, 16) ^ 1:064x}"
    as_attacker(("UPDATE log_link SET hash = %s WHERE id = %s", [flipped, link.pk]))

    with pytest.raises(Tampered, match=f"Altered was entry {sealed[2].pk} of"):
        verify_log()


def test_case_34_a_row_put_in_between_is_named(sealed: list[Entry], cast: Cast) -> None:
    forged = record("give_role", "Budget 2026", by=cast.official)
    as_attacker(
        ("UPDATE log_link SET number = 100 WHERE number = 4", []),
        ("UPDATE log_link SET number = 5 WHERE number = 3", []),
        ("UPDATE log_link SET number = 4 WHERE number = 5", []),
        ("UPDATE log_link SET number = 5 WHERE number = 100", []),
        ("INSERT INTO log_link (entry_id, number, hash) VALUES (%s, 3, %s)", [forged.pk, "0" * 64]),
    )

    with pytest.raises(Tampered, match=f"Altered was entry {forged.pk} of .*, give_role; it is link 3"):
        verify_log()


def test_case_34_a_row_put_in_with_an_earlier_time_is_named(sealed: list[Entry], cast: Cast) -> None:
    forged = record("give_role", "Budget 2026", by=cast.official)
    as_attacker(("UPDATE log_entry SET at = %s WHERE id = %s", [now().replace(year=2020), forged.pk]))

    with pytest.raises(
        Tampered, match=f"Put in after the last seal, with an earlier time, was entry {forged.pk} of 2020"
    ):
        verify_log()


def _swap(sealed: list[Entry]) -> list[tuple[str, list[object]]]:
    one, two = sealed[0].pk, sealed[3].pk
    move = "UPDATE log_entry SET act = %s WHERE id = %s"
    return [(move, [sealed[3].act, one]), (move, [sealed[0].act, two])]


def _swap_links(sealed: list[Entry]) -> list[tuple[str, list[object]]]:
    move = "UPDATE log_link SET number = %s WHERE number = %s"
    return [(move, [9, 1]), (move, [1, 2]), (move, [2, 9])]


def _cut_the_end(sealed: list[Entry]) -> list[tuple[str, list[object]]]:
    return [("DELETE FROM log_link WHERE number > 3", [])]


def _take_out_a_link(sealed: list[Entry]) -> list[tuple[str, list[object]]]:
    return [("DELETE FROM log_link WHERE number = 1", [])]


def _take_out_a_seal(sealed: list[Entry]) -> list[tuple[str, list[object]]]:
    return [("DELETE FROM log_seal WHERE number = 1", [])]


def _change_a_root(sealed: list[Entry]) -> list[tuple[str, list[object]]]:
    return [("UPDATE log_seal SET root = %s WHERE number = 1", ["0" * 64])]


@pytest.mark.parametrize(
    ("attack", "sentence"),
    [
        (_swap, "Altered was entry"),
        (_swap_links, "Altered was entry"),
        (_cut_the_end, "The last entries are missing"),
        (_take_out_a_link, "Link 1 is missing"),
        (_take_out_a_seal, "Seal 1 is missing"),
        (_change_a_root, "The seal after entry .* has another root than the chain"),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_case_34_rows_swapped_cut_off_or_taken_out_are_found(
    sealed: list[Entry], attack: Callable[[list[Entry]], list[tuple[str, list[object]]]], sentence: str
) -> None:
    with connection.constraint_checks_disabled():
        if connection.vendor == "postgresql":
            run("SET session_replication_role = replica")  # what a superuser may do
        as_attacker(*attack(sealed))
        if connection.vendor == "postgresql":
            run("SET session_replication_role = DEFAULT")

        with pytest.raises(Tampered, match=sentence):
            verify_log()
        clear()


@pytest.mark.django_db(transaction=True)
def test_case_34_an_entry_taken_out_is_named(sealed: list[Entry]) -> None:
    with connection.constraint_checks_disabled():
        if connection.vendor == "postgresql":
            run("SET session_replication_role = replica")
        as_attacker(("DELETE FROM log_entry WHERE id = %s", [sealed[1].pk]))
        if connection.vendor == "postgresql":
            run("SET session_replication_role = DEFAULT")

        with pytest.raises(Tampered, match=f"Entry {sealed[1].pk} is missing; it was link 2"):
            verify_log()
        clear()


def clear() -> None:
    for table in reversed(TABLES):
        run(f"DELETE FROM {table}")  # noqa: S608  (names of our own tables)


def test_case_34_a_chain_written_anew_is_caught_by_a_root_somebody_noted(sealed: list[Entry], cast: Cast) -> None:
    noted = Seal.objects.first().root
    as_attacker(("UPDATE log_entry SET act = %s WHERE id = %s", ["nothing", sealed[0].pk]))
    previous = BEFORE_THE_FIRST
    for link in Link.objects.order_by("number"):
        previous = hash_of(link.entry, previous)
        run("UPDATE log_link SET hash = %s WHERE id = %s", previous, link.pk)
        run("UPDATE log_seal SET root = %s WHERE last_link_id = %s", previous, link.pk)

    assert verify_log().entries == 4
    with pytest.raises(Tampered, match="No seal has the root"):
        verify_log(noted)


def test_case_34_an_end_cut_off_with_its_seal_is_caught_by_a_root_somebody_noted(sealed: list[Entry]) -> None:
    noted = Seal.objects.first().root
    as_attacker(
        ("DELETE FROM log_seal WHERE number = 2", []),
        ("DELETE FROM log_link WHERE number > 2", []),
        ("DELETE FROM log_entry WHERE id IN (%s, %s)", [sealed[2].pk, sealed[3].pk]),
    )

    assert verify_log().entries == 2
    with pytest.raises(Tampered, match="No seal has the root"):
        verify_log(noted)


def test_t20_the_command_verifies_and_exits_with_1_at_a_difference(sealed: list[Entry]) -> None:
    told = StringIO()
    call_command("verify_log", stdout=told)
    assert re.match(r"In order: 4 entries under 2 seals, 0 not sealed yet.\nRoot: [0-9a-f]{64}\n", told.getvalue())
    as_attacker(("UPDATE log_entry SET act = %s WHERE id = %s", ["nothing", sealed[0].pk]))

    with pytest.raises(CommandError) as refusal:
        call_command("verify_log")

    assert refusal.value.returncode == 1


def test_case_34_the_hash_is_the_same_on_every_database(cast: Cast) -> None:
    """A hash worked out by hand, of an entry with nested facts in three scripts, read back from the database."""
    facts = {"z": [1, {"b": None, "a": True}], "ა": "Ջուր", "a": "İı\u2028", "n": 2**60}
    kept = record("sign_gate", "წყალი", by=None, **facts)

    entry = Entry.objects.get()

    assert entry.facts == facts
    at = kept.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert canonical(entry).decode() == (
        f'{{"act":"sign_gate","at":"{at}","by":null,"facts":{{"a":"İı\u2028","n":1152921504606846976,'
        f'"z":[1,{{"a":true,"b":null}}],"ა":"Ջուր"}},"id":{kept.pk},"municipality":null,"subject":"წყალი"}}'
    )
    assert hash_of(entry, "x") == hash_of(kept, "x")


@pytest.mark.parametrize("fact", [1.0, [1, 0.5], {"a": {"b": 2.5}}])
def test_t20_a_fraction_is_not_recorded(cast: Cast, fact: object) -> None:
    with pytest.raises(TypeError, match="whole numbers"):
        record("sign_gate", "x", by=None, fact=fact)

    assert Entry.objects.count() == 0
