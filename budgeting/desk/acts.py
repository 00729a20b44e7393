"""Acts: what a person may do to a proposal now, each with the form that asks for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.functional import Promise

from budgeting.proposals.models import Proposal
from budgeting.proposals.queries import possible_transitions
from portal.accounts.models import User


@dataclass(slots=True)
class Act:
    """One thing that can be done to the proposal here. `run(proposal, by=…, **cleaned_data)` does it."""

    name: str
    title: str | Promise
    form: forms.Form
    run: Callable[..., Any]


@dataclass(slots=True)
class Offers:
    """Collects the acts open to this person; the one named by the posted `act` has its form bound.

    `query` is what stands behind the ? of the address, by which a form may be started from a template.
    """

    user: User
    proposal: Proposal
    data: Any = None
    files: Any = None
    query: Mapping[str, str] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)
    possible: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.possible = possible_transitions(self.user, self.proposal)

    def offer(
        self, name: str, title: str | Promise, form: type[forms.Form], run: Callable[..., Any], **kwargs: Any
    ) -> None:
        is_posted = bool(self.data) and self.data.get("act") == name
        bound = (self.data, self.files) if is_posted else (None, None)
        self.acts.append(Act(name, title, form(*bound, prefix=name, **kwargs), run))
