"""Blocks of words: text, what somebody said, figures."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from cms.blocks import samples
from cms.blocks.addresses import WebAddressBlock
from cms.blocks.groups import PREVIEW, WORDS

FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"features": FEATURES, **kwargs})

    class Meta:
        label = _("Text")
        icon = "pilcrow"
        group = WORDS
        description = _("Paragraphs, headings, lists and links.")
        preview_template = PREVIEW
        preview_value = staticmethod(samples.text)


class QuoteBlock(blocks.StructBlock):
    quote = blocks.TextBlock(label=_("What was said"), rows=3)
    who = blocks.CharBlock(label=_("Who said it"), max_length=120)
    role = blocks.CharBlock(label=_("Who that is"), required=False, max_length=200)

    class Meta:
        label = _("Quote")
        icon = "openquote"
        group = WORDS
        description = _("What a person said, with the name.")
        template = "cms/blocks/quote.html"
        preview_template = PREVIEW
        preview_value = staticmethod(samples.quote)


class FigureBlock(blocks.StructBlock):
    number = blocks.CharBlock(label=_("Number"), max_length=30, help_text=_("As it is read: 1 240, 37 %, 25 000 ₾."))
    label = blocks.CharBlock(label=_("What it counts"), max_length=160)

    class Meta:
        label = pgettext_lazy("a number on a page", "Figure")
        icon = "decimal"


class FiguresBlock(blocks.StructBlock):
    """Numbers nobody has to believe: with where they come from and the day they were true."""

    figures = blocks.ListBlock(FigureBlock(), label=pgettext_lazy("numbers on a page", "Figures"), min_num=1, max_num=6)
    source = blocks.CharBlock(label=_("Source"), max_length=200)
    address = WebAddressBlock(label=_("Address of the source"), required=False)
    as_of = blocks.DateBlock(label=_("As of"))

    class Meta:
        label = pgettext_lazy("numbers on a page", "Figures")
        icon = "decimal"
        group = WORDS
        description = _("Up to six numbers, with their source and the day they were true.")
        template = "cms/blocks/figures.html"
        preview_template = PREVIEW
        preview_value = staticmethod(samples.figures)
