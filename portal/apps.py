"""Registers the portal itself: its commands, templates and static files."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
