"""The checklist before the call for proposals, and the shape every checklist has."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from budgeting.cycles.models import Cycle
from portal.accounts.models import Role, RoleKind
from portal.languages.texts import Reading, missing_languages


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that lacks what a checklist asks for: its title, what it lacks, and where that is put right."""

    title: Reading
    what: str
    path: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of a checklist: what is asked, whether it is so, and what is missing if not: in words, or as links."""

    text: str | Promise
    is_met: bool
    missing: tuple[str, ...] = ()
    links: tuple[Lack, ...] = ()


Demand = Callable[[Cycle], Iterable[Requirement]]
_DEMANDS: list[Demand] = []


def holds_the_close(demand: Demand) -> Demand:
    """Registers a function with what its slice asks for before a cycle is closed; cycles do not know the slices above."""
    _DEMANDS.append(demand)
    return demand


def demands_before_the_close(cycle: Cycle) -> list[Requirement]:
    """What the slices ask for before this cycle is closed, each in a constant number of queries."""
    return [requirement for demand in _DEMANDS for requirement in demand(cycle)]


def is_green(requirements: Iterable[Requirement]) -> bool:
    return all(requirement.is_met for requirement in requirements)


def proposing_checklist(cycle: Cycle) -> list[Requirement]:
    """What must be so before residents are asked for proposals."""
    untranslated = tuple(missing_languages(cycle, "title", "summary", "eligibility"))
    has_reviewer = Role.objects.filter(municipality=cycle.municipality, kind=RoleKind.REVIEWER).exists()
    has_moderator = Role.objects.filter(municipality=cycle.municipality, kind=RoleKind.MODERATOR).exists()
    return [
        Requirement(_("Title, summary and eligibility are written in three languages"), not untranslated, untranslated),
        Requirement(_("The adopted rule is attached"), bool(cycle.rule_document)),
        Requirement(_("A reviewer is named"), has_reviewer),
        Requirement(_("A moderator is named"), has_moderator),
    ]
