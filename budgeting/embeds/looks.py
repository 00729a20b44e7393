"""How one embed looks, as its address says it, and every address that follows from that."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import urlencode

from budgeting.embeds.kinds import COMPACT_HEIGHT, Kind
from portal.charts.svg import THEMES

WIDTH = 600  # pixels, of a frame where nobody says another
NARROW, NARROW_FACTOR = 400, 1.3  # lines break more often in a narrow frame
# A frame may open the full page in a tab of its own, and do nothing else.
SANDBOX = "allow-popups allow-popups-to-escape-sandbox"


@dataclass(frozen=True, slots=True)
class Look:
    """One thing as others show it. Addresses are whole; snippets are HTML for other people's pages."""

    kind: Kind
    pk: int
    language: str
    theme: str = "auto"
    is_compact: bool = False

    @property
    def query(self) -> str:
        theme = {"theme": self.theme} if self.theme != "auto" else {}
        return urlencode({"lang": self.language, **theme, **({"compact": "1"} if self.is_compact else {})})

    @property
    def path(self) -> str:
        return f"{reverse(f'embed_{self.kind.name}', args=[self.pk])}?{self.query}"

    @property
    def address(self) -> str:
        return settings.SITE_URL + self.path

    @property
    def svg(self) -> str:
        return f"{settings.SITE_URL}{reverse(f'picture_{self.kind.name}', args=[self.pk, 'svg'])}?{self.query}"

    @property
    def png(self) -> str:
        return f"{settings.SITE_URL}{reverse(f'picture_{self.kind.name}', args=[self.pk, 'png'])}?{self.query}"

    @property
    def share(self) -> str:
        return f"{settings.SITE_URL}{reverse(f'share_{self.kind.name}', args=[self.pk])}?lang={self.language}"

    @property
    def oembed(self) -> str:
        return f"{settings.SITE_URL}{reverse('oembed')}?{urlencode({'url': self.address, 'format': 'json'})}"

    def height(self, width: int = WIDTH) -> int:
        """Of a frame so wide that no script fits, in pixels; what is longer scrolls within it."""
        tall = COMPACT_HEIGHT if self.is_compact else self.kind.height
        return round(tall * NARROW_FACTOR) if width < NARROW else tall

    def iframe(self, title: str, *, width: int | str = "100%", height: int | None = None) -> str:
        """A frame that needs no script, no style and no cookie.

        Plain text, so that a page which shows it to be copied escapes it once more.
        """
        return _frame(self.address, title, width, height or self.height(), SANDBOX)

    def with_script(self, title: str) -> str:
        """The same with the script that fits the frame's height. It stays this site's own page, so it may say who it is."""
        sandbox = f"{SANDBOX} allow-scripts allow-same-origin"
        script = settings.SITE_URL + static("portal/js/embed.js")
        frame = _frame(f"{self.address}&fit=1", title, "100%", self.height(), sandbox)
        return f'{frame}\n<script async src="{escape(script)}"></script>'


def _frame(address: str, title: str, width: int | str, height: int, sandbox: str) -> str:
    return (
        f'<iframe src="{escape(address)}" width="{width}" height="{height}" title="{escape(title)}" loading="lazy"'
        f' frameborder="0" sandbox="{sandbox}"></iframe>'
    )


def look_of(kind: Kind, pk: int, language: str, asked: Mapping[str, str]) -> Look:
    """What the parameters `theme` and `compact` ask for; what they cannot mean is not asked."""
    theme = asked.get("theme", "")
    return Look(kind, pk, language, theme if theme in THEMES else "auto", asked.get("compact", "") not in ("", "0"))
