"""What a ballot may hold: the limits of a cycle, checked in one place for pages and imports alike."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from budgeting.cycles.models import BallotKind, Cycle
from budgeting.errors import NotPossible
from budgeting.money import show_money


@dataclass(frozen=True, slots=True)
class BallotRules:
    """The limits of one cycle's ballot: `costs_tetri` by project number."""

    kind: str
    min_projects: int
    max_projects: int | None
    envelope_tetri: int
    costs_tetri: Mapping[int, int]
    currency: str = "GEL"


def ballot_rules(cycle: Cycle) -> BallotRules:
    """The cycle's limits with the costs of the projects on its ballot (one query)."""
    on_ballot = cycle.proposals.on_ballot().values_list("number", "cost_tetri")
    return BallotRules(
        cycle.ballot_kind,
        cycle.min_projects,
        cycle.max_projects,
        cycle.envelope_tetri,
        dict(on_ballot),
        cycle.currency,
    )


def check_choices(rules: BallotRules, choices: Collection[int]) -> list[int]:
    """The choices in rising order, or NotPossible with the limit they break; a ballot is refused whole."""
    if len(set(choices)) != len(choices):
        raise NotPossible(_("A project can be chosen only once."))
    if any(number not in rules.costs_tetri for number in choices):
        raise NotPossible(_("One of the chosen projects is not on this ballot."))
    if len(choices) < rules.min_projects:
        raise NotPossible(
            ngettext(
                "Choose at least %(count)s project.",
                "Choose at least %(count)s projects.",
                rules.min_projects,
            )
            % {"count": rules.min_projects}
        )
    if rules.max_projects is not None and len(choices) > rules.max_projects:
        raise NotPossible(
            ngettext("Choose at most %(count)s project.", "Choose at most %(count)s projects.", rules.max_projects)
            % {"count": rules.max_projects}
        )
    total = sum(rules.costs_tetri[number] for number in choices)
    if rules.kind == BallotKind.KNAPSACK and total > rules.envelope_tetri:
        raise NotPossible(
            _("Your projects cost %(total)s together; the envelope is %(envelope)s. Take something out.")
            % {
                "total": show_money(total, rules.currency),
                "envelope": show_money(rules.envelope_tetri, rules.currency),
            }
        )
    return sorted(choices)
