"""Where numbers, phones, codes or choices are posted, a report of an error shows nothing of what was posted."""

from django.test import Client
from django.urls import reverse

from tests.budgeting.booths.paper import make_booth
from tests.factories import make_vote
from tests.people import Cast

OF_A_CYCLE = ["vote", "vote_identify", "vote_remind", "receipt_check", "desk_cards", "desk_identity"]
OF_A_BOOTH = ["desk_booth_roll", "desk_booth_offline"]


def test_an_error_report_shows_nothing_that_was_posted(client: Client, cast: Cast) -> None:
    cycle = make_vote(cast)
    booth = make_booth(cast, cycle)
    client.force_login(cast.official)

    for name, key in (*((name, cycle.address) for name in OF_A_CYCLE), *((name, booth.pk) for name in OF_A_BOOTH)):
        answer = client.post(reverse(name, args=[key]), {"number": "01024012345"})

        assert (name, answer.wsgi_request.sensitive_post_parameters) == (name, "__ALL__")
