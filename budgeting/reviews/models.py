"""A review: who checks, what was checked, the verdict, and what the author says to it."""

import hashlib
import json
from typing import Any

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from budgeting.proposals.models import LANGUAGES, Beneficiary, Proposal
from portal.clock import now, today
from portal.languages.translated import Translated
from portal.places.models import Settlement

LONGEST_NOTE, LONGEST_VERDICT, LONGEST_QUESTION, LONGEST_ANSWER = 300, 2000, 1000, 2000


class ReviewState(models.TextChoices):
    WRITING = "writing", pgettext_lazy("state of a review", "Being written")
    TO_SIGN = "to_sign", pgettext_lazy("state of a review", "Waiting for the second reader")
    SIGNED = "signed", pgettext_lazy("state of a review", "Signed, not published yet")
    PUBLISHED = "published", pgettext_lazy("state of a review", "Published")


class Check(models.TextChoices):
    """What every review checks. Source: design, 4."""

    COMPETENCE = "competence", _("It is within the municipality's competence")
    LAND = "land", _("The land may be used for it")
    LAW = "law", _("The law allows it")
    UPKEEP = "upkeep", _("Its upkeep can be paid for")
    ACCESSIBILITY = "accessibility", _("People with disabilities can use it")


class Finding(models.TextChoices):
    YES = "yes", pgettext_lazy("finding", "Yes")
    NO = "no", pgettext_lazy("finding", "No")
    WITH_CONDITIONS = "conditions", pgettext_lazy("finding", "With conditions")
    NOT_APPLICABLE = "not_applicable", pgettext_lazy("finding", "Does not apply")


class Assignment(models.Model):
    """A reviewer who is to check a proposal; there may be several."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="assignments")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assignments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now, editable=False)
    due_on = models.DateField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["proposal", "reviewer"], name="one_assignment_per_reviewer")]

    def __str__(self) -> str:
        return f"{self.proposal}: {self.reviewer}"


class Conflict(models.Model):
    """A reviewer has an interest in the proposal, and from then on neither writes, signs nor publishes its review.

    `text` is for the colleagues; the public reads only that somebody stood aside.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="conflicts")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="conflicts")
    text = models.CharField(_("Conflict of interest"), max_length=300)
    at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["proposal", "reviewer"], name="one_conflict_per_reviewer")]

    def __str__(self) -> str:
        return f"{self.proposal}: {self.reviewer}"


class Question(models.Model):
    """What a reviewer asks the author, to be answered by a date."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="questions")
    text = models.TextField(_("Question"), max_length=LONGEST_QUESTION)
    written_in = models.CharField(max_length=2, choices=settings.LANGUAGES)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now, editable=False)
    due_on = models.DateField(_("Answer until"))
    answer = models.TextField(_("Answer"), max_length=LONGEST_ANSWER, blank=True)
    answer_language = models.CharField(max_length=2, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_overdue(self) -> bool:
        return self.answered_at is None and self.due_on < today()

    @property
    def is_late(self) -> bool:
        """Whether it was answered after the day it was due."""
        return self.answered_at is not None and localdate(self.answered_at) > self.due_on


# What a second reader signs; the settlements come on top.
DECIDED = (
    *("is_feasible", "findings", "cost_low_tetri", "cost_tetri", "cost_high_tetri", "cost_source"),
    *(f"reason_{language}" for language in LANGUAGES),
    *("beneficiaries", "benefit_note", "conflict", "has_no_conflict", "reviewer_id"),
)


class Review(Translated):
    """One review of one proposal. The public and the author read it once it is published.

    `findings` is {Check: {"finding": Finding, "note": str}}. `beneficiaries` are values of Beneficiary.
    """

    proposal = models.OneToOneField(Proposal, on_delete=models.CASCADE, related_name="review")
    state = models.CharField(max_length=10, choices=ReviewState, default=ReviewState.WRITING, editable=False)
    is_feasible = models.BooleanField(_("Feasible"), null=True, blank=True)
    findings = models.JSONField(default=dict, blank=True)
    cost_low_tetri = models.PositiveBigIntegerField(_("Lowest cost"), null=True, blank=True)
    cost_tetri = models.PositiveBigIntegerField(_("Cost"), null=True, blank=True)
    cost_high_tetri = models.PositiveBigIntegerField(_("Highest cost"), null=True, blank=True)
    cost_source = models.CharField(_("Where the cost comes from"), max_length=200, blank=True)
    reason = models.TextField(
        _("Reason the public reads"), blank=True, validators=[MaxLengthValidator(LONGEST_VERDICT)]
    )
    beneficiaries = models.JSONField(default=list, blank=True)
    benefit_settlements = models.ManyToManyField(Settlement, blank=True, related_name="+")
    benefit_note = models.CharField(_("Effect on care or safety"), max_length=300, blank=True)
    conflict = models.CharField(_("Conflict of interest"), max_length=300, blank=True)
    has_no_conflict = models.BooleanField(_("I have no conflict of interest in this proposal"), default=False)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    second_reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    second_note = models.CharField(max_length=500, blank=True, help_text="Why the second reader sent it back.")
    decided_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="Handed to the second reader.")
    signed_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    reply = models.TextField(_("Your reply"), blank=True, max_length=LONGEST_ANSWER)
    reply_language = models.CharField(max_length=2, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="review_state", condition=Q(state__in=ReviewState.values)),
            models.CheckConstraint(
                name="review_is_complete",
                condition=Q(state=ReviewState.WRITING)
                | Q(is_feasible=False, reason_ka__gt="")
                | Q(is_feasible=True, reason_ka__gt="", cost_tetri__isnull=False, cost_tetri__gt=0),
            ),
            models.CheckConstraint(
                name="costs_in_order",
                violation_error_message=_("The lowest cost comes first, then the likely one, then the highest."),
                condition=(Q(cost_low_tetri__isnull=True) | Q(cost_low_tetri__lte=F("cost_tetri")))
                & (Q(cost_high_tetri__isnull=True) | Q(cost_high_tetri__gte=F("cost_tetri"))),
            ),
            models.CheckConstraint(
                name="signed_by_another",
                condition=(Q(signed_at__isnull=True) & ~Q(state=ReviewState.SIGNED))
                | (Q(second_reader__isnull=False) & ~Q(second_reader=F("reviewer"))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal}: {self.get_state_display()}"

    @property
    def is_public(self) -> bool:
        return self.state == ReviewState.PUBLISHED

    @property
    def digest(self) -> str:
        """SHA-256 of all that was decided: what a form was opened on, or a second reader has read."""
        facts: list[Any] = [getattr(self, name) for name in DECIDED]
        facts.append(sorted(self.benefit_settlements.values_list("pk", flat=True)))
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()

    @property
    def checklist(self) -> list[dict[str, Any]]:
        """Every point that was checked, with its finding and note, in the order of `Check`."""
        return [
            {"check": check, "finding": Finding(found["finding"]), "note": found.get("note", "")}
            for check in Check
            if (found := self.findings.get(check)) and found.get("finding")
        ]

    @property
    def benefits(self) -> list[Any]:
        """Who benefits, in words, in the order of `Beneficiary`."""
        return [one.label for one in Beneficiary if one in self.beneficiaries]
