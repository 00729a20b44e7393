"""The link that invites to write together."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from budgeting.proposals.actions import submit_proposal
from budgeting.proposals.coauthors import join_proposal
from budgeting.proposals.models import CoAuthor, Proposal
from budgeting.proposals.states import State
from tests.factories import make_cycle, make_draft, make_published
from tests.people import Cast


@pytest.fixture
def draft(cast: Cast) -> Proposal:
    return make_draft(cast, make_cycle(cast))


def invitation(draft: Proposal, key: uuid.UUID | None = None) -> str:
    return reverse("join_proposal", args=[draft.pk, key or draft.invite_key])


def screen(draft: Proposal) -> str:
    return reverse("write_step", args=[draft.pk, "coauthors"])


def test_invited_neighbour_signs_in_sees_who_asks_and_joins(client: Client, cast: Cast, draft: Proposal) -> None:
    assert client.get(invitation(draft)).url.startswith("/en/account/?next=")
    client.force_login(cast.neighbour)
    page = client.get(invitation(draft)).content.decode()
    assert ("Resident" in page, draft.title_az in page, CoAuthor.objects.count()) == (True, True, 0)

    response = client.post(invitation(draft))

    assert response.url == reverse("write_proposal", args=[draft.address])
    assert [row.user for row in CoAuthor.objects.all()] == [cast.neighbour]
    assert client.get(response.url).status_code == 200
    assert draft.title_az in client.get(reverse("my_page")).content.decode()
    assert client.get(invitation(draft)).status_code == 302  # has joined already


def test_wrong_key_is_not_found(client: Client, cast: Cast, elsewhere: Cast, draft: Proposal) -> None:
    other = make_draft(elsewhere, make_cycle(elsewhere))
    for person in (cast.neighbour, cast.resident, cast.moderator):
        client.force_login(person)
        for key in (uuid.uuid4(), other.invite_key):
            assert client.get(invitation(draft, key)).status_code == 404
            assert client.post(invitation(draft, key)).status_code == 404
    assert CoAuthor.objects.count() == 0


def test_link_to_what_is_handed_in_says_so(client: Client, cast: Cast, draft: Proposal) -> None:
    submit_proposal(draft, by=cast.resident)
    client.force_login(cast.neighbour)
    for page in (client.get(invitation(draft)), client.post(invitation(draft))):
        assert (page.status_code, "handed in already" in page.content.decode()) == (409, True)
    assert CoAuthor.objects.count() == 0


def test_link_is_shown_to_the_first_author_alone_and_changes_with_a_press(
    client: Client, cast: Cast, draft: Proposal
) -> None:
    join_proposal(draft, by=cast.neighbour, key=draft.invite_key)
    client.force_login(cast.neighbour)
    assert str(draft.invite_key) not in client.get(screen(draft)).content.decode()
    assert client.post(screen(draft), {"renew": "link"}).status_code == 403
    client.force_login(cast.resident)
    assert str(draft.invite_key) in client.get(screen(draft)).content.decode()

    client.post(screen(draft), {"renew": "link"})

    assert Proposal.objects.get().invite_key != draft.invite_key
    assert client.get(invitation(draft)).status_code == 404


def test_co_author_leaves_and_the_first_removes(client: Client, cast: Cast, draft: Proposal) -> None:
    rows = [join_proposal(draft, by=user, key=draft.invite_key) for user in (cast.neighbour, cast.observer)]
    client.force_login(cast.neighbour)
    assert client.post(screen(draft), {"remove": rows[1].pk}).status_code == 403
    assert client.post(screen(draft), {"remove": rows[0].pk}).url == reverse("my_page")
    client.force_login(cast.resident)
    assert client.post(screen(draft), {"remove": "9" * 40}).status_code == 302
    assert client.post(screen(draft), {"remove": rows[1].pk}).status_code == 302
    assert CoAuthor.objects.count() == 0


def test_names_of_co_authors_stand_on_the_public_page(client: Client, cast: Cast) -> None:
    proposal = make_published(cast, make_cycle(cast))
    CoAuthor.objects.create(proposal=proposal, user=cast.neighbour, name="Anahit")
    assert "<dd>Anahit</dd>" in client.get(reverse("proposal", args=[proposal.address])).content.decode()


def test_link_to_what_was_hidden_shows_nothing_of_it(client: Client, cast: Cast, draft: Proposal) -> None:
    Proposal.objects.filter(pk=draft.pk).update(state=State.REJECTED, rejection_code="hate")
    client.force_login(cast.neighbour)

    page = client.get(reverse("join_proposal", args=[draft.pk, draft.invite_key]))

    assert (page.status_code, str(draft.title_az) in page.content.decode()) == (409, False)
