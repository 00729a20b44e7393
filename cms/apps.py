"""Registers the pages, and plants the site's trees after every migration."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CmsConfig(AppConfig):
    name = "cms"

    def ready(self) -> None:
        import_module("cms.campaigns.asked")  # registers how campaigns' asks are read and where they wait
        import_module("cms.campaigns.bursts_waiting")  # registers where those set aside wait
        import_module("cms.campaigns.answers_translated")  # registers where answers to them are translated
        from cms import following  # Wagtail's models are not ready earlier
        from cms.editing.language import teach_account

        post_migrate.connect(_plant, sender=self)
        following.connect()
        teach_account()


def _plant(**kwargs: Any) -> None:
    from cms.planting import plant_editors, plant_site  # models are not ready earlier

    plant_site()
    plant_editors()
