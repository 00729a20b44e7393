"""The figures, worked out by hand on small cases; what is hidden cannot be worked out."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from budgeting.cycles.models import Cycle
from budgeting.inclusion.actions import make_report
from budgeting.inclusion.figures import by_answer, decided, merged, people, themes
from budgeting.inclusion.models import Part, Tally
from budgeting.proposals.models import Proposal
from budgeting.results.models import Count, Outcome
from budgeting.results.queries import standing_count
from portal.accounts.models import User
from portal.clock import now, pinned
from tests.budgeting.inclusion.telling import make_counted, make_public_report, say_of_authors
from tests.factories import make_cycle, make_published, make_theme, make_vote
from tests.people import Cast


def many(cast: Cast, cycle: Cycle, number: int, **facts: object) -> list[Proposal]:
    """Public proposals without the way there, for counting only; each with an author of its own."""
    authors = User.objects.bulk_create(
        [User(email=f"a{cycle.pk}-{User.objects.count()}-{place}@x.example") for place in range(number)]
    )
    rows = [
        Proposal(
            cycle=cycle,
            author=author,
            written_in="az",
            title="Lamps",
            state="published",
            published_at=cycle.proposing_from_at,
            **facts,
        )
        for author in authors
    ]
    return Proposal.objects.bulk_create(rows)


def test_before_the_result_nothing_is_said_of_voters(cast: Cast) -> None:
    cycle = make_vote(cast)
    Tally.objects.create(cycle=cycle, part=Part.VOTE, question="gender", answer="woman", number=50)

    report = make_public_report(cast, cycle)

    columns = {column for name in ("gender", "age") for cells in report.figures[name].values() for column in cells}
    assert set(report.figures["people"]) == {"propose", "comment", "back"}
    assert columns == {"propose", "comment", "back"}


def test_voters_are_told_with_those_who_said_nothing(cast: Cast) -> None:
    cycle = make_counted(cast, votes=40, woman=12, man=11)

    figures = people(cycle, standing_count(cycle)) | by_answer(cycle, standing_count(cycle))

    assert figures["people"]["vote"] == {"people": 40}
    assert {line: cells["vote"] for line, cells in figures["gender"].items()} == {
        "woman": 12,
        "man": 11,
        "other": None,  # 0
        "none": None,  # 17: alone it would tell the line above
    }
    assert figures["language"]["az"]["vote"] == 23


def test_no_answer_is_hidden_before_women_or_men(cast: Cast) -> None:
    cycle = make_counted(cast, votes=60, woman=12, man=14, other=3)

    gender = by_answer(cycle, standing_count(cycle))["gender"]

    assert {line: cells["vote"] for line, cells in gender.items()} == {
        "woman": 12, "man": 14, "other": None, "none": None,
    }  # fmt: skip


def test_who_sent_nothing_is_no_line_that_two_tables_share(cast: Cast) -> None:
    """It would be the same number in all of them: shown in one, it would tell what another hides beside it."""
    cycle = make_counted(cast, votes=60, woman=12, man=14)

    figures = by_answer(cycle, standing_count(cycle))

    assert {name: set(figures[name]) - KNOWN[name] for name in KNOWN} == {name: {"none"} for name in KNOWN}


KNOWN = {"gender": {"woman", "man", "other"}, "language": {"ka", "hy", "az", "en"}}


def test_proposals_by_what_their_authors_said(cast: Cast) -> None:
    cycle = make_cycle(cast)
    say_of_authors(many(cast, cycle, 40), *["woman"] * 12, *["man"] * 13)

    gender = by_answer(cycle, None)["gender"]

    assert {line: cells["propose"] for line, cells in gender.items()} == {
        "woman": 12, "man": 13, "other": None, "none": None,
    }  # fmt: skip


def test_an_answer_whose_author_has_left_is_not_counted(cast: Cast) -> None:
    cycle = make_cycle(cast)
    written = many(cast, cycle, 30)
    say_of_authors(written, *["woman"] * 15)
    Proposal.objects.filter(pk__in=[one.pk for one in written[:5]]).update(author=None)

    assert by_answer(cycle, None)["gender"]["woman"]["propose"] == 10


def result_with(cycle: Cycle, written: list[Proposal], funded: set[int], cost_tetri: int = 1_000) -> Count:
    """A published count that funds the proposals at these places."""
    count = Count.objects.create(cycle=cycle, rule=cycle.rule, counted_at=now(), published_at=now())
    Outcome.objects.bulk_create(
        Outcome(
            count=count, project=one, place=place, votes=1, cost_tetri=cost_tetri + place,
            is_funded=place in funded, reason="fits" if place in funded else "no_votes",
        )
        for place, one in enumerate(written)
    )  # fmt: skip
    return count


def test_winners_and_money_by_gender(cast: Cast) -> None:
    """60 proposals: 20 by women, 20 by men, 20 unknown; of each the first ten win."""
    cycle = make_cycle(cast)
    written = many(cast, cycle, 60)
    say_of_authors(written, *["woman"] * 20, *["man"] * 20)
    funded = {place for place in range(60) if place % 20 < 10}
    count = result_with(cycle, written, funded)

    figures = decided(cycle, count)

    whole = sum(1_000 + place for place in funded)
    women = sum(1_000 + place for place in range(10))
    assert figures["totals"]["all"] == {"proposals": 60, "funded": 30, "money_tetri": whole}
    assert figures["decided_gender"]["woman"] == {
        "proposals": 20,
        "funded": 10,
        "money_tetri": round(100 * women / whole) * whole // 100,
    }
    assert figures["decided_gender"]["woman"]["money_tetri"] != women
    assert figures["decided_language"]["az"] == {"proposals": 60, "funded": 30, "money_tetri": whole}


def test_few_losers_are_not_told_by_subtracting_winners(cast: Cast) -> None:
    """Of 20 women 18 win: two who lose would be 20 - 18."""
    cycle = make_cycle(cast)
    written = many(cast, cycle, 60)
    say_of_authors(written, *["woman"] * 20, *["man"] * 20)
    funded = {place for place in range(60) if place < 18 or (place >= 20 and place % 20 < 10)}

    found = decided(cycle, result_with(cycle, written, funded))["decided_gender"]

    assert found["woman"]["proposals"] == 20
    assert (found["woman"]["funded"], found["woman"]["money_tetri"]) == (None, None)
    assert [cells["funded"] for cells in found.values()].count(None) >= 2


def test_themes_are_hidden_both_ways(cast: Cast) -> None:
    cycle, water, roads = make_cycle(cast), make_theme("water"), make_theme("roads")
    of_water, of_roads = many(cast, cycle, 50, theme=water), many(cast, cycle, 40, theme=roads)
    say_of_authors(of_water, *["woman"] * 20, *["man"] * 12)
    say_of_authors(of_roads, *["woman"] * 11, *["man"] * 4)

    lines = themes(cycle, None)["themes"]

    assert lines[str(water.pk)] == {"woman": 20, "man": None, "all": 50}
    assert lines[str(roads.pk)] == {"woman": 11, "man": None, "all": 40}


def test_the_whole_tells_nothing_of_a_cycle_that_hides(cast: Cast) -> None:
    """What all cycles show together less what one shows is what the others show, and no more."""
    first, second = make_counted(cast, votes=40, woman=12, man=11), make_counted(cast, votes=40, woman=13, man=4)
    figures = [by_answer(cycle, standing_count(cycle)) for cycle in (first, second)]

    whole = merged(figures)["gender"]

    assert [one["gender"]["man"]["vote"] for one in figures] == [11, None]
    assert (whole["woman"]["vote"], whole["man"]["vote"]) == (25, 11)


def test_the_same_data_give_the_same_figures_whenever_they_are_worked_out(cast: Cast) -> None:
    cycle = make_counted(cast, votes=40, woman=12, man=11)
    report = make_public_report(cast, cycle)
    before = (report.figures, report.as_of)

    with pinned(now() + timedelta(days=2)):
        again = make_report(report)

    assert (again.figures, again.as_of) == before


def test_a_report_asks_as_many_questions_for_three_proposals_as_for_one(cast: Cast) -> None:
    asked = []
    for number in (1, 3):
        cycle = make_cycle(cast)
        for _proposal in range(number):
            make_published(cast, cycle)
        with CaptureQueriesContext(connection) as queries:
            make_public_report(cast, cycle)
        asked.append(len(queries))

    assert asked[0] == asked[1]
