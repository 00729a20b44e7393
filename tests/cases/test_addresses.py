"""Vote pages lead nowhere but to pages of ours."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cases.ballots import choose
from tests.factories import make_vote
from tests.people import Cast

EVIL = ["//evil.example", "https:evil.example", "/\\evil.example", "javascript:alert(1)", "%2F%2Fevil.example"]


@pytest.mark.parametrize("evil", EVIL)
def test_case_33_whatever_next_page_is_asked_for_a_vote_leads_to_our_own(client: Client, cast: Cast, evil: str) -> None:
    cycle = make_vote(cast)
    sent = {"choice": "1", "next": evil, "contact": "a@example.ge"}
    choose(client, cycle, [1])
    for name in ("vote", "vote_remind", "vote_finish"):
        answer = client.post(f"{reverse(name, args=[cycle.address])}?next={evil}", sent)
        assert answer["Location"].startswith(f"/en/cycles/{cycle.pk}")
