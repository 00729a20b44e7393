"""What the page of a vote's steps shows."""

from collections.abc import Mapping
from typing import Any

from django.forms import Form
from django.http import HttpRequest

from budgeting.closing.checklist import closing_checklist
from budgeting.closing.models import Closing, Fate
from budgeting.cycles.checklist import is_green
from budgeting.cycles.models import Cycle
from budgeting.cycles.stages import Stage
from budgeting.desk.motion_words import Line, facts_of
from budgeting.motions.models import Motion
from budgeting.motions.permissions import may_move, may_second
from budgeting.motions.queries import waiting_motions
from budgeting.results.models import Count
from budgeting.voting.extending.actions import may_still_extend
from budgeting.voting.extending.queries import fair_end
from budgeting.voting.models import Channel
from portal.accounts.models import User
from portal.languages.templatetags.languages import number


def vote_context(request: HttpRequest, cycle: Cycle, forms: Mapping[str, Form]) -> dict[str, Any]:
    """Everything the template shows; officials are offered what can be done now."""
    closing = Closing.objects.filter(cycle=cycle).select_related("motion__moved_by", "motion__seconded_by").first()
    is_official = may_move(request.user, cycle)
    motions = waiting_motions(cycle)
    return {
        "cycle": cycle,
        "is_official": is_official,
        "motions": [_waiting(request.user, motion) for motion in motions],
        "moved": {f"{motion.act}{motion.subject}" for motion in motions},
        **(_closed(cycle, closing) if closing else _open(cycle, is_official)),
        "outages": cycle.outages.select_related("recorded_by", "made_up_by"),
        "extensions": cycle.vote_extensions.select_related("motion__moved_by", "motion__seconded_by"),
        "extend_form": forms["extend"],
        "outage_form": forms["outage"],
        "withdraw_form": forms["withdraw"],
    }


def _waiting(user: User, motion: Motion) -> dict[str, Any]:
    return {"motion": motion, "facts": facts_of(motion), "may_second": may_second(user, motion)}


def _open(cycle: Cycle, is_official: bool) -> dict[str, Any]:
    checklist = closing_checklist(cycle) if cycle.voting_cleared_at else []
    return {
        "checklist": checklist,
        "is_ready": bool(checklist) and is_green(checklist),
        "may_extend": is_official and may_still_extend(cycle),
        "may_withdraw": is_official and cycle.stage == Stage.VOTING,
        "may_record": is_official and bool(cycle.voting_cleared_at),
        "owed_end": fair_end(cycle),
    }


def _closed(cycle: Cycle, closing: Closing) -> dict[str, Any]:
    counts = Count.objects.filter(cycle=cycle).defer("trace", "other").order_by("-pk")
    return {
        "closing": closing,
        "frozen": _frozen(closing),
        "has_counts": any(not one.failure for one in counts),
        "unfinished": any(not one.counted_at and not one.failure for one in counts),
        "unpublished": [(one, f"publish{one.pk}") for one in counts if one.counted_at and not one.published_at],
        "published": [one for one in counts if one.published_at],
    }


def _frozen(closing: Closing) -> list[Line]:
    """The numbers of the close: who voted how, and what became of the ballots."""
    voters, ballots = closing.facts.get("voters", {}), closing.facts.get("ballots", {})
    return [
        *((channel.label, number(voters[channel])) for channel in Channel if channel in voters),
        *((fate.label, number(ballots[fate])) for fate in Fate if ballots.get(fate)),
    ]
