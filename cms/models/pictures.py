"""Pictures: none without words for those who do not see it."""

from typing import Any

from django.utils.translation import gettext_lazy as _


def refusal_of_picture(picture: Any) -> Any:
    """Why a page may not show this picture: a sentence, or "". No picture is no reason."""
    if picture is None or picture.description.strip():
        return ""
    return _("This picture has no description. Open it among the pictures and write what can be seen, then choose it.")
