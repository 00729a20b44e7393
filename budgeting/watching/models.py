"""Groups of ballots that look odd, what two officials decided on them, and networks known to be shared."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from budgeting.booths.models import Booth
from budgeting.cycles.models import Cycle
from budgeting.motions.models import Motion
from portal.clock import now
from portal.places.models import Municipality


class Suspicion(models.TextChoices):
    BLOCK = "block", _("Many ballots from one network within five minutes")
    PHONES = "phones", _("Many ballots from one range of phone numbers within five minutes")
    BOOTH = "booth", _("Many people stamped at one booth within five minutes")
    HASTY = "hasty", _("Many ballots filled in within five seconds")


class Verdict(models.TextChoices):
    KEEP = "keep", _("The ballots count")
    SET_ASIDE = "set_aside", _("The ballots are set aside")


class Flag(models.Model):
    """Ballots that came in a burst. They stay as they are and are in quarantine until two officials decide.

    `mark` and `window` are those of the traces it was found by; both are emptied at the close. `ballots` is how
    many there were when it was last looked at. A ballot that was changed belongs to where it was cast last. One
    that lies in two groups is set aside if either of them is.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="flags")
    suspicion = models.CharField(max_length=6, choices=Suspicion)
    mark = models.CharField(max_length=64, blank=True)
    window = models.PositiveIntegerField(null=True)
    booth = models.ForeignKey(Booth, on_delete=models.PROTECT, null=True, related_name="+")
    ballots = models.PositiveIntegerField()
    found_at = models.DateTimeField(default=now, editable=False)
    verdict = models.CharField(max_length=9, choices=Verdict, blank=True)
    reason = models.TextField(_("Reason"), blank=True)
    motion = models.OneToOneField(Motion, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-found_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "suspicion", "mark", "window"], condition=~Q(window=None), name="flagged_once"
            ),
            models.CheckConstraint(name="flag_suspicion", condition=Q(suspicion__in=Suspicion.values)),
            models.CheckConstraint(
                name="flag_verdict_by_motion",
                condition=Q(verdict="", motion__isnull=True) | Q(verdict__in=Verdict.values, motion__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_suspicion_display()} · {self.ballots}"


class SharedNetwork(models.Model):
    """A network many people vote from, such as a library's: it is not looked at for bursts."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="shared_networks")
    network = models.CharField(_("Network"), max_length=43, help_text="192.0.2.0/24")
    label = models.CharField(_("Whose it is"), max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "network"], name="one_shared_network"),
        ]

    def __str__(self) -> str:
        return f"{self.label} · {self.network}"
