"""Entries of the log."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models

from portal.clock import now
from portal.places.models import Municipality


class Entry(models.Model):
    """One act of a person in office. Never a voter's act: who voted is in the roll alone."""

    at = models.DateTimeField(default=now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, related_name="+")
    act = models.CharField(max_length=60, help_text="The action's name: sign_gate, count_cycle, …")
    subject = models.CharField(max_length=200)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            self._refuse()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        self._refuse()

    @staticmethod
    def _refuse() -> NoReturn:
        raise TypeError("The log only grows: an entry is never changed or deleted.")


def record(act: str, subject: object, *, by: Any, municipality: Municipality | None = None, **facts: Any) -> Entry:
    """Adds one entry; call it inside the act's own transaction."""
    return Entry.objects.create(act=act, subject=str(subject)[:200], by=by, municipality=municipality, facts=facts)
