"""How many proposals came to which ending, as bars that lead to them."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from budgeting.cycles.models import Cycle
from budgeting.outcomes.endings import OPEN, WORKS, Ending
from budgeting.outcomes.queries import Endings
from portal.charts.chart import Bars, Row, headed
from portal.clock import now
from portal.languages.templatetags.languages import number
from portal.languages.texts import OFFICIAL_LANGUAGE, read_text


def endings_chart(cycle: Cycle, endings: Endings, path: str) -> Bars:
    """A bar an ending; `path` is the page that takes `?outcome=`. What the money went to stands out."""
    title, reader = read_text(cycle, "title"), get_language() or OFFICIAL_LANGUAGE
    return Bars(
        title=headed(_("What became of the proposals"), title),
        language=title.language,
        heads=(_("Outcome"), _("Proposals")),
        rows=tuple(
            Row(str(one.label), reader, number(count), count, tone=_tone(one), path=f"{path}?outcome={one}")
            for one, count in endings.counts.items()
        ),
        source=cycle.municipality.name,
        as_of=now(),
    )


def _tone(ending: Ending) -> str:
    if ending in (Ending.GIVEN_UP, Ending.DISPUTED):
        return "warm"
    return "good" if ending in WORKS else "soft" if ending in OPEN else "plain"
