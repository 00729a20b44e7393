"""A published election becomes a cycle: its projects, its ballots, our count beside its city's decision."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from budgeting.closing.imports import BallotRefused, ImportedBallot, import_ballots
from budgeting.counting.pabulib import PabulibError, PbElection
from budgeting.cycles.models import BallotKind, Cycle
from budgeting.errors import sentences_of
from budgeting.money import TETRI_PER_LARI
from budgeting.proposals.actions import import_projects
from budgeting.results.actions import count_import
from portal.clock import now
from portal.languages.texts import in_languages
from portal.log.models import record
from portal.places.models import Municipality

HELD_VOTE_TYPES = ("approval", "choose-1")
LONGEST_TITLE, LONGEST_REFERENCE, EARLIEST_YEAR = 250, 60, 1900
Say = Callable[[str], None]


def import_election(election: PbElection, municipality: Municipality, *, source: str, say: Say) -> Cycle:
    """Stores the election as a closed, counted cycle of the municipality, or nothing at all.

    `source` names the file; `say` hears what is being done. PabulibError with the reason, and the line
    where there is one, for an election our ballots cannot hold.
    """
    _refuse_unheld(election)
    cycle = _cycle_of(election, municipality, source)
    try:
        with transaction.atomic():
            cycle.full_clean()
            cycle.save()
            say(f"Storing {len(election.projects)} projects ...")
            numbers = _store_projects(cycle, election)
            say(f"Casting {len(election.votes)} ballots ...")
            import_ballots(cycle, _ballots(election, numbers))
            record("import_election", cycle, by=None, municipality=municipality, cycle=cycle.pk, source=source)
            say("Counting ...")
            count_import(cycle, officially=_selected(election))  # last: it writes a file
    except BaseException as error:
        if isinstance(error, BallotRefused):
            raise PabulibError(f"the ballot is refused: {str(error).rstrip('.')}", error.line) from error
        if isinstance(error, ValidationError):
            raise PabulibError(sentences_of(error).rstrip(".")) from error
        raise
    return cycle


def _refuse_unheld(election: PbElection) -> None:
    if election.vote_type not in HELD_VOTE_TYPES:
        raise PabulibError(
            f"this portal holds approval and knapsack ballots; {election.vote_type} ballots carry points or an "
            "order, which would be lost"
        )
    limit = election.max_sum_cost
    if limit is not None and limit != election.budget:
        raise PabulibError(
            f"a ballot here may cost {limit}, not the budget of {election.budget}; that limit is not held"
        )
    for project in election.projects:
        if len(project.project_id) > LONGEST_REFERENCE:
            raise PabulibError(f"a project_id has more than {LONGEST_REFERENCE} characters", project.line)


def _cycle_of(election: PbElection, municipality: Municipality, source: str) -> Cycle:
    meta = election.meta
    title = ", ".join(filter(None, (meta.get(key) for key in ("unit", "district", "subunit", "instance"))))
    begin = _day(meta.get("date_begin", ""), is_end=False)
    date_end = meta.get("date_end", "")
    end = _day(date_end, is_end=True)
    if date_end.isdecimal():  # of a year alone it is known only that the election lies in it
        end = min(end, now())
    if begin >= end or end > now():
        raise PabulibError("the election is not over: date_begin and date_end do not lie in the past, in this order")
    return Cycle(
        municipality=municipality,
        **in_languages("title", dict.fromkeys(dict(settings.LANGUAGES), title[:150])),
        **in_languages("summary", _summaries()),
        proposing_from_at=begin - timedelta(days=1),
        proposing_until_at=begin,
        voting_from_at=begin,
        voting_until_at=end,
        objections_until_at=end,
        implementing_until_at=end,
        proposing_cleared_at=begin,
        voting_cleared_at=begin,
        closing_cleared_at=end,
        envelope_tetri=election.budget * TETRI_PER_LARI,
        currency=meta.get("currency", "")[:3],
        ballot_kind=BallotKind.APPROVAL if election.max_sum_cost is None else BallotKind.KNAPSACK,
        min_projects=max(1, election.min_length or 1),
        max_projects=election.max_length,
        lot_seed=sha256(title.encode()).hexdigest(),
        imported_from={"file": source, "meta": meta},
    )


def _summaries() -> dict[str, str]:
    texts = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            texts[code] = _("A published election of another city, counted again here.")
    return texts


def _day(text: str, *, is_end: bool) -> datetime:
    """The first instant of dd.mm.yyyy or yyyy; for an end, the first instant after it."""
    try:
        if text.isdecimal() and len(text) == 4:
            first, after = date(int(text), 1, 1), date(int(text) + 1, 1, 1)
        else:
            first = datetime.strptime(text, "%d.%m.%Y").date()
            after = first + timedelta(days=1)
        if first.year < EARLIEST_YEAR:
            raise ValueError(text)
    except (ValueError, OverflowError):
        raise PabulibError(f"{text[:40]!r} in META is not a date such as 25.10.2026 or 2026") from None
    return datetime.combine(after if is_end else first, time(), get_current_timezone())


def _store_projects(cycle: Cycle, election: PbElection) -> dict[str, int]:
    """Returns each project's number on our ballot by its id in the file."""
    facts: list[dict[str, Any]] = [
        {
            "reference": project.project_id,
            "title": _cut(project.name or project.project_id),
            "category": ", ".join(project.category)[:200],
            "cost_tetri": project.cost * TETRI_PER_LARI,
            "lat": project.latitude,
            "lon": project.longitude,
        }
        for project in election.projects
    ]
    language = election.meta.get("language", "")
    written_in = language if language in dict(settings.LANGUAGES) else "en"
    return {row.reference: row.number for row in import_projects(cycle, facts, written_in=written_in)}


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST_TITLE else f"{name[: LONGEST_TITLE - 1]}…"


def _ballots(election: PbElection, numbers: dict[str, int]) -> list[ImportedBallot]:
    return [
        ImportedBallot(vote.voter_id, tuple(numbers[choice] for choice in vote.choices), vote.line)
        for vote in election.votes
    ]


def _selected(election: PbElection) -> set[str] | None:
    """The ids its city selected, or None where the file does not say."""
    if all(project.is_selected is None for project in election.projects):
        return None
    return {project.project_id for project in election.projects if project.is_selected}
