"""Dates of the demo's cycles, so that each stands at its own stage today."""

from datetime import datetime, timedelta

from django.utils.timezone import localtime

from budgeting.cycles.stages import Stage

DAYS = {"proposing": 40, "supporting": 0, "reviewing": 35, "voting": 21, "objections": 14, "implementing": 300}
# How many days ago the stage began that the cycle is in now.
INTO = {
    Stage.PROPOSING: ("proposing", 22),
    Stage.REVIEWING: ("reviewing", 16),
    Stage.VOTING: ("voting", 8),
    Stage.OBJECTIONS: ("objections", 5),
    Stage.IMPLEMENTING: ("implementing", 90),
    Stage.CLOSED: ("closed", 40),
}


def calendar_at(stage: Stage, now: datetime, supporting_days: int = 0) -> dict[str, datetime | None]:
    """The date fields of a cycle that is at `stage` now; each stage begins and ends at 18:00 in Tbilisi."""
    spans = {**DAYS, "supporting": supporting_days}
    current, days_ago = INTO[stage]
    evening = localtime(now).replace(hour=18, minute=0, second=0, microsecond=0)
    start = evening - timedelta(days=days_ago)
    for name, days in spans.items():
        if name == current:
            break
        start -= timedelta(days=days)
    ends, end = {}, start
    for name, days in spans.items():
        end += timedelta(days=days)
        ends[name] = end
    return {
        "proposing_from_at": start,
        "proposing_until_at": ends["proposing"],
        "supporting_until_at": ends["supporting"] if supporting_days else None,
        "voting_from_at": ends["reviewing"],
        "voting_until_at": ends["voting"],
        "objections_until_at": ends["objections"],
        "implementing_until_at": ends["implementing"],
    }
