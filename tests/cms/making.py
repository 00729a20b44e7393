"""Pages to test with, in the tree of a language, with their aliases in the others."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import make_aware
from PIL import Image as Drawing
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page

from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.results.models import Count
from cms.models import CouncilPage, EventPage, HomePage, LibraryPage, MunicipalityPage, NewsPage, PlainPage, PressPage
from cms.models.councils import CouncilMember
from cms.models.events import EventKind
from cms.models.library import LibraryDocument
from cms.planting import ensure_aliases, plant_municipality
from portal.clock import now, today
from tests.factories import make_cycle
from tests.people import Cast

TEXTS = {"title": "წყალი სოფელში", "lead": "ტექსტი", "body": [("text", "<p>გრძელი ტექსტი</p>")]}


def home(language: str = "ka") -> HomePage:
    return HomePage.objects.get(locale__language_code=language)


def municipality_page(cast: Cast) -> MunicipalityPage:
    return plant_municipality(cast.municipality, lead="ტექსტი")


def make_draft(model: type = PlainPage, language: str = "ka", *, below: Page | None = None, **facts: Any) -> Any:
    """A page that was never published."""
    page = _add(model, below or home(language), facts)
    page.save_revision(changed=False)
    ensure_aliases(page)
    return page


def make_page(model: type = PlainPage, language: str = "ka", *, below: Page | None = None, **facts: Any) -> Any:
    """A published page."""
    page = _add(model, below or home(language), facts)
    page.save_revision(changed=False).publish()
    page = model.objects.get(pk=page.pk)  # what was published is another copy
    ensure_aliases(page)
    return page


def _add(model: type, below: Page, facts: dict[str, Any]) -> Any:
    parent = Page.objects.get(pk=below.pk)  # a parent that was read before its children does not know them
    return parent.add_child(instance=model(**{**TEXTS, "live": False, "locale": parent.locale, **facts}))


def make_event(below: Page, title: str = "სხდომა", **facts: Any) -> EventPage:
    facts = {"kind": EventKind.COUNCIL, "starts_at": now() + timedelta(days=10), "venue": "საკრებულო", **facts}
    return make_page(EventPage, below=below, title=title, **facts)


def root_collection() -> Collection:
    """Migrations plant it; tests that leave them out do it themselves."""
    return Collection.get_first_root_node() or Collection.add_root(name="Root")


def make_picture(tmp_file: Any, description: str = "") -> Any:
    """A small picture; `tmp_file` is a path to draw it at."""
    Drawing.new("RGB", (40, 30), "indigo").save(tmp_file)
    with Path(tmp_file).open("rb") as file:
        facts = {"title": "DSC_0001", "description": description, "collection": root_collection()}
        return get_image_model().objects.create(file=ImageFile(file, name="picture.png"), width=40, height=30, **facts)


def at(*moment: int) -> datetime:
    """An instant in Tbilisi."""
    return make_aware(datetime(*moment))


def path_in(page: Page, language: str) -> str:
    """The page's address in a language; its alias has a slug of its own."""
    return twin(page, language).get_url()


def twin(page: Any, language: str) -> Any:
    """The same page in another language."""
    return page.get_translations(inclusive=True).get(locale__language_code=language).specific


def make_news(below: Page | None = None, title: str = "ახალი", **facts: Any) -> NewsPage:
    return make_page(NewsPage, below=below, title=title, **facts)


def make_council(below: Page, title: str = "გენდერული საბჭო", members: str = "www m") -> CouncilPage:
    genders = {"w": "woman", "m": "man", " ": ""}
    people = [
        CouncilMember(name=f"Member {number}", role="თავმჯდომარე", gender=genders[sign])
        for number, sign in enumerate(members)
    ]
    return make_page(CouncilPage, below=below, title=title, kind="gender", members=people)


def make_library_document(title: str = "ბრძანება", collection: Collection | None = None) -> LibraryDocument:
    file = get_document_model().objects.create(
        title=title,
        file=ContentFile(b"%PDF-1.4", name="order.pdf"),
        file_size=20480,
        collection=collection or root_collection(),
    )
    return LibraryDocument(document=file, title=title, dated_on=today(), number="12-3")


def make_library(below: Page, title: str = "დოკუმენტები", documents: tuple[LibraryDocument, ...] = ()) -> LibraryPage:
    return make_page(LibraryPage, below=below, title=title, documents=list(documents) or [make_library_document()])


def make_press(below: Page, title: str = "პრესა") -> PressPage:
    facts = {"contact_name": "ნინო", "contact_email": "press@example.ge", "contact_phone": "555 12 34 56"}
    return make_page(PressPage, below=below, title=title, **facts)


def make_published_count(cast: Cast) -> Cycle:
    cycle = make_cycle(cast, Stage.OBJECTIONS)
    Count.objects.create(cycle=cycle, rule=cycle.rule, counted_at=now(), published_at=now(), ballots=120)
    return cycle


KINDS: dict[str, Callable[..., Page]] = {
    "news": make_news,
    "event": make_event,
    "council": make_council,
    "library": make_library,
    "press": make_press,
}


def queries(client: Client, path: str) -> int:
    client.get(path)  # what Wagtail remembers from now on
    with CaptureQueriesContext(connection) as made:
        assert client.get(f"{path}?again").status_code == 200
    return len(made)
