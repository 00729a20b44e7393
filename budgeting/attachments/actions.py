"""Adding photos and documents to a proposal, and taking them away with their files."""

from collections.abc import Iterable
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from budgeting.attachments.documents import clean_document
from budgeting.attachments.models import Document, Photo
from budgeting.attachments.photos import clean_photo
from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.locking import lock_for_writing
from budgeting.proposals.models import Proposal
from budgeting.proposals.permissions import may_delete_draft, may_edit_proposal
from portal.accounts.models import User

MOST_DOCUMENTS = 3


def add_photo(proposal: Proposal, *, by: User, upload: "UploadedFile[Any]", alt: str = "") -> Photo:
    """Keeps the photo, cleaned, in two sizes.

    NotPossible with as many photos as the cycle allows, or with a file that is no photo.
    """
    if not may_edit_proposal(by, proposal):
        raise NotAllowed
    _refuse_full(proposal)
    clean = clean_photo(upload, upload.size or 0)  # takes a second, so the row is not held meanwhile
    photo = Photo(proposal=proposal, alt=alt, width=clean.width, height=clean.height)
    files = [(photo.image, clean.image, "photo.jpg"), (photo.small, clean.small, "small.jpg")]
    with transaction.atomic():
        lock_for_writing(proposal, by=by)
        _refuse_full(proposal)
        store_with_files(photo, files)
    return photo


def _refuse_full(proposal: Proposal) -> None:
    if proposal.photos.count() >= proposal.cycle.max_photos:
        raise NotPossible(_("There are as many photos as this budget allows. Remove one to add another."))


def add_document(proposal: Proposal, *, by: User, upload: "UploadedFile[Any]") -> Document:
    """Keeps the document under a clean name. NotPossible with MOST_DOCUMENTS there, or with another kind of file."""
    if not may_edit_proposal(by, proposal):
        raise NotAllowed
    size = upload.size or 0
    document = Document(proposal=proposal, size=size, name=clean_document(upload, size, upload.name or ""))
    with transaction.atomic():
        lock_for_writing(proposal, by=by)
        if proposal.documents.count() >= MOST_DOCUMENTS:
            raise NotPossible(_("There are as many documents as is possible. Remove one to add another."))
        store_with_files(document, [(document.file, upload.read(), document.name)])
    return document


def remove_photo(photo: Photo, *, by: User) -> None:
    """Takes the photo away, and its files once that is committed. Taken away already: nothing happens."""
    with transaction.atomic():
        lock_for_writing(photo.proposal, by=by)
        drop_after_commit([photo.image, photo.small])
        Photo.objects.filter(pk=photo.pk).delete()


def remove_document(document: Document, *, by: User) -> None:
    """Takes the document away, and its file once that is committed. Taken away already: nothing happens."""
    with transaction.atomic():
        lock_for_writing(document.proposal, by=by)
        drop_after_commit([document.file])
        Document.objects.filter(pk=document.pk).delete()


def delete_draft(proposal: Proposal, *, by: User) -> None:
    """Deletes what was never handed in, with its photos and documents. NotPossible once it is handed in."""
    if not may_delete_draft(by, proposal):
        raise NotAllowed
    with transaction.atomic():
        lock_for_writing(proposal, by=by)
        files = [file for photo in proposal.photos.all() for file in (photo.image, photo.small)]
        drop_after_commit([*files, *(document.file for document in proposal.documents.all())])
        proposal.delete()


def store_with_files(row: Model, files: list[tuple[FieldFile, bytes, str]]) -> None:
    """Writes the files and then the row; without the row no file stays."""
    try:
        for field, content, name in files:
            field.save(name, ContentFile(content), save=False)
        row.save()
    except BaseException:
        _drop(field for field, _content, _name in files)
        raise


def drop_after_commit(files: list[FieldFile]) -> None:
    """Takes the files away once what was done to their rows is committed."""
    transaction.on_commit(lambda: _drop(files))


def _drop(files: Iterable[FieldFile]) -> None:
    for file in files:
        if file.name:
            file.storage.delete(file.name)
