"""What a review must hold: what is wrong in any of them, and what is missing before it may be decided."""

from typing import Any

from django.utils.translation import gettext as _

from budgeting.errors import NotPossible
from budgeting.money import TETRI_PER_LARI
from budgeting.proposals.models import Beneficiary, Proposal
from budgeting.reviews.models import LONGEST_NOTE, Check, Finding, Review
from portal.languages.texts import OFFICIAL_LANGUAGE

COSTS = ("cost_low_tetri", "cost_tetri", "cost_high_tetri")


def missing_in(review: Review) -> dict[str, str]:
    """What has to be mended before the review may be decided: {field: sentence}; a check is its field `finding_…`."""
    missing = {} if review.is_feasible is not None else {"is_feasible": _("Choose a verdict.")}
    for check in Check:
        if not review.findings.get(check, {}).get("finding"):
            missing[f"finding_{check}"] = _("Answer every point of the checklist.")
    if review.is_feasible:
        missing |= _missing_costs(review)
    if review.conflict:
        missing["conflict"] = _("You have stated a conflict of interest: somebody else has to decide.")
    elif not review.has_no_conflict:
        missing["has_no_conflict"] = _("Say whether you have a conflict of interest.")
    for language in reason_languages(review.proposal):
        if not getattr(review, f"reason_{language}"):
            missing[f"reason_{language}"] = _("Write the reason in Georgian and in the author's language.")
    return missing


def _missing_costs(review: Review) -> dict[str, str]:
    missing, cap = {}, review.proposal.cycle.cost_cap_tetri
    if not review.cost_tetri:
        missing["cost_tetri"] = _("A feasible proposal needs a cost.")
    elif cap and review.cost_tetri > cap:
        missing["cost_tetri"] = _("The cost is above the limit for one project in this cycle.")
    if not review.cost_source:
        missing["cost_source"] = _("Say where the cost comes from.")
    return missing


def misplaced_costs(low: int | None, likely: int | None, high: int | None) -> dict[str, str]:
    """Which of the three costs stand in the wrong order: {field: sentence}."""
    wrong = {}
    if low is not None and likely is not None and low > likely:
        wrong["cost_low_tetri"] = _("The lowest cost cannot be above the likely one.")
    if high is not None and likely is not None and high < likely:
        wrong["cost_high_tetri"] = _("The highest cost cannot be below the likely one.")
    if low is not None and high is not None and likely is None and low > high:
        wrong["cost_high_tetri"] = _("The highest cost cannot be below the lowest one.")
    return wrong


def refuse_wrong(review: Review) -> None:
    """NotPossible for what no form of ours sends, and for costs in tetri: votes are counted in whole lari."""
    costs: list[int | None] = [getattr(review, name) for name in COSTS]
    if any(cost is not None and cost % TETRI_PER_LARI for cost in costs):
        raise NotPossible(_("Write the amount in whole lari, for example 25 000."))
    if wrong := misplaced_costs(*costs):
        raise NotPossible(" ".join(wrong.values()))
    if not all(check in Check.values and _is_finding(found) for check, found in review.findings.items()):
        raise NotPossible(_("Answer every point of the checklist."))
    if any(one not in Beneficiary.values for one in review.beneficiaries):
        raise NotPossible(_("Choose who benefits from the list."))


def _is_finding(found: dict[str, Any]) -> bool:
    finding, note = found.get("finding", ""), found.get("note", "")
    return finding in ("", *Finding.values) and isinstance(note, str) and len(note) <= LONGEST_NOTE


def reason_languages(proposal: Proposal) -> list[str]:
    """The languages that a verdict's reason is owed in: Georgian, and the author's."""
    return list(dict.fromkeys([OFFICIAL_LANGUAGE, proposal.written_in]))
