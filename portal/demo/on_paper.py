"""Signatures on paper in the demo: two people of the organisation count them, and one day they are handed over."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from cms.campaigns.models import Campaign
from cms.campaigns.paper.actions import add_batch, hand_over, read_batch
from portal.accounts.models import User
from portal.clock import pinned, today
from portal.demo.papers import scan_of_sheets
from portal.demo.pictures import ALTS, scene
from portal.demo.planting import days_ago
from portal.demo.texts import Words

PHOTO = "sheets"


def sign_on_paper(campaign: Campaign, words: Words, owner: User, author: User) -> None:
    """The owner adds the scan and counts; the author counts the same a day later. Then the owner hands them over."""
    if sheets := words.get("paper"):
        signatures, day = sheets["signatures"], sheets["days_ago"]
        upload = SimpleUploadedFile("scan.pdf", scan_of_sheets(signatures), content_type="application/pdf")
        with pinned(days_ago(day)):
            batch = add_batch(campaign, by=owner, upload=upload, total=signatures)
        with pinned(days_ago(day - 1)):
            read_batch(batch, by=author, total=signatures)
    if handed := words.get("hand_over"):
        _hand_over(campaign, handed, owner)


def _hand_over(campaign: Campaign, words: Words, owner: User) -> None:
    language = words["language"]
    with pinned(days_ago(words["days_ago"], hour=14)), override(language):
        hand_over(
            campaign,
            by=owner,
            handed_on=today(),
            received_by=words["received_by"],
            words=words["text"],
            upload=SimpleUploadedFile("photo.png", scene(PHOTO), content_type="image/png"),
            photo_alt=ALTS[PHOTO][language],
        )
