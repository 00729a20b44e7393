"""Photos and documents of a proposal, and its text read aloud."""

import uuid
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from budgeting.proposals.models import Proposal
from portal.clock import now


def _unguessable(instance: models.Model, name: str) -> str:
    """A name that says nothing and cannot be guessed: what is read goes through a page that asks who reads."""
    return f"attachments/{uuid.uuid4().hex}{PurePath(name).suffix.lower()}"


class StoredPhoto(models.Model):
    """A picture, resized and without the data a camera adds, in two sizes."""

    image = models.FileField(upload_to=_unguessable)
    small = models.FileField(upload_to=_unguessable)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    at = models.DateTimeField(default=now, editable=False)

    class Meta:
        abstract = True
        ordering = ["pk"]


class StoredDocument(models.Model):
    """A file that is only ever downloaded."""

    file = models.FileField(upload_to=_unguessable)
    name = models.CharField(max_length=120, help_text="As its author called it, with the ending of its real type.")
    size = models.PositiveIntegerField(help_text="In bytes.")
    at = models.DateTimeField(default=now, editable=False)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Photo(StoredPhoto):
    """A picture of the place."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="photos")
    alt = models.CharField(_("What the photo shows"), max_length=200, blank=True)

    def __str__(self) -> str:
        return self.alt


class Document(StoredDocument):
    """A file that explains the proposal."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="documents")


class Recording(models.Model):
    """The project read aloud in one language, for those who listen sooner than they read; one a language."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="recordings")
    language = models.CharField(_("Language"), max_length=2, choices=settings.LANGUAGES)
    file = models.FileField(upload_to=_unguessable)
    at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "language"], name="one_recording_a_language"),
            models.CheckConstraint(
                name="recording_language", condition=Q(language__in=[code for code, _name in settings.LANGUAGES])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} · {self.language}"
