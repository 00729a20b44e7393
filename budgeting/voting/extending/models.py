"""Extensions of a vote, and the times at which nobody could vote."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from budgeting.cycles.models import Cycle
from budgeting.motions.models import Motion
from portal.clock import now


class ExtensionCode(models.TextChoices):
    OUTAGE = "outage", _("The site was down")
    BOOTHS = "booths", _("A booth could not work")
    WEATHER = "weather", _("Weather or roads kept people away")
    OTHER = "other", _("Another reason")


class VoteExtension(models.Model):
    """The end of a vote, moved from `from_until_at` to `until_at` by a motion of two officials.

    The two other dates are the earlier ones of what had to be moved with it; empty where it did not have to.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="vote_extensions")
    from_until_at = models.DateTimeField()
    until_at = models.DateTimeField()
    objections_from_until_at = models.DateTimeField(null=True)
    implementing_from_until_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=10, choices=ExtensionCode)
    reason = models.TextField(_("Reason"), max_length=500)
    reason_language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    motion = models.OneToOneField(Motion, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["until_at"]
        constraints = [
            models.CheckConstraint(name="vote_extended_to_later", condition=Q(until_at__gt=F("from_until_at"))),
            models.CheckConstraint(name="vote_extension_code", condition=Q(code__in=ExtensionCode.values)),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} · {self.until_at:%Y-%m-%d %H:%M}"


class Outage(models.Model):
    """A time in which nobody could vote. `made_up_by` is the extension that gave it back."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="outages")
    from_at = models.DateTimeField(_("Down from"))
    until_at = models.DateTimeField(_("Down until"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=now, editable=False)
    made_up_by = models.ForeignKey(VoteExtension, on_delete=models.PROTECT, null=True, related_name="outages")

    class Meta:
        ordering = ["from_at", "pk"]
        constraints = [
            models.CheckConstraint(name="outage_ends_later", condition=Q(until_at__gt=F("from_at"))),
            models.UniqueConstraint(fields=["cycle", "from_at", "until_at"], name="outage_recorded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} · {self.from_at:%Y-%m-%d %H:%M}"
