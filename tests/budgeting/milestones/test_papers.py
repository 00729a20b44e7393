"""Photos and documents of the works: cleaned, described, limited."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from budgeting.errors import NotAllowed, NotPossible
from budgeting.milestones import papers
from budgeting.milestones.models import Milestone, MilestoneDocument, MilestonePhoto, Shows
from budgeting.milestones.papers import add_milestone_document, add_milestone_photo, remove_milestone_photo
from budgeting.proposals.models import Proposal
from portal.log.models import Entry
from tests.budgeting.attachments.files import PDF, photo_with_gps, upload
from tests.budgeting.milestones.works import make_step
from tests.people import Cast


@pytest.fixture
def milestone(cast: Cast, project: Proposal) -> Milestone:
    return make_step(cast, project)


def add(cast: Cast, milestone: Milestone, **changed: Any) -> MilestonePhoto:
    facts = {"by": cast.official, "upload": upload(photo_with_gps()), "shows": Shows.BEFORE, "alt": "The empty yard"}
    return add_milestone_photo(milestone, **{**facts, **changed})


def test_photo_is_written_anew_without_what_the_camera_added(cast: Cast, milestone: Milestone) -> None:
    photo = add(cast, milestone)

    content = Path(photo.image.path).read_bytes()
    with Image.open(BytesIO(content)) as kept:
        assert (kept.format, dict(kept.getexif()), kept.info.get("comment")) == ("JPEG", {}, None)
    assert (b"Leyla" in content, b"41.24" in content) == (False, False)
    assert (photo.alt, photo.alt_language) == ("The empty yard", "en")
    assert Entry.objects.latest("pk").act == "add_milestone_photo"


@pytest.mark.parametrize("alt", ["", " ", "\u200b"])
def test_photo_needs_words(cast: Cast, milestone: Milestone, alt: str) -> None:
    with pytest.raises(NotPossible) as refusal:
        add(cast, milestone, alt=alt)

    assert refusal.value.faults == {"alt": "Write something first."}
    assert not MilestonePhoto.objects.exists()


def test_what_is_no_photo_is_refused(cast: Cast, milestone: Milestone) -> None:
    with pytest.raises(NotPossible, match="This is not a photo that we can read"):
        add(cast, milestone, upload=upload(b"<svg onload=alert(1)>"))


def test_photos_are_limited(cast: Cast, milestone: Milestone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "MOST_PHOTOS", 1)
    add(cast, milestone)

    with pytest.raises(NotPossible, match="There are as many photos as a project may have"):
        add(cast, milestone)


@pytest.mark.parametrize("who", ["resident", "moderator"])
def test_only_officials_add_and_remove(cast: Cast, milestone: Milestone, who: str) -> None:
    photo, person = add(cast, milestone), getattr(cast, who)
    for act in (
        lambda: add(cast, milestone, by=person),
        lambda: remove_milestone_photo(photo, by=person),
        lambda: add_milestone_document(milestone, by=person, upload=upload(PDF, "act.pdf")),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert MilestonePhoto.objects.count() == 1


def test_removed_photo_takes_its_files_along(
    cast: Cast, milestone: Milestone, django_capture_on_commit_callbacks: Any
) -> None:
    photo = add(cast, milestone)
    files = [Path(photo.image.path), Path(photo.small.path)]

    with django_capture_on_commit_callbacks(execute=True):
        remove_milestone_photo(photo, by=cast.official)

    assert [file.exists() for file in files] == [False, False]
    assert not MilestonePhoto.objects.exists()


def test_document_is_kept_under_a_clean_name(cast: Cast, milestone: Milestone) -> None:
    document = add_milestone_document(milestone, by=cast.official, upload=upload(PDF, "../act<of>.exe"))

    assert (document.name, MilestoneDocument.objects.count()) == ("act of.pdf", 1)


def test_program_is_no_document(cast: Cast, milestone: Milestone) -> None:
    with pytest.raises(NotPossible, match="This is not a document that we can take"):
        add_milestone_document(milestone, by=cast.official, upload=upload(b"MZ\x90", "act.pdf"))
