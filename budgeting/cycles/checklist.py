"""The checklist before the call for proposals, and the shape every checklist has."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from budgeting.cycles.models import Cycle
from portal.accounts.models import Role, RoleKind
from portal.languages.texts import missing_languages


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of a checklist: what is asked, whether it is so, and what is missing if not."""

    text: str | Promise
    is_met: bool
    missing: tuple[str, ...] = ()


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
