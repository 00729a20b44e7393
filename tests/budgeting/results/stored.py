"""All that is stored, to see that something left no trace."""

from pathlib import Path

from django.apps import apps
from django.conf import settings


def stored() -> tuple[dict[str, int], set[Path]]:
    """The number of rows in every table, and the files of keys and archives."""
    models = apps.get_models(include_auto_created=True)
    rows = {model._meta.label: model._base_manager.count() for model in models}
    folders = (settings.KEYS_DIR, Path(settings.MEDIA_ROOT) / "archives")
    return rows, {path for folder in folders if folder.exists() for path in folder.iterdir()}
