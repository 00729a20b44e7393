"""Cycles whose vote is over, complaints about it, and answers to them."""

from typing import Any

from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.objections.actions import answer_complaint, file_complaint
from budgeting.objections.models import Complaint
from budgeting.responses.models import Response
from portal.languages.texts import in_languages
from tests.factories import in_all, make_cycle, make_feasible, open_vote
from tests.people import Cast


def make_objected(cast: Cast) -> Cycle:
    """A cycle in the stage of objections, whose vote was held."""
    cycle = make_cycle(cast, Stage.OBJECTIONS)
    make_feasible(cast, cycle)
    open_vote(cast, cycle)
    return Cycle.objects.select_related("municipality").get(pk=cycle.pk)


def words(**facts: Any) -> dict[str, Any]:
    return {"subject": "booth", "text": "The booth in Sadakhlo closed an hour early.", "written_in": "az", **facts}


def make_complaint(cast: Cast, cycle: Cycle | None = None, **facts: Any) -> Complaint:
    return file_complaint(cycle or make_objected(cast), by=facts.pop("by", cast.resident), **words(**facts))


def answer_words(**facts: Any) -> dict[str, Any]:
    reason, step = in_languages("reason", in_all("We looked into it")), in_languages("next_step", in_all("Nothing"))
    return {"outcome": "accepted", **reason, **step, **facts}


def make_answered(cast: Cast, complaint: Complaint) -> Response:
    return answer_complaint(complaint, by=cast.official, **answer_words())
