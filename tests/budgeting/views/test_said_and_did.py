"""You said, we did: the page and the table, as everybody gets them."""

import csv
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.outcomes.endings import Ending
from budgeting.proposals.models import Proposal
from budgeting.proposals.states import PUBLIC, State
from budgeting.views import said_and_did
from tests.budgeting.outcomes.decided import answer_all, make_decided
from tests.budgeting.proposals.states_in_play import make_in
from tests.factories import LANGUAGES, make_cycle, make_published
from tests.people import Cast

HOSTILE = '"><script>alert(1)</script>'


def path_of(cycle: Cycle, name: str = "said_and_did", language: str = "en") -> str:
    with override(language):
        return reverse(name, args=[cycle.address])


def titles(client: Client, cycle: Cycle, query: str = "") -> list[str]:
    page = client.get(f"{path_of(cycle)}{query}")
    return [str(line.title) for line in page.context["page"]]


def make_all(cast: Cast) -> Cycle:
    """A decided cycle with a proposal of every public state beside its projects."""
    cycle = make_decided(cast)
    for state in PUBLIC:
        if state != State.ON_BALLOT:
            make_in(state, cast, cycle)
    return cycle


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_proposal_is_told_of_in_every_language_without_a_cookie(
    client: Client, cast: Cast, language: str
) -> None:
    cycle = make_all(cast)

    page = client.get(path_of(cycle, language=language))
    html = page.content.decode()

    told = [line.ending for line in page.context["page"]]
    with override(language):
        sentences = {ending.sentence for ending in told}
        assert [one for one in sentences if one not in html] == []
    assert (page.status_code, page.cookies) == (200, {})
    assert len(told) == 4 + len(PUBLIC) - 1
    assert told == sorted(told, key=list(Ending).index)
    assert page.context["chart"].rows[0].shown == "2"  # funded
    assert sum(row.value for row in page.context["chart"].rows) == len(told)


def test_a_link_shows_one_outcome_and_nonsense_shows_all(client: Client, cast: Cast) -> None:
    cycle = make_decided(cast)
    funded = [str(one.title_en) for one in cycle.proposals.filter(number__in=(1, 3)).order_by("number")]

    assert titles(client, cycle, "?outcome=funded") == funded
    assert titles(client, cycle, "?outcome=rejected") == []
    assert titles(client, cycle, "?outcome=nonsense&page=nonsense") == titles(client, cycle)
    assert len(titles(client, cycle)) == 4


def test_pages_keep_the_outcome_that_was_chosen(client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(said_and_did, "PER_PAGE", 1)
    cycle = make_decided(cast)

    second = client.get(f"{path_of(cycle)}?outcome=not_funded&page=2")

    assert [line.proposal.number for line in second.context["page"]] == [4]
    assert 'href="?outcome=not_funded&amp;page=1"' in second.content.decode()


def test_a_cycle_that_is_not_public_is_not_found(client: Client, cast: Cast) -> None:
    cycle = make_cycle(cast, Stage.PREPARING)

    answers = [client.get(path_of(cycle, name)).status_code for name in ("said_and_did", "said_and_did_csv")]

    assert answers == [404, 404]


def test_without_proposals_the_page_says_so(client: Client, cast: Cast) -> None:
    html = client.get(path_of(make_cycle(cast))).content.decode()

    assert "There are no proposals yet." in html
    assert "Every proposal has a final outcome." not in html


@pytest.mark.parametrize("name", ["said_and_did", "said_and_did_csv"])
def test_queries_do_not_grow(client: Client, cast: Cast, name: str) -> None:
    cycle = make_decided(cast)
    answer_all(cast, cycle)
    make_two(cast, cycle)
    few = _queries(client, path_of(cycle, name))
    for _turn in range(3):
        make_two(cast, cycle)
        make_published(cast, cycle)

    assert _queries(client, path_of(cycle, name)) == few <= 11


def make_two(cast: Cast, cycle: Cycle) -> None:
    make_in(State.REJECTED, cast, cycle)
    make_in(State.MERGED, cast, cycle)


def _queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as made:
        assert client.get(f"{path}?x={len(made)}").status_code == 200
    return len(made)


def test_the_table_has_every_proposal_and_no_formula(client: Client, cast: Cast) -> None:
    cycle = make_decided(cast)
    answer_all(cast, cycle)
    Proposal.objects.filter(number=1).update(title_en="=1+1", beneficiaries=["women", "girls"])

    file = client.get(path_of(cycle, "said_and_did_csv"))
    rows = list(csv.DictReader(StringIO(file.content.decode("utf-8-sig"))))

    assert file.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert [(row["number"], row["outcome"], row["is_final"], row["votes"], row["cost"]) for row in rows] == [
        ("1", "done", "1", "3", "6.0"),
        ("3", "done", "1", "1", "4.0"),
        ("2", "not_funded", "1", "2", "5.0"),
        ("4", "not_funded", "1", "0", "1.0"),
    ]
    assert (rows[0]["title"], rows[0]["beneficiaries"]) == ("'=1+1", "women girls")
    assert (rows[0]["answer"], rows[0]["answer_reason"], rows[2]["answer"]) == ("done", "Because en", "declined")


def test_hostile_words_are_inert(client: Client, cast: Cast) -> None:
    cycle = make_decided(cast)
    Proposal.objects.filter(number=1).update(title_en=HOSTILE, summary_en=HOSTILE)

    html = client.get(path_of(cycle)).content.decode()

    assert (HOSTILE in html, "<script>alert" in html) == (False, False)


def test_the_cycles_page_leads_there(client: Client, cast: Cast) -> None:
    cycle = make_decided(cast)

    html = client.get(path_of(cycle, "cycle")).content.decode()

    assert f'href="{path_of(cycle)}"' in html
