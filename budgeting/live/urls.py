"""Addresses of sockets."""

from django.urls import path

from budgeting import addresses  # noqa: F401  (registers the converter)
from budgeting.live.consumers import CycleConsumer

socket_urls = [path("ws/cycles/<numbered:pk>/", CycleConsumer.as_asgi())]
