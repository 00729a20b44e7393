"""Taking an organisation's page down, for a reason everybody can read, and putting it back."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from budgeting.errors import NotAllowed, NotPossible
from budgeting.responses.models import Ask
from budgeting.responses.pausing import pause_clocks, resume_clocks
from cms.organisations.models import TakeDown
from cms.organisations.permissions import may_run_the_portal, may_take_down
from cms.organisations.queries import organisation_of, take_down_of
from portal.accounts.models import User
from portal.clock import now
from portal.languages.texts import Reading, TranslationState
from portal.log.models import record
from portal.messages.actions import News, tell


@transaction.atomic
def take_down(page: Page, *, by: User, reason: str) -> TakeDown:
    """The page, everything below it and its translations are no longer shown; its address gives the reason.

    No answer is owed to its campaigns meanwhile. The organisation is told. NotPossible without a reason, or where the
    page is down already.
    """
    if not may_take_down(by, page):
        raise NotAllowed
    if not reason.strip():
        raise NotPossible(_("Write the reason. Everybody will read it."), faults={"reason": _("Write the reason.")})
    pages = Page.objects.select_for_update().filter(translation_key=page.translation_key).order_by("path")
    trees = list(pages)
    if take_down_of(page) is not None:
        raise NotPossible(_("This page was taken down already."))
    organisation = organisation_of(page)
    hidden = _hide(trees, by)
    taken = TakeDown.objects.create(
        translation_key=page.translation_key,
        organisation=organisation,
        title=page.title,
        reason=reason.strip(),
        reason_language=get_language() or by.language,
        pages=hidden,
        owed=pause_clocks(Ask.objects.filter(campaign__in=_campaigns_on(hidden))),
        by=by,
    )
    record("take_down", page.title, by=by, organisation=organisation.pk, page=page.pk, reason=taken.reason)
    _tell_members(taken, page)
    return taken


def _hide(trees: list[Page], by: User) -> dict[str, int | None]:
    """{page: its live revision} of what was live and is no more."""
    live = [page for tree in trees for page in Page.objects.descendant_of(tree, inclusive=True).live().specific()]
    hidden = {str(page.pk): page.live_revision_id for page in live}
    for page in live:
        page.refresh_from_db(fields=["live"])  # an alias follows its source
        UnpublishPageAction(page, user=by).execute(skip_permission_checks=True)
    return hidden


def _campaigns_on(pages: Iterable[str]) -> QuerySet[Any]:
    campaign_pages = apps.get_model("cms", "CampaignPage").objects.filter(pk__in=pages)
    return campaign_pages.order_by().values("campaign")


@transaction.atomic
def restore(taken: TakeDown, *, by: User) -> None:
    """Puts back what was taken down, as it was that day: what was written since stays a draft.

    The clock of what its campaigns asked goes on where it stood (`resume_clocks`). Nobody is told of the page as if
    it were new. NotPossible where it was put back already.
    """
    if not may_run_the_portal(by):
        raise NotAllowed
    locked = TakeDown.objects.select_for_update().get(pk=taken.pk)
    if locked.restored_at:
        raise NotPossible(_("This page was put back already."))
    locked.restored_at, locked.restored_by = now(), by
    locked.save(update_fields=["restored_at", "restored_by"])
    for page in Page.objects.filter(pk__in=locked.pages).specific():
        page.live, page.live_revision_id = True, locked.pages[str(page.pk)]
        page.has_unpublished_changes = page.live_revision_id != page.latest_revision_id
        page.save(clean=False)
    resume_clocks(locked.owed, paused_on=localdate(locked.at))
    record("restore_page", locked.title, by=by, organisation=locked.organisation_id, take_down=locked.pk)
    page = Page.objects.filter(translation_key=locked.translation_key).first()
    if page:
        _tell_members(locked, page)


def _tell_members(taken: TakeDown, page: Page) -> None:
    """Those who write for the organisation hear of it at once; the address of the page says the rest."""
    path = page.get_url() or "/"

    def news() -> News:
        about = Reading(taken.title, page.locale.language_code, TranslationState.ORIGINAL)
        if taken.restored_at:
            return News(about, _("The portal's administrator put a page of your organisation back."), path)
        sentence = _("The portal's administrator took a page of your organisation down.")
        return News(about, sentence, path, taken.reason, taken.reason_language)

    tell(User.objects.filter(roles__organisation=taken.organisation).distinct(), news, is_own=True)
