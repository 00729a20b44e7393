"""What the desk asks of moderators who merge, divide and move proposals, or decide on reports and appeals."""

from typing import Any

from django import forms
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from budgeting.cycles.models import LONGEST_TEXT, Theme
from budgeting.desk.forms import ReasonForm
from budgeting.moderation.permissions import TAKES_OTHERS
from budgeting.moderation.queries import acts_on
from budgeting.proposals.models import LONGEST_SUMMARY, LONGEST_TITLE, Proposal
from budgeting.proposals.queryset import ProposalQuerySet
from budgeting.proposals.states import RejectionCode
from budgeting.responses.models import ServicePromise
from portal.accounts.models import User
from portal.languages.texts import read_text
from portal.languages.typed import TypedField
from portal.places.models import Settlement


class ProposalChoice(forms.ModelChoiceField):
    def label_from_instance(self, proposal: Proposal) -> str:
        return f"{read_text(proposal, 'title')} (№ {proposal.pk})"


class MergeForm(ReasonForm):
    """Into which published proposal of the same budget, never an own one; what shares the most words comes first."""

    into = ProposalChoice(
        Proposal.objects.none(),
        label=_("Which one stays"),
        help_text=_("The most similar ones come first. Its authors, and those who back either of them, are kept."),
        empty_label=_("Choose"),
    )
    field_order = ["into", "reason"]

    def __init__(self, *args: Any, proposal: Proposal, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = _most_similar(proposal).not_by(user)


def _most_similar(proposal: Proposal) -> ProposalQuerySet:
    roots = list(proposal.words.values_list("root", flat=True))
    others = Proposal.objects.filter(cycle=proposal.cycle_id, state__in=TAKES_OTHERS).exclude(pk=proposal.pk)
    alike = others.annotate(shared=Count("words", filter=Q(words__root__in=roots)))
    return alike.only("pk", "written_in", "translations", "title", *_titles()).order_by("-shared", "pk")


def _titles() -> list[str]:
    return [field.name for field in Proposal._meta.get_fields() if field.name.startswith("title_")]


class Seen(forms.Form):
    """Carries what the moderator saw as `seen`; a form that was refused stands on what there is now."""

    def take_up(self) -> None:
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = self.initial["seen"]


class SeenForm(ReasonForm, Seen):
    """Carries how many acts of moderators there were when the page was opened."""

    seen = forms.IntegerField(widget=forms.HiddenInput(), min_value=0)

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        initial = {"seen": acts_on(proposal), **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)


class SplitForm(SeenForm):
    """The part that becomes a proposal of its own, in the author's language."""

    title = TypedField(label=_("Title"), max_length=LONGEST_TITLE)
    summary = TypedField(label=_("In one sentence"), max_length=LONGEST_SUMMARY)
    text = TypedField(label=_("What and why"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 8}))
    field_order = ["title", "summary", "text", "reason"]

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, proposal=proposal, **kwargs)
        for name in ("title", "summary", "text"):
            self.fields[name].help_text = proposal.get_written_in_display()
            self.fields[name].widget.attrs["lang"] = proposal.written_in


class MoveForm(SeenForm):
    settlement = forms.ModelChoiceField(
        Settlement.objects.none(), label=_("Where"), required=False, empty_label=_("The whole municipality")
    )
    theme = forms.ModelChoiceField(Theme.objects.all(), label=_("Theme"), empty_label=_("Choose"))
    field_order = ["settlement", "theme", "reason"]

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        present = {"settlement": proposal.settlement_id, "theme": proposal.theme_id}
        super().__init__(*args, proposal=proposal, initial=present, **kwargs)
        self.fields["settlement"].queryset = Settlement.objects.filter(municipality=proposal.cycle.municipality_id)


class CodeForm(forms.Form):
    code = forms.ChoiceField(label=_("Why it is hidden"), choices=[("", _("Choose")), *RejectionCode.choices])


class ShowForm(Seen):
    """Carries the state in which the comment was when the page was opened."""

    seen = forms.CharField(widget=forms.HiddenInput)


class HideForm(CodeForm, ShowForm):
    """The same, with the reason."""


class PromiseForm(forms.ModelForm):
    """The action checks and saves; here are only the questions."""

    class Meta:
        model = ServicePromise
        fields = ["moderation_days", "answer_days"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # Django's own label has a capital, which breaks Georgian
            field.label = ServicePromise._meta.get_field(name).verbose_name

    def _post_clean(self) -> None:
        """Nothing: the row is the action's."""
