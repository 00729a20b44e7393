"""A project read aloud: who adds it, what file it may be, and who hears it when."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from budgeting.attachments.models import Recording
from budgeting.attachments.recordings import add_recording, remove_recording
from budgeting.attachments.sound import LARGEST_BYTES
from budgeting.cycles.stages import Stage
from budgeting.errors import NotAllowed, NotPossible
from budgeting.proposals.models import Proposal
from portal.clock import pinned
from portal.log.models import Entry
from tests.budgeting.attachments.files import PDF, picture
from tests.factories import make_cycle, make_feasible, make_published, make_vote
from tests.people import Cast

MP3 = b"ID3\x03\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x64" + b"\0" * 400
BARE_MP3 = b"\xff\xfb\x90\x64" + b"\0" * 400
OPUS = b"OggS\0\x02" + b"\0" * 20 + b"\x01\x13OpusHead" + b"\0" * 100
M4A = b"\0\0\0\x20ftypM4A \0\0\0\0M4A mp42isom" + b"\0" * 100
FILM = b"\0\0\0\x20ftypisom\0\0\0\0isomiso2" + b"....hdlr........vide" + b"\0" * 100
OGG_FILM = b"OggS\0\x02" + b"\0" * 20 + b"\x01\x1e\x80theora" + b"\0" * 100


@pytest.fixture
def project(cast: Cast) -> Proposal:
    return make_vote(cast).proposals.get(number=1)


def upload(content: bytes = MP3, name: str = "voice.mp3") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def kept_files() -> set[Path]:
    return set((Path(settings.MEDIA_ROOT) / "attachments").glob("*"))


@pytest.mark.parametrize(("content", "ending"), [(MP3, ".mp3"), (BARE_MP3, ".mp3"), (OPUS, ".ogg"), (M4A, ".m4a")])
def test_a_recording_is_kept_by_what_it_is(cast: Cast, project: Proposal, content: bytes, ending: str) -> None:
    recording = add_recording(project, by=cast.translator, language="az", upload=upload(content, "x.exe"))
    assert Path(recording.file.name).suffix == ending


@pytest.mark.parametrize(
    "content",
    [b"", b"<script>alert(1)</script>", PDF, picture(), FILM, OGG_FILM, b"RIFF....WAVEfmt ", b"OggS"],
    ids=["nothing", "page", "pdf", "picture", "film", "ogg film", "wav", "ogg head"],
)
def test_what_is_no_recording_is_refused_and_leaves_no_file(cast: Cast, project: Proposal, content: bytes) -> None:
    before = kept_files()
    with pytest.raises(NotPossible, match="not a recording"):
        add_recording(project, by=cast.official, language="az", upload=upload(content))
    assert (kept_files(), Recording.objects.count()) == (before, 0)


def test_a_recording_has_at_most_three_megabytes(cast: Cast, project: Proposal) -> None:
    most = MP3 + b"\0" * (LARGEST_BYTES - len(MP3))
    add_recording(project, by=cast.official, language="az", upload=upload(most))
    with pytest.raises(NotPossible, match="too large"):
        add_recording(project, by=cast.official, language="az", upload=upload(most + b"\0"))


def test_another_one_in_the_same_language_takes_its_place(
    cast: Cast, project: Proposal, django_capture_on_commit_callbacks
) -> None:
    first = add_recording(project, by=cast.official, language="az", upload=upload())
    with django_capture_on_commit_callbacks(execute=True):
        second = add_recording(project, by=cast.translator, language="az", upload=upload(OPUS))
    add_recording(project, by=cast.translator, language="ka", upload=upload())

    assert list(project.recordings.filter(language="az")) == [second]
    assert not first.file.storage.exists(first.file.name)
    assert Entry.objects.filter(act="add_recording").count() == 3


@pytest.mark.parametrize("who", ["resident", "neighbour", "moderator", "reviewer", "booth_officer", "observer"])
def test_only_officials_and_translators_of_the_place_may(
    cast: Cast, elsewhere: Cast, project: Proposal, who: str
) -> None:
    recording = add_recording(project, by=cast.official, language="az", upload=upload())
    for person in (getattr(cast, who), elsewhere.official):
        with pytest.raises(NotAllowed):
            add_recording(project, by=person, language="ka", upload=upload())
        with pytest.raises(NotAllowed):
            remove_recording(recording, by=person)


def test_it_may_be_added_from_the_verdict_until_the_vote_is_over(cast: Cast) -> None:
    reviewing = make_cycle(cast, Stage.REVIEWING)
    early, feasible = make_published(cast, reviewing), make_feasible(cast, reviewing)
    add_recording(feasible, by=cast.official, language="az", upload=upload())
    with pytest.raises(NotAllowed):
        add_recording(early, by=cast.official, language="az", upload=upload())
    project = make_vote(cast).proposals.get(number=1)
    with pinned(project.cycle.voting_until_at + timedelta(seconds=1)), pytest.raises(NotAllowed):
        add_recording(project, by=cast.official, language="az", upload=upload())


def test_the_ballot_offers_it_in_the_readers_language_and_else_the_others(cast: Cast, project: Proposal) -> None:
    for language in ("az", "hy"):
        add_recording(project, by=cast.official, language=language, upload=upload())
    path = reverse("vote", args=[project.cycle.pk])
    armenian, georgian = (Client().get(path.replace("/en/", f"/{code}/")).content.decode() for code in ("hy", "ka"))

    assert (armenian.count("<audio"), georgian.count("<audio")) == (1, 2)
    assert armenian.count('preload="none"') == 1


def test_it_is_heard_whole_or_in_part_while_the_project_is_public(cast: Cast, project: Proposal) -> None:
    recording = add_recording(project, by=cast.official, language="az", upload=upload())
    path = reverse("proposal_recording", args=[project.pk, recording.pk])
    client = Client()

    whole = client.get(path)
    part = client.get(path, headers={"Range": "bytes=0-2"})
    end = client.get(path, headers={"Range": "bytes=10-"})
    odd = [client.get(path, headers={"Range": text}).status_code for text in ("bytes=9-3", "bytes=99999-", "lines=1-2")]

    assert (whole.status_code, whole["Content-Type"], b"".join(whole.streaming_content)) == (200, "audio/mpeg", MP3)
    assert "sandbox" in whole["Content-Security-Policy"]
    assert (part.status_code, b"".join(part.streaming_content)) == (206, MP3[:3])
    assert part["Content-Range"] == f"bytes 0-2/{len(MP3)}"
    assert (b"".join(end.streaming_content), odd) == (MP3[10:], [200, 200, 200])
    Proposal.objects.filter(pk=project.pk).update(state="draft")
    assert client.get(path).status_code == 404


def test_a_recording_is_not_found_through_another_project_or_as_media(cast: Cast, project: Proposal) -> None:
    recording = add_recording(project, by=cast.official, language="az", upload=upload())
    other = project.cycle.proposals.get(number=2)
    paths = [reverse("proposal_recording", args=[other.pk, recording.pk]), f"/media/{recording.file.name}"]
    assert [Client().get(path).status_code for path in paths] == [404, 404]


def test_the_desk_adds_and_takes_away(client: Client, cast: Cast, project: Proposal) -> None:
    client.force_login(cast.translator)
    path = reverse("desk_proposal", args=[project.address])
    seen = {"seen": project.state}

    refused = client.post(path, {"act": "record", "record-language": "az", "record-upload": upload(PDF), **seen})
    added = client.post(path, {"act": "record", "record-language": "az", "record-upload": upload(), **seen})
    recording = project.recordings.get()
    assert (refused.status_code, added.status_code) == (422, 302)
    assert 'enctype="multipart/form-data"' in refused.content.decode()

    taken = client.post(path, {"act": "unrecord", "unrecord-recording": recording.pk, **seen})
    assert (taken.status_code, project.recordings.count()) == (302, 0)
