"""Registers the log folder."""

from django.apps import AppConfig


class LogConfig(AppConfig):
    name = "portal.log"
    label = "log"
