"""What an editor finds on the first screen: what is theirs, what waits, what is outdated."""

from django.db.models import QuerySet
from django.utils.translation import get_language
from wagtail.models import Page, TaskState
from wagtail.permissions import page_permission_policy

from cms.models import MunicipalityPage, OrganisationPage, PageTranslation
from cms.models.translations import is_outdated
from portal.accounts.models import User

INSTITUTIONS_SHOWN = 6


def institutions_of(user: User) -> list[Page]:
    """The pages of municipalities and organisations below which this person may write, in the person's language.

    A text begins in the tree of the language it is written in; where only another tree is open, that one is given.
    """
    own = page_permission_policy.instances_user_has_permission_for(user, "add").type(MunicipalityPage, OrganisationPage)
    by_key: dict[object, Page] = {}
    for page in own.select_related("locale").order_by("title"):
        if page.translation_key not in by_key or page.locale.language_code == get_language():
            by_key[page.translation_key] = page
    return list(by_key.values())[:INSTITUTIONS_SHOWN]


def drafts_of(user: User) -> QuerySet[Page]:
    """Pages this person may change that hold something readers do not see yet; copies follow their original."""
    return (
        page_permission_policy.instances_user_has_permission_for(user, "change")
        .filter(has_unpublished_changes=True, alias_of__isnull=True)
        .select_related("locale")
        .order_by("-latest_revision_created_at", "-pk")
    )


def outdated_translations(user: User) -> QuerySet[PageTranslation]:
    """Translations this person may change whose original was published again after they were made."""
    may_change = page_permission_policy.instances_user_has_permission_for(user, "change")
    return (
        PageTranslation.objects.filter(page__in=may_change.values("pk"))
        .filter(is_outdated(), original__live=True)
        .select_related("page__locale", "original__locale")
        .order_by("original__last_published_at", "pk")
    )


def waiting_for(user: User) -> int:
    """How many pages wait for this person's check."""
    return TaskState.objects.reviewable_by(user).count()
