"""Registers the languages folder, for its template tags and for what it teaches libraries."""

from django.apps import AppConfig

from portal.languages.capitals import teach_capitals


class LanguagesConfig(AppConfig):
    name = "portal.languages"
    label = "languages"

    def ready(self) -> None:
        teach_capitals()
