"""Entries of the log, the chain that joins them, and the seals under it. All three tables only grow."""

from collections.abc import Iterable
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


class Link(models.Model):
    """One entry's place in the chain: `hash` is the SHA-256 of the hash before it and of the entry's own text."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="link")
    number = models.PositiveBigIntegerField(unique=True, help_text="1, 2, 3, … without a gap.")
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.hash}"


class Seal(models.Model):
    """What the chain had come to at `sealed_at`. Its `root` is public: whoever notes it can tell later whether
    anything before it was changed."""

    number = models.PositiveBigIntegerField(unique=True)
    last_link = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="+")
    root = models.CharField(max_length=64, help_text="The hash of the last link.")
    sealed_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.number} {self.root}"


def record(act: str, subject: object, *, by: Any, municipality: Municipality | None = None, **facts: Any) -> Entry:
    """Adds one entry; call it inside the act's own transaction.

    TypeError for a fact with a fraction: databases write such numbers each in its own way, and a hash must not
    depend on the database.
    """
    if _has_fraction(facts):
        raise TypeError("The log holds whole numbers and texts.")
    return Entry.objects.create(act=act, subject=str(subject)[:200], by=by, municipality=municipality, facts=facts)


def _has_fraction(value: object) -> bool:
    if isinstance(value, dict):
        return _has_fraction(value.values())
    if isinstance(value, Iterable) and not isinstance(value, str):
        return any(map(_has_fraction, value))
    return isinstance(value, float)
