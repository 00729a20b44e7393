"""Taking a project out of a running vote, in an emergency: moved by one official, seconded by another."""

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.errors import NotPossible, refuse
from budgeting.motions.actions import move, second
from budgeting.motions.models import Act, Motion
from budgeting.proposals.actions import add_event
from budgeting.proposals.models import Proposal
from budgeting.voting.locks import wait_for_casts
from budgeting.voting.withdrawing.models import Withdrawal
from portal.accounts.models import User
from portal.languages.texts import OFFICIAL_LANGUAGE
from portal.languages.typed import plain_text
from portal.log.models import record

LONGEST_REASON = 500


def move_withdrawal(cycle: Cycle, *, by: User, number: int, reason: str) -> Motion:
    """Moves that the project of this number be withdrawn; the reason's language is the active one.

    NotPossible outside the vote, for a project that cannot be chosen, without a reason, and where too few projects
    would be left to fill in a ballot.
    """
    reason = plain_text(reason)
    faults = {}
    if not reason or len(reason) > LONGEST_REASON:
        faults["reason"] = _("Write a reason the public can understand, in at most 500 letters.")
    _check_open(cycle)
    if sentence := _fault_of(cycle, number):
        faults["number"] = sentence
    refuse(faults)
    facts = {"number": number, "reason": reason, "language": get_language() or OFFICIAL_LANGUAGE}
    return move(cycle, Act.WITHDRAW, by=by, facts=facts, subject=str(number))


@transaction.atomic
def second_withdrawal(motion: Motion, *, by: User) -> Withdrawal:
    """Withdraws the project another official moved to withdraw, tells its authors and followers, and shows it on its
    page; from now on it cannot be chosen. Ballots that name it stay as they are. NotPossible as for moving it."""
    motion = second(motion, by=by)
    wait_for_casts(motion.cycle)
    cycle = Cycle.objects.select_related("municipality").get(pk=motion.cycle_id)
    _check_open(cycle)
    if sentence := _fault_of(cycle, motion.facts["number"]):
        raise NotPossible(sentence)
    project = cycle.proposals.on_ballot().get(number=motion.facts["number"])
    reason, language = motion.facts["reason"], motion.facts["language"]
    withdrawal = Withdrawal.objects.create(project=project, reason=reason, reason_language=language, motion=motion)
    add_event(project, "withdraw_from_vote", by=by, reason=reason, reason_language=language)
    facts = {"cycle": cycle.pk, "proposal": project.pk, **motion.facts}
    record("withdraw_project", cycle, by=by, municipality=cycle.municipality, **facts)
    return withdrawal


def _check_open(cycle: Cycle) -> None:
    if cycle.stage != Stage.VOTING:
        raise NotPossible(_("The vote is not open now."))


def _fault_of(cycle: Cycle, number: int) -> str:
    """Why the project cannot be withdrawn, in a sentence; "" where it can."""
    projects = {one.number: one for one in Proposal.objects.filter(cycle=cycle).on_ballot()}
    if number not in projects:
        return _("There is no such project on this ballot.")
    in_its_list = sum(one.area_id == projects[number].area_id for one in projects.values())
    if in_its_list <= cycle.min_projects:
        return _("Too few projects would be left to fill in a ballot.")
    return ""
