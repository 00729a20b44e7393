"""The page that asks who is voting."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from budgeting.cycles.models import Cycle
from budgeting.voting.models import Roll
from tests.budgeting.voting.identity.listed import NUMBER, PHONE, YEAR, make_listed_vote
from tests.factories import LANGUAGES, make_vote
from tests.people import Cast


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    return make_listed_vote(cast, identity_methods=["residents", "sms", "card"])


def begin(client: Client, cycle: Cycle) -> str:
    """Chooses a project; returns the address of the page."""
    client.post(reverse("vote", args=[cycle.address]), {"choice": ["1"]})
    return reverse("vote_identify", args=[cycle.address])


def names(page) -> list[str]:
    return [method.name for method, _form, _level in page.context["methods"]]


def test_ways_stand_strongest_first_each_with_what_it_proves(client: Client, cycle: Cycle) -> None:
    page = client.get(begin(client, cycle))

    assert names(page) == ["sms", "card", "residents"]
    text = page.content.decode()
    assert text.count("Level 2: the voter holds a card or a phone.") == 2
    assert text.count("Level 1: what was typed agrees with the municipality&#x27;s list of residents.") == 1


def test_ids_on_the_page_are_each_there_once(client: Client, cycle: Cycle) -> None:
    text = client.get(begin(client, cycle)).content.decode()

    for name in ("residents_number", "sms_number", "sms_phone", "card_code", "way-sms"):
        assert text.count(f'id="{name}"') == 1


def test_a_refused_proof_keeps_the_other_ways_and_what_was_typed(client: Client, cycle: Cycle) -> None:
    page = client.post(begin(client, cycle), {"method": "residents", "number": NUMBER, "year": "1950"})

    forms = {method.name: form for method, form, _level in page.context["methods"]}
    assert (page.status_code, list(forms)) == (422, ["sms", "card", "residents"])
    assert (forms["residents"]["number"].value(), forms["sms"]["number"].value()) == (NUMBER, None)
    assert [name for name, form in forms.items() if form.errors] == ["residents"]


def test_the_second_step_stands_alone_and_a_new_code_can_be_asked_for(
    client: Client, cycle: Cycle, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(begin(client, cycle), {"method": "sms", "number": NUMBER, "phone": PHONE})

    text = page.content.decode()
    assert (page.status_code, names(page)) == (200, ["sms"])
    assert "A code is on its way to your phone." in text
    assert "Send a new code" in text
    assert (NUMBER in text, PHONE[4:] in text) == (False, False)
    [(_method, form, _level)] = page.context["methods"]
    refused = client.post(
        reverse("vote_identify", args=[cycle.address]),
        {"method": "sms", "ticket": form["ticket"].value(), "code": ""},
    )
    assert (refused.status_code, names(refused)) == (422, ["sms"])
    assert "A code is on its way" not in refused.content.decode()


@pytest.mark.parametrize("method", ["", "desk", "nonsense", "residents'--"])
def test_a_way_that_the_cycle_does_not_take_proves_nothing(client: Client, cast: Cast, method: str) -> None:
    cycle = make_vote(cast)

    page = client.post(begin(client, cycle), {"method": method, "number": NUMBER, "year": str(YEAR)})

    assert (page.status_code, names(page), Roll.objects.count()) == (200, ["card"], 0)


def test_without_a_ballot_there_is_nothing_to_cast(client: Client, cycle: Cycle) -> None:
    page = client.post(reverse("vote_identify", args=[cycle.address]), {"method": "residents"})
    assert (page.status_code, page["Location"]) == (302, reverse("vote", args=[cycle.address]))


def test_the_page_is_not_kept_by_a_cache(client: Client, cycle: Cycle) -> None:
    assert "no-store" in client.get(begin(client, cycle))["Cache-Control"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_there_in_each_language(client: Client, cycle: Cycle, language: str) -> None:
    with override(language):
        page = client.get(begin(client, cycle))
    assert (page.status_code, len(names(page))) == (200, 3)


def test_the_page_says_that_the_key_is_destroyed(client: Client, cycle: Cycle) -> None:
    assert "the ballots are mixed and the key is destroyed" in client.get(begin(client, cycle)).content.decode()


def test_the_number_of_queries_does_not_depend_on_the_list(
    client: Client, cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    counts = []
    for people in (1, 50):
        cycle = make_listed_vote(cast, [f"{number:011},1985" for number in range(people)])
        address = begin(client, cycle)
        with django_assert_num_queries(10, exact=False) as seen:
            client.post(address, {"method": "residents", "number": NUMBER, "year": "1950"})
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_post_without_a_token_is_refused(cycle: Cycle) -> None:
    strict = Client(enforce_csrf_checks=True)
    page = strict.post(reverse("vote_identify", args=[cycle.address]), {"method": "residents"})
    assert page.status_code == 403
