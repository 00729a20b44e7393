"""What each side says came of a campaign. Rows are only added: the latest of a side counts, the earlier are its history."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from budgeting.responses.models import Ask
from cms.campaigns.models import Campaign
from portal.clock import now

LONGEST_WORDS = 500


class Side(models.TextChoices):
    ORGANISATION = "organisation", _("The organisation that asked")
    OFFICE = "office", _("The office that answered")


class Met(models.TextChoices):
    MET = "met", pgettext_lazy("what came of a demand", "Met")
    IN_PART = "in_part", pgettext_lazy("what came of a demand", "Met in part")
    NOT_MET = "not_met", pgettext_lazy("what came of a demand", "Not met")


class OutcomeDeclaration(models.Model):
    """One side's word on what came of a campaign."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="declarations")
    side = models.CharField(max_length=12, choices=Side)
    outcome = models.CharField(_("What came of it"), max_length=7, choices=Met)
    words = models.TextField(_("In your words"), validators=[MaxLengthValidator(LONGEST_WORDS)])
    words_language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="declaration_of_a_side",
                condition=Q(side__in=Side.values) & Q(outcome__in=Met.values) & ~Q(words=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.get_outcome_display()}"


class OverdueTold(models.Model):
    """That people were told of a day that passed without a word: once for each such day."""

    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="+")
    owed_on = models.DateField()
    at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ask", "owed_on"], name="overdue_told_once")]

    def __str__(self) -> str:
        return f"{self.ask_id} · {self.owed_on}"
