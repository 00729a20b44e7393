"""The steps of writing a proposal: one question a screen, in the order in which they are asked."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from budgeting.proposals.models import Beneficiary, Proposal

TEXTS = ("title", "summary", "text")


@dataclass(frozen=True, slots=True)
class WritingStep:
    """One question. `label` names it in the list of tasks, `question` heads its screen.

    `fields` are those of the proposal that it fills, `relation` the rows it adds; `screen` is the kind of its page.
    """

    name: str
    label: str | Promise
    question: str | Promise
    fields: tuple[str, ...] = ()
    relation: str = ""
    screen: str = "question"
    is_optional: bool = False


STEPS = (
    WritingStep("title", _("Title"), _("What should be done?"), ("title",)),
    WritingStep("summary", _("In one sentence"), _("How would you say it in one sentence?"), ("summary",)),
    WritingStep("text", _("What and why"), _("What is wrong today, and what should be done?"), ("text",)),
    WritingStep("theme", _("Theme"), _("What is it about?"), ("theme",)),
    # A place left out means the whole municipality, so nothing is missing without it.
    WritingStep("place", _("Where"), _("Where should it be done?"), ("settlement",), screen="place", is_optional=True),
    WritingStep(
        "point",
        _("A point on the map"),
        _("Where exactly is it on the map?"),
        ("lat", "lon"),
        screen="point",
        is_optional=True,
    ),
    WritingStep("beneficiaries", _("Who benefits"), _("Who will benefit?"), ("beneficiaries",), is_optional=True),
    WritingStep("cost", _("Rough cost"), _("What may it cost, roughly?"), ("rough_cost_tetri",), is_optional=True),
    WritingStep(
        "photos",
        _("Photos"),
        _("Do you have photos of the place?"),
        relation="photos",
        screen="photos",
        is_optional=True,
    ),
    WritingStep(
        "documents",
        _("Documents"),
        _("Do you have documents that explain it?"),
        relation="documents",
        screen="documents",
        is_optional=True,
    ),
    WritingStep(
        "coauthors",
        _("People who write with you"),
        _("Does anybody write it together with you?"),
        relation="coauthors",
        screen="coauthors",
        is_optional=True,
    ),
)
BY_NAME = {step.name: step for step in STEPS}


def own_text(proposal: Proposal, field: str) -> str:
    """A text of the proposal in the author's own language."""
    return getattr(proposal, f"{field}_{proposal.written_in}") or ""


def is_answered(proposal: Proposal, step: WritingStep) -> bool:
    if step.relation:
        return bool(getattr(proposal, step.relation).all())
    values = [own_text(proposal, name) if name in TEXTS else getattr(proposal, name) for name in step.fields]
    return all(value not in (None, "", []) for value in values)


def who_benefits(proposal: Proposal) -> list[str]:
    """The groups the author named, in the reader's language."""
    return [str(Beneficiary(who).label) for who in proposal.beneficiaries if who in Beneficiary.values]


def answer_to(proposal: Proposal, step: WritingStep) -> Any:
    """What the check page shows: a text, a row, rows, or words in the reader's language; empty if it is open."""
    if step.relation:
        return getattr(proposal, step.relation).all()
    if step.name in TEXTS:
        return own_text(proposal, step.name)
    if step.name == "beneficiaries":
        return who_benefits(proposal)
    if step.name == "point":
        return proposal.point if is_answered(proposal, step) else None
    return getattr(proposal, step.fields[0])


def missing_steps(proposal: Proposal) -> list[WritingStep]:
    """What must be answered before the proposal can be handed in."""
    return [step for step in STEPS if not step.is_optional and not is_answered(proposal, step)]


def next_step(proposal: Proposal, after: WritingStep) -> WritingStep | None:
    """The first open question behind this one, else the first that must not be left out; None: nothing is left."""
    behind = STEPS[STEPS.index(after) + 1 :]
    still_open = [step for step in behind if not is_answered(proposal, step)]
    return next(iter(still_open + [step for step in missing_steps(proposal) if step != after]), None)


def step_before(step: WritingStep) -> WritingStep | None:
    place = STEPS.index(step)
    return STEPS[place - 1] if place else None
