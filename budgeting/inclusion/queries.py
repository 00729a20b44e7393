"""Which report a reader gets, and what its tables are made of."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from budgeting.backing.models import Backing
from budgeting.comments.models import Comment
from budgeting.cycles.models import Cycle
from budgeting.inclusion.facts import Facts, names_in
from budgeting.inclusion.figures import merged
from budgeting.inclusion.models import InclusionReport, Part
from budgeting.inclusion.permissions import may_view_early_report
from portal.accounts.roles import Person
from portal.places.models import Municipality


def report_for(user: Person, cycle: Cycle) -> InclusionReport | None:
    """The newest report of the cycle that this reader may see (one query)."""
    reports = InclusionReport.objects.filter(cycle=cycle)
    reports = reports.done() if may_view_early_report(user, cycle) else reports.public()
    return reports.select_related("count").order_by("-pk").first()


def unfinished_report(cycle: Cycle) -> InclusionReport | None:
    """The report that is being made."""
    return InclusionReport.objects.filter(cycle=cycle, figures__isnull=True).order_by("-pk").first()


def facts_of(report: InclusionReport, cycle: Cycle) -> Facts:
    """What the report's tables are made of (three queries)."""
    place = cycle.municipality
    figures = report.figures or {}
    as_of = report.as_of or cycle.proposing_from_at
    return Facts(figures, as_of, place.name, (place,), cycle.currency, names_in(figures))


def facts_of_all() -> Facts | None:
    """The newest public report of each cycle, together; None while there is none (five queries).

    Imported elections are left out: their voters never saw our questions, and their money may be of another country.
    """
    newest = InclusionReport.objects.public().filter(cycle__imported_from__isnull=True).order_by("cycle", "-pk")
    reports: dict[int, InclusionReport] = {}
    for report in newest.select_related("cycle"):
        reports.setdefault(report.cycle_id, report)
    if not reports:
        return None
    places = {report.cycle.municipality_id for report in reports.values()}
    figures = merged(report.figures or {} for report in reports.values())
    return Facts(
        figures,
        max(report.as_of for report in reports.values() if report.as_of),
        ngettext("%(count)s budget", "%(count)s budgets", len(reports)) % {"count": len(reports)},
        tuple(Municipality.objects.filter(pk__in=places).defer("outline")),
        "GEL",
        names_in(figures),
    )


def title_of(cycle: Cycle | None) -> str:
    """What the report is called, without the cycle's own title."""
    return _("Who takes part: inclusion report") if cycle else _("Who takes part, in all budgets")


def has_taken_part(user: Person, cycle: Cycle, part: Part) -> bool:
    """Whether the person has written a comment, or backs a proposal, in this cycle. Nobody can be asked of a vote."""
    if not user.is_authenticated:
        return False
    if part == Part.COMMENT:
        return Comment.objects.filter(author=user, proposal__cycle=cycle).exists()
    return part == Part.BACK and Backing.objects.filter(user=user, proposal__cycle=cycle).exists()
