"""Proposals that ask for something alike."""

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from budgeting.proposals.similar import similar_proposals
from budgeting.proposals.states import RejectionCode, State
from tests.factories import make_cycle, make_draft, make_published, make_settlement, make_submitted
from tests.people import Cast


@pytest.mark.parametrize(
    ("language", "title"),
    [("ka", "გზის შეკეთება"), ("hy", "Ճանապարհի նորոգում"), ("az", "Yolun təmiri"), ("en", "Road repair")],
)
@pytest.mark.parametrize("typed", ["სოფლის გზები", "Գյուղի ճանապարհը", "Kənd yolları", "A better road"])
def test_similar_names_the_same_thing_in_any_language(cast: Cast, language: str, title: str, typed: str) -> None:
    cycle = make_cycle(cast)
    wanted = make_published(cast, cycle, written_in=language, title=title, summary="-")
    make_published(cast, cycle, title="Məktəbə soba", summary="-")

    assert similar_proposals(cycle, [typed]) == [wanted]


def test_similar_puts_the_rarer_thing_first_and_the_title_before_the_summary(cast: Cast) -> None:
    cycle = make_cycle(cast)
    roads = [make_published(cast, cycle, title=f"Yol {number}", summary="-") for number in range(9)]
    below = make_published(cast, cycle, title="Təmir", summary="Körpü")
    bridge = make_published(cast, cycle, title="Körpü", summary="-")

    assert similar_proposals(cycle, ["Yol və körpü"], limit=3) == [bridge, below, roads[-1]]


def test_similar_wants_more_than_one_word_where_no_thing_is_named(cast: Cast) -> None:
    cycle = make_cycle(cast)
    make_published(cast, cycle, title="Alma", summary="-")
    both = make_published(cast, cycle, title="Alma armud", summary="-")

    assert similar_proposals(cycle, ["Alma və armud"]) == [both]
    assert similar_proposals(cycle, ["alma"]) == []


@pytest.mark.parametrize("typed", ["təmir", "yeni", "kənd", "", "   ", "!? 🙂", "%"])
def test_similar_takes_an_act_or_nothing_for_no_likeness(cast: Cast, typed: str) -> None:
    cycle = make_cycle(cast)
    make_published(cast, cycle, title="Kənddə yeni çörəkxana", summary="Təmir")

    assert similar_proposals(cycle, [typed]) == []


def test_similar_is_public_of_this_cycle_and_not_the_proposal_itself(cast: Cast, elsewhere: Cast) -> None:
    cycle = make_cycle(cast)
    own, other = (make_published(cast, cycle, title="Körpü") for _number in range(2))
    make_draft(cast, cycle, title="Körpü")
    make_submitted(cast, cycle, title="Körpü")
    hidden = make_published(cast, cycle, title="Körpü")
    type(hidden).objects.filter(pk=hidden.pk).update(state=State.REJECTED, rejection_code=RejectionCode.HATE)
    make_published(elsewhere, make_cycle(elsewhere), title="Körpü")

    assert similar_proposals(cycle, ["Körpü"], without=own) == [other]


def test_similar_gives_the_most_alike_of_many_in_two_queries(cast: Cast) -> None:
    cycle = make_cycle(cast)
    costs = []
    for _time in range(2):
        for _number in range(4):
            make_published(cast, cycle, title="Körpü", settlement=None)
        with CaptureQueriesContext(connection) as queries:
            found = similar_proposals(cycle, ["Körpü", "a" * 5000], limit=3)
            [str(one.theme) for one in found]
        costs.append((len(found), len(queries)))

    assert costs == [(3, 2), (3, 2)]


def test_component_links_what_is_similar_and_is_silent_without(cast: Cast) -> None:
    village = make_settlement(cast.municipality)
    proposal = make_published(cast, make_cycle(cast), title="Körpü", written_in="az", settlement=village)

    html = render_to_string("components/similar_proposals.html", {"similar": [proposal]})

    assert f'/proposals/{proposal.address}/" lang="az">Körpü</a>' in html
    assert render_to_string("components/similar_proposals.html", {"similar": []}).strip() == ""
