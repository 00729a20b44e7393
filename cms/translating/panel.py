"""The original beside its translation, in the editor."""

from typing import Any

from wagtail.admin.panels import Panel


class OriginalPanel(Panel):
    """Shows the original's text to read and to copy; is there only on a page that is a translation."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/translating/original_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk and getattr(self.instance, "translated", None))

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            translation = self.instance.translated
            return {**context, "translation": translation, "original": translation.original.specific}
