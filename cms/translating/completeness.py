"""Official texts: a call, rules or results are published in all public languages together, or not yet."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail.models import Page

from budgeting.errors import NotPossible
from portal.languages.texts import PUBLIC_LANGUAGES


def is_official(page: Any, twins: Iterable[Any] | None = None) -> bool:
    """Whether the page, or its text in any other language, is marked as one that must be complete."""
    return page.must_be_complete or any(twin.must_be_complete for twin in (_twins(page) if twins is None else twins))


def faults_of(page: Any, *, is_changed: bool = False) -> list[str]:
    """What keeps the page from being published, a sentence for each language; nothing where it is complete.

    `is_changed`: the page's own text is about to change, so that what was checked is not what would be published.
    """
    twins = _twins(page)
    if not is_official(page, twins):
        return []
    found = {twin.locale.language_code: twin for twin in [*twins, page]}
    is_unread = page.first_published_at is None and not hasattr(page, "translated")
    changed = [page, *twins] if is_unread else [page]
    return [
        fault
        for language in PUBLIC_LANGUAGES
        if (fault := _fault(found.get(language), language, is_changed and found.get(language) in changed))
    ]


def refuse_incomplete(page: Any) -> None:
    """NotPossible where a language is missing."""
    if faults := faults_of(page):
        raise NotPossible(" ".join([intro(), *faults]))


def intro() -> str:
    return _("This is an official text: it is published in all languages together.")


def publish_together(page: Any) -> None:
    """Publishes the finished translations that were waiting for each other; does nothing for any other page."""
    twins = _twins(page)
    if not is_official(page, twins):
        return
    waiting = [twin for twin in twins if not twin.live and not twin.alias_of_id and twin.latest_revision]
    for twin in waiting:
        twin.latest_revision.publish()
    original = getattr(page, "translated", None)
    original_pk = original.original_id if original else page.pk
    translations = page.translated_model().objects.filter(original=original_pk, checked_at__isnull=False)
    translations.filter(original_published_at=None).update(
        original_published_at=Page.objects.values_list("last_published_at", flat=True).get(pk=original_pk)
    )


def _fault(page: Any | None, language: str, is_changed: bool) -> str:
    """One sentence, or nothing. The original is as good as its author; a translation is checked by a second person."""
    name = dict(settings.LANGUAGES)[language]
    if page is None or page.alias_of_id:
        return _("There is no translation yet: %(language)s.") % {"language": name}
    translation = getattr(page, "translated", None)
    if translation is None:
        return ""
    if is_changed or translation.checked_at is None:
        return _("Nobody has checked the translation yet: %(language)s.") % {"language": name}
    return ""


def _twins(page: Any) -> list[Any]:
    """The page in the other trees, each with how far its translation is."""
    others = type(page).objects.filter(translation_key=page.translation_key).exclude(pk=page.pk)
    return list(others.select_related("locale", "translated", "latest_revision"))
