"""Notices to people, and the messages by which they leave the site."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.accounts.models import Channel
from portal.clock import now
from portal.messages.queryset import MessageQuerySet, NoticeQuerySet


class Message(models.Model):
    """One e-mail or text message, in the reader's language; it waits here until it is sent."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="messages")
    channel = models.CharField(max_length=5, choices=Channel)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    html = models.TextField(blank=True)
    created_at = models.DateTimeField(default=now, editable=False)
    try_at = models.DateTimeField(null=True, default=now, help_text="NULL: sent, or given up.")
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["try_at"], name="message_try_at", condition=Q(try_at__isnull=False))]
        constraints = [models.CheckConstraint(name="message_channel", condition=Q(channel__in=Channel.values))]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"


class Notice(models.Model):
    """One thing a person is told, in the person's language; several of them may leave as one message.

    News of one's own (`is_own`) leaves at once, the rest in the reader's rhythm.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    about = models.CharField(max_length=250, help_text="The title of what it is about.")
    about_language = models.CharField(max_length=2)
    sentence = models.TextField()
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, help_text="Of the sentence.")
    is_own = models.BooleanField(default=False)
    detail = models.TextField(blank=True, help_text="A reason or an answer, in its own language.")
    detail_language = models.CharField(max_length=2, blank=True)
    path = models.CharField(max_length=300, help_text="Where to read more, below the site's address.")
    created_at = models.DateTimeField(default=now, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, null=True, related_name="notices")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["user"], name="notice_waiting", condition=Q(message__isnull=True))]

    def __str__(self) -> str:
        return self.sentence
