"""The cards of a cycle, its result, its money and its turnout."""

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from budgeting.cycles.models import Cycle, CycleQuerySet
from budgeting.cycles.queries import public_cycles
from budgeting.embeds.card import Card
from budgeting.embeds.charts import calendar_chart, turnout_chart
from budgeting.embeds.kinds import Listed
from budgeting.money import show_money
from budgeting.results.charts import money_chart, votes_chart
from budgeting.results.queries import Result, published_result
from budgeting.voting.queries import turnout
from portal.clock import now, today
from portal.languages.templatetags.languages import day, moment, number
from portal.languages.texts import read_text

MOST_LISTED = 50


def cycle_card(pk: int) -> Card | None:
    """What a cycle is about, its money and its calendar (two queries)."""
    cycle = public_cycles().filter(pk=pk).first()
    if cycle is None:
        return None
    step = cycle.current_step
    return Card(
        about=_("Participatory budget"),
        title=read_text(cycle, "title"),
        path=reverse("cycle", args=[cycle.address]),
        source=cycle.municipality.name,
        as_of=day(today()),
        badge=str(cycle.stage.label),
        summary=read_text(cycle, "summary"),
        facts=(
            (_("Envelope"), show_money(cycle.envelope_tetri, cycle.currency)),
            (_("Proposals"), number(cycle.proposals.public().count())),
            *(((_("This stage ends"), moment(step.until_at)),) if step else ()),
        ),
        chart=calendar_chart(cycle),
        caption=_("Calendar"),
    )


def results_card(pk: int) -> Card | None:
    """The votes of each project in the count that stands (three queries)."""
    result = published_result(pk)
    if result is None:
        return None
    chart = votes_chart(result.count, result.outcomes)
    return replace(_of_result(result), about=_("Results"), chart=chart, caption=_("Votes for each project"))


def money_card(pk: int) -> Card | None:
    """What each funded project takes of the envelope in the count that stands."""
    result = published_result(pk)
    if result is None:
        return None
    chart = money_chart(result.count, result.outcomes, result.summary)
    return replace(_of_result(result), about=_("Where the money goes"), chart=chart, caption=_("Money given"))


def _of_result(result: Result) -> Card:
    cycle, summary = result.cycle, result.summary
    is_final = cycle.is_result_final
    return Card(
        about="",
        title=read_text(cycle, "title"),
        path=reverse("results", args=[cycle.address]),
        source=cycle.municipality.name,
        as_of=moment(result.count.counted_at),
        badge=_("Final result") if is_final else _("Not final"),
        note="" if is_final else _open_to_objections(cycle),
        facts=(
            (_("Funded projects"), f"{number(summary.funded)} / {number(summary.projects)}"),
            (_("Money given"), show_money(summary.spent_tetri, cycle.currency)),
            (_("Counted ballots"), number(summary.ballots)),
        ),
    )


def _open_to_objections(cycle: Cycle) -> str:
    until = moment(cycle.objections_until_at)
    return _("This result is not final. Objections can be made until: %(moment)s") % {"moment": until}


def turnout_card(pk: int) -> Card | None:
    """How many have voted, and nothing of their choices: the same while the vote is open and after it."""
    cycle = public_cycles().filter(pk=pk).first()
    if cycle is None:
        return None
    as_of = cycle.voting_until_at if cycle.is_vote_over else now()
    card = Card(
        about=_("Turnout"),
        title=read_text(cycle, "title"),
        path=reverse("watch", args=[cycle.address]),
        source=cycle.municipality.name,
        as_of=moment(as_of),
        badge=str(cycle.stage.label),
    )
    if not cycle.voting_cleared_at or now() < cycle.voting_from_at:
        return replace(card, note=_("The vote has not been opened yet."))
    come = turnout(cycle)
    if come.voters is None:
        return replace(card, note=_("Fewer than 10 people have voted so far."))
    chart = turnout_chart(cycle, come, as_of)
    return replace(card, facts=((_("Have voted"), number(come.voters)),), chart=chart, caption=chart.heads[0])


def listed_cycles() -> list[Listed]:
    return _listed(public_cycles())


def listed_results() -> list[Listed]:
    """The cycles whose count is published."""
    return _listed(public_cycles().filter(done_counts__gt=0))


def listed_votes() -> list[Listed]:
    """The cycles whose vote is open or over."""
    return _listed(public_cycles().filter(voting_cleared_at__isnull=False, voting_from_at__lte=now()))


def _listed(cycles: CycleQuerySet) -> list[Listed]:
    """The newest, with their municipality: the names of cycles are all alike."""
    return [
        Listed(cycle.pk, f"{cycle.municipality.name}: {read_text(cycle, 'title')}") for cycle in cycles[:MOST_LISTED]
    ]
