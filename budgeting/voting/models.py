"""Who has voted; what was voted. Two tables that share no key, no time and no person.

All of it but the roll is emptied when the vote is closed (`budgeting/closing`).
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from budgeting.cycles.models import Area, Cycle


class Channel(models.TextChoices):
    ONLINE = "online", pgettext_lazy("channel of a vote", "Online")
    PAPER = "paper", pgettext_lazy("channel of a vote", "On paper")


class Roll(models.Model):
    """One person has voted in one cycle. Holds no choice, and no time finer than the day."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="roll")
    voter_key = models.CharField(max_length=64, editable=False, help_text="HMAC under the cycle's roll key.")
    method = models.CharField(max_length=20, help_text="The identity method, published as counts.")
    channel = models.CharField(max_length=6, choices=Channel, default=Channel.ONLINE)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    booth = models.ForeignKey("budgeting.Booth", on_delete=models.PROTECT, null=True, related_name="stamped")
    voted_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "voter_key"], name="one_person_one_ballot"),
            models.CheckConstraint(
                name="paper_has_a_booth",
                condition=Q(channel=Channel.PAPER, booth__isnull=False) | Q(channel=Channel.ONLINE, booth__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id} · {self.method}"


class Ballot(models.Model):
    """What somebody voted, while the vote is open. Never point a person, a session or a time at it.

    `ballot_key` is an HMAC under the cycle's ballot key: it lets the same voter replace the ballot. `choices` are
    project numbers in rising order. `attempt` is the digest of a random mark in the voter's browser, by which a
    request sent twice is known from a second vote. A ballot from paper has no receipt; one that a paper ballot
    has overtaken (`is_superseded`) is kept and not counted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="ballots")
    ballot_key = models.CharField(max_length=64, editable=False)
    receipt = models.CharField(max_length=20, blank=True, editable=False)
    channel = models.CharField(max_length=6, choices=Channel, default=Channel.ONLINE)
    choices = models.JSONField()
    attempt = models.CharField(max_length=64, blank=True, editable=False)
    is_superseded = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "ballot_key"], name="one_ballot_per_key"),
            models.UniqueConstraint(
                fields=["cycle", "receipt"], condition=~Q(receipt=""), name="one_receipt_per_ballot"
            ),
        ]

    def __str__(self) -> str:
        return self.receipt


class Trace(models.Model):
    """The circumstances of one cast, by which bursts are found; joined to its ballot only through the key.

    `trace_key` is an HMAC of the ballot's key, `block` and `phones` of an address block and a range of phones,
    `window` the five minutes it came in, counted from 1970.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="traces")
    trace_key = models.CharField(max_length=64, editable=False)
    block = models.CharField(max_length=64, blank=True)
    phones = models.CharField(max_length=64, blank=True)
    booth = models.ForeignKey("budgeting.Booth", on_delete=models.CASCADE, null=True, related_name="+")
    window = models.PositiveIntegerField()
    is_hasty = models.BooleanField(default=False, help_text="Filled in within five seconds.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["cycle", "trace_key"], name="one_trace_per_ballot")]

    def __str__(self) -> str:
        return f"{self.cycle_id} · {self.window}"


class Step(models.TextChoices):
    """How far people come. LATE ones were refused after the close, GRACED ones accepted within its ten minutes."""

    STARTED = "started", pgettext_lazy("step of voting", "Started")
    CHECKED = "checked", pgettext_lazy("step of voting", "Checked")
    IDENTIFIED = "identified", pgettext_lazy("step of voting", "Proved who they are")
    CAST = "cast", pgettext_lazy("step of voting", "Cast")
    LATE = "late", pgettext_lazy("step of voting", "Came too late")
    GRACED = "graced", pgettext_lazy("step of voting", "Finished in the ten minutes after the end")


class StepCount(models.Model):
    """How many have come to a step, by the language of the page. A count and nothing else, spread over `SHARDS`
    rows so that voters do not wait for one another."""

    SHARDS = 8

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="step_counts")
    step = models.CharField(max_length=10, choices=Step)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    shard = models.PositiveSmallIntegerField()
    total = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "step", "language", "shard"], name="one_count_per_step")
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id} · {self.step} {self.language}: {self.total}"
