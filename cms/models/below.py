"""What stands below a page, as lists show it: only what everybody may read."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import (
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce
from wagtail.models import Page

from cms.events.models import Notice
from cms.models.councils import CouncilMember, CouncilPage, Gender
from cms.models.events import NOTICED, EventPage
from cms.models.library import LibraryDocument, LibraryPage, documents_of
from cms.models.news import NewsPage
from cms.visibility import open_to_all
from portal.clock import now

NEWEST = 3  # pieces of news, and documents, on a municipality's page
COMING = 6
JUDGED_DAYS = 365  # how long a session that was announced late is told of on the municipality's page
FEED_DAYS = 30  # how long a calendar keeps what is over


def news_below(page: Page) -> QuerySet[NewsPage]:
    """The newest first."""
    news = open_to_all(NewsPage.objects.child_of(page))
    return news.order_by("-published_on", "-first_published_at", "-pk").defer("body")


def events_below(page: Page) -> QuerySet[EventPage]:
    """In the order in which they begin, each with the moment it was announced."""
    events = open_to_all(EventPage.objects.child_of(page)).annotate(announced_at=_announced_at())
    return events.order_by("starts_at", "pk").defer("body")


def coming_events(page: Page) -> QuerySet[EventPage]:
    """Those that are not over, the next first."""
    return events_below(page).filter(_is_coming())


def past_events(page: Page) -> QuerySet[EventPage]:
    """Those that are over, the last one first."""
    return events_below(page).exclude(_is_coming()).order_by("-starts_at", "-pk")


def calendar_events(page: Page) -> QuerySet[EventPage]:
    """What a calendar of this page shows: coming, and what began within the last month."""
    return events_below(page).filter(Q(starts_at__gte=now() - timedelta(days=FEED_DAYS)) | _is_coming())


def _is_coming(of: str = "") -> Q:
    return Q(**{f"{of}ends_at__gte": now()}) | Q(**{f"{of}ends_at__isnull": True, f"{of}starts_at__gte": now()})


def _announced_at() -> Coalesce:
    """As `EventPage.announced_at`, for each row."""
    notices = Notice.objects.filter(page__translation_key=OuterRef("translation_key"))
    return Coalesce(Subquery(notices.values("at")[:1]), "first_published_at")


def newest_documents(page: Page) -> QuerySet[LibraryDocument]:
    """The newest of all libraries below the page."""
    documents = documents_of(open_to_all(LibraryPage.objects.child_of(page)).values("pk"))
    return documents.order_by(F("dated_on").desc(nulls_last=True), "-pk").select_related("page")[:NEWEST]


@dataclass(slots=True)
class Below:
    """What a municipality's page lists of the pages below it. `late` and `judged` count a year's sessions."""

    news: list[NewsPage] = field(default_factory=list)
    events: list[EventPage] = field(default_factory=list)
    late: list[EventPage] = field(default_factory=list)
    judged: int = 0
    councils: list[CouncilPage] = field(default_factory=list)
    libraries: list[Page] = field(default_factory=list)
    others: list[Page] = field(default_factory=list)


def what_stands_below(page: Page) -> Below:
    """All of it in one query, however much there is; news and events come without their texts."""
    rows = open_to_all(Page.objects.child_of(page)).filter(_is_listed(page)).annotate(**_facts())
    rows = rows.select_related("newspage", "eventpage", "councilpage")
    rows = rows.defer("newspage__body", "eventpage__body", "councilpage__body")
    below = Below()
    for row in rows:
        _add(below, row)
    below.news.sort(key=lambda one: (one.published_on, one.first_published_at or now(), one.pk), reverse=True)
    below.events = sorted(below.events, key=lambda one: (one.starts_at, one.pk))[:COMING]
    below.late.sort(key=lambda one: (one.starts_at, one.pk), reverse=True)
    return below


def _is_listed(page: Page) -> Q:
    newest = news_below(page).values("pk")[:NEWEST]
    recent = Q(eventpage__starts_at__gte=now() - timedelta(days=JUDGED_DAYS), eventpage__kind__in=NOTICED)
    kinds = ("councilpage", "librarypage", "presspage", "plainpage")
    return (
        Q(pk__in=newest)
        | recent
        | _is_coming("eventpage__")
        | Q(content_type__app_label="cms", content_type__model__in=kinds)
    )


def _facts() -> dict[str, Any]:
    """What is not on the rows themselves; `written_in` for those of which only the title is shown."""
    languages = (f"{kind}__written_in" for kind in ("librarypage", "presspage", "plainpage"))
    return {
        "announced_at": _announced_at(),
        "written_in": Coalesce(*languages),
        **{f"{one}_count": _members(one) for one in Gender.values},
    }


def _members(gender: str) -> Coalesce:
    members = CouncilMember.objects.filter(page=OuterRef("pk"), gender=gender).order_by().values("page")
    return Coalesce(Subquery(members.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def _add(below: Below, row: Page) -> None:
    kind = row.specific_class
    if kind is NewsPage:
        below.news.append(row.newspage)
    elif kind is EventPage:
        _add_event(below, row)
    elif kind is CouncilPage:
        row.councilpage.women, row.councilpage.men = row.woman_count, row.man_count
        below.councils.append(row.councilpage)
    elif kind is LibraryPage:
        below.libraries.append(row)
    else:
        below.others.append(row)


def _add_event(below: Below, row: Page) -> None:
    event = row.eventpage
    event.announced_at = row.announced_at
    if event.is_coming:
        below.events.append(event)
    if event.notice_days is not None:
        below.judged += 1
        if event.is_late_notice:
            below.late.append(event)
