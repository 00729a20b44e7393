"""Writes a page of the demo in its own language's tree, with its translations in theirs and aliases in the others."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils.html import escape
from django.utils.timezone import localtime
from django.utils.translation import override
from wagtail.models import Locale, Page
from wagtail.rich_text import RichText

from cms.models import PageTranslation
from cms.models.base import KhmaPage
from cms.planting import ensure_aliases
from portal.accounts.models import User
from portal.clock import now, pinned
from portal.languages.slugs import slug

Words = dict[str, Any]
Later = tuple[datetime, dict[str, Any]] | None
Fields = Callable[[str], dict[str, Any]]
PARAGRAPHS = re.compile(r"\n{2,}")


def no_fields(_language: str) -> dict[str, Any]:
    return {}


def write_page(
    parent: Page,
    model: type[KhmaPage],
    words: Words,
    *,
    when: datetime,
    checker: User | None = None,
    fields: Fields = no_fields,
    later: Later = None,
) -> KhmaPage:
    """Publishes the page in each language of its title, as if at `when`; returns the original.

    `words` are title, lead and text by language, and which translations are `checked` by a person or `outdated`;
    `fields` gives what else the page holds in a language, `later` what was added to it on a later day. The languages
    left out show the original.
    """
    language = words["written_in"]
    original = _publish(parent, model(**_facts(words, language, fields)), language, when, later)
    for other in words["title"]:
        if other != language:
            page = model(**_facts(words, other, fields), translation_key=original.translation_key)
            note_translation(_publish(parent, page, other, when, later), original, words, other, checker)
    ensure_aliases(original)
    keep_dates(original, when)
    return correct(original, words, when)


def complete_page(page: KhmaPage, words: Words, *, when: datetime, checker: User, fields: Fields = no_fields) -> None:
    """A page that stands with a lead alone gets its text; its aliases become pages of their own with their words."""
    for language in (page.written_in, *(code for code in words["title"] if code != page.written_in)):
        locale = Locale.objects.get(language_code=language)
        twin = page if language == page.written_in else page.get_translation(locale)
        twin.alias_of = None
        for field, value in _facts(words, language, fields).items():
            if field != "slug":
                setattr(twin, field, value)
        with pinned(when), override(language):
            twin.save_revision(clean=False).publish()
        if twin != page:
            note_translation(twin, page, words, language, checker)
    keep_dates(page, when)


def note_translation(page: Page, original: Page, words: Words, language: str, checker: User | None) -> None:
    """Beside a translation: what it was made from, and who has checked it."""
    is_checked = checker is not None and language in words.get("checked", ())
    PageTranslation.objects.create(
        page=page.page_ptr,
        original=original.page_ptr,
        original_published_at=original.last_published_at,
        checked_by=checker if is_checked else None,
        checked_at=page.last_published_at if is_checked else None,
    )


def correct(original: KhmaPage, words: Words, when: datetime) -> KhmaPage:
    """A sentence is added to the original; the translations that are not `outdated` are said to be right as they are."""
    if "correction" in words:
        language = words["written_in"]
        text = words.get("text", {}).get(language, "")
        original.body = body_of(f"{text}\n\n{words['correction']}".strip())
        with pinned(when + timedelta(days=1)), override(language):
            original.save_revision(clean=False).publish()
        day_after = when + timedelta(days=1)
        Page.objects.filter(pk=original.pk).update(last_published_at=day_after)
        current = [code for code in words["title"] if code not in words["outdated"]]
        of_page = PageTranslation.objects.filter(original=original, page__locale__language_code__in=current)
        of_page.update(original_published_at=day_after)
    return original


def keep_dates(original: Page, when: datetime) -> None:
    """Wagtail writes its own clock; what the demo tells happened at `when`, in every language."""
    Page.objects.filter(translation_key=original.translation_key).update(
        first_published_at=when, last_published_at=when, latest_revision_created_at=when
    )
    PageTranslation.objects.filter(original=original).update(original_published_at=when)
    PageTranslation.objects.filter(original=original, checked_by__isnull=False).update(checked_at=when)


def body_of(text: str) -> list[tuple[str, RichText]]:
    """Paragraphs apart by an empty line; "## " begins a heading, and lines with "- " are a list."""
    return [("text", RichText("".join(_paragraph(part) for part in PARAGRAPHS.split(text))))] if text else []


def _paragraph(part: str) -> str:
    if part.startswith("## "):
        return f"<h2>{escape(part[3:])}</h2>"
    if part.startswith("- "):
        items = "".join(f"<li>{escape(line[2:])}</li>" for line in part.splitlines())
        return f"<ul>{items}</ul>"
    return f"<p>{escape(part)}</p>"


def _facts(words: Words, language: str, fields: Fields) -> dict[str, Any]:
    title = words["title"][language]
    return {
        "title": title,
        "slug": slug(title),
        "lead": words["lead"][language],
        "body": body_of(words.get("text", {}).get(language, "")),
        "written_in": language,
        **fields(language),
    }


def _publish(parent: Page, page: KhmaPage, language: str, when: datetime, later: Later) -> KhmaPage:
    page.locale = Locale.objects.get(language_code=language)
    page.first_published_at, page.live = when, False
    home = parent if parent.locale_id == page.locale_id else parent.get_translation(page.locale)
    with pinned(when), override(language):
        home.add_child(instance=page)
        page.save_revision(clean=False).publish()  # publishing checks it
    page.live = True  # as it is stored now: its aliases are copies of this one
    if later:
        moment, facts = later
        for field, value in facts.items():
            setattr(page, field, value)
        with pinned(moment), override(language):
            page.save_revision(clean=False).publish()
    return page


def days_ago(days: int, hour: int = 10) -> datetime:
    """That hour in Tbilisi, so many days before today; before now where that hour is still to come."""
    moment = localtime(now() - timedelta(days=days)).replace(hour=hour, minute=0, second=0, microsecond=0)
    return moment if days < 0 else min(moment, now())
