"""The entry for WSGI servers, which serve pages and votes."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import reverse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()
reverse("cycles")  # loads all addresses now: the first visitor would wait for them, in each process anew
