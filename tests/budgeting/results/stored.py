"""All that is stored, to see that something left no trace."""

from django.apps import apps
from django.conf import settings


def stored() -> tuple[dict[str, int], set[str]]:
    """The number of rows in every table, and the names of the key files."""
    models = apps.get_models(include_auto_created=True)
    rows = {model._meta.label: model._base_manager.count() for model in models}
    keys = settings.KEYS_DIR.iterdir() if settings.KEYS_DIR.exists() else ()
    return rows, {path.name for path in keys}
