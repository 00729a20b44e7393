"""Pictures and papers of a step: added cleaned, and a picture taken away if it should not have been shown."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from budgeting.announce import announce, topic_of_cycle
from budgeting.attachments.actions import drop_after_commit, store_with_files
from budgeting.attachments.documents import clean_document
from budgeting.attachments.photos import clean_photo
from budgeting.errors import NotAllowed, NotPossible
from budgeting.milestones.actions import check_funded, record_act
from budgeting.milestones.models import LONGEST_ALT, Milestone, MilestoneDocument, MilestonePhoto
from budgeting.milestones.permissions import may_change_milestone
from budgeting.reviews.typed import typed_text
from portal.accounts.models import User
from portal.languages.texts import OFFICIAL_LANGUAGE

MOST_PHOTOS = 12  # of a project: a page of them still loads on a weak signal
MOST_DOCUMENTS = 10


def add_milestone_photo(
    milestone: Milestone, *, by: User, upload: "UploadedFile[Any]", shows: str, alt: str, alt_language: str = ""
) -> MilestonePhoto:
    """Keeps the photo, cleaned, in two sizes. NotPossible without words for it, with MOST_PHOTOS, or with no photo."""
    check_funded(milestone.project, by)
    try:
        alt = typed_text(alt, LONGEST_ALT)
    except NotPossible as refusal:
        raise NotPossible(refusal, faults={"alt": str(refusal)}) from None
    clean = clean_photo(upload, upload.size or 0)  # takes a second, so no row is held meanwhile
    language = alt_language or get_language() or OFFICIAL_LANGUAGE
    facts = {"width": clean.width, "height": clean.height, "alt": alt, "alt_language": language}
    photo = MilestonePhoto(milestone=milestone, shows=shows, **facts)
    with transaction.atomic():
        _hold(milestone)
        if MilestonePhoto.objects.filter(milestone__project=milestone.project_id).count() >= MOST_PHOTOS:
            raise NotPossible(_("There are as many photos as a project may have. Remove one to add another."))
        store_with_files(photo, [(photo.image, clean.image, "photo.jpg"), (photo.small, clean.small, "small.jpg")])
        record_act("add_milestone_photo", milestone.project, by, kind=milestone.kind, shows=shows)
        announce(topic_of_cycle(milestone.project.cycle_id))
    return photo


@transaction.atomic
def remove_milestone_photo(photo: MilestonePhoto, *, by: User) -> None:
    """Takes the photo away, and its files once that is committed. Taken away already: nothing happens."""
    milestone = photo.milestone
    if not may_change_milestone(by, milestone):
        raise NotAllowed
    drop_after_commit([photo.image, photo.small])
    if MilestonePhoto.objects.filter(pk=photo.pk).delete()[0]:
        record_act("remove_milestone_photo", milestone.project, by, kind=milestone.kind, shows=photo.shows)
        announce(topic_of_cycle(milestone.project.cycle_id))


def add_milestone_document(milestone: Milestone, *, by: User, upload: "UploadedFile[Any]") -> MilestoneDocument:
    """Keeps the document under a clean name. NotPossible with MOST_DOCUMENTS, or with another kind of file."""
    check_funded(milestone.project, by)
    size = upload.size or 0
    document = MilestoneDocument(milestone=milestone, size=size, name=clean_document(upload, size, upload.name or ""))
    with transaction.atomic():
        _hold(milestone)
        if MilestoneDocument.objects.filter(milestone__project=milestone.project_id).count() >= MOST_DOCUMENTS:
            raise NotPossible(_("There are as many documents as a project may have."))
        store_with_files(document, [(document.file, upload.read(), document.name)])
        record_act("add_milestone_document", milestone.project, by, kind=milestone.kind, name=document.name)
        announce(topic_of_cycle(milestone.project.cycle_id))
    return document


def _hold(milestone: Milestone) -> None:
    """Of two who add at once, the second counts what the first has added."""
    list(Milestone.objects.select_for_update().filter(project=milestone.project_id).values_list("pk"))
