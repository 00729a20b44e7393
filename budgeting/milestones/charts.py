"""The implementation as charts: a project's steps on a timeline, and money as one bar."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from budgeting.milestones.models import Milestone
from budgeting.milestones.progress import Implementation, Progress
from budgeting.money import show_money
from portal.charts.chart import Row, Stack, Timeline, headed
from portal.languages.templatetags.languages import day
from portal.languages.texts import Reading, read_text


def steps_chart(progress: Progress, language: str) -> Timeline:
    """The steps of a project in the order of their days, each with its day and whether it is late, in words."""
    cycle, title = progress.project.cycle, read_text(progress.project, "title")
    ordered = sorted(progress.milestones, key=lambda one: one.on)
    return Timeline(
        title=headed(_("Steps"), title),
        language=title.language,
        heads=(_("Step"), _("Day")),
        rows=tuple(_step(one, language, is_open=progress.is_funded) for one in ordered),
        source=cycle.municipality.name,
        as_of=progress.changed_at,
        legend={"good": _("Taken"), "warm": _("Late"), "plain": _("Planned")},
    )


def _step(milestone: Milestone, language: str, *, is_open: bool) -> Row:
    on = day(milestone.on)
    if milestone.done_on:
        shown, tone = _("Taken on %(day)s") % {"day": on}, "good"
    elif milestone.is_late and is_open:
        shown, tone = _("Late: planned for %(day)s") % {"day": on}, "warm"
    else:
        shown, tone = _("Planned for %(day)s") % {"day": on}, "plain"
    return Row(str(milestone.step.label), language, shown, on=milestone.on, tone=tone)


def money_chart(progress: Progress, language: str) -> Stack:
    """What of a project's money is paid, contracted and still only planned."""
    title, municipality = read_text(progress.project, "title"), progress.project.cycle.municipality.name
    return _money(progress, title, municipality, progress.project.cycle.currency, progress.changed_at, language)


def cycle_money_chart(implementation: Implementation, language: str) -> Stack:
    """The same of all projects of a cycle together."""
    cycle = implementation.cycle
    title = read_text(cycle, "title")
    return _money(implementation, title, cycle.municipality.name, cycle.currency, implementation.as_of, language)


def _money(
    sums: Progress | Implementation, title: Reading, source: str, currency: str, as_of: datetime, language: str
) -> Stack:
    parts = (
        (pgettext("money of a project", "Paid"), sums.paid_tetri, "good"),
        (_("Contracted, not paid yet"), max(0, sums.contracted_tetri - sums.paid_tetri), "soft"),
        (
            _("Planned, not contracted yet"),
            max(0, sums.planned_tetri - max(sums.contracted_tetri, sums.paid_tetri)),
            "plain",
        ),
    )
    return Stack(
        title=headed(_("Money"), title),
        language=title.language,
        heads=(_("Money"), _("Amount")),
        rows=tuple(Row(name, language, show_money(tetri, currency), tetri, tone=tone) for name, tetri, tone in parts),
        source=source,
        as_of=as_of,
    )
