"""Asks and responses. A proposal points at its ask; campaigns and questions will do the same."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.clock import now
from portal.places.models import Municipality

LONGEST_REASON = 200


class ResponseOutcome(models.TextChoices):
    ACCEPTED = "accepted", _("Accepted")
    ACCEPTED_IN_PART = "accepted_in_part", _("Accepted in part")
    PLANNED = "planned", _("Planned")
    IN_PROGRESS = "in_progress", _("In progress")
    DONE = "done", _("Done")
    NOT_POSSIBLE_NOW = "not_possible_now", _("Not possible now")
    NOT_OUR_COMPETENCE = "not_our_competence", _("Not our competence")
    DUPLICATE = "duplicate", _("Duplicate of another proposal")
    DECLINED = "declined", _("Declined")


class Ask(models.Model):
    """Something asked of a municipality that it owes an answer to."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="asks")
    asked_at = models.DateTimeField(default=now, editable=False)

    def __str__(self) -> str:
        return f"{self.municipality} · {self.asked_at:%Y-%m-%d}"


class Response(models.Model):
    """An official answer: a record, not a text box. It is public from the moment it exists."""

    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="responses")
    outcome = models.CharField(_("Outcome"), max_length=20, choices=ResponseOutcome)
    reason = models.TextField(_("Reason in plain words"), validators=[MaxLengthValidator(LONGEST_REASON)])
    next_step = models.TextField(_("What happens next"), blank=True)
    evidence = models.TextField(_("Evidence: budget line, document or link"), blank=True)
    office = models.CharField(_("Office"), max_length=200)
    position = models.CharField(_("Position of the person answering"), max_length=120, blank=True)
    decision_number = models.CharField(_("Decision number"), max_length=60, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ["-answered_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="response_is_complete",
                condition=Q(outcome__in=ResponseOutcome.values)
                & Q(reason_ka__isnull=False, reason_ka__gt="")
                & ~Q(office="")
                & (Q(next_step_ka__isnull=False, next_step_ka__gt="") | ~Q(evidence="")),
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()
