"""The stages of cycles as entries of a calendar."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from budgeting.cycles.models import Cycle
from portal.ics import Entry
from portal.languages.texts import read_text


def stage_entries(cycles: Iterable[Cycle]) -> Iterator[Entry]:
    """Every stage that takes some time (two queries, for all; fetch the cycles with their municipality).

    An entry keeps its key whatever becomes of its dates, so a calendar moves it and has it once.
    """
    cycles = list(cycles)
    prefetch_related_objects(cycles, "vote_extensions__motion")
    for cycle in cycles:
        title, changed_at = read_text(cycle, "title"), _changed_at(cycle)
        for step in cycle.calendar:
            if step.from_at < step.until_at:
                yield Entry(
                    key=f"cycle-{cycle.pk}-{step.stage}",
                    language=title.language,
                    title=f"{step.stage.label}: {title}",
                    starts_at=step.from_at,
                    ends_at=step.until_at,
                    place=cycle.municipality.name,
                    text=read_text(cycle, "summary").text,
                    kind=_("Participatory budget"),
                    address=settings.SITE_URL + reverse("cycle", args=[cycle.address]),
                    changed_at=changed_at,
                )


def _changed_at(cycle: Cycle) -> datetime:
    """When dates or texts could last change: at a gate, or when two officials made the vote longer."""
    extended = [one.motion.seconded_at for one in cycle.vote_extensions.all()]
    return max(filter(None, [cycle.proposing_cleared_at, cycle.voting_cleared_at, *extended]))
