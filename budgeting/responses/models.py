"""Asks and responses. What was asked, a proposal or a campaign, points at its ask."""

from django.conf import settings
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from budgeting.workdays import working_days_between
from portal.clock import now, today
from portal.languages.texts import OFFICIAL_LANGUAGE
from portal.languages.translated import Translated
from portal.places.models import Municipality

LONGEST_REASON = 200
LONGEST_DETAIL = 6000


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


class Level(models.TextChoices):
    LOCAL = "local", _("Municipality")
    REGIONAL = "regional", _("Region")
    NATIONAL = "national", pgettext_lazy("level of government", "State")


class Office(models.Model):
    """Who answers: a part of a municipality (the city hall, a department, the council), or an office above all of them."""

    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, related_name="offices"
    )
    level = models.CharField(_("Level"), max_length=8, choices=Level, default=Level.LOCAL)
    name = models.CharField(_("Office"), max_length=200)
    is_active = models.BooleanField(_("Answers now"), default=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="office_in_its_place",
                condition=Q(level=Level.LOCAL, municipality__isnull=False)
                | Q(level__in=[Level.REGIONAL, Level.NATIONAL], municipality__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DutyBearer(models.Model):
    """A person in office who is asked by name. With a `user` this person answers for an office above the municipalities."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="duty_bearers")
    name = models.CharField(_("Name"), max_length=120)
    position = models.CharField(_("Position"), max_length=200)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="duties"
    )
    is_active = models.BooleanField(_("In office now"), default=True)

    class Meta:
        ordering = ["-is_active", "pk"]

    def __str__(self) -> str:
        return self.name


class ServicePromise(models.Model):
    """In how many working days a municipality promises to read what residents write, and to answer it."""

    municipality = models.OneToOneField(Municipality, on_delete=models.CASCADE, related_name="promise")
    moderation_days = models.PositiveSmallIntegerField(
        _("Working days until a proposal is read"), default=3, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    answer_days = models.PositiveSmallIntegerField(
        _("Working days until it is answered"), default=30, validators=[MinValueValidator(1), MaxValueValidator(250)]
    )

    def __str__(self) -> str:
        return f"{self.municipality}: {self.moderation_days}, {self.answer_days}"


class Ask(models.Model):
    """Something asked of an office that it owes an answer to, with its clock.

    `owed_on` is the last day for the next word the office owes: the answer, or the update it promised; NULL when
    nothing is owed. `term_days` are the working days that were promised when the clock was last started.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="asks")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="asks")
    duty_bearer = models.ForeignKey(DutyBearer, on_delete=models.PROTECT, null=True, related_name="asks")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    written_in = models.CharField(max_length=2, choices=settings.LANGUAGES, default=OFFICIAL_LANGUAGE)
    asked_at = models.DateTimeField(default=now, editable=False)
    started_on = models.DateField(default=today, editable=False, help_text="The day after which the term is counted.")
    term_days = models.PositiveSmallIntegerField()
    owed_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["municipality", "owed_on"])]

    def __str__(self) -> str:
        return f"{self.municipality} · {self.asked_at:%Y-%m-%d}"

    @property
    def is_overdue(self) -> bool:
        return self.owed_on is not None and self.owed_on < today()


class Extension(models.Model):
    """A deadline that was moved, with the old one kept."""

    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="extensions")
    old_owed_on = models.DateField()
    new_owed_on = models.DateField()
    reason = models.TextField(_("Reason"), max_length=500)
    reason_language = models.CharField(max_length=2)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(name="extension_is_later", condition=Q(new_owed_on__gt=F("old_owed_on"))),
        ]

    def __str__(self) -> str:
        return f"{self.old_owed_on} → {self.new_owed_on}"


class Reopening(models.Model):
    """A resident said "not done". It happens once: the table holds one row for an ask."""

    ask = models.OneToOneField(Ask, on_delete=models.CASCADE, related_name="reopening")
    reason = models.TextField(_("What is not done"), max_length=500)
    reason_language = models.CharField(max_length=2)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=now, editable=False)

    def __str__(self) -> str:
        return self.reason


class Response(Translated):
    """An official answer: a record, not a text box. It is public from the moment it exists."""

    ask = models.ForeignKey(Ask, on_delete=models.CASCADE, related_name="responses")
    outcome = models.CharField(_("Outcome"), max_length=20, choices=ResponseOutcome)
    reason = models.TextField(_("Reason in plain words"), validators=[MaxLengthValidator(LONGEST_REASON)])
    detail = models.TextField(_("In detail"), blank=True, validators=[MaxLengthValidator(LONGEST_DETAIL)])
    change = models.TextField(
        _("What has changed because of it"), blank=True, validators=[MaxLengthValidator(LONGEST_DETAIL)]
    )
    next_step = models.TextField(_("What happens next"), blank=True)
    author_step = models.TextField(_("What the author can do next"), blank=True)
    evidence = models.TextField(_("Evidence: budget line, document or link"), blank=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="responses")
    position = models.CharField(_("Position of the person answering"), max_length=120, blank=True)
    decision_number = models.CharField(_("Decision number"), max_length=60, blank=True)
    forwarded_to = models.CharField(_("Forwarded to"), max_length=200, blank=True)
    duplicate_of = models.URLField(_("Address of what it repeats"), blank=True)
    next_update_on = models.DateField(_("We write again by"), null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(default=now, editable=False)
    owed_on = models.DateField(null=True, blank=True, editable=False, help_text="The day by which it was due.")
    is_on_time = models.BooleanField(default=True, editable=False)

    class Meta:
        ordering = ["-answered_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="response_is_complete",
                condition=Q(outcome__in=ResponseOutcome.values)
                & Q(reason_ka__isnull=False, reason_ka__gt="")
                & (Q(next_step_ka__isnull=False, next_step_ka__gt="") | ~Q(evidence="")),
            ),
            models.CheckConstraint(
                name="forwarded_to_somebody",
                condition=~Q(outcome=ResponseOutcome.NOT_OUR_COMPETENCE) | ~Q(forwarded_to=""),
                violation_error_message=_("Say to whom it was forwarded."),
            ),
            models.CheckConstraint(
                name="duplicate_of_something",
                condition=~Q(outcome=ResponseOutcome.DUPLICATE) | ~Q(duplicate_of=""),
                violation_error_message=_("Give the address of what it repeats."),
            ),
            models.CheckConstraint(
                name="planned_for_a_date",
                condition=~Q(outcome=ResponseOutcome.PLANNED) | Q(next_update_on__isnull=False),
                violation_error_message=_("Say by which date you write again."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()

    @property
    def days_late(self) -> int:
        """Working days between the day it was due and the day it came."""
        return working_days_between(self.owed_on, localdate(self.answered_at)) if self.owed_on else 0


class ResponseEdit(models.Model):
    """What a published response said before it was changed."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="edits")
    before = models.JSONField(help_text="Its fields before the change, by name, as text.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"

    @property
    def earlier(self) -> list[tuple[str, str, str]]:
        """(question, earlier text, its language or "") for each field that was changed, in the order of the form."""
        lines = []
        order = [field.name for field in Response._meta.fields]
        for field, text in sorted(self.before.items(), key=lambda item: order.index(item[0])):  # jsonb keeps no order
            name, _separator, language = field.rpartition("_")
            is_translated = language in dict(settings.LANGUAGES)
            question = Response._meta.get_field(name if is_translated else field).verbose_name
            lines.append((str(question), text, language if is_translated else ""))
        return lines


class ResponseTemplate(models.Model):
    """A text to start an answer from. What stands in {braces} must be filled in before it is published."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="response_templates")
    name = models.CharField(_("Name"), max_length=80)
    outcome = models.CharField(_("Outcome"), max_length=20, choices=ResponseOutcome)
    reason = models.TextField(_("Reason in plain words"), validators=[MaxLengthValidator(LONGEST_REASON)])
    next_step = models.TextField(_("What happens next"), blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(name="template_outcome", condition=Q(outcome__in=ResponseOutcome.values)),
            models.UniqueConstraint(fields=["municipality", "name"], name="one_template_per_name"),
        ]

    def __str__(self) -> str:
        return self.name
