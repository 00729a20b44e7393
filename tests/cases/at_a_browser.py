"""Somebody who votes at a browser and is asked who they are."""

from contextlib import nullcontext
from datetime import datetime
from typing import Any
from unittest.mock import patch

from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from budgeting.cycles.models import Cycle
from portal.messages.sms import Memory
from tests.budgeting.voting.identity.listed import NUMBER, PHONE, YEAR

WRONG = "This does not open the vote. Check every sign, or ask at the municipality."


class Voter:
    """Somebody at a browser, who has chosen a project and is asked who they are."""

    def __init__(self, cycle: Cycle, commits: Any, address: str = "192.0.2.7") -> None:
        self.cycle, self.commits = cycle, commits
        self.client = Client(REMOTE_ADDR=address)
        self.ticket = self.code = ""
        self.choose(1)

    def choose(self, *numbers: int) -> None:
        self.client.post(reverse("vote", args=[self.cycle.address]), {"choice": [str(number) for number in numbers]})

    def post(self, method: str, *, at: datetime | None = None, **data: str) -> Any:
        with self.commits(execute=True), at_instant(at):
            return self.client.post(
                reverse("vote_identify", args=[self.cycle.address]), {"method": method, **data}, follow=True
            )

    def prove(self, number: str = NUMBER, year: int = YEAR) -> Any:
        return self.post("residents", number=number, year=str(year))

    def ask(self, number: str = NUMBER, phone: str = PHONE, at: datetime | None = None) -> Any:
        page = self.post("sms", number=number, phone=phone, at=at)
        if page.context["is_further"]:
            [(_method, form, _level)] = page.context["methods"]
            self.ticket = form.initial["ticket"]
            self.code = Memory.sent[-1][1][:6]
        return page

    def type(self, code: str, at: datetime | None = None) -> Any:
        return self.post("sms", ticket=self.ticket, code=code, at=at)


def at_instant(instant: datetime | None) -> Any:
    """Requests read the real clock, so it is turned here."""
    return patch.object(timezone, "now", lambda: instant) if instant else nullcontext()


def said(page: Any) -> str:
    """The refusal on the page, without its markup."""
    [(_method, form, _level)] = page.context["methods"]
    return " ".join(form.non_field_errors())


def database() -> str:
    return " ".join(
        str(list(model._base_manager.values_list())) for model in apps.get_models(include_auto_created=True)
    )
