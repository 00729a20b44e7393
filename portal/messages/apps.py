"""Registers the messages folder under a label that Django's own messages app does not use."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    name = "portal.messages"
    label = "portal_messages"
