"""Addresses of sockets."""

from django.urls import path

from budgeting.live.consumers import CycleConsumer

socket_urls = [path("ws/cycles/<int:pk>/", CycleConsumer.as_asgi())]
