"""A published election becomes a counted cycle, or leaves no trace."""

import re
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from budgeting.closing.models import SealedBallot
from budgeting.counting.pabulib import PabulibError, read_election
from budgeting.cycles.models import BallotKind, Cycle
from budgeting.cycles.stages import Stage
from budgeting.results.imports import import_election
from budgeting.results.models import Count
from budgeting.results.queries import summarise
from budgeting.voting.models import Roll
from portal.clock import now
from portal.log.models import Entry
from tests.budgeting.counting.pabulib.pb_files import pb_text
from tests.budgeting.results.stored import stored
from tests.people import Cast

WHEN = {"unit": "Assen", "date_begin": "01.03.2024", "date_end": "15.03.2024"}
WOLA, TARGOWEK, ASSEN = (
    "Poland_Warszawa_2022_Wola.pb",
    "Poland_Warszawa_2019_Targowek_Mieszkaniowy.pb",
    "Netherlands_Assen_2024.pb",
)


def run_import(path: Path, municipality: str = "marneuli") -> str:
    said = StringIO()
    call_command("import_election", str(path), municipality=municipality, stdout=said)
    return said.getvalue()


def refusal_of(path: Path, municipality: str = "marneuli") -> str:
    """The sentence with which the file is refused; nothing may be left of it anywhere."""
    before = stored()
    with pytest.raises(CommandError) as refusal:
        run_import(path, municipality)
    assert stored() == before
    sentence = str(refusal.value)
    assert "\n" not in sentence
    return sentence


@pytest.fixture
def pb(tmp_path: Path) -> Path:
    return tmp_path / "city.pb"


@pytest.mark.parametrize(
    ("name", "projects", "votes", "same"),
    [(WOLA, 94, 9256, True), (TARGOWEK, 21, 623, False), (ASSEN, 14, 84, False)],
)
def test_a_real_election_becomes_a_closed_counted_cycle(
    cast: Cast, pabulib: Path, name: str, projects: int, votes: int, same: bool
) -> None:
    said = run_import(pabulib / name)

    cycle, count = Cycle.objects.get(), Count.objects.get()
    assert (cycle.stage, cycle.municipality, cycle.imported_from["file"]) == (Stage.CLOSED, cast.municipality, name)
    assert (cycle.proposals.on_ballot().count(), SealedBallot.objects.count(), Roll.objects.count()) == (
        projects,
        votes,
        votes,
    )
    assert (count.cycle, count.ballots, count.asked_by, count.counted_at is None) == (cycle, votes, None, False)
    assert summarise(count, list(count.outcomes.all())).same_as_official == same
    assert said.splitlines()[-1] == f"Imported as cycle {cycle.pk}: /en/cycles/{cycle.address}/results/"
    entry = Entry.objects.get(act="import_election")
    assert (entry.by, entry.facts) == (None, {"cycle": cycle.pk, "source": name})


def test_an_imported_election_holds_the_files_ballots_by_number(cast: Cast, pabulib: Path) -> None:
    election = read_election(pabulib / ASSEN)

    cycle = import_election(election, cast.municipality, source=ASSEN, say=lambda said: None)

    references = dict(cycle.proposals.values_list("number", "reference"))
    sealed = SealedBallot.objects.values_list("choices", flat=True)
    kept = Counter(tuple(sorted(references[number] for number in choices)) for choices in sealed)
    assert kept == Counter(tuple(sorted(vote.choices)) for vote in election.votes)
    costs = dict(cycle.proposals.values_list("reference", "cost_tetri"))
    assert costs == {project.project_id: project.cost * 100 for project in election.projects}


def test_an_imported_elections_voters_stand_nowhere(cast: Cast, pabulib: Path) -> None:
    election = read_election(pabulib / ASSEN)

    import_election(election, cast.municipality, source=ASSEN, say=lambda said: None)

    dump = str([*Roll.objects.values_list(), *SealedBallot.objects.values_list(), *Cycle.objects.values_list()])
    assert [vote.voter_id for vote in election.votes if vote.voter_id in dump] == []


def test_a_knapsack_election_keeps_its_limit(cast: Cast, pb: Path) -> None:
    pb.write_text(pb_text(meta={**WHEN, "max_sum_cost": "1000"}))

    run_import(pb)

    cycle = Cycle.objects.get()
    assert (cycle.ballot_kind, cycle.envelope_tetri) == (BallotKind.KNAPSACK, 100_000)


def test_a_small_election_is_counted_and_compared_with_its_city(cast: Cast, pb: Path) -> None:
    projects = ("project_id;cost;selected", "1;400;1", "2;500;1", "3;600;0")
    pb.write_text(pb_text(meta=WHEN, projects=projects, votes=("voter_id;vote", "a;1,2", "b;1")))

    run_import(pb)

    count = Count.objects.get()
    fields = ("project__reference", "votes", "is_funded", "is_selected_officially")
    assert list(count.outcomes.values_list(*fields)) == [
        ("1", 2, True, True),
        ("2", 1, True, True),
        ("3", 0, False, False),
    ]
    assert summarise(count, list(count.outcomes.all())).same_as_official


def test_a_file_that_names_no_winners_is_compared_with_nothing(cast: Cast, pb: Path) -> None:
    pb.write_text(pb_text(meta=WHEN))

    run_import(pb)

    count = Count.objects.get()
    assert summarise(count, list(count.outcomes.all())).same_as_official is None


@pytest.mark.parametrize("year", ["2024", "15.03.2024"])
def test_dates_may_be_days_or_years(cast: Cast, pb: Path, year: str) -> None:
    pb.write_text(pb_text(meta={**WHEN, "date_begin": year, "date_end": year}))

    run_import(pb)

    assert Cycle.objects.get().voting_from_at.year == (2023 if year == "2024" else 2024)  # in UTC


@pytest.mark.parametrize(
    ("meta", "reason"),
    [
        ({"vote_type": "ordinal"}, "ordinal ballots carry points or an order, which would be lost."),
        ({"vote_type": "cumulative"}, "cumulative ballots carry points or an order, which would be lost."),
        ({"vote_type": "scoring"}, "scoring ballots carry points or an order, which would be lost."),
    ],
)
def test_a_vote_type_that_is_not_held_is_refused_with_the_reason(
    cast: Cast, pb: Path, meta: dict[str, str], reason: str
) -> None:
    pb.write_text(pb_text(meta={**WHEN, **meta}))

    assert refusal_of(pb) == (f"city.pb is not imported. This portal holds approval and knapsack ballots; {reason}")


def test_a_ballot_limit_that_is_not_held_is_refused_with_the_reason(cast: Cast, pb: Path) -> None:
    pb.write_text(pb_text(meta={**WHEN, "max_sum_cost": "900"}))

    assert refusal_of(pb) == (
        "city.pb is not imported. A ballot here may cost 900, not the budget of 1000; that limit is not held."
    )


GOOD = pb_text(meta=WHEN)
BAD: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "The file is empty."),
    "cut in a vote": (GOOD[:-2].encode(), r'In line \d+, the vote of voter "b" is empty\.'),
    "cut between votes": (GOOD[:-4].encode(), r"META gives num_votes as 2 .* so the file may be cut short\."),
    "cut before the votes": (GOOD.partition("VOTES")[0].encode(), r"The VOTES section is missing .*\."),
    "wrong encoding": (GOOD.replace("Well", "Źródło").encode("cp1250"), r"In line \d+, the text is not UTF-8\."),
    "utf-16": (GOOD.encode("utf-16"), r"The file is UTF-16 text, .*\."),
    "a zip": (b"PK\x03\x04" + bytes(500), r"The file is a zip archive or an office document, .*\."),
    "bytes": (b"META\n\0\0", r"In line 2, there is a NUL byte, so this is not a text file\."),
    "unknown project": (GOOD.replace("a;1,2", "a;1,77").encode(), r'In line \d+, .* names project "77", .*\.'),
    "cost in words": (GOOD.replace("1;400", "1;lots").encode(), r'In line \d+, the cost of project "1" .*\.'),
    "cost of nothing": (GOOD.replace("1;400", "1;0").encode(), r'In line \d+, the cost of project "1" .*\.'),
    "empty vote": (GOOD.replace("b;3", "b;").encode(), r'In line \d+, the vote of voter "b" is empty\.'),
    "voter twice": (GOOD.replace("b;3", "a;3").encode(), r'In line \d+, voter "a" votes again, .*\.'),
    "no title": (pb_text(meta={**WHEN, "unit": ""}).encode(), r".*\."),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_file_is_refused_in_one_sentence_and_leaves_nothing(cast: Cast, pb: Path, what: str) -> None:
    content, sentence = BAD[what]
    pb.write_bytes(content)

    assert re.fullmatch(rf"city\.pb is not imported\. {sentence}", refusal_of(pb))


@pytest.mark.parametrize(
    "dates",
    [
        {"date_begin": ""},
        {"date_end": ""},
        {"date_begin": "yesterday"},
        {"date_begin": "2024-03-01"},
        {"date_begin": "31.02.2024"},
        {"date_begin": "00.00.0000"},
        {"date_begin": "0000"},
        {"date_begin": "01.01.0001"},
        {"date_begin": "02.01.0001"},
        {"date_begin": "0001"},
        {"date_end": "31.12.9999"},
        {"date_end": "9999", "date_begin": "9999"},
        {"date_begin": "16.03.2024"},
        {"date_begin": "20240301"},
        {"date_begin": "1" * 5000},
        {"date_begin": "٠١.٠٣.٢٠٢٤x"},
    ],
    ids=lambda dates: "-".join(f"{key}={value[:12]}" for key, value in dates.items()),
)
def test_nonsense_dates_are_refused_in_one_sentence(cast: Cast, pb: Path, dates: dict[str, str]) -> None:
    pb.write_text(pb_text(meta={**WHEN, **dates}))

    assert re.fullmatch(r"city\.pb is not imported\. .*date.*\.", refusal_of(pb))


def test_an_election_of_the_future_is_refused(cast: Cast, pb: Path) -> None:
    year = now().year + 1
    pb.write_text(pb_text(meta={**WHEN, "date_begin": f"01.03.{year}", "date_end": f"15.03.{year}"}))

    assert refusal_of(pb) == (
        "city.pb is not imported. The election is not over: date_begin and date_end do not lie in the past, "
        "in this order."
    )


def test_a_project_id_too_long_for_our_tables_is_refused_with_its_line(cast: Cast, pb: Path) -> None:
    """SQLite would keep it, PostgreSQL would not: both have to say the same."""
    projects = ("project_id;cost", "1;400", "2;500", f"{'3' * 61};600")
    pb.write_text(pb_text(meta=WHEN, projects=projects, votes=("voter_id;vote", "a;1,2", "b;1")))

    assert re.fullmatch(
        r"city\.pb is not imported\. In line \d+, a project_id has more than 60 characters\.", refusal_of(pb)
    )


@pytest.mark.parametrize(
    ("name", "kept"), [("n" * 250, "n" * 250), ("n" * 251, "n" * 249 + "…"), ("", "1"), ("a;b", "a;b"), ("<b>", "<b>")]
)
def test_a_projects_name_is_kept_as_far_as_it_fits(cast: Cast, pb: Path, name: str, kept: str) -> None:
    projects = ("project_id;cost;name", f'1;400;"{name}"', "2;500;Bench", "3;600;Trees")
    pb.write_text(pb_text(meta=WHEN, projects=projects))

    run_import(pb)

    assert Cycle.objects.get().proposals.get(reference="1").title == kept


def test_the_limits_of_a_file_become_the_cycles(cast: Cast, pb: Path) -> None:
    meta = {**WHEN, "min_length": "2", "max_length": "2", "currency": "PLN"}
    pb.write_text(pb_text(meta=meta, votes=("voter_id;vote", "a;1,2", "b;1,3")))

    run_import(pb)

    cycle = Cycle.objects.get()
    assert (cycle.min_projects, cycle.max_projects, cycle.envelope_tetri, cycle.currency) == (2, 2, 100_000, "PLN")
    assert (cycle.ballot_kind, cycle.title_ka, cycle.title_en) == (BallotKind.APPROVAL, "Assen", "Assen")


def test_a_file_over_100_mb_is_refused_unread(cast: Cast, pb: Path) -> None:
    pb.write_text(GOOD)
    with pb.open("r+b") as stream:
        stream.truncate(100_000_001)

    assert refusal_of(pb) == "city.pb is not imported. The file is larger than 100 MB."


def test_a_file_or_a_municipality_that_is_not_there_is_said(cast: Cast, pb: Path) -> None:
    assert refusal_of(pb) == f"{pb} cannot be read: No such file or directory."
    assert refusal_of(pb.parent) == f"{pb.parent} cannot be read: Is a directory."
    assert refusal_of(pb, "atlantis") == "There is no municipality 'atlantis'."


def test_a_ballot_that_breaks_a_limit_is_refused_with_its_line(cast: Cast, pabulib: Path, pb: Path) -> None:
    """Read without its limit, so that our own check has to find it."""
    pb.write_text(pb_text(meta=WHEN))
    election = read_election(pb)
    election.meta["max_length"] = "1"
    before = stored()

    with pytest.raises(PabulibError) as refusal:
        import_election(election, cast.municipality, source="city.pb", say=lambda said: None)

    assert str(refusal.value) == f"In line {election.votes[0].line}, the ballot is refused: Choose at most 1 project."
    assert stored() == before


def test_an_interruption_leaves_nothing(cast: Cast, pb: Path) -> None:
    pb.write_text(GOOD)
    before = stored()

    def interrupt(said: str) -> None:
        if said.startswith("Counting"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_election(read_election(pb), cast.municipality, source="city.pb", say=interrupt)

    assert stored() == before


def test_an_interruption_while_the_count_is_published_leaves_nothing(
    cast: Cast, pb: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pb.write_text(GOOD)
    before = stored()

    def interrupt(_topic: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("budgeting.results.storing.announce", interrupt)
    with pytest.raises(KeyboardInterrupt):
        import_election(read_election(pb), cast.municipality, source="city.pb", say=lambda said: None)

    assert stored() == before


def test_the_same_file_twice_makes_two_cycles_with_the_same_outcome(cast: Cast, pabulib: Path) -> None:
    for _time in range(2):
        run_import(pabulib / ASSEN)

    fields = ("project__reference", "place", "decision", "is_funded_otherwise")
    first, second = (list(count.outcomes.values_list(*fields)) for count in Count.objects.order_by("pk"))
    assert first == second
