"""Signatures on paper: counted by two people who do not see each other's number."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pypdf import PdfReader

from budgeting.errors import NotAllowed, NotPossible
from cms.campaigns.models import Campaign
from cms.campaigns.paper.actions import add_batch, hand_over, read_batch
from cms.campaigns.paper.models import HandOver, PaperBatch, PaperReading
from cms.campaigns.paper.queries import batches_to_read, paper_total
from portal.accounts.models import User
from portal.clock import now, today
from tests.cms.campaigns.making import make_campaign, make_member, make_scan
from tests.people import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    return make_campaign(cast, title="Ջուր դպրոցին", language="hy", goal=100)


@pytest.fixture
def people(campaign: Campaign) -> list[User]:
    return [make_member(campaign.organisation) for _number in range(3)]


def test_signatures_count_when_two_people_count_the_same(campaign: Campaign, people: list[User]) -> None:
    ani, lilit, _gor = people
    batch = add_batch(campaign, by=ani, upload=make_scan(), total=40)
    assert paper_total(campaign) == 0

    assert read_batch(batch, by=lilit, total=40)

    assert paper_total(campaign) == 40


def test_where_two_differ_a_third_decides(campaign: Campaign, people: list[User]) -> None:
    ani, lilit, gor = people
    batch = add_batch(campaign, by=ani, upload=make_scan(), total=40)
    assert not read_batch(batch, by=lilit, total=41)
    assert (paper_total(campaign), list(batches_to_read(campaign, gor))) == (0, [batch])

    assert read_batch(batch, by=gor, total=41)

    assert paper_total(campaign) == 41


def test_nobody_counts_the_same_sheets_twice(campaign: Campaign, people: list[User]) -> None:
    batch = add_batch(campaign, by=people[0], upload=make_scan(), total=40)

    with pytest.raises(NotPossible, match="another person counts them again"):
        read_batch(batch, by=people[0], total=40)

    assert (paper_total(campaign), PaperReading.objects.count()) == (0, 1)


def test_what_two_have_agreed_on_is_not_counted_again(campaign: Campaign, people: list[User]) -> None:
    batch = add_batch(campaign, by=people[0], upload=make_scan(), total=40)
    read_batch(batch, by=people[1], total=40)

    with pytest.raises(NotPossible, match="Two people have counted"):
        read_batch(batch, by=people[2], total=400)

    assert paper_total(campaign) == 40


@pytest.mark.parametrize("who", ["resident", "official", "administrator", "observer"])
def test_only_the_organisation_counts(cast: Cast, campaign: Campaign, people: list[User], who: str) -> None:
    batch = add_batch(campaign, by=people[0], upload=make_scan(), total=40)
    with pytest.raises(NotAllowed):
        add_batch(campaign, by=getattr(cast, who), upload=make_scan(), total=1)
    with pytest.raises(NotAllowed):
        read_batch(batch, by=getattr(cast, who), total=40)
    with pytest.raises(NotAllowed):
        hand_over(campaign, by=getattr(cast, who), handed_on=today(), received_by="X")


@pytest.mark.parametrize("total", [0, -1, 5_001])
def test_a_number_beyond_reason_is_refused(campaign: Campaign, people: list[User], total: int) -> None:
    with pytest.raises(NotPossible, match="between 1 and 5000"):
        add_batch(campaign, by=people[0], upload=make_scan(), total=total)
    assert PaperBatch.objects.count() == 0


def test_a_scan_is_a_pdf(campaign: Campaign, people: list[User]) -> None:
    hostile = SimpleUploadedFile("scan.pdf", b"<html><script>alert(1)</script>")
    with pytest.raises(NotPossible):
        add_batch(campaign, by=people[0], upload=hostile, total=4)
    assert PaperBatch.objects.count() == 0


def test_a_closed_campaign_takes_no_more_sheets(campaign: Campaign, people: list[User]) -> None:
    batch = add_batch(campaign, by=people[0], upload=make_scan(), total=40)
    Campaign.objects.update(closed_at=now())
    campaign.refresh_from_db()

    for attempt in (
        lambda: add_batch(campaign, by=people[1], upload=make_scan(), total=4),
        lambda: read_batch(batch, by=people[1], total=40),
    ):
        with pytest.raises(NotPossible, match="does not collect"):
            attempt()


def test_the_way_on_the_pages(client: Client, campaign: Campaign, people: list[User]) -> None:
    path = f"/en/campaigns/{campaign.pk}/paper/"
    client.force_login(people[0])
    assert client.post(path, {"upload": make_scan(), "total": "12"}).status_code == 302
    batch = PaperBatch.objects.get()
    client.force_login(people[1])
    shown = client.get(f"{path}?batch={batch.pk}").content.decode()
    assert "12" not in shown.replace("512", "").split("<main")[1].split("</main")[0]  # the other's number
    assert client.get(f"/en/campaigns/{campaign.pk}/paper/{batch.pk}.pdf").status_code == 200

    client.post(f"{path}?batch={batch.pk}", {"total": "12"})

    assert paper_total(campaign) == 12


def test_the_scan_is_nobody_elses(client: Client, cast: Cast, campaign: Campaign, people: list[User]) -> None:
    batch = add_batch(campaign, by=people[0], upload=make_scan(), total=40)
    address = f"/en/campaigns/{campaign.pk}/paper/{batch.pk}.pdf"
    assert client.get(address).status_code == 302
    client.force_login(cast.official)
    assert client.get(address).status_code == 403
    assert client.get(f"/media/{batch.scan.name}").status_code == 404


@pytest.mark.parametrize("number", ["0", "999999", "x", "1'"])
def test_a_batch_of_another_campaign_is_not_found(
    client: Client, campaign: Campaign, people: list[User], number: str
) -> None:
    client.force_login(people[0])
    assert client.get(f"/en/campaigns/{campaign.pk}/paper/?batch={number}").status_code == 404


def photo() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, "PNG")
    return SimpleUploadedFile("a.png", out.getvalue())


def test_the_hand_over_is_said_once_with_a_described_photo(campaign: Campaign, people: list[User]) -> None:
    with pytest.raises(NotPossible, match="Say what the photo shows"):
        hand_over(campaign, by=people[0], handed_on=today(), received_by="Mayor", upload=photo())
    hand_over(campaign, by=people[0], handed_on=today(), received_by="Mayor", upload=photo(), photo_alt="Two people")

    with pytest.raises(NotPossible, match="already"):
        hand_over(campaign, by=people[0], handed_on=today(), received_by="Mayor")
    assert HandOver.objects.get().photo_alt == "Two people"


@pytest.mark.parametrize("days", [-2, 1])
def test_the_hand_over_lies_between_the_opening_and_today(campaign: Campaign, people: list[User], days: int) -> None:
    with pytest.raises(NotPossible, match="Choose a day"):
        hand_over(campaign, by=people[0], handed_on=today() + timedelta(days=days), received_by="Mayor")


@pytest.mark.parametrize("language", ["ka", "hy", "az", "en"])
def test_the_sheet_and_the_poster_carry_the_demand(client: Client, campaign: Campaign, language: str) -> None:
    for name, pages in (("signatures.pdf", 2), ("poster.pdf", 1)):
        answer = client.get(f"/{language}/campaigns/{campaign.pk}/{name}")
        pdf = PdfReader(BytesIO(answer.content))
        assert (answer["Content-Type"], len(pdf.pages)) == ("application/pdf", pages)
        assert "Ջուր դպրոցին" in pdf.pages[0].extract_text()


def test_a_draft_prints_nothing(client: Client, campaign: Campaign) -> None:
    campaign.pages.update(live=False)
    for name in ("signatures.pdf", "poster.pdf", "hand-over/photo.jpg"):
        assert client.get(f"/ka/campaigns/{campaign.pk}/{name}").status_code == 404
