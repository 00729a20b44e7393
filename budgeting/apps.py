"""Registers the budgeting app: one app, many slices."""

from django.apps import AppConfig


class BudgetingConfig(AppConfig):
    name = "budgeting"
