"""The last gate on a cycle's desk: the checklist with links, and two officials' signatures."""

from django.test import Client
from django.urls import reverse

from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Gate, Stage
from portal.clock import pinned
from tests.budgeting.outcomes.decided import answer_all, make_decided, works_at
from tests.factories import make_cycle
from tests.people import Cast


def test_the_desk_names_what_is_missing_and_leads_there(client: Client, cast: Cast) -> None:
    cycle = make_decided(cast)
    client.force_login(cast.official)

    page = client.get(reverse("desk_cycle", args=[cycle.address]))

    [closing] = [gate for gate in page.context["gates"] if gate["gate"] == Gate.CLOSING]
    assert (closing["needed"], closing["may_sign"], closing["signatures"]) == (2, False, [])
    [first, third] = cycle.proposals.filter(number__in=(1, 3)).order_by("number")
    links = [one.path for line in closing["checklist"] if "final" in str(line.text) for one in line.links]
    assert links == [reverse("desk_proposal", args=[project.address]) for project in (first, third)]
    assert page.content.decode().count(f'href="{links[0]}"') == 2  # without a final outcome, and owed an answer


def test_two_officials_sign_on_the_desk_and_the_public_reads_that_it_is_closed(client: Client, cast: Cast) -> None:
    cycle = make_decided(cast)
    answer_all(cast, cycle)
    path, public = reverse("desk_cycle", args=[cycle.address]), reverse("cycle", args=[cycle.address])

    with pinned(cycle.implementing_until_at):
        held = client.get(public).content.decode()
        for official in (cast.official, cast.other_official):
            client.force_login(official)
            assert "sign_closing" in client.get(path).content.decode()
            client.post(path, {"act": "sign_closing"})
        client.logout()
        closed = client.get(f"{public}?closed").content.decode()

    assert Cycle.objects.get().stage_at(cycle.implementing_until_at) == Stage.CLOSED
    words = ("The time for the works is over.", "This budget is closed.")
    assert [word in held for word in words] == [True, False]
    assert [word in closed for word in words] == [False, True]


def test_the_last_gate_is_shown_once_the_vote_is_over(client: Client, cast: Cast) -> None:
    cycle = make_cycle(cast)
    client.force_login(cast.official)

    gates = client.get(reverse("desk_cycle", args=[cycle.address])).context["gates"]

    assert [gate["gate"] for gate in gates] == [Gate.PROPOSING, Gate.VOTING]


def test_a_refused_signature_is_told_and_nothing_is_stored(client: Client, cast: Cast) -> None:
    cycle = make_decided(cast)
    client.force_login(cast.official)

    with pinned(works_at(cycle)):
        page = client.post(reverse("desk_cycle", args=[cycle.address]), {"act": "sign_closing"}, follow=True)

    assert "The checklist is not complete yet." in page.content.decode()
    assert cycle.signatures.filter(gate=Gate.CLOSING).count() == 0
