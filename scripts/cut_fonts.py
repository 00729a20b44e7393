"""Cut the web fonts "Khma Sans" and "Khma Serif" from the Noto fonts, with their @font-face rules.

Run from anywhere, with fonttools and brotli installed and npm on the PATH (it downloads about 16 MB):

    python scripts/cut_fonts.py

Sources: @fontsource/noto-sans, noto-sans-georgian, noto-sans-armenian, noto-serif, noto-serif-georgian and
noto-serif-armenian, all 5.3.0, from the npm registry. Licence: SIL Open Font License 1.1 (OFL-1.1).
Writes the woff2 files, OFL.txt and README.md to portal/static/portal/fonts/, and the stylesheet
portal/static/portal/css/00-fonts.css, and for PDFs the same letters of a weight in one file each, in
portal/fonts/.
"""

import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

VERSION = "5.3.0"
ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "portal" / "static" / "portal"
PRINTED = ROOT / "portal" / "fonts"
FONTS = STATIC / "fonts"
CSS = STATIC / "css" / "00-fonts.css"
URL = "/static/portal/fonts/"

# What every page needs (spaces, digits, punctuation, ₾ and №) is in the latin files only, so that the ranges
# of a family never overlap and an amount is never set in two fonts.
GEORGIAN = set(range(0x10D0, 0x1100))
# U+2024 is the dot that some Armenian keyboards type.
ARMENIAN = {*range(0x0531, 0x0557), *range(0x0559, 0x058B), 0x2024}
LATIN = {*range(0x20, 0x7F), 0xA0, 0xAD, 0x2009, 0x200B} | set(map(ord, "§©«°±²³·»ÇÖ×Üçöüı–—‘’‚“”„•…‹›€−"))
LARI = {ord("₾")}
NUMERO = {ord("№")}
AZERBAIJANI = set(map(ord, "əƏğĞİşŞ"))

STYLES = (("sans", "noto-sans", 400), ("sans", "noto-sans", 700), ("serif", "noto-serif", 700))
USES = {
    "ka": "Georgian letters (Mkhedruli only)",
    "hy": "Armenian letters and punctuation",
    "latin": "Latin letters, digits, spaces, punctuation, ₾ №",
    "az": "ə Ə ğ Ğ İ ş Ş",
}

README = """\
# Fonts

Khma Sans and Khma Serif are cut from Noto Sans and Noto Serif by `scripts/cut_fonts.py`, which also
writes this file and `../css/00-fonts.css`. Kerning and mark placement are kept; hinting is dropped.
Licence: SIL Open Font License 1.1 (OFL-1.1), see `OFL.txt`. Source packages (npm):

{sources}

| File | Bytes | Characters | Cut from |
|---|---:|---|---|
{rows}

The character ranges do not overlap. Digits, spaces, quotes, dashes, ₾ and № are in the latin files for
all languages, so every page loads latin: ka + latin, hy + latin, or latin + az. Khma Serif is for
headings and has weight 700 only. No file has the signs → and ✓ (the sources lack them), Mtavruli,
Cyrillic or Greek: the browser takes these from a system font.
"""


@dataclass(frozen=True)
class Part:
    """Some characters of one file of a package."""

    package: str
    subset: str
    chars: set[int]


@dataclass(frozen=True)
class Cut:
    """One font file to write, made of one or more parts of the same design."""

    family: str
    script: str
    weight: int
    parts: tuple[Part, ...]

    @property
    def filename(self) -> str:
        """Name the file by family, script and weight."""
        return f"khma-{self.family}-{self.script}-{self.weight}.woff2"


def plan() -> list[Cut]:
    """List the files to write."""
    cuts = []
    for family, noto, weight in STYLES:
        latin = (Part(noto, "latin", LATIN), Part(noto, "latin-ext", LARI), Part(noto, "cyrillic", NUMERO))
        cuts += [
            Cut(family, "ka", weight, (Part(f"{noto}-georgian", "georgian", GEORGIAN),)),
            Cut(family, "hy", weight, (Part(f"{noto}-armenian", "armenian", ARMENIAN),)),
            Cut(family, "latin", weight, latin),
            Cut(family, "az", weight, (Part(noto, "latin-ext", AZERBAIJANI),)),
        ]
    return cuts


def download(package: str, folder: Path) -> None:
    """Fetch the archive of one @fontsource package with npm."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm was not found on the PATH.")
    command = [npm, "pack", f"@fontsource/{package}@{VERSION}", "--pack-destination", str(folder), "--silent"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def read_member(package: str, name: str, folder: Path) -> bytes:
    """Return one file of a downloaded package."""
    with tarfile.open(folder / f"fontsource-{package}-{VERSION}.tgz") as archive:
        member = archive.extractfile(f"package/{name}")
        if member is None:
            sys.exit(f"{package} has no {name}.")
        return member.read()


def cut_part(part: Part, weight: int, folder: Path) -> TTFont:
    """Subset one source file to the wanted characters, with kerning and marks, without hinting."""
    name = f"files/{part.package}-{part.subset}-{weight}-normal.woff2"
    font = TTFont(io.BytesIO(read_member(part.package, name, folder)), recalcTimestamp=False)
    missing = part.chars - set(font.getBestCmap())
    if missing:
        sys.exit(f"{name} lacks {format_range(missing)}.")
    subset(font, part.chars)
    return font


def subset(font: TTFont, chars: set[int]) -> None:
    """Keep only these characters of a font."""
    options = Options()
    options.layout_features = ["ccmp", "kern", "mark", "mkmk"]
    options.hinting = False
    options.name_IDs = [0, 1, 2, 14]
    options.drop_tables += ["STAT"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=chars)
    subsetter.subset(font)


def merge(fonts: list[TTFont]) -> TTFont:
    """Put parts of one design together; the first part gives the names and metrics."""
    if len(fonts) == 1:
        return fonts[0]
    files = []
    for font in fonts:
        files.append(io.BytesIO())
        font.flavor = None
        font.save(files[-1])
        files[-1].seek(0)
    merged = Merger().merge(files)
    merged.recalcTimestamp = False
    merged["head"].created, merged["head"].modified = fonts[0]["head"].created, fonts[0]["head"].modified
    subset(merged, set(merged.getBestCmap()))
    return merged


def write_font(cut: Cut, folder: Path) -> set[int]:
    """Write one font file and return the characters that it has."""
    font = merge([cut_part(part, cut.weight, folder) for part in cut.parts])
    font.flavor = "woff2"
    font.save(FONTS / cut.filename)
    chars = set(font.getBestCmap())
    if chars != set().union(*(part.chars for part in cut.parts)):
        sys.exit(f"{cut.filename} does not have the planned characters.")
    return chars


def write_printed_font(cuts: Iterable[Cut], weight: int) -> None:
    """Put all scripts of the sans family into one TrueType file, for PDFs and pictures, under one name of its own."""
    parts = [TTFont(FONTS / cut.filename) for cut in cuts if (cut.family, cut.weight) == ("sans", weight)]
    font = merge(parts)
    font.flavor = None
    style = {400: "Regular", 700: "Bold"}[weight]
    for name, text in {1: "Khma Sans", 2: style, 4: f"Khma Sans {style}", 6: f"KhmaSans-{style}"}.items():
        font["name"].removeNames(nameID=name)
        font["name"].setName(text, name, 3, 1, 0x409)
    font.save(PRINTED / f"khma-sans-{weight}.ttf")


def format_range(chars: Iterable[int]) -> str:
    """Write code points as a CSS unicode-range."""
    points = sorted(chars)
    starts = [points[0]] + [b for a, b in pairwise(points) if b != a + 1]
    ends = [a for a, b in pairwise(points) if b != a + 1] + [points[-1]]
    spans = zip(starts, ends, strict=True)
    return ", ".join(f"U+{a:04X}" if a == b else f"U+{a:04X}-{b:04X}" for a, b in spans)


def font_face(cut: Cut, chars: set[int]) -> str:
    """Write the @font-face rule of one file."""
    return (
        "@font-face {\n"
        f'  font-family: "Khma {cut.family.title()}";\n'
        "  font-style: normal;\n"
        f"  font-weight: {cut.weight};\n"
        "  font-display: swap;\n"
        f'  src: url("{URL}{cut.filename}") format("woff2");\n'
        f"  unicode-range: {format_range(chars)};\n"
        "}\n"
    )


def write_css(rules: list[str]) -> None:
    """Write the stylesheet."""
    head = "/* Made by scripts/cut_fonts.py: do not edit. Fonts: OFL-1.1, see ../fonts/README.md. */\n\n"
    CSS.write_text(head + "\n".join(rules), encoding="utf-8")


def write_licence(packages: list[str], folder: Path) -> None:
    """Write the licence text once, under the copyright lines of all the packages."""
    notices, texts = [], set()
    for package in packages:
        notice, text = read_member(package, "LICENSE", folder).decode().split("\n", 1)
        notices.append(notice)
        texts.add(text)
    if len(texts) != 1:
        sys.exit("The licence texts of the packages differ.")
    (FONTS / "OFL.txt").write_text("\n".join(sorted(set(notices))) + "\n" + texts.pop(), encoding="utf-8")


def size_row(cut: Cut) -> str:
    """Describe one file in a row of the table of sizes."""
    size = (FONTS / cut.filename).stat().st_size
    sources = ", ".join(f"{part.package} ({part.subset})" for part in cut.parts)
    return f"| {cut.filename} | {size:,} | {USES[cut.script]} | {sources} |"


def write_readme(cuts: list[Cut], packages: list[str]) -> None:
    """Write the README with the sources and the table of sizes."""
    sources = "\n".join(f"- @fontsource/{name} {VERSION}" for name in packages)
    rows = "\n".join(size_row(cut) for cut in cuts)
    (FONTS / "README.md").write_text(README.format(sources=sources, rows=rows), encoding="utf-8")


def main() -> None:
    """Write all the files."""
    cuts = plan()
    packages = sorted({part.package for cut in cuts for part in cut.parts})
    FONTS.mkdir(parents=True, exist_ok=True)
    CSS.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for package in packages:
            download(package, folder)
        write_css([font_face(cut, write_font(cut, folder)) for cut in cuts])
        write_licence(packages, folder)
    for weight in (400, 700):
        write_printed_font(cuts, weight)
    shutil.copy(FONTS / "OFL.txt", PRINTED)
    write_readme(cuts, packages)


if __name__ == "__main__":
    main()
