"""Addresses, as people write them and as we keep them."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client
from django.utils.translation import override

from portal.accounts.addresses import find_or_invite, normalise_phone, read_address
from portal.accounts.models import User


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("555 12 34 56", "+995555123456"),
        ("0555 12 34 56", "+995555123456"),
        ("+995 555 12 34 56", "+995555123456"),
        ("995555123456", "+995555123456"),
        ("00995 555 123 456", "+995555123456"),
        ("(555) 12-34-56", "+995555123456"),
        ("500 00 00 00", "+995500000000"),  # a prefix the library may not know yet
        ("+994 50 123 45 67", "+994501234567"),
        ("+374 91 123456", "+37491123456"),
        ("+49 151 23456789", "+4915123456789"),
    ],
)
def test_normalise_phone_keeps_one_form(typed: str, kept: str) -> None:
    assert normalise_phone(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "nino", "123", "555 12 34 5", "555 12 34 567", "+995", "+999 123456789", "0" * 30]
)
def test_normalise_phone_of_nonsense_is_none(typed: str) -> None:
    assert normalise_phone(typed) is None


@pytest.mark.parametrize("typed", ["Nino@Example.GE", "  nino@example.ge\n", "NINO@EXAMPLE.GE"])
def test_read_address_keeps_mail_in_small_letters(typed: str) -> None:
    assert read_address(typed) == ("email", "nino@example.ge")


def test_read_address_without_an_at_sign_is_a_phone() -> None:
    assert read_address(" 555 12 34 56 ") == ("phone", "+995555123456")


@pytest.mark.parametrize("typed", ["nino@", "nino@example", "a@b@c.ge", "nino", "12"])
def test_read_address_refuses_nonsense(typed: str) -> None:
    with pytest.raises(ValidationError, match=r"does not look right\. Example:"):
        read_address(typed)


@pytest.mark.django_db
def test_find_or_invite_finds_whom_it_invited() -> None:
    with override("hy"):
        invited = find_or_invite("phone", "+995555123456")

    assert find_or_invite("phone", "+995555123456") == invited
    assert (invited.language, invited.email, invited.has_usable_password()) == ("hy", None, False)
    assert (invited.is_staff, invited.is_superuser, invited.is_phone_verified) == (False, False, False)


@pytest.mark.django_db
def test_a_person_without_any_address_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError, match="user_can_be_reached"):
        User.objects.create()


@pytest.mark.django_db
@pytest.mark.parametrize("facts", [{"email": "nino@example.ge"}, {"phone": "+995555123456"}])
def test_two_people_at_one_address_are_refused_by_the_database(facts: dict[str, str]) -> None:
    User.objects.create_user(**facts)

    with pytest.raises(IntegrityError):
        User.objects.create_user(**facts)


@pytest.mark.django_db
def test_people_without_an_email_do_not_collide() -> None:
    User.objects.create_user(phone="+995555123456", email="")
    User.objects.create_user(phone="+995555123457", email="")

    assert User.objects.filter(email=None).count() == 2


@pytest.mark.django_db
def test_a_person_without_a_name_is_shown_as_a_number() -> None:
    user = User.objects.create_user("nino@example.ge")

    assert (str(user), user.get_full_name()) == (f"Resident {user.pk}", f"Resident {user.pk}")


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["+995555123456", "+995555123457"])
def test_a_form_leaves_a_missing_address_missing(number: str) -> None:
    """Two people without an e-mail both save their profile; "" would be the same address twice."""
    User.objects.create_user(phone="+995555123458")
    user = User.objects.create_user(phone=number)

    user.full_clean(exclude=["password"])

    assert (user.email, user.phone) == (None, number)


@pytest.mark.django_db
def test_two_people_with_phones_can_both_save_their_profile(client: Client) -> None:
    people = [User.objects.create_user(phone=f"+99555512345{number}") for number in range(2)]

    for user in people:
        client.force_login(user)
        answer = client.post("/en/my/", {"display_name": "Nino", "language": "az", "rhythm": "daily"})
        assert answer.status_code == 302

    assert list(User.objects.values_list("email", "display_name", "language")) == [(None, "Nino", "az")] * 2


def test_a_form_keeps_mail_in_small_letters() -> None:
    user = User(email="Nino@Example.GE")

    user.clean()

    assert user.email == "nino@example.ge"
