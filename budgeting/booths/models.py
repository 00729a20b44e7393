"""Booths and what happens in them. No row here joins a person to a sheet of paper."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from budgeting.cycles.models import Area, Cycle
from portal.clock import now, today
from portal.places.models import Settlement


class Booth(models.Model):
    """A table with a box, in one cycle.

    `ballots_in_box` is how many ballots were counted when the box was opened; they are numbered from 1 to it.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="booths")
    name = models.CharField(_("Name"), max_length=100)
    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, null=True, blank=True)
    ballots_in_box = models.PositiveIntegerField(_("Ballots in the box"), null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["cycle", "name"], name="one_booth_of_a_name")]

    def __str__(self) -> str:
        return self.name


class SheetBatch(models.Model):
    """Ballot sheets printed for a booth: serials from the first to the last, unbroken through the cycle.

    They show the lists open to residents of `area`; without one, that of the whole municipality.
    """

    booth = models.ForeignKey(Booth, on_delete=models.PROTECT, related_name="batches")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    first_serial = models.PositiveIntegerField()
    last_serial = models.PositiveIntegerField()
    printed_on = models.DateField(default=today, editable=False)
    printed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["first_serial"]
        constraints = [
            models.CheckConstraint(
                name="batch_holds_sheets", condition=Q(first_serial__gte=1, last_serial__gte=F("first_serial"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.booth} · {self.first_serial}-{self.last_serial}"


class SpoiledSheet(models.Model):
    """A sheet that was spoiled before it reached the box; its holder was given another."""

    booth = models.ForeignKey(Booth, on_delete=models.PROTECT, related_name="spoiled")
    serial = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["booth", "serial"], name="spoiled_once")]

    def __str__(self) -> str:
        return f"{self.booth} · {self.serial}"


class Typing(models.IntegerChoices):
    """Two people type each ballot without seeing the other's; a third settles where they differ."""

    FIRST = 1, _("First typing")
    SECOND = 2, _("Second typing")
    SETTLED = 3, _("Settled by a third person")


class PaperEntry(models.Model):
    """One typing of one ballot from the box.

    `number` is what was written on the ballot when the box was emptied and its ballots mixed: it says nothing of
    the serial on the stub. `is_invalid` where the paper is blank or unclear (then without choices) or breaks the
    ballot's limits: it is then not counted.
    """

    booth = models.ForeignKey(Booth, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField(_("Number on the ballot"))
    typing = models.PositiveSmallIntegerField(choices=Typing)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    choices = models.JSONField(default=list)
    is_invalid = models.BooleanField(default=False)

    class Meta:
        ordering = ["number", "typing"]
        constraints = [
            models.UniqueConstraint(fields=["booth", "number", "typing"], name="one_typing_of_a_ballot"),
            models.UniqueConstraint(fields=["booth", "number", "by"], name="each_typing_by_another"),
            models.CheckConstraint(name="typing_known", condition=Q(typing__in=Typing.values)),
        ]

    def __str__(self) -> str:
        return f"{self.booth} · {self.number}"


class RollConflict(models.Model):
    """A person was stamped at a booth without network who had voted online as well; the paper ballot stands,
    because it cannot be taken out of the box again. Says not who."""

    booth = models.ForeignKey(Booth, on_delete=models.PROTECT, related_name="conflicts")
    found_on = models.DateField(default=today, editable=False)

    def __str__(self) -> str:
        return f"{self.booth} · {self.found_on}"


class BoothProtocol(models.Model):
    """How a booth's count of paper came out, signed by two people; from the second signature its ballots count.

    `facts`: sheets received, unused, spoiled; people stamped; envelopes; ballots entered, valid, invalid; conflicts,
    the stamped people whose online ballot was overtaken.
    `note` explains any difference among envelopes, stamps and entries. `text` is what was signed, kept at the second
    signature, with the names as they were then: the SHA-256 on the printed protocol is taken of it.
    """

    booth = models.OneToOneField(Booth, on_delete=models.PROTECT, related_name="protocol")
    facts = models.JSONField()
    note = models.TextField(_("Why the numbers differ"), blank=True)
    text = models.TextField(blank=True, editable=False)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(default=now, editable=False)
    countersigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    countersigned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="protocol_of_two_people",
                condition=Q(countersigned_by__isnull=True) | ~Q(countersigned_by=F("signed_by")),
            )
        ]

    def __str__(self) -> str:
        return str(self.booth)
