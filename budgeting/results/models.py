"""Counts and outcomes."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from budgeting.counting.reasons import Reason
from budgeting.counting.rule import Rule, rule_from_data
from budgeting.cycles.models import Cycle
from budgeting.cycles.rules import METHOD_NAMES, check_rule, rule_sentences
from budgeting.proposals.models import Proposal
from portal.clock import now


class CountQuerySet(models.QuerySet["Count"]):
    def done(self) -> "CountQuerySet":
        """The counts that are finished, the newest first."""
        return self.filter(counted_at__isnull=False).order_by("-counted_at", "-pk")

    def published(self) -> "CountQuerySet":
        """The counts everybody may see, the newest first: that one stands."""
        return self.filter(published_at__isnull=False).order_by("-published_at", "-pk")

    def without_trace(self) -> "CountQuerySet":
        """Rows that leave the trace where it is: megabytes in a large vote, and only the steps read it."""
        return self.defer("trace")

    def unfinished(self) -> "CountQuerySet":
        return self.filter(counted_at__isnull=True, failure="")


class Count(models.Model):
    """One run of a counting rule over the ballots of a cycle: asked for, under way, finished, then published for good.

    `rule` and `conditions` are what the count was made by, `trace` is all of it, `other` what the other method
    would have given, and the archive lets anybody count again.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="counts")
    reason = models.TextField(_("Why it is counted again"), blank=True)
    rule = models.JSONField(validators=[check_rule])
    conditions = models.JSONField(default=dict)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=now, editable=False)

    beat_at = models.DateTimeField(null=True, help_text="When the one who counts was last seen alive.")
    percent = models.PositiveSmallIntegerField(default=0, help_text="How far it has come.")
    failure = models.CharField(max_length=200, blank=True, help_text="Why it gave up.")

    counted_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True, help_text="When two officials showed it to everybody.")
    ballots = models.PositiveIntegerField(default=0, help_text="How many were counted.")
    envelope_tetri = models.PositiveBigIntegerField(default=0)
    with_nothing = models.PositiveIntegerField(
        null=True, help_text="Voters who chose none of the funded projects; NULL: counted before there was a trace."
    )
    smallest_list = models.PositiveIntegerField(
        null=True, help_text="Ballots of the list with the fewest; NULL: counted before there was a trace."
    )
    trace = models.JSONField(null=True)
    other = models.JSONField(null=True)
    archive = models.FileField(upload_to="archives/", blank=True)

    objects = CountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cycle"], name="one_count_at_a_time", condition=Q(counted_at__isnull=True, failure="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} · {self.rule_name}"

    @property
    def counting(self) -> Rule:
        return rule_from_data(self.rule)

    @property
    def rule_name(self) -> str | Promise:
        return METHOD_NAMES[self.rule["method"]]

    @property
    def rule_sentences(self) -> list[str]:
        return rule_sentences(self.counting, self.cycle.currency)

    @property
    def has_steps(self) -> bool:
        """Whether there is a trace to step through, without loading it."""
        return self.with_nothing is not None

    @property
    def lot_seed(self) -> str:
        return str(self.conditions.get("lot_seed", ""))


class Outcome(models.Model):
    """What a count decided for one project: its turn, its votes, whether it is funded and why.

    `decision` is the project's part of the trace. `by_area` says from which area's list its supporters chose too:
    [[area's id, number]], None for an id where they chose from no such list, None for a number that is not shown.
    """

    count = models.ForeignKey(Count, on_delete=models.CASCADE, related_name="outcomes")
    project = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="outcomes")
    place = models.PositiveIntegerField()
    votes = models.PositiveBigIntegerField()
    cost_tetri = models.PositiveBigIntegerField()
    is_funded = models.BooleanField()
    reason = models.CharField(max_length=20)
    decision = models.JSONField(default=dict)
    by_area = models.JSONField(null=True)
    is_funded_otherwise = models.BooleanField(null=True, help_text="Whether the other method would have funded it.")
    is_selected_officially = models.BooleanField(null=True, help_text="In an imported election: what its city decided.")

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["count", "project"], name="one_outcome_per_project"),
            models.UniqueConstraint(fields=["count", "place"], name="one_project_per_place"),
            models.CheckConstraint(name="outcome_reason", condition=Q(reason__in=[str(reason) for reason in Reason])),
        ]

    def __str__(self) -> str:
        return f"{self.place}. {self.project}"
