"""The entry for ASGI servers: sockets under /ws/, and in development everything else too."""

import os

from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
pages = get_asgi_application()  # before the consumers: they import models

from budgeting.live.urls import socket_urls  # noqa: E402

application = ProtocolTypeRouter({"http": pages, "websocket": AllowedHostsOriginValidator(URLRouter(socket_urls))})
