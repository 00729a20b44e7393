"""Addresses of sockets. Only the desk's asks who is there; whatever is not here is closed as not found."""

from channels.auth import AuthMiddlewareStack
from django.urls import path, re_path

from budgeting import addresses  # noqa: F401  (registers the converter)
from budgeting.live.consumers import AnswersConsumer, CountingConsumer, CycleConsumer, NewsConsumer

socket_urls = [
    path("ws/cycles/<numbered:pk>/", CycleConsumer.as_asgi()),
    path("ws/municipalities/<slug:slug>/answers/", AnswersConsumer.as_asgi()),
    path("ws/desk/cycles/<numbered:pk>/counting/", AuthMiddlewareStack(CountingConsumer.as_asgi())),
    re_path("", NewsConsumer.as_asgi()),
]
