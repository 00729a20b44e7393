"""A result as charts: what pages, embeds and pictures show. The numbers are the stored count's."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from budgeting.money import show_money
from budgeting.results.models import Count, Outcome
from budgeting.results.queries import Summary
from portal.charts.chart import Bars, Row, Stack
from portal.languages.templatetags.languages import number
from portal.languages.texts import read_text


def votes_chart(count: Count, outcomes: Sequence[Outcome]) -> Bars:
    """The votes of each project, in the order of `outcomes`; funded ones stand out. No query where projects are there."""
    title = read_text(count.cycle, "title")
    return Bars(
        title=f"{_('Votes for each project')}: {title}",
        language=title.language,
        heads=(_("Project"), _("Votes")),
        rows=tuple(_votes_row(outcome) for outcome in outcomes),
        source=count.cycle.municipality.name,
        as_of=count.counted_at,
        legend={"good": _("Funded"), "plain": _("Not funded")},
    )


def money_chart(count: Count, outcomes: Sequence[Outcome], summary: Summary) -> Stack:
    """The envelope: what each funded project takes of it and what is left."""
    title, currency = read_text(count.cycle, "title"), count.cycle.currency
    funded = [outcome for outcome in outcomes if outcome.is_funded]
    parts = [_money_row(outcome, currency, index) for index, outcome in enumerate(funded)]
    left = Row(_("Remaining amount"), title.language, show_money(summary.left_tetri, currency), summary.left_tetri)
    return Stack(
        title=f"{_('Money given')}: {title}",
        language=title.language,
        heads=(_("Project"), _("Cost")),
        rows=(*parts, left),
        source=count.cycle.municipality.name,
        as_of=count.counted_at,
    )


def _votes_row(outcome: Outcome) -> Row:
    name = read_text(outcome.project, "title")
    return Row(
        f"№ {outcome.project.number} {name}",
        name.language,
        number(outcome.votes),
        outcome.votes,
        tone="good" if outcome.is_funded else "plain",
        path=reverse("proposal", args=[outcome.project.address]),
    )


def _money_row(outcome: Outcome, currency: str, index: int) -> Row:
    name = read_text(outcome.project, "title")
    tone = ("good", "strong", "soft", "warm")[index % 4]
    label = f"№ {outcome.project.number} {name}"
    return Row(label, name.language, show_money(outcome.cost_tetri, currency), outcome.cost_tetri, tone=tone)
