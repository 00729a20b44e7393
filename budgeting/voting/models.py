"""Who has voted; what was voted. Two tables that share no key, no time and no person."""

import uuid

from django.db import models

from budgeting.cycles.models import Cycle


class Roll(models.Model):
    """One person has voted in one cycle. Holds no choice, and no time finer than the day."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="roll")
    voter_key = models.CharField(max_length=64, editable=False, help_text="HMAC under the cycle's roll key.")
    method = models.CharField(max_length=20, help_text="The identity method, published as counts.")
    voted_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "voter_key"], name="one_person_one_ballot"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle_id} · {self.method}"


class Ballot(models.Model):
    """What somebody voted. Never point a person, a session or a time at it.

    `ballot_key` is an HMAC under the cycle's ballot key: while voting is open it lets the same voter
    replace the ballot. `choices` are project numbers in rising order.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="ballots")
    ballot_key = models.CharField(max_length=64, editable=False)
    receipt = models.CharField(max_length=20, editable=False)
    choices = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "ballot_key"], name="one_ballot_per_key"),
            models.UniqueConstraint(fields=["cycle", "receipt"], name="one_receipt_per_ballot"),
        ]

    def __str__(self) -> str:
        return self.receipt
