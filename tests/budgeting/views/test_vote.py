"""The vote's secrets on the server: no row names a voter's choices or receipt."""

from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from budgeting.voting.models import Ballot
from tests.factories import make_cards, make_vote
from tests.people import Cast


def vote(client: Client, cast: Cast) -> str:
    """Votes as whoever is signed in; returns the receipt's code as shown."""
    cycle = make_vote(cast)
    [code] = make_cards(cast, cycle)
    client.post(reverse("vote", args=[cycle.address]), {"choice": ["1", "3"]})
    page = client.post(reverse("vote_identify", args=[cycle.address]), {"method": "card", "code": code}, follow=True)
    return str(page.context["code"])


def test_session_of_a_signed_in_voter_holds_neither_choices_nor_receipt(client: Client, cast: Cast) -> None:
    client.force_login(cast.resident)
    before = [session.get_decoded() for session in Session.objects.all()]

    vote(client, cast)

    assert [session.get_decoded() for session in Session.objects.all()] == before
    assert Ballot.objects.count() == 1


def test_voting_without_an_account_makes_no_session(client: Client, cast: Cast) -> None:
    vote(client, cast)
    assert not Session.objects.exists()


def test_last_step_sent_again_by_the_same_phone_shows_the_same_receipt(client: Client, cast: Cast) -> None:
    first = vote(client, cast)
    cycle = cast.municipality.cycles.get()
    again = client.post(reverse("vote_identify", args=[cycle.address]), {"method": "card", "code": "lost"}, follow=True)
    assert again.context["code"] == first


def test_forged_draft_is_not_read(client: Client, cast: Cast) -> None:
    cycle = make_vote(cast)
    client.cookies["ballot"] = f'{{"cycle": {cycle.pk}, "choices": [1], "seed": 1}}:nonsense:signature'
    assert client.get(reverse("vote_check", args=[cycle.address])).status_code == 302


def test_refused_choice_is_kept_but_leads_no_further(client: Client, cast: Cast) -> None:
    cycle = make_vote(cast, (1_000_000,) * 4)
    client.post(reverse("vote", args=[cycle.address]), {"choice": ["1", "2", "3", "4"]})
    assert client.get(reverse("vote", args=[cycle.address])).context["draft"].choices == [1, 2, 3, 4]
    assert client.get(reverse("vote_check", args=[cycle.address])).status_code == 302
