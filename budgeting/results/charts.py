"""A result as charts: what pages, embeds and pictures show. The numbers are the stored count's."""

from collections.abc import Sequence
from heapq import nlargest

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from budgeting.cycles.models import Cycle
from budgeting.money import show_money
from budgeting.results.models import Count, Outcome
from budgeting.results.queries import AreaMoney, Summary
from portal.charts.chart import Bars, PlaceMap, Row, Stack, Timeline, headed
from portal.clock import now
from portal.languages.templatetags.languages import day, number
from portal.languages.texts import read_text

MOST_BARS = 30  # a longer chart is no picture any more; the table has every project
MOST_PARTS = 12  # of the envelope that are named; the smaller ones are one part together


def votes_chart(count: Count, outcomes: Sequence[Outcome]) -> Bars:
    """The votes of each project, in the order of `outcomes`; funded ones stand out. No query where projects are there."""
    title = read_text(count.cycle, "title")
    return Bars(
        title=headed(_("Votes for each project"), title),
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
    named = set(_largest(funded)) if len(funded) > MOST_BARS else set(funded)
    parts = [_money_row(one, currency, index) for index, one in enumerate(one for one in funded if one in named)]
    if rest := [one.cost_tetri for one in funded if one not in named]:
        label = ngettext("%(number)s smaller project", "%(number)s smaller projects together", len(rest))
        parts.append(_sum_row(label % {"number": number(len(rest))}, sum(rest), currency))
    left = Row(_("Remaining amount"), title.language, show_money(summary.left_tetri, currency), summary.left_tetri)
    return Stack(
        title=headed(_("Money given"), title),
        language=title.language,
        heads=(_("Project"), _("Cost")),
        rows=(*parts, left),
        source=count.cycle.municipality.name,
        as_of=count.counted_at,
    )


def most_chosen(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Those a chart has room for: the ones with the most votes, in the order they are given in."""
    if len(outcomes) <= MOST_BARS:
        return list(outcomes)
    chosen = set(nlargest(MOST_BARS, outcomes, key=lambda outcome: outcome.votes))
    return [outcome for outcome in outcomes if outcome in chosen]


def places_chart(count: Count, areas: Sequence[AreaMoney]) -> PlaceMap | None:
    """The money each settlement's projects get, on the municipality's outline; what goes to the whole municipality is
    named and not drawn. None where no settlement gets any, or no outline is known. `areas` as `money_by_area` gives."""
    title, place = read_text(count.cycle, "title"), count.cycle.municipality
    given = [area for area in areas if area.tetri]
    if not place.outline or not any(area.settlement for area in given):
        return None
    return PlaceMap(
        title=headed(_("Money by settlement"), title),
        language=title.language,
        heads=(_("Settlement"), _("Money given")),
        rows=tuple(_place_row(area, count.cycle.currency) for area in given),
        source=place.name,
        as_of=count.counted_at,
        outline=place.outline,
        window=tuple(place.window),
    )


def stages_chart(cycle: Cycle) -> Timeline:
    """The days on which the cycle's stages begin, up to the end of the last."""
    title, steps = read_text(cycle, "title"), cycle.calendar
    language = get_language() or title.language
    rows = [
        Row(
            str(step.stage.label),
            language,
            day(step.from_at),
            tone="strong" if step.is_current else "good" if step.is_past else "plain",
            on=localdate(step.from_at),
        )
        for step in steps
    ]
    return Timeline(
        title=headed(_("Calendar"), title),
        language=title.language,
        heads=(pgettext("heading of a table", "Stage"), pgettext("heading of a table", "From")),
        rows=tuple(rows),
        source=cycle.municipality.name,
        as_of=now(),
        legend={
            "good": pgettext("stage", "Over"),
            "strong": pgettext("stage", "Now"),
            "plain": pgettext("stage", "To come"),
        },
    )


def _largest(funded: Sequence[Outcome]) -> list[Outcome]:
    return nlargest(MOST_PARTS, funded, key=lambda outcome: outcome.cost_tetri)


def _sum_row(label: str, tetri: int, currency: str) -> Row:
    return Row(label, get_language() or "", show_money(tetri, currency), tetri)


def _place_row(area: AreaMoney, currency: str) -> Row:
    name = area.name or _("The whole municipality")
    point = area.settlement.point if area.settlement else None
    return Row(name, get_language() or "", show_money(area.tetri, currency), area.tetri, tone="good", point=point)


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
