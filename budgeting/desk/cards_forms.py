"""What is asked about voting cards and about the person before an officer."""

from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import F
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from budgeting.cycles.models import Cycle
from budgeting.voting.identity.card.method import CODE_LENGTH
from budgeting.voting.identity.card.models import CardBatch
from budgeting.voting.identity.code_field import CodeField
from budgeting.voting.identity.numbers import NumberField
from portal.languages.templatetags.languages import day


class MarkedForm(forms.Form):
    """A form that does what it asks for once: sent again by a reload, its mark is known already."""

    mark = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)

    def renew(self) -> None:
        """Shown again after a refusal, it may ask anew."""
        self.data = {**self.data.dict(), self.add_prefix("mark"): str(uuid4())}


class IssueForm(MarkedForm):
    count = forms.IntegerField(label=_("How many cards"), min_value=1, initial=48, help_text=_("Eight are on a sheet."))
    place = forms.CharField(
        label=_("For which place"), help_text=_("It is printed on each card."), max_length=120, required=False
    )


class CardForm(MarkedForm):
    """Which card is spoiled or exchanged: that in the officer's hand."""

    code = CodeField(
        length=CODE_LENGTH,
        label=_("The code on the card"),
        help_text=_("The card must be in your hand. A lost card that was bound to its person ends with the next one."),
        error_messages={"required": _("Write the code that is printed on the card.")},
        mistake=_("This code has a typing mistake. Compare it with the card, sign by sign."),
    )


class BatchForm(forms.Form):
    """Which batch is spoiled whole."""

    batch = forms.ModelChoiceField(
        CardBatch.objects.none(),
        label=_("Batch"),
        empty_label=_("Choose"),
        error_messages={"required": _("Choose a batch.")},
    )
    is_whole = forms.BooleanField(
        label=_("None of these cards has been handed out"),
        error_messages={"required": _("Only a batch of which no card was handed out can be spoiled whole.")},
    )

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["batch"].queryset = CardBatch.objects.filter(cycle=cycle, spoiled__lt=F("count"))
        self.fields["batch"].label_from_instance = _named


def _named(batch: CardBatch) -> str:
    cards = ngettext("%(count)s card", "%(count)s cards", batch.count) % {"count": batch.count}
    return f"{batch.place or gettext('No place named')} · {day(batch.issued_on)} · {cards}"


class PersonForm(forms.Form):
    """The person who was looked up, sealed."""

    person = forms.CharField(widget=forms.HiddenInput, max_length=500)


class BindForm(PersonForm):
    code = CodeField(
        length=CODE_LENGTH,
        label=_("The code on the card you hand over"),
        help_text=_("Take any card that was not handed out yet."),
        error_messages={"required": _("Write the code that is printed on the card.")},
        mistake=_("This code has a typing mistake. Compare it with the card, sign by sign."),
    )


class NumberForm(forms.Form):
    number = NumberField()
