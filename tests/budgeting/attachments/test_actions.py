"""Adding and taking away photos and documents: who may, how many, and that no file is left behind."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from budgeting.attachments.actions import (
    MOST_DOCUMENTS,
    add_document,
    add_photo,
    delete_draft,
    remove_document,
    remove_photo,
)
from budgeting.attachments.models import Document, Photo
from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.actions import submit_proposal
from budgeting.proposals.coauthors import join_proposal
from budgeting.proposals.models import Proposal
from tests.budgeting.attachments.files import PDF, photo_with_gps, picture, upload
from tests.factories import make_cycle, make_draft, make_submitted
from tests.people import ROLES, Cast

Adding = Callable[..., Any]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def kept_files() -> int:
    return sum(1 for file in Path(settings.MEDIA_ROOT).rglob("*") if file.is_file() and "attachments" in file.parts)


def photo(draft: Proposal, by: Any, alt: str = "Qaranlıq yol") -> Photo:
    return add_photo(draft, by=by, upload=upload(photo_with_gps()), alt=alt)


def document(draft: Proposal, by: Any) -> Document:
    return add_document(draft, by=by, upload=upload(PDF, "plan.pdf"))


ADDING: list[Adding] = [photo, document]


def test_add_photo_keeps_two_files_and_its_words(cast: Cast) -> None:
    added = photo(make_draft(cast, make_cycle(cast)), cast.resident)

    stored = Photo.objects.get()
    assert (stored, stored.alt, stored.width, stored.height, kept_files()) == (added, "Qaranlıq yol", 64, 48, 2)
    assert "photo" not in stored.image.name  # a name that says nothing


def test_add_document_keeps_its_name_apart_from_its_file(cast: Cast) -> None:
    document(make_draft(cast, make_cycle(cast)), cast.resident)

    stored = Document.objects.get()
    assert (stored.name, stored.size, stored.file.read()) == ("plan.pdf", len(PDF), PDF)
    assert "plan" not in stored.file.name


@pytest.mark.parametrize("add", ADDING)
def test_adding_is_the_authors_and_their_co_authors(cast: Cast, elsewhere: Cast, add: Adding) -> None:
    draft = make_draft(cast, make_cycle(cast))
    join_proposal(draft, by=cast.neighbour, key=draft.invite_key)
    for person in [*(getattr(cast, name) for name in ROLES), elsewhere.resident, elsewhere.administrator]:
        with pytest.raises(NotAllowed):
            add(Proposal.objects.get(), person)

    assert kept_files() == 0
    add(Proposal.objects.get(), cast.neighbour)
    assert kept_files() > 0


@pytest.mark.parametrize("add", ADDING)
def test_nothing_is_added_to_what_is_handed_in(cast: Cast, add: Adding) -> None:
    with pytest.raises(NotAllowed):
        add(make_submitted(cast, make_cycle(cast)), cast.resident)


@pytest.mark.parametrize("add", ADDING)
def test_a_page_left_open_adds_nothing_to_what_was_handed_in_meanwhile(cast: Cast, add: Adding) -> None:
    draft = make_draft(cast, make_cycle(cast))
    stale = Proposal.objects.get()
    submit_proposal(draft, by=cast.resident)

    with pytest.raises(NotPossible):
        add(stale, cast.resident)

    assert (Photo.objects.count(), Document.objects.count(), kept_files()) == (0, 0, 0)


def test_photos_are_as_many_as_the_cycle_allows(cast: Cast) -> None:
    draft = make_draft(cast, make_cycle(cast, max_photos=2))
    stale = Proposal.objects.prefetch_related("photos").get()  # a second page, open since there was none
    photo(draft, cast.resident)
    photo(draft, cast.resident)

    with pytest.raises(NotPossible) as refusal:
        photo(stale, cast.resident)

    assert str(refusal.value) == "There are as many photos as this budget allows. Remove one to add another."
    assert (Photo.objects.count(), kept_files()) == (2, 4)


def test_documents_are_three_at_most(cast: Cast) -> None:
    draft = make_draft(cast, make_cycle(cast))
    stale = Proposal.objects.prefetch_related("documents").get()
    for _number in range(MOST_DOCUMENTS):
        document(draft, cast.resident)

    with pytest.raises(NotPossible):
        document(stale, cast.resident)

    assert (Document.objects.count(), kept_files()) == (MOST_DOCUMENTS, MOST_DOCUMENTS)


def test_refused_file_leaves_nothing(cast: Cast) -> None:
    draft = make_draft(cast, make_cycle(cast))
    with pytest.raises(NotPossible):
        add_photo(draft, by=cast.resident, upload=upload(b"<svg/>"), alt="x")
    with pytest.raises(NotPossible):
        add_document(draft, by=cast.resident, upload=upload(picture(), "a.pdf"))
    assert (Photo.objects.count(), Document.objects.count(), kept_files()) == (0, 0, 0)


def test_failing_row_takes_its_files_with_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = make_draft(cast, make_cycle(cast))

    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(Photo, "save", fail)
    with pytest.raises(RuntimeError):
        photo(draft, cast.resident)
    assert kept_files() == 0


def test_files_go_once_the_removal_is_committed(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    draft = make_draft(cast, make_cycle(cast))
    rows = [photo(draft, cast.resident), document(draft, cast.resident)]
    with django_capture_on_commit_callbacks() as afterwards:
        remove_photo(rows[0], by=cast.resident)
        remove_document(rows[1], by=cast.resident)
    assert (Photo.objects.count(), Document.objects.count(), kept_files()) == (0, 0, 3)

    for act in afterwards:
        act()

    assert kept_files() == 0


def test_removing_twice_changes_nothing_more(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    added = photo(make_draft(cast, make_cycle(cast)), cast.resident)
    stale = Photo.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(added, by=cast.resident)
        remove_photo(stale, by=cast.resident)
    assert kept_files() == 0


def test_removing_is_not_for_others_and_not_after_handing_in(cast: Cast) -> None:
    draft = make_draft(cast, make_cycle(cast))
    added = photo(draft, cast.resident)
    for name in ("neighbour", *ROLES):
        with pytest.raises(NotAllowed):
            remove_photo(Photo.objects.get(), by=getattr(cast, name))
    submit_proposal(draft, by=cast.resident)
    with pytest.raises(NotAllowed):
        remove_photo(Photo.objects.get(), by=cast.resident)
    assert Photo.objects.get() == added


def test_deleting_a_draft_takes_all_of_it_away(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    draft = make_draft(cast, make_cycle(cast))
    photo(draft, cast.resident)
    document(draft, cast.resident)
    join_proposal(draft, by=cast.neighbour, key=draft.invite_key)

    with django_capture_on_commit_callbacks(execute=True):
        delete_draft(Proposal.objects.get(), by=cast.resident)

    assert (Proposal.objects.count(), Photo.objects.count(), kept_files()) == (0, 0, 0)


def test_a_draft_is_deleted_by_its_first_author_alone(cast: Cast) -> None:
    draft = make_draft(cast, make_cycle(cast))
    join_proposal(draft, by=cast.neighbour, key=draft.invite_key)
    for name in ("neighbour", *ROLES):
        with pytest.raises(NotAllowed):
            delete_draft(Proposal.objects.get(), by=getattr(cast, name))
    assert Proposal.objects.count() == 1


def test_what_was_handed_in_is_not_deleted_from_a_page_left_open(cast: Cast) -> None:
    draft = make_draft(cast, make_cycle(cast))
    stale = Proposal.objects.get()
    submit_proposal(draft, by=cast.resident)
    with pytest.raises(NotPossible):
        delete_draft(stale, by=cast.resident)
    assert Proposal.objects.count() == 1


def test_deleting_twice_says_so(cast: Cast) -> None:
    draft = make_draft(cast, make_cycle(cast))
    stale = Proposal.objects.get()
    delete_draft(draft, by=cast.resident)
    with pytest.raises(NotPossible) as refusal:
        delete_draft(stale, by=cast.resident)
    assert str(refusal.value) == "This draft was deleted meanwhile."
