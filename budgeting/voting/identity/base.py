"""What every identity method offers to the page that asks who is voting."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from django import forms
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from budgeting.cycles.models import Cycle
from budgeting.errors import NotPossible

# What a method of each level proves, as it is published with the counts.
LEVELS: dict[int, str | Promise] = {
    1: gettext_lazy("Level 1: what was typed agrees with the municipality's list of residents."),
    2: gettext_lazy("Level 2: the voter holds a card or a phone."),
    3: gettext_lazy("Level 3: an officer has seen the voter's document."),
}


@dataclass(frozen=True, slots=True)
class Voter:
    """Somebody entitled to vote in a cycle: known by a keyed hash and nothing else.

    `area` is the home area where the method knows it, `phones` the keyed hash of a range of phones. `since_at` is
    when a proof of several steps was begun: begun in time, it may be finished in the ten minutes after the end.
    `hold` is called inside the cast's transaction: it raises WrongProof where the proof was taken back since.
    """

    voter_key: str
    method: str
    area: int | None = None
    phones: str = ""
    since_at: datetime | None = None
    hold: Callable[[], None] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Visitor:
    """What a method may know of the request: the address it came from (for limits, never stored as it is), the
    reader's language, and the mark of the browser's ballot, by which a request sent twice is known."""

    address: str
    language: str
    mark: str = ""


class FurtherForm(forms.Form):
    """The form of a second step; it stands on the page alone. Its button "again" asks to be given the step anew:
    `cleaned_data["again"]` is then true, and nothing else needs an answer."""

    @property
    def is_again(self) -> bool:
        return "again" in self.data

    def clean(self) -> dict[str, Any]:
        return {**super().clean(), "again": self.is_again}


@dataclass(frozen=True, slots=True)
class AskFurther:
    """The proof needs one more answer: the page shows this form next, and nothing is cast yet."""

    form: FurtherForm


class WrongProof(NotPossible):
    """The proof does not hold. One sentence for every method and every reason, so that an answer tells nobody
    whether a number, a code or a card exists."""

    def __init__(self) -> None:
        super().__init__(_("This does not open the vote. Check every sign, or ask at the municipality."))


class TooManyTries(NotPossible):
    """Said before anything is looked up, so it tells nothing either; it passes by itself."""

    def __init__(self) -> None:
        super().__init__(_("Too many tries. Wait an hour, or vote at the municipality or a booth."))


@runtime_checkable
class KnowsPlaces(Protocol):
    """A method that knows of any number whether its holder may vote, and the home area: for officers at a table."""

    def place_of(self, cycle: Cycle, number: str) -> tuple[bool, int | None]: ...


class IdentityMethod(Protocol):
    """A way to prove who votes. `level` orders the methods by how much they prove, as it is published.

    `make_form` gives the form that asks the person, bound to `data` if it was posted; `identify` reads its cleaned
    data and raises WrongProof or TooManyTries. `holds` are the tables with what it knows of voters; `forget` deletes all the method holds of a cycle, at its close, and
    returns the counts that the closing protocol keeps.
    """

    name: str
    label: str | Promise
    level: int
    holds: tuple[type[Model], ...]

    def make_form(self, cycle: Cycle, data: Mapping[str, str] | None = None) -> forms.Form: ...

    def identify(self, cycle: Cycle, cleaned: dict[str, str], visitor: Visitor) -> Voter | AskFurther: ...

    def forget(self, cycle: Cycle) -> dict[str, int]: ...
