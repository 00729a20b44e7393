"""What becomes of a translation: begun, checked, found still right."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.log_actions import log
from wagtail.models import Locale, Page

from budgeting.errors import NotAllowed, NotPossible
from cms.models import PageTranslation
from cms.planting import ensure_aliases
from cms.translating.permissions import may_check_page, may_translate_page
from portal.accounts.models import User
from portal.clock import now

WRITTEN = ("title", "lead", "body")


@transaction.atomic
def translate_into(original: Page, language: str, *, by: User) -> Page:
    """Makes the alias in that language's tree a page of its own, with the original's text to write over; returns it.

    Until something else is written there it still says that it is in the original's language.
    """
    original = original.specific
    if language not in dict(settings.LANGUAGES):
        raise NotPossible(_("There is no such language."))
    ensure_aliases(original)
    page = original.get_translation(Locale.objects.get(language_code=language))
    if not may_translate_page(by, page):
        raise NotAllowed
    if page.alias_of_id is None:
        raise NotPossible(_("Somebody has begun this translation already."))
    begin_translation(page, original)
    if not original.live:  # an alias follows only what is published
        draft = original.get_latest_revision_as_object()
        for field in WRITTEN:
            setattr(page, field, getattr(draft, field))
    return ConvertAliasPageAction(page, user=by).execute(skip_permission_checks=True)


def begin_translation(page: Page, original: Page) -> None:
    """Remembers that the page is made from the original as it stands published now."""
    PageTranslation.objects.get_or_create(
        page=page.page_ptr if hasattr(page, "page_ptr") else page,
        defaults={"original_id": original.pk, "original_published_at": original.last_published_at},
    )


def check_translation(page: Page, *, by: User) -> None:
    """A person who knows both languages says that the newest version, a draft or not, is right."""
    translation = _translation_of(page)
    if not may_translate_page(by, page):
        raise NotAllowed
    if not may_check_page(by, page):
        raise NotPossible(_("You wrote this yourself. Ask somebody else who knows the language to check it."))
    if page.get_latest_revision_as_object().written_in != page.locale.language_code:
        raise NotPossible(_("There is no translation yet that could be checked."))
    translation.checked_by, translation.checked_at = by, now()
    translation.save(update_fields=["checked_by", "checked_at"])
    log(instance=page, action="khma.check_translation", user=by)


def confirm_translation(page: Page, *, by: User, seen: datetime | None) -> None:
    """The translation still says what the original says, as it was published at `seen`: what this person looked at."""
    translation = _translation_of(page)
    if not may_translate_page(by, page):
        raise NotAllowed
    if translation.original.last_published_at != seen:
        raise NotPossible(_("The original has changed again in the meantime. Look at it once more."))
    translation.original_published_at = seen
    translation.save(update_fields=["original_published_at"])
    log(instance=page, action="khma.confirm_translation", user=by)


def _translation_of(page: Page) -> PageTranslation:
    translation = PageTranslation.objects.filter(page=page.pk).select_related("original").first()
    if translation is None:
        raise NotPossible(_("This page is not a translation."))
    return translation
