"""Voting cards on the desk: sheets in the answer that issues them, and nowhere else."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from budgeting.cycles.models import Cycle
from budgeting.voting.actions import cast_ballot
from budgeting.voting.codes import read_code, show_code
from budgeting.voting.identity import METHODS
from budgeting.voting.identity.card.actions import issue_cards
from budgeting.voting.identity.card.models import Card, CardBatch
from tests.budgeting.printing.test_printing import text_of
from tests.factories import VISITOR, make_vote
from tests.people import Cast

CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    return make_vote(cast)


@pytest.fixture
def officer(client: Client, cast: Cast) -> Client:
    client.force_login(cast.booth_officer)
    return client


def path_of(cycle: Cycle) -> str:
    return reverse("desk_cards", args=[cycle.pk])


def test_issuing_answers_with_the_sheets_of_this_batch(officer: Client, cycle: Cycle) -> None:
    page = officer.get(path_of(cycle))
    mark = page.context["issue"]["mark"].value()

    answer = officer.post(
        path_of(cycle), {"act": "issue", "issue-count": "3", "issue-place": "Sadakhlo", "issue-mark": mark}
    )

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == f'attachment; filename="khma-cards-{cycle.pk}.pdf"'
    assert "no-store" in answer["Cache-Control"]
    codes = CODE.findall(text_of(answer.content))
    assert len(set(codes)) == 3
    method = METHODS["card"]
    assert all(method.identify(cycle, {"code": read_code(code, 12)}, VISITOR) for code in codes)
    page_again = officer.get(path_of(cycle)).content.decode()
    assert [code for code in codes if code in page_again] == []  # the mark of the form may look like a code


def test_a_form_sent_twice_issues_one_batch_and_says_so(officer: Client, cycle: Cycle) -> None:
    mark = officer.get(path_of(cycle)).context["issue"]["mark"].value()
    typed = {"act": "issue", "issue-count": "3", "issue-place": "Sadakhlo", "issue-mark": mark}
    officer.post(path_of(cycle), typed)

    again = officer.post(path_of(cycle), typed)

    assert (again.status_code, CardBatch.objects.count(), Card.objects.count()) == (422, 1, 3)
    assert "This batch has been issued already" in again.content.decode()
    fresh = again.context["issue"]["mark"].value()
    assert fresh != str(mark)
    assert again.context["issue"]["place"].value() == "Sadakhlo"
    assert officer.post(path_of(cycle), {**typed, "issue-mark": fresh})["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    "typed",
    [
        {"act": "issue", "issue-count": "0"},
        {"act": "issue", "issue-count": "1001"},
        {"act": "issue", "issue-count": "9" * 30},
        {"act": "issue", "issue-count": "three"},
        {"act": "issue", "issue-count": "1", "issue-place": "x" * 121},
        {"act": "issue", "issue-count": "1", "issue-place": "x\x00"},
        {"act": "issue", "issue-count": "1", "issue-mark": "x"},
        {"act": "spoil", "card-code": ""},
        {"act": "exchange", "card-code": "7K2M-9QXA-T4PX"},
        {"act": "spoil", "card-code": "ა" * 41},
        {"act": "spoil_batch"},
        {"act": "spoil_batch", "batch-batch": "99999", "batch-is_whole": "on"},
        {"act": "spoil_batch", "batch-batch": "x", "batch-is_whole": "on"},
    ],
)
def test_bad_input_is_refused_with_a_sentence_and_changes_nothing(
    officer: Client, cast: Cast, cycle: Cycle, typed: dict[str, str]
) -> None:
    issue_cards(cycle, by=cast.booth_officer, count=1)

    answer = officer.post(path_of(cycle), typed)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert [one.is_spoiled for one in Card.objects.all()] == [False]


def test_spoil_and_exchange_from_the_desk(officer: Client, cast: Cast, cycle: Cycle) -> None:
    first, second, used = issue_cards(cycle, by=cast.booth_officer, count=3, place="Sadakhlo")
    cast_ballot(cycle, [1], voter=METHODS["card"].identify(cycle, {"code": used}, VISITOR))

    spoiled = officer.post(path_of(cycle), {"act": "spoil", "card-code": show_code(first).lower()}, follow=True)
    exchanged = officer.post(path_of(cycle), {"act": "exchange", "card-code": second})
    refused = officer.post(path_of(cycle), {"act": "exchange", "card-code": used})

    assert "The card is spoiled: it opens no vote." in spoiled.content.decode()
    [new] = CODE.findall(text_of(exchanged.content))
    assert METHODS["card"].identify(cycle, {"code": read_code(new, 12)}, VISITOR)
    assert (refused.status_code, Card.objects.filter(is_spoiled=True).count()) == (422, 2)
    assert "The holder of this card has voted" in refused.content.decode()


def test_a_whole_batch_is_spoiled_only_with_the_officers_word(officer: Client, cast: Cast, cycle: Cycle) -> None:
    issue_cards(cycle, by=cast.booth_officer, count=3, place="Sadakhlo")
    batch = CardBatch.objects.get()

    without = officer.post(path_of(cycle), {"act": "spoil_batch", "batch-batch": batch.pk})
    with_word = officer.post(
        path_of(cycle), {"act": "spoil_batch", "batch-batch": batch.pk, "batch-is_whole": "on"}, follow=True
    )

    assert without.status_code == 422
    assert "3 cards are spoiled." in with_word.content.decode()
    assert Card.objects.filter(is_spoiled=True).count() == 3


def test_another_cycles_batch_is_not_spoiled_here(officer: Client, cast: Cast, cycle: Cycle) -> None:
    other = make_vote(cast)
    issue_cards(other, by=cast.booth_officer, count=1)
    batch = CardBatch.objects.get()

    answer = officer.post(path_of(cycle), {"act": "spoil_batch", "batch-batch": batch.pk, "batch-is_whole": "on"})

    assert (answer.status_code, Card.objects.get().is_spoiled) == (422, False)


def test_counts_are_for_all_staff_and_forms_for_those_who_issue(client: Client, cast: Cast, cycle: Cycle) -> None:
    issue_cards(cycle, by=cast.booth_officer, count=3, place="<b>Sadakhlo")

    client.force_login(cast.moderator)
    page = client.get(path_of(cycle))

    assert "&lt;b&gt;Sadakhlo" in page.content.decode()
    assert "issue-count" not in page.content.decode()
    assert client.post(path_of(cycle), {"act": "issue", "issue-count": "3"}).status_code == 403


def test_the_page_costs_the_same_queries_for_one_batch_and_many(
    officer: Client, cast: Cast, cycle: Cycle, django_assert_max_num_queries: object
) -> None:
    counts = []
    for place in ("Sadakhlo", "Imiri", "Kachagani"):
        issue_cards(cycle, by=cast.booth_officer, count=3, place=place)
        with django_assert_max_num_queries(30) as queries:
            officer.get(path_of(cycle))
        counts.append(len(queries))

    assert len(set(counts)) == 1


@pytest.mark.parametrize("language", ["ka", "hy", "az", "en"])
def test_the_page_works_in_every_language(officer: Client, cycle: Cycle, language: str) -> None:
    with override(language):
        assert officer.get(path_of(cycle)).status_code == 200
