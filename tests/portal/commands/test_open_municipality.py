"""A city hall begins alone: from an empty installation to its own administrator."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from portal.accounts.models import RoleKind, User
from portal.accounts.roles import has_role
from portal.places.models import Municipality


@pytest.mark.django_db
def test_open_municipality_gives_a_page_and_an_administrator(client: Client) -> None:
    call_command("open_municipality", "tsalka", "Nana@Tsalka.example", verbosity=0)

    place = Municipality.objects.get(slug="tsalka")
    administrator = User.objects.get(email="nana@tsalka.example")
    assert (place.is_active, has_role(administrator, RoleKind.ADMINISTRATOR, place)) == (True, True)
    assert [client.get(f"/{code}/tsalka/").status_code for code in ("ka", "hy", "az", "en")] == [200] * 4
    client.force_login(administrator)
    assert client.get("/ka/desk/cycles/new/tsalka/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(("slug", "address"), [("atlantis", "a@b.example"), ("tsalka", "nobody")])
def test_open_municipality_refuses_nonsense_and_opens_nothing(slug: str, address: str) -> None:
    with pytest.raises(CommandError):
        call_command("open_municipality", slug, address)
    assert not Municipality.objects.filter(is_active=True).exists()
