"""Searching in four languages, and a fair order."""

from datetime import date

import pytest
from django.utils import translation

from budgeting.cycles.stages import Stage
from budgeting.proposals.models import Proposal
from budgeting.proposals.queryset import SHUFFLES, seed_for
from budgeting.proposals.states import State
from tests.budgeting.proposals.states_in_play import make_in
from tests.factories import make_cycle, make_draft, make_settlement
from tests.people import Cast


@pytest.mark.parametrize(
    ("language", "title", "query"),
    [
        ("ka", "ახალი ბაღი სოფელში", "ბაღი"),
        ("ka", "ახალი ბაღი სოფელში", "ბაღის"),
        ("ka", "ახალი ბაღი სოფელში", "სოფელი"),
        ("ka", "ახალი ბაღები", "ბაღი"),
        ("ka", "ხიდის შეკეთება", "ხიდები"),
        ("ka", "ხიდის შეკეთება", "ᲮᲘᲓᲘ"),
        ("hy", "Ճանապարհի նորոգում", "ճանապարհներ"),
        ("hy", "Ճանապարհի նորոգում", "ՃԱՆԱՊԱՐՀ"),
        ("hy", "Դպրոց և մանկապարտեզ", "դպրոցի"),
        ("hy", "Դպրոց և մանկապարտեզ", "դպրոցում եւ"),
        ("az", "Küçə işıqlandırması", "kuce"),
        ("az", "Küçə işıqlandırması", "isiqlandirma"),
        ("az", "Küçə işıqlandırması", "İŞIQLANDIRMASI"),
        ("az", "Məktəbə yol", "mekteb"),
        ("az", "Məktəbə yol", "мәktәb".replace("м", "m")),
        ("az", "Su kəməri", "kemerinin"),
        ("en", "Clean water", "WATER"),
        ("en", "Clean water", "water clean"),
    ],
)
def test_search_finds_whatever_the_ending_and_the_accents(cast: Cast, language: str, title: str, query: str) -> None:
    cycle = make_cycle(cast)
    wanted = make_draft(cast, cycle, written_in=language, title=title, summary="", text="")
    make_draft(cast, cycle, written_in=language, title="Xyz", summary="", text="")

    assert list(Proposal.objects.search(query)) == [wanted]


@pytest.mark.parametrize("reader", ["ka", "hy", "az", "en"])
def test_search_looks_into_every_language_whoever_reads(cast: Cast, reader: str) -> None:
    proposal = make_draft(cast, make_cycle(cast), written_in="az", title="Körpü")

    with translation.override(reader):
        assert list(Proposal.objects.search("korpu")) == [proposal]


def test_search_looks_into_title_summary_text_village_and_author(cast: Cast) -> None:
    village = make_settlement(cast.municipality, "Kachagani")
    texts = {"title": "Alma", "summary": "Armud", "text": "Heyva"}
    proposal = make_draft(cast, make_cycle(cast), settlement=village, **texts)

    queries = ("alma", "armud", "heyva", "kachagani", "Resident")

    assert [list(Proposal.objects.search(query)) for query in queries] == [[proposal]] * len(queries)


def test_search_wants_every_word(cast: Cast) -> None:
    make_draft(cast, make_cycle(cast), title="Alma bağı")

    assert list(Proposal.objects.search("alma körpü")) == []


@pytest.mark.parametrize("query", ["", "   ", "!?", "%", "_", "\\", "--", "'", '"', "\N{ZERO WIDTH JOINER}", "🙂", "և"])
def test_search_for_nothing_finds_all(cast: Cast, query: str) -> None:
    proposal = make_draft(cast, make_cycle(cast))

    assert list(Proposal.objects.search(query)) == [proposal]


@pytest.mark.parametrize("query", ["100%x", "x_x", "' OR 1=1 --", "#nothing", "a" * 5000, "a1 " * 5000])
def test_search_takes_nothing_for_a_command(cast: Cast, query: str) -> None:
    make_draft(cast, make_cycle(cast), title="Alma", summary="", text="")

    assert list(Proposal.objects.search(query)) == []


def _many(cast: Cast, count: int = 300) -> None:
    cycle = make_cycle(cast)
    rows = [Proposal(cycle=cycle, written_in="az", title_az=f"P{n}", state=State.PUBLISHED) for n in range(count)]
    Proposal.objects.bulk_create(rows)


def test_shuffled_is_the_same_for_the_same_seed_and_complete(cast: Cast) -> None:
    _many(cast)
    everything = set(Proposal.objects.values_list("pk", flat=True))

    for seed in (0, 1, 500, SHUFFLES, 2**31, -7):
        order = list(Proposal.objects.shuffled(seed).values_list("pk", flat=True))
        assert order == list(Proposal.objects.shuffled(seed).values_list("pk", flat=True))
        assert (len(order), set(order)) == (300, everything)


def test_shuffled_differs_between_seeds_and_from_the_order_of_writing(cast: Cast) -> None:
    _many(cast)

    orders = {tuple(Proposal.objects.shuffled(seed).values_list("pk", flat=True)) for seed in range(50)}
    orders |= {tuple(Proposal.objects.order_by(field).values_list("pk", flat=True)) for field in ("pk", "-pk")}

    assert len(orders) == 52


def test_shuffled_gives_every_proposal_its_turn_at_the_top(cast: Cast) -> None:
    """Over all shuffles each of ten stands first about as often as the others (99.7 on average)."""
    _many(cast, 10)
    pks = sorted(Proposal.objects.values_list("pk", flat=True))

    firsts = [Proposal.objects.shuffled(seed).values_list("pk", flat=True)[0] for seed in range(SHUFFLES)]

    assert sorted(set(firsts)) == pks
    assert all(50 <= firsts.count(pk) <= 170 for pk in pks)


def test_shuffled_pages_do_not_overlap(cast: Cast) -> None:
    _many(cast, 60)
    order = Proposal.objects.shuffled(3).values_list("pk", flat=True)

    assert set(order[:24]) & set(order[24:48]) == set()


def test_seed_for_a_visitor_is_stable_for_a_day() -> None:
    first, again = (seed_for("10.0.0.1", "Firefox", on=date(2026, 5, 1)) for _time in range(2))
    others = {
        seed_for("10.0.0.2", "Firefox", on=date(2026, 5, 1)),
        seed_for("10.0.0.1", "Firefox", on=date(2026, 5, 2)),
    }

    assert first == again
    assert first not in others
    assert 0 <= first < SHUFFLES


def test_on_ballot_is_in_the_order_of_numbers(cast: Cast) -> None:
    cycle = make_cycle(cast, Stage.VOTING)
    projects = {number: make_in(State.ON_BALLOT, cast, cycle, number) for number in (3, 1, 2)}
    make_in(State.FEASIBLE, cast, cycle)

    assert list(cycle.proposals.on_ballot()) == [projects[1], projects[2], projects[3]]
