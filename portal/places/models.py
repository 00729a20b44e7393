"""Regions, municipalities and settlements, with names in every language."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from portal.languages.folding import fold
from portal.places.projection import project


class Region(models.Model):
    slug = models.SlugField(unique=True)
    name = models.CharField(_("Name"), max_length=100)

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """A municipality whose residents may decide; `outline` and `window` are in map units."""

    slug = models.SlugField(unique=True)
    name = models.CharField(_("Name"), max_length=100)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="municipalities")
    is_active = models.BooleanField(default=False, help_text="Has a page here; others are only drawn.")
    population = models.PositiveIntegerField(null=True)
    registered_voters = models.PositiveIntegerField(null=True, help_text="Base of petition thresholds.")
    checks_pages = models.BooleanField(default=False, help_text="A second person publishes what an editor wrote.")
    lat = models.FloatField()
    lon = models.FloatField()
    outline = models.TextField(blank=True, help_text="`d` of the SVG path; empty: not to be drawn.")
    window = models.JSONField(default=list, help_text="[x, y, width, height]")
    sources = models.TextField(blank=True)

    class Meta:
        ordering = ["slug"]
        verbose_name_plural = "municipalities"

    def __str__(self) -> str:
        return self.name

    @property
    def point(self) -> tuple[float, float]:
        """The town's place on the map."""
        return project(self.lat, self.lon)


class Settlement(models.Model):
    """A town or village. Where people use an older name, it stands in brackets in that language's name."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="settlements")
    slug = models.SlugField()
    name = models.CharField(_("Name"), max_length=100)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    source = models.TextField(blank=True)

    class Meta:
        ordering = [Lower("name_en")]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "slug"], name="one_settlement_per_slug"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def point(self) -> tuple[float, float] | None:
        return None if self.lat is None or self.lon is None else project(self.lat, self.lon)

    @property
    def other_names(self) -> dict[str, str]:
        """{language: name} of the names that differ from the one the reader sees, each once."""
        names = {code: getattr(self, f"name_{code}") for code in dict(settings.LANGUAGES)}
        seen = {self.name, ""}
        return {code: name for code, name in names.items() if name and not (name in seen or seen.add(name))}

    @property
    def search_text(self) -> str:
        """All its names, folded."""
        return fold(" ".join(filter(None, [self.name_ka, self.name_hy, self.name_az, self.name_en])))
