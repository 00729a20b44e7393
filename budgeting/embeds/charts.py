"""Charts that only embeds show: a cycle's calendar, the turnout, the record of an office."""

from datetime import datetime

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from budgeting.cycles.models import Cycle
from budgeting.responses.records import Record
from budgeting.voting.queries import Turnout
from portal.charts.chart import Bars, Row, Timeline, headed
from portal.clock import now
from portal.languages.templatetags.languages import day, number
from portal.languages.texts import Reading, read_text


def calendar_chart(cycle: Cycle) -> Timeline:
    """The stages with their days; the one that is on stands out."""
    title = read_text(cycle, "title")
    return Timeline(
        title=headed(_("Calendar"), title),
        language=title.language,
        heads=(_("Stage"), _("Days")),
        rows=tuple(
            Row(
                str(step.stage.label),
                get_language() or "",
                f"{day(step.from_at)} – {day(step.until_at)}",
                tone="good" if step.is_current else "plain",
                on=step.from_at.date(),
            )
            for step in cycle.calendar
        ),
        source=cycle.municipality.name,
        as_of=now(),
    )


def turnout_chart(cycle: Cycle, come: Turnout, as_of: datetime) -> Bars:
    """Who has voted, by home area where the cycle has areas, else by way of voting; hidden numbers have no bar."""
    title = read_text(cycle, "title")
    return Bars(
        title=headed(_("Turnout"), title),
        language=title.language,
        heads=(_("By home area") if come.areas else _("By way of voting"), _("Have voted")),
        rows=tuple(
            Row(
                str(line.label),
                get_language() or "",
                pgettext("a number", "not shown") if line.voters is None else number(line.voters),
                line.voters or 0,
                tone="strong",
            )
            for line in come.areas or come.channels
        ),
        source=cycle.municipality.name,
        as_of=as_of,
    )


def record_chart(name: Reading, record: Record, source: str) -> Bars:
    """What became of all that the office was asked."""
    counts = (
        (_("Answered on time"), record.on_time, "good"),
        (_("Answered late"), record.late, "soft"),
        (_("Not answered yet"), record.waiting, "plain"),
        (_("Overdue now"), record.overdue, "warm"),
    )
    return Bars(
        title=headed(_("How it answers"), name),
        language=name.language,
        heads=(_("How it answers"), _("Asked")),
        rows=tuple(Row(words, get_language() or "", number(count), count, tone=tone) for words, count, tone in counts),
        source=source,
        as_of=now(),
    )
