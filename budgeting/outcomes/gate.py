"""The last gate of a cycle: two officials close it once every proposal has a final outcome."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from budgeting.cycles.actions import clear_gate, sign_gate
from budgeting.cycles.checklist import Lack, Requirement, demands_before_the_close
from budgeting.cycles.models import Cycle
from budgeting.cycles.permissions import may_sign_gate
from budgeting.cycles.stages import Gate, Stage
from budgeting.errors import NotPossible
from budgeting.outcomes.queries import Endings, endings_of
from budgeting.proposals.models import Proposal
from budgeting.proposals.queryset import LONG
from portal.accounts.models import User
from portal.languages.texts import read_text


def before_the_close(cycle: Cycle) -> list[Requirement]:
    """The checklist of the close; two officials sign under it when it is green."""
    return _checklist(cycle, endings_of(cycle))


def _checklist(cycle: Cycle, endings: Endings) -> list[Requirement]:
    unanswered = list(
        Proposal.objects.public().filter(cycle=cycle, ask__owed_on__isnull=False).values_list("pk", flat=True)
    )
    is_decided = bool(endings.result)
    return [
        Requirement(_("The time for objections is over"), cycle.stage in (Stage.IMPLEMENTING, Stage.CLOSED)),
        Requirement(_("The result of the vote is published"), is_decided),
        Requirement(
            _("Every proposal has a final outcome"),
            not endings.open,
            links=_links({pk: str(endings.by_proposal[pk].label) for pk in endings.open}),
        ),
        Requirement(
            _("Nothing is owed to anybody who proposed something"),
            not unanswered,
            links=_links(dict.fromkeys(unanswered, gettext("An answer is owed"))),
        ),
        *demands_before_the_close(cycle),
    ]


def _links(lacking: dict[int, str]) -> tuple[Lack, ...]:
    """These proposals, each with what it lacks, in one query."""
    proposals = Proposal.objects.filter(pk__in=lacking).order_by("number", "pk").defer(*LONG) if lacking else ()
    return tuple(
        Lack(read_text(one, "title"), lacking[one.pk], reverse("desk_proposal", args=[one.address]))
        for one in proposals
    )


@transaction.atomic
def sign_closing_gate(cycle: Cycle, *, by: User) -> bool:
    """Signs the close of the cycle; returns whether the gate is now cleared, so that it closes at the end of its dates.

    NotPossible before the objections are over, while the checklist is red, and once it is cleared. A signature stands only under the
    outcomes that its official has seen: when one changes, both sign again.
    """
    Cycle.objects.select_for_update().get(pk=cycle.pk)  # two officials may sign at the same time
    if may_sign_gate(by, cycle) and cycle.stage != Stage.IMPLEMENTING:
        raise NotPossible(_("This is not possible at the cycle's present stage."))
    endings = endings_of(cycle)
    if not sign_gate(cycle, Gate.CLOSING, _checklist(cycle, endings), _signed(endings), by=by):
        return False
    clear_gate(cycle, Gate.CLOSING)
    return True


def _signed(endings: Endings) -> list[object]:
    count = endings.result.count.pk if endings.result else None
    return [count, *sorted((pk, str(ending)) for pk, ending in endings.by_proposal.items())]
