"""The residents' list: loaded as hashes, asked by number and birth year."""

import io
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from budgeting.cycles.models import Area, Cycle
from budgeting.cycles.stages import Stage
from budgeting.errors import NotPossible
from budgeting.voting.checklist import voting_checklist
from budgeting.voting.identity import METHODS, TooManyTries, Visitor, WrongProof
from budgeting.voting.identity.limits import caller_of
from budgeting.voting.identity.models import Try
from budgeting.voting.identity.numbers import key_of_number
from budgeting.voting.identity.residents.actions import BadLines, Loaded, load_residents
from budgeting.voting.identity.residents.forms import ResidentForm
from budgeting.voting.identity.residents.method import MOST_PER_ADDRESS, MOST_PER_NUMBER
from budgeting.voting.identity.residents.models import Resident
from budgeting.voting.keys import KeyMissing, make_key
from portal.clock import now, pinned
from portal.log.models import Entry
from tests.budgeting.voting.identity.listed import NUMBER, OTHER_NUMBER, UNKNOWN, YEAR, lines, load, make_listed_vote
from tests.factories import VISITOR, in_all, make_cycle, make_settlement
from tests.people import Cast

LIST = METHODS["residents"]


def make_preparing(cast: Cast) -> Cycle:
    """A cycle before its vote, whose key is made."""
    cycle = make_cycle(cast, Stage.REVIEWING)
    make_key(cycle)
    return cycle


def make_area(cycle: Cycle, *settlements: object, name: str = "North") -> Area:
    area = Area.objects.create(
        cycle=cycle, envelope_tetri=100_000, **{f"name_{code}": text for code, text in in_all(name).items()}
    )
    area.settlements.set(settlements)
    return area


def test_a_list_is_kept_as_hashes_and_logged_as_counts(cast: Cast) -> None:
    cycle = make_preparing(cast)

    loaded = load(cycle, f"{NUMBER},{YEAR}", f"{OTHER_NUMBER};1990", f"{UNKNOWN}\t2000")

    assert loaded == Loaded(listed=3, added=3, too_young=0)
    kept = [value for row in Resident.objects.values_list("number_hash", "proof_hash") for value in row]
    assert (len(set(kept)), {len(value) for value in kept}) == (6, {64})
    entry = Entry.objects.get(act="load_residents")
    assert (entry.by, entry.facts) == (None, {"cycle": cycle.pk, "listed": 3, "added": 3, "too_young": 0})


def test_a_heading_a_byte_order_mark_and_empty_lines_are_not_people(cast: Cast) -> None:
    rows = [b"\xef\xbb\xbf" + "პირადი ნომერი;წელი\n".encode(), f'"{NUMBER}";{YEAR};\r\n'.encode(), b"\n", b" ; ;\n"]

    assert load_residents(make_preparing(cast), rows).listed == 1


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (b"1024012345,1985", "The personal number does not have 11 digits."),
        (b"010240123456,1985", "The personal number does not have 11 digits."),
        (b"0102401234x,1985", "The personal number does not have 11 digits."),
        (b"01024012399,85", "The birth year is not a year with four digits."),
        (b"01024012399,1899", "The birth year is not a year with four digits."),
        (b"01024012399,2999", "The birth year is not a year with four digits."),
        (b"01024012399", "The birth year is not a year with four digits."),
        (b"01024012399,1985,Atlantis", "The settlement is not known, or there are several of that name."),
        (b"01024012399,1985,,Nino", "It has more than a number, a birth year and a settlement."),
        (b"\xff\xfe0\x001\x00", "It is not written in UTF-8."),
        (b"01024012345,1985", "Its personal number stands in an earlier line too."),
    ],
)
def test_one_bad_line_keeps_everybody_off_the_list_and_is_named_by_number(cast: Cast, row: bytes, fault: str) -> None:
    cycle = make_preparing(cast)

    with pytest.raises(BadLines) as refusal:
        load_residents(cycle, [*lines(f"{NUMBER},{YEAR}"), row + b"\n"])

    assert (str(refusal.value), refusal.value.lines) == ("Nothing was loaded: 1 line is wrong.", {2: fault})
    assert (Resident.objects.count(), Entry.objects.filter(act="load_residents").count()) == (0, 0)


def test_who_is_too_young_in_the_year_of_the_vote_is_left_out_and_counted(cast: Cast) -> None:
    cycle = make_preparing(cast)
    youngest = cycle.voting_until_at.year - cycle.min_age

    loaded = load(cycle, f"{NUMBER},{youngest}", f"{OTHER_NUMBER},{youngest + 1}")

    assert loaded == Loaded(listed=1, added=1, too_young=1)


def test_a_settlement_named_in_any_language_or_by_its_slug_gives_the_area(cast: Cast) -> None:
    cycle, village = make_preparing(cast), make_settlement(cast.municipality, "Algeti")
    make_settlement(cast.municipality, "Kachagani")
    area = make_area(cycle, village)

    load(
        cycle,
        f"{NUMBER},{YEAR},algeti",
        f"{OTHER_NUMBER},{YEAR},ALGETI hy",
        f"{UNKNOWN},{YEAR},Kachagani ka",
        f"11111111111,{YEAR}",
    )

    assert list(Resident.objects.order_by("pk").values_list("area", flat=True)) == [area.pk, area.pk, None, None]


def test_a_name_that_two_areas_have_is_a_bad_line(cast: Cast) -> None:
    cycle = make_preparing(cast)
    twins = [make_settlement(cast.municipality, name) for name in ("Algeti", "Algeti2")]
    for twin in twins:
        twin.name_ka = "ალგეთი"
        twin.save()
        make_area(cycle, twin)

    with pytest.raises(BadLines):
        load(cycle, f"{NUMBER},{YEAR},ალგეთი")


def test_loading_again_replaces_the_list_before_the_vote_and_only_adds_during_it(cast: Cast) -> None:
    cycle = make_listed_vote(cast, [f"{NUMBER},{YEAR}"])
    with pinned(cycle.voting_from_at - timedelta(days=1)):
        load(cycle, f"{OTHER_NUMBER},1990")
    assert_listed(cycle, {NUMBER: False, OTHER_NUMBER: True})

    loaded = load(cycle, f"{NUMBER},{YEAR}", f"{OTHER_NUMBER},1999")

    assert loaded == Loaded(listed=2, added=1, too_young=0)
    assert_listed(cycle, {NUMBER: True, OTHER_NUMBER: True})


def assert_listed(cycle: Cycle, expected: dict[str, bool]) -> None:
    years = {NUMBER: YEAR, OTHER_NUMBER: 1990}
    found = {}
    for number in expected:
        try:
            LIST.identify(cycle, {"number": number, "year": years[number]}, VISITOR)
            found[number] = True
        except WrongProof:
            found[number] = False
    assert found == expected


def test_a_list_is_refused_after_the_vote_without_people_and_without_a_key(cast: Cast) -> None:
    cycle, keyless = make_listed_vote(cast), make_cycle(cast, Stage.REVIEWING)

    with pinned(cycle.voting_until_at), pytest.raises(NotPossible, match="The vote is over"):
        load(cycle, f"{UNKNOWN},{YEAR}")
    with pytest.raises(NotPossible, match="nobody on it"):
        load(cycle, "number,year")
    with pytest.raises(KeyMissing):
        load(keyless, f"{NUMBER},{YEAR}")

    assert Resident.objects.count() == 2


def test_a_vote_by_the_list_does_not_open_before_the_list_is_loaded(cast: Cast) -> None:
    cycle = make_cycle(cast, Stage.REVIEWING, identity_methods=["residents"])
    make_key(cycle)
    before = _line(cycle)
    load(cycle, f"{NUMBER},{YEAR}")

    assert (before, _line(cycle)) == (False, True)


def _line(cycle: Cycle) -> bool:
    [line] = [one for one in voting_checklist(cycle) if one.text == "The residents' list is loaded"]
    return line.is_met


# --- the command ---------------------------------------------------------------------------------


def test_command_loads_a_file_and_says_counts(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cycle, file = make_preparing(cast), tmp_path / "list.csv"
    file.write_text(f"number,year\n{NUMBER},{YEAR}\n{OTHER_NUMBER},{now().year}\n")

    call_command("load_residents", str(file), cycle=cycle.pk)

    assert capsys.readouterr().out == (
        "1 residents are on the list, 1 of them new; 1 were too young and are left out.\n"
    )


def test_command_reads_standard_input(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cycle = make_preparing(cast)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"".join(lines(f"{NUMBER},{YEAR}")))))

    call_command("load_residents", "-", cycle=cycle.pk)

    assert cycle.residents.count() == 1


def test_command_names_lines_and_no_values(cast: Cast, tmp_path: Path) -> None:
    cycle, file = make_preparing(cast), tmp_path / "list.csv"
    file.write_text(f"{NUMBER},{YEAR}\n0102401234,1985\n01024012399,'85\n")

    with pytest.raises(CommandError) as error:
        call_command("load_residents", str(file), cycle=cycle.pk)

    assert str(error.value).splitlines() == [
        "Nothing was loaded: 2 lines are wrong.",
        "  Line 2: The personal number does not have 11 digits.",
        "  Line 3: The birth year is not a year with four digits.",
    ]


def test_command_says_what_is_missing(cast: Cast, tmp_path: Path) -> None:
    cycle, file = make_cycle(cast, Stage.REVIEWING), tmp_path / "list.csv"
    file.write_text(f"{NUMBER},{YEAR}\n")
    said = []
    for path, pk in ((file, cycle.pk), (file, 10**6), (tmp_path / "none.csv", cycle.pk)):
        with pytest.raises(CommandError) as error:
            call_command("load_residents", str(path), cycle=pk)
        said.append(str(error.value))

    assert said == [
        f"The cycle has no key yet. First: manage.py make_key {cycle.pk}",
        "There is no cycle 1000000.",
        f"{tmp_path / 'none.csv'} cannot be read: No such file or directory.",
    ]


# --- who is voting -------------------------------------------------------------------------------


def test_a_resident_is_known_by_number_and_year_with_the_area_of_the_list(cast: Cast) -> None:
    cycle = make_listed_vote(cast)
    resident = Resident.objects.earliest("pk")
    resident.area = make_area(cycle)
    resident.save()

    voter = LIST.identify(cycle, {"number": NUMBER, "year": YEAR}, VISITOR)

    assert (voter.voter_key, voter.method, voter.area) == (
        key_of_number(cycle, NUMBER),
        "residents",
        resident.area_id,
    )


def test_a_list_is_of_one_cycle_alone(cast: Cast) -> None:
    make_listed_vote(cast)
    other = make_listed_vote(cast, [f"{OTHER_NUMBER},1990"])

    with pytest.raises(WrongProof):
        LIST.identify(other, {"number": NUMBER, "year": YEAR}, VISITOR)


def test_guessing_the_year_is_limited_for_a_number_and_passes_by_itself(cast: Cast) -> None:
    cycle = make_listed_vote(cast)
    for year in range(1950, 1950 + MOST_PER_NUMBER):
        with pytest.raises(WrongProof):
            LIST.identify(cycle, {"number": NUMBER, "year": year}, VISITOR)

    for _again in range(3):  # what is refused does not make the hour longer
        with pytest.raises(TooManyTries):
            LIST.identify(cycle, {"number": NUMBER, "year": YEAR}, VISITOR)

    elsewhere = Visitor("198.51.100.9", "en")  # the resident is not locked out by whoever guesses
    assert LIST.identify(cycle, {"number": NUMBER, "year": YEAR}, elsewhere).method == "residents"
    with pinned(now() + timedelta(hours=1, seconds=1)):
        assert LIST.identify(cycle, {"number": NUMBER, "year": YEAR}, VISITOR).method == "residents"


def test_guessing_is_limited_for_an_address_and_the_right_ones_do_not_count(cast: Cast) -> None:
    cycle = make_listed_vote(cast)
    for _time in range(MOST_PER_ADDRESS + 1):
        LIST.identify(cycle, {"number": NUMBER, "year": YEAR}, VISITOR)
    assert Try.objects.count() == 0
    for number in range(MOST_PER_ADDRESS):
        with pytest.raises(WrongProof):
            LIST.identify(cycle, {"number": f"{number:011}", "year": YEAR}, VISITOR)

    with pytest.raises(TooManyTries):
        LIST.identify(cycle, {"number": NUMBER, "year": YEAR}, VISITOR)


def test_the_addresses_of_one_home_are_one_in_ipv6(cast: Cast) -> None:
    cycle = make_listed_vote(cast)
    for host in range(MOST_PER_NUMBER):
        with pytest.raises(WrongProof):
            LIST.identify(cycle, {"number": NUMBER, "year": 1950}, Visitor(f"2001:db8:1:2::{host:x}", "en"))

    with pytest.raises(TooManyTries):
        LIST.identify(cycle, {"number": NUMBER, "year": YEAR}, Visitor("2001:db8:1:2:ffff::1", "en"))


def test_the_close_forgets_the_list(cast: Cast) -> None:
    cycle, other = make_listed_vote(cast), make_listed_vote(cast)

    assert LIST.forget(cycle) == {"residents": 2}
    assert (cycle.residents.count(), other.residents.count()) == (0, 2)


@pytest.mark.parametrize(
    ("typed", "year"), [("1985", 1985), (" 19 85 ", 1985), ("１９８５", 1985), ("19\u200b85", 1985)]
)
def test_a_year_is_read_as_people_type_it(typed: str, year: int) -> None:
    form = ResidentForm({"number": NUMBER, "year": typed})
    assert (form.is_valid(), form.cleaned_data["year"]) == (True, year)


@pytest.mark.parametrize("typed", ["85", "1899", "3000", "year", "19855"])
def test_a_year_that_is_none_is_a_field_error(typed: str) -> None:
    assert ResidentForm({"number": NUMBER, "year": typed}).errors == {
        "year": ["Write the year in which you were born with four digits, for example 1985."]
    }


def test_an_ipv4_address_written_as_ipv6_is_no_network_of_everybody() -> None:
    assert [caller_of(f"::ffff:192.0.2.{last}") for last in (7, 8)] == ["192.0.2.7", "192.0.2.8"]
    assert caller_of("2001:db8::1") == caller_of("2001:db8::2")
