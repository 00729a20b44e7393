"""Proposals and the events on their timeline."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from budgeting.cycles.models import Cycle, Theme
from budgeting.proposals.queryset import ProposalQuerySet
from budgeting.proposals.states import PUBLIC, SENTENCES, State
from budgeting.responses.models import Ask
from portal.clock import now
from portal.languages.folding import fold
from portal.languages.slugs import slug
from portal.places.models import Settlement
from portal.places.projection import project

LANGUAGES = [code for code, _name in settings.LANGUAGES]
LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_TEXT = 90, 160, 5000


class Proposal(models.Model):
    """A resident's proposal, written in one language; a project once it stands on the ballot.

    `translations` says for each other language whether its text is "checked" or "machine".
    `number` is fixed when the ballot is made and is the same on screen and on paper.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="proposals")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="proposals")
    author_name = models.CharField(_("Author"), max_length=80, blank=True)
    written_in = models.CharField(_("Language"), max_length=2, choices=settings.LANGUAGES)
    title = models.CharField(_("Title"), max_length=250, blank=True, help_text="Imported ones are longer than ours.")
    summary = models.CharField(_("In one sentence"), max_length=LONGEST_SUMMARY, blank=True)
    text = models.TextField(_("What and why"), blank=True, validators=[MaxLengthValidator(LONGEST_TEXT)])
    translations = models.JSONField(default=dict, blank=True)
    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, null=True, blank=True)
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    rough_cost_tetri = models.PositiveBigIntegerField(_("Rough cost"), null=True, blank=True)

    state = models.CharField(max_length=20, choices=State, default=State.DRAFT, editable=False)
    cost_tetri = models.PositiveBigIntegerField(_("Cost"), null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True)
    rivals = models.ManyToManyField("self", verbose_name=_("Projects that cannot be built beside it"), blank=True)
    reference = models.CharField(max_length=60, blank=True, help_text="The id in an imported election.")
    category = models.CharField(max_length=200, blank=True, help_text="As an imported election names it.")
    ask = models.OneToOneField(Ask, on_delete=models.PROTECT, null=True, related_name="proposal")
    created_at = models.DateTimeField(default=now, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    search_text = models.TextField(blank=True, editable=False)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        indexes = [models.Index(fields=["cycle", "state"])]
        constraints = [
            models.CheckConstraint(name="proposal_state", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="proposal_written_in", condition=Q(written_in__in=LANGUAGES)),
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
        return self.state in PUBLIC and self.published_at is not None

    def folded(self) -> str:
        """All it can be found by, in every language, folded; stored as `search_text`."""
        texts = [getattr(self, f"{field}_{code}") for field in ("title", "summary", "text") for code in LANGUAGES]
        names = self.settlement.search_text if self.settlement else ""
        return f"{fold(' '.join(filter(None, texts)))} {names} {fold(self.author_name)}"


class ProposalEvent(models.Model):
    """Something that happened to a proposal, as a sentence the public can read."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(default=now, editable=False)
    name = models.CharField(max_length=30, choices=[(name, sentence) for name, sentence in SENTENCES.items()])
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
