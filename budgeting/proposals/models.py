"""Proposals, who writes and follows them, the words they are found by, and the events on their timeline."""

import uuid

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from budgeting.cycles.models import LONGEST_TEXT, Area, Cycle, Theme
from budgeting.proposals.queryset import ProposalQuerySet
from budgeting.proposals.states import HIDING, PUBLIC, SENTENCES, RejectionCode, State
from budgeting.responses.models import Ask
from portal.clock import now
from portal.languages.fields import PlainField
from portal.languages.roots import LONGEST_ROOT
from portal.languages.slugs import slug
from portal.languages.translated import Translated
from portal.places.models import Settlement
from portal.places.projection import project

LANGUAGES = [code for code, _name in settings.LANGUAGES]
LONGEST_TITLE, LONGEST_SUMMARY = 90, 160


class Beneficiary(models.TextChoices):
    """Who will use or feel a project. Source: design, 4 (gender-responsive budgeting)."""

    WOMEN = "women", _("Women")
    MEN = "men", _("Men")
    GIRLS = "girls", _("Girls")
    BOYS = "boys", _("Boys")
    DISABLED = "disabled", _("People with disabilities")


class Origin(models.TextChoices):
    """How a proposal came that staff wrote down for a resident."""

    PAPER = "paper", _("Copied from a paper form")
    PHONE = "phone", _("Written down on the phone")
    MEETING = "meeting", _("Written down at a meeting")


class Proposal(Translated):
    """A resident's proposal, written in one language; a project once it stands on the ballot.

    `number` is fixed when the ballot is made and is the same on screen and on paper. `author` is the first author;
    the others are `coauthors`, and `invite_key` is what the link that invites them holds. Where staff wrote it
    down for a resident, `origin` says how, `entered_by` who, and `consented_on` when the resident agreed.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="proposals")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="proposals")
    author_name = models.CharField(_("Author"), max_length=80, blank=True)
    invite_key = models.UUIDField(default=uuid.uuid4, editable=False)
    written_in = models.CharField(_("Language"), max_length=2, choices=settings.LANGUAGES)
    title = models.CharField(_("Title"), max_length=250, blank=True, help_text="Imported ones are longer than ours.")
    summary = models.CharField(_("In one sentence"), max_length=LONGEST_SUMMARY, blank=True)
    text = models.TextField(_("What and why"), blank=True, validators=[MaxLengthValidator(LONGEST_TEXT)])
    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, null=True, blank=True)
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    rough_cost_tetri = models.PositiveBigIntegerField(_("Rough cost"), null=True, blank=True)
    beneficiaries = models.JSONField(default=list, blank=True)
    origin = models.CharField(max_length=10, choices=Origin, blank=True, editable=False)
    origin_place = models.CharField(max_length=120, blank=True, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    consented_on = models.DateField(null=True, editable=False)

    state = models.CharField(max_length=20, choices=State, default=State.DRAFT, editable=False)
    rejection_code = models.CharField(max_length=20, choices=RejectionCode, blank=True, editable=False)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="merged")
    split_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="parts")
    cost_tetri = models.PositiveBigIntegerField(_("Cost"), null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, editable=False, help_text="Whose list it stands in."
    )
    rivals = models.ManyToManyField("self", verbose_name=_("Projects that cannot be built beside it"), blank=True)
    reference = models.CharField(max_length=60, blank=True, help_text="The id in an imported election.")
    category = models.CharField(max_length=200, blank=True, help_text="As an imported election names it.")
    ask = models.OneToOneField(Ask, on_delete=models.PROTECT, null=True, related_name="proposal")
    created_at = models.DateTimeField(default=now, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        # Holds all that a list counts, filters and orders by, so that no list reads the long texts of thousands of rows.
        indexes = [
            models.Index(
                fields=["cycle", "state", "published_at", "rejection_code", "settlement", "theme", "id"],
                name="proposals_listed",
            ),
            models.Index(
                fields=["cycle", "published_at"],
                condition=Q(settlement__isnull=True, lat__isnull=False),
                name="proposals_with_a_pin",
            ),
        ]
        constraints = [
            models.CheckConstraint(name="proposal_state", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="proposal_written_in", condition=Q(written_in__in=LANGUAGES)),
            models.CheckConstraint(
                name="rejected_with_a_code",
                condition=Q(state=State.REJECTED, rejection_code__in=RejectionCode.values)
                | (~Q(state=State.REJECTED) & Q(rejection_code="")),
            ),
            models.CheckConstraint(
                name="merged_into_another",
                condition=(Q(state=State.MERGED, merged_into__isnull=False) & ~Q(merged_into=models.F("pk")))
                | (~Q(state=State.MERGED) & Q(merged_into__isnull=True)),
            ),
            models.CheckConstraint(
                name="entered_with_consent",
                condition=Q(origin="", entered_by__isnull=True)
                | Q(origin__in=Origin.values, entered_by__isnull=False, consented_on__isnull=False),
            ),
            models.UniqueConstraint(fields=["cycle", "number"], name="one_project_per_number"),
            models.CheckConstraint(
                name="project_has_number_and_cost",
                condition=~Q(state=State.ON_BALLOT)
                | Q(number__isnull=False, cost_tetri__isnull=False, cost_tetri__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(_("Draft without a title"))

    @property
    def address(self) -> str:
        return f"{self.pk}-{slug(self.title or '')}".rstrip("-")

    @property
    def point(self) -> tuple[float, float] | None:
        """Its place on the map, or its settlement's."""
        if self.lat is not None and self.lon is not None:
            return project(self.lat, self.lon)
        return self.settlement.point if self.settlement else None

    @property
    def is_editable(self) -> bool:
        return self.state in (State.DRAFT, State.RETURNED)

    @property
    def is_public(self) -> bool:
        """Twin of `ProposalQuerySet.public`."""
        return self.state in PUBLIC and self.published_at is not None and self.rejection_code not in HIDING


class CoAuthor(models.Model):
    """Somebody who writes a proposal together with its first author."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="coauthors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="coauthorships")
    name = models.CharField(max_length=80)
    at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["proposal", "user"], name="one_coauthor_per_person")]

    def __str__(self) -> str:
        return self.name


class Follow(models.Model):
    """Somebody wants to hear what becomes of a proposal."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="follows")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "user"], name="one_follow_per_person")]

    def __str__(self) -> str:
        return f"{self.proposal_id}"


class ProposalWord(models.Model):
    """One root of the words of a proposal, in any of its languages, romanised; what a search looks up.

    `weight` is 3 for the title, 2 for the summary and the place, 1 for the text.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="words", db_index=False)
    root = PlainField(max_length=LONGEST_ROOT)
    weight = models.PositiveSmallIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["root", "proposal", "weight"], name="words_looked_up")]
        constraints = [models.UniqueConstraint(fields=["proposal", "root"], name="one_row_per_root")]

    def __str__(self) -> str:
        return self.root


class ProposalEvent(models.Model):
    """Something that happened to a proposal, as a sentence the public can read."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(default=now, editable=False)
    name = models.CharField(max_length=30, help_text="A key of SENTENCES.")
    reason = models.TextField(blank=True)
    reason_language = models.CharField(max_length=2, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return str(self.sentence)

    @property
    def sentence(self) -> str | Promise:
        return SENTENCES[self.name]
