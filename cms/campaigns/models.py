"""One campaign, whatever languages its pages are written in, and who stands behind it."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from budgeting.cycles.models import Cycle
from budgeting.proposals.models import Proposal
from budgeting.responses.models import Ask, DutyBearer, Office
from portal.accounts.models import Organisation
from portal.clock import now
from portal.places.models import Municipality

LONGEST_PLEDGE_REASON = 500


class Campaign(models.Model):
    """What an organisation, or residents through it, demand of an office. Its words stand on its pages.

    `goal` is how many people it asks for; at the goal the office is asked and the clock of `ask` starts. A petition's
    goal is computed from the municipality's registered voters and is kept as it was on the day the campaign opened.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="campaigns")
    on_behalf_of = models.CharField(_("On behalf of"), max_length=200, blank=True)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="campaigns")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="campaigns")
    duty_bearer = models.ForeignKey(DutyBearer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_petition = models.BooleanField(_("A legal petition"), default=False)
    goal = models.PositiveIntegerField(_("How many people"), validators=[MinValueValidator(1)])
    registered_voters = models.PositiveIntegerField(
        null=True, editable=False, help_text="Of what a petition's goal is one per cent, on the day it opened."
    )
    proposals = models.ManyToManyField(Proposal, blank=True, related_name="campaigns")
    cycles = models.ManyToManyField(Cycle, blank=True, related_name="campaigns")
    created_at = models.DateTimeField(default=now, editable=False)
    opened_at = models.DateTimeField(null=True, editable=False, help_text="First published.")
    reached_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False, help_text="No more people are asked for.")
    ask = models.OneToOneField(Ask, on_delete=models.PROTECT, null=True, editable=False, related_name="campaign")

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="campaign_goal", condition=Q(goal__gt=0)),
            models.CheckConstraint(
                name="campaign_asked_at_the_goal",
                condition=Q(reached_at__isnull=True, ask__isnull=True) | Q(reached_at__isnull=False, ask__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether people may stand behind it now."""
        return self.opened_at is not None and self.closed_at is None


class Pledge(models.Model):
    """One person stands behind one campaign. Only the number is public, and a name where the person wants it.

    `mark` is a keyed hash of the network it came from, so that a script shows; `set_aside_at` says that it does not
    count. One that is set aside stays when it is withdrawn, or withdrawing and coming back would make it count.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="pledges")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pledges")
    is_named = models.BooleanField(_("Show my name"), default=False)
    reason = models.CharField(_("Why"), max_length=LONGEST_PLEDGE_REASON, blank=True)
    reason_language = models.CharField(max_length=2, choices=settings.LANGUAGES, blank=True)
    wants_news = models.BooleanField(_("Write to me about this campaign"), default=False)
    mark = models.CharField(max_length=64, blank=True, editable=False)
    at = models.DateTimeField(default=now, editable=False)
    set_aside_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    burst = models.ForeignKey("cms.PledgeBurst", on_delete=models.PROTECT, null=True, related_name="pledges")
    reported_at = models.DateTimeField(null=True, editable=False, help_text="Its reason, to the moderators.")
    hidden_at = models.DateTimeField(null=True, editable=False, help_text="Its reason, by a moderator.")

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["campaign", "mark", "at"])]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "user"], name="one_pledge_per_person"),
            models.CheckConstraint(
                name="withdrawn_only_where_set_aside",
                condition=Q(withdrawn_at__isnull=True) | Q(set_aside_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}"


class Verdict(models.TextChoices):
    KEEP = "keep", _("They count")
    SET_ASIDE = "set_aside", _("They do not count")


class PledgeBurst(models.Model):
    """Many people from one network within five minutes. They do not count until two people have decided on them.

    The first names a verdict, which waits (`moved_by`); it holds when a second person gives the same one.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="bursts")
    mark = models.CharField(max_length=64, blank=True, editable=False)
    found_at = models.DateTimeField(default=now, editable=False)
    last_at = models.DateTimeField(default=now, editable=False)
    total = models.PositiveIntegerField(default=0, editable=False)
    verdict = models.CharField(max_length=9, choices=Verdict, blank=True)
    reason = models.TextField(_("Reason"), max_length=500, blank=True)
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-found_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="burst_verdict", condition=Q(verdict__in=["", *Verdict.values])),
            models.CheckConstraint(
                name="burst_decided_by_two",
                condition=Q(decided_by__isnull=True, decided_at__isnull=True)
                | Q(decided_at__isnull=False, moved_by__isnull=False, decided_by__isnull=False)
                & ~Q(verdict="")
                & ~Q(decided_by=F("moved_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} · {self.total}"


class ToldUpdate(models.Model):
    """News below a campaign that was told to those behind it: once, in whatever language it is published later."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="told_updates")
    translation_key = models.UUIDField(unique=True)
    at = models.DateTimeField(default=now, editable=False)

    def __str__(self) -> str:
        return str(self.translation_key)
