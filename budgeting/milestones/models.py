"""Steps of a funded project's implementation, what became of their days, its money, and what residents say of it."""

from datetime import date

from django.conf import settings
from django.core.validators import MaxLengthValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from budgeting.attachments.models import StoredDocument, StoredPhoto
from budgeting.proposals.models import Proposal
from portal.clock import now, today
from portal.languages.translated import Translated

LONGEST_NOTE, LONGEST_REASON, LONGEST_ALT = 1000, 500, 200


class Kind(models.TextChoices):
    """The steps, in the order in which a project takes them. Source: design, 8."""

    BUDGET = "budget", pgettext_lazy("step of a project", "In the budget")
    TENDER = "tender", pgettext_lazy("step of a project", "Tender announced")
    CONTRACT = "contract", pgettext_lazy("step of a project", "Contract signed")
    WORKS = "works", pgettext_lazy("step of a project", "Works begun")
    DONE = "done", pgettext_lazy("step of a project", "Done")


# What must be said of a step when it is taken.
LONGEST_DETAILS = {"budget_line": 120, "decree_number": 60, "contractor": 200}
DETAILS = {Kind.BUDGET: ("budget_line", "decree_number", "decree_on"), Kind.CONTRACT: ("contractor",)}


class Milestone(Translated):
    """One step of a project: the day it is planned for and, once it is taken, the day it was.

    Whether it is late is asked of the clock. `checked_at` and `finding` are of the last step: when the municipality
    last looked at what residents disputed, and what it found.
    """

    project = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="milestones")
    kind = models.CharField(_("Step"), max_length=10, choices=Kind)
    planned_on = models.DateField(_("Planned for"))
    done_on = models.DateField(_("The day it happened"), null=True)
    note = models.TextField(_("Note"), blank=True, validators=[MaxLengthValidator(LONGEST_NOTE)])
    budget_line = models.CharField(_("Line of the budget"), max_length=LONGEST_DETAILS["budget_line"], blank=True)
    decree_number = models.CharField(_("Number of the decree"), max_length=LONGEST_DETAILS["decree_number"], blank=True)
    decree_on = models.DateField(_("Day of the decree"), null=True)
    contractor = models.CharField(_("Contractor"), max_length=LONGEST_DETAILS["contractor"], blank=True)
    checked_at = models.DateTimeField(null=True, editable=False)
    finding = models.TextField(_("What the municipality found"), blank=True, max_length=LONGEST_NOTE)
    finding_language = models.CharField(max_length=2, blank=True)
    changed_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "kind"], name="one_milestone_of_a_kind"),
            models.CheckConstraint(name="milestone_kind", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(
                name="budget_step_says_where",
                condition=~Q(kind=Kind.BUDGET, done_on__isnull=False)
                | Q(budget_line__gt="", decree_number__gt="", decree_on__isnull=False),
            ),
            models.CheckConstraint(
                name="contract_says_with_whom",
                condition=~Q(kind=Kind.CONTRACT, done_on__isnull=False) | Q(contractor__gt=""),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def step(self) -> Kind:
        return Kind(self.kind)

    @property
    def is_late(self) -> bool:
        """Whether its day has passed without it."""
        return self.done_on is None and self.planned_on < today()

    @property
    def days_late(self) -> int:
        """How many days after the planned one it was taken, or is open until now; 0 if it is not late."""
        return max(0, ((self.done_on or today()) - self.planned_on).days)

    @property
    def on(self) -> date:
        """The day it stands at in a timeline: the real one, or else the planned one."""
        return self.done_on or self.planned_on


class MovedDay(models.Model):
    """A planned day that was moved, with the old one kept and the reason everybody reads."""

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="moves")
    old_planned_on = models.DateField()
    new_planned_on = models.DateField()
    reason = models.TextField(_("Reason"), max_length=LONGEST_REASON)
    reason_language = models.CharField(max_length=2)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(name="moved_to_another_day", condition=~Q(new_planned_on=F("old_planned_on"))),
            models.CheckConstraint(name="moved_with_a_reason", condition=Q(reason__gt="")),
        ]

    def __str__(self) -> str:
        return f"{self.old_planned_on} → {self.new_planned_on}"


class Spending(models.Model):
    """A project's money in tetri. More is paid than contracted only with a reason everybody reads."""

    project = models.OneToOneField(Proposal, on_delete=models.PROTECT, related_name="spending")
    planned_tetri = models.PositiveBigIntegerField(_("Planned"), validators=[MinValueValidator(1)])
    contracted_tetri = models.PositiveBigIntegerField(_("Contracted"), default=0)
    paid_tetri = models.PositiveBigIntegerField(_("Paid"), default=0)
    reason = models.TextField(_("Why more is paid than contracted"), max_length=LONGEST_REASON, blank=True)
    reason_language = models.CharField(max_length=2, blank=True)
    changed_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="paid_within_the_contract", condition=Q(paid_tetri__lte=F("contracted_tetri")) | Q(reason__gt="")
            ),
            models.CheckConstraint(name="some_money_is_planned", condition=Q(planned_tetri__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.planned_tetri}, {self.contracted_tetri}, {self.paid_tetri}"

    @property
    def seen(self) -> str:
        """What a form was opened on."""
        return f"{self.planned_tetri}-{self.contracted_tetri}-{self.paid_tetri}"


class Shows(models.TextChoices):
    BEFORE = "before", pgettext_lazy("what a photo shows", "Before")
    AFTER = "after", pgettext_lazy("what a photo shows", "After")


class MilestonePhoto(StoredPhoto):
    """The place before the works or after them."""

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="photos")
    shows = models.CharField(_("Before or after the works"), max_length=6, choices=Shows)
    alt = models.CharField(_("What the photo shows"), max_length=LONGEST_ALT)
    alt_language = models.CharField(max_length=2)

    class Meta(StoredPhoto.Meta):
        constraints = [
            models.CheckConstraint(name="photo_before_or_after", condition=Q(shows__in=Shows.values)),
            models.CheckConstraint(name="photo_is_described", condition=Q(alt__gt="")),
        ]

    def __str__(self) -> str:
        return self.alt


class MilestoneDocument(StoredDocument):
    """A paper of a step, such as a contract or an act of acceptance."""

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="documents")


class Confirmation(models.Model):
    """What one resident says of a project that is said to be done: it is, or it is not and why. Only staff read why."""

    project = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="confirmations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_done = models.BooleanField()
    reason = models.TextField(_("What is not done"), max_length=LONGEST_REASON, blank=True)
    reason_language = models.CharField(max_length=2, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "user"], name="one_confirmation_per_person"),
            models.CheckConstraint(name="disputed_with_a_reason", condition=Q(is_done=True) | Q(reason__gt="")),
        ]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.is_done}"
