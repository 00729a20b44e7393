"""Somebody whose document an officer has seen, and how they are kept: sealed, or not at all."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from budgeting.cycles.models import Cycle
from budgeting.errors import NotPossible
from budgeting.voting.keys import Purpose, keyed_hash, seal, unseal
from portal.accounts.models import User


@dataclass(frozen=True, slots=True)
class Person:
    """The key on the roll, and the home area where the residents' list knows it."""

    voter_key: str
    area: int | None = None


def seal_under(code: str, person: Person, cycle: Cycle, purpose: Purpose) -> str:
    """The person as only the holder of the code can read them again."""
    return seal(cycle, purpose, f"{person.voter_key}:{person.area or ''}", under=code)


def open_under(code: str, sealed: str, cycle: Cycle, purpose: Purpose) -> Person:
    voter_key, _colon, area = unseal(cycle, purpose, sealed, under=code).partition(":")
    return Person(voter_key, int(area) if area else None)


def holder_of(cycle: Cycle, person: Person) -> str:
    """By what a lost code or card of the same person is found, and by nothing else: a keyed hash of the voter key."""
    return keyed_hash(cycle, "desk", f"holder:{person.voter_key}")


def seal_person(cycle: Cycle, number: str, *, by: User) -> str:
    """The number sealed for this officer's next form, so that it is typed once and stands in no page."""
    return seal(cycle, "desk", number, under=f"officer:{by.pk}")


def open_person(cycle: Cycle, sealed: str, *, by: User) -> str:
    """The number that was sealed for this officer. NotPossible for anything else."""
    try:
        return unseal(cycle, "desk", sealed, under=f"officer:{by.pk}")
    except ValueError:
        raise NotPossible(_("This form is not valid any more. Type the personal number again.")) from None
