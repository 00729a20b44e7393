"""What the desk asks of staff. Limits and duties are the actions' business; here only the questions stand."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from budgeting.cycles.models import Cycle
from budgeting.proposals.models import Proposal
from budgeting.proposals.states import RejectionCode, State
from portal.accounts.addresses import Kind, read_address
from portal.accounts.models import STAFF_ROLES, Role, RoleKind
from portal.languages.typed import TypedField
from portal.places.models import Municipality

NAMES = dict(settings.LANGUAGES)


class ReasonForm(forms.Form):
    reason = TypedField(
        label=_("Reason"),
        help_text=_("The author and the public read it."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RejectionForm(ReasonForm):
    code = forms.ChoiceField(label=_("Why it is rejected"), choices=[("", _("Choose")), *RejectionCode.choices])
    field_order = ["code", "reason"]


class EmptyForm(forms.Form):
    """An act that needs nothing but a decision."""


class RoleForm(forms.Form):
    address = forms.CharField(label=_("Email or phone number"), max_length=254)
    kind = forms.ChoiceField(
        label=_("Role"), choices=[(kind.value, kind.label) for kind in (*STAFF_ROLES, RoleKind.OBSERVER)]
    )

    def clean_address(self) -> tuple[Kind, str]:
        return read_address(self.cleaned_data["address"])


class TakenRoleForm(forms.Form):
    """Which role is taken away: one of this municipality's."""

    role = forms.ModelChoiceField(Role.objects.none())

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].queryset = Role.objects.filter(municipality=municipality)


class RivalsForm(forms.Form):
    """Which of the cycle's other feasible projects exclude this one."""

    rivals = forms.ModelMultipleChoiceField(
        label=_("Other projects"),
        queryset=Proposal.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For example because they need the same place. At most one of them can win."),
    )

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, initial={"rivals": proposal.rivals.all()}, **kwargs)
        others = proposal.cycle.proposals.filter(state=State.FEASIBLE).exclude(pk=proposal.pk)
        self.fields["rivals"].queryset = others.order_by("pk")


class RecountForm(forms.Form):
    """Why a vote is counted again, and which projects were withdrawn meanwhile."""

    reason = forms.CharField(
        label=_("Why it is counted again"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    withdrawn = forms.TypedMultipleChoiceField(
        label=_("Projects that were withdrawn"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They keep their votes and cannot win."),
    )

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        projects = {str(project.pk): project for project in cycle.proposals.on_ballot()}
        self.fields["withdrawn"].choices = [(pk, f"№ {project.number} {project}") for pk, project in projects.items()]
        self.fields["withdrawn"].coerce = projects.__getitem__
