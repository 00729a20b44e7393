"""Pictures and documents of editors: whose they are, and what they may be."""

import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Pillow
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, CollectionViewRestriction

from cms.models import Publisher
from portal.accounts.models import User
from tests.budgeting.attachments.files import photo_with_gps
from tests.cms.organisations.people import Ngo, make_ngo, make_town, make_user
from tests.cms.screens import signed_in

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(autouse=True)
def own_media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def collection_of(ngo: Ngo) -> Collection:
    return Publisher.objects.get(organisation=ngo.organisation).collection


def upload_picture(user: User, name: str, content: bytes, collection: Collection, address: str = "") -> Any:
    file = SimpleUploadedFile(name, content)
    facts = {"title": name, "file": file, "collection": collection.pk, "tags": "", "description": ""}
    return signed_in(user).post(address or reverse("wagtailimages:add"), facts)


def upload_document(user: User, name: str, content: bytes, collection: Collection) -> Any:
    facts = {"title": name, "file": SimpleUploadedFile(name, content), "collection": collection.pk, "tags": ""}
    return signed_in(user).post(reverse("wagtaildocs:add"), facts)


def png(side: int = 40, mode: str = "RGB") -> bytes:
    out = BytesIO()
    Pillow.new(mode, (side, side)).save(out, "PNG")
    return out.getvalue()


def archive(*names: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return out.getvalue()


def test_where_a_picture_was_taken_is_not_kept() -> None:
    ngo = make_ngo()

    upload_picture(ngo.author, "Поле.jpg", photo_with_gps(), collection_of(ngo))

    image = Image.objects.get()
    with Pillow.open(image.file.path) as kept:
        assert (kept.format, dict(kept.getexif()), "exif" in kept.info) == ("JPEG", {}, False)
    public = Client().get(f"/media/{image.file.name}")
    assert b"GPS" not in b"".join(public.streaming_content)
    assert (image.file_size, image.uploaded_by_user) == (image.file.size, ngo.author)


@pytest.mark.parametrize("address", ["wagtailimages:add_multiple", "wagtailimages_chooser:create"])
def test_the_other_ways_to_upload_clean_it_too(address: str) -> None:
    ngo = make_ngo()
    is_many = address.endswith("multiple")
    name = "files[]" if is_many else "image-chooser-upload-file"
    prefix = "" if is_many else "image-chooser-upload-"
    facts = {name: SimpleUploadedFile("p.jpg", photo_with_gps()), f"{prefix}title": "P"}
    facts |= {f"{prefix}collection": str(collection_of(ngo).pk), f"{prefix}tags": "", f"{prefix}description": ""}

    signed_in(ngo.owner).post(reverse(address), facts, headers={"X-Requested-With": "XMLHttpRequest"})

    with Pillow.open(Image.objects.get().file.path) as kept:
        assert dict(kept.getexif()) == {}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("drawing.svg", SVG),
        ("drawing.png", SVG),
        ("page.jpg", b"<html><script>alert(1)</script>"),
        ("film.gif", b"GIF89a" + b"\0" * 50),
        ("empty.jpg", b""),
        ("large.jpg", b"\xff\xd8\xff" + b"\0" * 12_100_000),
    ],
    ids=["svg", "svg as png", "html", "gif", "empty", "large"],
)
def test_what_is_no_picture_of_ours_is_refused(name: str, content: bytes) -> None:
    ngo = make_ngo()

    answer = upload_picture(ngo.owner, name, content, collection_of(ngo))

    assert (answer.status_code, "file" in answer.context["form"].errors, Image.objects.count()) == (200, True, 0)


def test_a_picture_that_unpacks_to_too_much_is_refused() -> None:
    ngo = make_ngo()

    answer = upload_picture(ngo.owner, "bomb.png", png(9000, "1"), collection_of(ngo))

    assert (answer.status_code, Image.objects.count()) == (200, 0)


def test_pictures_go_into_the_own_collection_whatever_is_sent() -> None:
    ngo, other, town = make_ngo(), make_ngo("Other House"), make_town()
    shared = Publisher.objects.get(municipality=None, organisation=None).collection
    foreign = [collection_of(other), town.municipality.publisher.collection, shared, Collection.get_first_root_node()]

    for collection in foreign:
        for user in (ngo.owner, ngo.author):
            upload_picture(user, "p.png", png(), collection)
            upload_document(user, "p.pdf", PDF, collection)

    assert set(Image.objects.values_list("collection", flat=True)) <= {collection_of(ngo).pk}
    assert set(Document.objects.values_list("collection", flat=True)) <= {collection_of(ngo).pk}


def test_choosers_and_lists_show_the_own_and_the_shared_pictures_only() -> None:
    ngo, other = make_ngo(), make_ngo("Other House")
    shared = Publisher.objects.get(municipality=None, organisation=None).collection
    root = make_user("root", is_superuser=True)
    for name, collection in (("Mine", collection_of(ngo)), ("Foreign", collection_of(other)), ("Shared", shared)):
        upload_picture(root, f"{name}.png", png(), collection)
        upload_document(root, f"{name}.pdf", PDF, collection)
    client = signed_in(ngo.author)

    for path in ("/editor/images/chooser/", "/editor/documents/chooser/"):
        page = client.get(path).content.decode()
        assert [f"{name}." in page for name in ("Mine", "Foreign", "Shared")] == [True, False, True], path
    for path in ("/editor/images/", "/editor/documents/"):
        page = client.get(path, follow=True).content.decode()
        assert "Foreign." not in page, path


def test_anothers_files_are_neither_changed_nor_deleted() -> None:
    ngo, other, town = make_ngo(), make_ngo("Other House"), make_town()
    upload_picture(other.owner, "p.png", png(), collection_of(other))
    upload_document(other.owner, "p.pdf", PDF, collection_of(other))
    image, document = Image.objects.get(), Document.objects.get()

    for user in (ngo.owner, ngo.author, town.administrator, other.author):
        client = signed_in(user)
        for app, row in (("wagtailimages", image), ("wagtaildocs", document)):
            facts = {"title": "Stolen", "collection": collection_of(ngo).pk, "tags": "", "description": ""}
            client.post(reverse(f"{app}:edit", args=[row.pk]), facts)
            client.post(reverse(f"{app}:delete", args=[row.pk]))

    assert (Image.objects.get().title, Document.objects.get().title) == ("p.png", "p.pdf")


@pytest.mark.parametrize(
    ("name", "content", "is_taken"),
    [
        ("a.pdf", PDF, True),
        ("a.xlsx", archive("[Content_Types].xml", "xl/workbook.xml"), True),
        ("a.csv", "სოფელი;წყალი".encode(), True),
        ("a.pdf", b"<html><script>alert(1)</script>", False),
        ("a.docx", archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), False),
        ("a.xlsx", archive("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), False),
        ("a.xlsx", PDF, False),
        ("a.txt", b"MZ\0\0", False),
        ("a.html", b"<html>", False),
        ("a.exe", b"MZ", False),
        ("a.pdf", PDF + b"\0" * 12_100_000, False),
    ],
)
def test_a_document_is_what_its_name_says_and_holds_no_program(name: str, content: bytes, is_taken: bool) -> None:
    ngo = make_ngo()

    upload_document(ngo.owner, name, content, collection_of(ngo))

    assert Document.objects.count() == int(is_taken)


def test_a_document_is_downloaded_as_it_was_sent() -> None:
    ngo = make_ngo()
    upload_document(ngo.owner, "plan.pdf", PDF, collection_of(ngo))

    answer = Client().get(Document.objects.get().url)

    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, PDF)


def test_a_document_in_a_private_collection_is_not_given_to_strangers() -> None:
    ngo = make_ngo()
    upload_document(ngo.owner, "plan.pdf", PDF, collection_of(ngo))
    CollectionViewRestriction.objects.create(collection=collection_of(ngo), restriction_type="login")
    document = Document.objects.get()

    assert Client().get(document.url).status_code == 302
    assert Client().get(f"/media/{document.file.name}").status_code == 404
