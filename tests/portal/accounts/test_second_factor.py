"""The second factor of staff."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from pytest_django import Settings

from portal.accounts.models import User
from tests.people import Cast
from tests.portal.accounts.signing_in import CODE, mailed_code, sign_in, signed_in_pk

SET_UP = "/en/account/second-factor/set-up/"
ASKED = "/en/account/second-factor/"


@pytest.fixture(autouse=True)
def required(settings: Settings) -> None:
    settings.STAFF_NEED_SECOND_FACTOR = True


def app_code(secret: str) -> str:
    """What an authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.mark.parametrize("path", ["/en/my/", "/en/desk/", "/en/cycles/", "/en/"])
def test_staff_without_it_are_led_to_set_it_up(client: Client, cast: Cast, path: str) -> None:
    client.force_login(cast.official)

    answer = client.get(path)

    assert (answer.status_code, answer["Location"]) == (302, SET_UP)


def test_an_action_of_staff_without_it_does_nothing(client: Client, cast: Cast) -> None:
    client.force_login(cast.official)

    answer = client.post("/en/my/", {"display_name": "Somebody", "language": "ka"})

    assert answer["Location"] == SET_UP
    assert User.objects.get(pk=cast.official.pk).display_name == "Official"


def test_the_editor_is_closed_to_a_superuser_without_it(client: Client, db: None) -> None:
    client.force_login(User.objects.create_superuser("root@example.ge"))

    answer = client.get("/editor/")

    assert (answer.status_code, answer["Location"].endswith("/account/second-factor/set-up/")) == (302, True)


def test_staff_set_it_up_and_go_on(client: Client, cast: Cast) -> None:
    assert cast.official.email
    sign_in(client, cast.official.email)
    page = client.get(SET_UP)
    secret = page.context["form"].secret

    answer = client.post(SET_UP, {"code": app_code(secret)})

    assert page.status_code == 200
    assert answer["Location"] == "/en/account/second-factor/codes/"
    assert client.get(answer["Location"]).status_code == 200
    assert client.get("/en/desk/").status_code == 200


def test_a_wrong_code_sets_nothing_up(client: Client, cast: Cast) -> None:
    client.force_login(cast.official)
    code = app_code(client.get(SET_UP).context["form"].secret)

    answer = client.post(SET_UP, {"code": f"{(int(code) + 500_000) % 10**6:06}"})

    assert (answer.status_code, Authenticator.objects.count()) == (200, 0)
    assert "Incorrect code." in answer.content.decode()


def test_signing_in_asks_for_it(client: Client, cast: Cast) -> None:
    secret = generate_totp_secret()
    TOTP.activate(cast.official, secret)
    assert cast.official.email

    asked = sign_in(client, cast.official.email)
    before = signed_in_pk(client)
    answer = client.post(ASKED, {"code": app_code(secret)})

    assert (asked["Location"], before) == (ASKED, None)
    assert (answer["Location"], signed_in_pk(client)) == ("/en/my/", cast.official.pk)


def test_signing_in_with_a_wrong_second_code_is_refused(client: Client, cast: Cast) -> None:
    secret = generate_totp_secret()
    TOTP.activate(cast.official, secret)
    assert cast.official.email
    sign_in(client, cast.official.email)

    answer = client.post(ASKED, {"code": app_code(generate_totp_secret())})

    assert (answer.status_code, signed_in_pk(client)) == (200, None)


def test_staff_who_remove_it_are_held_again(client: Client, cast: Cast) -> None:
    TOTP.activate(cast.official, generate_totp_secret())
    client.force_login(cast.official)
    assert client.get("/en/desk/").status_code == 200

    Authenticator.objects.all().delete()

    assert client.get("/en/desk/")["Location"] == SET_UP


def test_staff_without_it_can_sign_out(client: Client, cast: Cast) -> None:
    client.force_login(cast.official)

    client.post("/en/account/out/")

    assert signed_in_pk(client) is None
    assert client.get("/en/cycles/").status_code == 200


@pytest.mark.parametrize("name", ["resident", "observer"])
def test_others_are_not_bothered(client: Client, cast: Cast, name: str) -> None:
    client.force_login(getattr(cast, name))

    assert client.get("/en/my/").status_code == 200
    assert client.get("/en/cycles/").status_code == 200


def test_a_stranger_is_not_bothered(client: Client, db: None) -> None:
    assert client.get("/en/cycles/").status_code == 200


def test_nobody_is_held_where_it_is_not_required(client: Client, cast: Cast, settings: Settings) -> None:
    settings.STAFF_NEED_SECOND_FACTOR = False
    client.force_login(cast.official)

    assert client.get("/en/desk/").status_code == 200


def test_a_superuser_with_a_password_can_set_it_up(client: Client, db: None) -> None:
    User.objects.create_superuser("root@example.ge", password="a long enough password")

    sign_in(client, "root@example.ge")

    assert client.get("/en/my/")["Location"] == SET_UP
    assert client.get(SET_UP).status_code == 200


@pytest.mark.parametrize("page", ["codes/", "codes/new/", "remove/", "codes/file/"])
def test_pages_of_the_second_factor_open_after_a_fresh_sign_in(client: Client, cast: Cast, page: str) -> None:
    secret = generate_totp_secret()
    TOTP.activate(cast.official, secret)
    RecoveryCodes.activate(cast.official)
    client.force_login(cast.official)

    again = client.get(ASKED + page, follow=True).redirect_chain[-1][0]
    assert cast.official.email
    where = client.post(again)["Location"]
    client.post(where, {"address": cast.official.email})
    client.post(f"{CODE}?next={ASKED}{page}", {"code": mailed_code()})
    answer = client.post(f"{ASKED}?next={ASKED}{page}", {"code": app_code(secret)})

    assert answer["Location"] == ASKED + page
    assert client.get(ASKED + page).status_code == 200


@pytest.mark.parametrize("door", ["/editor/login/", "/en/_util/login/"])
def test_no_door_takes_a_password_instead(client: Client, db: None, door: str) -> None:
    root = User.objects.create_superuser("root@example.ge", password="a long enough password")
    TOTP.activate(root, generate_totp_secret())

    answer = client.post(door, {"username": "root@example.ge", "password": "a long enough password"})

    assert (answer.status_code, signed_in_pk(client)) == (302, None)
    assert answer["Location"].endswith("/account/")


def test_no_password_can_be_set_by_mail(client: Client, db: None) -> None:
    assert client.get("/editor/password_reset/", follow=True).status_code == 404


def test_a_recovery_code_signs_in_once(client: Client, cast: Cast) -> None:
    TOTP.activate(cast.official, generate_totp_secret())
    [code, *_others] = RecoveryCodes.activate(cast.official).get_unused_codes()
    assert cast.official.email

    outcomes = []
    for browser in (client, Client()):
        sign_in(browser, cast.official.email)
        browser.post(ASKED, {"code": code})
        outcomes.append(signed_in_pk(browser))

    assert outcomes == [cast.official.pk, None]
