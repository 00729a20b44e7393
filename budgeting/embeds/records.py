"""The cards of a project and of an office's record."""

from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from budgeting.embeds.card import Card
from budgeting.embeds.charts import record_chart
from budgeting.money import show_money
from budgeting.proposals.models import Proposal
from budgeting.responses.accountability import account_of
from budgeting.responses.models import Ask
from budgeting.results.models import Outcome
from budgeting.results.queries import standing_count
from budgeting.views.offices import load_office
from portal.clock import today
from portal.languages.templatetags.languages import day, number
from portal.languages.texts import read_text


def proposal_card(pk: int) -> Card | None:
    """A proposal or project that everybody may read; its votes only from a published count (three queries at most)."""
    found = Proposal.objects.visible_to(AnonymousUser()).filter(pk=pk)
    proposal = found.select_related("cycle__municipality", "settlement").first()
    if proposal is None:
        return None
    outcome, cycle = _outcome(proposal), proposal.cycle
    place = proposal.settlement.name if proposal.settlement else cycle.municipality.name
    return Card(
        about=_("Project") if proposal.number else _("Proposal"),
        title=read_text(proposal, "title"),
        path=reverse("proposal", args=[proposal.address]),
        source=cycle.municipality.name,
        as_of=day(today()),
        badge=_funded(outcome) or proposal.get_state_display(),
        summary=read_text(proposal, "summary"),
        facts=tuple(
            (label, shown)
            for label, shown in (
                (_("Where"), place),
                (_("Cost"), show_money(proposal.cost_tetri, cycle.currency)),
                (_("Votes"), number(outcome.votes) if outcome else ""),
                (_("Number on the ballot"), number(proposal.number)),
            )
            if shown
        ),
    )


def _outcome(proposal: Proposal) -> Outcome | None:
    """What the standing, published count decided on it."""
    count = standing_count(proposal.cycle) if proposal.number and proposal.cycle.is_vote_over else None
    return count.outcomes.filter(project=proposal).first() if count else None


def _funded(outcome: Outcome | None) -> str:
    if outcome is None:
        return ""
    return _("Funded") if outcome.is_funded else _("Not funded")


def office_card(pk: int) -> Card | None:
    """The public record of an office: what it was asked and how it answered."""
    try:
        office = load_office(pk)
    except Http404:
        return None
    record, name = account_of(Ask.objects.filter(office=office)), read_text(office, "name")
    source = office.municipality.name if office.municipality else str(office.get_level_display())
    median = record.median_days
    return Card(
        about=_("How this office answers"),
        title=name,
        path=reverse("office", args=[office.pk]),
        source=source,
        as_of=day(today()),
        facts=(
            (_("Asked"), number(record.asked)),
            (_("Answered on time"), number(record.on_time)),
            (_("Overdue now"), number(record.overdue)),
            *(((_("Working days to an answer, median"), number(median)),) if median is not None else ()),
        ),
        chart=record_chart(name, record, source),
        caption=_("How it answers"),
    )
