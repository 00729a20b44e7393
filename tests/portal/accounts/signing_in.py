"""Signing in through the pages, as a person with a mailbox and a phone does."""

import re
from typing import Any

from django.core import mail
from django.http import HttpResponse
from django.test import Client

from portal.messages.sms import Memory

ASK = "/en/account/"
CODE = "/en/account/code/"


def ask_code(client: Client, address: str, **more: str) -> Any:
    return client.post(ASK, {"address": address, **more})


def type_code(client: Client, code: str, **more: str) -> HttpResponse:
    return client.post(CODE, {"code": code, "action": "verify", **more})


def mailed_code() -> str:
    """The six digits in the newest mail; there must be only one such group."""
    [code] = re.findall(r"\b\d{6}\b", str(mail.outbox[-1].body))
    return code


def texted_code() -> str:
    _phone, text = Memory.sent[-1]
    [code] = re.findall(r"\d{6}", text)
    return code


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def sign_in(client: Client, email: str) -> HttpResponse:
    ask_code(client, email)
    return type_code(client, mailed_code())


def signed_in_pk(client: Client) -> int | None:
    pk = client.session.get("_auth_user_id")
    return None if pk is None else int(pk)
