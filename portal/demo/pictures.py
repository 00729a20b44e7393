"""Pictures drawn for the demo's pages: a calm, flat landscape with one thing in it. The same name, the same bytes."""

from collections.abc import Callable
from functools import cache

from PIL import Image, ImageDraw

from portal.demo.drawings import INK, LAMP, ROAD, ROOF, WALL
from portal.demo.pens import SCALE, Pen, big, box, disc, png, shape, stroke

WIDTH, HEIGHT = 1200, 750

DAY = ("#cfe0ea", "#e6eef0", "#9db3a4", "#7f9a78", "#b9b98a")  # sky, haze, far hills, near hills, ground
DUSK = ("#46527f", "#7a7fa3", "#4c5b73", "#3d4d55", "#5b5f55")
WINTER = ("#dbe4ec", "#eef3f6", "#b8c6d3", "#9fb2c2", "#f4f7f9")
GREEN, DARK_GREEN, WATER, SNOW, WOOD, METAL, RED = (
    *("#5f8a4c", "#3f6639", "#7fa9c4", "#f4f7f9", "#8a6a45", "#8d949b", "#b0413e"),
)

ALTS: dict[str, dict[str, str]] = {
    "bridge": {
        "ka": "ნახატი: საფეხმავლო ხიდი მდინარეზე",
        "hy": "Նկար՝ հետիոտնային կամուրջ գետի վրա",
        "az": "Rəsm: çayın üstündə piyada körpüsü",
        "en": "Drawing: a footbridge over a river",
    },
    "bus": {
        "ka": "ნახატი: სკოლის ავტობუსი გადახურულ გაჩერებასთან",
        "hy": "Նկար՝ դպրոցական ավտոբուս ծածկված կանգառի մոտ",
        "az": "Rəsm: örtülü dayanacağın yanında məktəb avtobusu",
        "en": "Drawing: a school bus at a stop with a roof",
    },
    "tap": {
        "ka": "ნახატი: წყლის ონკანი და სავსე ვედრო",
        "hy": "Նկար՝ ջրի ծորակ և լի դույլ",
        "az": "Rəsm: su kranı və dolu vedrə",
        "en": "Drawing: a water tap and a full bucket",
    },
    "lamps": {
        "ka": "ნახატი: სოფლის გზა ლამპიონებით საღამოს",
        "hy": "Նկար՝ գյուղի ճանապարհը լապտերներով երեկոյան",
        "az": "Rəsm: axşam küçə lampaları ilə kənd yolu",
        "en": "Drawing: a village road with street lamps in the evening",
    },
    "dark-road": {
        "ka": "ნახატი: იგივე გზა საღამოს, ლამპიონების გარეშე",
        "hy": "Նկար՝ նույն ճանապարհը երեկոյան, առանց լապտերների",
        "az": "Rəsm: axşam həmin yol, küçə lampaları olmadan",
        "en": "Drawing: the same road in the evening, without street lamps",
    },
    "library": {
        "ka": "ნახატი: ბიბლიოთეკის შენობა განათებული ფანჯრებით",
        "hy": "Նկար՝ գրադարանի շենքը լուսավոր պատուհաններով",
        "az": "Rəsm: pəncərələri işıqlı kitabxana binası",
        "en": "Drawing: the library with lights in its windows",
    },
    "bins": {
        "ka": "ნახატი: სამი ურნა მდინარის ნაპირზე",
        "hy": "Նկար՝ երեք աղբաման գետի ափին",
        "az": "Rəsm: çayın sahilində üç zibil qabı",
        "en": "Drawing: three waste bins on a river bank",
    },
    "playground": {
        "ka": "ნახატი: საქანელა და სასრიალო სოფლის ეზოში",
        "hy": "Նկար՝ ճոճանակ և սահարան գյուղի բակում",
        "az": "Rəsm: kənd həyətində yelləncək və sürüşkən",
        "en": "Drawing: a swing and a slide in a village yard",
    },
    "clinic": {
        "ka": "ნახატი: სოფლის ამბულატორია პანდუსით",
        "hy": "Նկար՝ գյուղի ամբուլատորիան թեքահարթակով",
        "az": "Rəsm: pandusu olan kənd ambulatoriyası",
        "en": "Drawing: a village clinic with a ramp",
    },
    "greenhouse": {
        "ka": "ნახატი: სათბური და მწვანე კვლები",
        "hy": "Նկար՝ ջերմոց և կանաչ մարգեր",
        "az": "Rəsm: istixana və yaşıl ləklər",
        "en": "Drawing: a greenhouse and green beds",
    },
    "road": {
        "ka": "ნახატი: გზა მთის სოფლისკენ",
        "hy": "Նկար՝ ճանապարհ դեպի լեռնային գյուղ",
        "az": "Rəsm: dağ kəndinə gedən yol",
        "en": "Drawing: the road to a mountain village",
    },
    "sheets": {
        "ka": "ნახატი: მაგიდაზე ხელმოწერილი ფურცლების დასტა და კალამი",
        "hy": "Նկար՝ սեղանին ստորագրված թերթերի կապոց և գրիչ",
        "az": "Rəsm: masanın üstündə imzalanmış vərəqlər və qələm",
        "en": "Drawing: a pile of signed sheets and a pen on a table",
    },
    "snow": {
        "ka": "ნახატი: თოვლიანი გზა და თოვლსაწმენდი მანქანა",
        "hy": "Նկար՝ ձյունոտ ճանապարհ և ձյուն մաքրող մեքենա",
        "az": "Rəsm: qarlı yol və qartəmizləyən maşın",
        "en": "Drawing: a road in snow and a snow plough",
    },
}


@cache
def scene(name: str) -> bytes:
    """The picture of that name in ALTS, as a PNG."""
    palette = {"lamps": DUSK, "dark-road": DUSK, "library": DUSK, "snow": WINTER}.get(name, DAY)
    picture = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), palette[0])
    pen = ImageDraw.Draw(picture)
    _landscape(pen, palette)
    THINGS[name](pen)
    return png(picture)


def _landscape(pen: Pen, palette: tuple[str, ...]) -> None:
    _sky, haze, far, near, ground = palette
    disc(pen, 960, 150, 62, haze)
    shape(pen, [(0, 360), (220, 230), (400, 320), (640, 180), (880, 310), (1030, 240), (1200, 330), (1200, 750)], far)
    shape(pen, [(0, 340), (0, 750), (1200, 750), (1200, 330), (900, 420), (560, 350), (250, 430)], far)
    shape(pen, [(0, 470), (180, 400), (460, 470), (760, 390), (1000, 455), (1200, 400), (1200, 750), (0, 750)], near)
    shape(pen, [(0, 540), (400, 510), (800, 530), (1200, 500), (1200, 750), (0, 750)], ground)


def _tree(pen: Pen, x: float, y: float, size: float = 1) -> None:
    box(pen, x - 7 * size, y - 60 * size, x + 7 * size, y, WOOD)
    disc(pen, x, y - 95 * size, 52 * size, DARK_GREEN)
    disc(pen, x - 16 * size, y - 108 * size, 38 * size, GREEN)


def _house(pen: Pen, x: float, y: float, width: float = 150, window: str = "#6f8796") -> None:
    high = width * 0.6
    box(pen, x, y - high, x + width, y, WALL)
    shape(pen, [(x - 14, y - high), (x + width / 2, y - high - width * 0.4), (x + width + 14, y - high)], ROOF)
    box(pen, x + width * 0.16, y - high * 0.72, x + width * 0.38, y - high * 0.36, window)
    box(pen, x + width * 0.6, y - high * 0.72, x + width * 0.82, y, INK)


def _river(pen: Pen) -> None:
    shape(pen, [(0, 610), (350, 585), (800, 600), (1200, 570), (1200, 700), (760, 725), (300, 700), (0, 725)], WATER)
    for x, y in ((120, 650), (420, 670), (730, 640), (980, 665)):
        stroke(pen, [(x, y), (x + 90, y - 4)], "#a9c9dc", 5)


def _bridge(pen: Pen) -> None:
    _house(pen, 60, 520, 130)
    _tree(pen, 1090, 545)
    _river(pen)
    pen.arc(big([(180, 470), (1020, 900)]), 180, 360, fill=WALL, width=34 * SCALE)
    for x in range(260, 960, 70):
        rise = 470 + 215 * (1 - (1 - ((x - 600) / 420) ** 2) ** 0.5)
        stroke(pen, [(x, rise + 6), (x, rise - 48)], INK, 6)
    pen.arc(big([(180, 420), (1020, 850)]), 191, 349, fill=INK, width=8 * SCALE)


def _bus(pen: Pen) -> None:
    _tree(pen, 1100, 560)
    box(pen, 0, 610, 1200, 750, ROAD)
    for x in range(40, 1200, 180):
        box(pen, x, 676, x + 90, 684, WALL)
    box(pen, 130, 380, 140, 610, INK)
    box(pen, 330, 380, 340, 610, INK)
    box(pen, 105, 360, 365, 384, RED, 6)
    box(pen, 150, 540, 322, 556, WOOD)
    box(pen, 470, 400, 1010, 640, LAMP, 34)
    for x in range(510, 900, 98):
        box(pen, x, 438, x + 76, 512, "#dbe8ee", 8)
    box(pen, 915, 438, 985, 620, "#dbe8ee", 8)
    box(pen, 470, 560, 900, 574, INK)
    for x in (590, 870):
        disc(pen, x, 640, 48, INK)
        disc(pen, x, 640, 20, METAL)


def _tap(pen: Pen) -> None:
    _house(pen, 830, 530, 200)
    _tree(pen, 130, 560, 1.2)
    box(pen, 470, 330, 520, 690, METAL, 8)
    box(pen, 470, 350, 680, 392, METAL, 12)
    box(pen, 640, 360, 676, 440, METAL, 8)
    box(pen, 566, 300, 584, 352, INK)
    box(pen, 530, 286, 620, 308, RED, 10)
    box(pen, 651, 440, 665, 590, WATER)
    shape(pen, [(570, 570), (746, 570), (722, 710), (594, 710)], "#5d7f94")
    pen.ellipse(big([(570, 552), (746, 590)]), fill=WATER)


def _dark_road(pen: Pen) -> None:
    shape(pen, [(540, 520), (620, 518), (900, 750), (180, 750)], "#4c4a4b")
    _house(pen, 130, 540, 150)
    _house(pen, 900, 535, 130)


def _lamps(pen: Pen) -> None:
    shape(pen, [(540, 520), (620, 518), (900, 750), (180, 750)], "#77736c")
    _house(pen, 130, 540, 150, LAMP)
    _house(pen, 900, 535, 130, LAMP)
    for x, top, bottom in ((330, 190, 690), (760, 280, 620), (660, 350, 560)):
        arm = (bottom - top) * 0.16
        glow = (bottom - top) * 0.2
        shape(
            pen, [(x + arm - 6, top), (x + arm + 6, top), (x + arm + glow, bottom), (x + arm - glow, bottom)], "#8d8a6c"
        )
        stroke(pen, [(x, bottom), (x, top), (x + arm, top)], "#20263c", 9)
        disc(pen, x + arm, top + 12, (bottom - top) * 0.05, "#f0c860")


def _library(pen: Pen) -> None:
    _tree(pen, 140, 590, 1.3)
    _tree(pen, 1080, 580, 1.1)
    box(pen, 280, 330, 940, 610, WALL)
    shape(pen, [(250, 330), (610, 190), (970, 330)], ROOF)
    box(pen, 260, 606, 960, 632, METAL)
    for x in (325, 435, 745, 855):
        box(pen, x, 390, x + 62, 510, "#f0c860", 4)
        box(pen, x + 28, 390, x + 34, 510, WALL)
    box(pen, 560, 420, 660, 608, WOOD, 6)
    shape(pen, [(555, 300), (608, 284), (608, 252), (555, 266)], WALL)
    shape(pen, [(665, 300), (612, 284), (612, 252), (665, 266)], WALL)


def _bins(pen: Pen) -> None:
    _tree(pen, 190, 560, 1.1)
    _river(pen)
    for x, colour in ((430, GREEN), (600, "#3f6f9a"), (770, LAMP)):
        shape(pen, [(x, 370), (x + 130, 370), (x + 114, 572), (x + 16, 572)], colour)
        box(pen, x - 10, 344, x + 140, 372, INK, 10)
        box(pen, x + 36, 410, x + 94, 422, WALL, 5)


def _playground(pen: Pen) -> None:
    _house(pen, 60, 530, 140)
    _tree(pen, 1110, 570, 1.1)
    stroke(pen, [(300, 680), (370, 360), (640, 360), (710, 680)], WOOD, 14)
    for x in (440, 560):
        stroke(pen, [(x - 22, 362), (x - 22, 570)], INK, 4)
        stroke(pen, [(x + 22, 362), (x + 22, 570)], INK, 4)
        box(pen, x - 32, 566, x + 32, 580, RED, 4)
    stroke(pen, [(830, 680), (830, 420)], INK, 10)
    for y in range(460, 680, 45):
        stroke(pen, [(800, y), (830, y)], INK, 8)
    stroke(pen, [(800, 680), (800, 420)], INK, 10)
    shape(pen, [(826, 410), (866, 410), (1060, 660), (1100, 672), (1100, 692), (1040, 686)], LAMP)


def _clinic(pen: Pen) -> None:
    _tree(pen, 150, 580, 1.2)
    box(pen, 330, 340, 890, 610, "#f1ece0")
    shape(pen, [(300, 340), (610, 240), (920, 340)], "#4d7a80")
    box(pen, 585, 272, 635, 288, WALL)
    box(pen, 602, 255, 618, 305, WALL)
    for x in (380, 480, 780):
        box(pen, x, 400, x + 66, 480, "#8fb0bd", 4)
    box(pen, 610, 420, 710, 590, "#4d7a80", 4)
    shape(pen, [(590, 590), (740, 590), (1050, 662), (1050, 682), (590, 632)], METAL)
    stroke(pen, [(745, 540), (1040, 612)], INK, 7)
    for x, y in ((760, 544), (880, 573), (1000, 602)):
        stroke(pen, [(x, y), (x, y + 62)], INK, 5)


def _greenhouse(pen: Pen) -> None:
    for row in range(5):
        y = 600 + row * 30
        stroke(pen, [(0, y + 16), (1200, y - 10)], GREEN if row % 2 else DARK_GREEN, 13)
    pen.pieslice(big([(250, 260), (950, 860)]), 180, 360, fill="#dfeae6")
    for x in range(320, 930, 70):
        half = (1 - ((x - 600) / 350) ** 2) ** 0.5 * 300
        stroke(pen, [(x, 560), (x, 560 - half)], METAL, 5)
    pen.arc(big([(250, 260), (950, 860)]), 180, 360, fill=METAL, width=10 * SCALE)
    stroke(pen, [(250, 560), (950, 560)], METAL, 10)
    box(pen, 550, 410, 650, 560, "#b9d0c8", 4)
    for x in (330, 400, 470, 720, 790, 860):
        disc(pen, x, 545, 18, GREEN)


def _road(pen: Pen) -> None:
    shape(pen, [(690, 430), (716, 430), (640, 520), (560, 580), (880, 750), (120, 750), (470, 580), (600, 510)], ROAD)
    for x, width in ((760, 90), (870, 110), (1000, 100)):
        _house(pen, x, 480, width)
    _tree(pen, 180, 600, 1.2)
    _tree(pen, 300, 560)


def _sheets(pen: Pen) -> None:
    box(pen, 0, 560, 1200, 750, WOOD)
    for place in range(6):
        shift = 12 * (place % 2)
        box(pen, 330 + shift, 540 - 14 * place, 850 + shift, 562 - 14 * place, METAL)
        box(pen, 332 + shift, 540 - 14 * place, 848 + shift, 558 - 14 * place, WALL)
    shape(pen, [(340, 470), (860, 470), (800, 250), (400, 250)], WALL)
    for place in range(6):
        y, inset = 440 - 32 * place, 9 * place
        stroke(pen, [(380 + inset, y), (820 - inset, y)], METAL, 3)
        stroke(pen, [(620, y - 6), (650, y - 18), (670, y - 4), (700, y - 20), (730, y - 8)], INK, 4)
    stroke(pen, [(900, 640), (1010, 530)], RED, 16)
    stroke(pen, [(884, 656), (900, 640)], INK, 8)


def _snow(pen: Pen) -> None:
    _house(pen, 90, 530, 130)
    shape(pen, [(74, 452), (155, 398), (236, 452), (224, 456), (155, 416), (86, 456)], SNOW)
    shape(pen, [(0, 640), (1200, 560), (1200, 720), (0, 750)], "#8b9197")
    shape(pen, [(0, 600), (300, 590), (520, 640), (0, 690)], SNOW)
    box(pen, 600, 420, 800, 600, LAMP, 14)
    box(pen, 790, 480, 980, 600, WALL, 10)
    box(pen, 690, 445, 780, 515, "#dbe8ee", 8)
    shape(pen, [(600, 500), (560, 470), (520, 640), (606, 640)], RED)
    for x in (680, 900):
        disc(pen, x, 606, 42, INK)
        disc(pen, x, 606, 17, METAL)
    for x, y in (
        (110, 110),
        (300, 190),
        (480, 90),
        (720, 210),
        (860, 80),
        (1100, 240),
        (620, 300),
        (1010, 330),
        (230, 320),
    ):
        disc(pen, x, y, 9, "#ffffff")


THINGS: dict[str, Callable[[Pen], None]] = {
    "bridge": _bridge,
    "bus": _bus,
    "tap": _tap,
    "lamps": _lamps,
    "dark-road": _dark_road,
    "library": _library,
    "bins": _bins,
    "playground": _playground,
    "clinic": _clinic,
    "greenhouse": _greenhouse,
    "road": _road,
    "sheets": _sheets,
    "snow": _snow,
}
