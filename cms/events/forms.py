"""Asking an editor about an event."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cms.events.actions import standing_notice, still_tells
from cms.events.timeliness import NOTICE_DAYS, days_of_notice, is_in_time
from cms.page_form import KhmaPageForm
from portal.clock import now

MAKES_PUBLIC = ("action-publish", "action-submit")  # also handing it to the person who publishes


class EventPageForm(KhmaPageForm):
    """Warns before a session is published too late: nothing is lost, and the editor may publish it knowingly."""

    is_late_knowingly = forms.BooleanField(
        required=False,
        label=_("Publish it all the same"),
        help_text=_("Only if the seven days can no longer be kept. The page says publicly that it was announced late."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        makes_public = any(name in self.data for name in MAKES_PUBLIC)
        if makes_public and cleaned.get("starts_at") and not cleaned.get("is_late_knowingly"):
            self._warn(cleaned)
        return cleaned

    def _warn(self, cleaned: dict[str, Any]) -> None:
        event, told_at = self.instance, max(cleaned.get("go_live_at") or now(), now())
        event.kind, event.starts_at, event.venue = (cleaned.get(name, "") for name in ("kind", "starts_at", "venue"))
        notice = standing_notice(event)
        if notice and still_tells(notice, event):
            return
        if event.has_to_be_announced and event.starts_at > now() and not is_in_time(told_at, event.starts_at):
            days = max(days_of_notice(told_at, event.starts_at), 0)
            self.add_error("starts_at", _late(days))


def _late(days: int) -> str:
    return ngettext(
        "Sessions and assemblies are announced %(needed)d days before, with the place and the agenda. Only %(days)d day "
        "would be left. Choose a later day, or tick “Publish it all the same”.",
        "Sessions and assemblies are announced %(needed)d days before, with the place and the agenda. Only %(days)d "
        "days would be left. Choose a later day, or tick “Publish it all the same”.",
        days,
    ) % {"days": days, "needed": NOTICE_DAYS}
