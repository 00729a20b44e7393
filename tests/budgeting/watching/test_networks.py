"""Networks that pass."""

import pytest
from django.test import Client
from django.urls import reverse

from budgeting.errors import NotAllowed, NotPossible
from budgeting.voting.traces import block_of
from budgeting.watching.models import SharedNetwork
from budgeting.watching.networks import add_network, read_network, remove_network
from budgeting.watching.queries import shared_address
from portal.log.models import Entry
from tests.people import ROLES, Cast


@pytest.mark.parametrize(
    ("typed", "network"),
    [
        ("192.0.2.0/24", "192.0.2.0/24"),
        (" 192.0.2.77/24 ", "192.0.2.0/24"),
        ("192.0.2.77", "192.0.2.77/32"),
        ("10.1.0.0/16", "10.1.0.0/16"),
        ("2001:DB8:0::/48", "2001:db8::/48"),
        ("2001:db8::/32", "2001:db8::/32"),
    ],
)
def test_network_is_read_as_it_is_written_everywhere(typed: str, network: str) -> None:
    assert read_network(typed) == network


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "library",
        "192.0.2.0/33",
        "192.0.2/24",
        "1.2.3.4/24/5",
        "10.0.0.0/15",
        "0.0.0.0/0",
        "::/0",
        "2001::/31",
        "١٩٢.0.2.0/24",
        "<b>",
    ],
)
def test_what_is_no_network_or_too_wide_is_refused(typed: str) -> None:
    with pytest.raises(NotPossible):
        read_network(typed)


def test_address_in_a_shared_network_is_blanked(cast: Cast, elsewhere: Cast) -> None:
    for network in ("192.0.2.0/24", "2001:db8:7::/48"):
        add_network(cast.municipality, by=cast.official, network=network, label="Library")

    def blanked(place) -> list[str]:
        addresses = ["192.0.2.9", "::ffff:192.0.2.9", "192.0.3.9", "2001:db8:7::1", "2001:db8:8::1", "unknown", ""]
        return [address for address in addresses if address and not shared_address(place, address)]

    assert blanked(cast.municipality) == ["192.0.2.9", "::ffff:192.0.2.9", "2001:db8:7::1"]
    assert blanked(elsewhere.municipality) == []


def test_ipv4_written_as_ipv6_is_in_its_own_block() -> None:
    assert block_of("::ffff:192.0.2.9") == block_of("192.0.2.77") == "192.0.2.0/24"


def test_naming_and_taking_off_is_on_the_record(cast: Cast) -> None:
    shared = add_network(cast.municipality, by=cast.administrator, network="192.0.2.0/24", label="Library")
    with pytest.raises(NotPossible, match="already"):
        add_network(cast.municipality, by=cast.official, network="192.0.2.5/24", label="School")
    remove_network(shared, by=cast.official)

    entries = Entry.objects.filter(act__endswith="_network").order_by("pk")
    assert [(entry.act, entry.facts) for entry in entries] == [
        ("add_network", {"network": "192.0.2.0/24", "label": "Library"}),
        ("remove_network", {"network": "192.0.2.0/24", "label": "Library"}),
    ]


@pytest.mark.parametrize(
    "who", ["resident", *(name for name in ROLES if "official" not in name and name != "administrator")]
)
def test_others_name_no_network(cast: Cast, who: str) -> None:
    shared = add_network(cast.municipality, by=cast.administrator, network="192.0.2.0/24", label="Library")
    with pytest.raises(NotAllowed):
        add_network(cast.municipality, by=getattr(cast, who), network="198.51.100.0/24", label="Mine")
    with pytest.raises(NotAllowed):
        remove_network(shared, by=getattr(cast, who))


def test_page_adds_refuses_with_what_was_typed_and_takes_off(cast: Cast, client: Client) -> None:
    client.force_login(cast.official)
    path = reverse("desk_networks", args=[cast.municipality.slug])

    added = client.post(path, {"network": "192.0.2.0/24", "label": "The <library>"})
    refused = client.post(path, {"network": "10.0.0.0/8", "label": "Everybody"})
    page = client.get(path).content.decode()
    removed = client.post(path, {"remove": SharedNetwork.objects.get().pk})

    assert (added.status_code, refused.status_code, removed.status_code) == (302, 422, 302)
    assert ("10.0.0.0/8" in refused.content.decode(), "The &lt;library&gt;" in page) == (True, True)
    assert not SharedNetwork.objects.exists()
