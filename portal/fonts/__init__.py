"""Our letters as files, for what is drawn on the server: paper and pictures. Cut by `scripts/cut_fonts.py`."""

from pathlib import Path

FONTS = Path(__file__).parent
REGULAR, BOLD = FONTS / "khma-sans-400.ttf", FONTS / "khma-sans-700.ttf"
