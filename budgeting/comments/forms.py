"""What is asked of someone who comments."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from budgeting.comments.models import LONGEST_COMMENT, Comment


class CommentForm(forms.Form):
    """A comment; with `parent` a reply to it, and for the proposal's author also an update."""

    text = forms.CharField(
        label=_("Your comment"), widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST_COMMENT})
    )
    written_in = forms.ChoiceField(label=_("The language you write in"), choices=settings.LANGUAGES)
    is_update = forms.BooleanField(
        label=_("This is news from the author, for everybody who follows the proposal"), required=False
    )
    parent = forms.ModelChoiceField(Comment.objects.none(), required=False, widget=forms.HiddenInput())

    def __init__(
        self,
        *args: Any,
        parent: Comment | None = None,
        may_update: bool = False,
        kept: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        """`kept` is what was typed before the session ended, by the names of the fields."""
        self.parent, self.is_kept = parent, bool(kept)
        initial = {"written_in": get_language(), "parent": parent, **(kept or {})}
        super().__init__(*args, initial=initial, auto_id=f"reply-{parent.pk}-%s" if parent else "comment-%s", **kwargs)
        if parent:
            self.fields["text"].label = _("Your reply")
            self.fields["parent"].queryset = Comment.objects.filter(pk=parent.pk)
        else:
            del self.fields["parent"]
        if parent or not may_update:
            del self.fields["is_update"]
