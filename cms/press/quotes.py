"""A result as a journalist may quote it: whole sentences, in which names and numbers take no endings."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from budgeting.cycles.models import Cycle
from budgeting.money import show_money
from budgeting.results.models import Outcome
from budgeting.results.queries import cycles_with_results, decided_among, standing_outcomes
from portal.languages.templatetags.languages import moment, number
from portal.languages.texts import Reading, read_text


@dataclass(frozen=True, slots=True)
class Quote:
    """One published result. `cycle` is one of `cycles_with_results`, `funded` are its winners in the order of their turns."""

    cycle: Cycle
    funded: list[Outcome]

    @property
    def title(self) -> Reading:
        return read_text(self.cycle, "title")

    @property
    def final_at(self) -> datetime:
        """The end of the objections."""
        return self.cycle.objections_until_at

    @property
    def is_final(self) -> bool:
        return self.cycle.is_result_final

    @property
    def standing(self) -> str:
        """Whether it may be printed as final, in a sentence."""
        if self.is_final:
            return _("This result is final. The time for objections ended: %(moment)s.") % {
                "moment": moment(self.final_at)
            }
        return _("This result is not final. Objections are taken until: %(moment)s.") % {
            "moment": moment(self.final_at)
        }

    @property
    def sentence(self) -> str:
        cycle = self.cycle
        return _(
            "Residents decided by a vote what the money is spent on. Counted ballots: %(ballots)s. "
            "Funded projects: %(won)s / %(projects)s. Money given: %(money)s."
        ) % {
            "ballots": number(cycle.counted_ballots),  # type: ignore[attr-defined]
            "won": number(cycle.won),  # type: ignore[attr-defined]
            "projects": number(cycle.projects),  # type: ignore[attr-defined]
            "money": show_money(cycle.spent_tetri, cycle.currency),  # type: ignore[attr-defined]
        }


def quotes(municipality: int | None = None, *, most: int) -> list[Quote]:
    """The last decided results, here or everywhere, the newest first (two queries); nothing before it is published."""
    cycles = decided_among(cycles_with_results(municipality))[:most]
    outcomes = standing_outcomes([cycle.pk for cycle in cycles])
    return [Quote(cycle, [one for one in outcomes.get(cycle.pk, ()) if one.is_funded]) for cycle in cycles]
