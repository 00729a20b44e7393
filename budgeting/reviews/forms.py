"""What an author is asked: the answer to a reviewer's question, and the reply to a verdict."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from budgeting.proposals.models import Proposal
from budgeting.reviews.models import LONGEST_ANSWER, Question
from portal.languages.typed import TypedField


class WordsForm(forms.Form):
    """The author's words, and the language they are in: the proposal's, unless another is chosen."""

    text = TypedField(label=_("Your reply"), max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 4}))
    written_in = forms.ChoiceField(label=_("The language you write in"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, proposal: Proposal, kept: dict[str, str] | None = None, **kwargs: Any) -> None:
        """`kept` is what was typed before the session ended, by the names of the fields."""
        super().__init__(*args, initial={"written_in": proposal.written_in, **(kept or {})}, **kwargs)


class AnswerForm(WordsForm):
    """The answer to one question; a page may hold several of them."""

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, proposal=question.proposal, auto_id=f"id_{question.pk}_%s", **kwargs)
        self.fields["text"].label = _("Your answer")
