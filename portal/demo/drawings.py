"""What the demo's authors add to their proposals: a drawn picture, a point on the map, and who will benefit."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from budgeting.attachments.actions import add_photo
from budgeting.proposals.actions import save_draft
from budgeting.proposals.models import Beneficiary, Proposal
from portal.accounts.models import User

SIZE = (1200, 900)
SKY, HILL, FIELD, ROAD = "#a9c4de", "#7d8f69", "#b9b07a", "#6b6660"
WALL, ROOF, LAMP, INK = "#e7dcc4", "#a3272d", "#e3a72f", "#1d2033"
# theme: (what the drawing shows in each language, who benefits)
SCENES: dict[str, tuple[dict[str, str], list[str]]] = {
    "lighting": (
        {
            "ka": "ნახატი: სოფლის გზა და ერთადერთი ლამპიონი საღამოს",
            "hy": "Նկար՝ գյուղի ճանապարհը և միակ լապտերը երեկոյան",
            "az": "Rəsm: axşam kənd yolu və yeganə küçə lampası",
        },
        [Beneficiary.WOMEN, Beneficiary.GIRLS, Beneficiary.BOYS],
    ),
    "roads": (
        {
            "ka": "ნახატი: ორმოებიანი გზა სოფლისკენ",
            "hy": "Նկար՝ փոսերով ճանապարհ դեպի գյուղ",
            "az": "Rəsm: kəndə gedən çala-çuxur yol",
        },
        [Beneficiary.MEN, Beneficiary.WOMEN, Beneficiary.DISABLED],
    ),
    "school": (
        {
            "ka": "ნახატი: სოფლის სკოლის შენობა და ეზო",
            "hy": "Նկար՝ գյուղի դպրոցի շենքը և բակը",
            "az": "Rəsm: kənd məktəbinin binası və həyəti",
        },
        [Beneficiary.GIRLS, Beneficiary.BOYS],
    ),
}


def complete(proposal: Proposal, *, by: User) -> None:
    """Adds them to a draft whose theme has a scene; others stay without, as in life."""
    theme = proposal.theme.slug if proposal.theme else ""
    if theme not in SCENES:
        return
    words, beneficiaries = SCENES[theme]
    place = proposal.settlement
    near = {"lat": place.lat + 0.003, "lon": place.lon - 0.004} if place and place.lat and place.lon else {}
    save_draft(proposal, by=by, beneficiaries=[str(who) for who in beneficiaries], **near)
    add_photo(proposal, by=by, upload=SimpleUploadedFile("drawing.png", _draw(theme)), alt=words[proposal.written_in])


def _draw(theme: str) -> bytes:
    """The scene of a theme as a PNG."""
    picture = Image.new("RGB", SIZE, "#3d4a7a" if theme == "lighting" else SKY)
    pen = ImageDraw.Draw(picture)
    pen.polygon([(0, 520), (260, 300), (520, 470), (820, 260), (1200, 500), (1200, 900), (0, 900)], HILL)
    pen.rectangle([(0, 560), SIZE], FIELD)
    pen.polygon([(470, 560), (560, 560), (900, 900), (180, 900)], ROAD)
    {"lighting": _lamp, "roads": _holes, "school": _school}[theme](pen)
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _lamp(pen: ImageDraw.ImageDraw) -> None:
    pen.polygon([(790, 250), (640, 820), (1000, 820)], "#8f8a5c")
    pen.rectangle([(900, 220), (916, 820)], INK)
    pen.rectangle([(780, 220), (916, 234)], INK)
    pen.ellipse([(762, 226), (818, 270)], LAMP)


def _holes(pen: ImageDraw.ImageDraw) -> None:
    for left, top, width in ((500, 610, 50), (420, 680, 110), (600, 720, 120), (330, 810, 190)):
        pen.ellipse([(left, top), (left + width, top + width // 3)], INK)


def _school(pen: ImageDraw.ImageDraw) -> None:
    pen.rectangle([(640, 400), (1080, 640)], WALL)
    pen.polygon([(610, 400), (860, 290), (1110, 400)], ROOF)
    pen.rectangle([(830, 520), (890, 640)], INK)
    for left in (680, 750, 930, 1000):
        pen.rectangle([(left, 450), (left + 40, 510)], SKY)
