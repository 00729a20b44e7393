"""What must be so before a vote may be closed."""

from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from budgeting.booths.models import Booth, BoothProtocol
from budgeting.cycles.checklist import Requirement
from budgeting.cycles.models import Cycle
from budgeting.motions.models import Act
from budgeting.voting.actions import GRACE
from budgeting.voting.extending.queries import owed_end
from budgeting.voting.models import Channel
from budgeting.watching.queries import undecided_flags
from portal.clock import now
from portal.languages.templatetags.languages import moment


def closing_checklist(cycle: Cycle) -> list[Requirement]:
    """The lines of the closing's checklist; two officials close under it when it is green."""
    open_booths = tuple(str(booth) for booth in Booth.objects.filter(cycle=cycle, protocol__countersigned_at=None))
    motions = cycle.motions.waiting().filter(act__in=[Act.EXTEND, Act.DECIDE, Act.WITHDRAW])
    waiting = tuple(motion.get_act_display() for motion in motions)
    flags = undecided_flags(cycle)
    disagreement = roll_and_ballots(cycle)
    owed = owed_end(cycle)
    is_over = bool(cycle.voting_cleared_at) and now() >= cycle.voting_until_at + GRACE
    return [
        Requirement(_("The vote and the ten minutes after its end are over"), is_over),
        Requirement(_("Nothing that was moved waits for a second official"), not waiting, waiting),
        Requirement(_("Every outage is made up for"), owed is None, (_owed(owed),) if owed else ()),
        Requirement(_("No ballots are in quarantine"), not flags, (str(flags),) if flags else ()),
        Requirement(_("Every booth's protocol is signed by two people"), not open_booths, open_booths),
        Requirement(_("The roll and the ballots agree"), not disagreement, (disagreement,) if disagreement else ()),
    ]


def _owed(end: datetime) -> str:
    return gettext("Extend the vote at least until %(moment)s.") % {"moment": moment(end)}


def roll_and_ballots(cycle: Cycle) -> str:
    """How the roll and the ballots disagree, in a sentence; "" where they agree.

    Online each voter has one ballot; on paper there are as many ballots as the booths' protocols found valid.
    """
    voters = cycle.roll.filter(channel=Channel.ONLINE).count()
    ballots = cycle.ballots.filter(channel=Channel.ONLINE, is_superseded=False).count()
    if voters != ballots:
        return _("The roll has %(voters)s entries, but there are %(ballots)s ballots.") % {
            "voters": voters,
            "ballots": ballots,
        }
    valid = sum(protocol.facts["valid"] for protocol in BoothProtocol.objects.filter(booth__cycle=cycle))
    paper = cycle.ballots.filter(channel=Channel.PAPER).count()
    if valid != paper:
        return _("The booths found %(valid)s valid ballots, but %(ballots)s are stored.") % {
            "valid": valid,
            "ballots": paper,
        }
    return ""
