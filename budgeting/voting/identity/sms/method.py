"""Identifying a voter by a code sent to a phone, and by the residents' list where one is loaded."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgeting.cycles.models import Cycle
from budgeting.errors import NotPossible
from budgeting.voting.identity.base import AskFurther, Visitor, Voter
from budgeting.voting.identity.sms.checking import check_code
from budgeting.voting.identity.sms.forms import CodeForm, PhoneForm
from budgeting.voting.identity.sms.models import PhoneVoter, SmsAccount, SmsAttempt
from budgeting.voting.identity.sms.sending import send_code
from budgeting.voting.identity.sms.ticket import Ticket


class SmsCode:
    name = "sms"
    label = gettext_lazy("Code by text message")
    level = 2
    holds: tuple[type[Model], ...] = (PhoneVoter, SmsAttempt)

    def make_form(self, cycle: Cycle, data: Mapping[str, str] | None = None) -> forms.Form:
        return CodeForm(data) if data and "ticket" in data else PhoneForm(data)

    def identify(self, cycle: Cycle, cleaned: dict[str, Any], visitor: Visitor) -> Voter | AskFurther:
        """Sends a code at first, or again; then checks it. Nothing tells whether a number is on the list before the
        code is right, and a wrong number is answered like a wrong code."""
        if "ticket" not in cleaned:
            return self._send(cycle, Ticket.of(cycle, cleaned["number"], cleaned["phone"]), visitor)
        try:
            ticket = Ticket.unsealed(cycle, cleaned["ticket"])
        except ValueError:
            raise NotPossible(_("This page is out of date. Begin again with your number and your phone.")) from None
        if cleaned["again"]:
            return self._send(cycle, ticket, visitor)
        return check_code(cycle, ticket, cleaned["code"], visitor, method=self.name)

    def forget(self, cycle: Cycle) -> dict[str, int]:
        SmsAttempt.objects.filter(cycle=cycle).delete()
        phones = PhoneVoter.objects.filter(cycle=cycle).values("phone_key").distinct().count()
        PhoneVoter.objects.filter(cycle=cycle).delete()
        account = SmsAccount.objects.filter(cycle=cycle).first() or SmsAccount()
        return {"text_messages": account.sent, "phones": phones, "crowded_phones": account.crowded}

    def _send(self, cycle: Cycle, ticket: Ticket, visitor: Visitor) -> AskFurther:
        attempt = send_code(cycle, ticket.phone, visitor)
        return AskFurther(CodeForm(initial={"ticket": replace(ticket, attempt=str(attempt)).sealed(cycle)}))
