"""Adding a recording to a project, and taking it away with its file."""

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from budgeting.attachments.models import Recording
from budgeting.attachments.permissions import may_record_proposal
from budgeting.attachments.sound import sound_type
from budgeting.errors import NotAllowed
from budgeting.proposals.models import Proposal
from portal.accounts.models import User
from portal.log.models import record


def add_recording(proposal: Proposal, *, by: User, language: str, upload: "UploadedFile[Any]") -> Recording:
    """Keeps the recording; an earlier one in this language is replaced, and its file goes after the commit.

    NotPossible with a file that is too large or no recording.
    """
    if not may_record_proposal(by, proposal):
        raise NotAllowed
    ending = sound_type(upload, upload.size or 0)
    recording = Recording(proposal=proposal, language=language)
    recording.file.save(f"recording{ending}", ContentFile(upload.read()), save=False)
    try:
        with transaction.atomic():
            for earlier in Recording.objects.select_for_update().filter(proposal=proposal, language=language):
                _delete(earlier)
            recording.save()
            _note("add_recording", recording, by)
    except BaseException:
        recording.file.storage.delete(str(recording.file.name))
        raise
    return recording


@transaction.atomic
def remove_recording(recording: Recording, *, by: User) -> None:
    """Takes the recording away, and its file once that is committed."""
    if not may_record_proposal(by, recording.proposal):
        raise NotAllowed
    _delete(recording)
    _note("remove_recording", recording, by)


def _delete(recording: Recording) -> None:
    name, storage = str(recording.file.name), recording.file.storage
    Recording.objects.filter(pk=recording.pk).delete()
    transaction.on_commit(lambda: storage.delete(name))


def _note(act: str, recording: Recording, by: User) -> None:
    proposal = recording.proposal
    place = proposal.cycle.municipality
    record(act, proposal, by=by, municipality=place, proposal=proposal.pk, language=recording.language)
