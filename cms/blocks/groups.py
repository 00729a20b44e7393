"""The headings under which the editor finds the blocks."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

WORDS = pgettext_lazy("kinds of blocks", "Words")
PICTURES = _("Pictures and files")
BUDGET = _("From the budget, always up to date")
ACTING = _("To act on")

PREVIEW = "cms/blocks/preview.html"
LIVE_PREVIEW = "cms/blocks/preview_live.html"
