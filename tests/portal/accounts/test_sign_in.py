"""Signing in: one question, one code."""

import re
import time
from types import SimpleNamespace
from urllib.parse import quote

import pytest
from django.core import mail
from django.test import Client
from django.utils.translation import gettext, override
from pytest_django import Settings

from portal.accounts.models import User
from portal.messages.sms import Memory
from tests.factories import LANGUAGES
from tests.portal.accounts.signing_in import (
    ASK,
    CODE,
    ask_code,
    mailed_code,
    sign_in,
    signed_in_pk,
    texted_code,
    type_code,
    wrong,
)

pytestmark = pytest.mark.django_db


def test_sign_in_by_mail_end_to_end(client: Client) -> None:
    user = User.objects.create_user("nino@example.ge")

    asked = ask_code(client, "nino@example.ge")
    answer = type_code(client, mailed_code())

    assert (asked.status_code, asked["Location"]) == (302, CODE)
    assert (answer.status_code, answer["Location"]) == (302, "/en/my/")
    assert mail.outbox[0].to == ["nino@example.ge"]
    assert signed_in_pk(client) == user.pk
    assert client.get("/en/my/").status_code == 200


def test_sign_in_by_phone_end_to_end(client: Client) -> None:
    user = User.objects.create_user(phone="+995555123456")

    ask_code(client, "0555 12 34 56")
    answer = type_code(client, texted_code())

    assert answer["Location"] == "/en/my/"
    assert [phone for phone, _text in Memory.sent] == ["+995555123456"]
    assert signed_in_pk(client) == user.pk
    user.refresh_from_db()
    assert user.is_phone_verified


@pytest.mark.parametrize("language", LANGUAGES)
def test_sign_in_pages_answer_in_every_language(client: Client, language: str) -> None:
    page = client.get(f"/{language}/account/")
    asked = client.post(f"/{language}/account/", {"address": "nino@example.ge"})
    code_page = client.get(asked["Location"])

    assert (page.status_code, code_page.status_code) == (200, 200)
    assert asked["Location"] == f"/{language}/account/code/"
    assert f'<html lang="{language}">' in code_page.content.decode()
    assert User.objects.get().language == language


@pytest.mark.parametrize("language", ["ka", "hy", "az"])
def test_text_message_is_written_in_the_persons_language(client: Client, language: str) -> None:
    User.objects.create_user(phone="+995555123456", language=language)
    with override(language):
        expected = gettext("Your code for Khma: %(code)s")

    ask_code(client, "555123456")

    assert Memory.sent[-1][1] == expected % {"code": texted_code()}


def test_a_new_address_gets_one_account(client: Client) -> None:
    sign_in(client, "new@example.ge")
    sign_in(Client(), " NEW@Example.GE ")
    sign_in(Client(), "new@example.ge")

    user = User.objects.get()
    assert (user.email, user.phone, user.has_usable_password()) == ("new@example.ge", None, False)


def test_the_same_phone_written_differently_is_one_account(client: Client) -> None:
    for phone in ("555 12 34 56", "+995 555 12 34 56", "0555-12-34-56", "00995555123456"):
        ask_code(client, phone)

    assert User.objects.get().phone == "+995555123456"


@pytest.mark.parametrize("kept", ["Nino@Example.ge", "nino@EXAMPLE.GE", "nino@example.ge"])
def test_an_account_made_by_a_command_is_found_whatever_its_capitals(client: Client, kept: str) -> None:
    user = User.objects.create_superuser(kept, password="a long enough password")

    sign_in(client, "nino@example.ge")

    assert signed_in_pk(client) == user.pk
    assert User.objects.count() == 1


def test_asking_for_a_code_signs_nobody_in(client: Client) -> None:
    ask_code(client, "nino@example.ge")

    assert signed_in_pk(client) is None
    assert client.get("/en/my/")["Location"] == "/en/account/?next=/en/my/"


def test_a_wrong_code_is_refused_and_the_right_one_still_works(client: Client) -> None:
    ask_code(client, "nino@example.ge")

    answer = type_code(client, wrong(mailed_code()))

    assert answer.status_code == 200
    assert "Incorrect code." in answer.content.decode()
    assert signed_in_pk(client) is None
    type_code(client, mailed_code())
    assert signed_in_pk(client) == User.objects.get().pk


def test_after_five_wrong_codes_the_right_one_is_worth_nothing(client: Client) -> None:
    ask_code(client, "nino@example.ge")
    code = mailed_code()

    answers = [type_code(client, wrong(code)) for _attempt in range(5)]
    after = type_code(client, code)

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 302]
    assert answers[-1]["Location"] == ASK
    assert (after["Location"], signed_in_pk(client)) == (ASK, None)


def test_after_five_wrong_codes_a_sentence_says_so(client: Client) -> None:
    ask_code(client, "nino@example.ge")
    for _attempt in range(5):
        type_code(client, wrong(mailed_code()))

    assert "Too many failed login attempts." in client.get(ASK).content.decode()


@pytest.mark.parametrize(("seconds", "is_accepted"), [(590, True), (601, False)])
def test_a_code_is_good_for_ten_minutes(
    client: Client, monkeypatch: pytest.MonkeyPatch, seconds: int, is_accepted: bool
) -> None:
    ask_code(client, "nino@example.ge")
    later = SimpleNamespace(time=lambda: time.time() + seconds)
    monkeypatch.setattr("allauth.account.internal.flows.code_verification.time", later)

    answer = type_code(client, mailed_code())

    assert answer["Location"] == ("/en/my/" if is_accepted else ASK)
    assert (signed_in_pk(client) is not None) == is_accepted


def test_a_new_code_replaces_the_old_one(client: Client) -> None:
    ask_code(client, "nino@example.ge")
    old = mailed_code()
    client.post(CODE, {"action": "resend"})
    new = mailed_code()

    if old != new:
        type_code(client, old)
    assert (len(mail.outbox), signed_in_pk(client)) == (2, None)
    type_code(client, new)
    assert signed_in_pk(client) == User.objects.get().pk


def test_a_mistyped_address_can_be_written_anew(client: Client) -> None:
    ask_code(client, "nimo@example.ge")
    link = re.findall(r'<a href="([^"]+)">Use another address</a>', client.get(CODE).content.decode())

    page = client.get(link[0], follow=True)
    ask_code(client, "nino@example.ge")

    assert page.redirect_chain == [(ASK, 302)]
    assert 'name="address"' in page.content.decode()
    assert mail.outbox[-1].to == ["nino@example.ge"]


def test_a_code_works_in_its_own_browser_only(client: Client) -> None:
    ask_code(client, "nino@example.ge")
    ninos = mailed_code()
    ask_code(other := Client(), "leyla@example.ge")
    leylas = mailed_code()

    type_code(client, leylas)

    assert (ninos != leylas, signed_in_pk(client), signed_in_pk(other)) == (True, None, None)


def test_a_code_works_once(client: Client) -> None:
    sign_in(client, "nino@example.ge")
    code = mailed_code()
    client.post("/en/account/out/")

    answer = type_code(client, code)

    assert (answer["Location"], signed_in_pk(client)) == (ASK, None)


def test_a_closed_account_gets_no_code(client: Client) -> None:
    User.objects.create_user("nino@example.ge", is_active=False)

    answer = ask_code(client, "nino@example.ge")

    assert "This account is closed. Please ask the municipality." in answer.content.decode()
    assert mail.outbox == []


def test_an_account_closed_while_signing_in_stays_closed(client: Client) -> None:
    ask_code(client, "nino@example.ge")
    User.objects.update(is_active=False)

    type_code(client, mailed_code())

    assert client.get("/en/my/").status_code == 302


def test_an_account_closed_later_is_signed_out(client: Client) -> None:
    sign_in(client, "nino@example.ge")
    User.objects.update(is_active=False)

    assert client.get("/en/my/")["Location"] == "/en/account/?next=/en/my/"


PHONE_SENTENCE = "This phone number does not look right. Example: 555 12 34 56"
EMAIL_SENTENCE = "This email address does not look right. Example: aygun@example.ge"


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("", "Write your email address or phone number."),
        ("   ", "Write your email address or phone number."),
        ("nino", PHONE_SENTENCE),
        ("123", PHONE_SENTENCE),
        ("555 12 34 567", PHONE_SENTENCE),
        ("+999 000", PHONE_SENTENCE),
        ("'; drop table users; --", PHONE_SENTENCE),
        ("nino@", EMAIL_SENTENCE),
        ("@example.ge", EMAIL_SENTENCE),
        ("nino@@example.ge", EMAIL_SENTENCE),
        ("nino example@example.ge", EMAIL_SENTENCE),
        ("nino@example.ge, leyla@example.ge", EMAIL_SENTENCE),
        ("nino@example.ge\nBcc: leyla@example.ge", EMAIL_SENTENCE),
    ],
)
def test_nonsense_is_refused_with_a_sentence_and_makes_no_account(client: Client, address: str, sentence: str) -> None:
    answer = ask_code(client, address)

    assert answer.status_code == 200
    assert list(answer.context["form"].errors.values()) == [[sentence]]
    assert (User.objects.count(), len(mail.outbox), Memory.sent) == (0, 0, [])


def test_what_was_typed_is_kept(client: Client) -> None:
    assert 'value="nino@"' in ask_code(client, "nino@").content.decode()


def test_an_address_that_is_too_long_is_refused(client: Client) -> None:
    answer = ask_code(client, "a" * 300 + "@example.ge")

    assert (answer.status_code, User.objects.count()) == (200, 0)


def test_too_many_codes_for_one_address_are_refused(client: Client, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"request_login_code": "3/m/key"}

    answers = [ask_code(Client(), "nino@example.ge") for _attempt in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
    assert "Too many codes were asked for." in answers[-1].content.decode()
    assert len(mail.outbox) == 3
    assert ask_code(Client(), "leyla@example.ge").status_code == 302


def test_next_leads_back_to_the_page(client: Client) -> None:
    asked = ask_code(client, "nino@example.ge", next="/en/cycles/?page=2")
    answer = type_code(client, mailed_code(), next="/en/cycles/?page=2")

    assert asked["Location"] == f"{CODE}?next={quote('/en/cycles/?page=2', safe='')}"
    assert answer["Location"] == "/en/cycles/?page=2"


EVIL = [
    "//evil.example",
    "///evil.example",
    "https://evil.example/",
    "http:evil.example",
    "http:///evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "javascript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,hello",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
]


@pytest.mark.parametrize("evil", EVIL)
def test_next_does_not_lead_to_another_site(client: Client, evil: str) -> None:
    ask_code(client, "nino@example.ge", next=evil)

    answer = type_code(client, mailed_code(), next=evil)

    assert (answer.status_code, answer["Location"]) == (302, "/en/my/")


@pytest.mark.parametrize("evil", EVIL)
def test_next_in_the_address_does_not_lead_to_another_site(client: Client, evil: str) -> None:
    query = f"?next={quote(evil, safe='')}"
    page = client.get(f"{ASK}{query}").content.decode()
    client.post(f"{ASK}{query}", {"address": "nino@example.ge"})

    answer = client.post(f"{CODE}{query}", {"code": mailed_code()})

    assert answer["Location"] == "/en/my/"
    assert f'href="{evil}"' not in page


@pytest.mark.parametrize("evil", EVIL)
def test_next_does_not_lead_somebody_signed_in_to_another_site(client: Client, evil: str) -> None:
    client.force_login(User.objects.create_user("nino@example.ge"))

    asked, signed_out = client.get(ASK, {"next": evil}), client.post("/en/account/out/", {"next": evil})

    assert (asked["Location"], signed_out["Location"]) == ("/en/my/", "/en/cycles/")


def test_the_session_changes_when_somebody_signs_in(client: Client) -> None:
    ask_code(client, "nino@example.ge")
    before = client.session.session_key

    type_code(client, mailed_code())

    assert client.session.session_key != before


def test_a_session_ends_with_the_browser(client: Client) -> None:
    sign_in(client, "nino@example.ge")

    cookie = client.cookies["sessionid"]
    assert (cookie["expires"], cookie["max-age"], cookie["httponly"], cookie["samesite"]) == ("", "", True, "Lax")


def test_signing_out_takes_a_post(client: Client) -> None:
    sign_in(client, "nino@example.ge")

    page = client.get("/en/account/out/")
    assert (page.status_code, signed_in_pk(client) is None) == (200, False)

    answer = client.post("/en/account/out/")
    assert (answer["Location"], signed_in_pk(client)) == ("/en/cycles/", None)


def test_signing_out_needs_the_token_of_the_page() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user := User.objects.create_user("nino@example.ge"))

    assert client.post("/en/account/out/").status_code == 403
    assert signed_in_pk(client) == user.pk


@pytest.mark.parametrize("path", ["in/", "up/"])
def test_other_doors_lead_to_the_one_question(client: Client, path: str) -> None:
    assert client.get(f"/en/account/{path}?next=/en/my/")["Location"] == "/en/account/?next=/en/my/"


@pytest.mark.parametrize("path", ["login/", "signup/", "password/reset/", "email/", "logout/"])
def test_pages_of_the_library_we_do_not_use_are_not_there(client: Client, path: str) -> None:
    assert client.get(f"/en/account/{path}").status_code == 404
    assert client.get(f"/accounts/{path}", follow=True).status_code == 404
