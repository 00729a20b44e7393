"""What is asked around a review: who checks, what the author is asked, and the second reader's words."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from budgeting.desk.answer_form import day_field
from budgeting.proposals.models import Proposal
from budgeting.reviews.actions import LONGEST_SECOND_NOTE
from budgeting.reviews.models import LONGEST_NOTE, LONGEST_QUESTION
from budgeting.reviews.queries import possible_reviewers
from portal.accounts.models import User


class AssignForm(forms.Form):
    """Which reviewers are to check a proposal, and by when; `release` lists who is to check it now."""

    reviewers = forms.ModelMultipleChoiceField(
        label=_("Reviewers"), queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    due_on = day_field(_("To be finished by"))

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewers"].queryset = possible_reviewers(proposal)


class ReleaseForm(forms.Form):
    reviewers = forms.ModelMultipleChoiceField(
        label=_("Reviewers"), queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewers"].queryset = User.objects.filter(assignments__proposal=proposal)


class ConflictForm(forms.Form):
    text = forms.CharField(
        label=_("Conflict of interest"),
        help_text=_("Your colleagues read it. You will not be able to decide on this proposal any more."),
        max_length=LONGEST_NOTE,
    )


class QuestionForm(forms.Form):
    text = forms.CharField(
        label=_("Question"),
        help_text=_("The author and the public read it."),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    written_in = forms.ChoiceField(label=_("The language you write in"), choices=settings.LANGUAGES)
    due_on = day_field(_("Answer until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"written_in": get_language()}, **kwargs)


class SignForm(forms.Form):
    """The signature stands under the review that was read: `seen` is its digest."""

    seen = forms.CharField(widget=forms.HiddenInput)
    has_no_conflict = forms.BooleanField(label=_("I have no conflict of interest in this proposal"))


class ReturnForm(forms.Form):
    note = forms.CharField(
        label=_("What has to be changed"),
        help_text=_("The reviewer reads it, the public does not."),
        max_length=LONGEST_SECOND_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
