"""What the translations board shows."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from cms.translating.states import with_states
from portal.accounts.models import User


def editable_pages(user: User) -> QuerySet[Page]:
    """What this person may edit, in any tree."""
    return page_permission_policy.instances_user_has_permission_for(user, "change").filter(depth__gt=1)


def originals(user: User) -> QuerySet[Page]:
    """Every text once, by the page it was first written on, where the person may edit it in some language."""
    own = Page.objects.filter(depth__gt=1, alias_of=None, translated=None)
    earlier = own.filter(translation_key=OuterRef("translation_key"), path__lt=OuterRef("path"))
    reachable = editable_pages(user).order_by().values("translation_key")
    return own.filter(~Exists(earlier), translation_key__in=reachable).select_related("locale", "content_type")


def in_state(pages: QuerySet[Page], state: str, language: str = "") -> QuerySet[Page]:
    """Those that have this state in the language, or in any."""
    twins = with_states(Page.objects.filter(translation_key=OuterRef("translation_key")))
    if language:
        twins = twins.filter(locale__language_code=language)
    return pages.filter(Exists(twins.filter(state=state))) if state else pages


def twins_by_language(pages: Iterable[Page]) -> dict[tuple[str, str], Page]:
    """{(translation key, language): page with its state}, of all these pages in one query."""
    keys = [page.translation_key for page in pages]
    twins = with_states(Page.objects.filter(translation_key__in=keys))
    twins = twins.select_related("locale", "translated", "translated__checked_by")
    return {(str(twin.translation_key), twin.locale.language_code): twin for twin in twins}


def places(user: User) -> QuerySet[Page]:
    """The municipalities' and organisations' pages below which the person may edit something."""
    kinds = ("municipalitypage", "organisationpage")
    found = Page.objects.filter(depth=3, alias_of=None, translated=None, content_type__model__in=kinds)
    own = editable_pages(user).order_by().values("translation_key")
    return found.filter(translation_key__in=own).order_by("title")
