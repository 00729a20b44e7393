"""Registers the languages folder, for its template tags."""

from django.apps import AppConfig


class LanguagesConfig(AppConfig):
    name = "portal.languages"
    label = "languages"
