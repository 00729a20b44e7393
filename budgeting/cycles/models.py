"""Cycles with all that a municipality decides about one, themes, and who signed a gate."""

import uuid
from datetime import datetime
from math import ceil

from django.conf import settings
from django.core.validators import FileExtensionValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from budgeting.counting.rule import Rule, rule_from_data
from budgeting.cycles.rules import METHOD_NAMES, check_rule, default_rule, rule_sentences
from budgeting.cycles.stages import AFTER_THE_VOTE, Gate, Stage, Step, calendar, next_change_at, stage_of
from portal.accounts.models import STAFF_ROLES, RoleKind
from portal.accounts.roles import Person, places_as
from portal.clock import now
from portal.languages.slugs import slug
from portal.languages.translated import Translated
from portal.places.models import Municipality, Settlement

LONGEST_TEXT = 20_000
MOST_PHOTOS = 5


class BallotKind(models.TextChoices):
    APPROVAL = "approval", _("Choose several projects")
    KNAPSACK = "knapsack", _("Spend the envelope")


class VotesIn(models.TextChoices):
    """Which lists a resident votes in, where areas have an envelope of their own."""

    BOTH = "both", _("In the list of the whole municipality and in that of the home area")
    ONE = "one", _("In one list: that of the whole municipality or that of the home area")


class CycleQuerySet(models.QuerySet["Cycle"]):
    def visible_to(self, user: Person) -> "CycleQuerySet":
        """Twin of `may_view_cycle`: the public sees a cycle once its first gate is cleared."""
        if getattr(user, "is_superuser", False):
            return self
        own = places_as(user, *STAFF_ROLES, RoleKind.OBSERVER)
        return self.filter(Q(proposing_cleared_at__isnull=False) | Q(municipality__in=own))


class Cycle(Translated):
    """One participatory budget of one municipality. Every limit is data: the adopted rule decides it."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="cycles")
    title = models.CharField(_("Title"), max_length=150)
    summary = models.TextField(_("What it is about"), blank=True)
    eligibility = models.TextField(_("Who may take part"), blank=True)
    writing_hint = models.TextField(_("A hint for those who write"), blank=True)
    rule_document = models.FileField(
        _("The adopted rule"),
        upload_to="rules/",
        blank=True,
        validators=[FileExtensionValidator(["pdf", "odt", "docx", "txt"])],
    )

    proposing_from_at = models.DateTimeField(_("Proposals from"))
    proposing_until_at = models.DateTimeField(_("Proposals until"))
    supporting_until_at = models.DateTimeField(_("Backing until"), null=True, blank=True)
    voting_from_at = models.DateTimeField(_("Voting from"))
    voting_until_at = models.DateTimeField(_("Voting until"))
    objections_until_at = models.DateTimeField(_("Objections until"))
    implementing_until_at = models.DateTimeField(_("Implementation until"))
    proposing_cleared_at = models.DateTimeField(null=True, editable=False)
    voting_cleared_at = models.DateTimeField(null=True, editable=False)
    closing_cleared_at = models.DateTimeField(null=True, editable=False)
    voting_closed_at = models.DateTimeField(null=True, editable=False, help_text="Closed by two officials, for good.")

    envelope_tetri = models.PositiveBigIntegerField(_("Envelope"))
    cost_cap_tetri = models.PositiveBigIntegerField(_("Most a project may cost"), null=True, blank=True)
    longest_text = models.PositiveIntegerField(
        _("Most letters in a proposal's text"),
        default=5000,
        validators=[MinValueValidator(200), MaxValueValidator(LONGEST_TEXT)],
    )
    max_photos = models.PositiveSmallIntegerField(
        _("Most photos in a proposal"), default=5, validators=[MaxValueValidator(MOST_PHOTOS)]
    )
    backing_threshold = models.PositiveIntegerField(
        _("How many people must back a proposal"), default=0, help_text=_("0: it is reviewed without.")
    )
    holds_comments = models.BooleanField(_("Comments wait for a moderator"), default=False)
    currency = models.CharField(max_length=3, default="GEL", blank=True)
    min_age = models.PositiveSmallIntegerField(_("Age from"), default=16)
    ballot_kind = models.CharField(_("Ballot"), max_length=10, choices=BallotKind, default=BallotKind.APPROVAL)
    min_projects = models.PositiveSmallIntegerField(_("Fewest projects"), default=1)
    max_projects = models.PositiveSmallIntegerField(_("Most projects"), null=True, blank=True)
    advised_projects = models.PositiveSmallIntegerField(
        _("How many projects to advise"),
        null=True,
        blank=True,
        help_text=_("“Name at least three”: advice, not a limit."),
    )
    votes_in = models.CharField(_("Lists to vote in"), max_length=4, choices=VotesIn, default=VotesIn.BOTH)
    identity_methods = models.JSONField(_("How identity is checked"), default=list, blank=True)
    rule = models.JSONField(_("Counting"), default=default_rule, validators=[check_rule])
    silence_days = models.PositiveSmallIntegerField(
        _("Days before the end of the vote without campaigning"),
        default=0,
        validators=[MaxValueValidator(31)],
        help_text=_("0: the adopted rule has no such time."),
    )
    lot_seed = models.CharField(max_length=64, blank=True, help_text="Drawn and published before the vote.")

    key_name = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    imported_from = models.JSONField(null=True, editable=False, help_text="Facts of an imported election.")

    objects = CycleQuerySet.as_manager()

    class Meta:
        ordering = ["-voting_until_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="cycle_dates_in_order",
                violation_error_message=_("The dates of the stages must follow one another."),
                condition=Q(proposing_from_at__lt=F("proposing_until_at"))
                & Q(proposing_until_at__lte=F("voting_from_at"))
                & Q(voting_from_at__lt=F("voting_until_at"))
                & Q(voting_until_at__lte=F("objections_until_at"))
                & Q(objections_until_at__lte=F("implementing_until_at")),
            ),
            models.CheckConstraint(
                name="cycle_backing_in_between",
                violation_error_message=_("Backing ends between the proposals and the vote."),
                condition=Q(supporting_until_at__isnull=True)
                | Q(
                    supporting_until_at__gt=F("proposing_until_at"),
                    supporting_until_at__lte=F("voting_from_at"),
                ),
            ),
            models.CheckConstraint(
                name="cycle_has_money",
                condition=Q(envelope_tetri__gt=0),
                violation_error_message=_("The envelope must hold some money."),
            ),
            models.CheckConstraint(
                name="cycle_age",
                condition=Q(min_age__in=[14, 16, 18]),
                violation_error_message=_("The age is 14, 16 or 18."),
            ),
            models.CheckConstraint(name="cycle_ballot_kind", condition=Q(ballot_kind__in=BallotKind.values)),
            models.CheckConstraint(name="cycle_votes_in", condition=Q(votes_in__in=VotesIn.values)),
            models.CheckConstraint(
                name="cycle_ballot_limits",
                violation_error_message=_("The most projects cannot be fewer than the fewest."),
                condition=Q(min_projects__gte=1)
                & (Q(max_projects__isnull=True) | Q(max_projects__gte=F("min_projects"))),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        """The id and the readable slug in the reader's language, for an address."""
        return f"{self.pk}-{slug(self.title)}".rstrip("-")

    @property
    def counting(self) -> Rule:
        """The rule that decides; nobody can change it once the vote is signed for."""
        return rule_from_data(self.rule)

    @property
    def rule_name(self) -> str | Promise:
        return METHOD_NAMES[self.rule["method"]]

    @property
    def rule_sentences(self) -> list[str]:
        return rule_sentences(self.counting, self.currency)

    @property
    def stage(self) -> Stage:
        return self.stage_at(now())

    def stage_at(self, instant: datetime) -> Stage:
        return stage_of(self, instant)

    @property
    def calendar(self) -> list[Step]:
        return calendar(self, now())

    @property
    def current_step(self) -> Step | None:
        return next((step for step in self.calendar if step.is_current), None)

    @property
    def changes_in(self) -> int | None:
        """Whole seconds until the next stage begins by its date; None if none is to come."""
        change_at = next_change_at(self, instant := now())
        return None if change_at is None else ceil((change_at - instant).total_seconds())

    @property
    def is_vote_over(self) -> bool:
        return self.stage in AFTER_THE_VOTE

    @property
    def is_result_final(self) -> bool:
        """Whether the time for objections is over, so that they can no longer change the result."""
        return now() >= self.objections_until_at

    @property
    def is_frozen(self) -> bool:
        """Whether costs, texts, rule and tie order may no longer change."""
        return self.voting_cleared_at is not None


class Area(models.Model):
    """A part of the municipality with an envelope of its own in a cycle, and so with a list of its own on the ballot.

    The list of the whole municipality has what the areas leave of the cycle's envelope.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="areas")
    name = models.CharField(_("Name"), max_length=80)
    envelope_tetri = models.PositiveBigIntegerField(_("Envelope"))
    settlements = models.ManyToManyField(Settlement, related_name="+", verbose_name=_("Villages and towns"))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="area_has_money",
                condition=Q(envelope_tetri__gt=0),
                violation_error_message=_("The envelope must hold some money."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class GateSignature(models.Model):
    """One official's signature under a green checklist."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="signatures")
    gate = models.CharField(max_length=10, choices=Gate)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now, editable=False)
    digest = models.CharField(max_length=64, editable=False, help_text="SHA-256 of what was signed.")

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "gate", "by"], name="one_signature_per_official"),
            models.CheckConstraint(name="signature_gate", condition=Q(gate__in=Gate.values)),
        ]

    def __str__(self) -> str:
        return f"{self.get_gate_display()} · {self.by}"


class Theme(models.Model):
    """What a proposal is about: one of a short fixed list, so that lists can be filtered in any language."""

    slug = models.SlugField(unique=True)
    name = models.CharField(_("Name"), max_length=60)

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name
