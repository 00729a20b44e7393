"""The demo's municipal pages: what each municipality says, its news, events, councils, documents and press page."""

from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from wagtail.models import Collection

from cms.models import (
    CouncilMember,
    CouncilPage,
    EventPage,
    LibraryDocument,
    LibraryPage,
    MunicipalityPage,
    NewsPage,
    PressPage,
)
from portal.clock import now
from portal.demo.names import members
from portal.demo.people import DOMAIN, People
from portal.demo.plans import Plan
from portal.demo.planting import Later, complete_page, days_ago, write_page
from portal.demo.publishers import collection_of
from portal.demo.shelf import document, picture
from portal.demo.texts import Words, words_of
from portal.languages.texts import OFFICIAL_LANGUAGE
from portal.places.models import Municipality

WOMEN_AND_MEN = {"gender": (5, 2), "advisors": (5, 6)}
ROLES = {
    "gender": ("chair", "secretary", "member"),
    "advisors": ("chair", "secretary", "teacher", "farmer", "doctor", "student", "entrepreneur", "librarian"),
}
OPENED = timedelta(days=240)  # since when a municipality's lasting pages stand


def publish_pages(plan: Plan, people: People) -> int:
    """Everything below the municipality's page; returns how many pages were written, each in its languages."""
    municipality = Municipality.objects.get(slug=plan.slug)
    page = MunicipalityPage.objects.select_related("locale").get(municipality=municipality, alias_of__isnull=True)
    words, everywhere = words_of(f"municipalities/{plan.slug}"), words_of("everywhere")
    collection = collection_of(municipality)
    checker = people["translator"]
    _say_who_we_are(page, plan, words, people)
    write = partial(write_page, page, checker=checker)
    for news in words["news"]:
        write(NewsPage, news, **_news(news, collection))
    for facts in words["events"]:
        event = everywhere["events"][facts["name"]]
        write(EventPage, _in_place(event, facts, municipality), **_event(event, facts, everywhere))
    for kind, council in everywhere["councils"].items():
        sitting = members(Random(f"{plan.slug} {kind}"), *WOMEN_AND_MEN[kind])
        write(CouncilPage, _official(council), when=now() - OPENED, fields=partial(_council, kind, sitting, everywhere))
    papers = _papers(everywhere["library"]["documents"], collection)
    write(LibraryPage, _official(everywhere["library"]), when=now() - OPENED, fields=partial(_library, papers))
    contact = words["press"]
    write(PressPage, _official(everywhere["press"]), when=now() - OPENED, fields=partial(_press, contact, plan.slug))
    return len(words["news"]) + len(words["events"]) + 5


def _say_who_we_are(page: MunicipalityPage, plan: Plan, words: Words, people: People) -> None:
    """The page was planted with a lead alone; now it gets its text, and its words in the other languages."""
    facts = {
        "title": {code: getattr(page.municipality, f"name_{code}") for code in words["text"]},
        "lead": {**words["lead"], page.written_in: plan.lead},
        "text": words["text"],
        "checked": [OFFICIAL_LANGUAGE],
    }
    complete_page(page, facts, when=now() - OPENED, checker=people["translator"])


def _official(words: Words) -> Words:
    """What is the same everywhere is written in Georgian and translated, and checked in one more language."""
    return {**words, "written_in": OFFICIAL_LANGUAGE, "checked": ["hy", "az"]}


def _news(news: Words, collection: Collection | None) -> dict[str, Any]:
    when = days_ago(news["days_ago"])
    return {
        "when": when,
        "fields": lambda language: {
            "published_on": when.date(),
            "picture": picture(news["picture"], language, collection),
        },
    }


def _in_place(event: Words, facts: Words, municipality: Municipality) -> Words:
    """The event's words, with the village's name in each language where it is about one."""
    words = _official(event)
    if "village" in facts:
        village = municipality.settlements.get(slug=facts["village"])
        titles = {code: text.format(village=getattr(village, f"name_{code}")) for code, text in event["title"].items()}
        words["title"] = titles
    return words


def _event(event: Words, facts: Words, everywhere: Words) -> dict[str, Any]:
    starts_at = days_ago(-facts["in_days"], facts.get("hour", 18))
    return {
        "when": min(starts_at - timedelta(days=facts["announced"]), now()),
        "fields": lambda language: {
            "kind": event["kind"],
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=2),
            "venue": everywhere["venues"][facts["venue"]][language],
        },
        "later": _who_came(starts_at, facts),
    }


def _who_came(starts_at: datetime, facts: Words) -> Later:
    """The counts of women and men, noted on the morning after."""
    if "women" not in facts:
        return None
    counts = {"women_present": facts["women"], "men_present": facts["men"]}
    return min(starts_at + timedelta(hours=16), now()), counts


def _council(kind: str, sitting: list[Any], everywhere: Words, language: str) -> dict[str, Any]:
    roles = ROLES[kind]
    return {
        "kind": kind,
        "members": [
            CouncilMember(
                name=name[language],
                gender=gender,
                role=everywhere["roles"][roles[min(place, len(roles) - 1)]][language],
                sort_order=place,
            )
            for place, (name, gender) in enumerate(sitting)
        ],
    }


def _papers(documents: list[Words], collection: Collection | None) -> list[tuple[Words, Any]]:
    return [
        (facts, document(facts["title"][OFFICIAL_LANGUAGE], facts["file"], facts["text"], collection))
        for facts in documents
    ]


def _library(papers: list[tuple[Words, Any]], language: str) -> dict[str, Any]:
    return {
        "documents": [
            LibraryDocument(
                document=file,
                title=facts["title"][language],
                number=facts["number"],
                dated_on=days_ago(facts["days_ago"]).date(),
                sort_order=place,
            )
            for place, (facts, file) in enumerate(papers)
        ]
    }


def _press(contact: dict[str, str], slug: str, language: str) -> dict[str, Any]:
    return {"contact_name": contact[language], "contact_email": f"press-{slug}@{DOMAIN}"}
