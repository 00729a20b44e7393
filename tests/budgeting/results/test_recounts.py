"""A further count stands beside the older ones."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from budgeting.counting.archive import differences
from budgeting.counting.pabulib import read_election
from budgeting.cycles.models import Cycle
from budgeting.errors import NotPossible
from budgeting.results.actions import ask_count, count_cycle, publish, run_count
from budgeting.results.imports import import_election
from budgeting.results.models import Count
from budgeting.results.queries import published_archive, standing_count, summarise
from portal.log.models import Entry
from tests.budgeting.counting.pabulib.pb_files import pb_text
from tests.budgeting.results.closed import make_closed, make_town, published, winners
from tests.people import Cast

REASON = "Project 1 was withdrawn: its land is not the municipality's."
OLDER = "This is an older count. A newer one stands."


def all_of(count: Count) -> tuple[object, ...]:
    """A count as it is stored, with its outcomes and the bytes of its archive."""
    row = Count.objects.filter(pk=count.pk).values().get()
    return row, list(count.outcomes.values()), Path(count.archive.path).read_bytes()


def recount(cycle: Cycle, by: object, numbers: tuple[int, ...] = ()) -> Count:
    withdrawn = list(cycle.proposals.filter(number__in=numbers))
    return publish(run_count(ask_count(cycle, by=by, reason=REASON, withdrawn=withdrawn)))


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_second_count_needs_a_reason(cast: Cast, reason: str) -> None:
    cycle = make_closed(cast)
    first, before = count_cycle(cycle, by=cast.official, seconded_by=cast.other_official), published()

    with pytest.raises(NotPossible) as refusal:
        count_cycle(Cycle.objects.get(), by=cast.other_official, seconded_by=cast.official, reason=reason)

    assert str(refusal.value) == "This vote has been counted already. Say why it is counted again."
    assert (list(Count.objects.all()), published()) == ([first], before)


def test_a_recount_stands_beside_the_first_and_rewrites_nothing_of_it(cast: Cast) -> None:
    cycle = make_closed(cast)
    first = count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
    before = all_of(first)

    second = recount(cycle, cast.other_official, (1,))

    second.refresh_from_db()
    assert all_of(first) == before
    assert standing_count(cycle) == second
    assert (second.reason, second.asked_by, second.conditions["withdrawn"]) == (REASON, cast.other_official, ["1"])
    assert (winners(first), winners(second)) == ([1, 3], [2, 3])
    assert list(second.outcomes.values_list("project__number", "votes", "reason")) == [
        (1, 3, "withdrawn"),
        (2, 2, "fits"),
        (3, 1, "fits"),
        (4, 0, "no_votes"),
    ]
    assert differences(published_archive(second)) == differences(published_archive(first)) == []
    assert [entry.facts["count"] for entry in Entry.objects.filter(act="count_cycle")] == [second.pk, first.pk]


def test_a_recount_of_the_same_ballots_gives_the_same_bytes(cast: Cast) -> None:
    cycle = make_town(cast)
    first = count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    second = recount(cycle, cast.official)

    archives = [published_archive(count) for count in (first, second)]
    assert archives[0].result == archives[1].result
    assert archives[0].trace == archives[1].trace


def test_a_project_of_another_ballot_cannot_be_withdrawn_from_this_one(cast: Cast, elsewhere: Cast) -> None:
    """Its number on that ballot is another project's number on this one."""
    cycle, other = make_closed(cast), make_closed(elsewhere)
    count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)

    with pytest.raises(NotPossible) as refusal:
        ask_count(cycle, by=cast.official, reason=REASON, withdrawn=[other.proposals.get(number=1)])

    assert str(refusal.value) == "One of the chosen projects is not on this ballot."
    assert Count.objects.filter(cycle=cycle).count() == 1


@pytest.mark.parametrize("is_done", [False, True])
def test_a_recount_that_is_not_published_yet_changes_nothing_for_readers(
    client: Client, cast: Cast, is_done: bool
) -> None:
    cycle = make_closed(cast)
    first = count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
    unfinished = ask_count(cycle, by=cast.official, reason=REASON)
    if is_done:
        run_count(unfinished)
    path = reverse("results", args=[cycle.address])

    assert client.get(path).context["count"] == first
    assert client.get(path, {"count": unfinished.pk}).status_code == 404
    assert client.get(path).context["counts"] == [first]


def test_the_results_page_shows_the_newest_count_and_the_older_one_by_its_number(client: Client, cast: Cast) -> None:
    cycle = make_closed(cast)
    first = count_cycle(cycle, by=cast.official, seconded_by=cast.other_official)
    second = recount(cycle, cast.official, (1,))
    path = reverse("results", args=[cycle.address])

    pages = [client.get(path), client.get(path, {"count": second.pk}), client.get(path, {"count": first.pk})]

    assert [page.context["count"] for page in pages] == [second, second, first]
    texts = [page.content.decode() for page in pages]
    assert [OLDER in text for text in texts] == [False, False, True]
    assert [f"The votes were counted again. {REASON.replace(chr(39), '&#x27;')}" in text for text in texts] == [
        True,
        True,
        False,
    ]
    assert all(f"?count={count.pk}" in text for text in texts for count in (first, second))
    assert [f"/results/steps/1/?count={first.pk}" in text for text in texts] == [False, False, True]


def test_a_recount_of_an_imported_election_still_knows_what_its_city_decided(cast: Cast, tmp_path: Path) -> None:
    projects = ("project_id;cost;selected", "a;400;1", "b;500;0", "c;600;0")
    meta = {"unit": "Assen", "date_begin": "01.03.2024", "date_end": "15.03.2024"}
    (tmp_path / "city.pb").write_text(pb_text(meta=meta, projects=projects, votes=("voter_id;vote", "1;a,b", "2;a")))
    cycle = import_election(
        read_election(tmp_path / "city.pb"), cast.municipality, source="city.pb", say=lambda said: None
    )
    first = Count.objects.get()

    second = recount(cycle, cast.official, (2,))

    fields = ("project__reference", "is_funded", "is_selected_officially")
    assert [list(count.outcomes.values_list(*fields)) for count in (first, second)] == [
        [("a", True, True), ("b", True, False), ("c", False, False)],
        [("a", True, True), ("b", False, False), ("c", False, False)],
    ]
    agreed = [summarise(count, list(count.outcomes.all())).same_as_official for count in (first, second)]
    assert agreed == [False, True]
