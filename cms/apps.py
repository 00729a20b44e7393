"""Registers the pages, and plants the site's trees after every migration."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CmsConfig(AppConfig):
    name = "cms"

    def ready(self) -> None:
        post_migrate.connect(_plant, sender=self)


def _plant(**kwargs: Any) -> None:
    from cms.planting import plant_site  # models are not ready earlier

    plant_site()
