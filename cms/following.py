"""What follows when a page or a role changes, by whatever screen, workflow, plan or code: signals alone tell it."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms.campaigns.publishing import when_published
from cms.events.actions import keep_notice, withdraw_notice
from cms.models import EventPage
from cms.organisations.groups import follow_role
from cms.translating.completeness import publish_together
from cms.translating.twins import move_aliases
from cms.words import index_page
from portal.accounts.models import Role
from portal.cache import forget_pages


def connect() -> None:
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(_forget_pages, dispatch_uid="cms.forget_pages")
    for model in (PageViewRestriction, Redirect):
        for signal in (post_save, post_delete):
            signal.connect(_forget_pages, sender=model, dispatch_uid="cms.forget_pages")
    # Roles are given and taken in many places, by whole querysets and by cascades too.
    post_save.connect(follow_role, sender=Role, dispatch_uid="cms.role_saved")
    post_delete.connect(follow_role, sender=Role, dispatch_uid="cms.role_deleted")
    post_save.connect(_page_saved, dispatch_uid="cms.page_saved")
    # Of this class alone, or the database could delete no rows of any kind without reading them first.
    post_delete.connect(_forget_pages, sender=Page, dispatch_uid="cms.page_deleted")
    post_page_move.connect(_moved, dispatch_uid="cms.move_aliases")
    page_published.connect(_published, dispatch_uid="cms.publish_together")
    page_published.connect(when_published, dispatch_uid="cms.campaigns")
    page_published.connect(_keep_notice, sender=EventPage, dispatch_uid="cms.keep_notice")
    page_unpublished.connect(_withdraw_notice, sender=EventPage, dispatch_uid="cms.withdraw_notice")


def _forget_pages(**kwargs: Any) -> None:
    transaction.on_commit(forget_pages)


def _page_saved(sender: Any, instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: Any) -> None:
    """A draft saves only what is about versions; a page that is saved whole is what the public reads."""
    if isinstance(instance, Page) and update_fields is None and instance.live and not raw:
        _forget_pages()
        if hasattr(instance, "written_in"):
            index_page(instance)


def _moved(instance: Page, **kwargs: Any) -> None:
    move_aliases(instance)


def _published(instance: Any, **kwargs: Any) -> None:
    """Also sent for a page that only waits for its day."""
    if instance.live and hasattr(instance, "must_be_complete"):
        publish_together(instance)


def _keep_notice(instance: EventPage, **kwargs: Any) -> None:
    keep_notice(instance)


def _withdraw_notice(instance: EventPage, **kwargs: Any) -> None:
    withdraw_notice(instance)
