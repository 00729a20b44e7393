"""What happens on a day: sessions of the council, assemblies, meetings."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from cms.events.actions import standing_notice
from cms.events.forms import EventPageForm
from cms.events.timeliness import NOTICE_DAYS, days_of_notice
from cms.models.base import KhmaPage
from portal.clock import now
from portal.ics import CONTENT_TYPE, Entry, calendar

FIRST_YEAR, LAST_YEAR = 2000, 2100  # a slip of the hand, such as the year 20 or 20225, is not a day for a meeting


class EventKind(models.TextChoices):
    COUNCIL = "council", _("Session of the council")
    COMMISSION = "commission", _("Session of a commission of the council")
    ASSEMBLY = "assembly", _("General assembly of a settlement")
    ADVISORS = "advisors", _("Meeting of the council of civil advisors")
    MEETING = "meeting", _("Meeting")


# Those that are announced seven days before (cms/events/timeliness.py).
NOTICED = (EventKind.COUNCIL, EventKind.COMMISSION, EventKind.ASSEMBLY)


class EventPage(RoutablePageMixin, KhmaPage):
    """An event; its body is the agenda, and afterwards the minutes. Who came is kept as counts only."""

    kind = models.CharField(_("What it is"), max_length=10, choices=EventKind, default=EventKind.MEETING)
    starts_at = models.DateTimeField(_("Begins"))
    ends_at = models.DateTimeField(_("Ends"), null=True, blank=True)
    venue = models.CharField(_("Where"), max_length=200)
    women_present = models.PositiveIntegerField(_("Women who came"), null=True, blank=True)
    men_present = models.PositiveIntegerField(_("Men who came"), null=True, blank=True)

    base_form_class = EventPageForm
    content_panels = [
        *KhmaPage.content_panels[:1],
        FieldPanel("kind"),
        MultiFieldPanel(
            [
                *(FieldPanel("starts_at"), FieldPanel("ends_at"), FieldPanel("venue")),
                FieldPanel("is_late_knowingly", heading=_("Publish it all the same")),
            ],
            heading=_("When and where"),
        ),
        *KhmaPage.content_panels[1:],
        MultiFieldPanel([FieldPanel("women_present"), FieldPanel("men_present")], heading=_("Who came")),
    ]
    template = "cms/event.html"
    parent_page_types = ["cms.HomePage", "cms.MunicipalityPage", "cms.OrganisationPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("event")
        constraints = [
            models.CheckConstraint(
                name="event_ends_after_it_begins",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("The end comes after the beginning."),
            ),
            models.CheckConstraint(name="event_kind", condition=Q(kind__in=EventKind.values)),
        ]

    def clean(self) -> None:
        super().clean()
        errors = {}
        for field in ("starts_at", "ends_at"):
            moment = getattr(self, field)
            if moment and not FIRST_YEAR <= moment.year <= LAST_YEAR:
                errors[field] = _("Check the year.")
        if not errors and self.starts_at and self.starts_at > now() and self.has_counts:
            errors["women_present"] = _("Who came is known only after the event.")
        if errors:
            raise ValidationError(errors)

    @property
    def has_counts(self) -> bool:
        return self.women_present is not None or self.men_present is not None

    @property
    def is_coming(self) -> bool:
        """Until it is over."""
        return (self.ends_at or self.starts_at) >= now()

    @property
    def has_to_be_announced(self) -> bool:
        """Whether it has to be announced seven days before."""
        return self.kind in NOTICED

    @cached_property
    def announced_at(self) -> datetime | None:
        """Since when the public has known its day and place; lists fill it in (cms/models/below.py)."""
        notice = standing_notice(self)
        return notice.at if notice else self.first_published_at

    @property
    def notice_days(self) -> int | None:
        """How many days before it was announced; None if that is not asked of it, or it is not public yet."""
        if not self.has_to_be_announced or self.announced_at is None:
            return None
        return days_of_notice(self.announced_at, self.starts_at)

    @property
    def is_late_notice(self) -> bool:
        return self.notice_days is not None and self.notice_days < NOTICE_DAYS

    def as_entry(self, address: str) -> Entry:
        """The event as a calendar shows it; `address` is its page's."""
        return Entry(
            key=str(self.translation_key),
            language=self.written_in,
            title=self.title,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            place=self.venue,
            text=self.lead,
            kind=self.get_kind_display(),
            address=address,
            changed_at=self.last_published_at or self.first_published_at or self.starts_at,
        )

    @path("ics/")
    def ics(self, request: HttpRequest) -> HttpResponse:
        """The event as a file for a calendar."""
        entry = self.as_entry(settings.SITE_URL + self.get_url(request))
        return ics_file(f"{self.slug}.ics", calendar(self.title, self.written_in, [entry]))


def ics_file(name: str, content: bytes) -> HttpResponse:
    """The calendar as a download under an ASCII name."""
    return HttpResponse(
        content, content_type=CONTENT_TYPE, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
