"""Photos and documents on their screens, on the proposal's page, and behind their own addresses."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from budgeting.attachments.actions import add_document, add_photo
from budgeting.attachments.models import Document, Photo
from budgeting.cycles.models import Cycle
from budgeting.moderation.actions import reject_proposal
from budgeting.proposals.actions import publish_proposal, submit_proposal
from budgeting.proposals.models import Proposal
from budgeting.proposals.states import RejectionCode
from tests.budgeting.attachments.files import PDF, photo_with_gps, picture, upload
from tests.factories import make_cycle, make_draft
from tests.people import ROLES, Cast

STAFF = [name for name in ROLES if name != "observer"]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def draft(client: Client, cast: Cast) -> Proposal:
    """A whole draft with a photo and a document; its author is signed in."""
    client.force_login(cast.resident)
    draft = make_draft(cast, make_cycle(cast, max_photos=2))
    add_photo(draft, by=cast.resident, upload=upload(photo_with_gps()), alt="Köhnə körpü")
    add_document(draft, by=cast.resident, upload=upload(PDF, "Şəkil və smeta.pdf"))
    return draft


def step_of(draft: Proposal, step: str) -> str:
    return reverse("write_step", args=[draft.pk, step])


def files_of(draft: Proposal) -> list[str]:
    photo, document = Photo.objects.get(), Document.objects.get()
    photos = [reverse("proposal_photo", args=[draft.pk, photo.pk, size]) for size in ("image", "small")]
    return [*photos, reverse("proposal_document", args=[draft.pk, document.pk])]


def statuses(client: Client, draft: Proposal) -> set[int]:
    return {client.get(path).status_code for path in files_of(draft)}


def test_photo_is_added_with_its_words_and_the_screen_stays(client: Client, draft: Proposal) -> None:
    response = client.post(step_of(draft, "photos"), {"upload": upload(picture("PNG")), "alt": "Yol"})
    assert response.url == reverse("write_step", args=[draft.address, "photos"])
    page = client.get(response.url).content.decode()
    assert (page.count("<img"), 'alt="Yol"' in page, 'type="file"' in page) == (2, True, False)  # no room for a third


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"alt": "Yol"}, "Choose a photo."),
        ({"upload": upload(b"", "a.jpg"), "alt": "Yol"}, "This file is empty."),
        ({"upload": upload(b"<svg/>", "a.jpg"), "alt": "Yol"}, "This is not a photo that we can read."),
        ({"upload": upload(picture()), "alt": ""}, "Write in a few words what the photo shows."),
    ],
)
def test_refused_photo_says_why_and_keeps_the_words(
    client: Client, draft: Proposal, data: dict[str, Any], sentence: str
) -> None:
    page = client.post(step_of(draft, "photos"), data)
    text = page.content.decode()
    assert (page.status_code, sentence in text, Photo.objects.count()) == (422, True, 1)
    assert page.context["form"]["alt"].value() == data["alt"]


def test_document_of_another_type_is_refused(client: Client, draft: Proposal) -> None:
    page = client.post(step_of(draft, "documents"), {"upload": upload(b"MZ" * 50, "plan.pdf")})
    assert (page.status_code, Document.objects.count()) == (422, 1)


def test_files_are_taken_away_with_a_press_and_only_the_proposals_own(
    client: Client, cast: Cast, draft: Proposal
) -> None:
    other = make_draft(cast, draft.cycle)
    photo, document = Photo.objects.get(), Document.objects.get()
    for row, step in ((photo, "photos"), (document, "documents")):
        assert client.post(step_of(other, step), {"remove": row.pk}).status_code == 404
        assert client.post(step_of(draft, step), {"remove": "x"}).status_code == 404
        assert client.post(step_of(draft, step), {"remove": row.pk}).status_code == 302
    assert (Photo.objects.count(), Document.objects.count()) == (0, 0)


def test_files_of_a_draft_are_its_authors_alone(client: Client, cast: Cast, elsewhere: Cast, draft: Proposal) -> None:
    assert statuses(client, draft) == {200}
    for person in [cast.neighbour, *(getattr(cast, name) for name in ROLES), elsewhere.moderator]:
        client.force_login(person)
        assert statuses(client, draft) == {404}
    client.logout()
    assert statuses(client, draft) == {404}


def test_files_of_a_submitted_proposal_are_seen_by_those_who_work_there(
    client: Client, cast: Cast, elsewhere: Cast, draft: Proposal
) -> None:
    submit_proposal(draft, by=cast.resident)
    for name in STAFF:
        client.force_login(getattr(cast, name))
        assert (name, statuses(client, draft)) == (name, {200})
        assert client.get(files_of(draft)[0]).headers["Cache-Control"] == "private, no-cache"
    for person in (cast.neighbour, cast.observer, elsewhere.moderator):
        client.force_login(person)
        assert statuses(client, draft) == {404}


def test_published_files_are_public_and_cacheable_without_a_cookie(client: Client, cast: Cast, draft: Proposal) -> None:
    submit_proposal(draft, by=cast.resident)
    publish_proposal(draft, by=cast.moderator)
    client.logout()
    photo, _small, document = (client.get(path) for path in files_of(draft))

    assert photo.headers["Content-Type"] == "image/jpeg"
    assert photo.headers["Content-Disposition"] == "inline"
    assert photo.headers["Cache-Control"] == document.headers["Cache-Control"] == "public, max-age=3600"
    assert "Cookie" not in photo.headers.get("Vary", "")
    assert photo.headers["X-Content-Type-Options"] == document.headers["X-Content-Type-Options"] == "nosniff"
    assert document.headers["Content-Type"] == "application/pdf"
    assert document.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert "sandbox" in document.headers["Content-Security-Policy"]
    assert b"".join(document.streaming_content) == PDF
    assert (dict(photo.cookies), dict(document.cookies)) == ({}, {})


def test_files_of_what_a_moderator_hides_are_gone(client: Client, cast: Cast, draft: Proposal) -> None:
    submit_proposal(draft, by=cast.resident)
    publish_proposal(draft, by=cast.moderator)
    reject_proposal(draft, by=cast.moderator, code=RejectionCode.PERSONAL, reason="A face is shown")
    client.logout()
    assert statuses(client, draft) == {404}


def test_file_is_not_read_through_another_proposal(client: Client, cast: Cast, draft: Proposal) -> None:
    other = make_draft(cast, draft.cycle)
    paths = [
        reverse("proposal_photo", args=[other.pk, Photo.objects.get().pk, "image"]),
        reverse("proposal_document", args=[other.pk, Document.objects.get().pk]),
        reverse("proposal_photo", args=[draft.pk, Photo.objects.get().pk, "alt"]),
        reverse("proposal_photo", args=[draft.pk, 10**30, "small"]),
    ]
    assert [client.get(path).status_code for path in paths] == [404] * 4


def test_file_that_was_lost_is_not_found(client: Client, draft: Proposal) -> None:
    Path(Photo.objects.get().image.path).unlink()
    assert client.get(files_of(draft)[0]).status_code == 404


def test_media_folder_does_not_serve_them(client: Client, draft: Proposal) -> None:
    for name in (Photo.objects.get().image.name, Document.objects.get().file.name):
        assert client.get(f"/media/{name}").status_code == 404


def test_page_of_the_proposal_shows_them_with_their_words(client: Client, cast: Cast, draft: Proposal) -> None:
    for path in (reverse("proposal", args=[draft.pk]), reverse("check_proposal", args=[draft.pk])):
        page = client.get(path).content.decode()
        assert ('alt="Köhnə körpü"' in page, "Şəkil və smeta.pdf" in page) == (True, True)


def test_cycle_without_photos_takes_none(client: Client, cast: Cast, draft: Proposal) -> None:
    Cycle.objects.filter(pk=draft.cycle_id).update(max_photos=0)
    page = client.post(step_of(draft, "photos"), {"upload": upload(picture()), "alt": "Yol"})
    assert (page.status_code, Photo.objects.count()) == (422, 1)
