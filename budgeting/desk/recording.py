"""The project read aloud: what an official or a translator may add and take away."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from budgeting.attachments.models import Recording
from budgeting.attachments.permissions import may_record_proposal
from budgeting.attachments.recordings import add_recording, remove_recording
from budgeting.attachments.sound import TYPES
from budgeting.desk.acts import Offers
from budgeting.proposals.models import Proposal
from portal.accounts.models import User


class RecordingForm(forms.Form):
    language = forms.ChoiceField(label=_("Language of the recording"), choices=settings.LANGUAGES)
    upload = forms.FileField(
        label=_("A recording from this device"),
        help_text=_("MP3, Ogg or M4A, at most 3 MB. Read the title, the summary and the cost, and nothing else."),
        widget=forms.FileInput(attrs={"accept": ",".join(TYPES)}),
        error_messages={
            "required": _("Choose a recording."),
            "empty": _("This file is empty. Choose another one."),
        },
        max_length=500,
    )


class RecordingRemovalForm(forms.Form):
    recording = forms.ModelChoiceField(Recording.objects.none(), label=_("Recording"), empty_label=None)

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["recording"]
        field.queryset = proposal.recordings.all()
        field.label_from_instance = Recording.get_language_display


def offer_recordings(offers: Offers) -> None:
    if not may_record_proposal(offers.user, offers.proposal):
        return
    offers.offer("record", _("Add the project read aloud"), RecordingForm, add_recording)
    if offers.proposal.recordings.exists():
        title = _("Take a recording away")
        offers.offer("unrecord", title, RecordingRemovalForm, _remove, proposal=offers.proposal)


def _remove(_proposal: Proposal, *, by: User, recording: Recording) -> None:
    remove_recording(recording, by=by)
