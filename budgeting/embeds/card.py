"""What an embed says: the same in a frame, in a share image, and in a picture."""

from dataclasses import dataclass

from django.conf import settings

from portal.charts.chart import Chart
from portal.languages.texts import Reading


@dataclass(frozen=True, slots=True)
class Card:
    """One public thing. `about` says what it is, `facts` are (label, shown) pairs, the most telling first.

    `path` is where the whole of it stands on the site, `source` whose numbers these are, `as_of` of when, as it is
    shown. `note` is what must be read along with the numbers, such as that they are not final. `progress` is (how many,
    of how many). `caption` names the chart where the card's title stands above it.
    """

    about: str
    title: Reading
    path: str
    source: str
    as_of: str
    facts: tuple[tuple[str, str], ...] = ()
    summary: Reading | None = None
    badge: str = ""
    note: str = ""
    chart: Chart | None = None
    caption: str = ""
    progress: tuple[int, int] | None = None

    @property
    def page_address(self) -> str:
        return settings.SITE_URL + self.path
