"""Counting signatures on paper, by two people who do not see each other's number, and handing them over."""

from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from budgeting.attachments.documents import clean_document
from budgeting.attachments.photos import clean_photo
from budgeting.errors import NotAllowed, NotPossible, refuse, save_checked
from cms.campaigns.models import Campaign
from cms.campaigns.paper.models import HandOver, PaperBatch, PaperReading
from cms.campaigns.paper.permissions import may_count_paper, may_hand_over
from cms.campaigns.reaching import reach_goal
from portal.accounts.models import User
from portal.clock import now, today
from portal.log.models import record

MOST_SIGNATURES = 5_000  # on one batch: more is easier to count in two


def add_batch(campaign: Campaign, *, by: User, upload: "UploadedFile[Any]", total: int) -> PaperBatch:
    """Keeps the scan of signed sheets and what this person counted on them; a second person counts again.

    NotPossible for a campaign that is not open, a number outside 1 to MOST_SIGNATURES, or another kind of file than PDF.
    """
    if not may_count_paper(by, campaign):
        raise NotAllowed
    _refuse_closed(campaign)
    _refuse_total(total)
    content = _clean_scan(upload)
    batch = PaperBatch(campaign=campaign)
    with transaction.atomic():
        batch.scan.save("scan.pdf", ContentFile(content), save=False)
        batch.save()
        PaperReading.objects.create(batch=batch, by=by, total=total)
        _record("add_paper", campaign, by, batch=batch.pk)
    return batch


def _clean_scan(upload: "UploadedFile[Any]") -> bytes:
    name = clean_document(upload, upload.size or 0, upload.name or "")
    if not name.endswith(".pdf"):
        raise NotPossible(_("Send the scan as a PDF file."), faults={"upload": _("Send the scan as a PDF file.")})
    return upload.read()


@transaction.atomic
def read_batch(batch: PaperBatch, *, by: User, total: int) -> bool:
    """Stores what another person counted on the batch; returns whether two people now agree and it counts.

    NotPossible for who has counted it already, and when two others have agreed meanwhile.
    """
    if not may_count_paper(by, batch.campaign):
        raise NotAllowed
    _refuse_total(total)
    stored = PaperBatch.objects.select_for_update().select_related("campaign").get(pk=batch.pk)
    _refuse_closed(stored.campaign)
    if stored.agreed_at:
        raise NotPossible(_("Two people have counted these sheets already."))
    if stored.readings.filter(by=by).exists():
        raise NotPossible(_("You have counted these sheets; another person counts them again."))
    is_agreed = stored.readings.filter(total=total).exists()
    PaperReading.objects.create(batch=stored, by=by, total=total)
    if is_agreed:
        stored.total, stored.agreed_at = total, now()
        stored.save(update_fields=["total", "agreed_at"])
        _record("agree_paper", stored.campaign, by, batch=stored.pk, total=total)
        reach_goal(stored.campaign)
    return is_agreed


def hand_over(
    campaign: Campaign,
    *,
    by: User,
    handed_on: date,
    received_by: str,
    words: str = "",
    upload: "UploadedFile[Any] | None" = None,
    photo_alt: str = "",
) -> HandOver:
    """Says, once, on which day the signatures were handed over and to whom; the photo is cleaned like any other.

    NotPossible for a day to come or before the campaign opened, and for a photo without its description.
    """
    if not may_hand_over(by, campaign):
        raise NotAllowed
    if campaign.opened_at is None or not campaign.opened_at.date() <= handed_on <= today():
        refuse({"handed_on": _("Choose a day between the beginning of the campaign and today.")})
    photo = clean_photo(upload, upload.size or 0).image if upload else b""
    row = HandOver(
        campaign=campaign,
        handed_on=handed_on,
        received_by=received_by,
        words=words,
        language=get_language() or "",
        photo_alt=photo_alt if photo else "",
        by=by,
    )
    if photo and not photo_alt:
        refuse({"photo_alt": _("Say what the photo shows.")})
    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=campaign.pk)
        if HandOver.objects.filter(campaign=campaign).exists():
            raise NotPossible(_("It has been said already when this campaign was handed over."))
        if photo:
            row.photo.save("photo.jpg", ContentFile(photo), save=False)
        save_checked(row)
        _record("hand_over", campaign, by, handed_on=handed_on.isoformat())
    return row


def _refuse_closed(campaign: Campaign) -> None:
    if not campaign.is_open:
        raise NotPossible(_("This campaign does not collect signatures now."))


def _refuse_total(total: int) -> None:
    if not 1 <= total <= MOST_SIGNATURES:
        sentence = _("Write a number between 1 and %(most)s.") % {"most": MOST_SIGNATURES}
        refuse({"total": sentence})


def _record(act: str, campaign: Campaign, by: User, **facts: Any) -> None:
    record(act, campaign, by=by, municipality=campaign.municipality, campaign=campaign.pk, **facts)
