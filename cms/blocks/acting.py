"""Blocks a reader does something with: go somewhere, open a question, watch a video on its own site."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.blocks import samples
from cms.blocks.addresses import AddressBlock, WebAddressBlock
from cms.blocks.groups import ACTING, PICTURES, PREVIEW
from cms.blocks.live import live_of


class VideoBlock(blocks.StructBlock):
    """A link, and nothing but a link: until the reader taps it, the other site learns nothing."""

    title = blocks.CharBlock(label=_("What the video shows"), max_length=160)
    address = WebAddressBlock(label=_("Address of the video"), help_text=_("For example https://youtu.be/…"))
    language = blocks.ChoiceBlock(
        label=_("Language spoken"), choices=[*settings.LANGUAGES, ("ru", "Русский")], required=False
    )
    length = blocks.RegexBlock(
        label=pgettext_lazy("of a video", "Length"),
        required=False,
        regex=r"^(\d{1,2}:)?\d{1,2}:\d{2}$",
        help_text=_("Minutes and seconds: 4:05."),
        error_messages={"invalid": _("Write minutes and seconds, for example 4:05.")},
    )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        host = (urlsplit(value["address"] or "").hostname or "").removeprefix("www.")
        names = dict([*settings.LANGUAGES, ("ru", "Русский")])
        return {
            **super().get_context(value, parent_context),
            "host": host,
            "language_name": names.get(value["language"] or ""),
        }

    class Meta:
        label = pgettext_lazy("a link to another site", "Video")
        icon = "media"
        group = PICTURES
        description = _("A link to a video on another site. Nothing of that site is loaded before the reader taps it.")
        template = "cms/blocks/video.html"
        preview_template = PREVIEW
        preview_value = staticmethod(samples.video)


class ActionBlock(blocks.StructBlock):
    """A call to action: one sentence and one button."""

    sentence = blocks.TextBlock(label=_("What to do, and why"), rows=2)
    button = blocks.CharBlock(label=_("Words on the button"), max_length=60)
    page = blocks.PageChooserBlock(label=_("A page of this site"), required=False)
    address = AddressBlock(
        label=_("Or an address"), required=False, help_text=_("It begins with https://, or with / on this site.")
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["address"]):
            problem = ValidationError(_("Choose a page or write an address, one of the two."))
            raise StructBlockValidationError(block_errors={"address": problem})
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context, page = super().get_context(value, parent_context), value["page"]
        twin = live_of(value, parent_context).pages.get(page.translation_key) if page else None
        return {**context, "href": twin.get_url(context.get("request")) if twin else value["address"]}

    class Meta:
        label = _("Call to action")
        icon = "arrow-right"
        group = ACTING
        description = _("One sentence and a button that leads to where something can be done.")
        template = "cms/blocks/action.html"
        preview_template = PREVIEW
        preview_value = staticmethod(samples.action)


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Question"), max_length=200)
    answer = blocks.RichTextBlock(label=_("Answer"), features=["bold", "italic", "ol", "ul", "link"])

    class Meta:
        label = _("Question")
        icon = "help"


class QuestionsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=120)
    questions = blocks.ListBlock(QuestionBlock(), label=_("Questions"), min_num=1, max_num=40)

    class Meta:
        label = _("Questions and answers")
        icon = "help"
        group = ACTING
        description = _("Questions that open to show their answers.")
        template = "cms/blocks/questions.html"
        preview_template = PREVIEW
        preview_value = staticmethod(samples.questions)
