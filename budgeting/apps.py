"""Registers the budgeting app: one app, many slices."""

from importlib import import_module

from django.apps import AppConfig


class BudgetingConfig(AppConfig):
    name = "budgeting"

    def ready(self) -> None:
        import_module("budgeting.milestones.notes_translated")  # registers where notes of steps are translated
