"""Acts: what a person may do to something now, each with the form that asks for it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.functional import Promise

from budgeting.errors import NotPossible
from budgeting.proposals.models import Proposal
from budgeting.proposals.queries import possible_transitions
from budgeting.views.notices import show_refusal
from portal.accounts.models import User


@dataclass(slots=True)
class Act:
    """One thing that can be done here. `run(thing, by=…, **cleaned_data)` does it."""

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
        self.acts.append(make_act(self.data, self.files, name, title, form, run, **kwargs))


def make_act(
    data: Any,
    files: Any,
    name: str,
    title: str | Promise,
    form: type[forms.Form],
    run: Callable[..., Any],
    **kwargs: Any,
) -> Act:
    """An act whose form is bound to what was posted, if that was this act."""
    is_posted = bool(data) and data.get("act") == name
    bound = (data, files) if is_posted else (None, None)
    return Act(name, title, form(*bound, prefix=name, **kwargs), run)


def run_posted(acts: Iterable[Act], thing: Any, *, by: User) -> bool:
    """Does the act that was posted in good order; returns whether it was done. A refusal stands in its form."""
    for act in acts:
        if act.form.is_bound and act.form.is_valid():
            try:
                act.run(thing, by=by, **act.form.cleaned_data)
            except NotPossible as refusal:
                show_refusal(act.form, refusal)
                if hasattr(act.form, "take_up"):  # a form that edits what others may have changed meanwhile
                    act.form.take_up()
            else:
                return True
    return False


def acts_context(request: HttpRequest, acts: list[Act], *, is_stale: bool = False) -> tuple[dict[str, Any], int]:
    """What the page shows of the acts, and its status: 422 for a refused form, 409 for one that comes too late.

    Too late is an act that is no longer offered, or one from a page that is stale. What was written into it is
    shown again, so that it is not lost.
    """
    is_refused = any(act.form.errors for act in acts)
    is_late = request.method == "POST" and (is_stale or request.POST.get("act") not in {act.name for act in acts})
    hidden = {"act", "seen", "csrfmiddlewaretoken", f"{request.POST.get('act')}-seen"}
    typed = [text for name, text in request.POST.items() if text and name not in hidden]
    return {"acts": acts, "lost": typed if is_late else None}, 409 if is_late else 422 if is_refused else 200
