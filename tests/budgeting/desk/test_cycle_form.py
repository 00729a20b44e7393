"""What an administrator decides about the writing of proposals."""

import pytest
from django.test import Client
from django.urls import reverse

from budgeting.cycles.models import Cycle
from budgeting.voting.identity import METHODS
from tests.budgeting.desk.typed_cycle import CYCLE
from tests.people import Cast

WRITING = {
    "writing_hint_az": "Küçəni yazın",
    "longest_text": "800",
    "max_photos": "2",
    "backing_threshold": "30",
    "holds_comments": "on",
}


def test_hints_and_limits_of_writing_are_the_administrators(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    client.post(reverse("desk_new_cycle", args=[cast.municipality.slug]), {**CYCLE, **WRITING})
    cycle = Cycle.objects.get()
    kept = (cycle.writing_hint_az, cycle.longest_text, cycle.max_photos, cycle.backing_threshold, cycle.holds_comments)
    assert kept == ("Küçəni yazın", 800, 2, 30, True)


@pytest.mark.parametrize(("name", "typed"), [("max_photos", "6"), ("longest_text", "100"), ("longest_text", "")])
def test_limit_that_cannot_hold_is_refused_and_stays(client: Client, cast: Cast, name: str, typed: str) -> None:
    client.force_login(cast.administrator)
    page = client.post(reverse("desk_new_cycle", args=[cast.municipality.slug]), {**CYCLE, name: typed})
    assert (page.status_code, page.context["form"][name].value(), Cycle.objects.count()) == (422, typed, 0)


def test_every_way_to_check_identity_is_offered_with_what_it_proves(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)

    text = client.get(reverse("desk_new_cycle", args=[cast.municipality.slug])).content.decode()

    assert text.count('name="identity_methods"') == len(METHODS)
    assert "Residents&#x27; list · Level 1: what was typed agrees" in text
    assert "Code by text message · Level 2: the voter holds a card or a phone." in text
