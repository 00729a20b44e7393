"""How far a page has come in a language: worked out by the database, in one place, for the board and its filter."""

from django.db import models
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, get_page_models

from cms.models.translations import is_outdated


class PageState(models.TextChoices):
    ORIGINAL = "original", _("Original text")
    SHOWN = "shown", _("Shown in another language")
    TRANSLATED = "translated", _("Translated")
    OUTDATED = "outdated", _("The original has changed since this translation")
    CHECKED = "checked", _("Translation checked by a person")


def with_states(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Each page with `text_language`, the language of its published text, and its `state`."""
    columns = [
        f"{model._meta.model_name}__written_in"
        for model in get_page_models()
        if any(field.name == "written_in" for field in model._meta.get_fields())
    ]
    return pages.annotate(text_language=Coalesce(*columns)).annotate(
        state=Case(
            When(alias_of=None, translated=None, then=Value(PageState.ORIGINAL.value)),
            When(~Q(text_language=F("locale__language_code")), then=Value(PageState.SHOWN.value)),
            When(is_outdated("translated__"), then=Value(PageState.OUTDATED.value)),
            When(translated__checked_at__isnull=False, then=Value(PageState.CHECKED.value)),
            default=Value(PageState.TRANSLATED.value),
        )
    )
